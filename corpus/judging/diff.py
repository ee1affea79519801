"""The quote laid over the source, word by word, for a reader. It judges nothing."""

from collections.abc import Sequence
from itertools import groupby

from corpus.judging.alignment import Alignment, Column, Prepared, Step
from corpus.verdict import Edit, Segment


def with_gaps(differences: Sequence[tuple[Segment, ...]]) -> tuple[Segment, ...]:
    """The differences of several pieces, one after another, with a mark between."""
    out: list[Segment] = []
    for n, segments in enumerate(differences):
        out += [Segment(" … ", Edit.SAME), *segments] if n else segments
    return tuple(out)


def difference(alignment: Alignment) -> tuple[Segment, ...]:
    """The quote laid over the source, word by word, with the originals' own blanks and marks.

    >>> from corpus.judging.alignment import align
    >>> [(s.text, s.edit.value) for s in difference(align("will be targets", "will not be targets"))]
    [('will ', 'same'), ('not ', 'source'), ('be targets', 'same')]
    """
    pieces: list[tuple[str, Edit]] = []
    before: tuple[Column | None, ...] = (None, *alignment.columns)
    shown_once = {
        n
        for n, pair in enumerate(zip(alignment.columns, before, strict=False))
        if _reads_alike(alignment, *pair)
    }
    for at in (*range(1, len(alignment.columns)), *range(len(alignment.columns) - 1, 0, -1)):
        if alignment.hangs_on(at) and not {at - 1, at} <= shown_once:
            shown_once -= {at - 1, at}  # a written word is shown whole
    for same, numbered in groupby(enumerate(alignment.columns), lambda item: item[0] in shown_once):
        run = (column for _, column in numbered)
        columns = list(run)
        if same:
            pieces += [(_written(alignment.source, [c.source]), Edit.SAME) for c in columns]
            continue
        for side, at, edit in (
            (alignment.quote, [c.quote for c in columns], Edit.QUOTE),
            (alignment.source, [c.source for c in columns], Edit.SOURCE),
        ):
            text = _written(side, at)
            apart = pieces and pieces[-1][1] is Edit.SAME and not pieces[-1][0][-1:].isspace()
            pieces.append((f" {text}" if text and apart and _apart(side, at) else text, edit))
    return _joined(pieces)


def _reads_alike(alignment: Alignment, column: Column, before: Column | None) -> bool:
    """Return whether a column's word may be shown once for both sides, as the source writes it.

    The "is" of one side and the "'s" of the other are one word, but "'s" cannot be shown without the word that it hangs
    on, where that is not the same.
    """
    if column.step is not Step.SAME or column.quote is None or column.source is None:
        return False
    mine, theirs = alignment.quote.tokens[column.quote], alignment.source.tokens[column.source]
    if mine.norm == theirs.norm or (before and before.step is Step.SAME):
        return True
    return _apart(alignment.quote, [column.quote]) and _apart(alignment.source, [column.source])


def _written(prepared: Prepared, at: Sequence[int | None]) -> str:
    """Words as they were written, with what stands between each and the next: "don't" in one, "do", "not" in two."""
    return "".join(
        prepared.text[prepared.tokens[n].start : prepared.tokens[n].end] + _gap(prepared, n, len(at) == 1)
        for n in at
        if n is not None
    )


def _gap(prepared: Prepared, at: int, whole: bool) -> str:
    """What stands between a token and the next one, or just whether anything does."""
    if at + 1 >= len(prepared.tokens):
        return " "
    gap = prepared.text[prepared.tokens[at].end : prepared.tokens[at + 1].start]
    return gap if whole else " " * bool(gap)


def _apart(prepared: Prepared, at: Sequence[int | None]) -> bool:
    """Return whether the first of some words does not hang on the word before it."""
    first = next((n for n in at if n is not None), 0)
    return first == 0 or prepared.tokens[first - 1].end < prepared.tokens[first].start


def _joined(pieces: Sequence[tuple[str, Edit]]) -> tuple[Segment, ...]:
    out: list[Segment] = []
    for text, edit in pieces:
        if out and out[-1].edit is edit:
            out[-1] = Segment(out[-1].text + text, edit)
        else:
            out.append(Segment(text, edit))
    if out:
        out[-1] = Segment(out[-1].text.rstrip(), out[-1].edit)
    return tuple(s for s in out if s.text)
