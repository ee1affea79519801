"""Leases: one program at a time works on something. A lease lapses soon after its holder, however that ended."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

from corpus.errors import IndexUnavailableError
from corpus.storage.commands import ask, send
from corpus.storage.connection import Connection

SHORT = 30.0
"""Seconds after which a lease taken by `held` lapses where its holder was killed."""

_LOOK = 0.2  # seconds between two looks whether a lease is free
_LOST = "another program took over, for we took too long to say that we are still at it"

_IF_MINE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call({}) else return 0 end"
_RENEW = _IF_MINE.format("'PEXPIRE', KEYS[1], ARGV[2]")
_RELEASE = _IF_MINE.format("'DEL', KEYS[1]")


async def take(client: Connection, key: bytes, token: str, seconds: float) -> bool:
    """Take a lease; return False where another program has it."""
    (taken,) = await send(client, [("SET", key, token, "NX", "PX", round(1000 * seconds))])
    return taken is not None


async def renew(client: Connection, key: bytes, token: str, seconds: float) -> bool:
    """Renew a lease; return False where it was lost."""
    (kept,) = await send(client, [("EVAL", _RENEW, 1, key, token, round(1000 * seconds))])
    return bool(kept)


async def release(client: Connection, key: bytes, token: str) -> None:
    """Release a lease, where it is still ours."""
    await send(client, [("EVAL", _RELEASE, 1, key, token)])


async def left(client: Connection, key: bytes) -> float:
    """Return the seconds until a lease lapses; 0 where it is free."""
    (milliseconds,) = await ask(client, [("PTTL", key)])
    return max(0.0, int(milliseconds) / 1000)


@contextlib.asynccontextmanager
async def held(
    client: Connection,
    key: bytes,
    *,
    patience: float = 0.0,
    waiting: Callable[[], None] = lambda: None,
    seconds: float | None = None,
) -> AsyncIterator[bool]:
    """Hold a lease while inside and renew it; yield False where another program keeps it for `patience` seconds.

    Raise IndexUnavailableError inside where the lease could not be renewed: another program may have it by then.
    """
    token, term = secrets.token_hex(8), seconds or SHORT
    loop = asyncio.get_running_loop()
    end = loop.time() + patience
    while not await take(client, key, token, term):
        if loop.time() >= end:
            yield False
            return
        waiting()
        await asyncio.sleep(_LOOK)
    try:
        async with asyncio.timeout(term) as limit:
            over = asyncio.Event()
            renewing = asyncio.create_task(
                _renew_until(over, partial(renew, client, key, token, term), term, limit)
            )
            try:
                yield True
            finally:
                over.set()  # under Python 3.11 the client may lose a cancellation while it connects
                renewing.cancel()
                await asyncio.gather(renewing, return_exceptions=True)
    except TimeoutError as error:
        raise IndexUnavailableError(_LOST) from error
    finally:
        await release(client, key, token)


async def _renew_until(
    over: asyncio.Event, again: Callable[[], Awaitable[bool]], term: float, limit: asyncio.Timeout
) -> None:
    loop = asyncio.get_running_loop()
    while not over.is_set():
        await asyncio.sleep(term / 3)
        asked = loop.time()
        with contextlib.suppress(IndexUnavailableError):  # the next try, or the limit
            limit.reschedule(asked + term if await again() else asked)
