"""The same commands on a Redis Cluster: each node gets its own in one piece, all nodes at once.

No transaction over slots is assumed. What is written has reached a replica of its node, where there is one, before
it counts as done, so that the loss of a master loses nothing that was acknowledged.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

import hiredis
import redis.exceptions
from redis.asyncio.cluster import ClusterNode, RedisCluster
from redis.crc import key_slot

from corpus.storage.commands import FAILURES, Command, exchange_on

_PATIENCE = 8  # times that what a cluster refuses while it finds its feet is tried again
_PAUSE = 0.25
_ARRIVED: Command = ("WAIT", 1, 2_000)  # one replica has what was written; milliseconds to wait for it
# The server did not run the command: it may be tried again, whatever it is.
_NOT_RUN = (
    redis.exceptions.MovedError,
    redis.exceptions.AskError,
    redis.exceptions.TryAgainError,
    redis.exceptions.ClusterDownError,
    redis.exceptions.ReadOnlyError,
)


async def exchange(client: RedisCluster, commands: Sequence[Command], *, again: bool) -> list[Any]:
    """Run commands on the nodes that own their keys; `again` where a command that was lost may be repeated."""
    await client.initialize()
    replies: list[Any] = [None] * len(commands)
    left = list(range(len(commands)))
    for attempt in range(_PATIENCE):
        failed: BaseException | None = None
        shares = _by_node(client, commands, left)
        found = await asyncio.gather(
            *(_on_node(client, node, [commands[n] for n in share], again=again) for node, share in shares),
            return_exceptions=True,
        )
        left = []
        for (_, share), answer in zip(shares, found, strict=True):
            if isinstance(answer, BaseException):
                if not isinstance(answer, FAILURES) or not again:
                    await _look_around(client)
                    raise answer
                failed, left = answer, left + share
                continue
            for n, reply in zip(share, answer, strict=True):
                if isinstance(reply, redis.exceptions.AskError):
                    reply = await client.execute_command(*commands[n])  # noqa: PLW2901 - a key on the move
                if isinstance(reply, _NOT_RUN):
                    failed = reply
                    left.append(n)
                elif isinstance(reply, Exception):
                    raise reply
                else:
                    replies[n] = reply
        if not failed:
            return replies
        await asyncio.sleep(_PAUSE * min(attempt, 4))
        await _look_around(client)
    raise failed or AssertionError


def _by_node(
    client: RedisCluster, commands: Sequence[Command], which: Sequence[int]
) -> list[tuple[ClusterNode, list[int]]]:
    shares: dict[str, tuple[ClusterNode, list[int]]] = {}
    cache = client.nodes_manager.slots_cache
    for n in which:
        nodes = cache.get(key_slot(key_of(commands[n])))
        if not nodes:
            raise redis.exceptions.ClusterDownError("a part of the cluster has no node")
        shares.setdefault(nodes[0].name, (nodes[0], []))[1].append(n)
    return list(shares.values())


def key_of(command: Command) -> bytes:
    """The key that says which node a command is for.

    >>> key_of(("GET", b"a")), key_of(("EVAL", b"return 1", 1, b"b"))
    (b'a', b'b')
    """
    key = command[{"EVAL": 3, b"BITOP": 2}.get(command[0], 1)]
    return key if isinstance(key, bytes) else str(key).encode()


async def _on_node(
    client: RedisCluster, node: ClusterNode, commands: Sequence[Command], *, again: bool
) -> list[Any]:
    packed = [hiredis.pack_command(command) for command in commands]
    replicas = 0 if again else _replicas(client, node)
    if replicas:
        packed.append(hiredis.pack_command(_ARRIVED))
    connection = node.acquire_connection()
    whole = False
    try:
        replies = await exchange_on(connection, packed)
        whole = True
    finally:
        if not whole:
            await connection.disconnect(nowait=True)
        node.release(connection)
    if replicas and (isinstance(reached := replies.pop(), Exception) or reached < 1):
        raise redis.exceptions.ConnectionError(f"no replica of {node.name} has what was written")
    return replies


def _replicas(client: RedisCluster, node: ClusterNode) -> int:
    """How many replicas a node has, as far as the cluster reckons with them."""
    for nodes in client.nodes_manager.slots_cache.values():
        if nodes and nodes[0].name == node.name:
            return len(nodes) - 1
    return 0


async def _look_around(client: RedisCluster) -> None:
    """Ask the cluster who owns what now."""
    try:
        await client.nodes_manager.initialize()
    except FAILURES:
        await asyncio.sleep(_PAUSE)  # nobody could say; the next attempt will
