"""What many tests share: a real record server, empty before each test."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from redis.asyncio import Redis

from bot.record_server.connect import open_store
from bot.record_server.embedded import EmbeddedServer
from bot.settings import Settings

# A busy machine is no breach of a law. In CI the same code gets the same examples; elsewhere each run looks for new ones.
settings.register_profile("shared", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("shared")


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings that lead to a server for this run of the tests: REDIS_URL where set, else an embedded one."""
    url = os.environ.get("REDIS_URL") or None
    if url:
        settings = Settings(url, Path("/nonexistent"))
        asyncio.run(_refuse_data_of_others(settings))
        yield settings
        return
    server = EmbeddedServer(tmp_path_factory.mktemp("record"), linger=0.1)
    with _held(server):
        yield Settings(f"unix://{server.socket}", Path("/nonexistent"))


@pytest.fixture
async def redis(store: Settings) -> AsyncIterator[Redis]:
    """A client of an empty database; what the test leaves there is thrown away."""
    async with open_store(store) as opened:
        await opened.client.flushdb()
        yield opened.client
        await opened.client.flushdb()


async def _refuse_data_of_others(settings: Settings) -> None:
    async with open_store(settings) as opened:
        if await opened.client.dbsize():
            pytest.exit(f"The tests would wipe {opened.label}, which is not empty. Try …/15 in REDIS_URL.", 2)


class _held:  # noqa: N801 - reads as a verb where it is used
    """Keep a server up from outside of any event loop, for tests come with a new loop each."""

    def __init__(self, server: EmbeddedServer) -> None:
        self._server = server
        self._up = threading.Event()
        self._failed: BaseException | None = None

    def __enter__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._over = asyncio.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        self._up.wait()
        if self._failed:
            raise self._failed

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._hold())
        except BaseException as error:  # noqa: BLE001 - raised again where the fixture can see it
            self._failed = error
        finally:
            self._up.set()
            self._loop.close()

    async def _hold(self) -> None:
        async with self._server.running():
            self._up.set()
            await self._over.wait()
