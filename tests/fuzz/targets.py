"""Every reader of sources with real-shaped documents, and what must hold whatever such a document has become.

A reader gives statements that stand in the document, or raises ReadError; it takes bounded time.
"""

import contextlib
import gzip
import html
import io
import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from fpdf import FPDF

from corpus.attribution.reader import read_article
from corpus.attribution.utterance import Utterance
from corpus.errors import ReadError
from corpus.models import Provenance
from corpus.sources.calendar import MOST_KEPT, read_calendar
from corpus.sources.catalogue import Kind, Origin
from corpus.sources.document import Document
from corpus.sources.factcheck import read_reviews
from corpus.sources.feed import Item, read_feed
from corpus.sources.gdelt import read_gdelt
from corpus.sources.govinfo import read_packages, read_presidential
from corpus.sources.govuk import read_content, read_search
from corpus.sources.guardian import read_articles
from corpus.sources.hansard import read_contributions
from corpus.sources.import_files import read_statements
from corpus.sources.listing import Listing
from corpus.sources.page import Page, read_page
from corpus.sources.pdf import read_pdf
from corpus.sources.statements import locate_statements
from corpus.sources.transcript import read_transcript

DATA = Path(__file__).parents[1] / "data"
URL = "https://a.example/documents?start=0"
SECONDS = 5.0
"""Of processor time, for a document of at most 60 kB; real ones take milliseconds."""

ORIGIN = Origin(
    "here", "https://a.example/", "Publisher", "GB", "en", Kind.ARTICLE, Provenance.SECOND_HAND, 3600, "none"
)


Law = Callable[[], None]
"""Checks what a reader gave; AssertionError where it does not hold."""


@dataclass(frozen=True, slots=True)
class Target:
    """A reader: `read` reads a document and gives what must hold of what came out."""

    name: str
    seeds: tuple[bytes, ...]
    read: Callable[[bytes], Law]

    def check(self, content: bytes) -> bool:
        """Read a document, sound or not; True where it was read, False where it was refused as it should be."""
        began = time.process_time()
        law, complaint = None, ""
        try:
            law = self.read(content)
        except ReadError as error:
            complaint = str(error)
        took = time.process_time() - began
        assert took < SECONDS, f"{self.name} took {took:.1f} seconds for {len(content):,} bytes"
        assert len(complaint) < 1_000, "an error is a line of the crawl state"
        if law:
            law()
        return law is not None


class Letters:
    """The letters of a document, and whether those of some words stand there in order, whatever markup is between.

    Entities are resolved as often as markup is held in markup.
    """

    def __init__(self, document: str) -> None:
        self._levels: list[str] = []
        for _ in range(4):
            self._levels.append(_letters(document))
            document = html.unescape(document)

    def hold(self, words: str) -> bool:
        """Whether the letters of some words stand there in their order."""
        letters = _letters(words)
        return any(letters in level for level in self._levels) or any(
            _in_order(letters, level) for level in self._levels
        )


def _in_order(letters: str, level: str) -> bool:
    rest = iter(level)
    return all(letter in rest for letter in letters)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _files(*names: str) -> tuple[bytes, ...]:
    return tuple((DATA / name).read_bytes() for name in names)


def _strings(one: object) -> Iterator[str]:
    if isinstance(one, str):
        yield one
    elif isinstance(one, dict):
        for key, value in one.items():
            yield from _strings(key)
            yield from _strings(value)
    elif isinstance(one, list):
        for value in one:
            yield from _strings(value)


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _json(document: Document) -> Letters:
    return Letters("\n".join(_strings(json.loads(document.text))))


# --- what must hold ----------------------------------------------------------------------------------------------


def _check_utterances(text: str, said: Iterable[Utterance]) -> None:
    for one in said:
        spans = one.spans or ((one.start, one.end),)
        assert " ".join(text[low:high] for low, high in spans) == one.text
        assert one.text.strip()
        assert one.speaker is None or one.speaker.strip()


def _check_page(page: Page, source: Letters, origin: Origin = ORIGIN) -> None:
    assert page.text.strip()
    for one in locate_statements(origin, URL, page)[0]:
        place = page.text[one.start : one.end]
        assert place == one.statement.text or Letters(place).hold(one.statement.text)
        assert source.hold(one.statement.text), one.statement.text[:80]
        one.statement.text.encode()


def _check_items(items: Iterable[Item], source: Letters) -> None:
    for item in items:
        assert item.url.startswith(("http://", "https://"))
        assert "\n" not in item.title
        if item.text:
            _check_page(Page(item.title, item.text, item.date, item.speaker, item.role), source)


# --- readers -----------------------------------------------------------------------------------------------------


def _article(content: bytes) -> Law:
    text = _text(content)
    said = read_article(text)
    return lambda: _check_utterances(text, said)


def _transcript(content: bytes) -> Law:
    text = _text(content)
    said = read_transcript(text)
    return lambda: _check_utterances(text, said)


def _feed(content: bytes) -> Law:
    document = Document(URL, content, "text/xml")
    items = read_feed(document).items
    return lambda: _check_items(items, Letters(document.text))


def _listing(read: Callable[[Document], Listing]) -> Callable[[bytes], Law]:
    def law(content: bytes) -> Law:
        document = Document(URL, content, "application/json")
        listing = read(document)
        return lambda: _check_items(listing.items, _json(document))

    return law


def _content(content: bytes) -> Law:
    document = Document(URL, content, "application/json")
    page = read_content(document)
    return lambda: _check_page(page, _json(document))


def _page(content: bytes) -> Law:
    document = Document(URL, content, "text/html")
    page = read_page(document)

    def law() -> None:  # a parser of broken markup may move a piece, but makes no word up
        letters = Letters(document.text)
        assert all(letters.hold(word) for word in page.text.split())
        _check_page(page, Letters(page.text))

    return law


