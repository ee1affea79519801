"""One ASGI app for all endpoints, and the server that runs it.

`/slack/events` for Slack, `/api/messages` for Teams, `/` for the local chat page; see `operations` for what is there for
whoever keeps the program running. It knows nothing of quotes: the endpoints are handed in as routes.
"""

import contextlib
import errno
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from types import FrameType

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus.errors import SettingsError
from handlers.ports.observing import in_request, request_id

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]

GRACE_SECONDS = 5  # for answers on their way when we are told to stop; Heroku kills after 30


def build_app(
    *,
    operations: Sequence[BaseRoute] = (),
    web: Sequence[BaseRoute] | None = None,
    slack: Sequence[BaseRoute] | None = None,
    teams: Sequence[BaseRoute] | None = None,
    lifespan: Lifespan | None = None,
) -> Starlette:
    """Put the routes that are configured beside those for operations; any other address is a 404."""
    return Starlette(
        routes=[*operations, *(slack or ()), *(teams or ()), *(web or ())],
        middleware=[Middleware(_NamedRequests)],
        lifespan=lifespan,
    )


class _NamedRequests:
    """Middleware that names each request, for the log and for whoever called: `X-Request-ID`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        id_ = request_id()

        async def send_named(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Request-ID"] = id_
            await send(message)

        with in_request(id_, _chat_of(scope["path"])):
            await self._app(scope, receive, send_named)


def _chat_of(path: str) -> str:
    """Return the chat that an address belongs to.

    >>> _chat_of("/slack/events"), _chat_of("/api/messages"), _chat_of("/api/verify"), _chat_of("/v/1")
    ('slack', 'teams', 'api', 'web')
    """
    if path == "/api/messages" or path.startswith("/teams/"):
        return "teams"
    first = path.split("/")[1] if "/" in path else ""
    return first if first in ("slack", "api") else "web"


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
