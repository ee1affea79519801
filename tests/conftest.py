"""What many tests share: a real record server, empty before each test."""

import asyncio
import contextlib
import os
import signal
import threading
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from hypothesis import settings
from redis.asyncio import Redis

from bot.record_server.connect import open_store
from bot.record_server.embedded import EmbeddedServer
from bot.settings import Settings
from tests.support.processes import RUN, left_behind
from tests.support.waiting import NothingHappenedError, wait_until

# A busy machine is no breach of a law. In CI the same code gets the same examples; elsewhere each run looks for new ones.
settings.register_profile("shared", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("shared")


@pytest.fixture(scope="session", autouse=True)
def reaped() -> Iterator[None]:
    """See to it that no process outlives the run of the tests that started it; one that does is a failure."""
    os.environ[RUN] = run_id = uuid.uuid4().hex
    yield
    try:
        # Record servers stay for a moment after their last user.
        wait_until("the end of all processes that tests have started", lambda: not left_behind(run_id))
    except NothingHappenedError:
        left = left_behind(run_id)
        for process in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        pytest.fail(f"Tests left processes behind: {'; '.join(left.values())}")


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """Settings that lead to a server for this run of the tests: REDIS_URL where set, else an embedded one.

    Tests in parallel have a server, or a database of the server in REDIS_URL, for each process that runs them.
    """
    url = os.environ.get("REDIS_URL") or None
    if url:
        worker = getattr(request.config, "workerinput", {"workerid": "gw0", "workercount": 1})
        number = int(worker["workerid"].removeprefix("gw"))
        settings = Settings(database_of(url, number, worker["workercount"]), Path("/nonexistent"))
        asyncio.run(_refuse_data_of_others(settings))
        yield settings
        return
    server = EmbeddedServer(tmp_path_factory.mktemp("record"), linger=0.1)
    with _held(server):
        yield Settings(f"unix://{server.socket}", Path("/nonexistent"))


def database_of(url: str, worker: int, workers: int) -> str:
    """The address of the database for one of several processes: the one named, then those before it."""
    if workers == 1:
        return url
    if "cluster" in url.partition(":")[0]:
        pytest.exit(
            "A cluster has one database, which tests in parallel cannot share: run them with -n 0.", 2
        )
    address, _, rest = url.partition("?")
    query = dict(parse_qsl(rest))
    path = "" if address.startswith("unix") else urlsplit(address).path.strip("/")
    named = int(query.get("db") or path or 0)
    query["db"] = str(named - worker if named >= workers - 1 else named + worker)
    return f"{address}?{urlencode(query)}"


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
