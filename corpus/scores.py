"""What the posting lists that were read say of passages: their scores, and which of them are worth fetching. Pure."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from corpus.ranking import FAR, FEW, NEAR

Ids = npt.NDArray[np.uint32]
Scores = npt.NDArray[np.float32]

ENOUGH = 0.35  # of the weight of all that is looked up: a passage that has it is likely the one looked for
# Where one has enough, so many passages are fetched for certain, and of the others those with this share of its score.
# Measured on what `score.py claims` and `debates` (dev) propose and on 1,200 altered fragments: nothing is lost.
CERTAIN, HALF = 24, 0.5


def rarest(frequency: npt.NDArray[np.int64], budget: int) -> npt.NDArray[np.intp]:
    """Which lists to read: rarest first, as many as fit the budget, at least one; empty ones left out.

    >>> rarest(np.array([50, 0, 7, 60]), 100).tolist(), rarest(np.array([500]), 100).tolist()
    ([2, 0], [0])
    """
    order = np.argsort(frequency, kind="stable")
    order = order[frequency[order] > 0]
    fits = np.cumsum(frequency[order]) <= budget
    return order[: max(1, int(fits.sum()))]


def add_up(lists: Sequence[Ids], weights: Scores) -> tuple[Ids, Scores]:
    """Sum the weights of all lists for each number: (numbers ascending, scores).

    >>> add_up([np.array([3, 8], dtype=np.uint32), np.array([8], dtype=np.uint32)], np.array([1, 2], dtype=np.float32))
    (array([3, 8], dtype=uint32), array([1., 3.], dtype=float32))
    """
    if not lists:
        return np.empty(0, dtype=np.uint32), np.empty(0, dtype=np.float32)
    sizes = [len(one) for one in lists]
    keyed = np.concatenate(lists).astype(np.uint64) << np.uint64(16)
    keyed |= np.repeat(np.arange(len(lists), dtype=np.uint64), sizes)
    keyed.sort()  # numbers and lists as one value: sorting is vectorised, sorting places is not
    flat = (keyed >> np.uint64(16)).astype(np.uint32)
    starts = np.flatnonzero(np.diff(flat, prepend=~flat[:1]))
    value = weights[(keyed & np.uint64(0xFFFF)).astype(np.intp)]
    return flat[starts], np.add.reduceat(value, starts) if len(flat) else value


def has_enough(scores: Scores, weights: Scores) -> bool:
    """Whether the best one has a good part of the weight of all that is looked up."""
    return float(scores.max(initial=0.0)) >= ENOUGH * float(weights.sum())


def equals(scores: Scores) -> int:
    """How many passages share as much as the best one."""
    return int(np.count_nonzero(scores >= scores.max() - 1e-3)) if len(scores) else 0


def top(scores: Scores, numbers: Ids, limit: int) -> npt.NDArray[np.intp]:
    """The places of the best scores, best first; of equal ones the lowest number first."""
    if len(scores) > limit:
        edge = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        near = np.flatnonzero(scores >= edge)
    else:
        near = np.arange(len(scores))
    return near[np.lexsort((numbers[near], -scores[near]))][:limit]


def worthwhile(scores: Scores, best: npt.NDArray[np.intp], weights: Scores) -> npt.NDArray[np.intp]:
    """Of the best, those that may be what is looked for: only these will be looked at.

    Where a few stand out, what is not far behind them; where one has enough of what is looked up, fewer.
    """
    if len(best) <= FEW:
        return best
    ordered = scores[best]
    if int((ordered >= FAR * ordered[0]).sum()) <= FEW:
        near = ordered >= NEAR * ordered[0]
    elif has_enough(ordered, weights):
        near = (ordered >= HALF * ordered[0]) | (np.arange(len(best)) < CERTAIN)
    else:
        return best
    kept: npt.NDArray[np.intp] = best[near]
    return kept
