"""How close two wordings are in meaning, by static embeddings: a vector for each word, summed.

Closeness never decides alone: it sees no negation, no number and no name ("cures" and "does not cure" are
nearly one to it). It knows English; a text in a script that it cannot read has no vector and is close to
nothing. The vectors are distilled by data/build_semantics.py; data/SEMANTICS-NOTICE.txt says from what.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import as_file, files
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

_LONGEST = 40  # letters; what is longer is no word, and hostile text costs nothing
_NO_WORDS = re.compile(r"https?://\S+|\b(?:[\w-]{1,63}\.){1,5}[a-z]{2,6}/\S*|@\w+")  # addresses, handles
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")  # #StopTheSteal
_ACCENT = re.compile("[\u0300-\u036f]")  # Unicode's combining diacritical marks
_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """Split a text into lower-case words without accents, addresses and handles.

    >>> words("#StopTheSteal, says Zoë: https://example.org/x")
    ['stop', 'the', 'steal', 'says', 'zoe']
    """
    plain = _HUMP.sub(" ", _NO_WORDS.sub(" ", text))
    if not plain.isascii():
        plain = _ACCENT.sub("", unicodedata.normalize("NFD", plain))
    return _WORD.findall(plain.lower())


def pieces(word: str, index: Mapping[str, int]) -> tuple[int, ...]:
    """Return the rows of a word: its own, or those of the longest pieces that make it up; () if none do.

    >>> pieces("untied", {"un": 0, "##tie": 1, "##d": 2, "##t": 3})
    (0, 1, 2)
    """
    found: list[int] = []
    start, mark = 0, ""
    while start < len(word) <= _LONGEST:
        end = next((end for end in range(len(word), start, -1) if mark + word[start:end] in index), 0)
        if not end:
            return ()
        found.append(index[mark + word[start:end]])
        start, mark = end, "##"
    return tuple(found)


class Model:
    """Vectors of one file: for each token a row of small integers, and its scale."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as data:
            self._rows: NDArray[np.int8] = data["rows"]
            self._scales: Vectors = data["scales"].astype(np.float32)
            tokens = data["tokens"].tobytes().decode().split("\n")
        index = {token: row for row, token in enumerate(tokens)}
        # What stands between two blanks is remembered: most texts are made of few words, and none reaches over a blank.
        self._rows_of = lru_cache(1 << 16)(
            lambda chunk: tuple(row for word in words(chunk) for row in pieces(word, index))
        )

    def sums(self, texts: Sequence[str]) -> Vectors:
        """Return one row for each text: the sum of its words' vectors, all zeros where no word is known."""
        vectors = np.zeros((len(texts), self._rows.shape[1]), dtype=np.float32)
        found = [[row for chunk in text.split() for row in self._rows_of(chunk)] for text in texts]
        lengths = np.array([len(rows) for rows in found], dtype=np.int64)
        if lengths.any():
            flat = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=lengths.sum())
            scaled = self._rows[flat] * self._scales[flat, None]
            some = lengths > 0
            vectors[some] = np.add.reduceat(scaled, (np.cumsum(lengths) - lengths)[some])
        return vectors

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row for each text, of length 1, or all zeros where no word is known."""
        vectors = self.sums(texts)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
        return unit


@cache
def _shipped() -> Model:
    with as_file(files("corpus.language") / "data" / "semantics.npz") as path:
        return Model(path)


def embed(texts: Sequence[str]) -> Vectors:
    """Return one row for each text, of length 1, or all zeros where no word is known.

    >>> embed(["Tear down this wall!", "мир"]).any(axis=1).tolist()
    [True, False]
    """
    return _shipped().embed(texts)


def sums(texts: Sequence[str]) -> Vectors:
    """Return one row for each text, not of length 1: sums of some are the sum of all.

    >>> whole, *parts = sums(["a blue car", "a", "blue", "car"])
    >>> bool(np.allclose(whole, sum(parts)))
    True
    """
    return _shipped().sums(texts)


def closeness(first: str, second: str) -> float:
    """Return the cosine of two texts, -1 to 1; 0.0 where either has no word that is known.

    >>> closeness("He ended the war.", "мир") == 0.0, round(closeness("a car", "A car!"), 3)
    (True, 1.0)
    """
    left, right = embed([first, second])
    return float(left @ right)


@lru_cache(1 << 14)
def word_closeness(first: str, second: str) -> float:
    """Return the same for single words, remembered.

    >>> word_closeness("troops", "soldiers") > word_closeness("troops", "bananas")
    True
    """
    return closeness(first, second)
