"""A reply laid out for Slack, in Block Kit (https://docs.slack.dev/reference/block-kit).

Everything is `rich_text` or `plain_text`, never mrkdwn: in these Slack reads no markup, so a quote with
`<!channel>`, `*`, a backtick or `:smile:` comes out as typed and calls nobody.
"""

import json
from collections.abc import Sequence
from functools import partial

from handlers.messages import say
from handlers.replies.reply import Link, Mark, Remark, Reply, Span, Wording
from handlers.replies.reply import plain as read_aloud
from handlers.replies.truncate import fit, head, plain
from handlers.slack.elements import (
    Block,
    context,
    element,
    header,
    rich_list,
    rich_quote,
    rich_section,
    rich_span,
    rich_text,
    rich_user,
)
from handlers.slack.mrkdwn import escape

HEADER = 150  # characters of a header
FEW = 12_000  # characters of all blocks of a message; Slack refuses about 13,200 (msg_blocks_too_long)
TEXT = 3_500  # Slack advises at most 4,000 for the text beside the blocks, and cuts it off at 40,000


def blocks(reply: Reply, *, one_of_many: bool = False, below: Sequence[Block] = ()) -> list[Block]:
    """Lay out an answer: the rating first, the source's words, what differs, then the small print.

    Among the answers to several quotes, each says which it answers. `below` is what will stand under it, in the same room.
    """

    def fits(laid_out: list[Block]) -> bool:
        return _size([*laid_out, *below]) <= FEW

    return fit(reply, partial(_lay_out, one_of_many=one_of_many), fits)


def fallback(reply: Reply) -> str:
    """Say an answer in one text, escaped: for notifications, screen readers, and where blocks are refused."""
    return fit(reply, _say, lambda text: len(text) <= TEXT)


def question(user: str, text: str) -> list[Block]:
    """Show who asks what, above the thread with the answer; `user` is an id, `text` anything at all."""
    asked = head(plain(text), 600)
    return [
        rich_text(
            rich_section(rich_user(user), rich_span(f" {say('chats.asks')}")),
            rich_quote([rich_span(asked)] if asked.strip() else []),
        )
    ]


def notice(*sentences: str) -> list[Block]:
    """Return plain sentences, one below the other."""
    return [rich_text(rich_section(rich_span(plain(sentence)))) for sentence in sentences]


def linked(sentence: str, url: str) -> list[Block]:
    """Return a sentence of our own, and an address of ours."""
    return [rich_text(rich_section(rich_span(f"{sentence} "), _link(Link(url, url))))]


def _size(laid_out: list[Block]) -> int:
    return len(json.dumps(laid_out, ensure_ascii=False, separators=(",", ":")))


def _lay_out(reply: Reply, *, one_of_many: bool) -> list[Block]:
    title = head(f"{reply.icon} {reply.headline}".strip(), HEADER) or "…"
    laid_out: list[Block] = [
        header(title),
        context(_question_of(reply) if one_of_many and reply.question else ""),
        rich_text(rich_section(rich_span(reply.summary))),
        *([rich_text(rich_section(_link(reply.earlier)))] if reply.earlier else []),
        *([_wording(reply.wording)] if reply.wording else []),
        *map(_wording, reply.parts),
        _differences(reply),
        rich_text(_bullets(reply.notes)),
        _listing(say("chats.others"), reply.others, reply.wording),
        *([element("divider")] if reply.related else []),
        _listing(say("chats.related"), reply.related),
        *([element("divider"), _remarks(reply.remarks)] if reply.remarks else []),
        context(reply.reviewed),
        context(reply.coverage),
    ]
    return [block for block in laid_out if block.get("elements") != []]


def _question_of(reply: Reply) -> str:
    return f"“{head(reply.question, 250)}”" + (f" — {reply.speaker}" if reply.speaker else "")


def _wording(wording: Wording) -> Block:
    facts = " · ".join(fact for fact in wording.facts if fact)
    links = [part for link in wording.links for part in (rich_span(" · "), _link(link))]
    return rich_text(
        rich_section(rich_span(wording.heading, bold=True)),
        rich_quote([_span(span) for span in wording.spans]),
        rich_section(rich_span(f"— {facts}" if facts else ""), *(links if facts else links[1:])),
    )


def _listing(label: str, wordings: tuple[Wording, ...], beside: Wording | None = None) -> Block:
    """List further wordings, a few lines each, without what they share with the one `beside` them."""
    if not wordings:
        return rich_text()
    items = [_item(wording, beside) for wording in wordings]
    return rich_text(rich_section(rich_span(label, bold=True)), rich_list(items))


def _item(wording: Wording, beside: Wording | None) -> Block:
    shown_beside = beside.facts if beside else ()
    urls = {link.url for link in beside.links} if beside else set()
    facts = " · ".join(fact for fact in wording.facts if fact and fact not in shown_beside)
    links = [
        part for link in wording.links if link.url not in urls for part in (rich_span(" · "), _link(link))
    ]
    return rich_section(
        rich_span(f"{wording.heading}: " if wording.heading else "", bold=True),
        rich_span("“"),
        *(_span(span) for span in wording.spans),
        rich_span(f"” — {facts}" if facts else "”"),
        *links,
    )


def _remarks(remarks: tuple[Remark, ...]) -> Block:
    items = [
        rich_section(rich_span(one.text), *([rich_span(" "), _link(one.link)] if one.link else []))
        for one in remarks
    ]
    return rich_text(
        rich_section(rich_span(say("chats.reviews"), bold=True)),
        rich_list(items),
    )


def _differences(reply: Reply) -> Block:
    if not reply.differences:
        return rich_text(_bullets(reply.changes))
    return rich_text(
        rich_section(
            rich_span(say("chats.differences"), bold=True), rich_span(f"  {say('chats.legend')}", italic=True)
        ),
        rich_quote([_span(span) for span in reply.differences]),
        _bullets(reply.changes),
    )


_STYLES = {
    Mark.PLAIN: {},
    Mark.MATCHED: {"bold": True},
    Mark.REMOVED: {"strike": True},
    Mark.ADDED: {"bold": True},
}


def _span(span: Span) -> Block:
    return rich_span(span.text, **_STYLES[span.mark])


def _link(link: Link) -> Block:
    return element("link", url=link.url, text=link.label or link.url)


def _bullets(sentences: tuple[str, ...]) -> Block:
    return rich_list(rich_section(rich_span(sentence)) for sentence in sentences)


def _say(reply: Reply) -> str:
    """Return the words, then the addresses, so that a screen reader reads them last."""
    wordings = (*((reply.wording,) if reply.wording else ()), *reply.parts, *reply.others, *reply.related)
    links = {link.url: link.label for wording in wordings for link in wording.links}
    links |= {one.link.url: one.link.label for one in reply.remarks if one.link}
    return escape("\n".join((read_aloud(reply), *(f"{label}: {url}" for url, label in links.items()))))
