"""Chooses the words that name the speaker of a passage, and says how certain that is.

A conditional logit over the mentions around a passage and over "nobody". Its features can be read: each is a
string, its weight stands in `article.json`. The weights were learned on the development part of PolNeAR by
`python tests/bench/train_article.py`.
"""

from collections.abc import Mapping, Sequence
from math import exp
from typing import NamedTuple

from corpus.attribution.mention import Kind, Mention
from corpus.attribution.mention_finder import find_mentions
from corpus.attribution.segmentation import Prose, Token
from corpus.attribution.speech_frames import find_frames
from corpus.attribution.speech_verbs import CUES
from corpus.attribution.surroundings import SPEAKING, Scene, bucket
from corpus.attribution.word_lists import AUXILIARIES, CLAUSE_OPENERS, PREPOSITIONS

NEAREST = 10
"""So many mentions on each side of a passage are candidates."""


class Choice(NamedTuple):
    """Choice of a speaker for a passage: a mention or none, its certainty, and the likelihood that it is nobody.

    `reporter` is the mention of who reports that they said it: "…," she said, according to the paper.
    """

    mention: int | None
    certainty: float
    nobody: float
    reporter: int | None = None


class Last(NamedTuple):
    """The attribution before: the mention that spoke, and how its passage ended."""

    mention: int | None = None
    ending: str = ""


