"""Keys of the HTTP API in Redis, by their hashes, and how often each was used in this minute.

| key | holds |
|---|---|
| v:keys | hash: SHA-256 of a key → name, requests a minute, since when (JSON) |
| v:rate: + 32 bytes + minute | how many requests a key made in a minute; lapses after two |
"""

import hashlib
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from corpus.errors import SettingsError
from corpus.storage.commands import ask, send
from corpus.storage.connection import Connection

PER_MINUTE = 60  # requests, unless the key says otherwise
_ALL = b"v:keys"
_MINUTE = 60  # seconds


class Key(msgspec.Struct, frozen=True):
    """Whose key it is, how many requests a minute it may make, and since when (ISO, UTC)."""

    name: str
    per_minute: int
    since: str


class Keys:
    """Store of the API's keys. Every method raises IndexUnavailableError when it cannot look."""

    def __init__(self, client: Connection, now: Callable[[], float] = time.time) -> None:
        self._client = client
        self._now = now

    async def add(self, name: str, per_minute: int = PER_MINUTE) -> str:
        """Return a new key; raise SettingsError where the name is taken. It cannot be had a second time."""
        if any(one.name == name for one in await self.all()):
            raise SettingsError(f"there is a key named {name!r} already")
        key = "vb_" + secrets.token_urlsafe(24)
        since = datetime.now(UTC).isoformat(timespec="seconds")
        await send(
            self._client, [("HSET", _ALL, _hash(key), msgspec.json.encode(Key(name, per_minute, since)))]
        )
        return key

    async def all(self) -> list[Key]:
        """Return all keys, by name."""
        (pairs,) = await ask(self._client, [("HGETALL", _ALL)])
        return sorted((msgspec.json.decode(one, type=Key) for one in pairs[1::2]), key=lambda key: key.name)

    async def remove(self, name: str) -> bool:
        """Take a key back; whether there was one."""
        (pairs,) = await ask(self._client, [("HGETALL", _ALL)])
        held = zip(pairs[::2], pairs[1::2], strict=True)
        removed = [hashed for hashed, one in held if msgspec.json.decode(one, type=Key).name == name]
        await send(self._client, [("HDEL", _ALL, hashed) for hashed in removed])
        return bool(removed)

    async def admit(self, key: str) -> int | None:
        """Count a request: None for an unknown key, 0 where it may go on, else the seconds until it may."""
        hashed = _hash(key)
        (stored,) = await ask(self._client, [("HGET", _ALL, hashed)])
        if not stored:
            return None
        minute, past = divmod(int(self._now()), _MINUTE)
        counter = b"v:rate:" + hashed + str(minute).encode()
        count, _ = await send(self._client, [("INCR", counter), ("EXPIRE", counter, 2 * _MINUTE)])
        allowed = msgspec.json.decode(stored, type=Key).per_minute
        return 0 if int(count) <= allowed else _MINUTE - past


def _hash(key: str) -> bytes:
    """A key is 24 random bytes, so that one round of a plain hash is enough."""
    return hashlib.sha256(key.encode("utf-8", "replace")).digest()
