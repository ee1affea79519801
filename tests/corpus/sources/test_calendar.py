"""Calendars of real shape: what is to come stands as the calendar has it, and what was moved or cancelled is followed."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from corpus.errors import ReadError
from corpus.models import Event
from corpus.sources.calendar import MOST_EVENTS, MOST_KEPT, MOST_OF_SERIES, Calendar, read_calendar
from corpus.sources.document import Document
from tests.support.budget import budget

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
COUNCIL = (Path(__file__).parents[2] / "data" / "calendar" / "council.ics").read_bytes()


def read(*events: str, now: datetime = NOW, end: str = "\r\n") -> Calendar:
    """A calendar of some events, their lines given with blanks for their ends."""
    blocks = [end.join(("BEGIN:VEVENT", *event.split("|"), "END:VEVENT")) for event in events]
    content = end.join(("BEGIN:VCALENDAR", "VERSION:2.0", *blocks, "END:VCALENDAR", ""))
    return read_calendar(Document("https://a.example/c.ics", content.encode()), now)


def starts(calendar: Calendar) -> list[str]:
    return [event.start for event in calendar.events]


@pytest.fixture(scope="module")
def council() -> Calendar:
    return read_calendar(Document("https://council.example/c.ics", COUNCIL), NOW)


def one(calendar: Calendar, uid: str) -> Event:
    [event] = [event for event in calendar.events if event.uid == f"{uid}@council.example"]
    return event


def test_a_title_folded_over_lines_is_whole_and_the_later_version_counts(council: Calendar) -> None:
    event = one(council, "summit-2026")
    assert event.title == "Leaders’ summit on Ukraine, security guarantees and the deployment of troops"
    assert (event.start, event.end) == ("2026-12-10T14:00+01:00", "2026-12-10T18:30+01:00")
    assert (event.place, event.zone) == ("Europa building, Brussels", "Europe/Brussels")
    assert event.url == "https://council.example/meetings/summit"
    assert event.description.endswith("Press conference by Ann Lee at the end.")  # and not of the alarm


def test_whole_days_end_on_their_last_day(council: Calendar) -> None:
    event = one(council, "plenary")
    assert (event.start, event.end, event.zone) == ("2026-12-14", "2026-12-17", "")
    assert event.over == "2026-12-18T12:00+00:00"  # when that day is over everywhere


def test_a_series_keeps_its_hour_over_the_change_of_clocks_and_follows_what_was_changed(
    council: Calendar,
) -> None:
    found = [e for e in council.events if e.uid == "briefing@council.example"]
    days = [event.start for event in found]
    assert days[0] == "2026-12-01T12:00+01:00"
    assert "2026-12-08T12:00+01:00" not in days  # taken out
    assert "2026-12-15T12:00+01:00" not in days  # moved
    assert "2026-12-16T16:00+01:00" in days
    assert "2026-12-22T12:00+01:00" not in days  # cancelled
    assert "2027-03-23T12:00+01:00" in days
    assert "2027-03-30T12:00+02:00" in days  # at noon, in summer time
    assert days[-1] == "2027-04-13T12:00+02:00"  # the rule ends
    assert found[0].end == "2026-12-01T12:45+01:00"


def test_times_stand_as_given_in_utc_floating_and_in_zones_of_any_name(council: Calendar) -> None:
    assert one(council, "hearing").start == "2026-12-01T08:30+00:00"
    assert one(council, "hearing").tentative
    assert (one(council, "floating").start, one(council, "floating").zone) == ("2026-12-02T19:00", "")
    assert (one(council, "windows").start, one(council, "windows").zone) == (
        "2026-12-03T09:00+01:00",
        "Europe/Paris",
    )
    assert one(council, "ours").zone == "Europe/Rome"
    assert (one(council, "unknown").start, one(council, "unknown").zone) == (
        "2026-12-05T09:00",
        "Strait Time",
    )


def test_what_is_cancelled_private_past_or_too_far_is_no_event_that_is_to_come(council: Calendar) -> None:
    titles = {event.title for event in council.events}
    assert not titles & {"Trilogue", "Dentist", "Last year’s meeting", "Presidency begins"}


def test_what_is_broken_costs_itself_and_is_counted(council: Calendar) -> None:
    titles = {event.title for event in council.events}
    assert not titles & {"A day that is none", "Every second"}
    assert (council.unread, council.left_out) == (2, 0)


def test_events_stand_in_their_order(council: Calendar) -> None:
    assert [event.over for event in council.events][:3] == sorted(e.over for e in council.events)[:3]
    assert council.events[0].title == "Hearing of the Governor"


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"], ids=["CRLF", "LF", "CR"])
def test_lines_may_end_in_any_way(end: str) -> None:
    assert starts(read("DTSTART:20261208T100000Z|SUMMARY:A", end=end)) == ["2026-12-08T10:00+00:00"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        pytest.param("FREQ=DAILY;COUNT=3", ["2026-11-30", "2026-12-01", "2026-12-02"], id="count"),
        pytest.param("FREQ=WEEKLY;INTERVAL=2;UNTIL=20261228", ["2026-11-30", "2026-12-14", "2026-12-28"], id="until"),
        pytest.param("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", ["2026-11-30", "2026-12-31"], id="last weekday"),
        pytest.param("FREQ=YEARLY;BYMONTH=12;BYDAY=1MO;COUNT=1", ["2026-11-30", "2026-12-07"], id="first Monday"),
    ],
)  # fmt: skip
def test_a_rule_gives_its_days(rule: str, expected: list[str]) -> None:
    assert starts(read(f"DTSTART;VALUE=DATE:20261130|RRULE:{rule}|SUMMARY:A")) == expected


def test_a_series_of_many_years_keeps_its_step() -> None:
    found = starts(read("DTSTART;VALUE=DATE:19900101|RRULE:FREQ=WEEKLY;INTERVAL=2|SUMMARY:A"))
    assert found[:2] == ["2026-11-30", "2026-12-14"]
    assert (date(2026, 11, 30) - date(1990, 1, 1)).days % 14 == 0


def test_a_series_counted_from_long_ago_is_over() -> None:
    assert starts(read("DTSTART;VALUE=DATE:20200101|RRULE:FREQ=WEEKLY;COUNT=10|SUMMARY:A")) == []


def test_a_cancelled_series_is_gone_with_what_was_changed_of_it() -> None:
    series = "UID:a|DTSTART:20261201T100000Z|RRULE:FREQ=WEEKLY|SUMMARY:A|STATUS:CANCELLED|SEQUENCE:1"
    moved = "UID:a|RECURRENCE-ID:20261208T100000Z|DTSTART:20261209T100000Z|SUMMARY:A"
    assert starts(read(series, moved)) == []


def test_where_all_that_follow_were_changed_only_what_is_certain_is_left() -> None:
    series = "UID:a|DTSTART:20261201T100000Z|RRULE:FREQ=WEEKLY|SUMMARY:A"
    moved = "UID:a|RECURRENCE-ID;RANGE=THISANDFUTURE:20261215T100000Z|DTSTART:20261215T120000Z|SUMMARY:A"
    assert starts(read(series, moved)) == [
        "2026-12-01T10:00+00:00",
        "2026-12-08T10:00+00:00",
        "2026-12-15T12:00+00:00",
    ]


def test_a_day_takes_an_occurrence_out_whatever_its_hour() -> None:
    series = "UID:a|DTSTART:20261201T100000Z|RRULE:FREQ=WEEKLY;COUNT=2|EXDATE;VALUE=DATE:20261208|SUMMARY:A"
    assert starts(read(series)) == ["2026-12-01T10:00+00:00"]


def test_an_event_that_goes_on_is_still_to_come_and_one_that_is_over_is_not() -> None:
    going = "DTSTART:20261126T100000Z|DTEND:20261126T130000Z|SUMMARY:A"
    over = "DTSTART:20261126T100000Z|DTEND:20261126T113000Z|SUMMARY:B"
    assert [event.title for event in read(going, over).events] == ["A"]


def test_many_events_are_bounded_and_counted_and_the_past_takes_no_room() -> None:
    past = ["DTSTART:20200101T100000Z|SUMMARY:Past"] * 3_000
    coming = [f"UID:{n}|DTSTART:20261201T100000Z|SUMMARY:{n}" for n in range(MOST_EVENTS + 7)]
    found = read(*past, *coming)
    assert (len(found.events), found.left_out) == (MOST_KEPT, 7)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=HOURLY;COUNT=9999999", "FREQ=DAILY;BYHOUR=0,1,2;BYMINUTE=0,1,2", "FREQ=DAILY;INTERVAL=0",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=300",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU", "FREQ=YEARLY;BYYEARDAY=366;INTERVAL=99", "FREQ=DAILY;COUNT=" + "9" * 5_000,
        "FREQ=MONTHLY;BYMONTHDAY=" + ",".join(["31"] * 3_000), "FREQ=DAILY;UNTIL=99999999T999999Z", "FREQ=", "", ";;;=",
        "FREQ=DAILY;" * 1_000, "FREQ=YEARLY;BYEASTER=0", "FREQ=WEEKLY;RSCALE=CHINESE",
    ],
    ids=lambda rule: rule[:40],
)  # fmt: skip
def test_a_bomb_of_a_rule_takes_bounded_time_however_often_it_stands_there(rule: str) -> None:
    with budget(5):
        found = read(*(f"UID:{n}|DTSTART:20261201T100000Z|RRULE:{rule}|SUMMARY:A" for n in range(300)))
    assert len(found.events) <= MOST_KEPT


def test_a_series_without_end_is_bounded() -> None:
    found = starts(read("DTSTART;VALUE=DATE:00010101|RRULE:FREQ=DAILY|SUMMARY:A"))
    assert MOST_OF_SERIES - 3 < len(found) <= MOST_OF_SERIES
    assert found[:2] == ["2026-11-26", "2026-11-27"]


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>Log in</html>", b"BEGIN:VCARD\r\nEND:VCARD", b"{}"],
    ids=["nothing", "a page", "a card", "JSON"],
)
def test_what_is_no_calendar_is_refused(content: bytes) -> None:
    with pytest.raises(ReadError, match="is no calendar"):
        read_calendar(Document("https://a.example/c.ics", content), NOW)


def test_a_calendar_without_events_is_one() -> None:
    assert read() == Calendar(())
