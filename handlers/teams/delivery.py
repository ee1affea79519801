"""Our posts on their way to Teams: at most one a second in a thread, and again where Teams is busy.

What to try again: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from corpus.errors import DeliveryError, IndexUnavailableError
from handlers.ports.address import Address
from handlers.teams.connector import Json, RefusedError, Wire

T = TypeVar("T")

log = logging.getLogger(__name__)

AGAIN = frozenset({0, 408, 412, 429, 500, 502, 503, 504})
TRIES = 4
LONGEST_WAIT = 8.0  # seconds within one delivery; longer waits are the queue's


class Throttle(Protocol):
    """Turns in a lane; seconds until ours."""

    async def wait_for(self, lane: str, interval: float = 1.0) -> float:
        """Take the next turn of a lane."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Delivery of posts to addresses. Its methods raise RefusedError."""

    wire: Wire
    throttle: Throttle
    unit: float = 1.0  # seconds of the shortest wait

    async def post(self, address: Address, message: Json) -> str:
        """Post in the address's thread; the post's identifier."""
        where = conversation_of(address)
        return await self._persist(address, lambda: self.wire.send(address.service, where, message))

    async def edit(self, address: Address, post: str, message: Json) -> None:
        """Put a message in the place of one of ours."""
        where = conversation_of(address)
        await self._persist(address, lambda: self.wire.edit(address.service, where, post, message))

    async def post_ephemeral(self, address: Address, person: str, message: Json) -> str:
        """Post in the address's thread for one person alone; the post's identifier."""
        where = conversation_of(address)
        return await self._persist(
            address, lambda: self.wire.post_ephemeral(address.service, where, person, message)
        )

    async def post_to(self, address: Address, person: str, message: Json) -> str:
        """Post in the personal chat with somebody; the post's identifier."""

        async def send() -> str:
            chat = await self.wire.open(address.service, address.team, person)
            return await self.wire.send(address.service, chat, message)

        return await self._persist(address, send)

    async def _persist(self, address: Address, send: Callable[[], Awaitable[T]]) -> T:
        for attempt in range(1, TRIES + 1):
            await self._turn(address)
            try:
                return await send()
            except RefusedError as error:
                wait = error.wait if error.wait is not None else self.unit * 2 ** (attempt - 1)
                if error.status not in AGAIN or attempt == TRIES or wait > LONGEST_WAIT:
                    raise
            await asyncio.sleep(wait + random.uniform(0, self.unit))  # noqa: S311 - jitter, no secret
        raise AssertionError("unreachable")

    async def _turn(self, address: Address) -> None:
        try:
            await asyncio.sleep(await self.throttle.wait_for(f"teams:{conversation_of(address)}", self.unit))
        except IndexUnavailableError:
            return  # a record that is down must not silence the bot


def conversation_of(address: Address) -> str:
    """Return the conversation that a post goes to: the thread, where there is one."""
    return address.thread or address.channel


def log_refusal(error: DeliveryError) -> None:
    """Log what Teams said; its status, never our words."""
    status = error.status if isinstance(error, RefusedError) else type(error).__name__
    log.warning("teams did not take a post", extra={"chat": "teams", "error": f"status-{status}"})
