"""How near a passage comes to a quote in other words. It proposes a paraphrase; it never finds a wording.

Several things must agree: most of what the quote says, or near-synonyms of it, stands in one sentence; what they
share says enough; and not much else is said there. What only one of the two denies, or of which one says the
opposite, is no paraphrase; and one is always shown with the warning that the wording is not documented.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from corpus.judging.alignment import Prepared, source
from corpus.language import wordnet
from corpus.language.function_words import MODALS, NEGATORS
from corpus.language.gazetteer import is_place
from corpus.language.sentences import sentences
from corpus.language.stems import STOP_WORDS, informs, stem
from corpus.language.tokens import Token, words
from corpus.models import Passage, Statement

# Tuned on the golden case, `misquotes` and `score.py fakes` and `printed` (dev).
COVERED = 0.72
SHARED = 1.7
DENSE = 0.17
_PLAIN = 0.3
# Where the page that a statement stands on is a check of this quote, by its title, it sets the two beside each other: half
# as much in common will do. A headline of the news does not: the words in it may be another statement's. Checked on `misquotes` and `score.py fakes`, `printed` and `perturb` (dev): one rating changed.
_HEADED_COVERED, _HEADED_SHARED = 0.5, 1.0
_HEADLINE = 4  # words of the quote without a break in a title
_CHECK = re.compile(r"\bfact[- ]?check", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a quote's content stands in a stretch, by word or by synonym.

    `covered` is the share of the quote's information that stands there, `shared` how much that is in informative
    words, `dense` the share of the stretch's own information that it makes up; `span` is the stretch; `headed` tells that
    the statement's source is a check of the quote, by its title.
    """

    covered: float
    shared: float
    dense: float
    span: tuple[int, int]
    headed: bool = False

    @property
    def score(self) -> float:
        """One figure to rank by."""
        return self.covered * min(1.0, 0.5 + self.dense)

    @property
    def close(self) -> bool:
        """Return whether this may be called a paraphrase."""
        if self.headed and self.covered >= _HEADED_COVERED and self.shared >= _HEADED_SHARED:
            return True
        return self.covered >= COVERED and self.shared >= SHARED and self.dense >= DENSE


def likenesses(quote: Prepared, passages: Sequence[Passage]) -> list[Likeness]:
    """The best likeness of a quote to one sentence of each passage.

    A place or person that the quote names may be named in the statement's title or context instead: a sentence
    said in answer to a question about Ukraine need not say "Ukraine".
    """
    wanted = _content(token.norm for token in quote.tokens)
    found = []
    for passage in passages:
        like = _likeness(wanted, passage.statement)
        headed = like.covered >= _HEADED_COVERED and _headed(quote, passage.statement.source.title)
        found.append(replace(like, headed=headed))
    return found


def _headed(quote: Prepared, title: str | None) -> bool:
    """Return whether a title is that of a check and holds words of a quote, enough of them to be no chance, in a row."""
    if not title or not _CHECK.search(title):
        return False
    mine, theirs = [token.norm for token in quote.tokens], list(words(title))
    at, _, size = SequenceMatcher(None, mine, theirs, autojunk=False).find_longest_match()
    return size >= _HEADLINE and sum(map(informs, mine[at : at + size])) >= SHARED


def _likeness(wanted: Sequence[str], statement: Statement) -> Likeness:
    about = set(words(f"{statement.context or ''} {statement.source.title or ''}"))
    total = sum(informs(norm) for norm in wanted)
    best = Likeness(0.0, 0.0, 0.0, (0, len(statement.text)))
    tokens = deque(source(statement.text).tokens)
    for low, high in sentences(statement.text):
        said = _content(_before(tokens, high))
        found = _shared(wanted, said)
        shared = sum(share * informs(norm) for norm, share in zip(wanted, found, strict=True))
        about_it = sum(
            informs(n) for n, f in zip(wanted, found, strict=True) if not f and n in about and is_place(n)
        )
        one = Likeness(
            covered=(shared + about_it) / total if total else 0.0,
            shared=shared,
            dense=shared / max(1.0, sum(informs(norm) for norm in said)),
            span=(low, low + len(statement.text[low:high].rstrip())),
        )
        if one.score > best.score:
            best = one
    return best


def _before(tokens: deque[Token], end: int) -> Iterator[str]:
    """Take the words that begin before `end`."""
    while tokens and tokens[0].start < end:
        yield tokens.popleft().norm


def opposed(quote: str, sentence: str) -> bool:
    """Return whether one of two texts denies what the other says, or says the opposite with other words.

    >>> opposed("Nuclear wars have winners", "There is no winner in nuclear wars"), opposed("We win", "We shall lose")
    (True, True)
    >>> opposed("We shall not give in", "We shall never give in")
    False
    """
    left, right = _denied(quote), _denied(sentence)
    shared = left.keys() & right.keys()
    if any({left[one], right[one]} == {_FREE, _DENIED} for one in shared):
        return True
    mine, theirs = (
        [w for w in words(text) if w not in STOP_WORDS and stem(w) not in shared]
        for text in (quote, sentence)
    )
    return any(wordnet.antonyms(one, other) for one in mine for other in theirs)


def _denied(text: str) -> dict[str, int]:
    """The stems of a text's content words, and how surely a "not" before each in its clause denies it."""
    found: dict[str, int] = {}
    for clause in _CLAUSES.split(text):
        norms = list(words(clause))
        for n, norm in enumerate(norms):
            if norm not in STOP_WORDS and norm not in MODALS and norm not in NEGATORS:
                denied = [n - at for at in range(n) if norms[at] in _AGAINST]
                how = _FREE if not denied else _DENIED if min(denied) <= _REACH else _PERHAPS
                found[stem(norm)] = max(found.get(stem(norm), _FREE), how)
    return found


_FREE, _PERHAPS, _DENIED = range(3)
_CLAUSES = re.compile(r"[,;:.!?—–()]+\s|\b(?:but|although|while)\b")
_AGAINST = NEGATORS | set(
    "against avoid prevent oppose opposes opposed reject rejects rejected stop ban".split()
)
_REACH = 5  # words over which a "not" reaches


def _content(norms: Iterable[str]) -> list[str]:
    return list(
        dict.fromkeys(n for n in norms if n not in STOP_WORDS and n not in MODALS and n not in NEGATORS)
    )


def _shared(wanted: Sequence[str], said: Sequence[str]) -> list[float]:
    """How well each wanted word is said: itself, a form of it, a near-synonym."""
    stems = {stem(norm) for norm in said}
    found = [1.0 if norm in said else 0.9 if stem(norm) in stems else 0.0 for norm in wanted]
    if sum(found) < _PLAIN * len(wanted):  # too little in common for near-synonyms to make it enough
        return found
    others = wordnet.Words(said)
    return [
        score or (0.75 if others.have_synonym(norm) else 0.0)
        for norm, score in zip(wanted, found, strict=True)
    ]
