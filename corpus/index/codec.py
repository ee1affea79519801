"""The codec of the record, byte by byte: entries of statements, cards, pages of passages. Pure.

entry   first passage, count (uint32 each), card, fingerprint (8 bytes each), id
card    speaker, source and the rest, as JSON; one for all statements that share it
page    the lengths of eight passages (uint32, 0: none), then the passages
passage owner (8 bytes), speaker tag, offset in the text, bytes of text (uint32 each), text
"""

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus.models import Provenance, Source, Statement
from corpus.storage import keys

_ENTRY = struct.Struct("<II8s8s")
_PASSAGE = struct.Struct("<8sIII")
_LENGTHS = struct.Struct(f"<{keys.PAGE_SIZE}I")


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement's entry: where its passages are, and its card."""

    first: int
    count: int
    card: bytes
    fingerprint: bytes
    id: str


def read_entry(value: bytes) -> Entry:
    """Decode a statement's entry."""
    first, count = struct.unpack_from("<II", value)
    return Entry(first, count, value[8:16], value[16:24], value[24:].decode("utf-8", "surrogatepass"))


def read_place(value: bytes) -> tuple[int, int]:
    """Decode the passage range of a statement's entry: (number of the first, count)."""
    first, count = struct.unpack_from("<II", value)
    return first, count


def write_entry(first: int, count: int, card: bytes, fingerprint: bytes, id_: str) -> bytes:
    """Encode an entry.

    >>> read_entry(write_entry(8, 1, b"c" * 8, b"f" * 8, "speech-1"))
    Entry(first=8, count=1, card=b'cccccccc', fingerprint=b'ffffffff', id='speech-1')
    """
    return _ENTRY.pack(first, count, card, fingerprint) + id_.encode("utf-8", "surrogatepass")


class Stored(NamedTuple):
    """A passage as it is stored on its page."""

    owner: bytes
    speaker_tag: int
    start: int
    text: str


def pack_passage(owner: bytes, speaker_tag: int, start: int, text: str) -> bytes:
    """Encode one passage."""
    body = text.encode("utf-8", "surrogatepass")
    return _PASSAGE.pack(owner, speaker_tag, start, len(body)) + body


def write_page(parts: Sequence[bytes]) -> bytes:
    """Encode a page of packed passages in their slots; b"" is an empty slot."""
    lengths = [len(part) for part in parts] + [0] * (keys.PAGE_SIZE - len(parts))
    return _LENGTHS.pack(*lengths) + b"".join(parts)


def split_page(page: bytes) -> list[bytes]:
    """Split a page into its packed passages; return none where it is no page.

    >>> split_page(write_page([b"one", b"", b"three"]))[:4]
    [b'one', b'', b'three', b'']
    """
    if len(page) < _LENGTHS.size:
        return []
    parts, low = [], _LENGTHS.size
    for length in _LENGTHS.unpack_from(page):
        parts.append(page[low : low + length])
        low += length
    return parts


def read_passage(page: bytes, number: int) -> Stored | None:
    """Decode one passage of a page; return None where the page does not hold it.

    >>> read_passage(write_page([pack_passage(b"12345678", 7, 0, "Hello.")]), 8).text
    'Hello.'
    """
    if len(page) < _LENGTHS.size:
        return None
    lengths = _LENGTHS.unpack_from(page)
    place = number % keys.PAGE_SIZE
    if not lengths[place]:
        return None
    low = _LENGTHS.size + sum(lengths[:place])
    owner, speaker_tag, start, size = _PASSAGE.unpack_from(page, low)
    body = page[low + _PASSAGE.size : low + _PASSAGE.size + size]
    return Stored(owner, speaker_tag, start, body.decode("utf-8", "surrogatepass"))


def unpack_passage(packed: bytes) -> Stored:
    """Decode one packed passage."""
    owner, speaker_tag, start, _ = _PASSAGE.unpack_from(packed)
    return Stored(owner, speaker_tag, start, packed[_PASSAGE.size :].decode("utf-8", "surrogatepass"))


def write_card(statement: Statement) -> str:
    """Encode all of a statement but its id and text as compact JSON, equal for equal content.

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
        "withdrawn": statement.withdrawn,
        "publisher": source.publisher,
        "title": source.title,
        "url": source.url,
        "primary_url": source.primary_url,
        "date": source.date,
        "provenance": source.provenance.value if source.provenance else None,
    }
    return json.dumps({k: v for k, v in fields.items() if v is not None}, separators=(",", ":"))


def read_card(card: bytes, id_: str, text: str) -> Statement:
    """Decode a statement from its card, with the id and text given."""
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
