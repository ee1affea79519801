"""Who may come in: only what Slack signed, lately, and in a form that can be read."""

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis

from bot.stores.deliveries import RedisDeliveries
from corpus.errors import ReadError, SettingsError
from handlers.ports.background import BackgroundTasks
from handlers.slack.endpoints import MOST_BYTES, identify, parse, run_socket
from handlers.slack.listeners import Listening, build
from tests.handlers.slack.conftest import Asked, Bot
from tests.support.background import settle
from tests.support.slack import payloads
from tests.support.slack.fake import APP_TOKEN, BOT, BOT_TOKEN, FakeSlack, Fault
from tests.support.slack.payloads import body_of, signed
from tests.support.waiting import patience

COMMAND, FORM = body_of(payloads.command("we shall fight"))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param(lambda: signed(COMMAND), 200, id="signed"),
        pytest.param(dict, 401, id="unsigned"),
        pytest.param(lambda: signed(COMMAND, secret="another"), 401, id="by somebody else"),
        pytest.param(lambda: signed(COMMAND + b"!"), 401, id="for other words"),
        pytest.param(lambda: signed(COMMAND, at=time.time() - 301), 401, id="too long ago"),
        pytest.param(lambda: signed(COMMAND, at=time.time() + 4000), 401, id="in the future"),
        pytest.param(lambda: signed(COMMAND) | {"x-slack-request-timestamp": "soon"}, 401, id="at no time"),
        pytest.param(lambda: signed(COMMAND) | {"x-slack-signature": "v0=\xe9"}, 401, id="in no signature"),
    ],
)
async def test_only_what_slack_signed_within_five_minutes_comes_in(
    bot: Bot, asked: Asked, headers: Callable[[], dict[str, str]], status: int
) -> None:
    raw = {name: value.encode("latin-1") for name, value in {**headers(), "content-type": FORM}.items()}
    response = await bot.http.post("/slack/events", content=COMMAND, headers=raw)
    await bot.done()
    assert response.status_code == status
    assert asked.texts == (["we shall fight"] if status == 200 else [])


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"type": "event_callback"', id="half an object"),
        pytest.param(b"payload=%7B%22type", id="half an object in a form"),
        pytest.param(b"payload=[]", id="a list in a form"),
        pytest.param(b"text=%FF", id="a form that hides bytes"),
        pytest.param(b'{"a":' * 100_000, id="a deep well"),
        pytest.param(b"&".join(b"k%d=1" % n for n in range(200)), id="a wide form"),
    ],
)
async def test_a_signed_body_that_cannot_be_read_is_a_bad_request(bot: Bot, body: bytes) -> None:
    assert (await bot.http.post("/slack/events", content=body, headers=signed(body))).status_code == 400


async def test_bytes_that_are_no_text_are_a_bad_request(bot: Bot) -> None:
    body = b'{"type": "\xff"}'
    assert (await bot.http.post("/slack/events", content=body)).status_code == 400
    assert (await bot.http.post("/slack/events", content=body, headers=signed(body))).status_code == 400


async def test_an_endless_body_is_not_read_to_its_end(bot: Bot) -> None:
    body = b"x" * (MOST_BYTES + 1)
    assert (await bot.http.post("/slack/events", content=body, headers=signed(body))).status_code == 400


async def test_slack_gets_its_challenge_back(bot: Bot) -> None:
    response = await bot.deliver({"type": "url_verification", "token": "legacy", "challenge": "3eZbrw1a"})
    assert (response.status_code, response.json()) == (200, {"challenge": "3eZbrw1a"})


@pytest.mark.parametrize("payload", [{}, {"type": "event_callback"}, {"type": "event_callback", "event": {}}])
async def test_a_signed_body_without_sense_does_no_harm(bot: Bot, payload: dict[str, object]) -> None:
    body = json.dumps(payload).encode()
    response = await bot.http.post("/slack/events", content=body, headers=signed(body))
    assert response.status_code < 500


async def test_only_posting_opens_the_door(bot: Bot) -> None:
    assert (await bot.http.get("/slack/events")).status_code == 405


async def test_a_stranger_s_words_are_not_logged(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await bot.http.post("/slack/events", content=b"text=secret+words")
    assert "secret" not in caplog.text
    assert "did not sign" in caplog.text


@given(st.text(max_size=200) | st.text(max_size=100).map("payload={}".format))
def test_any_text_is_read_as_an_object_or_refused(text: str) -> None:
    with contextlib.suppress(ReadError):
        assert isinstance(parse(text), dict)


# the socket


async def test_the_same_listeners_answer_over_a_socket(slack: FakeSlack, asked: Asked, redis: Redis) -> None:
    background = BackgroundTasks()
    app = build(
        bot_token=BOT_TOKEN,
        api_url=slack.api_url,
        listening=Listening(answer=asked, deliveries=RedisDeliveries(redis), background=background),
    )
    running = asyncio.ensure_future(run_socket(app, APP_TOKEN, slack.api_url))
    async with patience("the socket"):
        await slack.opened.wait()
    post = slack.say("C01GEN", f"<@{BOT}> we shall fight")
    told = payloads.mention(post)

    assert await slack.send("slash_commands", payloads.command("the payload")) == {}
    assert await slack.send("interactive", payloads.shortcut(post)) == {}
    assert (await slack.send("slash_commands", payloads.command("help")))["response_type"] == "ephemeral"
    for retry in range(3):
        await slack.send("events_api", told, retry)
    await settle(background)
    assert sorted(asked.texts) == [
        f"<@{BOT}> we shall fight".replace(f"<@{BOT}>", f"@{BOT}"),
        "the payload",
        "we shall fight",
    ]
    assert len(slack.thread(post["ts"])) == 2

    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_a_wrong_token_stops_the_start_and_names_the_setting(
    slack: FakeSlack, asked: Asked, redis: Redis
) -> None:
    app = build(
        bot_token=BOT_TOKEN,
        api_url=slack.api_url,
        listening=Listening(answer=asked, deliveries=RedisDeliveries(redis), background=BackgroundTasks()),
    )
    with pytest.raises(SettingsError, match="SLACK_APP_TOKEN"):
        await run_socket(app, "xoxb-by-mistake", slack.api_url)


async def test_a_socket_that_cannot_be_had_at_once_is_had_later(
    slack: FakeSlack, asked: Asked, redis: Redis
) -> None:
    slack.faults["apps.connections.open"] = [Fault("fatal_error")]
    app = build(
        bot_token=BOT_TOKEN,
        api_url=slack.api_url,
        listening=Listening(answer=asked, deliveries=RedisDeliveries(redis), background=BackgroundTasks()),
    )
    running = asyncio.ensure_future(run_socket(app, APP_TOKEN, slack.api_url))
    async with patience("the socket"):
        await slack.opened.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_a_wrong_bot_token_stops_the_start_and_names_the_setting(slack: FakeSlack) -> None:
    assert await identify(BOT_TOKEN, slack.api_url) == "verbatim in Newsroom"
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN"):
        await identify("xapp-by-mistake", slack.api_url)


async def test_a_slack_that_is_away_does_not_stop_the_start(slack: FakeSlack) -> None:
    slack.faults["auth.test"] = [Fault("fatal_error")]
    assert await identify(BOT_TOKEN, slack.api_url) == ""
    assert await identify(BOT_TOKEN, "http://127.0.0.1:9/api/") == ""
