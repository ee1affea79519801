"""The commands for documents: `collect` reads them into the record, `read` shows what one would yield."""

from pathlib import Path

import click

from bot.cli.output import Progress, show, show_json
from bot.cli.run import ANSWERED, UNREACHABLE, command
from bot.extract import KINDS, is_url
from bot.settings import Settings
from corpus.errors import ReadError


@command("collect")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--once", is_flag=True, help="Fetch every source that is due, once.")
async def collect(settings: Settings, sources: tuple[str, ...], once: bool) -> int:
    """Fetch the sources named, or all."""
    from bot import collect
    from bot.wiring import open_parts
    from corpus.web.fetcher import Fetcher

    chosen = collect.origins(settings.sources, sources, settings.secrets)
    async with open_parts(settings) as parts:
        if not sources:
            await collect.forget_others(parts, chosen)
        with Progress().shown() as progress:
            step = progress.begin("sources", len(chosen) if once else None)
            done = 0

            def report_line(line: str) -> None:
                nonlocal done
                done += 1
                progress.report(line)
                step(done)

            read = await collect.collect(parts, chosen, once=once, report=report_line, fetcher=Fetcher())
    return ANSWERED if read else UNREACHABLE


@command("read")
@click.argument("document", required=False, metavar="FILE|URL|-")
@click.option("--as", "kind", type=click.Choice(KINDS), help="What it is (by its ending).")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON for each statement.")
@click.option(
    "--batch", type=click.Path(path_type=Path), metavar="IN.jsonl", help='Read many texts: {"id", "text"} a line.'
)  # fmt: skip
async def read(_: Settings, document: str | None, kind: str | None, as_json: bool, batch: Path | None) -> int:
    """Print the statements of a document, or of each text of a batch."""
    if bool(document) == bool(batch):
        raise ReadError("read", "needs one FILE or URL (- for standard input) or --batch IN.jsonl")
    from bot import extract

    if batch:
        lines = extract.read_batch(batch, kind)
    elif is_url(str(document)):
        from corpus.web.fetcher import fetch_one

        lines = extract.read_fetched(await fetch_one(str(document)), kind)
    else:
        lines = extract.read(str(document), kind)
    for line in lines:
        if as_json:
            show_json(line)
        else:
            show(f"{line['speaker'] or '(unresolved)'}: {line['text']}")
    return ANSWERED
