"""A reply cut to the room a chat has, and every text in it made fit to be shown. It knows nothing of any chat.

What is cut first is what is missed least: the sentences around a wording, then other wordings, then the
inside of long passages. Never cut: the rating and the address of the source. Every cut shows as "…", and a
note says where the whole is.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import urldefrag

from handlers.messages import say
from handlers.replies import ui_text
from handlers.replies.reply import Link, Mark, Remark, Reply, Span, Wording

T = TypeVar("T")

SPAN_COST = 50  # characters of markup that a change of mark costs, roughly, on any surface


@dataclass(frozen=True, slots=True)
class Room:
    """How much of each part is shown: lengths in characters; `sentences`, `wordings` and `links` are counts.

    The wording that the rating rests on keeps up to three links in any room; `links` is for all others.
    """

    context: int  # on each side of a wording
    words: int  # of a wording itself
    difference: int
    sentence: int
    sentences: int
    wordings: int
    links: int = 3
    address: int = 3000


ROOMS = (
    Room(context=500, words=2400, difference=2000, sentence=600, sentences=16, wordings=8),
    Room(context=250, words=1500, difference=1200, sentence=400, sentences=10, wordings=5),
    Room(context=120, words=900, difference=800, sentence=250, sentences=6, wordings=3, address=2000),
    Room(context=40, words=500, difference=400, sentence=160, sentences=3, wordings=2, links=2, address=1000),
    Room(context=0, words=300, difference=160, sentence=60, sentences=2, wordings=0, links=1, address=800),
    Room(context=0, words=160, difference=120, sentence=30, sentences=1, wordings=0, links=1, address=800),
)


def fit(reply: Reply, lay_out: Callable[[Reply], T], fits: Callable[[T], bool]) -> T:
    """Lay out a reply in the largest room whose layout fits; the smallest is taken as it is."""
    whole = _plain_reply(reply)
    for room in ROOMS[:-1]:
        laid_out = lay_out(_cut(whole, room))
        if fits(laid_out):
            return laid_out
    return lay_out(_cut(whole, ROOMS[-1]))


def cut(reply: Reply, room: Room) -> Reply:
    """Show no more of a reply than there is room for; what fits comes back whole, but for `plain`."""
    return _cut(_plain_reply(reply), room)


def _cut(whole: Reply, room: Room) -> Reply:
    short = replace(
        whole,
        headline=head(whole.headline, 140),
        summary=head(whole.summary, room.sentence * 2),
        question=head(whole.question, room.words),
        speaker=whole.speaker and head(whole.speaker, room.sentence),
        wording=whole.wording and _wording(whole.wording, replace(room, links=3)),
        differences=squeeze(_elide(whole.differences, max(room.context, 60)), room.difference),
        changes=_sentences(whole.changes, room),
        notes=_sentences(whole.notes, room),
        parts=_wordings(whole.parts, room, at_least=2),
        others=_wordings(whole.others, room),
        related=_wordings(whole.related, room),
        remarks=_remarks(whole.remarks, room),
        reviewed=head(whole.reviewed, room.sentence * 2),
        coverage=head(whole.coverage, room.sentence * 3),
    )
    if short == whole:
        return whole
    dropped = sum(
        len(getattr(whole, part)) - len(getattr(short, part))
        for part in ("parts", "others", "related", "remarks")
    )
    note = f"{say('chats.shortened')} {ui_text.more(dropped)}" if dropped else say("chats.shortened")
    return replace(short, notes=(*short.notes, note))


def _plain_reply(reply: Reply) -> Reply:
    return replace(
        reply,
        icon=plain(reply.icon),
        headline=plain(reply.headline),
        summary=plain(reply.summary),
        question=plain(reply.question),
        speaker=reply.speaker and plain(reply.speaker),
        wording=reply.wording and _plain_wording(reply.wording),
        differences=_plain_spans(reply.differences),
        changes=tuple(map(plain, reply.changes)),
        notes=tuple(map(plain, reply.notes)),
        parts=tuple(map(_plain_wording, reply.parts)),
        others=tuple(map(_plain_wording, reply.others)),
        related=tuple(map(_plain_wording, reply.related)),
        remarks=tuple(Remark(plain(one.text), one.link and _plain_link(one.link)) for one in reply.remarks),
        reviewed=plain(reply.reviewed),
        coverage=plain(reply.coverage),
    )


def _plain_wording(wording: Wording) -> Wording:
    return replace(
        wording,
        heading=plain(wording.heading),
        spans=_plain_spans(wording.spans),
        facts=tuple(map(plain, wording.facts)),
        links=tuple(map(_plain_link, wording.links)),
    )


def _plain_link(link: Link) -> Link:
    return Link(plain(link.label), link.url)


def _plain_spans(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(Span(text, span.mark) for span in spans if (text := plain(span.text)))


def _sentences(sentences: tuple[str, ...], room: Room) -> tuple[str, ...]:
    kept = tuple(head(sentence, room.sentence) for sentence in sentences[: room.sentences])
    return kept if len(sentences) <= room.sentences else (*kept, "…")


def _remarks(remarks: tuple[Remark, ...], room: Room) -> tuple[Remark, ...]:
    """Return what fact-checkers wrote is never cut to a part of a sentence: its rating may stand at either end."""
    shown = (one for one in remarks[: room.wordings] if len(one.text) <= 2 * room.sentence)
    return tuple(
        Remark(one.text, next(iter(_links([one.link] if one.link else [], room)), None)) for one in shown
    )


def _wordings(wordings: tuple[Wording, ...], room: Room, at_least: int = 0) -> tuple[Wording, ...]:
    smaller = replace(room, words=max(room.words // 3, 160), context=room.context // 2)
    return tuple(_wording(wording, smaller) for wording in wordings[: max(room.wordings, at_least)])


def _wording(wording: Wording, room: Room) -> Wording:
    side = min(room.sentence, 300)
    return replace(
        wording,
        heading=head(wording.heading, side),
        spans=_around_match(wording.spans, room),
        facts=tuple(head(fact, side) for fact in wording.facts[:6]),
        links=tuple(_links(wording.links[: room.links], room)),
    )


def _links(links: Iterable[Link], room: Room) -> Iterable[Link]:
    """Shorten an address only where it leads to the same page, by its fragment; else leave the link out."""
    for link in links:
        url = link.url if len(link.url) <= room.address else urldefrag(link.url).url
        if len(url) <= room.address:
            yield Link(head(link.label, min(100, 2 * room.sentence)), url)


def _around_match(spans: tuple[Span, ...], room: Room) -> tuple[Span, ...]:
    """Keep the matched words and what is nearest to them on each side."""
    marked = [at for at, span in enumerate(spans) if span.mark is not Mark.PLAIN]
    if not marked:
        return squeeze(spans, room.words)
    first, last = marked[0], marked[-1] + 1
    before = tail("".join(span.text for span in spans[:first]), room.context)
    after = head("".join(span.text for span in spans[last:]), room.context)
    inside = squeeze(_elide(spans[first:last], max(room.context, 60)), room.words)
    return tuple(span for span in (Span(before), *inside, Span(after)) if span.text)


def _elide(spans: tuple[Span, ...], side: int) -> tuple[Span, ...]:
    """Leave out the inside of long stretches without a mark."""
    return tuple(
        Span(f"{head(span.text, side)} {tail(span.text, side)}")
        if span.mark is Mark.PLAIN and len(span.text) > 2 * side + SPAN_COST
        else span
        for span in spans
    )


def squeeze(spans: tuple[Span, ...], limit: int) -> tuple[Span, ...]:
    """Cut spans to a length by leaving out their middle; each span counts its markup too.

    >>> "".join(span.text for span in squeeze((Span("We shall fight them " * 50),), 200))
    'We shall fight them We shall fight them We shall fight them We shall fight them We…fight them '
    """
    if sum(len(span.text) + SPAN_COST for span in spans) <= limit:
        return spans
    start = _take(spans, limit * 2 // 3, head)
    end = _take(spans[::-1], limit // 3, tail)
    return (*start, Span("…"), *end[::-1])


def _take(spans: tuple[Span, ...], limit: int, shorten: Callable[[str, int], str]) -> list[Span]:
    """As many spans as there is room for, the last of them shortened; its own "…" is left to the caller."""
    taken: list[Span] = []
    for span in spans:
        left = limit - SPAN_COST
        if len(span.text) > left:
            rest = shorten(span.text, left).strip("…") if left > 0 else ""
            return [*taken, Span(rest, span.mark)] if rest else taken
        taken.append(span)
        limit = left - len(span.text)
    return taken


def head(text: str, limit: int) -> str:
    """Keep the beginning, ending at a word where one is near.

    >>> head("We shall fight on the beaches", 15), head("short", 15)
    ('We shall fight…', 'short')
    """
    if len(text) <= limit:
        return text
    if limit < 1:
        return "…" if limit == 0 else ""
    kept = text[: limit - 1]
    at_word = kept if text[limit - 1].isspace() else re.sub(r"\s\S{0,30}$", "", kept)
    return (at_word.rstrip() or kept) + "…"


def tail(text: str, limit: int) -> str:
    """Keep the end, beginning at a word where one is near.

    >>> tail("We shall fight on the beaches", 13)
    '…the beaches'
    """
    return head(text[::-1], limit)[::-1]


_UNSHOWABLE = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but for tab and newline
    "\u202a-\u202e\u2066-\u2069"  # orders to turn the direction of writing, which would turn our words too
    "]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def plain(text: str) -> str:
    r"""Take out what no chat can show or what would disturb the words beside it; every letter stays.

    >>> plain("a\x00b\u202ec\ud800") == "abc\ufffd"
    True
    """
    lines = text.replace("\r\n", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _SURROGATE.sub("\ufffd", _UNSHOWABLE.sub("", lines))
