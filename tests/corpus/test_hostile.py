"""Hostile documents: each is one clear error in the ledger within bounded time, and costs the others nothing."""

import gzip
import time
from collections.abc import Callable

import pytest
from redis.asyncio import Redis

from corpus.fetch import Fetcher
from corpus.records import Quote
from corpus.sources.catalogue import Body
from corpus.sources.formats import Format
from corpus.verdict import Rating
from corpus.visits import Visits
from tests.corpus.sites import Send, Site, answer, drip, redirect, zipped
from tests.corpus.test_collect import TALK, collector, feed, origin, rating

_LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lollollollol">' + b"".join(
    b'<!ENTITY %c "%s">' % (ord("b") + n, b"&%c;" % (ord("a") + n) * 10) for n in range(9)
)
_HUGE = b"<rss><channel>" + b"<item><title>x</title><link>http://e.example/</link></item>" * 3_000


def endless(_: Site) -> Send:
    async def send(writer: object, _: dict[str, str]) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Length: 2147483648\r\n\r\n"
        writer.write(head)  # type: ignore[attr-defined]
        for _part in range(2048):
            writer.write(b"x" * 1_048_576)  # type: ignore[attr-defined]
            await writer.drain()  # type: ignore[attr-defined]

    return send


def to(url: str) -> Callable[[Site], Send]:
    return lambda _: redirect(url)


def body(content: bytes, **headers: str) -> Callable[[Site], Send]:
    return lambda _: answer(content, **headers)


HOSTILE = [
    pytest.param(to("http://127.0.0.2/"), "not a public", id="loopback"),
    pytest.param(to("http://2130706434/"), "not a public", id="loopback in decimal"),
    pytest.param(to("http://0177.0.0.2/"), "not a public|Invalid IPv4", id="loopback in octal"),
    pytest.param(to("http://0x7f.2/"), "not a public", id="loopback in hexadecimal"),
    pytest.param(to("http://[::1]/"), "not a public", id="loopback in IPv6"),
    pytest.param(to("http://[::ffff:127.0.0.2]/"), "not a public", id="mapped loopback"),
    pytest.param(to("http://[fe80::1]/"), "not a public", id="link-local in IPv6"),
    pytest.param(to("http://[fd00:ec2::254]/"), "not a public", id="metadata in IPv6"),
    pytest.param(to("http://169.254.169.254/latest/meta-data/"), "not a public", id="metadata"),
    pytest.param(to("http://10.0.0.1/"), "not a public", id="private"),
    pytest.param(to("http://192.168.1.1/"), "not a public", id="private at home"),
    pytest.param(to("http://100.64.0.1/"), "not a public", id="shared by carriers"),
    pytest.param(to("http://0.0.0.0/"), "not a public", id="nowhere"),
    pytest.param(to("file:///etc/passwd"), "not an address", id="a file"),
    pytest.param(to("gopher://127.0.0.1:6379/_FLUSHALL"), "not an address", id="another scheme"),
    pytest.param(lambda _: zipped(b"\0" * 50_000_000), "longer than", id="gzip bomb"),
    pytest.param(lambda _: zipped(gzip.compress(b"\0" * 50_000_000)), "is no feed", id="gzip bomb in gzip"),
    pytest.param(endless, "longer than", id="two gigabytes"),
    pytest.param(lambda _: drip, "too long|in time", id="slow without end"),
    pytest.param(body(_LAUGHS + b"]><rss><channel>&j;</channel>"), None, id="a thousand million laughs"),
    pytest.param(
        body(b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss><channel>&e;</channel></rss>'),
        None,
        id="an entity from a file",
    ),
    pytest.param(body(b"<a>" * 60_000), "is no feed", id="deep markup"),
    pytest.param(
        body(b"\x81\x8d\x8f" * 999, Content_Type="text/xml; charset=ascii"), "not text", id="no text"
    ),
    pytest.param(body(b"\xff\xfe<\x00r"), "is no feed", id="half of UTF-16"),
    pytest.param(body(b""), "is no feed", id="nothing"),
    pytest.param(body(b"<html><body>Log in</body></html>"), "is no feed", id="a page to log in"),
    pytest.param(body(_HUGE), None, id="items without end"),
]


@pytest.mark.parametrize(("hostile", "complaint"), HOSTILE)
async def test_a_hostile_source_is_one_error_and_costs_no_other(
    redis: Redis, site: Site, fetcher: Fetcher, hostile: Callable[[Site], Send], complaint: str | None
) -> None:
    site.pages["/good"] = answer(feed(site, ("1", TALK)))
    site.pages["/bad"] = hostile(site)
    began = time.monotonic()
    await collector(redis, fetcher).run_once([origin(site, "bad"), origin(site, "good")])
    assert time.monotonic() - began < 10
    assert await rating(redis) is Rating.VERBATIM
    bad = (await Visits(redis).known())["bad"]
    assert bad.statements == 0
    if complaint:
        assert bad.error
        assert "\n" not in bad.error
        assert len(bad.error) < 500
        assert any(part in bad.error for part in complaint.split("|")), bad.error


@pytest.mark.parametrize("form", [form for form in Format if form is not Format.GDELT], ids=str)
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b'{"results": [' * 20_000, id="brackets without end"),
        pytest.param(
            b'{"response": {"status": "ok", "results": 7}, "results": {}, "packages": null}', id="shapes"
        ),
        pytest.param(b"429 Too Many Requests", id="plain text"),
    ],
)
async def test_a_service_of_another_form_is_one_error(
    redis: Redis, site: Site, fetcher: Fetcher, form: Format, content: bytes
) -> None:
    site.pages["/good"] = answer(feed(site, ("1", TALK)))
    site.pages["/bad"] = answer(content)
    await collector(redis, fetcher).run_once([origin(site, "bad", format=form), origin(site, "good")])
    assert (await Visits(redis).known())["bad"].error
    assert await rating(redis) is Rating.VERBATIM


async def test_script_in_a_title_is_text_and_no_markup(redis: Redis, site: Site, fetcher: Fetcher) -> None:
    from corpus.index import Index
    from corpus.ledger import Ledger
    from corpus.verify import Verifier
    from tests.corpus.test_collect import WORDS

    rss = feed(site, ("1", TALK)).replace(
        b"<title>Talk", b"<title><![CDATA[<script>alert(1)</script><b>Talk</b>]]>\x00&#8238;"
    )
    site.pages["/talks"] = answer(rss)
    await collector(redis, fetcher).run_once([origin(site, body=Body.FEED)])
    found = await Verifier(Index(redis), Ledger(redis)).verify(Quote(WORDS, "Ann Lee"))
    assert found.closest
    assert "<" not in str(found.closest.statement.source.title)
    assert "alert" not in str(found.closest.statement.source.title)
