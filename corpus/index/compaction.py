"""The posting lists as a whole: cleared of numbers that lead nowhere, and of the room that growing left in them."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from corpus.index.features import BUCKETS
from corpus.storage import keys
from corpus.storage.bulk import bytes_of, pack_rows
from corpus.storage.commands import key_names, mget, post, send
from corpus.storage.connection import Command, Connection
from corpus.storage.throttle import REST, Pace

_TRIMMED = 1 << 16  # lists at a time
STEP = 500  # keys at a time: short enough that questions asked meanwhile do not wait

# Puts mended lists in the place of what was read of them, and keeps what was appended since.
_MEND = b"""
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
_TOGETHER = 32  # lists mended by one script: 0.2 ms
_LONG = 50_000  # bytes from which a list is mended by itself


async def scan(client: Connection, pattern: bytes, rest: float = REST) -> AsyncIterator[list[bytes]]:
    """The keys of a pattern, some at a time; in between it rests, in proportion to what was done with them."""
    batch: list[bytes] = []
    pace = Pace(rest)
    async for name in key_names(client, pattern, STEP):
        batch.append(name)
        if len(batch) >= STEP:
            yield batch
            batch = []
            await pace.breathe()
    if batch:
        yield batch


async def mend_postings(client: Connection, live: npt.NDArray[np.bool_]) -> int:
    """Take numbers that are not live, or stand there twice, out of all posting lists; return how many.

    A list that is mended has no room left that growing left in it. Numbers beyond the end of `live` came later, and are kept.
    """
    gone = 0
    async for names in scan(client, b"v:f*"):
        found = [value or b"" for value in await mget(client, names)]
        mended = await asyncio.to_thread(_mended, found, live)
        gone += sum(taken for _, _, taken in mended)
        lists = [(names[n], len(found[n]) // 4 * 4, kept) for n, kept, _ in mended]
        await send(client, list(_mending(lists, min(client.keys_together, _TOGETHER))))
    return gone


def _mended(found: Sequence[bytes], live: npt.NDArray[np.bool_]) -> list[tuple[int, bytes, int]]:
    r"""Which lists are not sound: their places, what is to be kept of them, and how many numbers are not.

    >>> _mended([b"", bytes([1, 0, 0, 0]), bytes([0, 0, 0, 0, 1, 0, 0, 0])], np.array([False, True]))
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
    mended = []
    for n in np.unique(owner[~keep | out_of_order]).tolist():
        span = slice(ends[n] - counts[n], ends[n])
        kept = sound_postings(numbers[span], live) if out_of_order[span].any() else numbers[span][keep[span]]
        if len(kept) < counts[n]:
            mended.append((n, kept.tobytes(), int(counts[n]) - len(kept)))
    return mended


def _mending(lists: Sequence[tuple[bytes, int, bytes]], together: int) -> Iterator[Command]:
    """The commands that put what is kept of lists in their places, some of them by one."""
    share: list[tuple[bytes, int, bytes]] = []
    for one in lists:
        share.append(one)
        if len(share) == together or one[1] > _LONG:
            yield _mend(share)
            share = []
    if share:
        yield _mend(share)


def _mend(share: Sequence[tuple[bytes, int, bytes]]) -> Command:
    names = [name for name, _, _ in share]
    return ("EVAL", _MEND, len(share), *names, *(part for _, size, kept in share for part in (size, kept)))


def sound_postings(numbers: npt.NDArray[np.uint32], live: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint32]:
    """The numbers of a list that are live, or newer than the survey, each once, in their order.

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
    """Give back the room that growing left in the lists: a string that grows has room for as much again.

    Measured: a fifth of all memory. Other commands have their turn in between.
    """
    for low in range(0, BUCKETS, _TRIMMED):
        await post(client, Trim(np.arange(low, low + _TRIMMED, dtype="<u4")))


class Trim:
    r"""Every list is set to what it is: BITOP makes a new string of the right size, and sends none.

    >>> Trim(np.array([65], dtype="<u4")).commands()
    [(b'BITOP', b'OR', b'v:fA\x00\x00', b'v:fA\x00\x00')]
    """

    def __init__(self, lists: npt.NDArray[np.uint32]) -> None:
        self._lists = lists

    def __len__(self) -> int:
        return len(self._lists)

    def commands(self) -> list[Command]:
        """One BITOP for each list."""
        return [(b"BITOP", b"OR", name, name) for name in map(keys.posting, self._lists.tolist())]

    def packed(self) -> bytes:
        """The same in the Redis protocol."""
        blank, names = keys.posting(0), bytes_of(self._lists)[:, :3]
        return pack_rows((b"BITOP", b"OR", blank, blank), {2: (3, names), 3: (3, names)})
