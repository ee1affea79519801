"""Word lists for reading who is who in English news; the words stand in `corpus/language/languages/en.toml`."""

from collections.abc import Iterable

from corpus.language.knowledge import english, in_every_language, titles_in_every_language, union

_ENGLISH = english()


def word_set(words: str) -> frozenset[str]:
    """Return the words of a text, as a set."""
    return frozenset(words.split())


def _with_dot(words: Iterable[str]) -> frozenset[str]:
    return frozenset(f"{word}." for word in words)


def _titles(*uses: str) -> frozenset[str]:
    """Return the titles that stand before names in articles, abbreviated ones as they are written."""
    titles = titles_in_every_language("article", *uses)
    short, dotted = titles_in_every_language("short"), titles_in_every_language("dotted")
    return (titles - dotted) | _with_dot(titles & (short | dotted))


def _either_apostrophe(words: Iterable[str]) -> frozenset[str]:
    return frozenset(words).union(word.replace("'", "’") for word in words)


MALE = _ENGLISH.given_names.male
FEMALE = _ENGLISH.given_names.female
GIVEN_NAMES = MALE | FEMALE

MALE_TITLES = _titles("male")
FEMALE_TITLES = _titles("female")
TITLES = _titles()
"""Words that stand before a name and are not part of it."""

PARTICLES = in_every_language(lambda language: language.name_parts.particles)
"""Small words inside a name."""

JUNIORS = _ENGLISH.name_parts.juniors | _with_dot(_ENGLISH.name_parts.juniors)
NUMERALS = _ENGLISH.name_parts.numerals

ROLES = frozenset(_ENGLISH.speaker_nouns.roles)
THINGS = frozenset(_ENGLISH.speaker_nouns.things)
PLURALS = _ENGLISH.speaker_nouns.groups
FEMALE_ROLES = _ENGLISH.speaker_nouns.female
MALE_ROLES = _ENGLISH.speaker_nouns.male

ORGANISATION_WORDS = _ENGLISH.capitalised.organisations
"""Words that make a capitalised name that of something other than a person."""

PLACES = _ENGLISH.capitalised.places
GROUPS = _ENGLISH.capitalised.peoples
"""Capitalised words for groups of people, and the adjectives to them."""

_CALENDAR = _ENGLISH.calendar
NOT_NAMES = union(
    (
        _either_apostrophe(_ENGLISH.capitalised.never_names),
        _CALENDAR.months,
        _with_dot(_CALENDAR.short_months),
        _CALENDAR.weekdays,
    )
)
"""Capitalised words that begin no name."""

PREPOSITIONS = _ENGLISH.prepositions.words | _ENGLISH.prepositions.article
DETERMINERS = _ENGLISH.function_words.determiners
AUXILIARIES = _ENGLISH.function_words.auxiliaries
"""Words that may stand between a speaker and the verb of speaking."""

POSSESSIVES = _ENGLISH.pronouns.possessives
ARTICLES = _ENGLISH.function_words.articles
CLAUSE_OPENERS = _ENGLISH.function_words.clause_openers
"""Words and marks after which a clause, and with it a subject, begins."""

FUNCTION_WORDS = _ENGLISH.function_words.common
LIVELY_WORDS = _either_apostrophe(_ENGLISH.function_words.lively)
"""Words that whole sentences have and titles lack."""

SMALL_WORDS = _ENGLISH.function_words.small
"""Words that a title writes small."""

SAMPLE_WORDS = _ENGLISH.function_words.sample
"""Words by which a text is known to be English."""

WORKS = _ENGLISH.titled_works.before
"""Words before the title of a work."""

WEARABLES = _ENGLISH.titled_works.bearers
"""Things that bear words, or are known by them: "Make America Great Again" hats."""
