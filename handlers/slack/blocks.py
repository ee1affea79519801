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
from handlers.slack.mrkdwn import escape

Block = dict[str, object]

_DIVIDER: Block = {"type": "divider"}

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
        _rich(
            _section({"type": "user", "user_id": user}, _text(f" {say('chats.asks')}")),
            _quote([_text(asked)] if asked.strip() else []),
        )
    ]


def notice(*sentences: str) -> list[Block]:
    """Return plain sentences, one below the other."""
    return [_rich(_section(_text(plain(sentence)))) for sentence in sentences]


def linked(sentence: str, url: str) -> list[Block]:
    """Return a sentence of our own, and an address of ours."""
    return [_rich(_section(_text(f"{sentence} "), _link(Link(url, url))))]


def _size(laid_out: list[Block]) -> int:
    return len(json.dumps(laid_out, ensure_ascii=False, separators=(",", ":")))


def _lay_out(reply: Reply, *, one_of_many: bool) -> list[Block]:
    title = head(f"{reply.icon} {reply.headline}".strip(), HEADER) or "…"
    laid_out: list[Block] = [
        {"type": "header", "text": _plain_text(title)},
        _small(_question_of(reply) if one_of_many and reply.question else ""),
        _rich(_section(_text(reply.summary))),
        *([_rich(_section(_link(reply.earlier)))] if reply.earlier else []),
        *([_wording(reply.wording)] if reply.wording else []),
        *map(_wording, reply.parts),
        _differences(reply),
        _rich(_bullets(reply.notes)),
        _listing(say("chats.others"), reply.others, reply.wording),
        *([_DIVIDER] if reply.related else []),
        _listing(say("chats.related"), reply.related),
        *([_DIVIDER, _remarks(reply.remarks)] if reply.remarks else []),
        _small(reply.reviewed),
        _small(reply.coverage),
    ]
    return [block for block in laid_out if block.get("elements") != []]


def _question_of(reply: Reply) -> str:
    return f"“{head(reply.question, 250)}”" + (f" — {reply.speaker}" if reply.speaker else "")


def _wording(wording: Wording) -> Block:
    facts = " · ".join(fact for fact in wording.facts if fact)
    links = [part for link in wording.links for part in (_text(" · "), _link(link))]
    return _rich(
        _section(_text(wording.heading, bold=True)),
        _quote([_span(span) for span in wording.spans]),
        _section(_text(f"— {facts}" if facts else ""), *(links if facts else links[1:])),
    )


def _listing(label: str, wordings: tuple[Wording, ...], beside: Wording | None = None) -> Block:
    """List further wordings, a few lines each, without what they share with the one `beside` them."""
    if not wordings:
        return _rich()
    items = [_item(wording, beside) for wording in wordings]
    return _rich(_section(_text(label, bold=True)), {**_element("rich_text_list", items), "style": "bullet"})


def _item(wording: Wording, beside: Wording | None) -> Block:
    said = beside.facts if beside else ()
    urls = {link.url for link in beside.links} if beside else set()
    facts = " · ".join(fact for fact in wording.facts if fact and fact not in said)
    links = [part for link in wording.links if link.url not in urls for part in (_text(" · "), _link(link))]
    return _section(
        _text(f"{wording.heading}: " if wording.heading else "", bold=True),
        _text("“"),
        *(_span(span) for span in wording.spans),
        _text(f"” — {facts}" if facts else "”"),
        *links,
    )


def _remarks(remarks: tuple[Remark, ...]) -> Block:
    items = [
        _section(_text(one.text), *([_text(" "), _link(one.link)] if one.link else [])) for one in remarks
    ]
    return _rich(
        _section(_text(say("chats.reviews"), bold=True)),
        {**_element("rich_text_list", items), "style": "bullet"},
    )


def _differences(reply: Reply) -> Block:
    if not reply.differences:
        return _rich(_bullets(reply.changes))
    return _rich(
        _section(_text(say("chats.differences"), bold=True), _text(f"  {say('chats.legend')}", italic=True)),
        _quote([_span(span) for span in reply.differences]),
        _bullets(reply.changes),
    )


_STYLES = {
    Mark.PLAIN: {},
    Mark.MATCHED: {"bold": True},
    Mark.REMOVED: {"strike": True},
    Mark.ADDED: {"bold": True},
}


def _span(span: Span) -> Block:
    return _text(span.text, **_STYLES[span.mark])


def _text(text: str, **style: bool) -> Block:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def _link(link: Link) -> Block:
    return {"type": "link", "url": link.url, "text": link.label or link.url}


def _small(text: str) -> Block:
    return {"type": "context", "elements": [_plain_text(text)] if text else []}


def _plain_text(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def _section(*elements: Block) -> Block:
    return _element("rich_text_section", elements)


def _quote(elements: list[Block]) -> Block:
    return _element("rich_text_quote", elements)


def _bullets(sentences: tuple[str, ...]) -> Block:
    items = [_section(_text(sentence)) for sentence in sentences]
    return {**_element("rich_text_list", items), "style": "bullet"}


def _rich(*elements: Block) -> Block:
    return _element("rich_text", elements)


def _element(kind: str, elements: tuple[Block, ...] | list[Block]) -> Block:
    """Return an element of elements, without empty ones, which Slack refuses."""
    kept = [element for element in elements if element.get("text", "…") and element.get("elements") != []]
    return {"type": kind, "elements": kept}


def _say(reply: Reply) -> str:
    """Return the words, then the addresses, so that a screen reader reads them last."""
    wordings = (*((reply.wording,) if reply.wording else ()), *reply.parts, *reply.others, *reply.related)
    links = {link.url: link.label for wording in wordings for link in wording.links}
    links |= {one.link.url: one.link.label for one in reply.remarks if one.link}
    return escape("\n".join((read_aloud(reply), *(f"{label}: {url}" for url, label in links.items()))))
