"""What is written like a name, word by word. It does not know who anybody is, and resolves nothing."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpus.language.knowledge import english, in_every_language, titles_in_every_language

_WORD = re.compile(r"\S+")
_TAIL = ".,;:!?…)]}\"'”’»，。、；：！？،؛؟"
_HEAD = "([{\"'“‘«"

PRONOUNS = in_every_language(
    lambda language: (
        *language.pronouns.mentions,
        *language.pronouns.contracted,
        *language.pronouns.others,
        *language.pronouns.crowds,
    )
)
"""Words that stand for somebody and name nobody."""

_NEVER_NAMES = in_every_language(
    lambda language: (
        *language.capitalised.never_typed_names,
        *language.calendar.months,
        *language.calendar.weekdays,
    )
)
PREPOSITIONS = in_every_language(lambda language: language.prepositions.words | language.prepositions.typed)
_PARTICLES = in_every_language(lambda language: language.name_parts.particles | language.name_parts.joints)
TITLES = titles_in_every_language("typed") | {"of"}
# Offices in front of which a country or a house may stand: "Russian President Vladimir Putin".
_OFFICES = titles_in_every_language("typed", "country")
_ABBREVIATIONS = (
    TITLES
    | titles_in_every_language("short")
    | titles_in_every_language("dotted")
    | english().name_parts.juniors
    | {"ph.d", "no", "vs"}
)


class Word(NamedTuple):
    """A word without the marks around it; `tail` holds the marks behind it."""

    core: str
    lower: str
    start: int
    end: int  # of the core
    tail: str
    bracketed: bool = False  # it opens a bracket

    @property
    def ends(self) -> bool:
        """Return whether the words behind it belong to something else."""
        return bool(self.tail) and not self.abbreviated

    @property
    def ends_sentence(self) -> bool:
        """Return whether a sentence is over."""
        return any(mark in self.tail for mark in ".!?…。！？؟") and not self.abbreviated

    @property
    def abbreviated(self) -> bool:
        """Return whether its full stop is its own: Mr. or D."""
        return self.tail == "." and (
            (len(self.core) == 1 and self.core.isupper()) or self.lower in _ABBREVIATIONS or "." in self.core
        )

    @property
    def capital(self) -> bool:
        """Return whether a name could begin with it."""
        first = self.core[:1]
        if self.is_handle or (len(self.core) == 1 and self.abbreviated):
            return True
        if first.islower():  # al-Assad, d'Estaing
            head, mark, rest = self.core.replace("’", "'").replace("'", "-").partition("-")
            return bool(mark) and len(head) <= 3 and rest[:1].isupper()
        return (
            first.isalpha()
            and self.lower not in _NEVER_NAMES
            and self.lower not in PRONOUNS
            and not self.core.endswith(("'s", "’s"))
        )

    @property
    def is_handle(self) -> bool:
        """Return whether it is how a network calls somebody: @name. The bot's own name calls the bot."""
        return self.core[:1] == "@" and self.core[1:2].isalnum() and "verbatim" not in self.lower

    @property
    def caseless(self) -> bool:
        """Return whether its script has no capitals."""
        return self.core[:1].isalpha() and self.core[:1].lower() == self.core[:1].upper()


def split_words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """Cut a stretch of text at its blanks; offsets are into the whole text.

    >>> [(word.core, word.tail) for word in split_words("said Mr. Peskov, twice.")]
    [('said', ''), ('Mr', '.'), ('Peskov', ','), ('twice', '.')]
    """
    words = []
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        raw = match[0]
        bare = raw.lstrip(_HEAD)
        core = bare.rstrip(_TAIL)
        begin = match.start() + len(raw) - len(bare)
        tail = bare[len(core) :] if core else raw
        words.append(
            Word(core, core.lower().replace("’", "'"), begin, begin + len(core), tail, raw[0] in "([")
        )
    return words


def name_end(words: Sequence[Word], at: int) -> int:
    """Return the place behind the name that begins at `at`; `at` itself where none does.

    >>> words = split_words("Ursula von der Leyen told them")
    >>> name_end(words, 0), name_end(words, 4)
    (4, 4)
    """
    end = place = at
    while place < len(words) and place - at < 7:
        word = words[place]
        if place > at and (word.bracketed or word.is_handle):
            break
        if word.capital and not (word.caseless and place - at >= 4):
            end = place + 1
        elif not (_is_particle(word) or _is_of(words, place)):
            break
        if word.ends or word.is_handle:
            break
        place += 1
    return end


def _is_particle(word: Word) -> bool:
    return word.lower in _PARTICLES and word.core[:1].islower()


def _is_of(words: Sequence[Word], at: int) -> bool:
    """Return whether this is the "of" of an office: Secretary of State."""
    return words[at].lower == "of" and at > 0 and words[at - 1].lower in TITLES and words[at - 1].capital


def name_start(words: Sequence[Word], end: int) -> int:
    """Return the beginning of the name that ends in front of `end`; `end` itself where none does."""
    start = place = end
    while place > 0 and end - place < 7:
        word = words[place - 1]
        if place < end and word.ends:
            break
        if word.capital:
            start = place - 1
        elif place == end or not (_is_particle(word) or _is_of(words, place - 1)):
            break
        place -= 1
    return start


def spell(text: str, words: Sequence[Word]) -> str:
    """Return a name as the text has it; what stands before a title, such as a country, is left out.

    >>> name = "Russian President Vladimir Putin"
    >>> spell(name, split_words(name))
    'President Vladimir Putin'
    """
    titles = [n for n, word in enumerate(words[:-1]) if word.lower in _OFFICES]
    if titles and titles[0] > 0 and all(word.capital for word in words[: titles[0]]):
        words = words[titles[0] :]
    end = words[-1].end + (1 if words[-1].abbreviated and text[words[-1].end :][:1] == "." else 0)
    return " ".join(text[words[0].start : end].split())


def is_name(text: str) -> bool:
    """Return whether a text is a name and nothing else.

    >>> is_name("Franklin D. Roosevelt"), is_name("Владимир Путин"), is_name("the way"), is_name("Remember")
    (True, True, False, False)
    """
    words = split_words(text)
    return bool(words) and name_end(words, 0) == len(words)


def given_name(text: str, words: Sequence[Word], *, last: bool) -> tuple[str, int]:
    """Read a name that the text announces ("by …"), and its end among the words; capitals may be missing.

    `last` says that nothing but the name is left.
    """
    end = name_end(words, 0)
    if end:
        return spell(text, words[:end]), end
    clause = next((n + 1 for n, word in enumerate(words) if word.ends), len(words))
    head = words[:clause]
    offices = [n + 1 for n, word in enumerate(head[:6]) if word.lower in TITLES]
    if head and head[0].lower == "the" and offices:
        until = name_end(words, offices[-1]) or offices[-1]
        return " ".join(text[head[0].start : words[until - 1].end].split()), until
    plain = all(
        w.core[:1].isalpha() and w.lower not in _NEVER_NAMES and w.lower not in PRONOUNS for w in head
    )
    if plain and 0 < len(head) <= 3 and (last or head[-1].ends or len(head) == 1):
        return " ".join(text[head[0].start : head[-1].end].split()), clause
    return "", 0
