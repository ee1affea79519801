"""A paste taken apart: its quotations, what stands outside of them, and the options among that.

Block quotes of chats ("> …") count as quotations when nothing inside them is in quotation marks.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.language.tokens import WORD
from handlers.parsing.names import is_name
from handlers.parsing.options import MASK, Option, read_options
from handlers.parsing.quotation_marks import Quotation, find_quotations, half_quotation
from handlers.parsing.trailing_attribution import read_trailer

_BLOCK = re.compile(r"^[ \t]*(?:>|&gt;)[^\n]*(?:\n[ \t]*(?:>|&gt;)[^\n]*)*", re.MULTILINE)
_BLOCK_SIGN = re.compile(r"^[ \t]*(?:(?:>|&gt;)[ \t]?)+", re.MULTILINE)
_LINE = re.compile(r"[^\n]+")
_ATTRIBUTION_LINE = re.compile(r"\s*(?:[—–―]|--?)\s*\S")
_NAME_AHEAD = re.compile(
    r"(?:^|[\s,;(])(?P<word>by|from|speaker)[ \t]*(?P<colon>[:：]?)[ \t]*\Z", re.IGNORECASE
)
_COMMAND = 10
"""With more words than these outside of the quotations a paste is prose, not a command."""
_LONGEST_COMMAND = 10_000
"""With more characters than these outside of the quotations it is a draft, and has no options."""


@dataclass(frozen=True, slots=True)
class Paste:
    """A text with every quotation masked and every option blanked in `outside`, at the same offsets."""

    text: str
    outside: str
    quotations: tuple[Quotation, ...]
    options: tuple[Option, ...]
    half: bool = False  # one quotation mark has no partner

    @property
    def bare(self) -> str:
        """Return the text without its options."""
        ends = [0, *(option.end for option in self.options)]
        starts = [*(option.start for option in self.options), len(self.text)]
        parts = (self.text[end:start].strip() for end, start in zip(ends, starts, strict=True))
        return " ".join(part for part in parts if part)

    @property
    def words_outside(self) -> int:
        """Count the words that are in no quotation and no option."""
        return count_words(self.outside)


def count_words(text: str) -> int:
    """Count words; in scripts without blanks two characters are about one word.

    >>> count_words("We don't fight"), count_words("我们会赢")
    (3, 2)
    """
    found = WORD.findall(text)
    unspaced = sum(1 for word in found if word >= "\u0e00" and len(word) == 1)
    return len(found) - unspaced // 2


def open_paste(source: str, *, options: bool = True) -> Paste:
    """Take a cleaned text apart; raises QuoteError for an option that cannot be read."""
    blocks = _find_blocks(source)
    if len(blocks) == 1 and not WORD.search(source[: blocks[0][0]] + source[blocks[0][1] :]):
        source, blocks = _BLOCK_SIGN.sub("", source), []  # one block and nothing else
    text = _BLOCK_SIGN.sub(lambda match: " " * len(match[0]), source)
    found = [q for q in find_quotations(text) if WORD.search(q.words(text))]
    quotations = tuple(_with_blocks(text, _without_names(text, found), blocks))
    half = None if quotations else _find_half(text)
    quotations = quotations or ((half,) if half else ())
    outside = _replace(text, ((q.start, q.end, MASK) for q in quotations))
    read: tuple[Option, ...] = ()
    if options and len(outside) - outside.count(MASK) < _LONGEST_COMMAND:
        read = read_options(outside, prose=not quotations or count_words(outside) > _COMMAND)
        if sum(option.kind == "by" for option in read) > 1:  # each stands behind its own quotation
            read = tuple(option for option in read if option.kind != "by")
        outside = _replace(outside, ((option.start, option.end, " ") for option in read))
    return Paste(text, outside, quotations, read, half=half is not None)


def _replace(text: str, stretches: Iterable[tuple[int, int, str]]) -> str:
    parts, at = [], 0
    for start, end, char in stretches:
        parts += [text[at:start], char * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


def _without_names(text: str, quotations: Iterable[Quotation]) -> Iterator[Quotation]:
    """Leave out what is the name in `by: "Vladimir Putin"`."""
    for quotation in quotations:
        ahead = _NAME_AHEAD.search(text, max(0, quotation.start - 12), quotation.start)
        if not (
            ahead and is_name(quotation.words(text)) and (ahead["colon"] or ahead["word"].lower() == "by")
        ):
            yield quotation


def _find_half(text: str) -> Quotation | None:
    half = half_quotation(text)
    if not half or not WORD.search(half.words(text)):
        return None
    if half.start == 0 and half.end < len(text):  # only the closing mark is there
        return half
    trailer = read_trailer(text, half.pieces[0][0], len(text.rstrip()))
    end = trailer.end if trailer else len(text)
    return Quotation(half.start, end, ((half.pieces[0][0], end),))


def _find_blocks(source: str) -> list[tuple[int, int]]:
    """Find the stretches of lines that begin with ">"."""
    return [(match.start(), match.end()) for match in _BLOCK.finditer(source)]


def _with_blocks(text: str, found: Iterable[Quotation], blocks: list[tuple[int, int]]) -> list[Quotation]:
    """Add each block that has no quotation of its own."""
    waiting = iter(found)
    quotation = next(waiting, None)
    kept: list[Quotation] = []
    for start, end in blocks:
        inside: list[Quotation] = []
        while quotation and quotation.start < end:
            (inside if quotation.start >= start else kept).append(quotation)
            quotation = next(waiting, None)
        whole = _block(text, start, end)
        worded = any(count_words(q.words(text)) > 2 for q in inside)
        kept += inside if worded or not whole else [whole]
    return [*kept, *([quotation] if quotation else []), *waiting]


def _block(text: str, start: int, end: int) -> Quotation | None:
    places = [(m.start(), m.end()) for m in _LINE.finditer(text, start, end) if m[0].strip()]
    if len(places) > 1 and _ATTRIBUTION_LINE.match(text, *places[-1]):
        places.pop()
    if not places:
        return None
    trailer = read_trailer(text, places[0][0], places[-1][1])
    if trailer and trailer.speaker and trailer.end > places[-1][0]:
        places[-1] = (places[-1][0], trailer.end)
    return Quotation(start, places[-1][1], tuple(places))
