"""Reader of the Guardian's Open Platform: articles, of which only the quotations are kept.

Format: https://open-platform.theguardian.com/documentation/
"""

from typing import Any

from corpus.errors import ReadError
from corpus.sources.document import Document
from corpus.sources.feed import Item, iso_date
from corpus.sources.listing import Listing, json_object, number_of, objects, text_of, with_query
from corpus.sources.markup import one_line, plain_text


def read_articles(document: Document) -> Listing:
    """Read a page of a search that shows the field `body`; raise ReadError where it is none, or says what went wrong."""
    response = json_object(document).get("response")
    if not isinstance(response, dict):
        raise ReadError(document.url, "has no field 'response'")
    if text_of(response, "status") != "ok":
        raise ReadError(document.url, f"says {text_of(response, 'message')[:100] or 'that it failed'!r}")
    results = objects(document, response, "results")
    items = tuple(item for one in results if (item := _item(one)))
    page = number_of(response, "currentPage")
    more = results and 0 < page < number_of(response, "pages")
    return Listing(items, with_query(document.url, page=str(page + 1)) if more else None)


def _item(one: dict[str, Any]) -> Item | None:
    fields = one.get("fields")
    body = plain_text(text_of(fields, "body")) if isinstance(fields, dict) else ""
    url = text_of(one, "webUrl")
    if not body or not url.startswith("https://"):
        return None
    return Item(url, one_line(text_of(one, "webTitle")), body, iso_date(text_of(one, "webPublicationDate")))
