"""Actions other than messages: "Verify this quote" on a message, buttons, installation of the bot.

Teams waits for the answer to an `invoke`, so each is quick: a dialog that would take longer says so, and the answer
comes into the thread.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from corpus.errors import FactCheckError
from handlers.conversation.responder import Answer
from handlers.messages import say
from handlers.ports.address import Address
from handlers.ports.answers import Memory, Remembered
from handlers.ports.feedback import Feedback
from handlers.replies.page_access import MINUTES
from handlers.replies.preview import Pages
from handlers.replies.reply import Reply, compose
from handlers.teams import cards
from handlers.teams.activities import Activity, Member, message_of, text_of, thread_of
from handlers.teams.channel_settings import Settings
from handlers.teams.connector import RefusedError
from handlers.teams.delivery import log_refusal
from handlers.teams.dialogs import SETTINGS
from handlers.teams.responder import Asked, TeamsResponder

Watch = Callable[[str, Address], Awaitable[str]]
Result = tuple[int, dict[str, Any] | None]

INVOKE_SECONDS = 3.5  # Teams gives up after about five
COMMAND = "verifyMessage"

log = logging.getLogger(__name__)


class Greeted(Protocol):
    """Store of the conversations that were greeted. Neither method raises."""

    async def first(self, conversation: str) -> bool:
        """Return whether this conversation has not been greeted; now it has."""

    async def forget(self, conversation: str) -> None:
        """Forget that a conversation was greeted: the bot has left it, or the greeting failed."""


@dataclass(frozen=True, slots=True)
class Actions:
    """Responses to invokes, and greetings where the bot comes in.

    `look` answers one person in private: the channel neither remembers it nor stands behind it. `anew` answers whatever
    was answered in the channel before. `memory` holds the answers that buttons stand under.
    """

    responder: TeamsResponder
    greeted: Greeted
    feedback: Feedback | None = None
    watch: Watch | None = None
    look: Answer | None = None
    anew: Answer | None = None
    pages: Pages | None = None
    settings: Settings | None = None
    memory: Memory | None = None

    @property
    def commands(self) -> Mapping[str, Callable[[Address], Awaitable[cards.Block]]]:
        """Return what is no quote, by the words that ask for it."""
        if not self.settings:
            return {}
        return {"settings": self.settings.offer, "forget me": self.settings.forget}

    async def invoke(self, activity: Activity) -> Result:
        """Return the HTTP status and body that Teams waits for; 501 for what we do not know."""
        match activity.name:
            case "composeExtension/fetchTask":
                body = await self._dialog(activity)
            case "composeExtension/submitAction":
                body = await self._post(activity)
            case "composeExtension/queryLink":
                body = await self._unfold(activity)
            case "adaptiveCard/action":
                body = await self._press(activity)
            case "task/fetch" if self.settings and _concerns_settings(activity):
                body = await self._open(self.settings, activity)
            case "task/submit" if self.settings and _concerns_settings(activity):
                body = _sentence(await self.settings.save(activity), say("chats.settings"))
            case "task/fetch":
                body = await self._invite(activity)
            case "application/search" if self.settings:
                body = await self.settings.find_sources(activity)
            case _:
                return 501, None
        return 200, body

    async def greet(self, activity: Activity) -> None:
        """Say once in a conversation how to ask."""
        address = replace(activity.address, thread="")
        if not await self.greeted.first(address.channel):
            return
        try:
            await self.responder.delivery.post(address, cards.first_contact("Verbatim"))
        except RefusedError as error:
            log_refusal(error)
            await self.greeted.forget(address.channel)

    async def _dialog(self, activity: Activity) -> dict[str, Any]:
        """Return the answer at once, or that it takes longer; a button posts it in the thread of the message."""
        text = message_of(activity.value)
        if not text:
            return _sentence(say("chats.nothing_there"))
        replies = await self._in_time(text, activity.address, self.look)
        return _shown(cards.dialog(replies))

    async def _unfold(self, activity: Activity) -> dict[str, Any]:
        """Return the card of the answer behind a link, for those who may read it; nothing for others, and for other links."""
        url, reply = text_of(activity.value, "url"), None
        if self.pages:
            try:
                reply = await self.pages.preview(url, activity.address.chat, activity.address.team)
            except FactCheckError as error:  # nobody asked: an outage is for the log, and no finding
                log.warning("a link was not unfolded", extra={"chat": "teams", "error": type(error).__name__})
        return _handed((reply,)) if reply else _NOTHING

    async def _invite(self, activity: Activity) -> dict[str, Any]:
        """Return the address that opens an answer's page for some minutes, for a member who pressed the button."""
        data = activity.value.get("data")
        id_ = text_of(data, "id") if isinstance(data, dict) else ""
        if not self.pages or not id_:
            return _sentence(say("chats.gone"))
        try:
            answer = await self.pages.get(id_)
        except FactCheckError as error:
            return _sentence(error.advice)
        if not answer:
            return _sentence(say("chats.gone"))
        if not self.pages.access.shows(answer, activity.address.chat, activity.address.team):
            return _sentence(say("web.not_yours"))
        return _shown(
            cards.invitation(say("web.invited", minutes=MINUTES), self.pages.access.invitation(id_)), "small"
        )

    async def _post(self, activity: Activity) -> dict[str, Any]:
        text = message_of(activity.value)
        if not text:
            return _sentence(say("chats.nothing_there"))
        address = replace(activity.address, thread=thread_of(activity))
        replies = await self._in_time(text, address, self.anew)
        if not replies:
            asked = Asked(activity.repeats, text, address, person=activity.person, personal=activity.personal)
            await self.responder.take(asked)
            return _sentence(say("chats.in_thread"))
        if not await self.responder.deliveries.first(activity.repeats):
            return _sentence(say("chats.in_thread"))
        await self.responder.deliveries.keep(activity.repeats)
        for n, reply in enumerate(replies):
            try:
                await self.responder.show(reply, address)
            except (
                RefusedError
            ) as error:  # we are not in this conversation: the asker may post the rest himself
                log_refusal(error)
                return _handed(replies[n:])
        return _sentence(say("chats.in_thread"))

    async def _open(self, settings: Settings, activity: Activity) -> dict[str, Any]:
        try:
            async with asyncio.timeout(INVOKE_SECONDS):
                return _shown(await settings.open(activity.address), title=say("chats.settings"))
        except TimeoutError:
            return _sentence(say("chats.slow_settings"), say("chats.settings"))
        except FactCheckError as error:
            return _sentence(error.advice, say("chats.settings"))

    async def _in_time(self, text: str, address: Address, answer: Answer | None) -> tuple[Reply, ...]:
        """Return the replies; none where they take longer than Teams waits."""
        try:
            async with asyncio.timeout(INVOKE_SECONDS):
                return await self.responder.flow.answer_text(text, address, answer)
        except TimeoutError:
            return ()

    async def _press(self, activity: Activity) -> dict[str, Any]:
        action = activity.value.get("action")
        action = action if isinstance(action, dict) else {}
        data = action.get("data")
        data = data if isinstance(data, dict) else {}
        try:
            return _popup(await self._do(text_of(action, "verb"), data, activity))
        except RefusedError as error:
            log_refusal(error)
            return _popup(say("chats.refused"))
        except FactCheckError as error:
            return _popup(error.advice)

    async def _do(self, verb: str, data: dict[str, Any], activity: Activity) -> str:
        """Do what a button says with its answer, which must be one of this tenant: what a button brings, a client may make up."""
        id_, address = text_of(data, "id"), activity.address
        answer = await self.memory.get(id_) if self.memory and id_ else None
        if not answer or not answer.address or not _may_press(verb, address, answer.address):
            return say("chats.gone")
        if verb in ("share", "again", "person"):
            work = {"share": self._share, "again": self._again, "person": self._person}[verb]
            return await work(answer, activity)
        if verb == "feedback" and self.feedback:
            await self.feedback(id_, data.get("up") is True, text_of(data, "reason"), address)
            return say("chats.vote_noted")
        if verb == "watch" and self.watch:
            return str(await self.watch(id_, address))
        if verb == "brief" and self.responder.flow.brief:
            quote = answer.verdict.quote
            asked = asked_in(activity, quote.text)
            await self.responder.take(replace(asked, key=f"{asked.key}:brief:{id_}", quote=quote, brief=True))
            return say("chats.brief_comes")
        return say("chats.gone")

    async def _share(self, answer: Remembered, activity: Activity) -> str:
        """Post an answer that one person saw where it was asked, with the name of whoever shares it."""
        assert answer.address
        place = replace(answer.address, service=activity.address.service)
        sharer = Member(activity.person, activity.address.user, activity.name_of_person)
        await self.responder.delivery.post(place, cards.mention_message((), sharer, say("chats.shares")))
        await self.responder.show(replace(compose(answer.verdict), id=answer.id), place)
        return say("chats.shared")

    async def _again(self, answer: Remembered, activity: Activity) -> str:
        quote = answer.verdict.quote
        await self.responder.take(replace(asked_in(activity, quote.text), quote=quote))
        return say("chats.checking")

    async def _person(self, _: Remembered, activity: Activity) -> str:
        """Call the channel's reviewers, by the names that Teams has for them now, never by a text."""
        address, wire = activity.address, self.responder.delivery.wire
        named = (await self.responder.flow.wants(address)).reviewers
        if not named:
            return say("chats.nobody_named")
        members = await asyncio.gather(
            *(wire.member(address.service, address.channel, one) for one in named), return_exceptions=True
        )
        people = tuple(one for one in members if isinstance(one, Member))
        if not people:
            return say("chats.nobody_here")
        asker = Member(activity.person, address.user, activity.name_of_person)
        await self.responder.delivery.post(address, cards.mention_message(people, asker, say("chats.calls")))
        return say("chats.called")


