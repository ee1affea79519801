"""Slack under load: 300 commands at once, then 20 a second for a minute, against one worker on one core.

Beside it stands an echo bot on the same stack (Bolt behind the same endpoint and server), which does nothing but post what it
was told: what it takes is the floor. Slack itself is the strict one of the tests, on another core where there is one.
"""

import asyncio
import os
import socket
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from bot.load import starter
from tests.bench.measure import percentile, show
from tests.support.slack import payloads
from tests.support.slack.fake import BOT, BOT_TOKEN, FakeSlack
from tests.support.slack.payloads import SECRET

_AT_ONCE, _RATE, _SECONDS = 300, 20, 60
_CHANNELS = 600  # a channel takes one post a second, and a command makes two
_PATIENCE = 180.0  # seconds for all answers after the last command
_WARM = 20


class BusySlack(FakeSlack):
    """A Slack with many channels that knows when each answer came, and finds a thread without looking at every post."""

    def __init__(self) -> None:
        super().__init__()
        self.members = {f"C{n:05}": {"U01ALICE", BOT} for n in range(_CHANNELS)}
        self.answered: dict[str, list[float]] = {}
        self._known: set[str] = set()

    def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        self._enter(body["channel"])
        self._check(body)
        post = self._add({**body, "user": BOT})
        self._known.add(post["ts"])
        if body.get("thread_ts"):
            assert body["thread_ts"] in self._known
            self.answered.setdefault(body["channel"], []).append(time.perf_counter())
        return {"channel": body["channel"], "ts": post["ts"]}

    def count(self) -> int:
        """How many answers there are."""
        return sum(map(len, self.answered.values()))


async def slack(_: Namespace) -> None:
    """Load the bot and the echo bot alike."""
    rows = []
    for name, command in (
        ("echo", [sys.executable, "-m", "tests.bench.slack_echo"]),
        ("verbatim", [sys.executable, "-m", "bot", "serve"]),
    ):
        fake = BusySlack()
        await fake.start()
        try:
            async with _serving(command, fake) as url:
                rows += await _load(name, url, fake)
        finally:
            await fake.stop()
    show(
        "slack", rows, f"{_AT_ONCE} at once, then {_RATE} a second for {_SECONDS} s; one worker on one core;"
    )


@asynccontextmanager
async def _serving(command: Sequence[str], fake: FakeSlack) -> AsyncIterator[str]:
    """A bot on a core of its own, with the starter record; ends when the context does."""
    core, *others = sorted(os.sched_getaffinity(0))
    with socket.socket() as free, tempfile.TemporaryDirectory(prefix="bench-slack-") as home:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
        environ = {
            **kept,
            "VERBATIM_HOME": home,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": fake.api_url,
            "PORT": str(port),
        }
        if "bot" in command:
            load = await asyncio.create_subprocess_exec(
                *command[:3], "load", "--starter", env=environ, stdout=asyncio.subprocess.DEVNULL
            )
            assert await load.wait() == 0
        server = await asyncio.create_subprocess_exec(
            *command,
            env=environ,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            preexec_fn=lambda: os.sched_setaffinity(0, {core}),
        )
        os.sched_setaffinity(0, set(others) or {core})
        try:
            url = f"http://127.0.0.1:{port}"
            await _wait_for(url)
            yield url
        finally:
            os.sched_setaffinity(0, {core, *others})
            server.terminate()
            await server.wait()


async def _wait_for(url: str) -> None:
    async with aiohttp.ClientSession() as http:
        for _ in range(300):
            try:
                async with http.get(f"{url}/healthz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)
    raise TimeoutError(url)


async def _load(name: str, url: str, fake: BusySlack) -> list[dict[str, object]]:
    connector = aiohttp.TCPConnector(
        limit=0, force_close=True
    )  # an idle one may be closed as it is used again
    async with aiohttp.ClientSession(connector=connector) as http:
        await _burst(http, url, fake, _WARM, 0)
        await _answered(fake, _WARM)
        rows = []
        for step, count, every in (("at once", _AT_ONCE, 0.0), ("a second", _RATE * _SECONDS, 1 / _RATE)):
            before, began = fake.count(), time.perf_counter()
            taken, sent = await _burst(http, url, fake, count, every)
            answered = await _answered(fake, before + count) - before
            waits = _waits(fake, sent)
            rows.append(
                {
                    "bot": name,
                    "load": f"{count if not every else _RATE} {step}",
                    "ack p50 ms": percentile(taken, 50),
                    "ack p99 ms": percentile(taken, 99),
                    "answered": f"{answered} of {count}",
                    "answer p50 s": round(percentile(waits, 50), 2),
                    "answer p99 s": round(percentile(waits, 99), 2),
                    "all s": round(time.perf_counter() - began, 1),
                }
            )
        return rows


async def _burst(
    http: aiohttp.ClientSession, url: str, fake: BusySlack, count: int, every: float
) -> tuple[list[float], list[tuple[str, float]]]:
    """Send commands, all at once or one by one; the time to each acknowledgement, and what was sent where and when."""
    quotes = [f'"{statement.text[:300]}" by {statement.speaker}' for statement in starter()]
    taken: list[float] = []
    sent: list[tuple[str, float]] = []

    async def one(number: int) -> None:
        channel = f"C{number % _CHANNELS:05}"
        text = quotes[number % len(quotes)]
        body, kind = payloads.body_of(payloads.command(text, channel, f"{fake.address}/hook/{channel}"))
        headers = {"content-type": kind, **payloads.signed(body)}
        began = time.perf_counter()
        sent.append((channel, began))
        async with http.post(f"{url}/slack/events", data=body, headers=headers) as answer:
            await answer.read()
            assert answer.status == 200, answer.status
        taken.append(1000 * (time.perf_counter() - began))

    tasks = []
    began = time.perf_counter()
    for number in range(count):
        tasks.append(asyncio.create_task(one(number)))
        if every:
            await asyncio.sleep(max(0.0, began + (number + 1) * every - time.perf_counter()))
    await asyncio.gather(*tasks)
    return taken, sent


async def _answered(fake: BusySlack, wanted: int) -> int:
    end = time.perf_counter() + _PATIENCE
    while fake.count() < wanted and time.perf_counter() < end:  # noqa: ASYNC110 - it counts what others do
        await asyncio.sleep(0.05)
    return fake.count()


def _waits(fake: BusySlack, sent: Sequence[tuple[str, float]]) -> list[float]:
    """Seconds from each command to the next answer in its channel."""
    left = {channel: iter(times) for channel, times in fake.answered.items()}
    waits = []
    for channel, began in sorted(sent, key=lambda one: one[1]):
        came = next((at for at in left.get(channel, iter(())) if at > began), None)
        if came is not None:
            waits.append(came - began)
    return waits
