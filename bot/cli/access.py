"""The commands for what is open to others: `feedback`, `keys`, `mcp`."""

import argparse
import json
import sys

from bot.settings import Settings
from bot.stores.api_keys import PER_MINUTE, Keys
from bot.wiring import open_parts
from corpus.errors import SettingsError


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add them to the command line."""
    feedback = commands.add_parser("feedback", help="what readers say of the answers")
    feedback.add_argument("--export", action="store_true", help="labelled pairs, one line of JSON each")
    feedback.add_argument("--sources", action="store_true", help="sources that readers miss")
    feedback.set_defaults(command=_feedback)

    keys = commands.add_parser("keys", help="who may use the HTTP API")
    keys.add_argument("action", choices=("add", "list", "remove"))
    keys.add_argument("name", nargs="?", metavar="NAME")
    keys.add_argument(
        "--per-minute", type=int, default=PER_MINUTE, metavar="N", help=f"requests ({PER_MINUTE})"
    )
    keys.set_defaults(command=_keys)

    mcp = commands.add_parser("mcp", help="the record for agents: an MCP server on standard input and output")
    mcp.set_defaults(command=_mcp)


async def _feedback(options: argparse.Namespace, settings: Settings) -> int:
    async with open_parts(settings, hurried=True) as parts:
        rows = await parts.feedback.rows()
        proposals = await parts.feedback.proposals()
    for row in (rows if options.export else ()) or (proposals if options.sources else ()):
        print(json.dumps(row, ensure_ascii=False))
    if not (options.export or options.sources):
        count = {name: sum(row["class"] == name for row in rows) for name in ("right", "wrong", "disputed")}
        print(f"{len(rows):,} answers have votes: " + ", ".join(f"{n:,} {name}" for name, n in count.items()))
        print(f"{len(proposals):,} proposals for the catalogue (feedback --sources)")
    return 0


async def _keys(options: argparse.Namespace, settings: Settings) -> int:
    if options.action != "list" and not (options.name or "").strip():
        raise SettingsError(f"keys {options.action} needs a NAME")
    if options.per_minute < 1:
        raise SettingsError("--per-minute must be at least 1")
    async with open_parts(settings, hurried=True) as parts:
        keys = Keys(parts.store.client)
        if options.action == "add":
            print(await keys.add(options.name.strip(), options.per_minute))
            sys.stderr.write("This key is shown once; only its hash is kept.\n")
        elif options.action == "remove":
            gone = await keys.remove(options.name.strip())
            sys.stderr.write("removed\n" if gone else "there is no key of this name\n")
        else:
            for one in await keys.all():
                print(f"{one.name}\t{one.per_minute} a minute\tsince {one.since[:10]}")
    return 0


async def _mcp(_: argparse.Namespace, settings: Settings) -> int:
    try:
        from bot.mcp_server import build  # here, for the protocol's package is optional
    except ImportError as error:
        raise SettingsError(
            "the package mcp is missing: pip install 'verbatim[mcp]', or pip install mcp"
        ) from error
    async with open_parts(settings, hurried=True) as parts:
        await build(parts).run_stdio_async()
    return 0
