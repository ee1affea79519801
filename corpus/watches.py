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
from collections.abc import Iterable, Iterator, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from corpus import keys
from corpus.features import BUCKETS, batch_features, codes, features
from corpus.records import Quote, Statement, Watched
from corpus.text import passages
from corpus.wire import Client, Command, ask, send

MOST = 500
"""Watches read for one feature of a statement, those that it weighs most in."""

FEATURES = 24  # of a quote: the rarest; a quote of a dozen words has about as many
SHARE = 0.3  # of a quote's weight that a passage must have: two of its five or six content words
_FEWEST = 2  # features in common, of a quote that has more than one
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
            buckets, places = await asyncio.to_thread(_features_of, texts, known)
            found |= await self._matching(buckets, places)
        return found

    async def _matching(self, buckets: npt.NDArray[np.uint32], places: npt.NDArray[np.int64]) -> set[str]:
        """Add up, for each passage and watch, the shares of the features that they have in common."""
        wanted = np.unique(buckets)
        lists = await ask(
            self._client,
            [("ZREVRANGE", _bucket(int(b)), 0, MOST - 1, "WITHSCORES") for b in wanted],
        )
        held = {
            int(b): list(zip(found[::2], found[1::2], strict=True))
            for b, found in zip(wanted, lists, strict=True)
        }
        sums: dict[tuple[int, bytes], list[float]] = defaultdict(lambda: [0, 0.0])
        for bucket, place in zip(buckets.tolist(), places.tolist(), strict=True):
            for id_, share in held[bucket]:
                entry = sums[place, id_]
                entry[0] += 1
                entry[1] += float(share)
        enough = {id_ for (_, id_), (number, share) in sums.items() if share >= SHARE and number >= _FEWEST}
        alone = {id_ for (_, id_), (number, share) in sums.items() if number == 1 and share >= _WHOLE}
        return {id_.decode() for id_ in enough | alone}

    async def _shares(self, text: str) -> dict[int, float]:
        """The rarest features of a quote by bucket, each with its share of the weight of the quote's stems."""
        stems, together = features(codes(text))
        wanted = np.unique(np.concatenate([stems, together]))
        *lengths, upper = await ask(
            self._client, [*(("STRLEN", keys.posting(int(b))) for b in wanted), ("GET", keys.NEXT)]
        )
        frequency = np.array(lengths, dtype=np.float64) / 4
        weights = np.log((int(upper or 0) + 2) / (frequency + 0.5)).clip(0.1)
        of_stems = float(weights[np.isin(wanted, stems)].sum()) or float(weights.sum()) or 1.0
        rarest = np.argsort(-weights, kind="stable")[:FEATURES]
        return {int(wanted[n]): float(weights[n]) / of_stems for n in rarest}

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


def _features_of(
    texts: Sequence[str], known: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """The features of passages that any watch has: (buckets, positions of the passages)."""
    buckets, owners = batch_features([codes(text) for text in texts])
    have = known[buckets]
    return buckets[have], owners[have]


def _watch(id_: str) -> bytes:
    return b"v:watch:" + id_.encode("utf-8", "replace")


def _bucket(bucket: int) -> bytes:
    return b"v:wf" + bucket.to_bytes(3, "little")


def _resting(owner: bytes) -> bytes:
    return b"v:ws" + owner
