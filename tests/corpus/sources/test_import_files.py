"""Statements out of files: what a sound line becomes, and the file, line and field that a complaint names."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.models import Provenance, Source, Statement
from corpus.sources import import_files
from corpus.sources.import_files import derived_id, read_statements, statement_of

WHOLE = {
    "id": "s1", "speaker": "Ann Smith", "text": "We shall go.", "date": "2020-05-01", "url": "https://example.org/1",
    "title": "A speech", "publisher": "Office", "language": "en", "translated": True, "utterance": "u1", "role": "Mayor",
    "context": "Town hall", "provenance": "official", "primary_url": "http://example.org/2",
}  # fmt: skip


def read(*lines: str, name: str = "in.jsonl") -> list[Statement]:
    return list(read_statements(name, lines))


def line(**fields: Any) -> str:
    return json.dumps({"speaker": "Ann", "text": "Hello there.", **fields})


# --- JSON lines ------------------------------------------------------------------------------------------------


def test_every_field_of_a_line_arrives() -> None:
    assert read(json.dumps(WHOLE)) == [
        Statement(
            "s1",
            "Ann Smith",
            "We shall go.",
            Source("Office", "A speech", "https://example.org/1", "http://example.org/2", "2020-05-01", Provenance.OFFICIAL),
            "Mayor",
            "en",
            translated=True,
            utterance="u1",
            context="Town hall",
        )
    ]  # fmt: skip


def test_speaker_and_text_are_enough_and_empty_lines_are_passed_over() -> None:
    (one,) = read("", line(), "  \t")
    assert (one.speaker, one.text, one.source, one.translated) == ("Ann", "Hello there.", Source(), False)


def test_without_an_id_one_is_derived_from_the_content() -> None:
    one, again, other = read(line(), line(id=None), line(text="Hello, there."))
    assert one.id == again.id == derived_id({"speaker": "Ann", "text": "Hello there."})
    assert other.id != one.id


@pytest.mark.parametrize("date", ["2020", "2020-05", "2020-05-31"])
def test_a_date_may_be_cut_to_month_or_year(date: str) -> None:
    assert read(line(id="1", date=date))[0].source.date == date


def test_half_of_a_surrogate_pair_becomes_the_replacement_character() -> None:
    (one,) = read('{"speaker": "Ann", "text": "a \\ud800 b", "id": "1"}')
    assert one.text == "a \ufffd b"


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        pytest.param("not json", "is not JSON", id="no JSON"),
        pytest.param("[1]", "is not a JSON object", id="no object"),
        pytest.param("[" * 100_000, "is not JSON", id="brackets without end"),
        pytest.param('{"speaker": "Ann"}', "field 'text' is missing or empty", id="no text"),
        pytest.param('{"text": "Hello"}', "field 'speaker' is missing or empty", id="no speaker"),
        pytest.param(line(text="  "), "field 'text' is missing or empty", id="blank text"),
        pytest.param(line(speaker=7), "field 'speaker' is missing or empty", id="a number for a name"),
        pytest.param(line(tezt="x"), "field 'tezt' is not known", id="a field misspelt"),
        pytest.param(line(title=["a"]), "field 'title' must be a string, not list", id="a list for a title"),
        pytest.param(line(translated="yes"), "field 'translated' must be", id="a word for a truth value"),
        pytest.param(line(date="5 May 2020"), "field 'date' must be YYYY-MM-DD", id="a date in words"),
        pytest.param(line(date="2020-13"), "field 'date' must be", id="a thirteenth month"),
        pytest.param(line(date="2020-01-32"), "field 'date' must be", id="a thirty-second day"),
        pytest.param(line(withdrawn="soon"), "field 'withdrawn' must be", id="a word for a day of withdrawal"),
        pytest.param(line(url="javascript:alert(1)"), "field 'url' must begin with http", id="a script for an address"),
        pytest.param(line(primary_url="/a"), "field 'primary_url' must begin with http", id="a path for an address"),
        pytest.param(line(provenance="rumour"), "field 'provenance' must be one of", id="an unknown provenance"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("id_", [None, "s1"])
def test_a_wrong_line_is_named_with_file_line_and_field(wrong: str, named: str, id_: str | None) -> None:
    if id_ and wrong.startswith('{"'):
        wrong = wrong[:-1] + f', "id": "{id_}"}}'
    with pytest.raises(ReadError) as caught:
        read(line(), "", wrong)
    assert str(caught.value).startswith("in.jsonl, line 3: ")
    assert named in str(caught.value)


def test_a_text_longer_than_any_speech_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_files, "_MOST_TEXT", 100)
    for fields in ({}, {"id": "1"}):
        with pytest.raises(ReadError, match="field 'text' is longer than 100 characters"):
            read(line(text="x" * 101, **fields))


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(st.characters(), max_size=12), st.lists(st.none(), max_size=1),
    st.sampled_from(["2020-05", "https://example.org", "wire", " ", "Ann", "\ud800"]),
)  # fmt: skip


@given(st.dictionaries(st.sampled_from([*import_files.FIELDS, "other"]), VALUES))
def test_the_quick_way_through_a_line_and_the_careful_one_agree(fields: dict[str, Any]) -> None:
    fields = {"speaker": "Ann", "text": "Hello", "id": "1"} | fields
    text = json.dumps(fields)
    quick = import_files._quick(text)
    if quick is not None:
        assert quick == statement_of(json.loads(text), "in", 1)


@given(st.text(st.characters(), max_size=200))
def test_any_line_is_read_or_refused_with_its_place(text: str) -> None:
    for name in ("in.jsonl", "in.csv", "in.srt"):
        complaint = ""
        try:
            read(*text.split("\n"), name=name)
        except ReadError as error:
            complaint = str(error)
        assert not complaint or complaint.startswith(f"{name}, line ")


# --- CSV -------------------------------------------------------------------------------------------------------


def test_csv_has_the_same_fields_and_leaves_empty_cells_out() -> None:
    (one,) = read("speaker,text,date,translated,title", 'Ann,"Hello, there",2020-05,yes,', name="in.csv")
    assert (one.speaker, one.text, one.source.date, one.translated) == (
        "Ann",
        "Hello, there",
        "2020-05",
        True,
    )
    assert one.source.title is None


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        pytest.param(
            ["who,what", "a,b"], "line 1: field 'speaker, text' is missing in the header", id="header"
        ),
        pytest.param(
            ["speaker,text", "Ann,Hello,there"], "line 2: has more cells than the header", id="cells"
        ),
        pytest.param(
            ["speaker,text", "Ann,Hello", ",Hello"], "line 3: field 'speaker' is missing", id="empty cell"
        ),
        pytest.param(["speaker,text,date", "Ann,Hello,tomorrow"], "line 2: field 'date' must be", id="date"),
    ],
)
def test_a_wrong_row_is_named_with_file_line_and_field(lines: list[str], named: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(*lines, name="in.csv")
    assert f"in.csv, {named}" in str(caught.value)


# --- transcripts -----------------------------------------------------------------------------------------------


def test_a_transcript_is_cut_into_turns_at_each_name() -> None:
    turns = read("ANN SMITH: We shall go.", "And we shall stay.", "", "Mr. Jones: Who?", name="talk.txt")
    assert [(t.speaker, t.text) for t in turns] == [
        ("ANN SMITH", "We shall go. And we shall stay."),
        ("Mr. Jones", "Who?"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["1", "00:00:01,000 --> 00:00:02,500", "Ann: We shall", "2", "00:00:03,000 --> 00:00:04,000", "<i>go.</i>"], id="srt"),
        pytest.param(["WEBVTT", "", "00:01.000 --> 00:02.500", "Ann: We shall", "NOTE a remark", "00:03.000 --> 00:04.000", "go."], id="vtt"),
    ],
)  # fmt: skip
def test_times_numbers_and_markup_of_subtitles_are_dropped(lines: list[str]) -> None:
    (turn,) = read(*lines, name="talk.srt.gz")
    assert (turn.speaker, turn.text) == ("Ann", "We shall go.")


def test_words_before_the_first_name_are_refused() -> None:
    with pytest.raises(ReadError, match="line 1: field 'speaker' is missing"):
        read("We shall go.", name="talk.txt")


def test_a_colon_inside_a_line_begins_no_turn() -> None:
    (turn,) = read("Ann: We say one thing: go. At 10:30 we went: all of us.", name="talk.txt")
    assert turn.text == "We say one thing: go. At 10:30 we went: all of us."


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.csv", "csv"), ("A.CSV.GZ", "csv"), ("a.srt", "talk"), ("a.vtt.gz", "talk"), ("a.txt", "talk"), ("a.json", "json"), ("a", "json")],
)  # fmt: skip
def test_the_name_of_a_file_says_how_it_is_read(name: str, kind: str) -> None:
    reads: dict[str, Callable[[], object]] = {
        "csv": lambda: read("speaker,text", "Ann,Hello", name=name),
        "talk": lambda: read("Ann: Hello", name=name),
        "json": lambda: read(line(), name=name),
    }
    for one, attempt in reads.items():
        if one == kind:
            attempt()
        else:
            with pytest.raises(ReadError):
                attempt()
