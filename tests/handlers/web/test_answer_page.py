"""The page of an answer: the answer as it was given, and nothing that looks like one where there is none."""

import json
import re

import httpx
import pytest
from starlette.applications import Starlette

from corpus.errors import IndexUnavailableError
from corpus.models import Quote
from corpus.verdict import Rating, Verdict
from handlers.messages import say
from handlers.ports.answers import Remembered
from handlers.replies.links import permalink
from handlers.replies.page_access import MINUTES, Access
from handlers.web.answer_page import routes
from tests.support.ratings import verdict

HOSTILE = '</script><script>alert("1")</script><img src=x onerror=alert(1)>'


def remembered(found: Verdict, superseded: str = "") -> Remembered:
    return Remembered("a1", found, "2026-11-25T09:05:07+00:00", superseded=superseded)


def client(answers: dict[str, Remembered], **options: object) -> httpx.AsyncClient:
    async def get(id_: str) -> Remembered | None:
        return answers.get(id_)

    app = Starlette(routes=routes(get, **options))  # type: ignore[arg-type]
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1")


@pytest.mark.parametrize("rating", Rating)
async def test_every_rating_has_a_page_with_quote_answer_coverage_and_time(rating: Rating) -> None:
    async with client({"a1": remembered(verdict(rating))}) as http:
        page = await http.get("/v/a1")
    assert page.status_code == 200
    for words in (
        "Western troops in Ukraine would be lawful targets",
        "25 November 2026, 09:05 UTC",
        "Searched: 126",
    ):
        assert words in page.text
    assert 'content="noindex, nofollow"' in page.text
    assert "noindex" in page.headers["x-robots-tag"]
    assert "set-cookie" not in page.headers


async def test_what_is_gone_and_what_could_not_be_looked_up_are_two_things_and_no_finding() -> None:
    async def away(_: str) -> Remembered | None:
        raise IndexUnavailableError

    app = Starlette(routes=routes(away))
    async with (
        client({}) as http,
        httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://v") as lost,
    ):
        for path in ("/v/a1", f"/v/{'x' * 5_000}", "/v/%F0%9F%92%A3"):
            page = await http.get(path)
            assert page.status_code == 404
            assert say("web.gone") in page.text
            assert 'data-kind="error"' in page.text
        page = await lost.get("/v/a1")
        assert page.status_code == 503
        assert say("web.away") in page.text
        assert "ot documented" not in page.text
        assert (await lost.get("/v/a1.json")).json() == {"error": say("web.away")}
        assert (await http.get("/v/a1.json")).status_code == 404


async def test_an_answer_that_was_corrected_says_so_and_leads_on_and_stays_as_it_was() -> None:
    answers = {"a1": remembered(verdict(Rating.NOT_DOCUMENTED), superseded="a2")}
    async with client(answers) as http:
        page = await http.get("/v/a1")
    assert "This answer was corrected." in page.text
    assert 'href="/v/a2"' in page.text
    assert "Since then" not in page.text
    assert "Not documented" in page.text


async def test_markup_in_a_quote_stays_words_and_data_stays_data() -> None:
    async with client({"a1": remembered(verdict(Rating.NOT_DOCUMENTED, Quote(HOSTILE, HOSTILE)))}) as http:
        text = (await http.get("/v/a1")).text
    assert "<img" not in text
    assert text.count("<script") == text.count("</script>") == 1
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert data
    assert json.loads(data[1])["claimReviewed"] == HOSTILE


@pytest.mark.parametrize("rating", Rating)
async def test_the_claim_review_is_the_bots_and_has_no_number(rating: Rating) -> None:
    async with client({"a1": remembered(verdict(rating))}, access=Access("https://v.example")) as http:
        given = (await http.get("/v/a1.json")).json()
    review = given["claim_review"]
    assert given["rating"] == rating.value
    assert review["author"] == {
        "@type": "SoftwareApplication",
        "name": "Verbatim",
        "applicationCategory": "quote look-up",
    }
    assert review["url"] == permalink("https://v.example", "a1") == "https://v.example/v/a1"
    assert review["reviewRating"].keys() == {"@type", "alternateName", "ratingExplanation"}
    evidence = rating not in (Rating.NOT_DOCUMENTED, Rating.NO_COVERAGE, Rating.TOO_SHORT, Rating.SPLICED)
    assert ("appearance" in review["itemReviewed"]) is evidence


async def test_the_local_page_answers_to_its_own_name_only_and_the_public_one_to_any() -> None:
    answers = {"a1": remembered(verdict(Rating.VERBATIM))}
    async with client(answers, hosts=["127.0.0.1"]) as http:
        assert (await http.get("/v/a1", headers={"Host": "evil.example"})).status_code == 421
        assert (await http.get("/v/a1")).status_code == 200
    async with client(answers) as http:
        assert (await http.get("/v/a1", headers={"Host": "verbatim.example.org"})).status_code == 200
        assert (await http.get("/v/static/verbatim.css")).status_code == 200


