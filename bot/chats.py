"""The chats that are configured, opened on the parts of the program."""

import contextlib
from collections.abc import AsyncIterator

from starlette.routing import Route

from bot.once import Once
from bot.settings import Slack
from bot.wiring import Parts
from handlers.jobs import Jobs
from handlers.once import TRY_SECONDS
from handlers.slack.doors import identify, routes, socket
from handlers.slack.listeners import build
from handlers.slack.tools import Tools


@contextlib.asynccontextmanager
async def open_slack(slack: Slack, parts: Parts) -> AsyncIterator[tuple[str, list[Route]]]:
    """Listen to Slack for the time of the context: who we are there, and the routes that it needs.

    In Socket Mode there are none. Raises SettingsError where Slack does not accept a token. At the end what
    was asked is answered before the record is closed.
    """
    jobs = Jobs()
    app = build(
        bot_token=slack.bot_token,
        api_url=slack.api_url,
        answer=parts.answer,
        once=Once(parts.store.client, prefix="v:once:slack:", seconds=TRY_SECONDS),
        jobs=jobs,
        tools=Tools(
            parts.answer,
            parts.memory,
            parts.preferences,
            parts.ledger.coverage,
            parts.watching.watch,
            parts.feedback.vote,
            parts.base_url,
        ),
    )
    name = await identify(slack.bot_token, slack.api_url)
    try:
        if slack.socket_mode:
            async with socket(app, slack.app_token, slack.api_url):
                yield name, []
        else:
            yield name, routes(app, slack.signing_secret)
    finally:
        await jobs.finish()
