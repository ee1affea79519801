"""Builds every part from Settings; the only module that knows them all."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from bot.lookup import open_lookup
from bot.observed import ObservedCoverageReader, ObservedSearcher, observed
from bot.record_server.connect import Store
from bot.settings import Settings
from bot.stores.answers import RedisMemory
from bot.stores.feedback import RedisFeedback
from bot.stores.page_secret import open_access
from bot.stores.preferences import RedisPreferences
from bot.stores.recall import Recalls
from bot.watches.notifier import Notifier
from bot.watches.watching import Watching
from corpus.collecting.coverage import CoverageReader
from corpus.index.writer import Writer
from corpus.models import Statement
from corpus.related.event_store import read_agenda
from corpus.related.fact_checks import Find, Reviewing
from corpus.related.statements import find_subject
from corpus.search.searcher import Searcher
from corpus.storage.keys import identity
from corpus.verify import Verifier
from handlers.conversation.service import BriefSources, Service, Verify
from handlers.replies.corrections import Sender
from handlers.replies.page_access import Access
from handlers.replies.preview import Pages


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a running program, wired together."""

    store: Store
    writer: Writer
    searcher: Searcher
    coverage_reader: CoverageReader
    verifier: Verifier
    memory: RedisMemory
    preferences: RedisPreferences
    watching: Watching
    recalls: Recalls
    feedback: RedisFeedback
    service: Service
    access: Access = field(default_factory=Access)
    reviewing: Reviewing | None = None  # asks fact-checkers beside the record, where there is a key

    @property
    def verify(self) -> Verify:
        """Return the function from a quote to its verdict, with what fact-checkers wrote beside it where there is a key."""
        return self.service.verify

    async def statement(self, id_: str) -> Statement | None:
        """Read one statement of the record, whole, or None; raises IndexUnavailableError when it cannot look."""
        return next(iter(await self.searcher.whole([identity(id_)])), None)

    @property
    def pages(self) -> Pages:
        """The pages of answers, as the chats know them."""
        return Pages(self.memory.get, self.access)

    def notifier(self, senders: Mapping[str, Sender]) -> Notifier:
        """Return the worker that notifies threads of changes; `senders` by the name of their chat."""
        return Notifier(self.watching, self.memory, self.searcher, self.verifier.verify, senders)


@contextlib.asynccontextmanager
async def open_parts(
    settings: Settings, find: Find | None = None, *, hurried: bool = False
) -> AsyncIterator[Parts]:
    """Open the record and build the parts on it; everything is closed at the end.

    `find` finds what fact-checkers wrote, in place of the service that there may be a key for. `hurried` is for
    where somebody waits for an answer: a record server that hangs is an error after seconds.
    """
    async with open_lookup(
        settings,
        find,
        hurried=hurried,
        searcher_class=ObservedSearcher,
        coverage_class=ObservedCoverageReader,
    ) as lookup:
        client = lookup.store.client
        memory = RedisMemory(client)
        watching = Watching(client, memory)
        recalls = Recalls(client, memory)
        service = Service(
            verify=observed(lookup.reviewing.verify if lookup.reviewing else lookup.verifier.verify),
            brief_sources=BriefSources(
                verify=lookup.verifier.verify,
                find_subject=partial(find_subject, lookup.searcher),
                read_agenda=partial(read_agenda, client),
            ),
            memory=memory,
            watches=watching,
            earlier=recalls,
        )
        yield Parts(
            lookup.store,
            Writer(client, on_change=watching.queue_affected),
            lookup.searcher,
            lookup.coverage_reader,
            lookup.verifier,
            memory,
            RedisPreferences(client),
            watching,
            recalls,
            RedisFeedback(client, memory),
            service,
            await open_access(client, settings.base_url, members_only=settings.members_only),
            lookup.reviewing,
        )
