"""The nouns: what is asked, what was said, where it was published, and what the record covers."""

from dataclasses import dataclass, field
from enum import Enum

NO_PUBLISHER = "(no publisher given)"


class Provenance(Enum):
    """Provenance of a statement, the source nearest to the speaker first."""

    TRANSCRIPT = "transcript"
    OFFICIAL = "official"
    WIRE = "wire"
    SECOND_HAND = "second-hand"

    @property
    def rank(self) -> int:
        """0 for the nearest.

        >>> Provenance.TRANSCRIPT.rank < Provenance.WIRE.rank
        True
        """
        return list(Provenance).index(self)

    @property
    def primary(self) -> bool:
        """Return whether the speaker's own side published it."""
        return self in (Provenance.TRANSCRIPT, Provenance.OFFICIAL)


@dataclass(frozen=True, slots=True)
class Source:
    """The publication of a statement.

    `url` is the page itself, `primary_url` the original record where it is known; dates are ISO, perhaps without day or month.
    """

    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    primary_url: str | None = None
    date: str | None = None
    provenance: Provenance | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One published wording of an utterance. `text` may be one sentence or a speech of two hours.

    `withdrawn` is the ISO date on which the source was known to have corrected or removed it, None where it stands.
    """

    id: str
    speaker: str
    text: str
    source: Source = field(default_factory=Source)
    role: str | None = None
    language: str | None = None
    translated: bool = False
    utterance: str | None = None
    context: str | None = None
    withdrawn: str | None = None


@dataclass(frozen=True, slots=True)
class Restriction:
    """Restriction of a search: statements of these publishers, in these languages (BCP 47); empty: all.

    A statement whose language is not known may be in any; one without a publisher is of none.

    >>> only = Restriction(("Kremlin",), ("en",))
    >>> only.admits(Statement("1", "Ann", "Hello.", Source("Kremlin"), language="en-GB"))
    True
    >>> only.admits(Statement("2", "Ann", "Hello.", Source("TASS"), language="en"))
    False
    """

    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Return whether it restricts anything."""
        return bool(self.sources or self.languages)

    def admits(self, statement: Statement) -> bool:
        """Return whether a statement may be found."""
        if self.sources and statement.source.publisher not in self.sources:
            return False
        spoken = main_language(statement.language)
        return not (self.languages and spoken) or spoken in map(main_language, self.languages)


def main_language(tag: str | None) -> str:
    """Return the language of a tag without its region or script; "" where there is none.

    >>> main_language("pt_BR"), main_language(None)
    ('pt', '')
    """
    return (tag or "").lower().replace("_", "-").partition("-")[0]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words somebody asks about, perhaps with a claimed speaker.

    `since` and `until` are ISO dates, truncated to year or month where that is all that was given; `only` is where alone it
    is looked for. `unused` are words beside the quote that seem to name a speaker and were not used as one.
    """

    text: str
    speaker: str | None = None
    since: str | None = None
    until: str | None = None
    only: Restriction = field(default_factory=Restriction, repr=False)  # few have one
    unused: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a statement: `statement.text` is the stretch, beginning at `offset` of the published text.

    `score` is how strongly the index proposed it.
    """

    statement: Statement
    offset: int
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that the index proposes, not yet known to be valid.

    `score` is the summed inverse document frequency of the shared features; `start` the offset of `text` in the
    published text.
    """

    number: int
    score: float
    owner: bytes
    speaker_tag: int
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Result of a search: hits, best first, and the weight of each feature asked for, by its bucket.

    `cut_short` says that more passages share as much with the text as the best hit than were read: words so common
    that what was not found may be there.
    """

    hits: tuple[Hit, ...]
    weights: dict[int, float]
    cut_short: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker of the record, with the number of their statements and the roles that the record gives them."""

    name: str
    statements: int
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """The part of the record that was searched.

    `people` are the speakers of the record whom the claimed name may mean, or who bear one like it.

    `by_speaker` counts the statements of the claimed speaker (None where nobody was named); `since` and
    `until` are the first and last date of the record, `updated` the time of its last change (ISO, UTC),
    `stale` the names of the sources past their interval. For a restricted quote all of these but `by_speaker` are of
    what the restriction lets in; dates are then not known, nor is how much of a source is in which language.
    """

    statements: int
    sources: int
    by_speaker: int | None
    since: str | None
    until: str | None
    updated: str | None
    stale: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()

    @property
    def roles(self) -> dict[str, tuple[str, ...]]:
        """The roles of these people, by their name."""
        return {person.name: person.roles for person in self.people}


@dataclass(frozen=True, slots=True)
class Holdings:
    """Publishers and languages of the record, each with its number of statements, the largest first."""

    sources: dict[str, int]
    languages: dict[str, int]


@dataclass(frozen=True, slots=True)
class Watched:
    """A quote that waits until a time (seconds since 1970); `kind` is a word of whoever set the watch."""

    id: str
    quote: Quote
    until: float
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is to come, as a calendar has it: its title, place and description are the calendar's words.

    `start` and `end` are ISO: days (`end` is the last one), or times with an offset; without one where the calendar names
    no zone that is known, and `zone` is what it names. `over` is when it is over everywhere (UTC). `calendar` and
    `publisher` say whose it is, `page` where the calendar lies, `read` when it was read there.
    """

    uid: str
    title: str
    start: str
    over: str
    end: str | None = None
    zone: str = ""
    place: str = ""
    description: str = ""
    url: str | None = None
    tentative: bool = False
    calendar: str = ""
    publisher: str = ""
    page: str = ""
    read: str = ""


@dataclass(frozen=True, slots=True)
class Appearance:
    """One document with the words: `fetched` is ISO in UTC, `sha256` that of its bytes.

    `start` and `end` are offsets into the document's text as it was read, `before` and `after` the sentences around
    the words; `withdrawn` is the ISO date on which the document was seen without them.
    """

    url: str
    speaker: str
    publisher: str | None = None
    title: str | None = None
    date: str | None = None
    provenance: str | None = None
    fetched: str | None = None
    sha256: str | None = None
    start: int = 0
    end: int = 0
    before: str = ""
    after: str = ""
    withdrawn: str | None = None

    @property
    def source(self) -> Source:
        """The source, as a statement bears it."""
        provenance = Provenance(self.provenance) if self.provenance else None
        return Source(self.publisher, self.title, self.url, date=self.date, provenance=provenance)


@dataclass(frozen=True, slots=True)
class Review:
    """One review of one claim: `rating` is what its publisher called it, word for word; dates are ISO."""

    claim: str
    claimant: str
    publisher: str
    rating: str
    url: str
    title: str = ""
    claimed: str | None = None
    reviewed: str | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Result of a request for reviews: those found, or in `error` why it failed, which is not "none"."""

    found: tuple[Review, ...] = ()
    error: str = ""
