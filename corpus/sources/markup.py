"""The words of a piece of HTML, a paragraph a line; scripts, styles and the like are no words."""

import re
from collections.abc import Iterator

from lxml import etree, html

_BLOCKS = frozenset(
    "address article aside blockquote br center dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header"
    " hr li main nav ol option p pre section table tbody td tfoot th thead tr ul".split()
)
_UNSAID = frozenset(
    "script style noscript template iframe object svg math head title textarea select button".split()
)
_BLANKS = re.compile(r"[ \t\r\n\f\v\N{NO-BREAK SPACE}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def plain_text(markup: str) -> str:
    r"""Return the text of a fragment of HTML, paragraphs on lines of their own.

    >>> plain_text("<p><b>Vladimir&nbsp;Putin:</b> Good<br>day.</p><script>x()</script><p>Thanks.")
    'Vladimir Putin: Good\nday.\nThanks.'
    """
    clean = _CONTROLS.sub("", markup)
    if not clean.strip():
        return ""
    try:
        root = html.fragment_fromstring(
            clean, create_parent="div", parser=html.HTMLParser(encoding=None, no_network=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError, ValueError):
        return one_line(re.sub(r"<[^<>]*>", " ", clean))
    return lines_of("".join(_words(root)))


def lines_of(text: str) -> str:
    """Return its lines without surrounding or doubled blanks, empty ones left out."""
    return "\n".join(line for line in map(one_line, text.split("\n")) if line)


def one_line(text: str) -> str:
    r"""Return a text without line breaks, control characters and doubled blanks.

    >>> one_line(" Remarks\x00 by\n the   President ")
    'Remarks by the President'
    """
    return _BLANKS.sub(" ", _CONTROLS.sub("", text)).strip()


def _words(root: etree._Element) -> Iterator[str]:
    """Yield the words in order, a line break at the borders of blocks; without recursion, for markup may be deep."""
    skipped = 0
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if not skipped:
                yield _flat(node.tail)
            continue
        name = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            skipped += name in _UNSAID
            if not skipped:
                yield "\n" if name in _BLOCKS else ""
                yield _flat(node.text)
            continue
        skipped -= name in _UNSAID
        if not skipped:
            yield "\n" if name in _BLOCKS else ""
            yield _flat(node.tail) if node is not root else ""


def _flat(text: str | None) -> str:
    return _BLANKS.sub(" ", text or "")
