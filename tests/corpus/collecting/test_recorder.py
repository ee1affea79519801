"""The same words in many outlets are one statement; what a document takes back is withdrawn, and nothing else is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis

from corpus.collecting.appearance_store import Appearances
from corpus.collecting.collector import Collector
from corpus.collecting.coverage import CoverageReader
from corpus.collecting.crawl_state import CrawlState
from corpus.collecting.recorder import Recorder
from corpus.index.retention import Retention
from corpus.models import Appearance, Provenance, Quote, Source, Statement
from corpus.sources.appearances import LocatedStatement, in_order, shared_id
from corpus.sources.catalogue import Body, Kind
from corpus.storage.keys import identity
from corpus.verdict import Rating
from corpus.verify import Verifier
from corpus.web.fetcher import Fetcher
from tests.support.collecting import origin
from tests.support.record import Record
from tests.support.sites import Site, answer

WORDS = "We will double the number of pilot boats in this harbour by 2030"


def said(
    outlet: str, date: str, speaker: str = "Mara Whitlock", provenance: Provenance = Provenance.SECOND_HAND
) -> LocatedStatement:
    url = f"https://{outlet}.example/boats"
    source = Source(outlet, "Boats", url, date=date, provenance=provenance)
    return LocatedStatement(
        Statement(shared_id(speaker, WORDS, url), speaker, WORDS, source), 10, 10 + len(WORDS), "Before.", ""
    )


async def test_forty_outlets_are_one_statement_with_forty_appearances_primary_and_earliest_first(
    redis: Redis,
) -> None:
    recorder = Recorder(Record(redis), Appearances(redis))
    for number in range(40):
        await recorder.keep(
            [said(f"paper{number:02}", f"2026-09-{30 - number % 28:02}", "Whitlock")], None, "ab"
        )
    await recorder.keep(
        [said("ministry", "2026-10-01", provenance=Provenance.OFFICIAL)], "2026-10-02T00:00:00", "cd"
    )
    verdict = await Verifier(Record(redis), CoverageReader(redis)).verify(Quote(WORDS, "Mara Whitlock"))
    assert verdict.rating is Rating.VERBATIM
    assert verdict.coverage.statements == 1
    assert verdict.closest
    assert verdict.closest.statement.speaker == "Mara Whitlock"
    assert verdict.closest.statement.source.publisher == "ministry"
    first, *others = verdict.appearances
    assert (first.publisher, first.sha256, first.start, first.before) == ("ministry", "cd", 10, "Before.")
    assert [one.date for one in others] == sorted(str(one.date) for one in others)
    assert len(others) == 40


async def test_of_more_appearances_than_are_kept_the_last_go(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.collecting.appearance_store.MOST", 3)
    recorder = Recorder(Record(redis), Appearances(redis))
    for day in (5, 4, 3, 2, 1):
        ids = await recorder.keep([said(f"paper{day}", f"2026-09-{day:02}")], None, None)
    [kept] = await Appearances(redis).of(ids)
    assert [one.publisher for one in kept] == ["paper1", "paper2", "paper3"]


async def test_what_is_forgotten_was_seen_nowhere_when_it_comes_again(redis: Redis) -> None:
    index = Record(redis)
    recorder = Recorder(index, Appearances(redis))
    ids = await recorder.keep([said("a", "2026-09-01"), said("b", "2026-09-02")], None, None)
    assert await index.remove(ids) == 1
    assert await Appearances(redis).of(ids) == [()]
    assert await recorder.keep([said("c", "2026-09-03")], None, None) == ids
    [(only,)] = await Appearances(redis).of(ids)
    assert only.publisher == "c"


async def test_keep_drops_appearances_with_their_statement_and_spares_what_a_pinned_publisher_has_too(
    redis: Redis,
) -> None:
    index = Record(redis)
    recorder = Recorder(index, Appearances(redis))
    dropped = await recorder.keep([said("a", "2026-09-01", "Odo Penn")], None, None)
    spared = await recorder.keep([said("a", "2026-09-01"), said("gazette", "2026-09-02")], None, None)
    assert await index.expire(Retention(memory=1, pinned=frozenset({"gazette"}))) == 1
    assert await index.whole([identity(id_) for id_ in dropped]) == []
    assert await Appearances(redis).of(dropped) == [()]
    [left] = await Appearances(redis).of(spared)
    assert [one.publisher for one in left] == ["a", "gazette"]
    found = await Verifier(index, CoverageReader(redis)).verify(Quote(WORDS, "Mara Whitlock"))
    assert len(found.appearances) == 2


async def test_what_was_withdrawn_by_hand_stays_so_when_another_outlet_has_it(redis: Redis) -> None:
    index = Record(redis)
    recorder = Recorder(index, Appearances(redis))
    ids = await recorder.keep([said("a", "2026-09-01")], None, None)
    await index.withdraw(ids, "2026-09-05")
    await recorder.keep([said("b", "2026-09-06")], None, None)
    [statement] = await index.whole([identity(id_) for id_ in ids])
    assert statement.withdrawn == "2026-09-05"


async def test_two_people_of_one_surname_stay_two(redis: Redis) -> None:
    recorder = Recorder(Record(redis), Appearances(redis))
    await recorder.keep(
        [said("a", "2026-09-01", "Mara Whitlock"), said("b", "2026-09-01", "Odo Whitlock")], None, None
    )
    found = Verifier(Record(redis), CoverageReader(redis))
    for name in ("Mara Whitlock", "Odo Whitlock"):
        verdict = await found.verify(Quote(WORDS, name))
        assert verdict.closest
        assert (verdict.rating, verdict.closest.statement.speaker) == (Rating.VERBATIM, name)


async def test_a_correction_withdraws_one_appearance_and_the_statement_with_the_last(redis: Redis) -> None:
    recorder = Recorder(Record(redis), Appearances(redis))
    one, other = said("a", "2026-09-01"), said("b", "2026-09-02")
    for each in (one, other):
        ids = await recorder.keep([each], None, None)
        await recorder.correct(str(each.statement.source.url), ids, WORDS, "2026-09-03")
    [id_] = ids

    async def closest() -> Statement:
        found = await Verifier(Record(redis), CoverageReader(redis)).verify(Quote(WORDS, "Mara Whitlock"))
        assert found.closest
        return found.closest.statement

    assert await recorder.correct("https://a.example/boats", ["c-else"], "Other words.", "2026-09-04") == 1
    assert ((await closest()).source.publisher, (await closest()).withdrawn) == ("b", None)
    assert await recorder.correct("https://b.example/boats", ["c-else"], "Other words.", "2026-09-05") == 1
    assert (await closest()).withdrawn is not None
    assert (await closest()).id == id_


@pytest.mark.parametrize(
    ("ids", "text"),
    [
        pytest.param([], "Access denied.", id="a page that says nothing more"),
        pytest.param(["c-else"], f"It goes on. “{WORDS},” somebody said.", id="words that stand there still"),
    ],
)
async def test_what_a_reading_merely_missed_is_not_withdrawn(redis: Redis, ids: list[str], text: str) -> None:
    recorder = Recorder(Record(redis), Appearances(redis))
    kept = await recorder.keep([said("a", "2026-09-01")], None, None)
    await recorder.correct("https://a.example/boats", kept, WORDS, "2026-09-03")
    assert await recorder.correct("https://a.example/boats", ids, text, "2026-09-04") == 0
    assert await recorder.correct("https://a.example/boats", ["c-else"], "Other words.", "2026-09-05") == 1


async def test_a_page_that_corrects_its_words_withdraws_the_old_ones(
    redis: Redis, site: Site, fetcher: Fetcher
) -> None:
    def feed(words: str) -> bytes:
        text = f"The plan was told. “{words},” said Mara Whitlock, the harbours minister, on Tuesday."
        item = f"<item><title>Boats</title><link>{site.url}/a</link><description>{text}</description></item>"
        return f"<rss><channel>{item}</channel></rss>".encode()

    paper = replace(origin(site, "rss", kind=Kind.ARTICLE, body=Body.FEED))
    for hours, words in ((0, WORDS), (1, WORDS.replace("double", "triple"))):
        site.pages["/rss"] = answer(feed(words))
        clock = datetime.now(UTC) + timedelta(hours=hours)
        collector = Collector(Record(redis), CrawlState(redis), fetcher, clock=lambda at=clock: at)  # type: ignore[misc]
        [outcome] = await collector.run_once([paper])
    assert (outcome.statements, outcome.withdrawn) == (1, 1)
    verifier = Verifier(Record(redis), CoverageReader(redis))
    old = await verifier.verify(Quote(WORDS, "Mara Whitlock"))
    new = await verifier.verify(Quote(WORDS.replace("double", "triple"), "Mara Whitlock"))
    assert "WITHDRAWN" in {flag.value for flag in old.flags}
    assert new.closest
    assert (new.rating, new.closest.statement.withdrawn) == (Rating.VERBATIM, None)
    assert new.appearances[0].sha256
    assert new.appearances[0].fetched


APPEARANCES = st.builds(
    Appearance,
    url=st.sampled_from([f"https://{n}.example" for n in "abcdef"]),
    speaker=st.just("Ann Lee"),
    date=st.none() | st.sampled_from(["2026", "2026-09", "2026-09-01", "2027-01-01"]),
    provenance=st.none() | st.sampled_from([one.value for one in Provenance]),
    withdrawn=st.none() | st.just("2026-10-01"),
)


@given(st.lists(APPEARANCES, min_size=1))
def test_the_order_of_appearances_does_not_hang_on_how_they_came(found: list[Appearance]) -> None:
    assert in_order(found) == in_order(in_order(reversed(found))) or len({a.url for a in found}) < len(found)
    assert (in_order(found)[0].withdrawn is None) == any(one.withdrawn is None for one in found)
