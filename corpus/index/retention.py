"""Retention: single statements are removed, and the oldest ones of all when they are too old or too many.

    remove → the statements cease to exist, at once     free → their memory is released, in the background

A statement is as old as its place in the record: numbers are given out in the order of collecting. Statements of
pinned sources stay.
"""

import json
import re
import struct
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from corpus.errors import ReadError
from corpus.index import journal
from corpus.index.codec import Entry, read_entry, split_page, write_page
from corpus.index.compaction import compact_postings
from corpus.index.repair import look
from corpus.models import Statement
from corpus.storage import keys, leases
from corpus.storage.commands import ask, mget, send, used_memory
from corpus.storage.connection import Connection
from corpus.storage.throttle import Throttle

_STEP = 1_000  # passages at a time
_POSTED = (
    150  # bytes of memory, at least, that a passage takes in the posting lists: real ones have 47 entries
)
_DEAD = 0.1  # share of all passages whose postings may be dead before the posting lists are compacted


@dataclass(frozen=True, slots=True)
class Retention:
    """The statements to keep: those collected since a time, as many as fit some bytes of memory, and pinned publishers'."""

    since: datetime | None = None
    memory: int | None = None
    pinned: frozenset[str] = frozenset()

    def spares(self, statement: Statement) -> bool:
        """Return whether a statement stays, however old it is."""
        return (statement.source.publisher or "") in self.pinned


def read_retention(months: int | None, size: str | None, pinned: Iterable[str]) -> Retention:
    """Parse a retention as people write it; raise ReadError with what is wrong with it.

    >>> read_retention(None, "500MB", ["Gazette"]).memory
    500000000
    """
    if months is None and size is None:
        raise ReadError("keep", "needs --months N or --under SIZE")
    if months is not None and months < 1:
        raise ReadError("keep, --months", f"must be 1 or more, not {months}")
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([kMGT]?)i?B?\s*", size or "1", re.IGNORECASE)
    if not found:
        raise ReadError("keep, --under", f"must be a size such as 4GB or 500MB, not {size!r}")
    memory = round(float(found[1]) * 1000 ** " kmgt".index(found[2].lower() or " ")) if size else None
    since = datetime.now(UTC) - timedelta(days=30.44 * months) if months else None
    return Retention(since, memory, frozenset(pinned))


async def remove(
    client: Connection, owners: Iterable[bytes], spares: Callable[[Statement], bool] = lambda _: False
) -> int:
    """Remove statements by their keys, but those that are spared; return how many went.

    The counts follow in one step; after a failure in between, `repair` corrects them.
    """
    raw = await journal.raw_entries(client, owners)
    known = {owner: read_entry(value) for owner, value in raw.items()}
    by_id = {entry.id: owner for owner, entry in known.items()}
    statements = {by_id[s.id]: s for s in await journal.bare(client, known.values()) if not spares(s)}
    taken = await send(client, [("EVAL", journal.TAKE, 1, keys.statement(o), o, raw[o]) for o in statements])
    gone = [owner for owner, was_there in zip(statements, taken, strict=True) if was_there]
    change = journal.Change(trash=[(known[owner].first, known[owner].count) for owner in gone])
    # What is counted is the same for all statements of a card.
    alike = {known[owner].card: statements[owner] for owner in gone}
    for card, count in Counter(known[owner].card for owner in gone).items():
        change.count(alike[card], -count)
    # A statement that is added again later starts without appearances.
    await send(client, [("UNLINK", keys.appearances(owner)) for owner in gone])
    if change.trash:
        await journal.settle(client, None, change)
    return len(change.trash)


async def expire(
    client: Connection,
    retention: Retention,
    step: Callable[[int], None] = lambda _: None,
    on_remove: Callable[[list[bytes]], Awaitable[None]] | None = None,
) -> int:
    """Remove the oldest statements until what is kept is young and small enough; return how many went.

    `on_remove` is called with the keys of those that went, and of those among them that were spared.
    """
    removed, throttle = 0, Throttle()
    limit = await journal.collected_before(client, retention.since) if retention.since else 0
    low, end = await _lowest(client), await _next(client)
    while low < limit or (low < end and await _too_large(client, retention)):
        high = min(low + _STEP, limit if low < limit else end)
        owners = await _without_pinned(client, await _owners(client, low, high - low), retention)
        removed += await remove(client, owners, retention.spares)
        if on_remove:
            await on_remove(owners)
        await send(client, [("HSET", keys.TOTAL, "lowest", high)])
        await free(client)
        step(removed)
        low = high
        await throttle.rest()
    return removed


