"""Many small commands in one round trip, on one server or on a cluster.

    ask(client, commands)    reads: a failure on the way is tried again
    send(client, commands)   writes: each runs once, or the whole is an error

The same for a bulk of commands of one shape: `ask_all`, `send_all`, and `post` where the replies do not matter.

The client's own pipeline costs more than the server's work when a hundred thousand short commands go out; here
they are packed by hiredis and sent as one string. Every failure of the server is translated here.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from weakref import WeakKeyDictionary

import hiredis
import redis.exceptions
from redis._parsers.hiredis import NOT_ENOUGH_DATA
from redis.asyncio import Redis
from redis.asyncio.cluster import RedisCluster
from redis.asyncio.connection import AbstractConnection

from corpus.errors import IndexUnavailableError

_T = TypeVar("_T")
Client = Redis | RedisCluster
Command = tuple[Any, ...]  # bytes, str or int

# A cluster's own exception is no RedisError.
FAILURES = (
    redis.exceptions.RedisError,
    redis.exceptions.RedisClusterException,
    OSError,
    EOFError,
    TimeoutError,
)
_AWAY = (redis.exceptions.ConnectionError, redis.exceptions.BusyLoadingError, OSError, EOFError)
_CHUNK = 1 << 20  # bytes written before their replies are read: no buffer on either side grows without bound
_FEW = 1_000  # commands of a bulk that are packed at once: a thread would cost more
_REPLIES = 60.0  # seconds for all replies of a chunk
PAUSES = (0.05, 0.2, 0.5)  # before a read is tried again; an embedded server that was killed is back by then
# Seconds that somebody who waits for an answer is kept waiting for the record: a server that hangs, and every further
# look at one that hung when it was last asked. An answer takes up to five looks; together they stay under ten seconds.
PATIENCE, _NEXT = 4.0, 0.5


async def ask(client: Client, commands: Sequence[Command]) -> list[Any]:
    """Run commands that change nothing; raise IndexUnavailableError if any fails even when tried again."""
    return await _run(client, commands, PAUSES)


async def send(client: Client, commands: Sequence[Command]) -> list[Any]:
    """Run commands in order, in as few round trips as can be; raise IndexUnavailableError if any fails.

    The commands are no transaction: after a failure some of them may have run. On a cluster, order holds only
    among commands of one key, and what is written has reached a replica, where there is one.
    """
    return await _run(client, commands, ())


class Bulk(Protocol):
    """Very many commands, one for each key."""

    def __len__(self) -> int:
        """How many they are."""

    def packed(self) -> bytes:
        """All of them as one string in the Redis protocol."""

    def commands(self) -> list[Command]:
        """The same one by one, for a cluster."""


async def post(client: Client, bulk: Bulk) -> None:
    """Run a bulk that writes, in any order, and replies with numbers of which only failures matter.

    Raises IndexUnavailableError if any fails.
    """
    await _run_all(client, bulk, (), _read_numbers)


async def ask_all(client: Client, bulk: Bulk) -> list[Any]:
    """Run a bulk that changes nothing, as `ask` does."""
    return await _run_all(client, bulk, PAUSES, _read_sound)


async def send_all(client: Client, bulk: Bulk) -> list[Any]:
    """Run a bulk that writes, as `send` does."""
    return await _run_all(client, bulk, (), _read_sound)


async def mget(client: Client, keys: Sequence[bytes]) -> list[bytes | None]:
    """The values of many keys; None for one that is not there."""
    if not keys:
        return []
    if isinstance(client, Redis):
        (found,) = await ask(client, [(b"MGET", *keys)])
        return list(found)
    return await ask(client, [(b"GET", key) for key in keys])


def unavailable(error: BaseException) -> IndexUnavailableError:
    """What the rest of the program is told of a failure."""
    return IndexUnavailableError(f"the record did not answer: {str(error) or type(error).__name__}")


async def _run(client: Client, commands: Sequence[Command], pauses: Sequence[float]) -> list[Any]:
    if not commands:
        return []
    run: Callable[[], Awaitable[list[Any]]]
    if isinstance(client, Redis):

        async def run() -> list[Any]:
            return await _exchange_packed(client, [hiredis.pack_command(c) for c in commands])
    else:
        from corpus.storage.cluster import exchange  # here, for few need it

        async def run() -> list[Any]:
            return await exchange(client, commands, again=bool(pauses))

    return await _tried(client, run, pauses)


async def _run_all(
    client: Client,
    bulk: Bulk,
    pauses: Sequence[float],
    read: Callable[[AbstractConnection, int], Coroutine[Any, Any, list[Any]]],
) -> list[Any]:
    if not isinstance(client, Redis):
        return await _run(client, bulk.commands(), pauses)
    count = len(bulk)
    if not count:
        return []
    packed = bulk.packed() if count < _FEW else await asyncio.to_thread(bulk.packed)

    async def run() -> list[Any]:
        return await _on_connection(
            client, lambda connection: _exchange_large(connection, packed, count, read)
        )

    return await _tried(client, run, pauses)


async def _tried(
    client: Client, run: Callable[[], Awaitable[list[Any]]], pauses: Sequence[float]
) -> list[Any]:
    """Run, again after each pause where the server was away; every failure comes out as one of ours."""
    async with _in_time(client):
        cancelled = _cancellations()
        for pause in (*pauses, None):
            try:
                replies = await run()
            except FAILURES as error:
                _heed(cancelled)
                if pause is None or isinstance(error, TimeoutError) or not isinstance(error, _AWAY):
                    raise unavailable(error) from error
                await asyncio.sleep(pause)
            else:
                _heed(cancelled)
                return replies
    raise AssertionError  # the last pause is None


@dataclass(slots=True)
class _Hurry:
    """How a server that people wait for was last found."""

    silent: bool = False


_hurried: WeakKeyDictionary[Client, _Hurry] = WeakKeyDictionary()


def hurry(client: Client) -> None:
    """From now on a server that is silent for PATIENCE is an error: people wait for what this client is asked.

    Work that nobody waits for, such as loading, has a client of its own, with the patience that it needs.
    """
    _hurried.setdefault(client, _Hurry())


@contextlib.asynccontextmanager
async def _in_time(client: Client) -> AsyncIterator[None]:
    state = _hurried.get(client)
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


def _heed(before: int) -> None:
    """Under Python 3.11 a cancellation that meets a reply is lost now and then below, and a loop would never end."""
    if _cancellations() > before:
        raise asyncio.CancelledError


async def _exchange_packed(client: Redis, packed: Sequence[bytes]) -> list[Any]:
    replies = await _on_connection(client, lambda connection: exchange_on(connection, packed))
    for reply in replies:
        if isinstance(reply, Exception):
            raise reply
    return replies


async def _on_connection(client: Redis, run: Callable[[AbstractConnection], Awaitable[_T]]) -> _T:
    pool = client.connection_pool
    connection = await pool.get_connection()  # type: ignore[no-untyped-call]
    whole = False
    try:
        result = await run(connection)
        whole = True
    finally:
        if not whole:  # replies may still be on their way: this connection must not serve anybody else
            await connection.disconnect(nowait=True)
        await pool.release(connection)
    return result


async def exchange_on(connection: AbstractConnection, packed: Sequence[bytes]) -> list[Any]:
    """Write packed commands to a connection and read their replies; an error of one command is its reply."""
    await _ready(connection)
    async with asyncio.timeout(_REPLIES) as limit:
        replies: list[Any] = []
        at = 0
        while at < len(packed):
            size, low = 0, at
            while at < len(packed) and size < _CHUNK:
                size += len(packed[at])
                at += 1
            await _write(connection, b"".join(packed[low:at]))
            replies += await _read(connection, at - low)
            limit.reschedule(asyncio.get_running_loop().time() + _REPLIES)
        return replies


async def _exchange_large(
    connection: AbstractConnection,
    packed: bytes,
    count: int,
    read: Callable[[AbstractConnection, int], Coroutine[Any, Any, list[Any]]],
) -> list[Any]:
    """Write one large string of commands by the chunk while their replies are read."""
    await _ready(connection)
    if len(packed) <= _CHUNK:
        async with asyncio.timeout(_REPLIES):
            await _write(connection, packed)
            return await read(connection, count)
    reading = asyncio.create_task(read(connection, count))
    try:
        async with asyncio.timeout(_REPLIES) as limit:
            for low in range(0, len(packed), _CHUNK):
                await _write(connection, packed[low : low + _CHUNK])
                limit.reschedule(asyncio.get_running_loop().time() + _REPLIES)
            return await reading
    finally:
        reading.cancel()


async def _ready(connection: AbstractConnection) -> None:
    if not connection.is_connected:
        await connection.connect()  # type: ignore[no-untyped-call]
    await connection.check_health()  # type: ignore[no-untyped-call]


# The connection's own ways to write and to read set a timer for each command: measured, a lookup spent half of its
# time there. And under Python 3.11 its `wait_for` loses a cancellation now and then: Ctrl-C did not end a load.


async def _write(connection: AbstractConnection, data: bytes) -> None:
    writer: asyncio.StreamWriter | None = connection._writer  # noqa: SLF001 - see above
    if writer is None:
        raise redis.exceptions.ConnectionError("the connection was closed")
    writer.write(data)
    await writer.drain()


async def _read(connection: AbstractConnection, count: int) -> list[Any]:
    parser: Any = connection._parser  # noqa: SLF001 - see above
    take: Callable[[bool], Any] = parser._reader.gets  # noqa: SLF001 - the same
    replies: list[Any] = []
    while len(replies) < count:
        reply = take(False)
        if reply is NOT_ENOUGH_DATA:
            await parser.read_from_socket()
        elif isinstance(reply, redis.exceptions.ConnectionError):
            raise reply
        else:
            replies.append(reply)
    return replies


async def _read_sound(connection: AbstractConnection, count: int) -> list[Any]:
    """Read replies of which none may be an error."""
    replies = await _read(connection, count)
    for reply in replies:
        if isinstance(reply, Exception):
            raise reply
    return replies


async def _read_numbers(connection: AbstractConnection, count: int) -> list[Any]:
    """Read replies that are numbers, of which only their being no error matters: a line each, not looked at singly."""
    parser: Any = connection._parser  # noqa: SLF001 - see above
    stream: asyncio.StreamReader = parser._stream  # noqa: SLF001 - the same
    while count:
        data = await stream.read(_CHUNK)
        if not data:
            raise redis.exceptions.ConnectionError("the connection was closed")
        if b"-" in data:  # no number that we ask for is negative
            raise redis.exceptions.ResponseError(data[data.index(b"-") + 1 :].split(b"\r")[0].decode())
        count -= data.count(b"\n")
    return []


async def count_keys(client: Client, pattern: bytes, measure: str) -> int:
    """The summed size of all keys of a pattern, each measured by a command such as HLEN."""
    try:
        names = [name async for name in client.scan_iter(match=pattern, count=1_000)]
    except FAILURES as error:
        raise unavailable(error) from error
    return sum(await ask(client, [(measure, name) for name in names]))


async def used_memory(client: Client) -> int | None:
    """Bytes of memory in use on the server (on all of a cluster); None where it does not say."""
    try:
        facts = await client.info("memory")
    except redis.exceptions.ResponseError:  # some hosted servers forbid INFO
        return None
    except FAILURES as error:
        raise unavailable(error) from error
    nodes = [facts] if "used_memory" in facts else [node for node in facts.values() if isinstance(node, dict)]
    return sum(int(node.get("used_memory", 0)) for node in nodes) or None
