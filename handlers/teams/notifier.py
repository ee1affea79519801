"""Words to a thread of Teams that nobody is asking from just now: corrections, and watches that came true."""

from dataclasses import dataclass

from handlers.ports.address import Address
from handlers.replies.actions import Offer
from handlers.replies.reply import Reply
from handlers.teams import cards
from handlers.teams.delivery import Delivery


@dataclass(frozen=True, slots=True)
class TeamsSender:
    """The Sender of `handlers.replies.corrections`; the service URL of an address came in a request that was authenticated."""

    delivery: Delivery
    offer: Offer

    async def send(self, address: Address, reply: Reply) -> str:
        """Post a reply in the thread of an address; the post's identifier."""
        return await self.delivery.post(address, cards.message(reply, self.offer))

    async def mark(self, address: Address, post: str, reply: Reply) -> None:
        """Put a reply in the place of an earlier post of ours."""
        await self.delivery.edit(address, post, cards.message(reply, self.offer))
