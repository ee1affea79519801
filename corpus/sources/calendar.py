"""Reader of calendars (iCalendar, RFC 5545): what is to come, by its own title, date and place. It never says what was said.

Cancelled, private and past events are no events here. Of two versions of an event the later one counts; an occurrence
of a series that was moved or cancelled is followed. A time stands as the calendar gives it: in its zone, in UTC, or
floating, which is never taken for a zone. A line or an event that is broken costs itself alone.
"""

import re
import time
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import islice

from dateutil.rrule import rrulestr
from icalendar.parser import Contentline, unescape_backslash
from icalendar.prop import vDDDTypes, vRecur
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from corpus.errors import ReadError
from corpus.models import Event
from corpus.sources.document import Document
from corpus.sources.markup import one_line, plain_text

AHEAD = timedelta(days=400)
"""So far ahead events are taken."""

MOST_EVENTS = 2_000
"""So many events that are not plainly past are read; the rest is counted."""

MOST_KEPT = 500
"""So many of them are kept, the next ones."""

MOST_OF_SERIES = 100
"""So many occurrences of one series are kept, the next ones."""

_RULES = 2.0  # seconds of processor time for all rules of a calendar: one that never comes true may take half of one
_LONGEST_LINE = 20_000  # characters
_MOST_LINES = 1_000  # of an event that are looked at
_LONGEST = {"SUMMARY": 300, "LOCATION": 200, "DESCRIPTION": 2_000, "UID": 300, "URL": 2_000}
_WANTED = frozenset(
    "UID SUMMARY LOCATION DESCRIPTION URL STATUS CLASS SEQUENCE DTSTAMP LAST-MODIFIED DTSTART DTEND DURATION RRULE "
    "RDATE EXDATE RECURRENCE-ID".split()
)
_LINE_END = re.compile(r"\r\n?")
_FOLD = re.compile(r"\n[ \t]")
_NAME = re.compile(r"([A-Za-z-]+)[:;]")
_DAY = re.compile(r":(\d{8})(?!\d)")
_WHERE = re.compile(r"^TZID[^:]*:(.{1,200})$.*?^X-LIC-LOCATION[^:]*:(.{1,100})$", re.MULTILINE | re.DOTALL)

# What a rule may hold, by how often it comes round: more would let a rule be written that never comes true, and that
# takes seconds to try. BYSETPOS is for "the last weekday of the month".
_HELD = {
    "DAILY": frozenset({"BYDAY"}),
    "WEEKLY": frozenset({"BYDAY"}),
    "MONTHLY": frozenset({"BYDAY", "BYMONTHDAY", "BYSETPOS"}),
    "YEARLY": frozenset({"BYMONTH", "BYDAY", "BYMONTHDAY"}),
}
_PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"})
_MOST_VALUES = 40
_LONGEST_INTERVAL, _LONGEST_RULE = 100, 500


@dataclass(frozen=True, slots=True)
class Calendar:
    """The next events, soonest first; how many were left out for their number, and how many could not be read."""

    events: tuple[Event, ...]
    left_out: int = 0
    unread: int = 0


@dataclass(frozen=True, slots=True)
class _Time:
    """A date, or a time by the clock on the wall of a zone; `zone` is None where the time floats or the zone is unknown."""

    at: date | datetime
    zone: zoneinfo.ZoneInfo | None = None
    named: str = ""

    @property
    def wall(self) -> datetime:
        """The time on the wall; midnight of a date."""
        return self.at if isinstance(self.at, datetime) else datetime.combine(self.at, datetime.min.time())

    @property
    def latest(self) -> datetime:
        """The moment at which it has come everywhere: where no zone is known, it may be the last one."""
        if self.zone and isinstance(self.at, datetime):
            return self.at.replace(tzinfo=self.zone).astimezone(UTC)
        return self.wall.replace(tzinfo=UTC) + timedelta(hours=12)

    @property
    def iso(self) -> str:
        """As a date, with its offset where the zone is known, or floating."""
        if isinstance(self.at, datetime) and self.zone:
            return self.at.replace(tzinfo=self.zone).isoformat(timespec="minutes")
        return self.at.isoformat(timespec="minutes") if isinstance(self.at, datetime) else self.at.isoformat()

    @property
    def mark(self) -> datetime | date:
        """Return the key of an occurrence where it is changed or taken out: its moment, or its day."""
        return self.latest if isinstance(self.at, datetime) else self.at

    def moved(self, wall: datetime) -> "_Time":
        """Return the same with another time on the wall."""
        return replace(self, at=wall if isinstance(self.at, datetime) else wall.date())


