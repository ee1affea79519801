"""A record server that hangs, rather than being dead: whoever asks is told soon that nothing was looked up, never that nothing is there.

A server of its own is stopped (SIGSTOP) and continued; the next question is answered again. That the answer comes while the
server hangs is what is tested; within ten seconds, by the times that are printed:
python -m pytest -s -n 0 tests/golden/test_a_record_that_hangs.py
"""

import asyncio
import contextlib
import os
import re
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import httpx
import pytest
from redis.asyncio import Redis

from bot.load import starter
from bot.record_server.connect import open_store
from bot.record_server.embedded import EmbeddedServer
from bot.settings import Settings
from bot.wiring import Parts, open_parts
from corpus.errors import IndexUnavailableError
from corpus.storage import commands
from tests.support.chats import Chat, in_slack, in_teams
from tests.support.processes import ending, started
from tests.support.waiting import DEADLINE, patience, until

T = TypeVar("T")
QUOTE = '"Western troops in Ukraine would be lawful targets" by Putin'
WORDS = "Western troops in Ukraine would be lawful targets"
FOUND = "something close is, in other words"
TOLD = "I could not look"


class Hanging:
    """A server that can be made to hang."""

    def __init__(self, pid: int) -> None:
        self._pid = pid

    @contextlib.contextmanager
    def hangs(self) -> Iterator[None]:
        os.kill(self._pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self._pid, signal.SIGCONT)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[EmbeddedServer]:
    own = EmbeddedServer(tmp_path, linger=0.1)
    async with own.running():
        yield own


@pytest.fixture
async def record(server: EmbeddedServer, tmp_path: Path) -> AsyncIterator[tuple[Parts, Hanging]]:
    async with open_parts(Settings(f"unix://{server.socket}", tmp_path), hurried=True) as parts:
        await parts.writer.add(starter())
        yield parts, Hanging(await pid(parts.store.client))


async def pid(client: Redis) -> int:
    return int((await client.info("server"))["process_id"])


@contextlib.asynccontextmanager
async def in_time(what: str) -> AsyncIterator[None]:
    began = time.perf_counter()
    async with patience(f"an answer while the record hangs: {what}"):
        yield
    print(f"{what}: {time.perf_counter() - began:.1f} s")  # noqa: T201 - for who reads along


async def again(ask: Callable[[], Awaitable[T]], good: Callable[[T], object]) -> None:
    """Ask until the answer is good: what was silent gets half a second at first, which a busy machine may need itself."""

    async def look() -> object:
        with contextlib.suppress(IndexUnavailableError):
            return good(await ask())
        return None

    # A key of the API has a limit of requests a minute.
    await until("a good answer of a record that hangs no more", look, step=1.5)


async def shown(chat: Chat, words: str) -> None:
    await until(f"“{words}” in the chat", lambda: any(words in post for post in chat.told()))


