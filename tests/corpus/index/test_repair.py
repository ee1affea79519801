"""The doctor finds what killed loaders and servers leave, mends it, and leaves what is sound alone."""

import asyncio

import pytest
from redis.asyncio import Redis

from corpus.collecting.coverage import CoverageReader
from corpus.errors import IndexUnavailableError
from corpus.index import journal, repair
from corpus.index.repair import Findings, examine
from corpus.index.writer import Added
from corpus.models import Source, Statement
from corpus.storage import keys, leases
from tests.support.record import Record

MANY = [
    Statement(
        f"id-{n}",
        f"Speaker {n % 7}",
        f"Promise {n} concerns the harbour of Elm{n}.",
        Source(f"Paper {n % 3}"),
    )
    for n in range(100)
]


@pytest.fixture
async def index(redis: Redis) -> Record:
    index = Record(redis)
    await index.add(MANY)
    return index


async def found(index: Record) -> list[str]:
    ids = []
    for statement in MANY:
        windows = await index.windows((await index.search(statement.text)).hits)
        assert len({window.statement.id for window in windows}) == len(windows)
        ids += [w.statement.id for w in windows if w.statement == statement]
    return ids


async def names(redis: Redis, pattern: bytes) -> list[bytes]:
    return sorted([name async for name in redis.scan_iter(pattern)])


@pytest.mark.usefixtures("index")
async def test_a_sound_record_is_left_as_it_is(redis: Redis) -> None:
    before = {name: await redis.dump(name) for name in await names(redis, b"*")}
    assert (await examine(redis)).sound
    assert {name: await redis.dump(name) for name in await names(redis, b"*")} == before


async def test_an_empty_record_is_sound(redis: Redis) -> None:
    assert await examine(redis) == Findings()


async def test_orphans_are_taken_away_with_all_that_leads_to_them(index: Record, redis: Redis) -> None:
    for name in (await names(redis, b"v:i*"))[:40]:
        await redis.delete(name)
    findings = await examine(redis, idle=0)
    assert findings.orphans >= 40
    assert findings.postings > 100
    assert findings.counts > 0
    assert findings.statements == 100 - findings.orphans
    left = await found(index)
    assert len(left) == findings.statements
    assert (await CoverageReader(redis).coverage()).statements == findings.statements
    assert (await examine(redis, idle=0)).sound
    assert await index.add(MANY) == Added(new=findings.orphans, same=findings.statements)
    assert await found(index) == [s.id for s in MANY]


async def test_an_entry_without_its_text_is_taken_away(index: Record, redis: Redis) -> None:
    await redis.delete((await names(redis, b"v:p*"))[0])
    findings = await examine(redis)
    assert findings.half_written == keys.PAGE_SIZE
    assert len(await found(index)) == 100 - keys.PAGE_SIZE
    assert (await CoverageReader(redis).coverage()).statements == 100 - keys.PAGE_SIZE


async def test_postings_that_are_there_twice_are_made_one(index: Record, redis: Redis) -> None:
    name = (await names(redis, b"v:f*"))[0]
    before = await redis.get(name)
    await redis.append(name, before)
    await redis.append(name, b"\xf0\x00\x00\x00")
    await redis.set(keys.NEXT, 1_000)
    findings = await examine(redis)
    assert findings.postings == len(before) // 4 + 1
    assert await redis.get(name) == before
    assert len(await found(index)) == 100


@pytest.mark.usefixtures("index")
async def test_counters_that_drifted_are_put_right(redis: Redis) -> None:
    await redis.hincrby(keys.TOTAL, "statements", 7)
    await redis.hset(keys.SOURCES, "Nobody's Paper", 3)
    assert (await examine(redis)).counts == 2
    coverage = await CoverageReader(redis).coverage()
    assert (coverage.statements, coverage.sources) == (100, 3)


@pytest.mark.usefixtures("index")
async def test_what_is_on_its_way_in_is_left_alone(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repair, "_QUIET", 0.01)
    first = await journal.open_batch(redis, 8, 1, {})
    await redis.set(keys.page(first), b"being written")
    await redis.append(keys.posting(77), first.to_bytes(4, "little"))
    findings = await examine(redis)
    assert (findings.orphans, findings.postings) == (0, 0)
    assert findings.skipped
    assert await redis.get(keys.page(first)) == b"being written"


async def test_a_load_that_broke_off_is_brought_to_its_end(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def killed(*_: object) -> bool:
        raise RuntimeError

    index = Record(redis)
    with monkeypatch.context() as patch:
        patch.setattr(journal, "settle", killed)
        with pytest.raises(RuntimeError):
            await index.add(MANY)
    assert (await CoverageReader(redis).coverage()).statements == 0
    assert await index.recover() == 0  # its loader may be alive
    for name in await names(redis, b"{v}:alive:*"):
        await redis.delete(name)
    assert await index.recover() == 100
    assert (await CoverageReader(redis).coverage("Speaker 3")).statements == 100
    assert await index.add(MANY) == Added(same=100)
    assert (await examine(redis)).sound


async def test_a_batch_whose_loader_was_taken_for_dead_leaves_nothing(
    index: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def taken(*_: object) -> bool:
        return False

    new = Statement("new", "Ann", "Something entirely unheard of.")
    monkeypatch.setattr(journal, "settle", taken)
    with pytest.raises(Exception, match="too long"):
        await index.add([new])
    assert [
        w for w in await index.windows((await index.search(new.text)).hits) if w.statement.id == "new"
    ] == []


async def test_a_doctor_waits_for_one_who_was_killed_and_not_for_one_who_lives(
    index: Record, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "SHORT", 0.6)
    said: list[str] = []
    await leases.take(redis, keys.TIDY, "killed", leases.SHORT)
    assert (await examine(redis, step=said.append)).sound
    assert "waiting for whoever gives room back" in said
    monkeypatch.setattr(repair, "_PATIENCE", -0.2)
    async with leases.held(redis, keys.TIDY, seconds=0.3) as ours:
        assert ours
        with pytest.raises(IndexUnavailableError, match="free in 0 s at the latest"):
            await examine(redis)
        assert await index.tidy() == 0
    assert (await redis.exists(keys.TIDY)) == 0


async def test_a_sweep_that_lost_its_lease_is_broken_off(redis: Redis) -> None:
    async def sweep() -> None:
        async with leases.held(redis, keys.TIDY, seconds=0.3):
            await redis.set(keys.TIDY, "somebody else")
            await asyncio.Event().wait()

    with pytest.raises(IndexUnavailableError, match="took over"):
        await sweep()
    assert await redis.get(keys.TIDY) == b"somebody else"
