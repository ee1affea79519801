"""Sources are fetched with manners, and no answer of theirs, however hostile, does more than fail."""

import gzip
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest

from corpus.errors import FetchError
from corpus.web.fetcher import Fetcher, Limits
from tests.support.sites import (
    Send,
    Site,
    answer,
    drip,
    in_turn,
    only_here,
    redirect,
    unchanged_since,
    zipped,
)
from tests.support.waiting import DEADLINE

QUICK = Limits(size=100_000, step=DEADLINE, whole=DEADLINE, pause=0.0, longest_pause=5.0)
HASTY = replace(QUICK, step=0.5, whole=1.0)


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(QUICK, allow=only_here) as fetcher:
        yield fetcher


async def test_a_document_comes_with_its_type_encoding_and_marks(site: Site, fetcher: Fetcher) -> None:
    site.pages["/a"] = zipped("да".encode("koi8-r"), Content_Type="text/html; charset=koi8-r", ETag='"1"')
    document = await fetcher.fetch(f"{site.url}/a")
    assert document
    assert (document.text, document.media_type, document.etag) == ("да", "text/html", '"1"')
    assert len(document.sha256) == 64
    assert "VerbatimBot" in site.asked[-1][1]["user-agent"]


async def test_what_has_not_changed_is_not_sent_again(site: Site, fetcher: Fetcher) -> None:
    site.pages["/a"] = unchanged_since('"1"', b"news")
    first = await fetcher.fetch(f"{site.url}/a")
    assert first
    assert await fetcher.fetch(f"{site.url}/a", etag=first.etag) is None


async def test_a_redirect_is_followed_and_the_last_address_is_told(site: Site, fetcher: Fetcher) -> None:
    site.pages |= {"/a": redirect("/b"), "/b": answer(b"news")}
    document = await fetcher.fetch(f"{site.url}/a")
    assert document
    assert document.url == f"{site.url}/b"


async def test_robots_txt_is_asked_once_and_obeyed(site: Site, fetcher: Fetcher) -> None:
    site.pages |= {"/robots.txt": answer(b"User-agent: *\nDisallow: /*.pdf$"), "/a": answer(b"news")}
    await fetcher.fetch(f"{site.url}/a")
    with pytest.raises(FetchError, match=r"robots\.txt"):
        await fetcher.fetch(f"{site.url}/a.pdf")
    assert site.paths() == ["/robots.txt", "/a"]


async def test_where_robots_txt_fails_nothing_is_fetched(site: Site, fetcher: Fetcher) -> None:
    site.pages |= {"/robots.txt": answer(b"", status="500 Oops"), "/a": answer(b"news")}
    with pytest.raises(FetchError, match=r"robots\.txt"):
        await fetcher.fetch(f"{site.url}/a")
    assert "/a" not in site.paths()


async def test_passing_trouble_is_tried_again_as_the_host_asks(site: Site, fetcher: Fetcher) -> None:
    busy = answer(b"", status="503 Busy", Retry_After="0")
    site.pages["/a"] = in_turn(busy, answer(b"", status="429 Slow", Retry_After="0"), answer(b"news"))
    document = await fetcher.fetch(f"{site.url}/a")
    assert document
    assert document.content == b"news"


async def test_who_asks_to_come_back_much_later_is_left_alone(site: Site, fetcher: Fetcher) -> None:
    site.pages["/a"] = answer(b"", status="429 Slow", Retry_After="3600")
    with pytest.raises(FetchError, match="429"):
        await fetcher.fetch(f"{site.url}/a")
    assert site.paths().count("/a") == 1


async def test_a_host_has_a_pause_between_two_calls(site: Site) -> None:
    site.pages["/a"] = answer(b"news")
    async with Fetcher(replace(QUICK, pause=0.2), allow=only_here) as fetcher:
        began = time.monotonic()
        for _ in range(3):
            await fetcher.fetch(f"{site.url}/a")
    assert time.monotonic() - began >= 0.4


