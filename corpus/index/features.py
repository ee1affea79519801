"""The features that a passage is indexed under: its stems and bigrams of neighbouring stems, hashed into buckets.

Bigrams are what makes a quote findable: they are rare, and most survive an alteration. Stop words, and characters of
unspaced scripts, are indexed in bigrams only. Two neighbouring stop words are too common for that; they are indexed in
trigrams: "what I shall now" has nothing else to be found by. Measured on 600 altered fragments of 1.2 million
sentences, a budget of 10,000 postings, 100 candidates: hit rate 0.990; with bigrams of all words and no trigrams 0.978;
with bigrams of content words alone 0.912.
"""

import zlib
from array import array
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from corpus.language.stems import STOP_WORDS, script, stem
from corpus.language.tokens import WORD, pieces

Codes = npt.NDArray[np.uint32]
Owners = npt.NDArray[np.int64]

BUCKETS = 1 << 20
SINGLE = 1 << 31  # marks the code of a stop word or a character: indexed in bigrams only
STOP = 1 << 30  # marks the code of a stop word


@lru_cache(maxsize=500_000)
def _code(norm: str) -> int:
    """Return the 30-bit code of a word's stem, marked where it is not indexed by itself."""
    code = zlib.crc32(stem(norm).encode("utf-8", "replace")) & 0x3FFFFFFF
    if norm in STOP_WORDS:
        return code | SINGLE | STOP
    return code | SINGLE if len(norm) == 1 and script(norm) == "other" else code


_SHARE = 1_000  # texts whose features are made at a time: the arrays stay in the processor's cache
_MOST_CHUNKS, _LONGEST_CHUNK = 500_000, 40  # at most 100 MB


class _Codes(dict[str, bytes]):
    """A cache of the codes of chunks between blanks: no word reaches over a blank.

    Each is four bytes, so that those of a text are put together without a number being made.
    """

    def __missing__(self, chunk: str) -> bytes:
        found = array(
            "I", [_code(norm) for raw in WORD.findall(chunk) for norm, _, _ in pieces(raw)]
        ).tobytes()
        if len(chunk) <= _LONGEST_CHUNK:
            if len(self) >= _MOST_CHUNKS:  # hostile input shall not fill the memory
                self.clear()
            self[chunk] = found
        return found


_CODES = _Codes()


def codes(text: str) -> list[int]:
    """Return the codes of a text's words in order, the input of `bucket_stems` and `bucket_pairs`."""
    return memoryview(_packed(text)).cast("I").tolist()


def _packed(text: str) -> bytes:
    return b"".join(map(_CODES.__getitem__, text.split()))


def content(words: Sequence[int]) -> list[int]:
    """Return the codes without those of stop words.

    >>> len(content(codes("what I shall now say of taxes")))
    2
    """
    return [word for word in words if not word & STOP]


