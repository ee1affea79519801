"""The command line: `--help`, `--version`, and a command for each thing that the program does.

A command's module is imported when the command is called, so that help and completion answer at once.
"""

import sys
from collections.abc import Sequence
from importlib import import_module

import click

from bot import __version__
from bot.cli.commands import COMMANDS


class LazyGroup(click.Group):
    """A group that knows its commands from the table and imports the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the table's order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - the same
        """Return the name and the sentence of a command, which is all that a list needs."""
        entry = COMMANDS.get(cmd_name)
        return click.Command(cmd_name, short_help=entry.sentence) if entry else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command itself with its arguments."""
        name, listed, rest = super().resolve_command(ctx, args)
        return name, load_command(name) if name and listed else None, rest


def load_command(name: str) -> click.Command:
    """Import one command."""
    module = import_module(f"bot.cli.{COMMANDS[name].module}")
    command: click.Command = getattr(module, name.replace("-", "_"))
    return command


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="COMMAND --help explains one command, with an example.",
)
@click.version_option(__version__, prog_name="Verbatim", message="%(prog)s %(version)s")
def cli() -> None:
    """Look up what people are quoted as saying in a record of public statements."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        code: int = cli.main(arguments, standalone_mode=False)
    except click.ClickException as error:  # wrong usage: its code is 2
        error.show(sys.stderr)
        return error.exit_code
    return code
