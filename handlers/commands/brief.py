"""`/verify brief "…"`: which text asks for the long form, and what the quote in it is."""

import re

from corpus.models import Quote
from handlers.parsing.request import parse

_BRIEF = re.compile(r"\s*+(?:/verify\b)?[\s:]*+brief\b(?=[\s:]*+[\"“”„«‘']|\s*+:)[\s:]*+", re.IGNORECASE)


def wants_brief(text: str) -> str | None:
    """Return the rest of a text that asks for a brief, or None; a quote that begins with the word "brief" does not.

    >>> wants_brief('brief "We shall fight" by Churchill')
    '"We shall fight" by Churchill'
    >>> wants_brief("brief encounters of the third kind") is None
    True
    """
    match = _BRIEF.match(text)
    return text[match.end() :] if match else None


def parse_brief(text: str) -> Quote | None:
    """Return the quote that a brief is asked on, the first of the text; None where no brief is asked for.

    Raises QuoteError where there is no quote in it.

    >>> parse_brief('/verify brief "We shall fight on the beaches" by Churchill').speaker
    'Churchill'
    """
    rest = wants_brief(text)
    return None if rest is None else parse(rest).quotes[0]