def spread(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Spread 64-bit values evenly (the finaliser of SplitMix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _mix(values: npt.NDArray[np.uint64]) -> Codes:
    return (spread(values) & np.uint64(BUCKETS - 1)).astype(np.uint32)


def bucket_stems(stems: npt.NDArray[np.uint64]) -> Codes:
    """Hash stems into buckets; the shape is kept."""
    return _mix(stems + np.uint64(0x9E3779B97F4A7C15))


def bucket_pairs(first: npt.NDArray[np.uint64], second: npt.NDArray[np.uint64]) -> Codes:
    """Hash bigrams of neighbouring stems into buckets; order counts."""
    return _mix((first << np.uint64(32)) | second)


def bucket_triples(
    first: npt.NDArray[np.uint64], second: npt.NDArray[np.uint64], third: npt.NDArray[np.uint64]
) -> Codes:
    """Hash trigrams of neighbouring words into buckets; order counts."""
    return _mix(spread((first << np.uint64(32)) | second) ^ (third * np.uint64(0x9E3779B97F4A7C15)))


def features(words: Sequence[int]) -> tuple[Codes, Codes]:
    """Return the buckets of one text's stems, and those of its bigrams and trigrams.

    >>> stems, pairs = features(codes("troops would be lawful targets"))
    >>> len(stems), len(pairs)
    (3, 5)
    """
    stems, _, together, _ = flat_features([words])
    return stems, together


def flat_features(
    texts: Sequence[Sequence[int]], *, stop_words: bool = True
) -> tuple[Codes, Owners, Codes, Owners]:
    """Return the buckets of many texts: (stems, their positions in `texts`, bigrams and trigrams, their positions).

    Without `stop_words`, only the `content` of each text counts.

    >>> stems, owners, pairs, _ = flat_features([codes("lawful targets"), codes("taxes")])
    >>> len(stems), owners.tolist(), len(pairs)
    (3, [0, 0, 1], 1)
    """
    lengths = np.array([len(t) for t in texts], dtype=np.int64)
    flat = np.array(list(chain.from_iterable(texts)), dtype=np.uint32).astype(np.uint64)
    owner = np.repeat(np.arange(len(texts)), lengths)
    if not stop_words:
        has_content = (flat & np.uint64(STOP)) == 0
        flat, owner = flat[has_content], owner[has_content]
    return _features(flat, owner)


def _features(flat: npt.NDArray[np.uint64], owner: Owners) -> tuple[Codes, Owners, Codes, Owners]:
    alone = flat < SINGLE
    stop = (flat & np.uint64(STOP)) != 0
    inside = owner[1:] == owner[:-1]
    two = inside & ~(stop[1:] & stop[:-1])
    pairs = bucket_pairs(flat[:-1][two], flat[1:][two])
    dull = stop[2:].astype(np.int8) + stop[1:-1] + stop[:-2] >= 2  # of three words, two or more
    three = inside[1:] & inside[:-1] & dull
    triples = bucket_triples(flat[:-2][three], flat[1:-1][three], flat[2:][three])
    return (
        bucket_stems(flat[alone]),
        owner[alone],
        np.concatenate([pairs, triples]),
        np.concatenate([owner[:-1][two], owner[:-2][three]]),
    )


_Number = TypeVar("_Number", bound=np.generic)


def distinct(values: npt.NDArray[_Number]) -> npt.NDArray[_Number]:
    """Return the values in order, each once.

    `np.unique` takes six times as long, and imports the whole of masked arrays for its first call.

    >>> distinct(np.array([3, 1, 3, 2])).tolist(), distinct(np.array([], dtype=np.uint32)).tolist()
    ([1, 2, 3], [])
    """
    ordered = np.sort(values, axis=None)
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered


def batch_features(texts: Sequence[str]) -> tuple[Codes, Owners]:
    """Return all buckets of many texts at once, each bucket once a text.

    Returns (buckets, owners): sorted by bucket, then by owner, the position of the text in `texts`.
    """
    shares = [_keyed(texts[low : low + _SHARE], low) for low in range(0, len(texts), _SHARE)]
    keyed = np.concatenate([np.empty(0, dtype=np.uint64), *shares])
    keyed = distinct(keyed)
    return (keyed >> np.uint64(32)).astype(np.uint32), (keyed & np.uint64(0xFFFFFFFF)).astype(np.int64)


def _keyed(texts: Sequence[str], first: int) -> npt.NDArray[np.uint64]:
    """Return the buckets of some texts, each in the high half above its text's position, counted from `first`."""
    packed = [_packed(text) for text in texts]
    flat = np.frombuffer(b"".join(packed), dtype=np.uint32).astype(np.uint64)
    owner = np.repeat(np.arange(first, first + len(texts)), [len(one) // 4 for one in packed])
    stems, stem_owners, pairs, pair_owners = _features(flat, owner)
    keyed = np.concatenate([stems, pairs]).astype(np.uint64) << np.uint64(32)
    keyed |= np.concatenate([stem_owners, pair_owners]).astype(np.uint64)
    return keyed
