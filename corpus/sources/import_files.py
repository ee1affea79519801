"""Statements out of files: JSON lines, CSV, plain-text and subtitle transcripts. Pure: lines in, statements out.

A line that is not sound stops the file with a ReadError that names file, line and field.
"""

import csv
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import msgspec

from corpus.errors import ReadError
from corpus.models import Provenance, Source, Statement


class _Line(msgspec.Struct, forbid_unknown_fields=True, gc=False, kw_only=True):
    """A line of the import format, which is also that of a statement in the HTTP API."""

    id: str | None = None
    speaker: str
    text: str
    date: str | None = None
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    language: str | None = None
    translated: bool | None = None
    utterance: str | None = None
    role: str | None = None
    context: str | None = None
    provenance: str | None = None
    primary_url: str | None = None
    withdrawn: str | None = None


FIELDS = _Line.__struct_fields__

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_MOST_TEXT = 10_000_000  # characters: a speech of two hours has a hundred thousand
_TIMES = re.compile(r"^\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{3}\s*-->\s*")
_TURN = re.compile(r"^\s*([^\W\d_][\w .,'’()\-]{1,60}?)\s*:\s+(?=\S)")


def read_statements(name: str, lines: Iterable[str]) -> Iterator[Statement]:
    """Read the statements of a file; its name says which kind it is."""
    bare = name.lower().removesuffix(".gz")
    if bare.endswith(".csv"):
        yield from _read_csv(name, lines)
    elif bare.endswith((".txt", ".srt", ".vtt")):
        yield from _read_transcript(name, lines)
    else:
        yield from _read_json_lines(name, lines)


def _read_json_lines(name: str, lines: Iterable[str]) -> Iterator[Statement]:
    for number, line in enumerate(lines, 1):
        if not line or line.isspace():
            continue
        if quick := _quick(line):
            yield quick
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise _wrong(name, number, "", f"is not JSON ({error})") from error
        if not isinstance(fields, dict):
            raise _wrong(name, number, "", "is not a JSON object")
        yield statement_of(fields, name, number)


_decode = msgspec.json.Decoder(_Line).decode


def _quick(line: str) -> Statement | None:
    """Return the statement of a sound line, five times as fast as step by step; None where a line needs a closer look."""
    try:
        one = _decode(line)
        speaker = one.speaker.strip()
        if not speaker or not one.id or not one.text.strip() or len(one.text) > _MOST_TEXT:
            return None
        one.text.encode()
        source = _known_source(one.publisher, one.title, one.url, one.primary_url, one.date, one.provenance)
        withdrawn = _date(one.withdrawn, "", 0)
    except (msgspec.MsgspecError, ReadError, UnicodeEncodeError):
        return None
    return Statement(
        one.id,
        speaker,
        one.text,
        source,
        one.role,
        one.language,
        one.translated or False,
        one.utterance,
        one.context,
        withdrawn,
    )


@lru_cache(maxsize=1_000)
def _known_source(*given: str | None) -> Source:
    """Return the source of a sound line: one for all lines that follow each other and have the same."""
    publisher, title, url, primary_url, date, provenance = given
    return Source(
        publisher,
        title,
        _address(url, "", 0, "url"),
        _address(primary_url, "", 0, "primary_url"),
        _date(date, "", 0),
        _provenance(provenance, "", 0),
    )


def _read_csv(name: str, lines: Iterable[str]) -> Iterator[Statement]:
    rows = csv.DictReader(lines)
    try:
        missing = {"speaker", "text"} - set(rows.fieldnames or ())
        if missing:
            raise _wrong(name, 1, ", ".join(sorted(missing)), "is missing in the header")
        for row in rows:
            if None in row:
                raise _wrong(name, rows.line_num, "", "has more cells than the header")
            fields: dict[str, Any] = {k: v for k, v in row.items() if v not in (None, "")}
            if "translated" in fields:
                fields["translated"] = str(fields["translated"]).strip().lower() in ("1", "true", "yes")
            yield statement_of(fields, name, rows.line_num)
    except csv.Error as error:
        raise _wrong(name, max(1, rows.line_num), "", f"is not CSV ({error})") from error


