"""What Slack's listeners can do beside answering: remember, prefer, watch, learn. Each is handed in; none is known here."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from corpus.models import Coverage, Holdings, Quote
from handlers.ports.address import Address
from handlers.ports.answers import Memory
from handlers.ports.feedback import Feedback, TakeBack
from handlers.ports.preferences import Preferences, PreferenceStore
from handlers.replies.corrections import Watch
from handlers.replies.preview import Pages
from handlers.replies.reply import Reply
from handlers.slack.delivery import Place

Ask = Callable[[str, Address, Preferences], Awaitable[tuple[Reply, ...]]]
Check = Callable[[Quote, Address, Preferences], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: its text, where it belongs, and the key by which a repetition is known.

    `show` says that nobody has seen the question yet: it is posted first. `pasted` says that nobody asked: somebody
    put a quote into a channel. `done` is how many of its answers are posted, `tries` how often it was left for another
    try. `quote` is what is asked where that is known beyond its text; `brief` asks for the long form; `alone` keeps the
    answer for the asker, whatever the channel wants. `above` is the timestamp of
    a message that asks about the one above it, `own` our id where it was asked. `editable` says that it was asked in a
    message, whose author may change it.
    """

    key: str
    text: str
    place: Place
    show: bool = False
    team: str = ""
    pasted: bool = False
    done: int = 0
    quote: Quote | None = None
    alone: bool = False
    brief: bool = False
    tries: int = 0
    above: str = ""
    own: str = ""
    editable: bool = False

    @property
    def address(self) -> Address:
        """Where it was asked, and by whom."""
        return Address("slack", self.team, self.place.channel, self.place.thread or "", self.place.user)


@dataclass(frozen=True, slots=True)
class Answered:
    """What answers a message: a hash of what was asked, and the posts with the identifiers of their answers."""

    words: str
    posts: dict[str, str]


class Questions(Protocol):
    """Knows which posts answer which message. Its methods raise IndexUnavailableError when they cannot."""

    async def note(self, key: str, words: str, post: str, id_: str, days: int) -> None:
        """Note that a post answers a message, for so many days."""

    async def find(self, key: str) -> Answered | None:
        """The posts that answer a message; None where there are none, or no longer."""

    async def forget(self, key: str) -> None:
        """Forget what answers a message."""

    def same(self, answered: Answered, words: str) -> bool:
        """Whether that is what was asked."""


class Backlog(Protocol):
    """Keeps questions that are under way, so that a restart loses none. No method raises."""

    async def put(self, asked: Asked) -> bool:
        """Keep a question, or how far it got; whether it is kept."""

    async def later(self, asked: Asked) -> bool:
        """Leave a question for another try, as far as it got; False where it had its tries, or is not kept."""

    async def drop(self, asked: Asked) -> None:
        """Take a finished question out."""


@dataclass(frozen=True, slots=True)
class Tools:
    """Answering with a memory. What is None has no button; `pages` are those of answers.

    `ask` answers a text as the channel's settings want it, `check` one quote, wherever it is to be looked for.
    """

    ask: Ask
    check: Check
    memory: Memory
    preferences: PreferenceStore
    coverage: Callable[[], Awaitable[Coverage]]
    holdings: Callable[[], Awaitable[Holdings]]
    watch: Watch | None = None
    feedback: Feedback | None = None
    take_back: TakeBack | None = None
    pages: Pages | None = None
    brief: Callable[[Quote], Awaitable[Reply]] | None = None
    backlog: Backlog | None = None
    questions: Questions | None = None
