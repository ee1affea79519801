"""One quote while it is judged: the thresholds, the passages with the quote laid over them, and the trace."""

from dataclasses import dataclass, field

from corpus.judging.alignment import Alignment, Prepared
from corpus.judging.changes import find_changes
from corpus.judging.paraphrase import Likeness
from corpus.language.identity import Identity, Match
from corpus.language.speakers import nameless
from corpus.models import Coverage, Passage, Quote
from corpus.verdict import Change


@dataclass(frozen=True, slots=True)
class Policy:
    """The thresholds of a judgement. Tuned on the development sets: `score.py perturb`, `printed`, `fakes` (dev)."""

    alignable: float = 0.6  # similarity from which a wording counts as the quote's wording, changed or not
    matched: float = 0.5  # and the share of the quote's weight that must stand there word for word
    elsewhere: float = 0.85  # similarity from which somebody else's wording makes a quote MISATTRIBUTED
    better_elsewhere: float = 0.2  # and by how much it must beat the claimed speaker's own
    whole: float = 0.93  # similarity below which a quote may be stitched from several places
    places: int = 8  # passages among which the parts of a splice are looked for
    in_runs: float = 0.27  # share of a quote that must stand unbroken somewhere before a splice is looked for
    pieces: float = 0.5  # share of a quote that its pieces between ellipsis marks must have on record
    part: float = 4.0  # weight of an unbroken stretch from which an absent quote is documented in part
    informative: float = 1.25  # least information of a quote that can be attributed
    related: int = 3
    relating: float = 1.0  # information that a statement must share with a quote to be shown as related


@dataclass(frozen=True, slots=True)
class Laid:
    """A passage with the quote laid over it."""

    passage: Passage
    alignment: Alignment
    matches: bool  # the speaker may be the one claimed, or nobody was claimed
    identity: Identity | None = None  # None where nobody was claimed

    @property
    def changes(self) -> tuple[Change, ...]:
        """What differs between the quote and the passage."""
        return find_changes(self.alignment)

    @property
    def similarity(self) -> float:
        """How much of the quote stands there, 0 to 1."""
        return self.alignment.similarity

    @property
    def order(self) -> tuple[float, bool, bool, int, str, str, int]:
        """Best first: similarity, then who is meant for certain, what stands, the nearest source, the earliest date, the id, the first place."""
        statement = self.passage.statement
        rank = statement.source.provenance.rank if statement.source.provenance else 9
        date = statement.source.date or "9"
        withdrawn = bool(statement.withdrawn)  # of equal wordings the one that stands
        unclear = self.matches and self.identity is not None and self.identity.match is Match.UNCLEAR
        return (-round(self.similarity, 3), unclear, withdrawn, rank, date, statement.id, self.passage.offset)


@dataclass
class Case:
    """What is known while one quote is judged."""

    quote: Quote
    prepared: Prepared
    policy: Policy
    coverage: Coverage
    laid: list[Laid] = field(default_factory=list)
    alike: dict[int, Likeness] = field(default_factory=dict)  # by the identity of what is laid
    trace: list[str] = field(default_factory=list)

    @property
    def own(self) -> list[Laid]:
        """The passages of the claimed speaker, or all where nobody was claimed, best first."""
        return [one for one in self.laid if one.matches]

    @property
    def others(self) -> list[Laid]:
        """The passages of other speakers who have a name, best first."""
        return [one for one in self.laid if not one.matches and not nameless(one.passage.statement.speaker)]
