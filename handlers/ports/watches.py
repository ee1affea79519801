"""Answers that are followed, and the watches that a channel asked for. Nothing here stores them."""

from typing import Protocol

from corpus.models import Watched
from corpus.verdict import Verdict
from handlers.ports.address import Address


class Watches(Protocol):
    """The answers that are looked at again when the record changes. Its methods raise IndexUnavailableError."""

    async def follow(self, id_: str, verdict: Verdict, days: float) -> None:
        """Follow a remembered answer for so many days."""

    async def listed(self, address: Address) -> list[Watched]:
        """Return the watches of a channel, those that end soonest first."""

    async def unwatch(self, id_: str, address: Address) -> bool:
        """End a watch of a channel; False where there is none."""
