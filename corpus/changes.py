"""What differs between a quote and a statement, and whether it changes the meaning.

Each kind of difference that matters has its own test, one function of a pair of words, listed in `_TESTS` in the
order in which they are asked. What no test explains is a content word replaced, inserted or left out, and that
matters: when unsure, a difference is shown as one that changes the meaning.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from corpus import closed, lexicon
from corpus.alignment import Alignment, Column, Prepared, Step
from corpus.features import STOP_WORDS, stem
from corpus.places import is_place
from corpus.text import ORDINALS, Token

_ORDINALS = frozenset(ORDINALS.values())


class Kind(Enum):
    """The kinds of difference. `matters` says whether a quote with it is ALTERED."""

    # these change what was said
    NEGATION = "NEGATION"
    NUMBER = "NUMBER"
    DATE = "DATE"
    UNIT = "UNIT"
    NAME = "NAME"
    MODALITY = "MODALITY"
    QUANTIFIER = "QUANTIFIER"
    ANTONYM = "ANTONYM"
    CONDITION = "CONDITION"
    TENSE = "TENSE"
    REPLACED = "REPLACED"
    INSERTED = "INSERTED"
    OMITTED = "OMITTED"
    # these do not
    SYNONYM = "SYNONYM"
    INFLECTION = "INFLECTION"
    FUNCTION_WORD = "FUNCTION_WORD"
    FILLER = "FILLER"
    SPELLING = "SPELLING"
    REORDERED = "REORDERED"

    @property
    def matters(self) -> bool:
        """Whether a difference of this kind changes what was said.

        >>> Kind.NEGATION.matters, Kind.SYNONYM.matters
        (True, False)
        """
        return self not in _HARMLESS


_HARMLESS = frozenset(
    {Kind.SYNONYM, Kind.INFLECTION, Kind.FUNCTION_WORD, Kind.FILLER, Kind.SPELLING, Kind.REORDERED}
)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: the quote's words and the source's words; either may be empty."""

    kind: Kind
    quote: str
    wording: str


@dataclass(frozen=True, slots=True)
class Word:
    """One side of a difference: the normal form, the word as written, and whether it looks like a name."""

    norm: str
    raw: str
    name: bool = False
    dated: bool = False  # a month or a weekday stands beside it


NOTHING = Word("", "")
Test = Callable[[Word, Word], bool]


def find_changes(alignment: Alignment) -> tuple[Change, ...]:
    """Name every difference of an alignment, in reading order.

    >>> from corpus.alignment import align
    >>> find_changes(align("They will be targets", "They will not be targets."))
    (Change(kind=<Kind.NEGATION: 'NEGATION'>, quote='', wording='not'),)
    >>> find_changes(align("We don't know", "We do not know."))
    ()
    """
    found: list[tuple[Kind, Column]] = []
    for run in _runs(alignment):
        if not _only_typography(alignment, run) and not _editorial(alignment, run):
            found += _classify(alignment, _without_fillers(alignment, run))
    return tuple(_merge(alignment, _reordered(alignment, found)))


def _runs(alignment: Alignment) -> Iterable[Sequence[Column]]:
    """Maximal runs of columns that are not the same word on both sides."""
    for differs, columns in groupby(alignment.columns, lambda c: c.step not in (Step.SAME, Step.ELIDED)):
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
    dated = any(b in closed.MONTHS or b in closed.WEEKDAYS for b in beside)
    return Word(token.norm, raw, _looks_like_name(prepared, at, token, raw), dated)


def _looks_like_name(prepared: Prepared, at: int, token: Token, raw: str) -> bool:
    """A capital inside a sentence, or a known place; a text in capitals tells nothing."""
    if is_place(raw):
        return True
    if not raw[:1].isupper() or token.norm in STOP_WORDS:
        return False
    if sum(c.isupper() for c in prepared.text) > 0.5 * sum(c.isalpha() for c in prepared.text):
        return not lexicon.is_known(token.norm)
    before = prepared.text[: token.start].rstrip(" \n\"“”‘’'«»([—–-")
    starts = at == 0 or not before or before[-1] in ".!?…:;"
    return not starts or not lexicon.is_known(token.norm)


# --- what is no difference at all ------------------------------------------------------------------------------


def _only_typography(alignment: Alignment, run: Sequence[Column]) -> bool:
    """The same letters, cut into words elsewhere: "cease-fire" and "ceasefire"."""
    left = "".join(_word(alignment.quote, c.quote).norm for c in run)
    right = "".join(_word(alignment.source, c.source).norm for c in run)
    return left == right


def _editorial(alignment: Alignment, run: Sequence[Column]) -> bool:
    """Words in square brackets are the editor's, and said to be; a bracketed "not" is not let pass."""
    words = [_word(alignment.quote, c.quote).norm for c in run if c.quote is not None]
    inside = all(c.quote in alignment.quote.bracketed for c in run if c.quote is not None)
    return bool(words) and inside and not any(w in closed.NEGATORS or w in closed.MODALS for w in words)


