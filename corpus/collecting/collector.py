"""Collecting: fetch → read → index → note what was covered.

Any number of collectors share the work: a source is taken before it is read, and what was read is remembered by its
address. A source that fails is noted with its error and never stops the rest; only a record that does not answer
does, for then nothing could be kept.
"""

import asyncio
import contextlib
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import ParamSpec, TypeVar

from corpus.collecting.crawl_state import CrawlState, SourceState
from corpus.collecting.recorder import Recorder
from corpus.errors import FetchError, IndexUnavailableError, ReadError
from corpus.index.writer import Writer
from corpus.models import Statement
from corpus.sources.appearances import LocatedStatement
from corpus.sources.calendar import AHEAD, MOST_EVENTS, Calendar, read_calendar
from corpus.sources.catalogue import Body, Kind, Origin
from corpus.sources.document import Document
from corpus.sources.feed import MOST_ITEMS, Item
from corpus.sources.gdelt import addresses, is_missing, read_gdelt_statements
from corpus.sources.page import Page
from corpus.sources.registry import LISTINGS, PAGES, Format
from corpus.sources.statements import locate_statements
from corpus.web.fetcher import AnsweredError, Fetcher

AT_ONCE = 4
"""So many sources are read at once by one collector."""

MOST_DOCUMENTS = 100
"""So many new documents are read in one state, the newest first; the rest comes with the next."""

MOST_IN_LISTING = 5_000
"""The same where the words themselves stand in the listing, and nothing has to be fetched."""

MOST_PAGES = 25
"""So many pages of a listing are read in one state."""

_SEEN_AHEAD = timedelta(days=300)
"""A calendar that has not changed is read again where its series were followed no further than this."""

_OVERLAP = timedelta(hours=1)
_BACKLOG = timedelta(days=1)
"""Files of quotations are looked for again so long before the last success, and never longer back than this."""

_AFTER_OUTAGE = 30.0
_LONGEST_REST = 60.0

