"""The addresses of the HTTP API. Whoever calls shows a key; every failure is an error of its own and no finding."""

import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

import msgspec
from starlette.convertors import PathConvertor, register_url_convertor
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from corpus.errors import FactCheckError, QuoteError
from corpus.export import coverage_json, statement_json, verdict_json
from corpus.models import Coverage, Quote, Statement
from corpus.verdict import Verdict
from handlers.api.schema import LIMIT, Message, Question, document
from handlers.asgi.host_guard import Guard
from handlers.asgi.request_body import BrokenBodyError, LongBodyError, read_body
from handlers.parsing.request import Request as Asked
from handlers.parsing.request import parse, refuse_address, tidy_quote

_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_LONGEST_KEY = 200
_LONGEST_ID = 1_000


@dataclass(frozen=True, slots=True)
class Functions:
    """The functions that the API calls; each raises IndexUnavailableError when it cannot look.

    `admit` counts a request of a key: None for an unknown one, 0 where it may go on, else the seconds until it may.
    """

    verify: Callable[[Quote], Awaitable[Verdict]]
    statement: Callable[[str], Awaitable[Statement | None]]
    coverage: Callable[[], Awaitable[Coverage]]
    admit: Callable[[str], Awaitable[int | None]]


class _ProblemError(Exception):
    """A request that gets no answer."""

    def __init__(self, status: int, error: str, message: str, **headers: str) -> None:
        super().__init__(message)
        self.response = _json({"error": error, "message": message}, status, **headers)


def _json(body: object, status: int = 200, **headers: str) -> Response:
    """Make a response; escaped, for published text may hold half a surrogate pair, which UTF-8 cannot carry."""
    text = json.dumps(body, allow_nan=False)
    return Response(text, status, {**_HEADERS, **headers}, media_type="application/json")


Respond = Callable[[Request], Awaitable[object]]


class _Anything(PathConvertor):
    """The rest of a path, whatever it holds: the library's own ends at a line's end."""

    regex = r"[\s\S]*"


register_url_convertor("anything", _Anything())


def routes(functions: Functions, *, base_url: str = "", hosts: Iterable[str] | None = None) -> list[Route]:
    """Return the routes under `/api`; `hosts` are the names it answers to (None: any)."""
    guard = [Middleware(Guard, hosts=frozenset(hosts))] if hosts is not None else []
    described = document(base_url)

    async def verify(request: Request) -> object:
        asked = _read_question(await _body(request))
        if isinstance(asked, Quote):
            return verdict_json(await functions.verify(asked))
        answers = [verdict_json(await functions.verify(quote)) for quote in asked.quotes]
        return {"answers": answers, "left_out": asked.left_out + asked.too_long}

    async def statement(request: Request) -> object:
        id_ = request.path_params["id"]
        published = await functions.statement(id_) if 0 < len(id_) <= _LONGEST_ID else None
        if not published:
            raise _ProblemError(404, "unknown_statement", "The record holds no statement of this id.")
        return statement_json(published)

    async def coverage(_: Request) -> object:
        return coverage_json(await functions.coverage())

    async def openapi(_: Request) -> Response:
        return _json(described)

    def guarded(path: str, respond: Respond, method: str) -> Route:
        return Route(path, _answering(respond, functions), methods=[method], middleware=guard)

    return [
        Route("/api/openapi.json", openapi, methods=["GET"], middleware=guard),
        guarded("/api/verify", verify, "POST"),
        guarded("/api/coverage", coverage, "GET"),
        guarded("/api/statements/{id:anything}", statement, "GET"),
    ]


def _answering(respond: Respond, functions: Functions) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            await _admit(request, functions)
            return _json(await respond(request))
        except _ProblemError as problem:
            return problem.response
        except QuoteError as error:
            return _ProblemError(422, "invalid_quote", error.advice).response
        except FactCheckError as error:
            return _ProblemError(503, "could_not_look", error.advice, **{"Retry-After": "30"}).response

    return endpoint


async def _admit(request: Request, functions: Functions) -> None:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    known = scheme.lower() == "bearer" and 0 < len(key.strip()) <= _LONGEST_KEY
    wait = await functions.admit(key.strip()) if known else None
    if wait is None:
        message = "Send a key of this bot's API: Authorization: Bearer …"
        raise _ProblemError(401, "unknown_key", message, **{"WWW-Authenticate": "Bearer"})
    if wait:
        message = f"This key has used up its requests of this minute. Come back in {wait} seconds."
        raise _ProblemError(429, "too_many_requests", message, **{"Retry-After": str(wait)})


async def _body(request: Request) -> bytes:
    """Read the body, up to the limit."""
    try:
        return await read_body(request, LIMIT)
    except LongBodyError as error:
        raise _ProblemError(413, "too_long", f"The body is longer than {LIMIT:,} bytes.") from error
    except BrokenBodyError as error:
        raise _ProblemError(422, "invalid_body", "The body did not arrive whole.") from error


def _read_question(body: bytes) -> Quote | Asked:
    """Read a body: one quote as it stands, or a message as a chat reads it."""
    try:
        fields = msgspec.json.decode(body)
        is_message = isinstance(fields, dict) and "message" in fields
        asked: Message | Question = (
            msgspec.convert(fields, type=Message) if is_message else msgspec.convert(fields, type=Question)
        )
    except msgspec.MsgspecError as error:
        raise _ProblemError(422, "invalid_body", _say(error)) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise _ProblemError(422, "invalid_body", "The body is not JSON in UTF-8.") from error
    speaker = (asked.speaker or "").strip() or None
    if isinstance(asked, Message):
        return parse(asked.message, by=speaker, since=asked.since, until=asked.until)
    refuse_address(asked.quote)
    return tidy_quote(Quote(asked.quote.strip(), speaker, asked.since, asked.until))


def _say(error: msgspec.MsgspecError) -> str:
    """Return the reason in the library's words, which hold field names and limits but none of what was sent."""
    return f"The body is not what this address takes: {error}"[:300]
