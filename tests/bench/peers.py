"""Beside the peers, in one run: the same sentences, the same fragments, the same re-ranking.

tantivy: BM25 over stems. FTS5: SQLite's, BM25 over porter's stems and over trigrams. bm25s: BM25 over our stems, all in memory.
rapidfuzz alone: `partial_ratio` over everything.

Each peer proposes 100 sentences; `partial_ratio` orders them. Finding and re-ranking are timed apart, and both together.
Each peer is built and asked in a process of its own, and its memory is what that process grew by, or the size of its
files, whichever is more. The peers keep no text (it lies ready in the process); the record does, and is asked over a socket.

The record and the peer are asked in turns, a few queries each: a machine that is slow for a while is slow for both. How
many times ours a peer takes is told from these turns alone. The record is asked as it is, and in haste: with postings and
passages cut down until it finds about as many as tantivy does.
"""

import gc
import json
import multiprocessing
import shutil
import sqlite3
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.settings import Settings
from bot.wiring import Parts, open_parts
from corpus.index.features import codes, content
from corpus.language.stems import STOP_WORDS
from corpus.language.tokens import words
from corpus.models import Quote, SearchResult
from corpus.search.reranking import rank
from tests.bench.corpora import OUT, Query, head, queries, rows, sentence_file
from tests.bench.measure import Timings, plot, resident, show
from tests.bench.record import home, real_texts, require
from tests.support.record import Record

_LIMIT = 100
_MOST = 2_000_000  # statements beyond which fewer queries are asked, and what holds all in lists of Python is left out
_FEWER = 60
_TURN = 25  # queries
_HASTY = (12_000, 30)  # postings, passages
Propose = Callable[[str], list[int]]
_Build = Callable[[Sequence[str]], tuple[Propose, int]]


async def peers(options: Namespace) -> None:
    """Compare; the record of `load` is taken as it is."""
    await require(options)
    path = head(sentence_file(options.data), options.statements)
    texts = [row["text"] for row in rows(path, options.statements)]
    large = len(texts) > _MOST
    asked = queries(real_texts(options), options.queries)
    gc.freeze()  # what lies ready is not looked through again and again
    table: list[dict[str, object]] = []
    ours = {name: _Stopwatch() for name in ("ours", "hasty")}
    async with open_parts(Settings(None, home(options))) as parts:
        own = _Stopwatch()
        await _ask(parts.writer, _Stopwatch(), asked[:_TURN], _by_rank)
        await _ask(parts.writer, own, asked, _by_rank)
        for name, build in _PEERS.items():
            if large and build in (_bm25s, _everything):
                table.append({"": name, "note": "left out: would not fit the memory, or take hours"})
                continue
            some = asked[:3] if build is _everything else asked[:_FEWER] if large else asked
            sys.stderr.write(f"{name} …\n")
            turns = {name: (index, _Stopwatch()) for name, index in _indexes(parts).items()}
            table.append(await _in_turns(turns, (name, build), texts, some))
            for whose, (_, watch) in turns.items():
                ours[whose].add(watch)
        more: dict[str, object] = {
            "loaded/s": _loading_rate(options.statements),
            "bytes a statement": round((await parts.coverage_reader.memory() or 0) / len(texts)),
            "note": "with the text",
        }
    table = [
        ours["ours"].row("this record") | more,
        ours["hasty"].row("in haste") | more,
        own.row("its own ranking") | more,
        *table,
    ]
    full = [row for row in table if "both p50 ms" in row]
    show(f"peers-{options.statements}", table)
    plot(
        f"peers-{options.statements}",
        [str(row[""]) for row in full],
        {
            key: [float(str(row[key])) for row in full]
            for key in ("find p50 ms", "both p50 ms", "both p99 ms")
        },
        "milliseconds",
    )


