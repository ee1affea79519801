"""Quotes that somebody put into a channel without asking us: which are looked up, and which answers are worth a post. Pure."""

from corpus.verdict import Rating
from handlers.parsing.paste import count_words
from handlers.parsing.quotation_marks import find_quotations
from handlers.ports.preferences import Pasted
from handlers.replies.reply import Reply

SHORTEST = 4  # words of a quote that is worth looking up unasked: a title or a nickname is shorter


def has_quote(text: str) -> bool:
    """Return whether a message brings a quote in quotation marks.

    >>> has_quote("He said “we shall fight on the beaches”, yes?"), has_quote("My “dear” friend")
    (True, False)
    """
    return any(count_words(one.words(text)) >= SHORTEST for one in find_quotations(text))


def worth_saying(reply: Reply, mode: Pasted) -> bool:
    """Return whether an answer that nobody asked for is to be posted; one that is no finding never is.

    >>> from handlers.replies.reply import Tone
    >>> worth_saying(Reply(None, Tone.UNKNOWN, "", "I could not look", "", ""), Pasted.ALWAYS)
    False
    """
    if reply.rating is None or mode is Pasted.OFF:
        return False
    if mode is Pasted.ALWAYS:
        return True
    if reply.rating in (Rating.TOO_SHORT, Rating.NO_COVERAGE):
        return False
    return reply.rating is Rating.NOT_DOCUMENTED or (
        mode is Pasted.NOT_VERBATIM and reply.rating is not Rating.VERBATIM
    )
