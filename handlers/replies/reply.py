"""A verdict in words, once, for all chats, before any markup.

Every sentence people read about a verdict is written here. Surfaces turn a Reply into their own blocks and
never add a claim of their own. All texts in a Reply are plain and hostile: a surface escapes every one.
"""

from dataclasses import dataclass
from enum import Enum

from corpus.errors import FactCheckError, QuoteError
from corpus.models import Appearance
from corpus.sources.appearances import MOST
from corpus.verdict import Edit, Rating, Verdict
from handlers.messages import say
from handlers.replies import ui_text
from handlers.replies.excerpts import (
    Link,
    Mark,
    Span,
    Wording,
    closest_wording,
    other_wordings,
    part_wordings,
    related_wording,
)
from handlers.replies.fact_checks import Remark, make_remarks, say_reviewed
from handlers.replies.formatting import count, line, listing, quoted, say_when, sentence
from handlers.replies.links import host_of
from handlers.replies.notes import say_changes, say_notes, say_unused
from handlers.replies.verdict_sentences import CARE, say_coverage, say_headline, say_summary

__all__ = [
    "Attached",
    "Link",
    "Mark",
    "Remark",
    "Reply",
    "Span",
    "Tone",
    "Wording",
    "compose",
    "compose_error",
    "compose_help",
    "compose_left_out",
    "plain",
]


class Tone(Enum):
    """How an answer should strike a hurried reader."""

    FOUND = "found"  # documented as quoted
    CAUTION = "caution"  # documented, but not like this
    ABSENT = "absent"  # looked, and not found
    UNKNOWN = "unknown"  # cannot say, or could not look


