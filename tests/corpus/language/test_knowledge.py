"""The lists of words of each language: that every file is whole, and that lists agree where they must."""

import re
import tomllib
from collections import Counter
from importlib.resources import files

import msgspec
import pytest

from corpus.language import name_lists, quotation_marks
from corpus.language.knowledge import Language, english, languages
from corpus.language.verbs import inflect, inflect_all

CODES = ("en", "de", "fr", "es", "it", "pt", "pl", "ru", "uk", "zh", "ja", "ar")


def source(code: str) -> str:
    return (files("corpus.language") / "languages" / f"{code}.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", CODES)
def test_every_file_has_exactly_the_documented_tables(code: str) -> None:
    assert tomllib.loads(source(code)).keys() == {field.name for field in msgspec.structs.fields(Language)}


def test_every_language_is_read() -> None:
    assert languages().keys() >= set(CODES)
    assert next(iter(languages())) == "en"


@pytest.mark.parametrize("code", languages())
def test_words_are_spelt_in_small_letters_with_straight_apostrophes(code: str) -> None:
    def check(value: object) -> None:
        if isinstance(value, str):
            assert value == value.lower(), value
            assert "’" not in value, value
        elif isinstance(value, dict):
            for inner in value.values():
                check(inner)

    check(
        {name: table for name, table in tomllib.loads(source(code)).items() if name not in ("name", "frames")}
    )


@pytest.mark.parametrize("code", languages())
def test_no_word_stands_twice_in_one_list(code: str) -> None:
    def check(value: object) -> None:
        if isinstance(value, str):
            assert [word for word, count in Counter(value.split()).items() if count > 1] == []
        elif isinstance(value, dict):
            for inner in value.values():
                check(inner)

    check(tomllib.loads(source(code)))


@pytest.mark.parametrize("code", languages())
def test_no_title_stands_in_two_groups(code: str) -> None:
    words = Counter(word for group in languages()[code].titles for word in group.words)
    assert [word for word, count in words.items() if count > 1] == []


@pytest.mark.parametrize("code", languages())
def test_the_uses_of_titles_are_the_documented_ones(code: str) -> None:
    documented = {
        "compared", "office", "article", "typed", "country", "label", "honour", "short", "dotted", "male", "female",
    }  # fmt: skip
    assert {use for group in languages()[code].titles for use in group.uses} <= documented


def test_every_office_is_a_title_that_no_name_is_compared_by() -> None:
    assert name_lists.OFFICES <= name_lists.TITLES


@pytest.mark.parametrize("code", languages())
def test_lists_that_choose_among_others_hold_nothing_else(code: str) -> None:
    language = languages()[code]
    verbs = language.speech_verbs
    bases = {*verbs.speak, *verbs.name, *verbs.think, *verbs.do, *verbs.deed}
    for chosen in (verbs.typed, verbs.deeds, verbs.common, verbs.after_quotation, verbs.irregular.keys()):
        assert set(chosen) <= bases
    assert verbs.claiming | verbs.to_hearer <= verbs.typed
    assert verbs.before_subject <= verbs.after_quotation
    assert verbs.claiming_forms <= verbs.forms
    assert verbs.unsure <= (inflect_all(verbs.typed) if verbs.typed else frozenset())
    assert language.fillers.apart | language.fillers.sounds <= language.fillers.words
    assert language.units.scales <= language.units.words
    persons = {word for words in language.persons.values() for word in words}
    assert language.pronouns.possessives <= persons
    for grouped in (language.questions, language.prepositions):
        known = grouped.words | getattr(grouped, "exchanged", frozenset())
        assert frozenset().union(*grouped.groups) <= known


def test_every_verb_has_one_kind() -> None:
    verbs = english().speech_verbs
    kinds = Counter((*verbs.speak, *verbs.name, *verbs.think, *verbs.do, *verbs.deed))
    assert [verb for verb, count in kinds.items() if count > 1] == []


def test_a_verb_that_is_unsure_in_typed_text_has_a_form_that_is_sure() -> None:
    verbs = english().speech_verbs
    for verb in verbs.typed:
        assert inflect(verb).all - verbs.unsure


@pytest.mark.parametrize("code", languages())
def test_frames_are_patterns(code: str) -> None:
    frames = languages()[code].frames
    for patterns in (frames.quoting, frames.quoting_after, frames.heard_after, frames.own, frames.disowned, frames.dismissed_after):  # fmt: skip
        for pattern in patterns:
            assert re.compile(pattern.replace("{says}", "(?:a)").replace("{they}", "(?:a)"))


@pytest.mark.parametrize("code", languages())
def test_quotation_marks_stand_in_pairs_that_both_readers_know(code: str) -> None:
    for pair in languages()[code].quotation_marks.pairs:
        opener, closer = list(pair)
        assert closer in quotation_marks.CLOSERS[opener]


def test_twelve_months_and_seven_days_are_known() -> None:
    calendar = english().calendar
    assert len(calendar.months) == 12
    assert len(calendar.weekdays) == 7
    assert all(any(month.startswith(short) for month in calendar.months) for short in calendar.short_months)
