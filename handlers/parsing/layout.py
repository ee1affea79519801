"""What a page sets between its lines: the times of subtitles, the heads of pages, the counters of posts.

A line is taken out only where its own shape and its neighbours show that nobody says it.
"""

import re
from collections.abc import Iterator

from corpus.language.knowledge import in_every_language, listed_in_every_language
from handlers.parsing.names import is_name
from handlers.parsing.options import DATE

_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_CUE = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}[^\n]{{0,200}}")
_TIME = re.compile(rf"\s*[\[(]?{_CLOCK}[\])]?(?:\s?[-–]\s?{_CLOCK})?\s*")
_TIME_AHEAD = re.compile(rf"\s*(?:\[{_CLOCK}\]|\({_CLOCK}\))\s*(?=\S)")
_TIME_BEHIND = re.compile(
    rf"[ \t]+(?:[\[(]{_CLOCK}[\])]|0{{1,2}}:\d{{2}}(?::\d{{2}})?|\d{{1,2}}:\d{{2}}:\d{{2}})(?=:?\s*\Z)"
)
_DIGITS = re.compile(r"\s*\d{1,6}\s*")
_NUMBERED = re.compile(r"(?:^|(?<=[.!?…][ \t]))\d{1,2}/[ \t]+(?=\S)|[ \t]+\d{1,2}/$", re.MULTILINE)
_NUMBERED_OF = re.compile(
    r"^[ \t]*\(?(?P<n>\d{1,2})/(?P<of>\d{1,2})\)?(?:[ \t]+|$)|[ \t]+\(?(?P<n2>\d{1,2})/(?P<of2>\d{1,2})\)?$",
    re.MULTILINE,
)

_PAGE_WORDS = "|".join(
    sorted(map(re.escape, in_every_language(lambda language: language.copies.page)), key=len, reverse=True)
)
_OF_WORDS = "|".join(
    sorted(map(re.escape, in_every_language(lambda language: language.copies.page_of)), key=len, reverse=True)
)
_PAGE_OF = re.compile(rf"\b(?:{_PAGE_WORDS})\.?\s?\d{{1,4}}\s(?:{_OF_WORDS})\s\d{{1,4}}\b", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    rf"\s*[-–—|•·]?\s?(?:(?:{_PAGE_WORDS})\.?\s)?\d{{1,4}}(?:\s?(?:{_OF_WORDS}|/)\s?\d{{1,4}})?\s?[-–—|•·]?\s*",
    re.IGNORECASE,
)
_DOCKET = re.compile(r"\s*case\s\S{1,40}\s(?:document|doc\.?)\s\d", re.IGNORECASE)
_LONGEST_HEAD = 100

_COUNTERS = "|".join(
    sorted(
        map(re.escape, listed_in_every_language(lambda language: language.copies.counters)),
        key=len,
        reverse=True,
    )
)
_COUNT = r"\d[\d.,\u00a0]{0,9}\s?(?:[KkMmBb]|Mio|mil|тыс|млн)?\.?"
_COUNTER_LINE = re.compile(
    rf"\s*(?:(?:{_COUNT}\s?(?:{_COUNTERS})|(?:{_COUNTERS})\s{_COUNT})[\s·•,|]*){{1,8}}", re.IGNORECASE
)
_BUTTONS = frozenset(
    label.lower() for label in listed_in_every_language(lambda language: language.copies.buttons)
)
_AGO = r"\d{1,2}\s?(?:[smhdwj]|min|hrs?|std|tage?|days?|hours?|ч|д|год)\.?"
_POSTED = re.compile(
    rf"\s*(?:(?:{_CLOCK}\s?(?:[AaPp]\.?[Mm]\.?)?\s*[·•,|–-]\s*\S[^\n]{{0,80}})|(?:[^\n]{{4,40}}[,·•]\s?(?:at\s)?{_CLOCK}(?:\s?[AaPp][Mm])?)"
    rf"(?:\s*[·•][^\n]{{0,60}})?)\s*"
)
# Signs that stand for no word; a heart may ("I ❤ NY").
EMOJI = "".join(
    chr(code)
    for first, last in ((0x1F000, 0x1FAFF), (0x2600, 0x275A), (0x2795, 0x27BF), (0x2B00, 0x2BFF), (0xFE00, 0xFE0F), (0x20E3, 0x20E3))
    for code in range(first, last + 1)
    if code not in (0x2661, 0x2665, *range(0x2763, 0x2768), *range(0x1F493, 0x1F4A0))
)  # fmt: skip
_SIGNS = frozenset(EMOJI)


