"""The door of Teams with everything behind it: a real record's queue, and a Teams on the loopback address."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest
from redis.asyncio import Redis
from starlette.applications import Starlette

from bot.stores.answers import RedisMemory
from bot.stores.deliveries import RedisDeliveries
from bot.stores.greetings import RedisGreeted
from bot.stores.preferences import RedisPreferences
from bot.stores.queue import Queue
from corpus.models import Holdings, Quote
from handlers.conversation.responder import Responder
from handlers.ports.address import Address
from handlers.ports.background import BackgroundTasks
from handlers.ports.preferences import Preferences
from handlers.replies.reply import Reply
from handlers.teams.actions import Actions
from handlers.teams.auth import KeySet, TokenAuth
from handlers.teams.channel_settings import Settings
from handlers.teams.connector import Connector, connect
from handlers.teams.delivery import Delivery
from handlers.teams.endpoints import PATH, Auth, Endpoint
from handlers.teams.responder import TeamsResponder
from tests.support.background import settle
from tests.support.replies import reply
from tests.support.teams.fake import BOT, TENANT, FakeTeams, message, token
from tests.support.turns import Turns
from tests.support.waiting import DEADLINE, until


@pytest.fixture
async def teams() -> AsyncIterator[FakeTeams]:
    fake = await FakeTeams().start()
    yield fake
    await fake.stop()


@pytest.fixture
async def wire() -> AsyncIterator[Connector]:
    async def own_token(*_: object) -> str:
        return token("x", exp=int(time.time()) + 3600)

    async with connect(BOT, "", TENANT, token=own_token) as made:
        yield made


class Office:
    """The whole of it, and a client that speaks as Teams does."""

    def __init__(self, teams: FakeTeams, wire: Connector, redis: Redis, patience: float) -> None:
        self.teams = teams
        self.asked: list[tuple[str, Address]] = []
        self.may = asyncio.Event()  # answer; nothing stands in the way at first
        self.may.set()
        self.replies: tuple[Reply, ...] = (reply(),)
        self.background = BackgroundTasks()
        self.queue = Queue(redis, "teams")
        self.turns = Turns(redis)
        self.preferences = RedisPreferences(redis)
        self.memory = RedisMemory(redis)
        self.held = Holdings({"Kremlin": 7, "Ministry of Health, Labour and Welfare": 2}, {"en": 8, "ru": 1})
        self.checked: list[Quote] = []
        self.responder = TeamsResponder(
            flow=Responder(
                chat="teams",
                answer=self.answer,
                deliveries=RedisDeliveries(redis, prefix="v:once:teams:", seconds=50),
                check=self.check,
                memory=self.memory,
                preferences=self.preferences,
                patience=patience,
                settings_seconds=DEADLINE,
            ),
            delivery=Delivery(wire, self.turns, unit=0.05),
            queue=self.queue,
            background=self.background,
        )
        self.settings = Settings(self.preferences, self.memory, self.holdings, wire)
        self.actions = Actions(
            self.responder, RedisGreeted(redis), settings=self.settings, memory=self.memory
        )
        self.keys = KeySet(teams.metadata)
        self.auth: Auth = TokenAuth(BOT, frozenset({TENANT}), self.keys)
        self.token = token(teams.service)
        self.rebuild()

    def rebuild(self, **changed: Any) -> None:
        """Open the door anew, with other people behind it."""
        self.actions = replace(self.actions, **changed)
        app = Starlette(routes=Endpoint(self.auth, self.actions, self.background).routes())
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot")

    async def answer(self, text: str, address: Address, wants: Preferences) -> tuple[Reply, ...]:
        self.asked.append((text, address))
        self.wanted = wants
        await self.may.wait()
        return self.replies

    async def check(self, quote: Quote, _: Address, __: Preferences) -> Reply:
        self.checked.append(quote)
        return self.replies[0]

    async def holdings(self) -> Holdings:
        return self.held

    async def post(
        self, body: Any, authorization: str | None = None, raw: bytes | None = None
    ) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.token}" if authorization is None else authorization}
        content = json.dumps(body).encode() if raw is None else raw
        return await self.http.post(PATH, content=content, headers=headers)

    async def say(self, text: str, **changed: object) -> httpx.Response:
        return await self.post(message(self.teams.service, text, **changed))

    async def settled(self, enough: Callable[[], object]) -> None:
        """Wait until that holds and nothing is under way."""

        async def over() -> bool:
            return bool(enough()) and not await self.queue.size()

        await until("an empty queue, and what a test expects", over)
        await settle(self.background)


@pytest.fixture
async def office(teams: FakeTeams, wire: Connector, redis: Redis, patience: float) -> AsyncIterator[Office]:
    made = Office(teams, wire, redis, patience)
    working = asyncio.create_task(made.responder.work())
    yield made
    working.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await working
    await made.background.finish()
