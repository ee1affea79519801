"""What is known of each language, read from `languages/CODE.toml`: every list of words stands there once.

A file has all the tables of `Language`; a key that is left out is empty. A string is a list of words, an array a
list of phrases or of patterns (regular expressions, tried without regard to case). Words are spelt as people
spell them, in small letters, with straight apostrophes; readers fold them where they compare folded words.
A new language is one file: nothing else lists the languages.
"""

import tomllib
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

Words = frozenset[str]
Listed = tuple[str, ...]


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of a language's file: a key that it does not know is an error."""


class Titles(_Table, frozen=True):
    """Titles and offices that are read alike, and the `uses` of all of them.

    compared: left out when two names are compared. office: a name that ends in it is an office, not a person.
    article: stands before a name in prose. typed: stands before one in what people type. country: a country may
    stand before it. label: a transcript's label of such words alone is an office. honour: begins such a label and
    is no given name. short: an abbreviation. dotted: a title only with its full stop. male, female: of whom.
    """

    words: Words
    uses: Words


class NameParts(_Table, frozen=True):
    """Words in names: `joints` count only in what people type ("Ortega y Gasset"); `bodies` have no surname.

    Of scripts without blanks, `no_part` are characters that are part of no name, `titles_behind` hang on one; of
    others, `surname_endings` end many surnames and few other words.


    `elder` and `younger` tell father and son apart ("Trudeau senior", "Dumas fils"). `reporting` says whose words
    follow ("laut Habeck").
    """

    reporting: Words = Words()
    elder: Words = Words()
    younger: Words = Words()
    particles: Words = Words()
    joints: Words = Words()
    juniors: Words = Words()
    numerals: Words = Words()
    honours: Words = Words()
    bodies: Words = Words()
    no_part: Words = Words()
    titles_behind: Words = Words()
    surname_endings: Words = Words()


class Nameless(_Table, frozen=True):
    """Words for a speaker whom nobody names.

    A transcript's label with one of `labels`, or of `labels_alone` only, names nobody; so does a record's speaker
    of nothing but `speakers`. `sentence_openers` before a colon are no label at all ("Remember: …").
    """

    sentence_openers: Words = Words()
    labels: Words = Words()
    labels_alone: Words = Words()
    speakers: Words = Words()


class GivenNames(_Table, frozen=True):
    """Given names; one in both lists tells no gender."""

    male: Words = Words()
    female: Words = Words()


class SpeakerNouns(_Table, frozen=True):
    """Nouns for those who speak: one person's role, a thing that has a wording, a group; whom a role is said of."""

    roles: Listed = ()
    things: Listed = ()
    groups: Words = Words()
    male: Words = Words()
    female: Words = Words()


class Capitalised(_Table, frozen=True):
    """Words that bear a capital: of organisations, places, peoples; and words that never begin a name."""

    organisations: Words = Words()
    places: Words = Words()
    peoples: Words = Words()
    never_names: Words = Words()
    never_typed_names: Words = Words()


class Calendar(_Table, frozen=True):
    """Months from the first to the twelfth, their abbreviations, weekdays, and days named from today."""

    months: Listed = ()
    short_months: Listed = ()
    weekdays: Listed = ()
    days: Listed = ()


class Abbreviations(_Table, frozen=True):
    """Words whose full stop ends no sentence, beside titles and months.

    `references` stand in notes and lists; `capitalised` count only where they bear a capital.
    """

    words: Words = Words()
    references: Words = Words()
    capitalised: Words = Words()


class Pronouns(_Table, frozen=True):
    """Pronouns: `mentions` stand for a speaker in an article, `others` and `contracted` for nobody that is named.

    `crowds` are nouns that name nobody either ("experts"); `possessives` come before what is owned.
    """

    mentions: Listed = ()
    contracted: Words = Words()
    others: Words = Words()
    crowds: Words = Words()
    possessives: Words = Words()


class Prepositions(_Table, frozen=True):
    """Prepositions; `article` and `typed` are read as such in one kind of text only.

    `exchanged` are those that a rewording exchanges, within `groups` without a change of meaning.
    """

    words: Words = Words()
    article: Words = Words()
    typed: Words = Words()
    exchanged: Words = Words()
    groups: tuple[Words, ...] = ()


