"""What a person wrote, read from rich text."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.slack.blocks import question
from handlers.slack.rich_text import read


def section(*parts: dict[str, Any], kind: str = "rich_text_section") -> dict[str, Any]:
    return {"type": kind, "elements": list(parts)}


def text(words: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": words, **({"style": style} if style else {})}


def message(*elements: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "rich_text", "block_id": "x", "elements": list(elements)}]


@pytest.mark.parametrize(
    ("elements", "words"),
    [
        pytest.param([section(text("He said "), text("never", bold=True))], "He said never", id="bold"),
        pytest.param([section(text("2 * 3 < 7 & so"))], "2 * 3 < 7 & so", id="signs that were typed"),
        pytest.param(
            [section(text("Putin:\n")), section(text("lawful targets"), kind="rich_text_quote")],
            "Putin:\nlawful targets",
            id="a quotation",
        ),
        pytest.param(
            [section(section(text("one")), section(text("two")), kind="rich_text_list")],
            "one\ntwo",
            id="a list",
        ),
        pytest.param([section(text("a b"), kind="rich_text_preformatted")], "a b", id="code"),
        pytest.param(
            [section({"type": "link", "url": "https://tass.com", "text": "TASS"})], "TASS", id="a link"
        ),
        pytest.param(
            [section({"type": "link", "url": "https://tass.com"})], "https://tass.com", id="a bare link"
        ),
        pytest.param(
            [section({"type": "emoji", "name": "flag-ua", "unicode": "1f1fa-1f1e6"})], "🇺🇦", id="emoji"
        ),
        pytest.param(
            [section({"type": "emoji", "name": "ours", "unicode": "zz"})], ":ours:", id="an own emoji"
        ),
        pytest.param([section({"type": "broadcast", "range": "here"})], "@here", id="everybody here"),
        pytest.param([section({"type": "user", "user_id": "U2"}, text(" said"))], "@U2 said", id="a person"),
        pytest.param([section({"type": "not_yet_invented", "text": "x"})], "x", id="news"),
        pytest.param([{"type": "rich_text_section"}], "", id="nothing"),
    ],
)
def test_the_words_are_read_without_their_looks(elements: list[dict[str, Any]], words: str) -> None:
    assert read(message(*elements)) == words


def test_the_name_that_calls_the_bot_is_left_out() -> None:
    bot = {"type": "user", "user_id": "U0BOT"}
    assert read(message(section(bot, text(" did he?"))), but="U0BOT") == "did he?"


@pytest.mark.parametrize(
    "blocks", [None, [], [{"type": "section", "text": {"type": "mrkdwn", "text": "x"}}], [{"no": "type"}]]
)
def test_what_is_not_rich_text_is_left_to_the_text(blocks: list[dict[str, Any]] | None) -> None:
    assert read(blocks) is None


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=200))
def test_what_we_show_of_a_question_reads_as_it_was_asked(asked: str) -> None:
    assert (read(question("U1", asked)) or "").endswith(asked)
