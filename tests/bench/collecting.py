"""How fast documents are read: articles and quotations a second, and a made day of quotation files through the whole path.

The day is fetched from a server here, read, freed of what is known, and written into the built-in record, as the
collector does it. Its words are English ones in about the frequencies of English (Zipf); a third of the quotations stand in
several outlets; speakers, their words around and the size of the files are made up in GDELT's form.
"""

import asyncio
import gzip
import itertools
import json
import random
import tempfile
import time
from argparse import Namespace
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path

from rich.console import Console

from bot.settings import Settings
from bot.wiring import Parts, open_parts
from corpus.attribution.reader import read_article
from corpus.collecting.collector import Collector
from corpus.collecting.crawl_state import CrawlState, SourceState
from corpus.models import Provenance
from corpus.sources.catalogue import Kind, Origin
from corpus.sources.gdelt import Filters, addresses, read_gdelt_statements
from corpus.sources.registry import Format
from corpus.web.fetcher import Fetcher, Limits
from tests.bench.measure import show
from tests.support.sites import Site, answer, only_here, running

FILES = 96  # a day
ARTICLES, QUOTES = 2_700, 15_000  # a file, as observed by a public collector
ENGLISH = 0.45  # assumed: the files' own share is not documented
AGAIN = 0.33  # assumed: share of quotations that stand in several outlets
_VERBS = ("said", "told reporters", "added", "warned", "wrote")
_FIRST = "Ann Boris Mara Odo Dora Edwin Karin Luis Nadia Omar Petra Ravi Sofia Tomas Ulla Victor".split()
_LAST = (
    "Lee Kranz Whitlock Penn Field Marlow Holm Reyes Sokol Haddad Novak Menon Ricci Vega Lund Ostrow".split()
)


@cache
def _vocabulary() -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Words and their summed weights: those of grammar first, then the words of the lexicon."""
    data = files("corpus.language.data")
    little = data.joinpath("function_words.txt").read_text("utf-8").split()
    packed = gzip.decompress(data.joinpath("lexicon.txt.gz").read_bytes()).decode()
    large = [
        word for line in packed.splitlines() if (word := line.split("\t")[0]).isalpha() and len(word) > 3
    ]
    random.Random(7).shuffle(large)
    words = (*dict.fromkeys((*little, *large[:30_000])),)
    return words, tuple(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(words))))


def made_file(seed: int = 1, shared: list[tuple[str, str]] | None = None) -> bytes:
    """A file of quotations in GDELT's form at its size; `shared` are quotations that other files may have, too."""
    dice = random.Random(seed)
    known = shared if shared is not None else []
    vocabulary, weights = _vocabulary()

    def words(number: int) -> str:
        return " ".join(dice.choices(vocabulary, cum_weights=weights, k=number))

    def quotation() -> dict[str, str]:
        if known and dice.random() < AGAIN:
            quote, name = dice.choice(known[-20_000:])
        else:
            quote, name = words(dice.randint(5, 30)), f"{dice.choice(_FIRST)} {dice.choice(_LAST)}"
            known.append((quote, name))
        after = f", {dice.choice(_VERBS)} {name}. The meeting went on for long."
        return {"pre": f"{words(15).capitalize()}. ", "quote": quote, "post": after}

    rows = [
        {
            "date": "20260901121500",
            "url": f"https://n{number % 900}.example/{seed}/{number}",
            "lang": "ENGLISH" if dice.random() < ENGLISH else "SPANISH",
            "title": "News",
            "quotes": [quotation() for _ in range(QUOTES // ARTICLES + (number % 9 < 5))],
        }
        for number in range(ARTICLES)
    ]
    return gzip.compress("\n".join(map(json.dumps, rows)).encode())


async def collecting(options: Namespace) -> None:
    """Print the tables."""
    Console(width=160).print("\n## Reading\n\n| what | a second | |\n|---|---|---|")
    text = "\n".join(
        f"The council met. “We will have bridge number {n} in this city,” said Mara Whitlock, the mayor, on Tuesday."
        for n in range(6)
    )
    began = time.process_time()
    for _round in range(200):
        read_article(text)
    seconds = time.process_time() - began
    Console(width=160).print(
        f"| articles of six quotations | {200 / seconds:,.0f} | {1200 / seconds:,.0f} quotations |"
    )
    content = made_file()
    began = time.process_time()
    said, tally = read_gdelt_statements("made", content, Filters())
    seconds = time.process_time() - began
    Console(width=160).print(
        f"| quotations of a GDELT file ({tally.articles:,} articles, {len(content) / 1e6:.1f} MB packed) | "
        f"{tally.quotations / seconds:,.0f} | {len(said):,} with a speaker; a day of {FILES} files: "
        f"{FILES * seconds / 60:.1f} minutes |"
    )
    if options.files:
        await _day(min(options.files, FILES))


async def _day(number: int) -> None:
    """So many files of a day through the whole path; seconds of one core, of the bot and of the record's server."""
    now = datetime.now(UTC)
    rows: list[dict[str, object]] = []
    limits = Limits(pause=0.0, tries=1)
    with tempfile.TemporaryDirectory() as home:
        async with (
            running(Site()) as site,
            Fetcher(limits, allow=only_here) as fetcher,
            open_parts(Settings(None, Path(home))) as parts,
        ):
            crawl_state = CrawlState(parts.store.client)
            await crawl_state.note(
                "day", SourceState("Day", 3600, succeeded=(now - timedelta(days=1)).isoformat())
            )
            shared: list[tuple[str, str]] = []
            made = iter(range(1, number + 1))
            for url in addresses(site.url, now, now - timedelta(days=1))[:number]:
                content = await asyncio.to_thread(made_file, next(made), shared)
                site.pages[url.removeprefix(site.url)] = answer(content)
            origin = Origin(
                "day", site.url, "Day", "GB", "en", Kind.ARTICLE, Provenance.SECOND_HAND, 3600, "made", format=Format.GDELT
            )  # fmt: skip
            began = await _spent(parts)
            wall = time.monotonic()
            [outcome] = await Collector(parts.writer, crawl_state, fetcher, clock=lambda: now).run_once(
                [origin]
            )
            bot, server = (after - before for after, before in zip(await _spent(parts), began, strict=True))
            rows.append(
                {
                    "files": outcome.documents,
                    "statements read": outcome.statements,
                    "in the record": (await parts.coverage_reader.coverage()).statements,
                    "bot s": round(bot),
                    "server s": round(server),
                    "wall s": round(time.monotonic() - wall),
                    "a day, min of one core": round((bot + server) / outcome.documents * FILES / 60, 1),
                    "server MB": round((await parts.coverage_reader.memory() or 0) / 1e6),
                }
            )
    show("A day of quotation files", rows, "processor seconds;")


async def _spent(parts: Parts) -> tuple[float, float]:
    """Processor seconds so far of this process and of the record's server."""
    facts = await parts.store.client.info("cpu")
    return time.process_time(), facts["used_cpu_user"] + facts["used_cpu_sys"]
