"""The message that somebody means who calls the bot under it: "@Verbatim did he really say that?".

In a thread it is the one before theirs, or the one that began the thread, whichever brings words to check; in a
channel the one above. Reading it takes a history scope, which the bot does not ask for by itself.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from handlers.parsing.request import brings_words
from handlers.slack.delivery import RefusedError, translated
from handlers.slack.mrkdwn import unescape
from handlers.slack.rich_text import read

Json = Mapping[str, Any]

_SECONDS = 6.0  # Slack makes small apps wait a minute; a person waits less
_PAGE = 200  # messages of a thread; where there are more, the one that began it is meant
_NEAR = 5  # messages of a channel


def words_of(message: Json) -> str:
    """Return what a message says, and what the messages say that it shares."""
    words = read(message.get("blocks"))
    shared = [unescape(part.get("text") or "") for part in message.get("attachments") or []]
    own_words = unescape(message.get("text") or "") if words is None else words
    return "\n".join(text for text in (own_words, *shared) if text)


async def read_above(
    client: AsyncWebClient, channel: str, before: str, thread: str | None, own: str | None
) -> str:
    """Return the words of the message above the one at `before`; "" where it brings none to check.

    Raises RefusedError where Slack does not show it: `missing_scope` without a history scope.
    """
    method = "conversations.replies" if thread else "conversations.history"
    try:
        async with asyncio.timeout(_SECONDS):
            if thread:
                call = client.conversations_replies(channel=channel, ts=thread, latest=before, limit=_PAGE)
            else:
                call = client.conversations_history(channel=channel, latest=before, limit=_NEAR)
            answer = await translated(method, call)
    except TimeoutError as error:
        raise RefusedError(method, "ratelimited") from error
    return _choose(answer.get("messages") or [], before, own, whole=not (thread and answer.get("has_more")))


def _choose(messages: Sequence[Json], before: str, own: str | None, *, whole: bool) -> str:
    """Return the nearest of the messages above, or the first of all, depending on which brings words to check."""
    earlier = sorted((m for m in messages if _time(m) < float(before)), key=_time)
    others = [words_of(m) for m in earlier if m.get("user") != own]
    near = others[-1:] if whole else []
    return next((words for words in (*near, *others[:1]) if brings_words(words)), "")


def _time(message: Json) -> float:
    return float(message.get("ts") or 0)
