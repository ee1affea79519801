"""Slack's escapes, done and undone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.slack.mrkdwn import escape, unescape, without_mention


@given(st.text() | st.text(alphabet="&<>;alptmg#@!|:/ "))
def test_what_was_escaped_comes_back_as_it_was(text: str) -> None:
    assert unescape(escape(text)) == text


@given(st.text() | st.text(alphabet="&<>;alptmg#@!|:/ "))
def test_escaped_text_holds_no_order_to_slack(text: str) -> None:
    escaped = escape(text)
    assert "<" not in escaped
    assert ">" not in escaped


@given(st.text(alphabet="&<>;alptmg#@!|:/ U1\n"))
def test_undoing_never_fails(text: str) -> None:
    assert isinstance(unescape(text), str)


@pytest.mark.parametrize(
    ("delivered", "typed"),
    [
        pytest.param("a &lt;b&gt; &amp; c", "a <b> & c", id="the three characters"),
        pytest.param("&amp;lt;", "&lt;", id="an escape that was typed stays one"),
        pytest.param("&lt;!channel&gt;", "<!channel>", id="a typed order is not obeyed"),
        pytest.param("<@U012AB|ann> said", "@ann said", id="a person with a name"),
        pytest.param("<@U012AB> said", "@U012AB said", id="a person without"),
        pytest.param("in <#C012|news>", "in #news", id="a channel"),
        pytest.param("in <#C012|>", "in #C012", id="a private channel"),
        pytest.param("<!here>", "@here", id="here"),
        pytest.param("<!subteam^S012|@editors>", "@editors", id="a group"),
        pytest.param("<!date^1392734382^{date}|Feb 18, 2014>", "Feb 18, 2014", id="a date"),
        pytest.param("<https://tass.com/a?b=1&amp;c=2>", "https://tass.com/a?b=1&c=2", id="a bare link"),
        pytest.param("<http://tass.com|tass.com>", "tass.com", id="a link made by Slack"),
        pytest.param("<mailto:a@b.org|a@b.org>", "a@b.org", id="a mail address"),
        pytest.param("<mailto:a@b.org>", "a@b.org", id="a bare mail address"),
        pytest.param("<tel:+123|call>", "call", id="a number to call"),
        pytest.param("1 < 2", "1 < 2", id="a lone bracket"),
    ],
)
def test_people_links_and_escapes_become_what_was_seen(delivered: str, typed: str) -> None:
    assert unescape(delivered) == typed


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        pytest.param("<@U0BOT> did he say so?", "did he say so?", id="in front"),
        pytest.param("<@U0BOT>: did he?", "did he?", id="with a colon"),
        pytest.param("did he, <@U0BOT>?", "did he,?", id="behind"),
        pytest.param("<@U1|ann> said <@U0BOT|verbatim>", "<@U1|ann> said", id="another name stays"),
        pytest.param("<@U0BOT>", "", id="nothing else"),
    ],
)
def test_the_name_that_calls_the_bot_is_not_part_of_the_quote(text: str, rest: str) -> None:
    assert without_mention(text, "U0BOT") == rest


def test_an_unknown_bot_loses_only_the_first_mention() -> None:
    assert without_mention("<@U7> did <@U8> say so?", None) == "did <@U8> say so?"
