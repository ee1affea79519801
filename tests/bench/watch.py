"""Watches: what a new statement costs beside very many quotes that wait, and whether it finds the one that waits for it."""

import asyncio
import random
import time
from argparse import Namespace
from collections.abc import Sequence
from itertools import islice

from bot.settings import Settings
from bot.wiring import open_parts
from corpus.index.standing_queries import Watches
from corpus.judging.fingerprint import NOTHING_FOUND
from corpus.judging.judge import decide
from corpus.models import Coverage, Passage, Quote, Statement, Watched
from corpus.sources.import_files import read_statements
from tests.bench.corpora import OUT, Query, queries, sentence_file
from tests.bench.measure import Timings, show

_RECORD = 100_000  # statements in the record, for the weights of words
_AT_ONCE = 64
_STEPS = (1_000, 10_000, 100_000)


async def watch(options: Namespace) -> None:
    """Match statements, one by one and by the hundred, beside more and more watches; half of them are waited for."""
    path = sentence_file(options.data)
    with path.open(encoding="utf-8") as lines:
        statements = list(islice(read_statements(str(path), lines), 3 * _RECORD))
    rng = random.Random(5)
    rng.shuffle(statements)
    known, waited, strange = (statements[n * _RECORD : (n + 1) * _RECORD] for n in range(3))
    by_text = {statement.text: statement for statement in waited}
    asked = queries(list(by_text), _STEPS[-1])
    table: list[dict[str, object]] = []
    async with open_parts(Settings(None, (OUT / "record-watch").absolute())) as parts:
        await parts.store.client.flushdb()
        await parts.writer.add(known)
        watches = Watches(parts.store.client)
        base = await parts.coverage_reader.memory() or 0
        set_ = 0
        for step in _STEPS:
            began = time.perf_counter()
            await _set(watches, asked, set_, step)
            rate = (step - set_) / (time.perf_counter() - began)
            set_ = step
            sample = rng.sample(range(step), options.queries)
            expected = [(str(n), by_text[asked[n].origin]) for n in sample]
            row = {"watches": step, "set/s": round(rate)}
            quotes = {str(n): Quote(asked[n].text) for n in sample}
            row |= await _measured(watches, expected, rng.sample(strange, options.queries), quotes)
            row["bytes a watch"] = round(((await parts.coverage_reader.memory() or 0) - base) / step)
            table.append(row)
    show("watch", table)


async def _set(watches: Watches, asked: Sequence[Query], low: int, high: int) -> None:
    until = time.time() + 86_400
    for first in range(low, high, _AT_ONCE):
        await asyncio.gather(
            *(
                watches.add(Watched(str(n), Quote(asked[n].text), until))
                for n in range(first, min(high, first + _AT_ONCE))
            )
        )


def _finds(quote: Quote, statement: Statement) -> bool:
    """Whether an answer that found nothing would find this statement: the others a watch need not be told of."""
    verdict = decide(quote, [Passage(statement, 0)], Coverage(1, 1, None, None, None, None))
    return verdict.rating not in NOTHING_FOUND


async def _measured(
    watches: Watches,
    expected: list[tuple[str, Statement]],
    strange: list[Statement],
    quotes: dict[str, Quote],
) -> dict[str, object]:
    """Time and finds of statements that a watch waits for, and of others."""
    one, many, found, chance = Timings(), Timings(), 0, 0
    worth = missed = 0
    for id_, statement in expected:
        with one:
            touched = await watches.touched([statement])
        found += id_ in touched
        if _finds(quotes[id_], statement):
            worth += 1
            missed += id_ not in touched
    for statement in strange:
        with one:
            chance += len(await watches.touched([statement]))
    hundred = [statement for _, statement in expected[:50]] + strange[:50]
    with many:
        await watches.touched(hundred)
    row = one.row()
    return {
        "p50 ms": row["p50 ms"],
        "p99 ms": row["p99 ms"],
        "p50 cpu ms": row["p50 cpu ms"],
        "100 at once, ms each": round(many.wall[0] / len(hundred), 2),
        "found": round(found / len(expected), 3),
        "of answers that change": round(1 - missed / worth, 3),
        "looked at in vain, a statement": round(chance / len(strange), 2),
    }
