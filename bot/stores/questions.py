"""Store of the posts that answer each message, in Redis, so that an answer follows an edited or deleted question.

| key | holds |
|---|---|
| v:question: + 16 bytes | hash: a hash of what was asked, and each post that answers it → the answer's identifier, "" for none |
"""

import hashlib

from corpus.storage.commands import ask, send
from corpus.storage.connection import Connection
from handlers.ports.questions import Answered

_DAY = 24 * 3600
_WORDS = b"words"


class RedisQuestions:
    """The Questions of `handlers.ports`. Every method raises IndexUnavailableError when it cannot."""

    def __init__(self, client: Connection) -> None:
        self._client = client

    async def note(self, key: str, words: str, post: str, id_: str, days: int) -> None:
        """Note that a post answers a message, for so many days."""
        name = _question(key)
        await send(
            self._client,
            [("HSET", name, _WORDS, _digest(words), post, id_), ("EXPIRE", name, max(1, days) * _DAY)],
        )

    async def find(self, key: str) -> Answered | None:
        """Return the posts that answer a message; None where there are none, or no longer."""
        (pairs,) = await ask(self._client, [("HGETALL", _question(key))])
        fields = dict(zip(pairs[::2], pairs[1::2], strict=True))
        words = fields.pop(_WORDS, b"")
        posts = {post.decode(): id_.decode() for post, id_ in fields.items()}
        return Answered(words.hex(), posts) if posts else None

    async def forget(self, key: str) -> None:
        """Forget what answers a message."""
        await send(self._client, [("DEL", _question(key))])

    def same(self, answered: Answered, words: str) -> bool:
        """Return whether that is what was asked."""
        return answered.words == _digest(words).hex()


def _question(key: str) -> bytes:
    return b"v:question:" + _digest(key)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
