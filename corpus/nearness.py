"""How near many texts come to one quote, in meaning and in what they say, at once. Pure.

What stands between two blanks is looked up once and remembered: most texts are made of few words, and none reaches
over a blank. Then all that is left for a text is a row of counts, and for all texts a product of two small tables.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from corpus.features import codes, content
from corpus.semantics import sums

Floats = NDArray[np.float32]

_MOST = 1 << 14  # chunks remembered, 1 kB each
_NEAR = 0.35  # cosine from which two words say something alike


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near each of some texts comes to a quote.

    `meaning` is the cosine of their vectors, -1 to 1; `told` the share of a text's content words that the quote says,
    too, or says something like. Neither sees a "not".
    """

    meaning: Floats
    told: Floats


class _Chunks:
    """What is remembered of chunks: their vectors, and the code of their first word with a content."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self.vectors = np.zeros((_MOST, sums([""]).shape[1]), dtype=np.float32)
        self.codes = np.zeros(_MOST, dtype=np.uint32)  # 0 where every word is a stop word

    def find(self, texts: Sequence[Sequence[str]]) -> list[list[int]]:
        """The places of each text's chunks; of more than can be remembered, those that fit."""
        wanted = set(chain.from_iterable(texts))
        new = [chunk for chunk in wanted if chunk not in self._places]
        if len(self._places) + len(new) > _MOST:
            self._places.clear()
            new = list(wanted)[:_MOST]
        if new:
            low = len(self._places)
            self._places.update(zip(new, range(low, low + len(new)), strict=True))
            self.vectors[low : low + len(new)] = sums(new)
            self.codes[low : low + len(new)] = [_content(chunk) for chunk in new]
        places = self._places
        return [[places[chunk] for chunk in text if chunk in places] for text in texts]


@cache
def _chunks() -> _Chunks:
    return _Chunks()


def _content(chunk: str) -> int:
    return next(iter(content(codes(chunk))), 0)


def nearness(quote: str, texts: Sequence[str]) -> Nearness:
    """How near each text comes to a quote.

    >>> near = nearness("a blue car", ["the blue car", "a red car", "the war"])
    >>> near.told.round(1).tolist(), (near.meaning[:-1] > near.meaning[1:]).tolist()
    ([1.0, 0.5, 0.0], [True, True])
    """
    known = _chunks()
    asked, *said = known.find([text.split() for text in (quote, *texts)])
    flat = np.array([place for text in said for place in text], dtype=np.int64)
    owners = np.repeat(np.arange(len(said)), [len(text) for text in said])
    distinct, at = np.unique(flat, return_inverse=True)
    counts = np.bincount(owners * len(distinct) + at, minlength=len(said) * len(distinct))
    times = counts.reshape(len(said), len(distinct)).astype(np.float32)
    vectors, codes = known.vectors[distinct], known.codes[distinct]
    whole = known.vectors[asked].sum(axis=0)
    summed = times @ vectors
    meaning = summed @ whole / (np.linalg.norm(summed, axis=1) * np.linalg.norm(whole) + 1e-9)
    mine = known.codes[asked] != 0
    same = np.isin(codes, known.codes[asked])
    like = _unit(vectors) @ _unit(known.vectors[asked][mine]).T
    nearest = like.max(axis=1, initial=0.0)
    worth = np.where(same, 1.0, np.where(nearest > _NEAR, nearest, 0.0))
    content = np.minimum(times, 1.0) * (codes != 0)
    told = content @ worth / np.maximum(content.sum(axis=1), 1.0)
    return Nearness(meaning.astype(np.float32), told.astype(np.float32))


def _unit(vectors: Floats) -> Floats:
    unit: Floats = vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)
    return unit
