"""What is removed is gone at once, its room comes back, and what is pinned stays."""

from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis

from corpus.collecting.coverage import CoverageReader
from corpus.index.repair import examine
from corpus.index.retention import Retention
from corpus.index.writer import Added
from corpus.models import Source, Statement
from corpus.storage import keys
from tests.support.record import Record

NAMES = "Ada Bea Cid Dan Eve Fay Gus".split()
MANY = [
    Statement(
        f"id-{n}",
        NAMES[n % 7],
        f"Promise {n} concerns the harbour of Elm{n}.",
        Source(f"Paper {n % 4}"),
    )
    for n in range(400)
]


@pytest.fixture
async def index(redis: Redis) -> Record:
    index = Record(redis)
    for low in range(0, 400, 100):
        await index.add(MANY[low : low + 100])
    return index


async def ids(index: Record, text: str) -> list[str]:
    return [w.statement.id for w in await index.windows((await index.search(text)).hits)]


async def test_a_removed_statement_is_gone_at_once_and_leaves_nothing(index: Record, redis: Redis) -> None:
    assert await index.remove(["id-7", "id-8", "nobody"]) == 2
    assert "id-7" not in await ids(index, MANY[7].text)
    assert (await ids(index, MANY[9].text))[0] == "id-9"
    assert (await CoverageReader(redis).coverage("Ada")).by_speaker == 57
    assert (await CoverageReader(redis).coverage()).statements == 398
    assert await index.tidy() == 2
    findings = await examine(redis)
    assert (findings.orphans, findings.half_written, findings.counts) == (0, 0, 0)
    assert await index.add(MANY[7:9]) == Added(new=2)
    assert (await ids(index, MANY[7].text))[0] == "id-7"


async def test_a_replaced_statements_room_is_given_back(index: Record, redis: Redis) -> None:
    await index.add([Statement(s.id, s.speaker, f"{s.text} Really.", s.source) for s in MANY])
    pages = len([name async for name in redis.scan_iter(b"v:p*")])
    assert await index.tidy() == 400
    assert len([name async for name in redis.scan_iter(b"v:p*")]) < pages
    assert (await ids(index, MANY[7].text))[0] == "id-7"


async def test_the_oldest_go_first_and_pinned_sources_stay(index: Record, redis: Redis) -> None:
    batches = [int(first) for first in await redis.zrange(keys.TIMES, 0, -1)]
    old = datetime.now(UTC) - timedelta(days=600)
    await redis.zadd(keys.TIMES, {str(first): old.timestamp() for first in batches[:2]})
    keep = Retention(since=datetime.now(UTC) - timedelta(days=548), pinned=frozenset({"Paper 1"}))
    assert await index.expire(keep) == 150
    assert (await CoverageReader(redis).coverage()).statements == 250
    assert "id-2" not in await ids(index, MANY[2].text)
    assert (await ids(index, MANY[1].text))[0] == "id-1"
    assert (await ids(index, MANY[222].text))[0] == "id-222"
    assert await index.expire(keep) == 0
    findings = await examine(redis)
    assert (findings.orphans, findings.half_written, findings.counts) == (0, 0, 0)


async def test_a_limit_of_memory_is_kept(index: Record, redis: Redis) -> None:
    assert await index.expire(Retention(memory=10**12)) == 0
    assert await index.expire(Retention(memory=1)) == 400
    assert (await CoverageReader(redis).coverage()).statements == 0


async def test_a_limit_of_memory_takes_no_more_than_it_must(redis: Redis) -> None:
    index, coverage_reader = Record(redis), CoverageReader(redis)
    empty = await coverage_reader.memory() or 0
    words = [f"{name}{place}" for name in NAMES for place in range(900)]
    await index.add(
        [
            Statement(f"n-{n}", "Ada", " ".join(words[(n + 7 * k) % 6_300] for k in range(30)))
            for n in range(6_000)
        ]
    )
    await index.trim()
    full = await coverage_reader.memory() or 0
    limit = full - (full - empty) // 10
    await index.expire(Retention(memory=limit))
    assert (await coverage_reader.memory() or 0) <= limit
    assert (await coverage_reader.coverage()).statements >= 5_000
