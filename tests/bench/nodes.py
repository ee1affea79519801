"""The record on one server and on a cluster of three, alike but for that: loading and looking up.

All of them run on this machine, so that more nodes are no more processors: what is shown is what a cluster costs.
"""

import tempfile
from argparse import Namespace
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from bot import load
from bot.settings import Settings
from bot.wiring import open_parts
from tests.bench.corpora import Query, head, queries, rows, sentence_file
from tests.bench.measure import Timings, plot, show
from tests.support.cluster import running_cluster, running_server

MOST = 200_000  # statements
Open = Callable[[Path], AbstractAsyncContextManager[str]]


@asynccontextmanager
async def _three(folder: Path) -> AsyncIterator[str]:
    async with running_cluster(folder, replicas=0) as cluster:
        yield cluster.url


@asynccontextmanager
async def _with_replicas(folder: Path) -> AsyncIterator[str]:
    async with running_cluster(folder) as cluster:
        yield cluster.url


async def cluster(options: Namespace) -> None:
    """Load and look up on one node, on three, and on three with a replica each that writes wait for."""
    count = min(options.statements, MOST)
    path = head(sentence_file(options.data), count)
    asked = queries([row["text"] for row in rows(path)], options.queries)
    kinds: dict[str, Open] = {
        "1 node": running_server,
        "3 nodes": _three,
        "3 nodes, a replica each": _with_replicas,
    }
    table = [
        {"": name, "statements": count, **await _measure(start, path, asked)} for name, start in kinds.items()
    ]
    show(f"cluster-{count}", table, "all nodes on one machine;")
    plot(
        f"cluster-{count}",
        [str(row[""]) for row in table],
        {key: [float(str(row[key])) for row in table] for key in ("p50 ms", "p99 ms", "loaded/s")},
        "milliseconds; statements a second",
    )


async def _measure(start: Open, path: Path, asked: Sequence[Query]) -> dict[str, object]:
    finding, best = Timings(), 0
    with tempfile.TemporaryDirectory() as folder:
        async with start(Path(folder)) as url, open_parts(Settings(url, Path(folder))) as parts:
            with (timing := Timings()):
                added = await load.load(parts.writer, load.read_file(path))
            for query in asked[:50]:
                await parts.searcher.search(query.text)
            for query in asked:
                with finding:
                    found = await parts.searcher.search(query.text)
                best += query.origin in [hit.text for hit in found.hits]
    return {
        "loaded/s": round(added.new / timing.wall[0] * 1000),
        "loaded per bot cpu s": round(added.new / timing.cpu[0] * 1000),
        **finding.row(),
        "among the proposed": round(best / len(asked), 3),
    }
