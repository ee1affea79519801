"""Offices in any language: which one words name, of which country or body, and whether two can be one.

What an office is called stands in the table `offices` of `languages/CODE.toml`; countries are the gazetteer's.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.language.gazetteer import country_names, homes, places
from corpus.language.knowledge import in_every_language, languages, titles_in_every_language
from corpus.language.tokens import fold

WORD = re.compile(
    r"(?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0963\u0970-\u0dff\u0e00-\u109f\u1780-\u17ff])"
    r"(?:[^\W\d_]|['’]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0963\u0970-\u0dff\u0e00-\u109f\u1780-\u17ff])*"
)
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
# Bodies by their abbreviation; both come out as the abbreviation.
_BODIES = {
    "european central bank": "ecb", "europaische zentralbank": "ecb", "ezb": "ecb", "banque centrale europeenne": "ecb", "bce": "ecb",
    "european commission": "ec", "commission europeenne": "ec", "europaische kommission": "ec", "eu commission": "ec",
    "united nations": "un", "international monetary fund": "imf", "world health organization": "who",
    "world trade organization": "wto", "federal reserve": "fed", "north atlantic treaty organization": "nato",
    "bank of england": "boe", "european council": "euco", "eu": "eu", "european union": "eu", "otan": "nato", "нато": "nato", "оон": "un",
}  # fmt: skip
ABBREVIATIONS = frozenset(_BODIES.values())
# Heads of what they are put before: "the ECB chief" may be its president, "the NATO boss" its secretary general.
_HEADS = frozenset(
    "president|prime minister|chancellor|secretary general|chief|governor|commissioner|mayor|king|emperor".split(
        "|"
    )
)
ARTICLES = in_every_language(lambda language: language.name_parts.particles) | frozenset(
    "the of for and in a an der die das des dem den vom zum le la les l du de d el los las il lo gli o os as do da dos das het "
    "former ex current acting outgoing late ehemaliger ehemalige ancien ancienne former old then incumbent us-amerikanischer".split()
)
# Countries without a president, and without a prime minister: who speaks for them as such is somebody else.
_NO_PRESIDENT = frozenset("GB CA AU NZ JP NL BE SE NO DK TH MY JO SA MA BH KW QA OM LU".split())
_NO_PREMIER = frozenset("US BR MX AR CL CO VE PH ID NG CY IR PY UY EC BO GT CR PA".split())


@dataclass(frozen=True, slots=True)
class Office:
    """An office: its English names, the countries it is of, the words left over, and what its words tell of gender."""

    kinds: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    rest: frozenset[str] = frozenset()
    gender: str = ""


def fold_listed(words: Iterable[str]) -> frozenset[str]:
    """Fold words of a list; Han characters are listed as `fold` leaves them, and loading its table takes long."""
    return frozenset(word if _UNSPACED.search(word) else fold(word).replace("-", "") for word in words)


def _joined(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.replace("-", "") for word in words)


FEMALE = _joined(titles_in_every_language("female"))
"""Titles of women, as they are spelt: « présidente » is one, "presidente" is none."""

MALE = _joined(titles_in_every_language("male"))


@cache
def _phrases() -> dict[tuple[str, ...], frozenset[str]]:
    """Return what offices are called in languages with blanks between words, by its folded words."""
    found: dict[tuple[str, ...], set[str]] = {}
    for language in languages().values():
        for kind, phrases in language.offices.items():
            if not language.unspaced:
                for phrase in phrases:
                    found.setdefault(tuple(split(phrase)), set()).add(kind)
    return {words: frozenset(kinds) for words, kinds in found.items()}


@cache
def _unspaced() -> dict[str, frozenset[str]]:
    """Return what offices, and courtesies of no office, are called in the other languages, the longest first."""
    found: dict[str, set[str]] = {fold(word): set() for word in _AFTER_NAMES}
    for language in languages().values():
        for kind, phrases in language.offices.items():
            if language.unspaced:
                for phrase in phrases:
                    found.setdefault(fold(phrase), set()).add(kind)
    return {phrase: frozenset(found[phrase]) for phrase in sorted(found, key=lambda p: (-len(p), p))}


_AFTER_NAMES = ("先生", "女士", "小姐", "夫人", "太太", "さん", "さま", "様", "氏", "陛下")


def split(text: str) -> list[str]:
    """Split a name or an office into folded words; letters keep the marks of their script.

    >>> split("Vice-President"), split("राहुल गांधी")
    (['vice', 'president'], ['राहुल', 'गांधी'])
    """
    return [fold(word).replace("’", "'") for word in WORD.findall(text.replace("-", " "))]


def phrase_at(words: Sequence[str], at: int) -> tuple[frozenset[str], int]:
    """Return the office that begins at a word, and how many words it takes; no office and 0 where none does.

    >>> phrase_at(["premier", "ministre", "attal"], 0) == (frozenset({"prime minister"}), 2)
    True
    """
    for size in range(min(5, len(words) - at), 0, -1):
        if kinds := _phrases().get(tuple(words[at : at + size])):
            return kinds, size
    return frozenset(), 0


def cut_unspaced(word: str) -> tuple[str, frozenset[str]]:
    """Take offices and courtesies from both ends of a word without blanks; return the rest and the offices.

    >>> cut_unspaced(fold("麻生太郎副総理"))[0] == fold("麻生太郎"), cut_unspaced(fold("習近平主席")) == (fold("習近平"), frozenset({"president"}))
    (True, True)
    """
    if not _UNSPACED.search(word):
        return word, frozenset()
    phrases = _unspaced()
    found: frozenset[str] = frozenset()
    for _ in range(3):
        ends = [p for p in phrases if word.endswith(p) or (len(p) > 1 and word.startswith(p))]
        if not ends:
            break
        cut = ends[0]
        found |= phrases[cut]
        word = word.removesuffix(cut) if word.endswith(cut) else word.removeprefix(cut)
    return word, found


@lru_cache(maxsize=20_000)
def read_office(text: str) -> Office:
    """Read an office: "president of Russia", « président de la République », "Bundeskanzlerin", "总理".

    >>> read_office("the Russian president").kinds == read_office("President of Russia").kinds == frozenset({"president"})
    True
    >>> sorted(read_office("the ECB chief").rest), sorted(read_office("President of the European Central Bank").rest)
    (['ecb'], ['ecb'])
    >>> read_office("Bundeskanzlerin").gender, read_office("premier").kinds == read_office("首相").kinds
    ('f', True)
    """
    words = split(_abbreviated(text))
    kinds: set[str] = set()
    left: list[str] = []
    at = 0
    while at < len(words):
        found, size = phrase_at(words, at)
        if not found:
            whole, found = cut_unspaced(words[at])
            if whole:
                left.append(whole)
            size = 1
        kinds |= found
        at += size
    countries, rest = set(), []
    for word in _by_country([word for word in left if word not in ARTICLES]):
        if word.isupper():
            countries.add(word)
        else:
            rest.append(word)
    if {"potus", "vpotus", "flotus"} & set(words):
        countries.add("US")
    raw = {word.lower() for word in WORD.findall(text.replace("-", " "))}
    gender = "f" if raw & FEMALE else "m" if raw & MALE else ""
    return Office(frozenset(kinds), frozenset(countries), frozenset(rest), gender)


def _abbreviated(text: str) -> str:
    text = re.sub(r"['’]s\b", "", text)
    lowered = " ".join(split(re.sub(r"\bU\.? ?S\.?(?: ?A\.?)?(?!\w)", "United States ", text)))
    for name, short in _BODIES.items():
        lowered = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", short, lowered)
    if re.match(r"bundes|alt(?:bundes)?kanzler", lowered):
        lowered += " germany"
    return lowered


def _by_country(words: Sequence[str]) -> list[str]:
    """Turn the names of countries and of their people, of up to three words, into their codes in capitals."""
    out: list[str] = []
    at = 0
    while at < len(words):
        for size in (3, 2, 1):
            name = " ".join(words[at : at + size])
            found = places(name) | homes(name)
            if code := min((p.id for p in found if p.kind == "country"), default=""):
                out.append(code.upper())
                at += size
                break
            city = min((p.id for p in found if p.kind == "city" and p.id.endswith("-capital")), default="")
            if city:
                out.append(city.removesuffix("-capital").upper())
                at += size
                break
        else:
            out.append(words[at])
            at += 1
    return out


def fits(claimed: Office, held: Office) -> bool | None:
    """Return whether whoever holds one office may be called by another; None where the words do not tell.

    >>> ask = lambda one, other: fits(read_office(one), read_office(other))
    >>> ask("the Russian president", "President of Russia"), ask("the French president", "President of Russia")
    (True, False)
    >>> ask("the Pope", "President of Russia"), ask("the prime minister", "Leader of the Opposition"), ask("Kanzler", "")
    (False, None, None)
    >>> ask("NATO chief", "NATO Secretary General"), ask("premier ministre", "Prime Minister of France")
    (True, True)
    """
    if not held.kinds and not held.rest:
        return None
    if claimed.countries and held.countries and not claimed.countries & held.countries:
        return False
    if claimed.rest and held.rest and not _share(claimed.rest, held.rest):
        return False if _kind_fits(claimed, held) or (claimed.kinds and held.kinds) else None
    if not _kind_fits(claimed, held):
        return False if held.kinds - {"chief", "leader of the opposition", "representative"} else None
    if (
        claimed.rest and held.countries and not claimed.countries
    ):  # a country in a language that the gazetteer lacks
        return True if _share(claimed.rest, _names_of(held.countries)) else None
    one_open = bool(claimed.countries or claimed.rest) and not (held.countries or held.rest)
    return None if one_open else True


def _share(first: Iterable[str], second: Iterable[str]) -> bool:
    """Return whether two sets of words have one in common, or one stem: российский and России."""
    return any(a == b or (a[:4] == b[:4] and len(a) > 4 and len(b) > 4) for a in first for b in second)


@cache
def _country_names() -> dict[str, frozenset[str]]:
    return {code.upper(): frozenset(map(fold, names)) for code, names in country_names().items()}


def _names_of(codes: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(_country_names().get(code, frozenset()) for code in codes))


def impossible(claimed: Office, held: Office) -> bool:
    """Return whether a country has no such office: no prime minister of the United States, no president of Britain.

    >>> impossible(read_office("Prime Minister"), read_office("President of the United States"))
    True
    >>> impossible(read_office("President"), read_office("Mayor of London")), impossible(read_office("President"), read_office("President of the Senate"))
    (True, False)
    """
    if claimed.kinds & held.kinds or not held.countries:
        return False
    return (claimed.kinds == {"president"} and held.countries <= _NO_PRESIDENT) or (
        claimed.kinds == {"prime minister"} and held.countries <= _NO_PREMIER
    )


def _kind_fits(claimed: Office, held: Office) -> bool:
    if claimed.kinds & held.kinds:
        return True
    if "chief" in claimed.kinds and held.kinds & _HEADS:
        return True
    ends = {kind.rpartition(" ")[2] for kind in held.kinds} | {kind.partition(" ")[0] for kind in held.kinds}
    return bool(claimed.kinds & {"minister", "secretary"} & ends)
