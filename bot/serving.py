"""The long-running commands: `serve` on the chats that are configured, `demo` on a local page."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

from rich.console import Console
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot import loading
from bot.logs import start_logging
from bot.once import Once
from bot.server import Lifespan, build_app, open_browser
from bot.server import serve as run
from bot.settings import Settings, Slack
from bot.wiring import Parts, open_parts
from corpus.errors import SettingsError
from handlers.jobs import Jobs
from handlers.slack import doors
from handlers.slack.listeners import build as build_slack
from handlers.web.pages import EXAMPLES
from handlers.web.pages import routes as web_routes

SLACK_SECONDS = 120  # an answer is claimed for this long; Slack repeats a delivery after that at the latest


def _health(parts: Parts) -> Callable[[], Awaitable[Mapping[str, object]]]:
    async def health() -> Mapping[str, object]:
        coverage = await parts.ledger.coverage()
        return {"statements": coverage.statements, "sources": coverage.sources}

    return health


async def demo(settings: Settings, *, port: int | None, browser: bool) -> int:
    """Load the starter statements and open the local page; ends with Ctrl-C."""
    console = Console(highlight=False, soft_wrap=True)
    start_logging()
    async with open_parts(settings) as parts:
        await loading.load(parts.index, iter(loading.starter()))
        count = (await parts.ledger.coverage()).statements
        app = build_app(web=web_routes(parts.answer), health=_health(parts))

        def ready(url: str) -> None:
            console.print(f"\n[bold]Verbatim[/bold] is ready at [bold]{url}[/bold]  (Ctrl-C stops it)\n")
            console.print(f"The record holds {count:,} statements. Three things to try:\n")
            for line in EXAMPLES:
                console.print(f"    {line}", markup=False)
            console.print()
            sys.stdout.flush()
            if browser:
                open_browser(url)

        await run(app, "127.0.0.1", 0 if port is None else port, ready)
    return 0


async def serve(settings: Settings) -> int:
    """Run the bot on the chats that are configured, until told to stop."""
    if not settings.slack:
        raise SettingsError(
            "no chat is configured. Set SLACK_BOT_TOKEN with SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN "
            "(Socket Mode); or try the bot without any account: python -m bot demo"
        )
    start_logging()
    async with open_parts(settings) as parts:
        routes, lifespan = _slack(settings.slack, parts)
        app = build_app(slack=routes, health=_health(parts), lifespan=lifespan)
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        doors_open = "Slack, Socket Mode" if settings.slack.socket_mode else f"Slack, POST {doors.PATH}"
        await run(
            app,
            settings.host,
            settings.port,
            lambda url: console.print(f"Verbatim is listening at {url} ({doors_open})", markup=False),
        )
    return 0


def _slack(slack: Slack, parts: Parts) -> tuple[list[BaseRoute], Lifespan]:
    """The doors to Slack: a route for signed HTTP, or a socket that lives as long as the app."""
    jobs = Jobs()
    once = Once(parts.store.client, prefix="v:once:slack:", seconds=SLACK_SECONDS)
    app = build_slack(
        bot_token=slack.bot_token, api_url=slack.api_url, answer=parts.answer, once=once, jobs=jobs
    )
    routes: list[BaseRoute] = []
    if not slack.socket_mode:
        routes += doors.routes(app, slack.signing_secret)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            async with asyncio.TaskGroup() as group:
                socket = (
                    group.create_task(doors.run_socket(app, slack.app_token, slack.api_url))
                    if slack.socket_mode
                    else None
                )
                yield
                if socket:
                    socket.cancel()
        except ExceptionGroup as failed:  # the socket's own error, as if it had been raised here
            raise failed.exceptions[0] from failed
        finally:
            await jobs.finish()

    return routes, lifespan
