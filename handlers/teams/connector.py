"""The wire to Teams on Microsoft's SDK (`microsoft-teams-apps`), which is imported only here and only when needed.

It is slow and large (about 1.5 s, 60 MB), reads a `.env` file of the working directory as it is imported, and warns of its
own previews; none of that shall happen to a program that serves Slack alone, or behind an administrator's back.
"""

import contextlib
import logging
import os
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Protocol

import httpx

from corpus.errors import DeliveryError, SettingsError
from handlers.teams.activities import Member

Json = Mapping[str, Any]
Token = Callable[[Any, str | None], Awaitable[str]]

MOST_MEMBERS = 100  # of a roster that are looked at: for a list to choose from

_NO_DOTENV = "PYTHON_DOTENV_DISABLED"  # python-dotenv 1.2 reads nothing where it is set


class RefusedError(DeliveryError):
    """Teams did not take a post: its HTTP status (0: it was not reached), and how long it asks us to wait."""

    def __init__(self, status: int, wait: float | None = None) -> None:
        super().__init__(f"status {status}")
        self.status = status
        self.wait = wait


class Wire(Protocol):
    """Calls to Teams that the bot makes. Every method raises RefusedError."""

    async def send(self, service: str, conversation: str, message: Json) -> str:
        """Post in a conversation; the post's identifier."""

    async def edit(self, service: str, conversation: str, post: str, message: Json) -> None:
        """Put a message in the place of one of ours."""

    async def post_ephemeral(self, service: str, conversation: str, person: str, message: Json) -> str:
        """Post in a conversation for one person alone (a targeted message); the post's identifier."""

    async def open(self, service: str, tenant: str, person: str) -> str:
        """Return the personal chat with somebody; its identifier."""

    async def member(self, service: str, conversation: str, person: str) -> Member:
        """Return somebody in a conversation, by either name for them."""

    async def members(self, service: str, conversation: str) -> tuple[Member, ...]:
        """Return the first people in a conversation, as many as Teams lists at once."""


def load_sdk() -> ModuleType:
    """Import the SDK quietly; raise SettingsError where it is not installed."""
    before = os.environ.get(_NO_DOTENV)
    os.environ[_NO_DOTENV] = "1"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import microsoft_teams.apps as sdk  # optional, and slow
            from microsoft_teams.common.experimental import ExperimentalWarning
    except ImportError as error:
        raise SettingsError("Teams needs an extra: pip install 'verbatim-bot[teams]'") from error
    finally:
        os.environ.pop(_NO_DOTENV)
        if before is not None:
            os.environ[_NO_DOTENV] = before
    warnings.filterwarnings("ignore", category=ExperimentalWarning)  # targeted messages are in preview
    logging.getLogger("microsoft_teams").setLevel(logging.CRITICAL)  # it logs what people say
    return sdk


class _NoServer:
    """The SDK wants to open an endpoint of its own; ours is `endpoints`."""

    def register_route(self, *_: object) -> None: ...

    def serve_static(self, *_: object) -> None: ...

    async def start(self, _: int) -> None: ...

    async def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Connector:
    """Connector through the SDK, which gets and renews our token."""

    app: Any  # microsoft_teams.apps.App; the module is not imported for its type

    async def send(self, service: str, conversation: str, message: Json) -> str:
        """Post in a conversation; the post's identifier."""
        return await self._put(service, conversation, message)

    async def edit(self, service: str, conversation: str, post: str, message: Json) -> None:
        """Put a message in the place of one of ours."""
        await self._put(service, conversation, {**message, "id": post})

    async def post_ephemeral(self, service: str, conversation: str, person: str, message: Json) -> str:
        """Post in a conversation for one person alone (a targeted message); the post's identifier."""
        return await self._put(
            service, conversation, {**message, "recipient": {"id": person, "isTargeted": True}}
        )

    async def open(self, service: str, tenant: str, person: str) -> str:
        """Return the personal chat with somebody; its identifier."""
        from microsoft_teams.api import Account  # loaded by now
        from microsoft_teams.api.clients.conversation import CreateConversationParams

        wanted = CreateConversationParams(
            members=[Account(id=person)], tenant_id=tenant, channel_data={"tenant": {"id": tenant}}
        )
        with _translated():
            opened = await self.app.api.clone(service_url=service).conversations.create(wanted)
        return str(opened.id)

    async def member(self, service: str, conversation: str, person: str) -> Member:
        """Return somebody in a conversation, by either name for them."""
        with _translated():
            api = self.app.api.clone(service_url=service)
            return _member(await api.conversations.get_member_by_id(conversation, person))

    async def members(self, service: str, conversation: str) -> tuple[Member, ...]:
        """Return the first people in a conversation, as many as Teams lists at once."""
        with _translated():
            api = self.app.api.clone(service_url=service)
            page = await api.conversations.get_paged_members(conversation, MOST_MEMBERS)
        return tuple(map(_member, page.members or ()))[:MOST_MEMBERS]

    async def _put(self, service: str, conversation: str, message: Json) -> str:
        from microsoft_teams.api.activities import MessageActivityInput  # as above

        with _translated():
            activity = MessageActivityInput.model_validate(message)
            sent = await self.app.send(conversation, activity, service_url=service)
        return str(sent.id)


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """Return what the SDK and the network raise becomes RefusedError."""
    try:
        yield
    except httpx.HTTPStatusError as error:
        raise RefusedError(error.response.status_code, _wait(error.response)) from error
    except (httpx.HTTPError, OSError) as error:
        raise RefusedError(0) from error
    except ValueError as error:  # the SDK's word for a token that Microsoft did not give
        raise RefusedError(401) from error


def _member(found: Any) -> Member:  # noqa: ANN401 - a model of the SDK
    """Return who that is. A guest is recognised by the name that Entra gives them, or by another tenant; Teams does not mark owners."""
    role, login = (found.user_role or "").lower(), (found.user_principal_name or "").lower()
    foreign = role in ("guest", "anonymous") or "#ext#" in login
    return Member(found.id, found.aad_object_id or found.id, found.name or "", foreign)


@contextlib.asynccontextmanager
async def connect(
    client_id: str, secret: str, tenant: str, *, token: Token | None = None
) -> AsyncIterator[Connector]:
    """Hold the wire for the time of the context; `token` stands in for Microsoft's service of tokens where there is none."""
    sdk = load_sdk()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        app = sdk.App(
            client_id=client_id,
            client_secret=secret or None,
            tenant_id=tenant,
            token=token,
            http_server_adapter=_NoServer(),
            dangerously_allow_unauthenticated_requests=False,
        )
        await app.initialize()
    logging.getLogger("httpx").addFilter(
        _is_warning
    )  # the SDK resets its level with every post; it logs addresses
    try:
        yield Connector(app)
    finally:
        await app.api.users.http.http.aclose()  # clones share this connection pool
        await app.http_client.http.aclose()


def _is_warning(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING


def _wait(response: httpx.Response) -> float | None:
    header = response.headers.get("retry-after", "")
    return float(header) if header.isdecimal() else None
