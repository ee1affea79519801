import json
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.attribution.reader import read_article
from corpus.attribution.utterance import Utterance, to_json

DATA = Path(__file__).resolve().parents[2] / "data" / "article"

# Pieces of news prose, good and broken, to build documents of.
_PIECES = st.lists(
    st.sampled_from(
        [
            "“We will not wait,” ",
            '"No," ',
            "said Mr. Peskov",
            "she said. ",
            "he added, ",
            "According to Jane Doe, ",
            "the spokeswoman for the campaign, Hope Hicks, ",
            "who",
            "“",
            "”",
            '"',
            "«",
            "»",
            "‘",
            "’",
            "'",
            "\n\n",
            "\n",
            ". ",
            ", ",
            "<a href=“x”>",
            "Сказал он. ",
            "「日本」",
            "U.S. Sen. John Q. Public Jr. of Ohio ",
            "\ud800",
            "\x00",
        ]
    ),
    max_size=60,
).map("".join)


def said(text: str) -> list[tuple[str, str | None]]:
    return [(utterance.text, utterance.speaker) for utterance in read_article(text)]


@pytest.mark.parametrize("name", sorted(path.stem for path in DATA.glob("*.txt")))
def test_an_article_yields_its_statements(name: str) -> None:
    text = (DATA / f"{name}.txt").read_text("utf-8")
    expected = json.loads((DATA / f"{name}.json").read_text("utf-8"))

    found = [
        {
            "text": utterance.text,
            "speaker": utterance.speaker,
            "attribution": utterance.attribution,
        }
        | ({"pieces": len(utterance.spans)} if utterance.spans else {})
        for utterance in read_article(text)
    ]

    assert found == expected


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        pytest.param("“We will win this election,” said Mr Peskov.", "Peskov", id="inverted"),
        pytest.param("Anna Stein said, “We will win this election.”", "Anna Stein", id="before"),
        pytest.param('"We will win," Anna Stein told the BBC.', "Anna Stein", id="straight marks"),
        pytest.param("Anna Stein: “We will win this election.”", "Anna Stein", id="a colon"),
        pytest.param("According to Anna Stein, “we will win this.”", "Anna Stein", id="according to"),
        pytest.param(
            "Anna Stein, who has led the party since 2019, said the vote was “a farce from the start.”",
            "Anna Stein",
            id="who has led",
        ),
        pytest.param(
            "“We will win,” said Anna Stein, the leader of the Green Party.",
            "Anna Stein",
            id="a role set off",
        ),
        pytest.param(
            "“We will win,” said campaign spokeswoman Anna Stein on Friday.", "Anna Stein", id="a role before"
        ),
        pytest.param(
            "A spokesman for the Stein campaign said the vote was “a farce from the start.”",
            "A spokesman for the Stein campaign",
            id="a role alone",
        ),
        pytest.param(
            "In a statement, the Stein campaign called the vote “a farce from the start.”",
            "the Stein campaign",
            id="an organisation",
        ),
        pytest.param(
            "Anna Stein spoke in Berlin. “We will win,” she said to cheers.", "Anna Stein", id="she"
        ),
        pytest.param(
            "Sen. Anna Stein met President Paul Brandt. “We will win,” the senator said.",
            "Anna Stein",
            id="a role known",
        ),
        pytest.param(
            "Anna Stein and Eva Brandt met in Berlin. “We will win,” she said.", None, id="two women"
        ),
        pytest.param("“We will win.” The crowd went home.", None, id="nobody"),
        pytest.param(
            "Paul Brandt says that he was fired for it. “It was a mere pretext,” the suit says.",
            "the suit",
            id="a document beside a person",
        ),
        pytest.param(
            "Paul Brandt introduced her. “He is an amazing leader,” said the 46-year-old.",
            "the 46-year-old",
            id="an age",
        ),
        pytest.param(
            "Paul Brandt held up a sign — which read “Voters for Brandt” — and waved it.", None, id="a sign"
        ),
        pytest.param(
            "Theresa May met Angela Stein. “We will win this,” May said.", "Theresa May", id="a month's name"
        ),
        pytest.param(
            "Larry King was there. “We will win this,” said King.", "Larry King", id="a title's name"
        ),
        pytest.param(
            "Bill de Blasio, the mayor, came late. “We will win this,” he said.",
            "Bill de Blasio",
            id="a particle",
        ),
        pytest.param(
            "A senior official was at the table. “We will win this,” the official said.",
            "A senior official",
            id="a role brought in",
        ),
        pytest.param(
            "Former secretary of State Anna Stein said, “We will win this.”", "Anna Stein", id="a long title"
        ),
        pytest.param(
            "Anna Stein said Paul Brandt would lose. “We will win this,” she told reporters.",
            "Anna Stein",
            id="she, not he",
        ),
        pytest.param(
            "Brandt campaign manager Anna Stein spoke. “We will win this,” she said.",
            "Anna Stein",
            id="a campaign",
        ),
        pytest.param(
            "Anna Stein spoke. “We will win this,” Stein said, according to the Berlin Times.",
            "Anna Stein",
            id="said, according to",
        ),
        pytest.param(
            "Anna Stein, the director of the party said in a statement: “We will win this.”",
            "Anna Stein",
            id="a comma missing",
        ),
        pytest.param("Hours later, he said, “We will win this.”", None, id="nobody named before"),
    ],
)
def test_the_speaker_is_the_fullest_name_or_nobody(text: str, speaker: str | None) -> None:
    assert [utterance.speaker for utterance in read_article(text)] == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("He watched “Gone with the Wind” on Friday.", id="a film"),
        pytest.param("She spoke on NBC’s “Meet the Press” on Sunday.", id="a programme"),
        pytest.param("The so-called “experts” left the room.", id="a word held off"),
        pytest.param("They searched for “Libya,” “Benghazi,” and other words.", id="words in a list"),
        pytest.param("There is nothing in quotation marks here.", id="no marks"),
        pytest.param(
            "“This was never closed, and nobody knows where it ends", id="a mark without its partner"
        ),
        pytest.param("", id="nothing"),
    ],
)
def test_what_nobody_said_is_no_statement(text: str) -> None:
    assert read_article(text) == ()


