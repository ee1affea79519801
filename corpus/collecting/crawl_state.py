"""Crawl state of each source, in Redis, shared by all collectors: its lease, its last outcome, the documents read.

A source that did not succeed within its interval is stale.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime

from corpus.collecting.appearance_store import Appearances
from corpus.models import Event
from corpus.storage import keys, leases
from corpus.storage.commands import ask, send
from corpus.storage.connection import Connection

LEASE = 600
"""Seconds for which a source belongs to one collector unless it renews them."""

REMEMBERED = 50_000
"""So many addresses of the newest documents are remembered as read."""


@dataclass(frozen=True, slots=True)
class SourceState:
    """Crawl state of one source: times are ISO in UTC, `documents` and `statements` count from the beginning.

    `succeeded` is None until it was read for the first time, `error` is what the last try failed with; `since` and
    `until` are the first and last date covered. `etag` and `modified` go into the next request. Of a calendar, `events` are
    to come, and `until` is how far ahead they were taken; it holds no statements, and no answer to a quote rests on it.
    """

    publisher: str
    interval: int
    tried: str | None = None
    succeeded: str | None = None
    error: str | None = None
    documents: int = 0
    statements: int = 0
    since: str | None = None
    until: str | None = None
    etag: str | None = None
    modified: str | None = None
    calendar: bool = False
    events: int = 0

    def is_stale(self, now: datetime) -> bool:
        """Return whether it may have published what the record does not hold: no success within its interval.

        >>> now = datetime(2025, 9, 5, 12, 1, tzinfo=UTC)
        >>> SourceState("A", 60, succeeded="2025-09-05T12:00:30+00:00").is_stale(now), SourceState("A", 60).is_stale(now)
        (False, True)
        """
        return _age(self.succeeded, now) > self.interval

    def is_due(self, now: datetime) -> bool:
        """Return whether it is time to read it: early enough to be done before it is stale."""
        return _age(self.tried, now) >= self.interval / 2


def stale(states: Iterable[SourceState], now: datetime) -> tuple[str, ...]:
    """Return the publishers of stale sources of statements, each once, in order."""
    late = {state.publisher for state in states if not state.calendar and state.is_stale(now)}
    return tuple(sorted(late))


def read_source_states(reply: object) -> dict[str, SourceState]:
    """CrawlState by the name of their source, from the reply to a HGETALL."""
    pairs: list[tuple[bytes, bytes]] = []
    if isinstance(reply, dict):
        pairs = list(reply.items())
    elif isinstance(reply, list):
        pairs = list(zip(reply[::2], reply[1::2], strict=True))
    return {name.decode(): _state(json.loads(value)) for name, value in pairs}


def _state(stored: Mapping[str, object]) -> SourceState:
    known = {field.name for field in fields(SourceState)}
    return SourceState(**{name: value for name, value in stored.items() if name in known})  # type: ignore[arg-type]


def _age(time: str | None, now: datetime) -> float:
    return (now - datetime.fromisoformat(time)).total_seconds() if time else float("inf")


class CrawlState:
    """Store of the sources' crawl state; raises IndexUnavailableError when the record does not answer."""

    def __init__(self, client: Connection) -> None:
        self._client = client

    @property
    def appearances(self) -> Appearances:
        """The appearances of what the sources published, in the same record."""
        return Appearances(self._client)

    async def known(self) -> dict[str, SourceState]:
        """Return the state of all sources, by the name of their source."""
        (states,) = await ask(self._client, [("HGETALL", keys.CRAWL_STATE)])
        return read_source_states(states)

    async def note(self, name: str, state: SourceState) -> None:
        """Note what came of a crawl."""
        await send(self._client, [("HSET", keys.CRAWL_STATE, name, json.dumps(asdict(state)))])

    async def forget(self, names: Iterable[str]) -> None:
        """Forget sources that are no longer collected, so that they are not stale for ever."""
        for name in names:
            await send(self._client, [("HDEL", keys.CRAWL_STATE, name), ("DEL", keys.events(name))])

    async def note_events(self, name: str, events: Sequence[Event]) -> None:
        """Note what a calendar announces, in place of what it announced before; it goes when all of it is over."""
        key = keys.events(name)
        over = max((datetime.fromisoformat(event.over).timestamp() for event in events), default=None)
        import msgspec  # here, for every lookup reads this module and few write events

        stored = None if over is None else ("SET", key, msgspec.json.encode(events), "EXAT", int(over) + 1)
        await send(self._client, [stored or ("DEL", key)])

    async def take(self, name: str, token: str) -> bool:
        """Take a source for oneself; False where another collector has it."""
        return await leases.take(self._client, keys.lease(name), token, LEASE)

    async def renew(self, name: str, token: str) -> bool:
        """Keep it for longer; False where it was lost."""
        return await leases.renew(self._client, keys.lease(name), token, LEASE)

    async def release(self, name: str, token: str) -> None:
        """Leave it to the next."""
        await leases.release(self._client, keys.lease(name), token)

    async def unread(self, urls: Sequence[str]) -> list[str]:
        """Return those addresses whose documents were not read yet, in order, each once."""
        distinct = list(dict.fromkeys(urls))
        scores = await ask(self._client, [("ZSCORE", keys.READ, keys.identity(url)) for url in distinct])
        return [url for url, score in zip(distinct, scores, strict=True) if score is None]

    async def note_read(self, url: str) -> None:
        """Note that the document at an address was read."""
        now = int(datetime.now(UTC).timestamp())
        await send(
            self._client,
            [
                ("ZADD", keys.READ, now, keys.identity(url)),
                ("ZREMRANGEBYRANK", keys.READ, 0, -REMEMBERED - 1),
            ],
        )
