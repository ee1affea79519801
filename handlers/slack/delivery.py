"""Our posts on their way to Slack: what is sent, and what comes back, translated.

Nothing here logs or raises a word of a chat: a RefusedError carries the method and Slack's error code.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from corpus.errors import DeliveryError, IndexUnavailableError
from handlers.messages import say
from handlers.replies.reply import Attached, Reply, compose_help
from handlers.replies.truncate import head, plain
from handlers.slack.blocks import HEADER, blocks, fallback, linked, notice
from handlers.slack.elements import Block
from handlers.slack.mrkdwn import escape

# Slack reads no name, link or markup in what we send, and unfolds no page under it.
_INERT: dict[str, Any] = {"parse": "none", "link_names": False}
_POSTED: dict[str, Any] = {**_INERT, "mrkdwn": False, "unfurl_links": False, "unfurl_media": False}

_SECONDS = 25  # for a call: a slow answer is better than a post of which nobody knows whether it is there
_TOO_MUCH = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"})

log = logging.getLogger(__name__)

REVOKED = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})
"""Slack's words for a token that it accepts no more."""

_ADVICE = {
    "not_in_channel": "chats.invite",
    "channel_not_found": "chats.invite",
    "is_archived": "chats.archived",
    "thread_not_found": "chats.message_gone",
    "message_not_found": "chats.message_gone",
    "ratelimited": "chats.post_less",
    "restricted_action": "chats.may_not_post",
    "missing_scope": "chats.install_again",
    **dict.fromkeys(REVOKED, "chats.install_again"),
}
_TOO_FAST = "ratelimited"
_SLACK_FAILS = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
    | {
        "TimeoutError",
        "ServerDisconnectedError",
        "ClientConnectorError",
        "ClientOSError",
        "ConnectionResetError",
    }
)
_TURNS = 5  # turns of one post that Slack refuses for being too fast
_PAUSE = 30.0  # seconds, where Slack does not say how long
_PATIENCE = 1.0  # seconds for the store that keeps the turns
_RESTRICTED = "restricted_action"  # Slack has a family of these, one for each reason


class RefusedError(DeliveryError):
    """Slack did not take a post; `code` is its word for it, as in `not_in_channel`."""

    def __init__(self, method: str, code: str, after: float = 0.0) -> None:
        known = _RESTRICTED if code.startswith(_RESTRICTED) else code
        super().__init__(f"{method}: {code}", advice=say(_ADVICE[known]) if known in _ADVICE else None)
        self.code = code
        self.after = after  # seconds to wait, where Slack says so

    @property
    def passes(self) -> bool:
        """Return whether a later try may be taken: the fault is in Slack, or on the way to it."""
        return self.code == _TOO_FAST or self.code in _SLACK_FAILS or self.code.startswith("status-5")


@dataclass(frozen=True, slots=True)
class Post:
    """A post for Slack; `text` is for notifications and screen readers, and already escaped."""

    text: str
    blocks: list[Block] = field(default_factory=list)

    @classmethod
    def answers(cls, replies: tuple[Reply, ...]) -> "list[Post]":
        """Return answers, one post each."""
        return [cls(fallback(reply), blocks(reply, one_of_many=len(replies) > 1)) for reply in replies]

    @classmethod
    def overview(cls, replies: tuple[Reply, ...]) -> "Post":
        """Return what came of each quote of a draft, a line each."""
        lines = [
            f"{reply.icon} {head(reply.headline, HEADER)}: “{head(plain(reply.question), 150)}”"
            for reply in replies
            if reply.rating
        ]
        return cls.note(*lines)

    @classmethod
    def help(cls) -> "Post":
        """Return how to ask."""
        [shown] = cls.answers((compose_help(),))
        return shown

    @classmethod
    def note(cls, *sentences: str) -> "Post":
        """Return a post with sentences of our own."""
        return cls(escape("\n".join(sentences)), notice(*sentences))

    @classmethod
    def link(cls, sentence: str, url: str) -> "Post":
        """Return a post with a sentence of our own, and an address."""
        return cls(f"{escape(sentence)} {url}", linked(sentence, url))


