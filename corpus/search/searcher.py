"""A text in, candidate passages out: the reading side of the inverted index.

It finds and fetches; it does not judge. The cost of a search is bounded by a budget of postings, not by the size of
the record. A search takes four steps: measure the posting lists of the text's features, read and score the rarest of
them, keep what a restriction admits, and fetch the passages of statements that exist.

Read next: `scoring` (what the lists say), `corpus.index.codec` (how a page is read).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexUnavailableError
from corpus.index import journal
from corpus.index.codec import Entry, read_passage, read_place
from corpus.index.features import Codes, codes, distinct, features
from corpus.index.passages import whole, windows
from corpus.models import Hit, Passage, Restriction, SearchResult, Statement
from corpus.search.scoring import Ids, Read, Scores, add_up, equals, is_answered, rarest, top, worthwhile
from corpus.storage import keys
from corpus.storage.commands import ask, mget
from corpus.storage.connection import Connection

# Postings read for one question; those read in all where no passage answers it then; passages fetched.
BUDGET, FURTHER = 24_000, 128_000
PASSAGES = 100
EQUALS = 1_000  # at most, where more than that share equally much: "yes, we can" has one word to be found by
MOST_FEATURES = 256  # of a very long quote, evenly taken
# Passages looked through for those that a restriction admits, and how many at a time; what shares this much of the
# weight of the words that were looked up may hold the quote, and is not to be left unseen in silence.
LOOKED_THROUGH, _SHARE, _MAY_HOLD = 4_000, 400, 0.4
_NOWHERE = (b"", 2**32 - 1)  # among the new places of statements: a passage whose statement is not known
_MOVES = 10  # times that a search begins anew because what it found was replaced meanwhile

Moves = set[tuple[bytes, int]]
"""Statements found where they no longer are: the key of each and the first number of its new place."""


@dataclass(frozen=True, slots=True)
class _Lists:
    """The posting lists of a text's features before they are read, an array element for each list.

    `frequency` counts the postings of a list, `weights` is its inverse document frequency, `upper` the next number
    that the record will give. In a record that is `settled` every passage on a page is one of a statement that exists.
    """

    buckets: Codes
    names: tuple[bytes, ...]
    frequency: npt.NDArray[np.int64]
    weights: Scores
    upper: bytes | None
    settled: bool


class Searcher:
    """Searches the record on one Redis client; `budgets` are the postings read at first, and in all."""

    def __init__(
        self, client: Connection, *, budgets: Sequence[int] = (BUDGET, FURTHER), limit: int = PASSAGES
    ) -> None:
        self._client = client
        self._budgets = budgets
        self._limit = limit

    async def search(self, text: str, only: Restriction | None = None, *, far: bool = False) -> SearchResult:
        """Propose passages that share rare features with a text, best first, with `only` of a part of the record.

        What is far behind the best one may be missing in a large record, but where it is asked for as `far`.
        A restriction is looked for among all passages that the postings name, not among the best of the whole record:
        however many others are more like the text, one that is admitted is found, or `cut_short` says that it may not be.
        Raises IndexUnavailableError when the record does not answer; no hits means that it did.
        """
        moved: Moves = set()
        for _ in range(_MOVES):
            found, moves = await self._search(text, only, far=far)
            if moves <= moved:
                return found
            moved |= moves  # replaced while we looked: the lists as we read them do not lead to its new place
        raise IndexUnavailableError("what was found is replaced again and again")

    async def _search(
        self, text: str, only: Restriction | None, *, far: bool, all_lists: bool = False
    ) -> tuple[SearchResult, Moves]:
        """Search once; return what was found, and which statements were found where they no longer are."""
        buckets = _buckets_of(text)
        if not len(buckets):
            return SearchResult((), {}), set()
        lists = await self._measure(buckets)
        # All count where the best may be passed over.
        limit = 0 if far or only or not lists.settled else self._limit
        budgets = self._budgets[-1:] if only or all_lists else self._budgets
        read, numbers, scores = await self._scored(lists, budgets, limit)
        cut_short, moves = read.cut, Moves()
        if only:
            numbers, scores, unseen, moves = await self._admitted(
                numbers, scores, only, settled=lists.settled
            )
            cut_short |= unseen >= _MAY_HOLD * float(read.weights.sum())
        hits, more, moved = await self._existing(
            numbers,
            scores,
            None if far else lists.weights,
            read if limit else None,
            settled=lists.settled,
        )
        unread = budgets[1:] and len(read.lists) < np.count_nonzero(lists.frequency)
        if unread and len(numbers) and _missed(hits, int(numbers[scores.argmax()])):
            return await self._search(text, only, far=far, all_lists=True)
        weight_of = dict(zip(buckets.tolist(), lists.weights.tolist(), strict=True))
        return SearchResult(tuple(hits), weight_of, cut_short or more), await self._settle(
            moves | moved, lists
        )

    async def _measure(self, buckets: Codes) -> _Lists:
        """Ask how long the posting lists are, and whether any batch is open or any removal unfinished."""
        names = tuple(keys.posting(int(bucket)) for bucket in buckets)
        *lengths, upper, coming, going = await ask(
            self._client,
            [
                *(("STRLEN", name) for name in names),
                ("GET", keys.NEXT),
                ("HLEN", keys.OPEN),
                ("LLEN", keys.TRASH),
            ],
        )
        frequency = np.array(lengths, dtype=np.int64) // 4
        weights = np.log((int(upper or 0) + 1) / (frequency + 0.5)).clip(0.1).astype(np.float32)
        return _Lists(buckets, names, frequency, weights, upper, settled=not coming and not going)

    async def _settle(self, moves: Moves, lists: _Lists) -> Moves:
        """Distinguish a posting without its page, removed long ago, from one that is being replaced just now."""
        if _NOWHERE not in moves:
            return moves
        (now,) = await ask(self._client, [("GET", keys.NEXT)])
        return moves - {_NOWHERE} | ({(b"", int(now))} if now != lists.upper else set())

    async def _scored(self, lists: _Lists, budgets: Sequence[int], limit: int) -> tuple[Read, Ids, Scores]:
        """Read the rarest lists, and more of them where they bring no answer: (what was read, numbers, scores)."""
        read, postings = Read(), list[Ids]()
        numbers, scores = add_up(read)
        for budget in budgets:
            before, chosen = 0 if read.cut else len(postings), rarest(lists.frequency, budget)
            if before == len(chosen):
                break
            more = chosen[before:]
            lengths = lists.frequency[more]
            postings[before:] = await self._postings([lists.names[n] for n in more], lengths, budget)
            read = Read(postings, lists.weights[chosen], bool((lists.frequency[chosen] > budget).any()))
            numbers, scores = add_up(read, limit)
            if is_answered(numbers, scores, read, len(lists.names)):
                break
        return read, numbers, scores

    async def _existing(
        self, numbers: Ids, scores: Scores, weights: Scores | None, rest: Read | None, *, settled: bool
    ) -> tuple[list[Hit], bool, Moves]:
        """Fetch the best passages of statements that exist: (hits, whether more score as much, which statements moved).

        Removed, replaced and unfinished statements are posted, too. They are skipped and take no place of another:
        then all of the `rest` counts, where numbers and scores are of the best only.
        """
        posted = numbers
        passed = set[int]()
        hits: dict[int, Hit] = {}
        places: dict[bytes, int] = {}
        ahead = 0
        while True:
            likely = equals(scores)  # a passage that has the whole text is among these
            best = worthwhile(scores, top(scores, numbers, max(self._limit, min(likely, EQUALS))), weights)
            if all(number in hits for number in numbers[best].tolist()):
                moves = {(o, first) for o, first in places.items() if first not in posted}
                return [hits[n] for n in numbers[best].tolist()], likely > len(best), moves
            wanted = top(scores, numbers, len(best) + ahead) if ahead else best
            wanted = wanted[[number not in hits for number in numbers[wanted].tolist()]]
            found, elsewhere = await self._fetch(numbers[wanted], scores[wanted], settled=settled)
            hits |= {hit.number: hit for hit in found}
            places |= elsewhere
            gone = {number for number in numbers[wanted].tolist() if number not in hits}
            if gone:
                passed |= gone
                if rest:
                    numbers, scores = add_up(rest)
                    posted, rest = numbers, None
                keep = ~np.isin(numbers, np.array(list(passed), dtype=np.uint32))
                numbers, scores = numbers[keep], scores[keep]
                ahead = 2 * ahead + self._limit

    async def _admitted(
        self, numbers: Ids, scores: Scores, only: Restriction, *, settled: bool
    ) -> tuple[Ids, Scores, float, Moves]:
        """Filter passages by a restriction: (numbers, scores, best score of those not looked at, what moved)."""
        order = top(scores, numbers, len(scores))
        kept: list[int] = []
        places: dict[bytes, int] = {}
        looked, enough = 0, False
        while looked < min(len(order), LOOKED_THROUGH) and len(kept) <= EQUALS and not enough:
            share = order[looked : looked + _SHARE]
            looked += len(share)
            hits, elsewhere = await self._fetch(numbers[share], scores[share], settled=settled)
            places |= elsewhere
            known = await self.entries(hit.owner for hit in hits)
            admitted = {s.id for s in await journal.bare(self._client, known.values()) if only.admits(s)}
            there = {hit.number for hit in hits if (e := known.get(hit.owner)) and e.id in admitted}
            kept += [at for at in share.tolist() if int(numbers[at]) in there]
            # As many as are looked at of a whole record, those that share as much as the best of them among these.
            enough = len(kept) > self._limit and scores[share[-1]] < scores[kept[0]] - 1e-3
        unseen = float(scores[order[looked]]) if looked < len(order) and not enough else 0.0
        return numbers[kept], scores[kept], unseen, {(o, at) for o, at in places.items() if at not in numbers}

    async def _postings(
        self, names: Sequence[bytes], frequency: npt.NDArray[np.int64], budget: int
    ) -> list[Ids]:
        """Read posting lists; of one longer than the whole budget only the newest part."""
        if len(names) == 1 and frequency[0] > budget:
            low = int(frequency[0] - budget) * 4
            found = await ask(self._client, [("GETRANGE", names[0], low, -1)])
        else:
            found = await mget(self._client, names)
        return [np.frombuffer(f or b"", dtype="<u4", count=len(f or b"") // 4) for f in found]

    async def _fetch(
        self, numbers: Ids, scores: Scores, *, settled: bool
    ) -> tuple[list[Hit], dict[bytes, int]]:
        """Fetch the passages of statements that exist, and the new place of statements that moved.

        In a record that is `settled` whatever is on a page exists, and need not be asked for.
        """
        names = [keys.page(number) for number in numbers.tolist()]
        distinct = list(dict.fromkeys(names))
        pages = dict(zip(distinct, await mget(self._client, distinct), strict=True))
        hits = []
        elsewhere: dict[bytes, int] = {}
        for name, number, score in zip(names, numbers.tolist(), scores.tolist(), strict=True):
            page = pages[name]
            passage = read_passage(page, number) if page else None
            if passage:
                hits.append(Hit(number, score, *passage))
            else:  # the trace of what was removed, or of an unfinished load
                elsewhere.update((_NOWHERE,))
        if settled:
            return hits, elsewhere
        known = await journal.raw_entries(self._client, [hit.owner for hit in hits])
        there = []
        for hit in hits:
            if hit.owner in known:
                first, count = read_place(known[hit.owner])
                if first <= hit.number < first + count:
                    there.append(hit)
                else:
                    elsewhere[hit.owner] = first
        return there, elsewhere

    async def entries(self, owners: Iterable[bytes]) -> dict[bytes, Entry]:
        """Return the entries of statements that exist, by their 8-byte keys."""
        return await journal.entries(self._client, owners)

    async def windows(
        self, hits: Sequence[Hit], margin: int = 1, margins: Mapping[int, int] | None = None
    ) -> list[Passage]:
        """Return the windows around hits, `margin` passages to each side, neighbouring hits joined, best score first.

        `margins` may give some hits, by their number, a margin of their own. Hits of statements that do not exist
        (or no longer so) are left out.
        """
        return await windows(self._client, hits, margin, margins or {})

    async def whole(self, owners: Sequence[bytes]) -> list[Statement]:
        """Return whole statements by their keys, those that exist, in the order of the keys."""
        return await whole(self._client, owners)

    async def siblings(self, statement: Statement) -> list[Statement]:
        """Return the other statements of the same explicit utterance, whole."""
        if not statement.utterance:
            return []
        (members,) = await ask(
            self._client, [("SMEMBERS", keys.utterance(keys.identity(statement.utterance)))]
        )
        found = await self.whole(sorted(members))
        return [s for s in found if s.id != statement.id and s.utterance == statement.utterance]


def _buckets_of(text: str) -> Codes:
    """Return the buckets of a text's features, each once; of a very long text some, evenly taken."""
    wanted = distinct(np.concatenate(features(codes(text))))
    if len(wanted) > MOST_FEATURES:
        wanted = wanted[np.linspace(0, len(wanted) - 1, MOST_FEATURES).astype(int)]
    return wanted


def _missed(hits: Sequence[Hit], number: int) -> bool:
    """Return whether a passage that seemed an answer is not among the hits: it was removed."""
    return all(hit.number != number for hit in hits)
