"""The long-running commands: `serve` on the chats that are configured, `demo` on a local page."""

import sys
from collections.abc import Awaitable, Callable, Mapping

from rich.console import Console

from bot import loading
from bot.chats import open_slack
from bot.keys import Keys
from bot.logs import start_logging
from bot.server import build_app, open_browser
from bot.server import serve as run
from bot.settings import Settings
from bot.wiring import Parts, open_parts
from corpus.errors import SettingsError
from handlers.api import doors as api
from handlers.slack.doors import PATH
from handlers.web import permalink
from handlers.web.conversation import Conversation, WebSender
from handlers.web.guard import LOOPBACK
from handlers.web.pages import EXAMPLES
from handlers.web.pages import routes as web_routes
from handlers.web.posts import Channels


def _health(parts: Parts) -> Callable[[], Awaitable[Mapping[str, object]]]:
    async def health() -> Mapping[str, object]:
        coverage = await parts.ledger.coverage()
        return {"statements": coverage.statements, "sources": coverage.sources}

    return health


def _doors(parts: Parts) -> api.Doors:
    return api.Doors(
        parts.verifier.verify, parts.statement, parts.ledger.coverage, Keys(parts.store.client).admit
    )


async def demo(settings: Settings, *, port: int | None, browser: bool) -> int:
    """Load the starter statements and open the local page; ends with Ctrl-C."""
    console = Console(highlight=False, soft_wrap=True)
    start_logging()
    async with open_parts(settings) as parts:
        await loading.load(parts.index, iter(loading.starter()))
        count = (await parts.ledger.coverage()).statements
        channels = Channels()
        talk = Conversation(parts.answer, parts.memory.posted, parts.watching.watch, channels)
        pages = permalink.routes(parts.memory.get, hosts=LOOPBACK)
        open_doors = api.routes(_doors(parts), hosts=LOOPBACK)
        web = [*pages, *open_doors, *web_routes(parts.answer, conversation=talk)]
        app = build_app(web=web, health=_health(parts))

        def ready(url: str) -> None:
            console.print(f"\n[bold]Verbatim[/bold] is ready at [bold]{url}[/bold]  (Ctrl-C stops it)\n")
            console.print(f"The record holds {count:,} statements. Three things to try:\n")
            for line in EXAMPLES:
                console.print(f"    {line}", markup=False)
            console.print()
            sys.stdout.flush()
            if browser:
                open_browser(url)

        async with parts.teller({"web": WebSender(channels)}).running():
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
    async with open_parts(settings) as parts, open_slack(settings.slack, parts) as (name, routes):
        pages = permalink.routes(parts.memory.get, base_url=settings.base_url)
        open_doors = api.routes(_doors(parts), base_url=settings.base_url)
        app = build_app(slack=routes, web=[*pages, *open_doors], health=_health(parts))
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        doors_open = f"POST {PATH}" if routes else "Socket Mode"
        await run(
            app,
            settings.host,
            settings.port,
            lambda url: console.print(
                f"Verbatim is listening at {url} (Slack, {doors_open}, as {name or 'yet unknown'})",
                markup=False,
            ),
        )
    return 0
