"""The same record on a cluster; the loss of a master is waited out, and never a wrong answer."""

import asyncio
from pathlib import Path

import pytest
from redis.asyncio import Redis

from bot import load
from bot.settings import Settings
from bot.wiring import open_parts
from corpus.errors import IndexUnavailableError
from corpus.index.repair import examine
from corpus.index.writer import Added
from corpus.models import Source, Statement
from corpus.search.searcher import Searcher
from tests.support.cluster import running_cluster

MANY = [
    Statement(
        f"id-{n}",
        f"Speaker {n % 7}",
        f"Promise {n} concerns the harbour of Elm{n}.",
        Source(f"Paper {n % 3}"),
    )
    for n in range(2_000)
]


async def ids(index: Searcher, text: str) -> list[str]:
    return [w.statement.id for w in await index.windows((await index.search(text)).hits)]


async def test_a_cluster_that_loses_a_master_loses_nothing_and_never_answers_wrongly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "BATCH", 200)
    async with running_cluster(tmp_path) as cluster, open_parts(Settings(cluster.url, tmp_path)) as parts:
        index = parts.writer
        assert await index.add(MANY[:500]) == Added(new=500)
        assert await index.add(MANY[:500]) == Added(same=500)
        assert await index.add([]) == Added()
        lost, outcomes = asyncio.Event(), {"right": 0, "could not look": 0}

        def step(done: int) -> None:
            if done >= 400 and not lost.is_set():
                cluster.lose(1)
                lost.set()

        async def ask() -> None:
            while not loading_.done():
                for statement in MANY[:500:60]:
                    try:
                        assert (await ids(parts.searcher, statement.text))[:1] == [statement.id]
                        outcomes["right"] += 1
                    except IndexUnavailableError:
                        outcomes["could not look"] += 1
                await asyncio.sleep(0.01)

        loading_ = asyncio.create_task(load.load(index, iter(MANY), step))
        await asyncio.gather(loading_, ask())
        assert lost.is_set()
        async with Redis(host="127.0.0.1", port=cluster.ports[4]) as promoted:  # the replica of the lost one
            assert (await promoted.info("replication"))["role"] == "master"
        assert outcomes["right"] > 0
        assert loading_.result().replaced == 0
        for statement in MANY[::40]:
            assert (await ids(parts.searcher, statement.text)).count(statement.id) == 1
        findings = await examine(parts.store.client)
        assert (findings.statements, findings.half_written) == (2_000, 0)
        assert await index.add(MANY) == Added(same=2_000)