@dataclass(slots=True)
class _Entry:
    """An event as it stands in the file: texts by their names, times taken apart."""

    texts: dict[str, str] = field(default_factory=dict)
    times: dict[str, list[_Time]] = field(default_factory=dict)
    length: timedelta | None = None
    rules: list[str] = field(default_factory=list)
    ranged: bool = False  # this and all that follow

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    def time(self, name: str) -> _Time | None:
        return next(iter(self.times.get(name, [])), None)

    @property
    def start(self) -> _Time:
        return self.times["DTSTART"][0]

    @property
    def version(self) -> tuple[int, str]:
        """Of two versions of an event the greater one counts."""
        number = self.text("SEQUENCE")
        return (int(number) if number.isdecimal() and len(number) < 9 else 0), self.text(
            "LAST-MODIFIED"
        ) or self.text("DTSTAMP")

    @property
    def stands(self) -> bool:
        return self.text("STATUS").upper() != "CANCELLED" and self.text("CLASS").upper() not in (
            "PRIVATE",
            "CONFIDENTIAL",
        )


def read_calendar(document: Document, now: datetime) -> Calendar:
    r"""Return the events of a calendar that are to come; raise ReadError where it is none.

    >>> lines = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261208\nSUMMARY:Vote\nEND:VEVENT\nEND:VCALENDAR"
    >>> document = Document("https://a.example/c.ics", lines.encode())
    >>> [(e.start, e.title) for e in read_calendar(document, datetime(2026, 11, 26, tzinfo=UTC)).events]
    [('2026-12-08', 'Vote')]
    """
    text = _FOLD.sub("", _LINE_END.sub("\n", document.text.lstrip("\ufeff \t\r\n")))
    if not text[:15].upper() == "BEGIN:VCALENDAR":
        raise ReadError(document.url, "is no calendar: it does not begin with BEGIN:VCALENDAR")
    blocks = [block for block in _blocks(text) if not _is_past(block, now)]
    places = _places(text)
    entries, unread = [], 0
    for block in blocks[:MOST_EVENTS]:
        try:
            entries.append(_entry(block, places))
        except (ValueError, OverflowError, ArithmeticError, TypeError, AttributeError, IndexError, KeyError):
            unread += 1  # what the library makes of a broken value is as varied as the values
    found, lost = _events(entries, now)
    return Calendar(tuple(found[:MOST_KEPT]), max(0, len(blocks) - MOST_EVENTS), unread + lost)


# --- lines ---------------------------------------------------------------------------------------------------------


def _blocks(text: str) -> Iterator[list[str]]:
    """Yield the lines of each event that are wanted; an alarm inside says nothing about it."""
    block: list[str] | None = None
    inside = 0
    for line in text.split("\n"):
        upper = line[:20].upper().rstrip()
        if upper == "BEGIN:VEVENT":
            block, inside = [], 0  # one that was never ended is lost
        elif upper == "END:VEVENT":
            if block is not None:
                yield block
            block = None
        elif upper.startswith("BEGIN:"):
            inside += 1
        elif upper.startswith("END:"):
            inside = max(0, inside - 1)
        elif block is not None and not inside and len(block) < _MOST_LINES:
            name = _NAME.match(line)
            if name and name[1].upper() in _WANTED:
                block.append(line[:_LONGEST_LINE])


def _is_past(block: Sequence[str], now: datetime) -> bool:
    """Return whether all days of an event lie plainly behind; one that comes again, or lasts, is looked at closely."""
    names = {line[:8].upper().split(":")[0].split(";")[0] for line in block}
    if names & {"RRULE", "RDATE", "DURATION"}:
        return False
    days = [day[1] for line in block if line[:5].upper() in ("DTSTA", "DTEND") and (day := _DAY.search(line))]
    return bool(days) and max(days) < (now - timedelta(days=2)).strftime("%Y%m%d")


def _places(text: str) -> dict[str, str]:
    """Return the names that a calendar gives to zones of its own, where it says which place they are of."""
    zones = islice(
        re.finditer(
            r"^BEGIN:VTIMEZONE\s*$(.{0,2000}?)^(?:BEGIN|END):", text, re.MULTILINE | re.DOTALL | re.IGNORECASE
        ),
        100,
    )
    return {found[1].strip(): found[2].strip() for zone in zones if (found := _WHERE.search(zone[1]))}


def _entry(block: Sequence[str], places: Mapping[str, str]) -> _Entry:
    entry = _Entry()
    for line in block:
        name, parameters, value = Contentline(line).raw_parts()
        name = name.upper()
        if name == "RRULE":
            entry.rules.append(value)
        elif name == "DURATION":
            length = vDDDTypes.from_ical(value)
            entry.length = length if isinstance(length, timedelta) else None
        elif name in ("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE"):
            zone = str(parameters.get("TZID") or "")
            entry.ranged = entry.ranged or str(parameters.get("RANGE", "")).upper() == "THISANDFUTURE"
            for one in value.split(",") if name in ("RDATE", "EXDATE") else [value]:
                entry.times.setdefault(name, []).append(_time(one.split("/")[0].strip(), zone, places))
        elif name not in entry.texts:
            entry.texts[name] = _text(name, value)
    if "DTSTART" not in entry.times or not entry.text("SUMMARY"):
        raise ValueError("an event has a start and a title")
    return entry