@dataclass
class _Stopwatch:
    """Finding, re-ranking, and both together, of many queries; and how many were found."""

    find: Timings = field(default_factory=Timings)
    rank: Timings = field(default_factory=Timings)
    both: Timings = field(default_factory=Timings)
    best: int = 0

    def row(self, name: str) -> dict[str, object]:
        find, rank, both = self.find.row(), self.rank.row(), self.both.row()
        return {
            "": name,
            "hit@5": round(self.best / max(1, len(self.both.wall)), 3),
            "find p50 ms": find["p50 ms"],
            "find p99 ms": find["p99 ms"],
            "re-rank p50 ms": rank["p50 ms"],
            "both p50 ms": both["p50 ms"],
            "both p99 ms": both["p99 ms"],
        }

    def add(self, other: "_Stopwatch") -> None:
        for mine, theirs in ((self.find, other.find), (self.rank, other.rank), (self.both, other.both)):
            mine.wall += theirs.wall
            mine.cpu += theirs.cpu
        self.best += other.best


def _best(query: str, texts: Sequence[str]) -> list[str]:
    """The five best of the proposed, by letters: the same for all."""
    return [text for text, _, _ in process.extract(query, texts, scorer=fuzz.partial_ratio, limit=5)]


def _indexes(parts: Parts) -> dict[str, Record]:
    """The record's index as it is, and in haste."""
    return {"ours": parts.writer, "hasty": Record(parts.store.client, budgets=_HASTY[:1], limit=_HASTY[1])}


async def _in_turns(
    turns: dict[str, tuple[Record, _Stopwatch]],
    peer: tuple[str, _Build],
    texts: Sequence[str],
    asked: Sequence[Query],
) -> dict[str, object]:
    """Build a peer in a process of its own, which is given what lies in the memory of this one; ask both in turns."""
    name, build = peer
    fork = multiprocessing.get_context("fork")
    pipe, theirs = fork.Pipe()
    child = fork.Process(target=_answer, args=(theirs, name, build, texts))
    child.start()
    theirs.close()
    try:
        facts = dict(pipe.recv())
        if "note" in facts:
            return facts
        for index, _ in turns.values():
            await _ask(index, _Stopwatch(), asked[:_TURN])
        for low in range(0, len(asked), _TURN):
            some = asked[low : low + _TURN]
            for index, watch in turns.values():
                await _ask(index, watch, some)
            pipe.send(some)
            pipe.recv()
        pipe.send(None)
        row = dict(pipe.recv())
    except EOFError:
        return {"": name, "note": "ended before it was measured"}
    finally:
        pipe.close()
        child.join()
    times = {
        f"{part}, times {whose}": round(
            float(str(row[f"{part} p50 ms"])) / float(str(watch.row("")[f"{part} p50 ms"])), 1
        )
        for whose, (_, watch) in turns.items()
        for part in ("find", "both")
    }
    return row | ({"note": "of three"} if build is _everything else facts) | times


def _answer(pipe: Connection, name: str, build: _Build, texts: Sequence[str]) -> None:
    """What the peer's process does: build, say what that took, and answer queries until there are no more."""
    before, began = resident(), time.perf_counter()
    try:
        propose, size = build(texts)
    except ImportError:
        pipe.send({"": name, "note": "not installed"})
        return
    seconds = time.perf_counter() - began
    if build is not _everything:
        propose("the first question of all")
    memory = max(size, resident() - before)
    gc.freeze()
    pipe.send({"loaded/s": round(len(texts) / seconds), "bytes a statement": round(memory / len(texts))})
    watch = _Stopwatch()
    while asked := pipe.recv():
        for query in asked:
            with watch.both:
                with watch.find:
                    found = [texts[n] for n in propose(query.text)]
                with watch.rank:
                    found = _best(query.text, found)
            watch.best += query.origin in found
        pipe.send(True)
    pipe.send(watch.row(name))


def _by_letters(query: str, found: SearchResult) -> list[str]:
    return _best(query, [hit.text for hit in found.hits])


