"""Sees each question of Slack to its answer: claimed once, worked on, delivered, or explained in private."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from slack_sdk.web.async_client import AsyncWebClient

from corpus.errors import DeliveryError, FactCheckError
from handlers.conversation.unprompted import worth_saying
from handlers.parsing.request import asked_words, brings_words
from handlers.ports.address import Address
from handlers.ports.deliveries import Once
from handlers.ports.preferences import Pasted, Preferences
from handlers.replies import ui_text
from handlers.replies.corrections import superseded
from handlers.replies.links import permalink
from handlers.replies.reply import Attached, Reply, compose_error
from handlers.replies.truncate import head, plain
from handlers.slack.blocks import blocks, fallback, question
from handlers.slack.buttons import buttons
from handlers.slack.delivery import Delivery, Place, Post, RefusedError
from handlers.slack.mrkdwn import escape
from handlers.slack.ports import Asked, Tools
from handlers.slack.thread_context import read_above

Answer = Callable[[str], Awaitable[tuple[Reply, ...]]]

PATIENCE_SECONDS = 1.0  # how long a person looks at nothing before "Checking …" is kinder
_SETTINGS_SECONDS = 2.0  # for a channel's settings to be read; without them an answer is private
# Questions that are taken in, and looked up, at a time; the rest wait, each safe in the backlog, and none of their own
# time-outs runs yet. 300 commands at once, all started together, kept their acknowledgements and each other waiting,
# until settings seemed to be away that were there: `make bench PART=slack`.
_TAKEN_IN, _LOOKED_UP = 4, 12
_LET_PASS, _STEP = 25, 0.02  # half a second, in steps
LONGEST_SECONDS = 40.0  # within the claim of a delivery
WHISPERS = 5  # a response_url may be used five times

_UNREADABLE = dict.fromkeys(("missing_scope", "not_in_channel", "channel_not_found"), ui_text.NOTHING_THERE)
_HELP = frozenset({"", "help", "?", "hilfe", "aide", "ayuda"})

log = logging.getLogger(__name__)


def wants_help(text: str) -> bool:
    """Whether somebody asks how to ask."""
    return text.strip().lower() in _HELP


class _LaterError(Exception):
    """Slack does not work just now: the question is left for another try."""


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
class Errand:
    """A question on its way: where its answer goes, through which client, and what the channel wants."""

    asked: Asked
    place: Place
    client: AsyncWebClient
    wants: Preferences


@dataclass(frozen=True, slots=True)
class Gates:
    """How many questions are at a time at what costs most; `busy` says that requests wait for their acknowledgement."""

    busy: Callable[[], bool] | None = None
    intake: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_TAKEN_IN))
    work: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_LOOKED_UP))

    async def let_pass(self) -> None:
        """Let acknowledgements go first, for Slack waits three seconds for each, but not for ever."""
        for _ in range(_LET_PASS):
            if not self.busy or not self.busy():
                return
            await asyncio.sleep(_STEP)


@dataclass(frozen=True, slots=True)
class Desk:
    """Takes questions in and sees each to its answer."""

    answer: Answer
    once: Once
    patience: float
    tools: Tools | None = None
    delivery: Delivery = Delivery()  # noqa: RUF009 - it is a value
    gates: Gates = field(default_factory=Gates)

    async def take_pasted(self, asked: Asked, client: AsyncWebClient) -> None:
        """Answer a quote that nobody asked about, where the channel wants that and there is something to say."""
        if not self.tools or (wants := await self._wants(asked)).pasted is Pasted.OFF:
            return
        if not await self.once.first(asked.key):
            return
        seen = Seen(self.once, asked.key)
        try:
            replies = await self.tools.ask(asked.text, asked.address, wants)
            worth = tuple(reply for reply in replies if worth_saying(reply, wants.pasted))
            if worth and len(replies) > 1:
                await self.delivery.post(client, asked.place, Post.overview(replies))
            for reply in worth:
                errand = Errand(asked, asked.place, client, wants)
                await self._post(reply, errand, one_of_many=len(replies) > 1)
                await seen.now()
        except FactCheckError as error:  # nobody asked: an outage is for the log, and no finding
            log.warning(
                "a pasted quote was not checked", extra={"chat": "slack", "error": type(error).__name__}
            )
        except Exception as error:  # noqa: BLE001 - the last border before the loop
            log_bug(error)
        finally:
            await seen.never()

    async def _wants(self, asked: Asked) -> Preferences:
        """What the channel wants; where that cannot be told, that an answer is seen by its asker alone."""
        if not self.tools:
            return Preferences()
        try:
            async with self.gates.work, asyncio.timeout(_SETTINGS_SECONDS):
                return await self.tools.preferences.get("slack", asked.team, asked.place.channel)
        except (FactCheckError, TimeoutError):
            return Preferences(private=True)

    async def _post(
        self, reply: Reply, errand: Errand, waiting: str | None = None, *, one_of_many: bool = False
    ) -> None:
        """Post one answer with its buttons, and note where it stands."""
        place = errand.place
        shown = self.dressed(reply, errand.wants, one_of_many=one_of_many)
        ts = await self._put(errand.client, place, waiting, shown)
        if reply.attached:
            await self._attach(errand.client, replace(place, thread=place.thread or ts), reply.attached)
        await self._answers(errand, reply, ts)
        if not self.tools or not reply.id:
            return
        address = Address("slack", errand.asked.team, place.channel, place.thread or ts, place.user)
        with contextlib.suppress(
            FactCheckError
        ):  # an answer that cannot be corrected later is an answer all the same
            await self.tools.memory.posted(reply.id, address, ts)

    async def _put(self, client: AsyncWebClient, place: Place, waiting: str | None, message: Post) -> str:
        """Post, or fill the waiting post; somebody may have deleted that one meanwhile. The post's timestamp."""
        if waiting:
            try:
                await self.delivery.update(client, place, waiting, message)
            except RefusedError as error:
                if error.code != "message_not_found":
                    raise
            else:
                return waiting
        return await self.delivery.post(client, place, message)

    async def _answers(self, errand: Errand, reply: Reply, post: str) -> None:
        """Note that a post answers a message: it may be edited, or deleted."""
        asked, questions = errand.asked, self.tools.questions if self.tools else None
        if not questions or not asked.editable:
            return
        with contextlib.suppress(FactCheckError):
            await questions.note(asked.key, asked_words(asked.text), post, reply.id, errand.wants.days)

    async def edited(self, asked: Asked, at: str, client: AsyncWebClient) -> None:
        """Answer an edited question anew and mark the earlier answer; what says nothing new is left alone.

        Where there is nothing to say any more, the earlier answer goes.
        """
        tools = self.tools
        if not tools or not tools.questions:
            return
        try:
            before = await tools.questions.find(asked.key)
            if not before or tools.questions.same(before, asked_words(asked.text)):
                return
            if not await self.once.first(f"{asked.key}:{at}"):
                return
            wants = await self._wants(asked)
            replies = await self._answer(asked, wants) if brings_words(asked.text) else ()
            worth = tuple(r for r in replies if not asked.pasted or worth_saying(r, wants.pasted))
            await tools.questions.forget(asked.key)
            errand = Errand(asked, asked.place, client, wants)
            for reply in worth:
                await self._post(reply, errand, one_of_many=len(worth) > 1)
            for post, id_ in before.posts.items():
                if worth:
                    await self._mark(client, asked.place, post, id_, by=worth[0].id)
                else:
                    await self._remove(client, asked.place, post, id_)
        except FactCheckError as error:
            log.warning(
                "an edited question is not followed", extra={"chat": "slack", "error": type(error).__name__}
            )
        except Exception as error:  # noqa: BLE001 - the last border before the loop
            log_bug(error)

    async def deleted(self, key: str, place: Place, client: AsyncWebClient) -> None:
        """Take the answers of a deleted question away, and forget them."""
        tools = self.tools
        if not tools or not tools.questions:
            return
        try:
            found = await tools.questions.find(key)
            if not found:
                return
            for post, id_ in found.posts.items():
                await self._remove(client, place, post, id_)
            await tools.questions.forget(key)
        except FactCheckError as error:
            log.warning(
                "a deleted question is not followed", extra={"chat": "slack", "error": type(error).__name__}
            )
        except Exception as error:  # noqa: BLE001 - the last border before the loop
            log_bug(error)

    async def _mark(self, client: AsyncWebClient, place: Place, post: str, id_: str, *, by: str) -> None:
        """Say on an earlier answer that another one has taken its place."""
        assert self.tools
        before = await self.tools.memory.get(id_) if id_ else None
        if before:
            today = datetime.now(UTC).date().isoformat()
            [message] = Post.answers((superseded(before.verdict, id_, today),))
        else:
            message = Post.note(ui_text.EDITED)
        with contextlib.suppress(RefusedError):  # somebody deleted it
            await self.delivery.update(client, place, post, message)
        if before and by:
            await self.tools.memory.supersede(id_, by)

    async def _remove(self, client: AsyncWebClient, place: Place, post: str, id_: str) -> None:
        assert self.tools
        with contextlib.suppress(RefusedError):
            await self.delivery.delete(client, place, post)
        if id_:
            await self.tools.memory.forget(id_)

    async def _attach(self, client: AsyncWebClient, place: Place, attached: Attached) -> None:
        """Post the document of an answer as a file; where Slack takes none, say so."""
        try:
            await self.delivery.upload(client, place, attached)
        except RefusedError as error:
            log_refusal(error)
            await self.delivery.post(client, place, Post.note(ui_text.NO_FILE))

    def dressed(
        self, reply: Reply, wants: Preferences, *, private: bool = False, one_of_many: bool = False
    ) -> Post:
        """An answer with the buttons that belong under it."""
        if not self.tools:
            return Post(fallback(reply), blocks(reply, one_of_many=one_of_many))
        row = buttons(
            reply,
            private=private,
            watch=self.tools.watch is not None,
            feedback=self.tools.feedback is not None,
            reviewers=bool(wants.reviewers),
            page=self._page(reply),
            brief=self.tools.brief is not None,
            invite=bool(self.tools.pages and self.tools.pages.access.limited),
        )
        return Post(fallback(reply), [*blocks(reply, one_of_many=one_of_many, below=row), *row])

    def _page(self, reply: Reply) -> str:
        """The address of an answer's page, where it has one."""
        pages = self.tools.pages if self.tools else None
        return permalink(pages.access.base_url, reply.id) if pages else ""

    async def take(self, asked: Asked, client: AsyncWebClient) -> None:
        """Answer a question, unless that is being done; whatever happens, its asker is told."""
        async with self.gates.intake:
            await self.gates.let_pass()
            if not await self.once.first(asked.key):
                log.info("a repeated delivery, passed over", extra={"chat": "slack"})
                return
            if await self._keep(
                asked
            ):  # it will be answered, whatever becomes of us: no repetition is needed
                await self.once.keep(asked.key)
        await self.take_up(asked, client)

    async def take_up(self, asked: Asked, client: AsyncWebClient) -> None:
        """Answer a question that was taken before, by us or by a process that is no more."""
        seen = Seen(self.once, asked.key)
        try:
            await self._reply(asked, seen, client)
        except _LaterError:
            return  # what was seen of it stays, and the rest is for another try
        except DeliveryError as error:
            log_refusal(error)
        except Exception as error:  # noqa: BLE001 - the last border before the loop
            log_bug(error)
            with contextlib.suppress(DeliveryError):
                await self.delivery.whisper(client, asked.place, [Post.note(FactCheckError.advice)])
                await seen.now()
        await seen.never()  # not where we were told to stop, or try later: then somebody takes it up
        if self.tools and self.tools.backlog:
            await self.tools.backlog.drop(asked)

    async def _keep(self, asked: Asked) -> bool:
        backlog = self.tools.backlog if self.tools else None
        return await backlog.put(asked) if backlog else False

    async def _later(self, asked: Asked) -> bool:
        backlog = self.tools.backlog if self.tools else None
        return await backlog.later(asked) if backlog else False

    async def _reply(self, asked: Asked, seen: Seen, client: AsyncWebClient) -> None:
        if asked.above:
            text = await self._read_above(asked, client)
            if not text:
                await seen.now()
                return
            asked = replace(asked, text=text)
        elif wants_help(asked.text):
            await self.delivery.post(client, asked.place, Post.help())
            await seen.now()
            return
        wants = await self._wants(asked)
        work = asyncio.ensure_future(self._answer(asked, wants))
        try:
            if (wants.private or asked.alone) and not asked.place.channel.startswith("D"):
                await self._tell_alone(await work, asked, client, wants)
                await seen.now()
                return
            place = await self._open(asked, seen, client)
            await self._deliver(work, Errand(asked, place, client, wants), seen)
        except DeliveryError as error:
            log_refusal(error)
            if isinstance(error, RefusedError) and error.passes and await self._later(asked):
                raise _LaterError from error
            await self.delivery.whisper(client, asked.place, _alone(await work, error))
            await seen.now()
        finally:
            work.cancel()

    async def _read_above(self, asked: Asked, client: AsyncWebClient) -> str:
        """The words of the message that is asked about; "" where there are none, which its asker is told."""
        place, why = asked.place, ui_text.NOTHING_ABOVE
        thread = place.thread if place.threaded else None
        try:
            if text := await read_above(client, place.channel, asked.above, thread, asked.own):
                return text
        except RefusedError as error:
            log_refusal(error)
            why = _UNREADABLE.get(error.code, ui_text.NOT_READ)
            if not asked.text:  # somebody only called us
                await self.delivery.post(client, place, Post.help())
                return ""
        await self.delivery.whisper(client, place, [Post.note(why)])
        return ""

    async def _open(self, asked: Asked, seen: Seen, client: AsyncWebClient) -> Place:
        """The place of the answer: under the question, which is posted where nobody has seen it."""
        if not asked.show:
            return asked.place
        user = asked.place.user
        said = escape(head(plain(asked.text), 300))
        shown = Post(f"<@{user}> {ui_text.ASKS}: {said}", question(user, asked.text))
        ts = await self.delivery.post(client, asked.place, shown)
        await seen.now()
        under = Place(asked.place.channel, user, ts, asked.place.response_url)
        await self._keep(replace(asked, place=under, show=False))
        return under

    async def _tell_alone(
        self, replies: tuple[Reply, ...], asked: Asked, client: AsyncWebClient, wants: Preferences
    ) -> None:
        """The answers for the asker alone, who may share them; as many as Slack lets us show in this way."""
        shown = [
            self.dressed(r, wants, private=True, one_of_many=len(replies) > 1 or bool(asked.above))
            for r in replies[:WHISPERS]
        ]
        if len(replies) > WHISPERS:
            shown[-1] = Post.note(ui_text.more(len(replies) - WHISPERS + 1))
        await self.delivery.whisper(client, asked.place, shown)

    async def _deliver(self, work: asyncio.Future[tuple[Reply, ...]], errand: Errand, seen: Seen) -> None:
        """One post for each reply; the first takes the place of "Checking …" where there was time for that."""
        done, _ = await asyncio.wait({work}, timeout=self.patience)
        waiting = None
        if not done:
            waiting = await self.delivery.post(errand.client, errand.place, Post.note(ui_text.CHECKING))
            await seen.now()
        replies = await work
        asked = replace(errand.asked, place=errand.place, show=False)
        for number, reply in enumerate(replies[asked.done :], asked.done + 1):
            await self._post(reply, errand, waiting, one_of_many=len(replies) > 1 or bool(asked.above))
            await seen.now()
            if number < len(replies):
                await self._keep(replace(asked, done=number))
            waiting = None

    async def _answer(self, asked: Asked, wants: Preferences) -> tuple[Reply, ...]:
        """The replies; a failure of any kind is a reply that says so, and never a finding."""
        text = asked.text
        replies: tuple[Reply, ...]
        try:
            async with self.gates.work, asyncio.timeout(LONGEST_SECONDS):
                if self.tools and self.tools.brief and asked.quote and asked.brief:
                    replies = (await self.tools.brief(asked.quote),)
                elif self.tools and asked.quote:
                    replies = (await self.tools.check(asked.quote, asked.address, wants),)
                elif self.tools:
                    replies = await self.tools.ask(text, asked.address, wants)
                else:
                    replies = await self.answer(text)
                return replies or (compose_error(FactCheckError(), text),)
        except TimeoutError:
            return (compose_error(FactCheckError(advice=ui_text.SLOW), text),)
        except FactCheckError as error:
            return (compose_error(error, text),)
        except Exception as error:  # noqa: BLE001 - a question must not end in silence
            log_bug(error)
            return (compose_error(FactCheckError(), text),)


def _alone(replies: tuple[Reply, ...], error: DeliveryError) -> list[Post]:
    """The answers for the asker alone, and why; as many as Slack lets us show in this way."""
    shown = Post.answers(replies)[: WHISPERS - 1]
    left = len(replies) - len(shown)
    return [*shown, Post.note(error.advice, *([ui_text.more(left)] if left else []))]


def log_refusal(error: DeliveryError) -> None:
    """Log what Slack said; its code, never our words."""
    code = error.code if isinstance(error, RefusedError) else type(error).__name__
    log.warning("slack did not take a post", extra={"chat": "slack", "error": code})


def log_bug(error: Exception) -> None:
    """Log a fault of our own; `bot.logs` writes its kind and place, never its words."""
    log.error("a listener failed", exc_info=error, extra={"chat": "slack"})
