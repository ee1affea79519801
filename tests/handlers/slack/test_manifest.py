"""What an administrator is asked to allow: as little as the listeners need."""

import json
from pathlib import Path
from typing import Any

import pytest

import handlers.slack
from handlers.slack.endpoints import PATH

FOLDER = Path(handlers.slack.__file__).parent
SOCKET = json.loads((FOLDER / "manifest.json").read_text())
HTTP = json.loads((FOLDER / "manifest.http.json").read_text())

both = pytest.mark.parametrize("manifest", [pytest.param(SOCKET, id="socket"), pytest.param(HTTP, id="http")])


@both
def test_the_bot_asks_for_no_more_than_it_needs(manifest: dict[str, Any]) -> None:
    needs = {
        "commands": "/verify and the shortcut",
        "chat:write": "to answer",
        "app_mentions:read": "to hear its name",
        "im:history": "to hear direct messages to itself",
        "users:read": "to tell who may change settings",
        "files:write": "to post a brief whole, as a file",
        "links:read": "to hear that somebody posts the address of an answer",
        "links:write": "to show the answer under it",
    }
    assert manifest["oauth_config"] == {"scopes": {"bot": sorted(needs)}}


@both
def test_the_bot_hears_only_what_is_said_to_it(manifest: dict[str, Any]) -> None:
    assert manifest["settings"]["event_subscriptions"]["bot_events"] == [
        "app_home_opened",
        "app_mention",
        "link_shared",
        "message.im",
    ]


@both
def test_the_ways_in_are_those_the_listeners_know(manifest: dict[str, Any]) -> None:
    [command] = manifest["features"]["slash_commands"]
    [shortcut] = manifest["features"]["shortcuts"]
    listeners = (FOLDER / "listeners.py").read_text()
    assert f'app.command("{command["command"]}")' in listeners
    assert f'"callback_id": "{shortcut["callback_id"]}"' in listeners
    assert shortcut["type"] == "message"
    assert command["should_escape"] is False  # a name in a quote is a name, not a person to call


@both
def test_slack_takes_the_lengths(manifest: dict[str, Any]) -> None:
    about, features = manifest["display_information"], manifest["features"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 174 <= len(about["long_description"]) <= 4000
    assert len(features["bot_user"]["display_name"]) <= 80
    assert all(len(shortcut["name"]) <= 24 for shortcut in features["shortcuts"])
    assert all(len(command["description"]) <= 2000 for command in features["slash_commands"])


def test_the_two_differ_in_the_door_alone() -> None:
    assert SOCKET["settings"]["socket_mode_enabled"]
    assert not HTTP["settings"]["socket_mode_enabled"]
    assert HTTP["features"].pop("unfurl_domains") == ["YOUR-HOST"]
    assert SOCKET["features"].pop("unfurl_domains") == ["verbatim.example.org"]
    urls = {
        HTTP["settings"]["event_subscriptions"].pop("request_url"),
        HTTP["settings"]["interactivity"].pop("request_url"),
        HTTP["settings"]["interactivity"].pop("message_menu_options_url"),
        HTTP["features"]["slash_commands"][0].pop("url"),
    }
    HTTP["settings"]["socket_mode_enabled"] = True
    assert urls == {f"https://YOUR-HOST{PATH}"}
    assert HTTP == SOCKET
