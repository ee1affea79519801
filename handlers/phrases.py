"""What the bot says besides verdicts: labels, progress, help and apologies, once, for all chats.

Sentences about a verdict are in `reply`; nothing here says anything about a quote.
"""

CHECKING = "Checking …"
ASKS = "asks about"
SLOW = "This took longer than I may take. I have not checked this quote. Please ask again in a minute."

DIFFERENCES = "Word by word"
LEGEND = "struck out: as asked · bold: as in the source"
OTHERS = "Other wordings of the same statement"
RELATED = "Related, but no evidence for this quote"
REVIEWS = "What fact-checkers wrote"
SHORTENED = "Shortened to fit here: “…” marks each cut. The source has the whole."

SOURCES = "Sources"
CONTEXT = "Context"
WATCH = "Tell me if this changes"
PAGE = "Page of this answer"
WRONG = "What is wrong?"
SEND = "Send"
GONE = "This answer is no longer kept. Ask again for a fresh one."
VERIFY = "Verify this quote"
POST = "Post in this thread"
IN_THREAD = "The answer is in the thread of that message."
TOO_SLOW = "Teams waits five seconds, and I need longer. I have not checked this quote. Please ask again in a minute."
LONGER = "This takes a little longer. Post it in the thread: the answer comes there as soon as it is ready."
TEAMS_ACTION = (
    "In a channel, begin with @ and my name. Or open “…” on any message and choose “Verify this quote”."
)
NOTHING_THERE = "I cannot read the message above. Paste the quote after my name, or open “…” on that message and choose “Verify this quote”."

HELP = (
    "Give me a quote, and I look up who said it, in which words, where and when.",
    '/verify "Western troops in Ukraine would be lawful targets" by Putin',
    "/verify Kennedy: “ask not what your country can do for you”",
    '/verify "We shall fight on the beaches" — Churchill since:1940 until:1941',
    "Several quotes in one message are answered one by one.",
)


def more(count: int) -> str:
    """Say that some wordings were left out.

    >>> more(1), more(12)
    ('1 more is not shown.', '12 more are not shown.')
    """
    return f"{count} more {'is' if count == 1 else 'are'} not shown."
