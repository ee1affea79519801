"""The commands for answers that live on: `brief` and `watches`. They answer with 0, as every command that could look."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from rich.console import Console

from bot import collect
from bot.settings import Settings
from bot.wiring import open_parts
from corpus.errors import QuoteError
from corpus.models import Quote, Watched
from handlers.briefs import render
from handlers.briefs.brief import Brief

FORMS: dict[str, Callable[[Brief], bytes]] = {
    "md": lambda brief: _encoded(render.markdown(brief)),
    "html": lambda brief: _encoded(render.html(brief)),
    "text": lambda brief: _encoded(render.text(brief)),
    "json": lambda brief: _encoded(json.dumps(render.record(brief), ensure_ascii=False) + "\n"),
    "pdf": lambda brief: _pdf(brief),  # noqa: PLW0108 - defined below
}


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add both to the command line."""
    brief = commands.add_parser("brief", help="the long form of one answer, every sentence with its source")
    brief.add_argument("quote", metavar="QUOTE")
    brief.add_argument("--by", metavar="SPEAKER", help="who is said to have said it")
    brief.add_argument("--format", dest="form", choices=tuple(FORMS), default="md")
    brief.set_defaults(command=_brief)

    watches = commands.add_parser("watches", help="what is watched, and which answers are followed")
    watches.add_argument("--end", metavar="ID", help="end one")
    watches.add_argument("--json", action="store_true", help="one line of JSON for each")
    watches.set_defaults(command=_watches)


async def _brief(options: argparse.Namespace, settings: Settings) -> int:
    if not options.quote.strip():
        raise QuoteError(
            'nothing to write about. Try: python -m bot brief --by Churchill "We shall fight on the beaches"'
        )
    origins = collect.origins(settings.sources, (), settings.secrets)
    async with open_parts(settings, hurried=True) as parts:
        brief = await parts.brief(Quote(options.quote.strip(), options.by), origins)
    sys.stdout.buffer.write(FORMS[options.form](brief))
    sys.stdout.flush()
    return 0


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _pdf(brief: Brief) -> bytes:
    from handlers.briefs.pdf import pdf  # here, for the fonts take long to load

    return pdf(brief)


async def _watches(options: argparse.Namespace, settings: Settings) -> int:
    async with open_parts(settings, hurried=True) as parts:
        if options.end:
            ended = await parts.watching.end(options.end)
            sys.stderr.write("ended\n" if ended else "there is no watch of this id\n")
            return 0
        watches = await parts.watching.watches.all()
    _show(watches, as_json=options.json)
    return 0


def _show(watches: Sequence[Watched], *, as_json: bool) -> None:
    console = Console(highlight=False)
    for one in watches:
        until = datetime.fromtimestamp(one.until, UTC).isoformat(timespec="seconds")
        if as_json:
            print(json.dumps({"id": one.id, "kind": one.kind, "ends": until, **asdict(one.quote)}))
        else:
            words = f"{one.id}  {one.kind:<6}  until {until[:10]}  {one.quote.text}"
            console.print(words, markup=False, soft_wrap=True)
