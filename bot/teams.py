"""Teams, opened on the parts of the program: with Microsoft's tokens, or for the demo without."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

from starlette.routing import Route

from bot.settings import Teams
from bot.stores.deliveries import RedisDeliveries
from bot.stores.greetings import RedisGreeted
from bot.stores.queue import Queue, Throttle
from bot.wiring import Parts
from handlers.conversation.responder import Responder
from handlers.ports.address import Address
from handlers.ports.background import BackgroundTasks
from handlers.ports.deliveries import TRY_SECONDS
from handlers.ports.preferences import Preferences
from handlers.replies.actions import Offer
from handlers.replies.corrections import Sender
from handlers.replies.reply import Reply
from handlers.teams.actions import Actions
from handlers.teams.activities import Member
from handlers.teams.channel_settings import Settings as Wishes
from handlers.teams.connector import Json, RefusedError, Wire, connect
from handlers.teams.delivery import Delivery
from handlers.teams.endpoints import Auth, Endpoint
from handlers.teams.notifier import TeamsSender
from handlers.teams.responder import SETTINGS_SECONDS, TeamsResponder
from handlers.teams.webhook import Webhook

DEMO_ID = "00000000-0000-0000-0000-00000000000011"  # the bot of Microsoft's playground


@contextlib.asynccontextmanager
async def open_teams(
    teams: Teams, parts: Parts, admins: frozenset[str] = frozenset()
) -> AsyncIterator[tuple[list[Route], Sender]]:
    """Listen to Teams for the time of the context: the routes that it needs, and how corrections get there.

    Raises SettingsError where the SDK is not installed. At the end what was asked is answered before the record is
    closed.
    """
    background = BackgroundTasks()
    wire = (
        connect(teams.client_id, teams.client_secret, teams.tenant_id)
        if teams.client_id
        else contextlib.nullcontext(_NoWire())
    )
    async with wire as opened:
        responder = _responder(opened, parts, background)
        async with _working(responder, background):
            yield _routes(teams, responder, parts, admins), TeamsSender(responder.delivery, responder.offer)


@contextlib.asynccontextmanager
async def open_demo(
    parts: Parts, admins: frozenset[str] = frozenset()
) -> AsyncIterator[tuple[list[Route], Sender]]:
    """Yield Teams without tokens, for Microsoft's playground on this machine; answers never leave the loopback."""
    from handlers.teams.auth import OpenAuth  # as above

    background = BackgroundTasks()
    async with connect(DEMO_ID, "", "demo", token=_demo_token) as wire:
        responder = _responder(wire, parts, background)
        async with _working(responder, background):
            yield (
                _endpoint(OpenAuth(), responder, parts, admins),
                TeamsSender(responder.delivery, responder.offer),
            )


def _routes(teams: Teams, responder: TeamsResponder, parts: Parts, admins: frozenset[str]) -> list[Route]:
    routes: list[Route] = []
    if teams.client_id:
        from handlers.teams.auth import KeySet, TokenAuth  # on a library that comes with the SDK

        keys = KeySet()
        responder.background.start(keys.warm())
        routes += _endpoint(TokenAuth(teams.client_id, teams.tenants, keys), responder, parts, admins)
    if teams.webhook_secrets:
        routes += Webhook(
            responder, teams.webhook_secrets, "" if parts.access.limited else parts.access.base_url
        ).routes()
    return routes


def _endpoint(auth: Auth, responder: TeamsResponder, parts: Parts, admins: frozenset[str]) -> list[Route]:
    async def look(text: str, _: Address, wants: Preferences) -> tuple[Reply, ...]:
        return await parts.service.answer(text, None, wants)

    async def anew(text: str, address: Address, wants: Preferences) -> tuple[Reply, ...]:
        return await parts.service.answer(text, address, wants, anew=True)

    actions = Actions(
        responder,
        RedisGreeted(parts.store.client),
        parts.feedback.vote,
        parts.watching.watch,
        look=look,
        anew=anew,
        settings=Wishes(
            parts.preferences,
            parts.memory,
            parts.coverage_reader.holdings,
            responder.delivery.wire,
            admins,
            parts.feedback.forget_user,
        ),
        memory=parts.memory,
        pages=parts.pages,
    )
    return Endpoint(auth, actions, responder.background).routes()


def _responder(wire: Wire, parts: Parts, background: BackgroundTasks) -> TeamsResponder:
    client = parts.store.client
    return TeamsResponder(
        flow=Responder(
            chat="teams",
            answer=parts.service.answer,
            deliveries=RedisDeliveries(client, prefix="v:once:teams:", seconds=TRY_SECONDS),
            check=parts.service.check,
            brief=parts.service.brief_reply,
            memory=parts.memory,
            preferences=parts.preferences,
            settings_seconds=SETTINGS_SECONDS,
        ),
        delivery=Delivery(wire, Throttle(client)),
        queue=Queue(client, "teams"),
        background=background,
        offer=Offer(
            feedback=True,
            watch=True,
            brief=True,
            private_brief=True,
            again=True,
            page=parts.access.base_url,
            invite=parts.access.limited,
        ),
    )


@contextlib.asynccontextmanager
async def _working(responder: TeamsResponder, background: BackgroundTasks) -> AsyncIterator[None]:
    """Answer what is queued for the time of the context, and finish what is under way at its end."""
    working = asyncio.create_task(responder.work())
    try:
        yield
    finally:
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working
        await background.finish()


class _NoWire:
    """A webhook alone can post nothing later."""

    async def send(self, service: str, conversation: str, message: Json) -> str:
        del service, conversation, message
        raise RefusedError(403)

    async def edit(self, service: str, conversation: str, post: str, message: Json) -> None:
        del service, conversation, post, message
        raise RefusedError(403)

    async def post_ephemeral(self, service: str, conversation: str, person: str, message: Json) -> str:
        del service, conversation, person, message
        raise RefusedError(403)

    async def open(self, service: str, tenant: str, person: str) -> str:
        del service, tenant, person
        raise RefusedError(403)

    async def member(self, service: str, conversation: str, person: str) -> Member:
        del service, conversation, person
        raise RefusedError(403)

    async def members(self, service: str, conversation: str) -> tuple[Member, ...]:
        del service, conversation
        raise RefusedError(403)


async def _demo_token(*_: object) -> str:
    """Return what the playground asks for: anything that reads as a token."""
    import jwt  # comes with the SDK

    return jwt.encode({"appid": DEMO_ID, "exp": int(time.time()) + 3600}, "playground" * 4, algorithm="HS256")
