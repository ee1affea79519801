"""How much closeness of meaning helps to find a claim or a debate line, and what each set of vectors costs.

    uv pip install --group bench
    python -m tests.bench.semantics DATA [VECTORS...]

DATA holds `corpora/` and `eval/` of the development sets. BM25 over stems proposes 100 candidates; they are put in
the order of BM25 (its best is 1) plus a weight times the cosine. MAP@5 for claims, hit@1 within three
lines for debates, area under the curve for MRPC. VECTORS are other files made by corpus.language.data.build_semantics;
wordllama is measured where it is installed.

Seen in November 2026, all rows of the development sets (weight 0, 1, 2; `start` is the builder with EPOCHS = 0 and
nothing made faint: single tokens weighted by rank, as model2vec has them):

                 shipped              wordllama            start
    ct2020       0.766 0.791 0.801    0.766 0.799 0.808    0.766 0.782 0.789
    ct2021_2a    0.796 0.823 0.833    0.796 0.822 0.830    0.796 0.813 0.818
    ct2021_2b    0.452 0.484 0.484    0.452 0.496 0.493    0.452 0.475 0.485
    debates      0.727 0.713 0.699    0.727 0.713 0.699    0.727 0.722 0.713
    mrpc         0.727                0.727                0.717
    on disk      7.3 MB               18 MB                7.3 MB
"""

import gzip
import importlib.util
import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import Stemmer

from corpus.language import embeddings

Embed = Callable[[Sequence[str]], embeddings.Vectors]
Row = dict[str, Any]

WEIGHTS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
CANDIDATES = 100
CLAIMS = {
    "ct2020": ("ct2020_docs.jsonl", ("ct2020_train", "ct2020_dev")),
    "ct2021_2a": ("snopes_vclaims_2021.jsonl.gz", ("ct2021_2a_train",)),
    "ct2021_2b": ("politifact_statements_dev.jsonl.gz", ("ct2021_2b_train", "ct2021_2b_dev")),
}


@dataclass(frozen=True)
class Task:
    """Queries, texts, and for each query the candidates, their BM25 scores and which of them are right."""

    queries: list[str]
    texts: list[str]
    candidates: np.ndarray
    scores: np.ndarray
    right: np.ndarray
    golds: list[int]


def rows(path: Path) -> list[Row]:
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as lines
    ):
        return [json.loads(line) for line in lines]


def task(queries: list[str], texts: list[str], right: Callable[[int, int], bool], golds: list[int]) -> Task:
    def stems(some: list[str]) -> Any:
        return bm25s.tokenize(some, stopwords="en", stemmer=Stemmer.Stemmer("english"), show_progress=False)

    index = bm25s.BM25()
    index.index(stems(texts), show_progress=False)
    found, scores = index.retrieve(stems(queries), k=CANDIDATES, show_progress=False)
    used = sorted({int(text) for text in found.ravel()})
    place = {text: number for number, text in enumerate(used)}
    hits = np.array([[right(query, int(text)) for text in line] for query, line in enumerate(found)])
    places = np.vectorize(place.__getitem__)(found)
    return Task(
        queries, [texts[text] for text in used], places, scores / np.maximum(scores[:, :1], 1e-9), hits, golds
    )


def claims(data: Path, name: str) -> Task:
    source, files = CLAIMS[name]
    documents = rows(
        next(path for path in (data / "corpora" / source, data / "eval" / source) if path.exists())
    )
    asked = [row for file in files for row in rows(data / "eval" / "dev" / f"{file}.jsonl")]
    names = [row.get("vclaim_id") or row["id"] for row in documents]
    texts = [f"{row.get('title') or ''} {row.get('vclaim') or row.get('text')}" for row in documents]
    golds = [set(row["gold"]) for row in asked]
    return task(
        [row["query"] for row in asked],
        texts,
        lambda query, text: names[text] in golds[query],
        [len(gold) for gold in golds],
    )


