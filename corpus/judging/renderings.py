"""Statements of one utterance, brought together: other outlets, other translations, the original."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from corpus.judging.alignment import Alignment, lay, prepare
from corpus.judging.changes import find_changes
from corpus.language.identity import same_speaker
from corpus.language.speakers import nameless
from corpus.models import Passage, Statement
from corpus.verdict import Evidence, Flag, Kind, Rating, Verdict

# Sources disagree where this much of the wording is the same and another meaning, or another speaker, goes with it; the
# wording must have this much weight, in content words: a short one is said by many.
_SAME_WORDS, _WHOLE, _ENOUGH = 0.75, 0.95, 5.0
_ALIKE = 0.6  # similarity of two wordings from which, a day or two apart, they may be one utterance
# What two renderings of one utterance do not differ in; a speaker may say a thing and its opposite in one hour.
_APART = frozenset({Kind.NEGATION, Kind.ANTONYM, Kind.NUMBER, Kind.NAME, Kind.DATE, Kind.QUANTIFIER})


def group(verdict: Verdict, siblings: Sequence[Statement], passages: Sequence[Passage]) -> Verdict:
    """Put the other renderings of the closest statement's utterance beside it, original language first."""
    closest = verdict.closest
    if not closest or verdict.rating is Rating.SPLICED:
        return verdict
    near = [s for s in siblings if s.id != closest.statement.id]
    known = {s.id for s in near} | {closest.statement.id}
    found = [_whole(s) for s in near]
    disputed = any(_disagrees(closest, s, lay(prepare(closest.wording), prepare(s.text))) for s in near)
    wording = prepare(closest.wording)
    for passage in sorted(passages, key=lambda p: (p.statement.id, p.offset)):
        statement = passage.statement
        if statement.id in known or not _one_occasion(closest.statement, statement):
            continue
        alignment = lay(wording, prepare(statement.text))
        disagrees = _disagrees(closest, statement, alignment)
        if disagrees or (_one_utterance(closest.statement, statement) and _alike(alignment)):
            known.add(statement.id)
            found.append(_cut(passage, *alignment.span, alignment.similarity))
            disputed |= disagrees
    flags = {*verdict.flags, Flag.DISPUTED} if disputed else verdict.flags
    ordered = tuple(sorted(flags, key=list(Flag).index))
    return replace(verdict, renderings=tuple(sorted(found, key=_order)), flags=ordered)


def _alike(alignment: Alignment) -> bool:
    return alignment.similarity >= _ALIKE and not _APART & {c.kind for c in find_changes(alignment)}


def _disagrees(closest: Evidence, other: Statement, alignment: Alignment) -> bool:
    """Return whether another source has the same words from somebody else, or nearly the same with another meaning.

    Two translations may differ in any word, and one page may hold a thing and its opposite: neither is a dispute.
    """
    one = closest.statement
    if one.translated or other.translated or one.language != other.language or _same_page(one, other):
        return False
    if alignment.quote.total < _ENOUGH or alignment.similarity < _SAME_WORDS:
        return False
    if not same_speaker(one.speaker, other.speaker):
        return not nameless(other.speaker) and alignment.similarity >= _WHOLE
    return bool(_APART & {c.kind for c in find_changes(alignment)})


def _same_page(one: Statement, other: Statement) -> bool:
    mine, theirs = one.source, other.source
    if mine.url and theirs.url:
        return mine.url == theirs.url
    return (mine.publisher, mine.title) == (theirs.publisher, theirs.title)


def _order(evidence: Evidence) -> tuple[bool, int, str, str]:
    """Original language first, then the nearest source, the earliest, the id."""
    source = evidence.statement.source
    rank = source.provenance.rank if source.provenance else 9
    return (evidence.statement.translated, rank, source.date or "9", evidence.statement.id)


def _one_utterance(one: Statement, other: Statement) -> bool:
    return _one_occasion(one, other) and same_speaker(one.speaker, other.speaker)


def _one_occasion(one: Statement, other: Statement) -> bool:
    """Return whether both may tell of one act of speaking: the same utterance where that is known, else a day or two apart."""
    if one.utterance or other.utterance:
        return one.utterance == other.utterance
    if not one.source.date or not other.source.date:
        return False
    try:
        days = abs((date.fromisoformat(one.source.date) - date.fromisoformat(other.source.date)).days)
    except ValueError:  # a date cut to month or year settles nothing
        return False
    return days <= 2


def _whole(statement: Statement) -> Evidence:
    passage = Passage(statement, 0)
    return _cut(passage, 0, len(statement.text), 0.0)


def _cut(passage: Passage, low: int, high: int, similarity: float) -> Evidence:
    text = passage.statement.text
    return Evidence(
        passage.statement,
        passage.offset,
        text[low:high],
        passage.offset + low,
        passage.offset + high,
        "",
        "",
        round(similarity, 4),
    )
