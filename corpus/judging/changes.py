"""What differs between a quote and a statement, and whether it changes the meaning.

Each kind of difference that matters has its own test, one function of a pair of words, listed in `_TESTS` in the
order in which they are asked. What no test explains is a content word replaced, inserted or left out, and that
matters: when unsure, a difference is shown as one that changes the meaning.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.judging.alignment import Alignment, Column, Prepared, Step
from corpus.judging.editorial import cut_off, hidden, only_typography, told, without_stammer
from corpus.language import function_words, wordnet
from corpus.language.gazetteer import is_place
from corpus.language.spelling import same_name, same_numeral, same_spelling
from corpus.language.stems import STOP_WORDS, stem
from corpus.language.tokens import ORDINALS, Token
from corpus.verdict import Change, Kind

_ORDINALS = frozenset(ORDINALS.values())
_COUNTED = (
    _ORDINALS | function_words.SCALE_WORDS | {"half", "dozen", "quarter"}
)  # a third and one third are the same


@dataclass(frozen=True, slots=True)
class Word:
    """One side of a difference: the normal form, the word as written, and whether it looks like a name."""

    norm: str
    raw: str
    name: bool = False
    dated: bool = False  # a month or a weekday stands beside it
    apart: bool = False  # set off by marks, or first in its sentence
    denied: bool = False  # behind a "not"
    following: str = ""  # the word after it


NOTHING = Word("", "")
Test = Callable[[Word, Word], bool]


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
        if not only_typography(alignment, run):
            found += _classify(alignment, without_stammer(alignment, told(alignment, run)))
    changes = _merge(alignment, _reordered(alignment, _money_in_words(alignment, found)))
    cut = [Change(Kind.NEGATION, "", word) for word in cut_off(alignment)]
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
    """Whether a sentence begins with this word."""
    before = prepared.text[max(0, token.start - 20) : token.start].rstrip(_OPENERS)
    return (not before and token.start < 20) or before[-1:] in (".", "!", "?", "…", ":", ";")


def _set_off(text: str, token: Token) -> bool:
    """Whether a mark stands on either side of a word."""
    before, after = text[: token.start][-3:].rstrip(), text[token.end :][:3].lstrip()
    return (not before or before[-1] in ",;:.!?…—–(") and (not after or after[0] in ",;:.!?…—–)")


# --- tests of a pair of words, either of which may be empty -----------------------------------------------------


def negates(quote: Word, source: Word) -> bool:
    """Whether only one of two words says no.

    >>> negates(Word("not", "not"), NOTHING), negates(Word("stable", "stable"), Word("unstable", "unstable"))
    (True, True)
    """
    left, right = quote.norm in function_words.NEGATORS, source.norm in function_words.NEGATORS
    if left or right:
        return quote.norm != source.norm
    return bool(quote.norm and source.norm) and _prefixed(quote.norm, source.norm)


def _prefixed(one: str, other: str) -> bool:
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    prefix = longer.removesuffix(shorter) if len(shorter) > 3 else ""
    return longer != shorter and prefix in ("un", "in", "im", "ir", "il", "non", "dis", "anti")


def numbers(quote: Word, source: Word) -> bool:
    """Whether a count differs.

    >>> numbers(Word("10", "ten"), Word("12", "12")), numbers(Word("million", "million"), Word("billion", "billion"))
    (True, True)
    >>> numbers(Word("a", "a", following="3rd"), Word("1", "one", following="3rd"))
    False
    """
    if {quote.norm, source.norm} == {"a", "1"} and quote.following == source.following in _COUNTED:
        return False  # a third, one third
    return _numeric(quote) or _numeric(source)


def _numeric(word: Word) -> bool:
    return (
        word.norm[:1].isdigit()
        or word.norm in function_words.SCALE_WORDS
        or word.norm in ("half", "twice", "dozen", "double", "triple")
    )


def dates(quote: Word, source: Word) -> bool:
    """Whether a day, month or year differs.

    >>> dates(Word("2014", "2014"), Word("2022", "2022")), dates(Word("may", "May", name=True), Word("june", "June"))
    (True, True)
    """
    return (_datelike(quote) and (_datelike(source) or not source.norm)) or (
        _datelike(source) and not quote.norm
    )


def _datelike(word: Word) -> bool:
    norm = word.norm
    if (
        norm in function_words.WEEKDAYS
        or norm in function_words.DAYS_NAMED
        or (norm in function_words.MONTHS and (norm != "may" or word.raw[:1] == "M"))
    ):
        return True
    if re.fullmatch(r"1[0-9]\d\d|20\d\d", norm) and "," not in word.raw:
        return True
    return word.dated and bool(re.fullmatch(r"[0-3]?\d(?:st|nd|rd|th)?", norm))


def units(quote: Word, source: Word) -> bool:
    """Whether a unit of measure or a currency differs.

    >>> units(Word("miles", "miles"), Word("kilometres", "kilometres"))
    True
    """
    left, right = quote.norm in function_words.UNITS, source.norm in function_words.UNITS
    return (left and right and stem(quote.norm) != stem(source.norm)) or (
        (left and not source.norm and not quote.norm.isalpha())
        or (right and not quote.norm and not source.norm.isalpha())
    )


def modals(quote: Word, source: Word) -> bool:
    """Whether will, may, must and the like differ.

    >>> modals(Word("may", "may"), Word("will", "will")), modals(Word("shall", "shall"), Word("will", "will"))
    (True, False)
    """
    return _of_class(quote, source, function_words.MODALS, function_words.MODAL_GROUPS)


def quantifiers(quote: Word, source: Word) -> bool:
    """Whether how many or how far differs: all, some, only.

    >>> quantifiers(Word("all", "all"), Word("some", "some")), quantifiers(Word("almost", ""), Word("nearly", ""))
    (True, False)
    """
    return _of_class(quote, source, function_words.QUANTIFIERS, function_words.QUANTIFIER_GROUPS)


def _of_class(quote: Word, source: Word, words: frozenset[str], groups: Iterable[set[str]]) -> bool:
    if quote.norm not in words and source.norm not in words:
        return False
    return not any(quote.norm in group and source.norm in group for group in groups)


def opposes(quote: Word, source: Word) -> bool:
    """Whether two words are opposites.

    >>> opposes(Word("for", "for"), Word("against", "against"))
    True
    """
    if not quote.norm or not source.norm:
        return False
    return frozenset((quote.norm, source.norm)) in function_words.OPPOSED or wordnet.antonyms(
        quote.norm, source.norm
    )


def conditions(quote: Word, source: Word) -> bool:
    """Whether only one says "if", "unless", "until".

    >>> conditions(NOTHING, Word("if", "if"))
    True
    """
    return (quote.norm in function_words.CONDITIONS) != (source.norm in function_words.CONDITIONS)


def spellings(quote: Word, source: Word) -> bool:
    """Whether two words are one word in two spellings: -ise and -ize, -our and -or, Zelensky and Zelenskyy.

    >>> spellings(Word("realise", ""), Word("realize", "")), spellings(Word("zelensky", "", True), Word("zelenskyy", "", True))
    (True, True)
    >>> spellings(Word("iran", "Iran", True), Word("iraq", "Iraq", True))
    False
    """
    one, other = quote.norm, source.norm
    if not one or not other:
        return False
    if one[0].isdigit() or other[0].isdigit():
        return same_numeral(one, other) and any(word.raw.isupper() for word in (quote, source))
    return same_spelling(one, other) or (quote.name and source.name and same_name(one, other))


def names(quote: Word, source: Word) -> bool:
    """Whether a person, place or organisation differs.

    >>> names(Word("gabon", "Gabon", name=True), Word("syria", "Syria", name=True))
    True
    """
    return quote.name or source.name


def tenses(quote: Word, source: Word) -> bool:
    """Whether what is becomes what was.

    >>> tenses(Word("is", "is"), Word("was", "was")), tenses(Word("is", "is"), Word("are", "are"))
    (True, False)
    >>> tenses(Word("attacks", "attacks"), Word("attacked", "attacked"))
    True
    """
    if {quote.norm, source.norm} in ({"had", ""}, {"did", ""}):
        return True
    for present, past in function_words.TENSES:
        if (quote.norm in present and source.norm in past) or (quote.norm in past and source.norm in present):
            return True
    return quote.norm not in function_words.BE_FORMS and wordnet.tense_differs(quote.norm, source.norm)


def inflects(quote: Word, source: Word) -> bool:
    """Whether two words are forms of one word.

    >>> inflects(Word("target", ""), Word("targets", "")), inflects(Word("is", ""), Word("are", ""))
    (True, True)
    """
    if not quote.norm or not source.norm or not quote.norm.isalpha() or not source.norm.isalpha():
        return False
    forms = (
        function_words.BE_PRESENT | {"be", "been", "being"},
        function_words.BE_PAST,
        function_words.HAVE_PRESENT,
        {"do", "does"},
    )
    if any(quote.norm in form and source.norm in form for form in forms):
        return True
    return stem(quote.norm) == stem(source.norm) or wordnet.same_lemma(quote.norm, source.norm)


def means_the_same(quote: Word, source: Word) -> bool:
    """Whether two words are near-synonyms.

    >>> means_the_same(Word("huge", ""), Word("vast", ""))
    True
    """
    groups = (*function_words.QUANTIFIER_GROUPS, *function_words.MODAL_GROUPS)
    if any(quote.norm in group and source.norm in group for group in groups):
        return True
    return bool(quote.norm and source.norm) and wordnet.synonyms(quote.norm, source.norm)


def stammers(quote: Word, source: Word) -> bool:
    """Whether a word that says nothing was added or dropped: "uh", "well", "just".

    Behind a "not" it says something, and most of these words have another use inside a sentence.

    >>> stammers(NOTHING, Word("well", "Well", apart=True)), stammers(NOTHING, Word("well", "well"))
    (True, False)
    >>> stammers(NOTHING, Word("just", "just")), stammers(NOTHING, Word("just", "just", denied=True))
    (True, False)
    """
    return all(not word.norm or _empty(word) for word in (quote, source))


def _empty(word: Word) -> bool:
    if word.norm not in function_words.FILLER_WORDS or word.denied:
        return False
    if word.norm in ("kind", "sort"):
        return word.following == "of"
    if word.norm in function_words.FILLERS_APART:
        return word.apart
    counted = word.following[:1].isdigit() or word.following in function_words.QUANTIFIERS
    return not (counted and word.norm in ("just", "simply"))


def only_function(quote: Word, source: Word) -> bool:
    """Whether only small words differ that turn nothing: "the", "that", "of".

    >>> only_function(Word("the", "the"), Word("a", "a")), only_function(Word("we", "we"), Word("they", "they"))
    (True, False)
    >>> only_function(Word("in", "in"), Word("on", "on")), only_function(Word("by", "by"), Word("on", "on"))
    (True, False)
    >>> only_function(Word("them", "them"), NOTHING), only_function(NOTHING, Word("were", "were", following="attacked"))
    (False, False)
    """
    for word in (quote.norm, source.norm):
        if word and (word not in STOP_WORDS or word in function_words.TURNING):
            return False
    if quote.norm and source.norm:
        return _exchangeable(quote.norm, source.norm)
    return not _carries(quote if quote.norm else source)


def _exchangeable(one: str, other: str) -> bool:
    """Whether a small word may stand for another: who did it, and to whom or why, must not change."""
    if one in function_words.PERSONS and other in function_words.PERSONS:
        return function_words.PERSONS[one] == function_words.PERSONS[other]
    if any(
        w in function_words.PERSONS and w not in function_words.POSSESSIVES and w != "it"
        for w in (one, other)
    ):
        return False
    for words, groups in (
        (function_words.PREPOSITIONS, function_words.PREPOSITION_GROUPS),
        (function_words.QUESTION_WORDS, function_words.QUESTION_WORD_GROUPS),
    ):
        if one in words and other in words:
            return any(one in group and other in group for group in groups)
    return True


def _carries(word: Word) -> bool:
    """Whether a small word that only one side has says something: whom, about how many, or that it was done to them."""
    person = function_words.PERSONS.get(word.norm, "it")
    if person != "it" and not word.norm.endswith(("self", "selves")):
        return True
    if word.norm in function_words.BE_FORMS and wordnet.may_be_past(word.following):
        return True
    return word.norm in ("about", "over", "under", "up") and word.following[:1].isdigit()


_TESTS: tuple[tuple[Kind, Test], ...] = (
    (Kind.SPELLING, spellings),
    (Kind.NEGATION, negates),
    (Kind.DATE, dates),
    (Kind.ANTONYM, opposes),
    (Kind.UNIT, units),
    (Kind.NUMBER, numbers),
    (Kind.CONDITION, conditions),
    (Kind.MODALITY, modals),
    (Kind.QUANTIFIER, quantifiers),
    (Kind.TENSE, tenses),
    (Kind.INFLECTION, inflects),
    (Kind.SYNONYM, means_the_same),
    (Kind.FILLER, stammers),
    (Kind.FUNCTION_WORD, only_function),
    (Kind.NAME, names),
)


def kind_of(quote: Word, source: Word) -> Kind:
    """The kind of one difference: the first test that explains it.

    >>> kind_of(Word("lawful", "lawful"), Word("green", "green")).name
    'REPLACED'
    """
    for kind, test in _TESTS:
        if test(quote, source):
            return kind
    if not source.norm:
        return Kind.INSERTED
    return Kind.REPLACED if quote.norm else Kind.OMITTED


# --- putting together ------------------------------------------------------------------------------------------


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
            alike = _same_money(alignment.quote, column.quote, alignment.source, numbers)
        elif column.step is Step.LEFT_OUT and column.source is not None:
            alike = _same_money(alignment.source, column.source, alignment.quote, others)
        else:
            alike = False
        out.append((Kind.SPELLING if alike else kind, column))
    return out


def _same_money(one: Prepared, at: int, other: Prepared, same: Mapping[int | None, int | None]) -> bool:
    """Whether a token is a sign of money before a number, or its word behind one, and the other side has the other."""
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
    """Whether only one of the two is a question."""
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
