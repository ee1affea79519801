"""Sentences, and the passages that a long text is split into."""

import re
from collections.abc import Iterator
from itertools import pairwise

from corpus.language.knowledge import in_every_language, titles_in_every_language

_ABBREVIATIONS = (
    titles_in_every_language("short")
    | titles_in_every_language("dotted")
    | in_every_language(
        lambda language: (
            *language.abbreviations.words,
            *language.abbreviations.references,
            *language.name_parts.juniors,
            *language.calendar.short_months,
        )
    )
)


_STOP = re.compile(
    r"[.!?…]+[\"”’»')\]]*(?=\s+[\"“‘«'(\[—–-]*\s?[^\W_a-zа-я])"  # not before a small letter
    r"|[。！？｡]+[」』”’）]*"
    r"|[؟۔।॥]+"
    r"|\n\s*\n|\n(?!\s*[a-zа-яё])"  # a hard-wrapped line goes on in small letters
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Cut a text into sentences: adjoining (start, end) that cover all of it, blanks with the sentence before.

    >>> [("Mr. Fox ran. He did!"[a:b]) for a, b in sentences("Mr. Fox ran. He did!")]
    ['Mr. Fox ran. ', 'He did!']
    """
    cuts = [0]
    for stop in _STOP.finditer(text):
        if stop.group()[0] == "." and is_abbreviation(text, cuts[-1], stop.start()):
            continue
        end = stop.end()
        while end < len(text) and text[end].isspace():
            end += 1
        if text[cuts[-1] : end].strip():
            cuts.append(end)
    if cuts[-1] < len(text):
        cuts.append(len(text))
    return list(pairwise(cuts))


def is_abbreviation(text: str, start: int, stop: int) -> bool:
    """Return whether the dot at `stop` ends an abbreviation or an initial, not a sentence."""
    low = max(start, stop - 12)
    last = text[low:stop].rsplit(None, 1)[-1:] or [""]
    word = last[0].lstrip("(\"“‘'[«")
    if word.lower() in ("no", "nos"):  # of a number, or an answer
        return text[stop + 1 : stop + 4].lstrip()[:1].isdigit()
    return (
        word.lower() in _ABBREVIATIONS
        or (len(word) == 1 and word.isupper())
        or bool(re.fullmatch(r"(?:\w\.)+\w", word))
    )


# A passage holds sentences until it has this many characters: about three sentences. Shorter ones cost memory,
# longer ones blur which words stand together. Measured by `python -m tests.bench lookup`.
PASSAGE = 320


# No sentence is longer than this: text without any stop is cut at a blank, or failing that anywhere.
LONGEST = 1_200


def passages(text: str) -> list[tuple[int, int]]:
    """Cut a text into passages of a few sentences: adjoining (start, end) that cover all of it.

    >>> passages("One. Two.")
    [(0, 9)]
    """
    out: list[tuple[int, int]] = []
    start = 0
    for low, high in sentences(text):
        if low > start and high - start > PASSAGE:
            out += _pieces_of(text, start, low)
            start = low
    if start < len(text):
        out += _pieces_of(text, start, len(text))
    return out


def _pieces_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST) + 1 or start + LONGEST
        yield start, cut
        start = cut
    yield start, end
