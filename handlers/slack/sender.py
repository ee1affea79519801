"""Words for a thread of Slack that nobody is asking in just now: notices, corrections, and the mark on an earlier post."""

from collections.abc import Awaitable, Callable

from slack_sdk.web.async_client import AsyncWebClient

from handlers.address import Address
from handlers.corrections import GoneError
from handlers.reply import Reply
from handlers.slack.delivery import Delivery, Place, Post, RefusedError

Connect = Callable[[str], Awaitable[AsyncWebClient]]
"""The client of a workspace, by the workspace's id."""

# What no later try will mend.
_GONE = frozenset(
    {
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "thread_not_found",
        "account_inactive",
        "token_revoked",
    }
)


class SlackSender:
    """The Sender of Slack."""

    def __init__(self, connect: Connect, delivery: Delivery) -> None:
        self._connect = connect
        self._delivery = delivery

    async def send(self, address: Address, reply: Reply) -> str:
        """Post a reply in a thread; the timestamp of the post."""
        [message] = Post.answers((reply,))
        try:
            return await self._delivery.post(await self._connect(address.team), _place(address), message)
        except RefusedError as error:
            raise _translated(error) from error

    async def mark(self, address: Address, post: str, reply: Reply) -> None:
        """Put a reply in the place of an earlier post."""
        [message] = Post.answers((reply,))
        await self._delivery.update(await self._connect(address.team), _place(address), post, message)


def _place(address: Address) -> Place:
    return Place(address.channel, address.user, address.thread or None)


def _translated(error: RefusedError) -> Exception:
    return GoneError(str(error)) if error.code in _GONE else error
