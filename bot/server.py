"""One ASGI app for all endpoints, and the server that runs it.

`/slack/events` for Slack, `/api/messages` for Teams, `/` for the local chat page, `/healthz` for whoever keeps the program running.
It knows nothing of quotes: the endpoints are handed in as routes, the state of the record as a `health` function.
"""

import asyncio
import contextlib
import errno
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from types import FrameType

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from corpus.errors import FactCheckError, SettingsError

Health = Callable[[], Awaitable[Mapping[str, object]]]
Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]

HEALTH_SECONDS = 3.0  # a platform's check gives up after five or ten
GRACE_SECONDS = 5  # for answers on their way when we are told to stop; Heroku kills after 30

log = logging.getLogger(__name__)


def build_app(
    *,
    health: Health,
    web: Sequence[BaseRoute] | None = None,
    slack: Sequence[BaseRoute] | None = None,
    teams: Sequence[BaseRoute] | None = None,
    lifespan: Lifespan | None = None,
) -> Starlette:
    """Put the routes that are configured beside `/healthz`; any other address is a 404."""
    return Starlette(
        routes=[_health_route(health), *(slack or ()), *(teams or ()), *(web or ())], lifespan=lifespan
    )


def _health_route(health: Health) -> Route:
    async def healthz(_: Request) -> JSONResponse:
        reason, facts = await _examine(health)
        return JSONResponse(
            {"status": "unavailable", "reason": reason} if reason else {"status": "ok", **facts},
            status_code=503 if reason else 200,
            headers={"Cache-Control": "no-store"},
        )

    return Route("/healthz", healthz, methods=["GET"])


async def _examine(health: Health) -> tuple[str, Mapping[str, object]]:
    """Return why the program cannot answer, or "" and the facts; never an exception's own words."""
    try:
        async with asyncio.timeout(HEALTH_SECONDS):
            return "", await health()
    except TimeoutError:
        return f"the record did not answer within {HEALTH_SECONDS:g} seconds", {}
    except FactCheckError:
        return "the record cannot be reached", {}
    except Exception as error:  # noqa: BLE001 - an address with a password may stand in the message
        log.error("health check failed: %s", type(error).__name__)  # noqa: TRY400 - for the same reason
        return "the health check itself failed", {}


class _Server(uvicorn.Server):
    """Uvicorn's server, which says when it listens and leaves the signals to `serve`.

    Uvicorn raises the signal anew once it has stopped, which would end the program before the record is
    closed.
    """

    def __init__(self, config: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started and not self.should_exit:
            self._listening()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


async def serve(
    app: Starlette,
    host: str,
    port: int,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve until Ctrl-C or SIGTERM, then return; call `ready` with the address once it answers.

    Port 0 takes any free port. Raises SettingsError where the address cannot be had, before anything starts.
    """
    with contextlib.closing(bind(host, port)) as listener:
        address = _address(listener)
        server = _Server(_config(app), lambda: ready(address) if ready else None)
        with _stop_on_signal(server):
            async with app.router.lifespan_context(app):
                await server.serve(sockets=[listener])


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        lifespan="off",  # `serve` enters it, so that an error at start-up keeps its type
        ws="none",
        access_log=False,  # an address may carry a chat's words
        log_config=None,
        log_level=logging.WARNING,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


@contextlib.contextmanager
def _stop_on_signal(server: uvicorn.Server) -> Generator[None, None, None]:
    """Stop gently at the first signal, at once at a second Ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may listen to signals
        return

    def stop(number: int, _: FrameType | None) -> None:
        server.force_exit = server.should_exit and number == signal.SIGINT
        server.should_exit = True

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def bind(host: str, port: int) -> socket.socket:
    """Take the address, or raise a SettingsError that names it.

    >>> with bind("127.0.0.1", 0) as listener:
    ...     listener.getsockname()[0]
    '127.0.0.1'
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        raise SettingsError(_refusal(error, host, port)) from error


def _refusal(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"PORT {port} on {host} is in use by another program: stop that one, or choose another PORT"
    if error.errno == errno.EACCES:
        return f"PORT {port} on {host} needs privileges: choose a PORT above 1023"
    return f"HOST {host} with PORT {port} cannot be listened on: {error.strerror or error}"


def _address(listener: socket.socket) -> str:
    host, port, *_ = listener.getsockname()
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        host = "127.0.0.1"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def open_browser(url: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Show a page in the user's browser, if there is a screen to show it on; never waits, never prints.

    False where there is none: a text browser would take over the terminal, and a graphical one fail aloud.
    """
    screen = sys.platform in ("darwin", "win32") or any(
        environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    )
    if not screen:
        return False
    opener = subprocess.Popen(  # noqa: S603 - our own interpreter; the address is an argument of its own
        [sys.executable, "-m", "webbrowser", url],
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is meant for us, not for the browser
    )
    threading.Thread(target=opener.wait, daemon=True).start()
    return True
