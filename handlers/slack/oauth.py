"""Installing in many workspaces: the pages that an administrator goes through, and how a token is found later.

/slack/install ──> Slack asks the administrator ──> /slack/oauth_redirect ──> the token is stored
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from corpus.errors import FactCheckError, IndexUnavailableError
from handlers.messages import say
from handlers.slack.delivery import Post, connect, quiet_logger

_SECONDS = 2.0  # for a token to be found; Slack waits three for its acknowledgement
INSTALL = "/slack/install"
REDIRECT = "/slack/oauth_redirect"
SCOPES = ("app_mentions:read", "chat:write", "commands", "im:history", "users:read")

FindBot = Callable[[str | None, str | None], Awaitable[Bot | None]]
Revoked = Callable[[str, Callable[[str], Awaitable[bool]]], Awaitable[bool]]
Authorize = Callable[
    ..., Awaitable[AuthorizeResult]
]  # or None for a stranger, whom Bolt's own type leaves out


@dataclass(frozen=True, slots=True)
class OAuth:
    """What Slack calls the app's credentials, where its answers are kept, and the address people come back to."""

    client_id: str
    client_secret: str = field(repr=False)
    store: AsyncInstallationStore
    states: AsyncOAuthStateStore
    api_url: str
    base_url: str = ""


@dataclass(frozen=True, slots=True)
class Workspaces:
    """Those that installed the bot: how the token of one is found, and where it is forgotten."""

    find: FindBot
    store: AsyncInstallationStore
    revoked: Revoked


def authorize_by(find: FindBot) -> Authorize:
    """Return how Bolt finds the token of the workspace that a request comes from; nothing is asked of Slack for that."""

    async def authorize(context: AsyncBoltContext) -> AuthorizeResult | None:
        try:
            async with asyncio.timeout(_SECONDS):
                bot = await find(
                    context.enterprise_id, None if context.is_enterprise_install else context.team_id
                )
        except TimeoutError as error:
            raise IndexUnavailableError("the installations do not answer") from error
        if not bot:
            return None
        return AuthorizeResult(
            enterprise_id=context.enterprise_id,
            team_id=context.team_id,
            bot_token=bot.bot_token,
            bot_user_id=bot.bot_user_id,
        )

    return cast(Authorize, authorize)


def forget_removed(app: AsyncApp, store: AsyncInstallationStore) -> None:
    """Forget the token of who uninstalls the bot or revokes it; before any listener for all other events."""

    @app.event("app_uninstalled")
    async def uninstalled(context: AsyncBoltContext) -> None:
        await _forget(context)

    @app.event("tokens_revoked")
    async def revoked(event: dict[str, dict[str, list[str]]], context: AsyncBoltContext) -> None:
        if event.get("tokens", {}).get("bot"):
            await _forget(context)

    async def _forget(context: AsyncBoltContext) -> None:
        team = None if context.is_enterprise_install else context.team_id
        await store.async_delete_all(enterprise_id=context.enterprise_id, team_id=team)


def away(body: Mapping[str, Any], advice: str) -> BoltResponse:
    """Return what is answered while no token can be looked up: an event is refused, for Slack delivers it again.

    A command, a shortcut or a button says so to whoever used it; that takes no token.
    """
    post = Post.note(advice)
    shown = {
        "response_type": "ephemeral",
        "replace_original": False,
        "text": post.text,
        "blocks": post.blocks,
    }
    if body.get("command"):
        return BoltResponse(status=200, body=shown)
    if body.get("type") == "view_submission":
        view = {
            "type": "modal",
            "title": {"type": "plain_text", "text": say("chats.not_now")},
            "blocks": post.blocks,
        }
        return BoltResponse(status=200, body={"response_action": "update", "view": view})
    return BoltResponse(status=503)


def install_routes(oauth: OAuth) -> list[Route]:
    """The two pages of an installation."""
    flow = AsyncOAuthFlow(
        client=connect(None, oauth.api_url),
        logger=quiet_logger(),
        settings=AsyncOAuthSettings(
            client_id=oauth.client_id,
            client_secret=oauth.client_secret,
            scopes=SCOPES,
            user_scopes=(),
            redirect_uri=f"{oauth.base_url}{REDIRECT}" if oauth.base_url else None,
            install_path=INSTALL,
            redirect_uri_path=REDIRECT,
            install_page_rendering_enabled=False,
            installation_store=oauth.store,
            installation_store_bot_only=True,
            state_store=oauth.states,
            logger=quiet_logger(),
        ),
    )

    async def install(request: Request) -> Response:
        try:
            return to_starlette_response(await flow.handle_installation(to_async_bolt_request(request, b"")))
        except FactCheckError:
            return _later()

    async def redirect(request: Request) -> Response:
        try:
            return to_starlette_response(await flow.handle_callback(to_async_bolt_request(request, b"")))
        except FactCheckError:
            return _later()

    return [Route(INSTALL, install, methods=["GET"]), Route(REDIRECT, redirect, methods=["GET"])]


def _later() -> Response:
    return PlainTextResponse(say("chats.nothing_installed_store_does_not"), status_code=503)
