"""The whole program as an administrator starts it, with a Slack on the loopback address."""

import asyncio
import contextlib
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from handlers.messages import say
from tests.support.processes import ending, started
from tests.support.slack import payloads
from tests.support.slack.blockkit import words
from tests.support.slack.fake import APP_TOKEN, BOT_TOKEN, FakeSlack
from tests.support.slack.payloads import SECRET, body_of, signed
from tests.support.waiting import patience, until

QUOTE = '"If any troops appear there, especially now while fighting is ongoing"'
HTTP = {"SLACK_SIGNING_SECRET": SECRET}
SOCKET = {"SLACK_APP_TOKEN": APP_TOKEN}


class Program:
    """`python -m bot …` with a home and a Slack of its own."""

    def __init__(self, home: Path, slack: FakeSlack) -> None:
        self.environ = {
            **{
                name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "REDIS_"))
            },
            "VERBATIM_HOME": str(home),
            "SLACK_API_URL": slack.api_url,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "PORT": "0",
        }

    def started(
        self, *arguments: str, **environ: str
    ) -> contextlib.AbstractAsyncContextManager[asyncio.subprocess.Process]:
        pipe = asyncio.subprocess.PIPE
        settings = self.environ | environ
        return started(sys.executable, "-m", "bot", *arguments, env=settings, stdout=pipe, stderr=pipe)

    async def run(self, *arguments: str, **environ: str) -> tuple[int | None, str]:
        async with self.started(*arguments, **environ) as process:
            _, told = await ending(process)
            return process.returncode, told.decode()


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    fake = await FakeSlack().start()
    yield fake
    await fake.stop()


@pytest.fixture
def program(tmp_path: Path, slack: FakeSlack) -> Program:
    return Program(tmp_path, slack)


async def ready(process: asyncio.subprocess.Process) -> str:
    """The line that says where it listens; those before it are the log's."""
    assert process.stderr
    line = ""
    async with patience("the line that says where it listens"):
        while "listening at" not in line:
            line = (await process.stderr.readline()).decode()
            assert line, "it ended"
    return line


async def answered(slack: FakeSlack) -> str:
    """The words of the first answer in the first thread."""

    def look() -> str:
        thread = slack.thread(slack.roots()[0]["ts"]) if slack.roots() else []
        return words(thread[0]["blocks"]) if thread and thread[0]["text"] != say("chats.checking") else ""

    return await until("an answer in the thread", look)


async def ended(process: asyncio.subprocess.Process) -> int | None:
    process.send_signal(signal.SIGTERM)
    await ending(process)
    return process.returncode


async def test_the_program_answers_signed_requests_in_the_thread(program: Program, slack: FakeSlack) -> None:
    assert (await program.run("load", "--starter", **HTTP))[0] == 0
    async with program.started("serve", **HTTP) as process:
        line = await ready(process)
        address = re.search(r"http://\S+/", line)
        assert address, line
        assert "verbatim in Newsroom" in line
        body, kind = body_of(payloads.command(QUOTE))
        async with httpx.AsyncClient() as http:
            response = await http.post(
                address[0] + "slack/events", content=body, headers={"content-type": kind, **signed(body)}
            )
            assert response.status_code == 200
            assert (await http.post(address[0] + "slack/events", content=body)).status_code == 401
        said = await answered(slack)
        assert "Documented word for word" in said
        assert "Vladimir Putin" in said
        async with httpx.AsyncClient(base_url=address[0]) as http:
            ready_ = await http.get("/readyz")
            assert (ready_.status_code, ready_.json()["checks"]) == (200, {"record": "ok", "slack": "ok"})
            numbers = (await http.get("/metrics")).text
        assert 'verbatim_answers_total{chat="slack",rating="VERBATIM"} 1.0' in numbers
        assert 'verbatim_step_seconds_count{step="post"}' in numbers
        assert "verbatim_record_statements 126.0" in numbers
        assert "troops" not in numbers
        assert await ended(process) == 0


async def test_the_program_answers_over_a_socket(program: Program, slack: FakeSlack) -> None:
    async with program.started("serve", **SOCKET) as process:
        line = await ready(process)
        assert "Socket Mode" in line
        address = re.search(r"http://\S+/", line)
        assert address
        async with patience("the socket"):
            await slack.opened.wait()
        async with httpx.AsyncClient(base_url=address[0]) as http:

            async def is_ready() -> bool:
                return (await http.get("/readyz")).status_code == 200

            await until("that the socket is open", is_ready)
        await slack.send("slash_commands", payloads.command(QUOTE))
        said = await answered(slack)  # the record is empty: we cannot say
        assert "ot documented" not in said
        assert "could not look" not in said
        assert await ended(process) == 0


@pytest.mark.parametrize(
    ("environ", "setting"),
    [
        pytest.param({"SLACK_BOT_TOKEN": "xoxb-revoked", **HTTP}, "SLACK_BOT_TOKEN", id="the bot's"),
        pytest.param({"SLACK_APP_TOKEN": "xapp-revoked"}, "SLACK_APP_TOKEN", id="the app's"),
    ],
)
async def test_a_token_that_slack_refuses_ends_the_start_with_the_name_of_the_setting(
    program: Program, environ: dict[str, str], setting: str
) -> None:
    code, told = await program.run("serve", **environ)
    assert code == 2
    assert f"verbatim: {setting}: Slack says invalid_auth" in told