class FunctionWords(_Table, frozen=True):
    """Small words: for parsing a sentence, for telling a title from a sentence, for weighing words in a search.

    `conjunctions` join clauses, `sample` tells the language of a text, `turning` changes what is said, `commonplace` says little.
    """

    conjunctions: Words = Words()
    determiners: Words = Words()
    auxiliaries: Words = Words()
    clause_openers: Words = Words()
    articles: Words = Words()
    common: Words = Words()
    lively: Words = Words()
    small: Words = Words()
    sample: Words = Words()
    turning: Words = Words()
    stop_words: Words = Words()
    commonplace: Words = Words()


class TitledWorks(_Table, frozen=True):
    """Words before the title of a work, and words for what bears a slogan."""

    before: Words = Words()
    bearers: Words = Words()


class Negations(_Table, frozen=True):
    """Words that say no, and prefixes that turn a word round."""

    words: Words = Words()
    prefixes: Words = Words()


class Grouped(_Table, frozen=True):
    """Words of one class; those of one of the `groups` say the same."""

    words: Words = Words()
    groups: tuple[Words, ...] = ()


class Conditions(_Table, frozen=True):
    """What begins a condition: words, phrases, patterns; not the `exceptions` ("as if").

    `limits` are no conditions but change what is said in the same way. `asides` are patterns of conditions on which
    nothing hangs ("if I may say so").
    """

    openers: Listed = ()
    phrases: Listed = ()
    patterns: Listed = ()
    exceptions: Listed = ()
    limits: Words = Words()
    asides: Listed = ()


class Tenses(_Table, frozen=True):
    """The forms of the auxiliary verbs by tense."""

    be_present: Words = Words()
    be_past: Words = Words()
    be_other: Words = Words()
    have_present: Words = Words()
    have_past: Words = Words()
    do_present: Words = Words()
    do_past: Words = Words()


class Opposites(_Table, frozen=True):
    """Pairs of function words that are opposites, written one/other."""

    pairs: Words = Words()


class Fillers(_Table, frozen=True):
    """Words that say nothing: `sounds` nowhere, those `apart` only where marks set them off."""

    words: Words = Words()
    sounds: Words = Words()
    apart: Words = Words()
    phrases: Listed = ()


class Units(_Table, frozen=True):
    """Units of measure, words that scale a number, and the names of the signs of money."""

    words: Words = Words()
    scales: Words = Words()
    money: dict[str, Words] = {}


class SpeechVerbs(_Table, frozen=True):
    """Verbs that tell of speaking, and the words around them.

    Where the code can inflect (English), base forms by kind: `speak` (said), `name` (called it), `think`
    (believes), `do` (released), `deed` (refused); `irregular` has past and participle, `stressed_at_end` the
    verbs of several syllables that double their last consonant. Elsewhere `forms` are listed, and `endings`
    hang on the name.

    Of the base forms: `typed` are read in what people type, but not their `unsure` forms, which are more often
    something else; `claiming` report words, `deeds` may begin a further claim; behind `to_hearer` stands who
    hears it; `common` follow a quotation so often that they show that its sentence goes on; `after_quotation`
    are sure verbs beside a quotation, those `before_subject` also in "said the suit". `claiming_forms` are those of `forms` that report words.

    `that` begins reported speech; `between` may stand between a speaker and the verb, `leads` before the
    speaker; `questions` begin a question, `asking` fills one, `pointing` asks about words elsewhere; `joiners`
    join two speakers or two quotations, `quote_joiners` quotations alone.

    `accounts` stand before a name in place of a verb ("according to"), `accounts_behind` only behind the words
    ("…", so Habeck), `accounts_after` behind the name; before a name in a script without blanks stands one of
    `account_prefixes`.
    """

    speak: Listed = ()
    name: Listed = ()
    think: Listed = ()
    do: Listed = ()
    deed: Listed = ()
    irregular: dict[str, Listed] = {}
    stressed_at_end: Words = Words()
    forms: Words = Words()
    endings: Listed = ()
    typed: Words = Words()
    unsure: Words = Words()
    claiming: Words = Words()
    claiming_forms: Words = Words()
    deeds: Words = Words()
    to_hearer: Words = Words()
    common: Words = Words()
    after_quotation: Words = Words()
    before_subject: Words = Words()
    that: Words = Words()
    between: Words = Words()
    leads: Words = Words()
    questions: Words = Words()
    asking: Words = Words()
    pointing: Words = Words()
    joiners: Words = Words()
    quote_joiners: Words = Words()
    accounts: Listed = ()
    accounts_behind: Listed = ()
    accounts_after: Listed = ()
    account_prefixes: Listed = ()


