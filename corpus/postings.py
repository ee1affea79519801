"""The posting lists as a whole: cleared of numbers that lead nowhere, and of the room that growing left in them."""

from collections.abc import AsyncIterator

import numpy as np
import numpy.typing as npt

from corpus import keys
from corpus.features import BUCKETS
from corpus.pace import REST, Pace
from corpus.rows import bytes_of, pack_rows
from corpus.wire import FAILURES, Client, Command, mget, post, send, unavailable

_TRIMMED = 1 << 16  # lists at a time
STEP = 500  # keys at a time: short enough that questions asked meanwhile do not wait

# Puts a mended list in the place of what was read of it, and keeps what was appended since.
_MEND = b"""
if redis.call('STRLEN', KEYS[1]) < tonumber(ARGV[1]) then return 0 end
local tail = redis.call('GETRANGE', KEYS[1], ARGV[1], -1)
if ARGV[2] .. tail == '' then redis.call('UNLINK', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[2] .. tail) end
return 1
"""


async def scan(client: Client, pattern: bytes, rest: float = REST) -> AsyncIterator[list[bytes]]:
    """The keys of a pattern, some at a time; in between it rests, in proportion to what was done with them."""
    batch: list[bytes] = []
    pace = Pace(rest)
    try:
        async for name in client.scan_iter(match=pattern, count=STEP):
            batch.append(name)
            if len(batch) >= STEP:
                yield batch
                batch = []
                await pace.breathe()
    except FAILURES as error:
        raise unavailable(error) from error
    if batch:
        yield batch


async def mend_postings(client: Client, live: npt.NDArray[np.bool_]) -> int:
    """Take numbers that are not live, or stand there twice, out of all posting lists; return how many.

    A list that is mended has no room left that growing left in it. Numbers beyond the end of `live` came later, and are kept.
    """
    gone = 0
    async for names in scan(client, b"v:f*"):
        commands = []
        for name, found in zip(names, await mget(client, names), strict=True):
            numbers = np.frombuffer(found or b"", dtype="<u4", count=len(found or b"") // 4)
            kept = sound_postings(numbers, live)
            if len(kept) < len(numbers):
                gone += len(numbers) - len(kept)
                commands.append(("EVAL", _MEND, 1, name, len(numbers) * 4, kept.astype("<u4").tobytes()))
        await send(client, commands)
    return gone


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


async def trim_postings(client: Client) -> None:
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

    def commands(self) -> list[Command]:
        """One BITOP for each list."""
        return [(b"BITOP", b"OR", name, name) for name in map(keys.posting, self._lists.tolist())]

    def packed(self) -> tuple[bytes, int]:
        """The same in the Redis protocol."""
        blank, names = keys.posting(0), bytes_of(self._lists)[:, :3]
        rows = pack_rows((b"BITOP", b"OR", blank, blank), {2: (3, names), 3: (3, names)})
        return rows, len(self._lists)
