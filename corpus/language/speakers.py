"""Names of speakers, taken apart: "Putin", "President Putin" and "Владимир Путин" come out as one name.

Whether two names stand for one person is asked in `identity`; here a name of any script becomes a surname, given
names, and what its title tells.
"""

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from corpus.language import name_lists
from corpus.language.aliases import other_names
from corpus.language.gazetteer import homes, is_place, places
from corpus.language.knowledge import in_every_language, titles_in_every_language
from corpus.language.offices import (
    ABBREVIATIONS,
    ARTICLES,
    FEMALE,
    MALE,
    WORD,
    Office,
    cut_unspaced,
    fold_listed,
    phrase_at,
    read_office,
)
from corpus.language.tokens import fold
from corpus.language.transliteration import consonants, readings, script_of, to_latin


def _even(word: str) -> str:
    """Even out how one name is spelt from Russian and Ukrainian: Zelensky, Zelenskyy, Zelenskiy, Zelenskii."""
    word = re.sub(r"(?:iy|yy|yi|yj|ij|ii|i|j)$", "y", word) if len(word) > 4 else word
    return word.replace("ck", "k") if word.endswith("sky") else word


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart: evened-out surname, given names (initials count as such), "jr" or "ii" behind it.

    An office or a body has no given names but `words`, all of which count. `office` and `gender` are what the
    title before a person's name tells, `generation` is "elder" or "younger" where a word says so; `native` is a
    name that is not in Latin letters as it is written.
    """

    surname: str
    given: tuple[str, ...]
    suffix: str = ""
    words: frozenset[str] = frozenset()
    office: Office | None = field(default=None, compare=False)
    gender: str = field(default="", compare=False)
    generation: str = field(default="", compare=False)
    script: str = field(default="latin", compare=False)
    native: str = field(default="", compare=False)

    @property
    def key(self) -> str:
        """Return one string for one spelling-independent name."""
        return " ".join((*self.given, self.surname))


@lru_cache(maxsize=100_000)
def parse_name(name: str) -> Name:
    """Take a name apart: titles and offices dropped, short forms and scripts evened out.

    >>> parse_name("President Vladimir Putin") == parse_name("Владимир Путин")
    True
    >>> parse_name("Sen. Bernie Sanders (I-Vt.)").key
    'bernard sanders'
    >>> sorted(parse_name("the President of Russia").words) == sorted(parse_name("Russian president").words)
    True
    >>> parse_name("ECB President Lagarde").key, parse_name("la présidente von der Leyen").gender
    ('lagarde', 'f')
    """
    raws, title = _without_title(_raw_words(name))
    raws, generation = _without_generation(raws)
    script = next((s for raw in raws if (s := script_of(raw)) != "latin"), "latin")
    native = "".join(map(fold, raws)) if script != "latin" else ""
    office = read_office(" ".join(title)) if title else None
    office = office if office and office.kinds else None
    gender = _gender_of(title)
    parts = _latin_words(raws, name.isupper())
    parts = name_lists.ALIASES.get(" ".join(parts), " ".join(parts)).split()
    parts = [word for word in parts if word not in name_lists.HONOURS] or parts
    if not parts:
        return Name("", (), native=native, script=script)
    if words := _office_or_body(parts):
        return Name(parts[parts.index("of", 1) - 1] if _office_of(parts) else parts[-1], (), words=words)
    if words := _office_abroad(name):
        return Name(max(words, key=len).rpartition(" ")[2], (), words=words)
    suffix = next(
        (word for word in parts[1:] if word in name_lists.NUMERALS or word in name_lists.JUNIORS), ""
    )
    parts = [word for n, word in enumerate(parts) if not n or word != suffix]
    gender = gender or _gender_of(parts[:-1])
    kept = [word for n, word in enumerate(parts) if word not in name_lists.TITLES or n == len(parts) - 1]
    kept = _family_last(kept)
    given = tuple(
        _even(name_lists.GIVEN.get(word, word)) for word in kept[:-1] if word not in name_lists.PARTICLES
    )
    return Name(
        _even(kept[-1]),
        given,
        suffix,
        office=office,
        gender=gender,
        generation=generation or {"jr": "younger", "sr": "elder"}.get(suffix, ""),
        script=script,
        native=native,
    )


_FEMALE_OFFICES = frozenset({"queen", "princess", "first lady"})
_ELDER = fold_listed(in_every_language(lambda language: language.name_parts.elder))
_YOUNGER = fold_listed(in_every_language(lambda language: language.name_parts.younger))
_TITLES = fold_listed(titles_in_every_language("compared"))
_REPORTING = fold_listed(in_every_language(lambda language: language.name_parts.reporting))
_LEADING = fold_listed(titles_in_every_language("article"))
# Titles that are names, too: they count in small letters, or as an initial before a bare surname.
_COURTESIES = frozenset("pan pana pani don dom seu car re".split())
_ALSO_NAMES = _COURTESIES | frozenset("m king prince general justice major gov fm pm pres head".split())


def _gender_of(words: Sequence[str]) -> str:
    """Return "f" or "m" where a title tells it, else "".

    >>> _gender_of(["Mrs"]), _gender_of(["Bundeskanzlerin"]), _gender_of(["President"])
    ('f', 'f', '')
    """
    spelt = {word.lower() for word in words}  # with their accents: présidente, but el presidente
    if spelt & FEMALE or (spelt and read_office(" ".join(words)).kinds & _FEMALE_OFFICES):
        return "f"
    return "m" if spelt & MALE else ""


def _without_title(raws: Sequence[str]) -> tuple[list[str], list[str]]:
    """Take the title before a name, with the body or country that it is of: (the name, the title).

    >>> _without_title(["NATO", "Secretary", "General", "Rutte"])
    (['Rutte'], ['NATO', 'Secretary', 'General'])
    >>> _without_title(["Martin", "Luther", "King"])
    (['Martin', 'Luther', 'King'], [])
    """
    raws = list(raws)
    if len(raws) > 1 and fold(raws[0]) in _REPORTING:
        return _without_title(raws[1:])
    if len(raws) == 1:
        rest, offices = cut_unspaced(fold(raws[0]))
        return ([rest], [fold(raws[0]).removeprefix(rest)]) if offices and rest else ([rest or raws[0]], [])
    words = [fold(raw) for raw in raws]
    marked = _mark_titles(raws, words)
    last = max((n for n, mark in enumerate(marked[:-1]) if mark), default=-1)
    if last < 0 or not all(marked[n] or _belongs_to_title(raws[n], words[n]) for n in range(last)):
        return _cut_each(raws)
    after = last + 1
    if words[after] in _OF:  # "president of the European Commission"
        end = after
        while end < len(raws) and _belongs_to_title(raws[end], words[end]):
            end += 1
        if end == len(raws):
            return raws, []  # "President of Russia"
        after = end if any(not raw.islower() for raw in raws[after:end]) else after
    if all(marked[after:]) or words[-1] in name_lists.BODIES or words[-1] in name_lists.OFFICES:
        return raws, []  # an office or a body and nothing else
    return _cut_each(raws[after:])[0], raws[:after]


def _mark_titles(raws: Sequence[str], words: Sequence[str]) -> list[bool]:
    """Mark each word that belongs to an office or is a title where it stands."""
    marked = [False] * len(words)
    at = 0
    while at < len(words):
        _, size = phrase_at(words, at)
        if size < 2:
            leading = not at and words[0] in _LEADING and (len(words) == 2 or bool(_gender_of(raws[:1])))
            size = int((_is_title(raws, words, at) and (size == 1 or words[at] in _TITLES)) or leading)
        marked[at : at + size] = [True] * size
        at += size or 1
    return marked


_OF = frozenset("of de du des della del do da der van la".split())


def _cut_each(raws: list[str]) -> tuple[list[str], list[str]]:
    """Take an office off the end of a word without blanks, and a word that is nothing else."""
    cut = [cut_unspaced(fold(raw))[0] if script_of(raw) in ("han", "kana") else raw for raw in raws]
    kept = [raw if fold(raw) == rest else rest for raw, rest in zip(raws, cut, strict=True) if rest]
    if kept == raws or not kept:
        return raws, []
    return kept, [raw for raw in raws if raw not in kept]


def _is_title(raws: Sequence[str], words: Sequence[str], at: int) -> bool:
    """Return whether a word that can be a title is one where it stands."""
    word = words[at]
    if word not in _ALSO_NAMES:
        return True
    if word == "m":
        return not at and len(words) == 2
    if word in _COURTESIES:
        return raws[at].islower()
    return (
        raws[at].islower()
        or not at
        or raws[at].isupper()
        or all(_belongs_to_title(raws[n], words[n]) or words[n] in _TITLES for n in range(at))
    )


def _belongs_to_title(raw: str, word: str) -> bool:
    """Return whether a word before a title is part of it: a country, a body, an abbreviation, a small word."""
    return (
        raw[:1].islower()
        or (len(raw) > 1 and raw.isupper() and raw.isascii())
        or word in name_lists.BODIES
        or word in _ORGANISATIONS
        or word in ABBREVIATIONS
        or is_place(word)
    )


_ORGANISATIONS = in_every_language(lambda language: language.capitalised.organisations)


def _without_generation(raws: list[str]) -> tuple[list[str], str]:
    """Take away a last word that tells father and son apart: "Trudeau senior", "Dumas fils", "Pitt the Younger"."""
    if len(raws) < 2:
        return raws, ""
    last = fold(raws[-1])
    generation = "elder" if last in _ELDER else "younger" if last in _YOUNGER else ""
    if not generation or last in name_lists.JUNIORS:
        return raws, ""
    kept = raws[:-1]
    if len(kept) > 1 and fold(kept[-1]) in ("the", "der", "die", "le", "la", "el", "il", "o", "de"):
        kept = kept[:-1]
    return kept, generation


def _raw_words(name: str) -> list[str]:
    """Split a name into words, the surname last; drop what stands in brackets or behind a comma."""
    bare = re.sub(r"\(.*?\)|\[.*?\]|(?<=\w)['’]s\b", " ", name)
    bare = re.sub(r"\b([UE])\.([NSKU])\.", r"\1\2", bare)  # U.N., U.S.
    if bare.strip().startswith("@"):
        bare = re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", bare.strip()[1:])  # @RepAnnSmith
    head, comma, tail = bare.partition(",")
    if comma and len(head.split()) == 1 and 0 < len(tail.split()) <= 3 and not _titled(tail):
        bare = f"{tail} {head}"  # "Putin, Vladimir"
    elif comma:
        bare = (
            f"{head} {tail}" if fold(tail).strip(" .") in name_lists.JUNIORS | name_lists.NUMERALS else head
        )
    bare = re.sub(r"\b\w+-\w+", lambda match: _joined(match[0]), bare)
    return WORD.findall(bare.replace("-", " "))


def _joined(word: str) -> str:
    """Return a courtesy that is written with a hyphen without it ("г-н"), any other word as it is."""
    return word.replace("-", "") if word.lower() in _HYPHENED else word


_HYPHENED = frozenset(word for word in titles_in_every_language("compared") if "-" in word)


def _latin_words(raws: Sequence[str], capitals: bool) -> list[str]:
    """Write the words of a name in Latin letters, those that are known by another name as that."""
    parts: list[str] = []
    for raw in raws:
        if len(raw) == 2 and raw.isupper() and raw.isascii() and not capitals and not _known(raw):
            parts += list(raw.lower())  # J. D. Vance, written JD
            continue
        parts += _latin_word(fold(raw), alone=len(raws) == 1)
    return parts


def _latin_word(word: str, alone: bool) -> list[str]:
    script = script_of(word)
    if script not in ("latin", "cyrillic") and word in _from_others():
        return _from_others()[word].split()
    if script == "han" and alone:
        first = readings(word)[0] if readings(word) else None
        return [part for part in (first.given, first.family) if part] if first else [to_latin(word) or word]
    if script == "hangul" and alone and 2 <= len(word) <= 4:
        family = name_lists.KOREAN.get(word[0], to_latin(word[0]))
        return [to_latin(word[1:]), family]
    latin = (to_latin(word) or word).replace("'", "").replace("’", "")
    if script == "cyrillic":
        latin = name_lists.FROM_CYRILLIC.get(latin, latin)
    return name_lists.ALIASES.get(latin, latin).split() if latin not in ("lula", "ike") else [latin]


@cache
def _from_others() -> dict[str, str]:
    return {fold(native): latin for native, latin in name_lists.FROM_OTHERS.items()}


def _known(raw: str) -> bool:
    """Return whether two capitals are a word of their own: a title, a body, a numeral."""
    word = raw.lower()
    groups = (
        name_lists.TITLES,
        name_lists.BODIES,
        name_lists.NUMERALS,
        name_lists.JUNIORS,
        name_lists.HONOURS,
        name_lists.ALIASES,
    )
    return any(word in group for group in groups) or word in (
        "xi",
        "eu",
        "uk",
        "li",
        "hu",
        "al",
        "ed",
        "un",
        "us",
        "pm",
        "fm",
        "wu",
        "ma",
        "ho",
        "bo",
        "le",
        "de",
        "van",
    )


def _titled(words: str) -> bool:
    known = name_lists.TITLES | name_lists.HONOURS | name_lists.JUNIORS | name_lists.NUMERALS
    return any(fold(word).strip(".") in known for word in words.split())


_SMALL = frozenset("the of for and in".split())


def _office_or_body(parts: Sequence[str]) -> frozenset[str]:
    """Return the words that count of an office or a body, a country by its code; none for a person."""
    last = parts[-1]
    body = last in name_lists.BODIES or (
        parts[0] in name_lists.BODIES
        and parts[1:2] in (["of"], ["for"])
        and not set(parts) & name_lists.OFFICES
    )
    office = (
        last in name_lists.OFFICES or (parts[0] == "the" and last in name_lists.TITLES) or _office_of(parts)
    )
    if not body and not office:
        return frozenset()
    return frozenset(_by_country([part for part in parts if part not in _SMALL]))


def _office_abroad(name: str) -> frozenset[str]:
    """Return what counts of an office in any language that names nobody: "la première ministre", "总理", "POTUS"; else nothing.

    >>> sorted(_office_abroad("la première ministre")), _office_abroad("Stephen King"), _office_abroad("King")
    (['prime minister'], frozenset(), frozenset())
    """
    raws = _raw_words(name)
    words = [fold(raw) for raw in raws]
    if not words or (len(words) == 1 and words[0] in _ALSO_NAMES):
        return frozenset()
    at, offices = 0, 0
    while at < len(words):
        _, size = phrase_at(words, at)
        if not size and not cut_unspaced(words[at])[0]:
            size = 1
        offices += bool(size)
        known = size or _belongs_to_title(raws[at], words[at]) or words[at] in ARTICLES
        if not known and not _ends_in_office(words, at):
            return frozenset()
        at += size or 1
    office = read_office(name) if offices else Office()
    return office.kinds | office.countries | office.rest


_HARDLY_NAMES = frozenset(
    {"president", "prime minister", "chancellor", "foreign minister", "minister", "secretary general"}
)


def _ends_in_office(words: Sequence[str], at: int) -> bool:
    """Return whether a country in the genitive may stand at a place: "Deutschlands Kanzler"."""
    return (
        not at and len(words) == 2 and words[0].endswith("s") and bool(phrase_at(words, 1)[0] & _HARDLY_NAMES)
    )


def _office_of(parts: Sequence[str]) -> bool:
    """Return whether an office is named with its country behind it: "President of Russia"."""
    if "of" not in parts[1:-1]:
        return False
    at = parts.index("of", 1)
    return all(word in name_lists.TITLES for word in parts[:at]) and parts[at - 1] in name_lists.OFFICES


def _by_country(parts: Sequence[str]) -> list[str]:
    """Turn the names of countries and of their people, of up to three words, into codes."""
    out: list[str] = []
    at = 0
    while at < len(parts):
        for size in (3, 2, 1):
            name = " ".join(parts[at : at + size])
            if code := min((p.id for p in places(name) | homes(name) if p.kind == "country"), default=""):
                out.append(code)
                at += size
                break
        else:
            out.append(parts[at])
            at += 1
    return out


def _family_last(parts: list[str]) -> list[str]:
    """Put a Chinese or Korean family name behind the given name, where it stands first."""
    if len(parts) < 2:
        return parts
    first, second = parts[0], parts[1]
    before = name_lists.FAMILY_FIRST_BEFORE.get(first, "").split()
    return [*parts[1:], first] if first in name_lists.FAMILY_FIRST or second in before else parts


def nameless(speaker: str) -> bool:
    """Return whether a speaker is given who is not named.

    >>> nameless("Unidentified male"), nameless("UNKNOWN"), nameless("Q"), nameless("Ann Speaker")
    (True, True, True, False)
    """
    return all(word in name_lists.NAMELESS for word in re.findall(r"[^\W\d_]+", speaker.lower()))


def index_key(name: str) -> str:
    """Return the key under which the record counts a speaker: the consonants of the surname, in any script.

    >>> index_key("Putin") == index_key("Владимир Путин"), index_key("Muammar Gaddafi") == index_key("معمر القذافي")
    (True, True)
    """
    return _sound(parse_name(name).surname)


def _sound(word: str) -> str:
    return consonants(word).replace("C", "s")  # Indian letters for s and sh come out as one


@lru_cache(maxsize=10_000)
def lookup_keys(name: str) -> tuple[str, ...]:
    """Return the keys under which statements of whoever goes by a name may stand in the record.

    >>> {index_key("Mark Twain"), index_key("Samuel Clemens")} <= set(lookup_keys("Samuel Clemens"))
    True
    >>> index_key("Taro Aso") in lookup_keys("麻生太郎") and index_key("麻生太郎") in lookup_keys("Aso Taro")
    True
    """
    keys: list[str] = []
    for other in dict.fromkeys((name, *other_names(name))):
        parsed = parse_name(other)
        words = [parsed.surname]
        if len(parsed.given) < 3 and parsed.given and parsed.given[0] not in GIVEN_NAMES:
            words.append(parsed.given[0])  # the family name may stand first
        if parsed.script == "han":
            words += [word for one in readings(parsed.native) for word in (one.family, one.given) if word]
        keys += [_sound(word) for word in words]
        keys.append(parsed.surname)  # how older records count
    return tuple(dict.fromkeys(key for key in keys if key))


def _evened(words: Iterable[str]) -> frozenset[str]:
    return frozenset(_even(name_lists.GIVEN.get(fold(word), fold(word))) for word in words)


MALE_NAMES = _evened(in_every_language(lambda language: language.given_names.male))
FEMALE_NAMES = _evened(in_every_language(lambda language: language.given_names.female))
GIVEN_NAMES = MALE_NAMES | FEMALE_NAMES


def tag(name: str) -> int:
    """Return the 32-bit tag of a speaker that each of their passages bears.

    >>> tag("Putin") == tag("Владимир Путин")
    True
    """
    return _tag(index_key(name))


def tags(name: str) -> frozenset[int]:
    """Return the tags that passages of whoever goes by a name may bear.

    >>> tag("Mark Twain") in tags("Samuel Clemens")
    True
    """
    return frozenset(map(_tag, lookup_keys(name)))


def _tag(key: str) -> int:
    return zlib.crc32(key.encode("utf-8", "replace"))
