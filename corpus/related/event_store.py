"""Reader of the calendars' events in Redis, and of how well each calendar was read. It holds no statements.

The events of a calendar are replaced whole by each crawl (see `crawl_state`): what was moved or cancelled at its source is so
here.
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from corpus.collecting.crawl_state import SourceState, read_source_states
from corpus.models import Event
from corpus.related.events import Agenda, Reading
from corpus.storage import keys
from corpus.storage.commands import ask, mget
from corpus.storage.connection import Connection


async def read_agenda(client: Connection, now: datetime) -> Agenda:
    """Return the events to come, and how well the calendars were read; raise IndexUnavailableError."""
    (states,) = await ask(client, [("HGETALL", keys.CRAWL_STATE)])
    calendars = sorted((name, state) for name, state in read_source_states(states).items() if state.calendar)
    stored = await mget(client, [keys.events(name) for name, _ in calendars])
    events = [event for packed in stored if packed for event in msgspec.json.decode(packed, type=list[Event])]
    readings = tuple(_reading(state, now) for _, state in calendars)
    return Agenda(tuple(sorted(_once(events, now), key=lambda event: (event.start, event.uid))), readings)


def _once(events: Iterable[Event], now: datetime) -> list[Event]:
    """Return those that are not over, each once: two calendars of a publisher may have the same."""
    left = [event for event in events if datetime.fromisoformat(event.over) > now]
    return list({(event.uid, event.start, event.title): event for event in reversed(left)}.values())


def _reading(state: SourceState, now: datetime) -> Reading:
    failed = state.is_stale(now) or (state.tried or "") > (state.succeeded or "")
    return Reading(state.publisher, state.succeeded, failed, "" if failed else state.error or "")
