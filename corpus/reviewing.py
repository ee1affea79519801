"""Asks what fact-checkers wrote beside the record, and waits no longer than it may.

It puts their reviews beside the verdict and changes nothing in it. A failure is named: it is never "none".
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from corpus.errors import FactCheckError, FetchError, ReadError
from corpus.models import Quote
from corpus.review import Review, Reviewed
from corpus.verdict import Verdict

WAIT = 1.5
"""Seconds that an answer waits for reviews, counted from the question; the record is searched meanwhile."""

REST = 30.0
"""Seconds for which nobody waits for a service that has just failed."""

MOST_AT_ONCE = 32

Verify = Callable[[Quote], Awaitable[Verdict]]
Find = Callable[[str], Awaitable[tuple[Review, ...]]]


class Reviewing:
    """Verifies quotes and asks for reviews beside; an answer is never later than `seconds` for their sake."""

    def __init__(self, verify: Verify, find: Find, seconds: float = WAIT) -> None:
        self._verify = verify
        self._find = find
        self._seconds = seconds
        self._asking: set[asyncio.Task[Reviewed]] = set()
        self._failed = ""
        self._failed_until = 0.0

    async def verify(self, quote: Quote) -> Verdict:
        """The verdict of the record, with what fact-checkers wrote beside it; raises what `verify` raises."""
        until = time.monotonic() + self._seconds
        asking = self._ask(quote.text)
        verdict = await self._verify(quote)
        return replace(verdict, reviewed=await self._within(until, asking))

    async def close(self) -> None:
        """End what is still under way."""
        left = list(self._asking)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def _ask(self, words: str) -> asyncio.Task[Reviewed] | Reviewed:
        if time.monotonic() < self._failed_until:
            return Reviewed(error=self._failed)
        if len(self._asking) >= MOST_AT_ONCE:
            return Reviewed(error="was not asked: too many questions at once")
        task = asyncio.create_task(self._reviewed(words))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)
        return task

    async def _within(self, until: float, asking: asyncio.Task[Reviewed] | Reviewed) -> Reviewed:
        if isinstance(asking, Reviewed):
            return asking
        await asyncio.wait({asking}, timeout=max(0.0, until - time.monotonic()))
        return asking.result() if asking.done() else Reviewed(error="did not answer in time")

    async def _reviewed(self, words: str) -> Reviewed:
        try:
            return Reviewed(await self._find(" ".join(words.split())))
        except (FetchError, ReadError) as error:
            self._failed, self._failed_until = error.reason, time.monotonic() + REST
            return Reviewed(error=self._failed)
        except FactCheckError as error:
            return Reviewed(error=f"was not asked ({error})")
