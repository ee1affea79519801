"""Repair of the record: examine all of it, repair what is wrong, and report what was done.

    recover → survey (what exists) → pages → posting lists → cards and utterances → counts

Safe beside working bots and loaders: open batches are left alone, and nothing that an entry points to is removed.
Errors come from loaders and servers that were killed; a reader never sees any of them.
"""

import asyncio
import struct
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexUnavailableError
from corpus.index import journal
from corpus.index.codec import read_card, read_entry, split_page, write_page
from corpus.index.compaction import STEP, compact_postings, scan
from corpus.storage import keys, leases
from corpus.storage.commands import ask, mget, send
from corpus.storage.connection import Connection

IDLE = (
    3_600  # seconds that a card nobody refers to must have lain untouched: no loader is about to refer to it
)
_PATIENCE = 5.0  # seconds to wait beyond the end of the lease of a program that was killed
_QUIET = 1.0  # seconds between two attempts to find the journal unchanged

_DROP_IDLE = b"""
if redis.call('OBJECT', 'IDLETIME', KEYS[1]) < tonumber(ARGV[1]) then return 0 end
return redis.call('UNLINK', KEYS[1])
"""

Owners = npt.NDArray[np.uint64]


@dataclass(slots=True)
class Findings:
    """What an examination found and repaired."""

    statements: int = 0
    recovered: int = 0  # statements of loaders that died, now counted
    half_written: int = 0  # entries without their text, taken away
    orphans: int = 0  # passages without a statement, taken away
    postings: int = 0  # index entries that led nowhere, or were there twice, taken away
    strays: int = 0  # cards and utterances that nobody refers to, taken away
    counts: int = 0  # counters put right
    skipped: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Return whether there was nothing to repair."""
        return not (self.half_written or self.orphans or self.postings or self.counts)

    def lines(self) -> list[str]:
        """Return what was found and done, for people.

        >>> Findings(statements=7, orphans=2).lines()
        ['7 statements', '2 passages without a statement taken away']
        """
        counts = [
            (self.recovered, "statements of a load that broke off are now counted"),
            (self.half_written, "statements whose text was not there taken away"),
            (self.orphans, "passages without a statement taken away"),
            (self.postings, "index entries that led nowhere or were there twice taken away"),
            (self.strays, "cards and utterances that nobody refers to taken away"),
            (self.counts, "counters put right"),
        ]
        done = [f"{count:,} {what}" for count, what in counts if count]
        left = [f"left alone: {what}" for what in self.skipped]
        return [f"{self.statements:,} statements", *(done or ["nothing to mend"]), *left]


@dataclass(slots=True)
class Survey:
    """The statements that exist: the owner of each passage (0: none, 1: an open batch), and the uses of each card."""

    owners: Owners
    cards: Counter[bytes]

    @property
    def horizon(self) -> int:
        """Return the number from which on passages came after the survey."""
        return len(self.owners)


async def examine(
    client: Connection, *, idle: int = IDLE, step: Callable[[str], None] = lambda _: None
) -> Findings:
    """Check the whole record and repair it.

    Wait for another program that is compacting the record, as long as the lease of one that was killed would last;
    raise IndexUnavailableError where it is still running.
    """
    findings = Findings()
    findings.recovered = await journal.recover(client)
    patience = leases.SHORT + _PATIENCE
    async with leases.held(
        client, keys.TIDY, patience=patience, waiting=lambda: step("waiting for whoever gives room back")
    ) as ours:
        if not ours:
            left = await leases.left(client, keys.TIDY)
            raise IndexUnavailableError(
                "another program is mending the record or giving its room back, and still at it after "
                f"{patience:.0f} s; should it end now, the way is free in {left:.0f} s at the latest. Try again then"
            )
        await _repair(client, findings, idle, step)
    return findings


async def _repair(client: Connection, findings: Findings, idle: int, step: Callable[[str], None]) -> None:
    (trash,) = await ask(client, [("LLEN", keys.TRASH)])
    step("statements")
    survey = await look(client)
    findings.statements = sum(survey.cards.values())
    step("passages")
    findings.orphans, seen = await _repair_pages(client, survey)
    findings.half_written = await _drop_half_written(client, survey, seen)
    step("index")
    findings.postings = await compact_postings(client, survey.owners != 0)
    step("cards")
    findings.strays = await _drop_strays(client, survey, idle)
    findings.counts = await _recount(client, findings)
    await send(client, [("LTRIM", keys.TRASH, trash, -1)])


async def look(client: Connection) -> Survey:
    """Survey the statements that exist and the open batches."""
    (upper,) = await ask(client, [("GET", keys.NEXT)])
    owners = np.zeros(int(upper or 0), dtype=np.uint64)
    for batch in await journal.open_batches(client):
        owners[batch.first : batch.first + batch.count] = 1
    cards: Counter[bytes] = Counter()
    seen: set[bytes] = set()
    async for names in scan(client, b"v:i*"):
        fresh = [name for name in names if name not in seen]  # a scan may name one twice
        seen.update(fresh)
        for found in await ask(client, [(b"HGETALL", name) for name in fresh]):
            for key, value in zip(found[::2], found[1::2], strict=True):
                first, count = struct.unpack_from("<II", value)
                owners[first : first + count] = int.from_bytes(key, "little")
                cards[value[8:16]] += 1
    return Survey(owners, cards)


# --- pages ---------------------------------------------------------------------------------------------------


async def _repair_pages(client: Connection, survey: Survey) -> tuple[int, npt.NDArray[np.bool_]]:
    """Remove passages without a statement from their pages; return (how many, which passages are where they should be)."""
    seen = np.zeros(survey.horizon, dtype=bool)
    orphans = 0
    async for names in scan(client, b"v:p*"):
        commands = []
        for name, page in zip(names, await mget(client, names), strict=True):
            first = struct.unpack("<I", name[3:])[0] * keys.PAGE_SIZE
            if first >= survey.horizon:
                continue
            parts = split_page(page or b"")
            kept = [part if _belongs(survey, first + n, part) else b"" for n, part in enumerate(parts)]
            for n, part in enumerate(kept):
                if part:
                    seen[first + n] = True
            removed = sum(a != b for a, b in zip(parts, kept, strict=True))
            if removed:
                orphans += removed
                commands.append(("SET", name, write_page(kept)) if any(kept) else ("UNLINK", name))
        await send(client, commands)
    return orphans, seen


def _belongs(survey: Survey, number: int, part: bytes) -> bool:
    if not part or number >= survey.horizon:
        return bool(part)
    owner = int(survey.owners[number])
    return owner == 1 or owner == int.from_bytes(part[:8], "little")


async def _drop_half_written(client: Connection, survey: Survey, seen: npt.NDArray[np.bool_]) -> int:
    """Remove entries whose text is not there: no reader could be shown it."""
    lost = survey.owners[(survey.owners > 1) & ~seen]
    owners = [int(owner).to_bytes(8, "little") for owner in np.unique(lost)]
    dropped = 0
    size = keys.PAGE_SIZE
    for owner, value in (await journal.raw_entries(client, owners)).items():
        entry = read_entry(value)
        names = [
            keys.page(n) for n in range(entry.first - entry.first % size, entry.first + entry.count, size)
        ]
        pages = await mget(client, names)  # again: it may have been replaced meanwhile
        there = sum(part[:8] == owner for page in pages for part in split_page(page or b""))
        if there < entry.count:
            (removed,) = await send(client, [("EVAL", journal.TAKE, 1, keys.statement(owner), owner, value)])
            dropped += removed
            survey.owners[entry.first : entry.first + entry.count] = 0
    return dropped


# --- cards, utterances, counts -------------------------------------------------------------------------------


async def _drop_strays(client: Connection, survey: Survey, idle: int) -> int:
    dropped = 0
    async for names in scan(client, b"v:c*"):
        strays = [name for name in names if survey.cards[name[3:]] <= 0]
        dropped += sum(await send(client, [("EVAL", _DROP_IDLE, 1, name, idle) for name in strays]))
    async for names in scan(client, b"v:u*"):
        for name, members in zip(names, await ask(client, [("SMEMBERS", n) for n in names]), strict=True):
            known = await journal.entries(client, members)
            lost = [member for member in members if member not in known]
            if lost and not await journal.open_batches(
                client
            ):  # a batch joins its utterances before it exists
                dropped += sum(await send(client, [("SREM", name, *lost)]))
    return dropped


async def _recount(client: Connection, findings: Findings) -> int:
    """Put the counters right; leaves them alone while statements come and go."""
    for _ in range(3):
        before = await _state(client)
        survey = await look(client)
        wanted = await _expected(client, survey)
        stored = await _stored(client)
        change = journal.Change()
        for key in wanted.keys() | stored.keys():
            change.counts[key] = wanted.get(key, 0) - stored.get(key, 0)
        wrong = sum(step != 0 for step in change.counts.values())
        if before and before == await _state(client):
            if wrong:
                await journal.settle(client, None, change)
            findings.statements = sum(survey.cards.values())
            return wrong
        await asyncio.sleep(_QUIET)
    findings.skipped.append(
        f"the counts: statements are being loaded, or a load broke off less than {journal.ALIVE} s ago; "
        "run doctor again when that is over"
    )
    return 0


async def _state(client: Connection) -> Sequence[object]:
    """Return what changes whenever the journal does; empty while a batch is open."""
    upper, total, open_, trash = await ask(
        client, [("GET", keys.NEXT), ("HGETALL", keys.TOTAL), ("HLEN", keys.OPEN), ("LLEN", keys.TRASH)]
    )
    return () if open_ else (upper, total, trash, 1)


async def _expected(client: Connection, survey: Survey) -> dict[tuple[bytes, str], int]:
    change = journal.Change()
    used = [(card, count) for card, count in survey.cards.items() if count > 0]
    for low in range(0, len(used), STEP):
        share = used[low : low + STEP]
        found = await mget(client, [keys.card(card) for card, _ in share])
        for (_, count), card in zip(share, found, strict=True):
            if card:
                change.count(read_card(card, "", ""), count)
    return change.counts


async def _stored(client: Connection) -> dict[tuple[bytes, str], int]:
    names = [keys.SOURCES, keys.LANGUAGES]
    for prefix in (keys.surname(""), keys.roles("")):
        async for found in scan(client, prefix + b"*"):
            names += found
    counts: dict[tuple[bytes, str], int] = {}
    for name, found in zip(names, await ask(client, [("HGETALL", n) for n in names]), strict=True):
        for field_, count in zip(found[::2], found[1::2], strict=True):
            counts[name, field_.decode("utf-8", "surrogatepass")] = int(count)
    (total,) = await ask(client, [("HGET", keys.TOTAL, "statements")])
    counts[keys.TOTAL, "statements"] = int(total or 0)
    return counts
