"""What Slack sends, in the shapes its documents give: https://docs.slack.dev/apis/events-api and …/interactivity."""

import hashlib
import hmac
import itertools
import json
import time
from typing import Any
from urllib.parse import urlencode

from tests.support.slack.fake import BOT

SECRET = "signing-secret-for-tests"
TEAM = "T01TEST"
Json = dict[str, Any]

_numbers = itertools.count(1)


def command(text: str, channel: str = "C01GEN", response_url: str = "") -> Json:
    """A slash command; it carries no timestamp and no thread."""
    return {
        "token": "legacy",
        "team_id": TEAM,
        "team_domain": "newsroom",
        "channel_id": channel,
        "channel_name": "general",
        "user_id": "U01ALICE",
        "user_name": "alice",
        "command": "/verify",
        "text": text,
        "api_app_id": "A01APP",
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": f"{next(_numbers)}.trigger",
    }


def event(inner: Json) -> Json:
    """The envelope of an event."""
    return {
        "token": "legacy",
        "team_id": TEAM,
        "context_team_id": TEAM,
        "api_app_id": "A01APP",
        "event": inner,
        "type": "event_callback",
        "event_id": f"Ev{next(_numbers):08d}",
        "event_time": 1795335003,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": "4-x",
    }


def mention(post: Json, **more: object) -> Json:
    """Somebody names the bot in a post."""
    return event({"type": "app_mention", **_inner(post), **more})


def message(post: Json, channel_type: str = "channel", **more: object) -> Json:
    """Somebody writes a post."""
    return event({"type": "message", "channel_type": channel_type, **_inner(post), **more})


def edit(post: Json, text: str, channel_type: str = "im") -> Json:
    """Somebody changes a post of theirs."""
    now = {**_inner(post), "text": text, "edited": {"user": post["user"], "ts": f"{next(_numbers)}.0"}}
    return event(
        {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "channel": post["channel"],
            "channel_type": channel_type,
            "message": {"type": "message", **now},
            "previous_message": {"type": "message", **_inner(post)},
            "ts": now["edited"]["ts"],
        }
    )


def deletion(post: Json, channel_type: str = "im", *, with_replies: bool = False) -> Json:
    """Somebody deletes a post of theirs; where it has replies, a tombstone is left of it."""
    common = {
        "type": "message",
        "hidden": True,
        "channel": post["channel"],
        "channel_type": channel_type,
        "ts": "9.9",
    }
    if with_replies:
        stone = {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "ts": post["ts"], "text": ""}
        return event({**common, "subtype": "message_changed", "message": stone})
    return event(
        {**common, "subtype": "message_deleted", "deleted_ts": post["ts"], "previous_message": _inner(post)}
    )


def _inner(post: Json) -> Json:
    kept = {key: post[key] for key in ("user", "text", "ts", "channel", "thread_ts", "blocks") if key in post}
    return {**kept, "event_ts": post["ts"], "client_msg_id": "3011dfdb", "team": TEAM}


def shortcut(post: Json, response_url: str = "", callback_id: str = "verify_quote") -> Json:
    """Somebody picks the shortcut in the menu of a post."""
    shown = {
        key: post[key] for key in ("user", "text", "ts", "thread_ts", "attachments", "blocks") if key in post
    }
    return {
        "type": "message_action",
        "token": "legacy",
        "action_ts": "1795335004.000006",
        "team": {"id": TEAM, "domain": "newsroom"},
        "user": {"id": "U01ALICE", "username": "alice", "team_id": TEAM, "name": "alice"},
        "channel": {"id": post["channel"], "name": "general"},
        "is_enterprise_install": False,
        "enterprise": None,
        "callback_id": callback_id,
        "trigger_id": f"{next(_numbers)}.trigger",
        "response_url": response_url,
        "message_ts": post["ts"],
        "message": {"type": "message", "team": TEAM, **shown},
    }


def click(post: Json) -> Json:
    """Somebody presses a button that we no longer know."""
    return {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": "U01ALICE", "team_id": TEAM},
        "api_app_id": "A01APP",
        "container": {"type": "message", "message_ts": post["ts"], "channel_id": post["channel"]},
        "channel": {"id": post["channel"], "name": "general"},
        "message": {"type": "message", "ts": post["ts"], "text": "…"},
        "trigger_id": f"{next(_numbers)}.trigger",
        "actions": [
            {"type": "button", "action_id": "old", "block_id": "b", "value": "1", "action_ts": "1.1"}
        ],
    }


def submission() -> Json:
    """Somebody sends a form that we no longer know."""
    return {
        "type": "view_submission",
        "team": {"id": TEAM},
        "user": {"id": "U01ALICE", "team_id": TEAM},
        "api_app_id": "A01APP",
        "trigger_id": f"{next(_numbers)}.trigger",
        "view": {"type": "modal", "id": "V1", "callback_id": "old", "blocks": [], "state": {"values": {}}},
        "response_urls": [],
    }


def press(post: Json, action: str, value: str) -> Json:
    """Somebody presses a button under a post of ours."""
    body = click(post)
    shown = {key: post[key] for key in ("ts", "thread_ts", "text") if key in post}
    actions = [{"type": "button", "action_id": action, "block_id": "b", "value": value, "action_ts": "1.1"}]
    return body | {"message": {"type": "message", **shown}, "actions": actions}


def send(view: Json, values: Json) -> Json:
    """Somebody sends a dialog of ours, as it was shown, with these values."""
    filled = {
        "id": "V1",
        **view,
        "state": {"values": {name: {name: value} for name, value in values.items()}},
    }
    return submission() | {"view": filled}


def suggestion(action: str, typed: str) -> Json:
    """Somebody types in a menu that asks us what to offer."""
    return {
        "type": "block_suggestion",
        "team": {"id": TEAM},
        "user": {"id": "U01ALICE", "team_id": TEAM},
        "api_app_id": "A01APP",
        "container": {"type": "view", "view_id": "V1"},
        "view": {"type": "modal", "id": "V1", "blocks": [], "state": {"values": {}}},
        "action_id": action,
        "block_id": action,
        "value": typed,
    }


def home(user: str = "U01ALICE") -> Json:
    """Somebody opens the App Home."""
    return event(
        {"type": "app_home_opened", "user": user, "channel": "D01ALICE", "tab": "home", "event_ts": "1.1"}
    )


def body_of(payload: Json) -> tuple[bytes, str]:
    """The body and content type in which Slack sends a payload over HTTP."""
    if payload.get("type") in ("event_callback", "url_verification"):
        return json.dumps(payload).encode(), "application/json"
    form = payload if "command" in payload else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def signed(body: bytes, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """The headers by which Slack proves that a body is its own."""
    timestamp = str(int(at or time.time()))
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"x-slack-request-timestamp": timestamp, "x-slack-signature": f"v0={digest}"}
