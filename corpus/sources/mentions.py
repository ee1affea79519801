"""Finds the words that could name a speaker: names, pronouns, roles, organisations. Does not choose."""

from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from corpus.sources.cues import CUES
from corpus.sources.lexicon import (
    DETERMINERS,
    GIVEN_NAMES,
    GROUPS,
    NOT_NAMES,
    ORGANISATION_WORDS,
    PLACES,
    PLURALS,
    PREPOSITIONS,
    ROLES,
    THINGS,
    TITLES,
    word_set,
)
from corpus.sources.prose import Prose, Token


class Kind(StrEnum):
    """What sort of words a mention is."""

    PERSON = "person"
    NAME = "name"  # perhaps a person's, perhaps not
    ORGANISATION = "organisation"
    PLACE = "place"
    HE = "he"
    SHE = "she"
    THEY = "they"
    IT = "it"
    ME = "i"
    WE = "we"
    YOU = "you"
    WHO = "who"
    ROLE = "role"
    ROLES = "roles"
    THING = "thing"
    SOME = "some"


NAMED = frozenset({Kind.PERSON, Kind.NAME, Kind.ORGANISATION, Kind.PLACE})
"""The kinds that are names."""

_PRONOUNS = {
    "he": Kind.HE,
    "him": Kind.HE,
    "his": Kind.HE,
    "she": Kind.SHE,
    "her": Kind.SHE,
    "they": Kind.THEY,
    "it": Kind.IT,
    "i": Kind.ME,
    "me": Kind.ME,
    "we": Kind.WE,
    "you": Kind.YOU,
    "who": Kind.WHO,
}
_CONTRACTIONS = ("s", "d", "ll", "ve", "re", "m")
PRONOUNS = _PRONOUNS | {
    f"{word}{mark}{ending}": kind
    for word, kind in _PRONOUNS.items()
    for mark in "'’"
    for ending in _CONTRACTIONS
}
"""The kind of each pronoun, contracted ones too: he's."""

NOUNS = (
    {f"{word}s": Kind.THING for word in THINGS}
    | {f"{word[:-1]}ies": Kind.THING for word in THINGS if word.endswith("y")}
    | {f"{word}s": Kind.ROLES for word in ROLES}
    | dict.fromkeys(THINGS, Kind.THING)
    | dict.fromkeys(PLURALS, Kind.ROLES)
    | dict.fromkeys(ROLES, Kind.ROLE)
)
"""The kind of each noun for those and that which speak, plurals too."""

_SOME = word_set("one another others some many most someone somebody everyone several those")
_AFTER_SOME = word_set("of who in at also even has have had on")
_JOINTS = frozenset(
    {"de", "la", "van", "von", "der", "den", "bin", "ibn", "al", "el", "da", "di", "du", "dos", "ter", "le"}
)
_OFFICES = frozenset({"state", "defense", "treasury", "commerce", "labor"})
_OF_HEADS = word_set("""department university secretary bank house institute board bureau office council chamber center college academy
ministry federation league association committee society director speaker chairman state attorney court school
citizens daughters sons veterans friends club church city university conference chief commission union students""")


_BEFORE_NOUN_PHRASE = PREPOSITIONS | NOT_NAMES | frozenset(CUES)
_LONGEST_NOUN_PHRASE = 7

_LONGEST_NAME = 12
"""Words in a name, and then"""

_LONGEST_WORD = 40
"""letters in one of its words: longer ones are something else."""


class Mention(NamedTuple):
    """A mention: its kind and its tokens, `first` to `last`; `possessive` when it owns what follows it.

    `core` is the first token of the name proper, after titles.
    """

    kind: Kind
    first: int
    last: int
    core: int
    possessive: bool


def bare(word: str) -> str:
    """A word without its possessive or contracted ending.

    >>> bare("Trump's"), bare("he’d")
    ('Trump', 'he')
    """
    for mark in "'’":
        if mark in word:
            head, _, tail = word.rpartition(mark)
            if head and (not tail or tail.lower() in _CONTRACTIONS):
                return head
    return word