class Attribution:
    """Chooses speakers in one article."""

    def __init__(self, prose: Prose) -> None:
        self.prose = prose
        self.mentions = find_mentions(prose)
        self.frames = find_frames(prose.tokens, self.mentions)
        self._follows = _count_before(prose.tokens, self.mentions)
        self._lasting: dict[int, tuple[str, list[str]]] = {}
        self._sums: dict[int, float] = {}

    def choose(
        self, scene: Scene, wording: Sequence[str], last: Last, weights: Mapping[str, float]
    ) -> Choice:
        """Choose the speaker of a passage, given its `wording_features` and who spoke before."""
        candidates = self.candidates(scene, last)
        weigh = weights.get
        scores = [self._lasting_sum(index, weights) for index in candidates]
        for at, names in enumerate(self.passing(scene, candidates, last)):
            scores[at] += sum([weigh(name, 0.0) for name in names])
        scores.append(sum([weigh(name, 0.0) for name in [*wording, *_nobody(last)]]))
        top = max(scores)
        odds = [exp(score - top) for score in scores]
        total = sum(odds)
        nobody = odds.pop() / total
        if not odds:
            return Choice(None, 0.0, nobody)
        best = max(range(len(odds)), key=odds.__getitem__)
        chosen, certainty = candidates[best], odds[best] / total
        speaker = self._reported(scene, chosen, candidates)
        return Choice(
            chosen if speaker is None else speaker, certainty, nobody, None if speaker is None else chosen
        )

    def _reported(self, scene: Scene, chosen: int, candidates: Sequence[int]) -> int | None:
        """Return who said what the chosen one only reports; the annotation behind the weights names who reports."""
        reporter = self.frames[chosen]
        if reporter.shape != "A" or self.prose.tokens[reporter.cue].sentence != scene.token.sentence:
            return None
        low, high = sorted((scene.place, reporter.cue))
        speaking = [
            index
            for index in candidates
            if self.frames[index].kind == "speak"
            and low < self.frames[index].low <= self.frames[index].high < high
        ]
        return min(speaking, key=lambda index: abs(self.frames[index].cue - scene.place), default=None)

    def candidates(self, scene: Scene, last: Last) -> list[int]:
        """Return the mentions that may name the speaker: the nearest before, the nearest after, the last speaker."""
        tokens, token = self.prose.tokens, scene.token
        chosen = []
        split = self._split(scene)
        for index in range(split - 1, max(-1, split - 1 - NEAREST), -1):
            if tokens[self.mentions[index].first].paragraph < token.paragraph - 2:
                break
            chosen.append(index)
        for index in range(split, min(len(self.mentions), split + NEAREST)):
            other = tokens[self.mentions[index].first]
            if other.paragraph > token.paragraph + 1 or other.sentence > token.sentence + 2:
                break
            chosen.append(index)
        if last.mention is not None and last.mention not in chosen:
            chosen.append(last.mention)
        return chosen

    def _split(self, scene: Scene) -> int:
        """Return the first mention after a passage."""
        return self._follows[scene.place]

    # -- features -------------------------------------------------------------------------------------------

    def features(self, scene: Scene, wording: Sequence[str], last: Last) -> tuple[list[int], list[list[str]]]:
        """Return all candidates with their features; nobody's come last. For learning the weights."""
        candidates = self.candidates(scene, last)
        rows = [
            self.lasting(index)[1] + names
            for index, names in zip(candidates, self.passing(scene, candidates, last), strict=True)
        ]
        return candidates, [*rows, [*wording, *_nobody(last)]]

    def _lasting_sum(self, index: int, weights: Mapping[str, float]) -> float:
        if index not in self._sums:
            self._sums[index] = sum(weights.get(name, 0.0) for name in self.lasting(index)[1])
        return self._sums[index]

    def lasting(self, index: int) -> tuple[str, list[str]]:
        """Return the part a mention plays in its clause, and the features that it has for every passage."""
        if index not in self._lasting:
            mention, frame, tokens = self.mentions[index], self.frames[index], self.prose.tokens
            left, right = _left(tokens, mention), _right(tokens, mention)
            part = self._part(index, left)
            shape = frame.shape + frame.kind
            names = [f"left {left}", f"right {right}", f"kind {shape} {mention.kind}", f"part {part} {shape}"]
            self._lasting[index] = part, names
        return self._lasting[index]

    def _part(self, index: int, left: str) -> str:
        """Return the part of a mention: possessor, modifier, object of a preposition, subject, object, or in the middle."""
        mention = self.mentions[index]
        if mention.possessive:
            return "poss"
        following = self.mentions[index + 1] if index + 1 < len(self.mentions) else None
        if following is not None and following.first == mention.last + 1 and following.kind is not Kind.WHO:
            return "mod"
        if left in PREPOSITIONS:
            return "prep"
        if left in CLAUSE_OPENERS or left in ("^", "Q"):
            return "subj"
        return "obj" if left in CUES else "mid"

    def passing(self, scene: Scene, candidates: Sequence[int], last: Last) -> list[list[str]]:
        """Return the features that each candidate has for one passage."""
        ranks, framed, spoken = {"a": 0, "b": 0}, {"a": 0, "b": 0}, {"a": 0, "b": 0}
        rival, split = self._rivals(scene, candidates), self._split(scene)
        rows = []
        for index in candidates:
            frame = self.frames[index]
            side = "b" if index < split else "a"
            where = self._where(scene, index, side)
            names = self._placed(scene, index, side, where)
            names.append(f"rank {where} {min(4, ranks[side])}")
            ranks[side] += 1
            if frame.shape != "-":
                names.append(f"framed {where} {min(3, framed[side])}")
                framed[side] += 1
            if frame.kind in SPEAKING:
                names.append(f"spoken {where} {min(3, spoken[side])}")
                spoken[side] += 1
            else:
                names.append(f"unspoken {where} {min(2, spoken[side])} {self.lasting(index)[0]}")
            names += _continuity(scene, where, last, index)
            again = "same" if index == last.mention else ""
            names.append(f"rival {rival} {side} {frame.shape} {again} {where[1] == '0'}")
            rows.append(names)
        return rows

    def _rivals(self, scene: Scene, candidates: Sequence[int]) -> str:
        """Return the sides of a passage on which somebody speaks in its sentence."""
        split = self._split(scene)
        sides = {
            "b" if index < split else "a"
            for index in candidates
            if self.frames[index].kind in SPEAKING
            and self.prose.tokens[self.mentions[index].first].sentence == scene.token.sentence
        }
        return "".join(sorted(sides))

    def _where(self, scene: Scene, index: int, side: str) -> str:
        """Return side and distance: b0 before in the same sentence, a1 after in the next, b2¶1 a paragraph before."""
        token = self.prose.tokens[self.mentions[index].first]
        sentences = min(3, abs(token.sentence - scene.token.sentence))
        paragraphs = min(2, abs(token.paragraph - scene.token.paragraph))
        return f"{side}{sentences}¶{paragraphs}" if paragraphs else f"{side}{sentences}"

    def _placed(self, scene: Scene, index: int, side: str, where: str) -> list[str]:
        """Return the features of where a candidate and its verb stand."""
        mention, frame, tokens = self.mentions[index], self.frames[index], self.prose.tokens
        part = self.lasting(index)[0]
        shape = frame.shape + frame.kind
        near = tokens[mention.first].paragraph == scene.token.paragraph
        edge = frame.high if side == "b" else frame.low
        gap = bucket(abs(edge - scene.place) - 1) if near else "x"
        between = _between(tokens, scene.place, edge) if near else "x"
        own = "own" if frame.cue >= 0 and frame.cue in (scene.lead[0], scene.trail[0]) else "other"
        nearest = scene.lead[1] if side == "b" else scene.trail[1]
        names = [
            f"where {where} {mention.kind}",
            f"frame {where} {shape} {gap}",
            f"shape {where} {shape} {frame.skipped}",
            f"verb {side} {frame.shape} {frame.verb}",
            f"part {part} {where}",
            f"between {side} {between}",
            f"between {side} {between} {shape}",
            f"before {scene.before} {where} {shape}",
            f"end {scene.ending} {scene.after} {where} {shape}",
            f"around {scene.before} {scene.ending} {scene.after} {side}",
            f"led {side} {nearest} {own} {part}",
            f"led {scene.lead[1]} {scene.trail[1]} {side} {own}",
        ]
        if frame.low < scene.place < frame.high:
            names.append(f"spans {side}")
        return names


