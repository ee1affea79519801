"""The index turned round: quotes that wait, found by the statements that come in.

A watch is posted under the rarest features of its quote, each with the share of the quote's weight that it makes up. A
new statement reads the watches of its own features and adds their shares up, passage by passage: the cost is bounded by
the statement and by MOST watches for each of its features, not by how many watches there are. What is found is a
guess; the quote is then verified again.

| key | holds |
|---|---|
| v:wb | bitmap of the feature buckets that have watches: a statement asks for these only |
| v:wf + 3 bytes | sorted set of a bucket: watch → share of its quote's weight |
| v:ws + 8 bytes | set of the watches whose answer rests on the statement of this key |
| v:watch: + id | hash: quote (JSON), kind, until, its buckets, its statements |
| {v}:watches | sorted set: watch → when it ends (seconds since 1970) |
| {v}:looks | sorted set: watch → when it is looked at again though nothing was found |
"""

import asyncio
import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from corpus import keys
from corpus.features import BUCKETS, Codes, Owners, codes, features, flat_features
from corpus.records import Quote, Statement, Watched
from corpus.text import passages
from corpus.wire import Client, Command, ask, send

MOST = 500
"""Watches read for one feature of a statement, those that it weighs most in."""

FEATURES = 12  # stems of a quote, and as many pairs: the rarest
SHARE = 0.3  # of the weight of a quote's stems, or of its pairs, that a passage must have: two of five or six words
_ALONE = 0.29  # of it that one feature can make up
_STEP = 2_000  # passages matched at a time
_BITMAP, _ENDS, _LOOKS = b"v:wb", b"{v}:watches", b"{v}:looks"


