"""The appearances of statements, and what each document held, in Redis."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from corpus.models import Appearance
from corpus.sources.appearances import MOST, in_order
from corpus.storage import keys
from corpus.storage.commands import ask, send
from corpus.storage.connection import Command, Connection

HELD = 400 * 24 * 3600
"""Seconds for which appearances and what a document held are kept after the last of them."""


class Appearances:
    """Store of appearances; raises IndexUnavailableError when the record does not answer."""

    def __init__(self, client: Connection) -> None:
        self._client = client

    async def of(self, statements: Sequence[str]) -> list[tuple[Appearance, ...]]:
        """Return the appearances of statements, by their ids, each in order; none for what was loaded from a file."""
        replies = await ask(
            self._client, [("HGETALL", keys.appearances(keys.identity(id_))) for id_ in statements]
        )
        return [in_order(_read(reply)) for reply in replies]

    async def note(self, appearances_of: Mapping[str, Sequence[Appearance]]) -> None:
        """Write the appearances of statements, all there are of each: what is not among them any more goes."""
        commands: list[Command] = []
        for id_, appearances in appearances_of.items():
            key = keys.appearances(keys.identity(id_))
            fields: list[bytes] = []
            ordered = in_order(appearances)
            for appearance in ordered[:MOST]:
                fields += [keys.identity(appearance.url), json.dumps(asdict(appearance)).encode()]
            commands += [("HSET", key, *fields), ("EXPIRE", key, HELD)]
            if beyond := [keys.identity(appearance.url) for appearance in ordered[MOST:]]:
                commands.append(("HDEL", key, *beyond))
        await send(self._client, commands)

    async def held(self, url: str) -> frozenset[str]:
        """Return the ids of the statements that a document held when it was last read."""
        (ids,) = await ask(self._client, [("SMEMBERS", keys.held(keys.identity(url)))])
        return frozenset(id_.decode() for id_ in ids)

    async def note_held(self, url: str, ids: Iterable[str]) -> None:
        """Note what a document holds now."""
        key, members = keys.held(keys.identity(url)), list(ids)
        commands: list[Command] = [("DEL", key)]
        if members:
            commands += [("SADD", key, *members), ("EXPIRE", key, HELD)]
        await send(self._client, commands)


def _read(reply: object) -> list[Appearance]:
    if isinstance(reply, dict):
        values = list(reply.values())
    else:
        values = list(reply)[1::2] if isinstance(reply, list) else []
    return [Appearance(**json.loads(value)) for value in values]
