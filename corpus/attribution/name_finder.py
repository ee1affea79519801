"""Finder of the names among the capitalised words of an article. Does not say whose they are."""

from itertools import pairwise

from corpus.attribution.mention import Kind, Mention, bare
from corpus.attribution.segmentation import Token
from corpus.attribution.speech_verbs import CUES
from corpus.attribution.word_lists import (
    GIVEN_NAMES,
    GROUPS,
    JUNIORS,
    NOT_NAMES,
    ORGANISATION_WORDS,
    PARTICLES,
    PLACES,
    PLURALS,
    PREPOSITIONS,
    ROLES,
    TITLES,
    word_set,
)

_ODD_SURNAMES = word_set(
    "king pope bishop judge dean baron duke prince major lord count coach cardinal pastor sheriff chief general will may march june august april from dear still well best read share look first small long"
)
_OFFICES = frozenset({"state", "defense", "treasury", "commerce", "labor"})
_OF_HEADS = word_set("""department university secretary bank house institute board bureau office council chamber center college academy
ministry federation league association committee society director speaker chairman state attorney court school
citizens daughters sons veterans friends club church city university conference chief commission union students""")


_LONGEST_NAME = 12
"""Words in a name, and then"""

_LONGEST_WORD = 40
"""letters in one of its words: longer ones are something else."""


class Names:
    """Finder of the names among the capitalised words of an article, by how the article uses them elsewhere."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._surnames = _odd_surnames(tokens)
        self._proper = _proper_words(tokens)
        self._common = _common_words(tokens) - self._proper - self._surnames
        self._capital = [self._is_capital(token) for token in tokens]

    def _is_capital(self, token: Token) -> bool:
        word = token.text
        if token.passage >= 0 or not word[0].isupper() or len(word) > _LONGEST_WORD:
            return False
        if token.lower in NOT_NAMES and bare(token.lower) not in self._surnames:
            return False
        return "-" not in word or not word.rpartition("-")[2][:1].islower()  # not "Oscar-winning"

    def name_at(self, at: int) -> Mention | None:
        """Return the name that begins at a token."""
        token = self._tokens[at]
        if token.text[0] == "@" and 2 < len(token.text) <= _LONGEST_WORD:
            return Mention(Kind.NAME, at, at, at, possessive=False)
        if not self._capital[at] or self._is_ordinary(at) or self._ends_title(at):
            return None
        last = self._end(at)
        core = self._core(at, last)
        if core > last:  # a title alone: "the President"
            return None
        possessive = bare(self._tokens[last].text) != self._tokens[last].text
        return Mention(self._kind(at, core, last), at, last, core, possessive)

    def _is_ordinary(self, at: int) -> bool:
        """Return whether a word has its capital only because it begins a sentence."""
        tokens, lower = self._tokens, self._tokens[at].lower
        if lower in TITLES or (at and tokens[at - 1].sentence == tokens[at].sentence):
            return False
        named = lower in GIVEN_NAMES and at + 1 < len(tokens) and self._capital[at + 1]
        if lower in self._common:
            return not named
        after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
        unknown = lower not in GIVEN_NAMES and bare(lower) not in self._proper
        return unknown and (after in PREPOSITIONS or after in ("later", "earlier"))  # "Hours later", "Led by"

    def _ends_title(self, at: int) -> bool:
        """Return whether a word is the last of "secretary of State", after which a name begins."""
        tokens = self._tokens
        if at < 2 or tokens[at].lower not in _OFFICES or at + 1 == len(tokens) or not self._capital[at + 1]:
            return False
        return tokens[at - 1].lower == "of" and tokens[at - 2].lower in (
            "secretary",
            "minister",
            "department",
        )

    def _end(self, at: int) -> int:
        last = at
        while last - at < _LONGEST_NAME and bare(self._tokens[last].text) == self._tokens[last].text:
            step = self._step(last)
            if not step:
                break
            last += step
        return last

    def _step(self, last: int) -> int:
        """Return how many more words a name takes in after `last`."""
        ahead = self._tokens[last + 1 : last + 3]
        sentence = self._tokens[last].sentence
        if not ahead or ahead[0].sentence != sentence:
            return 0
        if self._capital[last + 1]:
            return 1
        if len(ahead) < 2 or ahead[1].sentence != sentence:
            return 0
        word = ahead[0].lower
        if word == "," and ahead[1].lower in JUNIORS:
            return 2
        joint = (
            word in PARTICLES
            or word == "&"
            or (word in ("of", "for") and self._tokens[last].lower in _OF_HEADS)
        )
        return 2 if joint and self._capital[last + 2] else 0

    def _core(self, first: int, last: int) -> int:
        """Return where the name proper begins: after the last title, or at the given name."""
        tokens, core = self._tokens, first
        for at in range(first, last + 1):
            is_surname = at == last and bare(tokens[at].lower) in self._surnames
            if tokens[at].lower in TITLES and not is_surname:
                core = at + 1
        if core > last or tokens[core].lower != "of":
            return core
        given = next((at for at in range(core, last) if tokens[at].lower in GIVEN_NAMES), None)
        if given is not None:
            return given
        return core + 2 if core + 2 <= last and tokens[core + 1].lower in _OFFICES else core

    def _kind(self, first: int, core: int, last: int) -> Kind:
        words = [bare(token.lower) for token in self._tokens[core : last + 1]]
        titled = any(token.lower in TITLES for token in self._tokens[first:core])
        if not ORGANISATION_WORDS.isdisjoint(words):
            return Kind.ORGANISATION
        if titled or (words[0] in GIVEN_NAMES and len(words) > 1):
            return Kind.PERSON
        if words[-1] in PLACES:
            return Kind.PLACE
        if len(words) > 1:
            return Kind.NAME
        if words[0] in GROUPS or words[0].endswith("ians"):
            return Kind.ROLES
        acronym = len(words[0]) > 1 and bare(self._tokens[core].text).isupper()
        return Kind.ORGANISATION if acronym else Kind.NAME


def _proper_words(tokens: list[Token]) -> set[str]:
    """Return the words to which the article gives a capital within a sentence."""
    return {
        bare(token.lower)
        for before, token in pairwise(tokens)
        if token.text[0].isupper() and before.text[0].islower() and before.sentence == token.sentence
    }


def _common_words(tokens: list[Token]) -> set[str]:
    """Return the words that the article writes small, and usual ones."""
    small = {token.text for token in tokens if token.text[0].islower()}
    return small | {token.lower for token in tokens if _is_usual(token.lower)}


def _is_usual(word: str) -> bool:
    return word in CUES or word in ROLES or word in PLURALS or word.endswith(("ly", "ing"))


def _odd_surnames(tokens: list[Token]) -> set[str]:
    """Return words that are titles or no names elsewhere, but surnames here: "Larry King", "Theresa May"."""
    return {
        bare(token.lower)
        for before, token in pairwise(tokens)
        if before.lower in GIVEN_NAMES
        and before.text[0].isupper()
        and token.text[0].isupper()
        and before.sentence == token.sentence
        and bare(token.lower) in _ODD_SURNAMES
    }
