"""The record, open for lookups: all that `verify` needs of the program."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.record_server.connect import Store, open_store
from bot.settings import Settings
from corpus.collecting.coverage import CoverageReader
from corpus.index.journal import check_format
from corpus.models import Quote
from corpus.search.searcher import Searcher
from corpus.storage.commands import set_deadline
from corpus.storage.health import require_noeviction
from corpus.verdict import Verdict
from corpus.verify import Verifier

if TYPE_CHECKING:
    from corpus.related.fact_checks import Find, Reviewing


@dataclass(frozen=True, slots=True)
class Lookup:
    """The parts of the program that look quotes up."""

    store: Store
    searcher: Searcher
    coverage_reader: CoverageReader
    verifier: Verifier
    reviewing: "Reviewing | None" = None  # asks fact-checkers beside the record, where there is a key

    async def verify(self, quote: Quote) -> Verdict:
        """Look one quote up, with what fact-checkers wrote beside it."""
        return await (self.reviewing or self.verifier).verify(quote)


@contextlib.asynccontextmanager
async def open_lookup(
    settings: Settings,
    find: "Find | None" = None,
    *,
    hurried: bool = False,
    searcher_class: type[Searcher] = Searcher,
    coverage_class: type[CoverageReader] = CoverageReader,
) -> AsyncIterator[Lookup]:
    """Open the record; everything is closed at the end.

    Raises SettingsError where its format is another program's, or where its server evicts keys.

    `find` finds what fact-checkers wrote, in place of the service that there may be a key for. `hurried` is for
    where somebody waits for an answer: a record server that hangs is an error after seconds.
    """
    async with open_store(settings) as store, contextlib.AsyncExitStack() as more:
        if hurried:
            set_deadline(store.client)
        await require_noeviction(store.client)
        await check_format(store.client)
        searcher = searcher_class(store.client)
        coverage_reader = coverage_class(store.client)
        verifier = Verifier(searcher, coverage_reader)
        reviewing = None
        if find := find or await _open_reviews(settings, store, more):
            from corpus.related.fact_checks import (
                Reviewing,
            )  # here, for the network parts take long to import

            reviewing = Reviewing(verifier.verify, find)
            more.push_async_callback(reviewing.close)
        yield Lookup(store, searcher, coverage_reader, verifier, reviewing)


async def _open_reviews(settings: Settings, store: Store, more: contextlib.AsyncExitStack) -> "Find | None":
    """Return how fact-checkers are asked; None where there is no key for it."""
    key = settings.secrets.get("factcheck")
    if not key:
        return None
    from corpus.related.fact_checks import LIMITS, Reviews
    from corpus.web.fetcher import Fetcher

    fetcher = await more.enter_async_context(Fetcher(LIMITS, robots=False))
    return Reviews(store.client, fetcher, key).find
