"""Files into the record: every line is checked before the first is stored, then they go in by the batch."""

import gzip
import io
import zlib
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import closing
from importlib.resources import files
from pathlib import Path

from corpus.errors import ReadError
from corpus.index import Added, Index
from corpus.records import Statement
from corpus.sources.files import read_statements

# A batch is bounded in characters as well as in statements, so that speeches of two hours fit the memory, too.
BATCH = 20_000
BATCH_CHARACTERS = 8_000_000

Step = Callable[[int], None]


def starter() -> Sequence[Statement]:
    """The statements that come with the program."""
    text = files("corpus").joinpath("starter.jsonl").read_text(encoding="utf-8")
    return tuple(read_statements("starter.jsonl", text.splitlines()))


def read_file(path: Path) -> Iterator[Statement]:
    """The statements of one file; ReadError names file, line and field."""
    number = 0
    try:
        with closing(_open(path)) as lines:
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


async def load(index: Index, statements: Iterator[Statement], step: Step = lambda _: None) -> Added:
    """Add statements batch by batch; interrupted, what was added is sound and a re-run carries on."""
    total, done = Added(), 0
    async for batch in _batches(statements):
        total += await index.add(batch)
        done += len(batch)
        step(done)
    return total


async def _batches(statements: Iterator[Statement]) -> AsyncIterator[list[Statement]]:
    batch: list[Statement] = []
    size = 0
    for statement in statements:
        batch.append(statement)
        size += len(statement.text)
        if len(batch) >= BATCH or size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
