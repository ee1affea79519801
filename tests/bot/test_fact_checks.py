"""From a question to the page of its answer: what fact-checkers wrote goes the whole way, with a local server as the service."""

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette

from bot.load import starter
from bot.settings import Settings
from bot.wiring import Parts, open_parts
from corpus.export import verdict_json
from corpus.models import Quote, Review, Reviewed
from corpus.related.fact_checks import LIMITS, Reviews
from corpus.verdict import Rating
from corpus.web.fetcher import Fetcher
from handlers.messages import say
from handlers.ports.address import Address
from handlers.web import answer_page
from tests.support.sites import Site, answer, only_here, running

HERE = Address("slack", "T1", "C1", "1700000000.000100", "U1")
WORDS = "We shall fight on the beaches"
PATH = "/claims?query=We+shall+fight+on+the+beaches&pageSize=10&key=s3cret"
CLAIMS = b"""{"claims": [{"text": "Churchill promised to fight on the beaches", "claimant": "A post", "claimReview": [
  {"publisher": {"name": "Coast Check"}, "url": "https://coastcheck.example/beaches", "textualRating": "<b>True</b> & fair",
   "reviewDate": "2026-09-02T00:00:00Z", "languageCode": "en"}]}]}"""


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with running(Site()) as site:
        yield site


@pytest.fixture
async def parts(store: Settings, site: Site) -> AsyncIterator[Parts]:
    async with Fetcher(LIMITS, allow=only_here, robots=False) as fetcher, open_parts(store) as plain:
        reviews = Reviews(plain.store.client, fetcher, "s3cret", f"{site.url}/claims")
        async with open_parts(store, reviews.find) as parts:
            await parts.store.client.flushdb()
            await parts.writer.add(list(starter()))
            yield parts
            await parts.store.client.flushdb()


async def test_reviews_go_from_the_service_to_the_reply_the_json_and_the_page(
    site: Site, parts: Parts
) -> None:
    site.pages[PATH] = answer(CLAIMS)
    [reply] = await parts.service.answer(f'"{WORDS}" by Churchill', HERE)
    assert reply.rating is Rating.VERBATIM
    (remark,) = reply.remarks
    assert "Coast Check wrote “<b>True</b> & fair”" in remark.text
    app = Starlette(routes=answer_page.routes(parts.memory.get, recheck=parts.verifier.verify))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1") as http:
        page = (await http.get(f"/v/{reply.id}")).text
        data = (await http.get(f"/v/{reply.id}.json")).json()
    assert say("chats.reviews") in page
    assert "“&lt;b&gt;True&lt;/b&gt; &amp; fair”" in page
    assert 'href="https://coastcheck.example/beaches"' in page
    assert data["reviewed"]["error"] is None
    assert data["reviewed"]["reviews"][0]["rating"] == "<b>True</b> & fair"
    assert "True" not in data["claim_review"]["reviewRating"]["alternateName"]
    assert site.paths() == [PATH]


async def test_a_service_that_is_down_costs_no_answer_and_is_named(site: Site, parts: Parts) -> None:
    site.pages[PATH] = answer(b"quota", status="429 Too Many Requests")
    [reply] = await parts.service.answer(f'"{WORDS}" by Churchill', HERE)
    assert reply.rating is Rating.VERBATIM
    assert "could not ask" in reply.reviewed
    assert "429" in reply.reviewed
    assert "s3cret" not in str(reply)


async def test_without_a_key_nobody_is_asked(store: Settings, site: Site) -> None:
    async with open_parts(store) as parts:
        verdict = await parts.verify(Quote(WORDS, "Churchill"))
    assert verdict.reviewed is None
    assert verdict_json(verdict)["reviewed"] is None
    assert site.asked == []


async def test_with_a_key_the_service_itself_is_asked(
    store: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyed = Settings(store.redis_url, store.home, secrets={"factcheck": "s3cret"})
    asked = []

    async def find(words: str) -> tuple[Review, ...]:
        asked.append(words)
        return ()

    async with open_parts(keyed) as parts:
        assert parts.reviewing
        monkeypatch.setattr(parts.reviewing, "_find", find)
        verdict = await parts.verify(Quote(WORDS, "Churchill"))
    assert asked == [WORDS]
    assert verdict.reviewed == Reviewed()
