"""The catalogue: which sources are collected, and how each is read. It fetches nothing.

`catalogue.toml` comes with the program; a user's file of the same form adds sources or, under the same name,
replaces them.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from corpus.errors import ReadError
from corpus.records import Provenance

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_INTERVAL = re.compile(r"(\d{1,4})([mhd])")
_SECONDS = {"m": 60, "h": 3_600, "d": 86_400}
_SHORTEST = 60
_NEEDED = ("url", "publisher", "country", "language", "kind", "provenance", "interval", "licence")
_KNOWN = {*_NEEDED, "body", "verified", "translated", "enabled"}


class Kind(Enum):
    """How the text of an item is read: as turns with labels, or as an article that quotes."""

    TRANSCRIPT = "transcript"
    ARTICLE = "article"


class Body(Enum):
    """Where the text of an item stands: in the feed, or on the page that it links to."""

    FEED = "feed"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Origin:
    """One line of the catalogue: a feed that is collected.

    `interval` is in seconds: past it without a success the source is stale. `verified` is False where nobody has
    yet seen the address answer; `licence` is a note for people on what may be kept.
    """

    name: str
    url: str
    publisher: str
    country: str
    language: str
    kind: Kind
    provenance: Provenance
    interval: int
    licence: str
    body: Body = Body.PAGE
    verified: bool = False
    translated: bool = False
    enabled: bool = True


def built_in() -> tuple[Origin, ...]:
    """The sources that come with the program."""
    text = files("corpus.sources").joinpath("catalogue.toml").read_text("utf-8")
    return read_catalogue("catalogue.toml", text)


def merged(ours: Sequence[Origin], theirs: Sequence[Origin]) -> tuple[Origin, ...]:
    """Both, those of the second in place of those of the first that have their name; only the enabled ones."""
    by_name = {origin.name: origin for origin in (*ours, *theirs)}
    return tuple(origin for origin in by_name.values() if origin.enabled)


def read_catalogue(name: str, text: str) -> tuple[Origin, ...]:
    """Read a catalogue; ReadError names file, source and field of the first that is wrong."""
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ReadError(name, f"is not TOML ({error})") from error
    sources = tables.pop("source", {})
    if tables or not isinstance(sources, dict):
        raise ReadError(name, "holds tables [source.NAME] and nothing else")
    return tuple(_origin(f"{name}, source {key!r}", key, fields) for key, fields in sources.items())


def _origin(place: str, name: str, fields: object) -> Origin:
    if not _NAME.fullmatch(name):
        raise ReadError(place, "must be named with small letters, digits and dashes")
    if not isinstance(fields, dict):
        raise ReadError(place, "must be a table")
    for key in fields.keys() - _KNOWN:
        raise ReadError(place, f"field {key!r} is not known; known are {', '.join(sorted(_KNOWN))}")
    for key in _NEEDED:
        if not isinstance(fields.get(key), str) or not fields[key].strip():
            raise ReadError(place, f"field {key!r} must be a text")
    for key in ("verified", "translated", "enabled"):
        if not isinstance(fields.get(key, False), bool):
            raise ReadError(place, f"field {key!r} must be true or false")
    return Origin(
        name=name,
        url=_url(place, fields["url"]),
        publisher=fields["publisher"].strip(),
        country=fields["country"].strip(),
        language=fields["language"].strip(),
        kind=_member(Kind, place, "kind", fields),
        provenance=_member(Provenance, place, "provenance", fields),
        interval=_seconds(place, fields["interval"]),
        licence=fields["licence"].strip(),
        body=_member(Body, place, "body", {"body": Body.PAGE.value} | fields),
        verified=fields.get("verified", False),
        translated=fields.get("translated", False),
        enabled=fields.get("enabled", True),
    )


def _url(place: str, url: str) -> str:
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and parts.hostname
    except ValueError:
        sound = False
    if not sound:
        raise ReadError(place, f"field 'url' must begin with http:// or https://, not {url[:60]!r}")
    return url


def _seconds(place: str, interval: str) -> int:
    found = _INTERVAL.fullmatch(interval)
    seconds = int(found[1]) * _SECONDS[found[2]] if found else 0
    if seconds < _SHORTEST:
        raise ReadError(place, f"field 'interval' must be like 15m, 6h or 1d, not {interval[:20]!r}")
    return seconds


def _member(closed: type[Any], place: str, key: str, fields: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any Enum
    try:
        return closed(fields[key])
    except ValueError as error:
        known = ", ".join(member.value for member in closed)
        raise ReadError(
            place, f"field {key!r} must be one of {known}, not {str(fields[key])[:40]!r}"
        ) from error
