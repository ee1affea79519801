import pytest

from corpus.errors import QuoteError
from handlers.parsing.options import read_date, read_options


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("2025", "2025", id="year"),
        pytest.param("2025-08", "2025-08", id="month"),
        pytest.param("2025-08-01", "2025-08-01", id="day"),
        pytest.param("2025/8/1", "2025-08-01", id="slashes"),
        pytest.param("1.8.2025", "2025-08-01", id="dots"),
        pytest.param("August 2025", "2025-08", id="month by name"),
        pytest.param("Sept. 2025", "2025-09", id="month cut short"),
        pytest.param("1 August 2025", "2025-08-01", id="day first"),
        pytest.param("1st August, 2025", "2025-08-01", id="ordinal"),
        pytest.param("August 1, 2025", "2025-08-01", id="month first"),
        pytest.param("2025-02-30", None, id="no such day"),
        pytest.param("2025-13", None, id="no such month"),
        pytest.param("0000", None, id="no such year"),
        pytest.param("yesterday", None, id="a word"),
    ],
)
def test_a_date_is_read_as_far_as_it_was_given(words: str, expected: str | None) -> None:
    assert read_date(words) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("by:Putin", [("by", "Putin")], id="by"),
        pytest.param("BY: Vladimir Putin", [("by", "Vladimir Putin")], id="by, two words"),
        pytest.param('by:"vladimir v. putin"', [("by", "vladimir v. putin")], id="by, in marks"),
        pytest.param("by:the Russian president", [("by", "the Russian president")], id="by, an office"),
        pytest.param("from:Putin", [("by", "Putin")], id="from, a name"),
        pytest.param("from:2025", [("since", "2025")], id="from, a date"),
        pytest.param("by：普京 since：2025", [("by", "普京"), ("since", "2025")], id="full-width colon"),
        pytest.param("since:2025-08 until:2025", [("since", "2025-08"), ("until", "2025")], id="both"),
        pytest.param(
            "after:2019 before: 5 May 2020", [("since", "2019"), ("until", "2020-05-05")], id="aliases"
        ),
        pytest.param("since 2025-08-01", [("since", "2025-08-01")], id="without a colon"),
        pytest.param("since August 2025", [("since", "2025-08")], id="month without a colon"),
        pytest.param(
            "by:Putin since:2024 ok", [("by", "Putin"), ("since", "2024")], id="one behind the other"
        ),
        pytest.param("two words: nothing else", [], id="a colon in prose"),
        pytest.param("https://example.org:80/since:x", [], id="an address"),
        pytest.param("at 10:30 unit:5", [], id="near, but no slip"),
        pytest.param("--by Putin --since=2025", [("by", "Putin"), ("since", "2025")], id="as at a terminal"),
        pytest.param("--speaker: Vladimir Putin", [("by", "Vladimir Putin")], id="dashes and a colon"),
        pytest.param("—by Putin —until 2025", [("by", "Putin"), ("until", "2025")], id="dashes made one"),
        pytest.param("—Kremlin", [], id="a source after a dash"),
    ],
)
def test_options_are_read(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(option.kind, option.value) for option in read_options(text, prose=False)] == expected


def test_in_prose_a_year_after_since_is_no_option() -> None:
    assert not read_options("who has ruled since 1999", prose=True)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("form:Putin", "“from:”", id="form"),
        pytest.param("form: Putin", "“from:”", id="form, with a blank"),
        pytest.param("sinse:2025", "“since:”", id="sinse"),
        pytest.param("sinec: 2025", "“since:”", id="turned letters"),
        pytest.param("untill:2025", "“until:”", id="untill"),
        pytest.param("speeker:Putin", "“speaker:”", id="speeker"),
        pytest.param("--speker Putin", "“speaker:”, as in speaker:Putin", id="--speker"),
        pytest.param("--form Putin", "“from:”", id="--form"),
        pytest.param("—untill 2025", "“until:”", id="a long dash"),
        pytest.param("--lang en", "no option “--lang”", id="an option that is not there"),
        pytest.param("since:yesterday", "2025-08-01", id="no date"),
        pytest.param("until:2025-13", "2025-08-01", id="no such month"),
        pytest.param("by:", "no name", id="no name"),
        pytest.param("since:2025 until:2024", "turn the two dates round", id="turned round"),
        pytest.param("by:a " * 40, "more options", id="too many"),
    ],
)
def test_a_slip_is_met_with_what_is_right(text: str, says: str) -> None:
    with pytest.raises(QuoteError) as caught:
        read_options(text, prose=False)
    assert says in caught.value.advice


@pytest.mark.parametrize(
    "text", ["we will fight --to the end-- and win", "they came —by sea —before dawn", "a -- b"]
)
def test_dashes_in_prose_are_no_options(text: str) -> None:
    assert not read_options(text, prose=True)


def test_a_long_slip_is_met_in_a_quote_without_marks() -> None:
    with pytest.raises(QuoteError) as caught:
        read_options("we shall fight on the beaches --speker Churchill", prose=True)
    assert "“speaker:”" in caught.value.advice
