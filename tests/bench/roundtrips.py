"""What running commands costs: a lookup of 60 in one round trip and a bulk of 60,000 writes, beside the client's own pipeline."""

import tempfile
from argparse import Namespace
from pathlib import Path

import hiredis

from corpus.storage.commands import ask, post
from corpus.storage.connection import Command
from corpus.storage.server import Server
from tests.bench.measure import Timings, show
from tests.support.cluster import running_server

LOOKUP, BULK = 60, 60_000


class _Appends:
    """A bulk of appends, packed beforehand."""

    def __init__(self, count: int) -> None:
        self._commands: list[Command] = [(b"APPEND", b"v:f%07d" % n, b"12345678") for n in range(count)]
        self._packed = b"".join(map(hiredis.pack_command, self._commands))

    def __len__(self) -> int:
        return len(self._commands)

    def packed(self) -> bytes:
        return self._packed

    def commands(self) -> list[Command]:
        return self._commands


async def roundtrips(_: Namespace) -> None:
    """Measure both on one local server, in turns, and show them as ratios too."""
    with tempfile.TemporaryDirectory() as folder:
        async with running_server(Path(folder)) as url, Server.from_url(url, socket_timeout=None) as client:
            rows = [
                await _compare(client, _Appends(LOOKUP), 300, lookup=True),
                await _compare(client, _Appends(BULK), 3, lookup=False),
            ]
    show("roundtrips", rows)


async def _compare(client: Server, bulk: _Appends, times: int, *, lookup: bool) -> dict[str, object]:
    commands = [("STRLEN", key) for _, key, _ in bulk.commands()] if lookup else bulk.commands()
    ours, theirs = Timings(), Timings()
    for _ in range(times):
        with ours:
            await (ask(client, commands) if lookup else post(client, bulk))
        pipeline = client.pipeline(transaction=False)
        with theirs:
            for command in commands:
                pipeline.execute_command(*command)
            await pipeline.execute()
    mine, other = ours.row()["p50 ms"], theirs.row()["p50 ms"]
    return {
        "": f"{len(bulk)} commands",
        "ours ms": mine,
        "pipeline ms": other,
        "ratio": round(mine / other, 2),
    }
