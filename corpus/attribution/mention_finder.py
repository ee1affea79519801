"""Finder of the words that could name a speaker: names, pronouns, roles, organisations. Does not choose."""

from corpus.attribution.mention import CONTRACTIONS, Kind, Mention, bare
from corpus.attribution.name_finder import Names
from corpus.attribution.segmentation import Prose, Token
from corpus.attribution.speech_verbs import CUES
from corpus.attribution.word_lists import (
    DETERMINERS,
    NOT_NAMES,
    PLURALS,
    PREPOSITIONS,
    ROLES,
    THINGS,
    word_set,
)
from corpus.language.function_words import PERSONS
from corpus.language.knowledge import english

_KINDS = {
    "i": Kind.ME,
    "we": Kind.WE,
    "you": Kind.YOU,
    "he": Kind.HE,
    "she": Kind.SHE,
    "it": Kind.IT,
    "they": Kind.THEY,
}
_PRONOUNS = {
    word: _KINDS[PERSONS[word]] if word in PERSONS else Kind.WHO for word in english().pronouns.mentions
}
PRONOUNS = _PRONOUNS | {
    f"{word}{mark}{ending}": kind
    for word, kind in _PRONOUNS.items()
    for mark in "'’"
    for ending in CONTRACTIONS
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
_BEFORE_NOUN_PHRASE = PREPOSITIONS | NOT_NAMES | frozenset(CUES)
_LONGEST_NOUN_PHRASE = 7


def find_mentions(prose: Prose) -> list[Mention]:
    """Find all mentions outside of quotations, in order; none overlaps another.

    >>> from corpus.attribution.segmentation import segment
    >>> [str(m.kind) for m in find_mentions(segment('“No,” he told Mr. Peskov, a spokesman.'))]
    ['he', 'person', 'role']
    """
    tokens = prose.tokens
    names = Names(tokens)
    mentions: list[Mention] = []
    used = -1
    for at, token in enumerate(tokens):
        if at <= used or token.passage >= 0:
            continue
        kind = PRONOUNS.get(token.lower)
        if kind is not None:
            mention: Mention | None = Mention(kind, at, at, at, token.lower in ("his", "her"))
        else:
            mention = names.name_at(at) or _noun_at(tokens, at, used)
        if mention is not None:
            mentions.append(mention)
            used = mention.last
    return mentions


def _noun_at(tokens: list[Token], at: int, used: int) -> Mention | None:
    """Return the role or thing at a token; it may reach back over words not `used`."""
    word = bare(tokens[at].lower)
    kind = NOUNS.get(word)
    if kind is not None:
        return _nominal(tokens, at, kind, used)
    if word in _SOME and _stands_alone(tokens, at):
        return Mention(Kind.SOME, at, at, at, possessive=False)
    return None


def _nominal(tokens: list[Token], at: int, kind: Kind, used: int) -> Mention | None:
    """Return a role or thing whose noun is at `at`: "the spokeswoman", "a senior official", "critics"."""
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
    """Return whether "one", "some" … is followed by a verb or "of", not by what it counts."""
    following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    return following in CUES or following in _AFTER_SOME
