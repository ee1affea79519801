"""Calendars are collected as other sources are; what they announce follows them, and no answer to a quote rests on it."""

import asyncio
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from redis.asyncio import Redis

from corpus.collecting.collector import Outcome
from corpus.collecting.coverage import CoverageReader
from corpus.collecting.crawl_state import CrawlState
from corpus.related.event_store import Agenda, read_agenda
from corpus.sources.catalogue import Kind
from corpus.storage import keys
from corpus.web.fetcher import Fetcher
from tests.support.collecting import TALK, collector, feed, origin, rating
from tests.support.sites import Site, answer, unchanged_since, zipped

NOW = datetime.now(UTC)
COUNCIL = (Path(__file__).parents[2] / "data" / "calendar" / "council.ics").read_bytes()


def day(days: int) -> str:
    return f"{NOW + timedelta(days=days):%Y%m%d}"


def calendar(*events: str) -> bytes:
    blocks = ["\r\n".join(("BEGIN:VEVENT", *event.split("|"), "END:VEVENT")) for event in events]
    return "\r\n".join(("BEGIN:VCALENDAR", *blocks, "END:VCALENDAR", "")).encode()


def talk(days: int, *more: str, sequence: int = 0) -> str:
    return "|".join(
        (
            "UID:talk@a.example",
            f"SEQUENCE:{sequence}",
            f"DTSTART;VALUE=DATE:{day(days)}",
            "SUMMARY:A talk by Ann Lee",
            *more,
        )
    )


async def agenda(redis: Redis, hours: float = 0.0) -> Agenda:
    return await read_agenda(redis, datetime.now(UTC) + timedelta(hours=hours))


async def titles(redis: Redis, hours: float = 0.0) -> list[str]:
    return [f"{event.start} {event.title}" for event in (await agenda(redis, hours)).events]


async def read(redis: Redis, site: Site, fetcher: Fetcher, hours: float = 0.0) -> Outcome:
    [outcome] = await collector(redis, fetcher, hours).run_once([origin(site, "dates", kind=Kind.CALENDAR)])
    return outcome


async def test_what_a_calendar_announces_is_kept_with_where_it_stands(
    redis: Redis, site: Site, fetcher: Fetcher
) -> None:
    site.pages["/dates"] = zipped(
        calendar(talk(5, "URL:https://a.example/talk")), Content_Type="text/calendar"
    )
    outcome = await read(redis, site, fetcher)
    assert str(outcome) == "dates: 1 event to come"
    [event] = (await agenda(redis)).events
    assert (event.title, event.publisher, event.calendar) == (
        "A talk by Ann Lee",
        "Publisher of dates",
        "dates",
    )
    assert (event.page, event.url) == (f"{site.url}/dates", "https://a.example/talk")
    assert event.read


async def test_an_event_that_was_moved_stands_under_its_new_day_alone(
    redis: Redis, site: Site, fetcher: Fetcher
) -> None:
    site.pages["/dates"] = answer(calendar(talk(5)))
    await read(redis, site, fetcher)
    site.pages["/dates"] = answer(calendar(talk(5), talk(9, sequence=1)))
    await read(redis, site, fetcher, hours=1)
    moved = f"{NOW + timedelta(days=9):%Y-%m-%d} A talk by Ann Lee"
    assert await titles(redis, hours=1) == [moved]


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(calendar(talk(5, "STATUS:CANCELLED", sequence=1)), id="cancelled"),
        pytest.param(calendar(), id="taken out"),
    ],
)
async def test_an_event_that_was_cancelled_is_gone(
    redis: Redis, site: Site, fetcher: Fetcher, later: bytes
) -> None:
    site.pages["/dates"] = answer(calendar(talk(5)))
    await read(redis, site, fetcher)
    assert await titles(redis)
    site.pages["/dates"] = answer(later)
    await read(redis, site, fetcher, hours=1)
    assert await titles(redis, hours=1) == []


async def test_what_is_over_is_gone_without_a_visit_and_the_rest_goes_by_itself(
    redis: Redis, site: Site, fetcher: Fetcher
) -> None:
    site.pages["/dates"] = answer(calendar(talk(5)))
    await read(redis, site, fetcher)
    assert await titles(redis, hours=24 * 8) == []
    assert 0 < await redis.ttl(keys.events("dates")) < 8 * 24 * 3600


