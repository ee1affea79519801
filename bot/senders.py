"""The ways back to threads, one for each chat that is configured: what the teller sends notices and corrections by."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Settings
from handlers.corrections import Sender
from handlers.slack.delivery import connect
from handlers.slack.sender import SlackSender


def senders(settings: Settings) -> dict[str, Sender]:
    """The senders by the name of their chat, as an Address names it."""
    found: dict[str, Sender] = {}
    if slack := settings.slack:

        async def client(_: str) -> AsyncWebClient:
            return connect(slack.bot_token, slack.api_url)

        found["slack"] = SlackSender(client)
    return found
