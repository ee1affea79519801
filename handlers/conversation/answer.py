"""Text in, replies out: the one path that every chat takes. It knows nothing of any chat.

`command → verify → reply`: a quote that could not be looked up becomes a reply that says so, never one that
says "not documented".
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from corpus.errors import FactCheckError
from corpus.models import Quote, Restriction
from corpus.verdict import Verdict
from handlers.parsing.request import LONGEST_QUOTE, MOST_QUOTES, parse
from handlers.replies.recall import Recall
from handlers.replies.reply import Reply, compose, compose_error, compose_help, compose_left_out

Verify = Callable[[Quote], Awaitable[Verdict]]
Remember = Callable[[Verdict], Awaitable[str]]

log = logging.getLogger(__name__)

_HELP = frozenset({"help", "/help", "?", "-h", "--help"})


async def answer(
    text: str,
    verify: Verify,
    remember: Remember | None = None,
    recall: Recall | None = None,
    only: Restriction | None = None,
) -> tuple[Reply, ...]:
    """Answer each quote of a text, one after another; never an empty answer.

    An empty or absurd text gets one reply that says what to type; quotes beyond the limits are told of in a last one.
    `remember` keeps a verdict and gives the identifier that its reply carries; `recall` gives the line that stands for
    an answer where the same was asked here before; `only` is where alone the quotes are looked for.
    """
    if text.strip().lower() in _HELP:
        return (compose_help(),)
    try:
        request = parse(text)
    except FactCheckError as error:
        return (compose_error(error, text),)
    quotes = [replace(quote, only=only) if only else quote for quote in request.quotes]
    replies = [await answer_quote(quote, verify, remember, recall) for quote in quotes]
    if request.left_out or request.too_long:
        replies.append(compose_left_out(request.left_out, request.too_long, MOST_QUOTES, LONGEST_QUOTE))
    return tuple(replies)


async def answer_quote(
    quote: Quote, verify: Verify, remember: Remember | None = None, recall: Recall | None = None
) -> Reply:
    """Answer one quote; an outage is a reply of its own kind."""
    try:
        if recall and (earlier := await recall(quote)):
            return earlier
        verdict = await verify(quote)
    except FactCheckError as error:
        return compose_error(error, quote.text, quote.speaker)
    reply = compose(verdict)
    return replace(reply, id=await _remembered(verdict, remember)) if remember else reply


async def _remembered(verdict: Verdict, remember: Remember) -> str:
    """The identifier of a verdict; "" where it could not be remembered, which must not cost the answer."""
    try:
        return await remember(verdict)
    except (FactCheckError, UnicodeEncodeError) as error:  # half of a surrogate pair cannot be written down
        log.warning("an answer was not remembered", extra={"error": type(error).__name__})
        return ""
