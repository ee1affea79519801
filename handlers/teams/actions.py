"""What people do besides writing: they call "Verify this quote" on a message, press buttons, install the bot.

Teams waits for the answer to an `invoke`, so each is quick: a dialog that would take longer says so, and the answer
comes into the thread.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from corpus.errors import FactCheckError
from handlers import phrases
from handlers.access import INVITED, NOT_YOURS
from handlers.address import Address
from handlers.feedback import THANKS, Feedback
from handlers.preview import Pages
from handlers.reply import Reply
from handlers.teams import cards
from handlers.teams.activities import Activity, message_of, text_of, thread_of
from handlers.teams.connector import RefusedError
from handlers.teams.desk import Answer, Asked, Desk, log_refusal

Watch = Callable[[str, Address], Awaitable[str]]
Result = tuple[int, dict[str, Any] | None]

INVOKE_SECONDS = 3.5  # Teams gives up after about five
COMMAND = "verifyMessage"

log = logging.getLogger(__name__)


class Greeted(Protocol):
    """Which conversations know us. Neither method raises."""

    async def first(self, conversation: str) -> bool:
        """Whether this conversation has not been greeted; now it has."""

    async def forget(self, conversation: str) -> None:
        """We are no longer there, or could not greet."""


@dataclass(frozen=True, slots=True)
class Actions:
    """Answers invokes, and greets where we come in.

    `look` answers one person in private: the channel neither remembers it nor stands behind it. `anew` answers whatever
    was answered in the channel before.
    """

    desk: Desk
    greeted: Greeted
    feedback: Feedback | None = None
    watch: Watch | None = None
    look: Answer | None = None
    anew: Answer | None = None
    pages: Pages | None = None

    async def invoke(self, activity: Activity) -> Result:
        """The HTTP status and body that Teams waits for; 501 for what we do not know."""
        match activity.name:
            case "composeExtension/fetchTask":
                return 200, await self._dialog(activity)
            case "composeExtension/submitAction":
                return 200, await self._post(activity)
            case "composeExtension/queryLink":
                return 200, await self._unfold(activity)
            case "task/fetch":
                return 200, await self._invite(activity)
            case "adaptiveCard/action":
                return 200, await self._press(activity)
        return 501, None

    async def greet(self, activity: Activity) -> None:
        """Say once in a conversation how to ask."""
        address = replace(activity.address, thread="")
        if not await self.greeted.first(address.channel):
            return
        try:
            await self.desk.delivery.post(address, cards.first_contact("Verbatim"))
        except RefusedError as error:
            log_refusal(error)
            await self.greeted.forget(address.channel)

    async def _dialog(self, activity: Activity) -> dict[str, Any]:
        """The answer at once, or that it takes longer; a button posts it in the thread of the message."""
        text = message_of(activity.value)
        if not text:
            return _told(phrases.NOTHING_THERE)
        replies = await self._in_time(text, activity.address, self.look)
        return _shown(cards.dialog(replies))

    async def _unfold(self, activity: Activity) -> dict[str, Any]:
        """The card of the answer behind a link, for those who may read it; nothing for others, and for other links."""
        url, reply = text_of(activity.value, "url"), None
        if self.pages:
            try:
                reply = await self.pages.preview(url, activity.address.chat, activity.address.team)
            except FactCheckError as error:  # nobody asked: an outage is for the log, and no finding
                log.warning("a link was not unfolded", extra={"chat": "teams", "error": type(error).__name__})
        return _handed(reply) if reply else _NOTHING

    async def _invite(self, activity: Activity) -> dict[str, Any]:
        """The address that opens an answer's page for some minutes, for a member who pressed the button."""
        data = activity.value.get("data")
        id_ = text_of(data, "id") if isinstance(data, dict) else ""
        if not self.pages or not id_:
            return _told(phrases.GONE)
        try:
            found = await self.pages.get(id_)
        except FactCheckError as error:
            return _told(error.advice)
        if not found:
            return _told(phrases.GONE)
        if not self.pages.access.shows(found, activity.address.chat, activity.address.team):
            return _told(NOT_YOURS)
        return _shown(cards.invitation(INVITED, self.pages.access.invitation(id_)), "small")

    async def _post(self, activity: Activity) -> dict[str, Any]:
        text = message_of(activity.value)
        if not text:
            return _told(phrases.NOTHING_THERE)
        address = replace(activity.address, thread=thread_of(activity))
        replies = await self._in_time(text, address, self.anew)
        if not replies:
            await self.desk.take(Asked(activity.repeats, text, address))
            return _told(phrases.IN_THREAD)
        if not await self.desk.once.first(activity.repeats):
            return _told(phrases.IN_THREAD)
        await self.desk.once.keep(activity.repeats)
        try:
            for reply in replies:
                await self.desk.show(reply, address)
        except RefusedError as error:  # we are not in this conversation: the asker may post the card himself
            log_refusal(error)
            return _handed(replies[0])
        return _told(phrases.IN_THREAD)

    async def _in_time(self, text: str, address: Address, answer: Answer | None) -> tuple[Reply, ...]:
        """The replies; none where they take longer than Teams waits."""
        try:
            async with asyncio.timeout(INVOKE_SECONDS):
                return await self.desk.replies(text, address, answer)
        except TimeoutError:
            return ()

    async def _press(self, activity: Activity) -> dict[str, Any]:
        action = activity.value.get("action")
        action = action if isinstance(action, dict) else {}
        data = action.get("data")
        data = data if isinstance(data, dict) else {}
        try:
            return _popup(await self._do(text_of(action, "verb"), data, activity.address, activity.repeats))
        except FactCheckError as error:
            return _popup(error.advice)

    async def _do(self, verb: str, data: dict[str, Any], address: Address, repeats: str) -> str:
        id_ = text_of(data, "id")
        if id_ and verb == "feedback" and self.feedback:
            await self.feedback(id_, data.get("up") is True, text_of(data, "reason"), address)
            return THANKS
        if id_ and verb == "watch" and self.watch:
            return str(await self.watch(id_, address))
        if id_ and verb == "brief" and self.desk.brief:
            await self.desk.take(Asked(f"{repeats}:brief:{id_}", "", address, brief=id_))
            return phrases.BRIEF_COMES
        return phrases.GONE


_NOTHING: dict[str, Any] = {
    "composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": []}
}


def _told(sentence: str) -> dict[str, Any]:
    """A card, since not every client shows the plain message that a dialog may end with."""
    return _shown(cards.sentence(sentence), "small")


def _shown(content: cards.Block, height: str = "large") -> dict[str, Any]:
    shown = {"title": phrases.VERIFY, "height": height, "width": "medium", "card": cards.attach(content)}
    return {"task": {"type": "continue", "value": shown}}


def _handed(reply: Reply) -> dict[str, Any]:
    preview = {
        "contentType": "application/vnd.microsoft.card.thumbnail",
        "content": {"title": reply.headline},
    }
    attachment = {**cards.attach(cards.card(reply)), "preview": preview}
    return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": [attachment]}}


def _popup(sentence: str) -> dict[str, Any]:
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": sentence}
