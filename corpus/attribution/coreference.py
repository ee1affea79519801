"""Coreference within an article: the person for whom a name, a pronoun or a role stands.

It reads no further than the article and leaves open what the article leaves open: None, never a guess.
"""

from collections.abc import Mapping, Sequence

from corpus.attribution.entities import find_entities
from corpus.attribution.mention import Kind, Mention, bare
from corpus.attribution.mention_finder import NOUNS
from corpus.attribution.segmentation import Prose, Token
from corpus.attribution.speech_frames import Frame
from corpus.attribution.speech_verbs import CUES
from corpus.attribution.word_lists import (
    AUXILIARIES,
    CLAUSE_OPENERS,
    DETERMINERS,
    FEMALE_ROLES,
    MALE_ROLES,
    POSSESSIVES,
    PREPOSITIONS,
    word_set,
)

_LOOK_BACK = 60
"""A pronoun may reach so many mentions back,"""
_PARAGRAPHS_BACK = 6
"""so many paragraphs,"""
_ROLE_LOOK_BACK = 200
"""and how many mentions "the senator" may."""
_NEAR = 2
"""Of several senators the one named in so many paragraphs is meant."""

# How likely a mention is meant by a later "he" or "she". Tuned by random search on 174 pronouns of the development
# part of PolNeAR that were resolved by reading.
_MARGIN = 0.5  # how much likelier than anybody else an antecedent must be
_FLOOR = -2.0  # how likely at least
_PER_SENTENCE, _PER_PARAGRAPH, _PER_MENTION = 0.5, 0.75, 0.1
_SPOKE = 0.4
_GENDER_KNOWN = 1.1
_SURELY_PERSON = 1.2
_SAME_PRONOUN = 1.5  # a pronoun that spoke before
_OTHER_PRONOUN = 1.0  # and the nearest other one
_ROLE_OF_GENDER, _ROLE = 0.2, -0.45
_PROMINENCE = {
    "speaks": 1.4,
    "first": 1.2,
    "subject": 1.0,
    "clause": 0.65,
    "embedded": 0.3,  # "… said that he …"
    "": 0.0,
    "object": -0.75,
    "owner": -1.4,
}
_CHAIN = 2
"""So many pronouns may lead to a name."""

_EMBEDDERS = word_set("that whether if because as when while who although though since")

_PERSONAL = {Kind.HE: "m", Kind.SHE: "f"}
_NOUNS = (Kind.ROLE, Kind.ROLES, Kind.THING)
_INDEFINITE = frozenset({"a", "an", "one", "another"})
_ANAPHORIC = frozenset({"the", "this", "that"})

Speakers = Mapping[int, str]
"""The mentions that spoke before, with their names."""


