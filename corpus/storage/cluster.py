"""The connection to a Redis Cluster: each node gets its own commands in one piece, all nodes at once.

No transaction over slots is assumed. What is written has reached a replica of its node, where there is one, before
it counts as done, so that the loss of a master loses nothing that was acknowledged.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any

import hiredis
import redis.exceptions
from redis.asyncio.cluster import ClusterNode, RedisCluster
from redis.crc import key_slot

from corpus.storage.connection import FAILURES, Bulk, Command, Deadline, Run
from corpus.storage.exchange import REPLIES, exchange, run_whole

_ATTEMPTS = 8  # at what a cluster refuses while it elects a master
_PAUSE = 0.25  # seconds
_TOPOLOGY = 10.0  # seconds for the nodes to say who owns what, and for one command on a key that moves
_WAIT: Command = ("WAIT", 1, 2_000)  # until one replica has what was written, at most so many milliseconds
# The server did not run the command: it may be tried again, whatever it is.
_NOT_RUN = (
    redis.exceptions.MovedError,
    redis.exceptions.AskError,
    redis.exceptions.TryAgainError,
    redis.exceptions.ClusterDownError,
    redis.exceptions.ReadOnlyError,
)


class Cluster(RedisCluster):
    """A client of a cluster that is a `Connection`, too. Order holds only among commands of one key."""

    deadline: Deadline | None = None
    keys_together: int = 1

    async def run(self, commands: Sequence[Command], *, repeatable: bool) -> list[Any]:
        """Run commands on the nodes that own their keys; those that were lost again, where they are `repeatable`."""
        async with asyncio.timeout(_TOPOLOGY):
            await self.initialize()
        replies: list[Any] = [None] * len(commands)
        left = list(range(len(commands)))
        for attempt in range(_ATTEMPTS):
            failed: BaseException | None = None
            shares = self._by_node(commands, left)
            answers = await asyncio.gather(
                *(
                    self._on_node(node, [commands[n] for n in share], replicate=not repeatable)
                    for node, share in shares
                ),
                return_exceptions=True,
            )
            left = []
            for (_, share), answer in zip(shares, answers, strict=True):
                if isinstance(answer, BaseException):
                    if not isinstance(answer, FAILURES) or not repeatable:
                        await self._refresh()
                        raise answer
                    failed, left = answer, left + share
                    continue
                for n, reply in zip(share, answer, strict=True):
                    if isinstance(reply, redis.exceptions.AskError):
                        reply = await self._ask_elsewhere(commands[n])  # noqa: PLW2901 - a key on the move
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
            await self._refresh()
        raise failed or AssertionError

    async def run_bulk(self, bulk: Bulk, *, repeatable: bool, discard: bool = False) -> list[Any]:
        """Run a bulk, its commands one by one; with `discard`, return nothing."""
        if not len(bulk):
            return []
        replies = await self.run(bulk.commands(), repeatable=repeatable)
        return [] if discard else replies

    async def servers(self) -> Sequence[Run]:
        """Return a way to run commands on each master."""
        async with asyncio.timeout(_TOPOLOGY):
            await self.initialize()
        return [partial(self._on_node, node, replicate=False) for node in self.get_primaries()]

    def _by_node(
        self, commands: Sequence[Command], which: Sequence[int]
    ) -> list[tuple[ClusterNode, list[int]]]:
        shares: dict[str, tuple[ClusterNode, list[int]]] = {}
        slots = self.nodes_manager.slots_cache
        for n in which:
            nodes = slots.get(key_slot(key_of(commands[n])))
            if not nodes:
                raise redis.exceptions.ClusterDownError("a part of the cluster has no node")
            shares.setdefault(nodes[0].name, (nodes[0], []))[1].append(n)
        return list(shares.values())

    async def _on_node(self, node: ClusterNode, commands: Sequence[Command], *, replicate: bool) -> list[Any]:
        packed = [hiredis.pack_command(command) for command in commands]
        wait = replicate and self._has_replica(node)
        if wait:
            packed.append(hiredis.pack_command(_WAIT))
        connection = node.acquire_connection()
        try:
            async with asyncio.timeout(REPLIES) as limit:
                replies = await run_whole(connection, exchange(connection, packed, limit))
        finally:
            node.release(connection)
        if wait and (isinstance(reached := replies.pop(), Exception) or reached < 1):
            raise redis.exceptions.ConnectionError(f"no replica of {node.name} has what was written")
        return replies

    def _has_replica(self, node: ClusterNode) -> bool:
        """Return whether a node has a replica, as far as the cluster knows."""
        slots = self.nodes_manager.slots_cache.values()
        return any(len(nodes) > 1 for nodes in slots if nodes and nodes[0].name == node.name)

    async def _ask_elsewhere(self, command: Command) -> Any:  # noqa: ANN401 - the reply, or an error as the reply
        """Run a command whose key is moving to another node, as the client does it."""
        async with asyncio.timeout(_TOPOLOGY):
            return await self.execute_command(*command)

    async def _refresh(self) -> None:
        """Ask the cluster again who owns what."""
        try:
            async with asyncio.timeout(_TOPOLOGY):
                await self.nodes_manager.initialize()
        except FAILURES:
            await asyncio.sleep(_PAUSE)  # no node could say; the next attempt will


def key_of(command: Command) -> bytes:
    """Return the key that says which node a command is for.

    >>> key_of(("GET", b"a")), key_of(("EVAL", b"return 1", 1, b"b"))
    (b'a', b'b')
    """
    key = command[{"EVAL": 3, b"BITOP": 2}.get(command[0], 1)]
    return key if isinstance(key, bytes) else str(key).encode()
