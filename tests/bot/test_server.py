import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.operations import routes
from bot.server import bind, build_app, open_browser, serve
from corpus.errors import IndexUnavailableError, SettingsError
from handlers.ports.observing import current_request
from tests.support.processes import outcome, running
from tests.support.waiting import patience, wait_until

OPERATIONS = routes({}, None)


async def say(request: Request) -> Response:
    return PlainTextResponse(request.url.path)


def client(app: Starlette) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://localhost"
    )


async def test_only_the_doors_that_are_configured_are_open() -> None:
    slack = [Route("/slack/events", say, methods=["POST"])]
    async with client(build_app(operations=OPERATIONS, slack=slack)) as http:
        assert (await http.post("/slack/events")).status_code == 200
        assert (await http.get("/slack/events")).status_code == 405
        assert (await http.get("/")).status_code == 404
        assert (await http.post("/healthz")).status_code == 405
    async with client(build_app(operations=OPERATIONS, web=[Route("/", say)])) as http:
        assert (await http.get("/")).status_code == 200
        assert (await http.post("/slack/events")).status_code == 404


async def test_every_response_names_its_request_and_every_request_its_own_name() -> None:
    async def named(_: Request) -> Response:
        return PlainTextResponse(f"{current_request().id} {current_request().chat}")

    async with client(build_app(operations=OPERATIONS, web=[Route("/v/1", named)])) as http:
        first, second = [await http.get("/v/1") for _ in range(2)]
        assert [r.text for r in (first, second)] == [
            f"{r.headers['x-request-id']} web" for r in (first, second)
        ]
        assert first.text != second.text
        assert (await http.get("/nowhere")).headers["x-request-id"]


async def test_it_serves_on_a_free_port_and_stops_on_a_signal() -> None:
    steps: list[str] = []

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        steps.append("opened")
        yield
        steps.append("closed")

    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    app = build_app(operations=OPERATIONS, lifespan=lifespan)
    before = signal.getsignal(signal.SIGTERM)
    serving = asyncio.create_task(serve(app, "127.0.0.1", 0, address.set_result))
    async with patience("its address"):
        url = await address
    async with httpx.AsyncClient(base_url=url) as http:
        assert (await http.get("/healthz")).status_code == 200
        assert "server" not in (await http.get("/")).headers
        os.kill(os.getpid(), signal.SIGTERM)
        async with patience("its end"):
            await serving  # with a connection still open
    assert steps == ["opened", "closed"]
    assert signal.getsignal(signal.SIGTERM) is before


async def test_a_port_in_use_is_named_before_anything_starts() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        @contextlib.asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            pytest.fail("started all the same")
            yield

        with pytest.raises(SettingsError, match=f"PORT {port} on 127.0.0.1 is in use"):
            await serve(build_app(operations=OPERATIONS, lifespan=lifespan), "127.0.0.1", port)


async def test_an_error_at_start_up_keeps_its_type() -> None:
    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        raise IndexUnavailableError
        yield

    with pytest.raises(IndexUnavailableError):
        await serve(build_app(operations=OPERATIONS, lifespan=lifespan), "127.0.0.1", 0)


def test_an_address_of_another_machine_is_a_matter_of_settings() -> None:
    with pytest.raises(SettingsError, match=r"HOST 192\.0\.2\.1"):
        bind("192.0.2.1", 0)


PROGRAM = """
import asyncio, contextlib
from bot.operations import routes
from bot.server import build_app, serve

@contextlib.asynccontextmanager
async def lifespan(app):
    yield
    print("closed", flush=True)

async def main():
    await serve(build_app(operations=routes({}, None), lifespan=lifespan), "127.0.0.1", 0, lambda url: print(url, flush=True))
    print("returned", flush=True)

asyncio.run(main())
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminated"])
def test_a_program_told_to_stop_puts_its_things_away(number: signal.Signals) -> None:
    pipe = subprocess.PIPE
    with running(sys.executable, "-c", PROGRAM, stdout=pipe, stderr=pipe) as program:
        assert program.stdout
        assert program.stdout.readline().startswith("http://127.0.0.1:")
        program.send_signal(number)
        out, err = outcome(program)
        assert (out.split(), err, program.returncode) == (["closed", "returned"], "", 0)


def test_without_a_screen_no_browser_is_opened() -> None:
    if sys.platform in ("darwin", "win32"):
        pytest.skip("always has a screen")
    assert open_browser("http://127.0.0.1:1/", {"PATH": os.environ["PATH"]}) is False


def test_a_browser_is_opened_in_silence(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    seen, may = tmp_path / "seen", tmp_path / "may"
    browser = tmp_path / "browser"
    browser.write_text(
        f"#!/bin/sh\nwhile [ ! -e {may} ]; do sleep 0.05; done\n"
        f'echo noise; echo noise >&2; echo "$1" > {seen}.new; mv {seen}.new {seen}\n'
    )
    browser.chmod(0o755)
    assert open_browser("http://127.0.0.1:8080/", {**os.environ, "BROWSER": f"{browser} %s"})
    may.touch()  # only now: it was not waited for
    wait_until("the browser", seen.exists)
    assert seen.read_text().strip() == "http://127.0.0.1:8080/"
    assert capfd.readouterr() == ("", "")
