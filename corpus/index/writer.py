"""The inverted index, in Redis: statements in, candidate passages out.

It finds and fetches; it does not judge. A statement is cut into passages; each passage has a number and is posted
under its features. Cost of a lookup is bounded by a budget of postings, not by the size of the record.

What a reader may rely on: a statement exists from the moment its entry in its bucket (`v:i…`) is written, which is
the last step of adding it. Postings and pages without such an entry are never answered.

Read next: `drafts` (what is written for a statement), `layout` (byte by byte), `books` (how it is counted).
"""

import asyncio
from collections.abc import Awaitable, Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexUnavailableError, SettingsError
from corpus.index import journal
from corpus.index.batches import Batch, Draft, NewEntries, by_card, make_drafts
from corpus.index.codec import Entry, read_entry, read_passage, read_place
from corpus.index.compaction import trim_postings
from corpus.index.features import codes, features
from corpus.index.passages import whole, windows
from corpus.index.repair import Findings, examine
from corpus.index.retention import Retention, expire, free, remove
from corpus.models import Found, Hit, Passage, Restriction, Statement
from corpus.search.scoring import Ids, Read, Scores, add_up, equals, is_answered, rarest, top, worthwhile
from corpus.storage import keys
from corpus.storage.commands import Client, ask, mget, post, send, send_all

# Postings read for one question; those read in all where no passage answers it then; passages fetched.
BUDGET, FURTHER = 24_000, 128_000
PASSAGES = 100
EQUALS = 1_000  # at most, where more than that share equally much: "yes, we can" has one word to be found by
MOST_FEATURES = 256  # of a very long quote, evenly taken
# Passages looked through for those that a restriction admits, and how many at a time; what shares this much of the
# weight of the words that were looked up may hold the quote, and is not to be left unseen in silence.
LOOKED_THROUGH, _SHARE, _MAY_HOLD = 4_000, 400, 0.4
_NEVER = 2**32 - 1
_NOWHERE = (b"", _NEVER)  # among the new places of statements: a passage whose statement is not known
_MOVES = 10  # times that a search begins anew because what it found was replaced meanwhile

Heed = Callable[[Sequence[Statement], Sequence[bytes]], Awaitable[None]]

# Replaces an entry only where nobody else has replaced it meanwhile.
_SWAP = b"""
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
"""


@dataclass(frozen=True, slots=True)
class Added:
    """What adding statements changed."""

    new: int = 0
    replaced: int = 0
    same: int = 0

    def __add__(self, other: "Added") -> "Added":
        return Added(self.new + other.new, self.replaced + other.replaced, self.same + other.same)


