"""Keeping a question must not keep its asker waiting."""

import asyncio

from bot.stores.backlog import RedisBacklog
from corpus.storage.server import Server
from handlers.slack.delivery import Place
from handlers.slack.ports import Asked
from tests.support.waiting import patience


async def test_a_store_that_hangs_holds_a_question_up_for_a_moment_only() -> None:
    callers: list[asyncio.Task[None]] = []

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        callers.append(asyncio.current_task())  # type: ignore[arg-type]  # it is one
        while await reader.read(1_000):
            pass
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    client = Server(host="127.0.0.1", port=port)
    backlog = RedisBacklog(client)
    asked = Asked("k", "we shall fight", Place("C1", "U1"))
    async with patience("the end of its patience"):  # without one of its own it would wait for ever
        await backlog.put(asked)
        await backlog.drop(asked)
    await client.aclose()
    server.close()
    await asyncio.gather(*callers)
