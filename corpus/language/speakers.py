"""One identity for each speaker: "Putin", "President Putin" and "Владимир Путин" are one person.

A name is compared by its surname and by given names that do not contradict each other; an office ("the Russian
president") by its words and its country; a body by all of its words. It does not know who held which office, and
nothing is ever guessed from a surname alone where the record holds several people of that name.
"""

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.language import name_lists
from corpus.language.gazetteer import homes, places
from corpus.language.knowledge import in_every_language
from corpus.language.tokens import fold


def romanise(word: str) -> str:
    """Write a folded Cyrillic word in Latin letters; other scripts stay.

    >>> romanise("путин"), romanise("зеленский")
    ('putin', 'zelenskiy')
    """
    return "".join(name_lists.CYRILLIC.get(char, char) for char in word)


def _even(word: str) -> str:
    """Even out how one name is spelt from Russian and Ukrainian: Zelensky, Zelenskyy, Zelenskiy, Zelenskii."""
    word = re.sub(r"(?:iy|yy|yi|yj|ij|ii|i|j)$", "y", word) if len(word) > 4 else word
    return word.replace("ck", "k") if word.endswith("sky") else word


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart: evened-out surname, given names (initials count as such), "jr" or "ii" behind it.

    An office or a body has no given names but `words`, all of which count.
    """

    surname: str
    given: tuple[str, ...]
    suffix: str = ""
    words: frozenset[str] = frozenset()

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
    """
    parts = _words(name)
    parts = name_lists.ALIASES.get(" ".join(parts), " ".join(parts)).split()
    parts = [word for word in parts if word not in name_lists.HONOURS] or parts
    if not parts:
        return Name("", ())
    if words := _office_or_body(parts):
        return Name(parts[parts.index("of", 1) - 1] if _office_of(parts) else parts[-1], (), words=words)
    suffix = next(
        (word for word in parts[1:] if word in name_lists.NUMERALS or word in name_lists.JUNIORS), ""
    )
    parts = [word for n, word in enumerate(parts) if not n or word != suffix]
    kept = [word for n, word in enumerate(parts) if word not in name_lists.TITLES or n == len(parts) - 1]
    kept = _family_last(kept)
    given = tuple(
        _even(name_lists.GIVEN.get(word, word)) for word in kept[:-1] if word not in name_lists.PARTICLES
    )
    return Name(_even(kept[-1]), given, suffix)


def _words(name: str) -> list[str]:
    """Split a name into words in Latin letters, the surname last; drop what stands in brackets or behind a comma."""
    bare = re.sub(r"\(.*?\)|\[.*?\]", " ", name)
    head, comma, tail = bare.partition(",")
    if comma and len(head.split()) == 1 and 0 < len(tail.split()) <= 3 and not _titled(tail):
        bare = f"{tail} {head}"  # "Putin, Vladimir"
    elif comma:
        bare = (
            f"{head} {tail}" if fold(tail).strip(" .") in name_lists.JUNIORS | name_lists.NUMERALS else head
        )
    parts: list[str] = []
    for raw in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", bare.replace("-", " ")):
        if len(raw) == 2 and raw.isupper() and raw.isascii() and not name.isupper() and not _known(raw):
            parts += list(raw.lower())  # J. D. Vance, written JD
            continue
        word = fold(raw)
        latin = romanise(word).replace("'", "")
        latin = (
            name_lists.FROM_CYRILLIC.get(latin, latin)
            if latin != word
            else name_lists.FROM_OTHERS.get(latin, latin)
        )
        parts += name_lists.ALIASES.get(latin, latin).split() if latin not in ("lula", "ike") else [latin]
    return parts


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
    return any(word in group for group in groups) or word in ("xi", "eu", "uk", "li", "hu", "al", "ed")


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


_JOINERS = in_every_language(lambda language: language.speech_verbs.joiners)
_JOINED = re.compile(rf"\s*/\s*|\s+(?:{'|'.join(sorted(_JOINERS))}|&)\s+")


def same_speaker(first: str, second: str) -> bool:
    """Return whether two names can be one person: one surname, and given names that do not contradict each other.

    >>> same_speaker("Putin", "Владимир Путин"), same_speaker("George Bush", "Jeb Bush")
    (True, False)
    >>> same_speaker("Xi", "Xi Jinping"), same_speaker("Donald Trump", "Donald Trump Jr.")
    (True, False)
    """
    several = [_JOINED.split(name) for name in (first, second)]
    if any(len(people) > 1 for people in several) and not any(parse_name(n).words for n in (first, second)):
        return any(same_speaker(a, b) for a in several[0] for b in several[1] if a and b)
    a, b = parse_name(first), parse_name(second)
    if a.words or b.words:
        return (a.surname in name_lists.OFFICES) == (b.surname in name_lists.OFFICES) and _same_words(
            a.words, b.words
        )
    if not a.surname or not b.surname or not _same_generation(a, b):
        return False
    if a.surname != b.surname:
        return bool(a.given and b.given) and set(a.key.split()) == set(b.key.split())
    return _agree(a.given, b.given)


