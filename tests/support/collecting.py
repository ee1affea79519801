"""A source to collect from, with one talk on it, and a collector that reads it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from redis.asyncio import Redis

from corpus.collecting.collector import Collector
from corpus.collecting.coverage import CoverageReader
from corpus.collecting.crawl_state import CrawlState
from corpus.models import Provenance, Quote
from corpus.sources.catalogue import Body, Kind, Origin
from corpus.verdict import Rating
from corpus.verify import Verifier
from corpus.web.fetcher import Fetcher
from tests.support.record import Record
from tests.support.sites import Site

WORDS = "We will build the bridge across the strait before the end of the decade."
TALK = f"<p>September 5, 2025</p><p>Ann Lee: {WORDS}</p><p>Question: Will it really cost nothing at all?</p>"


def origin(site: Site, name: str = "talks", **changes: object) -> Origin:
    plain = Origin(
        name, f"{site.url}/{name}", f"Publisher of {name}", "GB", "en", Kind.TRANSCRIPT,
        Provenance.TRANSCRIPT, 3600, "free", Body.FEED,
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def feed(site: Site, *items: tuple[str, str]) -> bytes:
    entries = "".join(
        f"<item><title>Talk</title><link>{site.url}/{path}</link><description><![CDATA[{body}]]></description></item>"
        for path, body in items
    )
    return f"<rss><channel>{entries}</channel></rss>".encode()


def collector(redis: Redis, fetcher: Fetcher, hours: float = 0.0) -> Collector:
    return Collector(
        Record(redis), CrawlState(redis), fetcher, clock=lambda: datetime.now(UTC) + timedelta(hours=hours)
    )


async def rating(redis: Redis, words: str = WORDS, speaker: str = "Ann Lee") -> Rating:
    return (await Verifier(Record(redis), CoverageReader(redis)).verify(Quote(words, speaker))).rating
