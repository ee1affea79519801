"""The catalogue: which sources are collected, and how each is read. It fetches nothing.

`catalogue.toml` comes with the program; a user's file of the same form adds sources or, under the same name,
replaces them.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from importlib.resources import files
from typing import Any
from urllib.parse import quote, quote_plus, urlsplit

from corpus.errors import ReadError
from corpus.models import Provenance
from corpus.sources.gdelt import Filters
from corpus.sources.listing import with_query
from corpus.sources.registry import Format

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_INTERVAL = re.compile(r"(\d{1,4})([mhd])")
_SECONDS = {"m": 60, "h": 3_600, "d": 86_400}
_SHORTEST = 60
_LOOKING_BACK = timedelta(days=3)
_ALL = Filters()
_NEEDED = ("url", "publisher", "country", "language", "kind", "provenance", "interval", "licence")
_LISTS = ("languages", "domains", "speakers")
_KEYS = ("guardian", "govinfo")
_KNOWN = {*_NEEDED, *_LISTS, "body", "format", "key", "verified", "translated", "enabled"}


class Kind(Enum):
    """Kind of an item's text: turns with labels, or an article that quotes.

    A calendar (iCalendar) has no texts: it announces what is to come.
    """

    TRANSCRIPT = "transcript"
    ARTICLE = "article"
    CALENDAR = "calendar"


class Body(Enum):
    """Place of an item's text: in the feed, or on the page that it links to."""

    FEED = "feed"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Origin:
    """One line of the catalogue: a source that is collected.

    `interval` is in seconds: past it without a success the source is stale. `verified` is False where nobody has
    yet seen the address answer; `licence` is a note for people on what may be kept. `key` names the key that the
    service wants, `secret` is it; `filters` say what of a file of quotations is kept.
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
    format: Format = Format.FEED
    key: str | None = None
    secret: str = field(default="", repr=False)
    filters: Filters = _ALL

    def address(self, now: datetime) -> str:
        """Return the address to call: {since} stands for the day three days ago, {until} for today, {key} for the key."""
        since = str((now - _LOOKING_BACK).date())
        return (
            self.url.replace("{since}", since)
            .replace("{until}", str(now.date()))
            .replace("{key}", self.secret)
        )

    def keyed(self, url: str) -> str:
        """Return the address of a further page with the key that the service wants, given to its own host alone."""
        same = urlsplit(url).netloc == urlsplit(self.url).netloc
        return with_query(url, api_key=self.secret) if self.key == "govinfo" and same else url

    def without_secret(self, text: str) -> str:
        """Return a text without the key that it may hold, safe to show."""
        for shown in {self.secret, quote(self.secret), quote_plus(self.secret)} - {""}:
            text = text.replace(shown, "…")
        return text


def built_in() -> tuple[Origin, ...]:
    """Return the sources that come with the program."""
    text = files("corpus.sources").joinpath("catalogue.toml").read_text("utf-8")
    return read_catalogue("catalogue.toml", text)


def merged(ours: Sequence[Origin], theirs: Sequence[Origin]) -> tuple[Origin, ...]:
    """Both, those of the second in place of those of the first that have their name."""
    return tuple({origin.name: origin for origin in (*ours, *theirs)}.values())


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
        format=_member(Format, place, "format", {"format": Format.FEED.value} | fields),
        key=_key(place, fields.get("key")),
        filters=_filters(place, fields),
    )


def _key(place: str, name: object) -> str | None:
    if name is None or (isinstance(name, str) and name in _KEYS):
        return name
    raise ReadError(place, f"field 'key' must be one of {', '.join(_KEYS)}")


def _filters(place: str, fields: Mapping[str, Any]) -> Filters:
    for key in _LISTS:
        value = fields.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            raise ReadError(place, f"field {key!r} must be a list of texts")
    languages, domains, speakers = (fields.get(key, []) for key in _LISTS)
    return Filters(
        frozenset(one.lower() for one in languages),
        frozenset(one.lower() for one in domains),
        tuple(speakers),
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
