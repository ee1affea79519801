"""Whoever may write a message may not stop the program with it: time grows with its length, not with the square of it."""

from collections.abc import Callable

import pytest

from handlers.commands.brief import wants_brief
from handlers.commands.watches import parse_watches
from handlers.replies.recall import without_again
from handlers.slack.mrkdwn import without_mention
from handlers.teams.activities import read
from handlers.teams.webhook import _NAME
from tests.support.budget import budget

LONG = 100_000  # characters; by the square, each of these took more than ten seconds


def teams(html: str) -> object:
    attached = {"contentType": "text/html", "content": f"http://schema.skype.com/Reply{html}"}
    return read(
        {"type": "message", "serviceUrl": "https://s", "conversation": {"id": "c"}, "attachments": [attached]}
    )


@pytest.mark.parametrize(
    ("look", "text"),
    [
        pytest.param(lambda text: without_mention(text, "U1"), f"a{' ' * LONG}b", id="slack, blanks"),
        pytest.param(lambda text: without_mention(text, None), "<@U1|" * (LONG // 5), id="slack, mentions"),
        pytest.param(lambda text: _NAME.sub("", text), f"a{' ' * LONG}b", id="webhook, blanks"),
        pytest.param(lambda text: _NAME.sub("", text), "<at>" * (LONG // 4), id="webhook, mentions"),
        pytest.param(teams, "<blockquote>" * (LONG // 12), id="teams, quotations without end"),
        pytest.param(
            teams, f"<blockquote>{'<strong>' * (LONG // 8)}</blockquote>", id="teams, names without end"
        ),
        pytest.param(without_again, " " * LONG, id="again"),
        pytest.param(wants_brief, " " * LONG, id="brief"),
        pytest.param(parse_watches, " " * LONG + "x", id="watches"),
        pytest.param(parse_watches, ":" * LONG + "my" + " " * LONG, id="watches, colons"),
    ],
)
def test_a_message_without_end_takes_no_time(look: Callable[[str], object], text: str) -> None:
    with budget(2):
        look(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<at>Verbatim</at> did he?", " did he?"),
        ("so:  <at id=0>Verbatim <b>bot</b></at> did he?", "so: did he?"),
        ("<at>Ann <at>Bob</at>", "<at>Ann"),
        ("no name", "no name"),
    ],
)
def test_a_call_of_the_webhook_is_read_without_its_name(text: str, left: str) -> None:
    assert _NAME.sub("", text, count=1) == left
