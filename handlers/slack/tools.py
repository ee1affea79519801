"""What Slack's listeners can do beside answering: remember, prefer, watch, learn. Each is handed in; none is known here."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from corpus.records import Coverage
from handlers.address import Address
from handlers.corrections import Watch
from handlers.memory import Memory
from handlers.preferences import Preferences, PreferenceStore
from handlers.reply import Reply

Ask = Callable[[str, Address, Preferences], Awaitable[tuple[Reply, ...]]]
Feedback = Callable[[str, bool, str, Address], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Tools:
    """Answering with a memory. What is None has no button; `base_url` is where the pages of answers are, or ""."""

    ask: Ask
    memory: Memory
    preferences: PreferenceStore
    coverage: Callable[[], Awaitable[Coverage]]
    watch: Watch | None = None
    feedback: Feedback | None = None
    base_url: str = ""
