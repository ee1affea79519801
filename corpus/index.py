"""The inverted index, in Redis: statements in, candidate passages out.

It finds and fetches; it does not judge. A statement is cut into passages; each passage has a number and is posted
under its features. Cost of a lookup is bounded by a budget of postings, not by the size of the record.

What a reader may rely on: a statement exists from the moment its entry in its bucket (`v:i…`) is written, which is
the last step of adding it. Postings and pages without such an entry are never answered.
"""

import json
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from corpus import keys
from corpus.features import batch_features, codes, features
from corpus.records import Found, Hit, Passage, Provenance, Source, Statement
from corpus.speakers import parse_name, tag
from corpus.text import passages
from corpus.wire import Client, Command, mget, send

# Postings read for one question, and passages fetched for it. Measured in `python -m tests.bench lookup`.
BUDGET = 20_000
PASSAGES = 100
MOST_FEATURES = 256  # of a very long quote, evenly taken
_NEVER = 2**32 - 1

_ENTRY = struct.Struct("<IIQQ")  # first passage, count, card, fingerprint; the statement's id follows
_PASSAGE = struct.Struct("<8sIII")  # owner, speaker tag, offset in characters, bytes of text

Ids = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement's entry: where its passages are, and its card."""

    first: int
    count: int
    card: bytes
    fingerprint: bytes
    id: str


@dataclass(frozen=True, slots=True)
class Added:
    """What adding statements changed."""

    new: int = 0
    replaced: int = 0
    same: int = 0

    def __add__(self, other: "Added") -> "Added":
        return Added(self.new + other.new, self.replaced + other.replaced, self.same + other.same)


