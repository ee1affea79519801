"""Feeds become items; a hostile one costs little and breaks nothing."""

import contextlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.sources.document import Document
from corpus.sources.feed import MOST_ITEMS, read_feed
from corpus.sources.markup import plain_text
from tests.support.budget import budget

DATA = Path(__file__).resolve().parents[2] / "data" / "feed"


def fed(content: bytes) -> Document:
    return Document("https://president.example/feed", content)


@pytest.mark.parametrize("name", sorted(path.stem for path in DATA.glob("*.xml")))
def test_a_feed_yields_its_items(name: str) -> None:
    expected = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    found = read_feed(fed((DATA / f"{name}.xml").read_bytes())).items
    assert [[item.url, item.title, item.text, item.date] for item in found][: len(expected)] == expected


@pytest.mark.parametrize(
    "content", [b"", b"<html><body>Not found</body></html>", b"{}", b"\x00" * 50, b"<a>" * 100_000, b"<rss"]
)
def test_what_is_no_feed_is_an_error_or_has_no_items(content: bytes) -> None:
    with contextlib.suppress(ReadError):
        assert read_feed(fed(content)).items == ()


def test_entities_are_never_expanded_nor_files_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = (
        f'<!DOCTYPE rss [<!ENTITY a0 "boom">{levels}<!ENTITY file SYSTEM "file://{secret}">]>'
        "<rss><channel><item><link>https://a.example/1</link><title>&a11;&file;</title></item></channel></rss>"
    )
    with budget(2), contextlib.suppress(ReadError):
        for item in read_feed(fed(bomb.encode())).items:
            assert len(item.title) < 1_000
            assert "SECRET" not in item.title


def test_of_a_feed_without_end_the_first_items_are_read_and_the_rest_counted() -> None:
    item = b"<item><link>https://a.example/1</link></item>"
    feed = read_feed(fed(b"<rss><channel>" + item * 20_000 + b"</channel></rss>"))
    assert (len(feed.items), feed.left_out) == (MOST_ITEMS, 20_000 - MOST_ITEMS)


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param("<item/>", id="empty items"),
        pytest.param("<item><link>https://a.example/1</link></item>", id="items"),
        pytest.param("<item><a/><a/><a/><a/></item>", id="elements in items"),
        pytest.param("<a b=''/>", id="elements"),
    ],
)
def test_a_feed_as_long_as_may_be_fetched_takes_little_memory(piece: str) -> None:
    program = (
        "import contextlib, resource, sys\n"
        "from corpus.errors import ReadError\n"
        "from corpus.sources.document import Document\n"
        "from corpus.sources.feed import read_feed\n"
        f"content = b'<rss><channel>' + {piece.encode()!r} * {20_000_000 // len(piece)}\n"
        "document = Document('https://a.example/', content)\n"
        "document.text\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "with contextlib.suppress(ReadError):\n"
        "    read_feed(document)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    unit = 1 if sys.platform == "darwin" else 1_024
    assert int(done.stdout) * unit < 60_000_000  # unbounded, from 230 to 800 MB


def test_deep_markup_is_bounded() -> None:
    with budget(5):
        plain_text("<div>" * 20_000 + "x")


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<rss>",
                "<item>",
                "</item>",
                "<link>",
                "http://a.b/",
                "&x;",
                "&nbsp;",
                "<![CDATA[",
                "]]>",
                "<b>",
                "<title>",
                "</title>",
                "\x00",
                "é",
                "<!--",
                "<?a",
                "<!DOCTYPE a [",
                "http://[",
                "</link>",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_any_feed_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(ReadError):
        read_feed(fed(text.encode()))
    assert isinstance(plain_text(text), str)
