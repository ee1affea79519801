"""A repeated delivery is answered once, and a failed first try leaves no silence.

Chats deliver again what was not acknowledged in time, though it may be under way or even answered. So the
first to take a delivery holds it for as long as a try may last; keeps it once a person can see something of
it; and forgets it when nothing came of it, for then the chat's next try is the second chance.

    first ──> work ──> keep      (a post is there: never again)
         ├───────────> forget    (nothing to be seen: the next delivery may try)
         └── crash               (it is forgotten by itself after TRY_SECONDS)
"""

from typing import Protocol

TRY_SECONDS = 50  # Slack tries again at once, after 1 minute and after 5: the second retry finds it free


class Deduplication(Protocol):
    """Deduplication of deliveries. No method raises: a store that is down must not silence the bot."""

    async def first(self, key: str) -> bool:
        """Return whether nobody has taken this delivery yet; now we have."""

    async def keep(self, key: str) -> None:
        """Remember for a day that the delivery is answered."""

    async def forget(self, key: str) -> None:
        """Let the next delivery count as the first."""
