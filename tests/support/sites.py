"""A small web server under the test's control: what it sends is written byte by byte, well or badly."""

import asyncio
import contextlib
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace

from corpus.web.fetcher import Limits
from corpus.web.public_addresses import Address, parse_address
from tests.support.waiting import DEADLINE

QUICK = Limits(size=200_000, step=DEADLINE, whole=DEADLINE, pause=0.0, tries=1)
HASTY = replace(QUICK, step=4.0, whole=4.0)
"""For what comes without end, beside what a busy machine still sends in time."""

Send = Callable[[asyncio.StreamWriter, dict[str, str]], Awaitable[None]]


def only_here(address: Address) -> bool:
    """The one address that tests call."""
    return address == parse_address("127.0.0.1")


@dataclass
class Site:
    """What a site answers, path by path, and what it was asked: (path, headers in lower case)."""

    pages: dict[str, Send] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    port: int = 0
    tasks: set[asyncio.Task[object]] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self.tasks.add(task)
        try:
            await self._answer(reader, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the other side went away
        finally:
            self.tasks.discard(task)
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        path = head[0].split(" ")[1]
        headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in head[1:])}
        self.asked.append((path, headers))
        await self.pages.get(path, answer(b"", status="404 Not Found"))(writer, headers)


def answer(body: bytes, *, status: str = "200 OK", **headers: str) -> Send:
    """A plain answer; underscores in the names of headers become dashes."""

    async def send(writer: asyncio.StreamWriter, _: dict[str, str]) -> None:
        lines = {"Content-Length": str(len(body)), "Connection": "close"}
        lines |= {name.replace("_", "-"): value for name, value in headers.items()}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        writer.write(f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body)

    return send


def zipped(body: bytes, **headers: str) -> Send:
    return answer(gzip.compress(body), Content_Encoding="gzip", **headers)


def redirect(to: str) -> Send:
    return answer(b"", status="302 Found", Location=to)


def unchanged_since(etag: str, body: bytes, **headers: str) -> Send:
    """A page that answers 304 to who has it."""

    async def send(writer: asyncio.StreamWriter, asked: dict[str, str]) -> None:
        if asked.get("if-none-match") == etag:
            await answer(b"", status="304 Not Modified", ETag=etag)(writer, asked)
        else:
            await answer(body, ETag=etag, **headers)(writer, asked)

    return send


def in_turn(*answers: Send) -> Send:
    """One answer after the other, the last for ever."""
    left = list(answers)

    async def send(writer: asyncio.StreamWriter, asked: dict[str, str]) -> None:
        await (left.pop(0) if len(left) > 1 else left[0])(writer, asked)

    return send


async def drip(writer: asyncio.StreamWriter, _: dict[str, str]) -> None:
    """A byte now and then, without end."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.02)


@contextlib.asynccontextmanager
async def running(site: Site) -> AsyncIterator[Site]:
    server = await asyncio.start_server(site.serve, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        server.close()
        left = list(site.tasks)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
