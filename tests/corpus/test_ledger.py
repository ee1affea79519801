"""Coverage says what the record holds, and its numbers follow every change."""

from redis.asyncio import Redis

from corpus.index import Index
from corpus.ledger import Ledger
from corpus.records import Source, Statement


async def test_an_empty_record_covers_nothing(redis: Redis) -> None:
    coverage = await Ledger(redis).coverage("Ann Lee")
    assert (coverage.statements, coverage.sources, coverage.by_speaker) == (0, 0, 0)
    assert (coverage.since, coverage.until, coverage.updated) == (None, None, None)


async def test_coverage_counts_statements_sources_speakers_and_dates(redis: Redis) -> None:
    ledger = Ledger(redis)
    await Index(redis).add(
        [
            Statement("1", "President Vladimir Putin", "One thing was said.", Source("A", date="2025-09")),
            Statement("2", "Владимир Путин", "Another was said.", Source("A", date="1999")),
            Statement("3", "Lyudmila Putina", "A third was said.", Source("B", date="2025-09-05")),
            Statement("4", "Ann Lee", "A fourth was said."),
        ]
    )
    coverage = await ledger.coverage("Putin")
    assert (coverage.statements, coverage.sources, coverage.by_speaker) == (4, 3, 2)
    assert (coverage.since, coverage.until) == ("1999", "2025-09-05")
    assert coverage.updated
    assert (await ledger.coverage()).by_speaker is None
    assert await ledger.speakers() == 4
    assert await ledger.people("Putin") == {"President Vladimir Putin": 1, "Владимир Путин": 1}


async def test_memory_is_measured(redis: Redis) -> None:
    assert (await Ledger(redis).memory() or 0) > 100_000
