"""The app package that an administrator uploads to Teams: a manifest with our identifier, and two icons, in a ZIP file.

https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package
"""

import io
import json
import uuid
import zipfile
from importlib.resources import files
from urllib.parse import urlsplit

from corpus.errors import SettingsError

ICONS = ("color.png", "outline.png")


READ_MESSAGES = ("ChannelMessage.Read.Group", "ChatMessage.Read.Chat")
"""Rights of an app, given by a team's owner or a chat's member as they add it: it then gets messages that do not call it."""


def build(client_id: str, url: str, *, pasted: bool = False) -> bytes:
    """Make the package for the bot of this identifier, at this public address; raise SettingsError for a wrong one.

    With `pasted` the app asks for the right to read messages, without which pasted quotes never reach it.
    """
    try:
        known = str(uuid.UUID(client_id))
    except ValueError as error:
        raise SettingsError(
            "TEAMS_CLIENT_ID must be the application (client) ID of the bot, a GUID"
        ) from error
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        raise SettingsError("VERBATIM_URL must be the public https address of the bot")
    folder = files("handlers.teams") / "manifest"
    text = (folder / "manifest.json").read_text(encoding="utf-8")
    manifest = (
        text.replace("{client_id}", known).replace("{url}", url.rstrip("/")).replace("{host}", parts.netloc)
    )
    content = {**json.loads(manifest), **(_rights(known) if pasted else {})}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        _add(package, "manifest.json", json.dumps(content, indent=2, ensure_ascii=False).encode())
        for icon in ICONS:
            _add(package, icon, (folder / icon).read_bytes())
    return packed.getvalue()


def _rights(client_id: str) -> dict[str, object]:
    """https://learn.microsoft.com/microsoftteams/platform/graph-api/rsc/resource-specific-consent."""
    asked = [{"name": name, "type": "Application"} for name in READ_MESSAGES]
    return {
        "webApplicationInfo": {
            "id": client_id,
            "resource": "https://RscBasedStoreApp",
        },  # any text will do, and must be there
        "authorization": {"permissions": {"resourceSpecific": asked}},
    }


def _add(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Every file of the same old date: the same settings make the same package."""
    entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(entry, content)