_NOTHING: dict[str, Any] = {
    "composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": []}
}


def _may_press(verb: str, who: Address, answer: Address) -> bool:
    """Return whether somebody may do that with an answer: one of their tenant; what only its asker saw, only its asker shares."""
    return who.team == answer.team and (verb != "share" or who.user == answer.user)


def asked_in(activity: Activity, text: str) -> Asked:
    """Return a question that came in an activity."""
    return Asked(activity.repeats, text, activity.address, person=activity.person, personal=activity.personal)


def _concerns_settings(activity: Activity) -> bool:
    return text_of(activity.value, "data", "verb") == SETTINGS


def _sentence(sentence: str, title: str = say("chats.verify")) -> dict[str, Any]:
    """Return a card, since not every client shows the plain message that a dialog may end with."""
    return _shown(cards.sentence(sentence), "small", title)


def _shown(content: cards.Block, height: str = "large", title: str = say("chats.verify")) -> dict[str, Any]:
    shown = {"title": title, "height": height, "width": "medium", "card": cards.attach(content)}
    return {"task": {"type": "continue", "value": shown}}


def _handed(replies: tuple[Reply, ...]) -> dict[str, Any]:
    """Return one card for the compose box: Teams does not document that it inserts several."""
    preview = {
        "contentType": "application/vnd.microsoft.card.thumbnail",
        "content": {"title": " · ".join(reply.headline for reply in replies)},
    }
    attachment = {**cards.attach(cards.combine(replies)), "preview": preview}
    return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": [attachment]}}


def _popup(sentence: str) -> dict[str, Any]:
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": sentence}
