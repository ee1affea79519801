"""Sees each question of Teams to its answer, over restarts: questions wait in a queue, not in memory.

take ──> queue ──> answer ──> "Checking …" if slow ──> the answer in its place ──> done
           ↑                                               │ Teams is busy
           └───────────────────────────────────────────────┘
"""

import asyncio
import contextlib
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

import msgspec

from corpus.errors import DeliveryError, FactCheckError, IndexUnavailableError
from corpus.models import Quote
from handlers.conversation.unprompted import worth_saying
from handlers.ports.address import Address
from handlers.ports.background import Jobs
from handlers.ports.deliveries import Once
from handlers.ports.preferences import Pasted, Preferences, PreferenceStore
from handlers.replies import ui_text
from handlers.replies.reply import Reply, compose_error
from handlers.teams import cards
from handlers.teams.cards import Buttons
from handlers.teams.connector import RefusedError
from handlers.teams.delivery import AGAIN, Delivery

Answer = Callable[[str, Address, Preferences], Awaitable[tuple[Reply, ...]]]
Check = Callable[[Quote, Address, Preferences], Awaitable[Reply]]
Posted = Callable[[str, Address, str], Awaitable[None]]

PATIENCE_SECONDS = 1.0
BRIEFLY = 0.75  # how long a question waits for what can be done without
LONGEST_SECONDS = 40.0
LEASE_SECONDS = 90.0  # an answer and its retries take less; a worker that died is replaced after this
MOST_AT_ONCE = 8
MOST_TRIES = 10
REST_SECONDS = 5.0  # between looks for work that another process left

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and how far its answer got: `done` posts are there, `waiting` is our "Checking …".

    `person` is Teams' own name for the asker, `personal` says that nobody else is in the chat, `pasted` that nobody asked:
    somebody put a quote into a channel. A `quote` is asked again as it was; `brief` is
    the identifier of the answer that the long form is asked on.
    """

    key: str
    text: str
    address: Address
    done: int = 0
    waiting: str = ""
    tries: int = 0
    brief: str = ""
    person: str = ""
    personal: bool = False
    pasted: bool = False
    quote: Quote | None = None


class Item(Protocol):
    """A piece of work of the queue."""

    @property
    def body(self) -> bytes:
        """What was put."""


class Queue(Protocol):
    """Work that outlives the process. Every method raises IndexUnavailableError."""

    async def put(self, key: str, body: bytes, after: float = 0.0) -> bool:
        """Queue work; False where it is queued."""

    async def claim(self, lease: float) -> Item | None:
        """Take what is due."""

    async def done(self, item: Any) -> bool:  # noqa: ANN401 - the queue's own kind of item
        """Take it out."""

    async def again(self, item: Any, after: float, body: bytes | None = None) -> bool:  # noqa: ANN401 - as above
        """Put it back."""

    async def wait(self, seconds: float) -> None:
        """Wait for work."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Takes questions in and sees each to its answer."""

    answer: Answer
    delivery: Delivery
    once: Once
    queue: Queue
    jobs: Jobs
    buttons: Buttons = cards.NONE
    posted: Posted | None = None
    brief: Callable[[str], Awaitable[tuple[Reply, ...]]] | None = None
    preferences: PreferenceStore | None = None
    check: Check | None = None
    patience: float = PATIENCE_SECONDS

    async def wants(self, address: Address) -> Preferences:
        """What the channel wants; where that cannot be told, that an answer is seen by its asker alone."""
        if not self.preferences:
            return Preferences()
        try:
            async with asyncio.timeout(BRIEFLY):
                return await self.preferences.get(address.chat, address.team, address.channel)
        except (FactCheckError, TimeoutError):
            return Preferences(private=True)

    async def take(self, asked: Asked) -> None:
        """Queue a question, unless it was taken already; where nothing can be queued, it is answered now."""
        if asked.pasted and (await self.wants(asked.address)).pasted is Pasted.OFF:
            return
        if not await self.once.first(asked.key):
            log.info("a repeated delivery, passed over", extra={"chat": "teams"})
            return
        try:
            await self.queue.put(asked.key, msgspec.json.encode(asked))
        except IndexUnavailableError:
            self.jobs.start(self._unqueued(asked))
        await self.once.keep(asked.key)

    async def work(self) -> None:
        """Answer what is queued, until cancelled."""
        free = asyncio.Semaphore(MOST_AT_ONCE)
        while not _cancelled():
            await free.acquire()
            item = await self._next()
            if item is not None:
                self.jobs.start(self._see_to(item, free))
                continue
            free.release()
            if not _cancelled():
                await self.queue.wait(REST_SECONDS)

    async def _next(self) -> Item | None:
        try:
            return await self.queue.claim(LEASE_SECONDS)
        except IndexUnavailableError:
            return None

    async def _see_to(self, item: Item, free: asyncio.Semaphore) -> None:
        try:
            with contextlib.suppress(IndexUnavailableError):  # the lease brings it back
                await self._answer_item(item)
        finally:
            free.release()

    async def _answer_item(self, item: Item) -> None:
        progress = _Progress(msgspec.json.decode(item.body, type=Asked))
        try:
            await self._reply(progress)
        except RefusedError as error:
            log_refusal(error)
            asked = replace(progress.asked, tries=progress.asked.tries + 1)
            if error.status in AGAIN and asked.tries < MOST_TRIES:
                wait = max(error.wait or 0, min(600, 15 * 2**asked.tries)) * random.uniform(1, 1.5)  # noqa: S311 - jitter
                await self.queue.again(item, wait, msgspec.json.encode(asked))
                return
        except Exception as error:  # noqa: BLE001 - the last border before the loop
            log_bug(error)
        await self.queue.done(item)

    async def _unqueued(self, asked: Asked) -> None:
        try:
            await self._reply(_Progress(asked))
        except DeliveryError as error:
            log_refusal(error)
        except Exception as error:  # noqa: BLE001 - the last border before the loop
            log_bug(error)

    async def _reply(self, progress: "_Progress") -> None:
        asked = progress.asked
        wants = await self.wants(asked.address)
        answer = self._other(asked)
        work = asyncio.ensure_future(self.replies(asked.text, asked.address, answer, wants))
        try:
            if asked.pasted:
                replies = tuple(one for one in await work if worth_saying(one, wants.pasted))
                await self._post_each(replies, progress, wants)
            elif wants.private and not asked.personal:
                await self._tell_alone(await work, progress)
            else:
                await self._deliver(work, progress, wants)
        finally:
            work.cancel()

    def _other(self, asked: Asked) -> Answer | None:
        """What answers in the place of the text: the long form of an answer that was given, or a quote as it was asked."""
        brief, check, quote = self.brief, self.check, asked.quote

        async def write(_: str, __: Address, ___: Preferences) -> tuple[Reply, ...]:
            return await brief(asked.brief) if brief else ()

        async def look(_: str, address: Address, wants: Preferences) -> tuple[Reply, ...]:
            return (await check(quote, address, wants),) if check and quote else ()

        if asked.brief:
            return write
        return look if check and quote else None

    async def _deliver(
        self, work: asyncio.Future[tuple[Reply, ...]], progress: "_Progress", wants: Preferences
    ) -> None:
        """One post for each reply; the first takes the place of "Checking …" where there was time for that."""
        asked = progress.asked
        done, _ = await asyncio.wait({work}, timeout=self.patience)
        if not done and not asked.waiting and not asked.done:
            progress.note(waiting=await self.delivery.post(asked.address, cards.note(ui_text.CHECKING)))
        await self._post_each(await work, progress, wants)

    async def _post_each(self, replies: tuple[Reply, ...], progress: "_Progress", wants: Preferences) -> None:
        for reply in replies[progress.asked.done :]:
            post = await self._put(progress.asked, reply, wants)
            progress.note(done=progress.asked.done + 1, waiting="")
            await self._note_post(reply, progress.asked.address, post)

    async def _tell_alone(self, replies: tuple[Reply, ...], progress: "_Progress") -> None:
        """Each answer for its asker alone: a targeted message, else in the personal chat; never where others see it."""
        asked = progress.asked
        for reply in replies[asked.done :]:
            shown = cards.message(reply, replace(self.buttons, private=True))
            try:
                await self._whisper(asked, shown)
            except RefusedError as error:
                if error.status in AGAIN:
                    raise
                log_refusal(error)
                await self.delivery.post(asked.address, cards.note(ui_text.NOT_ALONE))
                return
            progress.note(done=progress.asked.done + 1)

    async def _whisper(self, asked: Asked, message: cards.Block) -> None:
        person = asked.person or asked.address.user
        try:
            await self.delivery.whisper(asked.address, person, message)
        except RefusedError as error:
            if error.status in AGAIN:
                raise
            log_refusal(error)
            await self.delivery.post_to(asked.address, person, message)

    async def _put(self, asked: Asked, reply: Reply, wants: Preferences) -> str:
        """Post, or fill the waiting post; where Teams refuses the card, the same answer in plain words."""
        buttons = replace(self.buttons, reviewers=bool(wants.reviewers))
        try:
            return await self._place(asked, cards.message(reply, buttons))
        except RefusedError as error:
            if error.status not in (400, 413):
                raise
            return await self._place(asked, cards.said(reply))

    async def _place(self, asked: Asked, message: cards.Block) -> str:
        if asked.waiting:
            try:
                await self.delivery.edit(asked.address, asked.waiting, message)
            except RefusedError as error:
                if error.status not in (403, 404):  # somebody deleted it
                    raise
            else:
                return asked.waiting
        return await self.delivery.post(asked.address, message)

    async def show(self, reply: Reply, address: Address) -> None:
        """Post an answer that is there already; raises RefusedError."""
        post = await self._put(Asked("", "", address), reply, await self.wants(address))
        await self._note_post(reply, address, post)

    async def _note_post(self, reply: Reply, address: Address, post: str) -> None:
        if self.posted and reply.id:
            with contextlib.suppress(IndexUnavailableError):
                await self.posted(reply.id, address, post)

    async def replies(
        self, text: str, address: Address, answer: Answer | None = None, wants: Preferences | None = None
    ) -> tuple[Reply, ...]:
        """The replies to a text; a failure of any kind is a reply that says so, and never a finding."""
        ask = answer or self.answer
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                wanted = wants or await self.wants(address)
                return await ask(text, address, wanted) or (compose_error(FactCheckError(), text),)
        except TimeoutError:
            return (compose_error(FactCheckError(advice=ui_text.SLOW), text),)
        except FactCheckError as error:
            return (compose_error(error, text),)
        except Exception as error:  # noqa: BLE001 - a question must not end in silence
            log_bug(error)
            return (compose_error(FactCheckError(), text),)


def _cancelled() -> bool:
    """Whether we are told to stop; a store's client may turn that into an error of its own on the way."""
    task = asyncio.current_task()
    return bool(task and task.cancelling())


class _Progress:
    """How far an answer got, kept over a failure on the way."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    def note(self, **reached: str | int) -> None:
        self.asked = replace(self.asked, **reached)  # type: ignore[arg-type]


def log_refusal(error: DeliveryError) -> None:
    """Log what Teams said; its status, never our words."""
    status = error.status if isinstance(error, RefusedError) else type(error).__name__
    log.warning("teams did not take a post", extra={"chat": "teams", "error": f"status-{status}"})


def log_bug(error: Exception) -> None:
    """Log a fault of our own; `bot.logs` writes its kind and place, never its words."""
    log.error("an answer failed", exc_info=error, extra={"chat": "teams"})
