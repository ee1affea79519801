"""Commands on the wire."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine

import hiredis
import pytest
from redis.asyncio import Redis

from corpus.errors import IndexUnavailableError
from corpus.storage.commands import ask_all, post, send, send_all
from corpus.storage.connection import Bulk, Command, Connection
from tests.support.waiting import patience


async def test_a_cancellation_that_meets_a_reply_is_not_lost(redis: Redis) -> None:
    async def ask_for_ever() -> None:
        while True:
            with contextlib.suppress(IndexUnavailableError):
                await send(redis, [("PING",)])

    async with patience("the end of cancelled work"):
        for round_ in range(40):
            await _cancelled_midway(ask_for_ever, 20, 0.002 + round_ / 40_000)
    assert await redis.ping()


async def _cancelled_midway(
    work: Callable[[], Coroutine[object, object, None]], times: int, seconds: float
) -> None:
    """Do some work many times at once, cancel it, and wait until all of it has ended."""
    tasks = [asyncio.create_task(work()) for _ in range(times)]
    await asyncio.sleep(seconds)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


class _Pings:
    """A bulk of so many commands that the replies to the first come while the last are written."""

    def __init__(self, count: int) -> None:
        self._count = count

    def commands(self) -> list[Command]:
        return [(b"STRLEN", b"none")] * self._count

    def __len__(self) -> int:
        return self._count

    def packed(self) -> bytes:
        return b"".join(map(hiredis.pack_command, self.commands()))


@pytest.mark.parametrize("count", [1, 40_000])
@pytest.mark.parametrize("run", [post, ask_all, send_all])
async def test_a_cancellation_that_meets_the_replies_of_a_bulk_is_not_lost(
    redis: Redis, run: Callable[[Connection, Bulk], Awaitable[object]], count: int
) -> None:
    async def run_for_ever() -> None:
        while True:
            with contextlib.suppress(IndexUnavailableError):
                await run(redis, _Pings(count))

    async with patience("the end of cancelled work"):
        for round_ in range(10):
            await _cancelled_midway(run_for_ever, 4, 0.01 + round_ / 2_000)
    assert await redis.ping()
