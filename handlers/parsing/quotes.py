"""From a paste to the words quoted in it, each with the speaker that the text names.

Neighbouring quotations are read together: "A" and "B" share one attribution, "A," he said, "B" is one quote, and
a pronoun is followed only to a name that is unmistakable.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from corpus.language.knowledge import in_every_language
from corpus.language.tokens import WORD
from handlers.parsing.attribution import (
    REACH,
    Attribution,
    attribution_after,
    attribution_before,
    passed_over,
)
from handlers.parsing.names import is_name, name_end, spell, split_words
from handlers.parsing.paste import Paste, count_words
from handlers.parsing.quotation_marks import Quotation
from handlers.parsing.reported_speech import goes_on, read_claims, reported_claims
from handlers.parsing.speech_verbs import SPEECH_FORMS, find_subject
from handlers.parsing.trailing_attribution import Claim

_JOINERS = "|".join(
    sorted(
        in_every_language(
            lambda language: language.speech_verbs.joiners | language.speech_verbs.quote_joiners
        )
    )
)
_CONNECTOR = re.compile(rf"[^\S\n]*(?:[,;&/+]|\b(?:{_JOINERS})\b)[^\S\n]*(?:\b(?:and|or)\b)?[^\S\n]*")
_GOES_ON = re.compile(  # "A", adding: "B"; "A", and he said: "B"
    r"[\s,;—–]*(?:(?:and|but|then|before|while|also|he|she)\s+){0,3}(?:"
    + "|".join(
        sorted(verb for verb in SPEECH_FORMS if verb.isascii() and verb.endswith(("ing", "ed", "said")))
    )
    + r")\b[^.!?\n]{0,60}\Z"
)
_MARKS = ' \t\n"“”„«»'
_PROSE = 30
"""With so many words outside of the quotations a text is prose that can be read like an article."""
_LONGEST_PROSE = 20_000
_FEW = 3
"""Fewer words in quotation marks within a sentence may be a name, a title or irony."""


@dataclass(frozen=True, slots=True)
class Attributed:
    """Words and whose they are said to be; `when` is the date that the attribution gives."""

    words: str
    speaker: str | None = None
    when: str | None = None
    start: int = 0  # where the words begin in the paste
    unused: str = ""  # words that seem to name a speaker and could not be read


def read_paste(paste: Paste, *, most: int) -> Iterator[Attributed]:
    """Read the quotations of a paste, in order, or all of its words where it has none.

    Beyond `most` quotes the words are read, but not who said them.
    """
    bare = paste.bare
    if not paste.quotations:
        for claim in read_claims(bare):
            yield Attributed(bare[claim.start : claim.end].strip(_MARKS), claim.speaker, claim.when)
        return
    if all(_is_short(paste, quotation) for quotation in paste.quotations):
        claims = reported_claims(bare)
        if not claims and _Reader(paste).all_in_passing():
            claims = (Claim(0, len(bare)),)
        if any(count_words(bare[claim.start : claim.end]) >= 2 * _FEW for claim in claims):
            yield from (Attributed(bare[c.start : c.end], c.speaker, c.when) for c in claims)
            return
    if headline := _read_headline(paste):
        yield from headline
        return
    yield from attribute(paste, most=most)


def _read_headline(paste: Paste) -> list[Attributed]:
    """Read a sentence that goes on to further claims behind its quotation: Putin said “…” and demanded it.

    The marks may also stand round "Putin said". Empty where it is no such sentence.
    """
    first, *more = paste.quotations
    if more or len(first.pieces) > 1 or not goes_on(paste.outside, first.end):
        return []
    words = first.words(paste.text)
    ahead, behind = paste.outside[: first.start], paste.outside[first.end :].rstrip()
    if "\n" in (ahead + behind).strip() or len(ahead) + len(behind) > REACH:
        return []
    bare = f"{ahead}{words}{behind}"
    claims = reported_claims(bare)
    if len(claims) < 2 or (ahead.strip() and bare[claims[0].start : claims[0].end] != words):
        return []
    return [Attributed(bare[c.start : c.end], c.speaker) for c in claims]


def read_draft(paste: Paste, *, most: int) -> Iterator[Attributed]:
    """Read the quotations of a draft; in prose, the reader of news articles says who "he" is, and what is a title."""
    utterances = {}
    if paste.words_outside >= _PROSE and len(paste.text) <= _LONGEST_PROSE:
        from corpus.attribution.reader import read_article  # here, for few drafts are prose

        utterances = {
            start: utterance
            for utterance in read_article(paste.text)
            for start, _ in utterance.spans or ((utterance.start, utterance.end),)
        }
    for attributed in attribute(paste, most=most):
        utterance = next(
            (utterances[at] for at in range(attributed.start, attributed.start + 3) if at in utterances), None
        )
        speaker = utterance.speaker if utterance else None
        if attributed.speaker or not utterances:
            yield attributed
        elif utterance:
            yield replace(attributed, speaker=speaker if speaker and is_name(speaker) else None)


def attribute(paste: Paste, *, most: int) -> Iterator[Attributed]:
    """Read the quotations of a paste, the first ones each with its speaker."""
    return _Reader(paste).read(most)


def _is_short(paste: Paste, quotation: Quotation) -> bool:
    return _has_few_words(paste.text, quotation)


def _has_few_words(text: str, quotation: Quotation) -> bool:
    return quotation.end - quotation.start < 200 and count_words(quotation.words(text)) < _FEW


@dataclass(slots=True)
class _Group:
    """Quotations that share an attribution; each quote is made of one quotation or of the halves of a split one."""

    quotes: list[list[Quotation]]

    @property
    def first(self) -> Quotation:
        return self.quotes[0][0]

    @property
    def last(self) -> Quotation:
        return self.quotes[-1][-1]


class _Reader:
    """Goes through the quotations once; `at` is where the words begin that nobody has read yet."""

    def __init__(self, paste: Paste) -> None:
        self.source = paste.text
        self.text = paste.outside
        self.quotations = paste.quotations
        self.at = 0
        self.last_speaker: str | None = None  # who said the last quotation, where a verb tells it
        self.any_long = not all(_is_short(paste, quotation) for quotation in paste.quotations)

    def read(self, most: int) -> Iterator[Attributed]:
        place = 0
        while place < len(self.quotations):
            group = self._take_group(place)
            place += sum(len(quote) for quote in group.quotes)
            following = self.quotations[place].start if place < len(self.quotations) else None
            begin = self.at
            attribution = self._attribution(group, following) if most > 0 else Attribution(None)
            unused = "" if attribution.speaker or most <= 0 else self._passed_over(group, begin, following)
            most -= len(group.quotes)
            for quote in group.quotes:
                if not (self.any_long and not attribution.speaker and self._is_in_passing(quote)):
                    words = " ".join(q.words(self.source) for q in quote)
                    words = words.removesuffix(",")  # "We will win," he said
                    start = quote[0].pieces[0][0]
                    yield Attributed(words, attribution.speaker, attribution.when, start, unused)

    def _take_group(self, place: int) -> _Group:
        group = _Group([[self.quotations[place]]])
        for following in islice(self.quotations, place + 1, None):
            between = self.text[group.last.end : following.start]
            if len(between) > REACH:
                break
            if _CONNECTOR.fullmatch(between):
                group.quotes.append([following])
            elif len(group.quotes) == 1 and self._is_split(group.last, between):
                group.quotes[-1].append(following)
            else:
                break
        return group

    def _is_split(self, quotation: Quotation, between: str) -> bool:
        """Return whether a sentence goes on in the next quotation: "A," he said, "B"."""
        words = split_words(between)
        return (
            between.rstrip()[-1:] in (",", "—", "–")
            and (self._closing(quotation) in ",—–-" or between.lstrip()[:1] in (",", "—", "–"))
            and len(words) <= 15
            and any(word.lower in SPEECH_FORMS for word in words)
            and not any(word.ends_sentence for word in words)
        )

    def _closing(self, quotation: Quotation) -> str:
        """Return the last character of a quotation."""
        return self.source[quotation.pieces[-1][0] : quotation.pieces[-1][1]].rstrip()[-1:]

    def _attribution(self, group: _Group, following: int | None) -> Attribution:
        begin, self.at = self.at, group.last.end
        before = attribution_before(self.text, begin, group.first.start)
        if before and before.speaker:
            self.last_speaker = before.speaker
            return before
        after = self._after(group, following)
        if not before and (not after or not after.speaker):
            after = self._around(begin, group, following) or after
        attribution = after or before
        if not attribution or not attribution.speaker:
            carried = self._carried(begin, group.first.start, pronoun=attribution is not None)
            attribution = replace(attribution or Attribution(None), speaker=carried)
        self.last_speaker = attribution.speaker if attribution.by_verb else None
        return attribution

    def _passed_over(self, group: _Group, begin: int, following: int | None) -> str:
        stop = len(self.text) if following is None else group.last.end
        return passed_over(self.text, begin, group.first.start, group.last.end, stop)

    def _around(self, begin: int, group: _Group, following: int | None) -> Attribution | None:
        """Read a name in front whose verb stands behind: Erdoğan, “…” dedi."""
        ahead = self.text[begin : group.first.start].strip().rstrip(",")
        end = len(self.text) if following is None else following
        behind = split_words(self.text, group.last.end, min(end, group.last.end + REACH))
        behind = [word for word in behind if word.core]
        verb = behind and behind[0].lower in SPEECH_FORMS and (behind[0].ends or len(behind) == 1)
        return Attribution(spell(ahead, split_words(ahead))) if verb and is_name(ahead) else None

    def _after(self, group: _Group, following: int | None) -> Attribution | None:
        halves = group.quotes[0]
        if len(halves) > 1:
            attribution = attribution_after(
                self.text, halves[0].end, halves[1].start, closing=",", last=False
            )
            if attribution:
                return attribution
        end = len(self.text) if following is None else following
        attribution = attribution_after(
            self.text, group.last.end, end, closing=self._closing(group.last), last=following is None
        )
        if not attribution or attribution.loose:
            return None
        self.at = max(self.at, attribution.end)
        return attribution

    def _carried(self, begin: int, end: int, *, pronoun: bool) -> str | None:
        """Return who goes on speaking, where the text leaves no doubt.

        "A," Putin said. "B." has one speaker. A pronoun may stand for somebody else whom the text names, and
        then it stands for nobody.
        """
        between = self.text[begin:end]
        if _GOES_ON.match(between) or not (pronoun or WORD.search(between)):
            return self.last_speaker if "\n" not in between else None
        if not pronoun:
            return None
        start = max(0, end - REACH)
        words = split_words(self.text, start, end)
        names = set()
        at = 0
        while at < len(words):
            behind = name_end(words, at)
            place = at > 0 and words[at - 1].lower in ("in", "at")
            if behind > at and not place and not words[at].lower.endswith("ing"):  # "Speaking in Moscow, he"
                names.add(spell(self.text, words[at:behind]))
            at = max(behind, at + 1)
        speakers = {self.last_speaker} if self.last_speaker else set()
        for n, word in enumerate(words):
            if word.lower in SPEECH_FORMS and (subject := find_subject(self.text, words, n)) and subject[0]:
                speakers.add(subject[0])
        if len(speakers) != 1:
            return None
        speaker = next(iter(speakers))
        return speaker if all(set(name.split()) <= set(speaker.split()) for name in names) else None

    def all_in_passing(self) -> bool:
        """Return whether all the marks belong to a sentence that names no speaker: we must "never" give in."""
        attribution = [self._attribution(_Group([[q]]), None).speaker for q in self.quotations[:10]]
        return not any(attribution) and all(self._is_in_passing([q]) for q in self.quotations)

    def _is_in_passing(self, quote: Sequence[Quotation]) -> bool:
        """Return whether one or two words in marks stand inside a sentence: the "special operation" goes on."""
        first, last = quote[0], quote[-1]
        before = self.text[max(0, first.start - 3) : first.start].rstrip()[-1:]
        after = self.text[last.end : last.end + 3].lstrip()[:1]
        few = len(quote) == 1 and _has_few_words(self.source, first)
        return few and before.isalnum() and (after.isalnum() or after in (",", "."))