class QuotationMarks(_Table, frozen=True):
    """Pairs of marks, the opening one first."""

    pairs: Listed = ()


class Frames(_Table, frozen=True):
    """Patterns of what a text does to quoted words in it; `{says}` and `{they}` stand for their lists.

    Right before the words, or before the "that" before them: `quoting` (they say), `disowned` (nobody says that),
    `reporting` (a verb of saying), `believing` (they want you to believe), `as_if`,
    `affirmed` (nobody denies that); `own` leads to the speaker's own
    words. Somewhere before them in the sentence: `nobody` (of a verb of saying), `hearsay` (allegedly). All that stands
    before them: `ironic` (oh sure), `salutations` (dear Madam, son), `then`. Right behind them: `quoting_after`,
    `heard_after`, `dismissed_after`, `adversatives` (but), `concessives` (though), `exceptives` (except, provided), `restrictive` (in, when).

    In the sentence before: `recited` (a letter came) anywhere, and at its beginning `supposed` (suppose that),
    `what_if` and `bygone` (back in 1990). In a sentence behind: `denied_next` (not a word of it is true) anywhere,
    and at its beginning `yes` and `no` as answers, `heard_next` (so he writes), `hedges` (that holds only while),
    `contrasts` (today) and `contrasts_elsewhere` (the rest).

    `adopted` (I agree, I signed it) makes somebody else's words the speaker's, `asides` (you know that) show that a
    "but" takes nothing back, one of `limiting` that it does; `joiners` join a clause; `eras` are times long gone, `now` is the present. Words
    `out_of_reach` take what follows out of the reach of a "not".
    """

    says: Listed = ()
    they: Listed = ()
    quoting: Listed = ()
    quoting_after: Listed = ()
    heard_after: Listed = ()
    own: Listed = ()
    disowned: Listed = ()
    dismissed_after: Listed = ()
    affirmed: Listed = ()
    reporting: Listed = ()
    believing: Listed = ()
    nobody: Listed = ()
    hearsay: Listed = ()
    recited: Listed = ()
    salutations: Listed = ()
    heard_next: Listed = ()
    adopted: Listed = ()
    denied_next: Listed = ()
    as_if: Listed = ()
    ironic: Listed = ()
    yes: Listed = ()
    no: Listed = ()
    supposed: Listed = ()
    what_if: Listed = ()
    then: Listed = ()
    adversatives: Listed = ()
    concessives: Listed = ()
    exceptives: Listed = ()
    hedges: Listed = ()
    limiting: Listed = ()
    asides: Listed = ()
    restrictive: Listed = ()
    contrasts: Listed = ()
    contrasts_elsewhere: Listed = ()
    bygone: Listed = ()
    now: Listed = ()
    eras: Listed = ()
    joiners: Words = Words()
    out_of_reach: Words = Words()


class Editing(_Table, frozen=True):
    """Words by which an editor's small changes are told from great ones.

    cased_whole: words that are another word in capitals (us, US), cased_first: with a first capital (polish, Polish).
    hyphenated: verbs that are another verb with a hyphen behind "re". judges: patterns of what judges in a bracket.
    articles: of which one may stand for another; definite, indefinite: among them, where the difference is the point.
    before_nouns: behind one of these a modal verb is a noun. parts: say of how many a clause speaks.
    particles: may be left out without a change of meaning; topics: of which one may stand for another.
    """

    cased_whole: Words = Words()
    cased_first: Words = Words()
    hyphenated: Words = Words()
    judges: Listed = ()
    articles: Words = Words()
    definite: Words = Words()
    indefinite: Words = Words()
    before_nouns: Words = Words()
    parts: Words = Words()
    particles: Words = Words()
    topics: Words = Words()


