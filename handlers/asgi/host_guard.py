"""Who may speak to the local chat page: this machine's own browser, on this page, and nobody else.

The page has no password. What protects it is that it listens on the loopback address, that it answers to a
loopback name only (a foreign name that resolves to 127.0.0.1 is DNS rebinding), and that it takes a post only
from itself. Every response forbids whatever it does not need.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """ASGI middleware that refuses foreign hosts and foreign posts, and sets the headers."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str] = LOOPBACK) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it in plain words."""
        headers = Headers(scope=scope)
        app = self._app
        if _name(headers.get("host", "")) not in self._hosts:
            app = PlainTextResponse("This page answers only under this machine's own name.\n", 421)
        elif scope["method"] not in ("GET", "HEAD") and not is_own(headers):
            app = PlainTextResponse("This page takes messages only from itself.\n", 403)
        await app(scope, receive, _with_headers(send))


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(HEADERS)
        await send(message)

    return send_with_headers


def _name(host: str) -> str | None:
    """The name in a Host header, without port and brackets.

    >>> _name("localhost:8080"), _name("[::1]:8080"), _name("evil.example:8080")
    ('localhost', '::1', 'evil.example')
    """
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def is_own(headers: Headers) -> bool:
    """Return whether the page itself sent it.

    Browsers say so in Sec-Fetch-Site, which no script can forge; "same-site" is not enough, as another port
    of this machine is the same site. Older browsers send Origin. A client that sends neither is no browser,
    so nobody's browser was tricked into it.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or origin == f"http://{headers.get('host')}"
