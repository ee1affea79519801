"""Reader of transcripts: the turns of "Vladimir Putin: …", "THE PRESIDENT: …", "Q: …", and who spoke in each.

A turn goes on until the next label. Who asks or leads is nobody by name, so neither their words nor, where a label is
in doubt, the words behind it are given to the one who spoke before. Words before the first label are nobody's.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from corpus.attribution.utterance import Utterance
from corpus.attribution.word_lists import word_set
from corpus.language.knowledge import english, in_every_language, titles_in_every_language

_LABEL = re.compile(r"[ \t]*([^\s:][^:\n]{0,118}?)[ \t]*:(?=\s|$)[ \t]*")
_QUESTION = re.compile(r"[ \t]*(Q)(?:[ \t]{2,}|\t|[ \t]+(?=[A-Z(“\"]))")
_ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")
_LINE = re.compile(r"[^\n]+")
_END = re.compile(
    r"\s*(?:END(?:\s+\d.*)?|\(?END\)?|To be continued\.?|See also|Related news|Share this page)\s*$"
)
_MOST_WORDS = 12

_NOBODY = in_every_language(lambda language: language.nameless.labels)
"""Labels with one of these words name nobody."""

_NOBODY_ALONE = in_every_language(lambda language: language.nameless.labels_alone)
"""Labels of nothing but these words, as well."""

_OFFICES = titles_in_every_language("label")
_PARTICLES = in_every_language(lambda language: language.name_parts.particles)
_SMALL = _PARTICLES | word_set("of the and for to in on at y e")
_HONOURS = titles_in_every_language("honour")
_OPENERS = in_every_language(lambda language: language.nameless.sentence_openers) - _NOBODY - _NOBODY_ALONE
"""A capitalised word before a colon that opens a sentence, not a turn."""

_MONTHS = [month.capitalize() for month in english().calendar.months]
_MONTH = "|".join(_MONTHS)
_DATE = re.compile(
    rf"\b(?:(?P<m>{_MONTH})\s+(?P<d>\d{{1,2}}),?\s+(?P<y>\d{{4}})|(?P<d2>\d{{1,2}})\s+(?P<m2>{_MONTH})\s+(?P<y2>\d{{4}}))\b"
    r"(?:,?\s*\d{1,2}:\d{2}(?:\s*[ap]\.?m\.?)?)?"
)
_AFTER_NAME = r"\s*(?:$|[\n.,;:()–—-]|\s(?:[a-z]|(?:Before|After|At|During|In|On|And|With|To|From|For|Of)\b))"
"""End of a name in a headline, where every word has a capital."""

_HEAD_LINES = 15
_HEAD_CHARACTERS = 4_000
_MOST_NAMES = 300
"""Bounds for what is no transcript that anybody held."""

_PLACE = re.compile(
    r"(?:[A-Z][\w.'’-]*|of|the|and|de|,)(?:\s+(?:[A-Z][\w.'’-]*|of|the|and|de))*(?:,\s*[A-Z][\w.'’ -]*)?"
)


class Transcript(NamedTuple):
    """The turns, in order, and the day (ISO) and place that stand above them, None where they do not."""

    turns: tuple[Utterance, ...]
    date: str | None = None
    place: str | None = None


class _Turn(NamedTuple):
    label: str
    start: int
    end: int


def read_transcript(text: str) -> tuple[Utterance, ...]:
    r"""Return the turns of a transcript, in order; a speaker who is not named is None.

    >>> [(turn.speaker, turn.text) for turn in read_transcript("Vladimir Putin: Good day.\nQuestion: Why?")]
    [('Vladimir Putin', 'Good day.'), (None, 'Why?')]
    """
    return read_whole(text).turns


def read_whole(text: str, title: str = "") -> Transcript:
    """Read the same with day and place; a title may tell who "THE PRESIDENT" is."""
    turns = list(_turns(text))
    head = text[: turns[0].start] if turns else text[:2_000]
    names = _Names([turn.label for turn in turns], f"{title}\n{head}")
    said = tuple(
        Utterance(
            text[turn.start : turn.end], turn.start, turn.end, (), names.speaker(turn.label), turn.label
        )
        for turn in turns
        if turn.start < turn.end
    )
    date, place = _date_and_place(head)
    return Transcript(said, date, place)


# --- turns ---------------------------------------------------------------------------------------------------


def _turns(text: str) -> Iterator[_Turn]:
    """Yield each turn with its offsets; its words are those of the document, line breaks and all."""
    label, start, end = "", -1, -1
    for line in _LINE.finditer(text):
        raw = line.group()
        if _END.fullmatch(raw):
            break
        found = _QUESTION.match(raw) or _LABEL.match(raw)
        name = found[1] if found and is_label(found[1]) else None
        if name is not None and found:
            if start >= 0:
                yield _Turn(label, start, end)
            label, start = name, line.start() + found.end()
            end = max(start, line.start() + len(raw.rstrip()))
        elif start >= 0 and raw.strip():
            if start == end:  # the label stood on a line of its own
                start = line.start() + len(raw) - len(raw.lstrip())
            end = line.start() + len(raw.rstrip())
    if start >= 0:
        yield _Turn(label, start, end)


def is_label(words: str) -> bool:
    """Return whether the words before a colon at the head of a line are a label: a name, an office, "Q".

    >>> is_label("Vladimir Putin"), is_label("THE PRESIDENT"), is_label("Here is the point"), is_label("First")
    (True, True, False, False)
    """
    bare = _ASIDE.sub(" ", words).strip()
    parts = [part.strip(".,'’“”\"") for part in bare.replace(",", " ").split()]
    parts = [part for part in parts if part]
    if (
        not parts
        or len(parts) > _MOST_WORDS
        or (bare[-1] in ".?!;" and not bare.isupper())
        or any(c in bare for c in '“”"?!')
    ):
        return False
    if parts[0].lower() in _OPENERS or not parts[0][0].isupper():
        return False
    return all(part[0].isupper() or part.lower() in _SMALL for part in parts) or _is_nobody(parts[:1])


# --- names ---------------------------------------------------------------------------------------------------


class _Names:
    """The speakers for whom the labels of one transcript stand."""

    def __init__(self, labels: Sequence[str], head: str) -> None:
        distinct = dict.fromkeys(map(_bare, labels))
        known = [label for label in distinct if not _is_nobody(label.split())][:_MOST_NAMES]
        self._known = frozenset(known)
        self._full = {name for label in known if _is_full(name := _person(label, self._known))}
        self._head = head[:_HEAD_CHARACTERS]
        self._speakers: dict[str, str | None] = {}

    def speaker(self, label: str) -> str | None:
        """Return the fullest name that the document gives for a label, None for nobody or an office it gives no holder of."""
        if label not in self._speakers:
            self._speakers[label] = self._resolve(_bare(label))
        return self._speakers[label]

    def _resolve(self, bare: str) -> str | None:
        parts = bare.split()
        if _is_nobody(parts):
            return None
        if all(part.lower() in _OFFICES | _SMALL for part in parts):
            return self._holder([part.lower() for part in parts if part.lower() != "the"])
        named = _person(bare, self._known)
        surname = named.split()[-1]
        return (
            named
            if _is_full(named)
            else self._fuller(surname) or (_titled(named) if len(parts) > 1 else None)
        )

    def _holder(self, office: Sequence[str]) -> str | None:
        """Return the one person whom the head of the document names with this office; None for none or for two."""
        words = r"\s+".join(map(re.escape, office))
        name = r"[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)??"
        pattern = rf"(?i:\b(?:by|with|and|of)\s+{words})\s+({name})(?={_AFTER_NAME})"
        found = {str(match[1]) for match in re.finditer(pattern, self._head)}
        surnames = {name.split()[-1].lower() for name in found}
        if len(surnames) != 1:
            return None
        longest = max(found, key=len)
        return longest if len(longest.split()) > 1 else f"{' '.join(office).title()} {longest}"

    def _fuller(self, surname: str) -> str | None:
        """Return the one full name with this surname among the labels, else in the head."""
        full = {name for name in self._full if name.split()[-1].lower() == surname.lower()}
        if not full:
            pattern = rf"\b([A-Z][\w'’-]+\s+(?:[A-Z]\.\s+)?(?i:{re.escape(surname)}))\b"
            found = {str(match[1]) for match in re.finditer(pattern, self._head)}
            full = {name for name in found if name.split()[0].lower() not in _OFFICES | _HONOURS}
        return full.pop() if len(full) == 1 else None


def _bare(label: str) -> str:
    """Return a label without what stands in brackets: "(laughs), Ann Lee"."""
    return " ".join(_ASIDE.sub(" ", label).split()).strip(" ,")


def _is_nobody(parts: Sequence[str]) -> bool:
    words = [part.strip(".,#0123456789").lower() for part in parts]
    return any(word in _NOBODY for word in words) or all(word in _NOBODY_ALONE or not word for word in words)


def _is_full(name: str) -> bool:
    parts = name.split()
    return len(parts) > 1 and not name.isupper() and parts[0].strip(".").lower() not in _HONOURS | _OFFICES


def _titled(name: str) -> str:
    return name.title() if name.isupper() else name


def _person(label: str, known: Collection[str]) -> str:
    """Return the name in a label: "President of Russia Vladimir Putin", "Mark Rutte, NATO Secretary General".

    >>> _person("President of the European Commission Ursula von der Leyen", ())
    'Ursula von der Leyen'
    """
    name = label.partition(",")[0].strip()
    parts = name.split()
    for first in range(1, len(parts) - 1):
        if (shorter := " ".join(parts[first:])) in known:
            return shorter
    if len(parts) < 3 or parts[0].lower().split("-")[0] not in _OFFICES or name.isupper():
        return name
    first = len(parts) - 2
    while first > 0 and parts[first].lower() in _PARTICLES:
        first -= 1
    if parts[first - 1].lower() in ("of", "the") or parts[-1].lower() in _OFFICES:
        return name
    return " ".join(parts[first:])


# --- day and place -------------------------------------------------------------------------------------------


def _date_and_place(head: str) -> tuple[str | None, str | None]:
    """Return the one day that stands above the turns, and what follows it on its line where that is a place."""
    lines = [line.strip() for line in head.split("\n") if line.strip()][:_HEAD_LINES]
    found = [(match, line) for line in lines for match in _DATE.finditer(line)]
    days = {_iso(match) for match, _ in found}
    if len(days) != 1 or None in days:
        return None, None
    match, line = found[0]
    rest = line[match.end() :].strip(" ,|–—-")
    place = rest if rest and len(rest) < 60 and _PLACE.fullmatch(rest) else None
    return days.pop(), place


def _iso(match: re.Match[str]) -> str | None:
    month, day, year = match["m"] or match["m2"], int(match["d"] or match["d2"]), match["y"] or match["y2"]
    return f"{year}-{_MONTHS.index(month) + 1:02}-{day:02}" if 1 <= day <= 31 else None
