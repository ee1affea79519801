"""Return whether two names stand for one person: the same, different people, or unclear, each with its reason.

"Different" needs evidence: both names can be compared and contradict each other, or a title does. Where names
cannot be compared, where one word alone fits, or where they are a slip apart, it is unclear, and whoever asks must
be told so. It does not know who held which office: that is the record's to say.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from rapidfuzz.distance import OSA, Levenshtein

from corpus.language import name_lists
from corpus.language.aliases import known_people, name_key, other_names
from corpus.language.knowledge import in_every_language
from corpus.language.offices import Office, fits, impossible, read_office
from corpus.language.speakers import FEMALE_NAMES, GIVEN_NAMES, MALE_NAMES, Name, parse_name
from corpus.language.spelling import same_name
from corpus.language.transliteration import consonants, is_family_name, loose, readings, same_romaji


class Match(Enum):
    """How two names go together."""

    SAME = "same"
    DIFFERENT = "different"
    UNCLEAR = "unclear"


class Reason(Enum):
    """What a match rests on."""

    NAME = "name"  # the names themselves, or a title that fits
    ALIAS = "alias"  # a list says that one person has both names
    OFFICE = "office"  # the office that the record gives
    TITLE = "title"  # a title, courtesy or generation that fits or contradicts
    ONE_WORD = "one word"  # a single word that fits
    SPELLING = "spelling"  # a slip or another spelling apart
    SCRIPT = "script"  # two scripts that cannot be compared well enough
    ROLE = "role"  # the record does not say enough about the office


@dataclass(frozen=True, slots=True)
class Identity:
    """Return whether two names stand for one person, and why."""

    match: Match
    reason: Reason

    @property
    def may_be(self) -> bool:
        """Return whether the two are not known to be different people."""
        return self.match is not Match.DIFFERENT


_SAME, _ALIAS, _HOLDS = (
    Identity(Match.SAME, reason) for reason in (Reason.NAME, Reason.ALIAS, Reason.OFFICE)
)
_DIFFERENT, _CONTRADICTS, _NOT_HELD = (
    Identity(Match.DIFFERENT, reason) for reason in (Reason.NAME, Reason.TITLE, Reason.OFFICE)
)
_ONE_WORD, _SPELLING, _SCRIPT, _ROLE, _GENERATION = (
    Identity(Match.UNCLEAR, reason)
    for reason in (Reason.ONE_WORD, Reason.SPELLING, Reason.SCRIPT, Reason.ROLE, Reason.TITLE)
)
_ORDER = (Match.SAME, Match.UNCLEAR, Match.DIFFERENT)

Roles = Mapping[str, Iterable[str]]
"""Speakers of the record, each with the roles that it gives them."""


def identify(claimed: str, speaker: str, role: str | None = None, roles: Roles | None = None) -> Identity:
    """Compare the person whom somebody names with a statement's speaker.

    `role` is the speaker's as the statement has it, `roles` what the whole record says of those who may be meant.

    >>> identify("NATO Secretary General Rutte", "Mark Rutte").match, identify("Churchil", "Winston Churchill").match
    (<Match.SAME: 'same'>, <Match.UNCLEAR: 'unclear'>)
    >>> identify("Mrs. Clinton", "Bill Clinton"), identify("Samuel Clemens", "Mark Twain").reason
    (Identity(match=<Match.DIFFERENT: 'different'>, reason=<Reason.TITLE: 'title'>), <Reason.ALIAS: 'alias'>)
    >>> identify("the Pope", "Benedict XVI", "Pope").match, identify("Prime Minister Johnson", "Lyndon B. Johnson", "President of the United States").match
    (<Match.SAME: 'same'>, <Match.DIFFERENT: 'different'>)
    """
    by_name = compare_names(claimed, speaker)
    name = parse_name(claimed)
    if name.words:
        return by_name if by_name.match is Match.SAME else _by_office(claimed, speaker, role, roles or {})
    if by_name.may_be and name.office and not name.given:
        held = [read_office(one) for one in (role, *_roles_of(speaker, roles or {})) if one]
        return _check_office(name.key, name.office, held, speaker, roles or {}) or by_name
    return by_name


def same_speaker(first: str, second: str) -> bool:
    """Return whether two names are known to be one person's: one surname, and given names that do not contradict each other.

    >>> same_speaker("Putin", "Владимир Путин"), same_speaker("George Bush", "Jeb Bush")
    (True, False)
    >>> same_speaker("Xi", "Xi Jinping"), same_speaker("Donald Trump", "Donald Trump Jr.")
    (True, False)
    """
    return compare_names(first, second).match is Match.SAME


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
        if not any(compare_names(speaker, known).may_be for known in found):
            found.append(speaker)
    return tuple(found)


# --- by name ------------------------------------------------------------------------------------------------------

_JOINERS = in_every_language(lambda language: language.speech_verbs.joiners)
_MARKS = ("/", "&")


def _people(name: str) -> list[str]:
    """Take apart a name of several people: "Ann Smith and Bob Jones", "Smith/Jones"."""
    if not any(mark in name for mark in _MARKS) and not _JOINERS & set(name.split()):
        return [name]
    people: list[str] = []
    words: list[str] = []
    for word in name.replace("/", " / ").split():
        if word in _MARKS or word in _JOINERS:
            people.append(" ".join(words))
            words = []
        else:
            words.append(word)
    return [person for person in (*people, " ".join(words)) if person]


@lru_cache(maxsize=50_000)
def compare_names(first: str, second: str) -> Identity:
    """Compare two names, whoever is claimed: `identify` looks at roles, too."""
    if not (parse_name(first).words or parse_name(second).words):
        several = [_people(name) for name in (first, second)]
        if max(map(len, several)) > 1:
            pairs = [compare_names(a, b) for a in several[0] for b in several[1]]
            return min(pairs, key=lambda one: _ORDER.index(one.match), default=_DIFFERENT)
    keys = frozenset({name_key(first), name_key(second)})
    if keys in known_people().apart:
        return _DIFFERENT
    if _two_known(first, second):
        return _DIFFERENT
    direct = _compare(parse_name(first), parse_name(second))
    if direct.match is Match.SAME or direct.reason is Reason.TITLE:
        return direct
    return _by_alias(first, second) or direct


def _two_known(first: str, second: str) -> bool:
    """Return whether two full names in two scripts are known to be two people's: Kim Jong Il and 김정은."""
    mine, theirs = other_names(first), other_names(second)
    scripts = {parse_name(first).script, parse_name(second).script}
    return bool(mine and theirs) and len(scripts) > 1 and not set(mine) & set(theirs)