def _without_fillers(alignment: Alignment, run: Sequence[Column]) -> Sequence[Column]:
    """Leave out words of the source that it only stammers: "we, we will", "you know"."""
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


# --- tests of a pair of words, either of which may be empty -----------------------------------------------------


def negates(quote: Word, source: Word) -> bool:
    """Whether only one of two words says no.

    >>> negates(Word("not", "not"), NOTHING), negates(Word("stable", "stable"), Word("unstable", "unstable"))
    (True, True)
    """
    left, right = quote.norm in closed.NEGATORS, source.norm in closed.NEGATORS
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
    """
    return _numeric(quote) or _numeric(source)


def _numeric(word: Word) -> bool:
    return (
        word.norm[:1].isdigit()
        or word.norm in closed.SCALE_WORDS
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
        norm in closed.WEEKDAYS
        or norm in closed.DAYS_NAMED
        or (norm in closed.MONTHS and (norm != "may" or word.raw[:1] == "M"))
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
    left, right = quote.norm in closed.UNITS, source.norm in closed.UNITS
    return (left and right and stem(quote.norm) != stem(source.norm)) or (
        (left and not source.norm and not quote.norm.isalpha())
        or (right and not quote.norm and not source.norm.isalpha())
    )


def modals(quote: Word, source: Word) -> bool:
    """Whether will, may, must and the like differ.

    >>> modals(Word("may", "may"), Word("will", "will")), modals(Word("shall", "shall"), Word("will", "will"))
    (True, False)
    """
    return _of_class(quote, source, closed.MODALS, closed.MODAL_GROUPS)


def quantifiers(quote: Word, source: Word) -> bool:
    """Whether how many or how far differs: all, some, only.

    >>> quantifiers(Word("all", "all"), Word("some", "some")), quantifiers(Word("almost", ""), Word("nearly", ""))
    (True, False)
    """
    return _of_class(quote, source, closed.QUANTIFIERS, closed.QUANTIFIER_GROUPS)


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
    return frozenset((quote.norm, source.norm)) in closed.OPPOSED or lexicon.antonyms(quote.norm, source.norm)


def conditions(quote: Word, source: Word) -> bool:
    """Whether only one says "if", "unless", "until".

    >>> conditions(NOTHING, Word("if", "if"))
    True
    """
    return (quote.norm in closed.CONDITIONS) != (source.norm in closed.CONDITIONS)


def spellings(quote: Word, source: Word) -> bool:
    """Whether two words are one word in two spellings: -ise and -ize, -our and -or, Zelensky and Zelenskyy.

    >>> spellings(Word("realise", ""), Word("realize", "")), spellings(Word("zelensky", "", True), Word("zelenskyy", "", True))
    (True, True)
    >>> spellings(Word("iran", "Iran", True), Word("iraq", "Iraq", True))
    False
    """
    one, other = quote.norm, source.norm
    if not one or not other or one[0].isdigit() or other[0].isdigit():
        return False
    if _american(one) == _american(other):
        return True
    return quote.name and source.name and _transliterated(one) == _transliterated(other)


_BRITISH = (
    (re.compile(r"^(.{3,})is(e[sdr]?|ing|ation|ations|ers)$"), r"\1iz\2"),
    (re.compile(r"^(.{3,})ys(e[sdr]?|ing)$"), r"\1yz\2"),
    (re.compile(r"^(.{2,}[^aeio])our(s|ed|ing|ful|less|able|ably|al|ite|ites|er|ers|ism|ist)?$"), r"\1or\2"),
    (re.compile(r"^(.{2,}[bctdg])re(s|d)?$"), r"\1er\2"),
    (re.compile(r"^(.+)ogue(s)?$"), r"\1og\2"),
    (re.compile(r"^(.{2,}en)ce(s|d|less)?$"), r"\1se\2"),
    (re.compile(r"^(travel|cancel|label|model|counsel|level|signal|total|fuel|marvel|quarrel|rival)l(ed|ing|er|ers)$"), r"\1\2"),
    (re.compile(r"^programmes?$"), "program"),
    (re.compile(r"^programs?$"), "program"),
    (re.compile(r"^grey"), "gray"),
    (re.compile(r"^(.*)aes?th"), r"\1esth"),
    (re.compile(r"^judgement"), "judgment"),
    (re.compile(r"^(whil|among|amid)st$"), r"\1"),
    (re.compile(r"^(back|for|to|after|up|down|in|out|home)wards$"), r"\1ward"),
)  # fmt: skip


def _american(word: str) -> str:
    for pattern, into in _BRITISH:
        changed = pattern.sub(into, word)
        if changed != word:
            return {"whil": "while"}.get(changed, changed)
    return word


def _transliterated(name: str) -> str:
    """A name without what differs between ways of writing it in Latin letters."""
    name = re.sub(r"(?:iy|yy|yi|ij|ii|y|i|j)$", "y", name)
    for into, pattern in (
        ("k", "ck|kh|q|c(?![eiyh])"),
        ("y", "iy|yy|ij|j"),
        ("v", "w|ff?$"),
        ("s", "ss|sz"),
        ("g", "gh|h"),
    ):
        name = re.sub(pattern, into, name)
    name = re.sub(r"[aeiouy]+", lambda m: "e" if m.end() < len(m.string) else m.group()[0], name)
    return re.sub(r"(.)\1", r"\1", name)


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
    """
    if {quote.norm, source.norm} == {"had", ""}:
        return True
    for present, past in ((closed.BE_PRESENT, closed.BE_PAST), (closed.HAVE_PRESENT, closed.HAVE_PAST)):
        if (quote.norm in present and source.norm in past) or (quote.norm in past and source.norm in present):
            return True
    return False


