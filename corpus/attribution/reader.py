"""Reader of a news article: the words in quotation marks, and who said them.

`quotation_marks` finds the passages, `segmentation` splits the text around them, `mention_finder` finds who could
have spoken, `speech_frames` the verbs of speaking; `classifier` chooses among them and `coreference` resolves whom
the chosen words mean.
What it cannot tell it leaves unresolved. It reads English; of other languages it gives the passages alone.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from corpus.attribution.classifier import Attribution, Choice, Last
from corpus.attribution.coreference import Coreference
from corpus.attribution.quotation_marks import Passage
from corpus.attribution.segmentation import Prose, segment
from corpus.attribution.speech_filter import speech_likelihood, wording_features
from corpus.attribution.subjects import other_subject
from corpus.attribution.surroundings import SPEAKING, scene_of
from corpus.attribution.utterance import Utterance
from corpus.attribution.word_lists import SAMPLE_WORDS

# Tuned by `python tests/bench/train_article.py --folds 5` and PolNeAR's development part.
NAMED = 0.45
"""A speaker is named when the words that name them are at least this certain."""

NAMED_WITHOUT_VERB = 0.8
"""The same for one in another sentence of whom no verb says that they spoke."""

NOBODY = 0.5
"""Above this likelihood of nobody being named, nobody is."""

SPEECH = 0.5
"""A passage is a statement when it is at least this likely what somebody said, not a title or a slogan."""

FRAGMENT = 3
"""Passages of fewer words are statements only where somebody is named."""

MOST_PASSAGES = 2000
"""After so many passages nobody is named any more: no article has them, and the time is bounded."""

_AROUND = 500
"""At most so many characters of the sentences before and after are kept."""

_ENGLISH = 0.1
"""The share of English small words below which a text is not English; articles have 0.2 and more."""

_SAMPLE = 4_000
"""So many characters tell the language."""

_BREAKS = (",", "—", "–", "-")
_LONGEST_BREAK = 20
"""The marks around, and the words in, the break of a sentence in quotation marks: "…," he said, "…"."""

_WORD = re.compile(r"[^\W\d_]+")


class _Piece(NamedTuple):
    """Passages that make one piece of what somebody said."""

    passages: tuple[int, ...]
    speaker: str | None = None
    attribution: str | None = None
    mention: int | None = None


def read_article(text: str) -> tuple[Utterance, ...]:
    """Read the statements in quotation marks, in order, with who said them.

    >>> [said] = read_article('“We are ready for talks,” said Dmitry Peskov, the Kremlin spokesman, on Friday.')
    >>> said.text, said.speaker
    ('We are ready for talks,', 'Dmitry Peskov')
    """
    prose = segment(text)
    if not prose.passages:
        return ()
    reader = _Reader(prose, learned_weights()) if _is_english(text) else None
    pieces = [
        reader.read(chain) if reader else _unattributed(prose, chain) for chain in _chains(prose.passages)
    ]
    borders = _sentence_borders(prose)
    return tuple(
        _utterance(prose, borders, piece) for piece in _joined(prose, [piece for piece in pieces if piece])
    )


@cache
def learned_weights() -> Mapping[str, Mapping[str, float]]:
    """Return the weights of the features: "speaker" for `attribution`, "said" for `wording`."""
    weights: dict[str, dict[str, float]] = json.loads(
        files("corpus.attribution").joinpath("classifier.json").read_text("utf-8")
    )
    return weights


def _is_english(text: str) -> bool:
    """Return whether a text is English, by its small words.

    >>> _is_english("He said that it was over."), _is_english("Il a dit que tout est fini.")
    (True, False)
    """
    words = _WORD.findall(text[:_SAMPLE].lower())
    return sum(word in SAMPLE_WORDS for word in words) >= _ENGLISH * len(words)


def _chains(passages: Sequence[Passage]) -> list[tuple[int, ...]]:
    """Group the passages by number, those that go on over several paragraphs together."""
    chains: list[tuple[int, ...]] = []
    for number, passage in enumerate(passages):
        if passage.continues and chains:
            chains[-1] += (number,)
        else:
            chains.append((number,))
    return chains


def _unattributed(prose: Prose, chain: tuple[int, ...]) -> _Piece | None:
    """Return the passage alone, where nobody can be named, if it is more than a fragment."""
    return _Piece(chain) if len(chain) > 1 or len(_words(prose, chain[0])) >= FRAGMENT else None


def is_distanced(prose: Prose, chain: tuple[int, ...]) -> bool:
    """Return whether a passage is a single word in scare quotes ("fair"), not one that somebody spoke ("Never," he said)."""
    words = _words(prose, chain[0])
    if len(chain) > 1 or len(words) > 1:
        return False
    place = prose.places[chain[0]]
    before = prose.tokens[place - 1] if place else None
    begins = before is None or before.sentence != prose.tokens[place].sentence or before.text in (":", ",")
    return not begins or words[0][-1] not in ".,!?…"


def _words(prose: Prose, number: int) -> list[str]:
    passage = prose.passages[number]
    return prose.text[passage.start : passage.end].split()


class _Reader:
    """Reader of one article's passages, in order; each is read in the knowledge of who spoke before."""

    def __init__(self, prose: Prose, weights: Mapping[str, Mapping[str, float]]) -> None:
        self._prose = prose
        self._weights = weights
        self._attribution = Attribution(prose)
        self._coreference = Coreference(prose, self._attribution.mentions, self._attribution.frames)
        self._speakers: dict[int, str] = {}
        self._last = Last()

    def read(self, chain: tuple[int, ...]) -> _Piece | None:
        """Read these passages; None where they are a title, a slogan or a mere fragment."""
        if is_distanced(self._prose, chain):
            return None
        if chain[0] >= MOST_PASSAGES:
            return _unattributed(self._prose, chain)
        previous = self._last.mention
        choice, is_speech = self._choose(chain)
        mention = choice.mention if choice.nobody < NOBODY else None
        other = None if mention is None else self._other(chain, mention)
        if other is not None:
            mention = None
        if mention is not None:
            self._last = Last(mention, self._last.ending)
        if not is_speech:
            return None
        speaker = None if mention is None else self._coreference.speaker(mention, self._speakers)
        if mention is not None and speaker is not None:
            self._speakers[mention] = speaker
        if mention is None or choice.certainty < self._needed(chain, mention, previous):
            return other or _unattributed(self._prose, chain)
        if speaker is None and _unattributed(self._prose, chain) is None:
            return None
        return _Piece(chain, speaker, self._coreference.attribution(mention, choice.reporter), mention)

    def _other(self, chain: tuple[int, ...], mention: int) -> _Piece | None:
        """Return the subject of the verb beside a passage, where that is not the mention chosen, be it no mention at all."""
        tokens, mentions = self._prose.tokens, self._attribution.mentions
        for number in chain:
            subject = other_subject(tokens, self._prose.places[number], mentions[mention])
            if subject is None:
                continue
            first, last = subject
            unclear = tokens[first].lower not in ("the", "a", "an") or any(
                other_mention.first <= last and first <= other_mention.last for other_mention in mentions
            )
            phrase = self._prose.text[tokens[first].start : tokens[last].end]
            return _Piece(chain) if unclear else _Piece(chain, phrase, phrase)
        return None

    def _needed(self, chain: tuple[int, ...], mention: int, previous: int | None) -> float:
        """Return how certain the speaker must be: more so in another sentence without a verb of speaking."""
        tokens, places = self._prose.tokens, self._prose.places
        speaks = self._attribution.frames[mention].kind in SPEAKING
        spoke = tokens[self._attribution.mentions[mention].first].sentence
        beside = any(tokens[places[number]].sentence == spoke for number in chain)
        return NAMED if speaks or beside or mention == previous else NAMED_WITHOUT_VERB

    def _choose(self, chain: tuple[int, ...]) -> tuple[Choice, bool]:
        """Choose the surest speaker for the passages of a chain, and return whether any of them is speech."""
        choices, is_speech = [], False
        last = self._last
        for number in chain:
            scene = scene_of(self._prose, number)
            wording = wording_features(self._prose, scene)
            choices.append(self._attribution.choose(scene, wording, last, self._weights["speaker"]))
            is_speech = is_speech or speech_likelihood(wording, self._weights["said"]) >= SPEECH
            self._last = Last(self._last.mention, scene.ending)
        return max(choices, key=lambda choice: choice.certainty * (1 - choice.nobody)), is_speech


