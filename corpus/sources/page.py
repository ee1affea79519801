"""Reader of a web page: its main text, title and day, without menus, teasers and comments. It does not say who spoke."""

from typing import NamedTuple

from corpus.errors import ReadError
from corpus.sources.document import Document
from corpus.sources.feed import iso_date
from corpus.sources.markup import lines_of, one_line

_MOST_TAGS = 50_000
"""A page with more tags is no page that a person reads; the bound keeps its reading short."""


class Page(NamedTuple):
    """The main text, a paragraph a line; `date` is ISO or None.

    `speaker` and `role` say whose words the whole text is, where the page says so.
    """

    title: str
    text: str
    date: str | None = None
    speaker: str | None = None
    role: str | None = None


def read_page(document: Document) -> Page:
    """Read a page; raise ReadError where it holds no text."""
    import trafilatura  # here, for it takes half a second to start and few commands need it
    from trafilatura.settings import Document as Extracted

    markup = document.text
    if markup.count("<") > _MOST_TAGS:
        raise ReadError(document.url, f"has more than {_MOST_TAGS:,} tags")
    found = trafilatura.bare_extraction(
        markup, url=document.url, include_comments=False, include_tables=False, with_metadata=True
    )
    text = lines_of(found.text or "") if isinstance(found, Extracted) else ""
    if not isinstance(found, Extracted) or not text:
        raise ReadError(document.url, "is a page without a text")
    return Page(one_line(found.title or ""), text, iso_date(found.date or ""))
