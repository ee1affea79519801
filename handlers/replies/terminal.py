"""A reply in the terminal."""

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from handlers.messages import say
from handlers.replies.reply import Link, Mark, Remark, Reply, Span, Tone, Wording

_COLOURS = {Tone.FOUND: "green", Tone.CAUTION: "yellow", Tone.ABSENT: "red", Tone.UNKNOWN: "magenta"}
_MARKS = {
    Mark.PLAIN: "dim",
    Mark.MATCHED: "bold",
    Mark.REMOVED: "red strike",
    Mark.ADDED: "bold green",
}
_WHOSE = {
    Mark.REMOVED: "chats.in_quote",
    Mark.ADDED: "chats.in_source",
}  # in words, for not every terminal has colours


def render(reply: Reply) -> RenderableType:
    """Lay a reply out for a terminal: the rating first, the coverage last and small."""
    colour = _COLOURS[reply.tone]
    parts: list[RenderableType] = [Text(reply.summary)]
    if reply.wording:
        parts.append(_wording(reply.wording))
    parts += [_wording(part) for part in reply.parts]
    if reply.differences:
        parts += [
            Text(f"\n{say('chats.differences')}", style="bold"),
            _indented(_spans(reply.differences, plain="")),
        ]
    parts += [Text(f"• {change}") for change in reply.changes]
    parts += [Text(f"· {note}", style="italic") for note in reply.notes]
    parts += [_wording(other) for other in (*reply.others, *reply.related)]
    if reply.remarks:
        parts += [Text(f"\n{say('chats.reviews')}", style="bold"), *map(_remark, reply.remarks)]
    if reply.reviewed:
        parts.append(Text(f"{'' if reply.remarks else chr(10)}{reply.reviewed}", style="dim"))
    if reply.coverage:
        parts.append(Text(f"\n{reply.coverage}", style="dim"))
    title = Text(f"{reply.icon} {reply.headline}".strip(), style=f"bold {colour}")
    return Panel(Group(*parts), title=title, title_align="left", border_style=colour, padding=(1, 2))


def _remark(remark: Remark) -> RenderableType:
    text = Text(f"• {remark.text}")
    return Group(text, *([_indented(_address(remark.link))] if remark.link else []))


def _address(link: Link) -> Text:
    text = Text(f"{link.label}: ", style="dim")
    text.append(link.url, style=f"link {link.url}")
    return text


def _wording(wording: Wording) -> RenderableType:
    lines: list[RenderableType] = [Text(f"\n{wording.heading}", style="bold")] if wording.heading else []
    lines.append(_indented(_spans(wording.spans)))
    lines.append(_indented(Text(" · ".join(wording.facts))))
    return Group(*lines, *(_indented(_address(link)) for link in wording.links))


def _spans(spans: tuple[Span, ...], plain: str = "dim") -> Text:
    text = Text()
    for span in spans:
        words = span.text.strip()
        said = (
            span.text.replace(words, f"({say(_WHOSE[span.mark])}: {words})")
            if span.mark in _WHOSE
            else span.text
        )
        text.append(said, style=plain if span.mark is Mark.PLAIN else _MARKS[span.mark])
    return text


def _indented(text: RenderableType) -> RenderableType:
    return Padding(text, (0, 0, 0, 2))