def inflects(quote: Word, source: Word) -> bool:
    """Whether two words are forms of one word.

    >>> inflects(Word("target", ""), Word("targets", "")), inflects(Word("is", ""), Word("are", ""))
    (True, True)
    """
    if not quote.norm or not source.norm or not quote.norm.isalpha() or not source.norm.isalpha():
        return False
    forms = closed.BE_PRESENT | {"be", "been", "being"}, closed.BE_PAST, closed.HAVE_PRESENT, {"do", "does"}
    if any(quote.norm in form and source.norm in form for form in forms):
        return True
    return stem(quote.norm) == stem(source.norm) or lexicon.same_lemma(quote.norm, source.norm)


def means_the_same(quote: Word, source: Word) -> bool:
    """Whether two words are near-synonyms.

    >>> means_the_same(Word("huge", ""), Word("vast", ""))
    True
    """
    groups = (*closed.QUANTIFIER_GROUPS, *closed.MODAL_GROUPS)
    if any(quote.norm in group and source.norm in group for group in groups):
        return True
    return bool(quote.norm and source.norm) and lexicon.synonyms(quote.norm, source.norm)


def stammers(quote: Word, source: Word) -> bool:
    """Whether a word that says nothing was added or dropped: "uh", "well", "just".

    >>> stammers(NOTHING, Word("well", "Well"))
    True
    """
    one, other = quote.norm, source.norm
    return (not one or one in closed.FILLER_WORDS) and (not other or other in closed.FILLER_WORDS)


def only_function(quote: Word, source: Word) -> bool:
    """Whether only small words differ that turn nothing: "the", "that", "of".

    >>> only_function(Word("the", "the"), Word("a", "a")), only_function(Word("we", "we"), Word("they", "they"))
    (True, False)
    >>> only_function(Word("them", "them"), NOTHING)
    False
    """
    for word in (quote.norm, source.norm):
        if word and (word not in STOP_WORDS or word in closed.TURNING):
            return False
    left, right = closed.PERSONS.get(quote.norm), closed.PERSONS.get(source.norm)
    if left and not source.norm:
        return left == "it"  # somebody is put in whom the source does not name there
    return left == right or not (left and right)


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
    return found


def _reordered(alignment: Alignment, found: Sequence[tuple[Kind, Column]]) -> list[tuple[Kind, Column]]:
    """A small word that only moved is a change of order; one that turns a meaning may have moved to another clause."""
    extra = {
        n: _word(alignment.quote, c.quote).norm for n, (_, c) in enumerate(found) if c.step is Step.EXTRA
    }
    out = list(found)
    taken: set[int] = set()
    for n, (kind, column) in enumerate(found):
        if column.step is not Step.LEFT_OUT or kind in (Kind.NEGATION, Kind.CONDITION):
            continue
        norm = _word(alignment.source, column.source).norm
        twin = next((m for m, e in extra.items() if e == norm and m not in taken and abs(m - n) <= 3), None)
        if twin is not None:
            taken.add(twin)
            out[n], out[twin] = (Kind.REORDERED, column), (Kind.REORDERED, found[twin][1])
    return out


def _merge(alignment: Alignment, found: Sequence[tuple[Kind, Column]]) -> Iterable[Change]:
    """Join neighbouring columns of one kind into one change, words cut from the originals."""
    columns = {id(c): n for n, c in enumerate(alignment.columns)}
    group: list[Column] = []
    last: tuple[Kind, int] | None = None
    for kind, column in found:
        place = columns[id(column)]
        if last and last == (kind, place - 1) and kind not in (Kind.SYNONYM, Kind.ANTONYM, Kind.INFLECTION):
            group.append(column)
        else:
            if group and last:
                yield _change(alignment, last[0], group)
            group = [column]
        last = (kind, place)
    if group and last:
        yield _change(alignment, last[0], group)


def _change(alignment: Alignment, kind: Kind, columns: Sequence[Column]) -> Change:
    return Change(
        kind,
        _cut(alignment.quote, [c.quote for c in columns if c.quote is not None]),
        _cut(alignment.source, [c.source for c in columns if c.source is not None]),
    )


def _cut(prepared: Prepared, at: Sequence[int]) -> str:
    return prepared.text[prepared.tokens[at[0]].start : prepared.tokens[at[-1]].end] if at else ""
