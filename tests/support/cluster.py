"""A Redis Cluster of three masters and a replica each, from the binary of the embedded server."""

import contextlib
import itertools
import os
import random
import socket
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.record_server.embedded import find_binary
from tests.support.waiting import patience, until

_SLOTS = ((0, 5460), (5461, 10922), (10923, 16383))


@dataclass(frozen=True)
class Cluster:
    """A running cluster: `ports` of the masters first, then of their replicas."""

    ports: tuple[int, ...]
    servers: tuple[subprocess.Popen[bytes], ...]

    @property
    def url(self) -> str:
        return f"redis+cluster://127.0.0.1:{self.ports[0]}"

    def lose(self, number: int) -> None:
        """kill -9 of one node."""
        self.servers[number].kill()
        self.servers[number].wait()


def _free_ports(count: int) -> tuple[int, ...]:
    """Ports that nobody uses, nor those 10,000 higher, over which nodes talk to each other.

    They lie below those that the system gives away by itself; tests in parallel look each in a range of its own.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    low = 12_000 + 500 * (worker % 20)
    free = (
        port
        for port in random.SystemRandom().sample(range(low, low + 500), 500)
        if _is_free(port) and _is_free(port + 10_000)
    )
    return tuple(itertools.islice(free, count))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # else one in TIME_WAIT seems taken
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@contextlib.asynccontextmanager
async def running_cluster(folder: Path, replicas: int = 1) -> AsyncIterator[Cluster]:
    """Start a cluster, and stop it at the end."""
    ports = _free_ports(3 + 3 * replicas)
    servers = tuple(_start(folder / str(port), port) for port in ports)
    clients = [Redis(host="127.0.0.1", port=port, decode_responses=True) for port in ports]
    try:
        async with patience("the beginning of a cluster"):
            await _join(clients, ports, replicas)
        yield Cluster(ports, servers)
    finally:
        for client in clients:
            await client.aclose()
        for server in servers:
            server.kill()
            server.wait()


@contextlib.asynccontextmanager
async def running_server(folder: Path) -> AsyncIterator[str]:
    """One server with the same settings that is no cluster; its address."""
    (port,) = _free_ports(1)
    server = _start(folder / str(port), port, cluster=False)
    try:
        async with patience("the beginning of a server"), Redis(host="127.0.0.1", port=port) as client:
            await _until(client.ping)
        yield f"redis://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


def _start(folder: Path, port: int, *, cluster: bool = True) -> subprocess.Popen[bytes]:
    folder.mkdir(parents=True)
    options: dict[str, object] = {
        "port": port, "bind": "127.0.0.1", "dir": folder, "appendonly": "no", "save": "", "logfile": folder / "log",
    }  # fmt: skip
    if cluster:
        options |= {
            "cluster-enabled": "yes", "cluster-node-timeout": 1_500, "cluster-port": port + 10_000,
            "repl-diskless-sync-delay": 0, "cluster-replica-validity-factor": 0,
        }  # fmt: skip
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    return subprocess.Popen([find_binary(), *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


async def _join(clients: list[Redis], ports: tuple[int, ...], replicas: int) -> None:
    for client in clients:
        await _until(client.ping)
    for number, (client, (low, high)) in enumerate(zip(clients, _SLOTS, strict=False), 1):
        await client.execute_command("CLUSTER", "ADDSLOTSRANGE", low, high)
        await client.execute_command("CLUSTER", "SET-CONFIG-EPOCH", number)
    for port in ports[1:]:
        await clients[0].execute_command("CLUSTER", "MEET", "127.0.0.1", port)
    ids = [await client.execute_command("CLUSTER", "MYID") for client in clients]
    for number, replica in enumerate(clients[3:]):
        await _until(lambda r=replica, n=number: r.execute_command("CLUSTER", "REPLICATE", ids[n % 3]))
    for number, client in enumerate(clients):
        await _until(lambda c=client, n=number: _settled(c, n >= 3, replicas))


async def _settled(client: Redis, replica: bool, replicas: int) -> bool:
    facts = await client.execute_command("CLUSTER", "INFO")
    text = str(facts)
    role = await client.info("replication")
    linked = not replica or role.get("master_link_status") == "up"
    attached = replica or int(role.get("connected_slaves", 0)) >= replicas
    return "cluster_state" in text and "ok" in text.split("cluster_state", 1)[1][:8] and linked and attached


async def _until(look: Callable[[], Awaitable[object]]) -> None:
    async def seen() -> object:
        with contextlib.suppress(RedisError, OSError):
            return await look()
        return None

    await until("a server's consent", seen)
