"""Actions: the buttons under an answer, the dialogs that they open, the settings, the App Home.

A button brings the identifier of an answer; whatever else it takes comes out of the memory, never out of the button.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from corpus.errors import DeliveryError, FactCheckError
from handlers.conversation.responder import caught
from handlers.messages import say
from handlers.ports.address import Address
from handlers.ports.answers import Remembered
from handlers.ports.background import BackgroundTasks
from handlers.ports.preferences import Preferences
from handlers.replies import ui_text
from handlers.replies.page_access import MINUTES
from handlers.replies.reply import compose
from handlers.slack import buttons, dialogs
from handlers.slack.blocks import question
from handlers.slack.delivery import Place, Post, RefusedError, translated
from handlers.slack.elements import Block, rich_section, rich_span, rich_text, rich_user
from handlers.slack.mrkdwn import escape
from handlers.slack.ports import Asked, Tools
from handlers.slack.responder import SlackResponder

Json = Mapping[str, Any]
Work = Callable[[Json, Remembered, AsyncWebClient], Awaitable[None]]


_OPTIONS_SECONDS = 2.0  # within the three that Slack waits for a menu

log = logging.getLogger(__name__)


def register(app: AsyncApp, tools: Tools, responder: SlackResponder, background: BackgroundTasks) -> None:
    """Let a Bolt app take what people press."""
    pressed = _Pressed(tools, responder)
    for name, work in pressed.works().items():

        def listen(work: Work) -> Callable[[AsyncAck, Json, AsyncWebClient], Awaitable[None]]:
            async def press(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
                await ack()
                background.start(pressed.take(work, body, client))

            return press

        app.action(name)(listen(work))

    @app.view(dialogs.REASON)
    async def reason(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        background.start(pressed.reason(body, client))

    @app.view(dialogs.SOURCE)
    async def source(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        background.start(pressed.source(body, client))

    @app.options(dialogs.SOURCES)
    @app.options(dialogs.ONE_SOURCE)
    async def sources(ack: AsyncAck, body: Json) -> None:
        await ack(options=await pressed.options(body))

    @app.view(dialogs.SETTINGS)
    async def settings(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        background.start(pressed.settings(body, client))

    @app.event("app_home_opened")
    async def home(event: Json, body: Json, client: AsyncWebClient) -> None:
        if event.get("tab", "home") == "home":
            background.start(pressed.home(event["user"], _team(body), client))


@dataclass(frozen=True, slots=True)
class _Pressed:
    tools: Tools
    responder: SlackResponder

    def works(self) -> Mapping[str, Work]:
        """Return what each button does."""
        works: dict[str, Work] = {
            buttons.CONTEXT: self._context,
            buttons.SHARE: self._share,
            buttons.AGAIN: self._again,
            buttons.SOURCE: self._other_source,
            buttons.PERSON: self._person,
        }
        if self.tools.watch:
            works[buttons.WATCH] = self._watch
        if self.tools.feedback:
            works |= {buttons.UP: self._up, buttons.DOWN: self._down}
        if self.tools.brief:
            works[buttons.BRIEF] = self._brief
        if self.tools.pages and self.tools.pages.access.limited:
            works[buttons.PAGE] = self._invite
        return works

    async def take(self, work: Work, body: Json, client: AsyncWebClient) -> None:
        """Do what a button says with the answer that it stands under; whatever happens, who pressed it gets a response."""
        with caught("slack", "a press is not followed"):
            try:
                answer = await self.tools.memory.get(str(body["actions"][0].get("value", "")))
                if answer:
                    await work(body, answer, client)
                else:
                    await self.responder.delivery.post_ephemeral(
                        client, _place(body), [Post.note(say("chats.answer_forgotten"))]
                    )
            except DeliveryError:
                raise
            except FactCheckError as error:
                await self.responder.delivery.post_ephemeral(client, _place(body), [Post.note(error.advice)])

    async def _context(self, body: Json, answer: Remembered, client: AsyncWebClient) -> None:
        await open_view(client, trigger_id=body["trigger_id"], view=dialogs.context_view(answer))

    async def _share(self, body: Json, answer: Remembered, client: AsyncWebClient) -> None:
        """Post question and answer where everybody sees them, with the name of whoever shares."""
        place, wants = _place(body), await self._wants(body)
        reply = compose(answer.verdict)
        shown = Post(f"<@{place.user}>: {escape(reply.question[:300])}", question(place.user, reply.question))
        root = place.thread or await self.responder.delivery.post(client, place, shown)
        under = Place(place.channel, place.user, root)
        ts = await self.responder.delivery.post(
            client, under, self.responder.dressed(replace(reply, id=answer.id), wants)
        )
        await self.tools.memory.posted(answer.id, _address(body, root), ts)

    async def _again(self, body: Json, answer: Remembered, client: AsyncWebClient) -> None:
        quote = answer.verdict.quote
        asked = Asked(
            f"slack:again:{body['trigger_id']}", quote.text, _under(body), team=_team(body), quote=quote
        )
        await self.responder.take(asked, client)

    async def _brief(self, body: Json, answer: Remembered, client: AsyncWebClient) -> None:
        quote, place = answer.verdict.quote, _under(body)
        key = f"slack:brief:{body['trigger_id']}"
        await self.responder.take(
            Asked(key, quote.text, place, team=_team(body), quote=quote, brief=True), client
        )

    async def _other_source(self, body: Json, answer: Remembered, client: AsyncWebClient) -> None:
        holdings = await self.tools.holdings()
        place = _place(body)
        where = Address("slack", _team(body), place.channel, place.thread or "", place.user)
        await open_view(
            client, trigger_id=body["trigger_id"], view=dialogs.source_view(answer.id, where, holdings)
        )

    async def source(self, body: Json, client: AsyncWebClient) -> None:
        """Look the quote of an answer up where somebody chose, and show them what came of it."""
        with caught("slack", "a press is not followed"):
            id_, only, channel, thread = dialogs.read_source(body["view"])
            place = Place(channel, body["user"]["id"], thread or None, threaded=bool(thread))
            try:
                answer = await self.tools.memory.get(id_)
            except FactCheckError as error:
                await self.responder.delivery.post_ephemeral(client, place, [Post.note(error.advice)])
                return
            if not answer:
                await self.responder.delivery.post_ephemeral(
                    client, place, [Post.note(say("chats.answer_forgotten"))]
                )
                return
            quote = replace(answer.verdict.quote, only=only)
            key = f"slack:source:{body['view']['id']}"
            await self.responder.take(
                Asked(key, quote.text, place, team=_team(body), quote=quote, alone=True), client
            )

    async def options(self, body: Json) -> list[Block]:
        """Return the sources that a menu offers for what is typed in it; none while the record does not answer."""
        try:
            async with asyncio.timeout(_OPTIONS_SECONDS):
                holdings = await self.tools.holdings()
        except (FactCheckError, TimeoutError):
            return []
        typed = str(body.get("value") or "")
        first = [] if typed or body.get("action_id") != dialogs.ONE_SOURCE else [dialogs.whole_record()]
        return [*first, *dialogs.source_options(holdings, typed)][: dialogs.MOST_OPTIONS]

    async def _person(self, body: Json, _: Remembered, client: AsyncWebClient) -> None:
        """Call the channel's reviewers, by their ids from the settings, never from a text."""
        reviewers = (await self._wants(body)).reviewers
        place = _under(body)
        if not reviewers:
            await self.responder.delivery.post_ephemeral(
                client,
                place,
                [Post.note(say("chats.nobody_named_for_here_verify"))],
            )
            return
        called = " ".join(f"<@{reviewer}>" for reviewer in reviewers)
        words = f"<@{place.user}> {say('chats.calls')}"
        mentions = [part for reviewer in reviewers for part in (rich_user(reviewer), rich_span(" "))]
        section = rich_section(*mentions, rich_user(place.user), rich_span(f" {say('chats.calls')}"))
        await self.responder.delivery.post(client, place, Post(f"{called} {words}", [rich_text(section)]))

    async def _watch(self, body: Json, answer: Remembered, client: AsyncWebClient) -> None:
        assert self.tools.watch
        sentence = await self.tools.watch(answer.id, _address(body, _under(body).thread or ""))
        await self.responder.delivery.post_ephemeral(client, _place(body), [Post.note(sentence)])

    async def _invite(self, body: Json, answer: Remembered, client: AsyncWebClient) -> None:
        """Tell a member, alone, an address that opens the page for some minutes; people of other workspaces, that it is not theirs."""
        assert self.tools.pages
        access = self.tools.pages.access
        home = str((body.get("user") or {}).get("team_id") or _team(body))
        if not access.shows(answer, "slack", home):
            await self.responder.delivery.post_ephemeral(
                client, _place(body), [Post.note(say("web.not_yours"))]
            )
            return
        await self.responder.delivery.post_ephemeral(
            client,
            _place(body),
            [Post.link(say("web.invited", minutes=MINUTES), access.invitation(answer.id))],
        )

    async def _up(self, body: Json, answer: Remembered, client: AsyncWebClient) -> None:
        assert self.tools.feedback
        await self.tools.feedback(answer.id, True, "", _address(body))
        await self.responder.delivery.post_ephemeral(
            client, _place(body), [Post.note(say("chats.vote_kept"))]
        )

    async def _down(self, body: Json, answer: Remembered, client: AsyncWebClient) -> None:
        await open_view(
            client, trigger_id=body["trigger_id"], view=dialogs.reason_view(answer.id, _address(body))
        )

    async def reason(self, body: Json, client: AsyncWebClient) -> None:
        """Keep what somebody says is wrong with an answer."""
        with caught("slack", "a press is not followed"):
            id_, reason, channel, thread = dialogs.read_reason(body["view"])
            user = body["user"]["id"]
            if self.tools.feedback:
                await self.tools.feedback(
                    id_, False, reason, Address("slack", _team(body), channel, thread, user)
                )
            await self.responder.delivery.post_ephemeral(
                client, Place(channel, user), [Post.note(say("chats.vote_kept"))]
            )

    async def settings(self, body: Json, client: AsyncWebClient) -> None:
        """Keep the settings of a dialog, if whoever sent it may change them."""
        with caught("slack", "a press is not followed"):
            preferences, channel = dialogs.read_settings(body["view"])
            user = body["user"]["id"]
            place = Place(user, user)
            if not await _may_change(client, user, whole=not channel):
                await self.responder.delivery.post(client, place, Post.note(say("chats.not_allowed")))
                return
            try:
                await self.tools.preferences.put("slack", _team(body), channel, preferences, user)
            except FactCheckError as error:
                await self.responder.delivery.post(
                    client, place, Post.note(say("chats.not_saved"), error.advice)
                )
                return
            await self.responder.delivery.post(client, place, Post.note(say("chats.saved")))

    async def home(self, user: str, team: str, client: AsyncWebClient) -> None:
        """Show the App Home; where the record cannot be reached, that."""
        with caught("slack", "a press is not followed"):
            try:
                coverage = await self.tools.coverage()
                mine = await self.tools.memory.by_user("slack", team, user, 10)
                view = dialogs.home_view(coverage, mine)
            except FactCheckError as error:
                view = dialogs.unavailable_view(error.advice)
            await client.views_publish(user_id=user, view=view)

    async def _wants(self, body: Json) -> Preferences:
        return await self.tools.preferences.get("slack", _team(body), _channel(body))


