"""Many workspaces install the bot: each is answered with its own token, until it removes the bot."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from aiohttp import web
from cryptography.fernet import Fernet
from redis.asyncio import Redis
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from starlette.applications import Starlette

from bot.stores.deliveries import RedisDeliveries
from bot.stores.installations import RedisInstallations, RedisStates, Tokens, vault
from corpus.storage.server import Server
from handlers.ports.background import BackgroundTasks
from handlers.slack.delivery import Delivery, connect
from handlers.slack.endpoints import is_accepted, routes
from handlers.slack.listeners import Listening, build
from handlers.slack.oauth import OAuth, Workspaces, install_routes
from tests.handlers.slack.conftest import Asked, Bot
from tests.support.slack import payloads
from tests.support.slack.blockkit import view_problems
from tests.support.slack.fake import BOT_TOKEN, FakeSlack, Fault, Json
from tests.support.slack.payloads import SECRET
from tests.support.waiting import DEADLINE

# slack_sdk still names the app in the way that aiohttp gives up in version 4.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")


class Granting(FakeSlack):
    """A Slack that grants tokens for codes; the token of the tests goes to T01TEST."""

    def _answer(self, method: str, body: Json, request: web.Request) -> Json:
        if method == "oauth.v2.access":
            return {"access_token": BOT_TOKEN, "token_type": "bot", "scope": "chat:write", "bot_user_id": "U0BOT",
                    "app_id": "A1", "team": {"id": "T01TEST"}, "authed_user": {"id": "U1"}}  # fmt: skip
        return super()._answer(method, body, request) | ({"bot_id": "B1"} if method == "auth.test" else {})


@pytest.fixture
async def granting() -> AsyncIterator[Granting]:
    fake = Granting()
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
async def many(granting: Granting, asked: Asked, redis: Redis) -> AsyncIterator[Bot]:
    background = BackgroundTasks()
    store = RedisInstallations(redis, vault(Fernet.generate_key().decode()))
    rotator = AsyncTokenRotator(client_id="1", client_secret="s", client=connect(None, granting.api_url))
    tokens = Tokens(store, rotator)

    async def revoked(token: str) -> None:
        await tokens.revoked(token, lambda one: is_accepted(one, granting.api_url))

    app = build(bot_token="", api_url=granting.api_url, workspaces=Workspaces(tokens.find, store, tokens.revoked), listening=Listening(answer=asked, deliveries=RedisDeliveries(redis), background=background, patience=DEADLINE, delivery=Delivery(revoked=revoked)))  # fmt: skip
    oauth = OAuth("1", "s", store, RedisStates(redis), granting.api_url)
    transport = httpx.ASGITransport(app=Starlette(routes=[*routes(app, SECRET), *install_routes(oauth)]))
    async with httpx.AsyncClient(transport=transport, base_url="https://bot.test") as http:
        yield Bot(http, background)
    await background.finish(1)


async def install(bot: Bot) -> tuple[httpx.Response, str]:
    """Go through the pages; the last answer, and the state that was used."""
    page = await bot.http.get("/slack/install")
    [state] = parse_qs(urlsplit(page.headers["location"]).query)["state"]
    return await bot.http.get("/slack/oauth_redirect", params={"code": "c", "state": state}), state


async def test_a_workspace_that_installed_the_bot_is_answered(
    many: Bot, granting: Granting, asked: Asked
) -> None:
    assert (await install(many))[0].status_code == 200
    await many.hears(payloads.command("we shall fight"))
    assert asked.texts == ["we shall fight"]
    assert len(granting.thread(granting.roots()[0]["ts"])) == 1


async def test_the_pages_ask_for_no_history_of_channels(many: Bot) -> None:
    page = await many.http.get("/slack/install")
    query = parse_qs(urlsplit(page.headers["location"]).query)
    assert "channels:history" not in query["scope"][0]
    assert query.get("user_scope", [""]) == [""]


async def test_nobody_comes_back_twice_or_from_elsewhere(many: Bot) -> None:
    _, state = await install(many)
    again = await many.http.get(
        "/slack/oauth_redirect",
        params={"code": "c", "state": state},
        headers={"cookie": f"slack-app-oauth-state={state}"},
    )
    made_up = await many.http.get("/slack/oauth_redirect", params={"code": "c", "state": "x"})
    assert [again.status_code, made_up.status_code] == [401, 400]


@pytest.mark.parametrize(
    ("event", "left"),
    [
        pytest.param({"type": "app_uninstalled"}, 0, id="uninstalled"),
        pytest.param(
            {"type": "tokens_revoked", "tokens": {"bot": ["U0BOT"]}}, 0, id="the bot's token revoked"
        ),
        pytest.param(
            {"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}}, 1, id="a person's token revoked"
        ),
    ],
)
async def test_who_removes_the_bot_is_forgotten(
    many: Bot, redis: Redis, event: dict[str, Any], left: int
) -> None:
    await install(many)
    await many.hears(
        {
            "type": "event_callback",
            "team_id": "T01TEST",
            "api_app_id": "A1",
            "event_id": "Ev1",
            "event": event,
        }
    )
    assert len(await redis.keys("v:slack:bot:*")) == left


async def test_a_stranger_is_not_answered(many: Bot, asked: Asked) -> None:
    await many.hears(payloads.command("we shall fight"))
    assert asked.texts == []


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive"])
async def test_a_token_that_was_revoked_without_an_event_is_forgotten(
    many: Bot, granting: Granting, redis: Redis, caplog: pytest.LogCaptureFixture, code: str
) -> None:
    await install(many)
    granting.faults["chat.postMessage"] = [Fault(code)]
    granting.faults["auth.test"] = [Fault(code)]
    await many.hears(payloads.command("we shall fight", response_url=granting.response_url("C01GEN")))
    assert await redis.keys("v:slack:bot:*") == []
    assert "accepts a workspace's token no more" in caplog.text
    assert BOT_TOKEN not in caplog.text
    assert "A workspace administrator has to install me again." in str(granting.ephemeral)


async def test_a_token_that_slack_refused_by_mistake_stays(
    many: Bot, granting: Granting, redis: Redis
) -> None:
    await install(many)
    granting.faults["chat.postMessage"] = [Fault("invalid_auth")]
    await many.hears(payloads.command("we shall fight", response_url=granting.response_url("C01GEN")))
    assert len(await redis.keys("v:slack:bot:*")) == 1


@pytest.fixture
async def astray(granting: Granting, asked: Asked, redis: Redis) -> AsyncIterator[Bot]:
    """A bot whose installations are in a store that does not answer."""
    background = BackgroundTasks()
    store = RedisInstallations(Server(host="127.0.0.1", port=1), vault(Fernet.generate_key().decode()))
    rotator = AsyncTokenRotator(client_id="1", client_secret="s", client=connect(None, granting.api_url))
    tokens = Tokens(store, rotator)
    app = build(bot_token="", api_url=granting.api_url, workspaces=Workspaces(tokens.find, store, tokens.revoked), listening=Listening(answer=asked, deliveries=RedisDeliveries(redis), background=background))  # fmt: skip
    transport = httpx.ASGITransport(app=Starlette(routes=routes(app, SECRET)))
    async with httpx.AsyncClient(transport=transport, base_url="https://bot.test") as http:
        yield Bot(http, background)
    await background.finish(1)


async def test_while_installations_cannot_be_looked_up_people_are_told_and_events_come_again(
    astray: Bot, granting: Granting, asked: Asked
) -> None:
    url = granting.response_url("C01GEN")
    command = await astray.hears(payloads.command("we shall fight", response_url=url))
    assert command.status_code == 200
    assert command.json()["response_type"] == "ephemeral"
    assert "I could not look" in command.json()["text"]
    post = granting.say("C01GEN", "we shall fight")
    for payload in (
        payloads.shortcut(post, url),
        payloads.press(post, "context", "x") | {"response_url": url},
    ):
        assert (await astray.hears(payload)).status_code == 200
        assert "I could not look" in granting.ephemeral[-1]["text"]
    assert len(granting.ephemeral) == 2
    dialog = await astray.hears(payloads.submission())
    assert dialog.json()["response_action"] == "update"
    assert not view_problems(dialog.json()["view"])
    event = await astray.hears(payloads.mention(post))
    assert event.status_code == 503  # Slack delivers it again
    assert asked.texts == []
