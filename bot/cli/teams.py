"""The command for administrators of Teams: `teams-package`."""

import argparse
import asyncio
import sys
from pathlib import Path

from bot.settings import Settings
from corpus.errors import SettingsError
from handlers.teams.app_package import build


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add it to the command line."""
    package = commands.add_parser("teams-package", help="make the app package to upload to Teams")
    package.add_argument(
        "--output", type=Path, default=Path("verbatim-teams.zip"), metavar="FILE", help="(verbatim-teams.zip)"
    )
    package.add_argument(
        "--pasted",
        action="store_true",
        help="let the app read messages, for channels that want pasted quotes answered",
    )
    package.set_defaults(command=_package)


async def _package(options: argparse.Namespace, settings: Settings) -> int:
    if not settings.teams or not settings.teams.client_id:
        raise SettingsError("TEAMS_CLIENT_ID, TEAMS_CLIENT_SECRET and TEAMS_TENANT_ID are missing")
    content = build(settings.teams.client_id, settings.base_url, pasted=options.pasted)
    try:
        await asyncio.to_thread(options.output.write_bytes, content)
    except OSError as error:
        raise SettingsError(f"{options.output} cannot be written: {error.strerror}") from error
    sys.stderr.write(f"{options.output}: upload it in the Teams admin center\n")
    return 0
