"""Learns the weights of `corpus/attribution/classifier.py` from PolNeAR and writes `corpus/attribution/classifier.json`.

    python tests/bench/train_article.py polnear_train.jsonl.gz            # learn from all, write the weights
    python tests/bench/train_article.py polnear_train.jsonl.gz --folds 5  # judge by articles not learned from

Each line is an article: {"doc", "text", "attributions": [{"kind", "source": [{"spans"}], "content": [{"spans"}]}]}.
The set is not part of the project.
"""

import argparse
import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.attribution.classifier import Attribution, Last
from corpus.attribution.mention import Kind, Mention
from corpus.attribution.reader import is_distanced
from corpus.attribution.segmentation import segment
from corpus.attribution.speech_filter import wording_features
from corpus.attribution.surroundings import scene_of
from corpus.attribution.word_lists import PREPOSITIONS

WEIGHTS = Path(__file__).resolve().parents[2] / "corpus" / "sources" / "article.json"
RARE = 3  # features seen less often are left out
DECAY = 2e-4  # ridge penalty; 1e-4 to 4e-4 give the same accuracy on held-out articles
STEPS = 300
SHORT = 0.5  # weight of passages of one or two words
SMALL = 0.03  # weights below are not written

Spans = list[list[int]]
Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


@dataclass
class Example:
    """A choice: the features of each that can be chosen, and which of them are right.

    For the speaker of a passage the last one is nobody; for whether it was said there are two, said and not said.
    """

    rows: list[list[str]]
    right: list[bool]
    weight: float


@dataclass
class Table:
    """All examples as numbers: feature ids with their rows, rows with their examples."""

    features: Places
    rows: Places
    examples: Places
    right: Numbers
    weights: Numbers


def read_articles(path: str) -> list[dict[str, Any]]:
    """The articles; two single marks, as one exporter writes them, become double ones of the same length."""
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as file:
        articles = [json.loads(line) for line in file]
    for article in articles:
        article["doubled"] = "''" in article["text"]
        closed = re.sub(r"''(?=\s|[.,;:!?)-]|$)", '" ', article["text"])
        article["text"] = closed.replace("''", ' "')
    return articles


def gold_sources(article: dict[str, Any], passages: Sequence[Any]) -> dict[int, Spans]:
    """For each passage inside the content of an attribution, where its source stands."""
    found: dict[int, Spans] = {}
    # The narrowest wins: in "…," he said, according to the paper, it is he who said it.
    for attribution in sorted(article["attributions"], key=lambda attribution: -_width(attribution)):
        spans = _spans(attribution, "content")
        # where marks were doubled the annotation calls quotations indirect
        if not spans or (attribution["kind"] == "indirect" and not article["doubled"]):
            continue
        low, high = min(start for start, _ in spans) - 2, max(end for _, end in spans) + 2
        for number, passage in enumerate(passages):
            touches = any(passage.start < end and passage.end > start for start, end in spans)
            if low <= passage.start and passage.end <= high and touches:
                found[number] = _spans(attribution, "source")
    return found


def _spans(attribution: dict[str, Any], part: str) -> Spans:
    return [span for piece in attribution[part] for span in piece["spans"]]


def _width(attribution: dict[str, Any]) -> int:
    return sum(end - start for start, end in _spans(attribution, "content"))


def right_mentions(attribution: Attribution, spans: Spans) -> list[int]:
    """The mentions that head an annotated source: "Hope Hicks" of "Hope Hicks, a spokeswoman for Trump"."""
    tokens, mentions = attribution.prose.tokens, attribution.mentions
    inside = [
        index
        for start, end in spans
        for index, mention in enumerate(mentions)
        if tokens[mention.first].start < end and tokens[mention.last].end > start
    ]
    heads = [index for index in inside if _may_head(attribution, index, spans)] or inside
    while len(heads) > 1 and _adjacent(mentions[heads[0]], mentions[heads[1]]):
        heads = heads[1:]
    if not heads:
        return []
    right = heads[:1]
    named = [index for index in heads[1:] if mentions[index].kind in (Kind.PERSON, Kind.NAME)]
    if mentions[heads[0]].kind in (Kind.ROLE, Kind.THING) and named:
        right += [named[0]] if tokens[mentions[named[0]].first - 1].text == "," else []
    if len(heads) > 1 and mentions[heads[1]].kind is Kind.WHO:
        right.append(heads[1])
    return right


def _may_head(attribution: Attribution, index: int, spans: Spans) -> bool:
    mention = attribution.mentions[index]
    if mention.possessive:
        return False
    before = attribution.prose.tokens[mention.first - 1] if mention.first else None
    return (
        before is None or before.lower not in PREPOSITIONS or before.start < min(start for start, _ in spans)
    )


def _adjacent(one: Mention, other: Mention) -> bool:
    return other.first == one.last + 1 and other.kind is not Kind.WHO


