import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

import bot.record_server.connect
import bot.record_server.embedded
from bot.record_server.connect import Store, open_store
from bot.record_server.embedded import EmbeddedServer, find_binary, socket_path
from bot.settings import Settings
from corpus.errors import IndexUnavailableError, SettingsError
from tests.support.processes import outcome, running
from tests.support.waiting import patience, until

HOLD = """
import asyncio, pathlib, sys
from bot.settings import Settings
from bot.record_server.connect import open_store
async def main():
    async with open_store(Settings(None, pathlib.Path(sys.argv[1]))) as store:
        await store.client.rpush("users", sys.argv[2])
        info = await store.client.info("server")
        print(info["process_id"], info["run_id"], flush=True)
        await asyncio.to_thread(sys.stdin.read)
asyncio.run(main())
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(EmbeddedServer.__init__, "__kwdefaults__", {"binary": None, "linger": 0.05})
    return tmp_path / "home"


def opened(home: Path) -> contextlib.AbstractAsyncContextManager[Store]:
    return open_store(Settings(None, home))


async def server_id(store: Store) -> int:
    return int((await store.client.info("server"))["process_id"])


def look(process: int) -> tuple[str, int]:
    """The state of a process, as `ps` names it, and its parent; Z where there is none any more."""
    if not Path("/proc/self").exists():  # macOS
        told = subprocess.run(
            ["ps", "-o", "stat=,ppid=", "-p", str(process)], stdout=subprocess.PIPE, check=False
        )
        state, parent = told.stdout.decode().split() or ("Z", "0")
        return state, int(parent)
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        state, parent = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[:2]
        return state, int(parent)
    return "Z", 0


def alive(server: int) -> bool:
    """Whether a process runs that is no zombie."""
    return not look(server)[0].startswith("Z")


async def gone(server: int) -> bool:
    return await until("the end of the record server", lambda: not alive(server))


class User:
    """A process of its own that uses the record."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def server(self) -> int:
        return int(self.line().split()[0])

    def line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline()

    def leave(self) -> None:
        outcome(self.process)

    def kill(self) -> None:
        self.process.kill()
        outcome(self.process)


@contextlib.contextmanager
def user(home: Path, name: str = "a") -> Iterator[User]:
    pipe = subprocess.PIPE
    with running(sys.executable, "-c", HOLD, home, name, stdin=pipe, stdout=pipe) as process:
        yield User(process)


@contextlib.asynccontextmanager
async def at_once(client: Redis) -> AsyncIterator[None]:
    """Insist on an answer of the same client, once a restart is over."""

    async def answers() -> bool:
        with contextlib.suppress(RedisError):
            return bool(await client.ping())
        return False

    await until("an answer of the same client", answers)
    yield


async def test_statements_survive_a_restart(home: Path) -> None:
    async with opened(home) as store:
        first = await server_id(store)
        await store.client.set("statement", "words")
    assert await gone(first)
    async with opened(home) as store:
        assert await store.client.get("statement") == b"words"
        assert await server_id(store) != first


async def test_the_server_goes_soon_after_its_last_user(home: Path) -> None:
    async with opened(home) as store:
        server = await server_id(store)
        async with opened(home) as second:
            assert await server_id(second) == server
        await asyncio.sleep(0.15)
        assert alive(server)
        assert await store.client.ping()
    assert await gone(server)
    assert not socket_path(home).exists()


async def test_a_user_that_is_killed_takes_nobody_along_and_leaves_no_server_behind(home: Path) -> None:
    async with opened(home) as store:
        with user(home, "killed") as other:
            server = other.server()
        await asyncio.sleep(0.2)
        assert await server_id(store) == server
        assert await store.client.lrange("users", 0, -1) == [b"killed"]
    assert await gone(server)


async def test_a_server_that_is_killed_comes_back_with_every_statement_and_the_same_client_works(
    home: Path,
) -> None:
    async with opened(home) as store:
        for number in range(200):
            await store.client.set(f"statement:{number}", number)
        server = await server_id(store)
        os.kill(server, signal.SIGKILL)
        async with at_once(store.client):
            assert await store.client.dbsize() == 200
            assert await server_id(store) != server


async def test_a_keeper_that_is_killed_is_replaced_and_no_statement_is_lost(home: Path) -> None:
    async with opened(home) as store:
        await store.client.set("statement", "words")
        server = await server_id(store)
        os.kill(look(server)[1], signal.SIGKILL)
        assert await gone(server)
        async with at_once(store.client):
            assert await store.client.get("statement") == b"words"
            server = await server_id(store)
    assert await gone(server)


