"""Words for a thread of Slack that nobody is asking in just now: notices, corrections, and the mark on an earlier post."""

from collections.abc import Awaitable, Callable

from slack_sdk.web.async_client import AsyncWebClient

from handlers.ports.address import Address
from handlers.replies.corrections import GoneError
from handlers.replies.reply import Reply
from handlers.slack.delivery import Delivery, Place, Post, RefusedError

Connect = Callable[[str], Awaitable[AsyncWebClient]]
"""The client of a workspace, by the workspace's id."""

# Refusals that no later try will overcome.
_GONE = frozenset(
    {
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "thread_not_found",
        "account_inactive",
        "not_authed",
        "token_revoked",
    }
)


class SlackSender:
    """The Sender of Slack."""

    def __init__(
        self, connect: Connect, delivery: Delivery, dress: Callable[[Reply], Post] | None = None
    ) -> None:
        """`dress` lays a notice out with the buttons that belong under an answer; by default there are none."""
        self._connect = connect
        self._delivery = delivery
        self._dress = dress or _plain

    async def send(self, address: Address, reply: Reply) -> str:
        """Post a reply in a thread; the timestamp of the post."""
        try:
            return await self._delivery.post(
                await self._connect(address.team), _place(address), self._dress(reply)
            )
        except RefusedError as error:
            raise _translated(error) from error

    async def mark(self, address: Address, post: str, reply: Reply) -> None:
        """Put a reply in the place of an earlier post."""
        await self._delivery.update(await self._connect(address.team), _place(address), post, _plain(reply))


def _plain(reply: Reply) -> Post:
    [message] = Post.answers((reply,))
    return message


def _place(address: Address) -> Place:
    return Place(address.channel, address.user, address.thread or None)


def _translated(error: RefusedError) -> Exception:
    return GoneError(str(error)) if error.code in _GONE else error
