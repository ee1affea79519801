"""The connection to a single server."""

import asyncio
import sys
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Self

import hiredis
from redis.asyncio import ConnectionPool, Redis
from redis.asyncio.connection import AbstractConnection

from corpus.storage.connection import Bulk, Command, Deadline, Run, raise_first
from corpus.storage.exchange import (
    REPLIES,
    exchange,
    exchange_bulk,
    read_replies,
    run_whole,
    skip_replies,
)

_FEW = 1_000  # commands of a bulk that are packed at once: a thread would cost more


class Server(Redis):
    """A client of one server that is a `Connection`, too: each run of commands is one round trip."""

    deadline: Deadline | None = None
    keys_together: int = sys.maxsize

    @classmethod
    def on_pool(cls, pool: ConnectionPool) -> Self:
        """Return a client on a pool of connections, which is closed with it."""
        client = cls(connection_pool=pool)
        client.auto_close_connection_pool = True
        return client

    async def run(self, commands: Sequence[Command], *, repeatable: bool) -> list[Any]:  # noqa: ARG002 - see Connection
        """Run commands in order and return their replies; raise the first error among these."""
        return raise_first(await self._exchange(commands))

    async def run_bulk(self, bulk: Bulk, *, repeatable: bool, discard: bool = False) -> list[Any]:  # noqa: ARG002 - the same
        """Run a bulk in order, its replies read while it is written; with `discard`, return nothing."""
        count = len(bulk)
        if not count:
            return []
        packed = bulk.packed() if count < _FEW else await asyncio.to_thread(bulk.packed)
        read = skip_replies if discard else read_replies
        return raise_first(
            await self._on_connection(
                lambda connection, limit: exchange_bulk(connection, packed, count, read=read, limit=limit)
            )
        )

    async def servers(self) -> Sequence[Run]:
        """Return the way to run commands on this server."""
        return [self._exchange]

    async def _exchange(self, commands: Sequence[Command]) -> list[Any]:
        packed = [hiredis.pack_command(command) for command in commands]
        return await self._on_connection(lambda connection, limit: exchange(connection, packed, limit))

    async def _on_connection(
        self, work: Callable[[AbstractConnection, asyncio.Timeout], Coroutine[Any, Any, list[Any]]]
    ) -> list[Any]:
        pool = self.connection_pool
        async with asyncio.timeout(REPLIES) as limit:
            connection = await pool.get_connection()  # type: ignore[no-untyped-call]
            try:
                return await run_whole(connection, work(connection, limit))
            finally:
                await pool.release(connection)
