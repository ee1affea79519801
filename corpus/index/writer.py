"""The writing side of the inverted index.

A statement is split into passages; each passage has a number and is posted under its features.

What a reader may rely on: a statement exists from the moment its entry in its bucket (`v:i…`) is written, which is
the last step of adding it. Postings and pages without such an entry are never answered.

Read next: `batches` (what is written for a statement), `codec` (byte by byte), `journal` (how it is counted).
"""

import asyncio
from collections.abc import Awaitable, Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from corpus.errors import IndexUnavailableError
from corpus.index import journal
from corpus.index.batches import Batch, NewEntries, Pending, by_card, make_pending
from corpus.index.codec import read_entry
from corpus.index.compaction import trim_postings
from corpus.index.passages import whole
from corpus.index.repair import Findings, examine
from corpus.index.retention import Retention, expire, free, remove
from corpus.models import Statement
from corpus.storage import keys
from corpus.storage.commands import post, send, send_all
from corpus.storage.connection import Connection

_NEVER = 2**32 - 1

OnChange = Callable[[Sequence[Statement], Sequence[bytes]], Awaitable[None]]

# Replaces an entry only where nobody else has replaced it meanwhile.
_SWAP = b"""
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
"""


@dataclass(frozen=True, slots=True)
class Added:
    """What adding statements changed."""

    new: int = 0
    replaced: int = 0
    same: int = 0

    def __add__(self, other: "Added") -> "Added":
        return Added(self.new + other.new, self.replaced + other.replaced, self.same + other.same)