def examples_of(article: dict[str, Any]) -> Iterator[tuple[str, Example]]:
    """The passages of an article, each told who truly spoke before it: as choices of "speaker" and of "said"."""
    attribution = Attribution(segment(article["text"]))
    prose = attribution.prose
    sources = gold_sources(article, prose.passages)
    last = Last()
    for number, passage in enumerate(prose.passages):
        if is_distanced(prose, (number,)):
            continue
        scene = scene_of(prose, number)
        words = len(article["text"][passage.start : passage.end].split())
        weight = 1.0 if words > 2 else SHORT
        said = number in sources
        wording = wording_features(prose, scene)
        yield "said", Example([wording, []], [said, not said], weight)
        candidates, rows = attribution.features(scene, wording, last)
        gold = right_mentions(attribution, sources.get(number, []))
        right = [index in gold for index in candidates] + [not sources.get(number)]
        if any(right):
            yield "speaker", Example(rows, right, weight)
        spoke = next((index for index, hit in zip(candidates, right, strict=False) if hit), None)
        mention = spoke if spoke is not None else next(iter(gold), last.mention)
        last = Last(mention, scene.ending)


def tabulate(examples: Sequence[Example], known: dict[str, int]) -> Table:
    """The examples as arrays."""
    features: list[int] = []
    rows: list[int] = []
    owners: list[int] = []
    right: list[bool] = []
    for number, example in enumerate(examples):
        for row, hit in zip(example.rows, example.right, strict=True):
            ids = [known[name] for name in row if name in known]
            features += ids
            rows += [len(owners)] * len(ids)
            owners.append(number)
            right.append(hit)
    weights = np.array([example.weight for example in examples])
    return Table(
        np.array(features), np.array(rows), np.array(owners), np.array(right, float), weights / weights.sum()
    )


def learn(examples: Sequence[Example]) -> dict[str, float]:
    """Fit the conditional logit by Adam on all examples at once."""
    counts = Counter(name for example in examples for row in example.rows for name in row)
    names = sorted(name for name, count in counts.items() if count >= RARE)
    table = tabulate(examples, {name: number for number, name in enumerate(names)})
    weights = np.zeros(len(names))
    mean, square = np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, STEPS + 1):
        slope = _slope(table, weights) + DECAY * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        pace = 0.1 if step < 0.7 * STEPS else 0.03
        weights -= pace * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return {
        name: round(float(weight), 3)
        for name, weight in zip(names, weights, strict=True)
        if abs(weight) >= SMALL
    }


def _slope(table: Table, weights: Numbers) -> Numbers:
    scores = np.bincount(table.rows, weights=weights[table.features], minlength=len(table.examples))
    top = np.full(len(table.weights), -np.inf)
    np.maximum.at(top, table.examples, scores)
    odds = np.exp(scores - top[table.examples])
    share = odds / np.bincount(table.examples, weights=odds)[table.examples]
    hits = odds * table.right
    wanted = hits / np.maximum(np.bincount(table.examples, weights=hits), 1e-30)[table.examples]
    pull = (share - wanted) * table.weights[table.examples]
    return np.bincount(table.features, weights=pull[table.rows], minlength=len(weights))


def fold_of(article: dict[str, Any], folds: int) -> int:
    """The fold of an article, by its name."""
    return int(hashlib.md5(article["doc"].encode(), usedforsecurity=False).hexdigest(), 16) % folds


def judge(examples: Sequence[Example], weights: dict[str, float]) -> tuple[int, int]:
    """How many passages that somebody said, and how many of them got the right words."""
    said = right = 0
    for example in examples:
        if example.right[-1] or example.weight < 1:
            continue
        scores = [sum(weights.get(name, 0.0) for name in row) for row in example.rows[:-1]]
        said += 1
        right += bool(scores) and example.right[int(np.argmax(scores))]
    return said, right


def learn_all(examples: Sequence[tuple[str, Example]]) -> dict[str, dict[str, float]]:
    """The weights of both models."""
    return {
        model: learn([example for name, example in examples if name == model])
        for model in ("speaker", "said")
    }


def main() -> None:
    """Learn and write, or judge by folds."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles")
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument(
        "--out", default=str(WEIGHTS), help="with --folds: a directory for each fold's weights"
    )
    args = parser.parse_args()
    articles = read_articles(args.articles)
    examples = {article["doc"]: list(examples_of(article)) for article in articles}
    if not args.folds:
        weights = learn_all([example for found in examples.values() for example in found])
        Path(args.out).write_text(json.dumps(weights, ensure_ascii=False, indent=0) + "\n", "utf-8")
        print(f"weights written to {args.out}: { {model: len(found) for model, found in weights.items()} }")  # noqa: T201 - a command prints
        return
    said = right = 0
    for fold in range(args.folds):
        held = {article["doc"] for article in articles if fold_of(article, args.folds) == fold}
        weights = learn_all(
            [example for doc, found in examples.items() if doc not in held for example in found]
        )
        if args.out != str(WEIGHTS):
            Path(args.out, f"fold{fold}.json").write_text(json.dumps(weights, ensure_ascii=False), "utf-8")
        speakers = [example for doc in held for name, example in examples[doc] if name == "speaker"]
        judged = judge(speakers, weights["speaker"])
        said, right = said + judged[0], right + judged[1]
    print(f"right words: {right} of {said} passages, {right / said:.4f}, in articles not learned from")  # noqa: T201 - a command prints


if __name__ == "__main__":
    main()
