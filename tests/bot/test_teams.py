"""The whole program on Teams alone, as an administrator starts it, with Microsoft's services on the loopback address."""

import asyncio
import contextlib
import os
import re
import signal
import sys
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.support.processes import ending, started
from tests.support.teams.fake import BOT, TENANT, FakeTeams, message, token, words
from tests.support.waiting import patience, until

QUOTE = '"If any troops appear there, especially now while fighting is ongoing"'
SETTINGS = {"TEAMS_CLIENT_ID": BOT, "TEAMS_CLIENT_SECRET": "secret", "TEAMS_TENANT_ID": TENANT}

# `python -m bot` with other addresses for the two services of Microsoft that no setting moves: keys and tokens.
MOVED = """
import sys
import bot.cli.main, bot.teams
from handlers.teams import auth, connector
from tests.support.teams.fake import token

async def own_token(*_):
    return token("x")

def connect(client_id, _secret, tenant):
    return connector.connect(client_id, "", tenant, token=own_token)

auth.KeySet.__init__.__defaults__ = (sys.argv[1],)
bot.teams.connect = connect
sys.exit(bot.cli.main.main(sys.argv[2:]))
"""


def environ(home: Path, **changed: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SLACK_", "TEAMS_", "REDIS_"))
    }
    root = str(Path(__file__).parents[2])
    return {**kept, "PYTHONPATH": root, "VERBATIM_HOME": str(home), "PORT": "0", **changed}


def start(
    home: Path, *program: str, **changed: str
) -> contextlib.AbstractAsyncContextManager[asyncio.subprocess.Process]:
    pipe = asyncio.subprocess.PIPE
    return started(sys.executable, *program, env=environ(home, **changed), stdout=pipe, stderr=pipe, cwd=home)


async def run(home: Path, *arguments: str, **changed: str) -> tuple[int | None, str]:
    async with start(home, "-m", "bot", *arguments, **changed) as process:
        told = await ending(process)
        return process.returncode, b"".join(told).decode()


@pytest.fixture
async def teams() -> AsyncIterator[FakeTeams]:
    fake = await FakeTeams().start()
    yield fake
    await fake.stop()


@contextlib.asynccontextmanager
async def served(home: Path, teams: FakeTeams) -> AsyncIterator[tuple[str, str]]:
    """`serve` for the time of the context: the line that says where, and the address; it ends well when it is told to."""
    async with start(home, "-c", MOVED, teams.metadata, "serve", **SETTINGS) as process:
        assert process.stderr
        line = ""
        async with patience("the line that says where it listens"):
            while "listening at" not in line:
                line = (await process.stderr.readline()).decode()
                assert line, "it ended"
        address = re.search(r"http://\S+/", line)
        assert address, line
        yield line, address[0]
        process.send_signal(signal.SIGTERM)
        await ending(process)
        assert process.returncode == 0


async def test_on_teams_alone_a_signed_question_is_answered_and_an_unsigned_one_refused(
    tmp_path: Path, teams: FakeTeams
) -> None:
    assert (await run(tmp_path, "load", "--starter"))[0] == 0
    async with served(tmp_path, teams) as (line, address), httpx.AsyncClient() as http:
        assert "(Teams, POST /api/messages)" in line
        body = message(teams.service, QUOTE)
        assert (await http.post(address + "api/messages", json=body)).status_code == 401
        signed = {"authorization": f"Bearer {token(teams.service)}"}
        assert (await http.post(address + "api/messages", json=body, headers=signed)).status_code == 200
        await until("the answer", lambda: "Documented" in "".join(map(words, teams.posts)))
    [post] = teams.posts
    assert post["conversation_id"] == "a:personal"
    assert "Documented word for word" in words(post)
    assert "Vladimir Putin" in words(post)


@pytest.mark.parametrize("value", ["true", "1", "yes"])
async def test_serve_does_not_start_where_anybody_could_pretend_to_be_teams(
    tmp_path: Path, value: str
) -> None:
    switch = {"DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS": value}
    code, told = await run(tmp_path, "serve", **SETTINGS, **switch)
    assert code == 2
    assert "anybody could pretend to be Teams" in told
    assert "Traceback" not in told


async def test_the_app_package_is_made_by_a_command(tmp_path: Path) -> None:
    url = {"VERBATIM_URL": "https://verbatim.example.org"}
    code, told = await run(tmp_path, "teams-package", "--output", "app.zip", **SETTINGS, **url)
    assert (code, told) == (0, "app.zip: upload it in the Teams admin center\n")
    assert sorted(zipfile.ZipFile(tmp_path / "app.zip").namelist()) == [
        "color.png",
        "manifest.json",
        "outline.png",
    ]


@pytest.mark.parametrize(
    ("output", "settings", "named"),
    [
        pytest.param("app.zip", {}, "TEAMS_CLIENT_ID", id="no bot"),
        pytest.param("app.zip", SETTINGS, "VERBATIM_URL", id="no address"),
        pytest.param(
            "no/such/app.zip",
            {**SETTINGS, "VERBATIM_URL": "https://verbatim.example.org"},
            "no/such/app.zip",
            id="no folder",
        ),
    ],
)
async def test_a_package_that_cannot_be_made_names_why(
    tmp_path: Path, output: str, settings: dict[str, str], named: str
) -> None:
    code, told = await run(tmp_path, "teams-package", "--output", output, **settings)
    assert code == 2
    assert named in told
    assert not (tmp_path / output).exists()