class Watches:
    """All watches of a record. Every method raises IndexUnavailableError when it cannot."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def add(self, watch: Watched, statements: Sequence[str] = (), look: float | None = None) -> None:
        """Set a watch, or set it anew; `statements` are the ids that its answer rests on.

        It is due for a look at `look` (seconds since 1970; never, where that is None).
        """
        await self.end(watch.id)
        shares = await self._shares(watch.quote.text)
        owners = [keys.identity(id_) for id_ in statements]
        key, until = _watch(watch.id), round(watch.until)
        fields = {
            "quote": msgspec.json.encode(watch.quote),
            "kind": watch.kind,
            "until": until,
            "buckets": struct.pack(f"<{len(shares)}I", *shares),
            "statements": b"".join(owners),
        }
        await send(
            self._client,
            [
                ("HSET", key, *(part for field in fields.items() for part in field)),
                ("EXPIREAT", key, until + _GRACE),
                ("ZADD", _ENDS, until, watch.id),
                *([("ZADD", _LOOKS, look, watch.id)] if look is not None else []),
                *(("ZADD", _bucket(bucket), f"{share:.4f}", watch.id) for bucket, share in shares.items()),
                *(("SADD", _resting(owner), watch.id) for owner in owners),
                *(("SETBIT", _BITMAP, bucket, 1) for bucket in shares),
            ],
        )

    async def end(self, id_: str) -> bool:
        """End a watch; whether there was one."""
        (found,) = await ask(self._client, [("HMGET", _watch(id_), "buckets", "statements")])
        buckets, owners = (value or b"" for value in found)
        commands: list[Command] = [("ZREM", _bucket(b), id_) for (b,) in struct.iter_unpack("<I", buckets)]
        commands += [("SREM", _resting(owners[n : n + 8]), id_) for n in range(0, len(owners), 8)]
        gone, *_ = await send(
            self._client, [("DEL", _watch(id_)), ("ZREM", _ENDS, id_), ("ZREM", _LOOKS, id_), *commands]
        )
        return bool(gone)

    async def get(self, id_: str) -> Watched | None:
        """A watch; None where it has ended."""
        return (await self._read([id_]))[0]

    async def all(self, most: int = 1_000) -> list[Watched]:
        """The watches that end soonest, in that order."""
        (ids,) = await ask(self._client, [("ZRANGE", _ENDS, 0, most - 1)])
        return [one for one in await self._read([id_.decode() for id_ in ids]) if one]

    async def count(self) -> int:
        """How many there are."""
        (number,) = await ask(self._client, [("ZCARD", _ENDS)])
        return int(number)

    async def expire(self, now: float, most: int = 1_000) -> int:
        """End the watches whose time is over; how many."""
        (ids,) = await ask(self._client, [("ZRANGEBYSCORE", _ENDS, "-inf", now, "LIMIT", 0, most)])
        for id_ in ids:
            await self.end(id_.decode())
        return len(ids)

    async def due(self, now: float, again: float, most: int) -> list[str]:
        """Watches that are due for a look, each given to one caller; the next look is at `again`."""
        (ids,) = await send(self._client, [("EVAL", _DUE, 1, _LOOKS, now, again, most)])
        return [id_.decode() for id_ in ids]

    # --- matching --------------------------------------------------------------------------------------------------

    async def touched(self, statements: Sequence[Statement], gone: Iterable[bytes] = ()) -> set[str]:
        """The watches that statements may concern: by their words, or because an answer rests on them.

        `gone` are the keys of statements that are no longer in the record.
        """
        (bitmap, some) = await ask(self._client, [("GET", _BITMAP), ("EXISTS", _ENDS)])
        if not some:
            return set()
        owners = [*(keys.identity(s.id) for s in statements), *gone]
        found: set[str] = set()
        for members in await ask(self._client, [("SMEMBERS", _resting(owner)) for owner in owners]):
            found |= {id_.decode() for id_ in members}
        known = _bits(bitmap)
        for texts in _texts(statements):
            found |= await self._matching(await asyncio.to_thread(_features_of, texts, known))
        return found

    async def _matching(self, found: Sequence[tuple[Codes, Owners]]) -> set[str]:
        """Add up, for each passage and watch, the shares of the stems they have in common, and of the pairs."""
        wanted = np.unique(np.concatenate([buckets for buckets, _ in found]))
        lists = await ask(
            self._client, [("ZREVRANGE", _bucket(int(b)), 0, MOST - 1, "WITHSCORES") for b in wanted]
        )
        held = {
            int(b): list(zip(members[::2], map(float, members[1::2]), strict=True))
            for b, members in zip(wanted, lists, strict=True)
        }
        touched = set[bytes]().union(*(_enough(held, buckets, places) for buckets, places in found))
        return {id_.decode() for id_ in touched}

    async def _shares(self, text: str) -> dict[int, float]:
        """The rarest stems of a quote and its rarest pairs, by bucket, each with its share of their weight."""
        stems, pairs = (np.unique(one) for one in features(codes(text)))
        *lengths, upper = await ask(
            self._client,
            [*(("STRLEN", keys.posting(int(b))) for b in (*stems, *pairs)), ("GET", keys.NEXT)],
        )
        frequency = np.array(lengths, dtype=np.float64) / 4
        weights = np.log((int(upper or 0) + 2) / (frequency + 0.5)).clip(0.1)
        kept: dict[int, float] = {}
        for buckets, weight in ((pairs, weights[len(stems) :]), (stems, weights[: len(stems)])):
            rarest = np.argsort(-weight, kind="stable")[:FEATURES]
            total = float(weight[rarest].sum()) or 1.0
            kept |= {int(buckets[n]): float(weight[n]) / total for n in rarest}
        return kept

    async def _read(self, ids: Sequence[str]) -> list[Watched | None]:
        found = await ask(self._client, [("HMGET", _watch(id_), "quote", "until", "kind") for id_ in ids])
        return [
            Watched(id_, msgspec.json.decode(quote, type=Quote), float(until), (kind or b"").decode())
            if quote
            else None
            for id_, (quote, until, kind) in zip(ids, found, strict=True)
        ]


_GRACE = 7 * 24 * 3600  # seconds for which what is left of a watch may wait for `expire`
_WHOLE = 0.99  # a quote of one feature is its whole weight
_DUE = (
    "local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3]) "
    "for _, id in ipairs(ids) do redis.call('ZADD', KEYS[1], ARGV[2], id) end return ids"
)


def _bits(bitmap: bytes | None) -> npt.NDArray[np.bool_]:
    """Which buckets have watches; Redis counts the bits of a byte from its highest."""
    bits = np.unpackbits(np.frombuffer(bitmap or b"", dtype=np.uint8))
    known = np.zeros(BUCKETS, dtype=np.bool_)
    known[: len(bits)] = bits[:BUCKETS]
    return known


def _texts(statements: Sequence[Statement]) -> Iterator[list[str]]:
    """The passages of statements, some at a time; each with the next, for a quote may reach over a border."""
    texts: list[str] = []
    for statement in statements:
        cuts = passages(statement.text)
        ends = [end for _, end in cuts[1:]] + [len(statement.text)]
        texts += [statement.text[start:end] for (start, _), end in zip(cuts, ends, strict=True)]
        while len(texts) >= _STEP:
            yield texts[:_STEP]
            texts = texts[_STEP:]
    if texts:
        yield texts


def _features_of(texts: Sequence[str], known: npt.NDArray[np.bool_]) -> tuple[tuple[Codes, Owners], ...]:
    """The stems of passages that any watch has, and the pairs: each (buckets, positions of the passages)."""
    stems, owners, pairs, pair_owners = flat_features([codes(text) for text in texts])
    return _once(stems, owners, known), _once(pairs, pair_owners, known)


def _once(buckets: Codes, owners: Owners, known: npt.NDArray[np.bool_]) -> tuple[Codes, Owners]:
    """Those that any watch has, each once a passage."""
    have = known[buckets]
    keyed = np.unique(buckets[have].astype(np.uint64) << np.uint64(32) | owners[have].astype(np.uint64))
    return (keyed >> np.uint64(32)).astype(np.uint32), (keyed & np.uint64(0xFFFFFFFF)).astype(np.int64)


def _enough(held: Mapping[int, Sequence[tuple[bytes, float]]], buckets: Codes, places: Owners) -> set[bytes]:
    """The watches of which one passage has enough."""
    sums: dict[tuple[int, bytes], float] = defaultdict(float)
    for bucket, place in zip(buckets.tolist(), places.tolist(), strict=True):
        for id_, share in held[bucket]:
            # One feature is not enough, be it ever so rare, where there are others: a name is no quote.
            sums[place, id_] += min(share, _ALONE) if share < _WHOLE else share
    return {id_ for (_, id_), share in sums.items() if share >= SHARE}


def _watch(id_: str) -> bytes:
    return b"v:watch:" + id_.encode("utf-8", "replace")


def _bucket(bucket: int) -> bytes:
    return b"v:wf" + bucket.to_bytes(3, "little")


def _resting(owner: bytes) -> bytes:
    return b"v:ws" + owner
