"""What a link to an answer shows: to whom, of which links, and that it does not stand any more."""

from dataclasses import replace

import pytest

from corpus.verdict import Rating
from handlers.ports.address import Address
from handlers.ports.answers import Remembered
from handlers.replies.page_access import Access
from handlers.replies.preview import Pages
from tests.support.ratings import verdict

URL = "https://v.example/v/"
ANSWER = Remembered(
    "answer-one",
    verdict(Rating.NOT_DOCUMENTED),
    "2026-11-25T09:05:07+00:00",
    Address("slack", "T1", "C1"),
    "1.1",
)


def pages(*answers: Remembered, secret: bytes = b"") -> Pages:
    async def get(id_: str) -> Remembered | None:
        return next((one for one in answers if one.id == id_), None)

    return Pages(get, Access("https://v.example", secret))


async def test_an_open_page_is_shown_wherever_its_link_is_posted() -> None:
    for chat, team in (("slack", "T1"), ("slack", "T2"), ("teams", "X")):
        shown = await pages(ANSWER).preview(f"{URL}answer-one", chat, team)
        assert shown
        assert shown.headline == "Not documented"


async def test_a_page_for_members_is_shown_to_them_alone() -> None:
    inside = pages(ANSWER, replace(ANSWER, id="homeless", address=None), secret=b"secret")
    assert await inside.preview(f"{URL}answer-one", "slack", "T1")
    for chat, team in (("slack", "T2"), ("teams", "T1"), ("slack", "")):
        assert await inside.preview(f"{URL}answer-one", chat, team) is None
    assert await inside.preview(f"{URL}homeless", "slack", "T1") is None


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://v.example.evil.example/v/answer-one", id="another host"),
        pytest.param("https://v.example/v/answer-one/more", id="another path"),
        pytest.param("https://v.example/v/answer-one.json", id="data"),
        pytest.param("https://v.example/api/answer-one", id="another page"),
        pytest.param("https://v.example/v/no-such-answer", id="no such answer"),
        pytest.param("", id="nothing"),
    ],
)
async def test_nothing_is_shown_of_other_links(url: str) -> None:
    assert await pages(ANSWER).preview(url, "slack", "T1") is None


async def test_a_superseded_answer_is_shown_as_one_with_what_holds_now() -> None:
    old = replace(ANSWER, superseded="answer-two")
    between = replace(ANSWER, id="answer-two", superseded="answer-three")
    new = replace(ANSWER, id="answer-three", verdict=verdict(Rating.VERBATIM))
    shown = await pages(old, between, new).preview(f"{URL}answer-one", "slack", "T1")
    assert shown
    assert shown.headline == "Superseded: Not documented"
    assert "The answer is now “Documented word for word”. What was answered before: " in shown.summary
