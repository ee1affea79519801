"""From a miss to a watch, the statement, the notice, and the correction: on the local page and in Slack, on real parts."""

import asyncio
import re
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette

from bot.load import starter
from bot.settings import Settings
from bot.watches.notifier import Notifier
from bot.wiring import Parts, open_parts
from corpus.models import Statement
from handlers.ports.address import Address
from handlers.slack.delivery import Delivery, Place, Post, connect
from handlers.slack.notifier import SlackSender
from handlers.web.chat_page import routes
from handlers.web.ports import Conversation, WebSender
from handlers.web.sessions import Channels
from tests.support.slack.fake import BOT_TOKEN, FakeSlack, Fault
from tests.support.waiting import patience

UTTERANCE = "putin-eef-2025-legitimate-targets"
QUESTION = '"Western troops in Ukraine would be lawful targets" by Putin'


def utterance() -> list[Statement]:
    return [s for s in starter() if s.utterance == UTTERANCE]


@pytest.fixture
async def parts(store: Settings) -> AsyncIterator[Parts]:
    async with open_parts(store) as parts:
        await parts.store.client.flushdb()
        await parts.writer.add([s for s in starter() if s.utterance != UTTERANCE])
        yield parts
        await parts.store.client.flushdb()


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    fake = await FakeSlack().start()
    yield fake
    await fake.stop()


class Page:
    """The local page in a browser, on the parts of the program."""

    def __init__(self, parts: Parts) -> None:
        channels = Channels()
        talk = Conversation(parts.service.answer, parts.memory.posted, parts.watching.watch, channels)
        app = Starlette(routes=routes(parts.service.answer, conversation=talk))
        self.sender = WebSender(channels)
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://localhost:8080", follow_redirects=True
        )
        self.thread = ""

    async def ask(self, text: str) -> str:
        response = await self.client.post("/posts", data={"message": f"/verify {text}"})
        self.thread = str(response.url)
        return response.text

    async def press_watch(self, html: str) -> str:
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)">', html))
        return (await self.client.post("/watch", data=fields)).text

    async def look(self) -> str:
        return (await self.client.get(self.thread)).text


def notifier(parts: Parts, page: Page, slack: FakeSlack) -> Notifier:
    async def client(_: str):  # noqa: ANN202 - slack_sdk's client
        return connect(BOT_TOKEN, slack.api_url)

    return parts.notifier({"web": page.sender, "slack": SlackSender(client, Delivery())})


async def ask_in_slack(parts: Parts, slack: FakeSlack) -> tuple[str, Address]:
    """Ask as a listener does: answer in the thread of the question, and note where the answer stands."""
    root = slack.say("C01GEN", f"/verify {QUESTION}")
    where = Address("slack", "T01TEST", "C01GEN", root["ts"], "U01ALICE")
    [reply] = await parts.service.answer(QUESTION, where)
    [message] = Post.answers((reply,))
    client = connect(BOT_TOKEN, slack.api_url)
    ts = await Delivery().post(client, Place("C01GEN", "U01ALICE", root["ts"]), message)
    await parts.memory.posted(reply.id, where, ts)
    return reply.id, where


def words(slack_post: dict[str, object]) -> str:
    return f"{slack_post['text']} {slack_post.get('blocks')}"


async def test_from_a_miss_to_a_notice_to_a_correction_on_both(
    parts: Parts, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.watches.notifier._FIRST_WAIT", 0.1)
    page = Page(parts)
    work = notifier(parts, page, slack)

    # A miss, on both.
    html = await page.ask(QUESTION)
    assert "Not documented" in html
    id_, where = await ask_in_slack(parts, slack)
    [missed] = slack.thread(where.thread)
    assert "Not documented" in words(missed)

    # A watch, on both.
    assert "I will tell this thread if it turns up" in await page.press_watch(html)
    await parts.watching.watch(id_, where)
    assert len(await parts.watching.listed(where)) == 1
    assert await work.work_off() == 0

    # The statement is collected: one notice in each thread, the earlier post marked and unchanged.
    slack.faults["chat.postMessage"] += [Fault(error="fatal_error")]  # Slack is down just then
    await parts.writer.add(utterance())
    told = await work.work_off()
    async with patience("both notices"):
        while told < 2:
            await asyncio.sleep(0.2)
            told += await work.work_off()
    html = await page.look()
    assert "It turned up" in html
    assert "legitimate targets" in html
    assert "Superseded: Not documented" in html
    marked, notice = slack.thread(where.thread)
    assert "Superseded: Not documented" in words(marked)
    assert "I found no record of this wording" in words(marked)
    assert "It turned up" in words(notice)
    assert "legitimate targets" in words(notice)

    # Asked again, the channel is led to the thread; "again" checks anew.
    html = await page.ask(QUESTION)
    assert "Checked here before" in html
    assert "/?post=" in html
    thread = (await page.ask(f"again {QUESTION}")).split('id="thread"')[1]
    assert "Checked here before" not in thread
    assert "legitimate targets" in thread
    [again] = await parts.service.answer(QUESTION, where)
    assert again.headline.startswith(
        "Checked here before: This wording is not documented; something close is"
    )
    assert again.earlier
    assert again.earlier.url.startswith("https://slack.com/archives/C01GEN/p")

    # The statement is withdrawn: a correction of the notice.
    await parts.writer.remove([s.id for s in utterance()])
    assert await work.work_off() >= 2
    marked, corrected, correction = slack.thread(where.thread)
    assert "Superseded: This wording is not documented" in words(corrected)
    assert "Correction: Not documented" in words(correction)
    assert "no longer in the record" in words(correction)
    remembered = await parts.memory.get(id_)
    assert remembered
    successor = await parts.memory.get(remembered.superseded)
    assert successor
    assert successor.superseded
    assert len(slack.posts) == 4


async def test_a_channel_that_is_closed_is_given_up_and_keeps_no_other_waiting(
    parts: Parts, slack: FakeSlack
) -> None:
    page = Page(parts)
    await page.ask(QUESTION)
    await ask_in_slack(parts, slack)
    slack.archived.add("C01GEN")
    await parts.writer.add(utterance())
    assert await notifier(parts, page, slack).work_off() == 1
    assert "It turned up" in await page.look()
    assert await parts.watching.queue.size() == 0


async def test_the_brief_and_the_watches_are_asked_for_by_command(parts: Parts, slack: FakeSlack) -> None:
    id_, where = await ask_in_slack(parts, slack)
    await parts.watching.watch(id_, where)
    [listed] = await parts.service.answer("watches", where)
    assert "1. “Western troops in Ukraine would be lawful targets” – Putin, until" in listed.notes[0]
    [ended] = await parts.service.answer("watches end 1", where)
    assert "has ended" in ended.summary
    assert ended.notes == ()
    [brief] = await parts.service.answer(f"brief {QUESTION}", where)
    assert brief.headline.startswith("Brief: ")


def test_the_starter_record_has_the_utterance() -> None:
    assert len(utterance()) > 5