def _joined(prose: Prose, pieces: Sequence[_Piece]) -> list[_Piece]:
    """Join the pieces that make one sentence."""
    joined: list[_Piece] = []
    for piece in pieces:
        if joined and _goes_on(prose, joined[-1], piece):
            before = joined.pop()
            joined.append(before._replace(passages=before.passages + piece.passages))
        else:
            joined.append(piece)
    return joined


def _goes_on(prose: Prose, piece: _Piece, following: _Piece) -> bool:
    """Return whether a second piece goes on with the sentence of the first: "…," he said, "…"."""
    if (
        piece.mention is None
        or following.mention != piece.mention
        or following.passages[0] != piece.passages[-1] + 1
    ):
        return False
    place, next_place = prose.places[piece.passages[-1]], prose.places[following.passages[0]]
    between = prose.tokens[place + 1 : next_place]
    if (
        not 1 < len(between) < _LONGEST_BREAK
        or prose.tokens[place].sentence != prose.tokens[next_place].sentence
    ):
        return False
    end = prose.passages[piece.passages[-1]].end
    broken_off = prose.text[end - 1 : end] in _BREAKS or between[0].text == ","
    return broken_off and between[-1].text in _BREAKS


def _utterance(prose: Prose, borders: Mapping[int, tuple[int, int]], piece: _Piece) -> Utterance:
    spans = tuple((prose.passages[number].start, prose.passages[number].end) for number in piece.passages)
    first = prose.tokens[prose.places[piece.passages[0]]].sentence
    last = prose.tokens[prose.places[piece.passages[-1]]].sentence
    return Utterance(
        text=" ".join(prose.text[start:end] for start, end in spans),
        start=spans[0][0],
        end=spans[-1][1],
        spans=spans if len(spans) > 1 else (),
        speaker=piece.speaker,
        attribution=piece.attribution,
        before=_sentence(prose.text, borders.get(first - 1), -_AROUND),
        after=_sentence(prose.text, borders.get(last + 1), _AROUND),
    )


def _sentence_borders(prose: Prose) -> dict[int, tuple[int, int]]:
    borders: dict[int, tuple[int, int]] = {}
    for token in prose.tokens:
        start, _ = borders.get(token.sentence, (token.start, 0))
        borders[token.sentence] = start, token.end
    return borders


def _sentence(text: str, border: tuple[int, int] | None, room: int) -> str:
    """Truncate a sentence to its last characters (room below zero) or its first ones."""
    if border is None:
        return ""
    start, end = border
    return text[max(start, end + room) : end] if room < 0 else text[start : min(end, start + room)]
