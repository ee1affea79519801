"""The real listeners over ASGI, against a Slack of our own."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest
from redis.asyncio import Redis
from starlette.applications import Starlette

from bot.stores.deliveries import RedisDeliveries
from handlers.ports.background import BackgroundTasks
from handlers.replies.reply import Reply
from handlers.slack.endpoints import routes
from handlers.slack.listeners import Listening, build
from tests.support.background import settle
from tests.support.replies import reply
from tests.support.slack.fake import BOT_TOKEN, FakeSlack
from tests.support.slack.payloads import SECRET, Json, body_of, signed


@dataclass
class Asked:
    """An answerer that keeps what it was asked; `replies`, `error` and `may` say how and when it answers."""

    texts: list[str] = field(default_factory=list)
    replies: tuple[Reply, ...] = (reply(),)
    error: Exception | None = None
    may: asyncio.Event = field(default_factory=asyncio.Event)  # answer; nothing stands in the way at first

    def __post_init__(self) -> None:
        self.may.set()

    async def __call__(self, text: str) -> tuple[Reply, ...]:
        self.texts.append(text)
        await self.may.wait()
        if self.error:
            raise self.error
        return self.replies


@dataclass
class Bot:
    """The bot behind its HTTP door."""

    http: httpx.AsyncClient
    background: BackgroundTasks

    async def deliver(self, payload: Json, retry: int = 0) -> httpx.Response:
        """Deliver as Slack does, signed; returns the acknowledgement at once."""
        body, kind = body_of(payload)
        headers = {"content-type": kind, **signed(body)}
        if retry:
            headers |= {"x-slack-retry-num": str(retry), "x-slack-retry-reason": "http_timeout"}
        return await self.http.post("/slack/events", content=body, headers=headers)

    async def done(self) -> None:
        """Wait until everything that was asked is answered."""
        await settle(self.background)

    async def hears(self, payload: Json) -> httpx.Response:
        """Deliver, and wait for what comes of it."""
        response = await self.deliver(payload)
        await self.done()
        return response


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    fake = await FakeSlack().start()
    yield fake
    await fake.stop()


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
async def bot(slack: FakeSlack, asked: Asked, redis: Redis, patience: float) -> AsyncIterator[Bot]:
    background = BackgroundTasks()
    app = build(
        bot_token=BOT_TOKEN,
        api_url=slack.api_url,
        listening=Listening(
            answer=asked, deliveries=RedisDeliveries(redis), background=background, patience=patience
        ),
    )
    transport = httpx.ASGITransport(app=Starlette(routes=routes(app, SECRET)))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as http:
        yield Bot(http, background)
    await background.finish(1)