async def test_a_calendar_that_has_not_changed_is_not_sent_again_until_its_series_run_short(
    redis: Redis, site: Site, fetcher: Fetcher
) -> None:
    weekly = f"DTSTART;VALUE=DATE:{day(1)}|RRULE:FREQ=WEEKLY|SUMMARY:A|UID:w"
    site.pages["/dates"] = unchanged_since('"1"', calendar(weekly))
    for hours in (0, 1, 24 * 150):
        await read(redis, site, fetcher, hours)
    asked = [headers.get("if-none-match") for path, headers in site.asked if path == "/dates"]
    assert asked == [None, '"1"', None]
    assert len(await titles(redis, 24 * 150)) > 50


async def test_a_calendar_that_fails_keeps_what_it_had_and_is_named(
    redis: Redis, site: Site, fetcher: Fetcher
) -> None:
    site.pages["/dates"] = answer(calendar(talk(5)))
    await read(redis, site, fetcher)
    site.pages["/dates"] = answer(b"", status="500 Internal Server Error")
    outcome = await read(redis, site, fetcher, hours=1)
    assert not outcome.reached
    assert await titles(redis)
    [reading] = (await agenda(redis, 1)).calendars
    assert reading.publisher == "Publisher of dates"
    assert reading.read
    assert reading.failed


async def test_a_calendar_that_never_answered_is_known_as_one(
    redis: Redis, site: Site, fetcher: Fetcher
) -> None:
    await read(redis, site, fetcher)
    [reading] = (await agenda(redis)).calendars
    assert (reading.read, reading.failed) == (None, True)


async def test_a_calendar_counts_for_no_answer_to_a_quote(redis: Redis, site: Site, fetcher: Fetcher) -> None:
    site.pages["/talks"] = answer(feed(site, ("1", TALK)))
    await collector(redis, fetcher).run_once([origin(site)])
    before = (await CoverageReader(redis).coverage("Ann Lee"), await rating(redis))
    await read(redis, site, fetcher)  # 404: it is stale at once
    after = (await CoverageReader(redis).coverage("Ann Lee"), await rating(redis))
    assert after == before


async def test_what_cannot_be_read_of_a_calendar_stands_in_the_crawl_state(
    redis: Redis, site: Site, fetcher: Fetcher
) -> None:
    site.pages["/dates"] = unchanged_since('"1"', calendar(talk(5), "DTSTART:soon|SUMMARY:B", "SUMMARY:C"))
    assert (await read(redis, site, fetcher)).error == "2 events cannot be read"
    assert (await CrawlState(redis).known())["dates"].error == "2 events cannot be read"
    await read(redis, site, fetcher, hours=1)
    assert [headers.get("if-none-match") for path, headers in site.asked if path == "/dates"] == [None, None]


async def test_a_calendar_of_real_shape_is_read_over_the_wire(
    redis: Redis, site: Site, fetcher: Fetcher
) -> None:
    year = NOW.year + 1 if NOW.month == 12 else NOW.year
    site.pages["/dates"] = answer(COUNCIL.replace(b"2026", str(year).encode()))
    outcome = await read(redis, site, fetcher)
    assert outcome.reached
    assert outcome.error == "2 events cannot be read"


async def test_a_calendar_that_is_no_longer_collected_is_forgotten(
    redis: Redis, site: Site, fetcher: Fetcher
) -> None:
    site.pages["/dates"] = answer(calendar(talk(5)))
    await read(redis, site, fetcher)
    await CrawlState(redis).forget(["dates"])
    assert await agenda(redis) == Agenda()
    assert not await redis.exists(keys.events("dates"))


async def test_a_key_in_the_address_is_never_kept(redis: Redis, site: Site, fetcher: Fetcher) -> None:
    site.pages["/dates?key=s3cret"] = answer(calendar(talk(5)))
    one = replace(
        origin(site, "dates", kind=Kind.CALENDAR), url=f"{site.url}/dates?key={{key}}", secret="s3cret"
    )
    await collector(redis, fetcher).run_once([one])
    [event] = (await agenda(redis)).events
    assert "s3cret" not in event.page
    assert not re.search(b"s3cret", b"".join((await redis.hgetall(keys.CRAWL_STATE)).values()))


async def test_collectors_at_once_read_a_calendar_once(redis: Redis, site: Site, fetcher: Fetcher) -> None:
    site.pages["/dates"] = answer(calendar(talk(5)))
    one = origin(site, "dates", kind=Kind.CALENDAR)
    await asyncio.gather(*(collector(redis, fetcher).run_once([one]) for _ in range(4)))
    assert site.paths().count("/dates") == 1