async def test_the_page_says_whether_the_record_gives_the_same_answer_now() -> None:
    before, after = verdict(Rating.NOT_DOCUMENTED), verdict(Rating.PARAPHRASED)
    said = {}
    for name, now in (("same", before), ("changed", after), ("away", None)):

        async def recheck(_: Quote, now: Verdict | None = now) -> Verdict:
            if now is None:
                raise IndexUnavailableError
            return now

        async with client({"a1": remembered(before)}, recheck=recheck) as http:
            page = await http.get("/v/a1")
        assert page.status_code == 200
        assert "Not documented" in page.text
        said[name] = page.text.partition("Since then")[2]
    assert "gives the same answer now" in said["same"]
    assert "The record has changed." in said["changed"]
    assert "I could not check" in said["away"]
    assert "The record has changed." not in said["away"]


MEMBERS = Access("https://v.example", b"a secret of thirty-two bytes ....", clock=lambda: 1_000.0)


async def test_a_page_for_members_opens_to_nobody_without_a_key_and_does_not_say_whether_it_is_there() -> (
    None
):
    answers = {"a1": remembered(verdict(Rating.VERBATIM))}
    async with client(answers, access=MEMBERS) as http:
        there, not_there = await http.get("/v/a1"), await http.get("/v/a2")
        data = await http.get("/v/a1.json")
    assert there.status_code == not_there.status_code == data.status_code == 403
    assert there.text == not_there.text
    assert say("web.for_members", minutes=MINUTES) in there.text
    assert "Western troops" not in there.text + data.text


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(MEMBERS.key("a2"), id="of another page"),
        pytest.param(MEMBERS.key("a1", until=999), id="too old"),
        pytest.param(MEMBERS.key("a1").replace("1900.", "9900."), id="with a longer time"),
        pytest.param(Access("", b"another secret", MEMBERS.clock).key("a1"), id="signed by somebody else"),
        pytest.param("", id="empty"),
        pytest.param("0.é", id="no key"),
        pytest.param("9" * 40 + "." + "A" * 22, id="no time"),
    ],
)
async def test_no_other_key_opens_a_page_for_members(key: str) -> None:
    async with client({"a1": remembered(verdict(Rating.VERBATIM))}, access=MEMBERS) as http:
        assert (await http.get("/v/a1", params={"key": key})).status_code == 403


async def test_a_member_gets_in_for_some_minutes_and_to_the_answers_that_the_page_leads_to() -> None:
    answers = {
        "a1": remembered(verdict(Rating.NOT_DOCUMENTED), superseded="a2"),
        "a2": remembered(verdict(Rating.VERBATIM)),
    }
    invited = MEMBERS.invitation("a1").removeprefix("https://v.example")
    async with client(answers, access=MEMBERS) as http:
        page = await http.get(invited)
        assert page.status_code == 200
        for place in ("/v/a2", "/v/a1.json"):
            [onward] = re.findall(rf'href="({place}[^"]+)"', page.text)
            assert (await http.get(onward)).status_code == 200
    later = Access("https://v.example", MEMBERS.secret, clock=lambda: 1_001.0 + 60 * MINUTES)
    async with client(answers, access=later) as http:
        assert (await http.get(invited)).status_code == 403
        assert (await http.get(onward)).status_code == 403


async def test_a_deleted_answer_is_gone_and_its_page_says_so() -> None:
    async def deleted(id_: str) -> bool:
        return id_ == "a1"

    async with client({}, deleted=deleted) as http:
        gone, never = await http.get("/v/a1"), await http.get("/v/a2")
        data = await http.get("/v/a1.json")
    assert gone.status_code == data.status_code == 410
    assert say("web.deleted") in gone.text
    assert data.json() == {"error": say("web.deleted")}
    assert never.status_code == 404
    assert "deleted" not in never.text


async def test_looking_again_for_visitors_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.web.recheck.MOST", 3)
    looked = 0

    async def recheck(quote: Quote) -> Verdict:
        nonlocal looked
        looked += 1
        return verdict(Rating.VERBATIM, quote)

    names = [f"a{n}" for n in range(9)]
    answers = {
        name: Remembered(name, verdict(Rating.VERBATIM), "2026-11-25T09:05:07+00:00") for name in names
    }
    async with client(answers, recheck=recheck) as http:
        for _ in range(5):
            assert "the same answer now" in (await http.get("/v/a0")).text
        assert looked == 1
        pages = [await http.get(f"/v/{name}") for name in names]
    assert looked == 3
    assert all(page.status_code == 200 for page in pages)
    assert "I have not looked again" in pages[-1].text
