"""Programs that a test starts: each leads a group of its own, which ends with the test, whatever happens."""

import asyncio
import contextlib
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from tests.support.waiting import DEADLINE, NothingHappenedError, patience

RUN = "VERBATIM_TEST_RUN"
"""A variable that every process inherits which a run of the tests has started."""


def _end_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS: a group of zombies
        os.killpg(leader, signal.SIGKILL)


@contextlib.contextmanager
def running(*command: object, **options: Any) -> Iterator[subprocess.Popen[str]]:
    """Run a program for the time of the context; its input and output are text."""
    with subprocess.Popen(list(map(str, command)), text=True, start_new_session=True, **options) as program:
        try:
            yield program
        finally:
            _end_group(program.pid)


def outcome(program: subprocess.Popen[str]) -> tuple[str, str]:
    """Wait for the end of a program; what it printed, and what it complained of."""
    try:
        return program.communicate(timeout=DEADLINE)
    except subprocess.TimeoutExpired as error:
        raise NothingHappenedError(f"the end of {_name(program.args)}") from error


def run(*command: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a program to its end; output and complaints are kept apart, as text."""
    pipe = subprocess.PIPE
    with running(*command, **{"stdout": pipe, "stderr": pipe, **options}) as program:
        out, err = outcome(program)
    return subprocess.CompletedProcess(program.args, program.returncode, out, err)


def succeed(*command: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a program that must end with 0."""
    done = run(*command, **options)
    assert done.returncode == 0, done.stderr
    return done


@contextlib.asynccontextmanager
async def started(*command: object, **options: Any) -> AsyncIterator[asyncio.subprocess.Process]:
    """Do as `running` does, inside an event loop; input and output are bytes."""
    program = await asyncio.create_subprocess_exec(*map(str, command), start_new_session=True, **options)
    try:
        yield program
    finally:
        _end_group(program.pid)
        for pipe in (program.stdout, program.stderr):
            if pipe:
                await pipe.read()  # else a full pipe keeps the loop from noticing the end
        await program.wait()


async def ending(program: asyncio.subprocess.Process) -> tuple[bytes, bytes]:
    """Wait for the end of a program; what it printed, and what it complained of, since somebody last read there."""
    async with patience(f"the end of process {program.pid}"):
        out, err = await program.communicate()
    return out or b"", err or b""


def left_behind(run_id: str) -> dict[int, str]:
    """Processes that a run of the tests has started and that still run, with their commands; Linux only."""
    mark, found = f"{RUN}={run_id}".encode(), {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            # A child of ours may have overwritten its environment with its title, as record servers do.
            ours = int(parent) == os.getpid() or mark in (folder / "environ").read_bytes().split(b"\0")
            if ours and state != "Z" and int(folder.name) != os.getpid():
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                found[int(folder.name)] = command.strip()
    return found


def _name(command: object) -> str:
    return " ".join(map(str, command)) if isinstance(command, list) else str(command)
