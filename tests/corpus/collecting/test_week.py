"""A week of five sources, played by a server here: what is published is found within one interval, whatever goes wrong."""

import gzip
import json
from datetime import UTC, datetime, timedelta

from redis.asyncio import Redis

from corpus.collecting.collector import Collector, Outcome
from corpus.collecting.coverage import CoverageReader
from corpus.collecting.crawl_state import CrawlState
from corpus.models import Provenance, Quote
from corpus.sources.catalogue import Body, Kind, Origin
from corpus.sources.registry import Format
from corpus.verdict import Rating, Verdict
from corpus.verify import Verifier
from corpus.web.fetcher import Fetcher
from handlers.replies.reply import compose, plain
from tests.support.record import Record
from tests.support.sites import Site, answer, redirect, unchanged_since

HOUR = timedelta(hours=1)
DAYS = 7
START = datetime.now(UTC).replace(minute=20, second=0, microsecond=0) - timedelta(days=DAYS - 1) - HOUR
SUBJECTS = "bridges ferries lighthouses harbours canals dredgers breakwaters".split()
SPEAKERS = {
    "transcripts": "Ann Lee", "paper": "Boris Kranz", "parliament": "Mara Whitlock", "ministry": "Odo Penn",
    "quotations": "Dora Field",
}  # fmt: skip
INTERVAL = 2 * 3600


def words(source: str, day: int) -> str:
    return f"The {SUBJECTS[day]} of this coast deserve what the {source} budget has promised them for years"


