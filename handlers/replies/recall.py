"""The same quote, asked again in the same channel: one line that leads to the earlier thread, and how to check again."""

import re
from collections.abc import Awaitable, Callable
from urllib.parse import quote as percent

from corpus.language.speakers import parse_name
from corpus.language.tokens import tokenize
from corpus.models import Quote
from handlers.messages import say
from handlers.ports.address import Address
from handlers.ports.answers import Remembered
from handlers.replies.formatting import say_when
from handlers.replies.links import web_address
from handlers.replies.reply import Link, Reply, compose

RECALL_DAYS = 7
"""So long a channel is led back to an earlier answer."""

_WITH_BUTTONS = ("slack", "teams")  # chats in which a button stands under that line

Recall = Callable[[Quote], Awaitable[Reply | None]]

_AGAIN = re.compile(r"\s*+(?:/?verify\b)?[\s:]*+again\b[\s:]*+(?=[\"“”„«‘'])", re.IGNORECASE)


def without_again(text: str) -> tuple[str, bool]:
    """A text without the word that asks to check again, and whether it was there.

    >>> without_again('again "We shall fight" by Churchill')
    ('"We shall fight" by Churchill', True)
    >>> without_again('verify again “We shall fight”')
    ('“We shall fight”', True)
    >>> without_again("again we shall fight")
    ('again we shall fight', False)
    """
    match = _AGAIN.match(text)
    return (text[match.end() :], True) if match else (text, False)


def question_key(quote: Quote) -> str:
    """Return what makes two questions one: the quote's words, its speaker and its dates, however they are written, and where alone it is looked for.

    >>> question_key(Quote("We SHALL fight!", "Winston Churchill")) == question_key(Quote("we shall fight", "winston churchill"))
    True
    """
    words = " ".join(token.norm for token in tokenize(quote.text))
    speaker = parse_name(quote.speaker or "")
    who = " ".join((*speaker.given, speaker.surname, speaker.suffix, *sorted(speaker.words)))
    only = [*sorted(quote.only.sources), "", *sorted(quote.only.languages)] if quote.only else []
    return "\0".join((words, who, quote.since or "", quote.until or "", *only))


def compose_recall(remembered: Remembered) -> Reply:
    """One line that says what was answered here and when, with a link to the thread."""
    reply = compose(remembered.verdict)
    when = say_when(remembered.when)
    pressed = remembered.address is not None and remembered.address.chat in _WITH_BUTTONS
    anew = (
        say("thread.press_to_check_again", check_again=say("thread.check_again"))
        if pressed
        else say("thread.type_to_check_again")
    )
    return Reply(
        rating=reply.rating,
        tone=reply.tone,
        icon="🔁",
        headline=say("thread.checked_before", headline=reply.headline),
        summary=(say("thread.checked_before_summary", when=when, anew=anew)),
        question=reply.question,
        speaker=reply.speaker,
        earlier=thread_link(remembered.address, remembered.post) if remembered.address else None,
        again=remembered.id,
    )


def thread_link(address: Address, post: str) -> Link | None:
    """The address of a post in its chat, as a person opens it; None where the chat has none.

    >>> thread_link(Address("slack", "T1", "C1", "1700.1"), "1700.2").url
    'https://slack.com/archives/C1/p17002?thread_ts=1700.1&cid=C1'
    """
    channel, thread = percent(address.channel, safe=""), percent(address.thread, safe="")
    at = percent(post, safe="")
    match address.chat:
        case "slack":
            within = f"?thread_ts={thread}&cid={channel}" if address.thread else ""
            url = web_address(f"https://slack.com/archives/{channel}/p{at.replace('.', '')}{within}")
        case "teams":
            url = web_address(
                f"https://teams.microsoft.com/l/message/{channel}/{at}?tenantId={percent(address.team, safe='')}"
            )
        case "web":
            url = f"/?post={thread}"
        case _:
            url = None
    return Link(say("thread.earlier_thread"), url) if url else None