async def _without_pinned(client: Connection, owners: list[bytes], retention: Retention) -> list[bytes]:
    """Return the owners without those that a pinned publisher has, too, whoever had them first."""
    if not retention.pinned:
        return owners
    found = await ask(client, [("HVALS", keys.appearances(owner)) for owner in owners])
    return [
        owner
        for owner, seen in zip(owners, found, strict=True)
        if not any(json.loads(one).get("publisher") in retention.pinned for one in seen)
    ]


async def _next(client: Connection) -> int:
    (upper,) = await ask(client, [("GET", keys.NEXT)])
    return int(upper or 0)


async def _lowest(client: Connection) -> int:
    (low,) = await ask(client, [("HGET", keys.TOTAL, "lowest")])
    return int(low or 0)


async def _too_large(client: Connection, retention: Retention) -> bool:
    """Return whether too much memory is used, once that of removed statements in the posting lists is released."""
    if retention.memory is None:
        return False
    used = await used_memory(client) or 0
    (dead,) = await ask(client, [("HGET", keys.TOTAL, "dead")])
    if used <= retention.memory or used - _POSTED * int(dead or 0) > retention.memory:
        return used > retention.memory
    await free(client, dead=0)
    return (await used_memory(client) or 0) > retention.memory


async def _owners(client: Connection, first: int, count: int) -> list[bytes]:
    """Return the owners of the statements that begin in a range of passages."""
    owners = await journal.owners_of(client, first, count)
    known: dict[bytes, Entry] = await journal.entries(client, owners)
    return [owner for owner, entry in known.items() if first <= entry.first < first + count]


async def free(client: Connection, dead: float = _DEAD) -> int:
    """Release the pages of removed passages, and compact the posting lists where the share of `dead` ones is large.

    Return how many passages were freed; 0 where another program is compacting.
    """
    async with leases.held(client, keys.TIDY) as ours:
        return await _free(client, dead) if ours else 0


async def _free(client: Connection, share: float) -> int:
    (found,) = await ask(client, [("LRANGE", keys.TRASH, 0, 10_000)])
    ranges = [one for blob in found for one in struct.iter_unpack("<II", blob)]
    await _free_pages(client, ranges)
    freed = sum(int(count) for _, count in ranges)
    commands: list[tuple[object, ...]] = [("LTRIM", keys.TRASH, len(found), -1)]
    commands += [("HINCRBY", keys.TOTAL, "dead", freed), ("HGET", keys.TOTAL, "statements")]
    _, dead, statements = await send(client, commands)
    if int(dead) > (max(10_000, share * int(statements or 0)) if share else 0):
        survey = await look(client)
        await compact_postings(client, survey.owners != 0)
        await send(client, [("HINCRBY", keys.TOTAL, "dead", -int(dead))])
    return freed


async def _free_pages(client: Connection, ranges: Sequence[tuple[int, int]]) -> None:
    """Remove passages from their pages; delete a page that holds none."""
    dead: dict[bytes, set[int]] = {}
    for first, count in ranges:
        for number in range(first, first + count):
            dead.setdefault(keys.page(number), set()).add(number % keys.PAGE_SIZE)
    names = list(dead)
    for low in range(0, len(names), 1_000):
        share = names[low : low + 1_000]
        commands: list[tuple[object, ...]] = []
        for name, page in zip(share, await mget(client, share), strict=True):
            parts = split_page(page or b"")
            kept = [b"" if n in dead[name] else part for n, part in enumerate(parts)]
            if parts:
                commands.append(("SET", name, write_page(kept)) if any(kept) else ("UNLINK", name))
        await send(client, commands)
