"""Statements of one utterance, brought together: other outlets, other translations, the original."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from corpus.alignment import lay, prepare
from corpus.changes import Kind, find_changes
from corpus.records import Passage, Statement
from corpus.speakers import same_speaker
from corpus.verdict import Evidence, Rating, Verdict

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
    wording = prepare(closest.wording)
    for passage in sorted(passages, key=lambda p: (p.statement.id, p.offset)):
        if passage.statement.id not in known and _one_utterance(closest.statement, passage.statement):
            alignment = lay(wording, prepare(passage.statement.text))
            if alignment.similarity >= _ALIKE and not _APART & {c.kind for c in find_changes(alignment)}:
                known.add(passage.statement.id)
                low, high = alignment.span
                found.append(_cut(passage, low, high, alignment.similarity))
    return replace(verdict, renderings=tuple(sorted(found, key=_order)))


def _order(evidence: Evidence) -> tuple[bool, int, str, str]:
    """Original language first, then the nearest source, the earliest, the id."""
    source = evidence.statement.source
    rank = source.provenance.rank if source.provenance else 9
    return (evidence.statement.translated, rank, source.date or "9", evidence.statement.id)


def _one_utterance(one: Statement, other: Statement) -> bool:
    if one.utterance or other.utterance:
        return one.utterance == other.utterance
    if not same_speaker(one.speaker, other.speaker) or not one.source.date or not other.source.date:
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