class LateError(FactCheckError):
    """A dialog could not be opened: Slack allows it for three seconds after the press."""

    def __init__(self) -> None:
        super().__init__(advice=say("chats.dialog_too_late"))


async def open_view(client: AsyncWebClient, trigger_id: str, view: Block) -> None:
    """Open a dialog; raises LateError where Slack does not let us any more."""
    try:
        await translated("views.open", client.views_open(trigger_id=trigger_id, view=view))
    except RefusedError as error:
        log.warning("slack did not open a dialog", extra={"chat": "slack", "error": error.code})
        raise LateError from error


async def open_settings(
    tools: Tools, responder: SlackResponder, command: Json, client: AsyncWebClient
) -> None:
    """Open the settings of the channel that a command was typed in."""
    with caught("slack", "a press is not followed"):
        try:
            wants = await tools.preferences.get("slack", str(command.get("team_id")), command["channel_id"])
            holdings = await tools.holdings()
        except FactCheckError as error:
            await responder.delivery.post_ephemeral(client, _commanded(command), [Post.note(error.advice)])
            return
        await open_view(
            client,
            trigger_id=command["trigger_id"],
            view=dialogs.settings_view(wants, command["channel_id"], holdings),
        )


async def forget_user(tools: Tools, responder: SlackResponder, command: Json, client: AsyncWebClient) -> None:
    """Delete what is remembered of somebody's questions, and their votes; say how much that was."""
    with caught("slack", "a press is not followed"):
        team, user = str(command.get("team_id")), command["user_id"]
        try:
            votes = await tools.take_back("slack", team, user) if tools.take_back else 0
            answers = await tools.memory.forget_user("slack", team, user)
            sentence = ui_text.forgotten(answers, votes)
        except FactCheckError as error:
            sentence = ui_text.not_forgotten(error.advice)
        await responder.delivery.post_ephemeral(client, _commanded(command), [Post.note(sentence)])


