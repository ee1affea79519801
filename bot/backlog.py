"""Questions of Slack that are under way, kept in Redis until they are answered: a restart loses none.

Each is put when it is taken, with what was already posted for it; the process that has it takes it out when it is
done. One whose process died is due again a little later, for whoever is there.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import msgspec
from slack_sdk.web.async_client import AsyncWebClient

from bot.queue import Queue
from corpus.errors import FactCheckError
from corpus.wire import Client
from handlers.slack.desk import LONGEST_SECONDS
from handlers.slack.tools import Asked

LEASE = LONGEST_SECONDS + 20  # seconds after which a question that nobody finished is taken up again
_PATIENCE = 0.75  # seconds that a question waits for being kept: its asker waits, too
_IDLE = 5.0  # seconds between two looks

Take = Callable[[Asked, AsyncWebClient], Awaitable[None]]
Connect = Callable[[str], Awaitable[AsyncWebClient]]

log = logging.getLogger(__name__)


class RedisBacklog:
    """The Backlog of `handlers.slack.tools`. A store that is away costs the safety of a question, not its answer."""

    def __init__(self, client: Client, lease: float = LEASE) -> None:
        self.queue = Queue(client, "slack")
        self._lease = lease

    async def put(self, asked: Asked) -> None:
        """Keep a question, or how far it got."""
        try:
            body = msgspec.json.encode(asked)
            async with asyncio.timeout(_PATIENCE):
                if not await self.queue.put(asked.key, body, self._lease):
                    await self.queue.note(asked.key, body, self._lease)
        except (FactCheckError, TimeoutError, UnicodeEncodeError) as error:
            log.warning("a question is not kept", extra={"chat": "slack", "error": type(error).__name__})

    async def drop(self, asked: Asked) -> None:
        """Take a finished question out."""
        try:
            async with asyncio.timeout(_PATIENCE):
                await self.queue.drop(asked.key)
        except (FactCheckError, TimeoutError) as error:
            log.warning("a question stays kept", extra={"chat": "slack", "error": type(error).__name__})

    async def take_up(self, take: Take, connect: Connect) -> int:
        """Take up the questions whose process died; how many there were."""
        count = 0
        while item := await self.queue.claim(self._lease):
            try:
                asked = msgspec.json.decode(item.body, type=Asked)
            except msgspec.MsgspecError:  # of another version of the program
                await self.queue.done(item)
                continue
            await take(asked, await connect(asked.team))
            await self.queue.done(item)
            count += 1
        return count

    async def run(self, take: Take, connect: Connect) -> None:
        """Take up what others left, again and again, until cancelled."""
        while True:
            try:
                if count := await self.take_up(take, connect):
                    log.info("questions taken up", extra={"chat": "slack", "quotes": count})
            except FactCheckError as error:
                log.warning("questions are waiting", extra={"chat": "slack", "error": type(error).__name__})
            await asyncio.sleep(_IDLE)
