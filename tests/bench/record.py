"""The record itself: how fast it loads, finds and answers, and where its memory goes."""

import random
import shutil
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from rapidfuzz import fuzz, process
from redis.asyncio import Redis

from bot.load import check, read_file
from bot.load import load as load_files
from bot.settings import Settings
from bot.wiring import Parts, open_parts
from corpus.index.compaction import scan
from corpus.models import Quote
from corpus.search.reranking import rank
from corpus.storage.commands import ask
from tests.bench.corpora import OUT, MissingRecordError, head, queries, rows, sentence_file
from tests.bench.measure import Timings, plot, show

_WHOLE = 0.99  # of the statements: a few may be the same
# What a key begins with, and what that is; the last is all others.
_KINDS = {
    "v:f": "posting lists",
    "v:p": "pages",
    "v:i": "entries",
    "v:c": "cards",
    "v:u": "utterances",
    "{v}": "books",
    "": "other keys",
}


def home(options: Namespace) -> Path:
    """Where the record of so many statements is kept between benchmarks."""
    return (OUT / f"record-{options.statements}").absolute()


async def require(options: Namespace) -> None:
    """Raise MissingRecordError where there is no record of so many statements, as `load` leaves it."""
    place, wanted = home(options), options.statements
    if not place.exists():
        raise MissingRecordError(f"there is no record in {place}: run the part `load` first")
    async with open_parts(Settings(None, place)) as parts:
        count = (await parts.coverage_reader.coverage()).statements
    if count < _WHOLE * wanted:
        raise MissingRecordError(f"{place} holds {count:,} of {wanted:,} statements: run the part `load`")


def real_texts(options: Namespace) -> list[str]:
    """The real sentences among the statements of the record: queries are made from these."""
    return [row["text"] for row in rows(sentence_file(options.data), options.statements)]


async def load(options: Namespace) -> None:
    """Load the statements into an empty record; then the same again, which changes nothing."""
    path = head(sentence_file(options.data), options.statements)
    shutil.rmtree(home(options), ignore_errors=True)
    table = []
    async with open_parts(Settings(None, home(options))) as parts:
        for name in ("first load", "the same again"):
            with (checking := Timings()):
                count = check([path], _told("checked", options.statements))
            before = await _server_seconds(parts)
            with (timing := Timings()):
                added = await load_files(parts.writer, read_file(path), _told("loaded", options.statements))
            server = await _server_seconds(parts) - before
            memory = await parts.coverage_reader.memory() or 0
            table.append(
                {
                    "": name,
                    "statements": count,
                    "new": added.new,
                    "checked/s": round(count / checking.wall[0] * 1000),
                    "loaded/s": round(count / timing.wall[0] * 1000),
                    "loaded per bot cpu s": round(count / timing.cpu[0] * 1000),
                    "loaded per server cpu s": round(count / server),
                    "bytes a statement": round(memory / count),
                }
            )
    show(f"load-{options.statements}", table)


def _told(what: str, count: int) -> Callable[[int], None]:
    """Say on standard error how far it is, each time that another tenth is done."""
    tenths = 0

    def step(done: int) -> None:
        nonlocal tenths
        if 10 * done // count > tenths:
            tenths = 10 * done // count
            sys.stderr.write(f"{datetime.now(UTC):%H:%M:%S} {done:,} {what}\n")

    return step


async def _server_seconds(parts: Parts) -> float:
    facts = await parts.store.client.info("cpu")
    return float(facts["used_cpu_user"]) + float(facts["used_cpu_sys"])


