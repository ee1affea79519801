"""Text in, replies out: the one path that every chat takes. It knows nothing of any chat.

`command → verify → reply`: a quote that could not be looked up becomes a reply that says so, never one that
says "not documented".
"""

from collections.abc import Awaitable, Callable

from corpus.errors import FactCheckError
from corpus.records import Quote
from corpus.verdict import Verdict
from handlers.command import parse
from handlers.reply import Reply, compose, compose_error

Verify = Callable[[Quote], Awaitable[Verdict]]


async def answer(text: str, verify: Verify) -> tuple[Reply, ...]:
    """Answer each quote of a text, in order; an empty or absurd text gets one reply that says what to type."""
    try:
        request = parse(text)
    except FactCheckError as error:
        return (compose_error(error, text),)
    return tuple([await answer_quote(quote, verify) for quote in request.quotes])


async def answer_quote(quote: Quote, verify: Verify) -> Reply:
    """Answer one quote; an outage is a reply of its own kind."""
    try:
        return compose(await verify(quote))
    except FactCheckError as error:
        return compose_error(error, quote.text, quote.speaker)
