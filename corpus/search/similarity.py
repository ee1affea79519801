"""Similarity of many texts to one quote, in meaning and in content words. Pure.

Chunks between blanks are looked up once and cached: most texts are made of few words, and none reaches over a blank.
A text is then a row of counts, and all texts take one product of two small matrices.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from corpus.index.features import codes, content, distinct
from corpus.language.embeddings import sums

Floats = NDArray[np.float32]
Places = NDArray[np.int64]

_MOST = 1 << 15  # chunks remembered, 1 kB each
_TINY = 1e-9  # keeps what has no vector from being divided by nothing
_NEAR = 0.35  # cosine from which two words say something alike


@dataclass(frozen=True, slots=True)
class Similarity:
    """The similarity of some texts to a quote.

    `meaning` is the cosine of their vectors, -1 to 1; `shared` the share of a text's content words that the quote
    has, too, or a similar one. Neither sees a "not".
    """

    meaning: Floats
    shared: Floats


class _Places(dict[str, int]):
    def __missing__(self, chunk: str) -> int:
        return -1


class _Chunks:
    """A cache of chunks: their vectors, and the code of their first content word."""

    def __init__(self) -> None:
        self._places = _Places()
        self.vectors = np.zeros((_MOST, sums([""]).shape[1]), dtype=np.float32)
        self.lengths = np.zeros(_MOST, dtype=np.float32)
        self.codes = np.zeros(_MOST, dtype=np.uint32)  # 0 where every word is a stop word

    def find(self, texts: Sequence[Sequence[str]]) -> tuple[Places, Places]:
        """Return the rows of all texts' chunks in order, and the text of each; where the cache is too small, those that fit."""
        wanted = set(chain.from_iterable(texts))
        new = sorted(wanted.difference(self._places))
        if len(self._places) + len(new) > _MOST:
            self._places.clear()
            new = sorted(wanted)[:_MOST]
        if new:
            low = len(self._places)
            self._places.update(zip(new, range(low, low + len(new)), strict=True))
            self.vectors[low : low + len(new)] = sums(new)
            self.lengths[low : low + len(new)] = np.linalg.norm(self.vectors[low : low + len(new)], axis=1)
            self.codes[low : low + len(new)] = [_content(chunk) for chunk in new]
        flat = np.fromiter(map(self._places.__getitem__, chain.from_iterable(texts)), dtype=np.int64)
        owners = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
        return flat[flat >= 0], owners[flat >= 0]


@cache
def _chunks() -> _Chunks:
    return _Chunks()


def _content(chunk: str) -> int:
    return next(iter(content(codes(chunk))), 0)


def similarity(quote: str, texts: Sequence[str]) -> Similarity:
    """Return the similarity of each text to a quote.

    >>> near = similarity("a blue car", ["the blue car", "a red car", "the war"])
    >>> near.shared.round(1).tolist(), (near.meaning[:-1] > near.meaning[1:]).tolist()
    ([1.0, 0.5, 0.0], [True, True])
    """
    known = _chunks()
    flat, owners = known.find([text.split() for text in (quote, *texts)])
    asked = flat[owners == 0]
    chunks, owners = flat[owners > 0], owners[owners > 0] - 1
    kinds = distinct(chunks)
    at = np.searchsorted(kinds, chunks)
    counts = np.bincount(owners * len(kinds) + at, minlength=len(texts) * len(kinds))
    times = counts.reshape(len(texts), len(kinds)).astype(np.float32)
    vectors, codes = known.vectors[kinds], known.codes[kinds]
    whole = known.vectors[asked].sum(axis=0)
    summed = times @ vectors
    meaning = summed @ whole / (np.linalg.norm(summed, axis=1) * np.linalg.norm(whole) + _TINY)
    mine = asked[known.codes[asked] != 0]
    same = np.isin(codes, known.codes[asked])
    like = vectors @ (known.vectors[mine] / (known.lengths[mine, None] + _TINY)).T
    nearest = like.max(axis=1, initial=0.0) / (known.lengths[kinds] + _TINY)
    worth = np.where(same, 1.0, np.where(nearest > _NEAR, nearest, 0.0))
    content = np.minimum(times, 1.0) * (codes != 0)
    shared = content @ worth / np.maximum(content.sum(axis=1), 1.0)
    return Similarity(meaning.astype(np.float32), shared.astype(np.float32))
