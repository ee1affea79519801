"""Text in, replies out: the one path that every chat takes. It knows nothing of any chat.

`command → verify → reply`: a quote that could not be looked up becomes a reply that says so, never one that
says "not documented".
"""

from collections.abc import Awaitable, Callable

from corpus.errors import FactCheckError
from corpus.records import Quote
from corpus.verdict import Verdict
from handlers.command import LONGEST_QUOTE, MOST_QUOTES, parse
from handlers.reply import Reply, compose, compose_error, compose_help, compose_left_out

Verify = Callable[[Quote], Awaitable[Verdict]]

_HELP = frozenset({"help", "/help", "?", "-h", "--help"})


async def answer(text: str, verify: Verify) -> tuple[Reply, ...]:
    """Answer each quote of a text, one after another; never an empty answer.

    An empty or absurd text gets one reply that says what to type; quotes beyond the limits are told of in a last one.
    """
    if text.strip().lower() in _HELP:
        return (compose_help(),)
    try:
        request = parse(text)
    except FactCheckError as error:
        return (compose_error(error, text),)
    replies = [await answer_quote(quote, verify) for quote in request.quotes]
    if request.left_out or request.too_long:
        replies.append(compose_left_out(request.left_out, request.too_long, MOST_QUOTES, LONGEST_QUOTE))
    return tuple(replies)


async def answer_quote(quote: Quote, verify: Verify) -> Reply:
    """Answer one quote; an outage is a reply of its own kind."""
    try:
        return compose(await verify(quote))
    except FactCheckError as error:
        return compose_error(error, quote.text, quote.speaker)
