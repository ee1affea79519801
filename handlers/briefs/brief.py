"""The long form of an answer: what is documented, how it differs, what else was said, what to check, what is not known.

Extractive. A sentence of a brief is one of three things, and each knows where it comes from:

    Quoted     words of a statement, extracted from it by offset, under the statement's number
    Judged     a fixed sentence about a verdict, with the numbers of the statements that it rests on
    Recorded   a fixed sentence about the record itself, with the state of the record that it was true of

and of what is to come, an event in its calendar's words or a fixed sentence about the calendars (see `brief_events`).
None of them takes a text, so that a sentence without a source cannot be written.
"""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from urllib.parse import urlsplit

from corpus.language.stems import STOP_WORDS, stem
from corpus.language.tokens import tokenize
from corpus.models import Coverage
from corpus.related.events import Agenda, find_upcoming
from corpus.sources.catalogue import Kind, Origin
from corpus.verdict import Evidence, Flag, Rating, Subject, Verdict
from handlers.briefs.events import Announced, Announcement, Foreseen, foresee
from handlers.messages import say
from handlers.replies.formatting import count, language_name, line, listing, quoted, say_date
from handlers.replies.links import web_address
from handlers.replies.notes import say_changes, say_notes
from handlers.replies.verdict_sentences import say_coverage, say_headline, say_summary

LONGEST_WORDS = 600  # characters of one statement that a brief shows
_MOST_RENDERINGS = 10
_NO_CALENDAR = Agenda()


class Heading(Enum):
    """The sections, in their order."""

    SUMMARY = "briefs.heading_summary"
    DOCUMENTED = "briefs.heading_documented"
    DIFFERENCE = "briefs.heading_difference"
    OWN = "briefs.heading_own"
    OTHERS = "briefs.heading_others"
    WATCH = "briefs.heading_watch"
    LIMITATIONS = "briefs.heading_limitations"

    @property
    def title(self) -> str:
        """Return the words over the section."""
        return say(self.value)


@dataclass(frozen=True, slots=True)
class Footnote:
    """A numbered source: a statement of the record, by the wording that is used of it."""

    number: int
    evidence: Evidence

    def __post_init__(self) -> None:
        if self.number < 1 or not self.evidence.wording.strip():
            raise ValueError("a source has a number from 1 on, and words")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A statement's own words, under its number; `as_rendering` names its language, `dated` puts the date in front."""

    footnote: Footnote
    dated: bool = False
    as_rendering: bool = False

    @property
    def numbers(self) -> tuple[int, ...]:
        """Return the numbers of its sources."""
        return (self.footnote.number,)

    @property
    def lead(self) -> str:
        """Return who is quoted, and when: fields of the statement."""
        statement = self.footnote.evidence.statement
        when = say_date(statement.source.date) or say("briefs.date_not_known")
        who = ", ".join(line(part) for part in (statement.speaker, statement.role or "") if part)
        if self.as_rendering:
            language = language_name(statement.language) or say("briefs.language_not_known")
            kind = (
                say("briefs.translation_into_language", language=language)
                if statement.translated
                else say("briefs.in_language", language=language)
            )
            published = line(statement.source.publisher or say("briefs.publisher_not_known"))
            return f"{kind}, {published}, {when}"
        return f"{when}, {who}" if self.dated else f"{who}, {when}"

    @property
    def words(self) -> str:
        """Return the words exactly as published; a long statement is truncated, with a mark."""
        evidence = self.footnote.evidence
        words = evidence.wording
        return words if len(words) <= LONGEST_WORDS else words[:LONGEST_WORDS].rsplit(" ", 1)[0] + " …"

    @property
    def text(self) -> str:
        """Return the sentence without its number."""
        return f"{self.lead}: “{self.words}”"


class About(Enum):
    """The subjects of fixed sentences about a verdict."""

    RATING = "rating"
    SUMMARY = "summary"
    NOTES = "notes"
    CHANGES = "changes"
    ONLY_IN_QUOTE = "only in quote"
    NO_WORDING = "no wording"
    RENDERINGS = "renderings"
    PRIMARY = "primary"
    TRANSLATED = "translated"