class Copies(_Table, frozen=True):
    """Words that come along where a page is copied.

    page: stands before the number of a page, page_of between it and how many there are. counters: what a network
    counts under a post; buttons: what can be pressed there; replying: stands before whom a post answers.
    """

    page: Words = Words()
    page_of: Words = Words()
    counters: Listed = ()
    buttons: Listed = ()
    replying: Listed = ()


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of one language; `unspaced` is whether it sets no blanks between words."""

    name: str
    unspaced: bool
    titles: tuple[Titles, ...]
    name_parts: NameParts
    nameless: Nameless
    given_names: GivenNames
    speaker_nouns: SpeakerNouns
    capitalised: Capitalised
    calendar: Calendar
    abbreviations: Abbreviations
    pronouns: Pronouns
    persons: dict[str, Listed]
    prepositions: Prepositions
    function_words: FunctionWords
    titled_works: TitledWorks
    negations: Negations
    modals: Grouped
    quantifiers: Grouped
    conditions: Conditions
    questions: Grouped
    tenses: Tenses
    opposites: Opposites
    fillers: Fillers
    units: Units
    speech_verbs: SpeechVerbs
    quotation_marks: QuotationMarks
    frames: Frames
    editing: Editing
    copies: Copies
    offices: dict[str, Listed]  # an office by its English name → what it is called, in words or phrases

    def titles_used(self, *uses: str) -> Words:
        """Return the titles that have all of some uses."""
        return union(titles.words for titles in self.titles if titles.uses.issuperset(uses))


@cache
def languages() -> dict[str, Language]:
    """Read every language, by its code, English first.

    >>> languages()["de"].name, next(iter(languages()))
    ('German', 'en')
    """
    paths = [
        path for path in (files("corpus.language") / "languages").iterdir() if path.name.endswith(".toml")
    ]
    found = {path.name.removesuffix(".toml"): _read(path.read_text(encoding="utf-8")) for path in paths}
    return dict(sorted(found.items(), key=lambda item: (item[0] != "en", item[0])))


def english() -> Language:
    """Return English, of which most is known."""
    return languages()["en"]


def union(lists: Iterable[Iterable[str]]) -> Words:
    """Join several lists.

    >>> sorted(union([("no", "not"), {"nicht"}]))
    ['nicht', 'no', 'not']
    """
    return Words().union(*lists)


def in_every_language(words: Callable[[Language], Iterable[str]]) -> Words:
    """Return the words that one table has in any language.

    >>> {"not", "nicht", "не"} <= in_every_language(lambda language: language.negations.words)
    True
    """
    return union(words(language) for language in languages().values())


def listed_in_every_language(words: Callable[[Language], Iterable[str]]) -> Listed:
    """Return the same in order, each once, English first."""
    return tuple(dict.fromkeys(word for language in languages().values() for word in words(language)))


def titles_in_every_language(*uses: str) -> Words:
    """Return the titles of any language that have all of some uses.

    >>> {"mr", "herr"} <= titles_in_every_language("compared", "male")
    True
    """
    return in_every_language(lambda language: language.titles_used(*uses))


def _read(text: str) -> Language:
    tables = tomllib.loads(text)
    split = {key: value if key in ("name", "unspaced") else _split(value) for key, value in tables.items()}
    return msgspec.convert(split, type=Language)


def _split(value: Any) -> Any:  # noqa: ANN401 (whatever TOML holds)
    """Make a list of words of each string; phrases in an array stay whole, but for groups of words."""
    if isinstance(value, str):
        return value.split()
    if isinstance(value, dict):
        return {
            key: [group.split() for group in inner]
            if key == "groups" and isinstance(inner, list)
            else _split(inner)
            for key, inner in value.items()
        }
    return (
        [_split(inner) if isinstance(inner, dict) else inner for inner in value]
        if isinstance(value, list)
        else value
    )
