"""Commands, made and run: help from the table, errors as exit codes.

Exit codes: 0 answered, whatever the rating; 2 wrong usage or bad input, and nothing was changed; 3 the record or a
needed service could not be reached; 130 stopped by Ctrl-C or SIGTERM.
"""

import asyncio
import contextlib
import functools
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import click

from bot.cli.commands import COMMANDS
from bot.cli.output import report
from bot.settings import Settings
from corpus.errors import FactCheckError, QuoteError, ReadError, SettingsError

ANSWERED, WRONG, UNREACHABLE, STOPPED = 0, 2, 3, 130

Action = Callable[..., Coroutine[Any, Any, int]]


class Command(click.Command):
    """A command whose help ends with an example, and whose words may begin with a hyphen."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the example as it is typed here: `python -m bot` or `verbatim`."""
        with formatter.section("Example"):
            program = ctx.find_root().info_name or "verbatim"
            formatter.write(f"  {program} {COMMANDS[str(self.name)].example}\n")

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put words behind `--`, so that a pasted "- We shall fight" is no option."""
        return super().parse_args(ctx, _words_last(args, self.params))


def _words_last(args: list[str], params: list[click.Parameter]) -> list[str]:
    """Move what begins with a hyphen and holds a blank, and is no option's value, to the end.

    >>> _words_last(["- We shall", "--json"], [click.Option(["--json"], is_flag=True)])
    ['--json', '--', '- We shall']
    >>> _words_last(["--by=A B", "--by", "- C D", "x"], [click.Option(["--by"])])
    ['--by=A B', '--by', '- C D', 'x']
    """
    options = {name: one for one in params if isinstance(one, click.Option) for name in one.opts}
    rest: list[str] = []
    words: list[str] = []
    before = ""
    for place, arg in enumerate(args):
        if arg == "--":
            rest += [] if words else ["--"]
            words += args[place + 1 :]
            break
        is_value = before in options and not options[before].is_flag
        is_option = arg.partition("=")[0] in options
        chosen = words if arg[:1] == "-" and " " in arg and not is_value and not is_option else rest
        chosen.append(arg)
        before = "" if is_value else arg
    return [*rest, *(["--"] if words and "--" not in rest else []), *words]


def command(name: str, options: Callable[..., object] | None = None) -> Callable[[Action], click.Command]:
    """Make a command of an asynchronous function that takes the settings and what was typed.

    `options` gathers what was typed into one object, where there is much of it.
    """

    def decorate(action: Action) -> click.Command:
        @functools.wraps(action)
        def callback(**typed: object) -> int:
            if options:
                return run(lambda settings: action(settings, options(**typed)))
            return run(lambda settings: action(settings, **typed))

        return click.command(name, cls=Command, help=COMMANDS[name].sentence)(callback)

    return decorate


def run(action: Callable[[Settings], Coroutine[Any, Any, int]]) -> int:
    """Run an action with the settings and return the exit code."""
    try:
        with _plain_interrupt():
            settings = Settings.read()
            _use_aliases(settings)
            code = asyncio.run(action(settings))
        sys.stdout.flush()  # here, where a closed pipe is noticed
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ANSWERED
    except (ReadError, QuoteError, SettingsError) as error:
        report(f"verbatim: {error.advice if isinstance(error, QuoteError) else error}")
        return WRONG
    except FactCheckError as error:
        report(f"verbatim: {error.advice}")
        if str(error) != error.advice:
            report(f"({error})")
        return UNREACHABLE
    except KeyboardInterrupt:
        report("verbatim: stopped")
        return STOPPED
    return code


def _use_aliases(settings: Settings) -> None:
    """Add the names of people that the settings bring, before any name is compared."""
    if settings.aliases:
        from corpus.language.aliases import use_own  # not for `--help`

        use_own(settings.aliases)


@contextlib.contextmanager
def _plain_interrupt() -> Iterator[None]:
    """Treat SIGTERM as Ctrl-C, so that what is open is closed."""
    before = signal.getsignal(signal.SIGTERM)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
