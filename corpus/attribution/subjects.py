"""The subject of the verb of speaking next to a passage, whoever that is, also where nobody is named.

`attribution` chooses among mentions. Where a sign, a suit or "the 46-year-old" is what speaks, no mention is right.
"""

from collections.abc import Sequence

from corpus.attribution.mention import Mention
from corpus.attribution.segmentation import Token
from corpus.attribution.speech_verbs import CUES
from corpus.attribution.word_lists import AUXILIARIES, DETERMINERS, PREPOSITIONS
from corpus.language.knowledge import english
from corpus.language.verbs import inflect

_HEADS = (DETERMINERS | {"which"}) - {"this", "that", "these", "those"}
_NO_NOUNS = frozenset("and or but that he she they it i we you".split())
_MOST_WORDS = 4
_OWNER = 3
"""So many words before "which" it may stand for: "the paper, which said"."""

_VERBS = english().speech_verbs
_PRESENT = frozenset(inflect(verb).third for verb in _VERBS.after_quotation)
_INVERTED = _PRESENT.union(*(inflect(verb).past for verb in _VERBS.before_subject))
"""Forms that are no nouns as well, as "comments" and "reports" are; and all in -ed."""


def other_subject(tokens: Sequence[Token], place: int, mention: Mention) -> tuple[int, int] | None:
    """Return the subject, first and last token, of the verb next to the passage at `place`, where that is not the mention.

    >>> from corpus.attribution.mention_finder import find_mentions
    >>> from corpus.attribution.segmentation import segment
    >>> prose = segment('Mr. Lee was fired for it, he claims. “It was a pretext,” the suit says.')
    >>> first, last = other_subject(prose.tokens, prose.places[0], find_mentions(prose)[0])
    >>> [token.text for token in prose.tokens[first : last + 1]]
    ['the', 'suit']
    """
    subject = _subject_after(tokens, place)
    if subject is None and mention.last < place:
        subject = _subject_before(tokens, place)
    if subject is None or (mention.first <= subject[1] and subject[0] <= mention.last):
        return None
    return subject


def _subject_after(tokens: Sequence[Token], place: int) -> tuple[int, int] | None:
    """Return first and last token of the subject in "…," the suit says and "…," said the 46-year-old."""
    after = _run(tokens, place + 1)
    if not after or not after[0].text[0].islower():
        return None
    if after[0].lower in CUES:
        inverted = after[0].lower in _INVERTED and len(after) > 1 and _is_plain(after[1:])
        return (place + 2, place + len(after)) if inverted else None
    at = next((at for at, token in enumerate(after) if _speaks(token)), 0)
    return (place + 1, place + at) if at and _is_plain(after[:at]) else None


def _subject_before(tokens: Sequence[Token], place: int) -> tuple[int, int] | None:
    """Return the same in "his wife whispered: …" and "a sign, which read …"."""
    cue = place - 1
    while cue > 0 and tokens[cue].passage < 0 and tokens[cue].lower in {",", ":", "that"}:
        cue -= 1
    if cue < 1 or tokens[cue].sentence != tokens[place].sentence or not _speaks(tokens[cue]):
        return None
    first = cue - 1
    while first >= max(0, cue - _MOST_WORDS) and tokens[first].sentence == tokens[place].sentence:
        if tokens[first].lower in _HEADS:
            low = first - _OWNER if tokens[first].lower == "which" else first
            return (low, cue - 1) if _is_plain(tokens[first:cue]) else None
        first -= 1
    return None


def _run(tokens: Sequence[Token], start: int) -> list[Token]:
    """Return the words after a passage, up to a mark."""
    run: list[Token] = []
    for token in tokens[start : start + _MOST_WORDS + 2]:
        if (
            token.passage >= 0
            or token.paragraph != tokens[start - 1].paragraph
            or not token.text[0].isalnum()
        ):
            break
        run.append(token)
    return run


def _is_plain(words: Sequence[Token]) -> bool:
    """Return whether words are a noun with what belongs to it: no name, no verb between, nothing joined."""
    return words[0].lower in _HEADS and all(
        token.text[0].isalnum()
        and token.passage < 0
        and (at == 0 or token.text[0].islower() or token.text[0].isdigit())
        and token.lower not in PREPOSITIONS | AUXILIARIES | _NO_NOUNS
        for at, token in enumerate(words)
    )


def _speaks(token: Token) -> bool:
    word = token.lower
    if token.passage >= 0 or word not in CUES or CUES[word][1] != "speak":
        return False
    return word in _INVERTED or word.endswith("ed")
