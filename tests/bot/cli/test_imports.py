"""What the commands that people wait for may import: a heavy library that comes along slows every one of them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.load import load, starter
from bot.record_server.connect import open_store
from bot.settings import Settings
from tests.support.record import Record

HELP = {"bot", "bot.cli", "bot.cli.commands", "bot.cli.main", "click"}

LOOKUP = HELP | {
    *("bot.cli.output", "bot.cli.run", "bot.cli.verify", "bot.lookup", "bot.record_server", "bot.settings"),
    *("corpus.collecting", "corpus.collecting.appearance_store", "corpus.collecting.coverage"),
    *("corpus.collecting.crawl_state", "corpus.sources", "corpus.sources.appearances"),
    *("corpus", "corpus.errors", "corpus.models", "corpus.verdict", "corpus.verify"),
    *("corpus.index", "corpus.index.codec", "corpus.index.features", "corpus.index.journal"),
    *("corpus.index.passages", "handlers"),
    *("Stemmer", "hiredis", "msgspec", "numpy", "rapidfuzz", "redis"),
    "opencc",  # folds the Han words of the lists that are read at start-up: 7 ms
    # redis-py and msgspec import what they find of these:
    *("cryptography", "opentelemetry", "typing_extensions"),
}
"""The modules and libraries that `verify` may import, and below them the packages of which it may import any module."""

PACKAGES = (
    *("bot.record_server", "corpus.judging", "corpus.language", "corpus.search", "corpus.storage"),
    *("handlers.messages", "handlers.parsing"),
)
IN_WORDS = ("handlers.replies",)

PROGRAM = """
import json, sys
from bot.cli.main import main
code = main(sys.argv[1:])
own = ("bot", "corpus", "handlers")
ours = [name for name in sys.modules if name.partition(".")[0] in own]
theirs = {name.partition(".")[0] for name in sys.modules} - set(sys.stdlib_module_names) - set(own)
sys.stderr.write(json.dumps([code, sorted([*ours, *theirs])]))
"""


def imported(*words: str, home: Path) -> set[str]:
    """What a command imports: modules of ours, and libraries by their first name."""
    environ = {"VERBATIM_HOME": str(home), "HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[3])}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words], env=environ, capture_output=True, text=True, check=True
    )
    code, names = json.loads(done.stderr)
    assert code == 0
    assert done.stdout
    # Of an interpreter that was told to load helpers of its own, and of compiled modules.
    return {name for name in names if not name.startswith(("_", "cython_runtime", "sitecustomize"))}


def within(names: set[str], packages: tuple[str, ...]) -> set[str]:
    return {name for name in names if any(f"{name}.".startswith(f"{package}.") for package in packages)}


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["--version"]])
def test_help_imports_no_command_and_no_library_but_click(tmp_path: Path, words: list[str]) -> None:
    assert imported(*words, home=tmp_path) <= HELP


def test_the_help_of_a_command_imports_no_other_command(tmp_path: Path) -> None:
    names = imported("serve", "--help", home=tmp_path)
    assert {name for name in names if name.startswith("bot.cli.")} == {
        *("bot.cli.commands", "bot.cli.main", "bot.cli.output", "bot.cli.run", "bot.cli.serving")
    }
    assert not names & {"numpy", "redis", "rich", "starlette", "uvicorn"}


@pytest.mark.parametrize(
    ("words", "more", "libraries"),
    [
        pytest.param(["--json"], (), {"corpus.export"}, id="for programs"),
        pytest.param([], IN_WORDS, {"rich"}, id="in words"),
    ],
)
async def test_a_lookup_imports_what_it_needs_and_nothing_of_chats_briefs_or_the_network(
    tmp_path: Path, words: list[str], more: tuple[str, ...], libraries: set[str]
) -> None:
    async with open_store(Settings(None, tmp_path)) as store:
        await load(Record(store.client), iter(starter()))
        names = imported("verify", *words, "We shall fight on the beaches", home=tmp_path)
    assert names - within(names, (*PACKAGES, *more)) <= LOOKUP | libraries
