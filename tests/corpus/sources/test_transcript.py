"""Each turn of a transcript belongs to who is named before it, and to nobody where that is in doubt."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.sources.transcript import is_label, read_transcript, read_whole
from tests.support.budget import budget

DATA = Path(__file__).resolve().parents[2] / "data" / "transcript"


@pytest.mark.parametrize("name", sorted(path.stem for path in DATA.glob("*.txt")))
def test_a_transcript_yields_its_turns(name: str) -> None:
    text = (DATA / f"{name}.txt").read_text("utf-8")
    expected = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    found = read_whole(text, expected["title"])
    assert [[turn.speaker, turn.text] for turn in found.turns] == expected["turns"]
    assert (found.date, found.place) == (expected["date"], expected["place"])


@pytest.mark.parametrize(
    "label",
    [
        "Q",
        "Vladimir Putin",
        "THE PRESIDENT",
        "MS. LEAVITT",
        "Владимир Путин",
        "Ursula von der Leyen",
        "MODERATOR",
        "Dmitry Peskov (in Russian)",
    ],
)
def test_names_and_offices_are_labels(label: str) -> None:
    assert is_label(label)


@pytest.mark.parametrize(
    "words", ["First", "Here is the point", "He said", "and the President", "“No", "At 14", ""]
)
def test_openings_of_sentences_are_none(words: str) -> None:
    assert not is_label(words)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Vladimir Putin:",
                "Q   ",
                "THE PRESIDENT:",
                "Moderator:",
                " words",
                "\n",
                "\n\n",
                ":",
                "\r",
                "END",
                "\ud800",
            ]
        ),
        max_size=40,
    ).map("".join)
)
def test_offsets_lead_back_to_the_words_and_turns_never_overlap(text: str) -> None:
    end = 0
    for turn in read_transcript(text):
        assert turn.text == text[turn.start : turn.end] != ""
        assert turn.start >= end
        end = turn.end


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "".join(f"Aa{chr(97 + n % 26)}{n} Bb: words\n" for n in range(20_000)), id="names without end"
        ),
        pytest.param("Mr. Lee: words\n" * 20_000, id="turns without end"),
        pytest.param("President " * 100_000 + "\nTHE PRESIDENT: words", id="a long head"),
        pytest.param("A" * 1_000_000, id="a long line"),
        pytest.param("A " * 500_000 + ":", id="a long label"),
        pytest.param(" \t" * 500_000 + "Q", id="blanks"),
    ],
)
def test_what_is_no_transcript_takes_no_time(text: str) -> None:
    with budget(5):
        read_transcript(text)
