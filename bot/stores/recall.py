"""Store of the quotes that were answered in each channel, in Redis: hashes alone, no word of a chat.

| key | holds |
|---|---|
| v:recall: + 16 bytes | the answer to a question in a channel; lapses by itself |
"""

import hashlib

from bot.stores.answers import RedisMemory
from corpus.models import Quote
from corpus.storage.commands import ask, send
from corpus.storage.connection import Connection
from handlers.ports.address import Address
from handlers.ports.answers import Remembered
from handlers.replies.recall import RECALL_DAYS, question_key

_DAY = 24 * 3600
_MOST_CORRECTIONS = 20  # that are followed from an answer to the one that stands now


class Recalls:
    """Earlier answers of a channel. Both methods raise IndexUnavailableError when they cannot."""

    def __init__(self, client: Connection, memory: RedisMemory) -> None:
        self._client = client
        self._memory = memory

    async def note(self, address: Address, quote: Quote, id_: str) -> None:
        """Note the answer to a question in a channel; it counts once it is posted there."""
        await send(self._client, [("SET", _key(address, quote), id_, "EX", RECALL_DAYS * _DAY)])

    async def find(self, address: Address, quote: Quote) -> Remembered | None:
        """Return the answer that stands in this channel for this question, corrected as it may be; None where there is none."""
        (id_,) = await ask(self._client, [("GET", _key(address, quote))])
        answer = await self._memory.get(id_.decode()) if id_ else None
        for _ in range(_MOST_CORRECTIONS):
            if not answer or not answer.superseded:
                break
            answer = await self._memory.get(answer.superseded)
        return answer if answer and answer.post and answer.address else None


def _key(address: Address, quote: Quote) -> bytes:
    place = "\0".join((address.chat, address.team, address.channel, question_key(quote)))
    return b"v:recall:" + hashlib.blake2b(place.encode("utf-8", "replace"), digest_size=16).digest()