@dataclass(frozen=True, slots=True)
class Place:
    """The place where an answer belongs, and the way to reach its asker alone.

    `threaded` says that the thread is there already: what only one person sees is shown in no other.
    """

    channel: str
    user: str
    thread: str | None = None
    response_url: str | None = None
    threaded: bool = False


def quiet_logger() -> logging.Logger:
    """Return a logger for Slack's libraries, which at finer levels write down what people say."""
    quiet = logging.getLogger("slack_sdk.verbatim")
    quiet.setLevel(logging.ERROR)
    return quiet


def connect(token: str | None, api_url: str) -> AsyncWebClient:
    """Return a client of Slack's Web API (`api_url` ends with a slash) that waits when Slack asks for it.

    A server error is tried once more: Slack says that the first try may have worked, but a second answer is
    better than none.
    """
    handlers = [
        AsyncConnectionErrorRetryHandler(),
        AsyncServerErrorRetryHandler(),
        AsyncRateLimitErrorRetryHandler(max_retry_count=2),
    ]
    return AsyncWebClient(
        token=token, base_url=api_url, timeout=_SECONDS, retry_handlers=handlers, logger=quiet_logger()
    )


class Throttle(Protocol):
    """Turns in a lane. Both methods raise IndexUnavailableError when they cannot."""

    async def wait_for(self, lane: str, interval: float = 1.0) -> float:
        """Take the next turn of a lane; seconds until it comes."""

    async def pause(self, lane: str, seconds: float) -> None:
        """Let nobody have a turn for so long."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Delivery of posts in Slack, one a second in each channel where there is a `throttle`. Its methods raise RefusedError.

    `revoked` is called with a token that Slack does not accept any more.
    """

    throttle: Throttle | None = None
    revoked: Callable[[str], Awaitable[None]] | None = None

    async def post(self, client: AsyncWebClient, place: Place, message: Post) -> str:
        """Post in the place's thread, or in the channel where there is none; returns the post's own timestamp."""

        def send(body: dict[str, Any]) -> Coroutine[Any, Any, Any]:
            return client.chat_postMessage(channel=place.channel, thread_ts=place.thread, **body, **_POSTED)

        answer = await self._in_turn(client, place.channel, lambda: _send("chat.postMessage", send, message))
        return str(answer["ts"])

    async def update(self, client: AsyncWebClient, place: Place, ts: str, message: Post) -> None:
        """Put a message in the place of an earlier one of ours."""

        def send(body: dict[str, Any]) -> Coroutine[Any, Any, Any]:
            return client.chat_update(channel=place.channel, ts=ts, **body, **_INERT)

        await self._accepted(client, _send("chat.update", send, message))

    async def delete(self, client: AsyncWebClient, place: Place, ts: str) -> None:
        """Take a post of ours away."""
        await self._accepted(
            client, translated("chat.delete", client.chat_delete(channel=place.channel, ts=ts))
        )

    async def upload(self, client: AsyncWebClient, place: Place, attached: Attached) -> None:
        """Post a document as a file in the place's thread (files.getUploadURLExternal, files.completeUploadExternal)."""

        def send() -> Coroutine[Any, Any, Any]:
            return client.files_upload_v2(
                channel=place.channel,
                thread_ts=place.thread,
                filename=attached.name,
                title=attached.title,
                content=attached.content,
            )

        await self._in_turn(client, place.channel, lambda: translated("files.upload", send()))

    async def post_ephemeral(self, client: AsyncWebClient, place: Place, messages: list[Post]) -> None:
        """Show posts to the asker alone; a response_url works even where we are not in the channel."""
        for message in messages:
            if place.response_url:
                await respond(place.response_url, message)
            else:
                await self._post_ephemeral_without_url(client, place, message)

    async def _post_ephemeral_without_url(self, client: AsyncWebClient, place: Place, message: Post) -> None:
        """Post ephemeral in the channel or, where that is refused, as a direct message."""

        def send(body: dict[str, Any]) -> Coroutine[Any, Any, Any]:
            thread = place.thread if place.threaded else None
            return client.chat_postEphemeral(
                channel=place.channel, user=place.user, thread_ts=thread, **body, **_INERT
            )

        try:
            await self._in_turn(client, place.channel, lambda: _send("chat.postEphemeral", send, message))
        except RefusedError:
            await self.post(client, Place(place.user, place.user), message)

    async def _accepted(self, client: AsyncWebClient, sending: Awaitable[Any]) -> Any:  # noqa: ANN401 - JSON
        """Return the result of a call; report a token that is accepted no more."""
        try:
            return await sending
        except RefusedError as error:
            if self.revoked and client.token and error.code in REVOKED:
                await self.revoked(client.token)
            raise

    async def _in_turn(self, client: AsyncWebClient, channel: str, send: Callable[[], Awaitable[Any]]) -> Any:  # noqa: ANN401 - JSON
        """Send when it is the channel's turn; where Slack says that we are too fast, nobody posts there for a while."""
        for _ in range(_TURNS):
            await self._turn(channel)
            try:
                return await self._accepted(client, send())
            except RefusedError as error:
                if error.code != _TOO_FAST or not self.throttle:
                    raise
                with contextlib.suppress(IndexUnavailableError):
                    await self.throttle.pause(_lane(channel), error.after or _PAUSE)
        raise RefusedError("chat.postMessage", _TOO_FAST)

    async def _turn(self, channel: str) -> None:
        if not self.throttle:
            return
        try:
            async with asyncio.timeout(_PATIENCE):
                wait = await self.throttle.wait_for(_lane(channel))
        except (IndexUnavailableError, TimeoutError):
            return  # an answer too fast is better than none
        await asyncio.sleep(wait)