Report = Callable[[str], None]
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Outcome of one crawl of a source; `error` is None where all went well, `reached` whether the source itself was read."""

    source: str
    documents: int = 0
    statements: int = 0
    unresolved: int = 0
    failed: int = 0
    waiting: int = 0
    withdrawn: int = 0
    missing: int = 0
    error: str | None = None
    reached: bool = True
    events: int | None = None  # of a calendar

    def __str__(self) -> str:
        if self.events is not None:
            events = f"{self.events} event{'' if self.events == 1 else 's'} to come"
            return f"{self.source}: {events}" + (f" · {self.error}" if self.error else "")
        brought = f"{self.documents} documents, {self.statements} statements"
        left = f", {self.unresolved} quotations without a speaker left out" if self.unresolved else ""
        withdrawn = f", {self.withdrawn} statements withdrawn" if self.withdrawn else ""
        return f"{self.source}: {brought}{left}{withdrawn}" + (f" · {self.error}" if self.error else "")


@dataclass(frozen=True, slots=True)
class _Reading:
    """Statements of a document; `text` is None where it is no document of its own that could be corrected."""

    located: Sequence[LocatedStatement]
    unresolved: int
    text: str | None
    fetched: str | None
    sha256: str | None


class _TakenOverError(Exception):
    """The lease ran out, and another collector has the source."""


class Collector:
    """Collector of sources into the record."""

    def __init__(
        self,
        writer: Writer,
        crawl_state: CrawlState,
        fetcher: Fetcher,
        *,
        report: Report = lambda _: None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._recorder = Recorder(writer, crawl_state.appearances)
        self._crawl_state = crawl_state
        self._fetcher = fetcher
        self._report = report
        self._clock = clock
        self._token = uuid.uuid4().hex

    async def run(self, origins: Sequence[Origin]) -> None:
        """Read every source when it is due, for ever; an outage of the record is waited out."""
        while True:
            try:
                await self.run_once(origins)
                rest = min([_LONGEST_REST, *(origin.interval / 4 for origin in origins)])
            except IndexUnavailableError as error:
                self._report(f"waiting for the record: {error}")
                rest = _AFTER_OUTAGE
            await asyncio.sleep(rest)

    async def run_once(self, origins: Sequence[Origin]) -> list[Outcome]:
        """Read every source that is due and that nobody else is at; raises IndexUnavailableError."""
        slots = asyncio.Semaphore(AT_ONCE)

        async def crawl(origin: Origin) -> Outcome | None:
            async with slots:
                return await self._take_turn(origin)

        outcomes = await asyncio.gather(*map(crawl, origins), return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome
        return [outcome for outcome in outcomes if isinstance(outcome, Outcome)]

    async def _take_turn(self, origin: Origin) -> Outcome | None:
        """Crawl a source if it is due; None where it is not, or where another collector has it."""
        if not await self._crawl_state.take(origin.name, self._token):
            return None
        try:
            before = (await self._crawl_state.known()).get(
                origin.name
            )  # asked only now: another may just have been there
            state = replace(
                before or SourceState(origin.publisher, origin.interval),
                publisher=origin.publisher,
                interval=origin.interval,
            )
            if not state.is_due(self._clock()):
                return None
            outcome = await self._crawl(origin, state)
        finally:
            with contextlib.suppress(IndexUnavailableError):  # the lease runs out by itself
                await self._crawl_state.release(origin.name, self._token)
        self._report(str(outcome))
        return outcome

    async def _crawl(self, origin: Origin, state: SourceState) -> Outcome:
        state = replace(state, tried=self._now())
        try:
            if origin.kind is Kind.CALENDAR:
                return await self._crawl_calendar(origin, replace(state, calendar=True))
            document, items, left_out = await self._list(origin, state)
        except (FetchError, ReadError) as error:
            message = origin.without_secret(str(error))[:500]
            calendar = origin.kind is Kind.CALENDAR
            await self._crawl_state.note(origin.name, replace(state, error=message, calendar=calendar))
            return Outcome(origin.name, error=message, reached=False)
        try:
            outcome, state = await self._read_items(origin, state, items)
        except _TakenOverError:
            return Outcome(origin.name, error="another collector took over")
        if left_out:
            unread = f"{left_out:,} items after the first {MOST_ITEMS} are not read"
            outcome = replace(outcome, error=f"{outcome.error}; {unread}" if outcome.error else unread)
        # Half of the documents may be missing for good; of what waits, nothing is known yet.
        sound = not outcome.waiting and outcome.failed * 2 <= outcome.documents + outcome.failed
        state = replace(state, error=outcome.error, succeeded=self._now() if sound else state.succeeded)
        if document and not outcome.error:  # else the feed must come again, for what failed
            state = replace(state, etag=document.etag, modified=document.modified)
        await self._crawl_state.note(origin.name, state)
        return outcome

    async def _crawl_calendar(self, origin: Origin, state: SourceState) -> Outcome:
        """Keep what a calendar announces, in place of what it announced before."""
        now = self._clock()
        address = origin.address(now)
        far = state.until and date.fromisoformat(state.until) - now.date() >= _SEEN_AHEAD
        known = (state.etag, state.modified) if far else (None, None)
        document = await self._fetcher.fetch(address, etag=known[0], modified=known[1])
        state = replace(state, succeeded=self._now(), error=None)
        if document:
            calendar = await _in_thread(document.url, read_calendar, document, now)
            page, read = origin.without_secret(address), document.fetched or self._now()
            events = [
                replace(event, calendar=origin.name, publisher=origin.publisher, page=page, read=read)
                for event in calendar.events
            ]
            await self._crawl_state.note_events(origin.name, events)
            error = _unread_of(calendar)
            state = replace(
                state,
                error=error,
                documents=state.documents + 1,
                events=len(events),
                until=str((now + AHEAD).date()),
                etag=None if error else document.etag,
                modified=None if error else document.modified,
            )
        await self._crawl_state.note(origin.name, state)
        return Outcome(origin.name, events=state.events, error=state.error)

    async def _list(self, origin: Origin, state: SourceState) -> tuple[Document | None, Sequence[Item], int]:
        """Return the listing if it has changed, the newest items, and the number of items left out."""
        now = self._clock()
        if origin.format is Format.GDELT:
            last = datetime.fromisoformat(state.succeeded) if state.succeeded else now
            since = max(last - _OVERLAP, now - _BACKLOG)
            return None, [Item(url, "", "") for url in addresses(origin.url, now, since)], 0
        first = await self._fetcher.fetch(origin.address(now), etag=state.etag, modified=state.modified)
        items: list[Item] = []
        document, pages, left_out = first, 0, 0
        while document:
            listing = await _in_thread(document.url, LISTINGS[origin.format], document)
            fetched, sha256 = document.fetched, document.sha256
            items += [replace(item, fetched=fetched, sha256=sha256) for item in listing.items]
            pages, left_out = pages + 1, left_out + listing.left_out
            if not listing.following or pages >= MOST_PAGES:
                break
            document = await self._fetcher.fetch(origin.keyed(listing.following))
        return first, items, left_out

    async def _read_items(
        self, origin: Origin, state: SourceState, items: Sequence[Item]
    ) -> tuple[Outcome, SourceState]:
        by_version = {item.version: item for item in reversed(items)}
        unread = await self._crawl_state.unread([item.version for item in items])
        outcome = Outcome(origin.name)
        most = MOST_IN_LISTING if origin.body is Body.FEED else MOST_DOCUMENTS
        if left := max(0, len(unread) - most):
            outcome = replace(outcome, waiting=left, error=f"{left} documents wait for the next visit")
        for version in unread[:most]:
            if not await self._crawl_state.renew(origin.name, self._token):
                raise _TakenOverError
            try:
                reading = await self._read_item(origin, by_version[version])
            except (FetchError, ReadError) as error:
                if self._is_gone(origin, by_version[version], error):
                    await self._crawl_state.note_read(version)
                    outcome = replace(outcome, missing=outcome.missing + 1)
                    continue
                message = origin.without_secret(str(error))[:500]
                outcome = replace(outcome, failed=outcome.failed + 1, error=message)
                continue
            withdrawn = await self._keep(by_version[version].url, reading)
            await self._crawl_state.note_read(version)
            outcome = replace(
                outcome,
                documents=outcome.documents + 1,
                statements=outcome.statements + len(reading.located),
                unresolved=outcome.unresolved + reading.unresolved,
                withdrawn=outcome.withdrawn + withdrawn,
            )
            state = _covering(state, [one.statement for one in reading.located])
        if outcome.missing and not outcome.error:
            outcome = replace(outcome, error=f"{outcome.missing} files were never there (404)")
        return outcome, state

    def _is_gone(self, origin: Origin, item: Item, error: FetchError | ReadError) -> bool:
        """Return whether a file of quotations was never published: asking again would make the source stale for a day."""
        absent = isinstance(error, AnsweredError) and error.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
        return absent and origin.format is Format.GDELT and is_missing(item.url, self._clock())

    async def _keep(self, url: str, reading: _Reading) -> int:
        """Write what a document says, and withdraw what it says no more; how many statements that were."""
        ids = await self._recorder.keep(reading.located, reading.fetched, reading.sha256)
        if reading.text is None:
            return 0
        return await self._recorder.correct(url, ids, reading.text, self._now()[:10])

    async def _read_item(self, origin: Origin, item: Item) -> _Reading:
        """Read an item, or the document behind it."""
        if origin.format is Format.GDELT:
            return await self._read_quotations(origin, item)
        page = Page(item.title, item.text, item.date, item.speaker, item.role)
        fetched, sha256 = item.fetched, item.sha256
        if origin.body is Body.PAGE or not item.text:
            document = await self._fetcher.fetch(item.behind or item.url)
            assert document is not None, "only a conditional request is answered with nothing"
            read_page = await _in_thread(item.url, PAGES[origin.format], document)
            date = read_page.date or item.date if item.behind else item.date or read_page.date
            page = read_page._replace(title=item.title or read_page.title, date=date)
            fetched, sha256 = document.fetched, document.sha256
        located, unresolved = await _in_thread(item.url, locate_statements, origin, item.url, page)
        return _Reading(located, unresolved, page.text, fetched, sha256)

    async def _read_quotations(self, origin: Origin, item: Item) -> _Reading:
        document = await self._fetcher.fetch(item.url)
        assert document is not None, "only a conditional request is answered with nothing"
        located, tally = await _in_thread(
            item.url, read_gdelt_statements, item.url, document.content, origin.filters
        )
        return _Reading(located, tally.unresolved, None, document.fetched, document.sha256)

    def _now(self) -> str:
        return self._clock().isoformat(timespec="seconds")


def _unread_of(calendar: Calendar) -> str | None:
    """Say what of a calendar is not kept, for the crawl state."""
    events = "event" if calendar.unread == 1 else "events"
    parts = [f"{calendar.unread} {events} cannot be read"] if calendar.unread else []
    if calendar.left_out:
        parts.append(f"{calendar.left_out:,} events after the first {MOST_EVENTS:,} are not read")
    return "; ".join(parts) or None


def _covering(state: SourceState, statements: Sequence[Statement]) -> SourceState:
    dates = [date for statement in statements if (date := statement.source.date)]
    return replace(
        state,
        documents=state.documents + 1,
        statements=state.statements + len(statements),
        since=min([*dates, *([state.since] if state.since else [])], default=None),
        until=max([*dates, *([state.until] if state.until else [])], default=None),
    )


async def _in_thread(url: str, read: Callable[P, T], *args: P.args, **more: P.kwargs) -> T:
    """Read beside the event loop, for it may take long over a bad document, and turn what goes wrong into ReadError."""
    try:
        return await asyncio.to_thread(read, *args, **more)
    except ReadError:
        raise
    except (
        Exception
    ) as error:  # a document that a reader does not bear is noted and must not stop the other sources
        raise ReadError(url, f"cannot be read ({type(error).__name__}: {error})") from error
