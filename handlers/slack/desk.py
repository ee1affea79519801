"""Sees each question of Slack to its answer: claimed once, worked on, delivered, or explained in private."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from corpus.errors import DeliveryError, FactCheckError
from handlers import phrases
from handlers.cut import head, plain
from handlers.once import Once
from handlers.reply import Reply, compose_error
from handlers.slack.blocks import question
from handlers.slack.delivery import Place, Post, RefusedError, post, update, whisper
from handlers.slack.text import escape

Answer = Callable[[str], Awaitable[tuple[Reply, ...]]]

PATIENCE_SECONDS = 1.0  # how long a person looks at nothing before "Checking …" is kinder
LONGEST_SECONDS = 40.0  # within the claim of a delivery
WHISPERS = 5  # a response_url may be used five times

_HELP = frozenset({"", "help", "?", "hilfe", "aide", "ayuda"})

log = logging.getLogger(__name__)


def wants_help(text: str) -> bool:
    """Whether somebody asks how to ask."""
    return text.strip().lower() in _HELP


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: its text, where it belongs, and the key by which a repetition is known.

    `show` says that nobody has seen the question yet: it is posted first.
    """

    key: str
    text: str
    place: Place
    show: bool = False


class Seen:
    """Whether a person can see something of our answer, which decides what a repetition gets."""

    def __init__(self, once: Once, key: str) -> None:
        self._once = once
        self._key = key
        self._seen = False

    async def now(self) -> None:
        """Something is there to be seen: never again."""
        if not self._seen:
            self._seen = True
            await self._once.keep(self._key)

    async def never(self) -> None:
        """That was all; if nothing was seen, the next delivery is the second chance."""
        if not self._seen:
            await self._once.forget(self._key)


@dataclass(frozen=True, slots=True)
class Desk:
    """Takes questions in and sees each to its answer."""

    answer: Answer
    once: Once
    patience: float

    async def take(self, asked: Asked, client: AsyncWebClient) -> None:
        """Answer a question, unless that is being done; whatever happens, its asker is told."""
        if not await self.once.first(asked.key):
            log.info("a repeated delivery, passed over", extra={"chat": "slack"})
            return
        seen = Seen(self.once, asked.key)
        try:
            await self._reply(asked, seen, client)
        except DeliveryError as error:
            log_refusal(error)
        except Exception as error:  # noqa: BLE001 - the last border before the loop
            log_bug(error)
            with contextlib.suppress(DeliveryError):
                await whisper(client, asked.place, [Post.note(FactCheckError.advice)])
                await seen.now()
        finally:
            await seen.never()

    async def _reply(self, asked: Asked, seen: Seen, client: AsyncWebClient) -> None:
        if wants_help(asked.text):
            await post(client, asked.place, Post.help())
            await seen.now()
            return
        work = asyncio.ensure_future(self._answer(asked.text))
        try:
            place = await self._open(asked, seen, client)
            await self._deliver(work, place, seen, client)
        except DeliveryError as error:
            log_refusal(error)
            await whisper(client, asked.place, _alone(await work, error))
            await seen.now()
        finally:
            work.cancel()

    async def _open(self, asked: Asked, seen: Seen, client: AsyncWebClient) -> Place:
        """The place of the answer: under the question, which is posted where nobody has seen it."""
        if not asked.show:
            return asked.place
        user = asked.place.user
        said = escape(head(plain(asked.text), 300))
        shown = Post(f"<@{user}> {phrases.ASKS}: {said}", question(user, asked.text))
        ts = await post(client, asked.place, shown)
        await seen.now()
        return Place(asked.place.channel, user, ts, asked.place.response_url)

    async def _deliver(
        self, work: asyncio.Future[tuple[Reply, ...]], place: Place, seen: Seen, client: AsyncWebClient
    ) -> None:
        """One post for each reply; the first takes the place of "Checking …" where there was time for that."""
        done, _ = await asyncio.wait({work}, timeout=self.patience)
        waiting = None
        if not done:
            waiting = await post(client, place, Post.note(phrases.CHECKING))
            await seen.now()
        for message in Post.answers(await work):
            await _put(client, place, waiting, message)
            await seen.now()
            waiting = None

    async def _answer(self, text: str) -> tuple[Reply, ...]:
        """The replies; a failure of any kind is a reply that says so, and never a finding."""
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                return await self.answer(text) or (compose_error(FactCheckError(), text),)
        except TimeoutError:
            return (compose_error(FactCheckError(advice=phrases.SLOW), text),)
        except FactCheckError as error:
            return (compose_error(error, text),)
        except Exception as error:  # noqa: BLE001 - a question must not end in silence
            log_bug(error)
            return (compose_error(FactCheckError(), text),)


async def _put(client: AsyncWebClient, place: Place, waiting: str | None, message: Post) -> None:
    """Post, or fill the waiting post; somebody may have deleted that one meanwhile."""
    if waiting:
        try:
            await update(client, place, waiting, message)
        except RefusedError as error:
            if error.code != "message_not_found":
                raise
        else:
            return
    await post(client, place, message)


def _alone(replies: tuple[Reply, ...], error: DeliveryError) -> list[Post]:
    """The answers for the asker alone, and why; as many as Slack lets us show in this way."""
    shown = Post.answers(replies)[: WHISPERS - 1]
    left = len(replies) - len(shown)
    return [*shown, Post.note(error.advice, *([phrases.more(left)] if left else []))]


def log_refusal(error: DeliveryError) -> None:
    """Log what Slack said; its code, never our words."""
    code = error.code if isinstance(error, RefusedError) else type(error).__name__
    log.warning("slack did not take a post", extra={"chat": "slack", "error": code})


def log_bug(error: Exception) -> None:
    """Log a fault of our own; `bot.logs` writes its kind and place, never its words."""
    log.error("a listener failed", exc_info=error, extra={"chat": "slack"})
