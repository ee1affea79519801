"""The agenda: what the calendars announce, in Redis, and how well each of them was read. It holds no statements.

A calendar's events are kept whole and replaced whole: what was moved or cancelled at its source is so here with the next
visit. They go by themselves when the last of them is over.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec

from corpus import keys
from corpus.records import Event
from corpus.visits import Visit, read_visits
from corpus.wire import Client, ask, mget


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is to come, soonest first, and the calendars that are collected, by their names."""

    events: tuple[Event, ...] = ()
    calendars: tuple[tuple[str, Visit], ...] = ()


async def read_agenda(client: Client, now: datetime) -> Agenda:
    """What is to come, and what is known of the calendars; raises IndexUnavailableError."""
    (visits,) = await ask(client, [("HGETALL", keys.VISITS)])
    calendars = tuple(sorted((name, visit) for name, visit in read_visits(visits).items() if visit.calendar))
    found = await mget(client, [keys.events(name) for name, _ in calendars])
    events = [event for packed in found if packed for event in msgspec.json.decode(packed, type=list[Event])]
    return Agenda(tuple(sorted(_once(events, now), key=lambda event: (event.start, event.uid))), calendars)


def _once(events: Iterable[Event], now: datetime) -> list[Event]:
    """Those that are not over, each once: two calendars of a publisher may have the same."""
    left = [event for event in events if datetime.fromisoformat(event.over) > now]
    return list({(event.uid, event.start, event.title): event for event in reversed(left)}.values())
