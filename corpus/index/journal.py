"""The journal of the record: counters of statements by speaker, source and language, and the open batches.

A loader opens a batch before it writes anything, and settles it, in one step with its counts, once every statement
of it exists. `recover` finishes a batch whose loader is dead: statements that exist are counted, the rest is
discarded. So the counts are right however often loaders and servers are killed.
"""

import json
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np

from corpus.errors import SettingsError
from corpus.index.codec import Entry, read_card, read_entry, split_page, unpack_passage
from corpus.language.speakers import index_key
from corpus.models import NO_PUBLISHER, Statement, main_language
from corpus.storage import keys
from corpus.storage.bulk import pack_rows
from corpus.storage.commands import ask, ask_all, mget, send
from corpus.storage.connection import Command, Connection

SEPARATOR = "\x1f"  # between a speaker and a role
ALIVE = 120  # seconds without a heartbeat after which a loader counts as dead

# All or nothing, and only once: the batch is open, or somebody else has settled it.
_SETTLE = b"""
if ARGV[1] ~= '' and redis.call('HDEL', KEYS[1], ARGV[1]) == 0 then return 0 end
if ARGV[2] ~= '' then redis.call('RPUSH', KEYS[2], ARGV[2]) end
redis.call('HSET', KEYS[3], 'updated', ARGV[3])
if ARGV[4] ~= '' then
  redis.call('ZADD', KEYS[4], 'LT', ARGV[4], 'first')
  redis.call('ZADD', KEYS[4], 'GT', ARGV[5], 'last')
end
if ARGV[1] ~= '' then redis.call('ZADD', KEYS[5], ARGV[6], ARGV[1]) end
for i = 7, #ARGV, 3 do
  local key = KEYS[tonumber(ARGV[i])]
  if redis.call('HINCRBY', key, ARGV[i + 1], ARGV[i + 2]) == 0 then redis.call('HDEL', key, ARGV[i + 1]) end
end
return 1
"""

# Takes an entry away only where it is still the one that we know.
TAKE = b"""
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
return redis.call('HDEL', KEYS[1], ARGV[1])
"""


@dataclass(slots=True)
class Change:
    """A change to enter in the journal: statements added and removed, and passages that lost their statement."""

    counts: dict[tuple[bytes, str], int] = field(default_factory=dict)
    dates: list[str] = field(default_factory=list)
    trash: list[tuple[int, int]] = field(default_factory=list)

    def count(self, statement: Statement, step: int) -> None:
        """Count a statement in (+1) or out (-1)."""
        surname = index_key(statement.speaker)
        role = (
            ((keys.roles(surname), f"{statement.speaker}{SEPARATOR}{statement.role}"),)
            if statement.role
            else ()
        )
        for key, name in (
            *role,
            (keys.TOTAL, "statements"),
            (keys.SOURCES, statement.source.publisher or NO_PUBLISHER),
            (keys.LANGUAGES, main_language(statement.language)),
            (keys.surname(surname), statement.speaker),
        ):
            self.counts[key, name] = self.counts.get((key, name), 0) + step
        if step > 0 and statement.source.date:
            self.dates.append(statement.source.date)


@dataclass(frozen=True, slots=True)
class OpenBatch:
    """A batch that is being added, and the entries that it replaces."""

    first: int
    count: int
    replaces: dict[bytes, Entry]


async def open_batch(client: Connection, size: int, count: int, replaces: dict[bytes, bytes]) -> int:
    """Reserve passage numbers and note the batch; return its first number."""
    _, upper = await send(client, [("SET", keys.FORMAT, keys.VERSION, "NX"), ("INCRBY", keys.NEXT, size)])
    first = int(upper) - size
    note = json.dumps({"count": count, "old": {k.hex(): v.hex() for k, v in replaces.items()}})
    await send(client, [("SET", keys.alive(first), 1, "EX", ALIVE), ("HSET", keys.OPEN, first, note)])
    return first


async def still_open(client: Connection, first: int) -> bool:
    """Renew a batch's heartbeat; return False where it is too late, and another program may finish the batch."""
    (kept,) = await send(client, [("EXPIRE", keys.alive(first), ALIVE)])
    return bool(kept)


async def settle(client: Connection, first: int | None, change: Change) -> bool:
    """Close a batch and enter its change in one step; return False where it was not open any more."""
    names = [keys.OPEN, keys.TRASH, keys.TOTAL, keys.DAYS, keys.TIMES]
    place = {name: n for n, name in enumerate(names, 1)}
    days = sorted(day_number(date) for date in change.dates)
    trash = b"".join(struct.pack("<II", *one) for one in change.trash)
    now = datetime.now(UTC)
    values: list[object] = [
        "" if first is None else first,
        trash,
        now.isoformat(timespec="seconds"),
        *((days[0], days[-1]) if days else ("", "")),
        int(now.timestamp()),
    ]
    for (key, name), step in change.counts.items():
        if step:
            if key not in place:
                names.append(key)
                place[key] = len(names)
            values += [place[key], name.encode("utf-8", "surrogatepass"), step]
    commands: list[Command] = [("EVAL", _SETTLE, len(names), *names, *values)]
    if first is not None:
        commands.append(("DEL", keys.alive(first)))
    return bool((await send(client, commands))[0])


async def collected_before(client: Connection, moment: datetime) -> int:
    """Return the passage number that was the next one at a moment: passages below it are older."""
    after, upper = await ask(
        client,
        [
            ("ZRANGEBYSCORE", keys.TIMES, int(moment.timestamp()), "+inf", "LIMIT", 0, 1),
            ("GET", keys.NEXT),
        ],
    )
    return int(after[0]) if after else int(upper or 0)


