"""Any number of bots, loaders and collectors on one record, started and stopped, killed too, at any time."""

import asyncio
import contextlib
import math
import random
import signal
import sys
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from bot.settings import Settings
from bot.wiring import open_parts
from corpus.index import journal
from corpus.index.repair import examine
from corpus.storage import keys
from corpus.storage.connection import Connection
from tests.support.processes import started
from tests.support.record import Record
from tests.support.workers import IDS, SHARED, fault

LIVES = 2  # workers of a kind that are ended
ENOUGH = {"load: in": 500, "keep: in": 40, "ask: asked": 50}
LINES = {"load": 100, "keep": 20}  # that one of them says at the most before it is ended


@dataclass
class Office:
    """Starts workers one after another, and ends each in some way at some moment, until enough was done."""

    home: Path
    rng: random.Random = field(default_factory=lambda: random.Random(11))
    acknowledged: set[str] = field(default_factory=set)
    said: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    ended: Counter[str] = field(default_factory=Counter)

    @property
    def enough(self) -> bool:
        long = all(self.said[word] >= count for word, count in ENOUGH.items())
        return bool(self.wrong) or (long and self.ended["load"] >= LIVES and self.ended["keep"] >= LIVES)

    async def work(self, kind: str, *, stays: bool) -> None:
        while not self.enough:
            seed, pipe = self.rng.randrange(10**6), asyncio.subprocess.PIPE
            async with started(
                sys.executable, "-m", "tests.support.workers", self.home, kind, seed,
                stdout=pipe, stderr=asyncio.subprocess.DEVNULL,
            ) as worker:  # fmt: skip
                assert worker.stdout
                await worker.stdout.readline()  # it is at work
                lines, ends = (math.inf if stays else self.rng.randrange(1, LINES[kind])), False
                async for line in worker.stdout:
                    self._note(kind, line.decode().strip())
                    lines -= 1
                    if not ends and (lines <= 0 or self.enough):
                        ends = True
                        await self._end(worker)
            self.ended[kind] += 1

    def _note(self, kind: str, line: str) -> None:
        word, _, rest = line.partition(" ")
        self.said[f"{kind}: {word}"] += 1
        if word == "in":
            self.acknowledged.add(rest)
        elif word == "WRONG":
            self.wrong.append(rest)

    async def _end(self, worker: asyncio.subprocess.Process) -> None:
        """End a worker a moment after it said something: in the middle of what it does next."""
        await asyncio.sleep(self.rng.random() / 5)
        with contextlib.suppress(ProcessLookupError):  # it has ended by itself
            worker.send_signal(self.rng.choice([signal.SIGTERM, signal.SIGINT, signal.SIGKILL]))


async def test_workers_that_come_and_go_never_collide_and_nobody_sees_half_a_statement(
    tmp_path: Path,
) -> None:
    office = Office(tmp_path)
    async with open_parts(Settings(None, tmp_path)) as parts:
        kinds = [("load", False), ("load", True), ("keep", False), ("keep", True), ("ask", True)]
        async with asyncio.TaskGroup() as group:  # where one fails, the others end
            for kind, stays in kinds:
                group.create_task(office.work(kind, stays=stays))
        assert office.wrong == []
        await _sound(parts.writer, parts.store.client, office.acknowledged)


async def _sound(index: Record, client: Connection, acknowledged: set[str]) -> None:
    """Nothing that was acknowledged is missing, no passage has two owners, and the doctor's books are right."""
    ids = [*(f"s{n}" for n in range(IDS)), *(f"c{n}" for n in range(SHARED))]
    there = await index.whole([keys.identity(id_) for id_ in ids])
    assert [w for one in there if (w := fault(one))] == []
    assert acknowledged <= {one.id for one in there}
    entries = await journal.entries(client, [keys.identity(id_) for id_ in ids])
    places = sorted((e.first, e.count) for e in entries.values())
    assert all(low + size <= high for (low, size), (high, _) in pairwise(places))
    async for name in client.scan_iter(b"{v}:alive:*"):
        await client.delete(name)  # as if two minutes had passed
    findings = await examine(client, idle=0)
    assert findings.statements == len(there)
    assert (findings.half_written, findings.skipped) == (0, [])
    assert (await examine(client, idle=0)).sound