def _text(name: str, value: str) -> str:
    """Return a text on one line, as far as it is kept; some calendars hold markup."""
    words = unescape_backslash(value)
    words = one_line(plain_text(words) if re.search(r"<\w|</|&\w+;", words) else words)
    most = _LONGEST.get(name, 100)
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"


def _time(value: str, zone: str, places: Mapping[str, str]) -> _Time:
    """Return a date or a time.

    >>> _time("20261208T143000", "Europe/Brussels", {}).iso, _time("20261208T143000Z", "", {}).iso
    ('2026-12-08T14:30+01:00', '2026-12-08T14:30+00:00')
    >>> _time("20261208T143000", "", {}).iso, _time("20261208", "Europe/Brussels", {}).iso
    ('2026-12-08T14:30', '2026-12-08')
    """
    found = vDDDTypes.from_ical(value)
    if isinstance(found, datetime):
        wall = found.replace(tzinfo=None)
        if found.tzinfo is not None:
            return _Time(wall, zoneinfo.ZoneInfo("UTC"), "UTC")
        known = _zone(zone, places)
        return _Time(wall, known, known.key if known else one_line(zone)[:60])
    if isinstance(found, date):
        return _Time(found)
    raise ValueError(f"{value[:40]!r} is no date")


def _zone(name: str, places: Mapping[str, str]) -> zoneinfo.ZoneInfo | None:
    """Return the zone that a name stands for: of the usual list, of Windows, at the end of a longer one, or by its place.

    >>> [zone and zone.key for zone in (_zone(n, {}) for n in ("/x.example/Europe/Brussels", "Romance Standard Time", "Ours"))]
    ['Europe/Brussels', 'Europe/Paris', None]
    """
    parts = name.strip("/").split("/")[:8]
    tails = ["/".join(parts[at:]) for at in range(len(parts))]
    for one in (WINDOWS_TO_OLSON.get(name, ""), *tails, places.get(name, "")):
        if one in _zones():
            return zoneinfo.ZoneInfo(one)
    return None


@cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


# --- events --------------------------------------------------------------------------------------------------------


def _events(entries: Sequence[_Entry], now: datetime) -> tuple[list[Event], int]:
    """Return the events that are to come, soonest first, and how many series could not be followed."""
    by_uid: dict[str, list[_Entry]] = {}
    for number, entry in enumerate(entries):
        by_uid.setdefault(entry.text("UID") or f"#{number}", []).append(entry)
    budget, lost = _Budget(), 0
    found: list[tuple[datetime, Event]] = []
    for uid, versions in by_uid.items():
        try:
            found += _of(uid, versions, now, budget)
        except (ValueError, OverflowError, ArithmeticError, TypeError):
            lost += 1
    once = {(event.uid, event.start): (when, event) for when, event in found}
    return [event for _, event in sorted(once.values(), key=lambda one: (one[0], one[1].uid))], lost


class _Budget:
    """Processor time for rules; ValueError where it is spent."""

    def __init__(self) -> None:
        self._left = _RULES

    def spend(self, began: float) -> None:
        self._left -= time.thread_time() - began

    def check(self) -> None:
        if self._left <= 0:
            raise ValueError("its rules take too long")


def _of(uid: str, versions: Sequence[_Entry], now: datetime, budget: _Budget) -> list[tuple[datetime, Event]]:
    """Return what is to come of one event: itself, or the next occurrences of a series, with their changes."""
    own = [entry for entry in versions if entry.time("RECURRENCE-ID") is None]
    latest = max((entry.version for entry in own), default=None)
    masters = [entry for entry in own if entry.version == latest]
    if masters and not any(entry.stands for entry in masters):
        return []
    changed: dict[datetime | date, _Entry] = {}
    for entry in sorted(versions, key=lambda one: one.version):
        if at := entry.time("RECURRENCE-ID"):
            changed[at.mark] = entry
    found = [one for entry in changed.values() for one in _made(uid, entry, entry.start, now)]
    for master in masters:
        gone = changed.keys() | {one.mark for one in master.times.get("EXDATE", [])}
        last = min(
            (entry.times["RECURRENCE-ID"][0].latest for entry in changed.values() if entry.ranged),
            default=None,
        )
        for at in _occurrences(master, now, budget):
            if not {at.latest, at.wall.date()} & gone and (last is None or at.latest < last):
                found += _made(uid, master, at, now)
    return found


