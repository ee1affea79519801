"""Preferences of a channel or a workspace."""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from corpus.models import Restriction

MOST_DAYS = 365  # that answers may be remembered


class Pasted(Enum):
    """Occasions on which the bot answers a quote that somebody pasted without asking it."""

    OFF = "off"
    ALWAYS = "always"
    NOT_VERBATIM = "not verbatim"
    NOT_DOCUMENTED = "not documented"


@dataclass(frozen=True, slots=True)
class Preferences:
    """The settings of one channel.

    `private` shows an answer to its asker first; `sources` are publishers and `languages` codes to look in (none:
    all); `reviewers` are the chat's ids of the people to ask; answers are remembered for `days`.
    """

    private: bool = False
    pasted: Pasted = Pasted.OFF
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    days: int = 30

    @property
    def only(self) -> Restriction:
        """Return where alone quotes are looked for."""
        return Restriction(self.sources, self.languages)


class PreferenceStore(Protocol):
    """Store of preferences. Both methods raise IndexUnavailableError when they cannot."""

    async def get(self, chat: str, team: str, channel: str) -> Preferences:
        """Return the channel's own, else the team's, else the default."""

    async def put(self, chat: str, team: str, channel: str, preferences: Preferences, by: str) -> None:
        """Set them for a channel, or with channel "" for the team; `by` is who did."""
