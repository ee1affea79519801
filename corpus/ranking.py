"""Which of the passages that a search brought are worth a closer look. Pure.

Passages are ordered by the words they share with the quote, rare ones weighing more (BM25 without term counts,
Robertson & Zaragoza 2009), by closeness of meaning, and by their letters'
likeness. Judging is not done here.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from corpus.features import Codes, bucket_pairs, bucket_stems, codes, content, features, flat_features
from corpus.records import Found, Hit, Quote
from corpus.semantics import embed
from corpus.speakers import tag

# A hit with less than this share of the best hit's score is not worth a look while at most a few have more; the
# claimed speaker's own are worth one earlier. Set on `score.py perturb` (dev): no rating changed.
FAR, NEAR, FEW = 0.4, 0.25, 12
# Weight of a pair of words beside a single one; how much a long passage is marked down; the length, in stems, of
# a passage that is not. Set on `score.py claims` and `debates` (dev).
_PAIR, _LENGTH, _USUAL = 0.3, 0.4, 25
_LETTERS = 0.2  # of the likeness of letters beside the words'
_LOOKED_AT, _LETTERS_OF = 24, 400  # hits, and letters of the quote, that this is measured on
# Of the closeness of meaning beside the words', and how many hits it is measured on. Set on `score.py claims` (dev).
_MEANING, _WEIGHED = 0.4, 60
_OWN = 0.2  # of the claimed speaker's own passages


def rank(quote: Quote, found: Found) -> list[Hit]:
    """Order hits, best first; `score` becomes the share of the quote's weight that a passage seems to hold.

    Where a few hits share far more of the quote's rare words than the rest, only these are kept: the others have
    nothing to show but a chance word or two.
    """
    hits = found.hits
    if not hits:
        return []
    claimed = tag(quote.speaker) if quote.speaker else None
    best = hits[0].score
    strong = [
        h for h in hits if h.score >= FAR * best or (h.speaker_tag == claimed and h.score >= NEAR * best)
    ]
    chosen = strong if len(strong) <= FEW < len(hits) else hits
    scored = [
        replace(hit, score=score + (_OWN if hit.speaker_tag == claimed else 0.0))
        for hit, score in zip(chosen, _by_words(quote, chosen, found.weights), strict=True)
    ]
    return _by_letters(quote, _ordered(_by_meaning(quote, _ordered(scored))))


def _ordered(hits: Sequence[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda h: (-round(h.score, 4), h.number))


def _by_meaning(quote: Quote, hits: Sequence[Hit]) -> list[Hit]:
    """The first hits, closeness of meaning added: words alone do not tell which of two like passages is meant.

    It only orders. It sees no "not", so no rating rests on it.
    """
    head = hits[:_WEIGHED]
    asked, *said = embed([quote.text, *(h.text for h in head)])
    return [
        replace(h, score=h.score + _MEANING * float(asked @ one)) for h, one in zip(head, said, strict=True)
    ]


def _by_letters(quote: Quote, hits: Sequence[Hit]) -> list[Hit]:
    """Order the first hits anew by the likeness of their letters, too; the rest have no prospect."""
    head = hits[:_LOOKED_AT]
    asked = quote.text.lower()[:_LETTERS_OF]
    ratios = process.cdist([asked], [h.text.lower() for h in head], scorer=fuzz.partial_ratio)[0]
    return _ordered(
        [replace(h, score=h.score + _LETTERS * float(r) / 100) for h, r in zip(head, ratios, strict=True)]
    )


def _by_words(quote: Quote, hits: Sequence[Hit], weights: dict[int, float]) -> list[float]:
    """For every hit the share of the quote's weight that its words make up, long passages marked down.

    All hits at once: a hundred passages one by one cost more than finding them.
    """
    asked = content(codes(quote.text))
    stems, pairs = features(asked)
    said, owners, together, pair_owners = flat_features([content(codes(hit.text)) for hit in hits])
    shared = _shared(stems, weights, said, owners, len(hits))
    shared += _PAIR * _shared(pairs, pair_weights(asked, weights), together, pair_owners, len(hits))
    length = 1 - _LENGTH + _LENGTH * np.bincount(owners, minlength=len(hits)) / _USUAL
    total = sum(weights.get(s, 0.0) for s in set(stems.tolist())) or 1.0
    return [float(score) for score in shared / total / length]


def pair_weights(words: Sequence[int], weights: dict[int, float]) -> dict[int, float]:
    """The weights of pairs of content words: the index's own, or what two independent words would make.

    Stop words between two content words are passed over here, while the index knows neighbours only.
    """
    flat = np.array(words, dtype=np.uint64)
    alone = [weights.get(n, 0.0) for n in bucket_stems(flat).tolist()]
    pairs = bucket_pairs(flat[:-1], flat[1:]).tolist()
    most = max(weights.values(), default=0.0)
    return {p: weights.get(p, min(a + b, most)) for p, a, b in zip(pairs, alone, alone[1:], strict=False)}


def _shared(
    asked: Codes, weights: dict[int, float], found: Codes, owners: npt.NDArray[np.int64], count: int
) -> npt.NDArray[np.float64]:
    """The summed weights of the asked features that each of `count` texts has."""
    wanted = np.unique(asked)
    if not len(wanted):
        return np.zeros(count)
    weight = np.array([weights.get(n, 0.0) for n in wanted.tolist()])
    place = np.searchsorted(wanted, found).clip(max=len(wanted) - 1)
    same = wanted[place] == found
    once = np.unique(owners[same] * len(wanted) + place[same])
    summed = np.bincount(once // len(wanted), weight[once % len(wanted)], minlength=count)
    return summed.astype(np.float64)
