"""Files into the record: every line is checked before the first is stored, then they go in by the batch."""

import asyncio
import contextlib
import gc
import gzip
import io
import sys
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from corpus.errors import IndexUnavailableError, ReadError
from corpus.index.writer import Added, Writer
from corpus.models import Statement
from corpus.sources.import_files import read_statements

# A batch is bounded in characters as well as in statements, so that speeches of two hours fit the memory, too. The
# larger, the fewer lists are written to for each statement: measured on 300,000 sentences, 12.9 with batches of 20,000,
# 8.0 with 60,000; the server needs 27 and 19 µs for one, the loader's memory is 550 and 600 MB.
BATCH = 60_000
BATCH_CHARACTERS = 16_000_000
_FIRST = 10_000  # statements of the first batch
LARGE = 100_000  # new statements from which the memory that growing left unused is given back
PAUSES = (0.2, 1, 2, 4, 8, 8, 8)  # seconds before a batch is tried again: time to fail over to a replica

_SWITCH = 0.0005  # seconds that a thread keeps the interpreter while others wait; 0.005 by default
_GRACE = 10.0  # seconds that a load which is stopped gives the batch on its way in

_DEPTH = 2  # batches at once: one is read and taken apart while the other is on its way to the server

Step = Callable[[int], None]


def starter() -> Sequence[Statement]:
    """Return the statements that come with the program."""
    text = files("corpus").joinpath("starter.jsonl").read_text(encoding="utf-8")
    return tuple(read_statements("starter.jsonl", text.splitlines()))


def read_file(path: Path) -> Iterator[Statement]:
    """Yield the statements of one file; ReadError names file, line and field."""
    number = 0
    try:
        with contextlib.closing(_open(path)) as lines:
            for statement in read_statements(str(path), lines):
                number += 1
                yield statement
    except UnicodeDecodeError as error:
        raise ReadError(f"{path}, after statement {number}", f"is not UTF-8 text ({error})") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ReadError(f"{path}, after statement {number}", f"is not a whole gzip file ({error})") from error
    except OSError as error:
        raise ReadError(str(path), f"cannot be read ({error.strerror or error})") from error


def _open(path: Path) -> io.TextIOBase:
    if path.suffix == ".gz":
        return io.TextIOWrapper(gzip.open(path), encoding="utf-8-sig")
    return path.open(encoding="utf-8-sig", newline="")


def check(paths: Sequence[Path], step: Step = lambda _: None) -> int:
    """Read every file to its end and store nothing; return the number of statements."""
    count = 0
    for path in paths:
        for _ in read_file(path):
            count += 1
            if count % 1000 == 0:
                step(count)
    return count


class _UnderWay(NamedTuple):
    """A batch on its way in."""

    task: asyncio.Task[Added]
    size: int
    ids: frozenset[str]


async def load(writer: Writer, statements: Iterator[Statement], step: Step = lambda _: None) -> Added:
    """Add statements batch by batch; interrupted, what was added is sound and a re-run carries on.

    While one batch is on its way to the record the next ones are read and taken apart. A record that is away for a
    while is waited for.
    """
    await writer.recover()
    with _undisturbed():
        added = await _load(writer, _batches(statements), step)
    if added.replaced:
        await writer.tidy()
    if added.new >= LARGE:
        await writer.trim()
    return added


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Switch the garbage collector off: a load makes millions of objects and no cycles, and a third of the time was its.

    Switch threads more often, too: while one takes statements apart, the server waits for the other.
    """
    was_on, interval = gc.isenabled(), sys.getswitchinterval()
    gc.disable()
    sys.setswitchinterval(_SWITCH)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
        if was_on:
            gc.enable()


async def _load(writer: Writer, batches: Iterator[list[Statement]], step: Step) -> Added:
    total, done = Added(), 0
    under_way: deque[_UnderWay] = deque()
    try:
        while batch := await asyncio.to_thread(next, batches, None):
            ids = frozenset(s.id for s in batch)
            # Of one id the last counts: no overtaking.
            earlier = [other.task for other in under_way if not ids.isdisjoint(other.ids)]
            if earlier:
                await asyncio.wait(earlier)
            under_way.append(_UnderWay(asyncio.create_task(_add(writer, batch)), len(batch), ids))
            while len(under_way) >= _DEPTH or (under_way and under_way[0].task.done()):
                total, done = total + await under_way[0].task, done + under_way[0].size
                under_way.popleft()
                step(done)
        while under_way:
            total, done = total + await under_way[0].task, done + under_way[0].size
            under_way.popleft()
            step(done)
    finally:
        await _let_end([other.task for other in under_way])
    return total


async def _let_end(tasks: Sequence[asyncio.Task[Added]]) -> None:
    """Let the batches on their way in end, where a load is stopped or fails."""
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=_GRACE)
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _add(writer: Writer, batch: list[Statement]) -> Added:
    for pause in (*PAUSES, None):
        try:
            return await writer.add(batch)
        except IndexUnavailableError:
            if pause is None:
                raise
            await asyncio.sleep(pause)
    raise AssertionError  # the last pause is None


def _batches(statements: Iterator[Statement]) -> Iterator[list[Statement]]:
    """Yield batches that grow to their full size, so that the server has something to do soon."""
    batch: list[Statement] = []
    size, most = 0, min(_FIRST, BATCH)
    for statement in statements:
        batch.append(statement)
        size += len(statement.text)
        if len(batch) >= most or size >= BATCH_CHARACTERS:
            yield batch
            batch, size, most = [], 0, min(2 * most, BATCH)
    if batch:
        yield batch
