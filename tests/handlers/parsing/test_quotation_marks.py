import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import QuoteError
from handlers.parsing.quotation_marks import MOST_MARKS, find_quotations, half_quotation

MARKS = [
    pytest.param("“", "”", id="curly"),
    pytest.param('"', '"', id="straight"),
    pytest.param("„", "“", id="German"),
    pytest.param("„", "”", id="Polish"),
    pytest.param("”", "”", id="Swedish"),
    pytest.param("«", "»", id="guillemets"),
    pytest.param("« ", " »", id="guillemets with blanks"),
    pytest.param("»", "«", id="guillemets turned in"),
    pytest.param("‹", "›", id="single guillemets"),
    pytest.param("‘", "’", id="single curly"),
    pytest.param("'", "'", id="single straight"),
    pytest.param("‚", "‘", id="single German"),
    pytest.param("「", "」", id="corner brackets"),
    pytest.param("『", "』", id="white corner brackets"),
    pytest.param("``", "''", id="TeX"),
    pytest.param('""', '""', id="doubled by a spreadsheet"),
    pytest.param("“", '"', id="curly, then straight"),
    pytest.param('"', "”", id="straight, then curly"),
    pytest.param("＂", "＂", id="full width"),
    pytest.param("`", "`", id="backticks"),
]


def found(text: str) -> list[str]:
    return [quotation.words(text) for quotation in find_quotations(text)]


@pytest.mark.parametrize(("opening", "closing"), MARKS)
def test_every_pair_of_marks_quotes(opening: str, closing: str) -> None:
    assert found(f"He said: {opening}We won’t go, it's late{closing} and left.") == ["We won’t go, it's late"]


@pytest.mark.parametrize(("opening", "closing"), MARKS)
def test_two_quotations_stay_two(opening: str, closing: str) -> None:
    text = f"{opening}We will go{closing} and {opening}we will stay{closing}"
    assert found(text) == ["We will go", "we will stay"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("“He said “no” to me”", ["He said “no” to me"], id="curly in curly"),
        pytest.param('"He said "no" to me"', ['He said "no" to me'], id="straight in straight"),
        pytest.param('"He said "no""', ['He said "no"'], id="both end together"),
        pytest.param("“He said ‘no’ to me”", ["He said ‘no’ to me"], id="single in double"),
        pytest.param("‘He said “no” to me’", ["He said “no” to me"], id="double in single"),
        pytest.param("«Er «nein» sagte»", ["Er «nein» sagte"], id="guillemets nested"),
        pytest.param("「彼は『いいえ』と」", ["彼は『いいえ』と"], id="corner brackets nested"),
        pytest.param("don't, won’t, the soldiers' boots, the '90s, ’tis", [], id="apostrophes"),
        pytest.param("'The soldiers' boots' by X", ["The soldiers' boots"], id="plural inside single marks"),
        pytest.param(
            "'We need boots' said X, of the boys' club", ["We need boots"], id="verb behind the marks"
        ),
        pytest.param('in the boys\' "a b" and girls\' "c d"', ["a b", "c d"], id="apostrophes outside"),
        pytest.param("rock 'n' roll in '68", [], id="elisions"),
        pytest.param('5\'10" tall, he said "yes"', ["yes"], id="feet and inches"),
        pytest.param('צה"ל אמר "כן לא"', ["כן לא"], id="Hebrew abbreviation"),
        pytest.param('他说："我们会赢"。', ["我们会赢"], id="no blanks around straight marks"),
        pytest.param('"One.\n\n"Two.\n\n"Three."', ["One.\nTwo.\nThree."], id="each paragraph opens a mark"),
        pytest.param("“One.\n\nTwo.”", ["One.\n\nTwo."], id="two paragraphs in one pair"),
        pytest.param('"A. He said "C is D."', ["C is D."], id="one mark missing"),
        pytest.param("“unclosed, then “closed”", ["closed"], id="an opening mark alone"),
        pytest.param("closed” and “again”", ["again"], id="a closing mark alone"),
        pytest.param('"First.""Second."', ["First.", "Second."], id="nothing between"),
        pytest.param('("a b") — "c d",\'e f\'', ["a b", "c d", "e f"], id="punctuation around"),
        pytest.param('"""', [], id="three of a kind"),
    ],
)
def test_marks_are_paired_as_a_reader_would(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param('Putin said: "We will win', "We will win", id="opening"),
        pytest.param('We will win" by Putin', "We will win", id="closing"),
        pytest.param("“We will win", "We will win", id="curly"),
    ],
)
def test_one_mark_is_half_a_quotation(text: str, words: str) -> None:
    half = half_quotation(text)
    assert half
    assert half.words(text) == words


@given(st.text(alphabet="ab .,'\n\"“”„«»‘’「」`"))
def test_pieces_lie_inside_in_order_and_apart(text: str) -> None:
    end = 0
    for quotation in find_quotations(text):
        assert end <= quotation.start < quotation.end <= len(text)
        places = [place for piece in quotation.pieces for place in piece]
        assert places == sorted(places)
        assert quotation.start < places[0]
        assert places[-1] < quotation.end
        end = quotation.end


def test_more_marks_than_anybody_writes_are_refused() -> None:
    with pytest.raises(QuoteError, match="marks"):
        find_quotations('" a ' * (MOST_MARKS + 1))
