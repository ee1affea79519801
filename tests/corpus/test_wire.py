"""Commands on the wire."""

import asyncio
import contextlib

from redis.asyncio import Redis

from corpus.errors import IndexUnavailableError
from corpus.wire import send


async def test_a_cancellation_that_meets_a_reply_is_not_lost(redis: Redis) -> None:
    async def ask_for_ever() -> None:
        while True:
            with contextlib.suppress(IndexUnavailableError):
                await send(redis, [("PING",)])

    async with asyncio.timeout(30):
        for round_ in range(40):
            tasks = [asyncio.create_task(ask_for_ever()) for _ in range(20)]
            await asyncio.sleep(0.002 + round_ / 40_000)
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
    assert await redis.ping()
