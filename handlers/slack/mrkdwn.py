"""Slack's way of writing text, done and undone.

Slack escapes three characters and writes people, channels and links between angle brackets:
https://docs.slack.dev/messaging/formatting-message-text
"""

import re

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_UNESCAPES = {escape: char for char, escape in _ESCAPES.items()}
_TOKEN = re.compile(r"&(?:amp|lt|gt);|<([^<>|\n][^<>\n]*)>")


def escape(text: str) -> str:
    """Write any text so that Slack shows it as it is and reads no order in it.

    >>> escape("<!channel> & co")
    '&lt;!channel&gt; &amp; co'
    """
    return re.sub("[&<>]", lambda match: _ESCAPES[match[0]], text)


def unescape(text: str) -> str:
    """Read what a person typed out of what Slack delivers; a link becomes its label, a person a name.

    >>> unescape("&lt;b&gt; &amp;amp; <@U012|ann> in <#C1|news>: <https://tass.com/a|tass.com>")
    '<b> &amp; @ann in #news: tass.com'
    """
    return _TOKEN.sub(lambda match: _UNESCAPES.get(match[0]) or _spoken(match[1]), text)


def _spoken(token: str) -> str:
    """Return what a person sees in place of `<token>`."""
    target, _, label = token.partition("|")
    match target[0]:
        case "@" | "#":
            return target[0] + (unescape(label).lstrip(target[0]) or target[1:])
        case "!":
            return unescape(label) if label else f"@{target[1:].partition('^')[0]}"
        case _:
            return unescape(label or target.removeprefix("mailto:"))


def without_mention(text: str, user: str | None) -> str:
    """Take the bot's own name out of a message that calls it: every mention of `user`, or the first one.

    >>> without_mention("<@U0BOT> did <@U1> say so?", "U0BOT")
    'did <@U1> say so?'
    """
    who, count = (re.escape(user), 0) if user else (r"[A-Z0-9]+", 1)
    # Blanks are looked at from their first one only, and a label as far as the next sign: else time grows by the square.
    return re.sub(rf"(?:(?<!\s)\s+)?<@{who}(?:\|[^<>]*)?>[:,]?", "", text, count=count).strip()
