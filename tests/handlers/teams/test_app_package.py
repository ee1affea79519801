"""The app package holds what Teams asks for, and the identity of this very bot."""

import io
import json
import struct
import zipfile

import pytest

from corpus.errors import SettingsError
from handlers.teams.actions import COMMAND
from handlers.teams.app_package import build
from tests.support.teams.fake import BOT

URL = "https://verbatim.example.org"


def test_the_package_holds_manifest_and_icons_of_the_sizes_that_teams_wants() -> None:
    package = zipfile.ZipFile(io.BytesIO(build(BOT, URL)))
    assert sorted(package.namelist()) == ["color.png", "manifest.json", "outline.png"]
    for icon, size in (("color.png", 192), ("outline.png", 32)):
        assert struct.unpack(">II", package.read(icon)[16:24]) == (size, size)


def test_the_manifest_names_this_bot_and_the_command_that_we_answer() -> None:
    text = zipfile.ZipFile(io.BytesIO(build(BOT, URL))).read("manifest.json").decode()
    manifest = json.loads(text)
    assert "{client_id}" not in text
    assert manifest["id"] == manifest["bots"][0]["botId"] == manifest["composeExtensions"][0]["botId"] == BOT
    assert manifest["validDomains"] == ["verbatim.example.org"]
    [command] = manifest["composeExtensions"][0]["commands"]
    assert (command["id"], command["context"], command["fetchTask"]) == (COMMAND, ["message"], True)
    assert len(manifest["description"]["short"]) <= 80
    assert len(manifest["name"]["short"]) <= 30
    assert "authorization" not in manifest  # no right to read chats is asked for


def test_the_right_to_read_messages_is_asked_for_only_where_it_is_wanted() -> None:
    asked = json.loads(zipfile.ZipFile(io.BytesIO(build(BOT, URL, pasted=True))).read("manifest.json"))
    rights = asked["authorization"]["permissions"]["resourceSpecific"]
    assert {right["name"] for right in rights} == {"ChannelMessage.Read.Group", "ChatMessage.Read.Chat"}
    assert asked["webApplicationInfo"]["id"] == BOT


def test_the_same_settings_make_the_same_package() -> None:
    assert build(BOT, URL) == build(BOT, URL + "/")


@pytest.mark.parametrize(
    ("client_id", "url"), [("bot", URL), (BOT, ""), (BOT, "http://verbatim.example.org")]
)
def test_wrong_settings_are_named(client_id: str, url: str) -> None:
    with pytest.raises(SettingsError, match=r"TEAMS_CLIENT_ID|VERBATIM_URL"):
        build(client_id, url)
