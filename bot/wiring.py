"""Builds every part from Settings; the only module that knows them all."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial

from bot.memory import RedisMemory
from bot.preferences import RedisPreferences
from bot.settings import Settings
from bot.store import Store, open_store
from corpus.index import Index
from corpus.ledger import Ledger
from corpus.verdict import Verdict
from corpus.verify import Verifier
from handlers.address import Address
from handlers.answer import answer
from handlers.preferences import Preferences
from handlers.reply import Reply


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a running program, wired together."""

    store: Store
    index: Index
    ledger: Ledger
    verifier: Verifier
    memory: RedisMemory
    preferences: RedisPreferences
    base_url: str = ""

    async def answer(
        self, text: str, asker: Address | None = None, preferences: Preferences | None = None
    ) -> tuple[Reply, ...]:
        """Answer a text; where it is known who asks, the answers are remembered for as long as the channel wants."""
        wanted = preferences or Preferences()
        remember = partial(self._remember, asker, wanted.days) if asker else None
        return await answer(text, self.verifier.verify, remember)

    async def _remember(self, asker: Address, days: int, verdict: Verdict) -> str:
        return await self.memory.keep(verdict, asker, days)


@contextlib.asynccontextmanager
async def open_parts(settings: Settings) -> AsyncIterator[Parts]:
    """Open the record and build the parts on it; everything is closed at the end."""
    async with open_store(settings) as store:
        index = Index(store.client)
        await index.check_format()
        ledger = Ledger(store.client)
        yield Parts(
            store,
            index,
            ledger,
            Verifier(index, ledger),
            RedisMemory(store.client),
            RedisPreferences(store.client),
            settings.base_url,
        )
