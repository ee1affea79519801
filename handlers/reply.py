"""A verdict in words, once, for all chats, before any markup.

Every sentence people read about a verdict is written here. Surfaces turn a Reply into their own blocks and
never add a claim of their own. All texts in a Reply are plain and hostile: a surface escapes every one.
"""

from dataclasses import dataclass
from enum import Enum

from corpus.errors import FactCheckError
from corpus.verdict import Rating, Verdict


class Tone(Enum):
    """How an answer should strike a hurried reader."""

    FOUND = "found"  # documented as quoted
    CAUTION = "caution"  # documented, but not like this
    ABSENT = "absent"  # looked, and not found
    UNKNOWN = "unknown"  # cannot say, or could not look


class Mark(Enum):
    """What a stretch of words is."""

    PLAIN = "plain"
    MATCHED = "matched"  # the source's words under the quote
    REMOVED = "removed"  # the quote's words that the source does not have
    ADDED = "added"  # the source's words that the quote does not have


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of words with one mark; spans are joined without a blank."""

    text: str
    mark: Mark = Mark.PLAIN


@dataclass(frozen=True, slots=True)
class Link:
    """A source's address under a label; `url` is http or https, nothing else."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Wording:
    """One attributed wording with everything that places it.

    `facts` is "speaker · date · place · publisher" in parts; `spans` are the source's exact words, with the
    sentence before and after as PLAIN and the words under the quote as MATCHED.
    """

    heading: str
    spans: tuple[Span, ...]
    facts: tuple[str, ...]
    links: tuple[Link, ...]
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer, ready to be laid out.

    Lay out in this order: `icon` and `headline`, `summary`, `wording`, `differences`, `notes`, `others`,
    `related`, then `coverage` in small print. `rating` is None for an error (`tone` UNKNOWN).
    `question` is the quote as asked, `asked_by_line` e.g. "Vladimir Putin" or None.
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
    changes: tuple[str, ...] = ()  # each change that matters, in a sentence
    notes: tuple[str, ...] = ()  # one sentence for each flag
    parts: tuple[Wording, ...] = ()  # the fragments of a spliced quote
    others: tuple[Wording, ...] = ()  # other renderings of the same utterance
    related: tuple[Wording, ...] = ()  # near the subject, but no evidence
    coverage: str = ""


def compose(verdict: Verdict) -> Reply:
    """Say a verdict in words."""
    return Reply(
        rating=verdict.rating,
        tone=Tone.CAUTION,
        icon="",
        headline=verdict.rating.value,
        summary="",
        question=verdict.quote.text,
        speaker=verdict.quote.speaker,
    )


def compose_error(error: FactCheckError, question: str, speaker: str | None = None) -> Reply:
    """Say that a quote was not checked, and what to do; never a finding."""
    return Reply(
        rating=None,
        tone=Tone.UNKNOWN,
        icon="",
        headline="Not checked",
        summary=error.advice,
        question=question,
        speaker=speaker,
    )
