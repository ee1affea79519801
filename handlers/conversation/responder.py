"""The work of every chat on a question: answer it in time, deliver, mark and correct. It draws nothing.

    wants ──> replies ──> "Checking …" if slow ──> the answers in its place ──> noted, to be corrected later
                ├──────> for the asker alone, where the channel wants that
                └──────> only what is worth a post, where nobody asked

A chat translates its events into questions, and draws replies in a Thread of its own.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from corpus.errors import DeliveryError, FactCheckError
from corpus.models import Quote
from handlers.conversation.unprompted import worth_saying
from handlers.messages import say
from handlers.parsing.request import asked_words, brings_words
from handlers.ports.address import Address
from handlers.ports.answers import Memory
from handlers.ports.deliveries import Deduplication
from handlers.ports.observing import failure, in_request, request_id, step
from handlers.ports.preferences import Preferences, PreferenceStore
from handlers.ports.questions import Question, Questions
from handlers.replies.corrections import superseded
from handlers.replies.reply import Reply, compose_error

Answer = Callable[[str, Address, Preferences], Awaitable[tuple[Reply, ...]]]
Check = Callable[[Quote, Address, Preferences], Awaitable[Reply]]
Write = Callable[[Quote], Awaitable[Reply]]
"""Writer of the long form of an answer."""

PATIENCE_SECONDS = 1.0  # a person looks at nothing for so long before "Checking …" is kinder
LONGEST_SECONDS = 40.0  # of one answer, within the claim of a delivery

log = logging.getLogger(__name__)


class Thread(Protocol):
    """The place where one question is answered, as its chat draws it. Its methods raise DeliveryError."""

    async def open(self) -> None:
        """Show the question where nobody has seen it."""

    async def show_checking(self) -> None:
        """Post that the answer takes a moment; the first answer replaces that post."""

    async def show_overview(self, replies: tuple[Reply, ...]) -> None:
        """Post what came of each quote, where several answers follow that nobody asked for."""

    async def post(self, reply: Reply, wants: Preferences, *, one_of_many: bool) -> tuple[Address, str]:
        """Post one answer; where it stands, and the chat's identifier of the post."""

    async def note_progress(self, done: int, total: int) -> None:
        """Note that so many answers are posted, of how many."""

    async def post_privately(self, replies: tuple[Reply, ...], wants: Preferences) -> None:
        """Show the answers to the asker alone."""

    async def explain(self, error: DeliveryError, replies: Awaitable[tuple[Reply, ...]]) -> None:
        """Do what is left to do where the chat takes no post, or raise the error."""


