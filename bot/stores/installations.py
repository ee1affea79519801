"""Workspaces that installed the bot: their tokens in Redis, encrypted, and rotated by one process at a time.

Only the bot's own token is kept; Slack's user tokens are not asked for and never stored.

| key | holds |
|---|---|
| v:slack:bot: + enterprise-team | the installation as JSON, encrypted (Fernet: AES-128-CBC with HMAC-SHA256) |
| v:slack:rotating: + enterprise-team | the process that renews this token, for at most 15 s |
| v:slack:state: + state | that an installation began here, for 10 minutes, good for one use |
"""

import asyncio
import json
import logging
import secrets
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from corpus.errors import SettingsError
from corpus.storage import leases
from corpus.storage.commands import ask, send
from corpus.storage.connection import Connection

RENEW_MINUTES = 120  # before a token runs out; Slack's last for 12 hours
_ROTATING = 15.0  # seconds for which one process has to renew a token
_STATE_SECONDS = 600
MOST_TOKENS = 10_000  # whose owners a process remembers: those that it handed out last

log = logging.getLogger(__name__)


def vault(keys: str) -> MultiFernet:
    """Return what encrypts tokens; several keys, with commas between them: the first encrypts, all decrypt.

    Raises SettingsError where a key is none.
    """
    try:
        return MultiFernet([Fernet(key.strip()) for key in keys.split(",") if key.strip()])
    except ValueError as error:
        raise SettingsError(
            "SLACK_TOKEN_KEY must be 32 bytes in URL-safe base64, as in: "
            'python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'
        ) from error


class RedisInstallations(AsyncInstallationStore):
    """Installations by workspace, or by organisation where it installed for all its workspaces.

    Every method raises IndexUnavailableError when Redis does not answer.
    """

    def __init__(self, client: Connection, cipher: MultiFernet) -> None:
        self._client = client
        self._cipher = cipher

    @property
    def logger(self) -> logging.Logger:
        """Return where Slack's library writes."""
        return log

    async def async_save(self, installation: Installation) -> None:
        """Keep what an administrator granted, but for user tokens."""
        await self.async_save_bot(installation.to_bot())

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep a bot's token in the place of the earlier one."""
        team = None if bot.is_enterprise_install else bot.team_id
        body = self._cipher.encrypt(json.dumps(bot.to_dict_for_copying(), default=str).encode())
        await send(self._client, [("SET", _bot(bot.enterprise_id, team), body)])

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """Return the bot of a workspace, else of its organisation; None where it is not installed."""
        team = None if is_enterprise_install else team_id
        names = [_bot(enterprise_id, team)]
        if enterprise_id and team:
            names.append(_bot(enterprise_id, None))
        for body in await ask(self._client, [("GET", name) for name in names]):
            if body:
                return self._read(body)
        return None

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget a workspace's token; without a workspace, the organisation's."""
        await send(self._client, [("DEL", _bot(enterprise_id, team_id))])

    async def async_delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget all that was granted there."""
        await self.async_delete_bot(enterprise_id=enterprise_id, team_id=team_id)

    async def lock(self, bot: Bot) -> str | None:
        """Become the one that renews this token; the lock's secret, or None where another one is at it."""
        secret = secrets.token_hex(8)
        return secret if await leases.take(self._client, _rotating(bot), secret, _ROTATING) else None

    async def unlock(self, bot: Bot, secret: str) -> None:
        """Let others renew again."""
        await leases.release(self._client, _rotating(bot), secret)

    def _read(self, body: bytes) -> Bot | None:
        try:
            return Bot(**json.loads(self._cipher.decrypt(body)))
        except InvalidToken:  # SLACK_TOKEN_KEY is another one now
            log.warning("a token cannot be decrypted: is SLACK_TOKEN_KEY the one it was stored with?")
            return None


