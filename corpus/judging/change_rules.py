"""The rules that name a difference of two words, one function each, listed in `RULES` in the order in which they are asked.

Each is a test of a pair of words, either of which may be empty. What no rule explains is a content word replaced,
inserted or left out, and that matters: when unsure, a difference is shown as one that changes the meaning.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from corpus.language import function_words, wordnet
from corpus.language.signs import SIGNS
from corpus.language.spelling import same_glyphs, same_kana, same_name, same_numeral, same_spelling
from corpus.language.stems import STOP_WORDS, stem
from corpus.language.tokens import ORDINALS
from corpus.verdict import Kind

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
    before: str = ""  # the word before it


NOTHING = Word("", "")


Rule = Callable[[Word, Word], bool]


def negates(quote: Word, source: Word) -> bool:
    """Return whether only one of two words says no.

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
    return longer != shorter and prefix in function_words.NEGATIVE_PREFIXES


def numbers(quote: Word, source: Word) -> bool:
    """Return whether a count differs.

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
        or _is_sign(word)
        or word.norm in ("half", "twice", "dozen", "double", "triple")
    )


def _is_sign(word: Word) -> bool:
    return word.norm in SIGNS and not word.raw.isalpha()


def dates(quote: Word, source: Word) -> bool:
    """Return whether a day, month or year differs.

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
    """Return whether a unit of measure or a currency differs.

    >>> units(Word("miles", "miles"), Word("kilometres", "kilometres"))
    True
    """
    left, right = quote.norm in function_words.UNITS, source.norm in function_words.UNITS
    return (left and right and stem(quote.norm) != stem(source.norm)) or (
        (left and not source.norm and not quote.norm.isalpha())
        or (right and not quote.norm and not source.norm.isalpha())
    )


def modals(quote: Word, source: Word) -> bool:
    """Return whether will, may, must and the like differ.

    >>> modals(Word("may", "may"), Word("will", "will")), modals(Word("shall", "shall"), Word("will", "will"))
    (True, False)
    """
    if _is_noun(quote) or _is_noun(source):
        return False
    return _of_class(quote, source, function_words.MODALS, function_words.MODAL_GROUPS)


def _is_noun(word: Word) -> bool:
    """Return whether a word that is written like a modal verb is none: "God's will", "the might of the law"."""
    return word.norm in ("will", "might", "can", "must", "need", "may") and (
        word.before in function_words.DETERMINERS or word.following == "of"
    )


def articles(quote: Word, source: Word) -> bool:
    """Return whether one article stands for another of its language, or a particle was dropped, and that says little.

    "He is the man for this" says that there is no other; "a man" does not.

    >>> articles(Word("les", "les"), Word("des", "des")), articles(Word("the", "", before="is"), Word("a", "", before="is"))
    (True, False)
    """
    groups = (*function_words.ARTICLES, *function_words.TOPICS)
    if not quote.norm or not source.norm:
        return (quote.norm or source.norm) in function_words.PARTICLES
    if not any(quote.norm in words and source.norm in words for words in groups):
        return False
    return not _is_the_point(quote, source)


def _is_the_point(quote: Word, source: Word) -> bool:
    """Return whether an article says that there is only one: behind a form of "be"."""
    both = {quote.norm, source.norm}
    if not (both & function_words.DEFINITE and both & function_words.INDEFINITE):
        return False
    return quote.before in function_words.BE_FORMS and source.before in function_words.BE_FORMS


def quantifiers(quote: Word, source: Word) -> bool:
    """Return whether how many or how far differs: all, some, only.

    >>> quantifiers(Word("all", "all"), Word("some", "some")), quantifiers(Word("almost", ""), Word("nearly", ""))
    (True, False)
    """
    return _of_class(quote, source, function_words.QUANTIFIERS, function_words.QUANTIFIER_GROUPS)


