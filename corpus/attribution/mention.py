"""A mention: words that could name a speaker."""

from enum import StrEnum
from typing import NamedTuple

CONTRACTIONS = ("s", "d", "ll", "ve", "re", "m")
"""Letters that may follow the apostrophe of a word: he's, they'd."""


class Kind(StrEnum):
    """Kind of words that a mention consists of."""

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
    """Return a word without its possessive or contracted ending.

    >>> bare("Trump's"), bare("he’d")
    ('Trump', 'he')
    """
    for mark in "'’":
        if mark in word:
            head, _, tail = word.rpartition(mark)
            if head and (not tail or tail.lower() in CONTRACTIONS):
                return head
    return word
