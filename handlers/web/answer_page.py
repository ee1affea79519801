"""The page of one answer, at `/v/<id>`, and the same for programs at `/v/<id>.json`. No script, no cookie.

Who has the address may read it, and nobody can guess it; or only members of the workspace may, whom their chat tells a
signed address (see `handlers.replies.page_access`). It says what was answered then, and what corrected it since. An answer that was
deleted, one that is not there, and a record that does not answer, are distinguished from it and from each other.
"""

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
from handlers.asgi.host_guard import HEADERS, Guard
from handlers.messages import say
from handlers.ports.answers import Remembered
from handlers.replies.links import permalink
from handlers.replies.page_access import MINUTES, Access
from handlers.replies.reply import compose
from handlers.web.claim_review import claim_review
from handlers.web.recheck import Recheck, Rechecks
from handlers.web.render import render

Get = Callable[[str], Awaitable[Remembered | None]]
Deleted = Callable[[str], Awaitable[bool]]

_LONGEST_ID = 64
_HEADERS = {**HEADERS, "X-Robots-Tag": "noindex, nofollow", "Cache-Control": "private, no-cache"}


def routes(
    get: Get,
    *,
    access: Access | None = None,
    recheck: Recheck | None = None,
    deleted: Deleted | None = None,
    hosts: Iterable[str] | None = None,
) -> list[Route | Mount]:
    """Return the pages of remembered answers; `hosts` are the names they answer to (None: any).

    With `recheck` a page that nothing has corrected says whether the record gives the same answer now; with `deleted` a
    page whose answer was deleted says so. `access` says who may read them: by default whoever has the address.
    """
    page = _Page(get, access or Access(), Rechecks(recheck) if recheck else None, deleted)
    guard = [Middleware(Guard, hosts=frozenset(hosts))] if hosts is not None else []
    static = StaticFiles(directory=Path(__file__).with_name("static"))
    return [
        Mount("/v/static", static, middleware=guard),
        Route("/v/{id}.json", page.data, methods=["GET"], middleware=guard),
        Route("/v/{id}", page.show, methods=["GET"], middleware=guard),
    ]


class _NoneHereError(Exception):
    """There is nothing to show: the status of the response, a title, and why in a sentence."""

    def __init__(self, status: int, title: str, words: str) -> None:
        self.status, self.title, self.words = status, title, words


class _Page:
    def __init__(self, get: Get, access: Access, rechecks: Rechecks | None, deleted: Deleted | None) -> None:
        self._get = get
        self._access = access
        self._rechecks = rechecks
        self._deleted = deleted

    async def show(self, request: Request) -> Response:
        """Return the answer as a page for people."""
        try:
            answer = await self._find(request)
        except _NoneHereError as none:
            return _html("plain.html", none.status, title=none.title, words=none.words)
        reply = compose(answer.verdict)
        url = permalink(self._access.base_url, answer.id)
        data = json.dumps(claim_review(answer.verdict, reply, answer.when, url))
        since = await self._rechecks.say(answer) if self._rechecks and not answer.superseded else ""
        names = {
            "next": self._beside(request, answer.superseded),
            "before": self._beside(request, answer.replaces),
            "own": self._beside(request, answer.id),
        }
        return _html(
            "verdict.html", 200, answer=answer, reply=reply, url=url, data=_inert(data), since=since, **names
        )

    async def data(self, request: Request) -> Response:
        """Return the answer for programs: the verdict as `verify --json` gives it, and its ClaimReview."""
        try:
            answer = await self._find(request)
        except _NoneHereError as none:
            return _json({"error": none.words}, none.status)
        url = permalink(self._access.base_url, answer.id)
        review = claim_review(answer.verdict, compose(answer.verdict), answer.when, url)
        given = {
            "answered": answer.when,
            "superseded": answer.superseded or None,
            "replaces": answer.replaces or None,
            "claim_review": review,
        }
        return _json({**verdict_json(answer.verdict, answer.id), **given}, 200)

    def _beside(self, request: Request, id_: str) -> str:
        """Return what opens another page to who reads this one, as it stands behind its address."""
        key = self._access.onward(id_, request.query_params.get("key", "")) if self._access.limited else ""
        return f"?key={key}" if key else ""

    async def _find(self, request: Request) -> Remembered:
        """Return the answer; raise _NoneHereError. Who may not read it cannot see whether there is one."""
        id_ = request.path_params["id"]
        if not self._access.admits(id_, request.query_params.get("key", "")):
            raise _NoneHereError(403, say("web.for_members_title"), say("web.for_members", minutes=MINUTES))
        if len(id_) > _LONGEST_ID or not id_.isascii():
            raise _NoneHereError(404, say("web.no_answer_title"), say("web.gone"))
        try:
            if answer := await self._get(id_):
                return answer
            was_deleted = await self._deleted(id_) if self._deleted else False
        except FactCheckError:
            raise _NoneHereError(503, "I could not look", say("web.away")) from None
        if was_deleted:
            raise _NoneHereError(410, "Deleted", say("web.deleted"))
        raise _NoneHereError(404, say("web.no_answer_title"), say("web.gone"))


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
