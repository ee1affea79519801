"""Verbs of speaking, and who stands beside them as the one who speaks."""

from collections.abc import Sequence

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

SAY = frozenset(
    (
        "say says said saying tell tells told telling stated stating write writes wrote written writing "
        "tweet tweets tweeted tweeting posted declare declares declared declaring announce announces "
        "announced announcing claim claims claimed claiming warn warns warned warning add adds added adding insist "
        "insists insisted insisting argue argues argued arguing ask asks asked asking reply replies replied replying "
        "answered answering explain explains explained explaining noted noting "
        "remarked observed stressed stressing vow vows vowed vowing promise "
        "promises promised promising pledge pledges pledged acknowledge acknowledges acknowledged admit admits "
        "admitted confirmed deny denies denied repeat repeats repeated reiterate reiterates "
        "reiterated quipped joked continued concluded "
        "commented testify testifies testified respond responds responded shout shouts shouted "
        "cried exclaim exclaims exclaimed call calls called calling described "
        "demanded urge urges urged threaten threatens threatened recalled suggest suggests suggested "
        "allege alleges alleged assert asserts asserted maintained predict predicts predicted "
        "proposed utter utters uttered proclaim proclaims proclaimed "
        "сказал сказала заявил заявила написал написала отметил отметила подчеркнул подчеркнула добавил добавила "
        "говорил говорит сообщил сообщила ответил сказав сказала́ заявляет утверждает сказали сказав казав сказала "
        "sagte sagt erklärte schrieb betonte fügte warnte antwortete dit déclaré déclare affirmé affirme écrit ajouté "
        "dijo dice afirmó declaró escribió añadió advirtió disse afirmou declarou ha detto dichiarato powiedział "
        "powiedziała قال قالت وقال وقالت أضاف صرح أعلن"
    ).split()
)
TELL = frozenset(
    "tell tells told telling ask asks asked asking urge urges urged warn warns warned warning".split()
)
"""Behind these stands who is spoken to, not who speaks."""

QUESTIONS = frozenset("did does do has have had is was were true can could".split())
"""A question begins with these: "Did Putin really say this?"."""

BETWEEN = frozenset(  # may stand between a name and its verb
    (
        "really ever actually also then later once recently reportedly allegedly famously apparently just never already "
        "publicly again even still now today yesterday has had have is was been be being did does who may might could "
        "would will as quoted reported supposed supposedly known to not indeed not truly simply merely only first "
        "repeatedly previously often widely commonly sometimes usually frequently earlier clearly openly directly explicitly himself herself literally seriously a hat "
        "ha же не"
    ).split()
)
LEADS = frozenset(  # may stand in front of the name that speaks: "did Putin say", "is it true that Putin said"
    (
        "did does has have had is was it true that as so ok hi hey and but really please check verify if whether can "
        "could you when where what which i heard read saw someone this who were like just do we know thinks think "
        "this's that's it's fact-check factcheck quote why how"
    ).split()
)


def find_subject(text: str, words: Sequence[Word], verb: int) -> tuple[str | None, int] | None:
    """Who the subject of a verb is, and where among the words it begins; the name is None for a pronoun.

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
    elif before and not before.ends and before.lower in PREPOSITIONS:
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
    if words[opens + 1].capital and words[opens + 1].lower not in TITLES:
        return None  # a clause of its own, not an office
    return _named(text, words, opens + 1)


def lower_subject(words: Sequence[Word], verb: int) -> str | None:
    """Who speaks in "putin said" and "did putin really say", where that is all there is in front of the words."""
    at = verb
    while at > 1 and words[at - 1].lower in BETWEEN:
        at -= 1
    if at == 0 or words[at - 1].ends or any(word.lower not in LEADS for word in words[: at - 1]):
        return None
    return lower_name(words[at - 1].core)


def lower_name(word: str) -> str | None:
    """One word that may be a name though it has no capital.

    >>> lower_name("putin"), lower_name("he"), lower_name("said")
    ('putin', None, None)
    """
    name, _ = given_name(word, split_words(word), last=True)
    return name if len(name) > 2 and word.lower() not in SAY else None
