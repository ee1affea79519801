"""A record for tests that write and search: both sides of the index on one client."""

from collections.abc import Sequence

from corpus.index.writer import OnChange, Writer
from corpus.search.searcher import BUDGET, FURTHER, PASSAGES, Searcher
from corpus.storage.connection import Connection


class Record(Searcher, Writer):
    """A writer and a searcher of one record."""

    def __init__(
        self,
        client: Connection,
        *,
        budgets: Sequence[int] = (BUDGET, FURTHER),
        limit: int = PASSAGES,
        on_change: OnChange | None = None,
    ) -> None:
        Searcher.__init__(self, client, budgets=budgets, limit=limit)
        Writer.__init__(self, client, on_change=on_change)
