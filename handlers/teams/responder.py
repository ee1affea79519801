"""The questions of Teams, each answered over restarts: they wait in a queue, not in memory.

take ──> queue ──> answer ──> "Checking …" if slow ──> the answer in its place ──> done
           ↑                                               │ Teams is busy
           └───────────────────────────────────────────────┘
"""

import asyncio
import contextlib
import logging
import random
from collections.abc import Awaitable
from dataclasses import dataclass, replace
from typing import Any, Protocol

import msgspec

from corpus.errors import DeliveryError, IndexUnavailableError
from corpus.models import Quote
from handlers.conversation.responder import Responder, caught, log_bug
from handlers.messages import say
from handlers.ports.address import Address
from handlers.ports.background import BackgroundTasks
from handlers.ports.deliveries import Deduplication
from handlers.ports.preferences import Pasted, Preferences
from handlers.replies.actions import NOTHING, Offer
from handlers.replies.reply import Reply
from handlers.teams import cards
from handlers.teams.connector import RefusedError
from handlers.teams.delivery import AGAIN, Delivery, log_refusal

SETTINGS_SECONDS = 0.75  # for a channel's settings to be read: Teams waits for the answer to an invoke
LEASE_SECONDS = 90.0  # an answer and its retries take less; a worker that died is replaced after this
MOST_AT_ONCE = 8
MOST_TRIES = 10
REST_SECONDS = 5.0  # between looks for work that another process left

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and how far its answer got: `done` posts are there, `waiting` is our "Checking …".

    `person` is Teams' own name for the asker; the rest is as in `handlers.ports.questions`.
    """

    key: str
    text: str
    address: Address
    done: int = 0
    waiting: str = ""
    tries: int = 0
    brief: bool = False
    person: str = ""
    personal: bool = False
    pasted: bool = False
    quote: Quote | None = None
    alone: bool = False
    editable: bool = False


class Item(Protocol):
    """A piece of work of the queue."""

    @property
    def body(self) -> bytes:
        """Return what was put."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsResponder:
    """Responder that takes the questions of Teams in, and answers each by the common flow."""

    flow: Responder
    delivery: Delivery
    queue: Queue
    background: BackgroundTasks
    offer: Offer = NOTHING

    @property
    def deliveries(self) -> Deduplication:
        """Return who may answer a delivery."""
        return self.flow.deliveries

    async def take(self, asked: Asked) -> None:
        """Queue a question, unless it was taken already; where nothing can be queued, it is answered now."""
        if asked.pasted and (await self.flow.wants(asked.address)).pasted is Pasted.OFF:
            return
        if not await self.deliveries.first(asked.key):
            log.info("a repeated delivery, passed over", extra={"chat": "teams"})
            return
        try:
            await self.queue.put(asked.key, msgspec.json.encode(asked))
        except IndexUnavailableError:
            self.background.start(self._respond_unqueued(asked))
        await self.deliveries.keep(asked.key)

    async def work(self) -> None:
        """Answer what is queued, until cancelled."""
        free = asyncio.Semaphore(MOST_AT_ONCE)
        while not _cancelled():
            await free.acquire()
            item = await self._next()
            if item is not None:
                self.background.start(self._work_on(item, free))
                continue
            free.release()
            if not _cancelled():
                await self.queue.wait(REST_SECONDS)

    async def _next(self) -> Item | None:
        try:
            return await self.queue.claim(LEASE_SECONDS)
        except IndexUnavailableError:
            return None

    async def _work_on(self, item: Item, free: asyncio.Semaphore) -> None:
        try:
            with contextlib.suppress(IndexUnavailableError):  # the lease brings it back
                await self._answer_item(item)
        finally:
            free.release()

    async def _answer_item(self, item: Item) -> None:
        try:
            thread = TeamsThread(self, msgspec.json.decode(item.body, type=Asked))
        except msgspec.MsgspecError:  # of another version of the program
            await self.queue.done(item)
            return
        try:
            await self.flow.respond(thread.asked, thread)
        except RefusedError as error:
            log_refusal(error)
            asked = replace(thread.asked, tries=thread.asked.tries + 1)
            if error.status in AGAIN and asked.tries < MOST_TRIES:
                wait = max(error.wait or 0, min(600, 15 * 2**asked.tries)) * random.uniform(1, 1.5)  # noqa: S311 - jitter
                await self.queue.again(item, wait, msgspec.json.encode(asked))
                return
        except Exception as error:  # noqa: BLE001 - nothing above it but the event loop
            log_bug(error, "teams")
        await self.queue.done(item)

    async def _respond_unqueued(self, asked: Asked) -> None:
        with caught("teams", "an answer was not posted"):
            try:
                await self.flow.respond(asked, TeamsThread(self, asked))
            except DeliveryError as error:
                log_refusal(error)

    async def show(self, reply: Reply, address: Address) -> None:
        """Post an answer that is there already; raises RefusedError."""
        thread = TeamsThread(self, Asked("", "", address))
        where, post = await thread.post(reply, await self.flow.wants(address), one_of_many=False)
        await self.flow.note_post(reply, where, post)


