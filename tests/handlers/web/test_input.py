import pytest

from handlers.web.input import read_message


@pytest.mark.parametrize(
    ("message", "text"),
    [
        pytest.param('/verify "We shall fight"', '"We shall fight"', id="command"),
        pytest.param("/VERIFY we", "we", id="capitals"),
        pytest.param(" \n/verify\nwe shall", "we shall", id="on the next line"),
        pytest.param("/verify“We shall”", "“We shall”", id="no space"),
        pytest.param("“We shall”", "“We shall”", id="quotation marks"),
        pytest.param("'We shall fight'", "'We shall fight'", id="single marks"),
        pytest.param("we shall fight on", "we shall fight on", id="four words"),
        pytest.param("我们将在海滩上战斗", "我们将在海滩上战斗", id="no spaces to count by"),
        pytest.param("don't know", None, id="an apostrophe is no quotation mark"),
        pytest.param("hi", None, id="a greeting"),
        pytest.param("/verify", None, id="nothing to verify"),
        pytest.param("/verifying words in a row", None, id="another command"),
        pytest.param("/help", None, id="help"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_message_is_a_quote_or_a_call_for_help(message: str, text: str | None) -> None:
    assert read_message(message) == text
