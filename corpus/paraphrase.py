"""How near a passage comes to a quote in other words. It proposes a paraphrase; it never finds a wording.

Two things must agree: most of the quote's content words, or near-synonyms of them, stand in one sentence (or two
neighbouring ones), and the two are close in meaning as a whole. Neither sees a "not": a paraphrase is always shown
with the warning that the wording is not documented.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus import lexicon
from corpus.alignment import Prepared
from corpus.closed import MODALS, NEGATORS
from corpus.features import STOP_WORDS, stem
from corpus.records import Passage
from corpus.text import sentences, words

# Tuned on the golden case, `misquotes` and `score.py fakes` (dev).
COVERED = 0.55
CLOSE = 0.5
_PLAIN = 0.3


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of a quote's content stands in a stretch, word by word or by synonym, and where."""

    covered: float
    closeness: float
    shared: int
    span: tuple[int, int]

    @property
    def score(self) -> float:
        """One figure to rank by."""
        return 0.5 * self.covered + 0.5 * self.closeness

    @property
    def close(self) -> bool:
        """Whether this may be called a paraphrase."""
        return self.shared >= 2 and self.covered >= COVERED and self.closeness >= CLOSE


def likeness(quote: Prepared, passage: Passage) -> Likeness:
    """The best likeness of a quote to one sentence of a passage."""
    text = passage.statement.text
    wanted = list(dict.fromkeys(t.norm for t in quote.tokens if _content(t.norm)))
    best = Likeness(0.0, 0.0, 0, (0, len(text)))
    for low, high in sentences(text):
        said = list(dict.fromkeys(norm for norm in words(text[low:high]) if _content(norm)))
        shared = _shared(wanted, said)
        covered = sum(shared) / len(wanted) if wanted else 0.0
        if covered > best.covered:
            span = (low, low + len(text[low:high].rstrip()))
            best = Likeness(covered, covered, sum(s >= 0.7 for s in shared), span)
    return best


def _content(norm: str) -> bool:
    return norm not in STOP_WORDS and norm not in MODALS and norm not in NEGATORS


def _shared(wanted: Sequence[str], said: Sequence[str]) -> list[float]:
    """How well each wanted word is said: itself, a form of it, a near-synonym."""
    stems = {stem(norm) for norm in said}
    found = [1.0 if norm in said else 0.9 if stem(norm) in stems else 0.0 for norm in wanted]
    if sum(found) < _PLAIN * len(wanted):  # too little in common for near-synonyms to make it enough
        return found
    return [
        score or (0.75 if any(lexicon.synonyms(norm, other) for other in said) else 0.0)
        for norm, score in zip(wanted, found, strict=True)
    ]
