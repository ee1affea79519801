"""`/verify watches`: what is watched in a channel, and how one is ended."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from corpus.models import Watched
from handlers.messages import say
from handlers.replies.formatting import line, quoted, say_date
from handlers.replies.reply import Reply, Tone
from handlers.replies.ui_text import typed

_COMMAND = re.compile(
    r"\s*+(?:/verify\b)?[\s:]*+(?:my\s+)?watches(?:\s+(?:end|stop)\s+(?P<number>\d{1,4}))?\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class AskWatches:
    """A request for the list of watches, or for the end of the watch with a number of that list."""

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
    first = say("chats.watch_on_ended_has_ended", ended=quoted(ended)) if ended else ""
    if watches:
        end = typed(chat, "watches end 1")
        rest = say("chats.quotes_watched", count=len(watches), end=end)
    elif ended:
        rest = say("chats.no_other_quote_watched", button=say("thread.watch_button"))
    else:
        rest = say("chats.no_quote_watched", button=say("thread.watch_button"))
    return Reply(
        rating=None,
        tone=Tone.UNKNOWN,
        icon="🔔",
        headline=say("chats.watched_here"),
        summary=first + rest,
        question="",
        notes=tuple(f"{number}. {_say(watch)}" for number, watch in enumerate(watches, 1)),
    )


def _say(watch: Watched) -> str:
    speaker = f" – {line(watch.quote.speaker)}" if watch.quote.speaker else ""
    until = say_date(datetime.fromtimestamp(watch.until, UTC).date().isoformat())
    return say("chats.watch_until", text=quoted(watch.quote.text), speaker=speaker, until=until)
