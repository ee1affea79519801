"""What differs between a quote and a statement, and whether it changes the meaning.

The rules for a pair of words stand in `change_rules`; here they are applied to the columns of an alignment, and
neighbouring differences are joined.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from corpus.judging.alignment import Alignment, Column, Prepared, Step, same_word
from corpus.judging.change_rules import NOTHING, Word, kind_of
from corpus.judging.editorial import (
    another_verb,
    cut_off,
    hidden,
    only_typography,
    part_cut_off,
    told,
    without_stammer,
)
from corpus.language import function_words, wordnet
from corpus.language.gazetteer import is_place
from corpus.language.stems import STOP_WORDS
from corpus.language.tokens import Token
from corpus.verdict import Change, Kind


def find_changes(alignment: Alignment) -> tuple[Change, ...]:
    """Name every difference of an alignment, in reading order.

    >>> from corpus.judging.alignment import align
    >>> find_changes(align("They will be targets", "They will not be targets."))
    (Change(kind=<Kind.NEGATION: 'NEGATION'>, quote='', wording='not'),)
    >>> find_changes(align("We don't know", "We do not know."))
    ()
    """
    found: list[tuple[Kind, Column]] = []
    for run in _runs(alignment):
        if another_verb(alignment, run):
            found += [(Kind.SPELLING, column) for column in run]
        elif not only_typography(alignment, run):
            found += _classify(alignment, without_stammer(alignment, told(alignment, run)))
    changes = _each_once(_merge(alignment, _reordered(alignment, _money_in_words(alignment, found))))
    cut = [Change(Kind.NEGATION, "", word) for word in cut_off(alignment)]
    cut += [Change(Kind.QUANTIFIER, "", words) for words in part_cut_off(alignment)]
    return (*cut, *changes)


def _runs(alignment: Alignment) -> Iterable[Sequence[Column]]:
    """Maximal runs of columns that are not the same word on both sides, and what an ellipsis mark may not hide."""
    unmarked = {id(c) for c in hidden(alignment)}
    for differs, columns in groupby(
        alignment.columns, lambda c: c.step not in (Step.SAME, Step.ELIDED) or id(c) in unmarked
    ):
        if differs:
            yield tuple(columns)


def _word(prepared: Prepared, at: int | None) -> Word:
    if at is None:
        return NOTHING
    token = prepared.tokens[at]
    raw = prepared.text[token.start : token.end]
    beside = [
        prepared.tokens[n].norm for n in (at - 2, at - 1, at + 1, at + 2) if 0 <= n < len(prepared.tokens)
    ]
    return Word(
        token.norm,
        raw,
        name=_looks_like_name(prepared, at, token, raw),
        dated=any(b in function_words.MONTHS or b in function_words.WEEKDAYS for b in beside),
        apart=_starts(prepared, token) or _set_off(prepared.text, token),
        denied=at > 0 and prepared.tokens[at - 1].norm in function_words.NEGATORS,
        following=prepared.tokens[at + 1].norm if at + 1 < len(prepared.tokens) else "",
        before=prepared.tokens[at - 1].norm if at else "",
    )


def _looks_like_name(prepared: Prepared, at: int, token: Token, raw: str) -> bool:
    """A capital inside a sentence, or a known place; a text in capitals tells nothing."""
    if is_place(raw):
        return True
    if not raw[:1].isupper() or token.norm in STOP_WORDS:
        return False
    if prepared.shouted:
        return not wordnet.is_known(token.norm)
    return not (at == 0 or _starts(prepared, token)) or not wordnet.is_known(token.norm)


_OPENERS = " \n\t\"“”‘’'«»([—–-"


def _starts(prepared: Prepared, token: Token) -> bool:
    """Return whether a sentence begins with this word."""
    before = prepared.text[max(0, token.start - 20) : token.start].rstrip(_OPENERS)
    return (not before and token.start < 20) or before[-1:] in (".", "!", "?", "…", ":", ";")


def _set_off(text: str, token: Token) -> bool:
    """Return whether a mark stands on either side of a word."""
    before, after = text[: token.start][-3:].rstrip(), text[token.end :][:3].lstrip()
    return (not before or before[-1] in ",;:.!?…—–(") and (not after or after[0] in ",;:.!?…—–)")


def _classify(alignment: Alignment, run: Sequence[Column]) -> list[tuple[Kind, Column]]:
    """The kind of every column of a run; do-support and "longer" go with the negation beside them."""
    found = [(kind_of(_word(alignment.quote, c.quote), _word(alignment.source, c.source)), c) for c in run]
    for n, (kind, column) in enumerate(found):
        beside = [k for k, _ in found[max(0, n - 1) : n + 2]]
        words = {_word(alignment.quote, column.quote).norm, _word(alignment.source, column.source).norm} - {
            ""
        }
        if (
            kind is not Kind.NEGATION
            and Kind.NEGATION in beside
            and words <= {"do", "does", "did", "longer", "any", "at", "all"}
        ):
            found[n] = (Kind.NEGATION, column)
    return _phrases(alignment, found)


def _phrases(alignment: Alignment, found: list[tuple[Kind, Column]]) -> list[tuple[Kind, Column]]:
    """Two words left out together that say nothing: "you know", "I mean"."""
    out = list(found)
    for n in range(len(found) - 1):
        pair = [column.source for _, column in found[n : n + 2] if column.step is Step.LEFT_OUT]
        if len(pair) < 2 or pair[0] is None or pair[1] != pair[0] + 1:
            continue
        if (
            tuple(alignment.source.tokens[at].norm for at in (pair[0], pair[1]))
            in function_words.FILLER_PHRASES
        ):
            out[n : n + 2] = [(Kind.FILLER, column) for _, column in found[n : n + 2]]
    return out


def _money_in_words(alignment: Alignment, found: Sequence[tuple[Kind, Column]]) -> list[tuple[Kind, Column]]:
    """A sign of money on one side and its word on the other, at the same number, are two spellings."""
    numbers = {c.quote: c.source for c in alignment.columns if c.step is Step.SAME}
    others = {source: quote for quote, source in numbers.items()}
    out = []
    for kind, column in found:
        if column.step is Step.EXTRA and column.quote is not None:
            alike = _says_money_again(alignment.quote, column.quote) or _same_money(
                alignment.quote, column.quote, alignment.source, numbers
            )
        elif column.step is Step.LEFT_OUT and column.source is not None:
            alike = _says_money_again(alignment.source, column.source) or _same_money(
                alignment.source, column.source, alignment.quote, others
            )
        else:
            alike = False
        out.append((Kind.SPELLING if alike else kind, column))
    return out


def _says_money_again(prepared: Prepared, at: int) -> bool:
    """Return whether a sign of money only repeats the one before it: "₹15 to ₹20"."""
    before = [token.norm for token in prepared.tokens[max(0, at - 4) : at]]
    norm = prepared.tokens[at].norm
    if norm not in function_words.MONEY or not {"to", "and", "or"} & set(before[-1:]):
        return False
    return any(same_word(norm, word) for word in before)


def _same_money(one: Prepared, at: int, other: Prepared, same: Mapping[int | None, int | None]) -> bool:
    """Return whether a token is a sign of money before a number, or its word behind one, and the other side has the other."""
    norm = one.tokens[at].norm
    step = 1 if norm in function_words.MONEY else -1
    number = same.get(at + step)
    if number is None or not 0 <= number + step < len(other.tokens):
        return False
    sign, word = (norm, other.tokens[number + 1].norm) if step == 1 else (other.tokens[number - 1].norm, norm)
    return word in function_words.MONEY.get(sign, ())


def _reordered(alignment: Alignment, found: Sequence[tuple[Kind, Column]]) -> list[tuple[Kind, Column]]:
    """A word that only moved a little is a change of order; one that turns a meaning, or a question, is more."""
    out = list(found)
    extra = {n: column for n, (_, column) in enumerate(found) if column.step is Step.EXTRA}
    for n, (kind, column) in enumerate(found):
        if column.step is not Step.LEFT_OUT:
            continue
        norm = _word(alignment.source, column.source).norm
        near = [
            m for m, c in extra.items() if abs(m - n) <= 3 and _word(alignment.quote, c.quote).norm == norm
        ]
        if near and kind not in _FIXED and norm not in function_words.QUANTIFIERS | _VERBS:
            out[n], out[near[0]] = (Kind.REORDERED, column), (Kind.REORDERED, extra.pop(near[0]))
    if _asked(alignment):
        for n, column in extra.items():  # "it is" where the source asks "is it"
            if _word(alignment.quote, column.quote).norm in _VERBS:
                out[n] = (Kind.MODALITY, column)
    return out


_FIXED = frozenset({Kind.NEGATION, Kind.CONDITION, Kind.MODALITY, Kind.QUANTIFIER, Kind.NAME, Kind.NUMBER})
_VERBS = (
    function_words.BE_FORMS
    | function_words.HAVE_PRESENT
    | function_words.HAVE_PAST
    | function_words.MODALS
    | {"do", "does", "did"}
)


def _asked(alignment: Alignment) -> bool:
    """Return whether only one of the two is a question."""
    text, (_, end) = alignment.source.text, alignment.span
    stop = next((c for c in text[end:] if c in ".!?\n"), "")
    return ("?" in alignment.quote.text) != (stop == "?")


def _merge(alignment: Alignment, found: Sequence[tuple[Kind, Column]]) -> Iterable[Change]:
    """Join neighbouring columns of one kind into one change, words cut from the originals."""
    places = {id(c): n for n, c in enumerate(alignment.columns)}
    last: Kind | None = None
    low = high = 0
    for kind, column in found:
        place = places[id(column)]
        if last is kind and place == high and kind not in (Kind.SYNONYM, Kind.ANTONYM, Kind.INFLECTION):
            high += 1
            continue
        if last:
            yield _change(alignment, last, low, high)
        last, low, high = kind, place, place + 1
    if last:
        yield _change(alignment, last, low, high)


def _each_once(changes: Iterable[Change]) -> list[Change]:
    """Drop a change that names the same written words as one beside it; what matters is kept."""
    kept: list[Change] = []
    for change in changes:
        if kept and (change.quote, change.wording) == (kept[-1].quote, kept[-1].wording):
            kept[-1] = kept[-1] if kept[-1].kind.matters else change
        else:
            kept.append(change)
    return kept


def _change(alignment: Alignment, kind: Kind, low: int, high: int) -> Change:
    """The columns from `low` to before `high`, in words as they are written: "can" is set against "can't", not "n't"."""
    while alignment.hangs_on(low):
        low -= 1
    while alignment.hangs_on(high):
        high += 1
    whole = alignment.columns[low:high]
    return Change(
        kind,
        _cut(alignment.quote, [c.quote for c in whole if c.quote is not None]),
        _cut(alignment.source, [c.source for c in whole if c.source is not None]),
    )


def _cut(prepared: Prepared, at: Sequence[int]) -> str:
    return prepared.text[prepared.tokens[at[0]].start : prepared.tokens[at[-1]].end] if at else ""
