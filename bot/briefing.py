"""`brief`: one quote's long form, composed from the record and written in the form that is asked for."""

from collections.abc import Callable, Sequence

from bot.wiring import Parts
from corpus.records import Quote
from corpus.sources.catalogue import Origin
from corpus.subject import find_subject
from handlers import brief_pages
from handlers.brief import Brief, compose_brief

FORMS: dict[str, Callable[[Brief], str]] = {
    "md": brief_pages.markdown,
    "html": brief_pages.html,
    "text": brief_pages.text,
}


async def make_brief(parts: Parts, quote: Quote, origins: Sequence[Origin] = ()) -> Brief:
    """The brief on a quote; raises IndexUnavailableError when the record does not answer."""
    verdict = await parts.verifier.verify(quote)
    return compose_brief(verdict, await find_subject(parts.index, verdict), origins)
