"""Slack in front, the record behind: a question goes all the way."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import httpx
import pytest
from redis.asyncio import Redis
from starlette.applications import Starlette

from bot import load
from bot.stores.deliveries import RedisDeliveries
from corpus.collecting.coverage import CoverageReader
from corpus.storage.server import Server
from corpus.verify import Verifier
from handlers.conversation.service import answer
from handlers.ports.background import BackgroundTasks
from handlers.slack.endpoints import routes
from handlers.slack.listeners import Listening, build
from tests.handlers.slack.conftest import Bot
from tests.support.record import Record
from tests.support.slack import payloads
from tests.support.slack.blockkit import elements, problems, words
from tests.support.slack.fake import BOT_TOKEN, FakeSlack
from tests.support.slack.payloads import SECRET

GOLDEN = '"Western troops in Ukraine would be lawful targets" by Putin'


def bot_on(redis: Redis, slack: FakeSlack, background: BackgroundTasks) -> Starlette:
    verify = Verifier(Record(redis), CoverageReader(redis)).verify
    app = build(
        bot_token=BOT_TOKEN,
        api_url=slack.api_url,
        listening=Listening(
            answer=partial(answer, verify=verify), deliveries=RedisDeliveries(redis), background=background
        ),
    )
    return Starlette(routes=routes(app, SECRET))


@pytest.fixture
async def whole(redis: Redis, slack: FakeSlack) -> AsyncIterator[Bot]:
    """The bot on the starter statements."""
    await load.load(Record(redis), iter(load.starter()))
    background = BackgroundTasks()
    transport = httpx.ASGITransport(bot_on(redis, slack, background))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as http:
        yield Bot(http, background)


async def test_the_golden_quote_is_answered_with_its_source_in_the_thread(
    whole: Bot, slack: FakeSlack
) -> None:
    await whole.hears(payloads.command(GOLDEN))
    [root] = slack.roots()
    [answered] = slack.thread(root["ts"])
    said = words(answered["blocks"])
    assert "not documented; something close is" in words(answered["blocks"][0])
    for part in ("legitimate targets", "законные цели", "Vladimir Putin", "126"):
        assert part in said
    assert [e["url"] for e in elements(answered["blocks"]) if e["type"] == "link"]
    assert problems(answered["blocks"]) == []


async def test_two_quotes_of_a_paste_get_an_answer_each(whole: Bot, slack: FakeSlack) -> None:
    first, second = (
        "If any troops appear there, especially now while fighting is ongoing",
        "We shall fight on the beaches, we shall fight on the landing grounds",
    )
    await whole.hears(payloads.command(f"“{first}” and then “{second}”"))
    [root] = slack.roots()
    answers = [words(post["blocks"]) for post in slack.thread(root["ts"])]
    assert len(answers) == 2
    assert first in answers[0]
    assert second in answers[1]


async def test_without_its_record_the_bot_says_that_it_could_not_look(
    slack: FakeSlack, tmp_path: Path
) -> None:
    background = BackgroundTasks()
    async with Server(unix_socket_path=str(tmp_path / "nobody.sock"), retry=None) as nobody:
        transport = httpx.ASGITransport(bot_on(nobody, slack, background))
        async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as http:
            bot = Bot(http, background)
            payload = payloads.command(GOLDEN)
            for _ in range(3):
                await bot.deliver(payload)
            await bot.done()
    [root] = slack.roots()
    [answered] = slack.thread(root["ts"])
    assert "could not look" in words(answered["blocks"])
    assert "ot documented" not in words(answered["blocks"]) + answered["text"]