def test_who_only_reports_the_words_is_named_beside_the_speaker() -> None:
    [utterance] = read_article("Anna Stein spoke. “We will win,” Stein said, according to the Berlin Times.")
    assert utterance.speaker == "Anna Stein"
    assert utterance.attribution == "Stein said, according to the Berlin Times"


def test_a_sentence_taken_up_again_is_one_statement() -> None:
    text = "“I think,” Anna Stein said, “that we will win.” Then she left."
    [utterance] = read_article(text)
    assert utterance.text == "I think, that we will win."
    assert [text[start:end] for start, end in utterance.spans] == ["I think,", "that we will win."]


def test_a_quotation_over_paragraphs_is_one_statement() -> None:
    text = "Anna Stein said:\n\n“We tried.\n\n“We failed.”\n\nShe then left the room."
    assert said(text) == [("We tried. We failed.", "Anna Stein")]


def test_a_speech_that_goes_on_keeps_its_speaker() -> None:
    text = "“We tried,” Anna Stein said. “We failed. We will try again.”"
    assert said(text) == [("We tried,", "Anna Stein"), ("We failed. We will try again.", "Anna Stein")]


def test_the_sentences_around_a_statement_come_with_it() -> None:
    text = "It rained in Berlin. “We will win,” Anna Stein said. Nobody clapped."
    [utterance] = read_article(text)
    assert (utterance.before, utterance.after) == ("It rained in Berlin.", "Nobody clapped.")


def test_the_json_line_has_the_promised_fields() -> None:
    line = to_json(read_article("“We will win,” said Anna Stein.")[0], id="7")
    assert line == {
        "id": "7",
        "speaker": "Anna Stein",
        "text": "We will win,",
        "start": 1,
        "end": 13,
        "attribution": "Anna Stein",
        "resolved": True,
        "before": "",
        "after": "",
    }


def pieces(utterance: Utterance) -> tuple[tuple[int, int], ...]:
    return utterance.spans or ((utterance.start, utterance.end),)


@given(_PIECES)
def test_the_offsets_lead_back_to_the_words(text: str) -> None:
    for utterance in read_article(text):
        assert " ".join(text[start:end] for start, end in pieces(utterance)) == utterance.text
        assert utterance.text.strip() == utterance.text != ""


@given(_PIECES)
def test_statements_stand_in_order_and_apart(text: str) -> None:
    places = [place for utterance in read_article(text) for place in pieces(utterance)]
    assert all(end <= start for (_, end), (start, _) in pairwise(places))


@given(_PIECES)
def test_a_named_speaker_stands_in_the_article(text: str) -> None:
    for utterance in read_article(text):
        if utterance.speaker is not None:
            assert utterance.attribution is not None
            assert utterance.attribution in text
            assert all(word in text for word in utterance.speaker.split())


@given(st.binary(max_size=400), st.sampled_from(["utf-8", "latin-1", "utf-16-le", "cp1251"]))
def test_any_bytes_are_read_without_a_crash(raw: bytes, encoding: str) -> None:
    read_article(raw.decode(encoding, "replace"))


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    read_article(text)


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param("“We will win,” said Anna Stein. She left. ", id="news"),
        pytest.param('"', id="marks"),
        pytest.param("“", id="opening marks"),
        pytest.param(" \n", id="blank lines"),
        pytest.param(" ", id="blanks"),
        pytest.param("President ", id="titles"),
        pytest.param("John Smith said ", id="names"),
        pytest.param("a", id="one word"),
        pytest.param("<a ", id="open tags"),
        pytest.param("A. ", id="initials"),
        pytest.param("“x” he, ", id="words"),
        pytest.param("“x\n\n", id="paragraphs left open"),
    ],
)
def test_a_long_document_takes_time_in_proportion(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.process_time()
        read_article(text)
        return time.process_time() - start

    def proportionate() -> bool:
        return seconds(80_000) < 0.05 + 12 * seconds(20_000)

    # Four times the text; a quadratic reader would take sixteen times as long, and every time.
    assert any(proportionate() for _ in range(5))
