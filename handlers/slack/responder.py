"""The questions of Slack, each answered once: claimed, kept over a restart, answered, or explained to its asker alone."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from slack_sdk.web.async_client import AsyncWebClient

from corpus.errors import DeliveryError, FactCheckError
from handlers.conversation.responder import PATIENCE_SECONDS, Responder, caught, log_bug
from handlers.messages import say
from handlers.ports.address import Address
from handlers.ports.deliveries import Deduplication
from handlers.ports.preferences import Pasted, Preferences
from handlers.replies import ui_text
from handlers.replies.actions import Offer
from handlers.replies.reply import Attached, Reply
from handlers.replies.truncate import head, plain
from handlers.slack.blocks import blocks, fallback, question
from handlers.slack.buttons import buttons
from handlers.slack.delivery import Delivery, Place, Post, RefusedError, log_refusal
from handlers.slack.mrkdwn import escape
from handlers.slack.ports import Asked, Tools
from handlers.slack.thread_context import read_above

Answer = Callable[[str], Awaitable[tuple[Reply, ...]]]

# Questions that are taken in, and looked up, at a time; the rest wait, each safe in the backlog, and none of their own
# time-outs runs yet. 300 commands at once, all started together, kept their acknowledgements and each other waiting,
# until settings seemed to be away that were there: `make bench PART=slack`.
_TAKEN_IN, _LOOKED_UP = 4, 12
_LET_PASS, _STEP = 25, 0.02  # half a second, in steps
MOST_PRIVATE = 5  # posts for the asker alone: a response_url may be used five times

_UNREADABLE = dict.fromkeys(
    ("missing_scope", "not_in_channel", "channel_not_found"), say("chats.nothing_there")
)
_HELP = frozenset({"", "help", "?", "hilfe", "aide", "ayuda"})

log = logging.getLogger(__name__)


def wants_help(text: str) -> bool:
    """Return whether somebody asks how to ask."""
    return text.strip().lower() in _HELP


class _LaterError(Exception):
    """Slack does not work just now: the question is left for another try."""


class Seen:
    """The knowledge whether a person can see something of our answer, which decides what a repetition gets."""

    def __init__(self, deliveries: Deduplication, key: str) -> None:
        self._deliveries = deliveries
        self._key = key
        self._seen = False

    async def now(self) -> None:
        """Note that something can be seen: no repetition is answered any more."""
        if not self._seen:
            self._seen = True
            await self._deliveries.keep(self._key)

    async def never(self) -> None:
        """Note that nothing more comes; if nothing was seen, the next delivery is the second chance."""
        if not self._seen:
            await self._deliveries.forget(self._key)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of how many questions are taken in and looked up at a time, and how long a person sees nothing of one.

    `busy` says that requests wait for their acknowledgement.
    """

    busy: Callable[[], bool] | None = None
    patience: float = PATIENCE_SECONDS
    intake: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_TAKEN_IN))
    lookups: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_LOOKED_UP))

    async def let_pass(self) -> None:
        """Let acknowledgements go first, for Slack waits three seconds for each, but not for ever."""
        for _ in range(_LET_PASS):
            if not self.busy or not self.busy():
                return
            await asyncio.sleep(_STEP)


def open_responder(
    tools: Tools | None,
    deliveries: Deduplication,
    *,
    answer: Answer | None = None,
    delivery: Delivery | None = None,
    limits: Limits | None = None,
) -> "SlackResponder":
    """Build the responder of Slack; `answer` answers where there are no tools, and nothing is remembered."""

    async def answer_alone(text: str, _: Address, __: Preferences) -> tuple[Reply, ...]:
        return await answer(text) if answer else ()

    limits = limits or Limits()
    flow = Responder(
        chat="slack",
        answer=tools.ask if tools else answer_alone,
        deliveries=deliveries,
        check=tools.check if tools else None,
        brief=tools.brief if tools else None,
        memory=tools.memory if tools else None,
        preferences=tools.preferences if tools else None,
        questions=tools.questions if tools else None,
        lookups=limits.lookups,
        patience=limits.patience,
    )
    return SlackResponder(flow, tools, delivery or Delivery(), limits)


