"""What fact-checkers wrote is told in their words, and what could not be asked is never "none"."""

from pathlib import Path

import pytest
from redis.asyncio import Redis

from corpus.errors import FetchError, ReadError
from corpus.related.fact_checks import Reviews
from corpus.sources.document import Document
from corpus.sources.factcheck import Review, read_reviews
from corpus.web.fetcher import Fetcher
from tests.support.sites import Send, Site, answer

CLAIMS = (Path(__file__).parents[2] / "data/factcheck/claims.json").read_bytes()
PATH = "/claims?query=a+bridge&pageSize=10&key=s3cret"


def test_a_review_bears_its_publishers_words_and_one_without_a_sound_address_is_left_out() -> None:
    assert read_reviews(Document("https://a.example", CLAIMS)) == (
        Review(
            claim="The harbour bridge was closed for a hundred days",
            claimant="Odo Penn",
            publisher="Coast Check",
            rating="Mostly wrong",
            url="https://coastcheck.example/bridge",
            title="Was the bridge closed for a hundred days? <b>No</b>",
            claimed="2026-08-30",
            reviewed="2026-09-02",
            language="en",
        ),
    )


def test_an_answer_without_claims_is_none() -> None:
    assert read_reviews(Document("https://a.example", b"{}")) == ()


def test_an_error_in_the_form_of_an_answer_is_an_error() -> None:
    with pytest.raises(ReadError, match="claims"):
        read_reviews(Document("https://a.example", b'{"error": {"code": 400}}'))


async def test_what_was_found_is_asked_for_once(redis: Redis, site: Site, fetcher: Fetcher) -> None:
    site.pages[PATH] = answer(CLAIMS)
    reviews = Reviews(redis, fetcher, "s3cret", f"{site.url}/claims")
    first = await reviews.find("a bridge")
    assert first == await reviews.find("a bridge")
    assert [one.rating for one in first] == ["Mostly wrong"]
    assert site.paths().count(PATH) == 1


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        pytest.param(answer(b"", status="403 Forbidden"), FetchError, id="refused"),
        pytest.param(answer(b"Too many requests"), ReadError, id="no JSON"),
    ],
)
async def test_what_could_not_be_asked_is_an_error_without_the_key(
    redis: Redis, site: Site, fetcher: Fetcher, sent: Send, kind: type[Exception]
) -> None:
    site.pages[PATH] = sent
    with pytest.raises(kind) as caught:
        await Reviews(redis, fetcher, "s3cret", f"{site.url}/claims").find("a bridge")
    assert "s3cret" not in str(caught.value)
    assert "bridge" not in str(caught.value)
