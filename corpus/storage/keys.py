"""Every Redis key of the record, named in one place.

| key | holds |
|---|---|
| v:f + 3 bytes | posting list of a feature bucket: packed little-endian uint32 passage numbers |
| v:p + 4 bytes | page of eight passages: owner, speaker tag, place and text of each |
| v:i + 17 bits | bucket of statements: 8-byte key → first passage, count, card, fingerprint, id |
| v:c + 8 bytes | card: speaker and source of a statement, as JSON, shared by all that have the same |
| v:u + 8 bytes | set of the keys of an utterance's statements |
| v:a + 8 bytes | hash of a statement's appearances: 8-byte key of the document's address → evidence, as JSON |
| v:r + 8 bytes | reviews of a quote by fact-checkers, for a day |
| v:h + 8 bytes | set of the ids of the statements that a document held when it was last read |

The journal, in one slot of a cluster, so that it changes as a whole or not at all:

| key | holds |
|---|---|
| {v}:format | the format version of the record |
| {v}:next | the next free passage number |
| {v}:total | hash of counters: statements, updated, dead (passages still posted), lowest (passages below are pinned or removed) |
| {v}:times | sorted set: first passage number of a batch, by the time it was collected |
| {v}:sources | hash: publisher → number of statements |
| {v}:languages | hash: language ("" where none is given) → number of statements |
| {v}:name: + key | hash of the speakers whose surnames share that key (`speakers.index_key`): name → number of statements |
| {v}:role: + key | hash of what these are: name, unit separator, role → number of statements |
| {v}:days | sorted set: first and last date of the record |
| {v}:open | hash of open batches: first passage number → what it takes to finish or undo them |
| {v}:alive: + number | heartbeat of the loader of that batch |
| {v}:trash | list of passages that lost their statement: (first, count) packed |
| {v}:tidy | lease of the program that compacts the record |
| {v}:visits | hash: source that is collected → its crawl state, as JSON |
| {v}:events: + source | the events of a calendar that are to come, as JSON; until the last is over |
| {v}:lease: + source | lease of the collector that reads a source |
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
CRAWL_STATE = b"{v}:visits"
READ = b"{v}:read"
PAGE_SIZE = 8
VERSION = 2  # of the format; 1: bigrams of content words alone, and a journal in many slots


def posting(bucket: int) -> bytes:
    """Return the key of a feature bucket's posting list."""
    return b"v:f" + bucket.to_bytes(3, "little")


def page(number: int) -> bytes:
    """Return the key of the page that holds passage `number`."""
    return b"v:p" + struct.pack("<I", number // PAGE_SIZE)


def identity(text: str) -> bytes:
    """Hash an identifier or any content to 8 bytes."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def statement(key: bytes) -> bytes:
    """Return the key of the bucket that holds a statement: small enough to stay a compact listpack."""
    return b"v:i" + key[:2] + bytes((key[2] & 0x80,))


def card(key: bytes) -> bytes:
    """Return the key of a card."""
    return b"v:c" + key


def utterance(key: bytes) -> bytes:
    """Return the key of an utterance's set of statements."""
    return b"v:u" + key


def appearances(key: bytes) -> bytes:
    """Return the key of a statement's appearances."""
    return b"v:a" + key


def held(key: bytes) -> bytes:
    """Return the key of the statements that a document held when it was last read."""
    return b"v:h" + key


def reviews(key: bytes) -> bytes:
    """Return the key of a quote's reviews by fact-checkers."""
    return b"v:r" + key


def roles(name: str) -> bytes:
    """Return the key of the roles of the speakers of a surname."""
    return b"{v}:role:" + name.encode("utf-8", "surrogatepass")


def surname(name: str) -> bytes:
    """Return the key of the speakers of a surname."""
    return b"{v}:name:" + name.encode("utf-8", "replace")


def alive(first: int) -> bytes:
    """Return the key of the heartbeat of the loader whose batch begins with this passage."""
    return b"{v}:alive:%d" % first


def events(source: str) -> bytes:
    """Return the key of a calendar's events."""
    return b"{v}:events:" + source.encode()


def lease(source: str) -> bytes:
    """Return the key of the lease on a source."""
    return b"{v}:lease:" + source.encode()
