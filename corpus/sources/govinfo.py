"""Reader of govinfo: listings of a collection, and the Daily Compilation of Presidential Documents with its turns.

Format: https://github.com/usgpo/api. The text of a document stands in one <pre>, wrapped, paragraphs indented,
each turn begun by its speaker and a full stop ("The President. Thank you.").
"""

import re
from typing import Any

from corpus.errors import ReadError
from corpus.language.knowledge import english
from corpus.sources.document import Document
from corpus.sources.feed import Item, iso_date
from corpus.sources.listing import Listing, json_object, objects, text_of
from corpus.sources.markup import one_line
from corpus.sources.page import Page
from corpus.sources.transcript import is_label

_ID = re.compile(r"[A-Za-z0-9-]{1,80}")
_SITE = "https://www.govinfo.gov"
_OPENED, _CLOSED = re.compile(r"<pre[^<>]{0,200}>", re.IGNORECASE), re.compile(r"</pre>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,500}>")
_PRESIDENT = re.compile(r"Administration of ([^\n,:]{3,60}), \d{4}")
_DATE = re.compile(
    r"^\[\w{6,12}, (\w{3,12} \d{1,2}, \d{4})\]|^[ \t]{0,80}(\w{3,12} \d{1,2}, \d{4})[ \t]{0,80}$",
    re.MULTILINE,
)
_MONTHS = [month.capitalize() for month in english().calendar.months]
_TURN = re.compile(
    r"(The President|The Vice President|Q|(?:Prime Minister|President|Chancellor|Secretary|Senator|Governor|Mr\.|Ms\.|Mrs\.)"
    r" (?:[A-Z][\w'’-]{1,30} ?){1,3}?|Audience members?|Moderator|Reporter)\. (?=\S)"
)
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&"}


def read_packages(document: Document) -> Listing:
    """Read a page of a collection's packages; raise ReadError where it is none."""
    found = json_object(document)
    items = tuple(item for one in objects(document, found, "packages") if (item := _item(one)))
    return Listing(items, text_of(found, "nextPage") or None)


def _item(one: dict[str, Any]) -> Item | None:
    id_ = text_of(one, "packageId")
    if not _ID.fullmatch(id_):
        return None
    return Item(
        f"{_SITE}/app/details/{id_}",
        one_line(text_of(one, "title")),
        "",
        iso_date(text_of(one, "dateIssued")),
        behind=f"{_SITE}/content/pkg/{id_}/html/{id_}.htm",
    )


def read_presidential(document: Document) -> Page:
    """Read a presidential document as a transcript, "Name: words" a line; raise ReadError where it is none."""
    opened = _OPENED.search(document.text)
    closed = _CLOSED.search(document.text, opened.end()) if opened else None
    if not opened or not closed:
        raise ReadError(document.url, "is no text of govinfo")
    text = _TAG.sub("", document.text[opened.end() : closed.start()])
    for entity, character in _ENTITIES.items():
        text = text.replace(entity, character)
    named = _PRESIDENT.search(text)
    president = name if named and is_label(name := one_line(named[1])) else None
    lines = [_labelled(paragraph, president) for paragraph in _paragraphs(text)]
    if not lines:
        raise ReadError(document.url, "is a document without words")
    title = re.search(r"<title>([^<]{1,300})", document.text, re.IGNORECASE)
    return Page(one_line(title[1]) if title else "", "\n".join(lines), _day(text))


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs, their lines joined: each begins after an empty line or with an indented one."""
    paragraphs: list[list[str]] = []
    fresh = True
    for line in text.split("\n"):
        words = line.strip()
        if words and (fresh or line.startswith("   ")):
            paragraphs.append([words])
        elif words:
            paragraphs[-1].append(words)
        fresh = not words
    return [" ".join(lines) for lines in paragraphs]


def _labelled(paragraph: str, president: str | None) -> str:
    turn = _TURN.match(paragraph)
    if not turn:
        return paragraph
    name = president if turn[1] == "The President" and president else turn[1]
    return f"{name}: {paragraph[turn.end() :]}"


def _day(text: str) -> str | None:
    found = _DATE.search(text)
    month, day, year = (found[1] or found[2]).replace(",", "").split() if found else ("", "", "")
    if month not in _MONTHS:
        return None
    return f"{year}-{_MONTHS.index(month) + 1:02}-{int(day):02}"
