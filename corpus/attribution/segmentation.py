"""Splits an article into paragraphs, sentences and words, each passage in quotation marks standing as one word.

It does not use `corpus.language.tokens` and `corpus.language.sentences`, for its task is another: those even out
what is compared and split texts of any language into parts that cover them. Here a quotation is one word of the
sentence around it, which goes on behind “…?” where a verb of speaking follows; words keep their capitals, dots and
hyphens, by which names are found. The abbreviations are the same, and stand in `languages/CODE.toml`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from corpus.attribution.quotation_marks import Passage, find_paragraphs, find_passages
from corpus.attribution.speech_verbs import COMMON_CUES
from corpus.language.knowledge import english, titles_in_every_language

_CAPITALISED = (
    english().abbreviations.words
    | english().abbreviations.capitalised
    | titles_in_every_language("short")
    | titles_in_every_language("dotted")
    | english().name_parts.juniors
    | set(english().calendar.short_months)
)
_ABBREVIATIONS = sorted({word.capitalize() for word in _CAPITALISED} | english().abbreviations.words)
_WORD = re.compile(
    r"(?:[A-Z]\.){2,}|(?:" + "|".join(_ABBREVIATIONS) + r")\.|[A-Z]\.(?=\s+[A-Z])"
    r"|\d+(?:[.,]\d+)+(?:-[^\W_]+)*|@?[^\W_]+(?:[-’'&/][^\W_]+)*|\.\.+|\S"
)
_ENDINGS = frozenset({".", "?", "!", "…", "..", "...", "...."})
_CAPITAL_AHEAD = 6
"""So many words after "…?" are searched for the cue that makes them part of the sentence."""

QUOTED = "\N{LEFT DOUBLE QUOTATION MARK}"
"""The text of the token that stands for a passage."""


class Token(NamedTuple):
    """A word, a mark or a whole passage (then `passage` is its number, else -1), with its offsets.

    `sentence` and `paragraph` number the article through.
    """

    text: str
    lower: str
    start: int
    end: int
    paragraph: int
    sentence: int
    passage: int


class Prose(NamedTuple):
    """An article in segments. `places[n]` is the token that stands for passage n, in `tokens`."""

    text: str
    paragraphs: list[tuple[int, int]]
    passages: list[Passage]
    tokens: list[Token]
    places: list[int]


def segment(text: str) -> Prose:
    """Cut an article into tokens.

    >>> [token.text for token in segment('"No," said Mr. Peskov.').tokens]
    ['“', 'said', 'Mr.', 'Peskov', '.']
    """
    paragraphs = find_paragraphs(text)
    passages = find_passages(text, paragraphs)
    tokens: list[Token] = []
    places: list[int] = []
    sentence = 0
    for number, raw in enumerate(_paragraph_words(text, paragraphs, passages)):
        for index, (word, start, end, passage) in enumerate(raw):
            may_begin = passage >= 0 or word[0].isupper() or word[0].isdigit() or word[0] in "(["
            if may_begin and index and _is_boundary(text, raw, index, passages):
                sentence += 1
            if passage >= 0:
                places.append(len(tokens))
            tokens.append(Token(word, word.lower(), start, end, number, sentence, passage))
        sentence += 1
    return Prose(text, paragraphs, passages, tokens, places)


_Raw = tuple[str, int, int, int]


def _paragraph_words(
    text: str, paragraphs: list[tuple[int, int]], passages: list[Passage]
) -> Iterator[list[_Raw]]:
    """Return the words, marks and passages of each paragraph; a passage belongs to the paragraph where it begins."""
    number, done = 0, 0
    for start, end in paragraphs:
        raw: list[_Raw] = []
        done = max(done, start)
        while number < len(passages) and passages[number].outer_start < end:
            passage = passages[number]
            raw += _words(text, done, passage.outer_start)
            raw.append((QUOTED, passage.outer_start, passage.outer_end, number))
            done = passage.outer_end
            number += 1
        raw += _words(text, done, end)
        yield raw


def _words(text: str, start: int, end: int) -> list[_Raw]:
    return [(found[0], *found.span(), -1) for found in _WORD.finditer(text, start, end)]


def _is_boundary(text: str, raw: list[_Raw], index: int, passages: list[Passage]) -> bool:
    """Return whether a sentence ends before the token at `index`, which has the looks of a first one."""
    word, _, _, passage = raw[index]
    before, _, _, before_passage = raw[index - 1]
    if before_passage < 0:
        return before in _ENDINGS and word not in _ENDINGS
    end = passages[before_passage].end
    last = text[end - 1 : end]
    if last in "?!…" and passage < 0:
        return not _cue_ahead(raw, index)
    return last == "." or (passage >= 0 and last in "?!…")


def _cue_ahead(raw: list[_Raw], index: int) -> bool:
    """Return whether a verb of speaking follows soon, so that the sentence goes on after "…?"."""
    for word, _, _, _ in raw[index : index + _CAPITAL_AHEAD]:
        if word in ".,;:" or word == QUOTED:
            return False
        if word in COMMON_CUES:
            return True
    return False
