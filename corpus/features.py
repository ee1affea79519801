"""What a passage is indexed under: its stems and the pairs of neighbouring stems, hashed into buckets.

Pairs are what makes a quote findable: they are rare, and most survive an alteration. Stop words are skipped, so
that a pair reaches over "of the"; characters of unspaced scripts are indexed in pairs only.
"""

import zlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import Stemmer

from corpus.text import WORD, pieces

Codes = npt.NDArray[np.uint32]

BUCKETS = 1 << 20
STOP_WORDS = frozenset(
    (
        "a an the and or but nor so yet if then than that this these those there here it its 's 'd he she they them him his "
        "her hers their theirs we us our ours you your yours i me my mine myself himself herself itself themselves ourselves "
        "who whom whose which what when where why how is am are was were be been being do does did done have has had having "
        "will would shall should can could may might must of to in on at by for with from as into about over under up down "
        "out off not no very just also too only more most much many such some any all each every both other own same again "
        "ever even still now one 1 let going got get "
        # Russian
        "и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по ее мне было вот от меня о из ему "
        "быть этот это эта эти для мы их чтобы или если они при нас при также который которые"
    ).split()
)
_STEMMERS: dict[str, str] = {"latin": "english", "cyrillic": "russian", "arabic": "arabic", "greek": "greek"}
NONE = 0  # the code of a word that is not indexed by itself
SINGLE = 1 << 31  # marks the code of a character: indexed in pairs only


def script(word: str) -> str:
    """The script of a folded word, as far as stemming needs it.

    >>> script("troops"), script("войска"), script("القوات"), script("你")
    ('latin', 'cyrillic', 'arabic', 'other')
    """
    char = word[0]
    if char < "\u0370":
        return "latin"
    if "\u0370" <= char < "\u0400":
        return "greek"
    if "\u0400" <= char < "\u0530":
        return "cyrillic"
    if "\u0600" <= char < "\u0780":
        return "arabic"
    return "other"


@lru_cache(maxsize=8)
def _stemmer(name: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(name, 0)


@lru_cache(maxsize=300_000)
def stem(norm: str) -> str:
    """The stem of a normal form, by the Snowball stemmer of its script.

    >>> stem("targets"), stem("войсками"), stem("10000")
    ('target', 'войск', '10000')
    """
    language = _STEMMERS.get(script(norm))
    return _stemmer(language).stemWord(norm) if language else norm


@lru_cache(maxsize=500_000)
def _code(norm: str) -> int:
    """The 31-bit code of a word's stem; NONE for a stop word."""
    if norm in STOP_WORDS:
        return NONE
    code = zlib.crc32(stem(norm).encode("utf-8", "replace")) & 0x7FFFFFFF or 1
    return code | SINGLE if len(norm) == 1 and script(norm) == "other" else code


_CODES: dict[str, tuple[int, ...]] = {}


def codes(text: str) -> list[int]:
    """The codes of a text's words in order, stop words left out: the input of `bucket_stems` and `bucket_pairs`."""
    out: list[int] = []
    known = _CODES
    for raw in WORD.findall(text):
        found = known.get(raw)
        if found is None:
            found = tuple(code for norm, _, _ in pieces(raw) if (code := _code(norm)))
            if len(known) > 2_000_000:  # hostile input shall not fill the memory
                known.clear()
            known[raw] = found
        out += found
    return out


def _mix(values: npt.NDArray[np.uint64]) -> Codes:
    """Spread 64-bit values over the buckets (the finaliser of SplitMix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((values ^ (values >> np.uint64(31))) & np.uint64(BUCKETS - 1)).astype(np.uint32)


def bucket_stems(stems: npt.NDArray[np.uint64]) -> Codes:
    """The buckets of stems; shape kept."""
    return _mix(stems + np.uint64(0x9E3779B97F4A7C15))


def bucket_pairs(first: npt.NDArray[np.uint64], second: npt.NDArray[np.uint64]) -> Codes:
    """The buckets of pairs of neighbouring stems; order counts."""
    return _mix((first << np.uint64(32)) | second)


def features(words: Sequence[int]) -> tuple[Codes, Codes]:
    """The buckets of one text's stems and of its pairs, each in the text's order.

    >>> stems, pairs = features(codes("troops would be lawful targets"))
    >>> len(stems), len(pairs)
    (3, 2)
    """
    values = np.array(words, dtype=np.uint64)
    alone = values[values < SINGLE]
    pairs = bucket_pairs(values[:-1], values[1:]) if len(values) > 1 else np.empty(0, dtype=np.uint32)
    return bucket_stems(alone), pairs


def batch_features(texts: Sequence[Sequence[int]]) -> tuple[Codes, npt.NDArray[np.int64]]:
    """All buckets of many texts at once, each bucket once a text.

    Returns (buckets, owners): sorted by bucket, then by owner, the position of the text in `texts`.
    """
    lengths = np.fromiter((len(t) for t in texts), dtype=np.int64, count=len(texts))
    flat = np.fromiter((c for t in texts for c in t), dtype=np.uint64, count=int(lengths.sum()))
    owner = np.repeat(np.arange(len(texts), dtype=np.int64), lengths)
    alone = flat < SINGLE
    inside = owner[1:] == owner[:-1]
    buckets = np.concatenate([bucket_stems(flat[alone]), bucket_pairs(flat[:-1][inside], flat[1:][inside])])
    owners = np.concatenate([owner[alone], owner[:-1][inside]])
    keyed = np.unique((buckets.astype(np.uint64) << np.uint64(32)) | owners.astype(np.uint64))
    return (keyed >> np.uint64(32)).astype(np.uint32), (keyed & np.uint64(0xFFFFFFFF)).astype(np.int64)
