"""A small process of its own that holds the embedded record server: it starts it, and ends it with its last user.

Run by path with a bare interpreter, so it imports the standard library alone and is there in 30 ms.

The kernel is the only witness it trusts, for it never errs about who is alive, whatever ended them:

    users.lock    every user holds a shared lock; whoever gets the exclusive one knows that nobody is left
    server.lock   held by this process and by the server itself, which inherits it; so no second server
                  can open the same data, and no process id is ever looked up
"""

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

_LOG = 1_000_000  # bytes; a longer log begins anew with the next start

_SERVER = {
    "--port": "0",  # no TCP: only this user's processes reach the socket
    "--unixsocketperm": "700",
    "--appendonly": "yes",
    # Written before each reply, always, so that kill -9 loses nothing; we bring it to the disk each second. Left to do
    # that by itself ("everysec"), the server puts off writing for up to two seconds while the disk is busy, and replies.
    "--appendfsync": "no",
    "--aof-load-truncated": "yes",  # a last command cut short by a power cut must not keep the rest from us
    "--save": "",  # the append-only file is the record; no snapshots beside it
    "--maxmemory": "0",  # a record never forgets
    "--hash-max-listpack-entries": "512",  # small hashes stay packed: a third of the memory
    "--hash-max-listpack-value": "64",
    "--lazyfree-lazy-user-del": "yes",
    "--loglevel": "notice",
    "--daemonize": "no",
}


def main(arguments: list[str]) -> int:
    """Start the server and stay with it; says "started" or the reason why not on standard output."""
    binary, folder, socket, linger, lock = arguments
    if os.fork():
        return 0  # our caller has no child left to wait for
    os.setsid()  # Ctrl-C in a terminal is meant for the bot, not for the record
    os.chdir("/")
    try:
        users = os.open(Path(folder, "users.lock"), os.O_RDWR)
        server = _start(binary, folder, socket, int(lock))
    except OSError as error:
        sys.stdout.write(f"{error.strerror or error} ({binary})")
        return 1
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    sys.stdout.write("started")
    _let_go_of_the_terminal()
    threading.Thread(target=_sync_each_second, args=(Path(folder, "appendonlydir"),), daemon=True).start()
    threading.Thread(target=_end_with_the_last_user, args=(users, float(linger), server), daemon=True).start()
    return server.wait()


def _start(binary: str, folder: str, socket: str, lock: int) -> subprocess.Popen[bytes]:
    Path(socket).unlink(missing_ok=True)  # we hold the lock: it belongs to a server that is dead
    options = {**_SERVER, "--dir": folder, "--unixsocket": socket, "--logfile": f"{folder}/server.log"}
    path = Path(folder, "server.log")
    full = path.exists() and path.stat().st_size > _LOG
    with path.open("wb" if full else "ab") as log:
        return subprocess.Popen(  # noqa: S603 - the path comes from our own caller
            [binary, *(word for pair in options.items() for word in pair)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=[lock],
            env={"LC_ALL": "C"},  # the server refuses to start under a locale that is not installed
            preexec_fn=_end_with_the_keeper,  # noqa: PLW1509 - there is no second thread yet
        )


def _end_with_the_keeper() -> None:
    """Have Linux stop the server properly should its keeper be killed; elsewhere it would just run on."""
    if sys.platform == "linux":
        import ctypes  # in the child alone, off the way of a quick start

        with contextlib.suppress(OSError, AttributeError):
            pr_set_pdeathsig = 1
            ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def _let_go_of_the_terminal() -> None:
    sys.stdout.flush()
    null = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(null, stream)


def _sync_each_second(folder: Path) -> None:
    """Have what the server has written reach the disk, so that a power cut takes a second at most."""
    synced: dict[Path, int] = {}
    while True:
        time.sleep(1)
        for path in folder.glob("*.aof"):
            with contextlib.suppress(OSError):  # a file that was rewritten meanwhile; the new one is next
                written = path.stat().st_mtime_ns
                if synced.get(path) != written:
                    file = os.open(path, os.O_RDONLY)
                    try:
                        os.fsync(file)
                    finally:
                        os.close(file)
                    synced[path] = written


def _end_with_the_last_user(users: int, linger: float, server: subprocess.Popen[bytes]) -> None:
    """Wait for the last user to go; a new one within `linger` seconds finds the server still warm."""
    while True:
        fcntl.flock(users, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_UN)
        time.sleep(linger)
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
    server.terminate()  # which has it write everything out; newcomers wait until our lock is gone


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