class Index:
    """The record's inverted index on one Redis client."""

    def __init__(
        self,
        client: Client,
        *,
        budget: int = BUDGET,
        limit: int = PASSAGES,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._client = client
        self._budget = budget
        self._limit = limit
        self._clock = clock

    # --- finding ---------------------------------------------------------------------------------------------

    async def search(self, text: str) -> Found:
        """Propose passages that share rare features with a text, best first.

        Raises IndexUnavailableError when the record does not answer; no hits means that it did.
        """
        stems, pairs = features(codes(text))
        wanted = np.unique(np.concatenate([stems, pairs]))
        if len(wanted) > MOST_FEATURES:
            wanted = wanted[np.linspace(0, len(wanted) - 1, MOST_FEATURES).astype(int)]
        if not len(wanted):
            return Found((), {})
        names = [keys.posting(int(bucket)) for bucket in wanted]
        *lengths, upper = await send(
            self._client, [*(("STRLEN", name) for name in names), ("GET", keys.NEXT)]
        )
        frequency = np.array(lengths, dtype=np.int64) // 4
        chosen = _rarest(frequency, self._budget)
        lists = await self._postings([names[n] for n in chosen], frequency[chosen])
        weights = np.log((int(upper or 0) + 1) / (frequency + 0.5)).clip(0.1).astype(np.float32)
        numbers, scores = _add_up(lists, weights[chosen])
        best = _top(scores, numbers, self._limit)
        hits = await self._fetch(numbers[best], scores[best])
        return Found(tuple(hits), dict(zip(wanted.tolist(), weights.tolist(), strict=True)))

    async def _postings(self, names: Sequence[bytes], frequency: npt.NDArray[np.int64]) -> list[Ids]:
        """Read posting lists; of one longer than the whole budget only the newest part."""
        if len(names) == 1 and frequency[0] > self._budget:
            low = int(frequency[0] - self._budget) * 4
            found = await send(self._client, [("GETRANGE", names[0], low, -1)])
        else:
            found = await mget(self._client, names)
        return [np.frombuffer(f or b"", dtype="<u4", count=len(f or b"") // 4) for f in found]

    async def _fetch(self, numbers: Ids, scores: npt.NDArray[np.float32]) -> list[Hit]:
        names = [keys.page(int(number)) for number in numbers]
        distinct = list(dict.fromkeys(names))
        pages = dict(zip(distinct, await mget(self._client, distinct), strict=True))
        hits = []
        for name, number, score in zip(names, numbers, scores, strict=True):
            page = pages[name]
            passage = read_passage(page, int(number)) if page else None
            if passage:  # a posting without its page is the trace of an unfinished load
                hits.append(Hit(int(number), float(score), *passage))
        return hits

    async def entries(self, owners: Iterable[bytes]) -> dict[bytes, Entry]:
        """The entries of statements that exist, by their 8-byte keys."""
        distinct = list(dict.fromkeys(owners))
        found = await send(self._client, [("HGET", keys.statement(o), o) for o in distinct])
        return {owner: read_entry(value) for owner, value in zip(distinct, found, strict=True) if value}

    async def windows(
        self, hits: Sequence[Hit], margin: int = 1, margins: Mapping[int, int] | None = None
    ) -> list[Passage]:
        """The stretches around hits, `margin` passages to each side, neighbouring hits joined, best score first.

        `margins` may give some hits, by their number, a margin of their own. Hits of statements that do not exist (or no longer so) are left out.
        """
        known = await self.entries(hit.owner for hit in hits)
        spans: dict[bytes, list[tuple[int, int, float]]] = {}
        for hit in sorted(hits, key=lambda h: h.number):
            entry = known.get(hit.owner)
            if not entry or not entry.first <= hit.number < entry.first + entry.count:
                continue
            wide = (margins or {}).get(hit.number, margin)
            low = max(entry.first, hit.number - wide)
            high = min(entry.first + entry.count, hit.number + wide + 1)
            joined = spans.setdefault(hit.owner, [])
            if joined and low <= joined[-1][1] and high - joined[-1][0] <= 4 + 2 * wide:
                joined[-1] = (joined[-1][0], high, max(joined[-1][2], hit.score))
            else:
                joined.append((low, high, hit.score))
        return await self._stretches(known, [(o, *span) for o, all_ in spans.items() for span in all_])

    async def _stretches(
        self, known: dict[bytes, Entry], spans: Sequence[tuple[bytes, int, int, float]]
    ) -> list[Passage]:
        numbers = sorted({n for _, low, high, _ in spans for n in range(low, high)})
        names = list(dict.fromkeys(keys.page(n) for n in numbers))
        cards = list(dict.fromkeys(known[owner].card for owner, *_ in spans))
        found = await mget(self._client, [*names, *(keys.card(c) for c in cards)])
        pages = dict(zip(names, found, strict=False))
        card_of = dict(zip(cards, found[len(names) :], strict=True))
        windows = []
        for owner, low, high, score in spans:
            parts = [p for n in range(low, high) if (p := read_passage(pages[keys.page(n)] or b"", n))]
            parts = [p for p in parts if p[0] == owner]
            card = card_of[known[owner].card]
            if parts and card:
                text = "".join(part[3] for part in parts)
                windows.append(Passage(read_card(card, known[owner].id, text), parts[0][2], score))
        return sorted(windows, key=lambda w: (-w.score, w.statement.id, w.offset))

    async def whole(self, owners: Sequence[bytes]) -> list[Statement]:
        """Whole statements by their keys, those that exist, in the order of their keys as given."""
        known = await self.entries(owners)
        spans = [(o, known[o].first, known[o].first + known[o].count, 0.0) for o in owners if o in known]
        by_id = {w.statement.id: w.statement for w in await self._stretches(known, spans)}
        return [by_id[known[o].id] for o in owners if o in known and known[o].id in by_id]

    async def siblings(self, statement: Statement) -> list[Statement]:
        """The other statements of the same explicit utterance, whole."""
        if not statement.utterance:
            return []
        (members,) = await send(
            self._client, [("SMEMBERS", keys.utterance(keys.identity(statement.utterance)))]
        )
        found = await self.whole(sorted(members))
        return [s for s in found if s.id != statement.id and s.utterance == statement.utterance]

    # --- adding ----------------------------------------------------------------------------------------------

    async def add(self, statements: Sequence[Statement]) -> Added:
        """Add statements; the same id with the same content changes nothing, with new content replaces the old.

        Raises IndexUnavailableError when the record does not answer: then some may have been added, and adding
        all of them again is safe.
        """
        latest = {s.id: s for s in statements}  # the last of one id counts
        drafts = [_Draft(s) for s in latest.values()]
        old = await self.entries(d.key for d in drafts)
        same = [d for d in drafts if (e := old.get(d.key)) and e.fingerprint == d.fingerprint]
        unchanged = {d.key for d in same}
        fresh = [d for d in drafts if d.key not in unchanged]
        if fresh:
            await self._number(fresh)
            await send(self._client, _post(fresh))
            await send(self._client, [*_pages(fresh), *_cards(fresh)])
            new = await self._commit(fresh, old)
        else:
            new = 0
        replaced = sum(d.key in old for d in fresh)
        return Added(new, replaced, len(latest) - new - replaced)

    async def _number(self, drafts: Sequence["_Draft"]) -> None:
        """Give out passage numbers, beginning on a page of our own that no other loader writes."""
        count = sum(len(d.cuts) for d in drafts)
        size = -(-count // keys.PAGE_SIZE) * keys.PAGE_SIZE
        (upper,) = await send(self._client, [("INCRBY", keys.NEXT, size)])
        if upper >= _NEVER:
            raise OverflowError("the record is full: more than four thousand million passages")
        first = int(upper) - size
        for draft in drafts:
            draft.first = first
            first += len(draft.cuts)

    async def _commit(self, drafts: Sequence["_Draft"], old: dict[bytes, Entry]) -> int:
        """Write the entries, the step that makes statements exist; return how many are new."""
        added = await send(
            self._client,
            [("HSET" if d.key in old else "HSETNX", keys.statement(d.key), d.key, d.entry()) for d in drafts],
        )
        written = [d for d, was_new in zip(drafts, added, strict=True) if was_new or d.key in old]
        await self._forget([old[d.key] for d in written if d.key in old])
        await send(
            self._client,
            [
                *_counts([d.statement for d in written], +1),
                *_spread(written),
                ("HSET", keys.TOTAL, "updated", self._clock().isoformat(timespec="seconds")),
            ],
        )
        return sum(d.key not in old for d in written)

    async def _forget(self, entries: Sequence[Entry]) -> None:
        """Take replaced statements out of the counts; their passages are no longer answered."""
        if not entries:
            return
        cards = await mget(self._client, [keys.card(e.card) for e in entries])
        gone = [read_card(card, entry.id, "") for card, entry in zip(cards, entries, strict=True) if card]
        await send(self._client, _counts(gone, -1))


class _Draft:
    """A statement on its way in."""

    __slots__ = ("card", "card_key", "cuts", "fingerprint", "first", "key", "statement", "texts")

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.key = keys.identity(statement.id)
        self.cuts = passages(statement.text) or [(0, 0)]
        self.texts = [statement.text[low:high] for low, high in self.cuts]
        self.card = write_card(statement)
        self.card_key = keys.identity(self.card)
        self.fingerprint = keys.identity(f"{self.card}\n{statement.text}")
        self.first = 0

    def entry(self) -> bytes:
        return (
            struct.pack("<II", self.first, len(self.cuts))
            + self.card_key
            + self.fingerprint
            + self.statement.id.encode("utf-8", "surrogatepass")
        )


def _post(drafts: Sequence[_Draft]) -> list[Command]:
    """The commands that append the passages' numbers to the posting lists of their features."""
    numbers = np.array([d.first + n for d in drafts for n in range(len(d.cuts))], dtype="<u4")
    buckets, owners = batch_features([codes(text) for d in drafts for text in d.texts])
    if not len(buckets):
        return []
    posted = numbers[owners].tobytes()
    starts = np.flatnonzero(np.concatenate([[True], buckets[1:] != buckets[:-1]]))
    ends = [*(starts[1:] * 4).tolist(), len(posted)]
    return [
        (b"APPEND", keys.posting(bucket), posted[low:high])
        for bucket, low, high in zip(buckets[starts].tolist(), (starts * 4).tolist(), ends, strict=True)
    ]


def _pages(drafts: Sequence[_Draft]) -> list[Command]:
    whole: dict[bytes, list[tuple[int, bytes]]] = {}
    for draft in drafts:
        speaker_tag = tag(draft.statement.speaker)
        for n, ((start, _), text) in enumerate(zip(draft.cuts, draft.texts, strict=True)):
            body = text.encode("utf-8", "surrogatepass")
            packed = _PASSAGE.pack(draft.key, speaker_tag, start, len(body)) + body
            number = draft.first + n
            whole.setdefault(keys.page(number), []).append((number % keys.PAGE_SIZE, packed))
    return [(b"SET", name, _write_page(parts)) for name, parts in whole.items()]


def _write_page(parts: Sequence[tuple[int, bytes]]) -> bytes:
    """A page: the length of each of its passages as uint32 (0: none), then the passages."""
    lengths = [0] * keys.PAGE_SIZE
    for place, packed in parts:
        lengths[place] = len(packed)
    return struct.pack(f"<{keys.PAGE_SIZE}I", *lengths) + b"".join(packed for _, packed in sorted(parts))


def read_passage(page: bytes, number: int) -> tuple[bytes, int, int, str] | None:
    """(owner, speaker tag, offset, text) of a passage of a page, or None where the page does not hold it."""
    size = 4 * keys.PAGE_SIZE
    if len(page) < size:
        return None
    lengths = struct.unpack_from(f"<{keys.PAGE_SIZE}I", page)
    place = number % keys.PAGE_SIZE
    if not lengths[place]:
        return None
    low = size + sum(lengths[:place])
    owner, speaker_tag, start, length = _PASSAGE.unpack_from(page, low)
    body = page[low + _PASSAGE.size : low + _PASSAGE.size + length]
    return owner, speaker_tag, start, body.decode("utf-8", "surrogatepass")


def read_entry(value: bytes) -> Entry:
    """A statement's entry from its bytes."""
    first, count, _, _ = _ENTRY.unpack_from(value)
    return Entry(first, count, value[8:16], value[16:24], value[24:].decode("utf-8", "surrogatepass"))


def _cards(drafts: Sequence[_Draft]) -> list[Command]:
    return [(b"SET", keys.card(k), c) for k, c in {d.card_key: d.card for d in drafts}.items()]


def write_card(statement: Statement) -> str:
    """All of a statement but its id and text, as compact JSON; equal for equal content.

    >>> write_card(Statement("1", "Ann", "Hello."))
    '{"speaker":"Ann"}'
    """
    source = statement.source
    fields = {
        "speaker": statement.speaker,
        "role": statement.role,
        "language": statement.language,
        "translated": statement.translated or None,
        "utterance": statement.utterance,
        "context": statement.context,
        "publisher": source.publisher,
        "title": source.title,
        "url": source.url,
        "primary_url": source.primary_url,
        "date": source.date,
        "provenance": source.provenance.value if source.provenance else None,
    }
    return json.dumps({k: v for k, v in fields.items() if v is not None}, separators=(",", ":"))


def read_card(card: bytes, id_: str, text: str) -> Statement:
    """A statement from its card, with the text given."""
    fields = json.loads(card)
    provenance = fields.pop("provenance", None)
    source = Source(
        publisher=fields.pop("publisher", None),
        title=fields.pop("title", None),
        url=fields.pop("url", None),
        primary_url=fields.pop("primary_url", None),
        date=fields.pop("date", None),
        provenance=Provenance(provenance) if provenance else None,
    )
    return Statement(id_, text=text, source=source, **fields)


# --- counts --------------------------------------------------------------------------------------------------


def _counts(statements: Sequence[Statement], step: int) -> list[Command]:
    speakers: dict[str, int] = {}
    sources: dict[str, int] = {}
    for statement in statements:
        speakers[statement.speaker] = speakers.get(statement.speaker, 0) + step
        name = statement.source.publisher or "(no publisher given)"
        sources[name] = sources.get(name, 0) + step
    commands: list[Command] = [("HINCRBY", keys.TOTAL, "statements", step * len(statements))]
    commands += [("HINCRBY", keys.surname(parse_name(n).surname), n, c) for n, c in speakers.items()]
    commands += [("HINCRBY", keys.SOURCES, n, c) for n, c in sources.items()]
    return commands


def _spread(drafts: Sequence[_Draft]) -> list[Command]:
    """Utterances and dates of statements that now exist."""
    commands: list[Command] = [
        ("SADD", keys.utterance(keys.identity(d.statement.utterance)), d.key)
        for d in drafts
        if d.statement.utterance
    ]
    dates = [d.statement.source.date for d in drafts if d.statement.source.date]
    if dates:
        commands += [
            ("ZADD", keys.DAYS, "LT", day_number(min(dates)), "first"),
            ("ZADD", keys.DAYS, "GT", day_number(max(dates)), "last"),
        ]
    return commands


def day_number(date: str) -> int:
    """An ISO date, perhaps cut, as the number YYYYMMDD, so that dates sort as numbers.

    >>> day_number("2025-09-05"), day_number("2025-09"), day_number("2025")
    (20250905, 20250900, 20250000)
    """
    year, month, day = ([*date.split("-"), "0", "0"])[:3]
    return int(year) * 10_000 + int(month) * 100 + int(day)


# --- adding up -----------------------------------------------------------------------------------------------


def _rarest(frequency: npt.NDArray[np.int64], budget: int) -> npt.NDArray[np.intp]:
    """Which lists to read: rarest first, as many as fit the budget, at least one; empty ones left out."""
    order = np.argsort(frequency, kind="stable")
    order = order[frequency[order] > 0]
    fits = np.cumsum(frequency[order]) <= budget
    return order[: max(1, int(fits.sum()))]


def _add_up(lists: Sequence[Ids], weights: npt.NDArray[np.float32]) -> tuple[Ids, npt.NDArray[np.float32]]:
    """Sum the weights of all lists for each number: (numbers ascending, scores)."""
    if not lists:
        return np.empty(0, dtype=np.uint32), np.empty(0, dtype=np.float32)
    flat = np.concatenate(lists)
    value = np.repeat(weights, [len(one) for one in lists])
    order = np.argsort(flat)
    flat, value = flat[order], value[order]
    starts = np.flatnonzero(np.concatenate([[True], flat[1:] != flat[:-1]]))
    return flat[starts], np.add.reduceat(value, starts) if len(flat) else value


def _top(scores: npt.NDArray[np.float32], numbers: Ids, limit: int) -> npt.NDArray[np.intp]:
    """The places of the best scores, best first; of equal ones the lowest number first."""
    if len(scores) > limit:
        edge = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        near = np.flatnonzero(scores >= edge)
    else:
        near = np.arange(len(scores))
    return near[np.lexsort((numbers[near], -scores[near]))][:limit]
