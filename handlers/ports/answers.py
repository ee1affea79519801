"""Answers, remembered under an identifier that nobody can guess: for buttons, links and corrections."""

from dataclasses import dataclass
from typing import Protocol

from corpus.verdict import Verdict
from handlers.ports.address import Address


@dataclass(frozen=True, slots=True)
class Remembered:
    """One answer: its verdict as it was given, `when` (ISO, UTC), where it stands, and what took its place.

    `address` is None where nobody may be notified of changes; `post` is the chat's name for our post in it ("" before it
    is posted); `superseded` the identifier of the answer that corrects this one, `replaces` of the one that this corrects.
    """

    id: str
    verdict: Verdict
    when: str
    address: Address | None = None
    post: str = ""
    superseded: str = ""
    replaces: str = ""


class Memory(Protocol):
    """Store of answers, kept for as long as their channel wants. Every method raises IndexUnavailableError when it cannot."""

    async def keep(self, verdict: Verdict, address: Address | None, days: int) -> str:
        """Remember an answer for so many days; its identifier."""

    async def get(self, id_: str) -> Remembered | None:
        """Return an answer; None where there is none of this identifier, or no longer."""

    async def posted(self, id_: str, address: Address, post: str) -> None:
        """Note where the answer stands."""

    async def supersede(self, id_: str, by: str) -> None:
        """Note which answer corrects this one, and with that one, which it corrects."""

    async def by_user(self, chat: str, team: str, user: str, most: int = 10) -> list[Remembered]:
        """Return the last answers to somebody's questions, newest first."""

    async def forget(self, id_: str) -> None:
        """Forget one answer."""

    async def forget_user(self, chat: str, team: str, user: str) -> int:
        """Forget all answers to somebody's questions; how many there were."""
