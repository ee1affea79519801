"""Where a text has words in quotation marks. It does not say whose words they are.

The marks of all languages are paired in one pass: a mark that can only open waits on a stack for one that may
close it. A mark without its partner quotes nothing, and an apostrophe is never taken for a mark.
"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from corpus.errors import QuoteError
from corpus.language.quotation_marks import ALWAYS_CLOSE, ALWAYS_OPEN, CLOSERS, MARKS, SINGLE
from handlers.messages import say

MOST_MARKS = 10_000
"""A novel of 100 kB has some 3,000 quotation marks and apostrophes."""


_OPENS_FOR = {
    closer: tuple(o for o, cs in CLOSERS.items() if closer in cs) for closer in "".join(CLOSERS.values())
}
_BRACKETS = frozenset("([{<¿¡—–-:,;/…「『«„“‘‚‹>") | {'"', "'"}

_MARK = re.compile("([" + "".join(re.escape(m) for m in sorted(MARKS)) + r"])\1*")
_NEVER_FIRST = frozenset(",;:!?)]}")
_LINE_START = re.compile(r"(?:^|\n)[ \t]*\Z")
# Words that begin with an apostrophe: '90s, 'tis, rock 'n' roll.
_ELISION = re.compile(
    r"\d\ds?\b|(?:tis|twas|twere|til|till|em|cause|cos|bout|round|neath|n|kay|nuff|tude)\b", re.IGNORECASE
)
_SPEECH_AHEAD = re.compile(r"\s+(?:said|says|by|according|told|wrote|and|or)\b|\s*[—–-]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks: `start` to `end` with the marks, `pieces` without any, in order.

    There are several pieces where each paragraph of a quotation opens its own mark, or each line its own ">".
    """

    start: int
    end: int
    pieces: tuple[tuple[int, int], ...]

    def words(self, text: str) -> str:
        """Return the words themselves, piece under piece."""
        return "\n".join(words for start, end in self.pieces if (words := text[start:end].strip()))


class _Mark(NamedTuple):
    char: str
    start: int
    end: int
    before: str  # the character in front of it, a blank at the start
    after: str  # the character behind it, a blank at the end
    line_start: bool
    late_closer: bool  # a later single mark closes before another opens

    @property
    def width(self) -> int:
        return self.end - self.start

    @property
    def single(self) -> bool:
        return self.char in SINGLE

    @property
    def leans_open(self) -> bool:
        gap = self.before.isspace() or self.before in _BRACKETS or _unspaced(self.before)
        return gap and not self.after.isspace() and self.after not in _NEVER_FIRST

    @property
    def leans_closed(self) -> bool:
        return not self.before.isspace() and (not self.after.isalnum() or _unspaced(self.after))


def _unspaced(char: str) -> bool:
    """Return whether a character is of a script that sets no blank around quotation marks (Chinese, Japanese …)."""
    return char >= "\u2e80"


def find_quotations(text: str) -> tuple[Quotation, ...]:
    r"""Find the outermost quotations of a text, in order; raise QuoteError for more marks than anybody writes.

    >>> text = '“He said ‘no’,” and "it\'s the soldiers\' \'90s"'
    >>> [quotation.words(text) for quotation in find_quotations(text)]
    ['He said ‘no’,', "it's the soldiers' '90s"]
    """
    marks = _read_marks(text)
    quotations, complete = _pair(marks, nested=True)
    if not complete:  # a straight mark is missing somewhere: trust none to be nested
        quotations, _ = _pair(marks, nested=False)
    return _outermost(quotations)


def half_quotation(text: str) -> Quotation | None:
    """Read a text with one double mark only: the quotation runs from it, or up to it.

    >>> half_quotation('Putin said: "We will win').words('Putin said: "We will win')
    'We will win'
    """
    doubles = [mark for mark in _read_marks(text) if not mark.single]
    if len(doubles) != 1:
        return None
    mark = doubles[0]
    if mark.char not in ALWAYS_CLOSE and (mark.leans_open or not mark.leans_closed):
        return Quotation(mark.start, len(text), ((mark.end, len(text)),))
    return Quotation(0, mark.end, ((0, mark.start),))


def _read_marks(text: str) -> list[_Mark]:
    marks = list(_split_runs(text))
    late = False
    for at in range(len(marks) - 1, -1, -1):
        mark = marks[at]
        if mark.single:
            marks[at] = mark._replace(late_closer=late and not _SPEECH_AHEAD.match(text, mark.end))
            late = mark.leans_closed if mark.leans_closed or mark.leans_open else late
    return marks


def _split_runs(text: str) -> list[_Mark]:
    """Find every mark that could quote; two single ones are a double one, three of a kind are no mark at all."""
    marks: list[_Mark] = []
    runs = list(islice(_MARK.finditer(text), MOST_MARKS + 1))
    if len(runs) > MOST_MARKS:
        raise QuoteError("too many quotation marks", advice=say("question.too_many_marks"))
    for match in runs:
        char, start, end = match[1], match.start(), match.end()
        before = text[start - 1] if start else " "
        after = text[end] if end < len(text) else " "
        if end - start > 2 or (end - start == 1 and _is_inside_word(char, before, after)):
            continue
        if char in SINGLE:
            if end - start == 2:
                char = '"' if char in "'’`" else "“"
            elif char in "'’‘" and not before.isalnum() and _ELISION.match(text, end):
                continue
        line_start = before in " \t\n" and bool(_LINE_START.search(text, max(0, start - 8), start))
        if end - start == 2 and match[1] == '"' and not (before.isspace() or after.isspace()):
            marks.append(_Mark(char, start, start + 1, before, " ", line_start, late_closer=False))
            before, start, line_start = " ", start + 1, False
        marks.append(_Mark(char, start, end, before, after, line_start, late_closer=False))
    return marks


