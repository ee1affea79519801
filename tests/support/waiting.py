"""Waiting for an event, with one deadline for all: whoever meets it learns about the machine, and not about the program."""

import asyncio
import contextlib
import inspect
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

DEADLINE = 180.0
"""Seconds until what is awaited counts as hanging; many times what a slow machine with busy neighbours takes."""
_STEP = 0.02  # seconds between two looks


class NothingHappenedError(Exception):
    """What a test waits for did not happen: something hangs, or the machine is too slow for these tests."""

    def __init__(self, awaited: str) -> None:
        super().__init__(f"waited {DEADLINE:.0f} seconds in vain: {awaited}")


@contextlib.asynccontextmanager
async def patience(awaited: str) -> AsyncIterator[None]:
    """End the body with an error that names what was awaited, if it hangs."""
    try:
        async with asyncio.timeout(DEADLINE) as deadline:
            yield
    except TimeoutError as error:
        if deadline.expired():
            raise NothingHappenedError(awaited) from error
        raise


async def until(awaited: str, look: Callable[[], T | Awaitable[T]], *, step: float = _STEP) -> T:
    """Look again and again until there is something to see, and return it."""
    async with patience(awaited):
        while True:
            seen = look()
            if inspect.isawaitable(seen):
                seen = await seen
            if seen:
                return seen  # type: ignore[return-value]  # it was awaited
            await asyncio.sleep(step)


def wait_until(awaited: str, look: Callable[[], T], *, step: float = _STEP) -> T:
    """Do the same outside of an event loop."""
    end = time.monotonic() + DEADLINE
    while not (seen := look()):
        if time.monotonic() > end:
            raise NothingHappenedError(awaited)
        time.sleep(step)
    return seen