@pytest.mark.parametrize(
    ("page", "complaint"),
    [
        pytest.param(answer(b"x" * 200_000), "longer than", id="too long"),
        pytest.param(zipped(b"x" * 50_000_000), "longer than", id="gzip bomb"),
        pytest.param(
            answer(gzip.compress(gzip.compress(b"x")), Content_Encoding="gzip, gzip"),
            "gzip, gzip",
            id="nested",
        ),
        pytest.param(answer(b"PK", Content_Encoding="gzip"), "not whole", id="no gzip at all"),
        pytest.param(
            answer(gzip.compress(b"x" * 99)[:-9], Content_Encoding="gzip"), "not whole", id="cut gzip"
        ),
        pytest.param(answer(b"x", Content_Length="99"), "body", id="cut short"),
        pytest.param(answer(b"x", status="404 Gone"), "404", id="not there"),
        pytest.param(redirect("/a"), "redirects more than 3", id="redirects in a circle"),
        pytest.param(redirect("file:///etc/passwd"), "not an address", id="redirect to a file"),
        pytest.param(redirect("http://127.0.0.2/"), "not a public address", id="redirect to the inside"),
        pytest.param(redirect("http://169.254.169.254/latest/"), "not a public", id="redirect to metadata"),
        pytest.param(
            redirect("http://[::ffff:10.0.0.1]/"), "not a public", id="redirect to a mapped address"
        ),
        pytest.param(redirect("http://[::1"), "http", id="redirect to nonsense"),
    ],
)
async def test_a_hostile_answer_is_one_error(
    site: Site, fetcher: Fetcher, page: Send, complaint: str
) -> None:
    site.pages["/a"] = page
    with pytest.raises(FetchError, match=complaint) as caught:
        await fetcher.fetch(f"{site.url}/a")
    assert caught.value.url == f"{site.url}/a"


async def test_an_answer_that_drips_without_end_takes_too_long(site: Site) -> None:
    site.pages["/a"] = drip
    async with Fetcher(HASTY, allow=only_here) as fetcher:
        with pytest.raises(FetchError, match="took too long"):
            await fetcher.fetch(f"{site.url}/a")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://0x7f.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://user:word@8.8.8.8/",
        "ftp://8.8.8.8/",
        "file:///etc/passwd",
        "http:///",
        "http://8.8.8.8:99999/",
        "http://\ud800/",
        "",
    ],
)
async def test_the_inside_is_refused_however_it_is_written(url: str) -> None:
    async with Fetcher(QUICK) as fetcher:
        with pytest.raises(FetchError):
            await fetcher.fetch(url)


async def test_a_name_is_resolved_once_for_a_call_and_the_checked_address_is_called(site: Site) -> None:
    asked: list[str] = []

    async def changing(host: str, _: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) <= 2 else ["10.0.0.1"]

    site.pages["/a"] = answer(b"news")
    async with Fetcher(QUICK, allow=only_here, resolve=changing) as fetcher:
        url = f"http://news.example:{site.port}/a"
        document = await fetcher.fetch(
            url
        )  # robots.txt and the page: a connection each, for the site closes them
        assert document
        assert document.content == b"news"
        assert asked == ["news.example"] * 2
        assert site.asked[-1][1]["host"] == f"news.example:{site.port}"
        with pytest.raises(FetchError, match=r"10\.0\.0\.1"):
            await fetcher.fetch(url)


async def test_one_inner_address_among_public_ones_is_enough_to_refuse(site: Site) -> None:
    async def mixed(_host: str, _port: int) -> Sequence[str]:
        return ["127.0.0.1", "10.0.0.1"]

    async with Fetcher(QUICK, allow=only_here, resolve=mixed) as fetcher:
        with pytest.raises(FetchError, match=r"10\.0\.0\.1"):
            await fetcher.fetch(f"http://news.example:{site.port}/a")
    assert site.asked == []
