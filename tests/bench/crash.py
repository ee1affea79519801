"""kill -9 of the loader, of the server, of both, at random moments; and what the record is like afterwards.

    python -m tests.bench crash --rounds 200

After each round: every acknowledged statement is there in its own words and is found by them, none is there twice,
nothing is answered that was replaced, and the doctor leaves a record whose counts are right.
"""

import asyncio
import contextlib
import json
import math
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot import load
from bot.settings import Settings
from bot.wiring import Parts, open_parts
from corpus.index.repair import examine
from corpus.storage import keys, leases
from tests.bench.measure import show
from tests.support.processes import started

SIZE = 1_500  # statements a round
_BATCH = 100
_SAMPLE = 40
_LEASE = 2.0  # seconds for which a killed loader that was giving room back stands in the way of the doctor
_PLACES = (
    "Abo Bern Cork Dover Essen Faro Genoa Hull Izmir Jena Kiel Lagos Malmo Nice Oslo Perth Quito Riga".split()
)


@dataclass
class Model:
    """What must be in the record: the acknowledged words of each id, and those that may be there instead."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    possible: dict[str, set[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def told(self, lines: list[dict[str, str]], done: int) -> None:
        for n, line in enumerate(lines):
            if n < done:
                self.acknowledged[line["id"]] = line["text"]
                self.possible.pop(line["id"], None)
            else:
                self.possible.setdefault(line["id"], set()).add(line["text"])


def lines_of(round_: int, rng: random.Random, size: int) -> list[dict[str, str]]:
    """New statements, and new wordings of older ones."""
    fresh = [f"s{round_}-{n}" for n in range(size)]
    older = [f"s{rng.randrange(round_)}-{rng.randrange(size)}" for _ in range(size // 5)] if round_ else []
    ids = list(dict.fromkeys([*fresh, *older]))
    rng.shuffle(ids)
    return [
        {
            "id": id_,
            "speaker": f"Speaker {rng.randrange(50)}",
            "text": f"In round {round_} we promise pier {rng.randrange(10**9)} to {rng.choice(_PLACES)} and {rng.choice(_PLACES)}.",
        }
        for id_ in ids
    ]


async def crash(options: Namespace) -> None:
    """Kill and look, again and again."""
    folder = Path(tempfile.mkdtemp(prefix="verbatim-crash-"))
    try:
        rows, model = await rounds(folder, options.rounds, tell=_progress, minutes=options.minutes)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    show("crash", rows)
    if model.faults:
        raise SystemExit("\n".join(model.faults))


def _progress(round_: int, model: Model) -> None:
    sys.stderr.write(
        f"round {round_}: {len(model.acknowledged):,} acknowledged, {len(model.faults)} faults\n"
    )


async def rounds(
    folder: Path,
    count: int,
    size: int = SIZE,
    *,
    seed: int = 5,
    tell: Callable[[int, Model], None] = lambda *_: None,
    minutes: float = math.inf,
) -> tuple[list[dict[str, object]], Model]:
    """Run some rounds, fewer where the minutes are over; return a table of what was killed, and the model."""
    end = time.monotonic() + 60 * minutes
    rng = random.Random(seed)
    model = Model()
    tally: dict[str, Counter[str]] = {}
    for number in range(count):
        if time.monotonic() > end:
            break
        lines = lines_of(number, rng, size)
        file = folder / "said.jsonl"
        file.write_text("".join(json.dumps(line) + "\n" for line in lines))
        victim = ("loader", "server", "both")[number % 3]
        done = await _load_and_kill(folder, file, victim, rng.randrange(size), rng.random() * 0.03)
        model.told(lines, done)
        async with open_parts(Settings(None, folder)) as parts:
            seen = tally.setdefault(victim, Counter())
            seen["rounds"] += 1
            seen["acknowledged"] += done
            seen["cut off"] += done < len(lines)
            seen["mended"] += await _look(parts, model, rng)
        tell(number + 1, model)
    rows = [
        {"killed": victim, **seen, "statements": len(model.acknowledged), "faults": len(model.faults)}
        for victim, seen in tally.items()
    ]
    return rows, model


async def _load_and_kill(folder: Path, file: Path, victim: str, after: int, pause: float) -> int:
    """Load a file in a process of its own, kill once so many are in; return how many statements it acknowledged."""
    async with started(
        sys.executable, "-m", "tests.bench.crash", folder, file,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    ) as loader:  # fmt: skip
        assert loader.stdout
        server = int(await loader.stdout.readline() or b"0")
        done = 0
        while line := await loader.stdout.readline():
            done = int(line)
            if after >= 0 and done >= after:
                await asyncio.sleep(pause)
                if victim in ("server", "both") and server:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(server, signal.SIGKILL)
                if victim in ("loader", "both"):
                    with contextlib.suppress(ProcessLookupError):
                        loader.kill()
                after = -1
    return done


async def _look(parts: Parts, model: Model, rng: random.Random) -> int:
    """Compare the record with the model; return how many things the doctor had to mend."""
    client = parts.store.client
    known = list(model.acknowledged)
    for low in range(0, len(known), 5_000):
        share = known[low : low + 5_000]
        found = {s.id: s.text for s in await parts.writer.whole([keys.identity(id_) for id_ in share])}
        for id_ in share:
            if found.get(id_) not in {model.acknowledged[id_], *model.possible.get(id_, ())}:
                model.faults.append(f"{id_} was acknowledged and is {found.get(id_)!r}")
    for id_ in rng.sample(known, min(_SAMPLE, len(known))):
        text = model.acknowledged[id_]
        allowed = {text, *model.possible.get(id_, ())}
        hits = await parts.searcher.windows((await parts.searcher.search(text)).hits, 0)
        own = [w.statement.text for w in hits if w.statement.id == id_]
        if len(own) > 1 or not set(own) <= allowed or (not own and id_ not in model.possible):
            model.faults.append(f"{id_} is answered with {own}")
    for name in [name async for name in client.scan_iter(b"{v}:alive:*")]:
        await client.delete(name)  # as if two minutes had passed
    findings = await examine(client, idle=0)
    coverage = await parts.coverage_reader.coverage()
    if coverage.statements != findings.statements or findings.skipped:
        model.faults.append(f"{coverage.statements} counted, {findings.statements} there, {findings.skipped}")
    if findings.half_written or findings.counts:
        model.faults.append(f"not sound: {findings}")
    return findings.orphans + findings.postings + findings.recovered


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


async def _load(folder: Path, file: Path) -> None:
    load.BATCH = _BATCH
    leases.SHORT = _LEASE
    async with open_parts(Settings(None, folder)) as parts:
        facts = await parts.store.client.info("server")
        _say(facts["process_id"])
        await load.load(parts.writer, load.read_file(file), _say)


if __name__ == "__main__":
    asyncio.run(_load(Path(sys.argv[1]), Path(sys.argv[2])))
