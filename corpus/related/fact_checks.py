"""Fact checks of a quote, from Google's Fact Check Tools, cached for a day in Redis.

It is shown beside a verdict, under its publishers' names; nothing here has a say in a rating.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace

from corpus.errors import FactCheckError, FetchError, ReadError
from corpus.models import Quote, Review, Reviewed
from corpus.sources.factcheck import BASE, read_reviews, search_address
from corpus.storage import keys
from corpus.storage.commands import ask, send
from corpus.storage.connection import Connection
from corpus.verdict import Verdict
from corpus.web.fetcher import Fetcher, Limits

HELD = 24 * 3600
"""Seconds for which an answer is remembered."""

LIMITS = Limits(size=1_000_000, step=5.0, whole=8.0, tries=1, pause=0.0)
"""Bounds of a call of the service. What comes too late for its answer is remembered for the next one."""


class Reviews:
    """Finder of reviews; `key` is the key of the service."""

    def __init__(self, client: Connection, fetcher: Fetcher, key: str, base: str = BASE) -> None:
        self._client = client
        self._fetcher = fetcher
        self._key = key
        self._base = base

    async def find(self, words: str, language: str = "") -> tuple[Review, ...]:
        """Return the reviews of claims like these words; none means that the service knows none.

        Raises FetchError or ReadError where it could not be asked (the key never shows in them), and
        IndexUnavailableError where the record does not answer.
        """
        place = keys.reviews(keys.identity(f"{language}\n{words}"))
        (known,) = await ask(self._client, [("GET", place)])
        if known:
            return tuple(Review(**one) for one in json.loads(known))
        reviews = await self._ask(words, language)
        await send(self._client, [("SET", place, json.dumps([asdict(one) for one in reviews]), "EX", HELD)])
        return reviews

    async def _ask(self, words: str, language: str) -> tuple[Review, ...]:
        try:
            document = await self._fetcher.fetch(search_address(words, self._key, self._base, language))
            assert document is not None, "only a conditional request is answered with nothing"
            return read_reviews(document)
        except FetchError as error:
            raise FetchError(self._base, error.reason) from None
        except ReadError as error:
            raise ReadError(self._base, error.reason) from None


WAIT = 1.5


"""Seconds that an answer waits for reviews, counted from the question; the record is searched meanwhile."""


REST = 30.0


"""Seconds for which nobody waits for a service that has just failed."""


MOST_AT_ONCE = 32


Verify = Callable[[Quote], Awaitable[Verdict]]


Find = Callable[[str], Awaitable[tuple[Review, ...]]]


class Reviewing:
    """Verifier that asks for reviews beside; an answer is never later than `seconds` for their sake."""

    def __init__(self, verify: Verify, find: Find, seconds: float = WAIT) -> None:
        self._verify = verify
        self._find = find
        self._seconds = seconds
        self._asking: set[asyncio.Task[Reviewed]] = set()
        self._failed = ""
        self._failed_until = 0.0

    async def verify(self, quote: Quote) -> Verdict:
        """Return the verdict of the record, with what fact-checkers wrote beside it; raises what `verify` raises."""
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
