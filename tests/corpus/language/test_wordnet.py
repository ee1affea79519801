"""Synonyms are few and safe, opposites are many, and the forms of a word lead back to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language import wordnet

WORDS = st.sampled_from([
    "nation", "countries", "wars", "peace", "raise", "lowered", "won", "losing", "lawful", "legitimate", "unlawful",
    "million", "billion", "will", "not", "never", "first", "last", "north", "south", "achieve", "it’s", "UN", "Russia",
    "xyzzy", "мир", "平和", "two", "deuce", "unvaccinated", "vaccinated",
]) | st.text(max_size=12)  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("treaty", "pact", id="one sense each"),
        pytest.param("Nations", "countries", id="inflected and capital"),
        pytest.param("lawful", "legitimate", id="a minor sense of each"),
        pytest.param("deferred", "postponed", id="doubled consonant"),
        pytest.param("began", "started", id="irregular form"),
        pytest.param("almost", "nearly", id="adverbs"),
        pytest.param("labour", "labor", id="spellings"),
    ],
)
def test_words_that_stand_for_each_other_are_synonyms(first: str, second: str) -> None:
    assert wordnet.synonyms(first, second)
    assert wordnet.synonyms(second, first)
    assert not wordnet.antonyms(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("million", "billion", id="numbers that share a loose sense"),
        pytest.param("north", "south", id="directions"),
        pytest.param("first", "second", id="ordinals"),
        pytest.param("Monday", "Tuesday", id="weekdays"),
        pytest.param("Russia", "Ukraine", id="names"),
        pytest.param("Holland", "Netherlands", id="names are not for the dictionary"),
        pytest.param("kill", "down", id="a rare sense of one"),
        pytest.param("party", "company", id="rare senses"),
        pytest.param("house", "family", id="a rare sense of the other"),
        pytest.param("will", "leave", id="function words"),
        pytest.param("have", "get", id="auxiliaries"),
        pytest.param("us", "states", id="pronouns"),
        pytest.param("nation", "nations", id="two forms of one word"),
        pytest.param("war", "war", id="the same word"),
        pytest.param("xyzzy", "plugh", id="unknown words"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_words_that_differ_are_no_synonyms(first: str, second: str) -> None:
    assert not wordnet.synonyms(first, second)
    assert not wordnet.synonyms(second.upper(), first.upper())


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("increased", "decreased", id="verbs"),
        pytest.param("strengthening", "weaken", id="in different forms"),
        pytest.param("won", "lost", id="irregular forms"),
        pytest.param("allies", "enemies", id="our own list"),
        pytest.param("stabilization", "destabilization", id="derived nouns"),
        pytest.param("actively", "passively", id="derived adverbs"),
        pytest.param("huge", "tiny", id="neighbours of opposites"),
        pytest.param("lawful", "unlawful", id="un-"),
        pytest.param("possible", "impossible", id="im-"),
        pytest.param("regular", "irregular", id="ir-"),
        pytest.param("agree", "disagreed", id="dis-"),
        pytest.param("useful", "useless", id="-less"),
        pytest.param("unvaccinated", "vaccinated", id="a prefix on a word that no dictionary has"),
        pytest.param("non-binding", "binding", id="a hyphen"),
        pytest.param("before", "after", id="prepositions"),
        pytest.param("everyone", "nobody", id="pronouns"),
    ],
)
def test_opposites_are_antonyms_and_never_synonyms(first: str, second: str) -> None:
    assert wordnet.antonyms(first, second)
    assert wordnet.antonyms(second, first)
    assert not wordnet.synonyms(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("discover", "cover", id="dis- that does not deny"),
        pytest.param("import", "port", id="im- that does not deny"),
        pytest.param("invaluable", "valuable", id="in- that heightens"),
        pytest.param("union", "ion", id="a chance ending"),
        pytest.param("treaty", "pact", id="synonyms"),
        pytest.param("soldier", "tank", id="merely different"),
    ],
)
def test_words_that_merely_differ_are_no_antonyms(first: str, second: str) -> None:
    assert not wordnet.antonyms(first, second)


@pytest.mark.parametrize(
    ("word", "lemmas"),
    [
        pytest.param("treaties", ("treaty",), id="plural"),
        pytest.param("went", ("go",), id="exception"),
        pytest.param("winning", ("win",), id="doubled consonant"),
        pytest.param("Nation's", ("nation",), id="possessive"),
        pytest.param("bigger", ("big",), id="comparative"),
        pytest.param("qwzx", (), id="unknown"),
    ],
)
def test_a_form_leads_back_to_its_word(word: str, lemmas: tuple[str, ...]) -> None:
    assert set(lemmas) <= set(wordnet.lemma(word))
    assert wordnet.is_known(word) == bool(lemmas)


def test_forms_of_the_same_make_are_told_from_others() -> None:
    assert wordnet.same_inflection("achieved", "accomplished")
    assert wordnet.same_inflection("cut", "reduced")
    assert not wordnet.same_inflection("nations", "country")
    assert not wordnet.same_inflection("achieving", "accomplished")


@given(WORDS, WORDS)
def test_the_order_of_two_words_does_not_matter_and_none_are_both(first: str, second: str) -> None:
    assert wordnet.synonyms(first, second) == wordnet.synonyms(second, first)
    assert wordnet.antonyms(first, second) == wordnet.antonyms(second, first)
    assert not (wordnet.synonyms(first, second) and wordnet.antonyms(first, second))
