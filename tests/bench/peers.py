"""Beside the peers, in one run: the same sentences, the same fragments, the same re-ranking.

Each peer proposes 100 sentences; `partial_ratio` orders them. Loading and memory are measured per peer: memory is
what the process grew by, or the size of its files, whichever is more. The peers keep no text (it lies ready in the
process); the record does, and is asked over a socket.
"""

import json
import shutil
import sqlite3
import time
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.settings import Settings
from bot.wiring import open_parts
from corpus.features import STOP_WORDS, codes, content
from corpus.text import words
from tests.bench.corpora import OUT, Query, head, queries, rows, sentence_file
from tests.bench.measure import Timings, plot, resident, show
from tests.bench.record import home

_LIMIT = 100
_MOST = 2_000_000  # statements beyond which fewer queries are asked, and what holds all in lists of Python is left out
_FEWER = 60
Propose = Callable[[str], list[int]]


async def peers(options: Namespace) -> None:
    """Compare; the record of `load` is taken as it is."""
    path = head(sentence_file(options.data), options.statements)
    texts = [row["text"] for row in rows(path, options.statements)]
    large = len(texts) > _MOST
    asked = queries(texts[:_MOST], options.queries)
    table = [await _ours(options, texts, asked)]
    for name, build in (
        ("tantivy, BM25 over stems", _tantivy),
        ("SQLite FTS5, porter", _porter),
        ("SQLite FTS5, trigram", _trigram),
        ("bm25s", _bm25s),
    ):
        if large and build is _bm25s:
            table.append({"": name, "note": "left out: its words as lists would not fit the memory"})
            continue
        before, began = resident(), time.perf_counter()
        try:
            propose, size = build(texts)
        except ImportError:
            table.append({"": name, "note": "not installed"})
            continue
        seconds = time.perf_counter() - began
        row = _measure(name, propose, texts, asked[:_FEWER] if large else asked)
        memory = max(size, resident() - before)
        table.append(
            row | {"loaded/s": round(len(texts) / seconds), "bytes a statement": round(memory / len(texts))}
        )
    if not large:
        naive = _measure("rapidfuzz over everything", _everything(texts), texts, asked[:3], rerank=False)
        table.append(naive | {"note": "of three"})
    fastest = float(str(table[0]["p50 ms"]))
    for row in table:
        if "p50 ms" in row:
            row["p50, times ours"] = round(float(str(row["p50 ms"])) / fastest, 1)
    show(f"peers-{options.statements}", table)
    full = [row for row in table if "p50 ms" in row]
    plot(
        f"peers-{options.statements}",
        [str(row[""]) for row in full],
        {key: [float(str(row[key])) for row in full] for key in ("p50 ms", "p99 ms")},
        "milliseconds",
    )


def _measure(
    name: str, propose: Propose, texts: Sequence[str], asked: Sequence[Query], *, rerank: bool = True
) -> dict[str, object]:
    timing, best = Timings(), 0
    for query in asked:
        with timing:
            found = [texts[n] for n in propose(query.text)]
            if rerank:
                found = [
                    text
                    for text, _, _ in process.extract(query.text, found, scorer=fuzz.partial_ratio, limit=5)
                ]
        best += query.origin in found[:5]
    return {"": name, "hit@5": round(best / len(asked), 3), **timing.row()}


async def _ours(options: Namespace, texts: Sequence[str], asked: Sequence[Query]) -> dict[str, object]:
    async with open_parts(Settings(None, home(options))) as parts:
        for query in asked[:50]:
            await parts.index.search(query.text)
        timing, best = Timings(), 0
        for query in asked:
            with timing:
                found = [hit.text for hit in (await parts.index.search(query.text)).hits]
                found = [
                    text
                    for text, _, _ in process.extract(query.text, found, scorer=fuzz.partial_ratio, limit=5)
                ]
            best += query.origin in found
        memory = await parts.ledger.memory() or 0
    return {
        "": "this record",
        "hit@5": round(best / len(asked), 3),
        **timing.row(),
        "loaded/s": _loading_rate(options.statements),
        "bytes a statement": round(memory / len(texts)),
    }


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
    index = tantivy.Index(builder.build(), path=str(path))
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


def _everything(texts: Sequence[str]) -> Propose:
    return lambda text: [n for _, _, n in process.extract(text, texts, scorer=fuzz.partial_ratio, limit=5)]