@dataclass(frozen=True, slots=True)
class Judged:
    """A fixed sentence about a verdict; `place` chooses one where there are several, as of the changes."""

    about: About
    verdict: Verdict
    footnotes: tuple[Footnote, ...]
    place: int = 0

    def __post_init__(self) -> None:
        if not self.footnotes and self.about not in _RESTS_ON_THE_SEARCH:
            raise ValueError(f"{self.about.value}: a sentence about what was found needs its source")
        if self.place >= len(_JUDGED[self.about](self.verdict, self.footnotes)):
            raise ValueError(f"{self.about.value}: there is no such sentence to say")

    @property
    def numbers(self) -> tuple[int, ...]:
        """Return the numbers of its sources; none where it says what a search did not find."""
        return tuple(footnote.number for footnote in self.footnotes)

    @property
    def text(self) -> str:
        """Return the sentence without its numbers."""
        return _JUDGED[self.about](self.verdict, self.footnotes)[self.place]


class State(Enum):
    """The subjects of fixed sentences about the record."""

    COVERAGE = "coverage"
    STALE = "stale"
    ABSENCE = "absence"
    EXTRACTIVE = "extractive"
    NO_OWN = "no own"
    NO_OTHERS = "no others"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fixed sentence about the record as it was searched for a verdict."""

    state: State
    verdict: Verdict
    numbers: tuple[int, ...] = field(default=(), init=False)

    @property
    def text(self) -> str:
        """Return the sentence."""
        return _RECORDED[self.state](self.verdict)


@dataclass(frozen=True, slots=True)
class Source:
    """A fixed sentence about a source of the catalogue, which is where the speaker's side publishes."""

    origin: Origin
    footnotes: tuple[Footnote, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """Return the numbers of the statements that point to this source."""
        return tuple(footnote.number for footnote in self.footnotes)

    @property
    def text(self) -> str:
        """Return the sentence."""
        hours = max(1, round(self.origin.interval / 3600))
        return say(
            "briefs.source_in_catalogue",
            publisher=line(self.origin.publisher),
            part=language_name(self.origin.language) or line(self.origin.language),
            number=count(hours, "hour"),
        )


Sentence = Quoted | Judged | Recorded | Source | Announced | Foreseen


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences under a heading; never empty."""

    heading: Heading
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """A whole brief: its subject is the quote as asked, its sources are numbered from 1 without a gap."""

    verdict: Verdict
    sections: tuple[Section, ...]
    footnotes: tuple[Footnote | Announcement, ...]

    @property
    def title(self) -> str:
        """Return the quote, and who is claimed to have said it."""
        speaker = self.verdict.quote.speaker
        return f"{quoted(self.verdict.quote.text, 400)}{' – ' + line(speaker) if speaker else ''}"


def compose_brief(
    verdict: Verdict, subject: Subject, origins: Sequence[Origin] = (), agenda: Agenda = _NO_CALENDAR
) -> Brief:
    """Put a brief together from a verdict, from what else is on its subject, from the catalogue and from the calendars."""
    notes = _Footnotes()
    found = [one for one in (verdict.closest, *verdict.parts) if one] if verdict.rating in _FOUND else []
    shown = notes.add(found)
    renderings = notes.add(verdict.renderings[:_MOST_RENDERINGS]) if shown else ()
    own, others = notes.add(subject.own), notes.add(subject.others)
    about = partial(_judged, verdict, shown)
    upcoming = find_upcoming(verdict, subject.own, agenda.events)
    to_come = foresee(agenda, upcoming, first=len(notes.all()) + 1)
    sections = (
        Section(
            Heading.SUMMARY,
            (
                *about(About.RATING),
                *about(About.SUMMARY),
                *(Quoted(note) for note in shown[:1]),
                *(_judged(verdict, renderings, About.RENDERINGS) if renderings else ()),
            ),
        ),
        Section(Heading.DOCUMENTED, _documented(verdict, shown, renderings)),
        Section(Heading.DIFFERENCE, _difference(verdict, shown, renderings)),
        Section(
            Heading.OWN, tuple(Quoted(note, dated=True) for note in own) or (Recorded(State.NO_OWN, verdict),)
        ),
        Section(Heading.OTHERS, _others(verdict, others)),
        Section(Heading.WATCH, (*to_come, *_to_watch(verdict, (*shown, *renderings), own, origins))),
        Section(Heading.LIMITATIONS, _limitations(verdict, shown)),
    )
    announced = tuple(one.note for one in to_come if isinstance(one, Announced))
    return Brief(verdict, tuple(one for one in sections if one.sentences), (*notes.all(), *announced))


class _Footnotes:
    """Numbers statements in the order in which they are first used."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int, int], Footnote] = {}

    def add(self, evidence: Sequence[Evidence]) -> tuple[Footnote, ...]:
        found = []
        for one in evidence:
            key = (one.statement.id, one.start, one.end)
            if one.wording.strip():
                found.append(self._known.setdefault(key, Footnote(len(self._known) + 1, one)))
        return tuple(dict.fromkeys(found))

    def all(self) -> tuple[Footnote, ...]:
        return tuple(self._known.values())


# --- sections --------------------------------------------------------------------------------------------------------


def _judged(verdict: Verdict, footnotes: tuple[Footnote, ...], about: About) -> tuple[Judged, ...]:
    """Return all sentences of a kind that there are."""
    if not footnotes and about not in _RESTS_ON_THE_SEARCH:
        return ()
    return tuple(Judged(about, verdict, footnotes, n) for n in range(len(_JUDGED[about](verdict, footnotes))))


def _documented(
    verdict: Verdict, shown: tuple[Footnote, ...], renderings: tuple[Footnote, ...]
) -> tuple[Sentence, ...]:
    if not shown:
        return _judged(verdict, (), About.NO_WORDING)
    return (
        *(Quoted(note, as_rendering=bool(renderings)) for note in shown),
        *(Quoted(note, as_rendering=True) for note in renderings),
    )


def _difference(
    verdict: Verdict, shown: tuple[Footnote, ...], renderings: tuple[Footnote, ...]
) -> tuple[Sentence, ...]:
    return (
        *_judged(verdict, shown, About.CHANGES),
        *_judged(verdict, (*shown, *renderings), About.ONLY_IN_QUOTE),
        *_judged(verdict, shown, About.NOTES),
    )


def _others(verdict: Verdict, others: tuple[Footnote, ...]) -> tuple[Sentence, ...]:
    if not others:
        return (Recorded(State.NO_OTHERS, verdict),)
    return (Recorded(State.OTHERS, verdict), *(Quoted(note, dated=True) for note in others))


def _to_watch(
    verdict: Verdict, notes: tuple[Footnote, ...], own: tuple[Footnote, ...], origins: Sequence[Origin]
) -> tuple[Sentence, ...]:
    """Return the primary sources of what was found, and the catalogue's sources that hold it, or else what the speaker said."""
    by_page: dict[str, list[Footnote]] = {}
    for note in notes:
        if page := web_address(note.evidence.statement.source.primary_url):
            by_page.setdefault(page, []).append(note)
    hosts: dict[str, list[Footnote]] = {}
    for page, of_page in by_page.items():
        hosts.setdefault(_site(page), []).extend(of_page)
    if not notes:
        for note in own:
            for url in (note.evidence.statement.source.primary_url, note.evidence.statement.source.url):
                if page := web_address(url):
                    hosts.setdefault(_site(page), []).append(note)
    stale = (Recorded(State.STALE, verdict),) if verdict.coverage.stale else ()
    return (
        *(
            sentence
            for of_page in by_page.values()
            for sentence in _judged(verdict, tuple(of_page), About.PRIMARY)
        ),
        *(
            Source(origin, tuple(dict.fromkeys(hosts[_site(origin.url)])))
            for origin in _once(origins, hosts.keys())
        ),
        *stale,
    )


def _once(origins: Sequence[Origin], sites: Container[str]) -> Iterable[Origin]:
    """Return the sources of statements of some sites, one of each publisher."""
    here = (o for o in reversed(origins) if o.kind is not Kind.CALENDAR and _site(o.url) in sites)
    return {origin.publisher: origin for origin in here}.values()


def _site(url: str) -> str:
    """Return the last two labels of a host: "en.kremlin.ru" and "kremlin.ru" are one site."""
    return ".".join((urlsplit(url).hostname or "").split(".")[-2:])


def _limitations(verdict: Verdict, shown: tuple[Footnote, ...]) -> tuple[Sentence, ...]:
    return (
        Recorded(State.COVERAGE, verdict),
        *((Recorded(State.STALE, verdict),) if verdict.coverage.stale else ()),
        Recorded(State.ABSENCE, verdict),
        *(_judged(verdict, shown, About.TRANSLATED) if Flag.TRANSLATION in verdict.flags else ()),
        Recorded(State.EXTRACTIVE, verdict),
    )


# --- the fixed sentences ---------------------------------------------------------------------------------------------

_FOUND = frozenset(Rating) - {Rating.NOT_DOCUMENTED, Rating.NO_COVERAGE, Rating.TOO_SHORT}
_RESTS_ON_THE_SEARCH = frozenset({About.RATING, About.SUMMARY, About.NO_WORDING})

_Fixed = Callable[[Verdict, tuple[Footnote, ...]], tuple[str, ...]]


def _rating(verdict: Verdict, _: tuple[Footnote, ...]) -> tuple[str, ...]:
    return (say("briefs.rating", headline=say_headline(verdict)[1]),)


def _summary(verdict: Verdict, _: tuple[Footnote, ...]) -> tuple[str, ...]:
    return (say_summary(verdict),)


def _notes(verdict: Verdict, _: tuple[Footnote, ...]) -> tuple[str, ...]:
    return say_notes(verdict)


def _changes(verdict: Verdict, _: tuple[Footnote, ...]) -> tuple[str, ...]:
    return say_changes(verdict.changes)


def _only_in_quote(verdict: Verdict, footnotes: tuple[Footnote, ...]) -> tuple[str, ...]:
    """Return the quote's words that no wording in its own script has in any form."""
    known = {stem(t.norm) for note in footnotes for t in tokenize(note.evidence.wording)}
    asked = [t for t in tokenize(verdict.quote.text) if t.norm not in STOP_WORDS]
    missing = dict.fromkeys(verdict.quote.text[t.start : t.end] for t in asked if stem(t.norm) not in known)
    if not missing or verdict.changes:
        return ()
    words = listing([f"“{word}”" for word in missing], most=8)
    return (say("briefs.only_in_quote", count=len(missing), words=words),)


def _no_wording(verdict: Verdict, _: tuple[Footnote, ...]) -> tuple[str, ...]:
    del verdict
    return (say("briefs.no_wording"),)


def _renderings(_: Verdict, footnotes: tuple[Footnote, ...]) -> tuple[str, ...]:
    statements = [note.evidence.statement for note in footnotes]
    originals = [s for s in statements if not s.translated and language_name(s.language)]
    first = (
        say("briefs.original_among_them", language_name=language_name(originals[0].language))
        if originals
        else ""
    )
    return (say("briefs.more_wordings_of_utterance", count=len(statements), first=first),)


def _primary(_: Verdict, footnotes: tuple[Footnote, ...]) -> tuple[str, ...]:
    page = web_address(footnotes[0].evidence.statement.source.primary_url) if footnotes else None
    return (say("briefs.primary_source", page=page),) if page else ()


def _translated(_: Verdict, footnotes: tuple[Footnote, ...]) -> tuple[str, ...]:
    language = language_name(footnotes[0].evidence.statement.language) if footnotes else ""
    if not language:
        return (say("briefs.words_are_translators"),)
    return (say("briefs.words_in_language_are_translators", language=language),)


_JUDGED: dict[About, _Fixed] = {
    About.RATING: _rating,
    About.SUMMARY: _summary,
    About.NOTES: _notes,
    About.CHANGES: _changes,
    About.ONLY_IN_QUOTE: _only_in_quote,
    About.NO_WORDING: _no_wording,
    About.RENDERINGS: _renderings,
    About.PRIMARY: _primary,
    About.TRANSLATED: _translated,
}


def _stale(coverage: Coverage) -> str:
    return say("briefs.out_of_date", listing=listing(coverage.stale, most=8))


_RECORDED: dict[State, Callable[[Verdict], str]] = {
    State.COVERAGE: say_coverage,
    State.STALE: lambda verdict: _stale(verdict.coverage),
    State.ABSENCE: lambda _: say("briefs.rating_is_about_record"),
    State.EXTRACTIVE: lambda _: say("briefs.extractive"),
    State.NO_OWN: lambda _: say("briefs.nothing_else_by_speaker"),
    State.NO_OTHERS: lambda _: say("briefs.nothing_by_others"),
    State.OTHERS: lambda _: say("briefs.others_are_no_evidence"),
}
