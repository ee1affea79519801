"""Many small commands in one round trip, on one server or on a cluster.

The client's own pipeline costs more than the server's work when a hundred thousand short commands go out; here
they are packed by hiredis and sent as one string. Every failure of the server is translated here.
"""

from collections.abc import Sequence
from typing import Any

import hiredis
import redis.exceptions
from redis.asyncio import Redis
from redis.asyncio.cluster import RedisCluster

from corpus.errors import IndexUnavailableError

Client = Redis | RedisCluster
Command = tuple[Any, ...]  # bytes, str or int

# A cluster's own exception is no RedisError.
_FAILURES = (
    redis.exceptions.RedisError,
    redis.exceptions.RedisClusterException,
    OSError,
    EOFError,
    TimeoutError,
)
_CHUNK = 2_000  # commands written before their replies are read: no buffer on either side grows without bound


async def send(client: Client, commands: Sequence[Command]) -> list[Any]:
    """Run commands in order, in as few round trips as can be; raise IndexUnavailableError if any fails.

    The commands are no transaction: after a failure some of them may have run.
    """
    if not commands:
        return []
    try:
        if isinstance(client, Redis):
            return await _send_packed(client, commands)
        return await _send_cluster(client, commands)
    except _FAILURES as error:
        raise IndexUnavailableError(f"the record did not answer: {error}") from error


async def _send_packed(client: Redis, commands: Sequence[Command]) -> list[Any]:
    pool = client.connection_pool
    connection = await pool.get_connection()  # type: ignore[no-untyped-call]
    replies: list[Any] = []
    whole = False
    try:
        for low in range(0, len(commands), _CHUNK):
            chunk = commands[low : low + _CHUNK]
            await connection.send_packed_command(b"".join([hiredis.pack_command(c) for c in chunk]))
            for _ in chunk:
                reply = await connection.read_response(disable_decoding=True)
                if isinstance(reply, Exception):
                    raise reply
                replies.append(reply)
        whole = True
    finally:
        if not whole:  # replies may still be on their way: this connection must not serve anybody else
            await connection.disconnect(nowait=True)
        await pool.release(connection)
    return replies


async def _send_cluster(client: RedisCluster, commands: Sequence[Command]) -> list[Any]:
    pipeline = client.pipeline(transaction=False)
    for command in commands:
        pipeline.execute_command(*command)
    return list(await pipeline.execute())


async def mget(client: Client, keys: Sequence[bytes]) -> list[bytes | None]:
    """The values of many keys; None for one that is not there."""
    if not keys:
        return []
    try:
        if isinstance(client, Redis):
            found: list[bytes | None] = await client.mget(keys)  # type: ignore[assignment]
            return found
        return list(await client.mget_nonatomic(keys))
    except _FAILURES as error:
        raise IndexUnavailableError(f"the record did not answer: {error}") from error


async def count_keys(client: Client, pattern: bytes, measure: str) -> int:
    """The summed size of all keys of a pattern, each measured by a command such as HLEN."""
    try:
        names = [name async for name in client.scan_iter(match=pattern, count=1_000)]
    except _FAILURES as error:
        raise IndexUnavailableError(f"the record did not answer: {error}") from error
    return sum(await send(client, [(measure, name) for name in names]))


async def used_memory(client: Client) -> int | None:
    """Bytes of memory in use on the server (on all of a cluster); None where it does not say."""
    try:
        facts = await client.info("memory")
    except redis.exceptions.ResponseError:  # some hosted servers forbid INFO
        return None
    except _FAILURES as error:
        raise IndexUnavailableError(f"the record did not answer: {error}") from error
    nodes = [facts] if "used_memory" in facts else [node for node in facts.values() if isinstance(node, dict)]
    return sum(int(node.get("used_memory", 0)) for node in nodes) or None
