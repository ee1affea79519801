"""Functions of the local chat page where answers are remembered: ask in a place, note posts, watch answers, rate them.

It is also how words come to a thread that nobody is asking in just now: into the page's memory, seen at the next look.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers.ports.address import Address
from handlers.ports.feedback import Feedback
from handlers.replies.corrections import GoneError, Watch
from handlers.replies.reply import Reply
from handlers.web.sessions import Channels, Post


@dataclass(frozen=True, slots=True)
class Conversation:
    """The page's ways to what is remembered, none of which knows the page; `channels` is where a sender finds threads."""

    ask: Callable[[str, Address], Awaitable[tuple[Reply, ...]]]
    posted: Callable[[str, Address, str], Awaitable[None]]
    watch: Watch
    channels: Channels
    feedback: Feedback | None = None


def address_of(session: str, post: Post) -> Address:
    """Return the thread of a post, in the channel of its browser."""
    return Address("web", "", session, post.id, session)


class WebSender:
    """The Sender of the local chat page."""

    def __init__(self, channels: Channels) -> None:
        self._channels = channels

    async def send(self, address: Address, reply: Reply) -> str:
        """Put a reply at the end of a thread; its name there is its answer's."""
        post = self._find(address)
        post.answers = (*post.answers, reply)
        return reply.id

    async def mark(self, address: Address, post: str, reply: Reply) -> None:
        """Put a reply in the place of an earlier one."""
        thread = self._find(address)
        thread.answers = tuple(reply if answer.id == post else answer for answer in thread.answers)

    def _find(self, address: Address) -> Post:
        channel = self._channels.find(address.channel)
        post = channel.find(address.thread) if channel else None
        if not post:
            raise GoneError("this thread of the local page is no more")
        return post
