"""What Slack tells us, and what we do about it. The same listeners serve a socket and signed HTTP.

    /verify "…"         a command has no thread: the question is posted first, the answer under it
    @Verbatim "…"       answered in the thread of the message; without a quote, it is about the message above
    a direct message    the same
    "Verify this quote" a shortcut on any message: answered in that message's thread

Everything is acknowledged at once; the work goes on in `BackgroundTasks`. What Slack delivers twice is answered once
(see `handlers.ports.deliveries`). Our own posts and those of other bots are never answered.
"""

import contextlib
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from corpus.errors import DeliveryError, FactCheckError
from handlers.commands.suggestions import suggest_command
from handlers.conversation.responder import PATIENCE_SECONDS, log_bug
from handlers.conversation.unprompted import has_quote
from handlers.parsing.request import asks_about_another
from handlers.ports.background import BackgroundTasks
from handlers.ports.deliveries import Deduplication
from handlers.slack import actions, unfurls
from handlers.slack.delivery import Delivery, Place, Post, connect, quiet_logger, respond
from handlers.slack.mrkdwn import unescape, without_mention
from handlers.slack.oauth import Workspaces, authorize_by, away, forget_removed
from handlers.slack.ports import Asked, Tools
from handlers.slack.responder import Answer, Limits, SlackResponder, open_responder, wants_help
from handlers.slack.rich_text import read
from handlers.slack.thread_context import words_of

Json = Mapping[str, Any]

log = logging.getLogger(__name__)

_SPECIAL = {"settings": actions.open_settings, "forget me": actions.forget_user}
_AT_ONCE = Delivery()
_CHANGES = ("message_changed", "message_deleted")
_CHANNELS = ("channel", "group")
_PERSONAL_SUBTYPES = (None, "file_share", "thread_broadcast")