def find_namesakes(claimed: str, speakers: Iterable[str]) -> tuple[str, ...]:
    """Find the people whom a name can mean, each once, by the first of the names they go by.

    >>> find_namesakes("Bush", ["George W. Bush", "Jeb Bush", "Bill Clinton", "President George W. Bush"])
    ('George W. Bush', 'Jeb Bush')
    >>> find_namesakes("Jeb Bush", ["George W. Bush", "Jeb Bush"])
    ('Jeb Bush',)
    """
    found: list[str] = []
    for speaker in speakers:
        name = parse_name(speaker)
        if not name.given or name.words or not same_speaker(claimed, speaker):
            continue  # a bare surname or an office tells nobody apart
        if not any(same_speaker(speaker, known) for known in found):
            found.append(speaker)
    return tuple(found)


def _same_words(first: frozenset[str], second: frozenset[str]) -> bool:
    """Return whether two offices or bodies are one: the same words, or one of them more fully named."""
    less, more = sorted((first, second), key=len)
    return less == more or (len(less) > 1 and less <= more)


def _same_generation(first: Name, second: Name) -> bool:
    """Return whether "Jr" and "II" behind two names do not tell them apart."""
    if first.suffix and second.suffix:
        return first.suffix == second.suffix
    suffixes = {first.suffix, second.suffix}
    fathers = any(
        name.given[:1] and f"{name.given[0]} {name.surname}" in name_lists.FATHERS for name in (first, second)
    )
    return "jr" not in suffixes or not fathers or not (first.given and second.given)


def _agree(first: Sequence[str], second: Sequence[str]) -> bool:
    """Return whether given names do not contradict each other: George and G., not John F. and Robert F.

    >>> _agree(("john", "f"), ("robert", "f")), _agree(("george", "h", "w"), ("george", "w")), _agree(("j", "d"), ("james",))
    (False, False, True)
    """
    if not first or not second:
        return True
    for a, b in ((first, second), (second, first)):
        if len(a[0]) > 1 and a[0] in b:
            return _compatible(a[1:], b[b.index(a[0]) + 1 :])
    initial = 1 in (len(first[0]), len(second[0]))
    return initial and _compatible(first, second)


def _compatible(first: Sequence[str], second: Sequence[str]) -> bool:
    return all(
        a == b or (a[0] == b[0] and 1 in (len(a), len(b))) for a, b in zip(first, second, strict=False)
    )


def nameless(speaker: str) -> bool:
    """Return whether a speaker is given who is not named.

    >>> nameless("Unidentified male"), nameless("UNKNOWN"), nameless("Q"), nameless("Ann Speaker")
    (True, True, True, False)
    """
    return all(word in name_lists.NAMELESS for word in re.findall(r"[^\W\d_]+", speaker.lower()))


def holds_office(claimed: str, role: str | None) -> bool | None:
    """Return whether somebody of a role may be meant by an office; None where one of the two tells nothing.

    >>> holds_office("the Russian president", "President of Russia"), holds_office("the French president", "President of Russia")
    (True, False)
    >>> holds_office("Putin", "President of Russia"), holds_office("the Russian president", None)
    (None, None)
    """
    wanted = parse_name(claimed).words
    if not wanted or not role:
        return None
    return wanted <= frozenset(
        _by_country([word for word in _words(role.replace(",", " ")) if word not in _SMALL])
    )


def meant(claimed: str, speaker: str, role: str | None) -> bool:
    """Return whether the one who is claimed, by name or by office, may be a statement's speaker.

    Where an office is claimed and the statement does not say what its speaker was, nobody is ruled out.

    >>> meant("the Russian president", "Vladimir Putin", "President of Russia"), meant("Xi", "Vladimir Putin", None)
    (True, False)
    """
    if same_speaker(claimed, speaker):
        return True
    holds = holds_office(claimed, role)
    return holds if holds is not None else not role and parse_name(claimed).surname in name_lists.OFFICES


def tag(name: str) -> int:
    """Return a 32-bit tag of a name's surname: equal for all names that can be one person.

    >>> tag("Putin") == tag("Владимир Путин")
    True
    """
    return zlib.crc32(parse_name(name).surname.encode("utf-8", "replace"))
