"""What a dictionary knows of two words: synonyms, antonyms, forms of one word. English only.

It knows no names (places.py does), no numbers and no context: "bank" is one word to it. Facts are distilled
from WordNet 3.0 (data/WORDNET-LICENSE.txt) by data/build_lexicon.py, with opposites of our own beside them.
"""

import gzip
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product

_CACHE = 1 << 15  # words asked about lately; a speech has some thousands

# Regular endings: ending, what stands for it in the base form, the form it marks. After WordNet's morphy(7WN).
_ENDINGS = {
    "n": (
        ("s", "", "s"), ("ses", "s", "s"), ("xes", "x", "s"), ("zes", "z", "s"), ("ches", "ch", "s"),
        ("shes", "sh", "s"), ("ves", "f", "s"), ("men", "man", "s"), ("ies", "y", "s"),
    ),
    "v": (
        ("s", "", "s"), ("ies", "y", "s"), ("es", "e", "s"), ("es", "", "s"), ("ed", "e", "ed"),
        ("ed", "", "ed"), ("ied", "y", "ed"), ("ing", "e", "ing"), ("ing", "", "ing"),
    ),
    "a": (("er", "", "er"), ("est", "", "est"), ("er", "e", "er"), ("est", "e", "est"), ("ier", "y", "er"), ("iest", "y", "est")),
    "r": (),
    "x": (),
}  # fmt: skip
# Verbs whose past looks like their base: no list of exceptions names them.
_UNCHANGED = frozenset({
    "bet", "bid", "broadcast", "burst", "cast", "cost", "cut", "fit", "forecast", "hit", "hurt", "let", "put", "quit",
    "read", "rid", "set", "shed", "shut", "split", "spread", "thrust", "upset", "wed",
})  # fmt: skip


_DOUBLING = frozenset({"ed", "ing", "er", "est"})
_PREFIXES = frozenset({"un", "un-", "non", "non-", "anti-"})