class CountingApp(AsyncApp):
    """A Bolt app that knows how many requests wait for their acknowledgement."""

    pending = 0

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Dispatch a request, counted while it is under way."""
        self.pending += 1
        try:
            return await super().async_dispatch(req)
        finally:
            self.pending -= 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """The parts that the listeners are handed; with `tools` answers are remembered, and have buttons.

    `answer` answers where there are no tools; `patience` is how long a person sees nothing of an answer.
    """

    deliveries: Deduplication
    background: BackgroundTasks
    tools: Tools | None = None
    answer: Answer | None = None
    delivery: Delivery = _AT_ONCE
    patience: float = PATIENCE_SECONDS


def build(
    *, bot_token: str, api_url: str, listening: Listening, workspaces: Workspaces | None = None
) -> AsyncApp:
    """Make the app that `endpoints` connect to Slack. Requests are authenticated at the endpoint, not here.

    Where `workspaces` installed it by OAuth, each is answered with its own token, and `bot_token` is not used.
    """

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=None, bot_token=bot_token)

    app = CountingApp(
        name="verbatim",
        client=connect(None, api_url),
        # Asking Slack who we are, as Bolt would, could delay the first ack.
        authorize=authorize_by(workspaces.find) if workspaces else authorize,
        signing_secret="",
        request_verification_enabled=False,
        ignoring_self_events_enabled=False,  # `_from_person` is stricter
        logger=quiet_logger(),
    )
    if workspaces:
        forget_removed(app, workspaces.store)
    register(app, listening)
    return app


def register(app: AsyncApp, listening: Listening) -> None:
    """Let a Bolt app answer quotes."""
    tools, background = listening.tools, listening.background
    busy = (lambda: app.pending > 1) if isinstance(app, CountingApp) else None
    responder = open_responder(
        tools,
        listening.deliveries,
        answer=listening.answer,
        delivery=listening.delivery,
        limits=Limits(busy, listening.patience),
    )

    @app.command("/verify")
    async def command(ack: AsyncAck, command: Json, client: AsyncWebClient) -> None:
        text = unescape(command.get("text", "")).strip()
        if wants_help(text):
            help_post = Post.help()
            await ack(response_type="ephemeral", text=help_post.text, blocks=help_post.blocks)
            return
        if tools and (slip := suggest_command(text)):
            met = Post.note(slip)
            await ack(response_type="ephemeral", text=met.text, blocks=met.blocks)
            return
        await ack()
        special = _SPECIAL.get(" ".join(text.lower().split())) if tools else None
        if special and tools:
            background.start(special(tools, responder, command, client))
            return
        background.start(responder.take(_asked_by_command(command, text), client))

    @app.shortcut({"type": "message_action", "callback_id": "verify_quote"})
    async def shortcut(ack: AsyncAck, shortcut: Json, client: AsyncWebClient) -> None:
        await ack()
        background.start(responder.take(_asked_by_shortcut(shortcut), client))

    _register_events(app, responder, background)
    if tools:
        actions.register(app, tools, responder, background)
    if tools and tools.pages:
        unfurls.register(app, tools.pages, background)
    _register_rest(app)


def _register_events(app: AsyncApp, responder: SlackResponder, background: BackgroundTasks) -> None:
    @app.event("app_mention")
    async def mention(event: Json, body: Json, client: AsyncWebClient) -> None:
        if _from_person(event, body):
            background.start(responder.take(_asked_in_message(event, body), client))

    @app.event("message")
    async def message(event: Json, body: Json, client: AsyncWebClient) -> None:
        if event.get("subtype") in _CHANGES:
            _follow_change(event, body, client)
        elif event.get("channel_type") == "im" and _from_person(event, body):
            background.start(responder.take(_asked_in_message(event, body), client))
        elif event.get("channel_type") in _CHANNELS and _from_person(event, body) and _pasted(event, body):
            background.start(
                responder.take_pasted(replace(_asked_in_message(event, body), pasted=True), client)
            )

    def _follow_change(event: Json, body: Json, client: AsyncWebClient) -> None:
        """An edited question is answered anew; with a deleted one its answer goes."""
        now = {**(event.get("message") or {}), "type": "message", "channel": event["channel"]}
        if event["subtype"] == "message_deleted" or now.get("subtype") == "tombstone":
            ts = event.get("deleted_ts") or now.get("ts")
            place = Place(event["channel"], "")
            background.start(
                responder.deleted(f"slack:{body.get('team_id')}:{event['channel']}:{ts}", place, client)
            )
        elif now.get("edited") and _from_person(now, body):
            pasted = event.get("channel_type") != "im" and not _calls(now, body)
            asked = replace(_asked_in_message(now, body), pasted=pasted)
            background.start(responder.edited(asked, str(now["edited"].get("ts")), client))


def _calls(event: Json, body: Json) -> bool:
    """Return whether a message calls us by name."""
    own = _own_id(body)
    return bool(own) and f"<@{own}" in (event.get("text") or "")


def _pasted(event: Json, body: Json) -> bool:
    """Return whether a message that does not call us brings a quote in quotation marks."""
    if _calls(event, body):
        return False  # that is a mention, and comes as one
    return has_quote(unescape(event.get("text") or ""))


def _register_rest(app: AsyncApp) -> None:
    @app.event(re.compile(".+"))
    async def other() -> None:
        """Whatever else Slack sends is acknowledged; it would repeat what is not."""

    @app.options(re.compile(".*"))
    @app.action(re.compile(".*"))
    @app.shortcut(re.compile(".*"))
    @app.view(re.compile(".*"))
    async def unknown(ack: AsyncAck) -> None:
        await ack()

    @app.error
    async def failed(error: Exception, body: Json) -> BoltResponse | None:
        if not isinstance(error, FactCheckError):
            log_bug(error, "slack")
            return None
        # Where installations are kept does not answer. An event is delivered again; a person is told to ask again.
        log.warning("a workspace cannot be looked up", extra={"chat": "slack", "error": type(error).__name__})
        if body.get("response_url") and not body.get("command"):  # a button or a shortcut
            with contextlib.suppress(DeliveryError):
                await respond(body["response_url"], Post.note(error.advice))
            return BoltResponse(status=200)
        return away(body, error.advice)


def _asked_by_command(command: Json, text: str) -> Asked:
    place = Place(command["channel_id"], command["user_id"], response_url=command.get("response_url"))
    team = str(command.get("team_id"))
    return Asked(f"slack:{team}:{command['trigger_id']}", text, place, show=True, team=team)


def _asked_by_shortcut(shortcut: Json) -> Asked:
    message = shortcut["message"]
    place = Place(
        shortcut["channel"]["id"],
        shortcut["user"]["id"],
        message.get("thread_ts") or shortcut.get("message_ts") or message["ts"],
        shortcut.get("response_url"),
    )
    team = str((shortcut.get("team") or {}).get("id"))
    return Asked(f"slack:{team}:{shortcut['trigger_id']}", words_of(message), place, team=team)


def _asked_in_message(event: Json, body: Json) -> Asked:
    """A mention and a message event may tell of one post: both have the same key."""
    thread = event.get("thread_ts")
    place = Place(event["channel"], event["user"], thread or event["ts"], threaded=bool(thread))
    own = _own_id(body)
    text = event.get("text") or ""
    if event["type"] == "app_mention" or own:
        text = without_mention(text, own)
    words = read(event.get("blocks"), but=own) if own else None
    said = unescape(text) if words is None else words
    called = event["type"] == "app_mention" or bool(said.strip())
    return Asked(
        f"slack:{body.get('team_id')}:{event['channel']}:{event['ts']}",
        said,
        place,
        team=str(body.get("team_id")),
        above=str(event["ts"]) if called and asks_about_another(said) else "",
        own=own or "",
        editable=True,
    )


def _own_id(body: Json) -> str | None:
    for authorization in body.get("authorizations") or []:
        if authorization.get("user_id"):
            return str(authorization["user_id"])
    return None


def _from_person(event: Json, body: Json) -> bool:
    """Return whether a person wrote it, anew: no bot (we are one), no edit, no deletion, no notice."""
    return (
        bool(event.get("user"))
        and not event.get("bot_id")
        and event.get("subtype") in _PERSONAL_SUBTYPES
        and event["user"] != _own_id(body)
    )
