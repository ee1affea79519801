"""PDF files: their words in order, and a plain error where there are none."""

import contextlib
from collections.abc import Callable

import pytest
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st

from corpus.attribution.reader import read_article
from corpus.errors import ReadError
from corpus.sources import pdf
from corpus.sources.document import Document
from corpus.sources.pdf import read_pdf

URL = "https://a.example/speech.pdf"
WORDS = "We will double the number of pilot boats in every harbour of this coast by the year 2030"
ARTICLE = (
    f'The plan was announced in Dover. "{WORDS}," said Mara Whitlock, the harbours minister, on Tuesday.'
)


def made(*pages: str, lock: str | None = None) -> bytes:
    file = FPDF()
    file.set_font("Helvetica", size=12)
    file.set_title("Boats")
    for text in pages:
        file.add_page()
        file.multi_cell(120, 8, text)
    if lock:
        file.set_encryption(owner_password="owner", user_password=lock)
    return bytes(file.output())


PLAIN = made(ARTICLE)


def test_a_wrapped_quotation_is_read_in_one_piece_with_its_speaker() -> None:
    page = read_pdf(Document(URL, PLAIN))
    [said] = read_article(page.text)
    assert (page.title, said.text, said.speaker) == ("Boats", f"{WORDS},", "Mara Whitlock")
    assert page.text[said.start : said.end] == said.text


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        pytest.param(lambda: b"%PDF-1.7 and nothing more", "no sound PDF", id="only the head"),
        pytest.param(lambda: b"<html>", "no sound PDF", id="a page"),
        pytest.param(lambda: made(ARTICLE, lock="secret"), "locked|no sound PDF", id="locked"),
        pytest.param(lambda: made(""), "without text", id="empty"),
        pytest.param(lambda: made(*["x"] * 4), "more than 3 pages", id="too many pages"),
    ],
)
def test_what_cannot_be_read_is_a_plain_error(
    monkeypatch: pytest.MonkeyPatch, content: Callable[[], bytes], complaint: str
) -> None:
    monkeypatch.setattr(pdf, "MOST_PAGES", 3)
    with pytest.raises(ReadError, match=complaint):
        read_pdf(Document(URL, content()))


@given(st.integers(0, len(PLAIN)), st.binary(max_size=12))
def test_a_damaged_file_is_read_or_refused(at: int, damage: bytes) -> None:
    with contextlib.suppress(ReadError):
        read_pdf(Document(URL, PLAIN[:at] + damage + PLAIN[at + len(damage) :]))
