"""The commands for what others may reach: `feedback`, `keys`, `mcp`."""

import json

import click

from bot.cli.output import report
from bot.cli.run import ANSWERED, command
from bot.settings import Settings
from corpus.errors import SettingsError

CLASSES = ("right", "wrong", "disputed")


@command("feedback")
@click.option("--export", is_flag=True, help="Print labelled pairs, one line of JSON each.")
@click.option("--sources", is_flag=True, help="Print the sources that readers miss.")
async def feedback(settings: Settings, export: bool, sources: bool) -> int:
    """Print the votes, or how many there are."""
    from bot.wiring import open_parts

    async with open_parts(settings, hurried=True) as parts:
        votes = await parts.feedback.rows()
        proposals = await parts.feedback.proposals()
    for row in (votes if export else ()) or (proposals if sources else ()):
        print(json.dumps(row, ensure_ascii=False))
    if not (export or sources):
        count = {name: sum(vote["class"] == name for vote in votes) for name in CLASSES}
        print(
            f"{len(votes):,} answers have votes: " + ", ".join(f"{n:,} {name}" for name, n in count.items())
        )
        print(f"{len(proposals):,} proposals for the catalogue (feedback --sources)")
    return ANSWERED


@command("keys")
@click.argument("action", type=click.Choice(("add", "list", "remove")))
@click.argument("name", required=False, metavar="NAME")
@click.option("--per-minute", type=click.IntRange(min=1), metavar="N", help="How many requests (60).")
async def keys(settings: Settings, action: str, name: str | None, per_minute: int | None) -> int:
    """Add, list or remove keys."""
    name = (name or "").strip()
    if action != "list" and not name:
        raise SettingsError(f"keys {action} needs a NAME")
    from bot.stores.api_keys import PER_MINUTE, Keys
    from bot.wiring import open_parts

    async with open_parts(settings, hurried=True) as parts:
        store = Keys(parts.store.client)
        if action == "add":
            print(await store.add(name, per_minute or PER_MINUTE))
            report("This key is shown once; only its hash is kept.")
        elif action == "remove":
            report("removed" if await store.remove(name) else "there is no key of this name")
        else:
            for key in await store.all():
                print(f"{key.name}\t{key.per_minute} a minute\tsince {key.since[:10]}")
    return ANSWERED


@command("mcp")
async def mcp(settings: Settings) -> int:
    """Serve until standard input ends."""
    try:
        from bot.mcp_server import build  # here, for the protocol's package is optional
    except ImportError as error:
        raise SettingsError(
            "the package mcp is missing: pip install 'verbatim-bot[mcp]', or pip install mcp"
        ) from error
    from bot.wiring import open_parts

    async with open_parts(settings, hurried=True) as parts:
        await build(parts).run_stdio_async()
    return ANSWERED
