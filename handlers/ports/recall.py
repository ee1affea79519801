"""The answers given in a channel before, found again by their quotes. Nothing here stores it."""

from typing import Protocol

from corpus.models import Quote
from handlers.ports.address import Address
from handlers.ports.answers import Remembered


class EarlierAnswers(Protocol):
    """The earlier answers of each channel. Both methods raise IndexUnavailableError when they cannot."""

    async def note(self, address: Address, quote: Quote, id_: str) -> None:
        """Note the answer to a quote in a channel."""

    async def find(self, address: Address, quote: Quote) -> Remembered | None:
        """Return the answer that stands in a channel for a quote; None where there is none."""
