"""Batches of statements to be added: what is to be written for them. Pure.

    pending statements → passages → features → posting lists, pages, entries

Written for speed: this is where loading spends its time.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from corpus.index.codec import pack_passage, write_card, write_entry, write_page
from corpus.index.features import Codes, batch_features
from corpus.language.sentences import PASSAGE, passages
from corpus.language.speakers import tag
from corpus.models import Statement
from corpus.storage import keys
from corpus.storage.bulk import bytes_of, pack_rows
from corpus.storage.connection import Command

_ROWS = 32  # postings of one list up to which its command is built by the row, not one by one
_tag = lru_cache(maxsize=10_000)(tag)


class Pending:
    """A statement that is to be added; `first` is the number of its first passage, once it has one."""

    __slots__ = ("card", "card_key", "cuts", "fingerprint", "first", "key", "statement")

    def __init__(self, statement: Statement, card: str, card_key: bytes) -> None:
        self.statement = statement
        self.key = keys.identity(statement.id)
        self.card = card
        self.card_key = card_key
        self.fingerprint = keys.identity(f"{card}\n{statement.text}")
        text = statement.text
        # What fits one passage is one; `passages` would say the same, but look at each sentence.
        self.cuts = [(0, len(text))] if len(text) <= PASSAGE else passages(text)
        self.first = 0

    def entry(self) -> bytes:
        """Return the bytes of the statement's entry."""
        return write_entry(self.first, len(self.cuts), self.card_key, self.fingerprint, self.statement.id)


def make_pending(statements: Iterable[Statement]) -> list[Pending]:
    """Prepare statements for writing; of one id the last counts."""
    latest = {s.id: s for s in statements}
    cards: dict[object, tuple[str, bytes]] = {}
    pending = []
    before: object = None
    known = None
    for s in latest.values():
        content = (s.source, s.speaker, s.role, s.language, s.translated, s.utterance, s.context, s.withdrawn)
        if known is None or content != before:  # as a rule it is the same: speeches come sentence by sentence
            known = cards.get(content)
            if known is None:
                card = write_card(s)
                known = cards[content] = (card, keys.identity(card))
            before = content
        pending.append(Pending(s, *known))
    return pending


def by_card(pending: Iterable[Pending]) -> list[tuple[Statement, int]]:
    """Return one statement for each card and the number of statements that have it: the journal counts by card."""
    counts = Counter(d.card_key for d in pending)
    return [(d.statement, counts[d.card_key]) for d in {d.card_key: d for d in pending}.values()]


class Batch:
    """New statements and the features of their passages; numbered by `number`."""

    def __init__(self, pending: Sequence[Pending]) -> None:
        self.pending = pending
        self.count = sum(len(d.cuts) for d in pending)
        self.first = 0
        texts = [d.statement.text[low:high] for d in pending for low, high in d.cuts]
        self._buckets, self._owners = batch_features(texts)

    @property
    def size(self) -> int:
        """Return how many passage numbers to reserve: whole pages, so that no two loaders write to one."""
        return -(-self.count // keys.PAGE_SIZE) * keys.PAGE_SIZE

    def number(self, first: int) -> None:
        """Give the passages their numbers."""
        self.first = first
        for item in self.pending:
            item.first = first
            first += len(item.cuts)

    @cached_property
    def postings(self) -> "Postings":
        """Return what is to be appended to the posting lists."""
        return Postings(self._buckets, (self._owners + self.first).astype("<u4"))

    def pages(self) -> list[Command]:
        """Return the commands that write the pages."""
        packed = [
            pack_passage(d.key, _tag(d.statement.speaker), low, d.statement.text[low:high])
            for d in self.pending
            for low, high in d.cuts
        ]
        size = keys.PAGE_SIZE
        return [
            (b"SET", keys.page(self.first + low), write_page(packed[low : low + size]))
            for low in range(0, len(packed), size)
        ]

    def cards(self) -> list[Command]:
        """Return the commands that write the cards."""
        return [(b"SET", keys.card(k), c) for k, c in {d.card_key: d.card for d in self.pending}.items()]

    def utterances(self) -> list[Command]:
        """Return the commands that group statements by utterance."""
        return [
            (b"SADD", keys.utterance(keys.identity(d.statement.utterance)), d.key)
            for d in self.pending
            if d.statement.utterance
        ]


class NewEntries:
    """Entries to be written where there are none, one command each.

    >>> item = make_pending([Statement("speech-1", "Ann", "Hello.")])[0]
    >>> [(name, key == item.key) for name, _, key, _ in NewEntries([item]).commands()]
    [(b'HSETNX', True)]
    """

    def __init__(self, pending: Sequence[Pending]) -> None:
        self._pending = pending

    def __len__(self) -> int:
        return len(self._pending)

    def commands(self) -> list[Command]:
        """Return one HSETNX for each statement."""
        return [(b"HSETNX", keys.statement(d.key), d.key, d.entry()) for d in self._pending]

    def packed(self) -> bytes:
        """Return the same commands in the Redis protocol."""
        return b"".join([_pack(*command) for command in self.commands()])


class Postings:
    """Numbers to append to posting lists, sorted by list.

    >>> postings = Postings(np.array([65, 65, 66], dtype=np.uint32), np.array([1, 2, 1], dtype="<u4"))
    >>> [(name, key[:4], len(value)) for name, key, value in postings.commands()]
    [(b'APPEND', b'v:fA', 8), (b'APPEND', b'v:fB', 4)]
    """

    def __init__(self, buckets: Codes, numbers: npt.NDArray[np.uint32]) -> None:
        self._numbers = numbers
        self._starts = np.flatnonzero(np.diff(buckets, prepend=np.uint32(0xFFFFFFFF)))
        self._counts = np.diff(self._starts, append=len(buckets))
        self._lists = buckets[self._starts]

    def __len__(self) -> int:
        return len(self._lists)

    def commands(self) -> list[Command]:
        """Return one APPEND for each list."""
        return self._commands(np.arange(len(self._lists)))

    def _commands(self, which: npt.NDArray[np.intp]) -> list[Command]:
        raw = self._numbers.tobytes()
        spans = zip(
            self._lists[which].tolist(),
            (self._starts[which] * 4).tolist(),
            (self._counts[which] * 4).tolist(),
            strict=True,
        )
        return [(b"APPEND", keys.posting(n), raw[low : low + size]) for n, low, size in spans]

    def packed(self) -> bytes:
        """Return the same in the Redis protocol: commands with equally many numbers are packed as rows of one matrix."""
        parts = [self._rows(count) for count in set(self._counts[self._counts <= _ROWS].tolist())]
        parts += [_pack(*c) for c in self._commands(np.flatnonzero(self._counts > _ROWS))]
        return b"".join(parts)

    def _rows(self, count: int) -> bytes:
        which = np.flatnonzero(self._counts == count)
        numbers = self._numbers[self._starts[which][:, None] + np.arange(count)]
        lists = bytes_of(self._lists[which].astype("<u4"))[:, :3]
        return pack_rows(
            (b"APPEND", keys.posting(0), bytes(4 * count)), {1: (3, lists), 2: (0, bytes_of(numbers))}
        )


def _pack(*parts: bytes) -> bytes:
    r"""Pack a command in the Redis protocol, in half the time of hiredis where there are millions.

    >>> _pack(b"GET", b"key")
    b'*2\r\n$3\r\nGET\r\n$3\r\nkey\r\n'
    """
    return b"*%d\r\n" % len(parts) + b"".join([b"$%d\r\n%b\r\n" % (len(part), part) for part in parts])
