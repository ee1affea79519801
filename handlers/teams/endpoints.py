"""The door of Teams on our ASGI app: `/api/messages`.

The order is: no token, no answer (401); no activity (400); not for this bot (401), not for this tenant (403); and only then
what it is about. An activity that means nothing to us is 200, an invoke 501: Teams repeats what fails.
"""

import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from corpus.errors import AuthenticationError, ReadError
from handlers.asgi.request_body import read_body
from handlers.conversation.responder import log_bug
from handlers.conversation.unprompted import has_quote
from handlers.messages import say
from handlers.ports.address import Address
from handlers.ports.background import BackgroundTasks
from handlers.teams import cards
from handlers.teams.actions import Actions, Result, asked_in
from handlers.teams.activities import Activity, Json, read
from handlers.teams.connector import RefusedError
from handlers.teams.delivery import log_refusal

PATH = "/api/messages"
MOST_BYTES = 1_000_000  # a message of Teams is at most about 100 KB, an action's included

log = logging.getLogger(__name__)


class Auth(Protocol):
    """Lets in what is Teams'. The first two methods raise AuthenticationError."""

    async def authenticate(self, authorization: str) -> Json:
        """The claims of a token."""

    def admit(self, claims: Json, body: Json) -> None:
        """Return whether they speak for this activity."""

    def serves(self, address: Address) -> bool:
        """Return whether this tenant may ask."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Reads activities and gives each to who sees to it."""

    auth: Auth
    actions: Actions
    background: BackgroundTasks

    def routes(self) -> list[Route]:
        """The route that the Bot Framework posts to."""
        return [Route(PATH, self.messages, methods=["POST"])]

    async def messages(self, request: Request) -> Response:
        """One activity."""
        try:
            status, body = await self._answer(request)
        except AuthenticationError as error:
            log.warning(
                "a request that is not Teams'", extra={"chat": "teams", "error": str(error).replace(" ", "-")}
            )
            status, body = 401, None
        except ReadError:
            status, body = 400, None
        return Response(status_code=status) if body is None else JSONResponse(body, status)

    async def _answer(self, request: Request) -> Result:
        claims = await self.auth.authenticate(request.headers.get("authorization", ""))
        body = parse(await read_body(request, MOST_BYTES))
        self.auth.admit(claims, body)
        activity = read(body)
        if not self.auth.serves(activity.address):
            log.warning("a tenant that is not allowed", extra={"chat": "teams"})
            return 403, None
        try:
            return await self._dispatch(activity)
        except Exception as error:  # noqa: BLE001 - Teams would repeat it, and fail again
            log_bug(error, "teams")
            return 200, None

    async def _dispatch(self, activity: Activity) -> Result:
        match activity.kind:
            case "invoke":
                return await self.actions.invoke(activity)
            case "message":
                await self._asked(activity)
            case "installationUpdate" if activity.action.startswith("remove"):
                await self.actions.greeted.forget(activity.address.channel)
            case "installationUpdate":
                self.background.start(self.actions.greet(activity))
            case "conversationUpdate" if activity.bot and activity.bot in activity.added:
                self.background.start(self.actions.greet(activity))
        return 200, None

    async def _asked(self, activity: Activity) -> None:
        """A question, a command, a quote that somebody pasted, or our name alone under something that we may not read."""
        if activity.value and not activity.text:
            return  # a button of an old client; ours all are invokes
        text = activity.text
        if not activity.called:  # we see these only where the app may read all messages
            if has_quote(text):
                await self._take(activity, text, pasted=True)
            return
        command = " ".join(text.lower().split()).removeprefix("/").removeprefix("verify").strip(" :/")
        if command in self.actions.commands:
            self.background.start(self._post_answer(activity, self.actions.commands[command]))
            return
        text = text if command else activity.quoted
        if text:
            await self._take(activity, text)
        else:
            self.background.start(self._post_answer(activity, _nothing_there))

    async def _take(self, activity: Activity, text: str, *, pasted: bool = False) -> None:
        asked = replace(asked_in(activity, text), pasted=pasted)
        await self.actions.responder.take(asked)

    async def _post_answer(
        self, activity: Activity, say: Callable[[Address], Awaitable[cards.Block]]
    ) -> None:
        if not await self.actions.responder.deliveries.first(activity.repeats):
            return
        try:
            await self.actions.responder.delivery.post(activity.address, await say(activity.address))
            await self.actions.responder.deliveries.keep(activity.repeats)
        except RefusedError as error:
            log_refusal(error)


async def _nothing_there(_: Address) -> cards.Block:
    return cards.note(say("chats.nothing_there"))


def parse(raw: bytes) -> dict[str, Any]:
    """Read an object of JSON; raise ReadError where it is none.

    >>> parse(b'{"type": "message"}')
    {'type': 'message'}
    """
    try:
        body = json.loads(raw.decode())
    except (ValueError, RecursionError) as error:
        raise ReadError(PATH, type(error).__name__) from error
    if not isinstance(body, dict):
        raise ReadError(PATH, "no object")
    return body