def find_mentions(prose: Prose) -> list[Mention]:
    """All mentions outside of quotations, in order; none overlaps another.

    >>> from corpus.sources.prose import cut
    >>> [str(m.kind) for m in find_mentions(cut('“No,” he told Mr. Peskov, a spokesman.'))]
    ['he', 'person', 'role']
    """
    tokens = prose.tokens
    usage = _usage(tokens)
    mentions: list[Mention] = []
    used = -1
    for at, token in enumerate(tokens):
        if at <= used or token.passage >= 0:
            continue
        found = _mention(tokens, at, usage, used)
        if found is not None:
            mentions.append(found)
            used = found.last
    return mentions


class _Usage(NamedTuple):
    """How an article uses words: those that are no names at the start of a sentence, titles that are surnames."""

    common: set[str]
    surnames: set[str]


def _usage(tokens: list[Token]) -> _Usage:
    small = {token.text for token in tokens if token.text[0].islower()}
    usual = {token.lower for token in tokens if _is_usual(token.lower)}
    proper, surnames = set(), set()
    for before, token in pairwise(tokens):
        if token.text[0].isupper() and before.sentence == token.sentence:
            if before.text[0].islower():
                proper.add(bare(token.lower))
            elif before.lower in GIVEN_NAMES and bare(token.lower) in TITLES:
                surnames.add(bare(token.lower))  # "Larry King"
    return _Usage(small | (usual - proper), surnames)


def _is_usual(word: str) -> bool:
    return word in CUES or word in ROLES or word in PLURALS or word.endswith(("ly", "ing"))


def _mention(tokens: list[Token], at: int, usage: _Usage, used: int) -> Mention | None:
    """The mention that stands at a token; a noun may reach back over words not `used`."""
    token = tokens[at]
    kind = PRONOUNS.get(token.lower)
    if kind is not None:
        return Mention(kind, at, at, at, token.lower in ("his", "her"))
    if token.text[0].isupper() or token.text[0] == "@":
        name = _name(tokens, at, usage)
        if name is not None:
            return name
    word = bare(token.lower)
    kind = NOUNS.get(word)
    if kind is not None:
        return _nominal(tokens, at, kind, used)
    if word in _SOME and _stands_alone(tokens, at):
        return Mention(Kind.SOME, at, at, at, possessive=False)
    return None


def _is_capital(token: Token) -> bool:
    """Whether a word can be part of a name."""
    word = token.text
    if token.passage >= 0 or not word[0].isupper() or len(word) > _LONGEST_WORD or token.lower in NOT_NAMES:
        return False
    return "-" not in word or not word.rpartition("-")[2][:1].islower()  # not "Oscar-winning"


def _begins_sentence(tokens: list[Token], at: int) -> bool:
    return at == 0 or tokens[at - 1].sentence != tokens[at].sentence


def _name(tokens: list[Token], at: int, usage: _Usage) -> Mention | None:
    token = tokens[at]
    if token.text[0] == "@":
        handle = 2 < len(token.text) <= _LONGEST_WORD
        return Mention(Kind.NAME, at, at, at, possessive=False) if handle else None
    if not _is_capital(token) or _ends_title(tokens, at):
        return None
    if _begins_sentence(tokens, at) and token.lower not in TITLES and _is_common(tokens, at, usage.common):
        return None
    last = _name_end(tokens, at)
    core = _core(tokens, at, last, usage.surnames)
    if core > last:  # a title alone: "the President"
        return None
    kind = _kind_of_name(tokens, at, core, last)
    possessive = bare(tokens[last].text) != tokens[last].text
    return Mention(kind, at, last, core, possessive)


def _ends_title(tokens: list[Token], at: int) -> bool:
    """Whether a word is the last of "secretary of State", after which a name begins."""
    if at < 2 or tokens[at].lower not in _OFFICES or at + 1 == len(tokens) or not _is_capital(tokens[at + 1]):
        return False
    return tokens[at - 1].lower == "of" and tokens[at - 2].lower in ("secretary", "minister", "department")


