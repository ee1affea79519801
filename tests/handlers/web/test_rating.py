"""An answer on the local page is rated by who asked, and by nobody else."""

import re
from dataclasses import replace
from datetime import datetime

import httpx
from starlette.applications import Starlette

from corpus.errors import IndexUnavailableError
from corpus.verdict import Rating
from handlers.messages import say
from handlers.ports.address import Address
from handlers.replies.reply import Reply, compose
from handlers.web.chat_page import routes
from handlers.web.ports import Conversation
from handlers.web.sessions import Channels
from tests.support.ratings import verdict

Vote = tuple[str, bool, str, str]


class Votes:
    """A feedback that remembers what it was told, or fails as a record that is away."""

    def __init__(self, *, away: bool = False) -> None:
        self.cast: list[Vote] = []
        self._away = away

    async def __call__(self, id_: str, up: bool, reason: str, address: Address) -> None:
        if self._away:
            raise IndexUnavailableError
        self.cast.append((id_, up, reason, address.chat))


def client(votes: Votes) -> httpx.AsyncClient:
    async def ask(_: str, __: Address | None = None) -> tuple[Reply, ...]:
        return (replace(compose(verdict(Rating.ALTERED)), id="a1"),)

    async def posted(_: str, __: Address, ___: str) -> None: ...

    async def watch(_: str, __: Address) -> str:
        return "watched"

    talk = Conversation(ask, posted, watch, Channels(), votes)
    app = Starlette(routes=routes(ask, conversation=talk, now=lambda: datetime(2026, 11, 25, 9, 0)))  # noqa: DTZ001 - the page's own clock
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://localhost", follow_redirects=True
    )


async def asked(http: httpx.AsyncClient) -> dict[str, str]:
    page = (await http.post("/posts", data={"message": '/verify "a quote"'})).text
    assert say("chats.question") in page
    form = page[page.index('action="/feedback"') :]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)">', form))


async def test_a_vote_with_its_reason_arrives_and_is_thanked_for() -> None:
    votes = Votes()
    async with client(votes) as http:
        fields = await asked(http)
        page = await http.post("/feedback", data={**fields, "vote": "down", "reason": "wrong speaker"})
    assert votes.cast == [("a1", False, "wrong speaker", "web")]
    assert say("chats.vote_noted") in page.text
    assert say("chats.question") not in page.text


async def test_a_vote_from_another_browser_is_none() -> None:
    votes = Votes()
    async with client(votes) as http:
        fields = await asked(http)
        http.cookies.clear()
        await http.post("/feedback", data={**fields, "vote": "up"})
        await http.post("/feedback", data={"post": fields["post"], "id": "another", "vote": "up"})
    assert votes.cast == []


async def test_a_vote_that_could_not_be_stored_is_not_thanked_for() -> None:
    async with client(Votes(away=True)) as http:
        page = await http.post("/feedback", data={**await asked(http), "vote": "up"})
    assert say("chats.vote_noted") not in page.text
    assert say("chats.not_noted") in page.text
