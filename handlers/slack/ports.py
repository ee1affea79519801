"""Functions that Slack's listeners are handed beside answering: remembering, preferences, watches, feedback."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from corpus.models import Coverage, Holdings, Quote
from handlers.conversation.responder import Answer, Check, Write
from handlers.ports.address import Address
from handlers.ports.answers import Memory
from handlers.ports.feedback import Feedback, TakeBack
from handlers.ports.preferences import PreferenceStore
from handlers.ports.questions import Questions
from handlers.replies.corrections import Watch
from handlers.replies.preview import Pages
from handlers.slack.delivery import Place


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
        """Return where it was asked, and by whom."""
        return Address("slack", self.team, self.place.channel, self.place.thread or "", self.place.user)

    @property
    def personal(self) -> bool:
        """Return whether it was asked in a direct message."""
        return self.place.channel.startswith("D")


class Backlog(Protocol):
    """Store of questions that are under way, so that a restart loses none. No method raises."""

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

    ask: Answer
    check: Check
    memory: Memory
    preferences: PreferenceStore
    coverage: Callable[[], Awaitable[Coverage]]
    holdings: Callable[[], Awaitable[Holdings]]
    watch: Watch | None = None
    feedback: Feedback | None = None
    take_back: TakeBack | None = None
    pages: Pages | None = None
    brief: Write | None = None
    backlog: Backlog | None = None
    questions: Questions | None = None