def _lane(channel: str) -> str:
    return f"slack:{channel}"


async def _send(
    method: str, send: Callable[[dict[str, Any]], Coroutine[Any, Any, Any]], message: Post
) -> Any:  # noqa: ANN401 - JSON
    """Send with blocks; where Slack refuses them, the same words without."""
    try:
        return await translated(method, send({"text": message.text, "blocks": message.blocks or None}))
    except RefusedError as error:
        if not message.blocks or error.code not in _TOO_MUCH:
            raise
        return await translated(method, send({"text": message.text, "blocks": []}))


async def respond(url: str, message: Post) -> None:
    """Answer a command, a button or a shortcut for whoever used it, by the address that Slack gave for that."""
    hook = AsyncWebhookClient(
        url, timeout=10, logger=quiet_logger(), retry_handlers=[AsyncConnectionErrorRetryHandler()]
    )
    body = {
        "text": message.text,
        "blocks": message.blocks,
        "response_type": "ephemeral",
        "replace_original": False,
    }
    answer = await translated("response_url", hook.send_dict(body))
    if answer.status_code != 200:
        raise RefusedError("response_url", f"status {answer.status_code}")


async def translated(method: str, call: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 - JSON
    """Return the answer to a call of Slack's; raise RefusedError where there is none."""
    try:
        return await call
    except SlackApiError as error:
        raise RefusedError(method, _code(error), _after(error)) from error
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
        raise RefusedError(method, type(error).__name__) from error


def _code(error: SlackApiError) -> str:
    """Return Slack's error code, or the HTTP status where the response is not Slack's."""
    status = getattr(error.response, "status_code", getattr(error.response, "status", "unreadable"))
    try:
        code = str(error.response["error"] or "")
    except (KeyError, TypeError, ValueError, AttributeError):
        code = ""
    return code or f"status-{status}"


def _after(error: SlackApiError) -> float:
    """Return the seconds that Slack wants us to wait."""
    try:
        return float(error.response.headers["Retry-After"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return 0.0


def log_refusal(error: DeliveryError) -> None:
    """Log what Slack said; its code, never our words."""
    code = error.code if isinstance(error, RefusedError) else type(error).__name__
    log.warning("slack did not take a post", extra={"chat": "slack", "error": code})
