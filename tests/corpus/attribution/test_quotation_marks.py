from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.attribution.quotation_marks import find_paragraphs, find_passages


def quoted(text: str) -> list[str]:
    return [text[p.start : p.end] for p in find_passages(text, find_paragraphs(text))]


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        pytest.param("He said “oui, merci”.", ["oui, merci"], id="curly"),
        pytest.param('He said "oui, merci".', ["oui, merci"], id="straight"),
        pytest.param("Il dit « oui, merci ».", ["oui, merci"], id="guillemets"),
        pytest.param("Er sagt „ja, gut“.", ["ja, gut"], id="low and high"),
        pytest.param("Han sa ”ja, bra”.", ["ja, bra"], id="both closing"),
        pytest.param("Han sagde »ja, godt«.", ["ja, godt"], id="turned guillemets"),
        pytest.param("彼は「はい、どうぞ」と言った。", ["はい、どうぞ"], id="corner brackets"),
        pytest.param("‘I don’t mind,’ he said.", ["I don’t mind,"], id="single"),
        pytest.param("'I don't mind,' he said.", ["I don't mind,"], id="straight single"),
        pytest.param("‘I do mind,' he said.", ["I do mind,"], id="a curly single mark met by a straight one"),
        pytest.param(
            "‘The voters’ choice is clear,’ he said.", ["The voters’ choice is clear,"], id="plural"
        ),
        pytest.param("“He said ‘no’ to me,” she said.", ["He said ‘no’ to me,"], id="nested"),
        pytest.param("“I know “ he said.", ["I know"], id="closed by an opening mark"),
        pytest.param("“Left open, he said. “Closed.”", ["Closed."], id="opened twice"),
        pytest.param("“One.\n\n“Two.”", ["One.", "Two."], id="opened in each paragraph"),
        pytest.param('"One.\n\nTwo."', ["One.\n\nTwo."], id="closed in the next paragraph"),
        pytest.param(
            '"Never closed.\n\nAnother "paragraph here".', ["paragraph here"], id="closed by nobody"
        ),
        pytest.param('A 6\'2" man said "I am tall, sir".', ["I am tall, sir"], id="inches"),
        pytest.param('<a href="x y z">“Here it is”</a>', ["Here it is"], id="markup"),
        pytest.param('"... and so on," he said.', ["... and so on,"], id="an ellipsis first"),
    ],
)
def test_the_passages_are_what_stands_in_quotation_marks(text: str, passages: list[str]) -> None:
    assert quoted(text) == passages


def test_a_passage_taken_up_in_the_next_paragraph_is_marked() -> None:
    text = "“One.\n\n“Two.”"
    assert [p.continues for p in find_passages(text, find_paragraphs(text))] == [False, True]


def test_wrapped_lines_stay_one_paragraph() -> None:
    line = "these words were wrapped at a width that nobody chose on\n"
    text = line * 8 + "purpose.\n\nThe end."
    assert [text[start:end][-8:] for start, end in find_paragraphs(text)] == ["purpose.", "The end."]


def test_unwrapped_lines_are_paragraphs() -> None:
    assert find_paragraphs("One.\nTwo.") == [(0, 4), (5, 9)]


@given(st.text(alphabet="ab .,\n“”\"'‘’«»„", max_size=80))
def test_passages_stand_apart_inside_their_marks(text: str) -> None:
    passages = find_passages(text, find_paragraphs(text))
    for passage in passages:
        assert passage.outer_start <= passage.start <= passage.end <= passage.outer_end
    for passage, following in pairwise(passages):
        assert passage.outer_end <= following.outer_start
