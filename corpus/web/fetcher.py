"""The only module that goes out to sources: an address in, a document out.

It honours robots.txt, keeps a pause between two calls of one host, asks only for what has changed, follows few
redirects and bounds what comes back in bytes and in time. Whatever goes wrong is a FetchError. It reads nothing.
"""

import asyncio
import contextlib
import random
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpcore
import httpx
from protego import Protego

from corpus.errors import FetchError
from corpus.sources.document import Document
from corpus.web.public_addresses import is_public
from corpus.web.transport import Allow, Dialler, RefusedError, Resolve, Transport, resolve

AGENT = "VerbatimBot/0.1"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_ROBOTS_BYTES = 512_000  # RFC 9309, 2.5: at least 500 KiB
_ROBOTS_HOLD = 24 * 3600.0  # RFC 9309, 2.4: not longer than a day
_MOST_HOSTS = 10_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a call, in seconds and bytes (counted as they come out of any compression)."""

    size: int = 20_000_000
    step: float = 15.0
    whole: float = 90.0
    redirects: int = 3
    tries: int = 3
    pause: float = 1.0
    longest_pause: float = 60.0
    connections: int = 8


async def fetch_one(url: str) -> Document:
    """Return a single document from the public internet; raise FetchError."""
    async with Fetcher() as fetcher:
        document = await fetcher.fetch(url)
    assert document is not None, "only a conditional request is answered with nothing"
    return document


class _LostError(Exception):
    """A call failed in a way that may pass; `seconds` is when to come back, None where nobody says."""

    def __init__(self, message: str, seconds: float | None = None) -> None:
        super().__init__(message)
        self.seconds = seconds


class AnsweredError(FetchError):
    """The host answered with a status that is no document: 404 where there is none."""

    def __init__(self, url: str, status: int) -> None:
        super().__init__(url, f"answered {status}")
        self.status = status


class Fetcher:
    """Fetcher of documents; use it as an async context.

    `allow` says which addresses may be called and `resolve` how names are resolved: both for tests. Without `robots` no
    robots.txt is asked for: where a service is asked with the user's own key, nothing is crawled.
    """

    def __init__(
        self,
        limits: Limits = Limits(),
        *,
        allow: Allow = is_public,
        resolve: Resolve = resolve,
        robots: bool = True,
    ) -> None:
        self._limits = limits
        self._heeds_robots = robots
        self._client = httpx.AsyncClient(
            transport=Transport(Dialler(allow, resolve), limits.connections),
            headers={"User-Agent": AGENT, "Accept-Encoding": "gzip"},
            timeout=limits.step,
            follow_redirects=False,
            trust_env=False,
        )
        self._robots: dict[str, tuple[float, Protego]] = {}
        self._turns: dict[str, float] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.__aexit__(kind, error, trace)

    async def fetch(
        self, url: str, *, etag: str | None = None, modified: str | None = None
    ) -> Document | None:
        """Return the document at an address, None where it has not changed since; raise FetchError."""
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in conditions.items() if value}
        return await self._follow(url, headers)

    async def _follow(self, url: str, headers: dict[str, str]) -> Document | None:
        here = url
        for _ in range(self._limits.redirects + 1):
            _check(here, url)
            await self._ask_robots(here, url)
            answer = await self._persist(here, url, headers)
            if not isinstance(answer, str):
                return answer
            here = answer
        raise FetchError(url, f"redirects more than {self._limits.redirects} times")

    async def _persist(self, here: str, url: str, headers: dict[str, str]) -> Document | str | None:
        """Try a few times, with growing pauses, as long as the trouble may pass."""
        for attempt in range(self._limits.tries):
            last = attempt + 1 == self._limits.tries
            await self._turn(here)
            try:
                with _translated(url):
                    async with asyncio.timeout(self._limits.whole):
                        return await self._call(here, url, headers, self._limits.size)
            except _LostError as error:
                seconds = (
                    error.seconds if error.seconds is not None else _backoff(attempt, self._limits.pause)
                )
                if last or seconds > self._limits.longest_pause:
                    raise FetchError(url, str(error)) from error
            await asyncio.sleep(seconds)
        raise FetchError(url, "was not tried")

    async def _call(self, here: str, url: str, headers: dict[str, str], most: int) -> Document | str | None:
        """One request: a document, None for "not modified", or the address that it redirects to."""
        async with self._client.stream("GET", here, headers=headers) as answer:
            status = answer.status_code
            if status == HTTPStatus.NOT_MODIFIED and headers:
                return None
            if status in _REDIRECTS and answer.headers.get("Location"):
                return str(httpx.URL(here).join(answer.headers["Location"]))
            if status in _PASSING:
                raise _LostError(f"answered {status}", _retry_after(answer.headers.get("Retry-After")))
            if status != HTTPStatus.OK:
                raise AnsweredError(url, status)
            content = await _body(answer, url, most)
            media_type, charset = _content_type(answer.headers.get("Content-Type", ""))
            return Document(
                url=here,
                content=content,
                media_type=media_type,
                charset=charset,
                fetched=datetime.now(UTC).isoformat(timespec="seconds"),
                etag=answer.headers.get("ETag"),
                modified=answer.headers.get("Last-Modified"),
            )

    # --- manners ---------------------------------------------------------------------------------------------

    async def _turn(self, here: str) -> None:
        """Wait until this host may be called again."""
        host = _origin(here)
        _, rules = self._robots.get(host, (0.0, None))
        asked = rules.crawl_delay(AGENT) if rules else None
        pause = max(self._limits.pause, min(float(asked or 0.0), self._limits.longest_pause))
        now = time.monotonic()
        when = max(now, self._turns.get(host, now))
        self._turns[host] = when + pause
        _forget(self._turns)
        await asyncio.sleep(when - now)

    async def _ask_robots(self, here: str, url: str) -> None:
        if not self._heeds_robots:
            return
        host = _origin(here)
        async with self._locks.setdefault(host, asyncio.Lock()):
            known = self._robots.get(host)
            if known is None or known[0] < time.monotonic():
                known = time.monotonic() + _ROBOTS_HOLD, await self._read_robots(host, url)
                self._robots[host] = known
                _forget(self._robots)
        if not known[1].can_fetch(here, AGENT):
            raise FetchError(url, "is closed to programs by robots.txt")

    async def _read_robots(self, host: str, url: str) -> Protego:
        """Return the rules of a host: all is open where it has none (4xx); where it fails, nothing is fetched."""
        here = f"{host}/robots.txt"
        for _ in range(self._limits.redirects + 1):
            _check(here, url)
            try:
                with _translated(url):
                    async with asyncio.timeout(self._limits.whole):
                        answer = await self._call(here, here, {}, _ROBOTS_BYTES)
            except AnsweredError as error:
                if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                    raise FetchError(url, f"robots.txt: {error}") from error
                return Protego.parse("")
            except _LostError as error:
                raise FetchError(url, f"robots.txt: {error}") from error
            if isinstance(answer, Document):
                return Protego.parse(answer.content.decode("utf-8", "replace"))
            here = answer or here
        return Protego.parse("")  # RFC 9309, 2.3.1.2: too many redirects count as none


@contextlib.contextmanager
def _translated(url: str) -> Iterator[None]:
    try:
        yield
    except RefusedError as error:
        raise FetchError(url, str(error)) from error
    except TimeoutError as error:
        raise FetchError(url, "took too long") from error
    except (httpcore.TimeoutException, httpx.TimeoutException) as error:
        raise _LostError(f"did not answer in time ({type(error).__name__})") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        raise _LostError(str(error) or type(error).__name__) from error
    except (httpx.InvalidURL, httpx.HTTPError, UnicodeError) as error:
        raise FetchError(url, f"cannot be called ({error})") from error


def _check(here: str, url: str) -> None:
    """Refuse what is no plain address of the web."""
    try:
        parts = urlsplit(here)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError as error:
        raise FetchError(url, f"is no address ({error})") from error
    if not sound or parts.username or parts.password:
        raise FetchError(url, "is not an address beginning with http:// or https://")


def _origin(here: str) -> str:
    parts = urlsplit(here)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _content_type(value: str) -> tuple[str, str | None]:
    """Return the media type and the encoding of a Content-Type.

    >>> _content_type("Text/HTML; charset=utf-8")
    ('text/html', 'utf-8')
    """
    message = Message()
    message["Content-Type"] = value or "application/octet-stream"
    return message.get_content_type(), message.get_content_charset()


async def _body(answer: httpx.Response, url: str, most: int) -> bytes:
    """Return the body, decompressed, as long as it stays within its bound."""
    encoding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip"):
        raise FetchError(url, f"comes as {encoding[:40]!r}, which was not asked for")
    unpack = None if encoding == "identity" else zlib.decompressobj(wbits=31)
    body = bytearray()
    async for part in answer.aiter_raw():
        try:
            body += unpack.decompress(part, most + 1 - len(body)) if unpack else part
        except zlib.error as error:
            raise FetchError(url, f"is not whole ({error})") from error
        if len(body) > most:
            raise FetchError(url, f"is longer than {most:,} bytes")
    if unpack and body and not unpack.eof:
        raise FetchError(url, "is not whole")
    return bytes(body)


def _retry_after(value: str | None) -> float | None:
    """Seconds to wait, from a number or a date.

    >>> _retry_after("7"), _retry_after("Wed, 21 Oct 2015 07:28:00 GMT"), _retry_after("soon")
    (7.0, 0.0, None)
    """
    if value and value.strip().isdecimal() and len(value) < 10:
        return float(value)
    try:
        when = parsedate_to_datetime(value or "")
        return max(0.0, (when - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _backoff(attempt: int, pause: float) -> float:
    """Return seconds to wait: twice as long each time, and never the same for two collectors."""
    return pause * 2.0**attempt * random.uniform(0.5, 1.5)  # noqa: S311 - spreads calls, hides nothing


def _forget(known: dict[str, Any]) -> None:
    """Forget the host that was seen first, where there are too many."""
    if len(known) > _MOST_HOSTS:
        del known[next(iter(known))]