async def open_batches(client: Connection) -> list[OpenBatch]:
    """Return the open batches, also those of dead loaders."""
    (found,) = await ask(client, [("HGETALL", keys.OPEN)])
    batches = []
    for first, note in zip(found[::2], found[1::2], strict=True):
        fields = json.loads(note)
        old = {bytes.fromhex(k): read_entry(bytes.fromhex(v)) for k, v in fields["old"].items()}
        batches.append(OpenBatch(int(first), fields["count"], old))
    return batches


async def recover(client: Connection) -> int:
    """Finish the batches of dead loaders; return how many statements of them exist."""
    batches = await open_batches(client)
    alive = await ask(client, [("EXISTS", keys.alive(batch.first)) for batch in batches])
    saved = 0
    for batch, lives in zip(batches, alive, strict=True):
        if not lives:
            saved += await _finish(client, batch)
    return saved


async def _finish(client: Connection, batch: OpenBatch) -> int:
    owners = await owners_of(client, batch.first, batch.count)
    there = {
        key: entry
        for key, entry in (await entries(client, owners)).items()
        if batch.first <= entry.first < batch.first + batch.count
    }
    change = Change()
    gone = {key: entry for key, entry in batch.replaces.items() if key in there}
    for statement in await bare(client, there.values()):
        change.count(statement, +1)
    for statement in await bare(client, gone.values()):
        change.count(statement, -1)
    live = sorted((e.first, e.count) for e in there.values())
    change.trash = [*gaps(batch.first, batch.count, live), *((e.first, e.count) for e in gone.values())]
    return len(there) if await settle(client, batch.first, change) else 0


async def owners_of(client: Connection, first: int, count: int) -> list[bytes]:
    """Return the owners that the pages of a range of passages name."""
    size = keys.PAGE_SIZE
    owners: dict[bytes, None] = {}
    for low in range(first, first + count, 1_000 * size):
        high = min(low + 1_000 * size, first + count)
        for page in await mget(client, [keys.page(n) for n in range(low, high, size)]):
            owners |= dict.fromkeys(unpack_passage(part).owner for part in split_page(page or b"") if part)
    return list(owners)


def gaps(first: int, count: int, live: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the parts of a range that are not live, as (first, count).

    >>> gaps(8, 10, [(9, 2), (15, 3)])
    [(8, 1), (11, 4)]
    """
    out, at = [], first
    for low, size in [*live, (first + count, 0)]:
        if low > at:
            out.append((at, low - at))
        at = low + size
    return out


async def entries(client: Connection, owners: Iterable[bytes]) -> dict[bytes, Entry]:
    """Return the entries of statements that exist, by their 8-byte keys."""
    return {key: read_entry(value) for key, value in (await raw_entries(client, owners)).items()}


async def raw_entries(client: Connection, owners: Iterable[bytes]) -> dict[bytes, bytes]:
    """Return the same entries as bytes."""
    distinct = list(dict.fromkeys(owners))
    found = await ask_all(client, EntriesOf(distinct))
    return {owner: value for owner, value in zip(distinct, found, strict=True) if value}


class EntriesOf:
    """A bulk that reads many entries, one command each."""

    def __init__(self, owners: Sequence[bytes]) -> None:
        self._owners = owners

    def __len__(self) -> int:
        return len(self._owners)

    def commands(self) -> list[Command]:
        """Return one HGET for each statement."""
        return [(b"HGET", keys.statement(owner), owner) for owner in self._owners]

    def packed(self) -> bytes:
        """Return the same in the Redis protocol: keys are of one length, and `keys.statement` is their first 17 bits."""
        owners = np.frombuffer(b"".join(self._owners), dtype=np.uint8).reshape(len(self._owners), -1)
        buckets = owners[:, :3] & np.array([0xFF, 0xFF, 0x80], dtype=np.uint8)
        blank = (b"HGET", keys.statement(bytes(8)), bytes(8))
        return pack_rows(blank, {1: (3, buckets), 2: (0, owners)})


async def bare(client: Connection, known: Iterable[Entry]) -> list[Statement]:
    """Return the statements of entries, without their texts."""
    listed = list(known)
    distinct = list(dict.fromkeys(entry.card for entry in listed))
    found = dict(zip(distinct, await mget(client, [keys.card(c) for c in distinct]), strict=True))
    return [read_card(card, entry.id, "") for entry in listed if (card := found[entry.card])]


def day_number(date: str) -> int:
    """Convert an ISO date, perhaps truncated, to the number YYYYMMDD, so that dates sort as numbers.

    >>> day_number("2025-09-05"), day_number("2025-09"), day_number("2025")
    (20250905, 20250900, 20250000)
    """
    year, month, day = ([*date.split("-"), "0", "0"])[:3]
    return int(year) * 10_000 + int(month) * 100 + int(day)


async def check_format(client: Connection) -> None:
    """Raise SettingsError where the record was written by a program of another format: it is left as it is."""
    found, first = await ask(client, [("GET", keys.FORMAT), ("GET", keys.FIRST_FORMAT)])
    written = (found or first or b"%d" % keys.VERSION).decode("utf-8", "replace")
    version = int(written) if written.isdecimal() else 0
    if version > keys.VERSION:
        raise SettingsError(
            f"The record was written by a newer version of this program (its format is {version}, "
            f"this program knows {keys.VERSION}). Update the program, or name another record in REDIS_URL."
        )
    if version < keys.VERSION:
        raise SettingsError(
            f"The record was written by an older version of this program (its format is {written[:20]}, "
            f"this program writes {keys.VERSION}), and cannot be read by this one. Name an empty record in REDIS_URL "
            "(another database, such as …/1) or an empty folder in VERBATIM_HOME, and load and collect into that; "
            "the old one stays as it is."
        )
