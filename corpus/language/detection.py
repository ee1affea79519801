"""The language of a text, told by its small words and its script."""

import re
from functools import cache, lru_cache

from corpus.language.knowledge import Language, Words, languages

_WORDS = re.compile(r"[^\W\d_]+")
_KANA, _HAN = re.compile("[\u3040-\u30ff]"), re.compile("[\u4e00-\u9fff]")
# Letters that only one of two languages has which share most of their small words.
_LETTERS = {"ru": re.compile("[ыэъё]"), "uk": re.compile("[іїєґ]")}
_NEAR = 0.75  # share of the best language's hits from which another may be meant as well
_LETTER = 3  # hits that such a letter counts
_READ = 4_000  # characters that are enough to tell


@lru_cache(maxsize=512)
def languages_of(text: str) -> tuple[Language, ...]:
    """Return the languages that a text may be in: the likeliest, or English where nothing tells.

    >>> [language.name for language in languages_of("Das ist nicht der Hund, den ich kenne.")]
    ['German']
    >>> [language.name for language in languages_of("我们不会去")]
    ['Chinese']
    """
    known = languages()
    text = text[:_READ]
    if _KANA.search(text):
        return (known["ja"],)
    if _HAN.search(text):
        return (known["zh"],)
    hits = dict.fromkeys(known, 0)
    for word in _WORDS.findall(text.lower()):
        for code in _samples().get(word, ()):
            hits[code] += 1
    for code, letters in _LETTERS.items():
        if letters.search(text.lower()):
            hits[code] += _LETTER
    best = max(1, *hits.values())
    return tuple(known[code] for code, n in hits.items() if n >= best * _NEAR) or (known["en"],)


@cache
def _samples() -> dict[str, tuple[str, ...]]:
    """From each small word to the languages that have it."""
    words: dict[str, tuple[str, ...]] = {}
    for code, language in languages().items():
        sample: Words = language.function_words.sample | language.function_words.stop_words
        for word in sample:
            words[word] = (*words.get(word, ()), code)
    return words