def _cancelled() -> bool:
    """Return whether the task is to stop; a store's client may turn that into an error of its own on the way."""
    task = asyncio.current_task()
    return bool(task and task.cancelling())


class TeamsThread:
    """The thread of one question in Teams; `asked` records how far the answer got, also after a failure on the way."""

    def __init__(self, responder: TeamsResponder, asked: Asked) -> None:
        self.asked = asked
        self._delivery = responder.delivery
        self._offer = responder.offer

    async def open(self) -> None:
        """Do nothing: everybody there has seen the question."""

    async def show_checking(self) -> None:
        """Post "Checking …", unless an earlier try did."""
        if not self.asked.waiting and not self.asked.done:
            waiting = await self._delivery.post(self.asked.address, cards.note(say("chats.checking")))
            self.asked = replace(self.asked, waiting=waiting)

    async def show_overview(self, replies: tuple[Reply, ...]) -> None:
        """Do nothing: each answer names its quote."""

    async def post(self, reply: Reply, wants: Preferences, *, one_of_many: bool) -> tuple[Address, str]:
        """Post one answer; where Teams refuses the card, the same answer in plain words."""
        del one_of_many
        offer = replace(self._offer, reviewers=bool(wants.reviewers))
        try:
            post = await self._put(cards.message(reply, offer))
        except RefusedError as error:
            if error.status not in (400, 413):
                raise
            post = await self._put(cards.plain_message(reply))
        return self.asked.address, post

    async def _put(self, message: cards.Block) -> str:
        """Post, or fill the waiting post; somebody may have deleted that one meanwhile. The post's identifier."""
        address, waiting = self.asked.address, self.asked.waiting
        if waiting:
            try:
                await self._delivery.edit(address, waiting, message)
            except RefusedError as error:
                if error.status not in (403, 404):
                    raise
            else:
                return waiting
        return await self._delivery.post(address, message)

    async def note_progress(self, done: int, total: int) -> None:
        """Note how far the answer got: what is posted is not posted again."""
        del total
        self.asked = replace(self.asked, done=done, waiting="")

    async def post_privately(self, replies: tuple[Reply, ...], wants: Preferences) -> None:
        """Show each answer to its asker alone: a targeted message, else in the personal chat; never where others see it."""
        del wants
        for reply in replies:
            shown = cards.message(reply, replace(self._offer, private=True))
            try:
                await self._post_ephemeral(shown)
            except RefusedError as error:
                if error.status in AGAIN:
                    raise
                log_refusal(error)
                await self._delivery.post(self.asked.address, cards.note(say("chats.not_alone")))
                return
            self.asked = replace(self.asked, done=self.asked.done + 1)

    async def _post_ephemeral(self, message: cards.Block) -> None:
        asked = self.asked
        person = asked.person or asked.address.user
        try:
            await self._delivery.post_ephemeral(asked.address, person, message)
        except RefusedError as error:
            if error.status in AGAIN:
                raise
            log_refusal(error)
            await self._delivery.post_to(asked.address, person, message)

    async def explain(self, error: DeliveryError, replies: Awaitable[tuple[Reply, ...]]) -> None:
        """Raise the error: the queue tries again."""
        del replies
        raise error
