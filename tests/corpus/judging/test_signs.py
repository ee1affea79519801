"""Signs are words: what changes a number is a difference, what a renderer does to the same characters is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.judging.alignment import align
from corpus.judging.changes import find_changes
from corpus.judging.diff import difference
from corpus.verdict import Change, Kind


def changes(quote: str, source: str) -> tuple[Change, ...]:
    return find_changes(align(quote, source))


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("the change was -0.42 points", "the change was 0.42 points"),
        ("the change was +0.42 points", "the change was −0.42 points"),
        ("0.42 points were lost", "-0.42 points were lost"),
        ("they won it 53", "they won it 5-3"),
        ("they won it 5", "they won it 5-3"),
        ("inflation is < 2 percent", "inflation is = 2 percent"),
        ("inflation is ≥2 percent", "inflation is ≤2 percent"),
        ("3/4 of the members agreed", "3-4 of the members agreed"),
        ("a ratio of 3:1 holds", "a ratio of 31 holds"),
        ("in 2019-20 we grew", "in 201920 we grew"),
        ("we meet at 10:30 today", "we meet at 1030 today"),
        ("there are 10² ways", "there are 102 ways"),
        ("there are 10^6 ways", "there are 106 ways"),
        ("there are 10⁻⁶ grams", "there are 10⁶ grams"),
        ("a rise of .5 percent", "a rise of 5 percent"),
        ("a rise of 2.5 percent", "a rise of 25 percent"),
        ("some 5(3) men", "some 53 men"),
        ("a loss of $-5 million", "a loss of $5 million"),
        ("some 5 3 men", "some 53 men"),
        ("2½ loaves remain", "21/2 loaves remain"),
    ],
)
def test_a_sign_inside_a_number_changes_the_claim_and_both_numbers_are_shown(quote: str, source: str) -> None:
    [change] = [c for c in changes(quote, source) if c.kind.matters]
    assert change.kind in (Kind.NUMBER, Kind.DATE)
    assert change.quote != change.wording
    assert {change.quote, change.wording} != {""}


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("they won it 5–3", "they won it 5-3"),
        ("they won it 5 - 3", "they won it 5-3"),
        ("5 to 10 years from now", "5-10 years from now"),
        ("it was minus 5 degrees", "it was -5 degrees"),
        ("it was −5°", "it was -5 degrees"),
        ("about 40 men", "~40 men"),
        ("10 000 men came", "10,000 men came"),
        ("the twenty-fifth year", "the twenty‑fifth year"),
        ("the twenty-fifth year", "the twenty fifth year"),
        ("10⁶ grams of it", "10^6 grams of it"),
        ("the F-35 jets", "the F35 jets"),
        ("on 2025-09-05 we met", "on 2025-09-05 we met"),
        ("a naïve idea", "a naı̈ve idea"),
        ("a ceasefire now", "a cease\u00adfire now"),
        ("a ﬁne oﬃce", "a fine office"),
        ("non- sparse data", "nonsparse data"),
        ("it was in-\ntended so", "it was intended so"),
        ("a cease‑fire now", "a cease-fire now"),
    ],
)
def test_what_a_renderer_does_to_the_same_characters_is_no_difference(quote: str, source: str) -> None:
    assert changes(quote, source) == ()


@pytest.mark.parametrize(
    ("quote", "source", "shown"),
    [
        ("He re-signed yesterday", "He resigned yesterday", ("re-signed", "resigned")),
        ("We must help us now", "We must help US now", ("us", "US")),
        ("The polish tables shine", "The Polish tables shine", ("polish", "Polish")),
        ("And then march with me", "And then March with me", ("march", "March")),
    ],
)
def test_what_may_be_another_word_is_shown_and_is_reworded_at_best(
    quote: str, source: str, shown: tuple[str, str]
) -> None:
    assert [(c.kind, c.quote, c.wording) for c in changes(quote, source)] == [(Kind.SPELLING, *shown)]


@pytest.mark.parametrize("quote", ["WE MUST HELP US NOW", "We Must Help Us Now In March"])
def test_capitals_tell_nothing_where_all_words_have_them(quote: str) -> None:
    assert changes(quote, "we must help us now in march"[: len(quote)]) == ()


NUMBERS = st.from_regex(r"\A[1-9][0-9]{0,3}(\.[1-9])?\Z")
JOINTS = ("-", "/", ":", "^", "×")
LEADS = ("", "-", "+", "<", ">", "=", "≤", "≥", "±")


@given(NUMBERS, NUMBERS, st.sampled_from(JOINTS), st.sampled_from(JOINTS))
def test_another_joint_of_two_numbers_is_never_word_for_word(
    one: str, other: str, joint: str, put: str
) -> None:
    quote, source = f"we counted {one}{joint}{other} of them", f"we counted {one}{put}{other} of them"
    assert (changes(quote, source) == ()) == (joint == put)


@given(NUMBERS, st.sampled_from(LEADS), st.sampled_from(LEADS))
def test_another_sign_before_a_number_is_never_word_for_word(number: str, lead: str, put: str) -> None:
    quote, source = f"we counted {lead}{number} of them", f"we counted {put}{number} of them"
    assert (changes(quote, source) == ()) == (lead == put)


@given(NUMBERS, st.integers(0, 5), st.sampled_from("0123456789"))
def test_another_digit_is_never_word_for_word(number: str, at: int, digit: str) -> None:
    place = at % len(number)
    changed = number[:place] + digit + number[place + 1 :]
    found = changes(f"we counted {changed} of them", f"we counted {number} of them")
    assert (found == ()) == (changed == number)


@given(NUMBERS, NUMBERS, st.sampled_from(("-", "/", ":")), st.sampled_from(("", " ", "\u00a0", "\n")))
def test_blanks_round_a_sign_are_no_difference(one: str, other: str, joint: str, blank: str) -> None:
    quote, source = f"we counted {one}{blank}{joint}{blank}{other} men", f"we counted {one}{joint}{other} men"
    assert changes(quote, source) == ()


def test_the_difference_shows_the_whole_number_on_either_side() -> None:
    shown = [
        (s.edit.value, s.text)
        for s in difference(align("a change of -0.42 points", "a change of 0.42 points"))
    ]
    assert shown == [("same", "a change of "), ("quote", "-0.42 "), ("source", "0.42 "), ("same", "points")]


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("[T]he bridge is ours", "Now the bridge is ours"),
        ("“[I]t’s ours", "and it's ours"),
        ("this is winter. Nobody knows", "this is winter; nobody knows"),
        ("Rs 15 lakh each", "₹15 lakh each"),
        ("USD 20 a day", "$20 a day"),
    ],
)
def test_what_an_editor_or_a_house_style_does_is_no_difference(quote: str, source: str) -> None:
    assert changes(quote, source) == ()


@pytest.mark.parametrize(
    ("quote", "source", "kind"),
    [
        ("₹15 to ₹20 lakh", "Rs 15 to 20 lakh", Kind.SPELLING),
        ("we relied upon them", "we relied on them", Kind.SPELLING),
        ("les gens qui passent", "des gens qui passent", Kind.FUNCTION_WORD),
        ("das Haus ist alt", "ein Haus ist alt", Kind.FUNCTION_WORD),
        ("rnost people agree", "most people agree", Kind.SPELLING),
        ("the peop1e agree", "the people agree", Kind.SPELLING),
    ],
)
def test_what_is_shown_and_harmless(quote: str, source: str, kind: Kind) -> None:
    assert [c.kind for c in changes(quote, source)] == [kind]
    assert not kind.matters


@pytest.mark.parametrize(
    ("quote", "source", "kind"),
    [
        ("I am the man for this", "I am a man for this", Kind.REPLACED),
        ("enough of [so-called] experts", "enough of experts", Kind.INSERTED),
        ("ces [prétendus] experts sont là", "ces experts sont là", Kind.INSERTED),
        ("God's will be done by us", "God's wish be done by us", Kind.REPLACED),
        ("das ist keine Lösung", "das ist eine Lösung", Kind.NEGATION),
        ("our people have it good", "Most of our people have it good", Kind.QUANTIFIER),
        ("people have it good", "Some people have it good", Kind.QUANTIFIER),
    ],
)
def test_what_matters_bears_the_right_name(quote: str, source: str, kind: Kind) -> None:
    assert [c.kind for c in changes(quote, source) if c.kind.matters] == [kind]


def test_words_left_out_inside_are_not_explained_by_a_word_that_stands() -> None:
    quote = "Never was so much owed by so many to so few"
    found = changes(quote, "Never in the field of human conflict was so much owed by so many to so few")
    assert {c.kind for c in found} == {Kind.FUNCTION_WORD, Kind.OMITTED}
    assert all(not c.quote for c in found)


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("لن اتهاون في معاقبة المسؤولين عنها", "لن أتهاون في معاقبة المسئولين عنها"),
        ("لست رئيسا لأتنحى", "لست رئيساً لأتنحى"),
        ("這是我們的國家", "这是我们的国家"),
        ("經濟發展", "経済発展"),
        ("国ヲ守ル", "国を守る"),
    ],
)
def test_variants_of_one_letter_are_no_difference(quote: str, source: str) -> None:
    assert changes(quote, source) == ()


@pytest.mark.parametrize(
    ("quote", "source", "kinds"),
    [
        ("堪え難きを堪え、忍び難きを忍び", "堪ヘ難キヲ堪ヘ忍ヒ難キヲ忍ヒ", {Kind.SPELLING}),
        ("あの手口学んだらどうかね", "あの手口に学んだらどうかね", {Kind.FUNCTION_WORD}),
        ("我们的国家很大", "我们国家很大", {Kind.FUNCTION_WORD}),
    ],
)
def test_old_kana_and_a_particle_left_out_are_harmless(quote: str, source: str, kinds: set[Kind]) -> None:
    found = {c.kind for c in changes(quote, source)}
    assert found == kinds
    assert not any(kind.matters for kind in found)
