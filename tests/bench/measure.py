"""Clocks, tables and plots of the benchmarks.

Wall time on a machine that others use, too, says little; beside it stands the processor time of the bot's process,
which is what a quiet machine would need at least. Read the figures of one run as ratios.
"""

import json
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.corpora import OUT

_FAR_APART = 30  # times: values further apart are plotted on a logarithmic axis
_WIDE = 170  # columns of a table as text


@dataclass
class Timings:
    """Wall and processor milliseconds of many calls."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def __enter__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        self.wall.append(1000 * (time.perf_counter() - self._wall))
        self.cpu.append(1000 * (time.process_time() - self._cpu))

    def row(self) -> dict[str, float]:
        return {
            "p50 ms": percentile(self.wall, 50),
            "p99 ms": percentile(self.wall, 99),
            "p50 cpu ms": percentile(self.cpu, 50),
            "p99 cpu ms": percentile(self.cpu, 99),
        }


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share / 100))], 2) if ordered else 0.0


def resident() -> int:
    """Bytes of memory of this process."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) * 1024
    return 0


def show(name: str, rows: Sequence[dict[str, object]], note: str = "") -> None:
    """Print a table and keep it, as text, as Markdown and as JSON, under build/bench/."""
    OUT.mkdir(parents=True, exist_ok=True)
    columns = list(dict.fromkeys(key for row in rows for key in row))
    caption = f"{note} load average {os.getloadavg()[0]:.1f}".strip()
    table = Table(title=name, caption=caption)
    for column in columns:
        table.add_column(
            column, justify="left" if column == columns[0] else "right", no_wrap=column == columns[0]
        )
    for row in rows:
        table.add_row(*(_shown(row.get(column, "")) for column in columns))
    Console(width=max(_WIDE, Console().width)).print(table)
    with (OUT / f"{name}.txt").open("w", encoding="utf-8") as out:
        Console(file=out, width=_WIDE).print(table)
    lines = [
        columns,
        ["---", *("---:" for _ in columns[1:])],
        *([_shown(row.get(c, "")) for c in columns] for row in rows),
    ]
    text = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    (OUT / f"{name}.md").write_text(f"### {name}\n\n{text}\n{caption}\n", encoding="utf-8")
    (OUT / f"{name}.json").write_text(json.dumps(list(rows), indent=1), encoding="utf-8")


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3f}" if 0 <= value <= 1 else f"{value:,.2f}"  # shares to a thousandth
    return f"{value:,}" if isinstance(value, int) else str(value)


def plot(name: str, labels: Sequence[str], series: dict[str, Sequence[float]], unit: str) -> None:
    """Bars beside each other, as a PNG file under build/bench/; nothing where matplotlib is not installed."""
    try:
        import matplotlib as mpl
    except ImportError:
        return
    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8, 4.5))
    width = 0.8 / len(series)
    for n, (label, values) in enumerate(series.items()):
        bars = axes.bar([place + n * width for place in range(len(labels))], values, width, label=label)
        axes.bar_label(bars, fmt="{:,.4g}", fontsize=7)
    axes.set_xticks(
        [place + 0.4 - width / 2 for place in range(len(labels))], labels, rotation=20, ha="right"
    )
    axes.set_title(name)
    axes.set_ylabel(unit)
    shown = [value for values in series.values() for value in values if value > 0]
    if shown and max(shown) > _FAR_APART * min(shown):
        axes.set_yscale("log")
    axes.legend()
    figure.tight_layout()
    figure.savefig(OUT / f"{name}.png", dpi=120)
    plt.close(figure)
