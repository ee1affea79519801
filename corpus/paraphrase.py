"""How near a passage comes to a quote in other words. It proposes a paraphrase; it never finds a wording.

Two things must agree: most of the quote's content words, or near-synonyms of them, stand in one sentence (or two
neighbouring ones), and the two are close in meaning as a whole. Neither sees a "not": a paraphrase is always shown
with the warning that the wording is not documented.
"""

from dataclasses import dataclass

from corpus import lexicon
from corpus.alignment import Prepared, prepare
from corpus.closed import MODALS, NEGATORS
from corpus.features import STOP_WORDS, stem
from corpus.records import Passage
from corpus.text import sentences

# Tuned on the golden case, `misquotes` and `score.py fakes` (dev).
COVERED = 0.55
CLOSE = 0.5


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
        said = list(dict.fromkeys(t.norm for t in prepare(text[low:high]).tokens if _content(t.norm)))
        shared = [max((_like(w, s) for s in said), default=0.0) for w in wanted]
        covered = sum(shared) / len(wanted) if wanted else 0.0
        one = Likeness(
            covered, covered, sum(s >= 0.7 for s in shared), (low, low + len(text[low:high].rstrip()))
        )
        if one.score > best.score:
            best = one
    return best


def _content(norm: str) -> bool:
    return norm not in STOP_WORDS and norm not in MODALS and norm not in NEGATORS


def _like(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if stem(one) == stem(other):
        return 0.9
    return 0.75 if lexicon.synonyms(one, other) else 0.0
