"""The page as HTML, from `templates/`. Every text in it is hostile: escaped, kept apart, and fit for UTF-8."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from handlers.messages import say
from handlers.ports.feedback import Reason
from handlers.replies import ui_text
from handlers.replies.actions import Action, Offer, choose_actions
from handlers.replies.formatting import say_date
from handlers.replies.reply import Link, Mark, Reply, Span
from handlers.replies.truncate import plain
from handlers.web.sessions import State

_NO_CHARACTER = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")  # HTML forbids them
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")

PREVIEW = 600  # characters of a long message that stand in the channel; its thread holds all of it
PREVIEW_LINES = 12
_OFFER = Offer(watch=True, feedback=True)

LONG = 1_500  # characters after which a passage scrolls by itself


def render_page(**page: object) -> str:
    """Return the whole page; `page` holds the names that `templates/page.html` opens with."""
    return render("page.html", **page)


def render(template: str, **names: object) -> str:
    """Return a page from one of `templates/`, with the names that it opens with."""
    return _environment().get_template(template).render(**names)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        finalize=printable,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "address": address,
        "kind": kind,
        "language": language,
        "moment": moment,
        "preview": preview,
        "web_links": web_links,
    }
    environment.tests |= {"offered": is_offered, "marked": has_mark, "long": is_long}
    environment.globals |= {
        "Mark": Mark,
        "State": State,
        "say": say,
        "help_lines": ui_text.help_lines,
        "REASONS": tuple(Reason),
    }
    return environment


def printable(value: object) -> object:
    r"""Return a text that HTML and UTF-8 can carry, and that turns no words beside it; markup of ours stays as it is.

    >>> printable("a\ud800b\x00\u202ec"), printable("one\r\ntwo")
    ('a�bc', 'one\ntwo')
    """
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return _NO_CHARACTER.sub("\ufffd", plain(value))


def kind(reply: Reply) -> str:
    """Return what an answer looks like: its tone, or "error", which looks like no finding.

    >>> from handlers.replies.reply import Tone
    >>> kind(Reply(None, Tone.UNKNOWN, "", "Not checked", "", ""))
    'error'
    """
    return reply.tone.value if reply.rating else "error"


def moment(iso: str) -> str:
    """Return a time of day in UTC, for people.

    >>> moment("2026-11-25T09:05:07+00:00")
    '25 November 2026, 09:05 UTC'
    """
    return f"{say_date(iso[:10])}, {iso[11:16]} UTC"


def preview(text: str) -> str:
    """Return the beginning of a long message, cut at a line or a word where there is one.

    >>> preview("short"), len(preview("x" * 10_000)), preview("word " * 1000)[-7:]
    ('short', 600, 'rd word')
    """
    beginning = "\n".join(text[: PREVIEW + 1].split("\n", PREVIEW_LINES)[:PREVIEW_LINES])
    if len(beginning) <= PREVIEW:
        return beginning
    return beginning[: max(beginning.rfind(" ", PREVIEW - 40, PREVIEW), 0) or PREVIEW]


def language(tag: str | None) -> str | None:
    """Return a language tag (BCP 47) as it may stand in an attribute, or None.

    >>> language("ru"), language("zh-Hant"), language("Russian, I think")
    ('ru', 'zh-Hant', None)
    """
    return tag if tag and _LANGUAGE.fullmatch(tag) else None


def web_links(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return the links that lead to the web, and nowhere else.

    >>> web_links([Link("Kremlin", "http://en.kremlin.ru/"), Link("Trap", "javascript:alert(1)")])
    (Link(label='Kremlin', url='http://en.kremlin.ru/'),)
    """
    return tuple(link for link in links if _leads_to_web(link.url))


def _leads_to_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def address(url: str) -> str:
    """Return an address as it is printed on paper, where no browser looks for words on the page.

    >>> address("https://tass.com/politics/2012993#:~:text=if%20any%20troops")
    'https://tass.com/politics/2012993'
    """
    return url.partition("#:~:")[0]


def has_mark(spans: Iterable[Span], mark: Mark) -> bool:
    """Return whether any stretch carries a mark."""
    return any(span.mark is mark for span in spans)


def is_offered(reply: Reply, action: str) -> bool:
    """Return whether an action of that name stands under a reply on the page."""
    return Action(action) in choose_actions(reply, _OFFER)


def is_long(spans: Iterable[Span]) -> bool:
    """Return whether a passage needs a frame to scroll in."""
    return sum(len(span.text) for span in spans) > LONG
