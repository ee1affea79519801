"""Whether a word is rather somebody's name than a word with a meaning, as far as vectors of words can tell.

The dictionary lists "reagan" beside "victory" and does not tell which of them is a name; texts use the one as they
use given names.
"""

from functools import cache, lru_cache

from corpus.language.embeddings import Vectors, embed
from corpus.language.gazetteer import is_place
from corpus.language.knowledge import english, in_every_language
from corpus.language.wordnet import is_known, lemma

_SURE = 0.2
_LIKELY = 0.125
"""Cosines to the mean of all English given names, chosen by eye: of 25 surnames of statesmen 18 lie above the first and
five more above the second, of 35 nouns that begin slogans and headlines one and five. Those five and the one are
among the sentence openers, titles, bodies or places, or have several forms."""


@lru_cache(1 << 12)
def may_be_surname(word: str) -> bool:
    """Return whether a word is likely to be a surname; a word that no list has is one.

    >>> [may_be_surname(word) for word in ("reagan", "putin", "churchill", "xyzzyman")]
    [True, True, True, True]
    >>> [may_be_surname(word) for word in ("freedom", "peace", "houston", "bridges", "breaking")]
    [False, False, False, False, False]
    """
    lower = word.lower()
    if lower in _not_names() or is_place(lower):
        return False
    if not is_known(lower):
        return True
    vector = embed([lower])[0]
    closeness = float(vector @ _centre())
    return closeness >= _SURE or (closeness >= _LIKELY and lemma(lower) == (lower,))


@cache
def _not_names() -> frozenset[str]:
    return in_every_language(
        lambda language: (
            *language.nameless.sentence_openers,
            *language.name_parts.bodies,
            *language.capitalised.organisations,
            *language.capitalised.never_names,
            *language.capitalised.never_typed_names,
            *language.calendar.months,
            *language.calendar.weekdays,
            *(word for titles in language.titles for word in titles.words),
        )
    )


@cache
def _centre() -> Vectors:
    given = english().given_names
    centre: Vectors = embed(sorted(given.male | given.female)).mean(axis=0)
    length = float((centre @ centre) ** 0.5)
    return centre / length if length else centre