async def test_statements_survive_when_client_and_server_are_killed_together(home: Path) -> None:
    with user(home) as one:
        server = one.server()
        os.kill(server, signal.SIGKILL)
        one.kill()
    async with opened(home) as store:
        assert await store.client.lrange("users", 0, -1) == [b"a"]


async def test_six_processes_at_once_on_an_empty_home_share_one_server(home: Path) -> None:
    with contextlib.ExitStack() as stack:
        users = [stack.enter_context(user(home, str(number))) for number in range(6)]
        assert len({one.line() for one in users}) == 1
        async with opened(home) as store:
            assert sorted(await store.client.lrange("users", 0, -1)) == [b"0", b"1", b"2", b"3", b"4", b"5"]
            server = await server_id(store)
        assert alive(server)
        for one in users:
            one.leave()


async def test_everyone_brings_a_killed_server_back_and_there_is_one(home: Path) -> None:
    async with contextlib.AsyncExitStack() as stack:
        stores = [await stack.enter_async_context(opened(home)) for _ in range(5)]
        for _ in range(3):
            os.kill(await server_id(stores[0]), signal.SIGKILL)
            for store in stores:
                async with at_once(store.client):
                    pass
            assert len({await server_id(store) for store in stores}) == 1


async def test_comings_and_goings_never_meet_a_server_on_its_way_out(home: Path) -> None:
    for number in range(8):
        async with opened(home) as store:
            assert await store.client.incr("count") == number + 1
        await asyncio.sleep(0.01 * number)


async def test_a_home_with_a_long_path_works_through_a_short_private_folder(home: Path) -> None:
    home /= "long/" * 40
    async with opened(home) as store:
        await store.client.set("statement", "words")
        folder = socket_path(home).parent
        assert len(bytes(socket_path(home))) < 104
        assert folder.stat().st_mode & 0o777 == 0o700
        assert (home / "store/server.sock.where").read_text().strip() == str(socket_path(home))
        server = await server_id(store)
    assert await gone(server)
    folder.rmdir()


async def test_a_short_folder_that_others_may_enter_is_refused(home: Path) -> None:
    home /= "long/" * 40
    folder = socket_path(home).parent
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    try:
        with pytest.raises(SettingsError, match="nobody else can enter"):
            async with opened(home):
                pass
    finally:
        folder.rmdir()


async def test_the_socket_of_a_dead_server_is_replaced(home: Path) -> None:
    (home / "store").mkdir(parents=True)
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(home / "store/server.sock"))
    async with opened(home) as store:
        assert await store.client.ping()


async def test_a_last_command_cut_short_does_not_keep_the_rest_away(home: Path) -> None:
    async with opened(home) as store:
        await store.client.set("first", "1")
        await store.client.set("last", "2")
        server = await server_id(store)
    assert await gone(server)
    [log] = (home / "store/appendonlydir").glob("*.incr.aof")
    log.write_bytes(log.read_bytes()[:-3])
    async with opened(home) as store:
        assert await store.client.mget("first", "last") == [b"1", None]


async def test_a_record_that_is_damaged_is_an_error_with_the_reason_and_not_an_empty_record(
    home: Path,
) -> None:
    async with opened(home) as store:
        for number in range(100):
            await store.client.set(f"statement:{number}", "words")
        server = await server_id(store)
    assert await gone(server)
    [log] = (home / "store/appendonlydir").glob("*.incr.aof")
    log.write_bytes(log.read_bytes().replace(b"$12", b"!!!", 1))
    with pytest.raises(IndexUnavailableError, match="Bad file format"):
        async with opened(home):
            pass


async def test_a_server_that_reads_its_data_is_waited_for(home: Path) -> None:
    replies = iter([b"-LOADING the dataset in memory\r\n"] * 5 + [b"+PONG\r\n"])

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.readline():
            writer.write(next(replies))
        writer.close()
        ended.set()

    server, ended = EmbeddedServer(home), asyncio.Event()
    server._prepare()
    async with await asyncio.start_unix_server(answer, server.socket):
        async with server.running():
            assert list(replies) == []
        await ended.wait()


async def test_a_long_record_is_there_after_a_kill(home: Path) -> None:
    async with opened(home) as store:
        await store.client.eval("for i = 1, 100000 do redis.call('SET', 'statement:' .. i, 'words') end", 0)
        os.kill(await server_id(store), signal.SIGKILL)
    async with opened(home) as store:
        assert await store.client.dbsize() == 100_000


async def test_the_log_of_the_server_does_not_grow_forever(home: Path) -> None:
    (home / "store").mkdir(parents=True)
    log = home / "store/server.log"
    log.write_bytes(b"old\n" * 300_000)
    async with opened(home):
        assert b"old" not in log.read_bytes()


