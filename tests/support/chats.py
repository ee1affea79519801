"""Slack and Teams as a test uses them: the program's own listeners in front, a strict local chat behind."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from typing import Any, Protocol

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

import bot.slack
import bot.teams
from bot.settings import Slack, Teams
from bot.slack import open_slack
from bot.teams import open_teams
from bot.wiring import Parts
from handlers.ports.background import BackgroundTasks
from handlers.replies.corrections import Sender
from handlers.teams import auth, connector
from tests.support.background import settle
from tests.support.slack import payloads
from tests.support.slack.blockkit import words as slack_words
from tests.support.slack.fake import BOT_TOKEN, FakeSlack, Fault
from tests.support.slack.payloads import SECRET, body_of, signed
from tests.support.teams.fake import BOT, TENANT, FakeTeams, message, token
from tests.support.teams.fake import words as teams_words
from tests.support.waiting import until

Json = dict[str, Any]


class Chat(Protocol):
    """A chat in which somebody asks, presses and reads."""

    name: str
    sender: Sender

    async def ask(self, text: str) -> None:
        """Ask, where the bot is."""

    async def press(self, button: str, post: int) -> str:
        """Press a button under an answer of the thread; what is told to whoever pressed."""

    async def share(self, url: str) -> str:
        """Post a link; what is shown of it."""

    def thread(self) -> list[str]:
        """What stands in the thread of the question, as people read it."""

    def told(self) -> list[str]:
        """What is shown to the asker: in the thread, then in private."""

    def break_down(self) -> None:
        """Take no post for once."""

    async def settled(self, posts: int, marked: int = 0) -> list[str]:
        """The thread, once it has so many posts, so many of them marked, and no more are being written."""


class InSlack:
    name = "slack"

    def __init__(
        self, fake: FakeSlack, http: httpx.AsyncClient, sender: Sender, background: BackgroundTasks
    ) -> None:
        self.fake, self.http, self.sender, self.background = fake, http, sender, background

    async def _deliver(self, payload: Json) -> None:
        body, kind = body_of(payload)
        headers = {"content-type": kind, **signed(body)}
        response = await self.http.post("/slack/events", content=body, headers=headers)
        assert response.status_code == 200

    def _posts(self) -> list[Json]:
        roots = self.fake.roots()
        return self.fake.thread(roots[-1]["ts"]) if roots else []

    async def ask(self, text: str) -> None:
        await self._deliver(payloads.command(text))

    async def press(self, button: str, post: int) -> str:
        shown = self._posts()[post]
        blocks = shown["blocks"] if isinstance(shown["blocks"], list) else json.loads(shown["blocks"])
        [row] = [block for block in blocks if block["type"] == "actions"]
        [found] = [one for one in row["elements"] if one["text"]["text"] == button]
        before = len(self.fake.ephemeral)
        await self._deliver(payloads.press(shown, found["action_id"], found["value"]))
        await settle(self.background)
        return " ".join(f"{one['text']} {one.get('blocks')}" for one in self.fake.ephemeral[before:])

    async def share(self, url: str) -> str:
        post = self.fake.say("C01GEN", f"see {url}", thread="elsewhere")
        link = {"domain": "v.example", "url": url}
        event = {
            "type": "link_shared",
            "channel": "C01GEN",
            "user": "U01ALICE",
            "message_ts": post["ts"],
            "links": [link],
        }
        self.fake.unfurls.clear()
        await self._deliver(payloads.event(event))
        await settle(self.background)
        return " ".join(slack_words(one["blocks"]) for one in self.fake.unfurls.values())

    def thread(self) -> list[str]:
        return [_words(post) for post in self._posts()]

    def told(self) -> list[str]:
        return [*self.thread(), *map(_words, self.fake.ephemeral)]

    def break_down(self) -> None:
        self.fake.faults["chat.postMessage"].append(Fault(error="fatal_error"))

    async def settled(self, posts: int, marked: int = 0) -> list[str]:
        return await _settled(self, posts, marked)


def _words(post: Json) -> str:
    return f"{post['text']} {slack_words(post.get('blocks') or [])}"


class InTeams:
    name = "teams"

    def __init__(self, fake: FakeTeams, http: httpx.AsyncClient, sender: Sender) -> None:
        self.fake, self.http, self.sender = fake, http, sender
        self.token = token(fake.service)

    async def _deliver(self, body: Json) -> Json:
        headers = {"authorization": f"Bearer {self.token}"}
        response = await self.http.post("/api/messages", content=json.dumps(body).encode(), headers=headers)
        assert response.status_code == 200, response.text
        return dict(response.json()) if response.content else {}

    async def ask(self, text: str) -> None:
        await self._deliver(message(self.fake.service, text, id=str(time.time_ns())))

    async def press(self, button: str, post: int) -> str:
        action = _action(self.fake.posts[post], button)
        kind, value = "task/fetch", {"data": action["data"]}
        if action["type"] == "Action.Execute":
            executed = {"type": "Action.Execute", "verb": action["verb"], "data": action["data"]}
            kind, value = "adaptiveCard/action", {"action": executed}
        body = message(self.fake.service, "", type="invoke", name=kind, value=value, id=str(time.time_ns()))
        return json.dumps(await self._deliver(body), ensure_ascii=False)

    async def share(self, url: str) -> str:
        body = message(
            self.fake.service, "", type="invoke", name="composeExtension/queryLink", value={"url": url}
        )
        shown = (await self._deliver(body))["composeExtension"]
        return teams_words(shown)

    def thread(self) -> list[str]:
        return [teams_words(post) for post in self.fake.posts]

    def told(self) -> list[str]:
        return self.thread()

    def break_down(self) -> None:
        self.fake.refusals += [(503, {"retry-after": "60"})]

    async def settled(self, posts: int, marked: int = 0) -> list[str]:
        return await _settled(self, posts, marked)


def _action(post: Json, title: str) -> Json:
    actions = [one for part in post["attachments"] for one in part["content"].get("actions") or []]
    return next(one for one in actions if one["title"] == title)


async def _settled(chat: Chat, posts: int, marked: int) -> list[str]:
    def over() -> bool:
        thread = chat.thread()
        told = sum("Superseded: " in one for one in thread)
        return len(thread) >= posts and told >= marked and not any("Checking …" in one for one in thread)

    await until(f"{posts} posts, {marked} of them marked", over)
    await asyncio.sleep(0.3)  # for what would be one too many: a slow machine may miss it, and fails nothing
    return chat.thread()


def _client(routes: list[Route]) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(Starlette(routes=routes)), base_url="http://bot")


@contextlib.asynccontextmanager
async def in_slack(parts: Parts) -> AsyncIterator[InSlack]:
    """The program on Slack, by signed HTTP."""
    fake, background = await FakeSlack().start(), BackgroundTasks()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(bot.slack, "BackgroundTasks", lambda: background)  # to see the end of its work
            async with (
                open_slack(Slack(BOT_TOKEN, SECRET, "", fake.api_url), parts) as (_, routes, sender, _),
                _client(routes) as http,
            ):
                yield InSlack(fake, http, sender, background)
    finally:
        await fake.stop()


@contextlib.asynccontextmanager
async def in_teams(parts: Parts, patch: pytest.MonkeyPatch) -> AsyncIterator[InTeams]:
    """The program on Teams, with Microsoft's two services on the loopback address."""
    fake = await FakeTeams().start()

    async def own_token(*_: object) -> str:
        return token("x")

    patch.setattr(
        bot.teams, "connect", lambda id_, _, tenant: connector.connect(id_, "", tenant, token=own_token)
    )
    patch.setattr(auth.KeySet.__init__, "__defaults__", (fake.metadata,))
    try:
        async with (
            open_teams(Teams(BOT, "secret", TENANT, frozenset({TENANT})), parts) as (routes, sender),
            _client(routes) as http,
        ):
            yield InTeams(fake, http, sender)
    finally:
        await fake.stop()
