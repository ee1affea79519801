"""Teams' ways of writing text, undone: HTML of a message, and mentions in it."""

import re
from html import unescape
from html.parser import HTMLParser

_AT = re.compile(r"</?at(?:\s[^>]*)?>", re.IGNORECASE)
_BLOCKS = frozenset({"p", "div", "li", "br", "blockquote", "tr", "h1", "h2", "h3", "pre"})
_UNSEEN = frozenset({"script", "style", "title"})


def without_mentions(text: str, own: tuple[str, ...]) -> str:
    """What a person typed, without the bot's own name; other people's names stay as they read.

    >>> without_mentions("<at>Verbatim</at>&nbsp;did <at>Ann</at> say so?", ("<at>Verbatim</at>",))
    'did Ann say so?'
    """
    for mention in own:
        text = text.replace(mention, " ")
    return unescape(_AT.sub("", text)).replace("\xa0", " ").strip()


def read_html(html: str) -> str:
    r"""The words of a message in HTML, a block on a line of its own; markup that is broken costs no word.

    >>> read_html("<div>He said <b>“we&nbsp;will”</b><br>today</div>")
    'He said “we will”\ntoday'
    """
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = "".join(reader.words).replace("\xa0", " ").split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words.append(data)
