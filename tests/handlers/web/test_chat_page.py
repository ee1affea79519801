import asyncio
import re
from collections.abc import Callable
from html.parser import HTMLParser

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from corpus.errors import IndexUnavailableError
from corpus.models import Quote
from corpus.verdict import Rating, Verdict
from handlers.conversation.service import Verify
from handlers.replies.reply import Link, Mark, Remark, Reply, Span, Tone, Wording
from handlers.web.chat_page import EXAMPLES, LIMIT, routes

Open = Callable[[Verify], httpx.AsyncClient]
Give = Callable[[Rating], Verify]

QUOTED = '/verify "Western troops would be lawful targets" by Putin'
VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "path",
        "rect",
        "circle",
    ]
)


class Page(HTMLParser):
    """A strict reader: every element is closed in order, every id is given once, and nothing runs inline."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[tuple[tuple[str, ...], str]] = []
        self.feed(html)
        self.close()
        assert not self.open
        named = [attributes["id"] for _, attributes in self.elements if attributes.get("id")]
        twice = {name for name in named if named.count(name) > 1} - {"thread", "thread-name"}  # in a template
        assert not twice

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        assert len(attributes) == len(attrs)
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        self.elements.append((tag, attributes))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        assert not self.open or self.open[-1] not in ("script", "style"), data
        self.words.append((tuple(self.open), data))

    def text(self, within: str | None = None) -> str:
        return "".join(words for path, words in self.words if within is None or within in path)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def threads(self) -> list[dict[str, str | None]]:
        """The open thread, if any; the last one lies in a template."""
        return [a for a in self.all("section") if a.get("id") == "thread"][:-1]

    @property
    def kinds(self) -> list[str | None]:
        """What the answers in the open thread look like; the last one lies in a template."""
        return [
            a.get("data-kind") for a in self.all("article") if "help" not in (a.get("class") or "").split()
        ][:-1]


async def send(client: httpx.AsyncClient, message: str) -> Page:
    response = await client.post("/posts", data={"message": message})
    return Page(response.text)


def with_reply(*replies: Reply) -> httpx.AsyncClient:
    async def answer(_: str) -> tuple[Reply, ...]:
        return replies

    return httpx.AsyncClient(
        transport=httpx.ASGITransport(Starlette(routes=routes(answer))),
        base_url="http://localhost",
        follow_redirects=True,
    )


async def test_the_page_opens_with_three_things_to_try(open_page: Open, give: Give) -> None:
    async with open_page(give(Rating.VERBATIM)) as client:
        response = await client.get("/")
        page = Page(response.text)
        assert response.status_code == 200
        assert [a["data-fill"] for a in page.all("button") if "data-fill" in a] == list(EXAMPLES)


@pytest.mark.parametrize("number", range(1, 4))
async def test_without_script_an_example_fills_the_box(open_page: Open, give: Give, number: int) -> None:
    async with open_page(give(Rating.VERBATIM)) as client:
        page = Page((await client.get(f"/?try={number}")).text)
        assert page.text("textarea").strip() == EXAMPLES[number - 1]


@pytest.mark.parametrize("rating", Rating)
async def test_every_rating_is_answered_in_a_thread(open_page: Open, give: Give, rating: Rating) -> None:
    async with open_page(give(rating)) as client:
        page = await send(client, QUOTED)
        assert len(page.kinds) == 1
        assert page.kinds != ["error"]
        assert len(page.threads) == 1


async def test_an_outage_is_never_shown_as_a_finding(open_page: Open, give: Give) -> None:
    async def verify(_: Quote) -> Verdict:
        raise IndexUnavailableError

    async with open_page(verify) as client:
        page = await send(client, QUOTED)
        assert page.kinds == ["error"]
        assert "I could not look" in page.text()
    async with open_page(give(Rating.NOT_DOCUMENTED)) as client:
        assert "error" not in (await send(client, QUOTED)).kinds


async def test_an_unforeseen_fault_leaves_no_empty_thread(
    open_page: Open, caplog: pytest.LogCaptureFixture
) -> None:
    async def verify(quote: Quote) -> Verdict:
        raise RuntimeError(quote.text)

    async with open_page(verify) as client:
        page = await send(client, QUOTED)
        assert page.kinds == ["error"]
        assert "I have not checked this quote" in page.text()
        assert "RuntimeError" in [getattr(record, "error", "") for record in caplog.records]
        assert "lawful" not in caplog.text


async def test_posts_stay_in_the_channel_of_their_own_browser(open_page: Open, give: Give) -> None:
    ann = open_page(give(Rating.VERBATIM))
    async with ann:
        await send(ann, QUOTED)
        await send(ann, "“We shall fight on the beaches” — Churchill")
        page = Page((await ann.get("/")).text)
        assert "lawful targets" in page.text("li")
        assert "on the beaches" in page.text("li")
        ann.cookies.clear()
        assert "on the beaches" not in Page((await ann.get("/")).text).text("li")


async def test_two_quick_messages_of_a_new_browser_share_a_channel(open_page: Open, give: Give) -> None:
    async with open_page(give(Rating.VERBATIM)) as client:
        await client.get("/")
        await asyncio.gather(send(client, QUOTED), send(client, "“We shall fight on the beaches”"))
        page = Page((await client.get("/")).text)
        assert "lawful targets" in page.text("li")
        assert "on the beaches" in page.text("li")


async def test_a_visit_from_another_site_does_not_take_the_place_of_a_channel(
    open_page: Open, give: Give
) -> None:
    async with open_page(give(Rating.VERBATIM)) as client:
        response = await client.get("/", headers={"Sec-Fetch-Site": "cross-site"})
        assert response.status_code == 200
        assert "set-cookie" not in response.headers


async def test_the_cookie_is_kept_from_scripts_and_other_sites(open_page: Open, give: Give) -> None:
    async with open_page(give(Rating.VERBATIM)) as client:
        response = await client.post("/posts", data={"message": QUOTED}, follow_redirects=False)
        assert response.status_code == 303
        assert {"HttpOnly", "SameSite=strict"} <= set(response.headers["set-cookie"].split("; "))


@pytest.mark.parametrize("message", ["/verify", "/help", "hello there", "/unknown words in a row"])
async def test_what_is_no_quote_gets_help(open_page: Open, give: Give, message: str) -> None:
    async with open_page(give(Rating.VERBATIM)) as client:
        page = await send(client, message)
        assert page.kinds == []
        assert "What I understand" in page.text()


async def test_an_empty_message_is_not_posted(open_page: Open, give: Give) -> None:
    async with open_page(give(Rating.VERBATIM)) as client:
        page = await send(client, " \n ")
        assert not page.threads


async def test_while_an_answer_is_awaited_the_thread_says_so(open_page: Open) -> None:
    started, go = asyncio.Event(), asyncio.Event()

    async def verify(_: Quote) -> Verdict:
        started.set()
        await go.wait()
        raise IndexUnavailableError

    async with open_page(verify) as client:
        first = asyncio.create_task(send(client, "/verify"))
        await first
        waiting = asyncio.create_task(send(client, QUOTED))
        await started.wait()
        page = Page((await client.get("/")).text)
        address = next(a["href"] for a in reversed(page.all("a")) if "/?post=" in (a["href"] or ""))
        page = Page((await client.get(address or "")).text)
        assert next(a["aria-busy"] for a in page.all("div") if "aria-busy" in a) == "true"
        assert {"http-equiv": "refresh", "content": "2"} in page.all("meta")
        go.set()
        assert (await waiting).kinds == ["error"]


HOSTILE = [
    pytest.param("<script>alert(1)</script>", id="script"),
    pytest.param("<img src=x onerror=alert(1)>", id="handler"),
    pytest.param('"><svg/onload=alert(1)>', id="attribute"),
    pytest.param("</textarea><script>alert(1)</script>", id="textarea"),
    pytest.param("<!channel> <@U1> {{ 7 * 7 }} {% raw %}", id="markup of others"),
    pytest.param("javascript:alert(1)", id="address"),
    pytest.param("&lt;b&gt; &amp;", id="entities"),
]


@pytest.mark.parametrize("words", HOSTILE)
async def test_markup_in_a_quote_comes_out_as_typed(open_page: Open, give: Give, words: str) -> None:
    async with open_page(give(Rating.NOT_DOCUMENTED)) as client:
        page = await send(client, f"/verify “{words} in some words”")
        assert f"“{words} in some words”" in page.text("li")
        assert len(page.all("script")) == 1
        assert not page.all("img")


@pytest.mark.parametrize("words", HOSTILE)
async def test_markup_in_a_reply_comes_out_as_text(words: str) -> None:
    wording = Wording(
        words, (Span(words, Mark.MATCHED),), (words,), (Link(words, "https://a.example"),), words
    )
    spans = (Span(words, Mark.REMOVED), Span(words, Mark.ADDED))
    reply = Reply(
        Rating.ALTERED,
        Tone.CAUTION,
        words,
        words,
        words,
        words,
        words,
        wording,
        spans,
        (words,),
        (words,),
        (wording,),
        (wording,),
        (wording,),
        (Remark(words, Link(words, "https://a.example")),),
        words,
        words,
    )
    async with with_reply(reply, reply) as client:
        page = await send(client, QUOTED)
        assert page.text("mark") == words * 8
        assert words in page.text("del")
        assert words in page.text("ins")
        assert len(page.all("script")) == 1
        assert not any("lang" in a for a in page.all("blockquote"))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript://a.example/%0aalert(1)",
        "data:text/html,<script>",
        "//a.example",
        "https://[",
        "",
    ],
)
async def test_only_web_addresses_become_links(url: str) -> None:
    wording = Wording("Closest", (Span("words"),), (), (Link("label", url),))
    async with with_reply(Reply(Rating.VERBATIM, Tone.FOUND, "", "h", "s", "q", wording=wording)) as client:
        page = await send(client, QUOTED)
        assert not [a for a in page.all("a") if "target" in a]


async def test_links_to_sources_give_nothing_away() -> None:
    wording = Wording("Closest", (Span("words"),), (), (Link("TASS", "https://tass.com/a?b=1&c=2"),))
    async with with_reply(Reply(Rating.VERBATIM, Tone.FOUND, "", "h", "s", "q", wording=wording)) as client:
        (link,) = [a for a in (await send(client, QUOTED)).all("a") if "target" in a]
        assert link["href"] == "https://tass.com/a?b=1&c=2"
        assert link["rel"] == "noopener noreferrer"


async def test_words_are_shown_exactly_and_marked_once() -> None:
    spans = (Span("Before it.  "), Span("the\nwords", Mark.MATCHED), Span(" after.", Mark.PLAIN))
    wording = Wording("Closest", spans, ("A", "B"), (), "ru")
    async with with_reply(Reply(Rating.VERBATIM, Tone.FOUND, "", "h", "s", "q", wording=wording)) as client:
        page = await send(client, QUOTED)
        assert page.text("blockquote") == "Before it.  the\nwords after."
        assert page.text("mark") == "the\nwords"
        assert page.all("blockquote")[0]["lang"] == "ru"
        assert page.all("blockquote")[0]["dir"] == "auto"


async def test_differences_are_spoken_as_well_as_coloured() -> None:
    spans = (Span("be "), Span("lawful", Mark.REMOVED), Span("legitimate", Mark.ADDED), Span(" targets"))
    reply = Reply(Rating.ALTERED, Tone.CAUTION, "", "h", "s", "q", differences=spans)
    async with with_reply(reply) as client:
        page = await send(client, QUOTED)
        assert "be  (quote: lawful)  (source: legitimate)  targets" in page.text("p")


async def test_several_quotes_of_one_message_are_told_apart() -> None:
    one = Reply(Rating.VERBATIM, Tone.FOUND, "", "Documented", "s", "first words", "Ann")
    two = Reply(Rating.NOT_DOCUMENTED, Tone.ABSENT, "", "Not documented", "s", "second words")
    rest = Reply(None, Tone.UNKNOWN, "", "3 quotes left out", "s", "")
    async with with_reply(one, two, rest) as client:
        page = await send(client, QUOTED)
        assert page.kinds == ["found", "absent", "error"]
        assert "Quote 1 of 2" in page.text()
        assert page.text("q") == "first wordssecond words"


async def test_a_message_over_the_limit_is_refused_in_plain_words(open_page: Open, give: Give) -> None:
    async with open_page(give(Rating.VERBATIM)) as client:
        for words in ("a" * (LIMIT + 1), "я" * (LIMIT // 2 + 1), "a" * (5 * LIMIT)):
            response = await client.post("/posts", data={"message": words})
            assert response.status_code == 413
            page = Page(response.text)
            assert page.kinds == ["error"]
            assert "longer than 128 kB" in page.text()


async def test_a_body_that_lies_about_its_length_is_cut_off(open_page: Open, give: Give) -> None:
    read = 0

    async def endless() -> object:
        nonlocal read
        while True:
            read += 1
            yield b"message=" + b"a" * 65536

    async with open_page(give(Rating.VERBATIM)) as client:
        response = await client.post("/posts", content=endless())
        assert response.status_code == 413
        assert read < 10


async def test_a_long_message_in_any_script_is_taken_whole(open_page: Open, give: Give) -> None:
    async with open_page(give(Rating.NOT_DOCUMENTED)) as client:
        page = await send(client, "«Мы победим вместе» " + "войска " * 9_000)
        assert page.kinds[0] != "error"
        assert "more characters" in page.text("li")
        assert page.text("details").count("войска") == 9_000


@given(st.text(st.characters(codec=None), max_size=200))
@settings(max_examples=60, deadline=None)
def test_no_text_whatever_breaks_the_page(words: str) -> None:
    wording = Wording(words, (Span(words, Mark.MATCHED), Span(words)), (words,), (Link(words, words),), words)
    reply = Reply(Rating.ALTERED, Tone.CAUTION, words, words, words, words, None, wording, wording.spans)

    async def ask() -> None:
        async with with_reply(reply) as client:
            for message in (words, f"/verify {words}"):
                response = await client.post("/posts", data={"message": message.encode("utf-8", "replace")})
                assert response.status_code == 200
                Page(response.text)
                assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", response.text)

    asyncio.run(ask())


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe=\xed\xa0\x80", b"message=%ED%A0%80", b"&" * 9999, b"message=%", b"\x00"]
)
async def test_a_malformed_body_is_no_fault_of_ours(open_page: Open, give: Give, body: bytes) -> None:
    async with open_page(give(Rating.VERBATIM)) as client:
        assert (await client.post("/posts", content=body)).status_code == 200


async def test_the_looks_come_from_here_alone(open_page: Open, give: Give) -> None:
    async with open_page(give(Rating.VERBATIM)) as client:
        page = Page((await client.get("/")).text)
        for address in [a["href"] for a in page.all("link")] + [a["src"] for a in page.all("script")]:
            response = await client.get(address or "")
            assert response.status_code == 200
            assert "http" not in response.text.replace("http://www.w3.org/2000/svg", "")
        assert (await client.get("/static/../pages.py")).status_code == 404
