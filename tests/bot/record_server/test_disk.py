"""A disk, a folder or another server that keeps the built-in server from its data: one clear sentence each."""

import contextlib
import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot.record_server.embedded
from bot.record_server.connect import open_store
from bot.record_server.embedded import EmbeddedServer, socket_path
from bot.settings import Settings
from corpus.errors import IndexUnavailableError, SettingsError, StorageRefusedError
from corpus.storage.commands import send
from tests.support.processes import run

root_on_linux = pytest.mark.skipif(
    sys.platform != "linux" or os.getuid() != 0, reason="mounts a file system of its own"
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(EmbeddedServer.__init__, "__kwdefaults__", {"binary": None, "linger": 0.05})
    return tmp_path / "home"


@contextlib.contextmanager
def disk(folder: Path, size: str) -> Iterator[Path]:
    """A small file system in memory."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)  # a server may be on its way out


def told(home: Path, *command: object) -> tuple[int, list[str]]:
    """The exit code of a command of the program, and what it complained of, line by line."""
    environ = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    done = run(sys.executable, "-m", "bot", *command, env=environ | {"VERBATIM_HOME": str(home)})
    return done.returncode, done.stderr.splitlines()


@root_on_linux
def test_a_disk_that_fills_while_loading_is_told_in_one_sentence_that_speaks_of_no_quote(
    tmp_path: Path,
) -> None:
    many = tmp_path / "many.jsonl"
    with many.open("w") as file:
        for number in range(8_000):
            text = " ".join(f"word{number * 7 + n}" for n in range(25))
            file.write(json.dumps({"id": f"s{number}", "speaker": "Ann Lee", "text": text}) + "\n")
    with disk(tmp_path / "disk", "3m") as folder:
        code, lines = told(folder / "home", "load", many)
    assert code == 3
    assert lines == [
        "verbatim: I could not store this: the disk of the record's server is full. Make room there, then try again."
    ]


@root_on_linux
def test_a_disk_that_is_full_from_the_start_is_told_in_one_sentence(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "64k") as folder:
        with contextlib.suppress(OSError), (folder / "fill").open("wb", buffering=0) as file:
            while True:
                file.write(bytes(1024))
        code, [line] = told(folder / "home", "load", "--starter")
    assert code == 3
    assert line == (
        f"verbatim: The record cannot be opened: the disk that holds {folder}/home/store is full. "
        "Make room there, then try again."
    )


@root_on_linux
def test_a_home_that_became_read_only_names_the_setting(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "5m") as folder:
        (folder / "home" / "store").mkdir(parents=True)
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        code, [line] = told(folder / "home", "verify", "We shall fight on the beaches")
    assert code == 2
    assert line.startswith(
        f"verbatim: VERBATIM_HOME: cannot keep data in {folder}/home/store: Read-only file system."
    )


async def test_a_server_that_another_machine_holds_is_told_with_the_way_out(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.record_server.embedded, "_GRACE", 0.2)
    (home / "store").mkdir(parents=True)
    with (home / "store" / "server.lock").open("w") as lock:  # as a shared disk shows it
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(IndexUnavailableError, match="another server, perhaps on another machine") as told:
            async with open_store(Settings(None, home)):
                pass
    assert "REDIS_URL" in told.value.advice


async def test_two_users_of_one_home_share_one_server(home: Path) -> None:
    async with open_store(Settings(None, home)) as first, open_store(Settings(None, home)) as second:
        ids = [(await store.client.info("server"))["run_id"] for store in (first, second)]
        assert ids[0] == ids[1]


async def test_a_path_too_long_for_a_socket_names_the_setting_where_no_short_one_can_be_had(
    tmp_path: Path,
) -> None:
    home = tmp_path / ("long" * 30)
    short = socket_path(home).parent
    assert short.parent == Path("/tmp")
    short.write_text("somebody else's")
    try:
        with pytest.raises(
            SettingsError, match=r"too long a path for a socket.*Choose a shorter VERBATIM_HOME"
        ):
            async with open_store(Settings(None, home)):
                pass
    finally:
        short.unlink()


async def test_a_server_without_memory_left_says_so(home: Path) -> None:
    async with open_store(Settings(None, home)) as store:
        await store.client.config_set("maxmemory", "1")
        with pytest.raises(StorageRefusedError, match="no memory left"):
            await send(store.client, [("SET", "a", "b")])


async def test_a_replica_is_told_from_a_server_that_is_away(home: Path) -> None:
    async with open_store(Settings(None, home)) as store:
        await store.client.replicaof("127.0.0.1", "1")
        with pytest.raises(StorageRefusedError, match="is a replica"):
            await send(store.client, [("SET", "a", "b")])
