"""Says whom a mention means within its article: whom a name, a pronoun or a role stands for.

It reads no further than the article and leaves open what the article leaves open: None, never a guess.
"""

from collections.abc import Mapping, Sequence

from corpus.sources.cues import CUES
from corpus.sources.frames import Frame
from corpus.sources.lexicon import CLAUSE_OPENERS, DETERMINERS, FEMALE_ROLES, MALE_ROLES, PREPOSITIONS
from corpus.sources.mentions import NOUNS, Kind, Mention, bare
from corpus.sources.parties import find_parties
from corpus.sources.prose import Prose, Token

_LOOK_BACK = 60
"""How many mentions back a pronoun may reach,"""
_PARAGRAPHS_BACK = 6
"""how many paragraphs,"""
_ROLE_LOOK_BACK = 200
"""and how many mentions "the senator" may."""

# How likely a mention is meant by a later "he" or "she". Tuned by hand on 132 pronouns of the development part of
# PolNeAR that were resolved by reading.
_MARGIN = 0.5  # how much likelier than anybody else an antecedent must be
_PER_SENTENCE = 0.5
_PER_MENTION = 0.1
_SPOKE = 0.9
_GENDER_KNOWN = 1.1
_SURELY_PERSON = 1.2
_ONE_UNKNOWN_WORD = -0.8
_SAME_PRONOUN = 1.5
_ROLE_OF_GENDER, _ROLE = 0.2, -0.5
_PROMINENCE = {
    "speaks": 1.4,
    "first": 1.2,
    "subject": 1.0,
    "clause": 0.6,
    "": 0.0,
    "object": -0.75,
    "owner": -0.8,
}

_PERSONAL = {Kind.HE: "m", Kind.SHE: "f"}
_NOUNS = (Kind.ROLE, Kind.ROLES, Kind.THING)
_ANAPHORIC = frozenset({"the", "this", "that"})
_POSSESSIVES = frozenset({"his", "her", "their", "its", "my", "our", "your"})

Speakers = Mapping[int, str]
"""The mentions that spoke before, with their names."""


