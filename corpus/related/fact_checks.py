"""What fact-checkers wrote about a quote: asked of Google's Fact Check Tools, and remembered for a day in Redis.

It is shown beside a verdict, under its publishers' names; nothing here has a say in a rating.
"""

import json
from dataclasses import asdict

from corpus.errors import FetchError, ReadError
from corpus.review import Review
from corpus.sources.factcheck import BASE, read_reviews, search_address
from corpus.storage import keys
from corpus.storage.commands import Client, ask, send
from corpus.web.fetcher import Fetcher, Limits

HELD = 24 * 3600
"""Seconds for which an answer is remembered."""

LIMITS = Limits(size=1_000_000, step=5.0, whole=8.0, tries=1, pause=0.0)
"""Bounds of a call of the service. What comes too late for its answer is remembered for the next one."""


class Reviews:
    """Finds reviews; `key` is the key of the service."""

    def __init__(self, client: Client, fetcher: Fetcher, key: str, base: str = BASE) -> None:
        self._client = client
        self._fetcher = fetcher
        self._key = key
        self._base = base

    async def find(self, words: str, language: str = "") -> tuple[Review, ...]:
        """The reviews of claims like these words; none means that the service knows none.

        Raises FetchError or ReadError where it could not be asked (the key never shows in them), and
        IndexUnavailableError where the record does not answer.
        """
        place = keys.reviews(keys.identity(f"{language}\n{words}"))
        (known,) = await ask(self._client, [("GET", place)])
        if known:
            return tuple(Review(**one) for one in json.loads(known))
        found = await self._ask(words, language)
        await send(self._client, [("SET", place, json.dumps([asdict(one) for one in found]), "EX", HELD)])
        return found

    async def _ask(self, words: str, language: str) -> tuple[Review, ...]:
        try:
            document = await self._fetcher.fetch(search_address(words, self._key, self._base, language))
            assert document is not None, "only a conditional request is answered with nothing"
            return read_reviews(document)
        except FetchError as error:
            raise FetchError(self._base, error.reason) from None
        except ReadError as error:
            raise ReadError(self._base, error.reason) from None
