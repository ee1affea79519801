"""A channel's settings, shown and changed in a dialog; and the removal of somebody's data.

Allowed are: a member of the team or chat who is no guest, for it; the administrators named in the settings, for all
channels of the tenant. Teams' bot API does not distinguish owners of a team from other members.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from corpus.errors import FactCheckError
from corpus.models import Holdings
from handlers.messages import say
from handlers.ports.address import Address
from handlers.ports.answers import Memory
from handlers.ports.feedback import TakeBack
from handlers.ports.preferences import PreferenceStore
from handlers.replies import ui_text
from handlers.teams import cards, dialogs
from handlers.teams.activities import Activity, Member, object_of, text_of
from handlers.teams.connector import RefusedError, Wire

ROSTER_SECONDS = 2.0  # that the dialog waits for names; it is of use without them


@dataclass(frozen=True, slots=True)
class Settings:
    """Shows settings and keeps them; `admins` are Entra's identifiers of those who may change all channels'."""

    preferences: PreferenceStore
    memory: Memory
    holdings: Callable[[], Awaitable[Holdings]]
    wire: Wire
    admins: frozenset[str] = frozenset()
    take_back: TakeBack | None = None

    async def offer(self, address: Address) -> cards.Block:
        """Return the message that answers "settings"."""
        try:
            return dialogs.offer(await self.preferences.get(address.chat, address.team, address.channel))
        except FactCheckError as error:
            return cards.note(error.advice)

    async def open(self, address: Address) -> cards.Block:
        """Return the dialog's card; raise IndexUnavailableError."""
        wants, holdings, people = await asyncio.gather(
            self.preferences.get(address.chat, address.team, address.channel),
            self.holdings(),
            self._people(address),
        )
        return dialogs.settings_card(wants, holdings, people, whole=self._is_admin(address))

    async def save(self, activity: Activity) -> str:
        """Keep the settings of a dialog, if whoever sent it may change them; return the sentence that says what came of it."""
        address = activity.address
        try:
            preferences, whole = dialogs.read_settings(object_of(activity.value, "data"))
            if not await self._may_change(activity, whole=whole):
                return say("chats.teams_members_only")
            channel = "" if whole else address.channel
            await self.preferences.put(address.chat, address.team, channel, preferences, address.user)
        except FactCheckError as error:
            return f"{say('chats.not_saved')} {error.advice}"
        return say("chats.saved")

    async def find_sources(self, activity: Activity) -> dict[str, Any]:
        """Return what the dialog's list of sources offers for what is typed in it; nothing while the record does not answer."""
        try:
            choices = dialogs.source_choices(await self.holdings(), text_of(activity.value, "queryText"))
        except FactCheckError:
            choices = []
        kind = "application/vnd.microsoft.search.searchResponse"
        return {"statusCode": 200, "type": kind, "value": {"results": choices}}

    async def forget(self, address: Address) -> cards.Block:
        """Delete what is remembered of somebody's questions, and their votes; say how much that was."""
        who = (address.chat, address.team, address.user)
        try:
            votes = await self.take_back(*who) if self.take_back else 0
            answers = await self.memory.forget_user(*who)
        except FactCheckError as error:
            return cards.note(ui_text.not_forgotten(error.advice))
        return cards.note(ui_text.forgotten(answers, votes))

    def _is_admin(self, address: Address) -> bool:
        return address.user.lower() in self.admins

    async def _may_change(self, activity: Activity, *, whole: bool) -> bool:
        address = activity.address
        if whole or self._is_admin(address):
            return self._is_admin(address)
        try:
            person = activity.person or address.user
            return not (await self.wire.member(address.service, address.channel, person)).foreign
        except RefusedError:
            return False  # nobody that Teams knows there, or it cannot be determined

    async def _people(self, address: Address) -> tuple[Member, ...]:
        try:
            async with asyncio.timeout(ROSTER_SECONDS):
                return await self.wire.members(address.service, address.channel)
        except (RefusedError, TimeoutError):
            return ()
