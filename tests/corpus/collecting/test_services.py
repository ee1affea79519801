"""Services and files of quotations are collected like feeds: page by page, each thing once, no key shown."""

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from redis.asyncio import Redis

from corpus.collecting.collector import Collector
from corpus.collecting.coverage import CoverageReader
from corpus.collecting.crawl_state import CrawlState, SourceState
from corpus.models import Provenance, Quote
from corpus.sources.catalogue import Body, Kind, Origin
from corpus.sources.registry import Format
from corpus.verdict import Rating
from corpus.verify import Verifier
from corpus.web.fetcher import Fetcher
from tests.support.record import Record
from tests.support.sites import Site, answer

DATA = Path(__file__).parents[2] / "data"
NOW = datetime(2026, 9, 1, 12, 20, tzinfo=UTC)
BOATS = "We will double the number of pilot boats by 2030"


def origin(site: Site, path: str, form: Format, body: Body = Body.PAGE) -> Origin:
    return Origin(
        "one", site.url + path, "The Source", "GB", "en", Kind.TRANSCRIPT, Provenance.TRANSCRIPT, 3600, "free",
        body, format=form,
    )  # fmt: skip


def collector(redis: Redis, fetcher: Fetcher) -> Collector:
    return Collector(Record(redis), CrawlState(redis), fetcher, clock=lambda: NOW)


async def rating(redis: Redis, speaker: str) -> Rating:
    return (await Verifier(Record(redis), CoverageReader(redis)).verify(Quote(BOATS, speaker))).rating


async def test_every_page_of_a_listing_is_read(redis: Redis, site: Site, fetcher: Fetcher) -> None:
    page = json.loads((DATA / "hansard/spoken.json").read_text())
    second = json.dumps(page).replace("A1B2-C3", "OTHER").replace("pilot boats by 2030", "tug boats by 2031")
    page["TotalResultCount"] = 6
    site.pages["/s?queryParameters.skip=0"] = answer(json.dumps(page).encode())
    site.pages["/s?queryParameters.skip=3"] = answer(second.encode())
    hansard = origin(site, "/s?queryParameters.skip=0", Format.HANSARD, Body.FEED)
    [outcome] = await collector(redis, fetcher).run_once([hansard])
    assert (outcome.documents, outcome.statements, outcome.error) == (2, 2, None)
    assert await rating(redis, "Mara Whitlock") is Rating.VERBATIM


async def test_a_speech_is_read_from_the_content_service_and_linked_to_its_page(
    redis: Redis, site: Site, fetcher: Fetcher
) -> None:
    path = "/government/speeches/ministers-speech-at-the-harbour-forum"
    site.pages["/search.json"] = answer(
        (DATA / "govuk/search.json").read_bytes().replace(b'"total": 5', b'"total": 3')
    )
    site.pages[f"/api/content{path}"] = answer((DATA / "govuk/speech.json").read_bytes())
    [outcome] = await collector(redis, fetcher).run_once([origin(site, "/search.json", Format.GOVUK)])
    assert (outcome.documents, outcome.statements) == (1, 1)
    verdict = await Verifier(Record(redis), CoverageReader(redis)).verify(Quote(BOATS, "Mara Whitlock"))
    assert verdict.rating is Rating.VERBATIM
    assert verdict.closest
    assert verdict.closest.statement.source.url == site.url + path


async def test_files_of_quotations_are_read_each_once_and_a_missing_one_is_named(
    redis: Redis, site: Site, fetcher: Fetcher
) -> None:
    day = gzip.compress((DATA / "gdelt/day.jsonl").read_bytes())
    for minute in ("1131", "1146", "1216"):
        site.pages[f"/gqg/20260901{minute}00.gqg.json.gz"] = answer(day)
    [outcome] = await collector(redis, fetcher).run_once([origin(site, "/gqg", Format.GDELT)])
    assert (outcome.documents, outcome.failed, outcome.waiting) == (3, 1, 0)
    assert "20260901120100" in str(outcome.error)
    assert await rating(redis, "Mara Whitlock") is Rating.VERBATIM
    site.asked.clear()
    later = Collector(Record(redis), CrawlState(redis), fetcher, clock=lambda: NOW.replace(hour=13))
    await later.run_once([origin(site, "/gqg", Format.GDELT)])
    assert not [path for path in site.paths() if "121600" in path]


async def test_after_a_long_pause_files_that_were_never_there_leave_no_source_stale(
    redis: Redis, site: Site, fetcher: Fetcher
) -> None:
    day = gzip.compress((DATA / "gdelt/day.jsonl").read_bytes())
    for stamp in ("20260831180100", "20260901113100", "20260901114600", "20260901120100", "20260901121600"):
        site.pages[f"/gqg/{stamp}.gqg.json.gz"] = answer(day)
    crawl_state = CrawlState(redis)
    await crawl_state.note("one", SourceState("The Source", 3600, succeeded="2026-08-20T12:00:00+00:00"))
    [outcome] = await collector(redis, fetcher).run_once([origin(site, "/gqg", Format.GDELT)])
    assert (outcome.documents, outcome.failed) == (5, 0)
    assert outcome.missing == 91  # of a day's 96
    assert outcome.error == "91 files were never there (404)"
    assert not (await crawl_state.known())["one"].is_stale(NOW)
    site.asked.clear()
    later = Collector(Record(redis), crawl_state, fetcher, clock=lambda: NOW.replace(minute=55))
    await later.run_once([origin(site, "/gqg", Format.GDELT)])
    assert [path for path in site.paths() if "20260901" not in path] == []


async def test_files_that_are_all_gone_leave_the_source_stale(
    redis: Redis, site: Site, fetcher: Fetcher
) -> None:
    crawl_state = CrawlState(redis)
    await crawl_state.note("one", SourceState("The Source", 3600, succeeded="2026-08-20T12:00:00+00:00"))
    [outcome] = await collector(redis, fetcher).run_once([origin(site, "/gqg", Format.GDELT)])
    assert outcome.documents == 0
    assert "answered 404" in str(outcome.error)
    assert (await crawl_state.known())["one"].is_stale(NOW)


async def test_a_key_never_shows_in_the_ledger(redis: Redis, site: Site, fetcher: Fetcher) -> None:
    wants = replace(origin(site, "/search?api-key={key}", Format.GUARDIAN, Body.FEED), secret="s3 cret")
    [outcome] = await collector(redis, fetcher).run_once([wants])
    assert outcome.error
    assert "cret" not in outcome.error
    assert "cret" not in str(await CrawlState(redis).known())
