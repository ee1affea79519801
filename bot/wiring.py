"""Builds every part from Settings; the only module that knows them all."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial

from bot.lookup import open_lookup
from bot.record_server.connect import Store
from bot.settings import Settings
from bot.stores.answers import RedisMemory
from bot.stores.feedback import RedisFeedback
from bot.stores.page_secret import open_access
from bot.stores.preferences import RedisPreferences
from bot.stores.recall import Recalls
from bot.watches.notifier import Teller
from bot.watches.watching import Watching
from corpus.collecting.coverage import Ledger
from corpus.errors import FactCheckError
from corpus.index.writer import Writer
from corpus.models import Quote, Statement
from corpus.related.event_store import read_agenda
from corpus.related.fact_checks import Find, Reviewing
from corpus.related.statements import find_subject
from corpus.search.searcher import Searcher
from corpus.sources.catalogue import Origin, built_in
from corpus.storage.keys import identity
from corpus.verdict import Verdict
from corpus.verify import Verifier
from handlers.briefs.attachment import attach
from handlers.briefs.brief import Brief, compose_brief
from handlers.briefs.render import shorten
from handlers.commands.brief import parse_brief, say_gone
from handlers.commands.watches import compose_watches, parse_watches
from handlers.conversation.answer import Verify, answer, answer_quote
from handlers.ports.address import Address
from handlers.ports.preferences import Preferences
from handlers.replies.corrections import Sender
from handlers.replies.page_access import Access
from handlers.replies.preview import Pages
from handlers.replies.recall import compose_recall, without_again
from handlers.replies.reply import Reply, compose_error


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a running program, wired together."""

    store: Store
    writer: Writer
    searcher: Searcher
    ledger: Ledger
    verifier: Verifier
    memory: RedisMemory
    preferences: RedisPreferences
    watching: Watching
    recalls: Recalls
    feedback: RedisFeedback
    access: Access = field(default_factory=Access)
    reviewing: Reviewing | None = None  # asks fact-checkers beside the record, where there is a key

    @property
    def verify(self) -> Verify:
        """A quote in, a verdict out, with what fact-checkers wrote beside it: for answers that people and programs get."""
        return self.reviewing.verify if self.reviewing else self.verifier.verify

    async def answer(
        self,
        text: str,
        asker: Address | None = None,
        preferences: Preferences | None = None,
        *,
        anew: bool = False,
    ) -> tuple[Reply, ...]:
        """Answer a text; where it is known who asks, the answers are remembered for as long as the channel wants.

        `anew` answers in full what was answered there before.
        """
        wanted = preferences or Preferences()
        try:
            if other := await self._other(text, asker, wanted):
                return (other,)
        except FactCheckError as error:
            return (compose_error(error, text),)
        if not asker:
            return await answer(text, self.verify, only=wanted.only)
        question, again = without_again(text)
        recall = None if again or anew else partial(self._recall, asker)
        return await answer(
            question, self.verify, partial(self._remember, asker, wanted.days), recall, wanted.only
        )

    async def check(self, quote: Quote, asker: Address, preferences: Preferences) -> Reply:
        """Answer one quote anew, looked for where it says itself, and remember the answer."""
        return await answer_quote(quote, self.verify, partial(self._remember, asker, preferences.days))

    async def _other(self, text: str, asker: Address | None, wanted: Preferences) -> Reply | None:
        """The answer to what is no quote to check: a brief, or the watches of a channel."""
        if quote := parse_brief(text):
            return await self.brief_reply(replace(quote, only=wanted.only))
        asked = parse_watches(text) if asker else None
        if not asked or not asker:
            return None
        watches = await self.watching.listed(asker)
        if asked.end is None or not 0 < asked.end <= len(watches):
            return compose_watches(watches, asker.chat)
        ended = watches.pop(asked.end - 1)
        await self.watching.unwatch(ended.id, asker)
        return compose_watches(watches, asker.chat, ended.quote.text)

    async def statement(self, id_: str) -> Statement | None:
        """One statement of the record, whole, or None; raises IndexUnavailableError when it cannot look."""
        return next(iter(await self.searcher.whole([identity(id_)])), None)

    async def brief(self, quote: Quote, origins: Sequence[Origin] | None = None) -> Brief:
        """The brief on a quote; raises IndexUnavailableError when the record does not answer."""
        verdict = await self.verifier.verify(quote)
        subject = await find_subject(self.searcher, verdict)
        agenda = await read_agenda(self.store.client, datetime.now(UTC))
        return compose_brief(verdict, subject, built_in() if origins is None else origins, agenda)

    async def brief_reply(self, quote: Quote) -> Reply:
        """A brief shortened for a thread, with the whole of it beside; raises IndexUnavailableError."""
        brief = await self.brief(quote)
        return replace(shorten(brief), attached=await asyncio.to_thread(attach, brief))

    async def brief_of(self, id_: str) -> tuple[Reply, ...]:
        """The brief on the quote of a remembered answer; raises IndexUnavailableError."""
        found = await self.memory.get(id_)
        return (await self.brief_reply(found.verdict.quote) if found else say_gone(),)

    async def _remember(self, asker: Address, days: int, verdict: Verdict) -> str:
        """Keep an answer, follow it as long as it is kept, and note it as the channel's."""
        id_ = await self.memory.keep(verdict, asker, days)
        await self.watching.follow(id_, verdict, days)
        await self.recalls.note(asker, verdict.quote, id_)
        return id_

    async def _recall(self, asker: Address, quote: Quote) -> Reply | None:
        found = await self.recalls.find(asker, quote)
        return compose_recall(found) if found else None

    @property
    def pages(self) -> Pages:
        """The pages of answers, as the chats know them."""
        return Pages(self.memory.get, self.access)

    def teller(self, senders: Mapping[str, Sender]) -> Teller:
        """The worker that tells threads what changed; `senders` by the name of their chat."""
        return Teller(self.watching, self.memory, self.searcher, self.verifier.verify, senders)


@contextlib.asynccontextmanager
async def open_parts(
    settings: Settings, find: Find | None = None, *, hurried: bool = False
) -> AsyncIterator[Parts]:
    """Open the record and build the parts on it; everything is closed at the end.

    `find` finds what fact-checkers wrote, in place of the service that there may be a key for. `hurried` is for
    where somebody waits for an answer: a record server that hangs is an error after seconds.
    """
    async with open_lookup(settings, find, hurried=hurried) as lookup:
        client = lookup.store.client
        memory = RedisMemory(client)
        watching = Watching(client, memory)
        yield Parts(
            lookup.store,
            Writer(client, on_change=watching.heed),
            lookup.searcher,
            lookup.ledger,
            lookup.verifier,
            memory,
            RedisPreferences(client),
            watching,
            Recalls(client, memory),
            RedisFeedback(client, memory),
            await open_access(client, settings.base_url, members_only=settings.members_only),
            lookup.reviewing,
        )
