"""Compaction of the posting lists: dead postings are removed, and memory that growing left unused is released."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from corpus.index.features import BUCKETS
from corpus.storage import keys
from corpus.storage.bulk import bytes_of, pack_rows
from corpus.storage.commands import key_names, mget, post, send
from corpus.storage.connection import Command, Connection
from corpus.storage.throttle import REST, Throttle

_TRIMMED = 1 << 16  # lists at a time
STEP = 500  # keys at a time: short enough that questions asked meanwhile do not wait

# Replaces lists by what is kept of them, and keeps what was appended since they were read.
_REWRITE = b"""
for i, key in ipairs(KEYS) do
  local read, kept = tonumber(ARGV[2 * i - 1]), ARGV[2 * i]
  local size = redis.call('STRLEN', key)
  if size > read then kept = kept .. redis.call('GETRANGE', key, read, -1) end
  if size >= read then
    if kept == '' then redis.call('UNLINK', key) else redis.call('SET', key, kept) end
  end
end
return #KEYS
"""
_TOGETHER = 32  # lists rewritten by one script: 0.2 ms
_LONG = 50_000  # bytes from which a list is rewritten by a script of its own


async def scan(client: Connection, pattern: bytes, rest: float = REST) -> AsyncIterator[list[bytes]]:
    """Yield the keys of a pattern in batches; between two it rests, in proportion to the time that the last one took."""
    batch: list[bytes] = []
    throttle = Throttle(rest)
    async for name in key_names(client, pattern, STEP):
        batch.append(name)
        if len(batch) >= STEP:
            yield batch
            batch = []
            await throttle.rest()
    if batch:
        yield batch


async def compact_postings(client: Connection, live: npt.NDArray[np.bool_]) -> int:
    """Remove postings that are not live, or are there twice, from all posting lists; return how many.

    A list that is rewritten has no unused memory. Numbers beyond the end of `live` came later and are kept.
    """
    removed = 0
    async for names in scan(client, b"v:f*"):
        found = [value or b"" for value in await mget(client, names)]
        compacted = await asyncio.to_thread(_compacted, found, live)
        removed += sum(taken for _, _, taken in compacted)
        lists = [(names[n], len(found[n]) // 4 * 4, kept) for n, kept, _ in compacted]
        await send(client, list(_rewrites(lists, min(client.keys_together, _TOGETHER))))
    return removed


def _compacted(found: Sequence[bytes], live: npt.NDArray[np.bool_]) -> list[tuple[int, bytes, int]]:
    r"""Return the lists that need compaction: (position, bytes to keep, number of postings to remove).

    >>> _compacted([b"", bytes([1, 0, 0, 0]), bytes([0, 0, 0, 0, 1, 0, 0, 0])], np.array([False, True]))
    [(2, b'\x01\x00\x00\x00', 1)]
    """
    counts = np.array([len(one) // 4 for one in found])
    numbers = np.frombuffer(b"".join([one[: len(one) // 4 * 4] for one in found]), dtype="<u4")
    owner = np.repeat(np.arange(len(found)), counts)
    keep = numbers >= len(live)
    keep[~keep] = live[numbers[~keep]]
    out_of_order = np.zeros(len(numbers), dtype=bool)
    out_of_order[1:] = (numbers[1:] <= numbers[:-1]) & (owner[1:] == owner[:-1])
    ends = np.cumsum(counts)
    compacted = []
    for n in np.unique(owner[~keep | out_of_order]).tolist():
        span = slice(ends[n] - counts[n], ends[n])
        kept = sound_postings(numbers[span], live) if out_of_order[span].any() else numbers[span][keep[span]]
        if len(kept) < counts[n]:
            compacted.append((n, kept.tobytes(), int(counts[n]) - len(kept)))
    return compacted


def _rewrites(lists: Sequence[tuple[bytes, int, bytes]], together: int) -> Iterator[Command]:
    """Yield the commands that replace lists by what is kept of them, up to `together` lists by one command."""
    share: list[tuple[bytes, int, bytes]] = []
    for one in lists:
        share.append(one)
        if len(share) == together or one[1] > _LONG:
            yield _rewrite(share)
            share = []
    if share:
        yield _rewrite(share)


def _rewrite(share: Sequence[tuple[bytes, int, bytes]]) -> Command:
    names = [name for name, _, _ in share]
    return ("EVAL", _REWRITE, len(share), *names, *(part for _, size, kept in share for part in (size, kept)))


def sound_postings(numbers: npt.NDArray[np.uint32], live: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint32]:
    """Return the numbers of a list that are live or newer than the survey, each once, in their order.

    >>> sound_postings(np.array([0, 2, 2, 1, 9], dtype=np.uint32), np.array([True, False, True])).tolist()
    [0, 2, 9]
    """
    known = numbers < len(live)
    keep = ~known
    keep[known] = live[numbers[known]]
    kept = numbers[keep]
    if len(kept) > 1 and not (kept[1:] > kept[:-1]).all():
        _, places = np.unique(kept, return_index=True)
        kept = kept[np.sort(places)]
    return kept


async def trim_postings(client: Connection) -> None:
    """Release the memory that growing left unused in the lists: Redis reserves as much again for a string that grows.

    Measured: a fifth of all memory. Other commands run in between.
    """
    for low in range(0, BUCKETS, _TRIMMED):
        await post(client, Trim(np.arange(low, low + _TRIMMED, dtype="<u4")))


class Trim:
    r"""A bulk that rewrites each list as it is: BITOP makes a new string of the right size, and sends none.

    >>> Trim(np.array([65], dtype="<u4")).commands()
    [(b'BITOP', b'OR', b'v:fA\x00\x00', b'v:fA\x00\x00')]
    """

    def __init__(self, lists: npt.NDArray[np.uint32]) -> None:
        self._lists = lists

    def __len__(self) -> int:
        return len(self._lists)

    def commands(self) -> list[Command]:
        """Return one BITOP for each list."""
        return [(b"BITOP", b"OR", name, name) for name in map(keys.posting, self._lists.tolist())]

    def packed(self) -> bytes:
        """Return the same commands in the Redis protocol."""
        blank, names = keys.posting(0), bytes_of(self._lists)[:, :3]
        return pack_rows((b"BITOP", b"OR", blank, blank), {2: (3, names), 3: (3, names)})
