"""Every Redis key of the record, named in one place.

| key | holds |
|---|---|
| v:f + 3 bytes | posting list of a feature bucket: packed little-endian uint32 passage numbers |
| v:p + 4 bytes | page of eight passages: owner, speaker tag, place and text of each |
| v:i + 17 bits | bucket of statements: 8-byte key → first passage, count, card, fingerprint, id |
| v:c + 8 bytes | card: speaker and source of a statement, as JSON, shared by all that have the same |
| v:u + 8 bytes | set of the keys of an utterance's statements |
| v:a + 8 bytes | hash of a statement's appearances: 8-byte key of the document's address → evidence, as JSON |
| v:r + 8 bytes | what fact-checkers wrote about a quote, for a day |
| v:h + 8 bytes | set of the ids of the statements that a document held when it was last read |

The books, one slot of a cluster, so that they change together or not at all:

| key | holds |
|---|---|
| {v}:format | the format version of the record |
| {v}:next | the next free passage number |
| {v}:total | hash of counters: statements, updated, dead (passages still posted), lowest (passages below are pinned or gone) |
| {v}:times | sorted set: first passage number of a batch, by the time it was collected |
| {v}:sources | hash: publisher → number of statements |
| {v}:languages | hash: language ("" where none is given) → number of statements |
| {v}:name: + surname | hash of the speakers of that surname: name → number of statements |
| {v}:days | sorted set: first and last date of the record |
| {v}:open | hash of batches on their way in: first passage number → what it takes to finish or undo them |
| {v}:alive: + number | there as long as the loader of that batch is |
| {v}:trash | list of passages that belong to no statement any more: (first, count) packed |
| {v}:tidy | there while somebody sweeps the record |
| {v}:visits | hash: source that is collected → what came of it, as JSON |
| {v}:events: + source | the events of a calendar that are to come, as JSON; until the last is over |
| {v}:lease: + source | the collector that is at a source just now |
| {v}:read | sorted set: 8-byte key of the address of a document → when it was read |
"""

import hashlib
import struct

FORMAT = b"{v}:format"
FIRST_FORMAT = b"v:format"  # where format 1 noted itself
NEXT = b"{v}:next"
TOTAL = b"{v}:total"
SOURCES = b"{v}:sources"
LANGUAGES = b"{v}:languages"
DAYS = b"{v}:days"
TIMES = b"{v}:times"
OPEN = b"{v}:open"
TRASH = b"{v}:trash"
TIDY = b"{v}:tidy"
VISITS = b"{v}:visits"
READ = b"{v}:read"
PAGE_SIZE = 8
VERSION = 2  # of the format; 1: pairs of content words alone, and books all over a cluster


def posting(bucket: int) -> bytes:
    """The posting list of a feature bucket."""
    return b"v:f" + bucket.to_bytes(3, "little")


def page(number: int) -> bytes:
    """The page that holds passage `number`."""
    return b"v:p" + struct.pack("<I", number // PAGE_SIZE)


def identity(text: str) -> bytes:
    """The 8-byte key of an identifier or of any content."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def statement(key: bytes) -> bytes:
    """The bucket that holds the statement of this 8-byte key: small enough to stay a compact listpack."""
    return b"v:i" + key[:2] + bytes((key[2] & 0x80,))


def card(key: bytes) -> bytes:
    """The card of this 8-byte key."""
    return b"v:c" + key


def utterance(key: bytes) -> bytes:
    """The set of statements of an utterance."""
    return b"v:u" + key


def appearances(key: bytes) -> bytes:
    """The appearances of a statement."""
    return b"v:a" + key


def held(key: bytes) -> bytes:
    """What a document held when it was last read."""
    return b"v:h" + key


def reviews(key: bytes) -> bytes:
    """What fact-checkers wrote about a quote."""
    return b"v:r" + key


def surname(name: str) -> bytes:
    """The speakers of a surname."""
    return b"{v}:name:" + name.encode("utf-8", "replace")


def alive(first: int) -> bytes:
    """The sign of life of the loader whose batch begins with this passage."""
    return b"{v}:alive:%d" % first


def events(source: str) -> bytes:
    """What a calendar announces."""
    return b"{v}:events:" + source.encode()


def lease(source: str) -> bytes:
    """Who is at a source just now."""
    return b"{v}:lease:" + source.encode()
