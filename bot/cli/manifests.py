"""The commands for administrators of a chat: `slack-manifest` and `teams-package`."""

import asyncio
import json
from importlib.resources import files
from pathlib import Path

import click

from bot.cli.output import report
from bot.cli.run import ANSWERED, command
from bot.settings import Settings
from corpus.errors import SettingsError


@command("slack-manifest")
@click.option(
    "--http", "host", metavar="HOST", help="For signed HTTP to this host, such as verbatim.example.org, in place of Socket Mode."
)  # fmt: skip
async def slack_manifest(_: Settings, host: str | None) -> int:
    """Print the manifest as JSON."""
    print(_slack_manifest(host), end="")
    return ANSWERED


def _slack_manifest(host: str | None) -> str:
    """Return the manifest for Socket Mode, or for HTTP to a host."""
    folder = files("handlers.slack")
    if host is None:
        return (folder / "manifest.json").read_text(encoding="utf-8")
    host = host.strip().removeprefix("https://").rstrip("/")
    if not host or json.dumps(host) != f'"{host}"' or any(mark in host for mark in " /:?#"):
        raise SettingsError("--http must name the public host of the bot, such as verbatim.example.org")
    return (folder / "manifest.http.json").read_text(encoding="utf-8").replace("YOUR-HOST", host)


@command("teams-package")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("verbatim-teams.zip"),
    show_default=True,
    metavar="FILE",
)
@click.option(
    "--pasted",
    is_flag=True,
    help="Let the app read messages, for channels that want pasted quotes answered.",
)
async def teams_package(settings: Settings, output: Path, pasted: bool) -> int:
    """Write the package to a file."""
    if not settings.teams or not settings.teams.client_id:
        raise SettingsError("TEAMS_CLIENT_ID, TEAMS_CLIENT_SECRET and TEAMS_TENANT_ID are missing")
    from handlers.teams.app_package import build

    content = build(settings.teams.client_id, settings.base_url, pasted=pasted)
    try:
        await asyncio.to_thread(output.write_bytes, content)
    except OSError as error:
        raise SettingsError(f"{output} cannot be written: {error.strerror}") from error
    report(f"{output}: upload it in the Teams admin center")
    return ANSWERED
