"""Finder of the verb of speaking that belongs to a mention: "he said", "said Mr Peskov", "according to her"."""

from collections.abc import Sequence
from typing import NamedTuple

from corpus.attribution.mention import Mention
from corpus.attribution.segmentation import Token
from corpus.attribution.speech_verbs import CUES
from corpus.attribution.word_lists import AUXILIARIES, PREPOSITIONS, ROLES, THINGS

_REACH = 40
"""So many words may stand between a mention and its verb: "Mr X, who has led … since …, said"."""

_REACH_BACK = 7
"""The same for a verb before its speaker: "said campaign spokeswoman Hope Hicks"."""

_INSERTED = {",": ",", "—": "—", "–": "–", "-": "-", "(": ")"}


class Frame(NamedTuple):
    """Relation of a mention to a verb of speaking.

    `shape`: S "he said", I "said he", A "according to him", - none. `cue` is the verb's token (-1 without one),
    `low` and `high` the first and last token of the whole, `skipped` what stands between: "," an insertion,
    "p" a preposition, "&" another name, "w" who, "r" a role.
    """

    shape: str
    verb: str
    kind: str
    cue: int
    low: int
    high: int
    skipped: str


def find_frames(tokens: Sequence[Token], mentions: Sequence[Mention]) -> list[Frame]:
    """Return the frame of each mention.

    >>> from corpus.attribution.mention_finder import find_mentions
    >>> from corpus.attribution.segmentation import segment
    >>> prose = segment('“No,” said Mr. Peskov, a spokesman.')
    >>> [(frame.shape, frame.verb) for frame in find_frames(prose.tokens, find_mentions(prose))]
    [('I', 'say'), ('-', '')]
    """
    return [_frame(tokens, mention) for mention in mentions]


def _frame(tokens: Sequence[Token], mention: Mention) -> Frame:
    before = _verb_before(tokens, mention.first)
    if before is not None and before[0] == "A":
        return Frame("A", "according", "speak", before[1], before[1], mention.last, "")
    after = None if mention.possessive else _verb_after(tokens, mention.last)
    if after is not None and (before is None or (not after[1] and CUES[tokens[after[0]].lower][1] != "do")):
        at, skipped = after
        verb, kind = CUES[tokens[at].lower]
        return Frame("S", verb, kind, at, mention.first, at, skipped)
    if before is not None:
        shape, at, skipped = before
        verb, kind = CUES[tokens[at].lower]
        return Frame(shape, verb, kind, at, at, mention.last, skipped)
    return Frame("-", "", "", -1, mention.first, mention.last, "")


def _verb_after(tokens: Sequence[Token], last: int) -> tuple[int, str] | None:
    """Return the verb whose subject ends at `last`, over appositions, phrases and adverbs; and what was passed over."""
    at, skipped, sentence = last + 1, "", tokens[last].sentence
    limit = min(len(tokens), last + _REACH)
    while at < limit and tokens[at].sentence == sentence and tokens[at].passage < 0:
        token = tokens[at]
        if token.lower in CUES:
            return at, skipped
        if token.lower in AUXILIARIES or token.lower.endswith("ly"):
            at += 1
            continue
        passed = _pass_over(tokens, at, limit, skipped, first=at == last + 1)
        if passed is None:
            return None
        at, skipped = passed
    return None


def _pass_over(
    tokens: Sequence[Token], at: int, limit: int, skipped: str, *, first: bool
) -> tuple[int, str] | None:
    """Return where the sentence goes on after an insertion, a phrase or a second name that begins at `at`."""
    token = tokens[at]
    if token.text in _INSERTED:
        closing = None if "," in skipped else _closing(tokens, at, limit)
        return None if closing is None else (closing + 1, skipped + ",")
    if token.lower in PREPOSITIONS and skipped.count("p") < 3:
        return _end_of_phrase(tokens, at + 1, limit), skipped + "p"
    if token.lower == "and" and at + 1 < limit and tokens[at + 1].text[0].isupper():
        return _end_of_name(tokens, at + 2, limit), skipped + "&"
    if first and token.lower in ("who", "which", "that"):
        return at + 1, skipped + "w"
    return None


def _end_of_name(tokens: Sequence[Token], at: int, limit: int) -> int:
    while at < limit and tokens[at].text[0].isupper() and tokens[at].passage < 0:
        at += 1
    return at


def _end_of_phrase(tokens: Sequence[Token], at: int, limit: int) -> int:
    sentence = tokens[at - 1].sentence
    while at < limit:
        token = tokens[at]
        plain = token.sentence == sentence and token.passage < 0 and token.text[0].isalnum()
        if not plain or token.lower in CUES or token.lower in PREPOSITIONS or token.lower in AUXILIARIES:
            break
        at += 1
    return at


def _closing(tokens: Sequence[Token], at: int, limit: int) -> int | None:
    """Return the mark that closes an insertion, when a verb follows it."""
    mark = _INSERTED[tokens[at].text]
    for index in range(at + 1, min(limit, len(tokens) - 1)):
        if tokens[index].sentence != tokens[at].sentence or tokens[index].passage >= 0:
            return None
        if tokens[index].text == mark:
            following = tokens[index + 1].lower
            if mark == ")" or following in CUES or following in AUXILIARIES or following.endswith("ly"):
                return index
    return None


def _verb_before(tokens: Sequence[Token], first: int) -> tuple[str, int, str] | None:
    """Return a verb of speaking before a mention: the shape, its token, what stands between."""
    sentence, skipped = tokens[first].sentence, ""
    for at in range(first - 1, max(-1, first - 1 - _REACH_BACK), -1):
        token = tokens[at]
        if token.sentence != sentence or token.passage >= 0:
            return None
        if token.lower == "to" and at > 0 and tokens[at - 1].lower == "according":
            return "A", at - 1, skipped
        if token.lower in CUES and token.lower not in ROLES and token.lower not in THINGS:
            return "I", at, skipped
        if not token.text[0].isalnum() or token.lower in PREPOSITIONS or token.lower in AUXILIARIES:
            return None
        skipped = "r"
    return None