def debates(data: Path) -> Task:
    lines = rows(data / "corpora" / "debate_transcripts.jsonl.gz")
    asked = rows(data / "eval" / "dev" / "pf_debate_quotes.jsonl")

    def right(query: int, line: int) -> bool:
        row = asked[query]
        return bool(
            lines[line]["doc"] == row["doc"]
            and min(abs(lines[line]["line"] - gold) for gold in row["gold_lines"]) <= 3
        )

    return task([row["query"] for row in asked], [line["text"] for line in lines], right, [1] * len(asked))


def average_precision(right: np.ndarray, golds: int) -> float:
    best = right[:5]
    return float((best * np.cumsum(best) / np.arange(1, 6)).sum() / min(golds, 5))


def reranked(job: Task, cosines: np.ndarray, weight: float) -> np.ndarray:
    order = np.argsort(-(job.scores + weight * cosines), axis=1, kind="stable")
    return np.take_along_axis(job.right, order, axis=1)


def figures(job: Task, embed: Embed, *, first: bool) -> list[float]:
    queries, texts = embed(job.queries), embed(job.texts)
    cosines = np.einsum("qd,qcd->qc", queries, texts[job.candidates])
    results = []
    for weight in WEIGHTS:
        right = reranked(job, cosines, weight)
        results.append(
            float(right[:, 0].mean())
            if first
            else float(
                np.mean([average_precision(line, gold) for line, gold in zip(right, job.golds, strict=True)])
            )
        )
    return results


def paraphrases(data: Path) -> list[tuple[bool, str, str]]:
    lines = (data / "eval" / "dev" / "mrpc_train.tsv").read_text(encoding="utf-8-sig").splitlines()[1:]
    cells = [line.split("\t") for line in lines]
    return [(cell[0] == "1", cell[3], cell[4]) for cell in cells]


def area(pairs: Iterable[tuple[bool, str, str]], embed: Embed) -> float:
    marks, left, right = zip(*pairs, strict=True)
    cosines = (embed(left) * embed(right)).sum(axis=1)
    ranks = cosines.argsort().argsort() + 1
    same = np.array(marks)
    count = int(same.sum())
    return float((ranks[same].sum() - count * (count + 1) / 2) / count / (len(same) - count))


def wordllama() -> Embed | None:
    if not importlib.util.find_spec("wordllama"):
        return None
    from wordllama import WordLlama

    place = importlib.util.find_spec("wordllama").submodule_search_locations[0]  # type: ignore[union-attr,index]
    model = WordLlama.load(cache_dir=Path(place), disable_download=True)
    return lambda texts: np.asarray(model.embed(list(texts), norm=True))


def table(name: str, embed: Embed, jobs: dict[str, Task], data: Path) -> str:
    lines = []
    for title, job in jobs.items():
        numbers = figures(job, embed, first=title == "debates")
        lines.append(f"{name:24}{title:20}" + "".join(f"{number:8.3f}" for number in numbers))
    texts = jobs["ct2021_2a"].texts
    start = time.process_time()
    embed(texts)
    rate = len(texts) / (time.process_time() - start)
    lines.append(f"{name:24}mrpc {area(paraphrases(data), embed):.3f}, {rate:,.0f} texts a second")
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    data = Path(arguments[0])
    if not data.exists():
        sys.exit(f"skipped: the development sets are not at {data}")
    jobs = {name: claims(data, name) for name in CLAIMS} | {"debates": debates(data)}
    models: dict[str, Embed | None] = {"shipped": embeddings.embed, "wordllama": wordllama()}
    models |= {Path(path).stem: embeddings.Model(Path(path)).embed for path in arguments[1:]}
    heading = f"{'':24}{'weight of the cosine':20}" + "".join(f"{weight:8}" for weight in WEIGHTS)
    tables = [table(name, embed, jobs, data) for name, embed in models.items() if embed is not None]
    print("\n".join([heading, *tables]))  # noqa: T201 - a benchmark prints


if __name__ == "__main__":
    main(sys.argv[1:])
