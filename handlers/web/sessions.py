"""Sessions of the local chat page: the posts of each browser, kept in memory and bounded on every side.

It knows nothing of HTTP. A message in a chat is a *post*.
"""

import secrets
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime
from enum import Enum

from handlers.replies.reply import Reply

SESSIONS = 100
POSTS = 200
CHARACTERS = 1_000_000  # of posts and answers together, for each session


class State(Enum):
    """State of a post."""

    WAITING = "waiting"
    ANSWERED = "answered"
    HELP = "help"  # there was no quote in it


@dataclass(slots=True)
class Post:
    """One message and, once they are there, the answers in its thread.

    `id` is not a number, so that a page from before a restart never takes a new post for an old one.
    """

    id: str
    text: str
    at: datetime
    state: State = State.WAITING
    answers: tuple[Reply, ...] = ()
    watched: dict[str, str] = field(
        default_factory=dict
    )  # answer → what was said when it was put under watch
    rated: dict[str, str] = field(default_factory=dict)  # answer → what was said when it was rated

    @property
    def characters(self) -> int:
        """Return how much it holds.

        >>> Post("a1", "We shall fight", datetime(1940, 6, 4)).characters
        14
        """
        return len(self.text) + _characters(self.answers)


def _characters(value: object) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Sequence):
        return sum(_characters(item) for item in value)
    if is_dataclass(value):
        return sum(_characters(getattr(value, one.name)) for one in fields(value))
    return 0


@dataclass(slots=True)
class Channel:
    """The posts of one browser, oldest first; the oldest are dropped when it is full."""

    posts: deque[Post] = field(default_factory=deque)

    def add(self, text: str, at: datetime) -> Post:
        """Write a post."""
        post = Post(secrets.token_hex(4), text, at)
        self.posts.append(post)
        self.trim()
        return post

    def find(self, name: str) -> Post | None:
        """Return the post that an address names, unless it was dropped or never written."""
        return next((post for post in self.posts if post.id == name), None)

    def trim(self) -> None:
        """Drop the oldest posts until the rest fits; the newest stays."""
        held = sum(post.characters for post in self.posts)
        while len(self.posts) > 1 and (len(self.posts) > POSTS or held > CHARACTERS):
            held -= self.posts.popleft().characters


class Channels:
    """A channel for each browser, found by its cookie; the oldest are dropped when there are too many."""

    def __init__(self) -> None:
        self._channels: OrderedDict[str, Channel] = OrderedDict()

    def find(self, session: str | None) -> Channel | None:
        """Return the channel of a session that we opened."""
        channel = self._channels.get(session or "")
        if channel is not None and session:
            self._channels.move_to_end(session)
        return channel

    def open(self) -> tuple[str, Channel]:
        """Return a new session, named so that nobody can guess it, and its channel."""
        session, channel = secrets.token_urlsafe(18), Channel()
        while len(self._channels) >= SESSIONS:
            del self._channels[self._most_dispensable()]
        self._channels[session] = channel
        return session, channel

    def _most_dispensable(self) -> str:
        """Return the session to drop: one without a post, else the one that was idle longest."""
        empty = (session for session, channel in self._channels.items() if not channel.posts)
        return next(empty, next(iter(self._channels)))
