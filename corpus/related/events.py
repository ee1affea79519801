"""Announced events that concern a quote, by a rule that a reader can check: words that stand in both.

An event concerns a quote where it has the speaker's name; or, in common with the quote, with the closest wording, with the
speaker's role or with the occasion, the name of a place or body, or two of its other words. Names are also looked for
in an event's description, other words in its title and place alone. A word that many titles of the same calendar have
tells nothing: "US" in one of the US. It proposes and does not judge: nothing follows from words in common.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from corpus.language.gazetteer import homes, places
from corpus.language.identity import same_speaker
from corpus.language.name_lists import NUMERALS, TITLES
from corpus.language.speakers import parse_name
from corpus.language.stems import STOP_WORDS, informs, stem
from corpus.language.tokens import tokenize
from corpus.models import Event
from corpus.verdict import Evidence, Verdict

MOST = 6
"""So many events are proposed: those with the speaker's name first, then the next ones."""

_FEW = 10  # titles of a calendar below which none of its words is called common
_MANY = 0.2  # of a calendar's titles that have a word: then it tells nothing
_WORDS = 2  # in common, where none of them is a name
_LONGEST_NAME = 3  # words of a place: "United Arab Emirates"
_SHORT = {"US": "United States", "U.S": "United States"}  # "us" is a word
_WIDE = frozenset("west east north south europe africa asia americas atlantic pacific".split())
_POSSESSIVE = re.compile(r"[’']s?$")
_RAW = re.compile(r"[^\W\d_](?:[\w’'.]*\w)?")
# Words for events themselves: that two of them are meetings is nothing in common, and before a name they are no given name.
_OF_EVENTS = frozenset(
    "visit visits meeting meetings speech address call talk talks interview lecture statement statements remarks summit "
    "session sessions plenary conference press briefing hearing debate council committee event agenda "
    "extraordinary ordinary informal annual daily weekly monthly online public opening closing day part item items".split()
)
_DAYS = frozenset(
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)


class Common(Enum):
    """With what an event has words in common."""

    NAME = "name"
    QUOTE = "quote"
    WORDING = "wording"
    ROLE = "role"
    OCCASION = "occasion"


@dataclass(frozen=True, slots=True)
class Concern:
    """An event, what it has words in common with, and these words as the event has them."""

    event: Event
    common: Common
    words: tuple[str, ...]
    described: bool = False  # they stand in its description alone, which is not shown


