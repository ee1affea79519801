"""Teams' ways of writing text, undone: HTML of a message, and mentions in it."""

import re
from html import unescape

from corpus.sources.markup import plain_text

_AT = re.compile(r"</?at(?:\s[^<>]*)?>", re.IGNORECASE)
_NO_TAG = re.compile(r"<(?!/?[a-z][^<>]*>|!--)", re.IGNORECASE)


def without_mentions(text: str, own: tuple[str, ...]) -> str:
    """Return what a person typed, without the bot's own name; other people's names stay as they read.

    >>> without_mentions("<at>Verbatim</at>&nbsp;did <at>Ann</at> say so?", ("<at>Verbatim</at>",))
    'did Ann say so?'
    """
    for mention in own:
        text = text.replace(mention, " ")
    return unescape(_AT.sub("", text)).replace("\xa0", " ").strip()


def read_html(html: str) -> str:
    r"""Return the words of a message in HTML, a block on a line of its own; markup that is broken costs no word.

    >>> read_html("<div>He said <b>“we&nbsp;will”</b><br>today</div>"), read_html("a <b c")
    ('He said “we will”\ntoday', 'a <b c')
    """
    commented, end, rest = (_NO_TAG.sub("&lt;", part) for part in html.rpartition("-->"))
    return plain_text(commented + end + rest.replace("<!--", "&lt;!--"))  # no comment that begins there ends
