"""The whole life of an answer, on both chats, through the program's own listeners and its own collector.

    miss → watch → the statement is collected → notice in the thread → correction → the page shows both

To read a run: python -m pytest -s tests/golden/test_whole_life.py
"""

import contextlib
import re
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
from starlette.applications import Starlette

from bot.collect import collect
from bot.load import starter
from bot.settings import Settings
from bot.wiring import Parts, open_parts
from corpus.models import Provenance, Statement
from corpus.sources.catalogue import Body, Kind, Origin
from corpus.web.fetcher import Fetcher, Limits
from handlers.messages import say
from handlers.web import answer_page
from tests.support.chats import Chat, in_slack, in_teams
from tests.support.sites import Site, answer, running
from tests.support.waiting import until

UTTERANCE = "putin-eef-2025-legitimate-targets"
QUESTION = '"Western troops in Ukraine would be lawful targets" by Putin'
BASE = "https://v.example"
TALK = (
    "<p>September 5, 2025</p><p>Vladimir Putin: If any troops appear there, especially now while fighting is ongoing, we "
    "proceed from the premise that they will be legitimate targets for destruction.</p><p>Question: And afterwards?</p>"
)
ITEM = "<item><title>Plenary session: on foreign troops in Ukraine</title><link>{url}/talk</link><description><![CDATA[{talk}]]></description></item>"
both = pytest.mark.parametrize("name", ["slack", "teams"])


def others() -> list[Statement]:
    return [s for s in starter() if s.utterance != UTTERANCE]


@pytest.fixture
async def parts(store: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Parts]:
    monkeypatch.setattr("bot.watches.notifier._FIRST_WAIT", 0.2)
    monkeypatch.setattr("bot.watches.notifier._IDLE", 0.1)
    async with open_parts(replace(store, base_url=BASE)) as parts:
        await parts.store.client.flushdb()
        await parts.writer.add(others())
        yield parts
        await parts.store.client.flushdb()


@contextlib.asynccontextmanager
async def chatting(parts: Parts, name: str, patch: pytest.MonkeyPatch) -> AsyncIterator[Chat]:
    """The program on one chat, with the worker that tells threads what changed."""
    opened = in_slack(parts) if name == "slack" else in_teams(parts, patch)
    async with opened as chat, parts.notifier({name: chat.sender}).running():
        yield chat


async def collected(parts: Parts, times: int = 1) -> None:
    """The source publishes what was asked for, and so many collectors read it."""
    site = Site()
    async with running(site):
        items = ITEM.format(url=site.url, talk=TALK)
        site.pages["/talks"] = answer(f"<rss><channel>{items}</channel></rss>".encode())
        talks = Origin(
            "talks", f"{site.url}/talks", "The President’s office", "RU", "en", Kind.TRANSCRIPT,
            Provenance.TRANSCRIPT, 3600, "free", Body.FEED,
        )  # fmt: skip
        for at in range(times):
            await parts.store.client.delete(b"{v}:visits", b"{v}:read")
            fetcher = Fetcher(Limits(pause=0.0, tries=1), allow=lambda address: address.is_loopback)
            assert await collect(
                parts, [replace(talks, name=f"talks{at}")], once=True, report=lambda _: None, fetcher=fetcher
            )


async def page_of(parts: Parts, id_: str) -> str:
    routes = answer_page.routes(
        parts.memory.get, access=parts.access, recheck=parts.verifier.verify, deleted=parts.memory.deleted
    )
    transport = httpx.ASGITransport(Starlette(routes=routes))
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as http:
        return (await http.get(f"/v/{id_}")).text


async def ids(parts: Parts) -> list[str]:
    """The answers that are remembered, in the order in which one took the place of another."""
    names = [key async for key in parts.store.client.scan_iter(b"v:answer:*")]
    found = [await parts.memory.get(name.decode().removeprefix("v:answer:")) for name in names]
    by_id = {one.id: one for one in found if one}
    first = by_id.keys() - {one.superseded for one in by_id.values()}
    order = [*first]
    while by_id[order[-1]].superseded:
        order.append(by_id[order[-1]].superseded)
    return order


def show(title: str, posts: list[str] | str) -> None:
    """One step of the run, for who reads along."""
    print(f"\n--- {title}")  # noqa: T201 - that is what it is for
    for post in [posts] if isinstance(posts, str) else posts:
        print(f"  | {' '.join(post.split())[:420]}")  # noqa: T201 - as above


