"""Reading of passages: windows around hits, and whole statements.

A statement that is replaced while it is read is read again: half of it is never returned, and it is never left out.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import NamedTuple

from corpus.errors import IndexUnavailableError
from corpus.index import journal
from corpus.index.codec import Entry, Stored, read_card, read_passage
from corpus.models import Hit, Passage, Statement
from corpus.storage import keys
from corpus.storage.commands import mget
from corpus.storage.connection import Connection

_TRIES = 5  # times that what was replaced meanwhile is read anew


class _Span(NamedTuple):
    """Passages of one statement, from `low` to before `high`."""

    owner: bytes
    low: int
    high: int
    score: float = 0.0


_Entries = Mapping[bytes, Entry]
_Choose = Callable[[_Entries], Awaitable[list[_Span]]]


async def windows(
    client: Connection, hits: Sequence[Hit], margin: int, margins: Mapping[int, int]
) -> list[Passage]:
    """Return the windows around hits, neighbouring ones joined, best score first (see `Searcher.windows`)."""

    async def choose(known: _Entries) -> list[_Span]:
        at = [(await _now_at(client, hit, known[hit.owner]), hit) for hit in hits if hit.owner in known]
        spans: dict[bytes, list[_Span]] = {}
        for number, hit in sorted(at, key=lambda one: one[0]):
            entry, wide = known[hit.owner], margins.get(hit.number, margin)
            low = max(entry.first, number - wide)
            high = min(entry.first + entry.count, number + wide + 1)
            joined = spans.setdefault(hit.owner, [])
            if joined and low <= joined[-1].high and high - joined[-1].low <= 4 + 2 * wide:
                score = max(joined[-1].score, hit.score)
                joined[-1] = _Span(hit.owner, joined[-1].low, high, score)
            else:
                joined.append(_Span(hit.owner, low, high, hit.score))
        return [span for all_ in spans.values() for span in all_]

    found = await _read(client, [hit.owner for hit in hits], choose)
    return sorted(found, key=lambda w: (-w.score, w.statement.id, w.offset))


async def whole(client: Connection, owners: Sequence[bytes]) -> list[Statement]:
    """Return whole statements by their keys, those that exist, in the order of the keys."""

    async def choose(known: _Entries) -> list[_Span]:
        return [
            _Span(owner, known[owner].first, known[owner].first + known[owner].count)
            for owner in dict.fromkeys(owners)
            if owner in known
        ]

    by_key = {keys.identity(w.statement.id): w.statement for w in await _read(client, owners, choose)}
    return [by_key[owner] for owner in owners if owner in by_key]


async def _now_at(client: Connection, hit: Hit, entry: Entry) -> int:
    """Return the number of a hit's passage; where its statement was replaced since, of the most similar one."""
    numbers = range(entry.first, entry.first + entry.count)
    if hit.number in numbers:
        return hit.number
    pages = await _pages(client, numbers)
    parts = {n: part for n in numbers if (part := _passage(pages, n))}
    return min(
        parts,
        key=lambda n: (parts[n].text != hit.text, abs(parts[n].start - hit.start)),
        default=entry.first,
    )


async def _read(client: Connection, owners: Sequence[bytes], choose: _Choose) -> list[Passage]:
    known = await journal.entries(client, owners)
    for _ in range(_TRIES):
        found, missing = await _stretches(client, known, await choose(known))
        if not missing:
            return found
        now = await journal.entries(client, owners)
        if all(now.get(owner) == known[owner] for owner in missing):
            return found  # it was not replaced: its text is lost, and `repair` removes the entry
        known = now
    raise IndexUnavailableError("what was to be read is replaced again and again")


async def _stretches(
    client: Connection, known: _Entries, spans: Sequence[_Span]
) -> tuple[list[Passage], set[bytes]]:
    """Return the passages of spans, and the keys of statements whose text was not complete."""
    cards = list(dict.fromkeys(known[span.owner].card for span in spans))
    numbers = sorted({n for span in spans for n in range(span.low, span.high)})
    names = _names(numbers)
    values = await mget(client, [*names, *(keys.card(c) for c in cards)])
    pages = dict(zip(names, values, strict=False))
    card_of = dict(zip(cards, values[len(names) :], strict=True))
    found: list[Passage] = []
    missing: set[bytes] = set()
    for owner, low, high, score in spans:
        parts = [p for n in range(low, high) if (p := _passage(pages, n)) and p.owner == owner]
        card = card_of[known[owner].card]
        if card and len(parts) == high - low:
            text = "".join(part.text for part in parts)
            found.append(Passage(read_card(card, known[owner].id, text), parts[0].start, score))
        else:
            missing.add(owner)
    return found, missing


def _names(numbers: Sequence[int]) -> list[bytes]:
    return list(dict.fromkeys(keys.page(n) for n in numbers))


async def _pages(client: Connection, numbers: Sequence[int]) -> dict[bytes, bytes | None]:
    names = _names(numbers)
    return dict(zip(names, await mget(client, names), strict=True))


def _passage(pages: Mapping[bytes, bytes | None], number: int) -> Stored | None:
    return read_passage(pages[keys.page(number)] or b"", number)
