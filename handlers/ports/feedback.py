"""Feedback of readers on an answer: right or wrong, and why. It stores nothing by itself."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit

from handlers.ports.address import Address

Feedback = Callable[[str, bool, str, Address], Awaitable[None]]
"""A button's work: the id of a remembered answer, thumbs up or not, a reason ("" for none), and who says it where.

Raises GoneError where the answer is no longer remembered, IndexUnavailableError when it cannot be stored.
"""

TakeBack = Callable[[str, str, str], Awaitable[int]]
"""Withdrawal of somebody's votes (chat, team, user); returns how many there were. Raises IndexUnavailableError."""

_LONGEST = 500  # characters of an address


class Reason(Enum):
    """Reason why an answer is wrong."""

    SPEAKER = "wrong speaker"
    WORDING = "wrong wording"
    CONTEXT = "out of context"
    SOURCE = "missing source"


@dataclass(frozen=True, slots=True)
class Vote:
    """One person's vote on one answer; `source` is the address of a source that they miss, "" for none."""

    up: bool
    reason: Reason | None = None
    source: str = ""


def read_vote(up: bool, reason: str) -> Vote:
    """Return a vote from what a chat handed in; words that are no known reason are dropped, as they may be anybody's.

    >>> read_vote(False, "wrong speaker").reason
    <Reason.SPEAKER: 'wrong speaker'>
    >>> read_vote(False, "missing source: https://un.org/speech").source
    'https://un.org/speech'
    >>> read_vote(False, "my boss said so"), read_vote(True, "wrong speaker")
    (Vote(up=False, reason=None, source=''), Vote(up=True, reason=None, source=''))
    """
    if up:
        return Vote(True)
    name, _, address = reason.partition(":")
    known = next((one for one in Reason if one.value == name.strip().lower()), None)
    address = address.strip()
    wanted = known is Reason.SOURCE and len(address) <= _LONGEST and _leads_to_web(address)
    return Vote(False, known, address if wanted else "")


def _leads_to_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and url.isprintable()
