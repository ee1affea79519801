"""What people type or paste, turned into quotes to check."""

from corpus.errors import QuoteError
from corpus.records import Quote


def parse(text: str) -> tuple[Quote, ...]:
    """Read every quote of a text, in order.

    >>> parse('"We shall fight on the beaches"')[0].text
    'We shall fight on the beaches'
    """
    bare = text.strip().strip("\"'“”‘’«»").strip()
    if not bare:
        raise QuoteError
    return (Quote(bare),)
