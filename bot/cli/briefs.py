"""The commands for answers that live on: `brief` and `watches`."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

import click

from bot.cli.output import report, show, show_json
from bot.cli.run import ANSWERED, command
from bot.settings import Settings
from corpus.errors import QuoteError
from corpus.models import Watched

FORMATS = ("md", "html", "text", "json", "pdf")


@command("brief")
@click.argument("quote", metavar="QUOTE")
@click.option("--by", metavar="SPEAKER", help="Who is said to have said it.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="md", show_default=True)
async def brief(settings: Settings, quote: str, by: str | None, form: str) -> int:
    """Print the brief on a quote."""
    if not quote.strip():
        raise QuoteError(
            'nothing to write about. Try: python -m bot brief --by Churchill "We shall fight on the beaches"'
        )
    from bot import collect
    from bot.wiring import open_parts
    from handlers.briefs import render
    from handlers.parsing.request import parse

    asked = parse(quote, by=by).quotes[0]
    origins = collect.origins(settings.sources, (), settings.secrets)
    async with open_parts(settings, hurried=True) as parts:
        composed = await parts.service.brief(asked, origins)
    if form == "pdf":
        from handlers.briefs.pdf import pdf  # here, for its fonts take long to load

        content = pdf(composed)
    elif form == "json":
        content = (json.dumps(render.record(composed), ensure_ascii=False) + "\n").encode("utf-8", "replace")
    else:
        write = {"md": render.markdown, "html": render.html, "text": render.text}[form]
        content = write(composed).encode("utf-8", "replace")
    sys.stdout.buffer.write(content)
    sys.stdout.flush()
    return ANSWERED


@command("watches")
@click.option("--end", metavar="ID", help="End one.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON for each.")
async def watches(settings: Settings, end: str | None, as_json: bool) -> int:
    """List the watches, or end one."""
    from bot.wiring import open_parts

    async with open_parts(settings, hurried=True) as parts:
        if end:
            ended = await parts.watching.end(end)
            report("ended" if ended else "there is no watch of this id")
            return ANSWERED
        watched = await parts.watching.watches.all()
    _show(watched, as_json=as_json)
    return ANSWERED


def _show(watched: Sequence[Watched], *, as_json: bool) -> None:
    for watch in watched:
        until = datetime.fromtimestamp(watch.until, UTC).isoformat(timespec="seconds")
        if as_json:
            show_json({"id": watch.id, "kind": watch.kind, "ends": until, **asdict(watch.quote)})
        else:
            show(f"{watch.id}  {watch.kind:<6}  until {until[:10]}  {watch.quote.text}")
