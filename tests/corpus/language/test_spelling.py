"""One word in two spellings, and words that only look like it."""

import pytest

from corpus.language.spelling import same_name, same_spelling


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("realise", "realize"),
        ("organisations", "organizations"),
        ("analysing", "analyzing"),
        ("colour", "color"),
        ("neighbours", "neighbors"),
        ("centre", "center"),
        ("defence", "defense"),
        ("dialogue", "dialog"),
        ("travelled", "traveled"),
        ("programme", "program"),
        ("whilst", "while"),
        ("towards", "toward"),
    ],
)
def test_british_and_american_spellings_are_one_word(british: str, american: str) -> None:
    assert same_spelling(british, american)
    assert same_spelling(american, british)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("four", "for"),
        ("wise", "wize"),
        ("there", "their"),
        ("price", "prise"),
        ("fence", "fens"),
        ("were", "wer"),
        ("advice", "advise"),
        ("hour", "hor"),
    ],
)
def test_words_that_only_look_like_it_are_two(one: str, other: str) -> None:
    assert not same_spelling(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("zelensky", "zelenskyy"),
        ("zelenskiy", "zelenskyi"),
        ("kiev", "kyiv"),
        ("lugansk", "luhansk"),
        ("kharkov", "kharkiv"),
        ("yanukovich", "yanukovych"),
        ("sergei", "serhiy"),
        ("medvedev", "medwedew"),
        ("mohammed", "muhammad"),
        ("gaddafi", "qadhafi"),
        ("khrushchev", "krushchev"),
    ],
)
def test_a_name_brought_over_in_two_ways_is_one_name(one: str, other: str) -> None:
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("yemen", "oman"),
        ("iran", "iraq"),
        ("mali", "malawi"),
        ("niger", "nigeria"),
        ("austria", "australia"),
        ("biden", "baden"),
        ("miller", "muller"),
        ("hansen", "hanson"),
        ("ann", "ian"),
        ("harry", "gary"),
        ("putin", "paten"),
        ("johnson", "jensen"),
        ("sweden", "sudan"),
        ("china", "ghana"),
    ],
)
def test_two_people_or_countries_are_never_one_name(one: str, other: str) -> None:
    assert not same_name(one, other)
