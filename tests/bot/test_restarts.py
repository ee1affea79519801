"""A bot that is told to stop and started again under load: what was acknowledged is answered, and answered once."""

import asyncio
import contextlib
import os
import re
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from handlers.messages import say
from tests.support.processes import started
from tests.support.slack import payloads
from tests.support.slack.fake import BOT, BOT_TOKEN, FakeSlack
from tests.support.slack.payloads import SECRET, body_of, signed
from tests.support.waiting import patience, until

RESTARTS, QUESTIONS = 5, 16  # of each life of the program


@dataclass
class Newsroom:
    """Asks a question in each of many channels, and knows which were acknowledged."""

    fake: FakeSlack
    acknowledged: list[str] = field(default_factory=list)

    async def ask(self, http: httpx.AsyncClient, channel: str) -> None:
        """Ask as Slack does; who is told nothing asks again by hand, and is not waited for."""
        self.fake.members[channel] = {"U01ALICE", BOT}
        body, kind = body_of(payloads.command(f'"We shall fight on the beaches of {channel}"', channel))
        with contextlib.suppress(httpx.HTTPError):
            response = await http.post(
                "/slack/events", content=body, headers={"content-type": kind, **signed(body)}
            )
            if response.status_code == 200:
                self.acknowledged.append(channel)

    def answers(self, channel: str) -> list[str]:
        """The answers in a channel, those that are still "Checking …" left out."""
        posts = [post for root in self.fake.roots(channel) for post in self.fake.thread(root["ts"])]
        return [post["text"] for post in posts if post["text"] != say("chats.checking")]


async def test_restarts_under_load_lose_no_question_and_answer_none_twice(tmp_path: Path) -> None:
    fake = await FakeSlack().start()
    newsroom = Newsroom(fake)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "REDIS_"))}
    environ = kept | {
        "VERBATIM_HOME": str(tmp_path), "SLACK_API_URL": fake.api_url, "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET, "PORT": "0",
    }  # fmt: skip
    program = [sys.executable, "-m", "bot", "serve"]
    try:
        for life in range(RESTARTS + 1):
            async with started(*program, env=environ, stderr=asyncio.subprocess.PIPE) as bot:
                url, reading = await _address(bot)
                async with httpx.AsyncClient(base_url=url, timeout=30) as http:
                    if life == RESTARTS:
                        await until("an answer to each question", lambda: _all_answered(newsroom))
                    else:
                        await _load(newsroom, http, life, bot)
                if bot.returncode is None and life == RESTARTS:
                    bot.send_signal(signal.SIGTERM)
                await reading
                async with patience("its end"):
                    assert await bot.wait() == 0
        assert len(newsroom.acknowledged) >= RESTARTS
        counts = {channel: len(newsroom.answers(channel)) for channel in newsroom.acknowledged}
        assert {channel: count for channel, count in counts.items() if count != 1} == {}
        roots = {channel: len(fake.roots(channel)) for channel in newsroom.acknowledged}
        assert set(roots.values()) == {1}
    finally:
        await fake.stop()


async def _load(
    newsroom: Newsroom, http: httpx.AsyncClient, life: int, bot: asyncio.subprocess.Process
) -> None:
    """Ask many questions at once; tell the bot to stop when some are acknowledged, each time a few more."""
    before = len(newsroom.acknowledged)
    asking = [asyncio.create_task(newsroom.ask(http, f"C{life}X{number:03}")) for number in range(QUESTIONS)]
    wanted = before + 1 + life * QUESTIONS // RESTARTS
    await until("some acknowledgements", lambda: len(newsroom.acknowledged) >= wanted)
    bot.send_signal(signal.SIGTERM)
    await asyncio.gather(*asking)


def _all_answered(newsroom: Newsroom) -> bool:
    return all(newsroom.answers(channel) for channel in newsroom.acknowledged)


async def _address(bot: asyncio.subprocess.Process) -> tuple[str, asyncio.Task[None]]:
    """Where a bot listens; its log is read to the end, for a full pipe would stop it."""
    assert bot.stderr
    address = None
    async with patience("the line that says where it listens"):
        while not address:
            line = (await bot.stderr.readline()).decode()
            assert line, "it ended"
            address = re.search(r"listening at (http://\S+/)", line)

    async def read() -> None:
        assert bot.stderr
        while await bot.stderr.readline():
            pass

    return address[1], asyncio.create_task(read())
