"""Fitness of the record's server: its policy of eviction, version, persistence and memory.

A server that evicts keys takes statements away in silence, and what is gone would look like an absence.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import SettingsError
from corpus.storage.commands import information
from corpus.storage.connection import Connection

_OLDEST = (6, 2)
_LOW = 1 << 26  # bytes of memory that should be left under maxmemory


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """The facts that one server tells of itself; `left` is the memory left under maxmemory, None without a limit."""

    policy: str = ""
    version: str = ""
    left: int | None = None
    evicted: int = 0
    replica: bool = False
    persistent: bool = True

    @property
    def evicts(self) -> bool:
        """Return whether the server takes any key away when its memory is full."""
        return self.policy.startswith("allkeys-")

    @property
    def warnings(self) -> tuple[str, ...]:
        """What whoever runs the bot should know, a sentence each.

        >>> ServerFacts(policy="volatile-lru", version="7.2.4").warnings
        ('The record\u2019s server has maxmemory-policy volatile-lru: remembered answers may go early. Better: noeviction.',)
        """
        checks = (
            (
                self.policy.startswith("volatile-"),
                f"has maxmemory-policy {self.policy}: remembered answers may go early. Better: noeviction.",
            ),
            (
                bool(self.version) and _numbers(self.version) < _OLDEST,
                f"is version {self.version}; the record needs 6.2 or later.",
            ),
            (self.replica, "is a replica: nothing can be written to it."),
            (not self.persistent, "keeps nothing on disk: a restart loses the record."),
            (
                self.left is not None and self.left < _LOW,
                f"has {max(0, self.left or 0) >> 20} MB left under its maxmemory.",
            ),
        )
        return tuple(f"The record’s server {words}" for applies, words in checks if applies)


async def server_facts(client: Connection) -> Sequence[ServerFacts]:
    """Return the facts of each server of the record; of one that does not allow INFO, none."""
    return [read_facts(text) for text in await information(client)]


async def require_noeviction(client: Connection) -> None:
    """Raise SettingsError where a server of the record may evict statements."""
    evicting = next((facts.policy for facts in await server_facts(client) if facts.evicts), "")
    if evicting:
        raise SettingsError(
            f"The record's server evicts keys when its memory is full (maxmemory-policy {evicting}): statements would be "
            "lost in silence. Set it to noeviction (redis-cli CONFIG SET maxmemory-policy noeviction, and the same in the "
            "server's configuration), or name a server of the record's own in REDIS_URL."
        )


def read_facts(text: str) -> ServerFacts:
    r"""Read the reply to INFO.

    >>> read_facts("maxmemory:0\r\nmaxmemory_policy:allkeys-lru\r\naof_enabled:1\r\n").evicts
    True
    """
    fields = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
    limit = _integer(fields, "maxmemory")
    return ServerFacts(
        policy=fields.get("maxmemory_policy", ""),
        version=fields.get("redis_version", ""),
        left=limit - _integer(fields, "used_memory") if limit else None,
        evicted=_integer(fields, "evicted_keys"),
        replica=fields.get("role") == "slave",
        persistent=fields.get("aof_enabled", "1") == "1" or _integer(fields, "rdb_saves") > 0,
    )


def _integer(fields: dict[str, str], name: str) -> int:
    value = fields.get(name, "")
    return int(value) if value.isdecimal() else 0


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdecimal())
