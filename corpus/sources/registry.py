"""In which form a source publishes: how its listing is read, and how what stands behind an item."""

from collections.abc import Callable, Mapping
from enum import Enum

from corpus.sources.document import Document
from corpus.sources.feed import read_feed
from corpus.sources.govinfo import read_packages, read_presidential
from corpus.sources.govuk import read_content, read_search
from corpus.sources.guardian import read_articles
from corpus.sources.hansard import read_contributions
from corpus.sources.listing import Listing
from corpus.sources.page import Page, read_page
from corpus.sources.pdf import is_pdf, read_pdf


class Format(Enum):
    """The form of a source's listing; GDELT has none: the names of its files follow from the time."""

    FEED = "feed"
    GOVUK = "govuk"
    HANSARD = "hansard"
    GUARDIAN = "guardian"
    GOVINFO = "govinfo"
    GDELT = "gdelt"


def _feed(document: Document) -> Listing:
    feed = read_feed(document)
    return Listing(feed.items, left_out=feed.left_out)


def _page(document: Document) -> Page:
    return read_pdf(document) if is_pdf(document) else read_page(document)


LISTINGS: Mapping[Format, Callable[[Document], Listing]] = {
    Format.FEED: _feed,
    Format.GOVUK: read_search,
    Format.HANSARD: read_contributions,
    Format.GUARDIAN: read_articles,
    Format.GOVINFO: read_packages,
}

PAGES: Mapping[Format, Callable[[Document], Page]] = {
    Format.FEED: _page,
    Format.GOVUK: read_content,
    Format.HANSARD: read_page,
    Format.GUARDIAN: read_page,
    Format.GOVINFO: read_presidential,
}
