"""Store of the Teams conversations that have had the card that teaches how to ask, in Redis.

| key | holds |
|---|---|
| v:teams:greeted | set: 16 bytes for each conversation |
"""

import hashlib
import logging

from corpus.errors import IndexUnavailableError
from corpus.storage.commands import send
from corpus.storage.connection import Connection

_KEY = b"v:teams:greeted"

log = logging.getLogger(__name__)


class RedisGreeted:
    """The Greeted of `handlers.teams.actions`; where Redis is down nobody is greeted, rather than somebody twice."""

    def __init__(self, client: Connection) -> None:
        self._client = client

    async def first(self, conversation: str) -> bool:
        """Return whether this conversation has not been greeted; now it has."""
        return await self._send("SADD", conversation)

    async def forget(self, conversation: str) -> None:
        """Let it be greeted again."""
        await self._send("SREM", conversation)

    async def _send(self, command: str, conversation: str) -> bool:
        member = hashlib.blake2b(conversation.encode("utf-8", "replace"), digest_size=16).digest()
        try:
            (changed,) = await send(self._client, [(command, _KEY, member)])
        except IndexUnavailableError:
            log.warning("a greeting was not noted", extra={"chat": "teams"})
            return False
        return bool(changed)
