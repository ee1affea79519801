"""Questions under way, and which posts answer which message. Nothing here stores them."""

from dataclasses import dataclass
from typing import Protocol

from corpus.models import Quote
from handlers.ports.address import Address


class Question(Protocol):
    """A question as every chat knows it.

    `key` is the idempotency key of its delivery. `done` answers are posted already. `pasted` means that nobody asked:
    somebody put a quote into a channel. A `quote` is checked as it is, whatever the text; `brief` asks for its long
    form. `alone` shows the answer to its asker only, `personal` means that nobody else is in the chat. `editable`
    means that it was asked in a message, whose author may change it.
    """

    @property
    def key(self) -> str: ...  # noqa: D102 - the class describes it
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def address(self) -> Address: ...  # noqa: D102
    @property
    def done(self) -> int: ...  # noqa: D102
    @property
    def pasted(self) -> bool: ...  # noqa: D102
    @property
    def quote(self) -> Quote | None: ...  # noqa: D102
    @property
    def brief(self) -> bool: ...  # noqa: D102
    @property
    def alone(self) -> bool: ...  # noqa: D102
    @property
    def personal(self) -> bool: ...  # noqa: D102
    @property
    def editable(self) -> bool: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers to a message: a hash of what was asked, and the posts with the identifiers of their answers."""

    words: str
    posts: dict[str, str]


class Questions(Protocol):
    """The posts that answer each message. Its methods raise IndexUnavailableError when they cannot."""

    async def note(self, key: str, words: str, post: str, id_: str, days: int) -> None:
        """Note that a post answers a message, for so many days."""

    async def find(self, key: str) -> Answered | None:
        """Return the posts that answer a message; None where there are none, or no longer."""

    async def forget(self, key: str) -> None:
        """Forget what answers a message."""

    def same(self, answered: Answered, words: str) -> bool:
        """Return whether these words were asked."""
