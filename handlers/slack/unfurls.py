"""Links to answers' pages, unfurled where somebody posts them: https://docs.slack.dev/messaging/unfurling-links-in-messages.

Only what the people of that workspace may read is shown; a channel shared with others is shown nothing where pages are
for members.
"""

import logging
from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from corpus.errors import FactCheckError
from handlers.conversation.responder import log_bug
from handlers.ports.background import BackgroundTasks
from handlers.replies.preview import Pages
from handlers.replies.reply import Reply
from handlers.replies.truncate import head, plain
from handlers.slack.elements import Block, context, section

Json = Mapping[str, Any]

MOST_LINKS = 5  # of one message that are unfolded
_LONGEST = 600  # characters of a quote, and of a wording
_LONGEST_TEXT = 2_900  # characters of a text; Slack takes 3,000

log = logging.getLogger(__name__)


def register(app: AsyncApp, pages: Pages, background: BackgroundTasks) -> None:
    """Let a Bolt app unfold links to answers."""

    @app.event("link_shared")
    async def shared(event: Json, body: Json, client: AsyncWebClient) -> None:
        background.start(unfold(pages, event, body, client))


async def unfold(pages: Pages, event: Json, body: Json, client: AsyncWebClient) -> None:
    """Show what is behind the links of one message; nothing where there is nothing to show, or nothing for them."""
    if pages.access.limited and body.get("is_ext_shared_channel"):
        return
    try:
        shown = {}
        for link in [one for one in event.get("links") or [] if pages.access.answer_of(_url(one))][
            :MOST_LINKS
        ]:
            if reply := await pages.preview(_url(link), "slack", str(body.get("team_id") or "")):
                shown[_url(link)] = {"blocks": preview_blocks(reply)}
        if shown:
            await client.chat_unfurl(unfurls=shown, **_where(event))
    except FactCheckError as error:  # nobody asked: an outage is for the log, and no finding
        log.warning("a link was not unfolded", extra={"chat": "slack", "error": type(error).__name__})
    except (SlackApiError, SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
        log.warning("slack took no preview", extra={"chat": "slack", "error": type(error).__name__})
    except Exception as error:  # noqa: BLE001 - nothing above it but the event loop
        log_bug(error, "slack")


def preview_blocks(reply: Reply) -> list[Block]:
    """Return the preview in blocks that Slack takes in an unfurl, in plain text alone: nothing in it is markup or calls anybody."""
    wordings = [reply.wording] if reply.wording else list(reply.parts)
    asked = f"“{head(plain(reply.question), _LONGEST)}”" + (f" — {reply.speaker}" if reply.speaker else "")
    shown_wordings = [
        f"{one.heading}: “{head(plain(''.join(s.text for s in one.spans)), _LONGEST)}”" for one in wordings
    ]
    facts = [" · ".join(fact for fact in one.facts if fact) for one in wordings]
    return [
        *(
            section(_fit(text))
            for text in (f"{reply.icon} {reply.headline}", asked, reply.summary, *shown_wordings)
        ),
        *(context(_fit(text)) for text in facts if text),
        *(section(_fit(f"• {change}")) for change in reply.changes),
        context(_fit(reply.coverage)),
    ]


def _where(event: Json) -> dict[str, Any]:
    """Return the message, or what somebody is still writing."""
    if event.get("unfurl_id") and event.get("source"):
        return {"unfurl_id": event["unfurl_id"], "source": event["source"]}
    return {"channel": event["channel"], "ts": event["message_ts"]}


def _url(link: Json) -> str:
    return str(link.get("url") or "")


def _fit(text: str) -> str:
    return head(text, _LONGEST_TEXT) or "…"
