"""Who may talk to us: the Bot Framework's tokens checked, and the tenants that may ask.

The rules: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication#step-4-verify-the-jwt-token
The SDK's own validator fetches keys inside the event loop, lets a body without a service URL pass, takes every tenant,
and for tokens of Entra compares no service URL; so the check is here, on the library beneath it (PyJWT).
"""

import asyncio
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import jwt

from corpus.errors import AuthenticationError
from handlers.ports.address import Address
from handlers.teams.activities import Json, text_of

ISSUER = "https://api.botframework.com"
METADATA = "https://login.botframework.com/v1/.well-known/openidconfiguration"
SKEW_SECONDS = 300
FRESH_SECONDS = 24 * 3600  # Microsoft: keys may be kept for a day
PAUSE_SECONDS = 60  # an unknown key is looked for no more often
TIMEOUT_SECONDS = 5.0

log = logging.getLogger(__name__)


class KeySet:
    """The Bot Framework's public keys, fetched over the network without holding anything up."""

    def __init__(self, metadata: str = METADATA) -> None:
        self._metadata = metadata
        self._keys: dict[str, tuple[jwt.PyJWK, tuple[str, ...]]] = {}
        self._fetched = self._tried = float("-inf")
        self._lock = asyncio.Lock()

    async def warm(self) -> None:
        """Fetch the keys before the first request needs them; where that fails, the first request tries again."""
        async with self._lock:
            try:
                await self._fetch()
            except (httpx.HTTPError, ValueError, jwt.PyJWTError) as error:
                log.warning(
                    "keys could not be fetched", extra={"chat": "teams", "error": type(error).__name__}
                )

    async def find(self, kid: str) -> tuple[jwt.PyJWK, tuple[str, ...]]:
        """A key and the channels it may speak for; raises AuthenticationError where there is none."""
        known = self._keys.get(kid)
        if known and time.monotonic() - self._fetched < FRESH_SECONDS:
            return known
        if time.monotonic() - self._tried >= PAUSE_SECONDS or not self._keys:
            await self.warm()
        try:
            return self._keys[kid]
        except KeyError:
            raise AuthenticationError("no key of that name") from None

    async def _fetch(self) -> None:
        self._tried = time.monotonic()
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as http:
            metadata = (await http.get(self._metadata)).raise_for_status().json()
            listed = (await http.get(text_of(metadata, "jwks_uri"))).raise_for_status().json()
        keys = {
            key["kid"]: (jwt.PyJWK(key, "RS256"), _endorsed(key)) for key in listed["keys"] if "kid" in key
        }
        self._keys, self._fetched = keys, self._tried


def _endorsed(key: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(channel) for channel in key.get("endorsements") or ())


@dataclass(frozen=True, slots=True)
class TokenAuth:
    """Lets in what the Bot Framework signed for this bot; `tenants` are those that may ask."""

    client_id: str
    tenants: frozenset[str]
    keys: KeySet

    async def authenticate(self, authorization: str) -> Json:
        """The claims of a token; raises AuthenticationError where it is none of ours."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise AuthenticationError("no token")
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            key, endorsed = await self.keys.find(kid if isinstance(kid, str) else "")
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                audience=self.client_id,
                issuer=ISSUER,
                leeway=SKEW_SECONDS,
                options={"require": ["exp", "iss", "aud"]},
            )
        except jwt.PyJWTError as error:
            raise AuthenticationError(type(error).__name__) from error
        return {**claims, "endorsed": endorsed}

    def admit(self, claims: Json, body: Json) -> None:
        """Raise AuthenticationError unless the token speaks for where this activity wants its answer."""
        service = text_of(body, "serviceUrl").rstrip("/")
        if not service or service != text_of(claims, "serviceurl").rstrip("/"):
            raise AuthenticationError("another service")
        if urlsplit(service).scheme != "https" and not is_loopback(service):
            raise AuthenticationError("not https")
        endorsed = claims.get("endorsed") or ()
        if endorsed and text_of(body, "channelId") not in endorsed:
            raise AuthenticationError("not endorsed")

    def serves(self, address: Address) -> bool:
        """Return whether this tenant may ask."""
        return address.team.lower() in self.tenants


@dataclass(frozen=True, slots=True)
class OpenAuth:
    """Asks nobody who he is, for trying things on this machine: answers never leave the loopback."""

    async def authenticate(self, authorization: str) -> Json:
        """Nothing is asked, nothing is claimed."""
        del authorization
        return {}

    def admit(self, claims: Json, body: Json) -> None:
        """Raise AuthenticationError where an answer would leave this machine."""
        del claims
        if not is_loopback(text_of(body, "serviceUrl")):
            raise AuthenticationError("not on this machine")

    def serves(self, address: Address) -> bool:
        """Everybody on this machine."""
        return address.chat == "teams"


def is_loopback(url: str) -> bool:
    """Return whether an address is on this machine.

    >>> is_loopback("http://localhost:56150/_connector"), is_loopback("https://localhost.evil.example/")
    (True, False)
    """
    try:
        return urlsplit(url).hostname in ("localhost", "127.0.0.1", "::1")
    except ValueError:
        return False
