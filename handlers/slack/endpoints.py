"""The two doors between Slack and the listeners: signed HTTP on our ASGI app, and a socket that we open.

The signature is checked here, before anything reads the body: Bolt parses first, answers
500 to a body that is not UTF-8, logs a body whose signature is wrong, and takes a form whose text contains
the word "payload" for an empty one.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from corpus.errors import AuthenticationError, ReadError, SettingsError
from handlers.asgi.request_body import read_body
from handlers.slack.delivery import REVOKED, connect, quiet_logger

PATH = "/slack/events"
MOST_BYTES = 1_000_000  # a message is at most 40,000 characters, its blocks and our own included

_WRONG_TOKEN = frozenset(
    {"invalid_auth", "not_authed", "not_allowed_token_type", "account_inactive", "token_revoked"}
)
_UNREACHABLE = (aiohttp.ClientError, TimeoutError, OSError)

log = logging.getLogger(__name__)


def routes(app: AsyncApp, signing_secret: str) -> list[Route]:
    """The door for signed HTTP; commands, shortcuts and events all come to one path."""
    verifier = SignatureVerifier(signing_secret)

    async def events(request: Request) -> Response:
        try:
            text = await _read(request)
            _authenticate(verifier, text, request.headers)
            body = parse(text)
        except AuthenticationError:
            log.warning("a request that Slack did not sign", extra={"chat": "slack"})
            return Response(status_code=401)
        except ReadError:
            return Response(status_code=400)
        # Handed over as parsed, which Bolt allows only in its socket mode; all else is the same.
        bolt_request = AsyncBoltRequest(body=body, headers=dict(request.headers), mode="socket_mode")
        return to_starlette_response(await app.async_dispatch(bolt_request))

    return [Route(PATH, events, methods=["POST"])]


async def _read(request: Request) -> str:
    """The body as text; Slack sends nothing but UTF-8."""
    try:
        return (await read_body(request, MOST_BYTES)).decode()
    except UnicodeDecodeError as error:
        raise ReadError(PATH, "not UTF-8") from error


def _authenticate(verifier: SignatureVerifier, text: str, headers: Mapping[str, str]) -> None:
    """Raise AuthenticationError unless Slack signed this within the last five minutes.

    https://docs.slack.dev/authentication/verifying-requests-from-slack/
    """
    timestamp = headers.get("x-slack-request-timestamp", "")
    signature = headers.get("x-slack-signature", "")
    try:
        signed = verifier.is_valid(text, timestamp, signature)
    except (
        ValueError,
        TypeError,
    ) as error:  # a time that is no number, a signature that is no ASCII
        raise AuthenticationError from error
    if not signed:
        raise AuthenticationError


def parse(text: str) -> dict[str, Any]:
    """Read the body of an event (JSON), a command (a form), or a shortcut (JSON in a form).

    Raises ReadError where it is none of these.

    >>> parse("command=%2Fverify&text=the+payload")
    {'command': '/verify', 'text': 'the payload'}
    """
    try:
        if not text.startswith("{"):
            form = dict(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100))
            if "payload" not in form:
                return form
            text = form["payload"]
        body = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReadError(PATH, type(error).__name__) from error
    if not isinstance(body, dict):
        raise ReadError(PATH, "no object")
    return body


async def is_accepted(token: str, api_url: str) -> bool:
    """Return whether Slack accepts a token; True where it cannot be asked, for then nothing is known."""
    try:
        await connect(token, api_url).auth_test()
    except SlackApiError as error:
        return error.response.get("error") not in REVOKED
    except _UNREACHABLE:
        pass
    return True


async def identify(bot_token: str, api_url: str) -> str:
    """Ask Slack who we are: the name of the bot and of its workspace; "" where Slack cannot be reached.

    Raises SettingsError where Slack does not accept the token: better at start-up than at the first quote.
    """
    try:
        told = await connect(bot_token, api_url).auth_test()
        return f"{told.get('user')} in {told.get('team')}"
    except SlackApiError as error:
        _refuse(error, "SLACK_BOT_TOKEN", "it wants xoxb-…, from OAuth & Permissions")
    except _UNREACHABLE as error:
        log.warning("slack cannot be reached", extra={"chat": "slack", "error": type(error).__name__})
    return ""


@contextlib.asynccontextmanager
async def socket(app: AsyncApp, app_token: str, api_url: str) -> AsyncIterator[Callable[[], Awaitable[bool]]]:
    """Serve the listeners over a socket for the time of the context; Bolt opens it anew whenever it breaks.

    Yields a function that returns whether it is open.

    Raises SettingsError where Slack does not accept the token. Where Slack cannot be reached, the context
    begins all the same, and the socket is opened as soon as it can be.
    """
    # The token of the app, not of the bot; without its own client the request would leave `api_url`.
    client = connect(app_token, api_url)
    handler = AsyncSocketModeHandler(app, app_token, logger=quiet_logger(), web_client=client)
    opening: asyncio.Task[None] | None = None
    try:
        handler.client.wss_uri = await _first_address(client, app_token)
        opening = asyncio.create_task(_connect(handler))
        yield handler.client.is_connected
    finally:
        if opening is not None:
            opening.cancel()
        await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt gives it no types


async def _connect(handler: AsyncSocketModeHandler) -> None:
    await handler.connect_async()  # type: ignore[no-untyped-call]  # as above
    log.info("listening on a socket", extra={"chat": "slack"})


async def run_socket(app: AsyncApp, app_token: str, api_url: str) -> None:
    """Serve the listeners over a socket until cancelled."""
    async with socket(app, app_token, api_url):
        await asyncio.Event().wait()


async def _first_address(client: AsyncWebClient, app_token: str) -> str | None:
    """Return where to connect; None leaves it to Bolt, which tries again and again."""
    try:
        return str((await client.apps_connections_open(app_token=app_token))["url"])
    except SlackApiError as error:
        _refuse(error, "SLACK_APP_TOKEN", "it wants xapp-… with connections:write, from Basic Information")
    except _UNREACHABLE:
        pass
    return None


def _refuse(error: SlackApiError, setting: str, wanted: str) -> None:
    """Stop the start-up if Slack's answer means that the token is wrong, and no trying again will help."""
    code = error.response.get("error")
    if code in _WRONG_TOKEN:
        raise SettingsError(f"{setting}: Slack says {code}; {wanted}") from error