class Writer:
    """Writes the record's inverted index on one Redis client.

    `on_change` is called with the statements added and the keys of those removed.
    """

    def __init__(self, client: Connection, *, on_change: OnChange | None = None) -> None:
        self._client = client
        self._on_change = on_change

    async def add(
        self, statements: Sequence[Statement], restored: Mapping[str, Container[str]] | None = None
    ) -> Added:
        """Add statements; the same id with the same content changes nothing, with new content replaces the old.

        A withdrawn statement stays withdrawn when it comes again without that mark, but for marks of the days that
        `restored` names for its id.

        Raises IndexUnavailableError when the record does not answer: then some may have been added, and adding
        all of them again is safe. What computes runs beside the event loop, so that two calls overlap.
        """
        pending = await asyncio.to_thread(make_pending, statements)
        old = await journal.raw_entries(self._client, [d.key for d in pending])
        fresh = _changed(pending, old)
        if marked := await self._withdrawn(fresh, old, restored or {}):
            kept = make_pending(
                replace(d.statement, withdrawn=marked.get(d.key, d.statement.withdrawn)) for d in fresh
            )
            fresh = _changed(kept, old)
        added = await self._write(fresh, old) if fresh else Added()
        if self._on_change:  # with all, not only the fresh: an earlier try may have ended before this call
            await self._on_change(statements, ())
        return added + Added(same=len(pending) - added.new - added.replaced)

    async def _withdrawn(
        self,
        pending: Sequence[Pending],
        old: Mapping[bytes, bytes],
        restored: Mapping[str, Container[str]],
    ) -> dict[bytes, str]:
        """Return the dates of withdrawal of statements that come again without that mark, by their keys."""
        again = [d for d in pending if d.key in old and not d.statement.withdrawn]
        found = await journal.bare(self._client, [read_entry(old[d.key]) for d in again])
        return {
            keys.identity(s.id): s.withdrawn
            for s in found
            if s.withdrawn and s.withdrawn not in restored.get(s.id, ())
        }

    async def recover(self) -> int:
        """Finish the batches of dead loaders; return how many statements were saved."""
        return await journal.recover(self._client)

    async def remove(self, ids: Iterable[str]) -> int:
        """Remove statements by their ids; return how many existed. `tidy` releases their memory."""
        owners = [keys.identity(id_) for id_ in ids]
        removed = await remove(self._client, owners)
        if self._on_change:
            await self._on_change((), owners)
        return removed

    async def whole(self, owners: Sequence[bytes]) -> list[Statement]:
        """Return whole statements by their keys, those that exist, in the order of their keys as given."""
        return await whole(self._client, owners)

    async def withdraw(self, ids: Iterable[str], on: str) -> int:
        """Mark statements as corrected or removed by their source, as seen on this ISO date; return how many existed.

        They are still found, for somebody may print what was withdrawn.
        """
        found = await self.whole([keys.identity(id_) for id_ in ids])
        await self.add([replace(statement, withdrawn=on) for statement in found])
        return len(found)

    async def expire(self, retention: Retention, step: Callable[[int], None] = lambda _: None) -> int:
        """Remove the oldest statements until the retention holds; return how many went."""
        notify = self._on_change
        return await expire(self._client, retention, step, partial(notify, ()) if notify else None)

    async def tidy(self) -> int:
        """Release the memory of what was removed or replaced; return how many passages were freed."""
        return await free(self._client)

    async def trim(self) -> None:
        """Release the memory that a large load left unused in the posting lists."""
        await trim_postings(self._client)

    async def doctor(self, step: Callable[[str], None] = lambda _: None) -> Findings:
        """Check the whole record and mend it."""
        return await examine(self._client, step=step)

    async def _write(self, pending: Sequence[Pending], old: dict[bytes, bytes]) -> Added:
        batch = await asyncio.to_thread(Batch, pending)
        replaces = {d.key: old[d.key] for d in pending if d.key in old}
        first = await journal.open_batch(self._client, batch.size, batch.count, replaces)
        if first + batch.size >= _NEVER:
            raise OverflowError("the record is full: more than four thousand million passages")
        batch.number(first)
        # Pages come before postings: they say what is posted, should the batch not be finished.
        await send(self._client, await asyncio.to_thread(lambda: [*batch.pages(), *batch.cards()]))
        alive = await journal.still_open(self._client, first)  # a heartbeat half-way: a line may be slow
        await post(self._client, await asyncio.to_thread(lambda: batch.postings))
        await send(self._client, batch.utterances())
        if not alive or not await journal.still_open(self._client, first):
            raise IndexUnavailableError("the record took too long; what was on its way in is not added")
        return await self._commit(batch, replaces)

    async def _commit(self, batch: Batch, replaces: dict[bytes, bytes]) -> Added:
        """Write the entries, the step that makes statements exist, and enter them in the journal."""
        new = [d for d in batch.pending if d.key not in replaces]
        again = [d for d in batch.pending if d.key in replaces]
        written = await send_all(self._client, NewEntries(new)) + await send(
            self._client,
            [("EVAL", _SWAP, 1, keys.statement(d.key), d.key, replaces[d.key], d.entry()) for d in again],
        )
        change = journal.Change()
        done = [d for d, ok in zip([*new, *again], written, strict=True) if ok]
        for alike, count in by_card(done):
            change.count(alike, count)
        gone = [read_entry(replaces[d.key]) for d in done if d.key in replaces]
        for statement in await journal.bare(self._client, gone):
            change.count(statement, -1)
        lost = [(d.first, len(d.cuts)) for d, ok in zip([*new, *again], written, strict=True) if not ok]
        change.trash = [*lost, *((e.first, e.count) for e in gone)]
        if not await journal.settle(self._client, batch.first, change):
            await self._take_back(done)
        return Added(len(done) - len(gone), len(gone))

    async def _take_back(self, pending: Sequence[Pending]) -> None:
        """Remove entries whose batch was finished by another program: their passages are discarded."""
        await send(
            self._client,
            [("EVAL", journal.TAKE, 1, keys.statement(d.key), d.key, d.entry()) for d in pending],
        )
        raise IndexUnavailableError("the record took too long; what was on its way in is not added")


def _changed(pending: Iterable[Pending], old: Mapping[bytes, bytes]) -> list[Pending]:
    """Return the statements that the record does not have with the same content."""
    return [d for d in pending if old.get(d.key, b"")[16:24] != d.fingerprint]