class Week:
    """The server's side: what each source publishes on a day."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.items: list[str] = []
        self.articles: list[str] = []
        self.speeches: list[dict[str, str]] = []
        self.contributions: list[dict[str, str]] = []

    def publish(self, day: int, when: datetime) -> None:
        self._transcripts(day)
        self._paper(day)
        self._parliament(day, when)
        self._ministry(day, when)
        self._quotations(day, when)

    def _transcripts(self, day: int) -> None:
        text = f"<p>Ann Lee: {words('transcripts', day)}.</p><p>Q: And who is going to pay for all that?</p>"
        self.items.insert(0, self._item(f"/talk{day}", f"<![CDATA[{text}]]>"))
        # The same feed until the next day: who asks again is told that nothing has changed.
        self.site.pages["/transcripts"] = unchanged_since(f'"{day}"', self._feed(self.items))

    def _paper(self, day: int) -> None:
        said = f"“{words('paper', day)},” said Boris Kranz, the mayor of Selby, on Tuesday."
        page = f"<html><head><title>Day {day}</title></head><body><article><p>The council met again.</p><p>{said}</p>"
        page += f"<p>{'The meeting went on until late in the evening. ' * 5}</p></article></body></html>"
        # One page is elsewhere now, one is gone, the others stand.
        self.site.pages[f"/moved{day}"] = answer(page.encode(), Content_Type="text/html")
        self.site.pages[f"/news{day}"] = redirect(f"{self.site.url}/moved{day}")
        self.articles.insert(0, self._item(f"/news{day}", ""))
        if day == 3:
            self.articles.insert(0, self._item("/gone", ""))
        self.site.pages["/paper"] = answer(self._feed(self.articles))

    def _parliament(self, day: int, when: datetime) -> None:
        one = {
            "MemberName": "Mara Whitlock", "ContributionExtId": f"C{day}", "DebateSectionExtId": "D",
            "ContributionTextFull": f"<p>{words('parliament', day)}.</p>", "House": "Commons",
            "SittingDate": f"{when.date()}T00:00:00", "DebateSection": "Coast",
        }  # fmt: skip
        self.contributions.insert(0, one)
        listing = {"TotalResultCount": len(self.contributions), "Results": self.contributions}
        self.site.pages["/parliament"] = answer(json.dumps(listing).encode())

    def _ministry(self, day: int, when: datetime) -> None:
        link = f"/government/speeches/day{day}"
        self.speeches.insert(0, {"title": f"Day {day}", "link": link, "public_timestamp": when.isoformat()})
        listing = {"results": self.speeches, "total": len(self.speeches)}
        self.site.pages["/ministry"] = answer(json.dumps(listing).encode())
        self.speech(day, words("ministry", day), when)

    def speech(self, day: int, said: str, when: datetime) -> None:
        speech = {
            "title": f"Day {day}", "document_type": "speech", "links": {"speaker": [{"title": "Odo Penn"}]},
            "details": {"body": f"<p>{said}.</p>", "delivered_on": when.isoformat()},
        }  # fmt: skip
        self.site.pages[f"/api/content/government/speeches/day{day}"] = answer(json.dumps(speech).encode())

    def correct_speech(self, day: int, said: str, when: datetime) -> None:
        """A speech is corrected, and the listing says that it was changed."""
        self.speech(day, said, when)
        for one in self.speeches:
            if one["link"].endswith(f"day{day}"):
                one["title"] += " (corrected)"
        listing = {"results": self.speeches, "total": len(self.speeches)}
        self.site.pages["/ministry"] = answer(json.dumps(listing).encode())

    def _quotations(self, day: int, when: datetime) -> None:
        row = {
            "date": f"{when:%Y%m%d%H%M%S}", "url": f"https://news.example/{day}", "lang": "ENGLISH", "title": "Coast",
            "quotes": [{"pre": "", "quote": words("quotations", day), "post": ", said Dora Field, the pilot."}],
        }  # fmt: skip
        for minutes in (4, 19, 34, 49, 64):
            self.site.pages[f"/gqg/{when - timedelta(minutes=minutes):%Y%m%d%H%M}00.gqg.json.gz"] = answer(
                gzip.compress(json.dumps(row).encode() + b"\n{broken")
            )

    def _item(self, path: str, text: str) -> str:
        return f"<item><title>T</title><link>{self.site.url}{path}</link><description>{text}</description></item>"

    def _feed(self, items: list[str]) -> bytes:
        return f"<rss><channel>{''.join(items)}</channel></rss>".encode()


def origins(site: Site) -> list[Origin]:
    def one(
        name: str, kind: Kind, form: Format = Format.FEED, body: Body = Body.FEED, path: str = ""
    ) -> Origin:
        return Origin(
            name, site.url + (path or f"/{name}"), f"The {name}", "GB", "en", kind, Provenance.OFFICIAL, INTERVAL,
            "free", body, format=form,
        )  # fmt: skip

    return [
        one("transcripts", Kind.TRANSCRIPT),
        one("paper", Kind.ARTICLE, body=Body.PAGE),
        one("parliament", Kind.TRANSCRIPT, Format.HANSARD),
        one("ministry", Kind.TRANSCRIPT, Format.GOVUK, Body.PAGE),
        one("quotations", Kind.ARTICLE, Format.GDELT, path="/gqg"),
    ]


async def collect(redis: Redis, fetcher: Fetcher, site: Site, when: datetime) -> dict[str, Outcome]:
    collector = Collector(Record(redis), CrawlState(redis), fetcher, clock=lambda: when)
    return {outcome.source: outcome for outcome in await collector.run_once(origins(site))}


async def verify(redis: Redis, text: str, speaker: str) -> Verdict:
    return await Verifier(Record(redis), CoverageReader(redis)).verify(Quote(text, speaker))


async def test_what_is_published_in_a_week_is_found_within_one_interval(
    redis: Redis, site: Site, fetcher: Fetcher
) -> None:
    week = Week(site)
    for day in range(DAYS):
        when = START + timedelta(days=day)
        week.publish(day, when)
        outcomes = await collect(redis, fetcher, site, when + HOUR * 0.5)
        assert {one.source for one in outcomes.values() if one.reached} == set(SPEAKERS)
        for source, speaker in SPEAKERS.items():
            verdict = await verify(redis, words(source, day), speaker)
            assert verdict.rating is Rating.VERBATIM, (source, day, outcomes)
            assert verdict.appearances
        assert ("/gone" in str(outcomes["paper"].error)) == (day >= 3)
    again = await collect(redis, fetcher, site, when + HOUR * 2)
    assert again["transcripts"].documents == 0
    assert "if-none-match" in [headers for path, headers in site.asked if path == "/transcripts"][-1]
    week.correct_speech(
        2, "The lighthouses of this coast were never promised anything by anybody at all", START
    )
    await collect(redis, fetcher, site, when + HOUR * 4)
    old = await verify(redis, words("ministry", 2), "Odo Penn")
    assert "WITHDRAWN" in {flag.value for flag in old.flags}
    assert old.coverage.statements == len(SPEAKERS) * DAYS + 1


async def test_a_source_that_is_down_is_named_in_the_answer_and_costs_no_other(
    redis: Redis, site: Site, fetcher: Fetcher
) -> None:
    week = Week(site)
    for day in (DAYS - 2, DAYS - 1):
        when = START + timedelta(days=DAYS - 1) - 2 * HOUR * (DAYS - 1 - day)
        week.publish(day, when)
        if day == DAYS - 1:
            site.pages["/parliament"] = answer(b"", status="503 Service Unavailable")
        outcomes = await collect(redis, fetcher, site, when + HOUR * 0.5)
    assert "503" in str(outcomes["parliament"].error)
    for source, speaker in SPEAKERS.items():
        found = await verify(redis, words(source, DAYS - 1), speaker)
        assert (found.rating is Rating.VERBATIM) == (source != "parliament")
        assert found.coverage.stale == ("The parliament",)
    missed = await verify(redis, words("parliament", DAYS - 1), "Mara Whitlock")
    assert "The parliament" in plain(compose(missed))