def _is_inside_word(char: str, before: str, after: str) -> bool:
    """Return whether a mark is part of a word: don't, and the Hebrew abbreviations with a straight double mark."""
    return (
        (char in SINGLE or char == '"')
        and (before.isalnum() and after.isalnum())
        and not (_unspaced(before) or _unspaced(after))
    )


class _Open:
    """A mark that waits for its partner, and the marks that later paragraphs repeat."""

    __slots__ = ("mark", "repeats")

    def __init__(self, mark: _Mark) -> None:
        self.mark = mark
        self.repeats: list[_Mark] = []


class _Stack:
    """The open marks, innermost last. A single mark stands only on a double one, so the latest two hold a double."""

    def __init__(self) -> None:
        self.open: list[_Open] = []
        self.waiting: Counter[str] = Counter()

    def push(self, mark: _Mark) -> None:
        if mark.single and self.open and self.open[-1].mark.single:
            self.pop()
        self.open.append(_Open(mark))
        self.waiting[mark.char] += 1

    def pop(self) -> _Open:
        top = self.open.pop()
        self.waiting[top.mark.char] -= 1
        return top

    def pop_partner(self, mark: _Mark) -> _Open:
        while mark.char not in CLOSERS[self.open[-1].mark.char]:
            self.pop()
        return self.pop()

    @property
    def double(self) -> _Open | None:
        return next((opened for opened in reversed(self.open[-2:]) if not opened.mark.single), None)

    def awaits(self, mark: _Mark) -> bool:
        return any(self.waiting[opener] for opener in _OPENS_FOR.get(mark.char, ()))


def _pair(marks: list[_Mark], *, nested: bool) -> tuple[list[Quotation], bool]:
    """Pair marks in one pass; the second value is False where a straight mark was left open."""
    stack = _Stack()
    found: list[Quotation] = []
    for mark in marks:
        double = stack.double
        if double and mark.line_start and double.mark.char == mark.char and mark.leans_open:
            double.repeats.append(mark)
        elif stack.awaits(mark) and _closes(mark, stack, nested=nested):
            found.append(_close(mark, stack))
        elif _opens(mark):
            if not nested and mark.char == '"' and double and double.mark.char == '"':
                while stack.pop() is not double:
                    pass
            stack.push(mark)
    return found, not stack.waiting['"']


def _close(mark: _Mark, stack: _Stack) -> Quotation:
    opened = stack.pop_partner(mark)
    if mark.width > opened.mark.width and stack.open and stack.open[-1].mark.char == opened.mark.char:
        return _quotation(stack.pop(), mark._replace(start=mark.start + 1))  # "He said "go"": both end here
    return _quotation(opened, mark)


def _closes(mark: _Mark, stack: _Stack, *, nested: bool) -> bool:
    top = stack.open[-1].mark
    if mark.single:  # never across a double mark; "the soldiers' boots" goes on where a later mark closes
        return mark.char in CLOSERS[top.char] and mark.leans_closed and not _is_plural(mark)
    if mark.char not in ALWAYS_OPEN and mark.char not in '»”"':
        return True
    # these also open: inside a quotation they do so after a blank and before a word
    opens_inside = mark.leans_open and not mark.leans_closed
    if opens_inside and (nested or mark.char != '"'):
        return False
    nearest = stack.double.mark if stack.double else top
    if mark.char == '"':
        return mark.char in CLOSERS[nearest.char] and not opens_inside
    return mark.char not in ALWAYS_OPEN or (mark.char in CLOSERS[nearest.char] and mark.leans_closed)


def _is_plural(mark: _Mark) -> bool:
    return mark.before in "sS" and mark.after.isspace() and mark.late_closer


def _opens(mark: _Mark) -> bool:
    if mark.char not in CLOSERS or mark.char in ALWAYS_CLOSE:
        return False
    if mark.char in ALWAYS_OPEN:
        return True
    if mark.char == '"':  # not the inches of 5'10"
        return not mark.before.isalnum() or _unspaced(mark.before)
    return mark.leans_open


def _quotation(opened: _Open, closing: _Mark) -> Quotation:
    starts = [opened.mark.end, *(mark.end for mark in opened.repeats)]
    ends = [*(mark.start for mark in opened.repeats), closing.start]
    return Quotation(opened.mark.start, closing.end, tuple(zip(starts, ends, strict=True)))


def _outermost(quotations: list[Quotation]) -> tuple[Quotation, ...]:
    kept: list[Quotation] = []
    for quotation in sorted(quotations, key=lambda q: (q.start, -q.end)):
        if not kept or quotation.start >= kept[-1].end:
            kept.append(quotation)
    return tuple(kept)