async def test_data_is_private(home: Path) -> None:
    async with opened(home):
        assert (home / "store").stat().st_mode & 0o777 == 0o700
        assert socket_path(home).stat().st_mode & 0o077 == 0


async def test_the_label_of_the_embedded_server_says_where_the_data_is(home: Path) -> None:
    async with opened(home) as store:
        assert store.embedded
        assert str(home) in store.label


def test_a_platform_without_a_binary_is_told_to_set_redis_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.record_server.embedded.platform, "machine", lambda: "sparc")
    with pytest.raises(SettingsError, match=r"no built-in record server for linux on sparc\. Set REDIS_URL"):
        find_binary()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"\x00\x01not a program", "Exec format error", id="for another processor"),
        pytest.param(b"#!/nonexistent/loader\n", "No such file", id="for another C library"),
    ],
)
async def test_a_binary_that_cannot_run_is_told_with_what_to_do(
    home: Path, content: bytes, reason: str
) -> None:
    binary = home.with_name("valkey-server")
    os.close(os.open(binary, os.O_CREAT, 0o700))
    binary.write_bytes(content)
    with pytest.raises(SettingsError, match=rf"{reason}.*Set REDIS_URL"):
        async with EmbeddedServer(home, binary=binary).running():
            pass


async def test_a_home_that_cannot_be_written_names_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="VERBATIM_HOME"):
        async with opened(tmp_path / "file/home"):
            pass


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("redis://127.0.0.1:1", id="nobody listens"),
        pytest.param("redis+cluster://127.0.0.1:1", id="no cluster"),
        pytest.param("unix:///nonexistent.sock", id="no socket"),
        pytest.param("redis://nowhere.invalid", id="no such host"),
    ],
)
async def test_an_address_where_nobody_answers_is_an_error_within_seconds(url: str, tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailableError, match="does not answer"):
        async with (
            patience("the error of a server that does not answer"),
            open_store(Settings(url, tmp_path)),
        ):
            pass


async def test_a_server_that_takes_calls_and_stays_silent_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.record_server.connect, "_FIRST", 0.3)
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        pytest.raises(IndexUnavailableError, match="no reply in time"),
    ):
        async with open_store(Settings(f"redis://127.0.0.1:{silent.getsockname()[1]}", tmp_path)):
            pass


async def test_a_host_that_swallows_everything_is_an_error_within_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.record_server.connect, "_CONNECT", 0.2)
    with socket.socket() as full, contextlib.ExitStack() as stack:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(3):  # more than its queue holds: what comes now gets no reply at all
            caller = stack.enter_context(socket.socket())
            caller.setblocking(False)
            caller.connect_ex(full.getsockname())
        address = f"redis://127.0.0.1:{full.getsockname()[1]}"
        with pytest.raises(IndexUnavailableError, match="Timeout"):
            async with (
                patience("the error of a server that does not answer"),
                open_store(Settings(address, tmp_path)),
            ):
                pass


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("redis://127.0.0.1:port", id="port"),
        pytest.param("redis://127.0.0.1/?socket_timeout=soon", id="option"),
        pytest.param("redis://127.0.0.1/?colour=blue", id="unknown option"),
    ],
)
async def test_an_address_that_cannot_be_read_is_a_wrong_setting(url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="REDIS_URL"):
        async with open_store(Settings(url, tmp_path)):
            pass


async def test_a_password_is_in_no_message(home: Path) -> None:
    async with opened(home) as store:
        await store.client.config_set("requirepass", "correct")
        url = f"unix://:secret@{socket_path(home)}?client_name=secret"
        with pytest.raises(SettingsError, match="does not accept") as raised:
            async with open_store(Settings(url, home)):
                pass
        assert "secret" not in str(raised.value)
        async with open_store(Settings(url.replace(":secret@", ":correct@"), home)) as other:
            assert await other.client.ping()
            assert "correct" not in other.label


async def test_the_client_of_a_named_server_works_again_when_that_server_is_back(home: Path) -> None:
    server = EmbeddedServer(home)
    async with server.running(), open_store(Settings(f"unix://{server.socket}", home)) as store:
        await store.client.set("statement", "words")
        os.kill(await server_id(store), signal.SIGKILL)
        async with at_once(store.client):
            assert await store.client.get("statement") == b"words"


async def test_each_test_begins_with_an_empty_record(redis: Redis, store: Settings) -> None:
    assert await redis.dbsize() == 0
    async with open_store(store) as opened:
        await opened.client.set("statement", "words")
    assert await redis.get("statement") == b"words"


async def test_and_the_next_one_too(redis: Redis) -> None:
    assert await redis.dbsize() == 0
