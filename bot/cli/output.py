"""Output of the commands: answers on standard output, everything else on standard error."""

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

import click

# Control characters of a foreign text could command the terminal.
_CONTROLS = dict.fromkeys(code for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t")


def show(text: str) -> None:
    """Print text, which may hold foreign words."""
    click.echo(text.translate(_CONTROLS))


def report(text: str) -> None:
    """Print text for people on standard error."""
    click.echo(text.translate(_CONTROLS), err=True)


def show_json(fields: dict[str, Any]) -> None:
    """Print one line of JSON; half of a surrogate pair, which UTF-8 cannot hold, stays escaped."""
    text = json.dumps(fields, ensure_ascii=False)
    print(text if text.isascii() or _encodable(text) else json.dumps(fields))


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class Progress:
    """A line that shows how far a command is, on a terminal; elsewhere nothing."""

    def __init__(self) -> None:
        self._bar: Any = None  # rich's, which takes long to import
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bar

            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
            )
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True)

    def begin(self, description: str, total: int | None = None) -> Callable[[int], None]:
        """Show a task in place of the one before; return what takes the number of steps done."""
        if not self._bar:
            return lambda _: None
        for task in self._bar.task_ids:
            self._bar.remove_task(task)
        task = self._bar.add_task(description, total=total)
        return lambda done: self._bar.update(task, completed=done)

    def describe(self, description: str) -> None:
        """Say what is being done now."""
        for task in self._bar.task_ids if self._bar else ():
            self._bar.update(task, description=description)

    def report(self, text: str) -> None:
        """Print a line above the bar."""
        if self._bar:
            self._bar.console.print(text.translate(_CONTROLS), markup=False, soft_wrap=True, highlight=False)
        else:
            report(text)

    @contextlib.contextmanager
    def shown(self) -> Iterator["Progress"]:
        """Show the line until the end of the block."""
        with self._bar or contextlib.nullcontext():
            yield self
