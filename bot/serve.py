"""The long-running commands: `serve` on the chats that are configured, `demo` on a local page."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from rich.console import Console
from starlette.routing import Route

from bot import load, operations
from bot.logs import start_logging
from bot.metrics import Metrics
from bot.operations import OK, SECONDS, Check
from bot.record_state import damage_of, read_state
from bot.server import build_app, open_browser
from bot.server import serve as run
from bot.settings import Settings
from bot.stores.api_keys import Keys
from bot.stores.queue import Queue
from bot.traces import tracing
from bot.wiring import Parts, open_parts
from corpus.errors import FactCheckError, SettingsError
from handlers.api import endpoints as api
from handlers.asgi.host_guard import LOOPBACK
from handlers.replies.corrections import Sender
from handlers.web import answer_page
from handlers.web.chat_page import EXAMPLES
from handlers.web.chat_page import routes as web_routes
from handlers.web.ports import Conversation, WebSender
from handlers.web.sessions import Channels


def _record_check(parts: Parts) -> Check:
    async def check() -> str:
        return "damaged" if damage_of(await parts.coverage_reader.coverage()) else OK

    return check


def _chat_check(connected: Callable[[], Awaitable[bool]]) -> Check:
    async def check() -> str:
        return OK if await connected() else "not connected"

    return check


def _numbers(
    metrics: Metrics, parts: Parts, connected: Mapping[str, Callable[[], Awaitable[bool]]]
) -> Callable[[], Awaitable[bytes]]:
    """Return a function that measures the record and the chats, and returns all numbers."""
    client = parts.store.client
    queues = {name: Queue(client, name) for name in connected} | {"watches": parts.watching.queue}

    async def numbers() -> bytes:
        try:
            async with asyncio.timeout(SECONDS):
                metrics.note_record(await read_state(client, parts.coverage_reader, queues))
        except (FactCheckError, TimeoutError):
            metrics.note_record(None)
        metrics.note_chats({chat: await is_up() for chat, is_up in connected.items()})
        return metrics.text()

    return numbers


def _api_functions(parts: Parts) -> api.Functions:
    return api.Functions(
        parts.verify, parts.statement, parts.coverage_reader.coverage, Keys(parts.store.client).admit
    )


async def demo(settings: Settings, *, port: int | None, browser: bool) -> int:
    """Load the starter statements and open the local page; ends with Ctrl-C."""
    console = Console(highlight=False, soft_wrap=True)
    start_logging(form=settings.log_form)
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
        app = build_app(
            web=web, teams=teams, operations=operations.routes({"record": _record_check(parts)}, None)
        )

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
    start_logging(form=settings.log_form)
    metrics = Metrics()
    with tracing(settings.traces_url), metrics.counting():
        async with open_parts(settings, hurried=True) as parts, _open_chats(settings, parts) as chats:
            checks = {name: _chat_check(connected) for name, connected in chats.connected.items()}
            pages = answer_page.routes(
                parts.memory.get,
                recheck=parts.verifier.verify,
                deleted=parts.memory.deleted,
                access=parts.access,
            )
            endpoints = api.routes(_api_functions(parts), base_url=settings.base_url)
            app = build_app(
                slack=chats.slack,
                teams=chats.teams,
                web=[*pages, *endpoints],
                operations=operations.routes(
                    {"record": _record_check(parts), **checks},
                    _numbers(metrics, parts, chats.connected),
                    settings.metrics_token,
                ),
            )
            console = Console(stderr=True, highlight=False, soft_wrap=True)
            names = "; ".join(chats.names)
            await run(
                app,
                settings.host,
                settings.port,
                lambda url: console.print(f"Verbatim is listening at {url} ({names})", markup=False),
            )
    return 0


@dataclass(frozen=True, slots=True)
class _Chats:
    """The chats that are open: how each is reached, the routes of Slack and of Teams, and whether each can reach us."""

    names: list[str] = field(default_factory=list)
    slack: list[Route] = field(default_factory=list)
    teams: list[Route] = field(default_factory=list)
    connected: dict[str, Callable[[], Awaitable[bool]]] = field(default_factory=dict)


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
async def _open_chats(settings: Settings, parts: Parts) -> AsyncIterator[_Chats]:
    """Open the chats that are configured."""
    opened = _Chats()
    senders: dict[str, Sender] = {}
    async with contextlib.AsyncExitStack() as stack:
        if settings.slack:
            from bot.slack import open_slack  # each chat's libraries are loaded only where it is configured
            from handlers.slack.endpoints import PATH

            name, routes, senders["slack"], opened.connected["slack"] = await stack.enter_async_context(
                open_slack(settings.slack, parts)
            )
            opened.slack.extend(routes)
            way = f"POST {PATH}" if not settings.slack.socket_mode else "Socket Mode"
            opened.names.append(f"Slack, {way}, as {name or 'yet unknown'}")
        if settings.teams:
            from bot.teams import open_teams  # an extra

            routes, senders["teams"] = await stack.enter_async_context(
                open_teams(settings.teams, parts, settings.teams_admins)
            )
            opened.teams.extend(routes)
            opened.connected["teams"] = _listening
            opened.names.append(f"Teams, {' and '.join(f'POST {route.path}' for route in routes)}")
        await stack.enter_async_context(parts.notifier(senders).running())
        yield opened


async def _listening() -> bool:
    """Return that a chat can reach us: it is Teams that connects."""
    return True


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
