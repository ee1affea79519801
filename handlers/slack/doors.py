"""The two doors between Slack and the listeners: signed HTTP on our ASGI app, and a socket that we open.

The signature is checked here, before anything reads the body: Bolt parses first, answers
500 to a body that is not UTF-8, logs a body whose signature is wrong, and takes a form whose text contains
the word "payload" for an empty one.
"""

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from corpus.errors import AuthenticationError, ReadError, SettingsError
from handlers.slack.delivery import connect, quiet_logger

PATH = "/slack/events"
MOST_BYTES = 1_000_000  # a message is at most 40,000 characters, its blocks and our own included

_WRONG_TOKEN = frozenset(
    {"invalid_auth", "not_authed", "not_allowed_token_type", "account_inactive", "token_revoked"}
)

log = logging.getLogger(__name__)


def routes(app: AsyncApp, signing_secret: str) -> list[Route]:
    """The door for signed HTTP; commands, shortcuts and events all come to one path."""
    verifier = SignatureVerifier(signing_secret)

    async def events(request: Request) -> Response:
        try:
            text = await _read(request)
            _authenticate(verifier, text, request.headers)
            body = parse(text)
        except ClientDisconnect:
            return Response(status_code=400)
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
    raw = b""
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > MOST_BYTES:
            raise ReadError(PATH, "too long")
    try:
        return raw.decode()
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


async def run_socket(app: AsyncApp, app_token: str, api_url: str) -> None:
    """Serve the listeners over a socket until cancelled; Bolt opens it anew whenever it breaks.

    Raises SettingsError where Slack does not accept the token; waits where Slack cannot be reached.
    """
    # The token of the app, not of the bot; without its own client the request would leave `api_url`.
    client = connect(app_token, api_url)
    handler = AsyncSocketModeHandler(app, app_token, logger=quiet_logger(), web_client=client)
    try:
        handler.client.wss_uri = await _first_address(client, app_token)
        await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt gives it no types
        log.info("listening on a socket", extra={"chat": "slack"})
        await asyncio.Event().wait()
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # the same


async def _first_address(client: AsyncWebClient, app_token: str) -> str | None:
    """Where to connect; None leaves it to Bolt, which tries again and again."""
    try:
        return str((await client.apps_connections_open(app_token=app_token))["url"])
    except SlackApiError as error:
        code = error.response.get("error")
        if code not in _WRONG_TOKEN:
            return None
        raise SettingsError(
            f"SLACK_APP_TOKEN: Slack says {code}; it wants xapp-… with connections:write"
        ) from error
    except (aiohttp.ClientError, TimeoutError, OSError):
        return None