class Coreference:
    """Coreference in one article: the person whom each mention means."""

    def __init__(self, prose: Prose, mentions: Sequence[Mention], frames: Sequence[Frame]) -> None:
        self._text = prose.text
        self._tokens = prose.tokens
        self._mentions = mentions
        self._frames = frames
        self._entities = find_entities(prose.tokens, mentions, frames)

    def speaker(self, index: int, speakers: Speakers) -> str | None:
        """Return the fullest name that the article gives for whom a mention means."""
        kind = self._mentions[index].kind
        if index in self._entities:
            return self._entities[index].name
        if kind in _PERSONAL:
            return self._antecedent(index, speakers)
        if kind in _NOUNS:
            return self._described(index)
        if kind in (Kind.THEY, Kind.IT):
            return self._group(index, speakers)
        return self._relative(index, speakers) if kind is Kind.WHO else None

    def attribution(self, index: int, reporter: int | None = None) -> str:
        """Return the words of a mention with what belongs to them: "a spokesman for the campaign".

        With a reporter the words that join both: "Mr Peskov said, according to the agency".
        """
        ends = [
            self._span(mention_index) for mention_index in (index, index if reporter is None else reporter)
        ]
        return self._text[min(start for start, _ in ends) : max(end for _, end in ends)]

    def _span(self, index: int) -> tuple[int, int]:
        mention = self._mentions[index]
        first, last = mention.first, mention.last
        if mention.kind in _NOUNS:
            last = last if mention.possessive else _complement(self._tokens, last)
            first = self._phrase_start(index)
        return self._tokens[first].start, self._tokens[last].end

    def _phrase_start(self, index: int) -> int:
        """Find the start of "the minister's deputy" and "the Stein campaign", of which a mention is the last word."""
        first = self._mentions[index].first
        while index and self._mentions[index - 1].last + 1 == first:
            index -= 1
            first = self._mentions[index].first
        if first and self._tokens[first - 1].lower in DETERMINERS:
            return first - 1
        return first

    # -- pronouns -------------------------------------------------------------------------------------------

    def _antecedent(self, index: int, speakers: Speakers, chain: int = _CHAIN) -> str | None:
        """Resolve "he" or "she": the likeliest person before it, if clearly likelier than the next."""
        scores = self._likeness(index, speakers, chain)
        ranked = sorted(scores, key=lambda name: -scores[name])
        if len(ranked) > 1 and scores[ranked[0]] - scores[ranked[1]] < _MARGIN:
            return None
        return ranked[0] if ranked and scores[ranked[0]] > _FLOOR else None

    def _likeness(self, index: int, speakers: Speakers, chain: int) -> dict[str, float]:
        """Weigh how likely "he" or "she" means each person named before."""
        scores: dict[str, float] = {}
        gender = _PERSONAL[self._mentions[index].kind]
        here = self._token(index)
        for earlier in range(index - 1, max(-1, index - 1 - _LOOK_BACK), -1):
            there = self._token(earlier)
            if here.paragraph - there.paragraph > _PARAGRAPHS_BACK:
                break
            person = self._person(earlier, gender, speakers)
            same = _PERSONAL.get(self._mentions[earlier].kind) == gender
            if person is None and same and chain:
                name = self._antecedent(earlier, speakers, chain - 1)
                person = None if name is None else (name, _OTHER_PRONOUN)
                chain = 0
            if person is None:
                continue
            name, score = person
            score -= _PER_SENTENCE * min(12, here.sentence - there.sentence)
            score -= _PER_PARAGRAPH * (here.paragraph - there.paragraph)
            score -= _PER_MENTION * min(20, index - 1 - earlier)
            score += _PROMINENCE[self._prominence(earlier)] + (_SPOKE if earlier in speakers else 0.0)
            scores[name] = max(score, scores.get(name, score))
        return scores

    def _person(self, index: int, gender: str, speakers: Speakers) -> tuple[str, float] | None:
        """Return whom a mention names, if that can be a person of a gender, and how well it fits."""
        mention, entity = self._mentions[index], self._entities.get(index)
        if entity is not None:
            if not entity.person or entity.gender not in ("", gender):
                return None
            if not entity.sure and (
                len(entity.words) == 1 or self._prominence(index) in ("owner", "object", "")
            ):
                return None
            sure = _SURELY_PERSON if entity.sure else 0.0
            return entity.name, sure + (_GENDER_KNOWN if entity.gender else 0.0)
        if mention.kind in _PERSONAL and index in speakers:
            return (speakers[index], _SAME_PRONOUN) if _PERSONAL[mention.kind] == gender else None
        return self._role_player(index, gender) if mention.kind is Kind.ROLE else None

    def _role_player(self, index: int, gender: str) -> tuple[str, float] | None:
        """Return whom a role names that has a sentence of its own ("The senator left"), not one that describes somebody."""
        mention = self._mentions[index]
        role = bare(self._tokens[mention.last].lower)
        if (
            role in (FEMALE_ROLES if gender == "m" else MALE_ROLES)
            or self._token(index).lower not in DETERMINERS
        ):
            return None
        if self._prominence(index) not in ("speaks", "first", "subject"):
            return None
        name = self._described(index)
        known = role in MALE_ROLES or role in FEMALE_ROLES
        return None if name is None else (name, _ROLE_OF_GENDER if known else _ROLE)

    def _prominence(self, index: int) -> str:
        """Return the part a mention plays in its sentence: who speaks or comes first is likelier meant later."""
        mention, frame = self._mentions[index], self._frames[index]
        if mention.possessive or self._modifies(index):
            return "owner"
        before = self._tokens[mention.first - 1] if mention.first else None
        inside = before is not None and before.sentence == self._token(index).sentence
        if before is None or not inside:
            return "speaks" if frame.kind == "speak" else "first"
        if before.lower == "and" and index and self._mentions[index - 1].last + 2 == mention.first:
            return self._prominence(index - 1)  # "Brown and Green": neither comes first
        if frame.shape == "S" and (before.lower in CUES or before.lower in _EMBEDDERS):
            return "embedded"
        if frame.kind == "speak":
            return "speaks"
        return _part(before, frame)

    def _modifies(self, index: int) -> bool:
        """Return whether a name only qualifies the noun after it: "the Trump campaign"."""
        if index + 1 == len(self._mentions):
            return False
        following = self._mentions[index + 1]
        adjacent = following.first == self._mentions[index].last + 1
        return adjacent and following.kind in _NOUNS

    def _relative(self, index: int, speakers: Speakers) -> str | None:
        """Resolve "who": the mention right before it."""
        at = self._mentions[index].first
        if not index or self._token(index - 1).sentence != self._tokens[at].sentence:
            return None
        before = self._mentions[index - 1]
        if before.kind is Kind.WHO or at - before.last > 6:
            return None
        return self.speaker(index - 1, speakers)

    def _group(self, index: int, speakers: Speakers) -> str | None:
        """Resolve "they" or "it": the group or thing that began a sentence of the same paragraph."""
        here = self._token(index)
        they = self._mentions[index].kind is Kind.THEY
        wanted = (Kind.ROLES,) if they else (Kind.ORGANISATION, Kind.THING)
        for earlier in range(index - 1, max(-1, index - 12), -1):
            if here.paragraph != self._token(earlier).paragraph:
                return None
            if self._mentions[earlier].kind in wanted and self._prominence(earlier) in ("speaks", "first"):
                return self.speaker(earlier, speakers)
        return None

    # -- roles ----------------------------------------------------------------------------------------------

    def _described(self, index: int) -> str | None:
        """Resolve a role: the name beside it, the one called so before, or its own words where they say enough."""
        mention = self._mentions[index]
        beside = self._named_beside(index)
        if beside is not None or mention.kind is not Kind.ROLE:
            return beside or self.attribution(index)
        first = self._token(index).lower
        if first in POSSESSIVES:
            return None
        last = _complement(self._tokens, mention.last)
        if first not in _ANAPHORIC or any(
            token.text[0].isupper() for token in self._tokens[mention.last + 1 : last + 1]
        ):
            return self.attribution(index)  # "a spokesman", "the president of Mexico"
        return self._called_so(index) or (self.attribution(index) if last > mention.last else None)

    def _named_beside(self, index: int) -> str | None:
        """Return the person of "spokesman John Doe", "a spokesman, John Doe," and "John Doe, a spokesman, said"."""
        mention, entity = self._mentions[index], self._entities.get(index + 1)
        if mention.kind is not Kind.ROLE or mention.possessive:
            return None
        if entity is None or not entity.person:
            return self._named_before(index)
        following = self._mentions[index + 1]
        gap = following.first - mention.last - 1
        if gap == 2 and self._tokens[mention.last + 1].lower == "of":  # "secretary of State John Doe"
            gap = 0
        set_off = gap == 1 and self._tokens[mention.last + 1].text == ","
        after = self._tokens[following.last + 1 : following.last + 2]
        closed = not after or not after[0].text[0].isalnum()
        return entity.name if gap == 0 or (set_off and closed) else self._named_before(index)

    def _named_before(self, index: int) -> str | None:
        """Return the person who begins the sentence and whom a role describes: "John Doe, the chairman said"."""
        entity, mention = self._entities.get(index - 1), self._mentions[index]
        if entity is None or not entity.person or not entity.sure or self._mentions[index - 1].possessive:
            return None
        first = self._mentions[index - 1].first
        begins = first == 0 or self._tokens[first - 1].sentence != self._tokens[first].sentence
        gap = self._tokens[self._mentions[index - 1].last + 1 : mention.first]
        return entity.name if begins and len(gap) == 1 and gap[0].text == "," else None

    def _called_so(self, index: int) -> str | None:
        """Return the only person whom the article has called by this role before, or the only such one close by."""
        role = bare(self._tokens[self._mentions[index].last].lower)
        here = self._token(index).paragraph
        players, near, described = set(), set(), set()
        for earlier in range(index - 1, max(-1, index - _ROLE_LOOK_BACK), -1):
            entity = self._entities.get(earlier)
            if entity is not None and entity.person and entity.plays(role):
                players.add(entity.name)
                if here - self._token(earlier).paragraph < _NEAR:
                    near.add(entity.name)
            elif self._introduces(earlier, role):
                described.add(self.attribution(earlier))
        names = next((found for found in (players, near, described) if len(found) == 1), None)
        return None if names is None or (players and names is described) else next(iter(names))

    def _introduces(self, index: int, role: str) -> bool:
        """Return whether a mention brings in somebody unnamed in a role: "a senior official"."""
        mention = self._mentions[index]
        if mention.kind is not Kind.ROLE or self._tokens[mention.last].lower != role:
            return False
        return self._token(index).lower in _INDEFINITE and self._named_beside(index) is None

    def _token(self, index: int) -> Token:
        return self._tokens[self._mentions[index].first]