@both
async def test_from_a_miss_to_the_page_that_shows_both(
    parts: Parts, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with chatting(parts, name, monkeypatch) as chat:
        await chat.ask(QUESTION)
        [missed] = await chat.settled(1)
        show(f"{name}: asked, and not documented", missed)
        assert "Not documented" in missed

        told = await chat.press(say("thread.watch_button"), 0)
        show("somebody presses the button of the watch, and is told", told)
        assert "I will tell this thread if it turns up" in told

        chat.break_down()  # the chat is down just when the watch fires
        await collected(parts)
        marked, notice = await chat.settled(2, marked=1)
        show("the collector reads the statement; the thread, the earlier answer marked", [marked, notice])
        assert "Superseded: Not documented" in marked
        assert "I found no record of this wording" in marked
        assert "It turned up" in notice
        assert say("chats.brief") in notice  # a notice is an answer, with an answer's buttons
        assert "legitimate targets" in notice

        first, second = await ids(parts)
        before, after = await page_of(parts, first), await page_of(parts, second)
        assert "This answer was corrected." in before
        assert f'href="/v/{second}"' in before
        assert "Not documented" in before
        assert "legitimate targets" in after
        assert "gives the same answer now" in after
        assert "took the place of an earlier one" in after
        assert f'href="/v/{first}"' in after
        shown = await chat.share(f"{BASE}/v/{first}")
        show("somebody posts the link to the first page; it unfolds as", shown)
        assert "Superseded: Not documented" in shown
        assert "The answer is now" in shown

        gone = [s.id async for s in _held(parts)]
        await parts.writer.remove(gone)
        *_, corrected, correction = await chat.settled(3, marked=2)
        show("the source takes the statement back; the thread", [corrected, correction])
        assert "Superseded" in corrected
        assert "Correction: Not documented" in correction
        assert "no longer in the record" in correction
        assert "This answer was corrected." in await page_of(parts, second)
        assert len(await ids(parts)) == 3


@both
async def test_asked_again_it_leads_back_and_one_button_checks_again(
    parts: Parts, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with chatting(parts, name, monkeypatch) as chat:
        await chat.ask(QUESTION)
        await chat.settled(1)
        await chat.ask(QUESTION)
        if name == "slack":  # where each command has a thread of its own
            await until("a second thread", lambda: len(chat.fake.roots()) == 2)  # type: ignore[attr-defined]
        at = 0 if name == "slack" else 1
        line = (await chat.settled(at + 1))[at]
        show("asked again", line)
        assert "Checked here before: Not documented" in line
        assert "looks it up anew, here" in line
        assert "Earlier thread" in line
        assert say("thread.watch_button") not in line
        await chat.press(say("thread.check_again"), at)
        anew = (await chat.settled(at + 2))[at + 1]
        show("checked again", anew)
        assert "Checked here before" not in anew
        assert "I found no record of this wording" in anew
        assert say("thread.watch_button") in anew


@both
async def test_two_collectors_that_read_the_same_give_one_notice(
    parts: Parts, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with chatting(parts, name, monkeypatch) as chat:
        await chat.ask(QUESTION)
        await chat.settled(1)
        await collected(parts, times=2)
        assert len(await chat.settled(2, marked=1)) == 2


@both
async def test_the_brief_comes_by_its_button_and_whole(
    parts: Parts, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await parts.writer.add([s for s in starter() if s.utterance == UTTERANCE])
    async with chatting(parts, name, monkeypatch) as chat:
        await chat.ask(QUESTION)
        await chat.settled(1)
        await chat.press(say("chats.brief"), 0)
        _, brief = await chat.settled(2)
        show(f"{name}: the brief, asked for by its button", brief)
        assert "Brief: " in brief
        if chat.name == "slack":
            fake = chat.fake  # type: ignore[attr-defined]
            await until("the file", lambda: any("thread" in file for file in fake.files.values()))
            [posted] = fake.files.values()
            assert posted["thread"] == fake.roots()[0]["ts"]
            assert re.fullmatch(
                r"brief-western-troops-in-ukraine-would-be-lawful-targets\.(pdf|md)", posted["name"]
            )
            assert len(posted["content"]) > 2_000
        else:
            assert say("chats.whole_brief") in brief
            assert "What to watch and where to check" in brief


async def _held(parts: Parts) -> AsyncIterator[Statement]:
    verdict = await parts.verifier.verify(
        (await parts.memory.get((await ids(parts))[0])).verdict.quote  # type: ignore[union-attr]
    )
    assert verdict.closest
    yield verdict.closest.statement


@both
async def test_a_page_for_members_opens_by_its_button_and_its_link_unfolds_for_them_alone(
    store: Settings, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_parts(replace(store, base_url=BASE, members_only=True)) as parts:
        await parts.store.client.flushdb()
        await parts.writer.add(list(starter()))
        async with chatting(parts, name, monkeypatch) as chat:
            await chat.ask(QUESTION)
            await chat.settled(1)
            [id_] = await ids(parts)
            assert "is for members of the workspace" in await page_of(parts, id_)
            told = await chat.press("Page" if name == "slack" else say("chats.page"), 0)
            [address] = set(re.findall(rf"{re.escape(BASE)}(/v/[\w-]+\?key=[\w.-]+)", told))
            show(f"{name}: the page, opened by its button", f"{BASE}{address}")
            assert "legitimate targets" in await page_of(parts, address.removeprefix("/v/"))
            assert "legitimate targets" in await chat.share(f"{BASE}/v/{id_}")
            found = await parts.memory.get(id_)
            assert found
            assert found.address
            await parts.memory.posted(id_, replace(found.address, team="another"), found.post)
            assert await chat.share(f"{BASE}/v/{id_}") == ""
            told = await chat.press("Page" if name == "slack" else say("chats.page"), 0)
            assert "key=" not in told
            assert "is for members of the workspace" in told
        await parts.store.client.flushdb()