class People:
    """Who is who in one article."""

    def __init__(self, prose: Prose, mentions: Sequence[Mention], frames: Sequence[Frame]) -> None:
        self._text = prose.text
        self._tokens = prose.tokens
        self._mentions = mentions
        self._frames = frames
        self._parties = find_parties(prose.tokens, mentions, frames)

    def speaker(self, index: int, speakers: Speakers) -> str | None:
        """The fullest name that the article gives for whom mention `index` means."""
        kind = self._mentions[index].kind
        if index in self._parties:
            return self._parties[index].name
        if kind in _PERSONAL:
            return self._antecedent(index, speakers)
        if kind in _NOUNS:
            return self._described(index)
        if kind in (Kind.THEY, Kind.IT):
            return self._group(index, speakers)
        return self._relative(index, speakers) if kind is Kind.WHO else None

    def attribution(self, index: int) -> str:
        """The words of a mention with what belongs to them: "a spokesman for the campaign"."""
        mention = self._mentions[index]
        first, last = mention.first, mention.last
        if mention.kind in _NOUNS:
            last = last if mention.possessive else _complement(self._tokens, last)
            first = self._phrase_start(index)
        return self._text[self._tokens[first].start : self._tokens[last].end]

    def _phrase_start(self, index: int) -> int:
        """Where "the minister's deputy" and "the Stein campaign" begin, of which a mention is the last word."""
        first = self._mentions[index].first
        while index and self._mentions[index - 1].last + 1 == first:
            index -= 1
            first = self._mentions[index].first
        if first and self._tokens[first - 1].lower in DETERMINERS:
            return first - 1
        return first

    # -- pronouns -------------------------------------------------------------------------------------------

    def _antecedent(self, index: int, speakers: Speakers) -> str | None:
        """Whom "he" or "she" means: the likeliest person before it, if clearly likelier than the next."""
        scores: dict[str, float] = {}
        gender = _PERSONAL[self._mentions[index].kind]
        here = self._token(index)
        for earlier in range(index - 1, max(-1, index - 1 - _LOOK_BACK), -1):
            there = self._token(earlier)
            if here.paragraph - there.paragraph > _PARAGRAPHS_BACK:
                break
            person = self._person(earlier, gender, speakers)
            if person is None:
                continue
            name, score = person
            score -= _PER_SENTENCE * min(12, here.sentence - there.sentence)
            score -= _PER_MENTION * min(20, index - 1 - earlier)
            score += _PROMINENCE[self._prominence(earlier)] + (_SPOKE if earlier in speakers else 0.0)
            scores[name] = max(score, scores.get(name, score))
        ranked = sorted(scores, key=lambda name: -scores[name])
        if len(ranked) > 1 and scores[ranked[0]] - scores[ranked[1]] < _MARGIN:
            return None
        return ranked[0] if ranked else None

    def _person(self, index: int, gender: str, speakers: Speakers) -> tuple[str, float] | None:
        """Whom a mention names, if that can be a person of a gender, and how well it fits."""
        mention, party = self._mentions[index], self._parties.get(index)
        if party is not None:
            if not party.person or party.gender not in ("", gender):
                return None
            sure = _SURELY_PERSON if party.sure else 0.0 if len(party.words) > 1 else _ONE_UNKNOWN_WORD
            return party.name, sure + (_GENDER_KNOWN if party.gender else 0.0)
        if mention.kind in _PERSONAL and index in speakers:
            return (speakers[index], _SAME_PRONOUN) if _PERSONAL[mention.kind] == gender else None
        if mention.kind is not Kind.ROLE:
            return None
        role = bare(self._tokens[mention.last].lower)
        name = None if role in (FEMALE_ROLES if gender == "m" else MALE_ROLES) else self._described(index)
        fit = _ROLE_OF_GENDER if role in MALE_ROLES or role in FEMALE_ROLES else _ROLE
        return None if name is None else (name, fit)

    def _prominence(self, index: int) -> str:
        """The part a mention plays in its sentence: who speaks and who comes first is likelier meant later."""
        mention, frame = self._mentions[index], self._frames[index]
        if mention.possessive or self._modifies(index):
            return "owner"
        if frame.shape != "-" and frame.kind == "speak":
            return "speaks"
        before = self._tokens[mention.first - 1] if mention.first else None
        if before is None or before.sentence != self._token(index).sentence:
            return "first"
        if index and before.lower == "and" and self._mentions[index - 1].last + 2 == mention.first:
            return self._prominence(index - 1)  # "Brown and Green": neither comes first
        if before.lower in PREPOSITIONS:
            return "object"
        clause = before.passage >= 0 or before.lower in CLAUSE_OPENERS
        return "subject" if frame.shape == "S" else "clause" if clause else ""

    def _modifies(self, index: int) -> bool:
        """Whether a name only qualifies the noun after it: "the Trump campaign"."""
        if index + 1 == len(self._mentions):
            return False
        following = self._mentions[index + 1]
        adjacent = following.first == self._mentions[index].last + 1
        return adjacent and following.kind in _NOUNS

    def _relative(self, index: int, speakers: Speakers) -> str | None:
        """Whom "who" means: the mention right before it."""
        at = self._mentions[index].first
        if not index or self._token(index - 1).sentence != self._tokens[at].sentence:
            return None
        before = self._mentions[index - 1]
        if before.kind is Kind.WHO or at - before.last > 6:
            return None
        return self.speaker(index - 1, speakers)

    def _group(self, index: int, speakers: Speakers) -> str | None:
        """Whom "they" or "it" means: the group or thing that began a sentence of the same paragraph."""
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
        """A role: the name beside it, the one called so before, or the words where they say enough."""
        mention = self._mentions[index]
        beside = self._named_beside(index)
        if beside is not None or mention.kind is not Kind.ROLE:
            return beside or self.attribution(index)
        first = self._token(index).lower
        if first in _POSSESSIVES:
            return None
        if first in _ANAPHORIC and _complement(self._tokens, mention.last) == mention.last:
            return self._called_so(index)
        return self.attribution(index)

    def _named_beside(self, index: int) -> str | None:
        """The person of "spokesman John Doe" and "a spokesman, John Doe,"."""
        mention, party = self._mentions[index], self._parties.get(index + 1)
        if party is None or not party.person or mention.kind is not Kind.ROLE or mention.possessive:
            return None
        following = self._mentions[index + 1]
        gap = following.first - mention.last - 1
        set_off = gap == 1 and self._tokens[mention.last + 1].text == ","
        closed = not self._tokens[following.last + 1 : following.last + 2] or not (
            self._tokens[following.last + 1].text[0].isalnum()
        )
        return party.name if gap == 0 or (set_off and closed) else None

    def _called_so(self, index: int) -> str | None:
        """The only person whom the article has called by this role before."""
        role = bare(self._tokens[self._mentions[index].last].lower)
        names = {
            party.name
            for earlier in range(index - 1, max(-1, index - _ROLE_LOOK_BACK), -1)
            if (party := self._parties.get(earlier)) is not None and party.person and party.plays(role)
        }
        return names.pop() if len(names) == 1 else None

    def _token(self, index: int) -> Token:
        return self._tokens[self._mentions[index].first]


_COMPLEMENTS = frozenset({"of", "for", "at", "from", "with", "in"})
_LINKS = frozenset({"the", "of", "a", "an", "and", "for"})
_LONGEST_COMPLEMENT = 10


def _complement(tokens: Sequence[Token], last: int) -> int:
    """The last token of "of …", "for …", "at …" after a role; marks and verbs end it."""
    if last + 1 >= len(tokens) or tokens[last + 1].lower not in _COMPLEMENTS:
        return last
    at = last + 1
    while at + 1 < len(tokens) and at - last < _LONGEST_COMPLEMENT:
        following = tokens[at + 1]
        plain = following.passage < 0 and following.text[0].isalnum() and following.lower not in CUES
        past_name = tokens[at].text[0].isupper() and following.text[0].islower()
        past_name = past_name and following.lower not in _LINKS and following.lower not in NOUNS
        if following.sentence != tokens[last].sentence or not plain or past_name:
            break
        at += 1
    while at > last and (tokens[at].lower in PREPOSITIONS or tokens[at].lower in _LINKS):
        at -= 1
    return at