async def lookup(options: Namespace) -> None:
    """Altered fragments: is the sentence among the five best, and how long does that take?"""
    await require(options)
    texts = real_texts(options)
    asked = queries(texts, options.queries)
    table = []
    async with open_parts(Settings(None, home(options))) as parts:
        for query in asked[:50]:
            await parts.searcher.search(query.text)
        finding, ranking, both = Timings(), Timings(), Timings()
        proposed = best = laid = letters = 0
        for query in asked:
            with both:
                with finding:
                    found = await parts.searcher.search(query.text)
                with ranking:
                    hits = rank(Quote(query.text), found)
            texts_found = [hit.text for hit in found.hits]
            like = process.extract(query.text, texts_found, scorer=fuzz.partial_ratio, limit=5)
            proposed += query.origin in texts_found
            best += query.origin in [hit.text for hit in hits[:5]]
            laid += query.origin in [hit.text for hit in hits[:16]]
            letters += query.origin in [text for text, _, _ in like]
        for name, timing in (("search", finding), ("rank", ranking), ("search and rank", both)):
            table.append({"": name, **timing.row()})
        table[-1] |= {
            name: round(hits / len(asked), 3)
            for name, hits in (
                ("hit@5", best),
                ("hit@5 by letters alone", letters),
                ("among the 16 laid", laid),
                ("among the proposed", proposed),
            )
        }
    show(f"lookup-{options.statements}", table)
    plot(
        f"lookup-{options.statements}",
        [str(row[""]) for row in table],
        {key: [float(row[key]) for row in table] for key in ("p50 ms", "p99 ms", "p50 cpu ms", "p99 cpu ms")},
        "milliseconds",
    )


async def verify(options: Namespace) -> None:
    """Whole verdicts: for quotes that stand there, altered ones, and ones that nobody ever said."""
    await require(options)
    texts = real_texts(options)
    rng = random.Random(3)
    asked = queries(texts, options.queries)
    long_enough = [text for text in rng.sample(texts, 20 * options.queries) if len(text.split()) > 6]
    shuffled = [
        " ".join(rng.sample((a + " " + b).split(), 12))
        for a, b in zip(long_enough, long_enough[::-1], strict=True)
    ]
    kinds = {
        "documented": long_enough[: options.queries],
        "altered": [query.text for query in asked],
        "not documented": shuffled[: options.queries],
    }
    table = []
    async with open_parts(Settings(None, home(options))) as parts:
        for kind, quotes in kinds.items():
            timing, ratings = Timings(), Counter[str]()
            for quote in quotes[:20]:
                await parts.verifier.verify(Quote(quote))
            for quote in quotes:
                with timing:
                    verdict = await parts.verifier.verify(Quote(quote))
                ratings[verdict.rating.name] += 1
            common = ", ".join(f"{name} {count}" for name, count in ratings.most_common(3))
            table.append({"": kind, **timing.row(), "ratings": common})
    show(f"verify-{options.statements}", table)


async def memory(options: Namespace) -> None:
    """Where the memory goes: every key is measured by the server; what is left is what it needs beside them."""
    await require(options)
    count = options.statements
    path = head(sentence_file(options.data), count)
    text = sum(len(row["text"].encode()) for row in rows(path)) / count
    async with open_parts(Settings(None, home(options))) as parts:
        client: Redis = parts.store.client
        keys, used = await _by_kind(client)
        facts = await client.info("memory")
    total, resident = int(facts["used_memory"]), int(facts["used_memory_rss"])
    found: list[tuple[str, object, float]] = [
        ("text alone", "", text * count),
        *((name, keys[kind], used[kind]) for kind, name in _KINDS.items() if keys[kind]),
        ("beside the keys: their table, the empty server, buffers", "", total - sum(used.values())),
        ("the server, all in", sum(keys.values()), total),
        ("over the text", "", total - text * count),
        ("resident, with what the allocator holds in reserve", "", resident),
    ]
    table = [{"": name, "keys": n, "bytes a statement": round(size / count, 1)} for name, n, size in found]
    show(f"memory-{options.statements}", table)


async def _by_kind(client: Redis) -> tuple[Counter[str], Counter[str]]:
    """How many keys there are of each kind, and the bytes of memory of all of them."""
    keys, used = Counter[str](), Counter[str]()
    async for names in scan(client, b"*", rest=0.0):
        sizes = await ask(client, [("MEMORY", "USAGE", name, "SAMPLES", 0) for name in names])
        for name, size in zip(names, sizes, strict=True):
            kind = next((kind for kind in _KINDS if name.startswith(kind.encode())), "")
            keys[kind] += 1
            used[kind] += size or 0
    return keys, used
