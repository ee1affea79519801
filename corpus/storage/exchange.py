"""One exchange on one connection of redis-py: write packed commands, read their replies.

The caller holds one time-out round the whole exchange, which is extended as long as replies come. The connection's own
timers are switched off by its options (`socket_timeout=None`): one for each reply costs as much as the reply, and under
Python 3.11 the `wait_for` of its writing loses a cancellation now and then, so that Ctrl-C does not end a load.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, TypeVar

import redis.exceptions
from redis.asyncio.connection import AbstractConnection

REPLIES = 60.0  # seconds for all replies of a chunk
_CHUNK = 1 << 20  # bytes written before their replies are read: no buffer on either side grows without bound

_T = TypeVar("_T")
Read = Callable[[AbstractConnection, int], Coroutine[Any, Any, list[Any]]]


async def exchange(
    connection: AbstractConnection, packed: Sequence[bytes], limit: asyncio.Timeout
) -> list[Any]:
    """Write packed commands and return their replies; an error of one command is its reply."""
    replies: list[Any] = []
    end = 0
    while end < len(packed):
        size, start = 0, end
        while end < len(packed) and size < _CHUNK:
            size += len(packed[end])
            end += 1
        await _write(connection, b"".join(packed[start:end]), first=not start)
        replies += await read_replies(connection, end - start)
        _extend(limit)
    return replies


async def exchange_bulk(
    connection: AbstractConnection, packed: bytes, count: int, *, read: Read, limit: asyncio.Timeout
) -> list[Any]:
    """Write one large string of commands by the chunk while `read` reads their replies."""
    if len(packed) <= _CHUNK:
        await _write(connection, packed, first=True)
        return await read(connection, count)
    await _write(connection, packed[:_CHUNK], first=True)  # connects where needed, before anybody reads
    reading = asyncio.create_task(read(connection, count))
    try:
        for start in range(_CHUNK, len(packed), _CHUNK):
            await _write(connection, packed[start : start + _CHUNK], first=False)
            _extend(limit)
        return await reading
    finally:
        reading.cancel()


async def read_replies(connection: AbstractConnection, count: int) -> list[Any]:
    """Read replies; an error of one command is its reply."""
    replies: list[Any] = []
    for _ in range(count):
        try:
            replies.append(await connection.read_response(disable_decoding=True, disconnect_on_error=False))
        except redis.exceptions.ResponseError as error:
            replies.append(error)
    return replies


async def skip_replies(connection: AbstractConnection, count: int) -> list[Any]:
    """Read replies and keep none of them; raise the first error among them once all are read."""
    failed: redis.exceptions.ResponseError | None = None
    for _ in range(count):
        try:
            await connection.read_response(disable_decoding=True, disconnect_on_error=False)
        except redis.exceptions.ResponseError as error:
            failed = failed or error
    if failed:
        raise failed
    return []


async def run_whole(connection: AbstractConnection, work: Awaitable[_T]) -> _T:
    """Await an exchange on a connection; disconnect where it broke off, for replies may still come."""
    whole = False
    try:
        result = await work
        whole = True
    finally:
        if not whole:
            await connection.disconnect(nowait=True)
    return result


async def _write(connection: AbstractConnection, data: bytes, *, first: bool) -> None:
    """Write to a connection; the `first` write connects where needed, and checks one that was idle for long."""
    if not first and not connection.is_connected:  # writing would connect anew, and go on in the middle
        raise redis.exceptions.ConnectionError("the connection was closed")
    await connection.send_packed_command(data, check_health=first)


def _extend(limit: asyncio.Timeout) -> None:
    limit.reschedule(asyncio.get_running_loop().time() + REPLIES)
