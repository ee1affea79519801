"""What all tests rest on: they wait for events, name what does not happen, and leave no process behind."""

import asyncio
import os
import subprocess
import sys

import pytest

from tests.conftest import database_of
from tests.support import waiting
from tests.support.budget import budget
from tests.support.processes import RUN, left_behind, running, started
from tests.support.waiting import NothingHappenedError, patience, until, wait_until

FAMILY = ("sh", "-c", "sleep 1000 & echo $!; wait")
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "DEADLINE", 0.05)


@pytest.mark.usefixtures("hasty")
async def test_what_does_not_happen_is_named() -> None:
    with pytest.raises(NothingHappenedError, match="in vain: the flood"):
        await until("the flood", lambda: False)
    with pytest.raises(NothingHappenedError, match="in vain: the flood"):
        async with patience("the flood"):
            await asyncio.Event().wait()
    with pytest.raises(NothingHappenedError, match="in vain: the flood"):
        wait_until("the flood", lambda: False)


async def test_a_timeout_of_the_program_is_no_end_of_patience() -> None:
    with pytest.raises(TimeoutError):
        async with patience("the program"):
            raise TimeoutError


def test_work_beyond_its_budget_fails() -> None:
    with pytest.raises(AssertionError, match="processor time"), budget(0.0):
        sum(range(1_000_000))


@linux
def test_a_program_ends_with_its_test_and_takes_along_what_it_started() -> None:
    with pytest.raises(ZeroDivisionError), running(*FAMILY, stdout=subprocess.PIPE) as program:  # noqa: PT012 - it fails inside
        assert program.stdout
        child = int(program.stdout.readline())
        assert {program.pid, child} <= left_behind(os.environ[RUN]).keys()
        raise ZeroDivisionError
    assert program.returncode is not None
    wait_until("the end of what it started", lambda: child not in left_behind(os.environ[RUN]))


@linux
async def test_so_does_one_that_was_started_in_an_event_loop() -> None:
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 - it fails inside
        async with started(*FAMILY, stdout=asyncio.subprocess.PIPE) as program:
            assert program.stdout
            child = int(await program.stdout.readline())
            raise ZeroDivisionError
    assert program.returncode is not None
    await until("the end of what it started", lambda: child not in left_behind(os.environ[RUN]))


@pytest.mark.parametrize(
    ("url", "second"),
    [
        pytest.param("redis://h/15", "redis://h/15?db=14", id="before the one that is named"),
        pytest.param("redis://h", "redis://h?db=1", id="after the first of all"),
        pytest.param("unix:///s?db=3", "unix:///s?db=2", id="over a socket"),
    ],
)
def test_each_process_has_a_database_of_its_own(url: str, second: str) -> None:
    assert database_of(url, 1, 2) == second
    assert database_of(url, 0, 1) == url
