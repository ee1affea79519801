"""Finds the weights of `corpus/search/reranking.py`: python -m tests.bench.train_ranking WORK DATA [--minutes 5]

WORK is a folder in which `score.py debates` and `score.py claims --limit 0` were run with `--work WORK/debates` and
`--work WORK/claims`, whose records are searched again here; DATA holds the UN sentences, of which 100,000 are loaded
for altered fragments. None of it is part of the project.

One weight after another is moved a little, in random order, and stays moved where the sum of the measures grows: MAP@5
of the claims, hit@1 of the debates, twice hit@5 of the fragments. CheckThat! 2020 and 2021 2A share their posts and
count half each. What is left when no step helps is printed: the measures, and how much each falls without one feature.
"""

import argparse
import asyncio
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from bot import load
from bot.settings import Settings
from bot.wiring import open_parts
from corpus.models import Quote, SearchResult
from corpus.search.reranking import Weights, rank
from corpus.storage.keys import identity
from tests.bench.corpora import head, queries, rows, sentence_file

STEPS = (0.5, 0.75, 1.25, 1.5, 2.0)
FRAGMENTS = 100_000
_LINES = 3  # of a debate, within which the right line counts as found


@dataclass(frozen=True, slots=True)
class Case:
    """A query, what a search proposed, and the keys of the right statements."""

    query: str
    found: SearchResult
    right: frozenset[bytes]


def average_precision(case: Case, weights: Weights) -> float:
    """MAP@5 of one query."""
    best = list(dict.fromkeys(hit.owner for hit in rank(Quote(case.query), case.found, weights)))[:5]
    hits, total = 0, 0.0
    for place, owner in enumerate(best, 1):
        if owner in case.right:
            hits += 1
            total += hits / place
    return total / min(5, len(case.right))


def hit_at(count: int) -> Callable[[Case, Weights], float]:
    """Whether a right statement is among the first."""

    def measure(case: Case, weights: Weights) -> float:
        best = rank(Quote(case.query), case.found, weights)[:count]
        return float(any(hit.owner in case.right for hit in best))

    return measure


MEASURES: dict[str, tuple[float, Callable[[Case, Weights], float]]] = {
    "debates": (1.0, hit_at(1)),
    "ct2020": (0.5, average_precision),
    "ct2021_2a": (0.5, average_precision),
    "ct2021_2b": (1.0, average_precision),
    "fragments": (2.0, hit_at(5)),
}


async def _searched(home: Path, asked: Sequence[tuple[str, frozenset[bytes]]]) -> list[Case]:
    async with open_parts(Settings(None, home)) as parts:
        return [Case(text, await parts.searcher.search(text), right) for text, right in asked]


async def _load(home: Path, path: Path) -> None:
    """Load a file into a record; what is there already is left as it is."""
    async with open_parts(Settings(None, home)) as parts:
        await load.load(parts.writer, load.read_file(path))


def folders(work: Path) -> list[Path]:
    """What `score.py` left, a folder for each set."""
    return sorted([*work.glob("debates/debates-*"), *work.glob("claims/claims-*")])


def read_rows(path: Path) -> list[dict]:  # type: ignore[type-arg]
    """The rows of a set, with what is right."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


async def read_cases(work: Path, data: Path) -> dict[str, list[Case]]:
    """All queries, searched."""
    cases = {}
    for folder in folders(work):
        name = folder.name.split("-")[0 if "debates" in folder.name else 1]
        answers = read_rows(folder / "rows.jsonl")
        asked = [(row["query"], _right(row)) for row in answers]
        cases[name] = await _searched(folder / "home", asked)
    await _load(work / "fragments", head(sentence_file(data), FRAGMENTS))
    texts = [row["text"] for row in rows(sentence_file(data), FRAGMENTS)]
    ids = {row["text"]: identity(row["id"]) for row in rows(sentence_file(data), FRAGMENTS)}
    fragments = [(query.text, frozenset([ids[query.origin]])) for query in queries(texts, 600)]
    cases["fragments"] = await _searched(work / "fragments", fragments)
    return cases


def _right(row: dict) -> frozenset[bytes]:  # type: ignore[type-arg]
    if "gold_lines" not in row:
        return frozenset(identity(name) for name in row["gold"])
    near = {line + by for line in row["gold_lines"] for by in range(-_LINES, _LINES + 1)}
    return frozenset(identity(f"debate:{row['doc']}:{line}") for line in near)


def measures(cases: dict[str, list[Case]], weights: Weights) -> dict[str, float]:
    """The mean of each set's measure."""
    return {
        name: sum(MEASURES[name][1](case, weights) for case in some) / len(some)
        for name, some in cases.items()
    }


def total(found: dict[str, float]) -> float:
    """What is climbed."""
    return sum(MEASURES[name][0] * value for name, value in found.items())


def climb(cases: dict[str, list[Case]], weights: Weights, minutes: float) -> Weights:
    """Move one weight after another as long as it helps."""
    rng, until = random.Random(1), time.monotonic() + 60 * minutes
    best = total(measures(cases, weights))
    names = [field.name for field in fields(Weights)]
    while time.monotonic() < until:
        name = rng.choice(names)
        tried = replace(weights, **{name: round(asdict(weights)[name] * rng.choice(STEPS), 3)})
        if (figure := total(measures(cases, tried))) > best + 1e-4:
            weights, best = tried, figure
            show(f"{best:.4f}  {weights}")
    return weights


def _line(found: dict[str, float]) -> str:
    return "  ".join(f"{name} {value:.3f}" for name, value in found.items())


def show(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("work", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--minutes", type=float, default=5)
    options = parser.parse_args()
    cases = asyncio.run(read_cases(options.work, options.data))
    weights = climb(cases, Weights(), options.minutes)
    show(weights)
    show(f"{'with all':16} {_line(measures(cases, weights))}")
    for field in fields(Weights):
        less = measures(cases, replace(weights, **{field.name: 0.0}))
        show(f"{'without ' + field.name:16} {_line(less)}")


if __name__ == "__main__":
    main()
