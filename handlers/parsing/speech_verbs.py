"""Verbs of speaking, and who stands beside them as the one who speaks."""

from collections.abc import Sequence

from corpus.language.knowledge import english, in_every_language
from corpus.language.verbs import inflect, inflect_all
from handlers.parsing.names import (
    PREPOSITIONS,
    PRONOUNS,
    TITLES,
    Word,
    given_name,
    name_end,
    name_start,
    spell,
    split_words,
)

_ENGLISH = english().speech_verbs
_CLAUSE_OPENERS = frozenset({"before", "after"})  # "before Attlee replied" is a clause of its own

SPEECH_FORMS = in_every_language(lambda language: language.speech_verbs.forms) | (
    inflect_all(_ENGLISH.typed) - _ENGLISH.unsure
)
"""The forms that report what somebody said, but for those that are more often something else."""

CLAIM_FORMS = in_every_language(lambda language: language.speech_verbs.claiming_forms).union(
    ["saying"], *(inflect(verb).finite for verb in _ENGLISH.claiming)
)
"""The forms that report words; "called", "described" and "demanded" report a deed."""

HEARER_FORMS = inflect_all(_ENGLISH.to_hearer)
"""Behind these stands who is spoken to, not who speaks."""

QUESTIONS = _ENGLISH.questions
"""A question begins with these: "Did Putin really say this?"."""

BETWEEN = in_every_language(lambda language: language.speech_verbs.between)
"""These may stand between a name and its verb."""

LEADS = _ENGLISH.leads
"""These may stand in front of the name that speaks: "did Putin say", "is it true that Putin said"."""


def find_subject(text: str, words: Sequence[Word], verb: int) -> tuple[str | None, int] | None:
    """Find the subject of a verb, and where among the words it begins; the name is None for a pronoun.

    >>> text = "Peskov, the Kremlin spokesman, also said"
    >>> find_subject(text, split_words(text), 5)
    ('Peskov', 0)
    """
    at = verb
    while at > 0 and not words[at - 1].ends and words[at - 1].lower in BETWEEN:
        at -= 1
    if at == 0 or (words[verb].lower.endswith("ing") and at == verb):
        return None  # "Trump went after Bush, calling him" has no subject beside its verb
    near = words[at - 1]
    if near.lower in PRONOUNS:
        return None, at - 1
    if "," in near.tail or ")" in near.tail:
        return _aside(text, words, at)
    return _named(text, words, at)


def _named(text: str, words: Sequence[Word], end: int) -> tuple[str | None, int] | None:
    begin = name_start(words, end)
    if begin == end:
        return None
    before = words[begin - 1] if begin else None
    if before and before.lower == "of" and not before.ends and begin - name_start(words, begin - 1) > 2:
        begin, end = name_start(words, begin - 1), begin - 1  # "Vladimir Putin of Russia said"
    elif before and not before.ends and before.lower in PREPOSITIONS - _CLAUSE_OPENERS:
        return None  # "a spokesman for Putin said", "Putin and Lavrov said"
    return spell(text, words[begin:end]), begin


def _aside(text: str, words: Sequence[Word], end: int) -> tuple[str | None, int] | None:
    """Read "Peskov, the spokesman, said", "the spokesman, Peskov, said" and "Putin (72) said"."""
    opens = next((n for n in range(end - 2, max(-1, end - 12), -1) if words[n].tail[:1] == ","), None)
    if ")" in words[end - 1].tail:
        opens = next(
            (n - 1 for n in range(end - 1, max(0, end - 8), -1) if text[words[n].start - 1] in "(["), None
        )
    if opens is None:
        return _named(text, words, end) if "," in words[end - 1].tail and end == 1 else None
    if name_end(words, opens + 1) == end and "," in words[end - 1].tail:
        return spell(text, words[opens + 1 : end]), opens + 1
    inside = words[opens + 1]
    if inside.capital and inside.lower not in TITLES and not inside.bracketed:
        return None  # a clause of its own, not an office
    return _named(text, words, opens + 1)


def lower_case_subject(words: Sequence[Word], verb: int) -> str | None:
    """Return who speaks in "putin said" and "did putin really say", where that is all there is in front of the words."""
    at = verb
    while at > 1 and words[at - 1].lower in BETWEEN:
        at -= 1
    if at == 0 or words[at - 1].ends or any(word.lower not in LEADS for word in words[: at - 1]):
        return None
    return lower_case_name(words[at - 1].core)


def lower_case_name(word: str) -> str | None:
    """Return a word that may be a name though it has no capital.

    >>> lower_case_name("putin"), lower_case_name("he"), lower_case_name("said")
    ('putin', None, None)
    """
    name, _ = given_name(word, split_words(word), last=True)
    return name if len(name) > 2 and word.lower() not in SPEECH_FORMS else None
