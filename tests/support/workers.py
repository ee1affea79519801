"""A worker of a busy record, in a process of its own: python -m tests.support.workers HOME KIND SEED

load    adds statements of one or many passages, new and with new words, and says which it was told are there
keep    does what a collector does: the same words in ever more outlets, corrected now and then
ask     looks statements up, and says what is wrong with the answers

Each statement bears a mark in every sentence: id and version. So whoever sees half of one, or parts of two, can tell.
"""

import asyncio
import random
import re
import sys
from pathlib import Path

from bot.settings import Settings
from bot.wiring import Parts, open_parts
from corpus.collecting.appearance_store import Appearances
from corpus.collecting.recorder import Recorder
from corpus.errors import IndexUnavailableError
from corpus.models import Source, Statement
from corpus.sources.appearances import LocatedStatement
from corpus.storage import keys

IDS = 400
SHARED = 60  # statements of collectors
_MARK = re.compile(r"pier (\d+) in version (\d+), sentence (\d+) of (\d+)")
_TRIES = 200


def statement(number: int, version: int) -> Statement:
    """A statement that says in each sentence which it is."""
    count = (1, 1, 1, 2, 40)[number % 5]
    text = " ".join(
        f"We promise pier {number} in version {version}, sentence {n} of {count}, to the town of Elm{number}."
        for n in range(count)
    )
    return Statement(f"s{number}", f"Speaker {number % 50}", text, Source(f"Paper {number % 3}"))


def shared(number: int, outlet: int, day: int) -> LocatedStatement:
    """The same words in one more outlet."""
    words = (
        f"The harbour of Ash{number} will be dug out {number + 3} metres deep before the winter storms come"
    )
    source = Source(
        f"Outlet {outlet}", "News", f"https://o{outlet}.example/{number}", date=f"2026-09-{day:02}"
    )
    return LocatedStatement(Statement(f"c{number}", f"Mara Ash{number}", words, source), 0, len(words))


def fault(said: Statement) -> str | None:
    """What is wrong with a whole statement, or None."""
    if said.id.startswith("c"):
        number = int(said.id[1:])
        return None if said.text == shared(number, 0, 1).statement.text else f"{said.id}: {said.text!r}"
    found = _MARK.search(said.text)
    if not found:
        return f"{said.id} has no mark: {said.text!r}"
    whole = statement(int(said.id[1:]), int(found[2]))
    return None if said.text == whole.text else f"{said.id} is not whole: {said.text!r}"


def _say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


async def _load(parts: Parts, rng: random.Random) -> None:
    version = 0
    while True:
        version += 1
        batch = [statement(n, rng.randrange(10**6)) for n in rng.sample(range(IDS), 25)]
        await parts.writer.add(batch)
        for one in batch:
            _say("in", one.id)
        if rng.random() < 0.3:
            await parts.writer.tidy()
        await asyncio.sleep(0.02)


async def _keep(parts: Parts, rng: random.Random) -> None:
    recorder = Recorder(parts.writer, Appearances(parts.store.client))
    while True:
        said = [shared(n, rng.randrange(30), rng.randint(1, 28)) for n in rng.sample(range(SHARED), 5)]
        for id_ in await recorder.keep(said, None, None):
            _say("in", id_)


async def _ask(parts: Parts, rng: random.Random) -> None:
    seen: set[str] = set()
    while True:
        number = rng.randrange(IDS + SHARED)
        id_ = f"s{number}" if number < IDS else f"c{number - IDS}"
        [*known] = await parts.writer.whole([keys.identity(id_)])
        wrong = [w for one in known if (w := fault(one))]
        if known:
            seen.add(id_)
        elif id_ in seen:
            wrong.append(f"{id_} was there, and is not")
        if id_ in seen:
            wrong += await _looked_up(parts, id_)
        for each in wrong:
            _say("WRONG", each)
        _say("asked")


async def _looked_up(parts: Parts, id_: str) -> list[str]:
    """Look up a statement that exists by words that all of its versions have."""
    number = int(id_[1:])
    text = f"to the town of Elm{number}" if id_[0] == "s" else f"The harbour of Ash{number} will be dug out"
    windows = await parts.searcher.windows((await parts.searcher.search(text)).hits, 0)
    own = [w for w in windows if w.statement.id == id_]
    if not own:
        return [f"{id_} is there, and was not found"]
    versions = {m[2] for w in own for m in _MARK.finditer(w.statement.text)}
    marks = {m[1] for w in own for m in _MARK.finditer(w.statement.text)}
    return (
        [f"{id_} is shown in versions {versions} of {marks}"] if len(versions) > 1 or len(marks) > 1 else []
    )


async def main(home: str, kind: str, seed: str) -> None:
    work = {"load": _load, "keep": _keep, "ask": _ask}[kind]
    async with open_parts(Settings(None, Path(home))) as parts:
        _say("at work")
        for _ in range(_TRIES):
            try:
                await work(parts, random.Random(int(seed)))
            except IndexUnavailableError as error:  # could not look: nothing was said, and nothing is wrong
                _say("unavailable", error)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
