"""Many small commands in one round trip, on one server or on a cluster.

    ask(client, commands)    reads: a failure on the way is tried again
    send(client, commands)   writes: each runs once, or the whole is an error

The same for a bulk of commands of one shape: `ask_all`, `send_all`, and `post` where the replies do not matter.

The client's own pipeline costs more than the server's work when a hundred thousand short commands go out; here
they are packed by hiredis and sent as one string. Every failure of the server is translated here.
"""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial
from typing import Any, TypeVar

import redis.exceptions

from corpus.errors import IndexUnavailableError
from corpus.storage.connection import FAILURES, Bulk, Command, Connection, Deadline
from corpus.storage.refusals import refusal

_T = TypeVar("_T")

_AWAY = (redis.exceptions.ConnectionError, redis.exceptions.BusyLoadingError, OSError, EOFError)
PAUSES = (0.05, 0.2, 0.5)
"""Seconds before a read is tried again; an embedded server that was killed is back by then."""

# Seconds that somebody who waits for an answer is kept waiting for the record: a server that hangs, and every further
# look at one that hung when it was last asked. An answer takes up to five looks; together they stay under ten seconds.
PATIENCE, _NEXT = 4.0, 0.5
_USED = re.compile(rb"^used_memory:(\d+)", re.MULTILINE)


async def ask(client: Connection, commands: Sequence[Command]) -> list[Any]:
    """Run commands that change nothing; raise IndexUnavailableError if any fails even when tried again."""
    if not commands:
        return []
    return await _attempt(client, partial(client.run, commands, repeatable=True), PAUSES)


async def send(client: Connection, commands: Sequence[Command]) -> list[Any]:
    """Run commands in order, in as few round trips as can be; raise IndexUnavailableError if any fails.

    The commands are no transaction: after a failure some of them may have run. On a cluster, order holds only
    among commands of one key, and what is written has reached a replica, where there is one.
    """
    if not commands:
        return []
    return await _attempt(client, partial(client.run, commands, repeatable=False))


async def post(client: Connection, bulk: Bulk) -> None:
    """Run a bulk that writes, of whose replies only failures matter; raise IndexUnavailableError if any fails."""
    await _attempt(client, partial(client.run_bulk, bulk, repeatable=False, discard=True))


async def ask_all(client: Connection, bulk: Bulk) -> list[Any]:
    """Run a bulk that changes nothing, as `ask` does."""
    return await _attempt(client, partial(client.run_bulk, bulk, repeatable=True), PAUSES)


async def send_all(client: Connection, bulk: Bulk) -> list[Any]:
    """Run a bulk that writes, as `send` does."""
    return await _attempt(client, partial(client.run_bulk, bulk, repeatable=False))


async def mget(client: Connection, keys: Sequence[bytes]) -> list[bytes | None]:
    """Return the values of many keys; None for one that is not there."""
    step = min(client.keys_together, len(keys)) or 1
    commands = [(b"MGET", *keys[low : low + step]) for low in range(0, len(keys), step)]
    return [value for values in await ask(client, commands) for value in values]


async def key_names(client: Connection, pattern: bytes, count: int = 1_000) -> AsyncIterator[bytes]:
    """Yield the names of all keys of a pattern, about `count` of them by one command; some may come twice."""
    for run in await _attempt(client, client.servers, PAUSES):
        cursor = b"0"
        while True:
            scan: Command = ("SCAN", cursor, "MATCH", pattern, "COUNT", count)
            (reply,) = await _attempt(client, partial(run, [scan]), PAUSES)
            if isinstance(reply, Exception):
                raise unavailable(reply) from reply
            cursor, names = reply
            for name in names:
                yield name
            if cursor == b"0":
                break


async def count_keys(client: Connection, pattern: bytes, measure: str) -> int:
    """Return the summed size of all keys of a pattern, each measured by a command such as HLEN."""
    names = [name async for name in key_names(client, pattern)]
    return sum(await ask(client, [(measure, name) for name in names]))


async def used_memory(client: Connection) -> int | None:
    """Return the bytes of memory in use on the server (on all masters of a cluster); None where it does not say."""
    facts = [_USED.search(text.encode()) for text in await information(client, "memory")]
    return sum(int(fact[1]) for fact in facts if fact) or None


async def information(client: Connection, section: str = "default") -> list[str]:
    """Return the reply to INFO of each server (of all masters of a cluster), of those that allow it."""
    texts = []
    for run in await _attempt(client, client.servers, PAUSES):
        (reply,) = await _attempt(client, partial(run, [("INFO", section)]), PAUSES)
        if isinstance(reply, redis.exceptions.ResponseError):  # some hosted servers forbid INFO
            continue
        if isinstance(reply, Exception):
            raise unavailable(reply) from reply
        texts.append(reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply))
    return texts


def set_deadline(client: Connection) -> None:
    """Make a server that is silent for PATIENCE an error from now on: people wait for what this client is asked.

    Work that nobody waits for, such as loading, has a client of its own without a deadline.
    """
    client.deadline = client.deadline or Deadline()


def unavailable(error: BaseException) -> IndexUnavailableError:
    """Translate a failure into what the rest of the program catches."""
    return refusal(error) or IndexUnavailableError(
        f"the record did not answer: {str(error) or type(error).__name__}"
    )


async def _attempt(client: Connection, run: Callable[[], Awaitable[_T]], pauses: Sequence[float] = ()) -> _T:
    """Run, again after each pause where the server was away; raise IndexUnavailableError for every failure."""
    async with _deadline(client):
        cancelled = _cancellations()
        for pause in (*pauses, None):
            try:
                replies = await run()
            except FAILURES as error:
                _raise_lost_cancellation(cancelled)
                if pause is None or isinstance(error, TimeoutError) or not isinstance(error, _AWAY):
                    raise unavailable(error) from error
                await asyncio.sleep(pause)
            else:
                _raise_lost_cancellation(cancelled)
                return replies
    raise AssertionError  # the last pause is None


@contextlib.asynccontextmanager
async def _deadline(client: Connection) -> AsyncIterator[None]:
    state = client.deadline
    if not state:
        yield
        return
    try:
        async with asyncio.timeout(_NEXT if state.silent else PATIENCE):
            yield
        state.silent = False
    except TimeoutError as error:
        state.silent = True
        raise IndexUnavailableError("the record did not answer in time") from error


def _cancellations() -> int:
    this = asyncio.current_task()
    return this.cancelling() if this else 0


def _raise_lost_cancellation(before: int) -> None:
    """Raise CancelledError where a cancellation met a reply and was lost below, as happens under Python 3.11.

    A loop of commands would never end without it.
    """
    if _cancellations() > before:
        raise asyncio.CancelledError
