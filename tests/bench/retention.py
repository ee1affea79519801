"""What dropping the oldest statements costs those who look up meanwhile, and how much memory it gives back.

`python -m bot keep` runs beside lookups on a copy of the record: first by memory, then by age.
"""

import asyncio
import os
import shutil
import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from bot.settings import Settings
from bot.wiring import Parts, open_parts
from corpus.storage import keys
from tests.bench.corpora import OUT, Query, queries
from tests.bench.measure import Timings, plot, show
from tests.bench.record import home, real_texts, require

_SHARE = 0.15  # of the memory, and of the statements by age, that is to go
_MB = 1_000_000


async def retention(options: Namespace) -> None:
    """Lookups before, during and after; the record of `load` is copied."""
    await require(options)
    folder = (OUT / "record-retention").absolute()
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(home(options), folder, ignore=shutil.ignore_patterns("*.sock", "*.lock"))
    asked = queries(real_texts(options), options.queries)
    table: list[dict[str, object]] = []
    try:
        async with open_parts(Settings(None, folder)) as parts:
            await _ask(parts, asked[:50])
            table.append(await _row(parts, "before", await _ask(parts, asked)))
            limit = (await parts.coverage_reader.memory() or 0) * (1 - _SHARE)
            under = ("--under", f"{limit / 1000:.0f}k")
            table += await _keep(parts, folder, asked, "by memory", under)
            await _age(parts)
            table += await _keep(parts, folder, asked, "by age", ("--months", "12"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    show(f"retention-{options.statements}", table)
    plot(
        f"retention-{options.statements}",
        [str(row[""]) for row in table],
        {key: [float(str(row[key])) for row in table] for key in ("p50 ms", "p99 ms")},
        "milliseconds",
    )


async def _keep(
    parts: Parts, folder: Path, asked: Sequence[Query], name: str, words: Sequence[str]
) -> list[dict[str, object]]:
    environment = {k: v for k, v in os.environ.items() if k != "REDIS_URL"} | {"VERBATIM_HOME": str(folder)}
    began = time.perf_counter()
    keeping = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "keep", *words, env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    ending = asyncio.create_task(keeping.wait())
    during = Timings()
    while not ending.done():
        await _ask(parts, asked, during, ending)
    seconds = time.perf_counter() - began
    assert await ending == 0
    return [
        await _row(parts, f"{name}: during", during) | {"seconds": round(seconds, 1)},
        await _row(parts, f"{name}: after", await _ask(parts, asked)),
    ]


async def _ask(
    parts: Parts,
    asked: Sequence[Query],
    timing: Timings | None = None,
    until: asyncio.Task[int] | None = None,
) -> Timings:
    timing = timing or Timings()
    for query in asked:
        with timing:
            await parts.searcher.search(query.text)
        await asyncio.sleep(0.005)  # asked often, and yet not without pause
        if until and until.done():
            break
    return timing


async def _row(parts: Parts, name: str, timing: Timings) -> dict[str, object]:
    facts = await parts.store.client.info("memory")
    return {
        "": name,
        "lookups": len(timing.wall),
        **timing.row(),
        "statements": (await parts.coverage_reader.coverage()).statements,
        "memory MB": round((await parts.coverage_reader.memory() or 0) / _MB, 1),
        "resident MB": round(int(facts["used_memory_rss"]) / _MB, 1),
    }


async def _age(parts: Parts) -> None:
    """Have the oldest batches that are left come from two years ago."""
    client = parts.store.client
    first, upper = int(await client.hget(keys.TOTAL, "lowest") or 0), int(await client.get(keys.NEXT) or 0)
    batches = [int(one) for one in await client.zrange(keys.TIMES, 0, -1)]
    old = [one for one in batches if one < first + _SHARE * (upper - first)]
    await client.zadd(keys.TIMES, dict.fromkeys(map(str, old), time.time() - 2 * 366 * 24 * 3600))