def _by_alias(first: str, second: str) -> Identity | None:
    """Return what is known of the other names of one of two people; None where nothing is."""
    mine, theirs = other_names(first), other_names(second)
    if not mine and not theirs:
        return None
    a, b = parse_name(first), parse_name(second)
    if a.gender and b.gender and a.gender != b.gender:
        return None
    if mine and theirs and set(mine) & set(theirs):
        return _ALIAS
    found = [
        answer
        for one in mine or (first,)
        for other in theirs or (second,)
        if (answer := _by_other_name(parse_name(one), parse_name(other), listed=(bool(mine), bool(theirs))))
    ]
    return min(found, key=lambda one: _ORDER.index(one.match), default=None)


def _by_other_name(one: Name, other: Name, listed: tuple[bool, bool]) -> Identity | None:
    """Compare a listed name with another; "Blair" may be Eric Blair, who wrote as Orwell, and hardly ever is."""
    if one.script != other.script or _compare(one, other).match is not Match.SAME:
        return None
    if (one.given and other.given) or not (one.given or other.given) or one.native == other.native != "":
        return _ALIAS
    bare_is_listed = listed[1] if one.given else listed[0]
    return None if bare_is_listed else _ONE_WORD


def _compare(a: Name, b: Name) -> Identity:
    if a.words or b.words:
        same = (a.surname in name_lists.OFFICES) == (b.surname in name_lists.OFFICES) and _same_words(
            a.words, b.words
        )
        return _SAME if same else _DIFFERENT
    if not a.surname or not b.surname:
        return _DIFFERENT
    if (contradicts := _check_title(a, b)) is not None:
        return contradicts
    if a.script == b.script:
        found = _compare_natively(a, b) if a.script == "han" else _compare_spelling(a, b)
        return found if found.match is not Match.SAME else _check_generation(a, b)
    found = _compare_spelling(a, b)
    if found.match is not Match.SAME:
        found = _compare_across(a, b)
    return found if found.match is not Match.SAME else _check_generation(a, b)


