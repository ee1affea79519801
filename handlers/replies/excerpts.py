"""The source's words, with everything that places them: the spans, who and when, where to read them.

A wording is shown exactly as published; nothing here rewrites a letter of it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from corpus.language.identity import same_speaker
from corpus.models import Provenance, Statement
from corpus.verdict import Evidence, Verdict
from handlers.messages import say
from handlers.replies.formatting import language_name, line, listing, say_date
from handlers.replies.links import host_of, point_to, web_address
from handlers.replies.verdict_sentences import PROVENANCE

_MARKS = re.compile(r"[\W_]+")


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


# --- wordings ---------------------------------------------------------------------------------------------------


def closest_wording(verdict: Verdict) -> Wording | None:
    """The wording that the rating rests on; None where there is none, or the quote has several parts."""
    closest = verdict.closest
    if not closest or len(verdict.parts) > 1:
        return None
    own = _keys(closest) if verdict.renderings else ()
    repeats = [one for one in verdict.renderings if _key(one) in own and not _of_another(one, closest)]
    heading = say("answer.wording_on_record", in_language=_in_language(closest))
    return make_wording(heading, closest, also=_also_in(repeats))


def _in_language(evidence: Evidence) -> str:
    """Name the language where it is not English."""
    language = language_name(evidence.statement.language)
    return say("answer.in_language", language=language) if language and language != "English" else ""


def make_wording(
    heading: str, evidence: Evidence, *, mark: Mark = Mark.MATCHED, also: tuple[str, ...] = ()
) -> Wording:
    """One wording with the words around it, exactly as published."""
    stretches = ((evidence.before, Mark.PLAIN), (evidence.wording, mark), (evidence.after, Mark.PLAIN))
    return Wording(
        heading=heading,
        spans=tuple(Span(text, kind) for text, kind in stretches if text),
        facts=(*_facts(evidence.statement), *also),
        links=_links(evidence),
        language=evidence.statement.language,
    )


def _facts(statement: Statement) -> tuple[str, ...]:
    source = statement.source
    role = line(statement.role) if statement.role else ""
    nearness = say(PROVENANCE[source.provenance]) if source.provenance else ""
    publisher = line(source.publisher or source.title or "")
    facts = (
        ", ".join(part for part in (line(statement.speaker), role) if part),
        say_date(source.date) or say("answer.date_not_known"),
        line(statement.context) if statement.context else "",
        ", ".join(part for part in (publisher, nearness) if part) or say("answer.publisher_not_known"),
    )
    return tuple(fact for fact in facts if fact)


def _links(evidence: Evidence) -> tuple[Link, ...]:
    """The primary source first, named as such; then the page with these words."""
    source = evidence.statement.source
    primary, page = web_address(source.primary_url), web_address(source.url)
    links = []
    if primary and primary != page:
        links.append(Link(say("answer.primary_source_at", host_of=host_of(primary)), primary))
    if page:
        original = primary == page or bool(source.provenance and source.provenance.primary)
        label = say("answer.primary_source") if original else say("answer.page_with_these_words")
        links.append(Link(f"{label} ({host_of(page)})", point_to(page, evidence.wording)))
    return tuple(links)


def related_wording(evidence: Evidence) -> Wording:
    """A statement near the subject, under its own speaker's name; none of its words is marked as a match."""
    return make_wording(
        say("answer.related_only", speaker=line(evidence.statement.speaker)),
        evidence,
        mark=Mark.PLAIN,
    )


# --- parts of a spliced or abridged quote ------------------------------------------------------------------------


def part_wordings(parts: tuple[Evidence, ...]) -> tuple[Wording, ...]:
    """The fragments of a quote, in its order, each with how far it stands from the one before."""
    before: tuple[Evidence | None, ...] = (None, *parts)
    return tuple(
        make_wording(
            say(
                "answer.part_of_quote",
                number=n,
                total=len(parts),
                distance=_distance(previous, part) if previous else "",
                in_language=_in_language(part),
            ),
            part,
        )
        for n, (previous, part) in enumerate(zip(before, parts, strict=False), 1)
    )


def _distance(one: Evidence, other: Evidence) -> str:
    """Return how far a part stands from the one before it in the quote."""
    if one.statement.id != other.statement.id:
        same = one.statement.utterance and one.statement.utterance == other.statement.utterance
        return say("answer.from_another_wording") if same else say("answer.from_another_statement")
    gap = other.start - one.end
    if 0 <= gap <= 3:
        return say("answer.directly_after")
    return (
        say("answer.further_on", length=_say_length(gap, one))
        if gap > 0
        else say("answer.earlier", length=_say_length(one.start - other.end, one))
    )


def _say_length(characters: int, evidence: Evidence) -> str:
    """Say about how many words a stretch is that is not at hand: a word and its blank are six characters."""
    if characters <= 0:
        return say("answer.a_few_words")
    spaced = " " in evidence.statement.text.strip()
    number = max(1, round(characters / 6)) if spaced else characters
    step = 1 if number < 20 else 10 if number < 200 else 50 if number < 1000 else 100
    about = round(number / step) * step
    return say("answer.about_words", count=about) if spaced else say("answer.about_characters", count=about)


# --- renderings of one utterance ---------------------------------------------------------------------------------


def other_wordings(verdict: Verdict) -> tuple[Wording, ...]:
    """The other wordings of the utterance; those that only repeat the words of another are named beside it."""
    assert verdict.closest
    closest = verdict.closest
    own = _keys(closest)
    groups: dict[str, list[Evidence]] = {}
    for evidence in sorted(verdict.renderings, key=_nearest):
        key = _key(evidence)
        if _of_another(evidence, closest):
            groups.setdefault(f"{key}\n{evidence.statement.speaker}", []).append(evidence)
        elif key not in own:
            groups.setdefault(key, []).append(evidence)
    return tuple(_rendering(group, closest) for group in groups.values())


def _of_another(evidence: Evidence, closest: Evidence) -> bool:
    return not same_speaker(evidence.statement.speaker, closest.statement.speaker)


def _also_in(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """Return who else published the same words."""
    names = dict.fromkeys(line(one.statement.source.publisher or "") for one in evidence)
    also = listing([name for name in names if name])
    return (say("answer.also_in", also=also),) if also else ()


def _keys(closest: Evidence) -> tuple[str, str]:
    return _key(closest), _key(replace(closest, wording=closest.statement.text))


def _nearest(evidence: Evidence) -> tuple[bool, int]:
    provenance = evidence.statement.source.provenance
    return (evidence.statement.translated, provenance.rank if provenance else len(Provenance))


def _key(evidence: Evidence) -> str:
    """Return what two wordings share that differ by marks and capitals only."""
    return _MARKS.sub(" ", evidence.wording.casefold()).strip() or evidence.statement.id


def _rendering(group: list[Evidence], closest: Evidence) -> Wording:
    first, *rest = group
    language = language_name(first.statement.language)
    if _of_another(first, closest):
        heading = say("answer.from_another_speaker", speaker=line(first.statement.speaker))
    elif first.statement.translated:
        heading = (
            say("answer.translation_into_language", language=language)
            if language
            else say("answer.translation")
        )
    else:
        heading = (
            say("answer.original_in_language", language=language)
            if language
            else say("answer.another_wording")
        )
    mark = Mark.MATCHED if first.similarity else Mark.PLAIN
    return make_wording(heading, first, mark=mark, also=_also_in(rest))
