"""Which of the passages that a search brought are worth a closer look. Pure.

Passages are ordered by the words they share with the quote, rare ones weighing more (BM25 without term counts,
Robertson & Zaragoza 2009), and by their letters' likeness. Judging is not done here.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from corpus.features import Codes, codes, features
from corpus.records import Found, Hit, Quote
from corpus.speakers import tag

# A hit with less than this share of the best hit's score is not worth a look while at most a few have more; the
# claimed speaker's own are worth one earlier. Set on `score.py perturb` (dev): no rating changed.
_FAR, _NEAR, _FEW = 0.4, 0.25, 12
# Weight of a pair of words beside a single one; how much a long passage is marked down; the length, in stems, of
# a passage that is not. Set on `score.py claims` and `debates` (dev).
_PAIR, _LENGTH, _USUAL = 0.3, 0.4, 25
_LETTERS = 0.2  # of the likeness of letters beside the words'
_LOOKED_AT, _LETTERS_OF = 24, 400  # hits, and letters of the quote, that this is measured on
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
        h for h in hits if h.score >= _FAR * best or (h.speaker_tag == claimed and h.score >= _NEAR * best)
    ]
    chosen = strong if len(strong) <= _FEW else hits
    scored = [
        replace(hit, score=score + (_OWN if hit.speaker_tag == claimed else 0.0))
        for hit, score in zip(chosen, _by_words(quote, chosen, found.weights), strict=True)
    ]
    return _by_letters(quote, _ordered(scored))


def _ordered(hits: Sequence[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda h: (-round(h.score, 4), h.number))


def _by_letters(quote: Quote, hits: Sequence[Hit]) -> list[Hit]:
    """Order the first hits anew by the likeness of their letters, too; the rest have no prospect."""
    head = hits[:_LOOKED_AT]
    asked = quote.text.lower()[:_LETTERS_OF]
    ratios = process.cdist([asked], [h.text.lower() for h in head], scorer=fuzz.partial_ratio)[0]
    return _ordered(
        [replace(h, score=h.score + _LETTERS * float(r) / 100) for h, r in zip(head, ratios, strict=True)]
    )


def _by_words(quote: Quote, hits: Sequence[Hit], weights: dict[int, float]) -> list[float]:
    """For every hit the share of the quote's weight that its words make up, long passages marked down."""
    stems, pairs = (np.unique(f) for f in features(codes(quote.text)))
    stem_weights = np.array([weights.get(s, 0.0) for s in stems.tolist()], dtype=np.float32)
    pair_weights = np.array([weights.get(p, 0.0) for p in pairs.tolist()], dtype=np.float32) * _PAIR
    total = float(stem_weights.sum()) or 1.0
    scores = []
    for hit in hits:
        alone, together = features(codes(hit.text))
        shared = _shared(stems, stem_weights, alone) + _shared(pairs, pair_weights, together)
        scores.append(shared / total / (1 - _LENGTH + _LENGTH * len(alone) / _USUAL))
    return scores


def _shared(wanted: Codes, weights: npt.NDArray[np.float32], said: Codes) -> float:
    """The summed weight of the wanted features (sorted, each once) that are said."""
    if not len(wanted) or not len(said):
        return 0.0
    places = np.searchsorted(wanted, said)
    places[places == len(wanted)] = 0
    held = np.zeros(len(wanted), dtype=bool)
    held[places[wanted[places] == said]] = True
    return float(weights[held].sum())