async def _may_change(client: AsyncWebClient, user: str, *, whole: bool) -> bool:
    """Return whether somebody may change settings: no guest, and for the whole workspace an administrator."""
    try:
        who = (await client.users_info(user=user))["user"]
    except (SlackApiError, SlackClientError):
        return False
    if who.get("is_restricted") or who.get("is_ultra_restricted") or who.get("deleted"):
        return False
    return not whole or bool(who.get("is_admin") or who.get("is_owner"))


def _team(body: Json) -> str:
    return str((body.get("team") or {}).get("id") or body.get("team_id") or "")


def _channel(body: Json) -> str:
    return str((body.get("channel") or {}).get("id") or body.get("container", {}).get("channel_id") or "")


def _place(body: Json) -> Place:
    """Return where a button was pressed: for ephemeral posts, and for a new thread where it stands in none."""
    container = body.get("container") or {}
    thread = (body.get("message") or {}).get("thread_ts") or container.get("thread_ts")
    return Place(_channel(body), body["user"]["id"], thread, body.get("response_url"))


def _under(body: Json) -> Place:
    """Return the thread of the post that a button stands under."""
    place = _place(body)
    own = (body.get("message") or {}).get("ts") or (body.get("container") or {}).get("message_ts")
    return Place(place.channel, place.user, place.thread or own, place.response_url)


def _address(body: Json, thread: str = "") -> Address:
    place = _under(body)
    return Address("slack", _team(body), place.channel, thread or place.thread or "", place.user)


def _commanded(command: Json) -> Place:
    return Place(command["channel_id"], command["user_id"], response_url=command.get("response_url"))
