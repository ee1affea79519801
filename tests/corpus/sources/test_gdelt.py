"""Files of quotations: who spoke is told from the words around, and what is not sound harms nothing else."""

import contextlib
import gzip
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.models import Provenance
from corpus.sources import gdelt
from corpus.sources.gdelt import Filters, Tally, read_gdelt, read_gdelt_statements

URL = "http://data.example/20260901121600.gqg.json.gz"
DAY = (Path(__file__).parents[2] / "data/gdelt/day.jsonl").read_bytes()
CONTENT = gzip.compress(DAY)
ROWS = [line for line in DAY.splitlines() if line.startswith(b"{")]
BOATS = "We will double the number of pilot boats by 2030"


def test_quotations_become_statements_of_who_is_named_around_them() -> None:
    said, tally = read_gdelt_statements(URL, CONTENT)
    statements = [one.statement for one in said]
    assert [(one.speaker, one.text, one.source.publisher, one.source.url) for one in statements] == [
        ("Mara Whitlock", BOATS, "news.example", "https://news.example/harbour"),
        (
            "Odo Penn",
            "I have seen no evidence that the boats are needed",
            "other.example",
            "https://www.other.example/b",
        ),
    ]
    assert {one.source.provenance for one in statements} == {Provenance.SECOND_HAND}
    assert {one.source.date for one in statements} == {"2026-09-01"}
    assert tally == Tally(articles=4, quotations=4, unresolved=2, unsound=1)


def test_the_words_stand_at_their_offsets_in_the_words_around_and_nobody_is_left_open() -> None:
    quotes = [
        quote for row in map(json.loads, ROWS) for quote in row["quotes"] if row["url"].startswith("http")
    ]
    around = [one["pre"] + one["quote"] + one["post"] for one in quotes if len(one["quote"].split()) > 2]
    found = [said for _, said, _ in read_gdelt(URL, CONTENT)]
    assert [text[said.start : said.end] for text, said in zip(around, found, strict=True)] == [
        said.text for said in found
    ]
    assert [said.speaker for said in found] == ["Mara Whitlock", None, None, "Odo Penn"]


@pytest.mark.parametrize(
    ("filters", "speakers"),
    [
        pytest.param(Filters(languages=frozenset({"german"})), [], id="language"),
        pytest.param(Filters(domains=frozenset({"other.example"})), ["Odo Penn"], id="domain"),
        pytest.param(Filters(domains=frozenset({"ther.example"})), [], id="half a domain"),
        pytest.param(Filters(speakers=("Whitlock",)), ["Mara Whitlock"], id="speaker"),
    ],
)
def test_filters_keep_what_was_asked_for(filters: Filters, speakers: list[str]) -> None:
    assert [one.statement.speaker for one in read_gdelt_statements(URL, CONTENT, filters)[0]] == speakers


def test_several_members_are_read_like_one() -> None:
    twice = CONTENT + gzip.compress(b'\n{"url":"https://c.example/","quotes":[]}')
    assert read_gdelt_statements(URL, twice)[1].articles == 5


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        pytest.param(CONTENT[:-30], "not a whole gzip", id="cut short"),
        pytest.param(CONTENT[:40] + b"\x00" * 40 + CONTENT[80:], "not a whole gzip", id="damaged"),
        pytest.param(b"<html>Too many requests</html>", "no line of it is sound", id="a page"),
        pytest.param(gzip.compress(b"x" * 5_000_000), "line of more", id="a line without end"),
    ],
)
def test_what_is_no_such_file_is_an_error(content: bytes, complaint: str) -> None:
    with pytest.raises(ReadError, match=complaint):
        read_gdelt_statements(URL, content)


def test_a_bomb_is_refused_in_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gdelt, "MOST_BYTES", 20_000_000)
    bomb = gzip.compress(b"\n" * 100_000_000, 1)
    tracemalloc.start()
    with pytest.raises(ReadError, match="when unpacked"):
        read_gdelt_statements(URL, bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000


@given(st.binary(max_size=400) | st.binary(max_size=200).map(gzip.compress))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    with contextlib.suppress(ReadError):
        read_gdelt_statements(URL, content)


@given(st.text(max_size=80), st.text(min_size=1, max_size=80), st.text(max_size=80))
def test_whatever_is_around_the_words_stay_as_they_are(pre: str, quote: str, post: str) -> None:
    said = gdelt.attributed(pre, quote, post)
    assert said is None or said.text == quote
