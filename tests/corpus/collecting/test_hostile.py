"""Hostile documents: each is one clear error in the crawl state within bounded time, and costs the others nothing."""

from dataclasses import replace

import pytest
from redis.asyncio import Redis

from corpus.collecting.crawl_state import CrawlState
from corpus.models import Quote
from corpus.sources.catalogue import Body
from corpus.sources.registry import Format
from corpus.verdict import Rating
from corpus.web.fetcher import Fetcher, Limits
from tests.support.budget import budget
from tests.support.collecting import TALK, collector, feed, origin, rating
from tests.support.hostile import HOSTILE, Hostile
from tests.support.sites import Site, answer, only_here
from tests.support.waiting import patience


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda one: one.id)
async def test_a_hostile_source_is_one_error_and_costs_no_other(
    redis: Redis, site: Site, hostile: Hostile
) -> None:
    site.pages["/good"] = answer(feed(site, ("1", TALK)))
    site.pages["/bad"] = hostile.send(site)
    origins = [origin(site, "bad", kind=hostile.kind), origin(site, "good")]
    with budget(5):
        async with (
            patience("the end of a hostile document"),
            Fetcher(hostile.limits, allow=only_here) as fetcher,
        ):
            await collector(redis, fetcher).run_once(origins)
    assert await rating(redis) is Rating.VERBATIM
    bad = (await CrawlState(redis).known())["bad"]
    assert (bad.statements, bad.succeeded) == (0, None)
    assert bad.error
    assert "\n" not in bad.error
    assert len(bad.error) < 500
    address, _, said = bad.error.partition(": ")
    assert address.startswith(site.url)
    assert said == hostile.error


async def test_of_as_many_items_as_fit_the_first_are_read_and_the_ledger_says_how_many_are_not(
    redis: Redis, site: Site
) -> None:
    ever = b"".join(b"<item><link>/%d</link></item>" % number for number in range(600_000))
    site.pages["/big"] = answer(feed(site, ("1", TALK)).replace(b"</channel>", ever + b"</channel>"))
    site.pages["/good"] = answer(feed(site, ("2", TALK.replace("Ann Lee", "Bob Orr"))))
    sources = [origin(site, "big"), origin(site, "good")]
    async with Fetcher(replace(Limits(), pause=0.0, tries=1), allow=only_here) as fetcher:
        with budget(20):
            big, good = await collector(redis, fetcher).run_once(sources)
    assert await rating(redis) is Rating.VERBATIM
    assert (good.statements, good.error) == (1, None)
    left = "599,501 items after the first 500 are not read"
    assert str(big.error).endswith(f"; {left}")  # after what became of the others, which lead nowhere
    assert (await CrawlState(redis).known())["big"].error == big.error


@pytest.mark.parametrize("form", [form for form in Format if form is not Format.GDELT], ids=str)
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b'{"results": [' * 20_000, id="brackets without end"),
        pytest.param(
            b'{"response": {"status": "ok", "results": 7}, "results": {}, "packages": null}', id="shapes"
        ),
        pytest.param(b"429 Too Many Requests", id="plain text"),
    ],
)
async def test_a_service_of_another_form_is_one_error(
    redis: Redis, site: Site, fetcher: Fetcher, form: Format, content: bytes
) -> None:
    site.pages["/good"] = answer(feed(site, ("1", TALK)))
    site.pages["/bad"] = answer(content)
    await collector(redis, fetcher).run_once([origin(site, "bad", format=form), origin(site, "good")])
    assert (await CrawlState(redis).known())["bad"].error
    assert await rating(redis) is Rating.VERBATIM


async def test_script_in_a_title_is_text_and_no_markup(redis: Redis, site: Site, fetcher: Fetcher) -> None:
    from corpus.collecting.coverage import CoverageReader
    from corpus.verify import Verifier
    from tests.support.collecting import WORDS
    from tests.support.record import Record

    rss = feed(site, ("1", TALK)).replace(
        b"<title>Talk", b"<title><![CDATA[<script>alert(1)</script><b>Talk</b>]]>\x00&#8238;"
    )
    site.pages["/talks"] = answer(rss)
    await collector(redis, fetcher).run_once([origin(site, body=Body.FEED)])
    found = await Verifier(Record(redis), CoverageReader(redis)).verify(Quote(WORDS, "Ann Lee"))
    assert found.closest
    assert "<" not in str(found.closest.statement.source.title)
    assert "alert" not in str(found.closest.statement.source.title)