def _by_rank(query: str, found: SearchResult) -> list[str]:
    return [hit.text for hit in rank(Quote(query), found)[:5]]


async def _ask(
    index: Record,
    watch: _Stopwatch,
    asked: Sequence[Query],
    best: Callable[[str, SearchResult], list[str]] = _by_letters,
) -> None:
    """Ask the record, re-ranked as the peers are, or by its own ranking."""
    for query in asked:
        with watch.both:
            with watch.find:
                found = await index.search(query.text)
            with watch.rank:
                shown = best(query.text, found)
        watch.best += query.origin in shown


def _loading_rate(count: int) -> object:
    """As measured by `load`, which has filled the record."""
    path = OUT / f"load-{count}.json"
    return json.loads(path.read_text("utf-8"))[0]["loaded/s"] if path.exists() else "see load"


def _folder(name: str) -> Path:
    path = OUT / name
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def _size(path: Path) -> int:
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


def _tantivy(texts: Sequence[str]) -> tuple[Propose, int]:
    import tantivy

    path = _folder("tantivy")
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=False, tokenizer_name="en_stem")
    builder.add_integer_field("number", stored=True)
    index = tantivy.Record(builder.build(), path=str(path))
    writer = index.writer(heap_size=256_000_000, num_threads=1)
    for number, text in enumerate(texts):
        writer.add_document(tantivy.Document(text=text, number=number))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def propose(text: str) -> list[int]:
        query = index.parse_query(" ".join(w for w in words(text) if w.isalnum()) or "nothing", ["text"])
        return [searcher.doc(address)["number"][0] for _, address in searcher.search(query, _LIMIT).hits]

    return propose, _size(path)


def _porter(texts: Sequence[str]) -> tuple[Propose, int]:
    return _fts5(
        texts,
        "porter unicode61",
        lambda text: [w for w in words(text) if w.isalnum() and w not in STOP_WORDS],
    )


def _trigram(texts: Sequence[str]) -> tuple[Propose, int]:
    return _fts5(texts, "trigram", lambda text: [w for w in words(text) if w.isalnum() and len(w) > 4])


def _fts5(texts: Sequence[str], tokenizer: str, terms: Callable[[str], list[str]]) -> tuple[Propose, int]:
    path = _folder("fts5")
    base = sqlite3.connect(path / "record.db")
    base.execute(f"CREATE VIRTUAL TABLE said USING fts5(text, tokenize='{tokenizer}', content='')")
    base.executemany("INSERT INTO said(rowid, text) VALUES (?, ?)", enumerate(texts))
    base.commit()

    def propose(text: str) -> list[int]:
        match = " OR ".join(f'"{term}"' for term in terms(text)) or '"nothing"'
        found = base.execute(
            "SELECT rowid FROM said WHERE said MATCH ? ORDER BY rank LIMIT ?", (match, _LIMIT)
        )
        return [number for (number,) in found]

    return propose, _size(path)


def _bm25s(texts: Sequence[str]) -> tuple[Propose, int]:
    import bm25s

    index = bm25s.BM25()
    index.index(
        [[str(code) for code in content(codes(text))] or ["-"] for text in texts], show_progress=False
    )

    def propose(text: str) -> list[int]:
        found, _ = index.retrieve(
            [[str(code) for code in content(codes(text))] or ["-"]], k=_LIMIT, show_progress=False
        )
        return [int(number) for number in found[0]]

    return propose, 0


def _everything(texts: Sequence[str]) -> tuple[Propose, int]:
    return lambda text: [n for _, _, n in process.extract(text, texts, scorer=fuzz.partial_ratio, limit=5)], 0


_PEERS: dict[str, _Build] = {
    "tantivy": _tantivy,
    "FTS5 porter": _porter,
    "FTS5 trigram": _trigram,
    "bm25s": _bm25s,
    "rapidfuzz alone": _everything,
}
