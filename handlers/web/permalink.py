"""The page of one answer, at `/v/<id>`, and the same for programs at `/v/<id>.json`. No script, no cookie.

Who has the address may read it, and nobody can guess it. It says what was answered then, and what corrected it
since. An answer that is no longer there, and a record that does not answer, are told apart from it and from each other.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from markupsafe import Markup
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from corpus.errors import FactCheckError
from corpus.export import verdict_json
from corpus.records import Quote
from corpus.verdict import Verdict
from handlers.claim_review import claim_review
from handlers.corrections import say_since, say_since_unknown
from handlers.links import permalink
from handlers.memory import Remembered
from handlers.reply import compose
from handlers.web.guard import HEADERS, Guard
from handlers.web.render import render

Get = Callable[[str], Awaitable[Remembered | None]]
Recheck = Callable[[Quote], Awaitable[Verdict]]

GONE = (
    "There is no answer at this address: it was deleted, or its time is over, or the address is not complete. "
    "That says nothing about any quote."
)
AWAY = "I could not look: the record does not answer just now. The answer may still be there; please try again in a minute."
_LONGEST_ID = 64
_RECHECK = 2.0  # seconds
_HEADERS = {**HEADERS, "X-Robots-Tag": "noindex, nofollow", "Cache-Control": "private, no-cache"}


def routes(
    get: Get, *, recheck: Recheck | None = None, base_url: str = "", hosts: Iterable[str] | None = None
) -> list[Route | Mount]:
    """The pages of remembered answers; `hosts` are the names they answer to (None: any).

    With `recheck` a page that nothing has corrected says whether the record gives the same answer now.
    """
    page = _Page(get, recheck, base_url)
    guard = [Middleware(Guard, hosts=frozenset(hosts))] if hosts is not None else []
    looks = StaticFiles(directory=Path(__file__).with_name("static"))
    return [
        Mount("/v/static", looks, middleware=guard),
        Route("/v/{id}.json", page.data, methods=["GET"], middleware=guard),
        Route("/v/{id}", page.show, methods=["GET"], middleware=guard),
    ]


class _Page:
    def __init__(self, get: Get, recheck: Recheck | None, base_url: str) -> None:
        self._get = get
        self._recheck = recheck
        self._base_url = base_url

    async def show(self, request: Request) -> Response:
        """The answer as a page for people."""
        try:
            found = await self._find(request)
        except FactCheckError:
            return _html("plain.html", 503, title="I could not look", words=AWAY)
        if not found:
            return _html("plain.html", 404, title="No answer here", words=GONE)
        reply = compose(found.verdict)
        url = permalink(self._base_url, found.id)
        data = json.dumps(claim_review(found.verdict, reply, found.when, url))
        since = await self._since(found)
        return _html("verdict.html", 200, answer=found, reply=reply, url=url, data=_inert(data), since=since)

    async def data(self, request: Request) -> Response:
        """The answer for programs: the verdict as `verify --json` gives it, and its ClaimReview."""
        try:
            found = await self._find(request)
        except FactCheckError:
            return _json({"error": AWAY}, 503)
        if not found:
            return _json({"error": GONE}, 404)
        url = permalink(self._base_url, found.id)
        review = claim_review(found.verdict, compose(found.verdict), found.when, url)
        given = {"answered": found.when, "superseded": found.superseded or None, "claim_review": review}
        return _json({**verdict_json(found.verdict, found.id), **given}, 200)

    async def _since(self, found: Remembered) -> str:
        """What the record says of the quote now; an outage never costs the answer of then."""
        if found.superseded or not self._recheck:
            return ""
        try:
            async with asyncio.timeout(_RECHECK):
                return say_since(found.verdict, await self._recheck(found.verdict.quote))
        except (FactCheckError, TimeoutError):
            return say_since_unknown()

    async def _find(self, request: Request) -> Remembered | None:
        id_ = request.path_params["id"]
        return await self._get(id_) if len(id_) <= _LONGEST_ID and id_.isascii() else None


def _inert(data: str) -> Markup:
    """JSON that cannot end the element it stands in."""
    escaped = data.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(escaped)  # noqa: S704 - no markup is left in it


def _html(template: str, status: int, **names: object) -> Response:
    html = render(template, **names)
    return Response(html, status_code=status, media_type="text/html; charset=utf-8", headers=_HEADERS)


def _json(body: dict[str, object], status: int) -> Response:
    return Response(
        json.dumps(body), status, _HEADERS, media_type="application/json"
    )  # escaped: UTF-8 has no half characters
