"""What a source publishes is found; what fails is named and never stops the rest."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from corpus.collecting.collector import Outcome
from corpus.collecting.coverage import CoverageReader
from corpus.collecting.crawl_state import CrawlState, SourceState
from corpus.errors import IndexUnavailableError
from corpus.models import Quote
from corpus.sources.catalogue import Body, Kind
from corpus.storage.server import Server
from corpus.verdict import Rating
from corpus.verify import Verifier
from corpus.web.fetcher import Fetcher
from tests.support.budget import budget
from tests.support.collecting import TALK, WORDS, collector, feed, origin, rating
from tests.support.record import Record
from tests.support.sites import (
    HASTY,
    QUICK,
    Site,
    answer,
    drip,
    only_here,
    redirect,
    unchanged_since,
    zipped,
)


async def test_what_was_published_is_found_and_what_was_asked_is_nobodys(
    redis: Redis, site: Site, fetcher: Fetcher
) -> None:
    site.pages["/talks"] = answer(feed(site, ("1", TALK)))
    assert await collector(redis, fetcher).run_once([origin(site)]) == [Outcome("talks", 1, 1, 1)]
    verdict = await Verifier(Record(redis), CoverageReader(redis)).verify(Quote(WORDS, "Ann Lee"))
    assert verdict.rating is Rating.VERBATIM
    assert verdict.closest
    source = verdict.closest.statement.source
    assert (source.publisher, source.url, source.date) == (
        "Publisher of talks",
        f"{site.url}/1",
        "2025-09-05",
    )
    assert await rating(redis, "Will it really cost nothing at all?") is not Rating.VERBATIM
    state = (await CrawlState(redis).known())["talks"]
    assert (state.documents, state.statements, state.since, state.error) == (1, 1, "2025-09-05", None)


async def test_articles_behind_the_links_are_read(redis: Redis, site: Site, fetcher: Fetcher) -> None:
    body = (
        f"<p>LONDON — “{WORDS}” said Ann Lee, the minister, on Friday in London.</p>"
        + "<p>It rained.</p>" * 20
    )
    site.pages["/news"] = answer(feed(site, ("a", "")))
    site.pages["/a"] = zipped(f"<html><body><article>{body}</article></body></html>".encode())
    news = origin(site, "news", kind=Kind.ARTICLE, body=Body.PAGE)
    [outcome] = await collector(redis, fetcher).run_once([news])
    assert outcome.error is None
    assert await rating(redis) is Rating.VERBATIM


async def test_nothing_is_fetched_twice(redis: Redis, site: Site, fetcher: Fetcher) -> None:
    site.pages["/talks"] = unchanged_since('"1"', feed(site, ("1", TALK)))
    for hours, fetched in ((0.0, 1), (0.1, 1), (1.0, 2)):
        await collector(redis, fetcher, hours).run_once([origin(site)])
        assert site.paths().count("/talks") == fetched
    assert site.asked[-1][1]["if-none-match"] == '"1"'
    state = (await CrawlState(redis).known())["talks"]
    assert state.documents == 1
    assert state.error is None


async def test_many_collectors_share_the_work(redis: Redis, site: Site, fetcher: Fetcher) -> None:
    origins = [origin(site, f"talks-{n}") for n in range(6)]
    for n, one in enumerate(origins):
        site.pages[f"/{one.name}"] = answer(feed(site, (str(n), TALK)))
    runs = await asyncio.gather(*(collector(redis, fetcher).run_once(origins) for _ in range(4)))
    assert {outcome.error for outcomes in runs for outcome in outcomes} == {None}
    assert sorted(path for path in site.paths() if "talks" in path) == [f"/{one.name}" for one in origins]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(answer(b"", status="404 Not Found"), id="gone"),
        pytest.param(redirect("http://169.254.169.254/latest/meta-data/"), id="redirect inside"),
        pytest.param(zipped(b"<rss>" + b" " * 30_000_000), id="gzip bomb"),
        pytest.param(drip, id="slow"),
        pytest.param(answer(b"<!DOCTYPE a [<!ENTITY a 'aa'>]><rss>&a;"[:20]), id="broken"),
        pytest.param(
            answer(bytes(range(256)) * 50, Content_Type="text/xml; charset=utf-8"), id="wrong encoding"
        ),
        pytest.param(answer(b"<html>Moved</html>"), id="no feed"),
    ],
)
async def test_a_failing_source_is_named_and_does_not_stop_the_rest(
    redis: Redis, site: Site, page: object
) -> None:
    site.pages |= {"/bad": page, "/talks": answer(feed(site, ("1", TALK)))}  # type: ignore[dict-item]
    async with Fetcher(HASTY if page is drip else QUICK, allow=only_here) as fetcher:
        outcomes = await collector(redis, fetcher).run_once([origin(site, "bad"), origin(site)])
    assert [bool(outcome.error) for outcome in outcomes] == [True, False]
    assert await rating(redis) is Rating.VERBATIM
    coverage = await CoverageReader(redis).coverage()
    assert coverage.stale == ("Publisher of bad",)
    assert coverage.sources == 2
    assert (await CrawlState(redis).known())["bad"].error


async def test_an_entity_bomb_costs_little_and_hides_nothing(
    redis: Redis, site: Site, fetcher: Fetcher
) -> None:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE rss [<!ENTITY a0 "boom">{levels}]>'.encode() + feed(site, ("1", TALK), ("2", "&a11;"))
    site.pages["/talks"] = answer(bomb)
    with budget(5):
        await collector(redis, fetcher).run_once([origin(site)])


async def test_a_document_that_failed_is_tried_again_and_the_others_are_kept(
    redis: Redis, site: Site, fetcher: Fetcher
) -> None:
    site.pages["/talks"] = unchanged_since('"1"', feed(site, ("1", TALK), ("2", "")))
    [outcome] = await collector(redis, fetcher).run_once([origin(site)])
    assert (outcome.documents, outcome.failed) == (1, 1)
    told = "<p>Bob Roe: Nobody in this house has ever voted for such a tax before today.</p>"
    asked = "<p>Question: And would you vote for such a tax if it came before this house tomorrow?</p>"
    site.pages["/2"] = answer(f"<html><body><article>{told}{asked}</article></body></html>".encode())
    [outcome] = await collector(redis, fetcher, 1).run_once([origin(site)])
    assert (outcome.documents, outcome.error) == (1, None)
    assert (
        await rating(redis, "Nobody in this house has ever voted for such a tax", "Bob Roe")
        is Rating.VERBATIM
    )


async def test_a_source_is_stale_past_its_interval_and_fresh_after_a_success(redis: Redis) -> None:
    now = datetime.now(UTC)
    crawl_state = CrawlState(redis)
    for name, age, expected in (("a", 30, ()), ("a", 90, ("A",)), ("a", 0, ())):
        read = (now - timedelta(minutes=age)).isoformat()
        await crawl_state.note(name, SourceState("A", 3600, tried=read, succeeded=read))
        assert (await CoverageReader(redis).coverage()).stale == expected
    await crawl_state.note("b", SourceState("B", 3600, tried=now.isoformat(), error="gone"))
    assert (await CoverageReader(redis).coverage()).stale == ("B",)
    await crawl_state.forget(["b"])
    assert (await CoverageReader(redis).coverage()).stale == ()


async def test_a_lease_belongs_to_one_and_only_its_holder_can_renew_or_release_it(redis: Redis) -> None:
    crawl_state = CrawlState(redis)
    assert await crawl_state.take("a", "me")
    assert not await crawl_state.take("a", "you")
    assert not await crawl_state.renew("a", "you")
    await crawl_state.release("a", "you")
    assert await crawl_state.renew("a", "me")
    await crawl_state.release("a", "me")
    assert await crawl_state.take("a", "you")


async def test_an_outage_of_the_record_is_no_failure_of_a_source(fetcher: Fetcher, site: Site) -> None:
    site.pages["/talks"] = answer(feed(site, ("1", TALK)))
    async with Server(unix_socket_path="/nonexistent.sock", retry=Retry(NoBackoff(), 0)) as nobody:
        with pytest.raises(IndexUnavailableError):
            await collector(nobody, fetcher).run_once([origin(site)])
    assert site.asked == []
