"""Documents for `read`: what each of them would yield, without storing it."""

import gzip
import json
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot import load
from corpus.attribution.reader import read_article
from corpus.attribution.utterance import Utterance, to_json
from corpus.errors import ReadError
from corpus.models import Statement
from corpus.sources.document import Document
from corpus.sources.feed import read_feed
from corpus.sources.gdelt import read_gdelt
from corpus.sources.page import Page, read_page
from corpus.sources.pdf import is_pdf, read_pdf
from corpus.sources.transcript import read_transcript

MOST = 20_000_000
"""A document of more bytes is refused: the longest books have a quarter of that."""

Reader = Callable[[str], Sequence[Utterance]]

READERS: Mapping[str, Reader] = {"article": read_article, "transcript": read_transcript}
"""The readers of texts, by the name that `--as` calls them."""

FEED = "feed"
STATEMENTS = "statements"
"""The name of what `load` takes: files that tell for each statement who said it."""

GDELT = "gdelt"
KINDS = (*READERS, FEED, GDELT, STATEMENTS)
UNKNOWN: Mapping[str, None] = {"date": None, "url": None, "title": None}
"""A bare text does not tell when and where it was published."""

_LOADED = (".jsonl", ".csv", ".srt", ".vtt")
_FEEDS = (".xml", ".rss", ".atom")
_PAGES = (".html", ".htm", ".xhtml")
"""The endings of files that tell what they are; any other file is the text of an article."""


def read(document: str, kind: str | None = None) -> Iterator[dict[str, Any]]:
    """A line for each statement of a file, or of standard input ("-"); ReadError names what is wrong."""
    kind = kind or kind_of(document)
    if kind == STATEMENTS:
        if document == "-":
            raise ReadError(
                "standard input", f"has no ending that tells its format; {STATEMENTS} need a file"
            )
        yield from (_loaded(statement) for statement in load.read_file(Path(document)))
    elif kind == GDELT or document.lower().endswith(".pdf"):
        yield from read_fetched(Document(_name(document), _packed(document)), kind)
    elif kind == FEED or document.lower().removesuffix(".gz").endswith(_PAGES):
        yield from read_fetched(Document(_name(document), _bytes(document), _media_type(kind)), kind)
    else:
        yield from (to_json(said, **UNKNOWN) for said in READERS[kind](_text(document)))


def read_fetched(document: Document, kind: str | None = None) -> Iterator[dict[str, Any]]:
    """The same for a document of the web; offsets are into the main text of a page, or into that of a feed's item."""
    if kind == STATEMENTS:
        raise ReadError(document.url, f"is no file of {STATEMENTS}")
    if kind == GDELT:
        for source, said, _ in read_gdelt(document.url, document.content):
            yield to_json(said, date=source.date, url=source.url, title=source.title)
        return
    if kind == FEED or (
        kind is None and document.media_type.endswith("xml") and "html" not in document.media_type
    ):
        for item in read_feed(document).items:
            facts = {"date": item.date, "url": item.url, "title": item.title}
            yield from (to_json(said, **facts) for said in _read_either(item.text))
        return
    reader = READERS[kind or "article"]
    page = _page(document)
    facts = {
        "date": page.date,
        "url": document.url if is_url(document.url) else None,
        "title": page.title or None,
    }
    yield from (to_json(said, **facts) for said in reader(page.text))


def read_batch(path: Path, kind: str | None = None) -> Iterator[dict[str, Any]]:
    """The same for every text of a batch, each line with the id of its text; all is sound before the first."""
    reader = READERS.get(kind or "article")
    if reader is None:
        raise ReadError(
            str(path), f"is a batch of texts, which are no {kind}; known are {', '.join(READERS)}"
        )
    for id_, text in list(_texts(path)):
        for said in reader(text):
            yield {"id": id_, **to_json(said, **UNKNOWN)}


def kind_of(document: str) -> str:
    """What a document is read as where nobody says.

    >>> kind_of("turns.srt"), kind_of("news.txt"), kind_of("news.xml"), kind_of("-")
    ('statements', 'article', 'feed', 'article')
    """
    bare = document.lower().removesuffix(".gz")
    return STATEMENTS if bare.endswith(_LOADED) else FEED if bare.endswith(_FEEDS) else "article"


def is_url(document: str) -> bool:
    """Whether a document is to be fetched.

    >>> is_url("https://a.example/news"), is_url("news.txt")
    (True, False)
    """
    return document.startswith(("http://", "https://"))


def _read_either(text: str) -> Sequence[Utterance]:
    """A text that has turns as a transcript, any other as an article."""
    turns = read_transcript(text)
    return turns if len(turns) > 1 else read_article(text)


def _page(document: Document) -> Page:
    if is_pdf(document):
        return read_pdf(document)
    return Page("", document.text) if document.media_type == "text/plain" else read_page(document)


def _media_type(kind: str) -> str:
    return "application/xml" if kind == FEED else "text/html"


def _loaded(statement: Statement) -> dict[str, Any]:
    """A statement as the file gives it: its offsets are into its own text, which is all of it."""
    source = statement.source
    said = Utterance(statement.text, 0, len(statement.text), speaker=statement.speaker)
    return to_json(said, id=statement.id, date=source.date, url=source.url, title=source.title)


def _text(document: str) -> str:
    """The text of a file with its line ends as they are, so that offsets lead back into it."""
    try:
        return _bytes(document).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(_name(document), f"is not UTF-8 text ({error})") from error


def _name(document: str) -> str:
    return "standard input" if document == "-" else document


def _bytes(document: str) -> bytes:
    try:
        content = sys.stdin.buffer.read(MOST + 1) if document == "-" else _content(Path(document))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ReadError(_name(document), f"is not a whole gzip file ({error})") from error
    except OSError as error:
        raise ReadError(_name(document), f"cannot be read ({error.strerror or error})") from error
    if len(content) > MOST:
        raise ReadError(_name(document), f"is longer than {MOST:,} bytes")
    return content


def _packed(document: str) -> bytes:
    """The bytes of a file as they are: its reader unpacks them."""
    try:
        if document == "-":
            return sys.stdin.buffer.read(MOST)
        with Path(document).open("rb") as file:
            return file.read(MOST)
    except OSError as error:
        raise ReadError(document, f"cannot be read ({error.strerror or error})") from error


def _content(path: Path) -> bytes:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        return file.read(MOST + 1)


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """The texts of a batch: {"id"?, "text"} a line; without an id the number of the line is it."""
    for number, place, fields in read_lines(path):
        if not isinstance(fields.get("text"), str):
            raise ReadError(place, "field 'text' must be a string")
        yield str(fields.get("id", number)), fields["text"]


def read_lines(path: Path) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """The objects of a file of JSON lines: number, place in words, fields. Raises ReadError naming the line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(str(path), f"cannot be read ({error})") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"{path}, line {number}"
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise ReadError(place, f"is not JSON ({error})") from error
        if not isinstance(fields, dict):
            raise ReadError(place, "is not a JSON object")
        yield number, place, fields
