"""Finder of the passages in quotation marks; does not say whose words they are.

Marks of all kinds are paired within a paragraph: curly, straight, guillemets, low-high, corner brackets.
A paragraph that opens a mark without closing it goes on in the next one, when that repeats the opening mark.
Single marks count only in a text that has no double ones. A mark without its partner quotes nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.language.quotation_marks import ALWAYS_OPEN, CLOSERS, MARKS, SINGLE

_ANGLES = frozenset("‹›")  # these count as single marks here
_DOUBLE = re.compile("[" + "".join(sorted(map(re.escape, MARKS - SINGLE - _ANGLES))) + "]")
_SINGLE = re.compile(r"[‘’‚‹›]|(?<!')'(?!')")
_MARKUP = re.compile(r"<[A-Za-z/!][^<>]{0,2000}>")
_WORDS_BEGIN = re.compile(r"[^\s.,;:!?)\]}]|\s?\.\s?\.|\.[@#\w]")
_ELISIONS = ("em ", "til ", "cause ", "tis ", "twas ", "n ", "round ")

LONGEST_ACROSS = 3000
"""A passage that runs on over the end of a paragraph closes within this many characters or is dropped."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words in quotation marks: `start` and `end` without the marks, `outer_start` and `outer_end` with them.

    `continues` says that it goes on from the passage before it, which ended with its paragraph unclosed.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    continues: bool = False


def find_paragraphs(text: str) -> list[tuple[int, int]]:
    r"""Find where the paragraphs start and end; lines that were only wrapped stay together.

    >>> find_paragraphs("One.\n\nTwo.")
    [(0, 4), (6, 10)]
    """
    wrapped = _is_wrapped(text)
    paragraphs: list[tuple[int, int]] = []
    fresh = True
    at = 0
    for line in text.split("\n"):
        words = line.strip()
        if words:
            start = at + line.index(words[0])
            if wrapped and not fresh:
                start = paragraphs.pop()[0]
            paragraphs.append((start, at + len(line.rstrip())))
        fresh = not words
        at += len(line) + 1
    return paragraphs


def _is_wrapped(text: str) -> bool:
    """Return whether single line ends are only wrapping: lines of one width that end in the middle of a sentence."""
    lines = [line.rstrip() for line in text[:20_000].split("\n") if line.strip()]
    if len(lines) < 6 or max(map(len, lines)) > 100:
        return False
    running_on = sum(len(line) > 40 and line[-1] not in ".!?:”\"'" for line in lines)
    return running_on > len(lines) / 2


def find_passages(text: str, paragraphs: list[tuple[int, int]]) -> list[Passage]:
    """Find all passages in quotation marks, in order, none inside another.

    >>> text = 'He said “no” and left.'
    >>> [text[p.start:p.end] for p in find_passages(text, find_paragraphs(text))]
    ['no']
    """
    text = _without_markup(text)
    passages = list(_pair(text, paragraphs, _Marks(text, _DOUBLE)))
    if "''" in text or any(" " in text[p.start : p.end] for p in passages):
        return passages
    return list(_pair(text, paragraphs, _Marks(text, _SINGLE))) or passages


def _without_markup(text: str) -> str:
    """Return the text with its tags blanked out: the quotation marks in them quote nobody."""
    if "<" not in text:
        return text
    return _MARKUP.sub(lambda tag: " " * len(tag.group()), text)


class _Marks:
    """The quotation marks of a text: where each stands, and whether it can open or close there."""

    def __init__(self, text: str, pattern: re.Pattern[str]) -> None:
        self.text = text
        self.places = [(found.start(), found.group()) for found in pattern.finditer(text)]

    def opens(self, at: int, mark: str) -> bool:
        """Return whether a mark can open: it is an opening one, or it clings to the word after it."""
        before = self.text[at - 1 : at]
        if mark in ALWAYS_OPEN:
            return True
        if mark in "‘‚":
            return not before.isalnum()
        if mark == "'" and self.text.startswith(_ELISIONS, at + 1):
            return False
        glued = before.isalnum() and not (mark == '"' and before.isalpha())
        return mark in "\"”»'" and not glued and self._clings(at)

    def closes(self, at: int, mark: str, opener: str) -> bool:
        """Return whether a mark closes what `opener` opened."""
        if mark not in CLOSERS[opener]:
            return False
        before, after = self.text[at - 1 : at], self.text[at + 1 : at + 2]
        if mark in "’'":
            return not after.isalnum() and not before.isspace() and not self._is_possessive(at)
        if mark == '"':
            inches = before.isdigit() and "'" in self.text[max(0, at - 3) : at]
            return not inches and not (before.isspace() and after.isalnum())
        return mark != opener or not self._clings(at)

    def _clings(self, at: int) -> bool:
        """Return whether words begin right after a mark, perhaps with an ellipsis or an at sign."""
        return bool(_WORDS_BEGIN.match(self.text, at + 1))

    def _is_possessive(self, at: int) -> bool:
        """Return whether a single mark is the end of "the voters' choice"."""
        ahead = self.text[at + 1 : at + 3]
        return self.text[at - 1 : at] in ("s", "S") and ahead[:1] == " " and ahead[1:].islower()


def _pair(text: str, paragraphs: list[tuple[int, int]], marks: _Marks) -> Iterator[Passage]:
    """Pair the marks; passages without words are left out."""
    opener: tuple[int, str] | None = None
    continues = False
    place = 0
    for number, (_, paragraph_end) in enumerate(paragraphs):
        while place < len(marks.places) and marks.places[place][0] < paragraph_end:
            at, mark = marks.places[place]
            place += 1
            if opener is not None and marks.closes(at, mark, opener[1]):
                yield from _passage(text, opener[0], at, at + 1, continues=continues)
                opener, continues = None, False
            elif marks.opens(at, mark):
                opener, continues = (at, mark), False
        following = marks.places[place] if place < len(marks.places) else None
        if opener is None or following is None:
            opener, continues = None, False
        elif _repeats(following, opener, marks, paragraphs[number + 1 : number + 2]):
            passage = list(_passage(text, opener[0], paragraph_end, paragraph_end, continues=continues))
            yield from passage
            opener, continues, place = following, bool(passage), place + 1
        elif not _closes_soon(following, opener, marks):
            opener, continues = None, False


def _repeats(
    following: tuple[int, str], opener: tuple[int, str], marks: _Marks, next_one: list[tuple[int, int]]
) -> bool:
    """Return whether the next paragraph takes up the unclosed passage by repeating the opening mark."""
    at, mark = following
    return bool(next_one) and at == next_one[0][0] and mark == opener[1] and marks.opens(at, mark)


def _closes_soon(following: tuple[int, str], opener: tuple[int, str], marks: _Marks) -> bool:
    """Return whether the passage was only interrupted by the end of a paragraph."""
    at, mark = following
    return (
        at - opener[0] <= LONGEST_ACROSS and marks.closes(at, mark, opener[1]) and not marks.opens(at, mark)
    )


def _passage(text: str, opener: int, end: int, outer_end: int, *, continues: bool) -> Iterator[Passage]:
    inner = text[opener + 1 : end]
    start = opener + 1 + len(inner) - len(inner.lstrip())
    end -= len(inner) - len(inner.rstrip())
    if start < end:
        yield Passage(start, end, opener, outer_end, continues)