def without_furniture(text: str) -> str:
    r"""Take out the lines and marks that nobody says.

    >>> without_furniture("we will not\n\n1:59\n\nleave\n\nPage 3 of 4\n\nthe city")
    'we will not\nleave\nthe city'
    """
    lines = text.split("\n")
    if len(lines) > 1:
        for find in (_cues, _times, _page_breaks, _counters):
            lines = _without(lines, find(lines))
    text = "\n".join(_without_signs(_without_times(line)) for line in lines)
    return _without_numbers(_without_addresses(text))


def _without(lines: list[str], furniture: set[int]) -> list[str]:
    """Take lines out; what stood apart only because of them moves together."""
    if not furniture or not any(line.strip() for n, line in enumerate(lines) if n not in furniture):
        return lines
    kept: list[str] = []
    blanks: list[str] = []
    cut = False  # furniture was met since the last line with words
    for n, line in enumerate(lines):
        if n in furniture:
            cut = True
        elif line.strip():
            kept += [] if cut else blanks
            kept.append(line)
            blanks, cut = [], False
        else:
            blanks.append(line)
    return kept if cut else kept + blanks


def _cues(lines: list[str]) -> set[int]:
    """Find the times of subtitles and the numbers in front of them."""
    found = {n for n, line in enumerate(lines) if "-->" in line and _CUE.fullmatch(line)}
    if not found:
        return found
    found |= {n - 1 for n in found if n and _DIGITS.fullmatch(lines[n - 1])}
    return found | ({0} if lines[0].strip().startswith("WEBVTT") else set())


def _times(lines: list[str]) -> set[int]:
    """Find times that stand alone: two of them, or one set apart."""
    found = {n for n, line in enumerate(lines) if ":" in line and _TIME.fullmatch(line)}
    return found if len(found) > 1 else {n for n in found if _is_apart(lines, n)}


def _is_apart(lines: list[str], n: int) -> bool:
    return (n == 0 or not lines[n - 1].strip()) and (n + 1 == len(lines) or not lines[n + 1].strip())


def _without_times(line: str) -> str:
    """Take out a time in front of what is said, or behind the name of who says it, and the sign of a repost."""
    if line.startswith("RT @"):
        line = line[3:]
    if ":" not in line:
        return line
    ahead = _TIME_AHEAD.match(line)
    line = line[ahead.end() :] if ahead else line
    behind = _TIME_BEHIND.search(line, max(0, len(line) - 30))
    return (
        line[: behind.start()] + line[behind.end() :] if behind and is_name(line[: behind.start()]) else line
    )


def _page_breaks(lines: list[str]) -> set[int]:
    """Find numbers and heads of pages between lines of text."""
    found: set[int] = set()
    zones = list(_zones(lines))
    for place, zone in enumerate(zones[1:-1], 1):
        if all(_is_head(lines[n], loud=len(zone) == 1) for n in zone) and any(
            _is_page(lines[n]) for n in zone
        ):
            found.update(zone)
            for beside in (zones[place - 1], zones[place + 1]):
                inside = beside not in (zones[0], zones[-1])
                if inside and len(beside) == 1 and _is_loud(lines[beside[0]]):
                    found.update(beside)
    return found | _heads_in_words(lines)


def _zones(lines: list[str]) -> Iterator[list[int]]:
    """Yield the numbers of the lines between blank ones."""
    zone: list[int] = []
    for n, line in enumerate(lines):
        if line.strip():
            zone.append(n)
        elif zone:
            yield zone
            zone = []
    if zone:
        yield zone


def _is_page(line: str) -> bool:
    return len(line) <= _LONGEST_HEAD and bool(_PAGE_NUMBER.fullmatch(line) or _PAGE_OF.search(line))


