"""Return whether a word is rather somebody's name than a word with a meaning, as far as vectors of words can tell.

The dictionary lists "reagan" beside "victory" and does not tell which of them is a name; texts use the one as they
use given names.
"""

from functools import cache, lru_cache

from corpus.language.embeddings import Vectors, embed
from corpus.language.gazetteer import is_place
from corpus.language.knowledge import english, in_every_language
from corpus.language.wordnet import has_synonyms, is_known, lemma

_LINKED = 0.26
_UNLINKED = 0.125
"""Cosines to the mean of all English given names, from where on a word with synonyms or an ending, and one without,
counts as a name. Chosen by eye on 30 surnames of statesmen, of which 25 are told, and on 70 nouns and greetings that
open slogans and headlines, of which one ("tyranny") is taken for a name."""


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
    plain = lemma(lower) == (lower,) and not has_synonyms(lower)
    return float(embed([lower])[0] @ _centre()) >= (_UNLINKED if plain else _LINKED)


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