def _of_class(quote: Word, source: Word, words: frozenset[str], groups: Iterable[frozenset[str]]) -> bool:
    if quote.norm not in words and source.norm not in words:
        return False
    return not any(quote.norm in group and source.norm in group for group in groups)


def opposes(quote: Word, source: Word) -> bool:
    """Return whether two words are opposites.

    >>> opposes(Word("for", "for"), Word("against", "against"))
    True
    """
    if not quote.norm or not source.norm or _is_sign(quote) or _is_sign(source):
        return False
    return frozenset((quote.norm, source.norm)) in function_words.OPPOSED or wordnet.antonyms(
        quote.norm, source.norm
    )


def conditions(quote: Word, source: Word) -> bool:
    """Return whether only one says "if", "unless", "until".

    >>> conditions(NOTHING, Word("if", "if"))
    True
    """
    return (quote.norm in function_words.CONDITIONS) != (source.norm in function_words.CONDITIONS)


def spellings(quote: Word, source: Word) -> bool:
    """Return whether two words are one word in two spellings: -ise and -ize, -our and -or, Zelensky and Zelenskyy.

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
    if same_kana(one, other) or (not wordnet.is_known(one) and same_glyphs(one, other)):
        return True
    return same_spelling(one, other) or (quote.name and source.name and same_name(one, other))


def names(quote: Word, source: Word) -> bool:
    """Return whether a person, place or organisation differs.

    >>> names(Word("gabon", "Gabon", name=True), Word("syria", "Syria", name=True))
    True
    """
    return quote.name or source.name


def tenses(quote: Word, source: Word) -> bool:
    """Return whether what is becomes what was.

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
    """Return whether two words are forms of one word.

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
    """Return whether two words are near-synonyms.

    >>> means_the_same(Word("huge", ""), Word("vast", ""))
    True
    """
    groups = (*function_words.QUANTIFIER_GROUPS, *function_words.MODAL_GROUPS)
    if any(quote.norm in group and source.norm in group for group in groups):
        return True
    return bool(quote.norm and source.norm) and wordnet.synonyms(quote.norm, source.norm)


def stammers(quote: Word, source: Word) -> bool:
    """Return whether a word that says nothing was added or dropped: "uh", "well", "just".

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
    """Return whether only small words differ that turn nothing: "the", "that", "of".

    >>> only_function(Word("the", "the"), Word("a", "a")), only_function(Word("we", "we"), Word("they", "they"))
    (True, False)
    >>> only_function(Word("in", "in"), Word("on", "on")), only_function(Word("by", "by"), Word("on", "on"))
    (True, False)
    >>> only_function(Word("them", "them"), NOTHING), only_function(NOTHING, Word("were", "were", following="attacked"))
    (False, False)
    """
    if _is_the_point(quote, source):
        return False
    for word in (quote.norm, source.norm):
        if word and (word not in STOP_WORDS or word in function_words.TURNING):
            return False
    if quote.norm and source.norm:
        return _exchangeable(quote.norm, source.norm)
    return not _carries(quote if quote.norm else source)


def _exchangeable(one: str, other: str) -> bool:
    """Return whether a small word may stand for another: who did it, and to whom or why, must not change."""
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
    """Return whether a small word that only one side has says something: whom, about how many, or that it was done to them."""
    person = function_words.PERSONS.get(word.norm, "it")
    if person != "it" and not word.norm.endswith(("self", "selves")):
        return True
    if word.norm in function_words.BE_FORMS and wordnet.may_be_past(word.following):
        return True
    return word.norm in ("about", "over", "under", "up") and word.following[:1].isdigit()


RULES: tuple[tuple[Kind, Rule], ...] = (
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
    (Kind.FUNCTION_WORD, articles),
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
    for kind, test in RULES:
        if test(quote, source):
            return kind
    if not source.norm:
        return Kind.INSERTED
    return Kind.REPLACED if quote.norm else Kind.OMITTED
