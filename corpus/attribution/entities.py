"""Gathers the names of an article: which of them are the same person's, the fullest form, gender and roles.

It knows nobody: a name is what the article gives. Of two namesakes a bare surname means the one whom the article
names in full far more often, or else neither.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.attribution.mention import NAMED, Kind, Mention, bare
from corpus.attribution.segmentation import Token
from corpus.attribution.speech_frames import Frame
from corpus.attribution.word_lists import (
    FEMALE,
    FEMALE_ROLES,
    FEMALE_TITLES,
    JUNIORS,
    MALE,
    MALE_ROLES,
    MALE_TITLES,
    NUMERALS,
    TITLES,
)

_NAMESAKES = 20
"""Entities of one surname that are distinguished; no article has more."""

_SHORT_WORD = 3
"""Words up to this length are written small in headlines, too."""

_FAVOURITE = 3
"""Whoever is named in full so many times more often than any namesake owns the bare surname."""

_ROLE_FAMILIES = (
    {"sen", "senator"},
    {"rep", "representative", "congressman", "congresswoman", "lawmaker"},
    {"gov", "governor"},
    {"nominee", "candidate", "front-runner", "frontrunner", "hopeful"},
    {"billionaire", "businessman", "mogul", "tycoon", "magnate"},
    {"gen", "general"},
)


@dataclass(slots=True)
class Entity:
    """Somebody or something that an article names, under the fullest name it gives.

    `person` is whether it can be a person, `sure` whether the article shows that it is one; `gender` is "m", "f"
    or unknown; `roles` is what the article calls it.
    """

    name: str
    words: tuple[str, ...]
    person: bool
    gender: str = ""
    roles: set[str] = field(default_factory=set)
    full_mentions: int = 0
    sure: bool = False

    def plays(self, role: str) -> bool:
        """Return whether the article calls it so, or by a word for the same.

        >>> Entity("Ted Cruz", ("Ted", "Cruz"), person=True, roles={"sen"}).plays("senator")
        True
        """
        return role in self.roles or any(role in family and self.roles & family for family in _ROLE_FAMILIES)


def find_entities(
    tokens: Sequence[Token], mentions: Sequence[Mention], frames: Sequence[Frame]
) -> dict[int, Entity]:
    """Return the entity of each mention that is a name.

    >>> from corpus.attribution.speech_frames import find_frames
    >>> from corpus.attribution.mention_finder import find_mentions
    >>> from corpus.attribution.segmentation import segment
    >>> tokens = segment("Jane Doe left. Doe said so.").tokens
    >>> mentions = find_mentions(segment("Jane Doe left. Doe said so."))
    >>> [entity.name for entity in find_entities(tokens, mentions, find_frames(tokens, mentions)).values()]
    ['Jane Doe', 'Jane Doe']
    """
    register = _Register(tokens, mentions)
    named = [index for index, mention in enumerate(mentions) if mention.kind in NAMED]
    headlines = _headlines(tokens)
    full = [index for index in named if len(_plain(register.words(index))) > 1]
    above = [index for index in full if tokens[mentions[index].first].paragraph in headlines]
    for index in full:
        if index not in above:
            register.introduce(index)
    for index in above:
        if not register.knows(index):
            register.introduce(index)
    for index in named:
        if index not in register.entities:
            register.refer(index)
    for index in named:
        register.note(index, frames[index])
    return register.entities


def _headlines(tokens: Sequence[Token]) -> set[int]:
    """Return the paragraphs that write most words with a capital: there capitals do not mark a name."""
    counts: dict[int, list[int]] = {}
    for token in tokens:
        if len(token.text) > _SHORT_WORD and token.text.isalpha():
            count = counts.setdefault(token.paragraph, [0, 0])
            count[token.text[0].isupper()] += 1
    return {paragraph for paragraph, (small, large) in counts.items() if large >= 4 and large > 3 * small}


class _Register:
    """The entities met so far, by surname and by given name."""

    def __init__(self, tokens: Sequence[Token], mentions: Sequence[Mention]) -> None:
        self._tokens = tokens
        self._mentions = mentions
        self._by_surname: dict[str, list[Entity]] = {}
        self._by_given_name: dict[str, list[Entity]] = {}
        self._by_word: dict[tuple[str, str], Entity] = {}
        self.entities: dict[int, Entity] = {}

    def words(self, index: int) -> tuple[str, ...]:
        """Return the words of a name, without titles and possessives."""
        mention = self._mentions[index]
        return tuple(
            bare(token.text) for token in self._tokens[mention.core : mention.last + 1] if token.text != ","
        )

    def knows(self, index: int) -> bool:
        """Return whether somebody of this surname was introduced."""
        return _plain(self.words(index))[-1] in self._by_surname

    def introduce(self, index: int) -> None:
        """Take in a name of several words: somebody new, or a fuller name of somebody known."""
        mention, words = self._mentions[index], self.words(index)
        plain = _plain(words)
        person = mention.kind in (Kind.PERSON, Kind.NAME)
        namesakes = self._by_surname.setdefault(plain[-1], [])
        entity = next(
            (p for p in namesakes if p.person == person and _compatible(_plain(p.words), plain)), None
        )
        if entity is None:
            entity = Entity(" ".join(words), words, person)
            if len(namesakes) < _NAMESAKES:
                namesakes.append(entity)
                self._by_given_name.setdefault(plain[0], []).append(entity)
        if len(words) > len(entity.words):
            entity.name, entity.words = " ".join(words), words
        if person:
            entity.gender = entity.gender or self._gender_of_title(mention) or gender_of(plain[0])
        entity.full_mentions += 1
        self.entities[index] = entity

    def refer(self, index: int) -> None:
        """Take in a name of one word or in a headline: a surname or given name, or all that the article gives."""
        mention, words = self._mentions[index], self.words(index)
        word = words[-1].lower()
        gender = self._gender_of_title(mention)
        known = [p for p in self._by_surname.get(word, ()) if not gender or p.gender in ("", gender)]
        if len(known) > 1:
            known = _favourite(known)
        elif not known and not gender:
            known = [p for p in self._by_given_name.get(word, ()) if p.person]
        if len(known) == 1:
            entity = known[0]
        else:
            several = word.endswith("s") and word[:-1] in self._by_surname  # "the Clintons"
            person = mention.kind in (Kind.PERSON, Kind.NAME) and not several
            entity = self._by_word.setdefault((word, gender), Entity(" ".join(words), words, person))
            entity.gender = entity.gender or (gender_of(words[0].lower()) if person else "")
        entity.gender = entity.gender or gender
        self.entities[index] = entity

    def note(self, index: int, frame: Frame) -> None:
        """Note what the article says of a name in passing: titles, roles beside it, an age, that it speaks."""
        mention, entity = self._mentions[index], self.entities[index]
        titles = {token.lower.rstrip(".") for token in self._tokens[mention.first : mention.core]}
        entity.roles |= titles & TITLES
        for role in self._roles_beside(index):
            entity.roles.add(role)
            entity.gender = entity.gender or (
                "m" if role in MALE_ROLES else "f" if role in FEMALE_ROLES else ""
            )
            entity.sure = True
        speaks = frame.kind == "speak" and mention.kind is Kind.NAME
        if mention.kind is Kind.PERSON or speaks or self._has_age(mention):
            entity.sure = True

    def _roles_beside(self, index: int) -> list[str]:
        """Return the roles right before a name ("spokesman John Doe") or set off after it (", a spokesman")."""
        mention, roles = self._mentions[index], []
        for other_index in (index - 1, index + 1):
            if not 0 <= other_index < len(self._mentions):
                continue
            other = self._mentions[other_index]
            if other.kind is not Kind.ROLE or mention.possessive or other.possessive:
                continue
            gap = self._tokens[min(mention.last, other.last) + 1 : max(mention.first, other.first)]
            adjacent = other_index < index and not gap
            set_off = len(gap) == 1 and gap[0].text == ","
            same = self._tokens[other.first].sentence == self._tokens[mention.first].sentence
            if same and (adjacent or set_off):
                roles.append(self._tokens[other.last].lower)
        return roles

    def _has_age(self, mention: Mention) -> bool:
        after = [token.text for token in self._tokens[mention.last + 1 : mention.last + 4]]
        return (
            len(after) == 3
            and after[0] == ","
            and after[1].isdigit()
            and len(after[1]) == 2
            and after[2] in ",."
        )

    def _gender_of_title(self, mention: Mention) -> str:
        titles = {token.lower for token in self._tokens[mention.first : mention.core]}
        return "m" if titles & MALE_TITLES else "f" if titles & FEMALE_TITLES else ""


def gender_of(given_name: str) -> str:
    """Return the gender of a given name: "m", "f" or unknown.

    >>> gender_of("jane"), gender_of("jan")
    ('f', '')
    """
    male, female = given_name in MALE, given_name in FEMALE
    return "" if male == female else "m" if male else "f"


def _plain(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word.lower() for word in words if word.lower() not in JUNIORS | NUMERALS)


def _compatible(words: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether two names of one surname can be one person's: the given names agree or abbreviate each other."""
    first, second = words[0].rstrip("."), others[0].rstrip(".")
    return first.startswith(second) or second.startswith(first)


def _favourite(known: list[Entity]) -> list[Entity]:
    ranked = sorted(known, key=lambda entity: -entity.full_mentions)
    return ranked[:1] if ranked[0].full_mentions >= _FAVOURITE * ranked[1].full_mentions else known
