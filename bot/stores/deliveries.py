"""A repeated delivery is answered once.

Chats deliver a post again when our acknowledgement was late or lost. Redis remembers across processes what was
taken; while Redis is away, each process remembers by itself, so that an outage gives one "could not look", not four.
"""

import asyncio
import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable

from redis.asyncio import Redis, RedisCluster
from redis.exceptions import RedisClusterException, RedisError

_PATIENCE = 1.5  # seconds; a chat waits for its acknowledgement about 3
_KEPT = 24 * 3600  # seconds; the last time Slack tries again is after 5 minutes, on a bad day after an hour
_REMEMBERED = 10_000  # deliveries in the memory of one process: about 1 MB


class RedisDeliveries:
    """Remembers for `seconds` which deliveries were taken. Keys are hashed: no word of a chat is stored."""

    def __init__(
        self,
        redis: Redis | RedisCluster,
        *,
        prefix: str = "once:",
        seconds: int = 3600,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._redis = redis
        self._prefix = prefix
        self._seconds = seconds
        self._clock = clock
        self._taken: OrderedDict[str, float] = OrderedDict()  # name → when it may be forgotten

    async def keep(self, key: str, seconds: int = _KEPT) -> None:
        """Remember a delivery for longer, now that its answer can be seen."""
        name = self._name(key)
        self._taken[name] = self._clock() + seconds
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._redis.set(name, b"kept", ex=seconds)
        except (RedisError, RedisClusterException, TimeoutError):
            pass  # this process knows

    async def first(self, key: str) -> bool:
        """Return whether this delivery comes for the first time. Never raises for a Redis that does not answer."""
        name = self._name(key)
        token = secrets.token_bytes(8)
        try:
            async with asyncio.timeout(_PATIENCE):
                if not await self._redis.set(name, token, nx=True, ex=self._seconds):
                    # The client sends again what got no reply: then it is our own mark that stands in the way.
                    return bool(await self._redis.get(name) == token) and self._new(name)
        except (RedisError, RedisClusterException, TimeoutError):
            pass  # this process decides alone
        return self._new(name)

    async def forget(self, key: str) -> None:
        """Let a delivery count as the first again, for it could not be answered and will be repeated."""
        name = self._name(key)
        self._taken.pop(name, None)
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._redis.delete(name)
        except (RedisError, RedisClusterException, TimeoutError):
            pass  # then it lapses after `seconds`

    def _name(self, key: str) -> str:
        return self._prefix + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def _new(self, name: str) -> bool:
        """Take a name in this process; False where it is taken already."""
        now = self._clock()
        while self._taken and (len(self._taken) >= _REMEMBERED or next(iter(self._taken.values())) <= now):
            self._taken.popitem(last=False)
        if self._taken.get(name, now) > now:
            return False
        self._taken[name] = now + self._seconds
        return True
