"""Evidence: the wording cut from the original by offset, its neighbours, and the flags that it bears."""

from dataclasses import replace
from itertools import groupby

from corpus.judging.alignment import Alignment, Step, prepare
from corpus.judging.case import Case
from corpus.judging.context import asserted, context_flags, sentence_around
from corpus.judging.elisions import elision_flags
from corpus.models import Passage
from corpus.verdict import Change, Evidence, Flag


def evidence_of(passage: Passage, alignment: Alignment, changes: tuple[Change, ...]) -> Evidence:
    """Return the evidence of an aligned passage, with the span of the quote that it lies under."""
    low, high = place_of(passage, alignment)
    evidence = evidence_at(passage, low, high, alignment.similarity, changes)
    at = [c.quote for c in alignment.columns if c.quote is not None]
    tokens = alignment.quote.tokens
    quoted = (tokens[at[0]].start, tokens[at[-1]].end) if at else (0, 0)
    return replace(evidence, quoted=quoted)


def place_of(passage: Passage, alignment: Alignment) -> tuple[int, int]:
    """Return the offsets of the aligned wording; of several places with the same words, where they are asserted."""
    return asserted(passage.statement.text, *alignment.span, alignment.quote.text, passage.statement.speaker)


def unmatched(alignment: Alignment) -> tuple[tuple[int, int], ...]:
    """Stretches of the quote without a word of the source, single matching small words between them passed over."""
    tokens = alignment.quote.tokens
    same = {
        c.quote
        for c in alignment.columns
        if c.step is Step.SAME and alignment.quote.weights[c.quote or 0] >= 1
    }
    stretches: list[tuple[int, int]] = []
    for matched, places in groupby(range(len(tokens)), lambda n: n in same):
        run = list(places)
        if not matched:
            stretches.append((tokens[run[0]].start, tokens[run[-1]].end))
    return tuple(stretches)


def evidence_at(
    passage: Passage, low: int, high: int, similarity: float, changes: tuple[Change, ...]
) -> Evidence:
    """Cut the wording from the original by offset, with the rest of its sentence and one sentence on each side."""
    text = passage.statement.text
    start, end = sentence_around(text, low, high)
    before_start, _ = sentence_around(text, max(0, start - 1), max(0, start - 1)) if start else (0, 0)
    _, after_end = sentence_around(text, end, end + 1) if end < len(text) else (end, end)
    return Evidence(
        statement=passage.statement,
        offset=passage.offset,
        wording=text[low:high],
        start=passage.offset + low,
        end=passage.offset + high,
        before=text[before_start:low],
        after=text[high:after_end],
        similarity=round(max(0.0, similarity), 4),
        changes=changes,
    )


def flags_of(case: Case, passage: Passage, alignment: Alignment) -> set[Flag]:
    """Return every flag that an aligned passage bears."""
    text = passage.statement.text
    low, high = place_of(passage, alignment)
    flags = statement_flags(case, passage) | elision_flags(alignment)
    flags |= context_flags(text, low, high, case.quote.text, passage.statement.speaker)
    start, end = sentence_around(text, low, high)
    if prepare(text[start:low]).tokens or prepare(text[high:end]).tokens:
        flags.add(Flag.EXCERPT)
    if any(c.step is Step.ELIDED for c in alignment.columns):
        flags.add(Flag.ABRIDGED)
    return flags


def statement_flags(case: Case, passage: Passage) -> set[Flag]:
    """Return the flags that a statement bears whatever its words: its source, language, date and standing."""
    statement = passage.statement
    flags: set[Flag] = set()
    if statement.translated:
        flags.add(Flag.TRANSLATION)
    if statement.source.provenance and not statement.source.provenance.primary:
        flags.add(Flag.SECOND_HAND)
    if not within(statement.source.date, case.quote.since, case.quote.until):
        flags.add(Flag.DATE_MISMATCH)
    if statement.withdrawn:
        flags.add(Flag.WITHDRAWN)
    return flags


def within(date: str | None, since: str | None, until: str | None) -> bool:
    """Return whether a date, perhaps cut, can lie between two others; an unknown date can.

    >>> within("2025-09-05", "2025-08", "2025"), within("2024", "2025", None)
    (True, False)
    """
    if not date:
        return True
    if since and date[: len(since)] < since[: len(date)]:
        return False
    return not (until and date[: len(until)] > until[: len(date)])


def sorted_flags(flags: set[Flag]) -> tuple[Flag, ...]:
    """Return flags in the order in which the enumeration has them."""
    return tuple(flag for flag in Flag if flag in flags)