def _compare_spelling(a: Name, b: Name) -> Identity:
    """Compare two names as they stand in Latin letters; the first question that has an answer decides."""
    answers = (question(a, b) for question in (_one_surname, _swapped, _one_word, _respelt, _slipped))
    return next((answer for answer in answers if answer), _DIFFERENT)


def _one_surname(a: Name, b: Name) -> Identity | None:
    if a.surname != b.surname:
        return None
    if _agree(a.given, b.given):
        return _SAME
    return _SPELLING if _slip(a.given[0], b.given[0]) else _DIFFERENT


def _swapped(a: Name, b: Name) -> Identity | None:
    return _SAME if a.given and b.given and set(a.key.split()) == set(b.key.split()) else None


def _one_word(a: Name, b: Name) -> Identity | None:
    """A given name alone, or the first of two family names."""
    for one, other in ((a, b), (b, a)):
        if not one.given and other.given and _even_given(one.surname) == other.given[0]:
            return _ONE_WORD
        double = (
            one.given and len(other.given) > 1 and one.surname == other.given[-1] and len(one.surname) > 2
        )
        if double and _agree(one.given, other.given[:-1]):
            return _ONE_WORD
    return None


def _respelt(a: Name, b: Name) -> Identity | None:
    """One surname brought over from another alphabet in two ways; a doubled letter may be a slip."""
    doubled = _single(a.surname) == _single(b.surname) and a.script == b.script
    if doubled or min(len(a.surname), len(b.surname)) < 4 or not same_name(a.surname, b.surname):
        return None
    if _agree(a.given, b.given) or _alike(a.given, b.given):
        return _SAME
    return _SPELLING if _slip(a.given[0], b.given[0]) else _DIFFERENT


def _slipped(a: Name, b: Name) -> Identity | None:
    near = _near(a.surname, b.surname, named=bool(a.given and b.given))
    if near and (_agree(a.given, b.given) or _alike(a.given, b.given)):
        return _SPELLING
    squeezed = [name.key.replace(" ", "") for name in (a, b)]  # "elonmusk"
    one_written = bool(a.given) != bool(b.given) and max(map(len, squeezed)) > 7
    return _SPELLING if one_written and _one_edit(*squeezed) else None


def _even_given(word: str) -> str:
    return name_lists.GIVEN.get(word, word)


def _alike(first: Sequence[str], second: Sequence[str]) -> bool:
    """Return whether the first given names are two spellings of one: Muammar and Moammar."""
    if not first or not second or (first[0] in GIVEN_NAMES and second[0] in GIVEN_NAMES):
        return False
    return same_name(first[0], second[0]) or (
        consonants(first[0]) == consonants(second[0]) and len(consonants(first[0])) > 1
    )


def _slip(first: str, second: str) -> bool:
    """Return whether one given name may be a slip for another: Vladmir for Vladimir, not John for Joan.

    >>> _slip("vladmir", "vladimir"), _slip("john", "joan"), _slip("hilary", "hillary")
    (True, False, True)
    """
    if first in GIVEN_NAMES and second in GIVEN_NAMES:
        return _single(first) == _single(second)  # Paul and Paula are two names
    return min(len(first), len(second)) > 3 and _one_edit(first, second)


