"""The chats that are configured, opened on the parts of the program."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient
from starlette.routing import Route

from bot.settings import Slack
from bot.stores.backlog import RedisBacklog
from bot.stores.deliveries import RedisDeliveries
from bot.stores.installations import RedisInstallations, RedisStates, Tokens, vault
from bot.stores.questions import RedisQuestions
from bot.stores.queue import Throttle
from bot.wiring import Parts
from corpus.errors import FactCheckError
from handlers.ports.background import BackgroundTasks
from handlers.ports.deliveries import TRY_SECONDS
from handlers.ports.preferences import Preferences
from handlers.slack.delivery import Delivery, connect
from handlers.slack.endpoints import identify, is_accepted, routes, socket
from handlers.slack.listeners import Listening, build
from handlers.slack.notifier import SlackSender
from handlers.slack.oauth import OAuth, Workspaces, install_routes
from handlers.slack.ports import Tools
from handlers.slack.responder import open_responder

Connected = Callable[[], Awaitable[bool]]

log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def open_slack(
    slack: Slack, parts: Parts
) -> AsyncIterator[tuple[str, list[Route], SlackSender, Connected]]:
    """Listen to Slack for the time of the context.

    Yields who we are there, the routes it needs, the way back to its threads, and whether it can reach us.

    In Socket Mode there are no routes but those of an installation by OAuth. Raises SettingsError where Slack does not
    accept a token. At the end what was asked is answered before the record is closed.
    """
    background = BackgroundTasks()
    oauth, workspaces = _many(slack, parts) if slack.client_id else (None, None)
    backlog = RedisBacklog(parts.store.client)
    deliveries = RedisDeliveries(parts.store.client, prefix="v:once:slack:", seconds=TRY_SECONDS)
    tools = _tools(parts, backlog)
    delivery = Delivery(Throttle(parts.store.client), partial(_revoked, slack, workspaces))
    app = build(
        bot_token=slack.bot_token,
        api_url=slack.api_url,
        workspaces=workspaces,
        listening=Listening(
            answer=parts.service.answer,
            deliveries=deliveries,
            background=background,
            tools=tools,
            delivery=delivery,
        ),
    )

    async def client_of(team: str) -> AsyncWebClient:
        bot = await workspaces.find(None, team) if workspaces else None
        return connect(bot.bot_token if bot else slack.bot_token, slack.api_url)

    name = "many workspaces" if oauth else await identify(slack.bot_token, slack.api_url)
    pages = install_routes(oauth) if oauth else []
    responder = open_responder(tools, deliveries, delivery=delivery)
    sender = SlackSender(client_of, delivery, lambda reply: responder.dressed(reply, Preferences()))
    left = asyncio.create_task(backlog.run(responder.take_up, client_of))
    try:
        if slack.socket_mode:
            async with socket(app, slack.app_token, slack.api_url) as connected:
                yield name, pages, sender, connected
        else:
            yield name, [*routes(app, slack.signing_secret), *pages], sender, _listening
    finally:
        left.cancel()
        await background.finish()


async def _listening() -> bool:
    """Return that Slack can reach us: by signed requests, it is Slack that connects."""
    return True


async def _revoked(slack: Slack, workspaces: Workspaces | None, token: str) -> None:
    """Forget the workspace whose token Slack refused, or say what to correct."""
    try:
        if workspaces:
            await workspaces.revoked(token, lambda one: is_accepted(one, slack.api_url))
        elif not await is_accepted(token, slack.api_url):
            log.error("slack accepts SLACK_BOT_TOKEN no more: install the app again and set its new token")
    except FactCheckError as error:
        log.warning(
            "a refused token is not looked into", extra={"chat": "slack", "error": type(error).__name__}
        )


def _tools(parts: Parts, backlog: RedisBacklog) -> Tools:
    return Tools(
        parts.service.answer,
        parts.service.check,
        parts.memory,
        parts.preferences,
        parts.coverage_reader.coverage,
        parts.coverage_reader.holdings,
        parts.watching.watch,
        parts.feedback.vote,
        parts.feedback.forget_user,
        parts.pages,
        parts.service.brief_reply,
        backlog,
        RedisQuestions(parts.store.client),
    )


def _many(slack: Slack, parts: Parts) -> tuple[OAuth, Workspaces]:
    """Return the parts of an installation in many workspaces; raise SettingsError where the key is none."""
    client = parts.store.client
    store = RedisInstallations(client, vault(slack.token_key))
    rotator = AsyncTokenRotator(
        client_id=slack.client_id,
        client_secret=slack.client_secret,
        client=connect(None, slack.api_url),
    )
    oauth = OAuth(
        slack.client_id, slack.client_secret, store, RedisStates(client), slack.api_url, parts.access.base_url
    )
    tokens = Tokens(store, rotator)
    return oauth, Workspaces(tokens.find, store, tokens.revoked)
