"""Reader of a PDF file: its text, title and day. Nothing in it is run, and nothing that it links to is loaded.

What was wrapped is one line again; a word that was divided is joined where it stands undivided elsewhere in the file.
"""

import io
import logging
import re
from typing import TYPE_CHECKING

from corpus.errors import ReadError
from corpus.sources.document import Document
from corpus.sources.markup import lines_of, one_line
from corpus.sources.page import Page

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_PAGES = 500
MOST_CHARACTERS = 5_000_000

_DIVIDED = re.compile(r"([^\W\d_]+)-\n([^\W\d_]+)")
_ENDS = ".!?:…"
_CLOSING = "”\"'’»)"
_FULL = 0.6
"""A line shorter than this share of the longest one ends its paragraph."""


def is_pdf(document: Document) -> bool:
    """Return whether a document says, or looks, that it is one."""
    return document.media_type == "application/pdf" or document.content.startswith(b"%PDF-")


def read_pdf(document: Document) -> Page:
    """Read a PDF file; raise ReadError where it is none, is locked, too long, or holds pictures of text alone."""
    from pypdf import PdfReader  # here, for few commands need it
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # the error says what is wrong with it
    try:
        reader = PdfReader(io.BytesIO(document.content))
        _check(document, reader)
        text = _text(document, reader)
        facts = reader.metadata
        title = one_line(str(facts.title or "")) if facts else ""
        made = facts.creation_date if facts else None
    except ReadError:
        raise
    except (
        PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError,
        RecursionError, OverflowError, OSError, ArithmeticError, NotImplementedError, ImportError,
    ) as error:  # what a broken file can lead the library to  # fmt: skip
        raise ReadError(
            document.url, f"is no sound PDF ({type(error).__name__}: {str(error)[:80]})"
        ) from error
    if not text:
        raise ReadError(document.url, "is a PDF without text: perhaps pictures of pages")
    return Page(title, text, str(made.date()) if made else None)


def _check(document: Document, reader: "PdfReader") -> None:
    if reader.is_encrypted and not reader.decrypt(""):
        raise ReadError(document.url, "is locked with a password")
    if len(reader.pages) > MOST_PAGES:
        raise ReadError(document.url, f"has more than {MOST_PAGES} pages")


def _text(document: Document, reader: "PdfReader") -> str:
    parts: list[str] = []
    size = 0
    for page in reader.pages:
        parts.append(page.extract_text())
        size += len(parts[-1])
        if size > MOST_CHARACTERS:
            raise ReadError(document.url, f"has more than {MOST_CHARACTERS:,} characters")
    return lines_of(unwrapped("\n".join(parts)))


def unwrapped(text: str) -> str:
    r"""Join lines that were only wrapped.

    >>> unwrapped("We shall not give this exam-\nple away, whatever\nit costs.\nAn example.")
    'We shall not give this example away, whatever it costs.\nAn example.'
    """
    known = set(re.findall(r"[^\W\d_]+", text))
    text = _DIVIDED.sub(lambda at: at[1] + ("" if at[1] + at[2] in known else "-") + at[2], text)
    lines = [line.strip() for line in text.split("\n")]
    width = max(map(len, lines))
    out: list[str] = []
    going_on = False
    for line in lines:
        if going_on and line:
            out[-1] += (" " if not out[-1].endswith("-") else "") + line
        elif line:
            out.append(line)
        going_on = (
            bool(line) and len(line) >= _FULL * width and not line.rstrip(_CLOSING).endswith(tuple(_ENDS))
        )
    return "\n".join(out)
