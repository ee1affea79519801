"""A page yields its main text and nothing of what stands around it."""

from pathlib import Path

import pytest

from corpus.errors import ReadError
from corpus.sources.document import Document
from corpus.sources.page import read_page

DATA = Path(__file__).resolve().parents[2] / "data" / "page"


def test_a_page_yields_title_day_and_main_text() -> None:
    page = read_page(Document("https://paper.example/1", (DATA / "news.html").read_bytes()))
    assert (page.title, page.date) == ("Talks agreed", "2025-09-05")
    assert "“We are ready for talks,” said Dmitry Peskov" in page.text
    assert not {"Never", "Privacy", "Home"} & set(page.text.replace(",", " ").replace(".", " ").split())


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"<" * 500_000])
def test_a_page_without_words_is_an_error(content: bytes) -> None:
    with pytest.raises(ReadError):
        read_page(Document("https://paper.example/1", content))