def _made(uid: str, entry: _Entry, start: _Time, now: datetime) -> list[tuple[datetime, Event]]:
    """Return the event of an entry at a time, where it stands, is not over, and is not too far away."""
    end = _end(entry, start)
    over = (end or start).latest + timedelta(days=0 if isinstance(start.at, datetime) else 1)
    if not entry.stands or over <= now or start.latest > now + AHEAD:
        return []
    event = Event(
        uid=uid,
        title=entry.text("SUMMARY"),
        start=start.iso,
        over=over.isoformat(timespec="minutes"),
        end=end.iso if end and end.at != start.at else None,
        zone=start.named,
        place=entry.text("LOCATION"),
        description=entry.text("DESCRIPTION"),
        url=entry.text("URL") or None,
        tentative=entry.text("STATUS").upper() == "TENTATIVE",
    )
    return [(start.latest, event)]


def _end(entry: _Entry, start: _Time) -> _Time | None:
    """Return the end; of whole days the last one, which the format gives as the day after."""
    first, last, length = entry.start, entry.time("DTEND"), entry.length
    if last and isinstance(first.at, datetime) == isinstance(last.at, datetime):
        length = last.wall - first.wall if last.named == first.named else last.latest - first.latest
    length = max(length or timedelta(), timedelta())
    if isinstance(start.at, datetime):
        return start.moved(start.wall + length) if length else None
    return start.moved(start.wall + max(length - timedelta(days=1), timedelta()))


def _occurrences(master: _Entry, now: datetime, budget: _Budget) -> Iterable[_Time]:
    """Return the times of an event: one, or those of a series that are not long past, at most MOST_OF_SERIES."""
    start = master.start
    if not master.rules and "RDATE" not in master.times:
        return [start]
    length = (_end(master, start) or start).wall - start.wall
    today = now.replace(tzinfo=None)
    low, high = today - timedelta(days=2) - length, today + AHEAD + timedelta(days=2)
    walls = {start.wall, *(one.wall for one in master.times.get("RDATE", []) if one.named == start.named)}
    for rule in master.rules[:3]:
        budget.check()
        began = time.thread_time()
        walls.update(_ruled(rule, start, low, high))
        budget.spend(began)
    return [
        start.moved(wall) for wall in sorted(wall for wall in walls if low <= wall <= high)[:MOST_OF_SERIES]
    ]


def _ruled(rule: str, start: _Time, low: datetime, high: datetime) -> Iterator[datetime]:
    """Yield the times on the wall that a rule gives between two, at most MOST_OF_SERIES."""
    if len(rule) > _LONGEST_RULE:
        raise ValueError(f"{rule[:100]!r} … is a rule that is not followed")
    parts = {key.upper(): values for key, values in vRecur.from_ical(rule).items()}
    often = str(parts.get("FREQ", [""])[0]).upper()
    if often not in _HELD or parts.keys() - _PARTS - _HELD[often]:
        raise ValueError(f"{rule[:100]!r} is a rule that is not followed")
    every, most = (int(str(parts.get(key, [default])[0])) for key, default in (("INTERVAL", 1), ("COUNT", 0)))
    if not 1 <= every <= _LONGEST_INTERVAL or any(len(values) > _MOST_VALUES for values in parts.values()):
        raise ValueError(f"{rule[:100]!r} is a rule that is not followed")
    if (often == "DAILY" and every > 1 and "BYDAY" in parts) or (
        often == "YEARLY" and "BYMONTH" not in parts and parts.keys() & _HELD[often]
    ):
        raise ValueError(f"{rule[:100]!r} is a rule that is not followed")
    kept = ";".join(part for part in rule.split(";") if part.split("=")[0].upper() not in ("UNTIL", "COUNT"))
    first = start.wall
    step = timedelta(days=every * {"DAILY": 1, "WEEKLY": 7}.get(often, 0))
    if step and not most and first < low:
        first += (low - first) // step * step  # what lies between comes round as it did
    until = _until(parts.get("UNTIL"), start)
    times = iter(rrulestr(kept, dtstart=first, ignoretz=True).replace(until=min(high, until or high)))
    return islice((wall for wall in (islice(times, most) if most else times) if wall >= low), MOST_OF_SERIES)


def _until(values: Sequence[object] | None, start: _Time) -> datetime | None:
    """Return the last moment of a rule on the wall of its series; of a date, the end of the day."""
    last = values[0] if values else None
    if isinstance(last, datetime):
        if last.tzinfo is not None and start.zone:
            last = last.astimezone(start.zone)
        return last.replace(tzinfo=None)
    return datetime.combine(last, datetime.max.time()) if isinstance(last, date) else None
