"""Listings of services that answer with JSON: what was published, a page of it at a time. They fetch nothing."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from corpus.errors import ReadError
from corpus.sources.document import Document
from corpus.sources.feed import Item

_HALF = re.compile("[\ud800-\udfff]")
"""JSON can name half of a character, which no text can hold."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Items in order, the newest first, the address of the next page of them, and how many more there are unread."""

    items: tuple[Item, ...]
    following: str | None = None
    left_out: int = 0


def json_object(document: Document) -> dict[str, Any]:
    """Return the JSON object that a document is; raise ReadError where it is none.

    >>> json_object(Document("https://a.example", b'{"a": 1}'))
    {'a': 1}
    """
    try:
        found = json.loads(document.text)
    except (ValueError, RecursionError) as error:
        raise ReadError(document.url, f"is not JSON ({str(error)[:80]})") from error
    if not isinstance(found, dict):
        raise ReadError(document.url, "is not a JSON object")
    return found


def objects(document: Document, holder: Mapping[str, Any], field: str) -> list[dict[str, Any]]:
    """Return the objects of a list; raise ReadError where there is no such list, for then the format is another one."""
    found = holder.get(field)
    if not isinstance(found, list):
        raise ReadError(document.url, f"has no list {field!r}")
    return [one for one in found if isinstance(one, dict)]


def text_of(holder: Mapping[str, Any], field: str) -> str:
    """Return a field that should be a text; "" where it is none.

    >>> text_of({"a": 1}, "a")
    ''
    """
    found = holder.get(field)
    return _HALF.sub("\N{REPLACEMENT CHARACTER}", found).strip() if isinstance(found, str) else ""


def number_of(holder: Mapping[str, Any], field: str) -> int:
    """Return a field that should be a number; 0 where it is none."""
    found = holder.get(field)
    return found if isinstance(found, int) else 0


def with_query(url: str, **changes: str) -> str:
    """Return the same address with other values in its query.

    >>> with_query("https://a.example/s?q=x&start=0", start="50")
    'https://a.example/s?q=x&start=50'
    """
    parts = urlsplit(url)
    fields = dict(parse_qsl(parts.query, keep_blank_values=True)) | changes
    return urlunsplit(parts._replace(query=urlencode(fields, quote_via=quote, safe=":,*")))


def query_number(url: str, field: str, default: int) -> int:
    """Return a number in the query of an address."""
    found = dict(parse_qsl(urlsplit(url).query)).get(field, "")
    return int(found) if found.isdecimal() and len(found) < 10 else default
