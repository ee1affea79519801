"""Work that outlives the process: queued in Redis, taken by one worker at a time, done once.

    put ──> claim ──> done      (gone)
              ├─────> again     (comes back later, perhaps with a new body that says how far it got)
              └── crash         (comes back when its lease is over)

A library for task queues would bring workers and timers of its own, and none of those on redis-py's asyncio client runs on a
cluster; this is two keys in one slot and four short scripts.

| key | holds |
|---|---|
| {v:queue: + name}:due | sorted set: key of an item → when it may be taken (ms of the server's clock) |
| {v:queue: + name}:body | hash: key of an item → its body |
| {v:queue: + name}:held | hash: key of an item → the token of the worker that has it |
| v:pace: + 16 bytes | when a lane (a channel, a thread) may be posted to next |
"""

import asyncio
import contextlib
import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from corpus.storage.commands import send
from corpus.storage.connection import Connection

_NOW = "local t = redis.call('TIME'); local now = t[1] * 1000 + math.floor(t[2] / 1000); "
_PUT = _NOW + (
    "if redis.call('ZADD', KEYS[1], 'NX', now + ARGV[2], ARGV[1]) == 0 then return 0 end "
    "redis.call('HSET', KEYS[2], ARGV[1], ARGV[3]); return 1"
)
_CLAIM = _NOW + (
    "local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 1); if #due == 0 then return nil end "
    "redis.call('ZADD', KEYS[1], 'XX', now + ARGV[1], due[1]); redis.call('HSET', KEYS[3], due[1], ARGV[2]); "
    "return {due[1], redis.call('HGET', KEYS[2], due[1])}"
)
_MINE = "if redis.call('HGET', KEYS[3], ARGV[1]) ~= ARGV[2] then return 0 end "
_DONE = _MINE + (
    "redis.call('ZREM', KEYS[1], ARGV[1]); redis.call('HDEL', KEYS[2], ARGV[1]); redis.call('HDEL', KEYS[3], ARGV[1]); return 1"
)
_AGAIN = (
    _NOW
    + _MINE
    + (
        "redis.call('ZADD', KEYS[1], 'XX', now + ARGV[3], ARGV[1]); redis.call('HSET', KEYS[2], ARGV[1], ARGV[4]); "
        "if ARGV[5] == '1' then redis.call('HDEL', KEYS[3], ARGV[1]) end return 1"
    )
)
_NOTE = _NOW + (
    "if redis.call('HEXISTS', KEYS[2], ARGV[1]) == 0 then return 0 end "
    "redis.call('ZADD', KEYS[1], 'XX', now + ARGV[2], ARGV[1]); redis.call('HSET', KEYS[2], ARGV[1], ARGV[3]); return 1"
)
_DROP = "redis.call('HDEL', KEYS[2], ARGV[1]); redis.call('HDEL', KEYS[3], ARGV[1]); return redis.call('ZREM', KEYS[1], ARGV[1])"
_TURN = _NOW + (
    "local turn = math.max(now, tonumber(redis.call('GET', KEYS[1]) or 0)); "
    "redis.call('SET', KEYS[1], turn + ARGV[1], 'PX', turn + ARGV[1] - now + 1000); return turn - now"
)
_HOLD = _NOW + (
    "local turn = math.max(now + ARGV[1], tonumber(redis.call('GET', KEYS[1]) or 0)); "
    "redis.call('SET', KEYS[1], turn, 'PX', turn - now + 1000); return 1"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of work, and the token by which the queue knows who has it."""

    key: str
    body: bytes
    token: str


class Queue:
    """A queue of one name, shared by all processes. Every method raises IndexUnavailableError when it cannot."""

    def __init__(self, client: Connection, name: str) -> None:
        self._client = client
        self._keys = tuple(f"{{v:queue:{name}}}:{part}".encode() for part in ("due", "body", "held"))
        self._put = asyncio.Event()

    async def put(self, key: str, body: bytes, after: float = 0.0) -> bool:
        """Queue work that may be taken `after` seconds; False where an item of this key is queued already."""
        new = bool(await self._run(_PUT, key, round(after * 1000), body))
        self._put.set()
        return new

    async def claim(self, lease: float) -> Item | None:
        """Take the item that has been due longest, for `lease` seconds; None where nothing is due."""
        token = secrets.token_hex(8)
        claimed = await self._run(_CLAIM, round(lease * 1000), token)
        return Item(claimed[0].decode(), claimed[1], token) if claimed else None

    async def done(self, item: Item) -> bool:
        """Take a finished item out; False where the lease was over and another worker has it."""
        return bool(await self._run(_DONE, item.key, item.token))

    async def again(self, item: Item, after: float, body: bytes | None = None) -> bool:
        """Put an item back, to be taken `after` seconds; False where another worker has it."""
        return await self._back(item, after, body, release=True)

    async def hold(self, item: Item, lease: float, body: bytes | None = None) -> bool:
        """Keep an item for `lease` more seconds, and note how far it got; False where another worker has it."""
        return await self._back(item, lease, body, release=False)

    async def note(self, key: str, body: bytes, after: float) -> bool:
        """Give an item that is queued a new body, due `after` seconds; False where there is none of this key."""
        return bool(await self._run(_NOTE, key, round(after * 1000), body))

    async def drop(self, key: str) -> bool:
        """Take an item out, whoever has it; False where there is none of this key."""
        return bool(await self._run(_DROP, key))

    async def wait(self, seconds: float) -> None:
        """Wait until something is put by this process, or so long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._put.wait()
        self._put.clear()

    async def size(self) -> int:
        """Return how many items are queued, those under way among them."""
        (count,) = await send(self._client, [("ZCARD", self._keys[0])])
        return int(count)

    async def _back(self, item: Item, after: float, body: bytes | None, *, release: bool) -> bool:
        kept = item.body if body is None else body
        return bool(await self._run(_AGAIN, item.key, item.token, round(after * 1000), kept, int(release)))

    async def _run(self, script: str, *arguments: object) -> Any:  # noqa: ANN401 - what the script returns
        (reply,) = await send(self._client, [("EVAL", script, len(self._keys), *self._keys, *arguments)])
        return reply


class Throttle:
    """Turns in a lane, such as a channel that takes one post a second; shared by all processes."""

    def __init__(self, client: Connection) -> None:
        self._client = client

    async def wait_for(self, lane: str, interval: float = 1.0) -> float:
        """Take the lane's next turn: seconds to wait until it comes. Turns are `interval` seconds apart."""
        (wait,) = await send(self._client, [("EVAL", _TURN, 1, _lane(lane), round(interval * 1000))])
        return int(wait) / 1000

    async def pause(self, lane: str, seconds: float) -> None:
        """Let nobody have a turn in a lane for so long."""
        await send(self._client, [("EVAL", _HOLD, 1, _lane(lane), round(seconds * 1000))])


def _lane(lane: str) -> bytes:
    return b"v:pace:" + hashlib.blake2b(lane.encode(), digest_size=16).digest()
