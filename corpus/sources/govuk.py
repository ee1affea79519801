"""Reader of GOV.UK: its search, and speeches and statements from its content service. Who spoke stands in their data.

Formats: https://docs.publishing.service.gov.uk/content-schemas/speech.html and alphagov/search-api
(docs/using-the-search-api.md).
"""

from typing import Any
from urllib.parse import urljoin, urlsplit

from corpus.errors import ReadError
from corpus.sources.document import Document
from corpus.sources.feed import Item, iso_date
from corpus.sources.listing import Listing, json_object, number_of, objects, query_number, text_of, with_query
from corpus.sources.markup import one_line, plain_text
from corpus.sources.page import Page

SPOKEN = frozenset({"speech", "authored_article", "written_statement", "oral_statement"})
"""The types of documents that are one person's words."""


def read_search(document: Document) -> Listing:
    """Read a page of results of the search; raise ReadError where it is none."""
    found = json_object(document)
    results = objects(document, found, "results")
    items = tuple(item for one in results if (item := _item(document.url, one)))
    start = query_number(document.url, "start", 0) + len(results)
    more = results and start < number_of(found, "total")
    return Listing(items, with_query(document.url, start=str(start)) if more else None)


def _item(base: str, result: dict[str, Any]) -> Item | None:
    link = text_of(result, "link")
    if not link.startswith("/") or link.startswith("//"):
        return None  # what stands elsewhere is not of this service
    parts = urlsplit(base)
    date = iso_date(text_of(result, "public_timestamp"))
    return Item(
        urljoin(base, link),
        one_line(text_of(result, "title")),
        "",
        date,
        behind=f"{parts.scheme}://{parts.netloc}/api/content{link}",
    )


def read_content(document: Document) -> Page:
    """Read a speech, an article or a statement with its speaker; raise ReadError where it is none of these."""
    found = json_object(document)
    kind = text_of(found, "document_type")
    details, links = found.get("details"), found.get("links")
    if kind not in SPOKEN or not isinstance(details, dict):
        raise ReadError(document.url, f"is no speech but {kind[:40] or 'something else'!r}")
    text = plain_text(text_of(details, "body"))
    if not text:
        raise ReadError(document.url, "is a speech without words")
    speaker, role = _speaker(details, links if isinstance(links, dict) else {})
    date = iso_date(text_of(details, "delivered_on")) or iso_date(text_of(found, "first_published_at"))
    return Page(one_line(text_of(found, "title")), text, date, speaker, role)


def _speaker(details: dict[str, Any], links: dict[str, Any]) -> tuple[str | None, str | None]:
    """Return who spoke, and as what; nobody where the data name several people and none as the speaker."""
    named = _titles(links, "speaker") or _titles(links, "people")
    without_profile = text_of(details, "speaker_without_profile")
    if without_profile and not _titles(links, "speaker"):
        named = [without_profile]
    roles = _titles(links, "roles")
    return (named[0] if len(named) == 1 else None), (roles[0] if len(roles) == 1 else None)


def _titles(links: dict[str, Any], field: str) -> list[str]:
    found = links.get(field)
    entries = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return [title for one in entries if (title := one_line(text_of(one, "title")))]
