"""The HTML of a message: its words, and none lost in markup that is broken, however much there is of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.teams.message_text import read_html, without_mentions

_OPEN = st.sampled_from(("<", "</", "<a ", "<b", "<!--", "<script ", "<?", "&lt;", "'", '"', " ", "<!", "/"))


@pytest.mark.parametrize(
    ("html", "words"),
    [
        pytest.param("<p>Hello &lt;3 and <i>you</i></p><p>Bye</p>", "Hello <3 and you\nBye", id="blocks"),
        pytest.param("5 < 6 and 7 > 6", "5 < 6 and 7 > 6", id="signs"),
        pytest.param("<p>cut off <unfinished", "cut off <unfinished", id="a tag without its end"),
        pytest.param("a<!-- unseen -->b", "ab", id="a comment"),
        pytest.param("a<!-- said <b>c</b>", "a<!-- said c", id="a comment without its end"),
        pytest.param("a<script>alert(1)</script>b<style>p{}</style>c", "abc", id="what nobody reads"),
        pytest.param('<attachment id="1"></attachment>hi', "hi", id="an attachment"),
    ],
)
def test_words_are_what_a_reader_sees(html: str, words: str) -> None:
    assert read_html(html) == words


@given(st.lists(st.one_of(_OPEN, st.just("word ")), max_size=40))
def test_where_no_tag_ends_every_word_is_one(parts: list[str]) -> None:
    assert read_html("".join(parts)).count("word") == parts.count("word ")


# Each of these took a reader of tags minutes, or an hour.
@pytest.mark.parametrize(
    "piece", ["<a ", "<a b='", "<!", "<!--", "--><!--", "</", "<at ", "<![CDATA[", "<p><"]
)
def test_very_much_broken_markup_is_read_all_the_same(piece: str) -> None:
    html = "said " + piece * (400_000 // len(piece))
    assert read_html(html).startswith("said")
    assert without_mentions(html, ("<at>Verbatim</at>",)).startswith("said")