class Index:
    """The record's inverted index on one Redis client. `heed` is told what came and, by their keys, what went."""

    def __init__(
        self,
        client: Client,
        *,
        budgets: Sequence[int] = (BUDGET, FURTHER),
        limit: int = PASSAGES,
        heed: Heed | None = None,
    ) -> None:
        self._client = client
        self._heed = heed
        self._budgets = budgets
        self._limit = limit

    async def check_format(self) -> None:
        """Raise SettingsError where the record was written by a program of another format: it is left as it is."""
        found, first = await ask(self._client, [("GET", keys.FORMAT), ("GET", keys.FIRST_FORMAT)])
        written = (found or first or b"%d" % keys.VERSION).decode("utf-8", "replace")
        version = int(written) if written.isdecimal() else 0
        if version > keys.VERSION:
            raise SettingsError(
                f"The record was written by a newer version of this program (its format is {version}, "
                f"this program knows {keys.VERSION}). Update the program, or name another record in REDIS_URL."
            )
        if version < keys.VERSION:
            raise SettingsError(
                f"The record was written by an older version of this program (its format is {written[:20]}, "
                f"this program writes {keys.VERSION}), and cannot be read by this one. Name an empty record in REDIS_URL "
                "(another database, such as …/1) or an empty folder in VERBATIM_HOME, and load and collect into that; "
                "the old one stays as it is."
            )

    # --- finding ---------------------------------------------------------------------------------------------

    async def search(self, text: str, only: Restriction | None = None, *, far: bool = False) -> Found:
        """Propose passages that share rare features with a text, best first, with `only` of a part of the record.

        What is far behind the best one may be missing in a large record, but where it is asked for as `far`.
        A restriction is looked for among all passages that the postings name, not among the best of the whole record:
        however many others are more like the text, one that is admitted is found, or `cut_short` says that it may not be.
        Raises IndexUnavailableError when the record does not answer; no hits means that it did.
        """
        moved: set[tuple[bytes, int]] = set()
        for _ in range(_MOVES):
            found, moves = await self._search(text, only, far=far)
            if moves <= moved:
                return found
            moved |= moves  # replaced while we looked: the lists as we read them do not lead to its new place
        raise IndexUnavailableError("what was found is replaced again and again")

    async def _search(
        self, text: str, only: Restriction | None, *, far: bool, all_lists: bool = False
    ) -> tuple[Found, set[tuple[bytes, int]]]:
        """The same once, and which statements were found where they are no more, by key and new place."""
        stems, pairs = features(codes(text))
        wanted = np.unique(np.concatenate([stems, pairs]))
        if len(wanted) > MOST_FEATURES:
            wanted = wanted[np.linspace(0, len(wanted) - 1, MOST_FEATURES).astype(int)]
        if not len(wanted):
            return Found((), {}), set()
        names = [keys.posting(int(bucket)) for bucket in wanted]
        *lengths, upper, coming, going = await ask(
            self._client,
            [
                *(("STRLEN", name) for name in names),
                ("GET", keys.NEXT),
                ("HLEN", keys.OPEN),
                ("LLEN", keys.TRASH),
            ],
        )
        settled = not coming and not going  # every passage on a page is one of a statement that exists
        frequency = np.array(lengths, dtype=np.int64) // 4
        weights = np.log((int(upper or 0) + 1) / (frequency + 0.5)).clip(0.1).astype(np.float32)
        budgets = self._budgets[-1:] if only or all_lists else self._budgets
        # All count where the best may be passed over.
        limit = 0 if far or only or not settled else self._limit
        read, numbers, scores = await self._scored(names, frequency, weights, budgets, limit)
        cut_short, moves = read.cut, set[tuple[bytes, int]]()
        if only:
            numbers, scores, unseen, moves = await self._admitted(numbers, scores, only, settled=settled)
            cut_short |= unseen >= _MAY_HOLD * float(read.weights.sum())
        hits, more, moved = await self._existing(
            numbers, scores, None if far else weights, read if limit else None, settled=settled
        )
        if budgets[1:] and len(numbers) and len(read.lists) < np.count_nonzero(frequency):
            first = int(numbers[scores.argmax()])
            if all(hit.number != first for hit in hits):  # what seemed an answer is gone
                return await self._search(text, only, far=far, all_lists=True)
        moves |= moved
        if (
            _NOWHERE in moves
        ):  # a posting without its page: swept long ago, unless something is replaced just now
            moves.remove(_NOWHERE)
            (now,) = await ask(self._client, [("GET", keys.NEXT)])
            moves |= {(b"", int(now))} if now != upper else set()
        weight_of = dict(zip(wanted.tolist(), weights.tolist(), strict=True))
        return Found(tuple(hits), weight_of, cut_short or more), moves

    async def _scored(
        self,
        names: Sequence[bytes],
        frequency: npt.NDArray[np.int64],
        weights: Scores,
        budgets: Sequence[int],
        limit: int,
    ) -> tuple[Read, Ids, Scores]:
        """Read the rarest lists, and more of them where they bring no answer: (what was read, numbers, scores)."""
        read, lists = Read(), list[Ids]()
        numbers, scores = add_up(read)
        for budget in budgets:
            before, chosen = 0 if read.cut else len(lists), rarest(frequency, budget)
            if before == len(chosen):
                break
            more = chosen[before:]
            lists[before:] = await self._postings([names[n] for n in more], frequency[more], budget)
            read = Read(lists, weights[chosen], bool((frequency[chosen] > budget).any()))
            numbers, scores = add_up(read, limit)
            if is_answered(numbers, scores, read, len(names)):
                break
        return read, numbers, scores

    async def _existing(
        self, numbers: Ids, scores: Scores, weights: Scores | None, rest: Read | None, *, settled: bool
    ) -> tuple[list[Hit], bool, set[tuple[bytes, int]]]:
        """The best passages of statements that exist; whether more are as good as the best; which statements moved.

        What was removed or replaced, or is on its way in, is posted, too. It is passed over as if it were not, so
        that it stands in nobody's way: then all of the `rest` counts, where numbers and scores are of the best only.
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
    ) -> tuple[Ids, Scores, float, set[tuple[bytes, int]]]:
        """Those of some passages that a restriction admits; the best score among those not looked at; what moved."""
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
        """The passages of statements that exist; and of those that are no longer there, the new place.

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
        """The entries of statements that exist, by their 8-byte keys."""
        return await journal.entries(self._client, owners)

    async def windows(
        self, hits: Sequence[Hit], margin: int = 1, margins: Mapping[int, int] | None = None
    ) -> list[Passage]:
        """The stretches around hits, `margin` passages to each side, neighbouring hits joined, best score first.

        `margins` may give some hits, by their number, a margin of their own. Hits of statements that do not exist
        (or no longer so) are left out.
        """
        return await windows(self._client, hits, margin, margins or {})

    async def whole(self, owners: Sequence[bytes]) -> list[Statement]:
        """Whole statements by their keys, those that exist, in the order of their keys as given."""
        return await whole(self._client, owners)

    async def siblings(self, statement: Statement) -> list[Statement]:
        """The other statements of the same explicit utterance, whole."""
        if not statement.utterance:
            return []
        (members,) = await ask(
            self._client, [("SMEMBERS", keys.utterance(keys.identity(statement.utterance)))]
        )
        found = await self.whole(sorted(members))
        return [s for s in found if s.id != statement.id and s.utterance == statement.utterance]

    # --- adding ----------------------------------------------------------------------------------------------

    async def add(
        self, statements: Sequence[Statement], restored: Mapping[str, Container[str]] | None = None
    ) -> Added:
        """Add statements; the same id with the same content changes nothing, with new content replaces the old.

        What was withdrawn stays so when it comes again without that mark; but for marks of the days that `restored`
        names for its id.

        Raises IndexUnavailableError when the record does not answer: then some may have been added, and adding
        all of them again is safe. What computes runs beside the event loop, so that two calls overlap.
        """
        drafts = await asyncio.to_thread(make_drafts, statements)
        old = await journal.raw_entries(self._client, [d.key for d in drafts])
        fresh = _changed(drafts, old)
        if marked := await self._withdrawn(fresh, old, restored or {}):
            kept = make_drafts(
                replace(d.statement, withdrawn=marked.get(d.key, d.statement.withdrawn)) for d in fresh
            )
            fresh = _changed(kept, old)
        added = await self._write(fresh, old) if fresh else Added()
        if self._heed:  # of all, not of what is fresh: an earlier try may have come to its end before it told
            await self._heed(statements, ())
        return added + Added(same=len(drafts) - added.new - added.replaced)

    async def _withdrawn(
        self,
        drafts: Sequence[Draft],
        old: Mapping[bytes, bytes],
        restored: Mapping[str, Container[str]],
    ) -> dict[bytes, str]:
        """Since when those are withdrawn, by their keys, that come again without that mark."""
        again = [d for d in drafts if d.key in old and not d.statement.withdrawn]
        found = await journal.bare(self._client, [read_entry(old[d.key]) for d in again])
        return {
            keys.identity(s.id): s.withdrawn
            for s in found
            if s.withdrawn and s.withdrawn not in restored.get(s.id, ())
        }

    async def recover(self) -> int:
        """Bring what dead loaders left to an end; return how many statements were saved."""
        return await journal.recover(self._client)

    async def remove(self, ids: Iterable[str]) -> int:
        """Take statements away by their ids; return how many were there. Their room is given back by `tidy`."""
        owners = [keys.identity(id_) for id_ in ids]
        removed = await remove(self._client, owners)
        if self._heed:
            await self._heed((), owners)
        return removed

    async def withdraw(self, ids: Iterable[str], on: str) -> int:
        """Mark statements as corrected or removed by their source, as seen on this ISO date; how many were there.

        They are still found, for somebody may print what was withdrawn.
        """
        found = await self.whole([keys.identity(id_) for id_ in ids])
        await self.add([replace(statement, withdrawn=on) for statement in found])
        return len(found)

    async def expire(self, retention: Retention, step: Callable[[int], None] = lambda _: None) -> int:
        """Remove the oldest statements until the retention holds; return how many went."""
        heed = self._heed
        return await expire(self._client, retention, step, partial(heed, ()) if heed else None)

    async def tidy(self) -> int:
        """Give back the room of what was removed or replaced; return how many passages were freed."""
        return await free(self._client)

    async def trim(self) -> None:
        """Give back the memory that a large load left unused in the posting lists."""
        await trim_postings(self._client)

    async def doctor(self, step: Callable[[str], None] = lambda _: None) -> Findings:
        """Check the whole record and mend it."""
        return await examine(self._client, step=step)

    async def _write(self, drafts: Sequence[Draft], old: dict[bytes, bytes]) -> Added:
        batch = await asyncio.to_thread(Batch, drafts)
        replaces = {d.key: old[d.key] for d in drafts if d.key in old}
        first = await journal.open_batch(self._client, batch.size, batch.count, replaces)
        if first + batch.size >= _NEVER:
            raise OverflowError("the record is full: more than four thousand million passages")
        batch.number(first)
        # Pages come before postings: what is posted can be told from them, should we not come to the end.
        await send(self._client, await asyncio.to_thread(lambda: [*batch.pages(), *batch.cards()]))
        alive = await journal.still_open(self._client, first)  # a sign of life half-way: a line may be slow
        await post(self._client, await asyncio.to_thread(lambda: batch.postings))
        await send(self._client, batch.utterances())
        if not alive or not await journal.still_open(self._client, first):
            raise IndexUnavailableError("the record took too long; what was on its way in is not added")
        return await self._commit(batch, replaces)

    async def _commit(self, batch: Batch, replaces: dict[bytes, bytes]) -> Added:
        """Write the entries, the step that makes statements exist, and enter them in the books."""
        new = [d for d in batch.drafts if d.key not in replaces]
        again = [d for d in batch.drafts if d.key in replaces]
        written = await send_all(self._client, NewEntries(new)) + await send(
            self._client,
            [("EVAL", _SWAP, 1, keys.statement(d.key), d.key, replaces[d.key], d.entry()) for d in again],
        )
        change = journal.Change()
        done = [d for d, ok in zip([*new, *again], written, strict=True) if ok]
        for alike, count in by_card(done):
            change.count(alike, count)
        gone = [read_entry(replaces[d.key]) for d in done if d.key in replaces]
        for statement in await journal.bare(self._client, gone):
            change.count(statement, -1)
        lost = [(d.first, len(d.cuts)) for d, ok in zip([*new, *again], written, strict=True) if not ok]
        change.trash = [*lost, *((e.first, e.count) for e in gone)]
        if not await journal.settle(self._client, batch.first, change):
            await self._take_back(done)
        return Added(len(done) - len(gone), len(gone))

    async def _take_back(self, drafts: Sequence[Draft]) -> None:
        """We were taken for dead, and our passages thrown away: nothing may lead to them."""
        await send(
            self._client,
            [("EVAL", journal.TAKE, 1, keys.statement(d.key), d.key, d.entry()) for d in drafts],
        )
        raise IndexUnavailableError("the record took too long; what was on its way in is not added")


def _changed(drafts: Iterable[Draft], old: Mapping[bytes, bytes]) -> list[Draft]:
    """Those that the record does not have just so."""
    return [d for d in drafts if old.get(d.key, b"")[16:24] != d.fingerprint]