def _count_before(tokens: Sequence[Token], mentions: Sequence[Mention]) -> list[int]:
    """Count for each token the mentions that end before it."""
    counts, count = [], 0
    for index in range(len(tokens)):
        while count < len(mentions) and mentions[count].last < index:
            count += 1
        counts.append(count)
    return counts


def _nobody(last: Last) -> list[str]:
    return ["nobody", f"nobody first {last.mention is None}"]


def _continuity(scene: Scene, where: str, last: Last, index: int) -> list[str]:
    """Return whether a candidate is the one who spoke last."""
    if last.mention is None:
        return []
    if index != last.mention:
        return [f"other {where}"]
    return [
        "same",
        f"same {where}",
        f"same {scene.before} {scene.after}",
        f"same {scene.ending} {last.ending}",
    ]


def _left(tokens: Sequence[Token], mention: Mention) -> str:
    """Return the word or mark before a mention: ^ at the start of a sentence, Q for a passage, w for other words."""
    if not mention.first or tokens[mention.first - 1].sentence != tokens[mention.first].sentence:
        return "^"
    token = tokens[mention.first - 1]
    if token.passage >= 0:
        return "Q"
    known = token.lower in PREPOSITIONS or token.lower in CLAUSE_OPENERS or token.lower in CUES
    return token.lower if known or not token.text[0].isalnum() else "w"


def _right(tokens: Sequence[Token], mention: Mention) -> str:
    """Return the word or mark after a mention: $ at the end of a sentence."""
    at = mention.last + 1
    if at >= len(tokens) or tokens[at].sentence != tokens[mention.last].sentence:
        return "$"
    token = tokens[at]
    if token.passage >= 0:
        return "Q"
    if token.lower in CUES:
        return "cue"
    known = token.lower in PREPOSITIONS or token.lower in AUXILIARIES
    return token.lower if known or not token.text[0].isalnum() else "w"


_MARKS_BETWEEN = frozenset({":", ",", "that", "as", ";", "who", "but", "and"})


def _between(tokens: Sequence[Token], place: int, edge: int) -> str:
    """Return what lies between a frame and a passage: other passages, sentence ends, marks and joining words."""
    low, high = (edge + 1, place) if edge < place else (place + 1, edge)
    if high - low > 30:
        return "far"
    inner = tokens[low:high]
    marks = "Q" if any(token.passage >= 0 for token in inner) else ""
    if low < high and tokens[low - 1].sentence != tokens[high].sentence:
        marks += "."
    return marks + "".join(sorted({token.lower for token in inner} & _MARKS_BETWEEN))
