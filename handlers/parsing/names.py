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
_FORMER = re.compile(r"(?:former|ex|then|late|future)(?:-\w+)?\Z")
_ARTICLES = in_every_language(
    lambda language: language.editing.articles | language.function_words.articles
) | {"late"}
_PARTY = re.compile(r"[A-Z]{1,4}-\w")  # in brackets behind a name: D-Mass.
_NO_PART = in_every_language(lambda language: language.name_parts.no_part)
_TITLES_BEHIND = sorted(in_every_language(lambda language: language.name_parts.titles_behind), key=len)[::-1]
_SHORTEST_UNSPACED = 2
_SURNAME_ENDINGS = tuple(in_every_language(lambda language: language.name_parts.surname_endings))
_GIVEN = in_every_language(lambda language: language.given_names.male | language.given_names.female)
_OPENERS = in_every_language(lambda language: language.nameless.sentence_openers)
_BODIES = in_every_language(lambda language: language.name_parts.bodies | language.capitalised.organisations)
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
        tail = self.tail.rpartition(")")[2] if _PARTY.match(self.core) else self.tail
        return any(mark in tail for mark in ".!?…。！？؟") and not self.abbreviated

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
    if len(words) == 1 and words[0].caseless:
        return untitled(words[0].core)
    end = words[-1].end + (1 if words[-1].abbreviated and text[words[-1].end :][:1] == "." else 0)
    return " ".join(text[words[0].start : end].split())


def is_name(text: str) -> bool:
    """Return whether a text is a name and nothing else.

    >>> is_name("Franklin D. Roosevelt"), is_name("Владимир Путин"), is_name("the way"), is_name("Remember")
    (True, True, False, False)
    """
    words = split_words(text)
    return bool(words) and name_end(words, 0) == len(words)


def untitled(name: str) -> str:
    """Leave out a title that hangs on a name in a script without blanks.

    >>> untitled("麻生太郎副総理"), untitled("総理"), untitled("李克强")
    ('麻生太郎', '総理', '李克强')
    """
    title = next((title for title in _TITLES_BEHIND if name.endswith(title)), "")
    return name.removesuffix(title) if len(name) - len(title) >= _SHORTEST_UNSPACED else name


def _before_name(words: Sequence[Word]) -> int:
    """Return how many small words stand before a name and belong to it: "former", "the", "president"."""
    at = 0
    while at < min(len(words) - 1, 5) and not words[at].ends and not words[at].capital:
        word = words[at].lower
        if word not in TITLES and word not in _ARTICLES and not _FORMER.match(word):
            return 0
        at += 1
    return at if at < len(words) and words[at].capital else 0


def likely_person(text: str) -> bool:
    """Return whether a name is one of a person, as far as lists of words can tell; a word with a meaning is not.

    >>> likely_person("Reagan"), likely_person("Barbara Jordan"), likely_person("President Bush")
    (True, True, True)
    >>> likely_person("Freedom"), likely_person("Houston"), likely_person("Total Victory"), likely_person("Breaking")
    (False, False, False, False)
    """
    from corpus.language.gazetteer import is_place  # here, for few texts need them
    from corpus.language.personal_names import may_be_surname

    words = [word for word in split_words(text) if word.core]
    if not words or is_place(text.strip()) or any(word.lower in _BODIES for word in words):
        return False
    if words[0].is_handle or (len(words) > 1 and (words[0].lower in TITLES or words[0].lower in _GIVEN)):
        return True
    last = words[-1]
    if last.lower in _OPENERS or not last.capital or last.core.isdigit():
        return False
    if (
        not last.core.isascii()
        and last.core[:1].lower() != last.core[:1].upper()
        and last.core[:1] >= "\u0370"
    ):
        return last.lower.endswith(_SURNAME_ENDINGS)
    return not last.caseless and may_be_surname(last.core)


def unspaced_name(text: str) -> bool:
    """Return whether a text may be a name in a script without blanks: few characters, none of them a small word.

    >>> unspaced_name("麻生太郎"), unspaced_name("李克强"), unspaced_name("我们要"), unspaced_name("これ")
    (True, True, False, False)
    """
    return (
        _SHORTEST_UNSPACED <= len(text) <= (12 if "・" in text else 8)
        and all("\u3400" <= char <= "\u9fff" or "\u30a0" <= char <= "\u30ff" or char == "々" for char in text)
        and not any(part in text for part in _NO_PART)
    )


def given_name(text: str, words: Sequence[Word], *, last: bool) -> tuple[str, int]:
    """Read a name that the text announces ("by …"), and its end among the words; capitals may be missing.

    `last` says that nothing but the name is left.
    """
    ahead = _before_name(words)
    end = name_end(words, ahead)
    goes_on = 0 < end < len(words) and not words[end - 1].ends and words[end].lower in TITLES
    if end > ahead and not (ahead and goes_on):  # "the Russian president" ends in no name
        begin = next((n for n in range(ahead) if words[n].lower not in _ARTICLES), ahead)
        return spell(text, words[begin:end]), end
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
