import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from handlers.parsing.clean import clean


@given(st.text())
def test_every_letter_and_digit_stays_in_order(text: str) -> None:
    kept = [char for char in text if char.isalnum() and clean(char)]
    assert [char for char in clean(text) if char.isalnum()] == kept


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(alphabet=st.characters(categories=["Cs", "Cc", "Cf", "Ll"])))
def test_no_control_no_surrogate_and_no_order_of_direction_stays(text: str) -> None:
    left = set(clean(text))
    assert not [char for char in left - {"\n", "\t"} if unicodedata.category(char) in ("Cc", "Cs")]
    assert not left & set("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def test_the_result_can_always_be_encoded() -> None:
    assert clean("a\ud800b\udfffc").encode() == b"abc"


def test_joiners_stay_where_a_script_needs_them() -> None:
    assert clean("می\u200cخواهم क्\u200dष") == "می\u200cخواهم क्\u200dष"


def test_joiners_go_where_they_only_hide() -> None:
    assert clean("tar\u200cgets \u200d") == "targets "