@dataclass(frozen=True, slots=True)
class Reading:
    """State of a calendar: the last reading (ISO), whether the last try failed, and what of it is not kept."""

    publisher: str
    read: str | None
    failed: bool = False
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Agenda:
    """Events to come, soonest first, and the calendars that are collected."""

    events: tuple[Event, ...] = ()
    calendars: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The events that concern a quote, soonest first; how many more there are, and how many were looked at in all."""

    concerns: tuple[Concern, ...] = ()
    more: int = 0
    looked_at: int = 0


@dataclass(frozen=True, slots=True)
class _Marks:
    """Marks by which texts are compared, each with the word that bears it: names of places and bodies, and stems."""

    names: dict[str, str]
    stems: dict[str, str]


def find_upcoming(verdict: Verdict, own: Sequence[Evidence], events: Sequence[Event]) -> Upcoming:
    """Return the events that concern a quote; `own` are other statements of its speaker. Of a series the next one stands for all."""
    nearest = [one.statement for one in ((verdict.closest,) if verdict.closest else ()) + tuple(own)]
    speaker = nearest[0].speaker if nearest else verdict.quote.speaker or ""
    role = next((one.role for one in nearest if one.role), "")
    sources = (
        (Common.QUOTE, _marks(verdict.quote.text)),
        (Common.WORDING, _marks(verdict.closest.wording if verdict.closest else "")),
        (Common.ROLE, _Marks(_marks(role).names, {})),
        (Common.OCCASION, _marks((verdict.closest and verdict.closest.statement.context) or "")),
    )
    once = {(event.uid, event.title): event for event in reversed(events)}
    titles = {event: _marks(f"{event.title}\n{event.place}") for event in once.values()}
    dull = _frequent_marks(titles)
    found = [
        concern
        for event, marks in titles.items()
        if (concern := _concern(event, marks, speaker, sources, dull.get(event.calendar, frozenset())))
    ]
    found.sort(key=lambda one: (one.common is not Common.NAME, one.event.over, one.event.uid))
    kept = sorted(found[:MOST], key=lambda one: (one.event.start, one.event.uid))
    return Upcoming(tuple(kept), len(found) - len(kept), len(events))


def _concern(
    event: Event, marks: _Marks, speaker: str, sources: Sequence[tuple[Common, _Marks]], dull: frozenset[str]
) -> Concern | None:
    if named := _named(speaker, f"{event.title}\n{event.place}"):
        return Concern(event, Common.NAME, (named,))
    if named := _named(speaker, event.description):
        return Concern(event, Common.NAME, (named,), described=True)
    for common, wanted in sources:
        names = [word for name, word in marks.names.items() if name in wanted.names and name not in dull]
        words = [word for one, word in marks.stems.items() if one in wanted.stems and one not in dull]
        if names or len(words) >= _WORDS:
            return Concern(event, common, tuple(dict.fromkeys((*names, *words))))
    described = _names(event.description)
    for common, wanted in sources:
        if names := [word for name, word in described.items() if name in wanted.names and name not in dull]:
            return Concern(event, common, tuple(names), described=True)
    return None


def _frequent_marks(titles: dict[Event, _Marks]) -> dict[str, frozenset[str]]:
    """Return the marks that many titles of a calendar have."""
    counts: dict[str, Counter[str]] = {}
    sizes = Counter(event.calendar for event in titles)
    for event, marks in titles.items():
        counts.setdefault(event.calendar, Counter()).update({*marks.names, *marks.stems})
    return {
        calendar: frozenset(mark for mark, n in found.items() if n > _MANY * sizes[calendar] >= _MANY * _FEW)
        for calendar, found in counts.items()
    }


def _marks(text: str) -> _Marks:
    """Return the marks of a text.

    >>> marks = _marks("Western troops in Ukraine would be lawful targets")
    >>> list(marks.names.values()), list(marks.stems.values())
    (['Ukraine'], ['Western', 'troops', 'Ukraine', 'lawful', 'targets'])
    """
    stems = {
        stem(token.norm): text[token.start : token.end]
        for token in reversed(tokenize(text))
        if token.norm not in STOP_WORDS | _OF_EVENTS and len(token.norm) > 2 and informs(token.norm) == 1
    }
    return _Marks(_names(text), dict(reversed(stems.items())))


def _names(text: str) -> dict[str, str]:
    """Return the places, peoples and bodies known by their letters that a text names, each under one mark for all its names.

    >>> _names("NATO–Ukraine Council: the US and the United States")
    {'NATO': 'NATO', 'country UA': 'Ukraine', 'country US': 'US'}
    >>> _names("who thinks of turkey, IN THE END")
    {}
    """
    found: dict[str, str] = {}
    raw = list(_RAW.finditer(text))
    shouted = text.isupper() or sum(one[0].isupper() for one in raw) * 3 > len(raw) > 3
    at = 0
    while at < len(raw):
        for size in range(min(_LONGEST_NAME, len(raw) - at), 0, -1):
            words = text[raw[at].start() : raw[at + size - 1].end()]
            if words[0].isupper() and "\n" not in words and (mark := _place(words)):
                found.setdefault(mark, words)
                at += size
                break
        else:
            word = raw[at][0]
            if len(word) > 1 and word.isupper() and not shouted and word.lower() not in NUMERALS | STOP_WORDS:
                found.setdefault(word, word)
            at += 1
    return found


def _place(words: str) -> str:
    """Return the mark of a place or its people; a part of the world ("Western") is too wide to tell anything."""
    words = _SHORT.get(words, words)
    known = sorted(
        (one.kind != "country", one.kind, one.id)
        for one in places(words) | homes(words)
        if one.id not in _WIDE
    )
    return " ".join(known[0][1:]) if known else ""


def _named(speaker: str, text: str) -> str:
    """Return the words of a text that are a speaker's name; empty where there are none.

    >>> _named("Vladimir Putin", "Meeting with President Putin"), _named("George W. Bush", "Jeb Bush speaks")
    ('President Putin', '')
    >>> _named("Theresa May", "Plenary, 8 May"), _named("Theresa May", "Address by Theresa May")
    ('', 'Theresa May')
    """
    name = parse_name(speaker)
    if name.words:  # an office or a body: the whole of it, as it is written
        at = text.casefold().find(speaker.casefold()) if len(speaker.split()) > 1 else -1
        return text[at : at + len(speaker)] if at >= 0 else ""
    before: re.Match[str] | None = None
    for one in _RAW.finditer(text):
        word = _POSSESSIVE.sub("", one[0])
        joined = before and before[0][0].isupper() and text[before.end() : one.start()] == " "
        given = before[0] if before and joined and before[0].lower() not in _OF_EVENTS else ""
        before = one
        if not word[0].isupper() or parse_name(word).surname != name.surname:
            continue
        if not given and name.surname in _DAYS | STOP_WORDS:
            continue  # the month of May is no Prime Minister
        whole = f"{given} {word}".lstrip()
        if given.lower().strip(".") in TITLES or same_speaker(speaker, whole):
            return whole
    return ""
