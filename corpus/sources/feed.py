"""Reader of feeds: RSS 2.0, RSS 1.0 and Atom. A feed says what was published and where; it does not say who spoke.

Declared entities are never expanded and nothing outside is loaded; of a feed that is broken in the middle the
items before and after are kept. RSS: https://www.rssboard.org/rss-specification, Atom: RFC 4287.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from html.entities import html5
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree

from corpus.errors import ReadError
from corpus.sources.document import Document
from corpus.sources.markup import one_line, plain_text

MOST_ITEMS = 500
"""Of more items only the first are read: feeds give the newest first."""

_MOST_MARKS = 1_000_000
"""Of elements and attributes, in as much of a feed as is read: parsed, each takes up to 200 bytes (20 MB of
`<a b=""/>` take 800 MB)."""

_ROOTS = frozenset({"rss", "RDF", "feed"})
_BODIES = ("encoded", "content", "description", "summary")
"""Elements that hold the words, fullest first."""

_DATES = ("published", "pubDate", "date", "issued", "updated", "modified")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_NUMBERED = re.compile(r"&#(?:x([0-9a-f]{1,12})|(\d{1,12}));", re.IGNORECASE)
_OPENS = re.compile(r"<(?:[\w.-]{1,40}:)?(?:item|entry)[\s/>]")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed; `text` is what the feed itself gives of the words, `date` is ISO or None.

    `behind` is the address of the document with the words where that is not `url`; `speaker` and `role` say whose
    words the whole text is, where the listing names them. `updated` is when it says that it was last changed, `fetched` and
    `sha256` are the listing's own.
    """

    url: str
    title: str
    text: str
    date: str | None = None
    behind: str | None = None
    speaker: str | None = None
    role: str | None = None
    updated: str = ""
    fetched: str | None = None
    sha256: str | None = None

    @property
    def version(self) -> str:
        """Its address and what it says: another one where something was changed, so that it is read again."""
        content = "\n".join((self.title, self.text, self.date or "", self.updated))
        return f"{self.url}\n{hashlib.sha256(content.encode('utf-8', 'replace')).hexdigest()}"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its title, its items in order, and how many were left out."""

    title: str
    items: tuple[Item, ...]
    left_out: int = 0


def read_feed(document: Document) -> Feed:
    """Read a feed; raise ReadError where it is none.

    >>> rss = b"<rss><channel><title>News</title><item><title>A</title><link>/a</link></item></channel></rss>"
    >>> read_feed(Document("https://a.example/rss", rss)).items[0].url
    'https://a.example/a'
    """
    text, left_out = _truncate(document.text)
    root = _parsed(document.url, text)
    entries = [node for node in root.iter(etree.Element) if _name(node) in ("item", "entry")]
    channel = next((node for node in root if _name(node) == "channel"), root)
    items = [item for node in entries[:MOST_ITEMS] if (item := _item(node, document.url))]
    if not items and "<!ENTITY" in text:
        raise ReadError(
            document.url, "declares entities of its own, which are never resolved, and has no items"
        )
    return Feed(_text(channel, "title"), tuple(items), left_out)


def _truncate(text: str) -> tuple[str, int]:
    """Return as much of a feed as is read, and the number of items after it, which are never parsed.

    >>> _truncate("<rss>" + "<item/>" * 502)[1]
    2
    """
    opens = _OPENS.finditer(text)
    first_left_out = next(islice(opens, MOST_ITEMS, None), None)
    if first_left_out is None:
        return text, 0
    return text[: first_left_out.start()], 1 + sum(1 for _ in opens)


def _parsed(url: str, text: str) -> etree._Element:
    if text.count("<") + text.count("=") > _MOST_MARKS:
        raise ReadError(url, f"has more than {_MOST_MARKS:,} elements and attributes")
    text = _DECLARATION.sub("", text.replace("\x00", ""), count=1)
    # HTML's names for characters are not known to XML, and feeds use them all the same.
    text = _ENTITY.sub(_character, _NUMBERED.sub(_numbered, text))
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(url, f"is no feed ({str(error)[:100]})") from error
    if root is None or _name(root) not in _ROOTS:
        raise ReadError(url, "is no feed: neither RSS nor Atom")
    return root


def _character(found: re.Match[str]) -> str:
    whole = str(found[0])
    return whole if found[1] in _XML_ENTITIES else html5.get(f"{found[1]};", whole)


def _numbered(found: re.Match[str]) -> str:
    """Return a reference to a character by its number; to half of one libxml2 takes it, and cannot give it back."""
    number = int(found[1], 16) if found[1] else int(found[2])
    return "\N{REPLACEMENT CHARACTER}" if 0xD800 <= number <= 0xDFFF else str(found[0])


def _item(node: etree._Element, base: str) -> Item | None:
    """One entry, or None where it leads nowhere on the web."""
    url = _link(node, base)
    if not url:
        return None
    bodies = (_markup(child) for name in _BODIES for child in node if _name(child) == name)
    text = next((text for body in bodies if (text := plain_text(body))), "")
    date = next((date for name in _DATES if (date := iso_date(_text(node, name)))), None)
    updated = next((found for name in ("updated", "modified") if (found := _text(node, name))), "")
    return Item(url, one_line(plain_text(_text(node, "title"))), text, date, updated=updated)


def _link(node: etree._Element, base: str) -> str | None:
    links = [child for child in node if _name(child) == "link"]
    chosen = [child for child in links if child.get("rel", "alternate") == "alternate"]
    given = [child.get("href") or "".join(child.itertext()) for child in chosen]
    given += [
        "".join(child.itertext())
        for child in node
        if _name(child) in ("guid", "id") and child.get("isPermaLink") != "false"
    ]
    for address in given:
        try:
            url = urljoin(base, str(address).strip())
            if address.strip() and urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname:
                return str(url)
        except ValueError:
            continue
    return None


def _markup(node: etree._Element) -> str:
    """Return the content of an element as HTML: escaped or, in Atom's XHTML, as it stands."""
    if len(node):
        return "".join(
            [node.text or "", *(etree.tostring(child, encoding="unicode", method="html") for child in node)]
        )
    return node.text or ""


def _text(node: etree._Element, name: str) -> str:
    found: Iterator[etree._Element] = (child for child in node if _name(child) == name)
    first = next(found, None)
    return one_line("".join(first.itertext())) if first is not None else ""


def _name(node: etree._Element) -> str:
    """Return the name without its namespace."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def iso_date(text: str) -> str | None:
    """Return the day of a date as feeds give it: RFC 822 or ISO 8601; None where it is neither.

    >>> iso_date("Fri, 05 Sep 2025 14:30:00 +1000"), iso_date("2025-09-05T14:30:00Z"), iso_date("soon")
    ('2025-09-05', '2025-09-05', None)
    """
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError:
        try:
            when = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    # The day is the one of the place where it was published: of the offset given, not of Greenwich.
    return str(when.date())