def _is_common(tokens: list[Token], at: int, common: set[str]) -> bool:
    """Whether a capitalised word that begins a sentence is an ordinary one."""
    lower = tokens[at].lower
    if lower in GIVEN_NAMES and at + 1 < len(tokens) and _is_capital(tokens[at + 1]):
        return False
    return lower in common


def _name_end(tokens: list[Token], at: int) -> int:
    last = at
    while (
        last - at < _LONGEST_NAME
        and last + 1 < len(tokens)
        and tokens[last + 1].paragraph == tokens[at].paragraph
    ):
        if bare(tokens[last].text) != tokens[last].text:
            break
        following = tokens[last + 1]
        if _is_capital(following) and following.sentence == tokens[at].sentence:
            last += 1
        elif (
            last + 2 < len(tokens)
            and _is_capital(tokens[last + 2])
            and tokens[last + 2].sentence == tokens[at].sentence
            and (
                following.lower in _JOINTS
                or following.text == "&"
                or (following.lower in {"of", "for"} and tokens[last].lower in _OF_HEADS)
            )
        ) or (
            following.text == ","
            and last + 2 < len(tokens)
            and tokens[last + 2].text in {"Jr.", "Sr.", "Jr", "Sr"}
        ):
            last += 2
        else:
            break
    return last


def _core(tokens: list[Token], first: int, last: int, surnames: set[str]) -> int:
    """Where the name proper begins: after the last title, or at the given name."""
    core = first
    for at in range(first, last + 1):
        is_surname = at == last and bare(tokens[at].lower) in surnames
        if tokens[at].lower in TITLES and not is_surname:
            core = at + 1
    if core <= last and tokens[core].lower == "of":
        for at in range(core, last + 1):
            if tokens[at].lower in GIVEN_NAMES and at < last:
                return at
        if core + 2 <= last and tokens[core + 1].lower in {
            "state",
            "defense",
            "treasury",
            "commerce",
            "labor",
        }:
            return core + 2
    return core


def _kind_of_name(tokens: list[Token], first: int, core: int, last: int) -> Kind:
    words = [bare(token.lower) for token in tokens[core : last + 1]]
    titled = any(token.lower in TITLES for token in tokens[first:core])
    organised = not ORGANISATION_WORDS.isdisjoint(words)
    if not organised and (titled or (words[0] in GIVEN_NAMES and len(words) > 1)):
        return Kind.PERSON
    if organised:
        return Kind.ORGANISATION
    if words[-1] in PLACES:
        return Kind.PLACE
    if len(words) > 1:
        return Kind.NAME
    if words[0] in GROUPS or words[0].endswith("ians"):
        return Kind.ROLES
    acronym = len(words[0]) > 1 and bare(tokens[core].text).isupper()
    return Kind.ORGANISATION if acronym else Kind.NAME


def _nominal(tokens: list[Token], at: int, kind: Kind, used: int) -> Mention | None:
    """A role or thing whose noun is at `at`: "the spokeswoman", "a senior official", "critics"."""
    possessive = bare(tokens[at].lower) != tokens[at].lower
    if not possessive and at + 1 < len(tokens) and tokens[at + 1].lower in NOUNS:
        return None  # "campaign manager": the next word is the noun
    first = at
    while first - 1 > used and at - first < _LONGEST_NOUN_PHRASE:
        before = tokens[first - 1]
        if before.passage >= 0 or before.sentence != tokens[at].sentence or not before.text[0].isalnum():
            break
        if before.lower in DETERMINERS:
            first -= 1
            break
        if before.lower in _BEFORE_NOUN_PHRASE or before.lower.endswith("ly"):
            break
        first -= 1
    return Mention(kind, first, at, at, possessive)


def _stands_alone(tokens: list[Token], at: int) -> bool:
    """Whether "one", "some" … is followed by a verb or "of", not by what it counts."""
    following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    return following in CUES or following in _AFTER_SOME