class Tokens:
    """The token of each workspace, renewed before it runs out."""

    def __init__(self, installations: RedisInstallations, rotator: AsyncTokenRotator) -> None:
        self._installations = installations
        self._rotator = rotator
        self._owners: OrderedDict[str, Bot] = (
            OrderedDict()
        )  # by the token that was handed out, the latest last

    async def find(self, enterprise: str | None, team: str | None) -> Bot | None:
        """Return the workspace's bot with a token that works; None where the bot is not installed, or no longer."""
        bot = await self._find(enterprise, team)
        if bot and bot.bot_token:
            self._owners[bot.bot_token] = bot
            self._owners.move_to_end(bot.bot_token)
            if len(self._owners) > MOST_TOKENS:
                self._owners.popitem(last=False)
        return bot

    async def revoked(self, token: str, accepted: Callable[[str], Awaitable[bool]]) -> bool:
        """Forget the installation of a token that Slack refused, where `accepted` says that it is good for nothing."""
        known = self._owners.get(token)
        if known is None or await accepted(token):
            return False
        team = None if known.is_enterprise_install else known.team_id
        now = await self._installations.async_find_bot(enterprise_id=known.enterprise_id, team_id=team)
        self._owners.pop(token, None)
        if now is None or now.bot_token != token:  # installed anew, or renewed meanwhile
            return False
        await self._installations.async_delete_bot(enterprise_id=known.enterprise_id, team_id=team)
        log.warning(
            "slack accepts a workspace's token no more: its installation is forgotten, until it installs the bot again",
            extra={"chat": "slack", "team": known.team_id or known.enterprise_id},
        )
        return True

    async def _find(self, enterprise: str | None, team: str | None) -> Bot | None:
        bot = await self._installations.async_find_bot(enterprise_id=enterprise, team_id=team)
        for _ in range(50):  # 10 s: as long as another process may need to renew it
            if not bot or not _ends_within(bot, RENEW_MINUTES):
                return bot
            if secret := await self._installations.lock(bot):
                return await self._renew(bot, secret)
            if not _ends_within(bot, 1):
                return bot  # another process renews it; this one works until then
            await asyncio.sleep(0.2)
            bot = await self._installations.async_find_bot(enterprise_id=enterprise, team_id=team)
        return None

    async def _renew(self, bot: Bot, secret: str) -> Bot | None:
        """Renew under the lock, unless that was done while we took it: a refresh token is good for one use."""
        team = None if bot.is_enterprise_install else bot.team_id
        try:
            now = await self._installations.async_find_bot(enterprise_id=bot.enterprise_id, team_id=team)
            if not now or not _ends_within(now, RENEW_MINUTES):
                return now
            renewed = await self._rotator.perform_bot_token_rotation(
                bot=now, minutes_before_expiration=RENEW_MINUTES
            )
            if renewed:
                await self._installations.async_save_bot(renewed)
        except SlackTokenRotationError:
            log.warning("slack did not renew a token", extra={"chat": "slack"})
            return None if _ends_within(bot, 0) else bot
        else:
            return renewed or now
        finally:
            await self._installations.unlock(bot, secret)


class RedisStates(AsyncOAuthStateStore):
    """Proof that who comes back from Slack set out from here; each is good for one use."""

    def __init__(self, client: Connection) -> None:
        self._client = client

    @property
    def logger(self) -> logging.Logger:
        """Return where Slack's library writes."""
        return log

    async def async_issue(self, *_args: object, **_kwargs: object) -> str:
        """Return a new state."""
        state = secrets.token_urlsafe(24)
        await send(self._client, [("SET", _state(state), b"1", "EX", _STATE_SECONDS)])
        return state

    async def async_consume(self, state: str) -> bool:
        """Return whether the state was ours and is not used yet; now it is."""
        (removed,) = await send(self._client, [("DEL", _state(state))])
        return bool(removed)


def _ends_within(bot: Bot, minutes: float) -> bool:
    return bot.bot_token_expires_at is not None and bot.bot_token_expires_at <= time.time() + minutes * 60


def _bot(enterprise: str | None, team: str | None) -> str:
    return f"v:slack:bot:{enterprise or ''}-{team or ''}"


def _rotating(bot: Bot) -> bytes:
    team = "" if bot.is_enterprise_install else bot.team_id or ""
    return f"v:slack:rotating:{bot.enterprise_id or ''}-{team}".encode()


def _state(state: str) -> bytes:
    return b"v:slack:state:" + state.encode("utf-8", "replace")
