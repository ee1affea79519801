"""The lookup, observed: each of its steps is measured, and each answer and each failure is one line of the log."""

import asyncio
import logging
import time

from corpus.collecting.coverage import CoverageReader
from corpus.errors import FactCheckError, QuoteError
from corpus.models import Coverage, Quote, Restriction, SearchResult
from corpus.search.searcher import Searcher
from corpus.verdict import Verdict
from handlers.conversation.service import Verify
from handlers.ports.observing import failure, step

log = logging.getLogger(__name__)


class ObservedSearcher(Searcher):
    """A searcher whose searches are a step."""

    async def search(self, text: str, only: Restriction | None = None, *, far: bool = False) -> SearchResult:
        """Search as a step."""
        with step("search"):
            return await super().search(text, only, far=far)


class ObservedCoverageReader(CoverageReader):
    """A coverage reader whose reading is a step."""

    async def coverage(self, speaker: str | None = None, only: Restriction | None = None) -> Coverage:
        """Read what is covered as a step."""
        with step("coverage"):
            return await super().coverage(speaker, only)


def observed(verify: Verify) -> Verify:
    """Return a function that verifies, and logs what came of it: the rating, or what failed."""

    async def verify_observed(quote: Quote) -> Verdict:
        began = time.perf_counter()
        try:
            with step("lookup"):
                verdict = await verify(quote)
        except QuoteError:  # there is nothing to look up, and nothing failed
            raise
        except (FactCheckError, asyncio.CancelledError) as error:
            log.warning("could not look", extra={**failure(error), "milliseconds": _since(began)})
            raise
        flags = sorted(flag.value for flag in verdict.flags)
        log.info("answered", extra={"rating": verdict.rating, "flags": flags, "milliseconds": _since(began)})
        return verdict

    return verify_observed


def _since(began: float) -> float:
    return round(1000 * (time.perf_counter() - began), 1)
