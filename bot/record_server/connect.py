"""The record's server: the one that REDIS_URL names, or the one that comes with the program.

    async with open_store(settings) as store:
        await store.client.ping()

Replies are bytes. What goes wrong later comes out as `redis.RedisError`; the index translates it.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from redis.asyncio import BlockingConnectionPool
from redis.asyncio.connection import parse_url
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import (
    AuthenticationError,
    AuthorizationError,
    RedisClusterException,
    RedisError,
)
from redis.exceptions import ConnectionError as RedisConnectionError

from bot.settings import Settings
from corpus.errors import IndexUnavailableError, SettingsError
from corpus.storage.server import Server

if TYPE_CHECKING:
    from corpus.storage.cluster import Cluster  # imported where it is used, for few need it

_CLUSTER = "redis+cluster://"
_CONNECTIONS = 32  # at most, to one server; a further question waits for a free one
_CONNECT = 2.0  # seconds
_FREE = 5.0  # seconds to wait for a free connection
_FIRST = 5.0  # seconds for the first sign of life at start-up
_REFUSED = (AuthenticationError, AuthorizationError)


@dataclass(frozen=True, slots=True)
class Store:
    """An open connection to the record. `label` names the server for people, without its password."""

    client: "Server | Cluster"
    embedded: bool
    label: str


@contextlib.asynccontextmanager
async def open_store(settings: Settings) -> AsyncIterator[Store]:
    """Connect to the record's server and leave it at the end; starts the embedded one where none is named.

    Raises SettingsError where the settings cannot work, IndexUnavailableError where the server does not answer.
    The same client works again by itself after the server was away.
    """
    if settings.redis_url:
        async with _connected(settings.redis_url) as client:
            yield Store(client, embedded=False, label=label(settings.redis_url))
        return
    try:
        from bot.record_server.embedded import EmbeddedServer  # here, for it needs Unix
    except ImportError as error:
        raise SettingsError(
            "There is no built-in record server for this platform. "
            "Set REDIS_URL to the address of a Redis (6.2 or later) or Valkey server of your own."
        ) from error
    server = EmbeddedServer(settings.home)
    async with server.running(), _server(f"unix://{quote(str(server.socket))}") as client:
        yield Store(client, embedded=True, label=f"built-in server in {server.folder}")


def label(url: str) -> str:
    """A server's address for people: no password, no options.

    >>> label("rediss://bot:secret@redis.example.org:6380/2?timeout=3")
    'rediss://redis.example.org:6380/2'
    >>> label("unix:///run/redis.sock?password=secret")
    'unix:///run/redis.sock'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


@contextlib.asynccontextmanager
async def _connected(url: str) -> AsyncIterator["Server | Cluster"]:
    try:
        client = _cluster(url) if url.startswith(_CLUSTER) else _server(url)
    except ValueError as error:
        raise SettingsError(f"REDIS_URL cannot be read: {error}") from error
    try:
        await _greet(client, label(url))
        yield client
    finally:
        await client.aclose()


def _server(url: str) -> Server:
    return Server.on_pool(BlockingConnectionPool.from_url(url, **_options() | {"timeout": _FREE}))


def _cluster(url: str) -> "Cluster":
    from corpus.storage.cluster import Cluster

    options: dict[str, Any] = {**_options(), **parse_url(url.replace(_CLUSTER, "redis://", 1))}
    return Cluster(**options)


async def _greet(client: "Server | Cluster", name: str) -> None:
    try:
        async with asyncio.timeout(_FIRST):
            await client.ping()
    except TypeError as error:  # how the client says that it does not know an option of the address
        raise SettingsError(f"REDIS_URL: {name} comes with an unknown option") from error
    except (RedisError, RedisClusterException, OSError, TimeoutError) as error:
        # The client wraps what the server says while they shake hands.
        if isinstance(error, _REFUSED) or isinstance(error.__cause__, _REFUSED):
            raise SettingsError(f"REDIS_URL: {name} does not accept this user and password") from error
        raise IndexUnavailableError(f"{name} does not answer: {str(error) or 'no reply in time'}") from error


def _options() -> dict[str, Any]:
    return {
        "protocol": 2,  # one shape of replies from every version of client and server
        "decode_responses": False,
        "socket_connect_timeout": _CONNECT,
        "socket_timeout": None,  # who asks holds one time-out round the whole exchange
        "health_check_interval": 30,  # finds a connection that a firewall dropped before a question does
        "max_connections": _CONNECTIONS,
        # 0.1 + 0.2 + 0.2 s: an embedded server that was killed is back before that.
        # What timed out is not tried again: nobody waits for an answer that long.
        "retry": Retry(ExponentialBackoff(cap=0.2, base=0.05), 3, supported_errors=(RedisConnectionError,)),
    }
