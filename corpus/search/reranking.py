"""Reranking of the passages that a search found. Pure.

Passages are ordered by a weighted sum of readable features: the words they share with the quote, rare ones weighing
more (BM25 without term counts, Robertson & Zaragoza 2009); the words of the quote that stand in its order; closeness of
meaning; how much of what they say the quote says, too; letters. Judging is not done here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq
from rapidfuzz.process import cdist

from corpus.index.features import (
    Codes,
    bucket_pairs,
    bucket_stems,
    codes,
    content,
    distinct,
    features,
    flat_features,
)
from corpus.language.speakers import tags
from corpus.models import Hit, Quote, SearchResult
from corpus.search.similarity import similarity

Numbers = npt.NDArray[np.float64]

# A hit with less than this share of the best hit's score is not worth a look while at most a few have more; the
# claimed speaker's own are worth one earlier. Set on `score.py perturb` (dev): no rating changed.
FAR, NEAR, FEW = 0.4, 0.25, 12
_OWN = 0.2  # of the claimed speaker's own passages
# Hits that more than words in common is measured on, and how many of them are those with the most words in the quote's
# order. Of 40, 24 would cost 0.3 points of MAP@5 (`score.py claims`, dev), 60 bring none; the ten bring 0.3 points of
# hit@5 (1,200 altered fragments among 10 million statements).
_LOOKED_AT, _IN_ORDER = 40, 10
# How much a long passage is marked down, and the length, in stems, of a passage that is not.
_LENGTH, _USUAL = 0.4, 25
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature counts for. Found by tests/bench/train_ranking.py, which says on what and what each is worth.

    That of letters came later: of 0 to 3 the best for the others as they are, on the same sets and on 1,200 fragments
    each among 1.2 and 10 million statements (seeds 11 to 14 of tests/bench/corpora.py).
    """

    words: float = 0.4  # rare words in common, a share of the quote's; long passages are marked down
    pairs: float = 0.18  # the same of bigrams of content words
    index: float = 0.2  # the index's own score, a share of the best
    order: float = (
        1.2  # words that stand in the quote's order, a share of the quote's, cubed: little unless it is most
    )
    letters: float = 1.2  # likeness by letters of the part most like the quote, to the fifth power
    meaning: float = 0.6  # closeness of meaning
    shared: float = 0.3  # content words of the passage that the quote has, too, or a similar one
    number: float = -0.1  # the passage has a number that the quote has not


def rank(quote: Quote, found: SearchResult, weights: Weights = Weights()) -> list[Hit]:
    """Order hits, best first; `score` becomes the weighted sum of what speaks for a passage, about 0 to 4.

    Where a few hits share far more of the quote's rare words than the rest, only these are kept: the others have
    nothing to show but a chance word or two. No feature sees a "not", so no rating rests on them.
    """
    hits = found.hits
    if not hits:
        return []
    claimed = tags(quote.speaker) if quote.speaker else frozenset()
    best = hits[0].score
    strong = [
        h for h in hits if h.score >= FAR * best or (h.speaker_tag in claimed and h.score >= NEAR * best)
    ]
    chosen = strong if len(strong) <= FEW < len(hits) else hits
    asked, words_of = codes(quote.text), [codes(hit.text) for hit in chosen]
    words, pairs = _in_common(asked, words_of, found.weights)
    early = weights.words * words + weights.pairs * pairs
    early += weights.index * np.array([hit.score for hit in chosen]) / (best or 1.0)
    early += [_OWN if hit.speaker_tag in claimed else 0.0 for hit in chosen]
    order = _in_order(asked, words_of)
    both = [
        *np.argsort(-order, kind="stable")[:_IN_ORDER].tolist(),
        *np.argsort(-early, kind="stable").tolist(),
    ]
    head = list(dict.fromkeys(both))[:_LOOKED_AT]
    texts = [chosen[n].text for n in head]
    near = similarity(quote.text, texts)
    scores = early[head] + weights.meaning * near.meaning + weights.shared * near.shared
    scores += weights.order * order[head] ** 3
    scores += weights.letters * _alike(quote.text, texts) ** 5
    scores += weights.number * _new_numbers(quote.text, texts)
    likely = [replace(chosen[n], score=float(score)) for n, score in zip(head, scores, strict=True)]
    return sorted(likely, key=lambda h: (-round(h.score, 4), h.number))


def _in_common(
    quote: Sequence[int], texts: Sequence[Sequence[int]], weights: dict[int, float]
) -> tuple[Numbers, Numbers]:
    """Return the shares of the quote's weight that each text has in words and in bigrams, long texts marked down.

    All at once: a hundred passages one by one cost more than finding them.
    """
    asked = content(quote)
    stems, pairs = features(asked)
    text_stems, owners, together, pair_owners = flat_features(texts, stop_words=False)
    length = 1 - _LENGTH + _LENGTH * np.bincount(owners, minlength=len(texts)) / _USUAL
    total = sum(weights.get(s, 0.0) for s in set(stems.tolist())) or 1.0
    return (
        _shared(stems, weights, text_stems, owners, len(texts)) / total / length,
        _shared(pairs, pair_weights(asked, weights), together, pair_owners, len(texts)) / total / length,
    )


def _in_order(quote: Sequence[int], texts: Sequence[Sequence[int]]) -> Numbers:
    """Return the share of the quote's words that each text has in the same order."""
    return np.array([LCSseq.similarity(quote, text) for text in texts]) / max(1, len(quote))


def _alike(quote: str, texts: Sequence[str]) -> Numbers:
    """Return the similarity by letters, 0 to 1, of the quote and the part of each text that is most like it."""
    alike: Numbers = cdist([quote], texts, scorer=fuzz.partial_ratio, dtype=np.float64)[0] / 100
    return alike


def _new_numbers(quote: str, texts: Sequence[str]) -> Numbers:
    """Return 1 for each text with digits that the quote does not have."""
    numbers = set(_DIGITS.findall(quote))
    return np.array([float(not numbers.issuperset(_DIGITS.findall(text))) for text in texts])


def pair_weights(words: Sequence[int], weights: dict[int, float]) -> dict[int, float]:
    """Return the weights of bigrams of content words: the index's own, or the sum for two independent words.

    Stop words between two content words are passed over here, while the index knows neighbours only.
    """
    flat = np.array(words, dtype=np.uint64)
    alone = [weights.get(n, 0.0) for n in bucket_stems(flat).tolist()]
    pairs = bucket_pairs(flat[:-1], flat[1:]).tolist()
    most = max(weights.values(), default=0.0)
    return {p: weights.get(p, min(a + b, most)) for p, a, b in zip(pairs, alone, alone[1:], strict=False)}


def _shared(
    asked: Codes, weights: dict[int, float], found: Codes, owners: npt.NDArray[np.int64], count: int
) -> Numbers:
    """Return the summed weights of the quote's features that each of `count` texts has."""
    wanted = distinct(asked)
    if not len(wanted):
        return np.zeros(count)
    weight = np.array([weights.get(n, 0.0) for n in wanted.tolist()])
    place = np.searchsorted(wanted, found).clip(max=len(wanted) - 1)
    same = wanted[place] == found
    once = distinct(owners[same] * len(wanted) + place[same])
    summed = np.bincount(once // len(wanted), weight[once % len(wanted)], minlength=count)
    return summed.astype(np.float64)
