"""Reader of files of the GDELT Global Quotation Graph: one article a line, its quotations with the words around them.

The files do not say who spoke; that is read from the words around, and left open where these name nobody.
Format: https://blog.gdeltproject.org/announcing-the-global-quotation-graph/
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import msgspec

from corpus.attribution.reader import read_article
from corpus.attribution.utterance import Utterance
from corpus.errors import ReadError
from corpus.language.identity import same_speaker
from corpus.models import Provenance, Source, Statement
from corpus.sources.appearances import LocatedStatement, shared_id
from corpus.sources.markup import one_line

MOST_BYTES = 200_000_000
"""Of a file unpacked; real ones have about 10 MB."""

MOST_LINE = 4_000_000
MOST_QUOTES = 500
"""Of one article; of more only the first are read."""

EVERY = timedelta(minutes=15)
LATENESS = timedelta(minutes=1)
"""A file bears the minute after each quarter of an hour (…:01, …:16, …:31, …:46)."""

LATEST = timedelta(hours=1)

_STAMP = re.compile(r"(\d{14})\.gqg\.json\.gz$")
_AROUND = 400
_LONGEST = 5_000
_FEWEST_WORDS = 3
_CHUNK = 65_536
_MARKS = '"“”„«»'
_ENGLISH = frozenset({"english", "en", "eng", ""})
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")


class _Quote(msgspec.Struct):
    """A quotation and the words before and after it."""

    quote: str
    pre: str = ""
    post: str = ""


class _Row(msgspec.Struct):
    """An article."""

    url: str
    date: str | int = ""
    title: str | None = None
    lang: str | None = None
    quotes: list[_Quote] = []


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters of quotations; an empty one keeps all. Languages as in the files ("ENGLISH"), any case."""

    languages: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    speakers: tuple[str, ...] = ()

    def wants(self, speaker: str | None) -> bool:
        """Return whether a speaker is one of those asked for."""
        return not self.speakers or any(same_speaker(one, speaker or "") for one in self.speakers)


@dataclass(slots=True)
class Tally:
    """Tally of a file: articles read, quotations in them, those without a speaker, malformed lines."""

    articles: int = 0
    quotations: int = 0
    unresolved: int = 0
    unsound: int = 0


def addresses(base: str, now: datetime, since: datetime) -> list[str]:
    """Return the addresses of the files from `since` until `now`, the newest first.

    >>> now = datetime(2026, 9, 1, 12, 20, tzinfo=UTC)
    >>> [one[18:] for one in addresses("https://a.example/", now, now - timedelta(minutes=20))]
    ['20260901121600.gqg.json.gz', '20260901120100.gqg.json.gz']
    """
    beat = now.astimezone(UTC).replace(second=0, microsecond=0)
    beat -= timedelta(minutes=beat.minute % 15)
    urls: list[str] = []
    while beat + LATENESS >= since:
        if beat + LATENESS <= now:
            urls.append(f"{base.rstrip('/')}/{beat + LATENESS:%Y%m%d%H%M%S}.gqg.json.gz")
        beat -= EVERY
    return urls


