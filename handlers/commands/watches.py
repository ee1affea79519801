"""`/verify watches`: what is watched in a channel, and how one is ended."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from corpus.models import Watched
from handlers.replies.corrections import WATCH_BUTTON
from handlers.replies.formatting import count, line, quoted, say_date
from handlers.replies.reply import Reply, Tone
from handlers.replies.ui_text import typed

_COMMAND = re.compile(
    r"\s*(?:/verify\b)?[\s:]*(?:my\s+)?watches(?:\s+(?:end|stop)\s+(?P<number>\d{1,4}))?\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class AskWatches:
    """What is asked: the list, or the end of the watch with a number of that list."""

    end: int | None = None


def parse_watches(text: str) -> AskWatches | None:
    """Read the command; None where the text is something else.

    >>> parse_watches("watches"), parse_watches("/verify watches end 2"), parse_watches('"watches"')
    (AskWatches(end=None), AskWatches(end=2), None)
    """
    match = _COMMAND.fullmatch(text)
    return AskWatches(int(match["number"]) if match["number"] else None) if match else None


def compose_watches(watches: Sequence[Watched], chat: str, ended: str = "") -> Reply:
    """Say what is watched here; `ended` is the quote whose watch has just been ended."""
    first = f"The watch on {quoted(ended)} has ended; its answer is still corrected. " if ended else ""
    rest = (
        f"{count(len(watches), 'quote')} {'is' if len(watches) == 1 else 'are'} watched here. "
        f"To end the watch on the first: {typed(chat, 'watches end 1')}."
        if watches
        else f"{'No other quote' if ended else 'No quote'} is watched here. To watch one, press “{WATCH_BUTTON}” under its answer."
    )
    return Reply(
        rating=None,
        tone=Tone.UNKNOWN,
        icon="🔔",
        headline="Watched here",
        summary=first + rest,
        question="",
        notes=tuple(f"{number}. {_say(watch)}" for number, watch in enumerate(watches, 1)),
    )


def _say(watch: Watched) -> str:
    speaker = f" – {line(watch.quote.speaker)}" if watch.quote.speaker else ""
    until = say_date(datetime.fromtimestamp(watch.until, UTC).date().isoformat())
    return f"{quoted(watch.quote.text)}{speaker}, until {until}"
