"""Preferences of channels and teams, in Redis.

| key | holds |
|---|---|
| v:wants: + chat : team | hash: channel ("" for the team) → its preferences, as JSON |
"""

import logging

import msgspec

from corpus.storage.commands import ask, send
from corpus.storage.connection import Connection
from handlers.ports.preferences import Preferences

log = logging.getLogger(__name__)


class RedisPreferences:
    """The PreferenceStore of `handlers.ports.preferences`."""

    def __init__(self, client: Connection) -> None:
        self._client = client

    async def get(self, chat: str, team: str, channel: str) -> Preferences:
        """Return the channel's own, else the team's, else the default."""
        (stored,) = await ask(self._client, [("HMGET", _wants(chat, team), channel, "")])
        own = next((one for one in stored if one), None)
        return msgspec.json.decode(own, type=Preferences) if own else Preferences()

    async def put(self, chat: str, team: str, channel: str, preferences: Preferences, by: str) -> None:
        """Set them for a channel, or with channel "" for the team; who did is logged, and nothing of the chat."""
        await send(self._client, [("HSET", _wants(chat, team), channel, msgspec.json.encode(preferences))])
        log.info("settings changed", extra={"chat": chat, "team": team, "channel": channel, "by": by})


def _wants(chat: str, team: str) -> bytes:
    return f"v:wants:{chat}:{team}".encode()
