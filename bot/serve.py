"""The long-running commands: `serve` on the chats that are configured, `demo` on a local page."""

import contextlib
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

from rich.console import Console
from starlette.routing import Route

from bot import load
from bot.logs import start_logging
from bot.server import build_app, open_browser
from bot.server import serve as run
from bot.settings import Settings
from bot.stores.api_keys import Keys
from bot.wiring import Parts, open_parts
from corpus.errors import SettingsError
from handlers.api import endpoints as api
from handlers.asgi.host_guard import LOOPBACK
from handlers.replies.corrections import Sender
from handlers.web import answer_page
from handlers.web.chat_page import EXAMPLES
from handlers.web.chat_page import routes as web_routes
from handlers.web.ports import Conversation, WebSender
from handlers.web.sessions import Channels


def _health(parts: Parts) -> Callable[[], Awaitable[Mapping[str, object]]]:
    async def health() -> Mapping[str, object]:
        coverage = await parts.coverage_reader.coverage()
        return {"statements": coverage.statements, "sources": coverage.sources}

    return health


def _api_functions(parts: Parts) -> api.Functions:
    return api.Functions(
        parts.verify, parts.statement, parts.coverage_reader.coverage, Keys(parts.store.client).admit
    )


async def demo(settings: Settings, *, port: int | None, browser: bool) -> int:
    """Load the starter statements and open the local page; ends with Ctrl-C."""
    console = Console(highlight=False, soft_wrap=True)
    start_logging()
    async with (
        open_parts(settings, hurried=True) as parts,
        _open_playground(settings, parts) as (teams, senders),
    ):
        await load.load(parts.writer, iter(load.starter()))
        count = (await parts.coverage_reader.coverage()).statements
        channels = Channels()
        talk = Conversation(
            parts.service.answer, parts.memory.posted, parts.watching.watch, channels, parts.feedback.vote
        )
        pages = answer_page.routes(
            parts.memory.get, recheck=parts.verifier.verify, deleted=parts.memory.deleted, hosts=LOOPBACK
        )
        endpoints = api.routes(_api_functions(parts), hosts=LOOPBACK)
        web = [*pages, *endpoints, *web_routes(parts.service.answer, conversation=talk)]
        app = build_app(web=web, teams=teams, health=_health(parts))

        def ready(url: str) -> None:
            console.print(f"\n[bold]Verbatim[/bold] is ready at [bold]{url}[/bold]  (Ctrl-C stops it)\n")
            console.print(f"The record holds {count:,} statements. Three things to try:\n")
            for line in EXAMPLES:
                console.print(f"    {line}", markup=False)
            console.print()
            sys.stdout.flush()
            if browser:
                open_browser(url)

        async with parts.notifier({"web": WebSender(channels), **senders}).running():
            await run(app, "127.0.0.1", 0 if port is None else port, ready)
    return 0


async def serve(settings: Settings) -> int:
    """Run the bot on the chats that are configured, until a signal stops it."""
    _check_chats(settings)
    start_logging()
    async with (
        open_parts(settings, hurried=True) as parts,
        _open_chats(settings, parts) as (names, slack, teams),
    ):
        pages = answer_page.routes(
            parts.memory.get, recheck=parts.verifier.verify, deleted=parts.memory.deleted, access=parts.access
        )
        endpoints = api.routes(_api_functions(parts), base_url=settings.base_url)
        app = build_app(slack=slack, teams=teams, web=[*pages, *endpoints], health=_health(parts))
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        await run(
            app,
            settings.host,
            settings.port,
            lambda url: console.print(f"Verbatim is listening at {url} ({'; '.join(names)})", markup=False),
        )
    return 0


def _check_chats(settings: Settings) -> None:
    """Raise SettingsError where there is no chat to serve, or one that anybody could pretend to be."""
    if not (settings.slack or settings.teams):
        raise SettingsError(
            "no chat is configured. Set SLACK_BOT_TOKEN with SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN "
            "(Socket Mode); or TEAMS_CLIENT_ID, TEAMS_CLIENT_SECRET and TEAMS_TENANT_ID; or try the bot without any "
            "account: python -m bot demo"
        )
    if settings.unauthenticated:
        raise SettingsError(
            "DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS is set: anybody could pretend to be Teams. Unset it; only "
            "python -m bot demo takes it, on this machine alone"
        )


@contextlib.asynccontextmanager
async def _open_chats(
    settings: Settings, parts: Parts
) -> AsyncIterator[tuple[list[str], list[Route], list[Route]]]:
    """Open the configured chats; yield how each is reached, and the routes of Slack and of Teams."""
    names: list[str] = []
    slack: list[Route] = []
    teams: list[Route] = []
    senders: dict[str, Sender] = {}
    async with contextlib.AsyncExitStack() as chats:
        if settings.slack:
            from bot.slack import open_slack  # each chat's libraries are loaded only where it is configured
            from handlers.slack.endpoints import PATH

            name, slack, senders["slack"] = await chats.enter_async_context(open_slack(settings.slack, parts))
            names.append(f"Slack, {f'POST {PATH}' if slack else 'Socket Mode'}, as {name or 'yet unknown'}")
        if settings.teams:
            from bot.teams import open_teams  # an extra

            teams, senders["teams"] = await chats.enter_async_context(
                open_teams(settings.teams, parts, settings.teams_admins)
            )
            names.append(f"Teams, {' and '.join(f'POST {route.path}' for route in teams)}")
        await chats.enter_async_context(parts.notifier(senders).running())
        yield names, slack, teams


@contextlib.asynccontextmanager
async def _open_playground(
    settings: Settings, parts: Parts
) -> AsyncIterator[tuple[list[Route], dict[str, Sender]]]:
    """Open Teams without tokens, where the settings ask for it."""
    if not settings.unauthenticated:
        yield [], {}
        return
    from bot.teams import open_demo  # as above

    async with open_demo(parts, settings.teams_admins) as (teams, sender):
        yield teams, {"teams": sender}
