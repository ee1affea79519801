"""Who said it, at the end of words without quotation marks: "We shall fight on the beaches, said Churchill"."""

import re
from dataclasses import dataclass

from handlers.parsing.attribution import attribution_after
from handlers.parsing.names import PREPOSITIONS, Word, is_name, spell, split_words

_BY_AT_END = re.compile(r"\s+by\s+(?=\S)", re.IGNORECASE)
_NO_BY = re.compile(  # in front of these "by", somebody does something: "was defeated by", "stand by"
    r"(?:ed|en|ung|ught|\b(?:made|built|led|won|lost|held|told|said|set|put|cut|cast|done|gone|born|paid|sent|kept|left|"
    r"bound|sold|found|read|hit|hurt|shot|stood|stand|stands|swear|swears|live|lives|abide|go|goes|pass|come|side|step|"
    r"day|one|be|being|only|and|or|not))\Z",
    re.IGNORECASE,
)
_DASH_AT_END = re.compile(r"(?:\s+|(?<=[.!?…\"”]))(?:[—–―-]|--)\s*(?=[^\s—–―-])")
_TAIL = 200


@dataclass(frozen=True, slots=True)
class Claim:
    """Words somebody is said to have said: `start` and `end` are offsets into the text."""

    start: int
    end: int
    speaker: str | None = None
    when: str | None = None


def read_trailer(text: str, start: int, end: int) -> Claim | None:
    """Read who said it, at the end of a text without quotation marks.

    >>> text = "We shall fight on the beaches by Churchill"
    >>> read_trailer(text, 0, len(text)).speaker
    'Churchill'
    """
    low = max(start + 1, end - _TAIL)
    places = [match.start() for match in _DASH_AT_END.finditer(text, low, end)][-1:]
    places += [match.start() for match in _BY_AT_END.finditer(text, low, end)][-1:]
    places += [at for at in (text.rfind("(", low, end), text.rfind("[", low, end)) if at > 0]
    places += [at for at in range(end - 1, low, -1) if text[at] == ","][:5]
    for at in places:
        if claim := _trailer_at(text, start, at, end):
            return claim
    line = text.rfind("\n", low, end)
    if line > start and is_name(text[line:end]) and len(text[line:end].split()) > 1:
        return make_claim(text, start, line, spell(text, split_words(text, line, end)))
    return None


def _trailer_at(text: str, start: int, at: int, end: int) -> Claim | None:
    by = _BY_AT_END.match(text, at, end)
    if by and _NO_BY.search(text[max(start, at - 20) : at]):
        return None
    attribution = attribution_after(text, at, end, closing=",", last=False)
    if not attribution or (by and not attribution.speaker):
        return None
    name = attribution.speaker
    if name and name.islower() and not name.startswith("the "):
        return None
    behind = split_words(text, min(attribution.end, end), end)
    if behind and (len(behind) > 10 or not _is_afterthought(behind, attribution.when)):
        return None
    return make_claim(text, start, at, attribution.speaker, attribution.when)


def _is_afterthought(words: list[Word], when: str | None) -> bool:
    """Return whether what follows a name only says where and when, or in which office."""
    first = words[0].lower
    office = words[0].capital or first in ("the", "then", "former", "") or words[0].core.isdigit()
    return bool(when) or first in PREPOSITIONS or first in ("yesterday", "today", "last", "this") or office


def make_claim(text: str, start: int, end: int, speaker: str | None, when: str | None = None) -> Claim | None:
    """Make a claim of a stretch of text; None where it is a single word."""
    start, end = trim(text, start, end)
    end = trim(text, start, end - 1)[1] if text[end - 1 : end] in (",", ";") else end
    return (
        Claim(start, end, speaker, when)
        if len(text[start:end].split()) > 1 or dense(text[start:end])
        else None
    )


def dense(words: str) -> bool:
    """Return whether words are in a script without blanks, and more than one."""
    return len(words) > 3 and words[:1] >= "\u2e80"


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the blanks at both ends of a stretch of text."""
    stretch = text[start:end]
    left = start + len(stretch) - len(stretch.lstrip())
    return (left, left + len(stretch.strip())) if stretch.strip() else (start, start)
