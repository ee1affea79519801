"""The forms of English verbs, from their base form: regular endings, doubled consonants, irregular pasts."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from corpus.language.knowledge import english

_SYLLABLE = re.compile(
    r"[^aeiou]*(?:qu)?[aeiou][^aeiouwxy]"
)  # one short one, which doubles its last consonant
_BRITISH = re.compile(r".*[aeiou][^aeiou]+[aeiou]l")  # labelled in Britain, labeled in America


class Forms(NamedTuple):
    """The forms of a verb; each but the base may have several spellings."""

    base: str
    third: str
    past: tuple[str, ...]
    participle: tuple[str, ...]
    present_participle: tuple[str, ...]

    @property
    def finite(self) -> frozenset[str]:
        """Return the forms that a sentence can have for its verb: say, says, said."""
        return frozenset({self.base, self.third, *self.past})

    @property
    def all(self) -> frozenset[str]:
        """Return every form."""
        return self.finite.union(self.participle, self.present_participle)


def inflect(verb: str) -> Forms:
    """Return the forms of an English verb.

    >>> inflect("beg").past, inflect("label").past, inflect("deny").third, inflect("write").participle
    (('begged',), ('labeled', 'labelled'), 'denies', ('written',))
    """
    past = participle = tuple(f"{stem}ed" for stem in _stems(verb))
    if irregular := english().speech_verbs.irregular.get(verb):
        past, participle = irregular[:1], irregular[-1:]
    return Forms(
        verb, _third(verb), past, participle, tuple(f"{stem}ing" for stem in _stems(verb, ending="ing"))
    )


def inflect_all(verbs: Iterable[str]) -> frozenset[str]:
    """Return every form of some verbs.

    >>> sorted(inflect_all(["say"]))
    ['said', 'say', 'saying', 'says']
    """
    return frozenset[str]().union(*(inflect(verb).all for verb in verbs))


def _third(verb: str) -> str:
    if _ends_in_y(verb):
        return f"{verb[:-1]}ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def _stems(verb: str, ending: str = "ed") -> tuple[str, ...]:
    """Return what stands before "ed" or "ing"."""
    if _ends_in_y(verb):
        return (verb,) if ending == "ing" else (f"{verb[:-1]}i",)
    if ending == "ing" and verb.endswith("ee"):
        return (verb,)
    if _SYLLABLE.fullmatch(verb) or verb in english().speech_verbs.stressed_at_end:
        return (verb + verb[-1],)
    stem = verb.removesuffix("e")
    return (stem, f"{stem}l") if _BRITISH.fullmatch(verb) else (stem,)


def _ends_in_y(verb: str) -> bool:
    return verb.endswith("y") and verb[-2] not in "aeou"