@dataclass(frozen=True, slots=True)
class SlackResponder:
    """Responder that takes the questions of Slack in, and answers each by the common flow."""

    flow: Responder
    tools: Tools | None
    delivery: Delivery
    limits: Limits

    @property
    def deliveries(self) -> Deduplication:
        """Return who may answer a delivery."""
        return self.flow.deliveries

    async def take_pasted(self, asked: Asked, client: AsyncWebClient) -> None:
        """Answer a quote that nobody asked about, where the channel wants that and there is something to say."""
        if not self.tools or (await self.flow.wants(asked.address)).pasted is Pasted.OFF:
            return
        if not await self.deliveries.first(asked.key):
            return
        seen = Seen(self.deliveries, asked.key)
        with caught("slack", "a pasted quote was not checked"):
            await self.flow.respond(asked, SlackThread(self, asked, client, seen))
        await seen.never()

    async def edited(self, asked: Asked, at: str, client: AsyncWebClient) -> None:
        """Answer an edited question anew and mark the earlier answer."""
        seen = Seen(self.deliveries, f"{asked.key}:{at}")
        await self.flow.follow_edit(asked, at, SlackThread(self, asked, client, seen))

    async def deleted(self, key: str, place: Place, client: AsyncWebClient) -> None:
        """Delete the answers of a deleted question, and forget them."""
        thread = SlackThread(self, Asked(key, "", place), client, Seen(self.deliveries, key))
        await self.flow.follow_deletion(key, thread)

    async def take(self, asked: Asked, client: AsyncWebClient) -> None:
        """Answer a question, unless that is being done; whatever happens, its asker hears of it."""
        async with self.limits.intake:
            await self.limits.let_pass()
            if not await self.deliveries.first(asked.key):
                log.info("a repeated delivery, passed over", extra={"chat": "slack"})
                return
            if await self.keep(asked):  # it will be answered, whatever becomes of us: no repetition is needed
                await self.deliveries.keep(asked.key)
        await self.take_up(asked, client)

    async def take_up(self, asked: Asked, client: AsyncWebClient) -> None:
        """Answer a question that was taken before, by us or by a process that is no more."""
        seen = Seen(self.deliveries, asked.key)
        try:
            await self._respond(asked, seen, client)
        except _LaterError:
            return  # what was seen of it stays, and the rest is for another try
        except DeliveryError as error:
            log_refusal(error)
        except Exception as error:  # noqa: BLE001 - nothing above it but the event loop
            log_bug(error, "slack")
            with contextlib.suppress(DeliveryError):
                await self.delivery.post_ephemeral(client, asked.place, [Post.note(FactCheckError.advice)])
                await seen.now()
        await seen.never()  # not where we have to stop, or try later: then somebody takes it up
        if self.tools and self.tools.backlog:
            await self.tools.backlog.drop(asked)

    async def keep(self, asked: Asked) -> bool:
        """Keep a question over a restart, or how far its answer got; whether it is kept."""
        backlog = self.tools.backlog if self.tools else None
        return await backlog.put(asked) if backlog else False

    async def leave_for_later(self, asked: Asked) -> bool:
        """Leave a question for another try; False where it had its tries."""
        backlog = self.tools.backlog if self.tools else None
        return await backlog.later(asked) if backlog else False

    async def _respond(self, asked: Asked, seen: Seen, client: AsyncWebClient) -> None:
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
        await self.flow.respond(asked, SlackThread(self, asked, client, seen))

    async def _read_above(self, asked: Asked, client: AsyncWebClient) -> str:
        """Read the message that is asked about; "" where there is none, of which its asker hears."""
        place, why = asked.place, say("chats.nothing_above")
        thread = place.thread if place.threaded else None
        try:
            if text := await read_above(client, place.channel, asked.above, thread, asked.own):
                return text
        except RefusedError as error:
            log_refusal(error)
            why = _UNREADABLE.get(error.code, say("chats.not_read"))
            if not asked.text:  # somebody only called us
                await self.delivery.post(client, place, Post.help())
                return ""
        await self.delivery.post_ephemeral(client, place, [Post.note(why)])
        return ""

    def dressed(
        self, reply: Reply, wants: Preferences, *, private: bool = False, one_of_many: bool = False
    ) -> Post:
        """Draw an answer with the buttons that belong under it."""
        if not self.tools:
            return Post(fallback(reply), blocks(reply, one_of_many=one_of_many))
        row = buttons(reply, self._offer(wants, private=private))
        return Post(fallback(reply), [*blocks(reply, one_of_many=one_of_many, below=row), *row])

    def _offer(self, wants: Preferences, *, private: bool) -> Offer:
        """Return the actions that have somebody behind them here."""
        assert self.tools
        access = self.tools.pages.access if self.tools.pages else None
        return Offer(
            private=private,
            context=True,
            watch=self.tools.watch is not None,
            again=True,
            other_source=True,
            brief=self.tools.brief is not None,
            reviewers=bool(wants.reviewers),
            feedback=self.tools.feedback is not None,
            page=access.base_url if access else "",
            invite=bool(access and access.limited),
        )


