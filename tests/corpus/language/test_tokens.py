"""Words and their places: whatever the text, an offset leads back to its word, and nothing of a text is lost."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.load import starter
from corpus.language.sentences import LONGEST, passages, sentences
from corpus.language.tokens import tokenize, words

ANY = st.text(st.characters(), max_size=300)  # surrogates, controls, every script
PROSE = st.lists(st.sampled_from([s.text for s in starter()]), max_size=12).map(" ".join)
MARKED = st.text(st.sampled_from("aB ё你 .!?…,;:-—\n\t'’\"“”«»()[]123%$é\u0301\u200d\ud800"), max_size=200)
TEXTS = st.one_of(ANY, PROSE, MARKED)


# --- tokens ----------------------------------------------------------------------------------------------------


@given(TEXTS)
def test_a_tokens_offsets_lead_back_to_its_word(text: str) -> None:
    for token in tokenize(text):
        raw = text[token.start : token.end]
        assert raw
        assert raw == raw.strip()
        assert token.norm


@given(TEXTS)
def test_offsets_move_with_the_text(text: str) -> None:
    moved = [(t.norm, t.start - 2, t.end - 2) for t in tokenize(f"“ {text}”")]
    assert moved == [(t.norm, t.start, t.end) for t in tokenize(text)]


@given(PROSE)
def test_the_words_of_the_index_are_those_of_the_tokens_before_numbers_are_joined(text: str) -> None:
    numbers = [text[token.start : token.end] for token in tokenize(text) if token.norm[0].isdigit()]
    joined = "".join(token.norm for token in tokenize(text) if not token.norm[0].isdigit())
    rest = "".join(word for number in numbers for word in words(number) if not word[0].isdigit())
    assert sorted("".join(word for word in words(text) if not word[0].isdigit())) == sorted(joined + rest)


@given(TEXTS)
def test_tokens_stand_in_order_and_do_not_overlap(text: str) -> None:
    tokens = tokenize(text)
    for before, after in pairwise(tokens):
        assert 0 <= before.start < before.end <= after.start < after.end <= len(text)


@given(TEXTS)
def test_no_letter_or_digit_stands_outside_of_a_token(text: str) -> None:
    covered = [False] * len(text)
    for token in tokenize(text):
        covered[token.start : token.end] = [True] * (token.end - token.start)
    left = {
        char
        for char, inside in zip(text, covered, strict=True)
        if char.isascii() and char.isalnum() and not inside
    }
    assert left == set()


@given(PROSE)
def test_case_and_typography_do_not_change_the_words(text: str) -> None:
    plain = [token.norm for token in tokenize(text)]
    assert [t.norm for t in tokenize(text.upper())] == plain
    assert [t.norm for t in tokenize(text.replace("'", "’").replace('"', "“"))] == plain


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        pytest.param("Don’t", "do not", id="contraction"),
        pytest.param("They can't, won't, shan't", "they can not will not shall not", id="irregular contractions"),
        pytest.param("I'm sure you've lost; they're back", "i am sure you have lost they are back", id="clitics"),
        pytest.param("Putin's war", "putin 's war", id="possessive"),
        pytest.param("10,000 men", "10000 men", id="thousands separator"),
        pytest.param("1.200.000 men", "1200000 men", id="points as separators"),
        pytest.param("3.5 and 3,5", "3.5 and 3.5", id="decimal comma"),
        pytest.param("ten thousand men", "10000 men", id="number words"),
        pytest.param("two hundred and fifty men", "250 men", id="hundred and"),
        pytest.param("one hundred fifty men", "150 men", id="hundred without and"),
        pytest.param("twenty-five thousand", "25000", id="hyphen and scale"),
        pytest.param("1.5 million", "1500000", id="decimal and scale"),
        pytest.param("five six seven", "5 6 7", id="counting is not adding"),
        pytest.param("nineteen eighty four", "19 84", id="a year in words"),
        pytest.param("5 per cent, 5 percent, 5%", "5 percent 5 percent 5 percent", id="per cent"),
        pytest.param("the U.S. and e.g. France", "the u.s. and e.g. france", id="dotted abbreviations"),
        pytest.param("the 21st century", "the 21st century", id="ordinal in digits"),
        pytest.param("the first time", "the 1st time", id="ordinal in words"),
        pytest.param("Zelenskýy, café", "zelenskyy cafe", id="accents"),
        pytest.param("Пойдём домой", "пойдем домой", id="Cyrillic"),
        pytest.param("القُوّات", "القوات", id="Arabic vowels"),
        pytest.param("你好 world", "你 好 world", id="Chinese, a token a character"),
        pytest.param("ＡＢＣ", "abc", id="full width"),
        pytest.param("cease-fire", "cease fire", id="hyphen"),
        pytest.param("$5", "$ 5", id="currency"),
        pytest.param("rock'n'roll o'clock", "rocknroll o'clock", id="inner apostrophes"),
        pytest.param("", "", id="nothing"),
        pytest.param("— … “”", "", id="marks alone"),
    ],
)  # fmt: skip
def test_a_text_is_cut_into_these_words(text: str, norms: str) -> None:
    assert [token.norm for token in tokenize(text)] == norms.split()


# --- sentences and passages ------------------------------------------------------------------------------------


@given(TEXTS)
def test_sentences_adjoin_and_cover_all_of_a_text(text: str) -> None:
    assert "".join(text[low:high] for low, high in sentences(text)) == text
    assert all(low < high for low, high in sentences(text))


@given(TEXTS)
def test_passages_adjoin_and_cover_all_of_a_text(text: str) -> None:
    assert "".join(text[low:high] for low, high in passages(text)) == text
    assert all(low < high for low, high in passages(text))


@given(st.integers(0, 5000), st.sampled_from(["a", "ab ", "你", "no stop here "]))
def test_no_passage_is_longer_than_the_limit_even_without_a_blank(length: int, unit: str) -> None:
    assert all(high - low <= LONGEST for low, high in passages((unit * length)[:5000]))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("Mr. Fox ran. He did!", 2, id="title"),
        pytest.param("J. D. Vance came. He left.", 2, id="initials"),
        pytest.param("The U.S. army came. It left.", 2, id="dotted abbreviation"),
        pytest.param("It cost 3.5 million. We paid.", 2, id="decimal point"),
        pytest.param("“We came.” They left.", 2, id="closing mark behind the stop"),
        pytest.param("What? No! Yes… Perhaps.", 4, id="other stops"),
        pytest.param("we came... and left", 1, id="an ellipsis that goes on"),
        pytest.param("我们来了。他们走了。", 2, id="Chinese"),
        pytest.param("Мы пришли. Они ушли.", 2, id="Russian"),
        pytest.param("One line\n\nAnother line", 2, id="empty line"),
        pytest.param("a line that is\nhard-wrapped here", 1, id="a wrapped line"),
        pytest.param("The answer is no. We shall fight.", 2, id="no is no abbreviation"),
        pytest.param("See no. 5 of the list.", 1, id="no. before a number is one"),
        pytest.param("They sat. We stood.", 2, id="a word that only looks like one"),
    ],
)
def test_a_text_has_this_many_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("3.5bn people", "3.5 billion people"),
        ("3.5 bn people", "3.5 billion people"),
        ("$2m", "$2 million"),
        ("£10k", "£10,000"),
        ("5kg of rice", "five kilograms of rice"),
        ("100 km away", "100km away"),
        ("at 5pm", "at 5 p.m."),
    ],
)
def test_numbers_with_short_units_are_the_words(short: str, long: str) -> None:
    assert [t.norm for t in tokenize(short)] == [t.norm for t in tokenize(long)]


def test_what_could_be_metres_is_no_million() -> None:
    assert [t.norm for t in tokenize("2m 10k 9mm")] == ["2m", "10k", "9mm"]


@given(st.text(alphabet="0123456789.,bnmktg $£ ", max_size=30))
@example("$0.0.0b")
def test_short_units_keep_offsets_in_order(text: str) -> None:
    found = tokenize(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[t.start : t.end].strip() for t in found)
