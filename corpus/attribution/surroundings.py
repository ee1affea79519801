"""Context features of a passage: its neighbours, its end, the nearest verbs of speaking."""

from collections.abc import Sequence
from typing import NamedTuple

from corpus.attribution.segmentation import Prose, Token
from corpus.attribution.speech_verbs import CUES
from corpus.attribution.word_lists import word_set

SPEAKING = ("speak", "name")
"""The kinds of verb that lead to words: said, called."""

_CUE_REACH = 25
"""A verb of speaking leads to a passage that is at most so many words away."""

_NEIGHBOURS = word_set("that as a an the to of and in on by with is was")


class Scene(NamedTuple):
    """Context of a passage.

    `place` and `token` are the passage's own. `before` and `after` are what is next to it: ¶ the end of the
    paragraph, "." that of a sentence, Q a passage, cue-… a verb, a mark or small word itself, W a word with a
    capital, w any other. `lead` and `trail` are the nearest verbs of speaking: token (-1: none), form and distance.
    """

    place: int
    token: Token
    before: str
    ending: str
    after: str
    lead: tuple[int, str]
    trail: tuple[int, str]


def scene_of(prose: Prose, passage: int) -> Scene:
    """Return what stands around passage number `passage`.

    >>> from corpus.attribution.segmentation import segment
    >>> scene = scene_of(segment('“No,” said Mr. Peskov.'), 0)
    >>> scene.before, scene.ending, scene.after
    ('¶', ',', 'cue-speak')
    """
    tokens, place = prose.tokens, prose.places[passage]
    end = prose.passages[passage].end
    return Scene(
        place,
        tokens[place],
        _neighbour(tokens, place, -1),
        _ending(prose.text[end - 1 : end]),
        _neighbour(tokens, place, 1),
        _nearest_cue(tokens, place, -1),
        _nearest_cue(tokens, place, 1),
    )


def bucket(distance: int) -> str:
    """Return a distance in words, coarser with growing distance.

    >>> [bucket(distance) for distance in (0, 3, 5, 10, 100)]
    ['0', '3', '4', '7', '25']
    """
    if distance < 4:
        return str(max(0, distance))
    return "4" if distance < 7 else "7" if distance < 13 else "13" if distance < 25 else "25"


def is_possessive(word: str) -> bool:
    """Return whether a word ends in 's."""
    return word.endswith(("'s", "’s"))


def _ending(last: str) -> str:
    if last in ("…", "-", "—", "–"):
        return "…"
    return last if last in (",", ".", "?", "!") else "w"


def _neighbour(tokens: Sequence[Token], place: int, step: int) -> str:
    at = place + step
    if not 0 <= at < len(tokens) or tokens[at].paragraph != tokens[place].paragraph:
        return "¶"
    token = tokens[at]
    if token.sentence != tokens[place].sentence:
        return "Q." if token.passage >= 0 else "."
    if token.passage >= 0:
        return "Q"
    if token.lower in CUES:
        return "cue-" + CUES[token.lower][1]
    if token.lower in _NEIGHBOURS or not token.text[0].isalnum():
        return token.lower
    return "W" if token.text[0].isupper() else "w"


def _nearest_cue(tokens: Sequence[Token], place: int, step: int) -> tuple[int, str]:
    sentence = tokens[place].sentence
    for distance in range(1, _CUE_REACH):
        at = place + step * distance
        if not 0 <= at < len(tokens) or tokens[at].sentence != sentence:
            break
        token = tokens[at]
        if token.passage >= 0:
            return -1, "Q"
        kind = CUES[token.lower][1] if token.lower in CUES else ""
        if kind in SPEAKING:
            return at, f"{kind}{'ing' if token.lower.endswith('ing') else ''}{bucket(distance - 1)}"
    return -1, ""