def _is_head(line: str, *, loud: bool) -> bool:
    """Return whether a line beside a page number is a running head; `loud` asks for capitals."""
    if len(line) > _LONGEST_HEAD:
        return False
    if _is_page(line) or _DOCKET.match(line):
        return True
    words = [word for word in line.split() if word[0].isalpha()]
    titled = sum(word[0].isupper() for word in words) * 5 >= len(words) * 3
    return _is_loud(line) or (not loud and titled and line.rstrip()[-1:] not in ".!?…,;:-")


def _is_loud(line: str) -> bool:
    return len(line) <= _LONGEST_HEAD and line.isupper() and line.rstrip()[-1:] not in ".!?…,;:"


def _heads_in_words(lines: list[str]) -> set[int]:
    """Find the numbers and heads that come between the two halves of a broken word."""
    found: set[int] = set()
    for n, line in enumerate(lines[:-2]):
        if line[-1:] != "-" or not line[-2:-1].isalpha():
            continue
        behind = n + 1
        while behind < min(n + 4, len(lines)) and (
            not lines[behind].strip() or _is_head(lines[behind], loud=False)
        ):
            behind += 1
        between = range(n + 1, behind)
        if behind < len(lines) and lines[behind][:1].islower() and any(_is_page(lines[m]) for m in between):
            found.update(m for m in between if lines[m].strip())
    return found


def is_meta(line: str) -> bool:
    """Return whether a line of a post is its time, its counters or a button.

    >>> is_meta("9:30 AM · Jan 2, 2020"), is_meta("1.2K Retweets 30 Likes"), is_meta("We meet at 9:30")
    (True, True, False)
    """
    return len(line) < 200 and (
        bool(_COUNTER_LINE.fullmatch(line)) or line.strip(" …").lower() in _BUTTONS or _is_posted(line)
    )


def _is_posted(line: str) -> bool:
    return bool(_POSTED.fullmatch(line)) and bool(DATE.search(line) or "·" in line)


def is_when(line: str) -> bool:
    """Return whether a line says no more than when something was posted.

    >>> is_when("· 3h"), is_when("January 2, 2020 ·"), is_when("We waited 3h")
    (True, True, False)
    """
    bare = line.strip(" ·•\t")
    if not bare:
        return bool(line.strip())
    if re.fullmatch(_AGO, bare, re.IGNORECASE):
        return True
    left = DATE.sub("", bare)
    return left != bare and not re.search(r"[^\W\d_]{3}", left)


def _counters(lines: list[str]) -> set[int]:
    """Find the times, counters and buttons that end a post."""
    end = len(lines)
    while end > 1 and (not lines[end - 1].strip() or is_meta(lines[end - 1])):
        end -= 1
    return {n for n in range(end, len(lines)) if lines[n].strip()}


def _without_signs(line: str) -> str:
    """Take emoji away from both ends of a line."""
    bare = line.strip()
    if not bare or (bare[0] not in _SIGNS and bare[-1] not in _SIGNS):
        return line
    return bare.strip(EMOJI + "\u200d \t")


def _without_addresses(text: str) -> str:
    """Take the addresses away that stand behind the words of a line."""
    if "/" not in text:
        return text
    lines = text.split("\n")
    return "\n".join(_without_address(line) for line in lines)


def _without_address(line: str) -> str:
    words = line.split()
    if len(words) < 2 or not _is_address(words[-1]) or _is_address(words[0]):
        return line
    while line and _is_address(line.rpartition(" ")[2].strip()):
        line = line.rpartition(" ")[0].rstrip()
    return line


def _is_address(word: str) -> bool:
    return word.startswith(("https://", "http://", "pic.twitter.com/", "t.co/")) and not re.search(
        r"[”»\"]", word
    )


def _without_numbers(text: str) -> str:
    """Take out the numbers of a thread: "1/" everywhere, "1/3" where others of the three stand, too."""
    if "/" not in text:
        return text
    text = _NUMBERED.sub("", text)
    matches = list(_NUMBERED_OF.finditer(text))
    numbers = [(int(m["n"] or m["n2"]), int(m["of"] or m["of2"])) for m in matches]
    counted = len(numbers) > 1 and all(
        of == numbers[0][1] and n == numbers[0][0] + place and n <= of
        for place, (n, of) in enumerate(numbers)
    )
    return _NUMBERED_OF.sub("", text) if counted else text
