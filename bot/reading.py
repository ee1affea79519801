"""Documents for `read`: what each of them would yield, without storing it."""

import gzip
import json
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot import loading
from corpus.errors import ReadError
from corpus.records import Statement
from corpus.sources.article import read_article
from corpus.sources.extracted import Utterance, to_json

MOST = 20_000_000
"""A document of more bytes is refused: the longest books have a quarter of that."""

Reader = Callable[[str], Sequence[Utterance]]

READERS: Mapping[str, Reader] = {"article": read_article}
"""The readers of texts, by the name that `--as` calls them."""

STATEMENTS = "statements"
"""The name of what `load` takes: files that tell for each statement who said it."""

KINDS = (*READERS, STATEMENTS)
UNKNOWN: Mapping[str, None] = {"date": None, "url": None, "title": None}
"""A bare text does not tell when and where it was published."""

_LOADED = (".jsonl", ".csv", ".srt", ".vtt")
"""The endings of files that are statements unless `--as` says otherwise; any other file is an article."""


def read(document: str, kind: str | None = None) -> Iterator[dict[str, Any]]:
    """A line for each statement of a file, or of standard input ("-"); ReadError names what is wrong."""
    kind = kind or kind_of(document)
    if kind == STATEMENTS:
        if document == "-":
            raise ReadError(
                "standard input", f"has no ending that tells its format; {STATEMENTS} need a file"
            )
        yield from (_loaded(statement) for statement in loading.read_file(Path(document)))
        return
    yield from (to_json(said, **UNKNOWN) for said in READERS[kind](_text(document)))


def read_batch(path: Path, kind: str | None = None) -> Iterator[dict[str, Any]]:
    """The same for every text of a batch, each line with the id of its text; all is sound before the first."""
    if kind == STATEMENTS:
        raise ReadError(
            str(path), f"is a batch of texts, which are no {STATEMENTS}; known are {', '.join(READERS)}"
        )
    reader = READERS[kind or "article"]
    for id_, text in list(_texts(path)):
        for said in reader(text):
            yield {"id": id_, **to_json(said, **UNKNOWN)}


def kind_of(document: str) -> str:
    """What a document is read as where nobody says.

    >>> kind_of("turns.srt"), kind_of("news.txt"), kind_of("-")
    ('statements', 'article', 'article')
    """
    return STATEMENTS if document.lower().removesuffix(".gz").endswith(_LOADED) else "article"


def _loaded(statement: Statement) -> dict[str, Any]:
    """A statement as the file gives it: its offsets are into its own text, which is all of it."""
    source = statement.source
    said = Utterance(statement.text, 0, len(statement.text), speaker=statement.speaker)
    return to_json(said, id=statement.id, date=source.date, url=source.url, title=source.title)


def _text(document: str) -> str:
    """The text of a file with its line ends as they are, so that offsets lead back into it."""
    name = "standard input" if document == "-" else document
    try:
        content = sys.stdin.buffer.read(MOST + 1) if document == "-" else _content(Path(document))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ReadError(name, f"is not a whole gzip file ({error})") from error
    except OSError as error:
        raise ReadError(name, f"cannot be read ({error.strerror or error})") from error
    if len(content) > MOST:
        raise ReadError(name, f"is longer than {MOST:,} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(name, f"is not UTF-8 text ({error})") from error


def _content(path: Path) -> bytes:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        return file.read(MOST + 1)


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """The texts of a batch: {"id"?, "text"} a line; without an id the number of the line is it."""
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
        if not isinstance(fields.get("text"), str):
            raise ReadError(place, "field 'text' must be a string")
        yield str(fields.get("id", number)), fields["text"]