class EditableThread(Thread, Protocol):
    """A thread whose earlier posts can be changed. Its methods raise DeliveryError."""

    async def mark(self, post: str, reply: Reply | None) -> None:
        """Put a reply in the place of an earlier post, or where there is none, that the question was edited."""

    async def remove(self, post: str) -> None:
        """Delete an earlier post."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Responder:
    """The flow from a question to its posts, for one chat. What is None is not done.

    `lookups` limits how many questions are looked up at a time, `settings_seconds` how long a channel's settings may
    take to be read.
    """

    chat: str
    answer: Answer
    deliveries: Deduplication
    check: Check | None = None
    brief: Write | None = None
    memory: Memory | None = None
    preferences: PreferenceStore | None = None
    questions: Questions | None = None
    lookups: AbstractAsyncContextManager[Any] = field(default_factory=nullcontext)
    patience: float = PATIENCE_SECONDS
    settings_seconds: float = 2.0

    async def wants(self, address: Address) -> Preferences:
        """Read what the channel wants; where that fails, an answer is shown to its asker alone."""
        if not self.preferences:
            return Preferences()
        try:
            with step("settings"):
                async with self.lookups, asyncio.timeout(self.settings_seconds):
                    return await self.preferences.get(address.chat, address.team, address.channel)
        except (FactCheckError, TimeoutError) as error:
            log.warning("settings could not be read", extra={"chat": self.chat, "error": error})
            return Preferences(private=True)

    async def replies(self, question: Question, wants: Preferences) -> tuple[Reply, ...]:
        """Answer a question; a failure of any kind is a reply that says so, and never a finding."""

        async def look_up() -> tuple[Reply, ...]:
            if self.brief and question.brief and question.quote:
                return (await self.brief(question.quote),)
            if self.check and question.quote:
                return (await self.check(question.quote, question.address, wants),)
            return await self.answer(question.text, question.address, wants)

        return await self._guarded(question.text, look_up)

    async def answer_text(
        self, text: str, address: Address, answer: Answer | None = None
    ) -> tuple[Reply, ...]:
        """Answer a text as its channel wants; a failure of any kind is a reply that says so."""
        wants = await self.wants(address)

        async def look_up() -> tuple[Reply, ...]:
            return await (answer or self.answer)(text, address, wants)

        return await self._guarded(text, look_up)

    async def _guarded(
        self, text: str, look_up: Callable[[], Awaitable[tuple[Reply, ...]]]
    ) -> tuple[Reply, ...]:
        try:
            async with self.lookups, asyncio.timeout(LONGEST_SECONDS):
                return await look_up() or (compose_error(FactCheckError(), text),)
        except TimeoutError as error:
            log.warning("could not look in time", extra={"chat": self.chat, "error": error})
            return (compose_error(FactCheckError(advice=say("chats.slow")), text),)
        except FactCheckError as error:
            return (compose_error(error, text),)
        except Exception as error:  # noqa: BLE001 - a question must not end in silence
            log_bug(error, self.chat)
            return (compose_error(FactCheckError(), text),)

    async def respond(self, question: Question, thread: Thread) -> None:
        """Answer a question in its thread; what the chat refuses is the thread's to explain."""
        with in_request(request_id(question.key), self.chat), step("respond"):
            await self._respond(question, thread)

    async def _respond(self, question: Question, thread: Thread) -> None:
        wants = await self.wants(question.address)
        work = asyncio.ensure_future(self.replies(question, wants))
        try:
            if question.pasted:
                await self._post_worthwhile(await work, question, thread, wants)
            elif (wants.private or question.alone) and not question.personal:
                await thread.post_privately((await work)[question.done :], wants)
            else:
                await thread.open()
                await self._deliver(work, question, thread, wants)
        except DeliveryError as error:
            await thread.explain(error, work)
        finally:
            work.cancel()

    async def _post_worthwhile(
        self, replies: tuple[Reply, ...], question: Question, thread: Thread, wants: Preferences
    ) -> None:
        """Post the answers that are worth it though nobody asked."""
        worth = tuple(reply for reply in replies if worth_saying(reply, wants.pasted))
        if worth and len(replies) > 1 and not question.done:
            await thread.show_overview(replies)
        for number, reply in enumerate(worth[question.done :], question.done + 1):
            await self._post(reply, question, thread, wants, one_of_many=len(replies) > 1)
            await thread.note_progress(number, len(worth))

    async def _deliver(
        self, work: asyncio.Future[tuple[Reply, ...]], question: Question, thread: Thread, wants: Preferences
    ) -> None:
        """Post each reply; the first takes the place of "Checking …" where there was time for that."""
        done, _ = await asyncio.wait({work}, timeout=self.patience)
        if not done:
            await thread.show_checking()
        replies = await work
        for number, reply in enumerate(replies[question.done :], question.done + 1):
            await self._post(reply, question, thread, wants, one_of_many=len(replies) > 1)
            await thread.note_progress(number, len(replies))

    async def _post(
        self, reply: Reply, question: Question, thread: Thread, wants: Preferences, *, one_of_many: bool
    ) -> None:
        """Post one answer, and note where it stands: its message may be edited or deleted, its answer corrected."""
        with step("post"):
            address, post = await thread.post(reply, wants, one_of_many=one_of_many)
        if self.questions and question.editable:
            with contextlib.suppress(FactCheckError):
                await self.questions.note(
                    question.key, asked_words(question.text), post, reply.id, wants.days
                )
        await self.note_post(reply, address, post)

    async def note_post(self, reply: Reply, address: Address, post: str) -> None:
        """Note where an answer stands; one that cannot be corrected later is an answer all the same."""
        if self.memory and reply.id:
            with contextlib.suppress(FactCheckError):
                await self.memory.posted(reply.id, address, post)

    async def follow_edit(self, question: Question, at: str, thread: EditableThread) -> None:
        """Answer an edited question anew and mark the earlier answer; leave alone what asks nothing new.

        Where nothing is asked any more, the earlier answer is deleted. `at` is when it was edited.
        """
        questions = self.questions
        if not questions:
            return
        with caught(self.chat, "an edited question is not followed"):
            before = await questions.find(question.key)
            if not before or questions.same(before, asked_words(question.text)):
                return
            if not await self.deliveries.first(f"{question.key}:{at}"):
                return
            wants = await self.wants(question.address)
            replies = await self.replies(question, wants) if brings_words(question.text) else ()
            worth = tuple(r for r in replies if not question.pasted or worth_saying(r, wants.pasted))
            await questions.forget(question.key)
            for reply in worth:
                await self._post(reply, question, thread, wants, one_of_many=len(worth) > 1)
            for post, id_ in before.posts.items():
                if worth:
                    await self._mark(thread, post, id_, by=worth[0].id)
                else:
                    await self._remove(thread, post, id_)

    async def follow_deletion(self, key: str, thread: EditableThread) -> None:
        """Delete the answers of a deleted question, and forget them."""
        questions = self.questions
        if not questions:
            return
        with caught(self.chat, "a deleted question is not followed"):
            answered = await questions.find(key)
            if not answered:
                return
            for post, id_ in answered.posts.items():
                await self._remove(thread, post, id_)
            await questions.forget(key)

    async def _mark(self, thread: EditableThread, post: str, id_: str, *, by: str) -> None:
        """Say on an earlier answer that another one has taken its place."""
        before = await self.memory.get(id_) if self.memory and id_ else None
        today = datetime.now(UTC).date().isoformat()
        with contextlib.suppress(DeliveryError):  # somebody deleted it
            await thread.mark(post, superseded(before.verdict, id_, today) if before else None)
        if self.memory and before and by:
            await self.memory.supersede(id_, by)

    async def _remove(self, thread: EditableThread, post: str, id_: str) -> None:
        with contextlib.suppress(DeliveryError):  # somebody deleted it
            await thread.remove(post)
        if self.memory and id_:
            await self.memory.forget(id_)


@contextlib.contextmanager
def caught(chat: str, event: str) -> Iterator[None]:
    """Log what goes wrong where no asker is left to be notified: an outage under the name `event`, or a fault of ours."""
    try:
        yield
    except FactCheckError as error:
        log.warning(event, extra={"chat": chat, **failure(error)})
    except Exception as error:  # noqa: BLE001 - nothing above it but the event loop
        log_bug(error, chat)


def log_bug(error: Exception, chat: str) -> None:
    """Log a fault of our own; `bot.logs` writes its kind and place, never its words."""
    log.error("an answer failed", exc_info=error, extra={"chat": chat})