@dataclass(frozen=True, slots=True)
class Attached:
    """A document that goes with an answer: its bytes under a file's name, and its sections, each a heading and lines."""

    name: str
    title: str
    content: bytes
    sections: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer, ready to be laid out.

    Lay out in this order: `icon` and `headline`, `summary`, `wording` or `parts`, `differences` and `changes`,
    `notes`, `others`, `related`, apart from them `remarks` with `reviewed`, then `coverage`, these two in small print.
    `rating` is None for an error and for help
    (`tone` UNKNOWN). `question` is the quote as asked, `speaker` the one who is claimed to have said it.
    """

    rating: Rating | None
    tone: Tone
    icon: str
    headline: str
    summary: str
    question: str
    speaker: str | None = None
    wording: Wording | None = None
    differences: tuple[Span, ...] = ()  # the quote laid over the source, word by word
    changes: tuple[str, ...] = ()  # each change in a sentence, those that matter first
    notes: tuple[str, ...] = ()  # one sentence for each flag
    parts: tuple[Wording, ...] = ()  # the fragments of a spliced quote
    others: tuple[Wording, ...] = ()  # other renderings of the same utterance
    related: tuple[Wording, ...] = ()  # near the subject, but no evidence
    remarks: tuple[Remark, ...] = ()  # what fact-checkers wrote
    reviewed: str = ""  # where that was found; or that there is none; or that nobody could be asked
    coverage: str = ""
    id: str = ""  # of the remembered answer; "" where nothing is remembered
    earlier: Link | None = None  # to the thread where this was answered before
    again: str = ""  # the remembered answer that `earlier` leads to: its quote can be checked again
    attached: Attached | None = None  # a document that goes with it, as a file or to be opened


def compose(verdict: Verdict) -> Reply:
    """Say a verdict in words."""
    rating = verdict.rating
    icon, headline = say_headline(verdict)
    shown = verdict.closest if rating in _SHOWN else None
    related = verdict.related or (() if shown or not verdict.closest else (verdict.closest,))
    others = other_wordings(verdict) if shown else ()
    return Reply(
        rating=rating,
        tone=_tone(verdict),
        icon=icon,
        headline=headline,
        summary=say_summary(verdict),
        question=verdict.quote.text,
        speaker=verdict.quote.speaker,
        wording=closest_wording(verdict) if shown else None,
        differences=_differences(verdict) if shown else (),
        changes=say_changes(verdict.changes) if shown else (),
        notes=(
            *say_unused(verdict.quote),
            *(
                (*say_notes(verdict), *_say_seen(verdict), *_say_outlets(verdict, len(others)))
                if shown
                else ()
            ),
        ),
        parts=part_wordings(verdict.parts) if shown and len(verdict.parts) > 1 else (),
        others=others[:_MOST_OTHERS],
        related=tuple(related_wording(one) for one in related) if rating in _RELATED else (),
        remarks=make_remarks(verdict.reviewed),
        reviewed=say_reviewed(verdict.reviewed),
        coverage=say_coverage(verdict),
    )


def compose_error(error: FactCheckError, question: str, speaker: str | None = None) -> Reply:
    """Say that a quote was not checked, and what to do; never a finding."""
    nothing_asked = isinstance(error, QuoteError)
    advice = error.advice
    if not nothing_asked and say("answer.unchecked") not in advice:
        advice = f"{advice} {say('answer.unchecked')}"
    return Reply(
        rating=None,
        tone=Tone.UNKNOWN,
        icon="✍️" if nothing_asked else "🔌",
        headline=say("answer.nothing_to_look_up") if nothing_asked else say("answer.could_not_look"),
        summary=advice,
        question=question,
        speaker=speaker,
    )


def compose_left_out(left_out: int, too_long: int, most: int, longest: int) -> Reply:
    """Say how many quotes of a message were not looked up, and how to have them looked up."""
    sentences = []
    if left_out:
        sentences.append(say("answer.more_quotes_left_out", most=most, count=left_out))
    if too_long:
        sentences.append(say("answer.long_quotes_left_out", count=too_long, longest=longest))
    return Reply(
        rating=None,
        tone=Tone.UNKNOWN,
        icon="➕",
        headline=say("answer.quotes_left_out", count=left_out + too_long),
        summary=" ".join(sentences),
        question="",
    )


def compose_help() -> Reply:
    """Say how to ask, by example."""
    first, *examples = ui_text.help_lines()
    return Reply(
        rating=None,
        tone=Tone.UNKNOWN,
        icon="💡",
        headline=say("answer.how_to_ask"),
        summary=first,
        question="",
        notes=tuple(examples),
    )


def plain(reply: Reply) -> str:
    """Say an answer in one text without markup, fit to be read aloud: for notifications and speech."""
    parts = [
        sentence(reply.headline),
        reply.summary,
        *(_say_wording(one) for one in ((reply.wording,) if reply.wording else ())),
        *(_say_wording(one) for one in reply.parts),
        *(reply.changes or _say_differences(reply.differences)),
        *reply.notes,
        *(_say_wording(one) for one in reply.others),
        say("chats.related") + ":" if reply.related else "",
        *(_say_wording(one) for one in reply.related),
        say("chats.reviews") + ":" if reply.remarks else "",
        *(remark.text for remark in reply.remarks),
        reply.reviewed,
        reply.coverage,
    ]
    return "\n".join(part for part in parts if part)


_SHOWN = frozenset(Rating) - {Rating.NOT_DOCUMENTED, Rating.NO_COVERAGE, Rating.TOO_SHORT}
_RELATED = frozenset({Rating.NOT_DOCUMENTED, Rating.NO_COVERAGE})
_MOST_OTHERS = 6


def _tone(verdict: Verdict) -> Tone:
    """Only what may be printed as it stands is FOUND."""
    if verdict.rating in (Rating.NO_COVERAGE, Rating.TOO_SHORT):
        return Tone.UNKNOWN
    if verdict.rating is Rating.NOT_DOCUMENTED:
        return Tone.UNKNOWN if verdict.quote.only else Tone.ABSENT  # of the rest of the record, it cannot say
    sound = verdict.rating is Rating.VERBATIM and not CARE.keys() & set(verdict.flags)
    return Tone.FOUND if sound else Tone.CAUTION


def _differences(verdict: Verdict) -> tuple[Span, ...]:
    """The quote laid over the source; nothing where nothing differs."""
    if all(segment.edit is Edit.SAME for segment in verdict.difference):
        return ()
    return tuple(Span(segment.text, _MARKS[segment.edit]) for segment in verdict.difference)


_MARKS = {Edit.SAME: Mark.PLAIN, Edit.QUOTE: Mark.REMOVED, Edit.SOURCE: Mark.ADDED}


def _say_seen(verdict: Verdict) -> tuple[str, ...]:
    """In how many outlets the same words stand: the nearest to the speaker first, and which was the earliest."""
    standing = [one for one in verdict.appearances if one.withdrawn is None]
    outlets = list(dict.fromkeys(map(_outlet, standing)))
    gone = {_outlet(one) for one in verdict.appearances} - set(outlets)
    back = say("answer.more_outlets_took_back", count=len(gone)) if gone and outlets else ""
    if len(outlets) < 2:
        return (back,) if back else ()
    dated = [one for one in standing if one.date]
    earliest = min(dated, key=lambda one: one.date or "", default=None)
    since = (
        say("answer.earliest_outlet", outlet=_outlet(earliest), when=say_when(earliest.date))
        if earliest
        else ""
    )
    many = say("answer.at_least") if len(verdict.appearances) >= MOST else ""
    said = say(
        "answer.same_words_in_outlets",
        many=many,
        number=count(len(outlets), "outlet"),
        since=since,
        listing=listing(outlets, 4),
    )
    return (f"{said} {back}".strip(),)


def _outlet(one: Appearance) -> str:
    return line(one.publisher or host_of(one.url))


def _say_outlets(verdict: Verdict, others: int) -> tuple[str, ...]:
    """Return how many outlets have the utterance, the earliest date, and how many wordings are not shown."""
    statements = [one.statement for one in (verdict.closest, *verdict.renderings) if one]
    outlets = {line(s.source.publisher) for s in statements if s.source.publisher}
    if len(outlets) <= len({_outlet(one) for one in verdict.appearances}):
        outlets = set()  # said of the same words already
    first = min((s.source.date for s in statements if s.source.date), default=None)
    said = []
    if len(outlets) > 1:
        since = say("answer.first_when", when=say_when(first)) if first else ""
        said.append(say("answer.publishers_have_utterance", count=len(outlets), since=since))
    if others > _MOST_OTHERS:
        more = others - _MOST_OTHERS
        said.append(say("answer.more_wordings_not_shown", count=more))
    return tuple(said)


# --- as one text --------------------------------------------------------------------------------------------------


def _say_wording(wording: Wording) -> str:
    words = "".join(span.text for span in wording.spans)
    return f"{wording.heading}: “{' '.join(words.split())}” {'; '.join(wording.facts)}."


def _say_differences(spans: tuple[Span, ...]) -> tuple[str, ...]:
    said = {Mark.REMOVED: say("answer.only_in_quote"), Mark.ADDED: say("answer.only_in_source")}
    differing = [f"{said[span.mark]}: {quoted(span.text)}." for span in spans if span.mark in said]
    more = len(differing) - _MOST_OTHERS
    return (
        *differing[:_MOST_OTHERS],
        *([say("answer.more_differences", count=more)] if more > 0 else ()),
    )
