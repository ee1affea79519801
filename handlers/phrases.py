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
SHORTENED = "Shortened to fit here: “…” marks each cut. The source has the whole."

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
