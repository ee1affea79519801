"""Questions of Slack that are under way, kept in Redis until they are answered: a restart loses none.

Each is put when it is taken, with what was already posted for it; the process that has it takes it out when it is
done. One whose process died is due again a little later, for whoever is there; so is one that Slack could not take.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

import msgspec
from slack_sdk.web.async_client import AsyncWebClient

from bot.stores.queue import Item, Queue
from corpus.errors import FactCheckError
from corpus.storage.connection import Connection
from handlers.conversation.responder import LONGEST_SECONDS
from handlers.slack.ports import Asked

LEASE = LONGEST_SECONDS + 20  # seconds after which a question that nobody finished is taken up again
_PATIENCE = 0.75  # seconds that a question waits for being kept: its asker waits, too
_IDLE = 5.0  # seconds between two looks
_AT_ONCE = 20  # questions taken up at a time
_WAITS = (10.0, 30.0, 60.0)  # seconds until a question is tried again that Slack's own fault left unanswered

Take = Callable[[Asked, AsyncWebClient], Awaitable[None]]
Connect = Callable[[str], Awaitable[AsyncWebClient]]

log = logging.getLogger(__name__)


class RedisBacklog:
    """The Backlog of `handlers.slack.ports`. A store that is away costs the safety of a question, not its answer."""

    def __init__(self, client: Connection, lease: float = LEASE) -> None:
        self.queue = Queue(client, "slack")
        self._lease = lease
        self._mine: dict[str, bytes] = {}  # what this process is at, and how far it got

    async def put(self, asked: Asked) -> bool:
        """Keep a question, or how far it got; whether it is kept."""
        try:
            body = msgspec.json.encode(asked)
            async with asyncio.timeout(_PATIENCE):
                if not await self.queue.put(asked.key, body, self._lease):
                    await self.queue.note(asked.key, body, self._lease)
        except (FactCheckError, TimeoutError, UnicodeEncodeError) as error:
            log.warning("a question is not kept", extra={"chat": "slack", "error": type(error).__name__})
            return False
        self._mine[asked.key] = body
        return True

    async def drop(self, asked: Asked) -> None:
        """Take a finished question out."""
        self._mine.pop(asked.key, None)
        try:
            async with asyncio.timeout(_PATIENCE):
                await self.queue.drop(asked.key)
        except (FactCheckError, TimeoutError) as error:
            log.warning("a question stays kept", extra={"chat": "slack", "error": type(error).__name__})

    async def later(self, asked: Asked) -> bool:
        """Leave a question for another try, as far as it got; False where it had its tries, or is not kept."""
        body = self._mine.pop(asked.key, None)
        if body is None:
            return False
        got = msgspec.json.decode(body, type=Asked)
        if got.tries >= len(_WAITS):
            return False
        try:
            async with asyncio.timeout(_PATIENCE):
                again = msgspec.json.encode(replace(got, tries=got.tries + 1))
                return await self.queue.note(asked.key, again, _WAITS[got.tries])
        except (FactCheckError, TimeoutError):
            return False

    async def renew(self) -> None:
        """Keep for longer what this process is still at: a question may wait for its turn in a busy channel."""
        for key, body in list(self._mine.items()):
            if key in self._mine:
                await self.queue.note(key, body, self._lease)

    async def take_up(self, take: Take, connect: Connect) -> int:
        """Take up the questions whose process died, or that wait for another try; how many there were."""
        count = 0
        while items := await self._claim():
            await asyncio.gather(*(self._take(item, take, connect) for item in items))
            count += len(items)
        return count

    async def _claim(self) -> list[Item]:
        items: list[Item] = []
        while len(items) < _AT_ONCE and (item := await self.queue.claim(LEASE)):
            items.append(item)
        return items

    async def _take(self, item: Item, take: Take, connect: Connect) -> None:
        try:
            asked = msgspec.json.decode(item.body, type=Asked)
        except msgspec.MsgspecError:  # of another version of the program
            await self.queue.done(item)
            return
        client = await connect(asked.team)
        self._mine[item.key] = item.body
        try:
            await take(asked, client)
        except BaseException:
            self._mine.pop(item.key, None)
            raise

    async def run(self, take: Take, connect: Connect) -> None:
        """Take up what others left, and keep what we are at, again and again, until cancelled."""
        taking: asyncio.Task[int] | None = None
        renewed = asyncio.get_running_loop().time()
        try:
            while True:
                try:
                    if taking is None or taking.done():
                        if taking and (count := taking.result()):
                            log.info("questions taken up", extra={"chat": "slack", "quotes": count})
                        taking = asyncio.create_task(self.take_up(take, connect))
                    if asyncio.get_running_loop().time() - renewed > self._lease / 3:
                        await self.renew()
                        renewed = asyncio.get_running_loop().time()
                except FactCheckError as error:
                    log.warning(
                        "questions are waiting", extra={"chat": "slack", "error": type(error).__name__}
                    )
                    taking = None
                await asyncio.sleep(_IDLE)
        finally:
            if taking:
                taking.cancel()
