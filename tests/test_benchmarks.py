"""A benchmark measures a record that is there, or says that there is none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.processes import run, succeed

ROOT = Path(__file__).parents[1]
STATEMENTS = 10


@pytest.mark.parametrize("part", ["lookup", "retention"])
def test_without_a_loaded_record_no_figure_is_printed(tmp_path: Path, part: str) -> None:
    done = bench(tmp_path, part)
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no record" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_record_is_no_loaded_one(tmp_path: Path) -> None:
    record = tmp_path / "build" / "bench" / f"record-{STATEMENTS}"
    environ = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    succeed(sys.executable, "-m", "bot", "status", cwd=ROOT, env={**environ, "VERBATIM_HOME": str(record)})
    done = bench(tmp_path, "lookup")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"holds 0 of {STATEMENTS} statements" in done.stderr


def bench(folder: Path, part: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "BENCH_DATA": str(folder)}
    command = ("-m", "tests.bench", part, "--statements", STATEMENTS)
    return run(sys.executable, *command, cwd=folder, env=environ)
