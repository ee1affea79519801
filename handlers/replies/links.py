"""Addresses of sources, as far as they lead to a page of the web and nowhere else."""

import re
from urllib.parse import quote, urlsplit, urlunsplit

_ODD = re.compile(r"[\x00-\x20\x7f-\x9f\\\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_KEPT = "%/:?#[]@!$&'()*+,;=~-._"
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9])?\.?|\[[0-9a-f:.]+\]")
_WORD = re.compile(r"\S+")
_LONGEST = 2_000
_WHOLE = 60  # characters of a wording that a fragment holds whole
_EDGE = 30  # characters of each end of a longer one
_DIRECTIVE = ":~:"


def permalink(base_url: str, id_: str) -> str:
    """The address of an answer's page; "" where the bot has no public address, or the answer is not remembered.

    >>> permalink("https://verbatim.example.org", "q3Zk"), permalink("", "q3Zk")
    ('https://verbatim.example.org/v/q3Zk', '')
    """
    return f"{base_url}/v/{id_}" if base_url and id_ else ""


def web_address(url: str | None) -> str | None:
    """An http or https address, written so that no markup can be hidden in it; None for anything else.

    A user name in front of the host ("https://good.example@evil.example/") only serves to deceive.

    >>> web_address("https://tass.com/politics/2012993"), web_address("javascript:alert(1)")
    ('https://tass.com/politics/2012993', None)
    >>> web_address("https://good.example@evil.example/"), web_address("https://пример.рф/а|b")
    (None, 'https://xn--e1afmkfd.xn--p1ai/%D0%B0%7Cb')
    """
    url = (url or "").strip()
    if not url or len(url) > _LONGEST or _ODD.search(url):
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc:
        return None
    host = f"[{host}]" if ":" in host else host
    if not _HOST.fullmatch(host):
        return None
    netloc = host if port is None else f"{host}:{port}"
    rest = (quote(part, safe=_KEPT) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, netloc, *rest))


def host_of(url: str) -> str:
    """The host that an address leads to, for a label.

    >>> host_of("https://www.vedomosti.ru/politics")
    'vedomosti.ru'
    """
    return (urlsplit(url).hostname or url).removeprefix("www.")


def point_to(url: str, wording: str) -> str:
    """Add a text fragment, so that a browser goes to the words (https://wicg.github.io/scroll-to-text-fragment/).

    >>> point_to("https://a.example/b", "we shall fight on the beaches")
    'https://a.example/b#:~:text=we%20shall%20fight%20on%20the%20beaches'
    >>> point_to("https://a.example/b.pdf", "we shall fight")
    'https://a.example/b.pdf'
    """
    path = urlsplit(url).path.lower()
    ends = _ends(wording)
    if path.endswith(".pdf") or _DIRECTIVE in url or not ends:
        return url
    text = ",".join(quote(words, safe="").replace("-", "%2D") for words in ends)
    return f"{url}{'' if '#' in url else '#'}{_DIRECTIVE}text={text}"


def _ends(wording: str) -> tuple[str, ...]:
    """The whole of a short wording; the first and the last words of a long one, each within a paragraph."""
    words = wording.strip().encode("utf-8", "ignore").decode()
    if len(words) <= _WHOLE and "\n" not in words:
        return (_bare(words),) if _bare(words) else ()
    first = _edge(words.split("\n", 1)[0])
    last = _edge(words.rsplit("\n", 1)[-1], from_end=True)
    return (first, last) if first and last else ()


def _edge(text: str, *, from_end: bool = False) -> str:
    """Whole words up to _EDGE characters; a piece of the text where it has no blanks."""
    words = [match[0] for match in _WORD.finditer(text[-4 * _EDGE :] if from_end else text[: 4 * _EDGE])]
    if from_end:
        words.reverse()
    kept: list[str] = []
    for word in words:
        if kept and len(" ".join([*kept, word])) > _EDGE:
            break
        kept.append(word)
    if from_end:
        kept.reverse()
    piece = " ".join(kept)
    if len(piece) > 2 * _EDGE:
        piece = piece[-_EDGE:] if from_end else piece[:_EDGE]
    return _bare(piece)


def _bare(words: str) -> str:
    return words.strip(" \t\n\"'“”‘’«»„.,;:!?…()[]—–-")