@pytest.mark.parametrize("name", ["slack", "teams"])
async def test_in_a_chat(record: tuple[Parts, Hanging], name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parts, server = record
    async with in_slack(parts) if name == "slack" else in_teams(parts, monkeypatch) as chat:
        with server.hangs():
            async with in_time(name):
                await chat.ask(QUOTE)
                await shown(chat, TOLD)
            assert "ocumented" not in str(chat.told())
        await again(parts.coverage_reader.coverage, lambda coverage: coverage.statements)
        await chat.ask(QUOTE)
        await shown(chat, FOUND)


async def test_a_button_under_an_answer(record: tuple[Parts, Hanging]) -> None:
    parts, server = record
    async with in_slack(parts) as chat:
        await chat.ask(QUOTE)
        await chat.settled(1)
        with server.hangs():
            async with in_time("Check again"):
                await chat.press("Check again", 0)
                await shown(chat, TOLD)


async def test_on_the_page_and_in_the_api(tmp_path: Path) -> None:
    async with demo(tmp_path) as (http, server, key):

        async def ask() -> str:
            return (await http.post("/posts", data={"message": QUOTE})).text

        async def call() -> httpx.Response:
            return await http.post(
                "/api/verify", json={"quote": WORDS}, headers={"Authorization": f"Bearer {key}"}
            )

        page = re.search(r"/v/[\w-]{9,}", answered := await ask())
        assert page, answered
        with server.hangs():
            async with in_time("page"):
                answered = await ask()
            async with in_time("API"):
                refused = await call()
            async with in_time("page of an answer"):
                kept = await http.get(page[0])
            async with in_time("health"):
                assert (await http.get("/readyz")).status_code == 503
        assert TOLD in answered
        assert (refused.status_code, refused.json()["error"]) == (503, "could_not_look")
        assert kept.status_code == 503
        await again(ask, lambda text: FOUND in text)
        await again(call, lambda response: response.json().get("rating") == "PARAPHRASED")
        await again(lambda: http.get(page[0]), lambda response: response.status_code == 200)


async def test_in_a_terminal(server: EmbeddedServer, tmp_path: Path) -> None:
    async with open_store(Settings(f"unix://{server.socket}", tmp_path)) as store:
        hanging = Hanging(await pid(store.client))
    for settings in ({"REDIS_URL": f"unix://{server.socket}"}, {"VERBATIM_HOME": str(tmp_path)}):
        with hanging.hangs():
            async with in_time("terminal"):
                code, told = await run(settings, "verify", WORDS)
        assert code == 3
        assert TOLD in told
    code, told = await run({"VERBATIM_HOME": str(tmp_path)}, "verify", WORDS)
    assert code == 0


async def test_who_loads_waits(
    server: EmbeddedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "PATIENCE", 0.1)
    settings = Settings(f"unix://{server.socket}", tmp_path)
    async with open_parts(settings) as loading, open_parts(settings, hurried=True) as asking:
        hanging = Hanging(await pid(loading.store.client))
        with hanging.hangs():
            load = asyncio.create_task(loading.writer.add(starter()))
            with pytest.raises(IndexUnavailableError):
                await asking.coverage_reader.coverage()
            assert not load.done()
        assert (await load).new
        await again(asking.coverage_reader.coverage, lambda coverage: coverage.statements)


async def test_a_server_that_was_silent_is_not_waited_for_again_until_it_speaks(
    record: tuple[Parts, Hanging], monkeypatch: pytest.MonkeyPatch
) -> None:
    parts, server = record
    waits: list[float] = []
    timeout = asyncio.timeout

    def noted(seconds: float) -> asyncio.Timeout:
        waits.append(seconds)
        return timeout(min(seconds, 0.1))

    monkeypatch.setattr(commands.asyncio, "timeout", noted)  # type: ignore[attr-defined]

    async def look() -> float:
        waits.clear()
        with contextlib.suppress(IndexUnavailableError):
            await commands.ask(parts.store.client, [("PING",)])
        return waits[0]

    with server.hangs():
        looks = [await look(), await look(), await look()]
    assert looks[1] == looks[2] < looks[0] == commands.PATIENCE
    assert looks[0] + 8 * looks[1] < 10
    for _ in range(100):
        await look()
    assert await look() == commands.PATIENCE


# --- the program ------------------------------------------------------------------------------------------------


def environment(settings: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "REDIS_URL"} | settings


async def run(settings: dict[str, str], *words: str) -> tuple[int | None, str]:
    pipe = asyncio.subprocess.PIPE
    async with started(
        sys.executable, "-m", "bot", *words,
        env=environment(settings), stdout=pipe, stderr=asyncio.subprocess.STDOUT,
    ) as process:  # fmt: skip
        told, _ = await ending(process)
        return process.returncode, told.decode()


@contextlib.asynccontextmanager
async def demo(home: Path) -> AsyncIterator[tuple[httpx.AsyncClient, Hanging, str]]:
    """The demo, as people start it: its page, its server, and a key of its API."""
    settings = {"VERBATIM_HOME": str(home)}
    pipe = asyncio.subprocess.PIPE
    async with started(
        sys.executable, "-m", "bot", "demo", "--no-browser", env=environment(settings), stdout=pipe
    ) as process:
        assert process.stdout
        async with patience("the address of the demo"):
            while not (address := re.search(rb"http://\S+", line := await process.stdout.readline())):
                assert line, "the demo ended"
        code, told = await run(settings, "keys", "add", "test")
        key = re.search(r"vb_\S+", told)
        assert code == 0
        assert key, told
        async with (
            open_store(Settings(None, home)) as store,
            httpx.AsyncClient(base_url=address[0].decode(), follow_redirects=True, timeout=DEADLINE) as http,
        ):
            yield http, Hanging(await pid(store.client)), key[0]
        process.terminate()
        await ending(process)