def is_missing(url: str, now: datetime) -> bool:
    """Return whether a file that is not there will not come any more: files are late at times, but not by an hour.

    >>> now = datetime(2026, 9, 1, 12, 20, tzinfo=UTC)
    >>> [is_missing(f"https://a.example/2026090112{m}00.gqg.json.gz", now) for m in ("16", "01")]
    [False, False]
    >>> is_missing("https://a.example/20260901111600.gqg.json.gz", now)
    True
    """
    stamp = _STAMP.search(url)
    try:
        when = datetime.strptime(stamp[1] if stamp else "", "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return False
    return now - when > LATEST


def read_gdelt(
    url: str, content: bytes, filters: Filters = Filters(), tally: Tally | None = None
) -> Iterator[tuple[Source, Utterance, str]]:
    """Yield the quotations of a file: where published, who said what (if that is clear), and the article's language.

    Offsets are into the quotation with the words around it (pre + quote + post). ReadError where it is no such file;
    a line that is not sound is counted and passed over, unless all are.
    """
    count = tally if tally is not None else Tally()
    decode = msgspec.json.Decoder(_Row).decode
    for line in _lines(url, content):
        try:
            row = decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            count.unsound += 1
            continue
        count.articles += 1
        if source := _source(row, filters):
            for utterance in _utterances(row, count):
                if filters.wants(utterance.speaker):
                    yield source, utterance, row.lang or ""
    if count.unsound and not count.articles:
        raise ReadError(url, "is no file of quotations: no line of it is sound")


def read_gdelt_statements(
    url: str, content: bytes, filters: Filters = Filters()
) -> tuple[list[LocatedStatement], Tally]:
    """Return the statements of a file, once for each article, and what the file held."""
    tally = Tally()
    statements = (_statement(*one) for one in read_gdelt(url, content, filters, tally) if one[1].speaker)
    return list({(one.statement.id, one.statement.source.url): one for one in statements}.values()), tally


def _lines(url: str, content: bytes) -> Iterator[bytes]:
    """Yield the lines of a gzip file, or of one that is not packed, without ever holding the whole of it."""
    rest, size = b"", 0
    for part in _unpacked(url, content):
        size += len(part)
        if size > MOST_BYTES:
            raise ReadError(url, f"is longer than {MOST_BYTES:,} bytes when unpacked")
        *lines, rest = (rest + part).split(b"\n")
        if len(rest) > MOST_LINE:
            raise ReadError(url, f"has a line of more than {MOST_LINE:,} bytes")
        yield from (line for line in lines if line.strip())
    if rest.strip():
        yield rest


def _unpacked(url: str, content: bytes) -> Iterator[bytes]:
    if not content.startswith(b"\x1f\x8b"):
        yield content
        return
    data = content
    try:
        while data:  # a gzip file may have several members
            unpack = zlib.decompressobj(wbits=31)
            while not unpack.eof:
                part = unpack.decompress(data, _CHUNK)
                if not part and not unpack.unconsumed_tail and not unpack.eof:
                    raise ReadError(url, "is not a whole gzip file")
                data = unpack.unconsumed_tail
                yield part
            data = unpack.unused_data.lstrip(b"\x00")
    except zlib.error as error:
        raise ReadError(url, f"is not a whole gzip file ({error})") from error


def _source(row: _Row, filters: Filters) -> Source | None:
    """Return the source of an article; None where it is filtered out, or its address is none."""
    try:
        parts = urlsplit(row.url)
        domain = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not domain:
        return None
    if filters.languages and (row.lang or "").lower() not in filters.languages:
        return None
    if filters.domains and not any(domain == one or domain.endswith("." + one) for one in filters.domains):
        return None
    day = _DAY.match(str(row.date))
    date = "-".join(day.groups()) if day else None
    title = one_line(row.title or "") or None
    return Source(domain, title, row.url, date=date, provenance=Provenance.SECOND_HAND)


def _utterances(row: _Row, tally: Tally) -> Iterator[Utterance]:
    english = (row.lang or "").lower() in _ENGLISH
    for one in row.quotes[:MOST_QUOTES]:
        quote = one.quote.strip().strip(_MARKS).strip()
        if len(quote.split()) < _FEWEST_WORDS or len(quote) > _LONGEST:
            continue
        tally.quotations += 1
        utterance = attributed(one.pre, quote, one.post) if english else None
        tally.unresolved += utterance is None
        start = len(one.pre) + one.quote.index(quote)
        yield replace(utterance or Utterance(quote, 0, 0), start=start, end=start + len(quote))


def attributed(pre: str, quote: str, post: str) -> Utterance | None:
    """Return a quotation with its speaker, read from the words before and after it; None where these name nobody.

    >>> attributed("", "We are ready for talks at any time", ", said Dmitry Peskov on Friday.").speaker
    'Dmitry Peskov'
    """
    before = pre[-_AROUND:].rstrip().rstrip(_MARKS)
    text = f"{before} “" if before else "“"
    start = len(text)
    text += quote
    end = len(text)
    text += "”" + post[:_AROUND].lstrip(_MARKS)
    for utterance in read_article(text):
        spans = utterance.spans or ((utterance.start, utterance.end),)
        if utterance.speaker and any(low < end and start < high for low, high in spans):
            return Utterance(
                quote, start, end, (), utterance.speaker, utterance.attribution,
                one_line(before), one_line(post[:_AROUND]),
            )  # fmt: skip
    return None


def _statement(source: Source, utterance: Utterance, language: str) -> LocatedStatement:
    speaker = utterance.speaker or ""
    around = " … ".join(part for part in (utterance.before, utterance.after) if part)
    statement = Statement(
        id=shared_id(speaker, utterance.text, source.url or ""),
        speaker=speaker,
        text=utterance.text,
        source=source,
        language="en" if language.lower() in _ENGLISH else None,
        context=around[:600] or None,
    )
    return LocatedStatement(statement, utterance.start, utterance.end, utterance.before, utterance.after)