def _single(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


def _near(first: str, second: str, named: bool) -> bool:
    """Return whether one surname may be a slip for another; of short ones only where the given names agree.

    >>> _near("churchil", "churchill", False), _near("bush", "rush", False), _near("netenyahoo", "netanyahu", False)
    (True, False, True)
    """
    shortest = min(len(first), len(second))
    if shortest < (4 if named else 5):
        return False
    if _one_edit(first, second):
        return True
    if shortest > 7 and OSA.distance(first, second, score_cutoff=2) <= 2:
        return True
    return shortest > 5 and consonants(first) == consonants(second) and first[0] == second[0]


def _one_edit(first: str, second: str) -> bool:
    return OSA.distance(first, second, score_cutoff=1) <= 1


def _compare_natively(a: Name, b: Name) -> Identity:
    """Compare two names in Han characters by the characters; a family name alone fits who bears it."""
    if a.native == b.native:
        return _SAME
    short, long = sorted((a.native, b.native), key=len)
    if not short:
        return _compare_spelling(a, b)
    if long.startswith(short):
        family = len(short) == 1 or is_family_name(short)
        return _SAME if family and len(long) > len(short) else _SCRIPT
    if long.endswith(short) and len(short) > 1:
        return _ONE_WORD
    return _DIFFERENT


def _compare_across(a: Name, b: Name) -> Identity:
    """Compare two names that are written in two scripts, by what both would be in Latin letters."""
    for one, other in ((a, b), (b, a)):
        if one.script == "han":
            return _compare_han(one, other)
    sound = loose if {"kana", "hebrew"} & {a.script, b.script} else _plain_consonants
    surnames = _ratio(sound(a.surname), sound(b.surname))
    given = _ratio(sound(a.given[0]), sound(b.given[0])) if a.given and b.given else None
    if surnames == 1 and (len(sound(a.surname)) > 2 or given is not None):
        if given in (None, 1) or _agree(a.given, b.given):
            return _SAME
        return _SCRIPT if given and given >= _PERHAPS else _DIFFERENT
    return _turned(a, b, sound) or (
        _SCRIPT if surnames >= _CLOSE and (given is None or given >= _PERHAPS) else _DIFFERENT
    )


def _plain_consonants(word: str) -> str:
    return consonants(word).replace("C", "s")  # Indian letters for s and sh come out as one


# The shares of their consonants that surnames, and given names, in two scripts have in common at least where they
# may be one. By eye, on the names of the test tables: below them stand the names of different people.
_CLOSE, _PERHAPS = 0.6, 0.5


def _turned(a: Name, b: Name, sound: Callable[[str], str]) -> Identity | None:
    """The family name first in one of two names, or a given name alone."""
    if a.given and b.given:
        turned = sound(a.surname) == sound(b.given[0]) and sound(b.surname) == sound(a.given[0])
        return _SAME if turned else None
    for one, other in ((a, b), (b, a)):
        if not one.given and other.given and sound(one.surname) == sound(other.given[0]):
            return _ONE_WORD
    return None


def _compare_han(han: Name, latin: Name) -> Identity:
    """Compare a name in Han characters with one in another script, by its readings in Chinese and Japanese."""
    words = [*latin.given, latin.surname]
    orders = {(words[-1], "".join(words[:-1])), (words[0], "".join(words[1:]))}
    best = _DIFFERENT
    for reading in readings(han.native):
        same = same_romaji if reading.tongue == "ja" else str.__eq__
        for family, given in orders:
            if not same(_plain(reading.family), _plain(family)):
                continue
            if not given or (reading.given and same(_plain(reading.given), _plain(given))):
                return _SAME
            if not reading.given and reading.tongue == "ja" and is_family_name(han.native):
                return _SAME
            if not reading.given or _ratio(consonants(reading.given), consonants(given)) >= 0.5:
                best = _SCRIPT
        if reading.given and len(words) == 1 and same(_plain(reading.given), _plain(words[0])):
            best = _ONE_WORD
    if best is _DIFFERENT and len(han.native) > 1:
        # Perhaps a foreign name in characters that were chosen by their sound, or one in another romanisation.
        sounds = [loose(reading.family + reading.given) for reading in readings(han.native)] or [""]
        wholes = [loose(latin.surname), loose("".join(words))]
        if max(_ratio(sound, whole) for sound in sounds for whole in wholes) >= 0.67:
            return _SCRIPT
    return best


def _plain(word: str) -> str:
    """Undo what evens out Russian names in a syllable of another language: "xy" was "xi"."""
    return word[:-1] + "i" if word.endswith("y") else word


def _ratio(first: str, second: str) -> float:
    return Levenshtein.normalized_similarity(first, second) if first and second else 0.0


# --- by title -----------------------------------------------------------------------------------------------------


def _gender(name: Name) -> str:
    """Return "m" or "f" where a title or the given names tell it."""
    if name.gender or not name.given:
        return name.gender
    male, female = name.given[0] in MALE_NAMES, name.given[0] in FEMALE_NAMES
    return "" if male == female else "m" if male else "f"


def _check_title(a: Name, b: Name) -> Identity | None:
    """Return what a courtesy before a bare surname contradicts: "Mrs. Clinton" is not Bill."""
    for one, other in ((a, b), (b, a)):
        if one.gender and not one.given and _gender(other) and _gender(other) != one.gender:
            return _CONTRADICTS
    return None


def _check_generation(a: Name, b: Name) -> Identity:
    """Say whether "senior", "Jr" or "II" tells two people of one name apart."""
    suffixes = a.suffix and b.suffix and a.suffix != b.suffix
    if suffixes or (a.generation and b.generation and a.generation != b.generation):
        return _CONTRADICTS
    answers = (_one_generation(*pair) for pair in ((a, b), (b, a)))
    return next((answer for answer in answers if answer), _SAME)


def _one_generation(one: Name, other: Name) -> Identity | None:
    """Compare a name that tells a generation with one that does not; of three generations "junior" is the last."""
    if not one.generation or other.generation or not other.given:
        return None
    elder, younger = _is_elder(other), _is_younger(other)
    if one.generation == "younger" and elder and not (one.given and younger):
        return _CONTRADICTS
    if one.generation == "elder" and younger and not elder:
        return _CONTRADICTS
    return _GENERATION if not (one.given or elder or younger) else None


def _is_elder(name: Name) -> bool:
    return any(_listed(name, known) for known in known_people().elders)


def _is_younger(name: Name) -> bool:
    return any(_listed(name, known) for known in known_people().youngers)


def _listed(name: Name, known: str) -> bool:
    listed = parse_name(known)
    return (
        listed.surname == name.surname
        and bool(listed.given and name.given)
        and listed.suffix == name.suffix
        and _agree(listed.given, name.given)
    )


# --- by office ----------------------------------------------------------------------------------------------------


def _by_office(claimed: str, speaker: str, role: str | None, roles: Roles) -> Identity:
    """Say whether a speaker is meant by an office: what the statement says of the speaker, then what the record says."""
    office = read_office(claimed)
    if not office.kinds:
        return _DIFFERENT  # a body
    held = [read_office(one) for one in (role, *_roles_of(speaker, roles)) if one]
    named = parse_name(speaker)
    if office.gender and _gender(named) and _gender(named) != office.gender:
        return _CONTRADICTS
    if named.office:
        held.append(named.office)
    if named.words:
        held.append(read_office(speaker))
    answers = [fits(office, one) for one in held]
    if True in answers:
        return _HOLDS
    if answers and None not in answers:
        return _NOT_HELD
    return _ROLE


def _check_office(
    surname: str, office: Office, held: Sequence[Office], speaker: str, roles: Roles
) -> Identity | None:
    """Say what the office before a bare surname contradicts: of two Johnsons only one was prime minister."""
    if any(fits(office, one) for one in held):
        return None
    if any(impossible(office, one) for one in held):
        return _NOT_HELD
    others = [other for other in roles if _two_of_one_surname(surname, speaker, other)]
    if any(fits(office, read_office(one)) for other in others for one in roles[other] if one):
        return _NOT_HELD  # the record has another of that name who held it
    return _ROLE if others and held else None


def _two_of_one_surname(surname: str, speaker: str, other: str) -> bool:
    return not compare_names(speaker, other).may_be and compare_names(surname, other).match is Match.SAME


def _roles_of(speaker: str, roles: Roles) -> list[str]:
    return [role for other, held in roles.items() if same_speaker(speaker, other) for role in held]


def _same_words(first: frozenset[str], second: frozenset[str]) -> bool:
    """Return whether two offices or bodies are one: the same words, or one of them more fully named."""
    less, more = sorted((first, second), key=len)
    return less == more or (len(less) > 1 and less <= more)


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
