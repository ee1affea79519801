"""What editors and transcripts do to words without changing them: where words are cut, brackets, repeated starts.

It says what is no difference at all; whatever it lets through is named in `changes`.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.judging.alignment import Alignment, Column, Prepared, Step
from corpus.language import function_words
from corpus.language.stems import STOP_WORDS

# What the words "in action" and "inaction", "now here" and "nowhere" have apart is more than a blank.
_TURNING_PREFIXES = function_words.NEGATIVE_PREFIXES | frozenset("de mis a no now not".split())
_TURNING = (
    function_words.NEGATORS
    | function_words.MODALS
    | function_words.QUANTIFIERS
    | function_words.CONDITIONS
    | function_words.TURNING
)
_STAND_INS = frozenset(function_words.PERSONS) | frozenset(
    "this that these those there here who which one 1".split()
)


def only_typography(alignment: Alignment, run: Sequence[Column]) -> bool:
    """Return whether both sides have the same letters, cut into words elsewhere: "cease-fire" and "ceasefire".

    >>> from corpus.judging.alignment import align
    >>> [only_typography(a, a.columns[1:-1]) for a in (align("a ceasefire now", "a cease-fire now"), align("act in action now", "act inaction now"))]
    [True, False]
    """
    left = [c.quote for c in run if c.quote is not None]
    right = [c.source for c in run if c.source is not None]
    if _joined(alignment.quote, left) != _joined(alignment.source, right):
        return False
    if len(run) == 1 and run[0].step is Step.PAIR:
        return False  # equal but for capitals, which may make it another word
    return _is_cut_harmlessly(alignment.quote, left) and _is_cut_harmlessly(alignment.source, right)


def _joined(prepared: Prepared, at: Sequence[int]) -> str:
    return "".join(prepared.tokens[n].norm for n in at)


_HYPHEN = re.compile("[-\u00ad\u2010\u2011]\\s*")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?: \d{3})+")


def _is_cut_harmlessly(prepared: Prepared, at: Sequence[int]) -> bool:
    """Return whether joining some tokens changes nothing: no prefix is joined that no hyphen joins, and no two numbers.

    "non- sparse" may be "nonsparse", broken over a line; "in action" is not "inaction", and "5 3" is not "53", but
    "10 000" is 10,000.
    """
    norms = [prepared.tokens[n].norm for n in at]
    for n, (one, other) in enumerate(pairwise(at)):
        first, second = prepared.tokens[one], prepared.tokens[other]
        gap = prepared.text[first.end : second.start]
        if norms[n] in _TURNING_PREFIXES and not _HYPHEN.fullmatch(gap):
            return False
        if norms[n][-1:].isdigit() and second.norm[0].isdigit() and not _GROUPED.fullmatch(" ".join(norms)):
            return False
    return len(at) > 1 or not _TURNING_PREFIXES & {*norms}


def told(alignment: Alignment, run: Sequence[Column]) -> list[Column]:
    """The columns of a run that are a difference: without brackets that say themselves what they are.

    An editor may put a word in square brackets into a quote, or a name over a pronoun; a transcript may explain a
    word so. A bracket over a word that carries meaning, or one that turns a meaning, is a difference like any other.

    >>> from corpus.judging.alignment import align
    >>> [len(told(a, a.columns)) - 2 for a in (align("help [Ukraine] win", "help them win"), align("we [destroy] it", "we protect it"))]
    [0, 1]
    """
    left = [c for c in run if not _editors(alignment, c)]
    columns = alignment.columns
    at = columns.index(run[0])
    beside = (*columns[max(0, at - 1) : at], *columns[at + len(run) : at + len(run) + 1])
    if len(left) == len(run) and not any(c.quote in alignment.quote.bracketed for c in beside):
        return left
    return [c for c in left if c.step is not Step.LEFT_OUT or not _plain(alignment.source, c.source)]


def _editors(alignment: Alignment, column: Column) -> bool:
    if column.step is Step.LEFT_OUT:
        return column.source in alignment.source.bracketed
    if column.quote not in alignment.quote.bracketed:
        return False
    norm = alignment.quote.tokens[column.quote or 0].norm
    if norm in _TURNING or norm[0].isdigit():
        return False
    return column.source is None or _plain(alignment.source, column.source)


def _plain(prepared: Prepared, at: int | None) -> bool:
    """Return whether a word of the source says nothing by itself, so that a bracket may stand in for it."""
    norm = prepared.tokens[at or 0].norm
    return norm in _STAND_INS or (norm in STOP_WORDS and norm not in _TURNING)


def without_stammer(alignment: Alignment, run: Sequence[Column]) -> list[Column]:
    """Leave out words of the source that it says twice: "we, we will"; numbers are never taken for that.

    >>> from corpus.judging.alignment import align
    >>> a = align("so we will go", "so we, we will go")
    >>> [c.step.value for c in a.columns], without_stammer(a, [c for c in a.columns if c.step is Step.LEFT_OUT])
    (['same', 'left out', 'same', 'same', 'same'], [])
    """
    tokens = alignment.source.tokens
    drop: set[int] = set()
    left_out = [c.source for c in run if c.step is Step.LEFT_OUT and c.source is not None]
    for size in (4, 3, 2, 1):
        for at in left_out:
            stretch = range(at, at + size)
            if not all(n in left_out and n not in drop for n in stretch):
                continue
            said = [tokens[n].norm for n in stretch]
            after = [t.norm for t in tokens[at + size : at + 2 * size]]
            before = [t.norm for t in tokens[max(0, at - size) : at]]
            if said in (after, before) and not any(w[0].isdigit() for w in said):
                drop.update(stretch)
    return [c for c in run if c.source not in drop or c.source is None]


def another_verb(alignment: Alignment, run: Sequence[Column]) -> bool:
    """Return whether only a hyphen tells two verbs apart: "re-signed" and "resigned".

    >>> from corpus.judging.alignment import align
    >>> [another_verb(a, a.columns[1:-1]) for a in (align("I re-signed it", "I resigned it"), align("my re-election now", "my reelection now"))]
    [True, False]
    """
    return only_typography(alignment, run) and any(
        _hyphenated(prepared, at)
        for prepared, at in (
            (alignment.quote, [c.quote for c in run if c.quote is not None]),
            (alignment.source, [c.source for c in run if c.source is not None]),
        )
    )


def _hyphenated(prepared: Prepared, at: Sequence[int]) -> bool:
    norms = [prepared.tokens[n].norm for n in at]
    return any(one == "re" and other in function_words.HYPHENATED for one, other in pairwise(norms))


_BREAKS = ",;:.!?—–()\n"


def hidden(alignment: Alignment) -> list[Column]:
    """Words behind an ellipsis mark that turn what is left: a "never", an "if" in the clause that it cuts into.

    >>> from corpus.judging.alignment import align
    >>> [len(hidden(align(q, "We shall never, whatever comes, not even now, surrender."))) for q in ("We shall … surrender", "We … surrender")]
    [1, 1]
    """
    columns, found = alignment.columns, []
    for n, column in enumerate(columns):
        if column.step is Step.ELIDED and _turns(alignment.source, column.source or 0):
            low, high = _elided_around(columns, n)
            if _reaches(alignment.source, column.source or 0, low, high):
                found.append(column)
    return found


def turned_between(source: Prepared, low: int, high: int) -> list[str]:
    """Return the words between two offsets that turn what is quoted on either side, where no mark ends the clause.

    >>> from corpus.judging.alignment import prepare
    >>> turned_between(prepare("We are not planning a war"), 6, 11), turned_between(prepare("We are. If so, we go"), 6, 15)
    (['not'], [])
    """
    inside = [n for n, token in enumerate(source.tokens) if low <= token.start and token.end <= high]
    if not inside:
        return []
    before, after = max(inside[0] - 1, 0), min(inside[-1] + 1, len(source.tokens) - 1)
    turning = [n for n in inside if _turns(source, n) and _reaches(source, n, before, after)]
    return [source.text[source.tokens[n].start : source.tokens[n].end] for n in turning]


def _turns(prepared: Prepared, at: int) -> bool:
    norm = prepared.tokens[at].norm
    return norm in function_words.NEGATORS or norm in function_words.CONDITIONS


def _elided_around(columns: Sequence[Column], n: int) -> tuple[int, int]:
    """The source positions just outside an elided stretch."""
    low = next((c.source for c in columns[n::-1] if c.step is not Step.ELIDED and c.source is not None), None)
    high = next((c.source for c in columns[n:] if c.step is not Step.ELIDED and c.source is not None), None)
    at = columns[n].source or 0
    return (at if low is None else low), (at if high is None else high)


def _reaches(source: Prepared, at: int, low: int, high: int) -> bool:
    """Return whether no mark ends the clause between a word and the words that are quoted before or after it."""
    tokens, text = source.tokens, source.text
    before = text[tokens[low].end : tokens[at].start]
    after = text[tokens[at].end : tokens[high].start]
    return not any(m in before for m in _BREAKS) or not any(m in after for m in _BREAKS)


def cut_off(alignment: Alignment) -> list[str]:
    """A "not" that the quote cuts off at its edge: "Not every nation …" without "not", "we don" out of "we don't".

    >>> from corpus.judging.alignment import align
    >>> cut_off(align("every nation can help", "They ask. Not every nation can help.")), cut_off(align("every nation", "For not every nation"))
    (['Not'], [])
    """
    source = alignment.source
    at = [c.source for c in alignment.columns if c.source is not None]
    found = []
    if at and at[0] > 0 and _turns_no(source, at[0] - 1) and _begins(source, at[0] - 1):
        found.append(at[0] - 1)
    after = at[-1] + 1 if at else len(source.tokens)
    hangs_on = after < len(source.tokens) and source.tokens[after - 1].end == source.tokens[after].start
    if hangs_on and _turns_no(source, after):
        found.append(after)
    return [source.text[source.tokens[n].start : source.tokens[n].end] for n in found]


def part_cut_off(alignment: Alignment) -> list[str]:
    """The "most of" or "some" that the quote cuts off where its sentence begins with it.

    >>> from corpus.judging.alignment import align
    >>> part_cut_off(align("our people live well", "Most of our people live well")), part_cut_off(align("people live", "We, like most people live"))
    (['Most of'], [])
    """
    source = alignment.source
    first = next((c.source for c in alignment.columns if c.source is not None), 0)
    at = first - 1 - (first > 1 and source.tokens[first - 1].norm == "of")
    if at < 0 or source.tokens[at].norm not in function_words.PARTS or not _begins(source, at):
        return []
    return [source.text[source.tokens[at].start : source.tokens[first - 1].end]]


def _turns_no(prepared: Prepared, at: int) -> bool:
    return prepared.tokens[at].norm in function_words.NEGATORS


def _begins(prepared: Prepared, at: int) -> bool:
    """Return whether a sentence begins with a word, and goes on without a mark: not the "no" of "No, we will"."""
    token, following = prepared.tokens[at], prepared.tokens[at + 1]
    before = prepared.text[max(0, token.start - 20) : token.start].rstrip(" \t\"“”‘’'«»([—–-")
    first = before[-1:] in (".", "!", "?", "…", "\n", ":", ";") or (not before and token.start < 20)
    return first and prepared.text[token.end : following.start].isspace()
