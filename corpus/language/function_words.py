"""Closed classes of words: the small words that turn a meaning round. The words stand in `languages/CODE.toml`.

Negations and conditions are those of every language, folded; the other classes know English.
"""

import re

from corpus.language.knowledge import english, in_every_language, languages, listed_in_every_language
from corpus.language.tokens import fold

_ENGLISH = english()

NEGATORS = frozenset(map(fold, in_every_language(lambda language: language.negations.words)))
NEGATIVE_PREFIXES = _ENGLISH.negations.prefixes
MODALS = _ENGLISH.modals.words
MODAL_GROUPS = _ENGLISH.modals.groups
"""Modals that say the same."""

QUANTIFIERS = _ENGLISH.quantifiers.words
QUANTIFIER_GROUPS = _ENGLISH.quantifiers.groups
"""Quantifiers that say the same."""

CONDITIONS = frozenset(
    fold(word)
    for language in languages().values()
    if not language.unspaced
    for word in (*language.conditions.openers, *language.conditions.limits)
)
# What begins a condition in other languages, as parts of patterns: between words, and where these are not spaced.
IF_ABROAD = "|".join(
    re.escape(opener)
    for language in languages().values()
    if language is not _ENGLISH and not language.unspaced
    for opener in (*language.conditions.openers, *language.conditions.phrases)
)
IF_UNSPACED = "|".join(
    re.escape(opener)
    for language in languages().values()
    if language.unspaced
    for opener in language.conditions.openers
)
MONTHS = in_every_language(lambda language: language.calendar.months + language.calendar.short_months)
WEEKDAYS = in_every_language(lambda language: language.calendar.weekdays)
DAYS_NAMED = in_every_language(lambda language: language.calendar.days)
UNITS = _ENGLISH.units.words
MONEY = _ENGLISH.units.money
"""What is said for a sign of money before a number: "$5" is "five dollars"."""

SCALE_WORDS = _ENGLISH.units.scales
PERSONS = {word: person for person, words in _ENGLISH.persons.items() for word in words}
"""From each form of a personal pronoun to its first form."""

POSSESSIVES = _ENGLISH.pronouns.possessives
TURNING = _ENGLISH.function_words.turning
"""Function words whose presence, absence or exchange changes what is said."""

CONJUNCTIONS = in_every_language(lambda language: language.function_words.conjunctions)
PREPOSITIONS = _ENGLISH.prepositions.exchanged
PREPOSITION_GROUPS = _ENGLISH.prepositions.groups
"""Small words that say where, whence, for whom and by whom; those of one group may stand for each other."""

QUESTION_WORDS = _ENGLISH.questions.words
QUESTION_WORD_GROUPS = _ENGLISH.questions.groups
OPPOSED = frozenset(frozenset(pair.split("/")) for pair in _ENGLISH.opposites.pairs)
"""Pairs of function words that are opposites."""

BE_PRESENT = _ENGLISH.tenses.be_present
BE_PAST = _ENGLISH.tenses.be_past
HAVE_PRESENT = _ENGLISH.tenses.have_present
HAVE_PAST = _ENGLISH.tenses.have_past
BE_FORMS = BE_PRESENT | BE_PAST | _ENGLISH.tenses.be_other
TENSES = (
    (BE_PRESENT, BE_PAST),
    (HAVE_PRESENT, HAVE_PAST),
    (_ENGLISH.tenses.do_present, _ENGLISH.tenses.do_past),
)
FILLER_WORDS = _ENGLISH.fillers.words
"""Words that a transcript has and a newspaper drops, and the other way round, without anything being said."""

FILLER_SOUNDS = in_every_language(lambda language: language.fillers.sounds)
FILLERS_APART = _ENGLISH.fillers.apart
"""Those of them that say nothing only where they stand apart: "Well, we won", not "we fought well"."""

FILLER_PHRASES = frozenset(tuple(phrase.split()) for phrase in _ENGLISH.fillers.phrases)
"""Phrases that say nothing. "I think" is none: without it a guess becomes a claim."""

CASED = {
    **dict.fromkeys(_ENGLISH.editing.cased_whole, True),
    **dict.fromkeys(_ENGLISH.editing.cased_first, False),
}
"""Words that are another word with capitals: True where all letters of the other are capitals (us, US)."""

HYPHENATED = _ENGLISH.editing.hyphenated
"""Verbs that are another verb with a hyphen behind "re": he re-signed, he resigned."""

JUDGES = re.compile(
    rf"\b(?:{'|'.join(listed_in_every_language(lambda language: language.editing.judges))})\b", re.IGNORECASE
)
"""What an editor's bracket may not add in silence: a judgement of what is said."""

ARTICLES = tuple(language.editing.articles for language in languages().values() if language.editing.articles)
"""Articles, definite and not, one language each. Which of them stands is a small difference."""

DEFINITE = _ENGLISH.editing.definite
INDEFINITE = _ENGLISH.editing.indefinite
DETERMINERS = _ENGLISH.editing.before_nouns
"""Before one of these a "will", "may", "can", "must", "might" or "need" is a noun."""

PARTS = in_every_language(lambda language: language.editing.parts)
"""What says of how many a clause speaks, where it stands at its beginning."""

PARTICLES = frozenset(map(fold, in_every_language(lambda language: language.editing.particles)))
"""Particles that may be left out without a change of meaning."""

TOPICS = tuple(
    frozenset(map(fold, language.editing.topics))
    for language in languages().values()
    if language.editing.topics
)
"""Particles of which one may stand for another, one language each."""
