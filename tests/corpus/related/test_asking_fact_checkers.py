"""Fact-checkers are asked beside the record: no rating hangs on them, no answer waits for them longer than it may."""

import asyncio
import time
from dataclasses import replace

import pytest
from redis.asyncio import Redis

from corpus.errors import FetchError, IndexUnavailableError
from corpus.models import Coverage, Quote, Review, Reviewed
from corpus.related.fact_checks import LIMITS, REST, Find, Reviewing, Reviews
from corpus.verdict import Rating, Verdict
from corpus.web.fetcher import Fetcher
from tests.corpus.related.test_fact_checks import CLAIMS, PATH
from tests.support.sites import Site, answer, drip, in_turn, only_here
from tests.support.waiting import DEADLINE, patience, until

PATIENT = replace(LIMITS, step=DEADLINE, whole=DEADLINE)
RECORD = Coverage(1, 1, None, None, None, None)
REVIEW = Review("A claim", "Ann Lee", "Coast Check", "True", "https://coastcheck.example/1")
BRIDGE = Quote("a bridge")


async def look(quote: Quote) -> Verdict:
    return Verdict(quote, Rating.NOT_DOCUMENTED, RECORD)


async def found(_: str) -> tuple[Review, ...]:
    return (REVIEW,)


async def asked(find: Find, seconds: float = DEADLINE) -> Verdict:
    reviewing = Reviewing(look, find, seconds)
    try:
        return await reviewing.verify(BRIDGE)
    finally:
        await reviewing.close()


async def test_reviews_stand_beside_a_verdict_and_change_nothing_in_it() -> None:
    verdict = await asked(found)
    assert verdict.reviewed == Reviewed((REVIEW,))
    assert replace(verdict, reviewed=None) == await look(BRIDGE)


async def test_an_answer_waits_no_longer_than_it_may_and_says_so() -> None:
    async def never(_: str) -> tuple[Review, ...]:
        await asyncio.Event().wait()
        return ()

    began = time.monotonic()
    async with patience("an answer without the service that never answers"):
        verdict = await asked(never, 0.2)
    assert time.monotonic() - began > 0.15
    assert verdict.reviewed == Reviewed(error="did not answer in time")


async def test_reviews_are_asked_for_while_the_record_is_searched() -> None:
    wanted = asyncio.Event()

    async def slowly(quote: Quote) -> Verdict:
        await wanted.wait()  # the record is found once the reviews are asked for
        return await look(quote)

    async def find(_: str) -> tuple[Review, ...]:
        wanted.set()
        return (REVIEW,)

    async with patience("the question to the service"):
        verdict = await Reviewing(slowly, find, DEADLINE).verify(BRIDGE)
    assert verdict.reviewed == Reviewed((REVIEW,))


async def test_a_failure_is_named_and_nobody_waits_for_a_service_that_just_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[str] = []

    async def failing(words: str) -> tuple[Review, ...]:
        calls.append(words)
        raise FetchError("https://api.example/?key=s3cret", "answered 429")

    reviewing = Reviewing(look, failing, DEADLINE)
    for _ in range(3):
        assert (await reviewing.verify(BRIDGE)).reviewed == Reviewed(error="answered 429")
    assert calls == ["a bridge"]
    now = time.monotonic()
    monkeypatch.setattr("corpus.related.fact_checks.time.monotonic", lambda: now + REST + 1)
    await reviewing.verify(BRIDGE)
    assert len(calls) == 2


async def test_a_record_that_does_not_answer_is_an_error_whatever_fact_checkers_wrote() -> None:
    async def away(_: Quote) -> Verdict:
        raise IndexUnavailableError

    reviewing = Reviewing(away, found, DEADLINE)
    with pytest.raises(IndexUnavailableError):
        await reviewing.verify(BRIDGE)
    await reviewing.close()


async def test_what_comes_too_late_for_its_answer_is_there_for_the_next(redis: Redis, site: Site) -> None:
    may = asyncio.Event()

    async def late(writer: asyncio.StreamWriter, headers: dict[str, str]) -> None:
        await may.wait()
        await answer(CLAIMS)(writer, headers)

    site.pages[PATH] = late
    async with Fetcher(PATIENT, allow=only_here, robots=False) as fetcher:
        find = Reviews(redis, fetcher, "s3cret", f"{site.url}/claims").find
        hurried = Reviewing(look, find, 0.1)
        first = (await hurried.verify(BRIDGE)).reviewed
        assert first
        assert first.error
        may.set()
        await until("what came too late", redis.dbsize)
        second = (await Reviewing(look, find, DEADLINE).verify(BRIDGE)).reviewed
        assert second
        assert [one.rating for one in second.found] == ["Mostly wrong"]
        await hurried.close()
    assert site.paths() == [PATH]  # no robots.txt either: a service with a key is asked, not crawled


async def test_a_service_that_drips_costs_its_own_time_only(redis: Redis, site: Site) -> None:
    site.pages[PATH] = in_turn(drip, answer(CLAIMS))
    async with Fetcher(LIMITS, allow=only_here, robots=False) as fetcher:
        reviewing = Reviewing(look, Reviews(redis, fetcher, "s3cret", f"{site.url}/claims").find, 0.2)
        verdict = await reviewing.verify(BRIDGE)
        await reviewing.close()
    assert verdict.reviewed == Reviewed(error="did not answer in time")
