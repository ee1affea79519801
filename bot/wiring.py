"""Builds every part from Settings; the only module that knows them all."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from bot.settings import Settings
from bot.store import Store, open_store
from corpus.index import Index
from corpus.ledger import Ledger
from corpus.verify import Verifier
from handlers.answer import answer
from handlers.reply import Reply

Answer = Callable[[str], Awaitable[tuple[Reply, ...]]]


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a running program, wired together."""

    store: Store
    index: Index
    ledger: Ledger
    verifier: Verifier
    answer: Answer


@contextlib.asynccontextmanager
async def open_parts(settings: Settings) -> AsyncIterator[Parts]:
    """Open the record and build the parts on it; everything is closed at the end."""
    async with open_store(settings) as store:
        index = Index(store.client)
        await index.check_format()
        ledger = Ledger(store.client)
        verifier = Verifier(index, ledger)
        yield Parts(store, index, ledger, verifier, partial(answer, verify=verifier.verify))