@dataclass(frozen=True, slots=True)
class _Form:
    """One reading of a word as it stands: part of speech, base form, and which form of it this is."""

    pos: str
    lemma: str
    form: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the lexicon. `links` are words by part of speech and sign: "n=" for synonyms, "n!" for antonyms."""

    parts: str
    links: dict[str, frozenset[str]]


class _Lexicon:
    """The distilled file: sorted lines, parsed as they are asked for."""

    def __init__(self) -> None:
        packed = (files("corpus.language") / "data" / "lexicon.txt.gz").read_bytes()
        words, _, forms = gzip.decompress(packed).decode().partition("\n\n")
        self._words = words.split("\n")
        self._forms = forms.split("\n")

    @staticmethod
    def _find(lines: list[str], word: str) -> Iterator[list[str]]:
        start = f"{word}\t"
        for at in range(bisect_left(lines, start), len(lines)):
            if not lines[at].startswith(start):
                return
            yield lines[at].split("\t")[1:]

    def entry(self, word: str) -> _Entry | None:
        for parts, *links in self._find(self._words, word):
            return _Entry(parts, {link[:2]: frozenset(link[2:].split(",")) for link in links})
        return None

    def irregular(self, word: str) -> list[tuple[str, str]]:
        return [(pos, base) for pos, base in self._find(self._forms, word)]


@cache
def _lexicon() -> _Lexicon:
    return _Lexicon()


@lru_cache(_CACHE)
def _entry(word: str) -> _Entry | None:
    return _lexicon().entry(word)


def _plain(word: str) -> str:
    return word.lower().replace("’", "'").removesuffix("'s").strip("'")


def _parts(word: str) -> str:
    entry = _entry(word)
    return entry.parts if entry else ""


def _irregular_form(pos: str, form: str) -> str:
    if pos == "v":
        return "ing" if form.endswith("ing") else "s" if form.endswith("s") else "ed"
    if pos == "a":
        return "est" if form.endswith("st") else "er"
    return "s" if pos == "n" else ""


def _bases(word: str, ending: str, base: str) -> Iterator[str]:
    """Yield what is left of a word without its ending; a doubled consonant may stand for one (deferred)."""
    stem = word.removesuffix(ending)
    yield stem + base
    if not base and ending in _DOUBLING and len(stem) > 3 and stem[-1] == stem[-2]:
        yield stem[:-1]


def _regular(word: str) -> Iterator[_Form]:
    for pos, endings in _ENDINGS.items():
        for ending, base, form in endings:
            if word.endswith(ending):
                for lemma in _bases(word, ending, base):
                    if len(lemma) > 1 and pos in _parts(lemma):
                        yield _Form(pos, lemma, form)


@lru_cache(_CACHE)
def _forms(word: str) -> tuple[_Form, ...]:
    """Return every reading of a word, as it stands first, then irregular forms, then regular endings."""
    plain = _plain(word)
    found = [_Form(pos, plain, "") for pos in _parts(plain)]
    found += [_Form("v", plain, "ed")] if plain in _UNCHANGED else []
    found += [_Form(pos, lemma, _irregular_form(pos, plain)) for pos, lemma in _lexicon().irregular(plain)]
    found += _regular(plain)
    return tuple(dict.fromkeys(found))


def lemma(word: str) -> tuple[str, ...]:
    """Return the base forms that a word may be a form of, the word itself first where it is one; () if unknown.

    >>> lemma("went"), lemma("Nations’"), lemma("leaves")
    (('go',), ('nation',), ('leaf', 'leave'))
    """
    return tuple(dict.fromkeys(form.lemma for form in _forms(word)))


def is_known(word: str) -> bool:
    """Return whether the lexicon has the word, in any form.

    >>> is_known("treaties"), is_known("of"), is_known("xyzzy")
    (True, True, False)
    """
    return bool(_forms(word))


def has_synonyms(word: str) -> bool:
    """Return whether the lexicon links the word, as it stands, to any other.

    >>> has_synonyms("car"), has_synonyms("reagan")
    (True, False)
    """
    entry = _entry(_plain(word))
    return entry is not None and bool(entry.links)


def same_lemma(first: str, second: str) -> bool:
    """Return whether two words may be forms of one word.

    >>> same_lemma("won", "winning"), same_lemma("win", "lose")
    (True, False)
    """
    return bool(_readings(first) & _readings(second))


def same_inflection(first: str, second: str) -> bool:
    """Return whether two words may be the same form, each of its own word: both plural, both past.

    >>> same_inflection("achieved", "won"), same_inflection("nations", "country")
    (True, False)
    """
    return bool(
        {(form.pos, form.form) for form in _forms(first)} & {(form.pos, form.form) for form in _forms(second)}
    )


def _past(word: str) -> bool | None:
    """Return whether a word is always, sometimes (None) or never a past form of a verb."""
    said = {form.form == "ed" for form in _forms(word) if form.pos == "v"}
    return None if len(said) == 2 else True in said


def may_be_past(word: str) -> bool:
    """Return whether a word may be the past of a verb, or its participle.

    >>> may_be_past("killed"), may_be_past("won"), may_be_past("kills")
    (True, True, False)
    """
    return _past(word) is not False


@lru_cache(_CACHE)
def tense_differs(first: str, second: str) -> bool:
    """Return whether two forms of one verb differ in that one of them is past.

    >>> tense_differs("attacks", "attacked"), tense_differs("won", "win"), tense_differs("puts", "put")
    (True, True, False)
    """
    return same_lemma(first, second) and {_past(first), _past(second)} == {True, False}


@lru_cache(_CACHE)
def synonyms(first: str, second: str) -> bool:
    """Return whether two words, in any form, share enough of their use to stand for each other.

    Antonyms never do, nor two forms of one word (same_lemma tells those), nor words of one kind (north, south).

    >>> synonyms("treaty", "pact"), synonyms("accomplished", "achieved"), synonyms("million", "billion")
    (True, True, False)
    """
    if _likes(first).isdisjoint(_readings(second)) and _likes(second).isdisjoint(_readings(first)):
        return False  # as of nearly all pairs
    if same_lemma(first, second) or antonyms(first, second):
        return False
    return any(
        left.pos == right.pos and _linked(f"{left.pos}=", left.lemma, right.lemma)
        for left, right in product(_forms(first), _forms(second))
    )


class Words:
    """Some words, to ask of many others whether one of these stands for it: what `synonyms` of each pair would say.

    >>> said = Words(["a", "pact", "of", "friends"])
    >>> said.have_synonym("treaty"), said.have_synonym("enemies")
    (True, False)
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._readings = frozenset[tuple[str, str]]().union(*map(_readings, words))
        self._likes = frozenset[tuple[str, str]]().union(*map(_likes, words))

    def have_synonym(self, word: str) -> bool:
        """Return whether one of them is a synonym of a word."""
        if _likes(word).isdisjoint(self._readings) and _readings(word).isdisjoint(self._likes):
            return False
        return any(synonyms(word, known) for known in self._words)


@lru_cache(_CACHE)
def antonyms(first: str, second: str) -> bool:
    """Return whether two words, in any form, say the opposite of each other, by dictionary or by prefix.

    >>> antonyms("won", "losing"), antonyms("unvaccinated", "vaccinated"), antonyms("allies", "enemies")
    (True, True, True)
    """
    if _denies(_plain(first), _plain(second)) or _denies(_plain(second), _plain(first)):
        return True
    return any(
        _linked("x!", left.lemma, right.lemma)
        or (left.pos == right.pos and _linked(f"{left.pos}!", left.lemma, right.lemma))
        for left, right in product(_forms(first), _forms(second))
    )


@lru_cache(_CACHE)
def _readings(word: str) -> frozenset[tuple[str, str]]:
    """Return what a word may be a form of: part of speech and base form."""
    return frozenset((form.pos, form.lemma) for form in _forms(word))


@lru_cache(_CACHE)
def _likes(word: str) -> frozenset[tuple[str, str]]:
    """Return the synonyms that stand at a word's own base forms; each pair stands at one of the two only."""
    return frozenset(
        (form.pos, other)
        for form in _forms(word)
        if (entry := _entry(form.lemma))
        for other in entry.links.get(f"{form.pos}=", ())
    )


def _linked(link: str, first: str, second: str) -> bool:
    """Return whether the lexicon links two base forms; a pair stands at the one that comes first in the alphabet."""
    entry = _entry(min(first, second))
    return entry is not None and max(first, second) in entry.links.get(link, ())


def _denies(word: str, rest: str) -> bool:
    """Return whether a word that no dictionary has is a known one behind a negative prefix.

    >>> _denies("non-binding", "binding"), _denies("union", "ion")
    (True, False)
    """
    return (
        len(rest) > 3
        and word.endswith(rest)
        and word[: -len(rest)] in _PREFIXES
        and is_known(rest)
        and not is_known(word)
    )
