"""Sentences of a brief on what is to come: announced events in the calendars' words, and which calendars were read.

None of its sentences takes a text: an event is quoted from its calendar under its number, the others are fixed.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from corpus.models import Event
from corpus.related.events import Agenda, Common, Concern, Reading, Upcoming
from handlers.messages import say
from handlers.replies.formatting import count, line, listing, quoted, say_date

_MOST_NAMED = 8  # calendars
_LONGEST_TITLE = 320  # as long as a reader of calendars keeps one, with its ellipsis


@dataclass(frozen=True, slots=True)
class Announcement:
    """A numbered source: an event, as a calendar announces it."""

    number: int
    event: Event

    def __post_init__(self) -> None:
        if self.number < 1 or not self.event.title.strip():
            raise ValueError("a source has a number from 1 on, and words")


@dataclass(frozen=True, slots=True)
class Announced:
    """An event in its calendar's own words, and what it has in common with what was asked."""

    note: Announcement
    concern: Concern

    def __post_init__(self) -> None:
        if self.note.event != self.concern.event or not self.concern.words:
            raise ValueError("an event is listed for words that it has in common")

    @property
    def numbers(self) -> tuple[int, ...]:
        """Return the number of its source."""
        return (self.note.number,)

    @property
    def text(self) -> str:
        """Return the sentence without its number."""
        event = self.note.event
        title = quoted(event.title, _LONGEST_TITLE)
        marked = say("briefs.tentative") if event.tentative else ""
        where = f", {line(event.place)}" if event.place else ""
        shared = listing([f"“{word}”" for word in self.concern.words], most=6)
        place = say("briefs.in_its_description") if self.concern.described else say("briefs.in_its_title")
        common = say("briefs.in_common", place=place, common=say(_COMMON[self.concern.common]), shared=shared)
        return f"{say_time(event)}: {title}{where}{marked}. {common}."


class Outlook(Enum):
    """The subjects of fixed sentences about the calendars."""

    NO_CALENDAR = "no calendar"
    NOT_READ = "not read"
    LISTED = "listed"
    NONE = "none"
    LACKING = "lacking"


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A fixed sentence about the calendars as they were read."""

    outlook: Outlook
    agenda: Agenda
    upcoming: Upcoming
    numbers: tuple[int, ...] = field(default=(), init=False)

    @property
    def text(self) -> str:
        """Return the sentence."""
        return _OUTLOOK[self.outlook](self)


def foresee(agenda: Agenda, upcoming: Upcoming, first: int) -> tuple[Announced | Foreseen, ...]:
    """Return the sentences on what is to come; the numbers of its sources begin with `first`."""
    if not agenda.calendars:
        return (Foreseen(Outlook.NO_CALENDAR, agenda, upcoming),)
    events = tuple(
        Announced(Announcement(first + n, concern.event), concern)
        for n, concern in enumerate(upcoming.concerns)
    )
    said = [Outlook.LISTED] if events else [Outlook.NONE] if _read(agenda) else []
    after = [Outlook.NOT_READ] if _failed(agenda) else []
    after += [Outlook.LACKING] if any(one.lacks for one in agenda.calendars) else []
    return (
        *(Foreseen(one, agenda, upcoming) for one in said),
        *events,
        *(Foreseen(one, agenda, upcoming) for one in after),
    )


def say_time(event: Event) -> str:
    """Return when an event is, as its calendar says: days, or times with their zone.

    >>> from dataclasses import replace
    >>> day = Event("u", "Vote", "2026-12-08", "2026-12-09T12:00+00:00")
    >>> say_time(day), say_time(replace(day, end="2026-12-10"))
    ('8 December 2026', '8 to 10 December 2026')
    >>> say_time(replace(day, start="2026-12-08T14:00+01:00", end="2026-12-08T15:30+01:00", zone="Europe/Brussels"))
    '8 December 2026, 14:00 to 15:30 (Brussels time)'
    >>> say_time(replace(day, start="2026-12-08T14:00")), say_time(replace(day, start="2026-12-08T14:00+00:00", zone="UTC"))
    ('8 December 2026, 14:00 (time zone not given)', '8 December 2026, 14:00 (UTC)')
    """
    start, end = event.start, event.end or ""
    if "T" not in start:
        return _days(start, end)
    zone = f" ({_zone(event)})"
    if end[:10] == start[:10]:
        return say("briefs.time_span", date=say_date(start), start=start[11:16], end=end[11:16], zone=zone)
    until = say("briefs.until_day", date=say_date(end), end=end[11:16]) if end else ""
    return f"{say_date(start)}, {start[11:16]}{until}{zone}"


def _days(start: str, end: str) -> str:
    if not end:
        return say_date(start)
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    if (first.year, first.month) == (last.year, last.month):
        return say("briefs.from_until", since=first.day, until=say_date(end))
    return say("briefs.from_until", since=say_date(start), until=say_date(end))


def _zone(event: Event) -> str:
    if not event.zone:
        return say("briefs.zone_not_given")
    if datetime.fromisoformat(event.start).tzinfo is None:
        return say("briefs.zone_unknown", zone=quoted(event.zone))
    area, _, place = event.zone.rpartition("/")
    return (
        say("briefs.zone", replace=place.replace("_", " "))
        if area and not area.startswith("Etc")
        else event.zone
    )


# --- the fixed sentences ---------------------------------------------------------------------------------------------

_COMMON = {
    Common.NAME: "briefs.common_name",
    Common.QUOTE: "briefs.common_quote",
    Common.WORDING: "briefs.common_wording",
    Common.ROLE: "briefs.common_role",
    Common.OCCASION: "briefs.common_occasion",
}


def _read(agenda: Agenda) -> list[Reading]:
    return [one for one in agenda.calendars if not one.failed]


def _failed(agenda: Agenda) -> list[Reading]:
    return [one for one in agenda.calendars if one.failed]


def _names(readings: list[Reading]) -> str:
    return listing(
        list(dict.fromkeys(f"{one.publisher} ({_when(one)})" for one in readings)), most=_MOST_NAMED
    )


def _when(reading: Reading) -> str:
    if not reading.read:
        return say("briefs.never_read")
    date_ = say_date(reading.read)
    return say("briefs.last_read", date=date_) if reading.failed else say("briefs.read", date=date_)


def _calendars(agenda: Agenda) -> str:
    return say("briefs.calendars", names=_names(_read(agenda))) if _read(agenda) else ""


def _listed(said: Foreseen) -> str:
    more = say("briefs.more_events_listed", count=said.upcoming.more) if said.upcoming.more else ""
    return say("briefs.events_listed", more=more, calendars=_calendars(said.agenda))


def _none(said: Foreseen) -> str:
    if not said.upcoming.looked_at:
        return say("briefs.calendars_announce_nothing", calendars=_calendars(said.agenda))
    looked = count(said.upcoming.looked_at, "announced event")
    return say("briefs.no_event_in_common", looked=looked, calendars=_calendars(said.agenda))


def _not_read(said: Foreseen) -> str:
    return say("briefs.calendars_not_read", names=_names(_failed(said.agenda)))


def _lacking(said: Foreseen) -> str:
    parts = [f"{line(one.publisher)} ({line(one.lacks)})" for one in said.agenda.calendars if one.lacks]
    return say("briefs.calendars_read_in_part", listing=listing(parts, most=_MOST_NAMED))


_OUTLOOK = {
    Outlook.NO_CALENDAR: lambda _: say("briefs.no_calendar"),
    Outlook.NOT_READ: _not_read,
    Outlook.LISTED: _listed,
    Outlook.NONE: _none,
    Outlook.LACKING: _lacking,
}
