"""The state of the record, as those who run the bot want to know it: whether it is whole, how large, how fresh."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from redis.exceptions import ResponseError

from bot.stores.queue import Queue
from corpus.collecting.coverage import CoverageReader
from corpus.collecting.crawl_state import CrawlState, SourceState
from corpus.storage.commands import unavailable, used_memory
from corpus.storage.connection import FAILURES, Connection

_EVICTED = re.compile(rb"^evicted_keys:(\d+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RecordState:
    """What the record's server says; `memory` and `evicted` are None where it does not say."""

    statements: int
    damaged: tuple[str, ...]
    memory: int | None
    evicted: int | None
    sources: Mapping[str, SourceState]
    queues: Mapping[str, int]

    def ages(self, now: datetime) -> dict[str, float]:
        """Return the seconds since each source was last read; one that never was is left out."""
        return {
            name: (now - datetime.fromisoformat(state.succeeded)).total_seconds()
            for name, state in self.sources.items()
            if state.succeeded
        }

    def stale(self, now: datetime) -> dict[str, bool]:
        """Return whether each source may have published what the record does not hold."""
        return {name: state.is_stale(now) for name, state in self.sources.items()}


async def read_state(client: Connection, reader: CoverageReader, queues: Mapping[str, Queue]) -> RecordState:
    """Read the state of the record; raise IndexUnavailableError when its server does not answer."""
    coverage = await reader.coverage()
    return RecordState(
        statements=coverage.statements,
        damaged=damage_of(coverage),
        memory=await used_memory(client),
        evicted=await _evicted_keys(client),
        sources=await CrawlState(client).known(),
        queues={name: await queue.size() for name, queue in queues.items()},
    )


def damage_of(coverage: object) -> tuple[str, ...]:
    """Return what is known to be missing from the record, by name."""
    return tuple(getattr(coverage, "damaged", ()))


async def _evicted_keys(client: Connection) -> int | None:
    """Return how many keys the server has thrown away for want of memory; a record must lose none."""
    evicted = 0
    try:
        for run in await client.servers():
            (reply,) = await run([("INFO", "stats")])
            if isinstance(reply, ResponseError):  # some hosted servers forbid INFO
                return None
            if isinstance(reply, Exception):
                raise unavailable(reply) from reply
            fact = _EVICTED.search(reply)
            evicted += int(fact[1]) if fact else 0
    except FAILURES as error:
        raise unavailable(error) from error
    return evicted


def now() -> datetime:
    """Return the time that ages are counted from."""
    return datetime.now(UTC)
