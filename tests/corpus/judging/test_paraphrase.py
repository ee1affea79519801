"""What may be called close in other words, and what may not."""

import pytest

from bot.load import starter
from corpus.judging.alignment import prepare
from corpus.judging.paraphrase import likenesses, opposed
from corpus.models import Passage, Source, Statement


def close(quote: str, text: str) -> bool:
    return likenesses(prepare(quote, quoted=True), [Passage(Statement("1", "Ann", text), 0)])[0].close


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        pytest.param("The collapse of the Soviet Union was a catastrophe", "The collapse of the Soviet Union was a major disaster.", id="synonyms"),
        pytest.param("More troops and weapons for the border", "We will bring weapons and more troops to our border.", id="another order"),
    ],
)  # fmt: skip
def test_most_of_a_quote_in_other_words_is_close(quote: str, text: str) -> None:
    assert close(quote, text)
    assert not opposed(quote, text)


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        pytest.param(
            "Taxes must fall for every family", "Troops must leave the border now.", id="another subject"
        ),
        pytest.param("Taxes must fall for every family", "Every day is a good day.", id="common words"),
        pytest.param("Ukraine must be free", "Ukraine.", id="one name"),
        pytest.param("the of and to", "the of and to", id="small words"),
        pytest.param("", "Taxes must fall.", id="nothing asked"),
    ],
)
def test_a_word_or_two_in_common_are_not_close(quote: str, text: str) -> None:
    assert not close(quote, text)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        pytest.param("Fact check: did Ann say “taxes must fall for every family”?", True, id="the quote"),
        pytest.param("Fact check: taxes and families", False, id="a word or two"),
        pytest.param("Ann: “Taxes must fall for every family”", False, id="a headline of the news"),
        pytest.param(None, False, id="no title"),
    ],
)
def test_half_of_a_quote_will_do_on_a_page_that_checks_the_quote(title: str | None, said: bool) -> None:
    spoken = Statement("1", "Ann", "Families cannot pay such taxes.", Source(title=title))
    quote = prepare("Taxes must fall for every family", quoted=True)
    assert likenesses(quote, [Passage(spoken, 0)])[0].close is said
    other = Statement("1", "Ann", "Troops must leave the border.", Source(title=title))
    assert not likenesses(quote, [Passage(other, 0)])[0].close


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        pytest.param("We would surrender to anybody", "We shall never surrender to anybody.", id="never"),
        pytest.param("Nuclear wars have winners", "There is no winner in nuclear wars", id="no"),
        pytest.param("We shall lose the war", "We shall win the war", id="antonym"),
        pytest.param("Not because it is hard but because it is easy", "Not because they are easy, but because they are hard", id="not moved"),
        pytest.param("We must welcome unwarranted influence", "We must guard against unwarranted influence.", id="against"),
    ],
)  # fmt: skip
def test_what_only_one_of_two_denies_is_the_opposite(quote: str, text: str) -> None:
    assert opposed(quote, text)
    assert opposed(text, quote)


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        pytest.param("We shall not give in", "We shall never give in", id="both deny"),
        pytest.param(
            "Troops would be lawful targets",
            "If troops appear there, they will be legitimate targets",
            id="neither denies",
        ),
        pytest.param("We win", "They talk", id="nothing in common"),
    ],
)
def test_what_both_or_neither_deny_is_not(quote: str, text: str) -> None:
    assert not opposed(quote, text)


@pytest.mark.parametrize("statement", [pytest.param(s, id=s.id) for s in starter()[::9]])
def test_a_statement_is_never_opposed_to_itself(statement: Statement) -> None:
    assert not opposed(statement.text, statement.text)


def test_the_stretch_is_a_sentence_of_the_passage() -> None:
    text = "Good morning. Taxes must fall for every family. Good night."
    low, high = likenesses(prepare("Taxes fall for families"), [Passage(Statement("1", "Ann", text), 0)])[
        0
    ].span
    assert text[low:high] == "Taxes must fall for every family."
