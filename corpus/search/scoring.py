"""Scoring of passages by the posting lists that were read, and the choice of those to fetch. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from corpus.search.reranking import FAR, FEW, NEAR

Ids = npt.NDArray[np.uint32]
Scores = npt.NDArray[np.float32]

ENOUGH = 0.35  # of the weight of all that is looked up
# Of all features. Of 1,200 altered fragments (seeds 11 to 14 of tests/bench/corpora.py) among 10 million statements, the
# right passage is among the best 100 for 0.977 by one reading of 24,000 postings; for 0.989 where a second of 96,000
# follows for 45 in 100 (0.987 where these are chosen by weight, 0.990 where it follows for all), for 0.992 where it is of
# 128,000, for 0.993 by 288,000.
ANSWERED = 0.32
# Where one has enough, so many passages are fetched for certain, and of the others those with this share of its score.
# Measured on what `score.py claims` and `debates` (dev) propose and on 1,200 altered fragments: nothing is lost.
CERTAIN, HALF = 16, 0.5
# Adding up: from how many postings it pays to leave some out; places of a table for each; share of the most
# in a place from which the best are looked for.
_FEW_POSTINGS, _TABLE, _LIKELY, _TINY = 8_000, 2, 0.5, 1e-3


@dataclass(frozen=True, slots=True)
class Read:
    """Posting lists that were read, rarest first: the weight of each, and whether one was read in part only."""

    lists: Sequence[Ids] = ()
    weights: Scores = field(default_factory=lambda: np.empty(0, dtype=np.float32))
    cut: bool = False


def rarest(frequency: npt.NDArray[np.int64], budget: int) -> npt.NDArray[np.intp]:
    """Return which lists to read: rarest first, as many as fit the budget, at least one; empty ones are left out.

    >>> rarest(np.array([50, 0, 7, 60]), 100).tolist(), rarest(np.array([500]), 100).tolist()
    ([2, 0], [0])
    """
    order = np.argsort(frequency, kind="stable")
    order = order[frequency[order] > 0]
    fits = np.cumsum(frequency[order]) <= budget
    return order[: max(1, int(fits.sum()))]


def add_up(read: Read, limit: int = 0) -> tuple[Ids, Scores]:
    """Sum the weights of all lists for each number: (numbers ascending, scores).

    With a `limit`, of those that are not among so many best, or far behind the best, some are left out: most numbers
    are in one or two lists only, and need not be sorted.

    >>> lists = [np.array([3, 8], dtype=np.uint32), np.array([8], dtype=np.uint32)]
    >>> add_up(Read(lists, np.array([1, 2], dtype=np.float32)))
    (array([3, 8], dtype=uint32), array([1., 3.], dtype=float32))
    """
    lists, weights = read.lists, read.weights
    if not lists:
        return np.empty(0, dtype=np.uint32), np.empty(0, dtype=np.float32)
    flat = np.concatenate(lists)
    owners = np.repeat(np.arange(len(lists), dtype=np.uint16), [len(one) for one in lists])
    if not limit or len(flat) < _FEW_POSTINGS:
        return _sums(flat, owners, weights)
    # In a table that is too small to tell all numbers apart, no number has more than its place there.
    most = _TABLE << len(flat).bit_length()
    places = flat & np.uint32(most - 1)
    table = np.bincount(places, weights.astype(np.float64)[owners], most)
    at_most = table[places]
    likely = np.flatnonzero(at_most >= _LIKELY * table.max())
    _, scores = _sums(flat[likely], owners[likely], weights)
    last = np.partition(scores, len(scores) - limit)[len(scores) - limit] if len(scores) > limit else 0.0
    kept = np.flatnonzero(at_most >= max(NEAR * scores.max(), last) - _TINY)
    return _sums(flat[kept], owners[kept], weights)


def _sums(flat: Ids, owners: npt.NDArray[np.uint16], weights: Scores) -> tuple[Ids, Scores]:
    """Return each number once, in order, with the summed weight of the lists that it is in."""
    keyed = flat.astype(np.uint64) << np.uint64(16)
    keyed |= owners
    keyed.sort()  # numbers and lists as one value: sorting is vectorised, sorting places is not
    numbers = (keyed >> np.uint64(16)).astype(np.uint32)
    starts = np.flatnonzero(np.diff(numbers, prepend=~numbers[:1]))
    value = weights[(keyed & np.uint64(0xFFFF)).astype(np.intp)]
    return numbers[starts], np.add.reduceat(value, starts) if len(numbers) else value


def has_enough(scores: Scores, weights: Scores) -> bool:
    """Return whether the best score is a good part of the weight of all features: likely it is the right passage."""
    return float(scores.max(initial=0.0)) >= ENOUGH * float(weights.sum())


def is_answered(numbers: Ids, scores: Scores, read: Read, features: int) -> bool:
    """Return whether the best passage is in the lists of a good part of all features, so that no more need be read.

    Features count alike here: a rare word that was never said has a passage of its own, which has little else.
    """
    if not len(numbers):
        return False
    best = numbers[scores.argmax()]
    return sum(int(np.count_nonzero(one == best)) for one in read.lists) >= ANSWERED * features


def equals(scores: Scores) -> int:
    """Return how many passages score as much as the best one."""
    return int(np.count_nonzero(scores >= scores.max() - 1e-3)) if len(scores) else 0


def top(scores: Scores, numbers: Ids, limit: int) -> npt.NDArray[np.intp]:
    """Return the positions of the best scores, best first; of equal ones the lowest number first."""
    if len(scores) > limit:
        edge = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        near = np.flatnonzero(scores >= edge)
    else:
        near = np.arange(len(scores))
    return near[np.lexsort((numbers[near], -scores[near]))][:limit]


def worthwhile(scores: Scores, best: npt.NDArray[np.intp], weights: Scores | None) -> npt.NDArray[np.intp]:
    """Return those of the best that may be the right passage: only these are fetched.

    Where a few stand out, what is not far behind them; where one has enough of the `weights` looked up, fewer.
    """
    if len(best) <= FEW:
        return best
    ordered = scores[best]
    if int((ordered >= FAR * ordered[0]).sum()) <= FEW:
        near = ordered >= NEAR * ordered[0]
    elif weights is not None and has_enough(ordered, weights):
        near = (ordered >= HALF * ordered[0]) | (np.arange(len(best)) < CERTAIN)
    else:
        return best  # other statements on the subject share little
    kept: npt.NDArray[np.intp] = best[near]
    return kept
