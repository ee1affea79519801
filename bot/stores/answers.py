"""Answers remembered in Redis, each a hash that lapses by itself.

| key | holds |
|---|---|
| v:answer: + id | hash: verdict (JSON), when, address (JSON), post, superseded, replaces |
| v:deleted: + id | there for a while after an answer was deleted: so that its page can say so |
| v:asked: + 16 bytes | sorted set: identifiers of the answers to one person's questions, by time; no name is stored |
"""

import hashlib
import secrets
import time
from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from corpus.storage.commands import ask, send
from corpus.storage.connection import Command, Connection
from corpus.verdict import Verdict
from handlers.ports.address import Address
from handlers.ports.answers import Remembered

_DAY = 24 * 3600  # seconds
_DELETED_DAYS = 365  # for which a page says that its answer was deleted
_RANDOM = 15  # bytes of an identifier: 20 characters that nobody guesses


class RedisMemory:
    """The Memory of `handlers.ports.answers`, shared by all processes of one record."""

    def __init__(self, client: Connection) -> None:
        self._client = client

    async def keep(self, verdict: Verdict, address: Address | None, days: int) -> str:
        """Remember an answer for so many days (at least one); its identifier."""
        id_ = secrets.token_urlsafe(_RANDOM)
        seconds = max(1, days) * _DAY
        fields = {
            "verdict": msgspec.json.encode(verdict),
            "when": datetime.now(UTC).isoformat(timespec="seconds"),
            "address": msgspec.json.encode(address) if address else b"",
        }
        key = _answer(id_)
        commands: list[Command] = [
            ("HSET", key, *(part for field in fields.items() for part in field)),
            ("EXPIRE", key, seconds),
        ]
        if address and address.user:
            asked = _asked(address.chat, address.team, address.user)
            commands += [("ZADD", asked, time.time(), id_), ("EVAL", _NOT_BEFORE, 1, asked, seconds)]
        await send(self._client, commands)
        return id_

    async def get(self, id_: str) -> Remembered | None:
        """Return an answer; None where there is none of this identifier, or no longer."""
        (pairs,) = await ask(self._client, [("HGETALL", _answer(id_))])
        return _read(id_, pairs)

    async def posted(self, id_: str, address: Address, post: str) -> None:
        """Note where the answer stands."""
        await self._note(id_, "address", msgspec.json.encode(address), "post", post)

    async def lengthen(self, id_: str, days: int) -> None:
        """Remember an answer that is there for at least so many days from now, for somebody waits for news of it."""
        found, seconds = await self.get(id_), days * _DAY
        lists = [_answer(id_)] if found else []
        if found and found.address and found.address.user:  # or "forget me" would not find it
            lists.append(_asked(found.address.chat, found.address.team, found.address.user))
        await send(self._client, [("EVAL", _NOT_BEFORE, 1, key, seconds) for key in lists])

    async def supersede(self, id_: str, by: str) -> None:
        """Note which answer corrects this one, and with that one, which it corrects."""
        await self._note(by, "replaces", id_)
        await self._note(id_, "superseded", by)

    async def by_user(self, chat: str, team: str, user: str, most: int = 10) -> list[Remembered]:
        """Return the last answers to somebody's questions, newest first; of those that lapsed or were forgotten, nothing."""
        asked = _asked(chat, team, user)
        (ids,) = await ask(self._client, [("ZREVRANGE", asked, 0, most - 1)])
        stored = await ask(self._client, [("HGETALL", _answer(id_.decode())) for id_ in ids])
        read = [_read(id_.decode(), pairs) for id_, pairs in zip(ids, stored, strict=True)]
        return [one for one in read if one]

    async def forget(self, id_: str) -> None:
        """Forget one answer."""
        await send(self._client, self._forgetting(id_))

    async def deleted(self, id_: str) -> bool:
        """Return whether an answer was there and was deleted."""
        (found,) = await ask(self._client, [("EXISTS", _deleted(id_))])
        return bool(found)

    async def forget_user(self, chat: str, team: str, user: str) -> int:
        """Forget all answers to somebody's questions; how many there were."""
        asked = _asked(chat, team, user)
        (ids,) = await ask(self._client, [("ZRANGE", asked, 0, -1)])
        forgetting = [command for id_ in ids for command in self._forgetting(id_.decode())]
        *gone, _ = await send(self._client, [*forgetting, ("DEL", asked)])
        return sum(gone[::2])

    @staticmethod
    def _forgetting(id_: str) -> list[Command]:
        """Return what deletes an answer and notes that it was deleted, and nothing of it."""
        return [("DEL", _answer(id_)), ("SET", _deleted(id_), b"", "EX", _DELETED_DAYS * _DAY)]

    async def _note(self, id_: str, *fields: str | bytes) -> None:
        """Set fields of an answer that is still there: one that lapsed must not come back as a stump without an end."""
        await send(self._client, [("EVAL", _IF_THERE, 1, _answer(id_), *fields)])


# The list of what somebody asked lasts as long as the longest of its answers.
_NOT_BEFORE = "if redis.call('TTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('EXPIRE', KEYS[1], ARGV[1]) end return 1"
_IF_THERE = (
    "if redis.call('EXISTS', KEYS[1]) == 1 then return redis.call('HSET', KEYS[1], unpack(ARGV)) end return 0"
)


def _answer(id_: str) -> bytes:
    return b"v:answer:" + id_.encode("utf-8", "replace")


def _deleted(id_: str) -> bytes:
    return b"v:deleted:" + id_.encode("utf-8", "replace")


def _asked(chat: str, team: str, user: str) -> bytes:
    return b"v:asked:" + hashlib.blake2b(f"{chat}\0{team}\0{user}".encode(), digest_size=16).digest()


def _read(id_: str, pairs: list[bytes]) -> Remembered | None:
    fields: Mapping[bytes, bytes] = dict(zip(pairs[::2], pairs[1::2], strict=True))
    if b"verdict" not in fields:
        return None
    address = fields.get(b"address")
    return Remembered(
        id_,
        msgspec.json.decode(fields[b"verdict"], type=Verdict),
        fields[b"when"].decode(),
        msgspec.json.decode(address, type=Address) if address else None,
        fields.get(b"post", b"").decode(),
        fields.get(b"superseded", b"").decode(),
        fields.get(b"replaces", b"").decode(),
    )
