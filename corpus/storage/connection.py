"""The connection to the record: the seam between what is asked and how one server or a cluster is reached.

`server` and `cluster` implement it on redis-py's clients, `commands` runs commands through it. No private part of
redis-py is used.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import redis.exceptions

Command = tuple[Any, ...]  # bytes, str or int
Run = Callable[[Sequence[Command]], Awaitable[list[Any]]]
"""Runs commands on one server in order and returns a reply for each; the error of a command is its reply."""

# A cluster's own exception is no RedisError.
FAILURES = (
    redis.exceptions.RedisError,
    redis.exceptions.RedisClusterException,
    OSError,
    EOFError,
    TimeoutError,
)


class Bulk(Protocol):
    """Very many commands of one key each."""

    def __len__(self) -> int:
        """Return the number of commands."""

    def packed(self) -> bytes:
        """Return all commands as one string in the Redis protocol."""

    def commands(self) -> list[Command]:
        """Return the same commands one by one, for a cluster."""


@dataclass(slots=True)
class Deadline:
    """The state of a server that people wait for: `silent` where it did not answer in time when last asked."""

    silent: bool = False


class Connection(Protocol):
    """A way to run commands on the record, be it one server or a cluster.

    Its methods raise what is in FAILURES; callers go through `commands`, which translates it.
    """

    deadline: Deadline | None
    """Set by `commands.set_deadline` where people wait for answers; None where work may take its time."""

    keys_together: int
    """The number of arbitrary keys that one command or script may name."""

    async def run(self, commands: Sequence[Command], *, repeatable: bool) -> list[Any]:
        """Run commands in order of their keys and return their replies; raise the first error among these.

        Those that are `repeatable` may run more than once.
        """

    async def run_bulk(self, bulk: Bulk, *, repeatable: bool, discard: bool = False) -> list[Any]:
        """Run a bulk like `run`; with `discard`, return nothing."""

    async def servers(self) -> Sequence[Run]:
        """Return a way to run commands on each server that owns keys, for what concerns whole servers."""


def raise_first(replies: list[Any]) -> list[Any]:
    """Return replies among which there is no error; raise the first that there is."""
    for reply in replies:
        if isinstance(reply, Exception):
            raise reply
    return replies
