"""Standing queries: an index of watched quotes, searched with each statement that is added.

Watches on the same words are one entry. It is posted under its rarest bigrams, and under every two
of its rarest stems, which need not be neighbours: what two words share with a quote is rare, however many quotes wait.
A new statement reads the lists of its own bigrams, none longer than MOST, and of their entries the NEAR best of a
passage: those in its rarest lists, for a list of three quotes tells more than one of a thousand. So the cost is
bounded by the statement, not by the number of watches. A full list takes no more; an entry is then posted under its
next bigrams. A match is a guess; the quote is then verified again.

| key | holds |
|---|---|
| v:wb | bitmap of the lists that there are, by the last bits of their names |
| v:wl + 5 bytes | list of two stems, packed: keys of entries (8 bytes each) |
| v:wq + 8 bytes | entry: the features of its quote with their weights, packed |
| v:wm + 8 bytes | set of the watches of an entry |
| v:ws + 8 bytes | set of the watches whose answer rests on the statement of this key |
| v:watch: + id | hash: quote (JSON), kind, until, its entry, its lists, its statements |
| {v}:watches | sorted set: watch → when it ends (seconds since 1970) |
| {v}:looks | sorted set: watch → when it is looked at again though nothing was found |
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
import numpy.typing as npt

from corpus.index.features import Codes, codes, features, spread
from corpus.language.sentences import passages
from corpus.models import Quote, Statement, Watched
from corpus.storage import keys
from corpus.storage.commands import ask, mget, send
from corpus.storage.connection import Command, Connection

MOST = 2_000
"""Entries of one list."""

NEAR = 400
"""Entries that are read for one passage: those that the lists speak most for."""

# All measured with `make bench PART=watch` (the UN General Debate corpus, 100,000 watches).
STEMS, PAIRS = 6, 12  # of a quote: the rarest stems, each two of which have a list, and the rarest neighbours
SHARE = 0.3  # of the weight of a quote's stems, or of its pairs, that a passage must have
TOGETHER, SEVERAL = 0.45, 4  # or of both together, where it has so many of its features
SURE = 0.55  # of both together from which a watch is touched, however many are
LIKELY = 12  # watches below that which are touched for one passage, the nearest: in other words, or by chance
# Of 1,500 watches on fragments with every sixth word replaced by a random one, 1,498 are found; the others share no more
# with their statement than hundreds that are chance ("in fact, the United Nations was not").

_KEPT = 60  # stems of an entry, and pairs: a quote may have thousands
_WHOLE = 0.99  # a quote of one feature is its whole weight
_STEP = 200  # passages matched at a time
_FEW = 400  # lists that are asked for without a look at the bitmap
_NAMES, _BITS = (1 << 40) - 1, (1 << 23) - 1
_BITMAP, _ENDS, _LOOKS = b"v:wb", b"{v}:watches", b"{v}:looks"
_GRACE = 7 * 24 * 3600  # seconds for which what is left of a watch may wait for `expire`
_POSTED = np.dtype("S8")
_FEATURE = np.dtype([("code", "<u4"), ("share", "<f4")])
_PAIR = np.uint32(1 << 31)

Names = npt.NDArray[np.uint64]
Weights = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Features:
    """The features that a text is matched by: its stems and its bigrams, each once."""

    stems: Codes
    pairs: Codes

    @property
    def all(self) -> Codes:
        """Return both, in order; bigrams are marked."""
        return np.concatenate([self.stems, self.pairs | _PAIR])

    @classmethod
    def of(cls, text: str) -> "_Features":
        stems, pairs = features(codes(text))
        return cls(np.unique(stems), np.unique(pairs))


class Watches:
    """All watches of a record. Every method raises IndexUnavailableError when it cannot."""

    def __init__(self, client: Connection) -> None:
        self._client = client

    async def add(self, watch: Watched, statements: Sequence[str] = (), look: float | None = None) -> None:
        """Set a watch, or replace it; `statements` are the ids that its answer rests on.

        It is due for a look at `look` (seconds since 1970; never, where that is None).
        """
        await self.end(watch.id)
        entry, packed, lists = await self._entry(watch.quote.text)
        owners = [keys.identity(id_) for id_ in statements]
        key, until = _watch(watch.id), round(watch.until)
        fields = {
            "quote": msgspec.json.encode(watch.quote),
            "kind": watch.kind,
            "until": until,
            "entry": entry,
            "lists": b"".join(lists),
            "statements": b"".join(owners),
        }
        new, *_ = await send(
            self._client,
            [
                ("EVAL", _JOIN, 1, _members(entry), watch.id),
                ("SET", _described(entry), packed),
                ("HSET", key, *(part for field in fields.items() for part in field)),
                ("EXPIREAT", key, until + _GRACE),
                ("ZADD", _ENDS, until, watch.id),
                *([("ZADD", _LOOKS, look, watch.id)] if look is not None else []),
                *(("SADD", _resting(owner), watch.id) for owner in owners),
            ],
        )
        if new:
            await send(self._client, _post(entry, lists))

    async def end(self, id_: str) -> bool:
        """End a watch; return whether there was one."""
        (found,) = await ask(self._client, [("HMGET", _watch(id_), "entry", "lists", "statements")])
        entry, lists, owners = (value or b"" for value in found)
        gone, _, _, last, *_ = await send(
            self._client,
            [
                ("DEL", _watch(id_)),
                ("ZREM", _ENDS, id_),
                ("ZREM", _LOOKS, id_),
                ("EVAL", _LEAVE, 1, _members(entry), id_),
                *(("SREM", _resting(owners[n : n + 8]), id_) for n in range(0, len(owners), 8)),
            ],
        )
        if last:
            await self._take_out(entry, lists)
        return bool(gone)

    async def _take_out(self, entry: bytes, lists: bytes) -> None:
        """Remove an entry that has no watch any more; keep it where it has one again by now."""
        described = await mget(self._client, [_described(entry)])
        names = [lists[n : n + 5] for n in range(0, len(lists), 5)]
        _, *removed, back = await send(
            self._client,
            [
                ("DEL", _described(entry)),
                *(("EVAL", _STRIKE, 1, _list(name), entry) for name in names),
                ("EXISTS", _members(entry)),
            ],
        )
        if back:  # a second entry in a list does no harm, a missing one would
            again = [name for name, found in zip(names, removed, strict=True) if found]
            await send(self._client, [("SET", _described(entry), described[0] or b""), *_post(entry, again)])

    async def get(self, id_: str) -> Watched | None:
        """Return a watch; None where it has ended."""
        return (await self._read([id_]))[0]

    async def all(self, most: int = 1_000) -> list[Watched]:
        """Return the watches that end soonest, in that order."""
        (ids,) = await ask(self._client, [("ZRANGE", _ENDS, 0, most - 1)])
        return [one for one in await self._read([id_.decode() for id_ in ids]) if one]

    async def count(self) -> int:
        """Return the number of watches."""
        (number,) = await ask(self._client, [("ZCARD", _ENDS)])
        return int(number)

    async def expire(self, now: float, most: int = 1_000) -> int:
        """End the watches whose time is over; return how many."""
        (ids,) = await ask(self._client, [("ZRANGEBYSCORE", _ENDS, "-inf", now, "LIMIT", 0, most)])
        for id_ in ids:
            await self.end(id_.decode())
        return len(ids)

    async def due(self, now: float, again: float, most: int) -> list[str]:
        """Return watches that are due for a look, each to one caller; the next look is at `again`."""
        (ids,) = await send(self._client, [("EVAL", _DUE, 1, _LOOKS, now, again, most)])
        return [id_.decode() for id_ in ids]

    # --- matching --------------------------------------------------------------------------------------------------

    async def touched(self, statements: Sequence[Statement], gone: Iterable[bytes] = ()) -> set[str]:
        """Return the watches that statements may concern: by their words, or because an answer rests on them.

        `gone` are the keys of statements that are no longer in the record.
        """
        (some,) = await ask(self._client, [("EXISTS", _ENDS)])
        if not some:
            return set()
        owners = [*(keys.identity(s.id) for s in statements), *gone]
        found: set[bytes] = set()
        for members in await ask(self._client, [("SMEMBERS", _resting(owner)) for owner in owners]):
            found |= set(members)
        for texts in _texts(statements):
            entries = await self._matching(await asyncio.to_thread(lambda: [_Features.of(t) for t in texts]))  # noqa: B023 - awaited at once
            for members in await ask(self._client, [("SMEMBERS", _members(entry)) for entry in entries]):
                found |= set(members)
        return {id_.decode() for id_ in found}

    async def _matching(self, texts: Sequence[_Features]) -> list[bytes]:
        """Return the entries that any of some passages shares enough with."""
        asked = [_names(text.stems, text.pairs) for text in texts]
        held = await self._lists(np.unique(np.concatenate(asked)))
        near = [_nearest(held, names) for names in asked]
        wanted = sorted(set().union(*near))
        described = await mget(self._client, [_described(entry) for entry in wanted])
        known = {entry: packed for entry, packed in zip(wanted, described, strict=True) if packed}
        touched = set[bytes]().union(
            *(_enough(known, text, of) for text, of in zip(texts, near, strict=True))
        )
        return sorted(touched)

    async def _lists(self, names: Names) -> dict[int, npt.NDArray[np.bytes_]]:
        """Return the lists that exist, by their names."""
        if len(names) > _FEW:
            (bitmap,) = await ask(self._client, [("GET", _BITMAP)])
            names = names[_marked(bitmap or b"", names & np.uint64(_BITS))]
        found = await mget(self._client, [_list(_name(int(name))) for name in names])
        return {
            int(name): np.frombuffer(packed, dtype=_POSTED, count=len(packed) // _POSTED.itemsize)
            for name, packed in zip(names, found, strict=True)
            if packed
        }

    async def _entry(self, text: str) -> tuple[bytes, bytes, list[bytes]]:
        """Return a quote's key, its features packed, and the lists that it is to be posted in."""
        asked = _Features.of(text)
        *lengths, upper = await ask(
            self._client,
            [
                *(("STRLEN", keys.posting(int(b))) for b in (*asked.stems, *asked.pairs)),
                ("GET", keys.NEXT),
            ],
        )
        frequency = np.array(lengths, dtype=np.float64) / 4
        weights = np.log((int(upper or 0) + 2) / (frequency + 0.5)).clip(0.1)
        stems, stem_shares = _rarest(asked.stems, weights[: len(asked.stems)])
        pairs, pair_shares = _rarest(asked.pairs, weights[len(asked.stems) :])
        packed = _pack(stems, stem_shares, pairs, pair_shares)
        entry = keys.identity(f"{sorted(stems.tolist())} {sorted(pairs.tolist())}")
        neighbours = [_name(int(name)) for name in _name_pairs(pairs)]
        return entry, packed, await self._with_room(neighbours, [_name(name) for name in _of_stems(stems)])

    async def _with_room(self, neighbours: list[bytes], apart: list[bytes]) -> list[bytes]:
        """Return the first lists that are not full, as many as a quote is posted in; one, where all are."""
        lists = [*neighbours, *apart]
        lengths = await ask(self._client, [("STRLEN", _list(name)) for name in lists])
        full = {
            name for name, length in zip(lists, lengths, strict=True) if length >= MOST * _POSTED.itemsize
        }
        free = [[name for name in names if name not in full] for names in (neighbours, apart)]
        return [*free[0][:PAIRS], *free[1][: STEMS * (STEMS - 1) // 2]] or lists[:1]

    async def _read(self, ids: Sequence[str]) -> list[Watched | None]:
        found = await ask(self._client, [("HMGET", _watch(id_), "quote", "until", "kind") for id_ in ids])
        return [
            Watched(id_, msgspec.json.decode(quote, type=Quote), float(until), (kind or b"").decode())
            if quote
            else None
            for id_, (quote, until, kind) in zip(ids, found, strict=True)
        ]


_JOIN = "redis.call('SADD', KEYS[1], ARGV[1]) return redis.call('SCARD', KEYS[1]) == 1 and 1 or 0"
_LEAVE = (
    "if redis.call('SREM', KEYS[1], ARGV[1]) == 0 then return 0 end return 1 - redis.call('EXISTS', KEYS[1])"
)
# Takes an entry out of a list, and gives what stood there.
_STRIKE = """
local list, kept, gone = redis.call('GET', KEYS[1]), {}, ''
if not list then return '' end
for at = 1, #list, 8 do
  local one = string.sub(list, at, at + 7)
  if one == ARGV[1] then gone = one else kept[#kept + 1] = one end
end
if #kept == 0 then redis.call('DEL', KEYS[1]) elseif gone ~= '' then redis.call('SET', KEYS[1], table.concat(kept)) end
return gone
"""
_DUE = (
    "local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3]) "
    "for _, id in ipairs(ids) do redis.call('ZADD', KEYS[1], ARGV[2], id) end return ids"
)


def _post(entry: bytes, lists: Sequence[bytes]) -> list[Command]:
    """Put an entry into lists, and mark these as being there."""
    return [
        command
        for name in lists
        for command in (
            ("APPEND", _list(name), entry),
            ("SETBIT", _BITMAP, int.from_bytes(name, "little") & _BITS, 1),
        )
    ]


def _names(stems: Codes, pairs: Codes) -> Names:
    """Return the names of all lists that a text may be in: every two of its stems, each stem, each bigram."""
    first, second = np.triu_indices(len(stems))
    return np.concatenate([_name_stems(stems[first], stems[second]), _name_pairs(pairs)])


def _name_stems(first: Codes, second: Codes) -> Names:
    """Name the lists of two stems, the smaller code first; a stem alone is named as two of it."""
    return spread((first.astype(np.uint64) << np.uint64(32)) | second) & np.uint64(_NAMES)


def _name_pairs(pairs: Codes) -> Names:
    return spread(pairs.astype(np.uint64) | np.uint64(1 << 63)) & np.uint64(_NAMES)


def _rarest(buckets: Codes, weights: Weights) -> tuple[Codes, Weights]:
    """Return the rarest features, rarest first, each with its share of the weight of all."""
    rarest = np.argsort(-weights, kind="stable")[:_KEPT]
    return buckets[rarest], weights[rarest] / (float(weights[rarest].sum()) or 1.0)


def _of_stems(stems: Codes) -> Iterator[int]:
    """Yield the lists of every two of the rarest stems, and of the next ones, for where these are full."""
    if len(stems) == 1:
        yield int(_name_stems(stems, stems)[0])
    rare = min(len(stems), STEMS + 2)
    for one, other in sorted(zip(*np.triu_indices(rare, 1), strict=True), key=max):
        low, high = sorted((stems[one], stems[other]))
        yield int(_name_stems(np.array([low]), np.array([high]))[0])


def _pack(stems: Codes, stem_shares: Weights, pairs: Codes, pair_shares: Weights) -> bytes:
    """Pack the features of an entry with their shares; bigrams are marked, for they have codes of the same range."""
    packed = np.empty(len(stems) + len(pairs), dtype=_FEATURE)
    packed["code"] = np.concatenate([stems, pairs | _PAIR])
    packed["share"] = np.concatenate([stem_shares, pair_shares])
    return packed.tobytes()


def _marked(bitmap: bytes, bits: Names) -> npt.NDArray[np.bool_]:
    """Return which bits are set; Redis counts those of a byte from its highest."""
    held = np.frombuffer(bitmap, dtype=np.uint8)
    at = (bits >> np.uint64(3)).astype(np.int64)
    inside = at < len(held)
    found = np.zeros(len(bits), dtype=np.bool_)
    found[inside] = held[at[inside]] >> (7 - (bits[inside] & np.uint64(7))).astype(np.uint8) & 1
    return found


def _texts(statements: Sequence[Statement]) -> Iterator[list[str]]:
    """Yield the passages of statements in batches; each with the next, for a quote may reach over a border."""
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


def _nearest(held: dict[int, npt.NDArray[np.bytes_]], names: Names) -> list[bytes]:
    """Return the entries with the highest score from a passage's lists, rarer lists weighing more, at most NEAR."""
    lists = [held[name] for name in names.tolist() if name in held]
    if not lists:
        return []
    sizes = np.array([len(one) for one in lists])
    entries, place = np.unique(np.concatenate(lists), return_inverse=True)
    spoken = np.bincount(place, np.repeat(1 / sizes, sizes), len(entries))
    best = np.argsort(-spoken, kind="stable")[:NEAR]
    return [entry.ljust(8, b"\0") for entry in entries[best].tolist()]  # numpy cuts zeros off


def _enough(known: Mapping[bytes, bytes], text: _Features, near: Sequence[bytes]) -> list[bytes]:
    """Return the entries that a passage shares enough with: all that are sure, and the best of the others."""
    near = [entry for entry in near if known.get(entry)]
    if not near:
        return []
    asked = np.frombuffer(b"".join(known[entry] for entry in near), dtype=_FEATURE)
    starts = np.cumsum([0, *(len(known[entry]) // _FEATURE.itemsize for entry in near[:-1])])
    held = text.all
    same = held[np.searchsorted(held, asked["code"]).clip(max=len(held) - 1)] == asked["code"]
    share = np.where(same, asked["share"], 0.0)
    pair = asked["code"] >= _PAIR
    of_pairs = np.add.reduceat(np.where(pair, share, 0.0), starts)
    of_stems = np.add.reduceat(np.where(pair, 0.0, share), starts)
    # One feature is not enough, be it ever so rare, where there are others: a name is no quote.
    count = np.add.reduceat(same.astype(np.int64), starts)
    alone = count < 2
    both = of_stems + of_pairs
    enough = np.maximum(of_stems, of_pairs) >= np.where(alone, _WHOLE, SHARE)
    enough |= (count >= SEVERAL) & (both >= TOGETHER)
    sure = enough & (alone | (both >= SURE))
    others = np.flatnonzero(enough & ~sure)
    likely = others[np.argsort(-both[others], kind="stable")[:LIKELY]]
    return [near[n] for n in (*np.flatnonzero(sure), *likely)]


def _watch(id_: str) -> bytes:
    return b"v:watch:" + id_.encode("utf-8", "replace")


def _name(name: int) -> bytes:
    return name.to_bytes(5, "little")


def _list(name: bytes) -> bytes:
    return b"v:wl" + name


def _described(entry: bytes) -> bytes:
    return b"v:wq" + entry


def _members(entry: bytes) -> bytes:
    return b"v:wm" + entry


def _resting(owner: bytes) -> bytes:
    return b"v:ws" + owner
