"""The commands for the record itself: `load`, `status`, `doctor`, `forget`, `withdraw`, `keep`."""

import asyncio
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.output import Progress, report, show, show_json
from bot.cli.run import ANSWERED, command
from bot.settings import Settings
from corpus.errors import ReadError
from corpus.models import Statement

if TYPE_CHECKING:
    from bot.lookup import Lookup


@command("load")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--starter", is_flag=True, help="The statements that come with the program.")
async def load(settings: Settings, files: tuple[Path, ...], starter: bool) -> int:
    """Check every file, then add its statements."""
    if not files and not starter:
        raise ReadError("load", "names no FILE; give one, or --starter")
    from bot import load
    from bot.wiring import open_parts

    with Progress().shown() as progress:
        count = load.check(files, progress.begin("checking"))
        async with open_parts(settings) as parts:
            step = progress.begin("loading", count + (len(load.starter()) if starter else 0))
            try:
                added = await load.load(parts.writer, _all_statements(files, starter=starter), step)
            except asyncio.CancelledError:
                report("what is in is sound; the same command carries on")
                raise
    report(f"{added.new:,} new, {added.replaced:,} replaced, {added.same:,} unchanged")
    return ANSWERED


def _all_statements(paths: tuple[Path, ...], *, starter: bool) -> Iterator[Statement]:
    from bot import load

    if starter:
        yield from load.starter()
    for path in paths:
        yield from load.read_file(path)


@command("status")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
async def status(settings: Settings, as_json: bool) -> int:
    """Print what the record holds."""
    from bot.lookup import open_lookup

    async with open_lookup(settings, hurried=True) as lookup:
        facts = await _facts(lookup)
    if as_json:
        show_json(facts)
        return ANSWERED
    for source in facts.pop("collected"):
        events = f", events to come: {source['events']}" if source["calendar"] else ""
        trouble = f" · {source['error']}" if source["error"] else ""
        show(f"{source['source']:>28}  read {source['succeeded'] or 'never'}{events}{trouble}")
    for name, value in facts.items():
        text = ", ".join(value) if isinstance(value, list) else value
        show(f"{name:>12}  {'–' if text in (None, '') else text}")
    return ANSWERED


async def _facts(lookup: "Lookup") -> dict[str, Any]:
    from corpus.collecting.crawl_state import CrawlState
    from corpus.export import coverage_json
    from corpus.storage.health import server_facts

    coverage = coverage_json(await lookup.coverage_reader.coverage())
    del coverage["by_speaker"]
    return {
        **coverage,
        "warnings": [words for facts in await server_facts(lookup.store.client) for words in facts.warnings],
        "speakers": await lookup.coverage_reader.speakers(),
        "memory": await lookup.coverage_reader.memory(),
        "collected": [
            {"source": name} | asdict(state)
            for name, state in sorted((await CrawlState(lookup.store.client).known()).items())
        ],
        "server": lookup.store.label,
    }


@command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
async def doctor(settings: Settings, as_json: bool) -> int:
    """Check the record, repair it and print the findings."""
    from bot.wiring import open_parts

    with Progress().shown() as progress:
        progress.begin("looking")
        async with open_parts(settings) as parts:
            findings = await parts.writer.doctor(progress.describe)
    if as_json:
        show_json(asdict(findings))
    else:
        show("\n".join(findings.lines()))
    return ANSWERED


@command("forget")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
async def forget(settings: Settings, ids: tuple[str, ...]) -> int:
    """Remove the statements of these ids."""
    from bot.wiring import open_parts

    async with open_parts(settings) as parts:
        removed = await parts.writer.remove(ids)
        await parts.writer.tidy()
    report(f"{removed:,} of {len(ids):,} removed")
    return ANSWERED


@command("withdraw")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--on", "day", metavar="DATE", help="When that was seen, YYYY-MM-DD (today).")
async def withdraw(settings: Settings, ids: tuple[str, ...], day: str | None) -> int:
    """Mark the statements of these ids as withdrawn."""
    try:
        on = date.fromisoformat(day) if day else datetime.now(UTC).date()
    except ValueError as error:
        raise ReadError("withdraw", f"--on must be a date, YYYY-MM-DD, not {str(day)[:40]!r}") from error
    from bot.wiring import open_parts

    async with open_parts(settings) as parts:
        marked = await parts.writer.withdraw(ids, on.isoformat())
        await parts.writer.tidy()
    report(f"{marked:,} of {len(ids):,} marked as withdrawn")
    return ANSWERED


@command("keep")
@click.option("--months", type=int, metavar="N", help="Keep what was collected in the last N months.")
@click.option("--under", metavar="SIZE", help="Keep the record under so much memory: 4GB, 500MB.")
@click.option("--pin", multiple=True, metavar="PUBLISHER", help="Keep this publisher's statements.")
async def keep(settings: Settings, months: int | None, under: str | None, pin: tuple[str, ...]) -> int:
    """Remove statements by age or size."""
    from bot.wiring import open_parts
    from corpus.index.retention import read_retention

    retention = read_retention(months, under, pin)
    with Progress().shown() as progress:
        step = progress.begin("removing")
        async with open_parts(settings) as parts:
            removed = await parts.writer.expire(retention, step)
    report(f"{removed:,} removed")
    return ANSWERED
