import pytest

from handlers.parsing.reported_speech import read_claims


def claims(text: str) -> list[tuple[str, str | None]]:
    return [(text[claim.start : claim.end], claim.speaker) for claim in read_claims(text)]


def test_the_title_of_a_brief_comes_apart_into_its_three_claims() -> None:
    title = (
        "Putin said Western troops in Ukraine would be lawful targets and demanded security guarantees, "
        "opposing Ukraine’s NATO entry"
    )
    assert claims(title) == [
        ("Western troops in Ukraine would be lawful targets", "Putin"),
        ("demanded security guarantees", "Putin"),
        ("opposing Ukraine’s NATO entry", "Putin"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Putin said troops would be lawful targets, and demanded guarantees",
            [("troops would be lawful targets", "Putin"), ("demanded guarantees", "Putin")],
            id="two deeds",
        ),
        pytest.param(
            "Mr Peskov told reporters on Friday that a deal was near, adding that talks went on",
            [("a deal was near", "Mr Peskov"), ("talks went on", "Mr Peskov")],
            id="told somebody that, adding that",
        ),
        pytest.param(
            "Putin said no deal was near. Lavrov said talks went on.",
            [("no deal was near.", "Putin"), ("talks went on.", "Lavrov")],
            id="two speakers",
        ),
        pytest.param(
            "Churchill said we shall fight on the beaches. We shall never surrender.",
            [("we shall fight on the beaches. We shall never surrender.", "Churchill")],
            id="one speaker goes on",
        ),
        pytest.param(
            "According to Putin, troops are targets", [("troops are targets", "Putin")], id="according"
        ),
        pytest.param("Did Putin really say we will win?", [("we will win", "Putin")], id="question"),
        pytest.param("did putin say that we will win", [("we will win", "putin")], id="small letters"),
        pytest.param("did he really say we will win?", [("we will win", None)], id="question with a pronoun"),
        pytest.param("Is it true that Putin said we will win?", [("we will win", "Putin")], id="is it true"),
        pytest.param("Churchill: Never give in", [("Never give in", "Churchill")], id="label of one word"),
        pytest.param("Vladimir Putin: we will win", [("we will win", "Vladimir Putin")], id="label"),
        pytest.param(
            "Putin said: we will win and demanded it", [("we will win and demanded it", "Putin")], id="colon"
        ),
        pytest.param("We will win, said Putin", [("We will win", "Putin")], id="said, behind"),
        pytest.param("We will win, Putin said on Friday.", [("We will win", "Putin")], id="upright, behind"),
        pytest.param("We will win, according to Putin", [("We will win", "Putin")], id="according, behind"),
        pytest.param("We will win — Putin", [("We will win", "Putin")], id="dash"),
        pytest.param("We will win - Vladimir Putin, 2025", [("We will win", "Vladimir Putin")], id="hyphen"),
        pytest.param("We will win\n— Putin", [("We will win", "Putin")], id="dash below"),
        pytest.param("We will win\nVladimir Putin", [("We will win", "Vladimir Putin")], id="name below"),
        pytest.param("We will win (Putin, 2025)", [("We will win", "Putin")], id="in brackets"),
        pytest.param("We will win by Putin", [("We will win", "Putin")], id="by"),
        pytest.param("普京说我们会赢得胜利", [("普京说我们会赢得胜利", None)], id="no blanks"),
    ],
)
def test_who_said_what_is_read_without_marks(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert claims(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "We shall fight on the beaches",
        "Remember: freedom is not free",
        "Houston: we have a problem",
        "Ask not what your country can do for you: ask what you can do for your country",
        "We will not be defeated by Russia",
        "It was built by Germany",
        "I will stand by Ukraine",
        "We thank our friends, America",
        "Nobody said it would be easy",
        "He said we would win",
        "They say the best things in life are free",
        "Ukraine rejected the offer and demanded more",
        "Government of the people, by the people, for the people",
        "Never was so much owed by so many to so few",
        "We have one goal - total victory",
        "We said no (and we meant it)",
    ],
)
def test_a_quote_that_names_no_speaker_stays_whole(text: str) -> None:
    assert claims(text) == [(text, None)]


@pytest.mark.parametrize(
    "verb",
    [
        "confirm",
        "confirms",
        "maintain",
        "maintains",
        "note",
        "notes",
        "state",
        "states",
        "stress",
        "stresses",
    ],
)
def test_a_verb_that_is_a_noun_or_an_order_elsewhere_reports_words_behind_its_subject(verb: str) -> None:
    assert claims(f"Putin {verb} that the war will end soon") == [("the war will end soon", "Putin")]


@pytest.mark.parametrize(
    "text",
    [
        "Please confirm that the war will end soon",
        "The notes that Putin took will be published soon",
        "Secretary of State Rubio will travel to Rome",
        "They state that the war will end soon",
    ],
)
def test_such_a_word_without_a_named_subject_names_nobody(text: str) -> None:
    assert claims(text) == [(text, None)]
