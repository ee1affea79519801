"""Documents for `read`: what each of them would yield, without storing it."""

import gzip
import json
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.attribution.utterance import Utterance, to_json
from corpus.errors import ReadError
from corpus.models import Statement
from corpus.sources.document import Document

if TYPE_CHECKING:
    from corpus.sources.page import Page

# The readers of articles, pages and feeds take long to import: each is imported where it reads.

MOST = 20_000_000
"""A document of more bytes is refused: the longest books have a quarter of that."""

Reader = Callable[[str], Sequence[Utterance]]

ARTICLE = "article"
TRANSCRIPT = "transcript"
TEXTS = (ARTICLE, TRANSCRIPT)
"""The kinds of plain texts, by the names that `--as` takes."""

FEED = "feed"
STATEMENTS = "statements"
"""The name of what `load` takes: files that name the speaker of each statement."""

GDELT = "gdelt"
KINDS = (*TEXTS, FEED, GDELT, STATEMENTS)
UNKNOWN: Mapping[str, None] = {"date": None, "url": None, "title": None}
"""The facts of a bare text, which does not tell when and where it was published."""

_LOADED = (".jsonl", ".csv", ".srt", ".vtt")
_FEEDS = (".xml", ".rss", ".atom")
_PAGES = (".html", ".htm", ".xhtml")
"""The endings of files that tell what they are; any other file is the text of an article."""


def read(document: str, kind: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield a line for each statement of a file, or of standard input ("-"); ReadError names what is wrong."""
    kind = kind or kind_of(document)
    if kind == STATEMENTS:
        if document == "-":
            raise ReadError(
                "standard input", f"has no ending that tells its format; {STATEMENTS} need a file"
            )
        from bot.load import read_file

        yield from (_loaded(statement) for statement in read_file(Path(document)))
    elif kind == GDELT or document.lower().endswith(".pdf"):
        yield from read_fetched(Document(_name(document), _packed(document)), kind)
    elif kind == FEED or document.lower().removesuffix(".gz").endswith(_PAGES):
        yield from read_fetched(Document(_name(document), _bytes(document), _media_type(kind)), kind)
    else:
        yield from (to_json(utterance, **UNKNOWN) for utterance in _reader(kind)(_text(document)))


def read_fetched(document: Document, kind: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield the same for a document of the web; offsets are into the main text of a page, or into that of a feed's item."""
    if kind == STATEMENTS:
        raise ReadError(document.url, f"is no file of {STATEMENTS}")
    if kind == GDELT:
        from corpus.sources.gdelt import read_gdelt

        for source, utterance, _ in read_gdelt(document.url, document.content):
            yield to_json(utterance, date=source.date, url=source.url, title=source.title)
        return
    if kind == FEED or (
        kind is None and document.media_type.endswith("xml") and "html" not in document.media_type
    ):
        from corpus.sources.feed import read_feed

        for item in read_feed(document).items:
            facts = {"date": item.date, "url": item.url, "title": item.title}
            yield from (to_json(utterance, **facts) for utterance in _read_either(item.text))
        return
    reader = _reader(kind or ARTICLE)
    page = _page(document)
    facts = {
        "date": page.date,
        "url": document.url if is_url(document.url) else None,
        "title": page.title or None,
    }
    yield from (to_json(utterance, **facts) for utterance in reader(page.text))


def read_batch(path: Path, kind: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield the same for every text of a batch, with its id; the whole batch is checked before the first is read."""
    kind = kind or ARTICLE
    if kind not in TEXTS:
        raise ReadError(str(path), f"is a batch of texts, which are no {kind}; known are {', '.join(TEXTS)}")
    reader = _reader(kind)
    for id_, text in list(_texts(path)):
        for utterance in reader(text):
            yield {"id": id_, **to_json(utterance, **UNKNOWN)}


def kind_of(document: str) -> str:
    """Return the kind of a document by its name.

    >>> kind_of("turns.srt"), kind_of("news.txt"), kind_of("news.xml"), kind_of("-")
    ('statements', 'article', 'feed', 'article')
    """
    bare = document.lower().removesuffix(".gz")
    return STATEMENTS if bare.endswith(_LOADED) else FEED if bare.endswith(_FEEDS) else ARTICLE


def is_url(document: str) -> bool:
    """Return whether a document is to be fetched.

    >>> is_url("https://a.example/news"), is_url("news.txt")
    (True, False)
    """
    return document.startswith(("http://", "https://"))


def _reader(kind: str) -> Reader:
    """Return the reader of a kind of plain texts."""
    if kind == TRANSCRIPT:
        from corpus.sources.transcript import read_transcript

        return read_transcript
    from corpus.attribution.reader import read_article

    return read_article


def _read_either(text: str) -> Sequence[Utterance]:
    """Read a text that has turns as a transcript, any other as an article."""
    turns = _reader(TRANSCRIPT)(text)
    return turns if len(turns) > 1 else _reader(ARTICLE)(text)


def _page(document: Document) -> "Page":
    from corpus.sources.page import Page, read_page
    from corpus.sources.pdf import is_pdf, read_pdf

    if is_pdf(document):
        return read_pdf(document)
    return Page("", document.text) if document.media_type == "text/plain" else read_page(document)


def _media_type(kind: str) -> str:
    return "application/xml" if kind == FEED else "text/html"


def _loaded(statement: Statement) -> dict[str, Any]:
    """Return a statement as the file gives it: its offsets are into its own text, which is all of it."""
    source = statement.source
    utterance = Utterance(statement.text, 0, len(statement.text), speaker=statement.speaker)
    return to_json(utterance, id=statement.id, date=source.date, url=source.url, title=source.title)


def _text(document: str) -> str:
    """Return the text of a file with its line ends as they are, so that offsets lead back into it."""
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
    """Return the bytes of a file as they are: its reader unpacks them."""
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
    """Yield the texts of a batch: {"id"?, "text"} a line; without an id the number of the line is it."""
    for number, place, fields in read_lines(path):
        if not isinstance(fields.get("text"), str):
            raise ReadError(place, "field 'text' must be a string")
        yield str(fields.get("id", number)), fields["text"]


def read_lines(path: Path) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Yield the objects of a file of JSON lines: number, place in words, fields. Raises ReadError naming the line."""
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
