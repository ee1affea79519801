"""Dates, counts, lists and languages as a reader says them. Always the same for the same input: no "yesterday"."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from corpus.language.knowledge import english
from corpus.models import main_language
from handlers.messages import say
from handlers.parsing.clean import clean

_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?:[T ].*)?")

# CLDR says Bangla, Norwegian Bokmål and Nynorsk, Slovenian; the last three codes name no language. English stands
# here for speed: most answers need no other name, and reading CLDR takes as long as a lookup.
_OWN_NAMES = {
    "bn": "Bengali", "en": "English", "nb": "Norwegian", "nn": "Norwegian", "sl": "Slovene",
    "mul": "", "und": "", "zxx": "",
}  # fmt: skip


def say_date(iso: str | None) -> str:
    """Return an ISO date, perhaps cut or with a time, as it is said; empty where there is none.

    >>> say_date("2025-09-05"), say_date("2025-09"), say_date("1770"), say_date("2025-09-05T10:00:00Z")
    ('5 September 2025', 'September 2025', '1770', '5 September 2025')
    """
    match = _DATE.fullmatch(iso or "")
    if not match:
        return line(iso or "")
    year, month, day = match.groups()
    name = english().calendar.months[int(month) - 1].title() if month else ""
    parts = (str(int(day)) if day else "", name, str(int(year)))
    return " ".join(part for part in parts if part)


def say_when(iso: str | None) -> str:
    """Return a date with the word in front of it: "on 5 September 2025", "in 1770"; empty where there is none.

    >>> say_when("2025-09-05"), say_when("2025"), say_when(None)
    ('on 5 September 2025', 'in 2025', '')
    """
    date = say_date(iso)
    return f"{'on' if date[:1].isdigit() and ' ' in date else 'in'} {date}" if date else ""


def count(number: int, noun: str) -> str:
    """Write a number with its noun, one of those in `counts.toml`.

    >>> count(1, "source"), count(12345, "statement"), count(0, "hour")
    ('1 source', '12,345 statements', '0 hours')
    """
    return say(f"counts.{noun.replace(' ', '_')}", count=number)


def listing(names: Sequence[str], most: int = 3) -> str:
    """Return names in a row, a long row cut.

    >>> listing(["A"]), listing(["A", "B", "C"]), listing(["A", "B", "C", "D", "E", "F"])
    ('A', 'A, B and C', 'A, B, C and 3 more')
    """
    shown = [line(name) for name in names]
    if len(shown) > most + 1:
        shown = [*shown[:most], say("counts.more", count=len(shown) - most)]
    return " and ".join(part for part in (", ".join(shown[:-1]), shown[-1] if shown else "") if part)


def language_name(tag: str | None) -> str:
    """Return the English name of a language (BCP 47); empty where it is not known.

    >>> language_name("ru"), language_name("pt-BR"), language_name("xx"), language_name(None)
    ('Russian', 'Portuguese', '', '')
    >>> language_name("nb"), language_name("und")
    ('Norwegian', '')
    """
    language = main_language(tag)
    return (
        _OWN_NAMES[language]
        if language in _OWN_NAMES
        else _cldr_names().get(language, "")
        if language
        else ""
    )


@cache
def _cldr_names() -> Mapping[str, str]:
    """Return the English names of languages, by their codes."""
    from babel import Locale  # here, for most answers do without

    return dict(Locale("en").languages)


def line(text: str, most: int = 160) -> str:
    r"""Return foreign words made fit for a sentence of ours: one line, nothing unseen, not too long.

    >>> line("Kremlin\n\u202e.ru"), line("x" * 200, 5)
    ('Kremlin .ru', 'xxxx…')
    """
    words = " ".join(clean(text[: 8 * most]).split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def quoted(text: str, most: int = 120) -> str:
    """Return words of the quote or the source inside a sentence of ours.

    >>> quoted(" will not ")
    '“will not”'
    """
    return f"“{line(text, most)}”"


def sentence(text: str) -> str:
    """Return a text with a capital in front and one full stop behind.

    >>> sentence("the record is empty"), sentence("Is it?")
    ('The record is empty.', 'Is it?')
    """
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text[-1:] in ".?!…" else ".")
