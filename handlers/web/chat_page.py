"""The local chat page: one channel, a message box, and the answers in a thread beside it.

Every address gives a whole page, so that it works without script; the script fetches the same pages and takes
the parts it needs. What is said about a quote comes from the Reply, word for word.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from corpus.errors import FactCheckError, QuoteError
from handlers.asgi.host_guard import LOOPBACK, Guard, is_own
from handlers.asgi.request_body import BrokenBodyError, LongBodyError, read_body
from handlers.messages import say
from handlers.ports.address import Address
from handlers.replies.corrections import GoneError
from handlers.replies.reply import Reply, compose_error
from handlers.web.input import read_message
from handlers.web.ports import Conversation, address_of
from handlers.web.render import render_page
from handlers.web.sessions import Channel, Channels, Post, State

Answer = Callable[[str], Awaitable[tuple[Reply, ...]]]

# Three things to try; with the starter record: in other words, word for word, and a "not" left out.
EXAMPLES = (
    '/verify "Western troops in Ukraine would be lawful targets" by Putin',
    '/verify "Let us never negotiate out of fear. But let us never fear to negotiate." by Kennedy',
    "“In this present crisis, government is the solution to our problem” — Ronald Reagan",
)

COOKIE = "verbatim"
LIMIT = 128 * 1024  # bytes of a message; a two-hour speech is about as long
WIRE_LIMIT = 3 * LIMIT + 1024  # a form writes a byte as up to three characters

log = logging.getLogger(__name__)


def routes(
    answer: Answer,
    *,
    examples: Sequence[str] = EXAMPLES,
    hosts: Iterable[str] = LOOPBACK,
    now: Callable[[], datetime] = datetime.now,
    conversation: Conversation | None = None,
) -> list[Route | Mount]:
    """Return the page at `/`, its form at `/posts`, and its looks at `/static`; `answer` is handed a text to check.

    Everything but `hosts`, the names that the page answers to, is refused. With a `conversation` answers are remembered
    and can be watched.
    """
    page = _Page(answer, tuple(examples), now, conversation)
    guard = [Middleware(Guard, hosts=frozenset(hosts))]
    looks = StaticFiles(directory=Path(__file__).with_name("static"))
    return [
        Route("/", page.show, methods=["GET"], middleware=guard),
        Route("/posts", page.post, methods=["POST"], middleware=guard),
        Route("/watch", page.watch, methods=["POST"], middleware=guard),
        Route("/feedback", page.rate, methods=["POST"], middleware=guard),
        Mount("/static", looks, middleware=guard),
    ]


class _TooLongError(Exception):
    """A message over the limit."""


@dataclass(frozen=True, slots=True)
class _Pressed:
    """A button that was pressed under an answer, with its form."""

    post: Post
    id: str
    address: Address
    form: Mapping[str, str]


class _Page:
    """The page's state and its two addresses."""

    def __init__(
        self,
        answer: Answer,
        examples: tuple[str, ...],
        now: Callable[[], datetime],
        conversation: Conversation | None,
    ) -> None:
        self._answer = answer
        self._conversation = conversation
        self._examples = examples
        self._now = now
        self._channels = conversation.channels if conversation else Channels()

    async def show(self, request: Request) -> Response:
        """Return the channel, with a thread open where `?post=` names one, the box filled where `?try=` does."""
        session = request.cookies.get(COOKIE)
        channel = self._channels.find(session)
        if channel is None and is_own(request.headers):
            # Opened now, so that two quick messages share it; never for a visit from another site, which comes
            # without the cookie and would take its place.
            session, channel = self._channels.open()
        post = channel.find(request.query_params.get("post", "")) if channel else None
        response = self._render(channel, opened=post, draft=self._example(request.query_params.get("try")))
        return _remember(response, session, request)

    async def post(self, request: Request) -> Response:
        """Take a message, wait for its answers, and lead back to its thread."""
        session = request.cookies.get(COOKIE)
        channel = self._channels.find(session)
        try:
            message = _message(await _read_form(request))
        except _TooLongError:
            refusal = compose_error(QuoteError(advice=say("web.too_long")), "")
            return self._render(channel, refusal=refusal, status=413)
        if not message.strip():
            return RedirectResponse("/", 303)
        if channel is None:
            session, channel = self._channels.open()
        post = channel.add(message, self._now())
        await self._reply(post, session or "")
        channel.trim()
        return _remember(RedirectResponse(f"/?post={post.id}", 303), session, request)

    async def watch(self, request: Request) -> Response:
        """Put an answer under watch, and lead back to its thread."""
        pressed = await self._pressed(request)
        if not pressed or not self._conversation:
            return RedirectResponse("/", 303)
        try:
            sentence = await self._conversation.watch(pressed.id, pressed.address)
        except FactCheckError as error:
            sentence = error.advice
        pressed.post.watched[pressed.id] = sentence
        return RedirectResponse(f"/?post={pressed.post.id}", 303)

    async def rate(self, request: Request) -> Response:
        """Note what somebody says of an answer, and lead back to its thread."""
        pressed = await self._pressed(request)
        if not pressed or not (self._conversation and self._conversation.feedback):
            return RedirectResponse("/", 303)
        form, sentence = pressed.form, say("chats.vote_noted")
        reason = form.get("reason", "") + (f": {form['source']}" if form.get("source") else "")
        try:
            await self._conversation.feedback(pressed.id, form.get("vote") == "up", reason, pressed.address)
        except GoneError as error:
            sentence = error.advice
        except FactCheckError:  # whose own advice speaks of a quote
            sentence = say("chats.not_noted")
        pressed.post.rated[pressed.id] = sentence
        return RedirectResponse(f"/?post={pressed.post.id}", 303)

    async def _pressed(self, request: Request) -> "_Pressed | None":
        """Return the answer that a button under it speaks of, in the browser's own channel."""
        session = request.cookies.get(COOKIE)
        channel = self._channels.find(session)
        try:
            form = await _read_form(request)
        except _TooLongError:
            form = {}
        post = channel.find(form.get("post", "")) if channel else None
        known = {one.id for one in post.answers if one.id} if post else set()
        if not (post and session and form.get("id", "") in known):
            return None
        return _Pressed(post, form["id"], address_of(session, post), form)

    async def _ask(self, text: str, post: Post, session: str) -> tuple[Reply, ...]:
        """Return the answers, and where they stand noted, so that they can be corrected."""
        if not self._conversation:
            return await self._answer(text)
        address = address_of(session, post)
        answers = await self._conversation.ask(text, address)
        with contextlib.suppress(
            FactCheckError
        ):  # an answer that cannot be corrected later is an answer all the same
            for reply in answers:
                if reply.id:
                    await self._conversation.posted(reply.id, address, reply.id)
        return answers

    async def _reply(self, post: Post, session: str) -> None:
        text = read_message(post.text)
        try:
            post.answers = await self._ask(text, post, session) if text else ()
        except asyncio.CancelledError:
            post.answers = (compose_error(FactCheckError(), post.text),)
            raise
        except Exception as error:  # noqa: BLE001 - a thread never stays empty, and a fault is no finding
            log.error("answering failed", extra={"error": type(error).__name__})  # noqa: TRY400 - a message may hold the chat's words
            known = error if isinstance(error, FactCheckError) else FactCheckError()
            post.answers = (compose_error(known, post.text),)
        finally:
            post.state = State.ANSWERED if post.answers else State.HELP

    def _example(self, number: str | None) -> str:
        return dict(zip("123456789", self._examples, strict=False)).get(number or "", "")

    def _render(
        self,
        channel: Channel | None,
        *,
        opened: Post | None = None,
        draft: str = "",
        refusal: Reply | None = None,
        status: int = 200,
    ) -> Response:
        html = render_page(
            posts=tuple(channel.posts) if channel else (),
            opened=opened,
            draft=draft,
            refusal=refusal,
            examples=self._examples,
            today=self._now(),
            watch=self._conversation is not None,
            rate=bool(self._conversation and self._conversation.feedback),
        )
        return Response(
            html,
            status_code=status,
            media_type="text/html; charset=utf-8",
            headers={"Cache-Control": "no-store"},
        )


def _remember(response: Response, session: str | None, request: Request) -> Response:
    if session and session != request.cookies.get(COOKIE):
        response.set_cookie(COOKIE, session, httponly=True, samesite="strict")
    return response


def _message(form: Mapping[str, str]) -> str:
    """Return the message of a form, at most LIMIT bytes."""
    message = form.get("message", "").replace("\r\n", "\n")
    if len(message.encode("utf-8", "replace")) > LIMIT:
        raise _TooLongError
    return message


async def _read_form(request: Request) -> dict[str, str]:
    """Return the fields of a form; a body that goes on for ever is cut off."""
    try:
        body = await read_body(request, WIRE_LIMIT)
    except LongBodyError as error:
        raise _TooLongError from error
    except BrokenBodyError:
        return {}
    try:
        form = parse_qs(body.decode("utf-8", "replace"), errors="replace", max_num_fields=10)
    except ValueError:  # our own forms have few fields
        return {}
    return {name: values[0] for name, values in form.items()}
