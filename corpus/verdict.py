"""The whole answer about one quote: a rating, its flags, the evidence, and what was searched."""

from dataclasses import dataclass
from enum import Enum

from corpus.language.identity import Identity
from corpus.models import Appearance, Coverage, Quote, Reviewed, Statement


class Rating(Enum):
    """Rating of a quote by what the record holds; never a judgement of its truth."""

    VERBATIM = "VERBATIM"
    REWORDED = "REWORDED"
    ALTERED = "ALTERED"
    SPLICED = "SPLICED"
    PARAPHRASED = "PARAPHRASED"
    MISATTRIBUTED = "MISATTRIBUTED"
    NOT_DOCUMENTED = "NOT_DOCUMENTED"
    NO_COVERAGE = "NO_COVERAGE"
    TOO_SHORT = "TOO_SHORT"


class Flag(Enum):
    """Flag for what else a reader must know about the evidence."""

    EXCERPT = "EXCERPT"
    ABRIDGED = "ABRIDGED"
    TRANSLATION = "TRANSLATION"
    CONDITIONAL = "CONDITIONAL"
    QUESTION = "QUESTION"
    QUOTING_OTHERS = "QUOTING_OTHERS"
    OUT_OF_CONTEXT = "OUT_OF_CONTEXT"
    QUALIFIED = "QUALIFIED"
    SECOND_HAND = "SECOND_HAND"
    DISPUTED = "DISPUTED"
    WITHDRAWN = "WITHDRAWN"
    DATE_MISMATCH = "DATE_MISMATCH"
    BROADER = "BROADER"
    NARROWER = "NARROWER"
    PARTLY_DOCUMENTED = "PARTLY_DOCUMENTED"  # NOT_DOCUMENTED as a whole; a stretch of it stands
    QUOTED_ONLY = "QUOTED_ONLY"  # somebody has the words, and only quotes them
    CONTRADICTED = "CONTRADICTED"  # the speaker says the opposite in the record
    NAME_UNCLEAR = "NAME_UNCLEAR"


class Kind(Enum):
    """The kinds of difference. `matters` says whether a quote with it is ALTERED."""

    # these change what was said
    NEGATION = "NEGATION"
    NUMBER = "NUMBER"
    DATE = "DATE"
    UNIT = "UNIT"
    NAME = "NAME"
    MODALITY = "MODALITY"
    QUANTIFIER = "QUANTIFIER"
    ANTONYM = "ANTONYM"
    CONDITION = "CONDITION"
    TENSE = "TENSE"
    REPLACED = "REPLACED"
    INSERTED = "INSERTED"
    OMITTED = "OMITTED"
    # these do not
    SYNONYM = "SYNONYM"
    INFLECTION = "INFLECTION"
    FUNCTION_WORD = "FUNCTION_WORD"
    FILLER = "FILLER"
    SPELLING = "SPELLING"
    REORDERED = "REORDERED"

    @property
    def matters(self) -> bool:
        """Return whether a difference of this kind changes what was said.

        >>> Kind.NEGATION.matters, Kind.SYNONYM.matters
        (True, False)
        """
        return self not in _HARMLESS


_HARMLESS = frozenset(
    {Kind.SYNONYM, Kind.INFLECTION, Kind.FUNCTION_WORD, Kind.FILLER, Kind.SPELLING, Kind.REORDERED}
)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: the quote's words and the source's words; either may be empty."""

    kind: Kind
    quote: str
    wording: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A wording of the record under the quote, with its place in the statement.

    `statement.text` is cut to the passage around the wording and begins at `offset` of the published text;
    `start` and `end` are offsets of the wording in the published text; `before` and `after` are the rest of
    its sentence and the sentence next to it. `similarity` is 0 to 1. `quoted` is the span of the quote that
    this wording lies under (offsets into the quote's text).
    """

    statement: Statement
    offset: int
    wording: str
    start: int
    end: int
    before: str
    after: str
    similarity: float
    changes: tuple[Change, ...] = ()
    quoted: tuple[int, int] = (0, 0)


class Edit(Enum):
    """One step of a word-by-word difference."""

    SAME = "same"
    QUOTE = "quote"  # only the quote has these words
    SOURCE = "source"  # only the source has these words


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the difference between quote and source; segments are joined without a blank."""

    text: str
    edit: Edit


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement that the index proposed, as ranked."""

    statement: str
    speaker: str
    score: float
    wording: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one quote.

    `closest` is the evidence that the rating rests on, or None; `parts` the fragments of a SPLICED or ABRIDGED
    quote in the quote's order; `renderings` the other statements of the same utterance, original language
    first; `related` the nearest statements that are no evidence (NOT_DOCUMENTED); `difference` the quote
    laid over the closest wording, word by word.
    """

    quote: Quote
    rating: Rating
    coverage: Coverage
    flags: tuple[Flag, ...] = ()
    closest: Evidence | None = None
    parts: tuple[Evidence, ...] = ()
    renderings: tuple[Evidence, ...] = ()
    related: tuple[Evidence, ...] = ()
    difference: tuple[Segment, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    loose: tuple[str, ...] = ()  # stretches of the quote that nothing near the closest wording explains
    milliseconds: float = 0.0
    trace: tuple[str, ...] = ()
    appearances: tuple[Appearance, ...] = ()
    identity: Identity | None = (
        None  # whether the speaker of the closest wording is the one named; None: nobody was
    )
    reviewed: Reviewed | None = None  # beside the verdict, no part of it; None where nobody was asked

    @property
    def changes(self) -> tuple[Change, ...]:
        """The differences between the quote and the closest wording."""
        return self.closest.changes if self.closest else ()


@dataclass(frozen=True, slots=True)
class Subject:
    """Sentences on the subject, oldest first: `own` by the quote's speaker, `others` by anybody else."""

    own: tuple[Evidence, ...] = ()
    others: tuple[Evidence, ...] = ()
