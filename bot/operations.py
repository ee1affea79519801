"""The addresses for whoever keeps the program running: `/healthz`, `/readyz`, `/metrics`, `/version`.

| address | says |
|---|---|
| `/healthz` | that the process is alive, and nothing of its inside: restart it where this does not answer |
| `/readyz` | whether it can answer questions: send it none where this is 503 |
| `/metrics` | numbers for Prometheus; see `metrics` |
| `/version` | the version of the program |
"""

import asyncio
import hmac
import ipaddress
import logging
from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import __version__
from bot.metrics import CONTENT_TYPE
from corpus.errors import FactCheckError
from handlers.ports.observing import failure

Check = Callable[[], Awaitable[str]]
"""Returns OK or, in a fixed word or two, what is wrong. What it raises is never shown."""

OK = "ok"
SECONDS = 3.0  # a platform's probe gives up after five or ten

_HEADERS = {"Cache-Control": "no-store"}

log = logging.getLogger(__name__)


def routes(
    checks: Mapping[str, Check], numbers: Callable[[], Awaitable[bytes]] | None, token: str = ""
) -> list[Route]:
    """Return the routes; without `numbers` there is no `/metrics`.

    With a token `/metrics` wants it (`Authorization: Bearer …`). Without one it answers calls from a private address
    alone, and none that came through a proxy: what the world can reach does not show it.
    """

    async def healthz(_: Request) -> Response:
        return JSONResponse({"status": OK}, headers=_HEADERS)

    async def version(_: Request) -> Response:
        return JSONResponse({"name": "verbatim", "version": __version__}, headers=_HEADERS)

    async def readyz(_: Request) -> Response:
        states = await examine(checks)
        ready = all(state == OK for state in states.values())
        body = {"status": "ready" if ready else "not ready", "checks": states}
        return JSONResponse(body, 200 if ready else 503, headers=_HEADERS)

    async def metrics(request: Request) -> Response:
        if not numbers or not _may_read(request, token):
            return Response(status_code=404)
        return Response(await numbers(), headers={**_HEADERS, "Content-Type": CONTENT_TYPE})

    return [
        Route("/healthz", healthz, methods=["GET"]),
        Route("/readyz", readyz, methods=["GET"]),
        Route("/metrics", metrics, methods=["GET"]),
        Route("/version", version, methods=["GET"]),
    ]


async def examine(checks: Mapping[str, Check]) -> dict[str, str]:
    """Run all checks at once; one that fails or takes too long says so, without an exception's own words."""
    states = await asyncio.gather(*(_state(name, check) for name, check in checks.items()))
    return dict(zip(checks, states, strict=True))


async def _state(name: str, check: Check) -> str:
    try:
        async with asyncio.timeout(SECONDS):
            state = await check()
    except TimeoutError:
        state = f"no answer within {SECONDS:g} seconds"
    except FactCheckError as error:
        log.warning("not ready", extra={"field": name, **failure(error)})
        return "cannot be reached"
    except Exception as error:  # noqa: BLE001 - an address with a password may stand in the message
        log.error("a check failed", extra={"field": name, **failure(error)})  # noqa: TRY400 - for the same reason
        return "the check itself failed"
    if state != OK:
        log.warning("not ready", extra={"field": name, "error": state.replace(" ", "-")})
    return state


def _may_read(request: Request, token: str) -> bool:
    if token:
        scheme, _, shown = request.headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(shown.strip().encode(), token.encode())
    if "x-forwarded-for" in request.headers or "forwarded" in request.headers:
        return False
    try:
        address = ipaddress.ip_address(request.client.host if request.client else "")
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_private