def _read_transcript(name: str, lines: Iterable[str]) -> Iterator[Statement]:
    """Read the turns of a transcript: "NAME: words", going on until the next name; times and cue numbers are dropped."""
    turns: list[tuple[str, list[str], int]] = []
    for number, line in enumerate(lines, 1):
        said = re.sub(r"</?[^<>]{0,40}>", "", line).strip().lstrip("\ufeff")
        if not said or said == "WEBVTT" or said.isdecimal() or _TIMES.match(said) or said.startswith("NOTE "):
            continue
        turn = _TURN.match(said)
        if turn:
            turns.append((turn.group(1), [said[turn.end() :]], number))
        elif turns:
            turns[-1][1].append(said)
        else:
            raise _wrong(name, number, "speaker", 'is missing: a transcript begins with "Name: words"')
    for speaker, said_lines, number in turns:
        yield statement_of({"speaker": speaker, "text": " ".join(said_lines), "title": name}, name, number)


def statement_of(fields: dict[str, Any], name: str, number: int) -> Statement:
    """Make a statement of the fields of the import format; ReadError names the field that is wrong."""
    unknown = [str(key) for key in fields if key not in FIELDS]
    if unknown:
        raise _wrong(name, number, unknown[0], f"is not known; known are {', '.join(FIELDS)}")
    for key in ("speaker", "text"):
        if not isinstance(fields.get(key), str) or not fields[key].strip():
            raise _wrong(name, number, key, "is missing or empty")
    given = {key: value for key, value in fields.items() if value is not None}
    for key, value in given.items():
        if key != "translated" and not isinstance(value, str):
            raise _wrong(name, number, key, f"must be a string, not {type(value).__name__}")
    if not isinstance(given.get("translated", False), bool):
        raise _wrong(name, number, "translated", "must be true or false")
    if len(given["text"]) > _MOST_TEXT:
        raise _wrong(name, number, "text", f"is longer than {_MOST_TEXT:,} characters")
    return Statement(
        id=given.get("id") or derived_id(given),
        speaker=given["speaker"].strip(),
        text=_well_formed(given["text"]),
        source=Source(
            publisher=given.get("publisher"),
            title=given.get("title"),
            url=_address(given.get("url"), name, number, "url"),
            primary_url=_address(given.get("primary_url"), name, number, "primary_url"),
            date=_date(given.get("date"), name, number),
            provenance=_provenance(given.get("provenance"), name, number),
        ),
        role=given.get("role"),
        language=given.get("language"),
        translated=given.get("translated", False),
        utterance=given.get("utterance"),
        context=given.get("context"),
        withdrawn=_date(given.get("withdrawn"), name, number, "withdrawn"),
    )


def derived_id(fields: dict[str, Any]) -> str:
    """Derive an id for content that brings none: equal for equal content.

    >>> derived_id({"speaker": "Ann", "text": "Hello."})
    'x-ce5eda5d048b343e'
    """
    content = json.dumps({k: fields.get(k) for k in FIELDS if k not in ("id", "withdrawn")}, sort_keys=True)
    return "x-" + hashlib.blake2b(content.encode(), digest_size=8).hexdigest()


def _well_formed(text: str) -> str:
    """Make a text fit for UTF-8: half of a surrogate pair becomes the replacement character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _date(value: str | None, name: str, number: int, field: str = "date") -> str | None:
    if not value:
        return None
    found = _DATE.fullmatch(value.strip())
    if not found or not 1 <= int(found[2] or 1) <= 12 or not 1 <= int(found[3] or 1) <= 31:
        raise _wrong(name, number, field, f"must be YYYY-MM-DD, YYYY-MM or YYYY, not {value[:40]!r}")
    return value.strip()


def _address(value: str | None, name: str, number: int, field: str) -> str | None:
    if not value:
        return None
    if not re.match(r"https?://[^\s/]+", value):
        raise _wrong(name, number, field, f"must begin with http:// or https://, not {value[:40]!r}")
    return value


def _provenance(value: str | None, name: str, number: int) -> Provenance | None:
    if not value:
        return None
    try:
        return Provenance(value)
    except ValueError as error:
        known = ", ".join(p.value for p in Provenance)
        raise _wrong(name, number, "provenance", f"must be one of {known}, not {value[:40]!r}") from error


def _wrong(name: str, number: int, field: str, what: str) -> ReadError:
    subject = f"field {field[:80]!r} " if field else ""
    return ReadError(f"{name}, line {number}", f"{subject}{what}")
