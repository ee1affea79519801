"""The bodies of requests: at most so long, and whole within a time, whoever sends them."""

import asyncio

from starlette.requests import ClientDisconnect, Request

from corpus.errors import ReadError

PATIENCE = 20.0
"""Seconds within which a body must have arrived: the chats take less than one; a line that drips holds nobody up."""


class LongBodyError(ReadError):
    """A body is longer than it may be."""


class BrokenBodyError(ReadError):
    """A body did not arrive whole, or not in time."""


async def read_body(request: Request, most: int, patience: float = PATIENCE) -> bytes:
    """The body, of at most so many bytes; raises LongBodyError or BrokenBodyError."""
    raw = bytearray()
    try:
        async with asyncio.timeout(patience):
            async for chunk in request.stream():
                raw += chunk
                if len(raw) > most:
                    raise LongBodyError(request.url.path, f"longer than {most:,} bytes")
    except (ClientDisconnect, TimeoutError) as error:
        raise BrokenBodyError(request.url.path, "did not arrive whole, or not in time") from error
    return bytes(raw)
