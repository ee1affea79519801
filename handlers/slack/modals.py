"""Slack's dialogs and the App Home, laid out; and what people put into them, read. Pure.

https://docs.slack.dev/surfaces/modals
"""

import json
from typing import Any

from corpus.records import Coverage
from handlers import phrases
from handlers.address import Address
from handlers.cut import head
from handlers.formats import say_when
from handlers.memory import Remembered
from handlers.preferences import Pasted, Preferences
from handlers.reply import compose
from handlers.sentences import say_record
from handlers.slack.blocks import Block, blocks, notice

SETTINGS, REASON = "settings", "feedback_reason"
REASONS = ("wrong speaker", "wrong wording", "out of context", "missing source")
MOST_DAYS = 365

_PASTED = {
    Pasted.OFF: "Never: only when I am asked",
    Pasted.ALWAYS: "Always",
    Pasted.NOT_VERBATIM: "When it is not documented word for word",
    Pasted.NOT_DOCUMENTED: "Only when it is not documented",
}


def context_view(remembered: Remembered) -> Block:
    """The whole of an answer: the passage with the words marked, its neighbours, all wordings, what was searched."""
    reply = compose(remembered.verdict)
    asked = notice(f"Asked: “{head(reply.question, 500)}”", f"Answered {say_when(remembered.when[:10])}.")
    return _modal("Context", [*asked, *blocks(reply)][:100])


def gone_view() -> Block:
    """What is shown where an answer is no longer remembered."""
    return _modal("Context", notice("I no longer remember this answer. Ask again, and I will look again."))


def reason_view(id_: str, address: Address) -> Block:
    """Ask what is wrong with an answer."""
    options = [_option(reason, reason.capitalize()) for reason in REASONS]
    element: Block = {"type": "radio_buttons", "action_id": "reason", "options": options}
    told = {"id": id_, "channel": address.channel, "thread": address.thread}
    return _modal(
        "What is wrong?",
        [_input("reason", "What is wrong with this answer?", element)],
        callback=REASON,
        submit="Send",
        metadata=json.dumps(told),
    )


def read_reason(view: dict[str, Any]) -> tuple[str, str, str, str]:
    """(answer, reason, channel, thread) of the dialog that asked what is wrong."""
    told = json.loads(view["private_metadata"])
    chosen = _value(view, "reason")["selected_option"]["value"]
    return told["id"], chosen, told["channel"], told["thread"]


def settings_view(preferences: Preferences, channel: str) -> Block:
    """The settings of a channel, as they are."""
    place = {True: "To whoever asked, who may share it", False: "In the thread, for everybody"}
    pasted = [_option(mode.value, label) for mode, label in _PASTED.items()]
    scopes = [
        _option("channel", "This channel"),
        _option("team", "Every channel without settings of its own"),
    ]
    seen = [_option(str(private), label) for private, label in place.items()]
    people: Block = {"type": "multi_users_select", "action_id": "reviewers"}
    if preferences.reviewers:
        people["initial_users"] = list(preferences.reviewers)
    return _modal(
        "Settings",
        [
            _input("private", "Show answers", _choice("private", seen, str(preferences.private))),
            _input("pasted", "Answer pasted quotes", _choice("pasted", pasted, preferences.pasted.value)),
            _input("reviewers", "People to ask", people, optional=True),
            _input("days", f"Days to remember answers (1 to {MOST_DAYS})", _days(preferences.days)),
            _input("scope", "These settings are for", _choice("scope", scopes, "channel")),
        ],
        callback=SETTINGS,
        submit="Save",
        metadata=json.dumps({"channel": channel}),
    )


def read_settings(view: dict[str, Any]) -> tuple[Preferences, str]:
    """The preferences of a settings dialog, and the channel they are for ("" for the whole workspace)."""
    days = int(_value(view, "days")["value"])
    preferences = Preferences(
        private=_selected(view, "private") == "True",
        pasted=Pasted(_selected(view, "pasted")),
        reviewers=tuple(_value(view, "reviewers").get("selected_users") or ()),
        days=min(MOST_DAYS, max(1, days)),
    )
    whole = _selected(view, "scope") == "team"
    return preferences, "" if whole else json.loads(view["private_metadata"])["channel"]


def home_view(coverage: Coverage, mine: list[Remembered]) -> Block:
    """The App Home: what the record holds and how fresh it is, failing sources first; my last checks; how to ask."""
    replies = [(compose(one.verdict), one.when[:10]) for one in mine]
    checks = [
        _line_of(f"{reply.icon} {reply.headline} · “{head(reply.question, 120)}” · {when}")
        for reply, when in replies
    ]
    stale = f"Out of date: {', '.join(coverage.stale)}." if coverage.stale else "Every source is up to date."
    return {
        "type": "home",
        "blocks": [
            _title("The record"),
            *notice(
                *([stale] if coverage.stale else []),
                say_record(coverage),
                *([] if coverage.stale else [stale]),
            ),
            _title("Your last checks"),
            *(checks or notice("None yet, or none that is still remembered.")),
            _title("How to ask"),
            *notice(
                *phrases.HELP,
                "/verify settings changes how I answer in a channel; /verify forget me deletes your checks.",
            ),
        ],
    }


def away_view(advice: str) -> Block:
    """The App Home while the record does not answer: no figures, and no silence."""
    return {"type": "home", "blocks": [_title("The record"), *notice(advice)]}


def _line_of(text: str) -> Block:
    return notice(text)[0]


def _title(text: str) -> Block:
    return {"type": "header", "text": _plain(text)}


def _modal(
    title: str, parts: list[Block], *, callback: str = "shown", submit: str = "", metadata: str = ""
) -> Block:
    view: Block = {
        "type": "modal",
        "callback_id": callback,
        "title": _plain(title),
        "close": _plain("Close"),
        "blocks": parts,
        "private_metadata": metadata,
    }
    return view | ({"submit": _plain(submit)} if submit else {})


def _input(name: str, label: str, element: Block, *, optional: bool = False) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "label": _plain(label),
        "element": element,
        "optional": optional,
    }


def _choice(name: str, options: list[Block], chosen: str) -> Block:
    initial = next((option for option in options if option["value"] == chosen), None)
    return {"type": "radio_buttons", "action_id": name, "options": options} | (
        {"initial_option": initial} if initial else {}
    )


def _days(days: int) -> Block:
    return {
        "type": "number_input",
        "action_id": "days",
        "is_decimal_allowed": False,
        "min_value": "1",
        "max_value": str(MOST_DAYS),
        "initial_value": str(days),
    }


def _option(value: str, text: str) -> Block:
    return {"value": value, "text": _plain(text)}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def _value(view: dict[str, Any], name: str) -> dict[str, Any]:
    return dict(view["state"]["values"][name][name])


def _selected(view: dict[str, Any], name: str) -> str:
    return str(_value(view, name)["selected_option"]["value"])
