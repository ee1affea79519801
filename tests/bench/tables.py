"""All tables of the record at several sizes, with plots, into one folder: tables.md leads to the rest."""

import asyncio
import json
import shutil
import sys
from argparse import Namespace
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench import nodes, peers, record, retention
from tests.bench.corpora import OUT
from tests.bench.measure import plot

_PARTS: dict[str, Callable[[Namespace], Coroutine[Any, Any, None]]] = {
    "load": record.load,
    "lookup": record.lookup,
    "verify": record.verify,
    "memory": record.memory,
    "peers": peers.peers,
    "retention": retention.retention,
}
_ENDINGS = ("md", "txt", "json", "png")


def tables(options: Namespace) -> None:
    """Run every part at every size, one after another; what was made so far is there, should one fail."""
    sizes = [int(size) for size in options.sizes.split(",")]
    options.into.mkdir(parents=True, exist_ok=True)
    for name in _names(sizes):
        for ending in _ENDINGS:
            (OUT / f"{name}.{ending}").unlink(missing_ok=True)
    for size in sizes:
        options.statements = size
        for name, part in _PARTS.items():
            if name in options.leave_out or (name == "peers" and size > options.peers_up_to):
                continue
            sys.stderr.write(f"{datetime.now(UTC):%H:%M} {name} of {size:,} statements\n")
            asyncio.run(part(options))
            _gather(options.into, sizes)
    options.statements = sizes[0]
    asyncio.run(nodes.cluster(options))
    if "lookup" not in options.leave_out:
        _over_sizes(sizes)
    _gather(options.into, sizes)


def _over_sizes(sizes: Sequence[int]) -> None:
    """Lookups by the size of the record, in one plot."""
    rows = [json.loads((OUT / f"lookup-{size}.json").read_text("utf-8"))[0] for size in sizes]
    plot(
        "lookup-by-size",
        [f"{size:,}" for size in sizes],
        {key: [float(row[key]) for row in rows] for key in ("p50 ms", "p99 ms")},
        "milliseconds a search",
    )


def _names(sizes: Sequence[int]) -> list[str]:
    names = [f"{part}-{size}" for part in _PARTS for size in sizes]
    return [*names, "lookup-by-size", *(f"cluster-{min(size, nodes.MOST)}" for size in sizes[:1])]


def _gather(into: Path, sizes: Sequence[int]) -> None:
    """Copy what was made so far, and list it."""
    lines = [f"# The record, measured ({datetime.now(UTC):%Y-%m-%d %H:%M} UTC)\n"]
    for name in _names(sizes):
        for ending in _ENDINGS:
            if (made := OUT / f"{name}.{ending}").exists():
                shutil.copy(made, into)
        if (OUT / f"{name}.md").exists():
            lines.append((OUT / f"{name}.md").read_text("utf-8"))
        if (OUT / f"{name}.png").exists():
            lines.append(f"![{name}]({name}.png)\n")
    (into / "tables.md").write_text("\n".join(lines), encoding="utf-8")