class SlackThread:
    """The thread of one question in Slack."""

    def __init__(self, responder: SlackResponder, asked: Asked, client: AsyncWebClient, seen: Seen) -> None:
        self._responder = responder
        self._delivery = responder.delivery
        self._asked = asked
        self._client = client
        self._seen = seen
        self._waiting = ""  # our "Checking …"

    @property
    def _place(self) -> Place:
        return self._asked.place

    async def open(self) -> None:
        """Post the question where nobody has seen it; the answers come under it."""
        if not self._asked.show:
            return
        user = self._place.user
        text = escape(head(plain(self._asked.text), 300))
        shown = Post(f"<@{user}> {say('chats.asks')}: {text}", question(user, self._asked.text))
        ts = await self._delivery.post(self._client, self._place, shown)
        await self._seen.now()
        under = Place(self._place.channel, user, ts, self._place.response_url)
        self._asked = replace(self._asked, place=under, show=False)
        await self._responder.keep(self._asked)

    async def show_checking(self) -> None:
        """Post "Checking …"."""
        self._waiting = await self._delivery.post(self._client, self._place, Post.note(say("chats.checking")))
        await self._seen.now()

    async def show_overview(self, replies: tuple[Reply, ...]) -> None:
        """Post what came of each quote, a line each."""
        await self._delivery.post(self._client, self._place, Post.overview(replies))

    async def post(self, reply: Reply, wants: Preferences, *, one_of_many: bool) -> tuple[Address, str]:
        """Post one answer with its buttons and its document; where it stands, and its timestamp."""
        place = self._place
        many = one_of_many or bool(self._asked.above and not self._asked.pasted)
        ts = await self._put(self._responder.dressed(reply, wants, one_of_many=many))
        if reply.attached:
            await self._attach(replace(place, thread=place.thread or ts), reply.attached)
        return Address("slack", self._asked.team, place.channel, place.thread or ts, place.user), ts

    async def _put(self, message: Post) -> str:
        """Post, or fill the waiting post; somebody may have deleted that one meanwhile. The post's timestamp."""
        waiting, self._waiting = self._waiting, ""
        if waiting:
            try:
                await self._delivery.update(self._client, self._place, waiting, message)
            except RefusedError as error:
                if error.code != "message_not_found":
                    raise
            else:
                return waiting
        return await self._delivery.post(self._client, self._place, message)

    async def _attach(self, place: Place, attached: Attached) -> None:
        """Post the document of an answer as a file; where Slack takes none, say so."""
        try:
            await self._delivery.upload(self._client, place, attached)
        except RefusedError as error:
            log_refusal(error)
            await self._delivery.post(self._client, place, Post.note(say("chats.no_file")))

    async def note_progress(self, done: int, total: int) -> None:
        """Keep how far the answer got: what is posted is not posted again."""
        await self._seen.now()
        if done < total and not self._asked.pasted:
            await self._responder.keep(replace(self._asked, done=done))

    async def post_privately(self, replies: tuple[Reply, ...], wants: Preferences) -> None:
        """Show the answers to the asker alone, who may share them; as many as Slack lets us show in this way."""
        many = len(replies) > 1 or bool(self._asked.above)
        shown = [
            self._responder.dressed(reply, wants, private=True, one_of_many=many)
            for reply in replies[:MOST_PRIVATE]
        ]
        if len(replies) > MOST_PRIVATE:
            shown[-1] = Post.note(ui_text.more(len(replies) - MOST_PRIVATE + 1))
        await self._delivery.post_ephemeral(self._client, self._place, shown)
        await self._seen.now()

    async def explain(self, error: DeliveryError, replies: Awaitable[tuple[Reply, ...]]) -> None:
        """Leave the question for a later try where Slack fails; else show the asker alone the answers, and why."""
        if self._asked.pasted:
            raise error
        log_refusal(error)
        if (
            isinstance(error, RefusedError)
            and error.passes
            and await self._responder.leave_for_later(self._asked)
        ):
            raise _LaterError from error
        await self._delivery.post_ephemeral(self._client, self._place, _alone(await replies, error))
        await self._seen.now()

    async def mark(self, post: str, reply: Reply | None) -> None:
        """Put a reply in the place of an earlier post, or that the question was edited."""
        message = Post.answers((reply,))[0] if reply else Post.note(say("chats.edited"))
        await self._delivery.update(self._client, self._place, post, message)

    async def remove(self, post: str) -> None:
        """Delete an earlier post."""
        await self._delivery.delete(self._client, self._place, post)


def _alone(replies: tuple[Reply, ...], error: DeliveryError) -> list[Post]:
    """Draw the answers for the asker alone, and why; as many as Slack lets us show in this way."""
    shown = Post.answers(replies)[: MOST_PRIVATE - 1]
    left = len(replies) - len(shown)
    return [*shown, Post.note(error.advice, *([ui_text.more(left)] if left else ()))]
