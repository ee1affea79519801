"""A brief as Markdown, HTML and plain text, and shortened for a thread. All words in it are hostile: each form escapes."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handlers.briefs.brief import Brief, Footnote, Heading, Section, Sentence
from handlers.briefs.events import Announced, Announcement, Foreseen, say_time
from handlers.messages import say
from handlers.replies.formatting import line, say_date, sentence
from handlers.replies.links import point_to, web_address
from handlers.replies.reply import Reply, Tone, compose
from handlers.replies.verdict_sentences import PROVENANCE

if TYPE_CHECKING:
    from jinja2 import Template

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~!]|(?<=\w)\.(?=\w)|^\s*[-+]|^\s*\d+(?=[.)]))", re.MULTILINE)
_ENDED = re.compile(r"[.?!…]”$")
_IN_THREAD = (Heading.OWN, Heading.OTHERS, Heading.WATCH)
_MOST_IN_THREAD = 3  # sentences of a section


def numbered(of: Sentence) -> str:
    """Return the numbers behind a sentence, as in " [1] [3]"; empty where it speaks of the record itself."""
    return "".join(f" [{number}]" for number in of.numbers)


def text(brief: Brief) -> str:
    """Write a brief as plain text."""
    parts = [brief.title]
    for section in brief.sections:
        lines = [f"{sentence_line(one)}{numbered(one)}" for one in section.sentences]
        parts += ["", section.heading.title, *lines]
    if brief.footnotes:
        parts += [
            "",
            say("briefs.sources"),
            *(f"[{note.number}] {source_facts(note)}{_at(note)}" for note in brief.footnotes),
        ]
    return "\n".join(parts) + "\n"


def markdown(brief: Brief) -> str:
    """Write a brief as Markdown (CommonMark)."""
    parts = [f"# {_marked(brief.title)}"]
    for section in brief.sections:
        lines = [f"{_marked(sentence_line(one))}{numbered(one)}" for one in section.sentences]
        listed = len(lines) > 1 and section.heading is not Heading.SUMMARY
        parts += ["", f"## {section.heading.title}", ""]
        parts += [f"- {one}" for one in lines] if listed else [" ".join(lines)]
    if brief.footnotes:
        parts += ["", f"## {say('briefs.sources')}", ""]
        parts += [f"- [{note.number}] {_marked(source_facts(note))}{_link(note)}" for note in brief.footnotes]
    return "\n".join(parts) + "\n"


def html(brief: Brief) -> str:
    """Write a brief as a page that stands alone: no script, no network, printable."""
    return _template().render(
        brief=brief, sentence_line=sentence_line, facts=source_facts, url=source_url, say=say
    )


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # here, for few briefs are pages

    folder = FileSystemLoader(Path(__file__).with_name("templates"))
    environment = Environment(
        loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("brief.html")


def shorten(brief: Brief) -> Reply:
    """Shorten a brief for a thread: the answer itself, and the first sentences of what else was sentence_line, with their numbers."""
    answer = compose(brief.verdict)
    lines = [
        f"{sentence_line(one)}{numbered(one)}"
        for section in brief.sections
        if section.heading in _IN_THREAD
        for one in _in_thread(section)[: 1 + _MOST_IN_THREAD]
    ]
    shown = {int(number) for one in lines for number in re.findall(r"\[(\d+)\](?=$| \[)", one)}
    sources = [f"[{n.number}] {source_facts(n)}{_at(n)}" for n in brief.footnotes if n.number in shown]
    return Reply(
        rating=answer.rating,
        tone=answer.tone if answer.rating else Tone.UNKNOWN,
        icon="🗞️",
        headline=say("briefs.headline", headline=answer.headline),
        summary=answer.summary,
        question=answer.question,
        speaker=answer.speaker,
        wording=answer.wording,
        notes=(*lines, *sources),
        parts=answer.parts,
        coverage=answer.coverage,
        id=answer.id,
    )


def _in_thread(section: Section) -> Sequence[Sentence]:
    """Return the sentences of a section that a thread may get; of what to watch, what is to come."""
    if section.heading is not Heading.WATCH:
        return section.sentences
    return [one for one in section.sentences if isinstance(one, Announced | Foreseen)]


def record(brief: Brief) -> dict[str, Any]:
    """Return a brief for programs: its sections with their sentences, each with the numbers of its sources."""
    quote = brief.verdict.quote
    return {
        "quote": quote.text,
        "speaker": quote.speaker,
        "rating": brief.verdict.rating.value,
        "title": brief.title,
        "sections": [
            {
                "heading": section.heading.title,
                "sentences": [
                    {"text": sentence_line(one), "sources": list(one.numbers)}
                    | ({"event": _facts_of(one.note)} if isinstance(one, Announced) else {})
                    for one in section.sentences
                ],
            }
            for section in brief.sections
        ],
        "sources": [
            {"number": note.number, "text": source_facts(note), "url": source_url(note)}
            | (
                {"statement": note.evidence.statement.id}
                if isinstance(note, Footnote)
                else {"event": _facts_of(note)}
            )
            for note in brief.footnotes
        ],
    }


def _facts_of(note: Announcement) -> dict[str, Any]:
    event = note.event
    wanted = (
        "uid",
        "title",
        "start",
        "end",
        "zone",
        "place",
        "url",
        "tentative",
        "calendar",
        "publisher",
        "page",
        "read",
    )
    return {name: getattr(event, name) for name in wanted}


def sentence_line(of: Sentence) -> str:
    """Return a sentence on one line, with one full stop, be it the speaker's own."""
    words = " ".join(of.text.split())
    return words if _ENDED.search(words) else sentence(words)


def source_facts(note: Footnote | Announcement) -> str:
    """Return speaker, date, occasion and publisher, in one sentence."""
    if isinstance(note, Announcement):
        event = note.event
        read = say("briefs.calendar_read", date=say_date(event.read))
        return sentence(f"{line(event.publisher)}; {read}; {line(event.title)}; {say_time(event)}")
    statement = note.evidence.statement
    source = statement.source
    provenance = say(PROVENANCE[source.provenance]) if source.provenance else ""
    facts = (
        line(statement.speaker),
        say_date(source.date) or say("briefs.date_not_known"),
        line(statement.context or ""),
        line(source.publisher or say("briefs.publisher_not_known")),
        line(source.title or ""),
        provenance,
    )
    return sentence("; ".join(fact for fact in facts if fact))


def source_url(note: Footnote | Announcement) -> str | None:
    """Return the address of the page, at these words; of an event its own page, or else the calendar."""
    if isinstance(note, Announcement):
        return web_address(note.event.url) or web_address(note.event.page)
    source = note.evidence.statement.source
    page = web_address(source.url) or web_address(source.primary_url)
    return point_to(page, note.evidence.wording) if page else None


def _at(note: Footnote | Announcement) -> str:
    url = source_url(note)
    return f" {url}" if url else ""


def _link(note: Footnote | Announcement) -> str:
    url = source_url(note)
    return f" <{url}>" if url else ""


def _marked(words: str) -> str:
    r"""Escape what Markdown takes for markup.

    >>> _marked("a *b* <c>")
    'a \\*b\\* \\<c\\>'
    """
    return _MARKDOWN.sub(lambda match: match[0] if match[0] == "." else "\\" + match[0].lstrip(), words)