def _presidential(content: bytes) -> Law:
    document = Document(URL, content, "text/html")
    page = read_presidential(document)
    return lambda: _check_page(page, Letters(document.text), replace(ORIGIN, kind=Kind.TRANSCRIPT))


def _pdf(content: bytes) -> Law:
    page = read_pdf(Document(URL, content, "application/pdf"))
    return lambda: _check_page(page, Letters(page.text))


def _calendar(content: bytes) -> Law:
    document = Document(URL, content, "text/calendar")
    calendar = read_calendar(document, datetime(2026, 11, 26, tzinfo=UTC))

    def law() -> None:
        letters = _letters(document.text.replace("\\n", " ").replace("\\N", " "))
        assert len(calendar.events) <= MOST_KEPT
        for event in calendar.events:
            assert event.title
            assert _in_order(_letters(event.title), letters)
            assert datetime.fromisoformat(event.over) > datetime(2026, 11, 26, tzinfo=UTC)
            datetime.fromisoformat(event.start)
            json.dumps(asdict(event)).encode()

    return law


def _reviews(content: bytes) -> Law:
    document = Document(URL, content, "application/json")
    found = read_reviews(document)

    def law() -> None:
        letters = _json(document)
        for review in found:
            assert review.url.startswith(("http://", "https://"))
            assert all(letters.hold(words) for words in (review.claim, review.rating, review.publisher))

    return law


def _gdelt(content: bytes) -> Law:
    found = list(read_gdelt(URL, content))

    def law() -> None:
        around = set(_around(gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content))
        for _, said, _ in found:
            assert any(text[said.start : said.end] == said.text for text in around)

    return law


class _Around(msgspec.Struct):
    quote: str
    pre: str = ""
    post: str = ""


class _Row(msgspec.Struct):
    quotes: list[_Around] = []


def _around(content: bytes) -> Iterator[str]:
    """What stands in the rows of a file: each quotation with the words around it."""
    for line in content.split(b"\n"):
        with contextlib.suppress(msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            for one in msgspec.json.decode(line, type=_Row).quotes:
                yield f"{one.pre}{one.quote}{one.post}"


def _loaded(name: str) -> Callable[[bytes], Law]:
    def law(content: bytes) -> Law:
        text = content.decode("utf-8-sig", "replace")
        found = list(read_statements(name, io.StringIO(text, newline="")))

        def check() -> None:
            letters = Letters(text)
            for one in found:
                assert one.speaker.strip()
                one.text.encode()
                assert name.endswith(".jsonl") or letters.hold(one.text)

        return check

    return law


_JSONL = b"\n".join((DATA.parents[1] / "corpus" / "starter.jsonl").read_bytes().split(b"\n")[:6])
_CSV = (
    'speaker,text,date,url,translated\nAnn Lee,"We will build it, ""at once"".",2026-09-01,https://a.example/1,yes\n'
    "Boris Kranz,“Not\r\nyet”,2026,,\n"
).encode()
_TURNS = b"Ann Lee: We will build it.\nAnd at once.\nBoris Kranz: Not yet.\nThat is all.\n"
_SRT = b"1\n00:00:01,000 --> 00:00:02,500\nANN LEE: <i>We will</i> build it.\n\n2\n00:00:03,000 --> 00:00:04,000\nAnd at once.\n"
_VTT = (
    b"WEBVTT\n\nNOTE made by hand\n\n00:01.000 --> 00:02.500 align:start\nAnn Lee: We will build it.\n\n"
    b"00:03.000 --> 00:04.000\n<v Boris>Boris Kranz: Not yet.\n"
)


def _made_pdf(*, packed: bool) -> bytes:
    file = FPDF()
    file.set_compression(packed)
    file.set_creation_date(datetime(2026, 9, 1, tzinfo=UTC))
    file.set_font("Helvetica", size=12)
    file.add_page()
    file.multi_cell(
        120, 8, '"We will double the number of pilot boats," said Mara Whitlock, the minister, on Tuesday.'
    )
    return bytes(file.output())


_GDELT = _files("gdelt/day.jsonl")

TARGETS = (
    Target("article", _files(*(f"article/{n}.txt" for n in ("british", "french", "statement", "talks", "unsaid"))), _article),
    Target("transcript", _files(*(f"transcript/{n}.txt" for n in ("joint", "kremlin", "whitehouse"))), _transcript),
    Target("feed", _files("feed/rss.xml", "feed/atom.xml"), _feed),
    Target("page", _files("page/news.html"), _page),
    Target("pdf", (_made_pdf(packed=False), _made_pdf(packed=True)), _pdf),
    Target("gdelt", (*_GDELT, gzip.compress(_GDELT[0], mtime=0)), _gdelt),
    Target("govuk search", _files("govuk/search.json"), _listing(read_search)),
    Target("govuk content", _files("govuk/speech.json"), _content),
    Target("hansard", _files("hansard/spoken.json"), _listing(read_contributions)),
    Target("guardian", _files("guardian/search.json"), _listing(read_articles)),
    Target("govinfo packages", _files("govinfo/packages.json"), _listing(read_packages)),
    Target("govinfo document", _files("govinfo/remarks.htm"), _presidential),
    Target("calendar", _files("calendar/council.ics"), _calendar),
    Target("factcheck", _files("factcheck/claims.json"), _reviews),
    Target("json lines", (_JSONL,), _loaded("a.jsonl")),
    Target("csv", (_CSV,), _loaded("a.csv")),
    Target("text", (_TURNS,), _loaded("a.txt")),
    Target("srt", (_SRT,), _loaded("a.srt")),
    Target("vtt", (_VTT,), _loaded("a.vtt")),
)  # fmt: skip
