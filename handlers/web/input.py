"""Messages of the local chat page, read: quotes to check, or a request for help."""

import re

_COMMAND = re.compile(r"\s*/verify(?=[\s\"'“”‘’„«»]|$)", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“”„«»‹›「」『』]|(?<!\w)['‘]\w")
_WORDS = re.compile(r"\w+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def read_message(message: str) -> str | None:
    """Return the text to check, or None where help is wanted.

    `/verify …` is always checked, a pasted text when it looks like a quote: quotation marks, or four words.

    >>> read_message('/verify "We shall fight" by Churchill')
    '"We shall fight" by Churchill'
    >>> read_message("We shall fight on the beaches")
    'We shall fight on the beaches'
    >>> read_message("/verify"), read_message("/help"), read_message("hello there")
    (None, None, None)
    """
    command = _COMMAND.match(message)
    if command:
        return message[command.end() :].strip() or None
    text = message.strip()
    return text if not text.startswith("/") and _looks_like_quote(text) else None


def _looks_like_quote(text: str) -> bool:
    """Return whether a text is long enough to be a quote; without spaces, four characters count as four words."""
    return bool(_QUOTED.search(text)) or len(_WORDS.findall(text)) >= 4 or len(_UNSPACED.findall(text)) >= 4
