"""Hostile documents, each with what the crawl state says of its source: python -m tests.support.hostile prints what each got."""

import asyncio
import gzip
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.record_server.connect import open_store
from bot.record_server.embedded import EmbeddedServer
from bot.settings import Settings
from corpus.collecting.crawl_state import CrawlState
from corpus.sources.catalogue import Kind
from corpus.web.fetcher import Fetcher, Limits
from tests.support.collecting import collector, origin
from tests.support.sites import HASTY, QUICK, Send, Site, answer, drip, only_here, redirect, running, zipped


@dataclass(frozen=True, slots=True)
class Hostile:
    """A document as a source would send it, and the error in the crawl state, behind the address."""

    send: Callable[[Site], Send]
    error: str
    id: str
    kind: Kind = Kind.TRANSCRIPT
    limits: Limits = QUICK


_LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lollollollol">' + b"".join(
    b'<!ENTITY %c "%s">' % (ord("b") + n, b"&%c;" % (ord("a") + n) * 10) for n in range(9)
)


def endless(_: Site) -> Send:
    async def send(writer: object, _: dict[str, str]) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Length: 2147483648\r\n\r\n"
        writer.write(head)  # type: ignore[attr-defined]
        for _part in range(2048):
            writer.write(b"x" * 1_048_576)  # type: ignore[attr-defined]
            await writer.drain()  # type: ignore[attr-defined]

    return send


def items_without_end(site: Site) -> Send:
    items = "".join(f"<item><link>{site.url}/{number}</link></item>" for number in range(3_000))
    return answer(f"<rss><channel>{items}".encode())


def a_million_items(_: Site) -> Send:
    async def send(writer: asyncio.StreamWriter, _: dict[str, str]) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<rss><channel>")
        for number in range(1_000):
            writer.write(b"<item><link>https://a.example/%d</link>%s</item>" % (number, b"x" * 150) * 1_000)
            await writer.drain()

    return send


def to(url: str) -> Callable[[Site], Send]:
    return lambda _: redirect(url)


def body(content: bytes, **headers: str) -> Callable[[Site], Send]:
    return lambda _: answer(content, **headers)


def private(host: str, id_: str, *, leads_to: str = "") -> Hostile:
    """A redirection to an address that is not for the public."""
    at = f"[{host}]" if ":" in host else host
    said = f"{host} leads to {leads_to or host}, which is not a public address"
    return Hostile(to(f"http://{at}/latest/meta-data/"), said, id=id_)


HOSTILE = [
    private("127.0.0.2", "loopback"),
    private("2130706434", "loopback in decimal", leads_to="127.0.0.2"),
    Hostile(
        to("http://0177.0.0.2/"),
        "cannot be called (Invalid URL in location header: Invalid IPv4 address: '0177.0.0.2'.)",
        id="loopback in octal",
    ),
    private("0x7f.2", "loopback in hexadecimal", leads_to="127.0.0.2"),
    private("::1", "loopback in IPv6"),
    private("::ffff:127.0.0.2", "mapped loopback", leads_to="::ffff:7f00:2"),
    private("fe80::1", "link-local in IPv6"),
    private("fd00:ec2::254", "metadata in IPv6"),
    private("169.254.169.254", "metadata"),
    private("10.0.0.1", "private"),
    private("192.168.1.1", "private at home"),
    private("100.64.0.1", "shared by carriers"),
    private("0.0.0.0", "nowhere"),
    Hostile(to("file:///etc/passwd"), "is not an address beginning with http:// or https://", id="a file"),
    Hostile(
        to("gopher://127.0.0.1:6379/_FLUSHALL"),
        "is not an address beginning with http:// or https://",
        id="another scheme",
    ),
    Hostile(lambda _: zipped(b"\0" * 50_000_000), "is longer than 200,000 bytes", id="gzip bomb"),
    Hostile(
        lambda _: zipped(gzip.compress(b"\0" * 50_000_000)),
        "is no feed: neither RSS nor Atom",
        id="gzip bomb in gzip",
    ),
    Hostile(endless, "is longer than 200,000 bytes", id="two gigabytes"),
    Hostile(lambda _: drip, "took too long", id="slow without end", limits=HASTY),
    Hostile(
        body(_LAUGHS + b"]><rss><channel>&j;</channel>"),
        "declares entities of its own, which are never resolved, and has no items",
        id="a thousand million laughs",
    ),
    Hostile(
        body(b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss><channel>&e;</channel></rss>'),
        "declares entities of its own, which are never resolved, and has no items",
        id="an entity from a file",
    ),
    Hostile(body(b"<a>" * 60_000), "is no feed: neither RSS nor Atom", id="deep markup"),
    Hostile(
        body(b"\x81\x8d\x8f" * 999, Content_Type="text/xml; charset=ascii"),
        "is not text in utf-8 or ascii",
        id="no text",
    ),
    Hostile(body(b"\xff\xfe<\x00r"), "is no feed: neither RSS nor Atom", id="half of UTF-16"),
    Hostile(body(b""), "is no feed (Document is empty, line 1, column 1 (<string>, line 1))", id="nothing"),
    Hostile(
        body(b"<html><body>Log in</body></html>"), "is no feed: neither RSS nor Atom", id="a page to log in"
    ),
    Hostile(
        items_without_end,
        "answered 404; 2,500 items after the first 500 are not read",
        id="items without end",
    ),
    Hostile(a_million_items, "is longer than 200,000 bytes", id="a million items"),
    Hostile(
        body(b"<html><body>Log in</body></html>"),
        "is no calendar: it does not begin with BEGIN:VCALENDAR",
        id="a page in place of a calendar",
        kind=Kind.CALENDAR,
    ),
    Hostile(
        body(b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 100_000),
        "is longer than 200,000 bytes",
        id="a calendar without end",
        kind=Kind.CALENDAR,
    ),
    Hostile(
        lambda _: zipped(b"BEGIN:VCALENDAR\r\n" + b" " * 50_000_000),
        "is longer than 200,000 bytes",
        id="a calendar as a gzip bomb",
        kind=Kind.CALENDAR,
    ),
    Hostile(
        body(b"\x81\x8d\x8f" * 999, Content_Type="text/calendar; charset=ascii"),
        "is not text in utf-8 or ascii",
        id="a calendar that is no text",
        kind=Kind.CALENDAR,
    ),
]


async def main() -> None:
    """Collect from each by itself, on a record of its own, and print the table."""
    sys.stdout.write("| document | error in the crawl state | seconds |\n|---|---|---|\n")
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedServer(Path(folder), linger=0.1)
        settings = Settings(f"unix://{server.socket}", Path("/nonexistent"))
        async with server.running(), open_store(settings) as store, running(Site()) as site:
            for hostile in HOSTILE:
                await store.client.flushdb()
                site.pages["/bad"] = hostile.send(site)
                began = time.monotonic()
                async with Fetcher(hostile.limits, allow=only_here) as fetcher:
                    await collector(store.client, fetcher).run_once([origin(site, "bad", kind=hostile.kind)])  # type: ignore[arg-type]
                error = (await CrawlState(store.client).known())["bad"].error
                said = (error or "none").replace(site.url, "https://site.example")
                sys.stdout.write(f"| {hostile.id} | {said} | {time.monotonic() - began:.1f} |\n")


if __name__ == "__main__":
    asyncio.run(main())
