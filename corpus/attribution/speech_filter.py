"""Classifier of quoted words: speech, or a title, a slogan, a headline, scare quotes.

A logistic regression on what a passage looks like and what stands around it; its weights stand in `article.json`
beside those of `attribution` and were learned by the same command.
"""

from collections.abc import Mapping, Sequence
from math import exp
from typing import NamedTuple

from corpus.attribution.segmentation import Prose, Token
from corpus.attribution.speech_verbs import CUES
from corpus.attribution.surroundings import Scene, bucket, is_possessive
from corpus.attribution.word_lists import (
    ARTICLES,
    FUNCTION_WORDS,
    LIVELY_WORDS,
    SMALL_WORDS,
    WEARABLES,
    WORKS,
    word_set,
)

_ARTICLES = ARTICLES | {"his", "her", "their"}
_INFORMATIVE = word_set("on with in of the a to told , and : from at for as")
_LISTED_AFTER = word_set("¶ — . Q. - –")


class Look(NamedTuple):
    """Features of a passage: its length, capitals, words of speech, and whether it is written as a title."""

    length: str
    capitals: int
    lively: int
    title: bool


def speech_likelihood(features: Sequence[str], weights: Mapping[str, float]) -> float:
    """Return how likely a passage with such `wording_features` is what somebody said, between 0 and 1."""
    score = sum([weights.get(name, 0.0) for name in features])
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))


def look(words: Sequence[str]) -> Look:
    """Return what a passage looks like.

    >>> look("Meet the Press".split())
    Look(length='3', capitals=4, lively=0, title=True)
    """
    long = [word for word in words if len(word) > 3]
    capitals = int(4 * sum(word[0].isupper() for word in long) / max(1, len(long)))
    lively = sum(word.lower() in LIVELY_WORDS for word in words)
    return Look(bucket(len(words)), capitals, min(2, lively), is_title(words))


def is_title(words: Sequence[str]) -> bool:
    """Return whether words are written as a title: all but the small ones with a capital.

    >>> is_title("Gone with the Wind,".split()), is_title("We won.".split())
    (True, False)
    """
    if len(words) > 12:
        return False
    bare = [word for word in (word.strip(".,!?:;“”\"‘’'()[]") for word in words) if word]
    if not bare or bare[0][0].islower():
        return False
    return all(not word[0].islower() for word in bare if word.lower() not in SMALL_WORDS)


def wording_features(prose: Prose, scene: Scene) -> list[str]:
    """Return the features of a passage."""
    passage = prose.passages[scene.token.passage]
    words = prose.text[passage.start : passage.end].split()
    seen = look(words)
    before, ending, after = scene.before, scene.ending, scene.after
    sentence = bool(words) and words[0][0].isupper() and ending in (".", "?", "!", ",")
    shouted = len(words) > 1 and all(word.upper() == word for word in words)
    return [
        "all",
        f"{before} {after}",
        f"{before} {ending}",
        f"{ending} {after}",
        f"length {seen.length}",
        f"length {seen.length} {before}",
        f"capitals {seen.capitals} {seen.length}",
        f"capitals {seen.capitals} {seen.lively} {ending}",
        f"lively {seen.lively} {seen.length}",
        f"sentence {sentence} {seen.length} {seen.lively}",
        f"sentence {sentence} {before} {after}",
        f"shouted {shouted} {before} {after}",
        f"continues {passage.continues}",
        f"title {seen.title}",
        f"title {seen.title} {before} {after}",
        f"title {seen.title} {seen.lively} {seen.length}",
        *_beside(prose.tokens, scene, seen),
        *_leading(prose.tokens, scene, seen),
    ]


def _beside(tokens: Sequence[Token], scene: Scene, seen: Look) -> list[str]:
    """Return the features of the words right before and after."""
    left, second = _word(tokens, scene.place, -1), _word(tokens, scene.place, -2)
    right = _word(tokens, scene.place, 1)
    noun = right[0].isalpha() and right not in FUNCTION_WORDS and right not in CUES
    worn = right in WEARABLES or (right[0].isalpha() and _word(tokens, scene.place, 2) in WEARABLES)
    work = any(_word(tokens, scene.place, -step) in WORKS for step in range(1, 6))
    article = left in _ARTICLES
    kind = "poss" if is_possessive(left) else "cue" if left in CUES else left if left in _INFORMATIVE else ""
    kind = kind or ("W" if scene.before == "W" else "")
    return [
        f"word before {left}",
        f"words before {second} {left}",
        f"word after {right}",
        f"qualifies {noun} {scene.ending} {article}",
        f"qualifies {noun} {article} {seen.lively} {seen.length}",
        f"title {seen.title} left {kind}",
        f"title {seen.title} work {work}",
        f"title {seen.title} worn {worn}",
        f"work {work} {seen.lively}",
        f"worn {worn} {seen.lively}",
        f"listed {right == 'by' and scene.before in _LISTED_AFTER}",
    ]


def _leading(tokens: Sequence[Token], scene: Scene, seen: Look) -> list[str]:
    """Return the features of the verbs of speaking around."""
    lead, trail = scene.lead[1], scene.trail[1]
    form, trail_form = lead.rstrip("0123456789"), trail.rstrip("0123456789")
    verb, trail_verb = (
        CUES[tokens[at].lower][0] if at >= 0 else "" for at in (scene.lead[0], scene.trail[0])
    )
    return [
        f"lead {lead}",
        f"trail {trail}",
        f"lead {form} trail {trail_form}",
        f"lead verb {verb}",
        f"trail verb {trail_verb}",
        f"lead {lead} before {scene.before}",
        f"trail {trail} end {scene.ending} {scene.after}",
        f"title {seen.title} lead {form} {scene.before}",
        f"title {seen.title} trail {trail_form}",
    ]


def _word(tokens: Sequence[Token], place: int, step: int) -> str:
    at = place + step
    if not 0 <= at < len(tokens) or tokens[at].sentence != tokens[place].sentence:
        return "^" if step < 0 else "$"
    return tokens[at].lower
