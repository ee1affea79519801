"""The light route: an outgoing webhook of one team, for those who may not register an app.

Teams signs each call with the secret it showed once (HMAC-SHA256), waits five seconds, and takes the HTTP answer as the
only post: no edit, no buttons but links, no chats, no private channels.
https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook
"""

import asyncio
import base64
import hashlib
import hmac
import logging
import re
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from corpus.errors import AuthenticationError, ReadError
from handlers.asgi.request_body import read_body
from handlers.messages import say
from handlers.ports.address import Address
from handlers.replies import ui_text
from handlers.replies.actions import Offer
from handlers.replies.reply import Reply
from handlers.teams import cards
from handlers.teams.activities import CHAT, Json, text_of
from handlers.teams.endpoints import MOST_BYTES, parse
from handlers.teams.message_text import without_mentions
from handlers.teams.responder import TeamsResponder

PATH = "/teams/webhook"
SECONDS = 4.0  # Teams waits five; the rest is for the way
# Blanks are looked at from their first one only, and a name as far as the next mention: else time grows by the square.
_NAME = re.compile(r"(?:(?<!\s)\s+)?<at[^<>]*>[^<]*(?:<(?!/?at\b)[^<]*)*</at>")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Answers calls that one of the secrets signed; `page` is the address of our pages, "" for none."""

    responder: TeamsResponder
    secrets: tuple[bytes, ...]
    page: str = ""
    seconds: float = SECONDS

    def routes(self) -> list[Route]:
        """The route that Teams posts to."""
        return [Route(PATH, self.call, methods=["POST"])]

    async def call(self, request: Request) -> Response:
        """One question, one answer."""
        try:
            raw = await read_body(request, MOST_BYTES)
            authenticate(self.secrets, raw, request.headers.get("authorization", ""))
            body = parse(raw)
        except AuthenticationError:
            log.warning("a call that Teams did not sign", extra={"chat": "teams"})
            return Response(status_code=401)
        except ReadError:
            return Response(status_code=400)
        return JSONResponse(await self._answer(body))

    async def _answer(self, body: Json) -> dict[str, Any]:
        text = without_mentions(_NAME.sub("", text_of(body, "text"), count=1), ())
        if not text:
            return cards.note(say("chats.nothing_there"))
        channel, _, root = text_of(body, "conversation", "id").partition(";messageid=")
        tenant = text_of(body, "channelData", "tenant", "id") or text_of(body, "conversation", "tenantId")
        user = text_of(body, "from", "aadObjectId") or text_of(body, "from", "id")
        address = Address(CHAT, tenant, channel, f"{channel};messageid={root}" if root else "", user)
        try:
            async with asyncio.timeout(self.seconds):
                replies = await self.responder.flow.answer_text(text, address)
        except TimeoutError:
            return cards.note(say("chats.too_slow"))
        return _one_message(replies, self.page)


def _one_message(replies: tuple[Reply, ...], page: str) -> dict[str, Any]:
    """All answers in the one message there is; what it cannot hold is counted."""
    shown = 0
    attachments: list[cards.Block] = []
    for reply in replies:
        attachment = cards.attach(cards.card(reply, Offer(page=page)))
        if attachments and cards.size({"a": [*attachments, attachment]}) > cards.MOST_BYTES:
            break
        attachments.append(attachment)
        shown += 1
    left = len(replies) - shown
    text = ui_text.more(left) if left else ""
    return {"type": "message", "text": text, "attachments": attachments, "attachmentLayout": "list"}


def authenticate(secrets: tuple[bytes, ...], raw: bytes, header: str) -> None:
    """Raise AuthenticationError unless one of the secrets signed these very bytes."""
    scheme, _, given = header.partition(" ")
    signatures = [base64.b64encode(hmac.new(secret, raw, hashlib.sha256).digest()) for secret in secrets]
    claimed = given.strip().encode("utf-8", "replace")
    matches = [hmac.compare_digest(claimed, signature) for signature in signatures]
    if scheme != "HMAC" or not any(matches):
        raise AuthenticationError("no signature of ours")