def _part(before: Token, frame: Frame) -> str:
    """Return the part of a mention that is not the first of its sentence, by the word before it."""
    if before.lower in PREPOSITIONS:
        return "object"
    if frame.shape == "S":
        return "subject"
    return "clause" if before.passage >= 0 or before.lower in CLAUSE_OPENERS else ""


_COMPLEMENTS = frozenset({"of", "for", "at", "from", "with", "in"})
_LINKS = frozenset({"the", "of", "a", "an", "and", "for"})
_LONGEST_COMPLEMENT = 10


def _complement(tokens: Sequence[Token], last: int) -> int:
    """Return the last token of "of …", "for …", "at …" after a role; marks and verbs end it."""
    if last + 1 >= len(tokens) or tokens[last + 1].lower not in _COMPLEMENTS:
        return last
    at = last + 1
    while at + 1 < len(tokens) and at - last < _LONGEST_COMPLEMENT:
        following = tokens[at + 1]
        cue = following.lower in CUES and tokens[at].lower not in PREPOSITIONS  # but "secretary of state"
        verb = cue or following.lower in AUXILIARIES
        plain = following.passage < 0 and following.text[0].isalnum() and not verb
        past_name = tokens[at].text[0].isupper() and following.text[0].islower()
        past_name = past_name and following.lower not in _LINKS and following.lower not in NOUNS
        if following.sentence != tokens[last].sentence or not plain or past_name:
            break
        at += 1
    while at > last and (tokens[at].lower in PREPOSITIONS or tokens[at].lower in _LINKS):
        at -= 1
    return at
