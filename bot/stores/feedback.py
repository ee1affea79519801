"""Votes on answers in Redis, one for each person and answer, and what is learnt from them.

| key | holds |
|---|---|
| v:feedback | set: identifiers of the answers that have votes |
| v:feedback: + id | hash: pair (quote and answer, JSON), and for each person (16 bytes, no name) their vote |

An answer's votes lapse a year after the last of them.
"""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec

from corpus.storage.commands import ask, send
from corpus.storage.connection import Connection
from corpus.verdict import Verdict
from handlers.ports.address import Address
from handlers.ports.answers import Memory
from handlers.ports.feedback import Reason, Vote, read_vote
from handlers.replies.corrections import GoneError

_ALL = b"v:feedback"
_PAIR = b"pair"
_YEAR = 365 * 24 * 3600  # seconds


class RedisFeedback:
    """The Feedback of `handlers.ports.feedback`, with what reads it back. Raises IndexUnavailableError when it cannot."""

    def __init__(self, client: Connection, memory: Memory) -> None:
        self._client = client
        self._memory = memory

    async def vote(self, id_: str, up: bool, reason: str, address: Address) -> None:
        """Note what somebody says of an answer, in place of what they said before."""
        remembered = await self._memory.get(id_)
        if remembered is None:
            raise GoneError(advice="I no longer remember this answer.")
        key, vote = _key(id_), read_vote(up, reason)
        fields = {"up": vote.up, "reason": vote.reason.value if vote.reason else "", "source": vote.source}
        noted = {**fields, "when": datetime.now(UTC).isoformat(timespec="seconds")}
        await send(
            self._client,
            [
                ("HSET", key, _PAIR, msgspec.json.encode(_pair(remembered.verdict))),
                ("HSET", key, _person(id_, address), msgspec.json.encode(noted)),
                ("EXPIRE", key, _YEAR),
                ("SADD", _ALL, id_),
            ],
        )

    async def forget_user(self, chat: str, team: str, user: str) -> int:
        """Take back all of somebody's votes; how many there were."""
        (ids,) = await ask(self._client, [("SMEMBERS", _ALL)])
        who = Address(chat, team, "", "", user)
        names = [one.decode() for one in ids]
        removed = await send(self._client, [("HDEL", _key(name), _person(name, who)) for name in names])
        mine = [name for name, count in zip(names, removed, strict=True) if count]
        left = await ask(self._client, [("HLEN", _key(name)) for name in mine])
        empty = [name for name, fields in zip(mine, left, strict=True) if fields <= 1]  # the quote alone
        await send(self._client, [c for name in empty for c in (("DEL", _key(name)), ("SREM", _ALL, name))])
        return len(mine)

    async def rows(self) -> list[dict[str, Any]]:
        """Each answer with votes as a labelled pair, by identifier; how they are labelled says `label`."""
        (ids,) = await ask(self._client, [("SMEMBERS", _ALL)])
        names = sorted(one.decode() for one in ids)
        replies = await ask(self._client, [("HGETALL", _key(name)) for name in names])
        rows = (
            _row(name, dict(zip(pairs[::2], pairs[1::2], strict=True)))
            for name, pairs in zip(names, replies, strict=True)
        )
        return [row for row in rows if row]

    async def proposals(self) -> list[dict[str, Any]]:
        """Sources that readers miss, most wanted first: the address ("" where none was given), for whom, how often."""
        return propose(await self.rows())


def label(rating: str, votes: Iterable[Vote]) -> dict[str, Any]:
    """Return what the votes make of a rating: right where more say so than not, else open, with the commonest reason.

    >>> label("VERBATIM", [Vote(True), Vote(True), Vote(False)])
    {'expected': ['VERBATIM'], 'class': 'right', 'kind': '', 'up': 2, 'down': 1}
    >>> label("VERBATIM", [Vote(False, Reason.SPEAKER)])
    {'expected': [], 'class': 'wrong', 'kind': 'wrong speaker', 'up': 0, 'down': 1}
    """
    cast = list(votes)
    up = sum(vote.up for vote in cast)
    down = len(cast) - up
    reasons = [vote.reason.value for vote in cast if vote.reason]
    name = "right" if up > down else "wrong" if down > up else "disputed"
    return {
        "expected": [rating] if name == "right" else [],
        "class": name,
        "kind": max(sorted(set(reasons)), key=reasons.count, default=""),
        "up": up,
        "down": down,
    }


def propose(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the proposals for the catalogue among labelled pairs.

    >>> propose([{"speaker": "Ann", "missing": ["https://a.example/"]}, {"speaker": None, "missing": []}])
    [{'source': 'https://a.example/', 'speakers': ['Ann'], 'votes': 1}]
    """
    wanted: dict[str, list[str | None]] = {}
    for row in rows:
        for source in row["missing"]:
            wanted.setdefault(source, []).append(row["speaker"])
    proposals = [
        {"source": source, "speakers": sorted({one for one in speakers if one}), "votes": len(speakers)}
        for source, speakers in wanted.items()
    ]
    return sorted(proposals, key=lambda one: (-int(str(one["votes"])), str(one["source"])))


def _pair(verdict: Verdict) -> dict[str, Any]:
    closest = verdict.closest
    return {
        "quote": verdict.quote.text,
        "speaker": verdict.quote.speaker,
        "rating": verdict.rating.value,
        "seed_statement": closest.statement.id if closest else None,
        "seed_text": closest.wording if closest else None,
    }


def _row(id_: str, fields: dict[bytes, bytes]) -> dict[str, Any] | None:
    if _PAIR not in fields:
        return None
    pair = msgspec.json.decode(fields.pop(_PAIR), type=dict[str, Any])
    noted = [msgspec.json.decode(vote, type=dict[str, Any]) for vote in fields.values()]
    votes = [
        Vote(one["up"], Reason(one["reason"]) if one["reason"] else None, one["source"]) for one in noted
    ]
    missing = [vote.source for vote in votes if vote.reason is Reason.SOURCE]
    return {"id": id_, **pair, **label(pair["rating"], votes), "missing": missing}


def _key(id_: str) -> bytes:
    return _ALL + b":" + id_.encode("utf-8", "replace")


def _person(id_: str, address: Address) -> bytes:
    """Return a pseudonym of somebody, another one for every answer."""
    who = f"{id_}\0{address.chat}\0{address.team}\0{address.user}".encode("utf-8", "replace")
    return hashlib.blake2b(who, digest_size=16).digest()
