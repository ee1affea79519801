"""Connections to addresses that were checked: a name is resolved once, and the address that was checked is called.

So it does not matter what the name resolves to a moment later. No proxy stands between, for then the proxy would
resolve the name. Certificates are checked against the name as ever.
"""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from typing import Any

import httpcore
import httpx

from corpus.web.public_addresses import Address, is_public, parse_address

Allow = Callable[[Address], bool]
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

_MOST_ADDRESSES = 4
"""So many addresses of a name are tried at most."""


class RefusedError(httpcore.ConnectError):
    """A name leads to an address that must not be called."""


async def resolve(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a name, as the system resolves it: decimal, octal and hexadecimal forms, too."""
    addresses = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in addresses))


class Dialler(httpcore.AsyncNetworkBackend):
    """Network backend that connects to a name only where all of its addresses are allowed."""

    def __init__(self, allow: Allow = is_public, resolve: Resolve = resolve) -> None:
        self._allow = allow
        self._resolve = resolve
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,  # noqa: ARG002 - unused, as the next; the signature is httpcore's
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, check, connect: to the first address that answers."""
        try:
            async with asyncio.timeout(timeout):
                addresses = [parse_address(address) for address in await self._resolve(host, port)]
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"{host} was not resolved in time") from error
        except (OSError, ValueError) as error:
            raise httpcore.ConnectError(f"{host} cannot be resolved ({error})") from error
        refused = [str(address) for address in addresses if not self._allow(address)]
        if refused or not addresses:
            raise RefusedError(
                f"{host} leads to {refused[0] if refused else 'nowhere'}, which is not a public address"
            )
        return await self._first_that_answers(addresses, port, timeout)

    async def _first_that_answers(
        self, addresses: Sequence[Address], port: int, seconds: float | None
    ) -> httpcore.AsyncNetworkStream:
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in addresses[:_MOST_ADDRESSES]:
            try:
                return await self._network.connect_tcp(str(address), port, seconds)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        assert failure is not None
        raise failure

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._network.sleep(seconds)


class Transport(httpx.AsyncBaseTransport):
    """httpx's way out, over a Dialler: HTTP/1.1 and HTTP/2."""

    def __init__(self, dialler: Dialler, connections: int, context: ssl.SSLContext | None = None) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context or httpx.create_ssl_context(trust_env=False),
            max_connections=connections,
            keepalive_expiry=15.0,
            http1=True,
            http2=True,
            network_backend=dialler,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request."""
        answer = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Stream(answer), extensions=answer.extensions
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()


class _Stream(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._answer.aiter_stream():
            yield part

    async def aclose(self) -> None:
        await self._answer.aclose()
