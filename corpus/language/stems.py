"""Stems, stop words, and how much a word says about who said it."""

from functools import lru_cache

import Stemmer

from corpus.language.knowledge import english, in_every_language

STOP_WORDS = in_every_language(lambda language: language.function_words.stop_words)


_STEMMERS: dict[str, str] = {"latin": "english", "cyrillic": "russian", "arabic": "arabic", "greek": "greek"}


def script(word: str) -> str:
    """Return the script of a folded word, as far as stemming needs it.

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
    """Return the stem of a normal form, by the Snowball stemmer of its script.

    >>> stem("targets"), stem("войсками"), stem("10000")
    ('target', 'войск', '10000')
    """
    language = _STEMMERS.get(script(norm))
    return _stemmer(language).stemWord(norm) if language else norm


_COMMON = english().function_words.commonplace


def is_character(norm: str) -> bool:
    """Return whether a normal form is a character of an unspaced script, which says less than a word.

    >>> is_character("你"), is_character("a"), is_character("target")
    (True, False, False)
    """
    return len(norm) == 1 and script(norm) == "other"


def informs(norm: str) -> float:
    """Return how much one word says, in informative words: 1 for most, little for what everybody says.

    >>> informs("troops"), informs("think"), informs("the")
    (1.0, 0.4, 0.15)
    """
    if is_character(norm):
        return 0.4
    if norm in STOP_WORDS:
        return 0.15
    return 0.4 if norm in _COMMON else 1.0
