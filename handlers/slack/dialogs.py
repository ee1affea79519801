"""Slack's dialogs and the App Home, laid out; and what people put into them, read. Pure.

https://docs.slack.dev/surfaces/modals
"""

import json
from typing import Any

from corpus.models import Coverage, Holdings, Restriction
from handlers.messages import say
from handlers.ports.address import Address
from handlers.ports.answers import Remembered
from handlers.ports.preferences import MOST_DAYS, Pasted, Preferences
from handlers.replies import ui_text
from handlers.replies.formatting import count, language_name, listing, say_when
from handlers.replies.reply import compose
from handlers.replies.truncate import head
from handlers.replies.verdict_sentences import say_record
from handlers.slack.blocks import Block, blocks, notice

SETTINGS, REASON, SOURCE = "settings", "feedback_reason", "check_source"
SOURCES, LANGUAGES, ONE_SOURCE = "sources", "languages", "source"
ALL = "*"
"""The choice of the whole record; no publisher is called so."""
REASONS = ("wrong speaker", "wrong wording", "out of context", "missing source")
MOST_OPTIONS = 100  # of a menu; Slack takes no more, and asks us while somebody types where there are more
_LONGEST_VALUE, _LONGEST_LABEL = 150, 75  # characters of an option
_MOST_STALE, _LONGEST_LINE = (
    25,
    2_500,
)  # sources out of date that are named, and characters of a line of the Home


def context_view(remembered: Remembered) -> Block:
    """Return the whole of an answer: the passage with the words marked, its neighbours, all wordings, what was searched."""
    reply = compose(remembered.verdict)
    asked = notice(
        say("chats.asked_question", question=head(reply.question, 500)),
        say("chats.answered_when", when=say_when(remembered.when[:10])),
    )
    return _modal(say("chats.context"), [*asked, *blocks(reply)][:100])


def gone_view() -> Block:
    """Return what is shown where an answer is no longer remembered."""
    return _modal(say("chats.context"), notice(say("chats.no_longer_remember_answer_ask")))


def reason_view(id_: str, address: Address) -> Block:
    """Ask what is wrong with an answer."""
    options = [_option(reason, reason.capitalize()) for reason in REASONS]
    element: Block = {"type": "radio_buttons", "action_id": "reason", "options": options}
    origin = {"id": id_, "channel": address.channel, "thread": address.thread}
    return _modal(
        say("chats.what_wrong"),
        [_input("reason", say("chats.what_wrong_with_answer"), element)],
        callback=REASON,
        submit=say("chats.send"),
        metadata=json.dumps(origin),
    )


def read_reason(view: dict[str, Any]) -> tuple[str, str, str, str]:
    """Return (answer, reason, channel, thread) of the dialog that asked what is wrong."""
    origin = json.loads(view["private_metadata"])
    chosen = _value(view, "reason")["selected_option"]["value"]
    return origin["id"], chosen, origin["channel"], origin["thread"]


def source_view(id_: str, address: Address, holdings: Holdings) -> Block:
    """Ask where else to look for the quote of an answer."""
    origin = {"id": id_, "channel": address.channel, "thread": address.thread}
    return _modal(
        say("chats.check_another_source"),
        [
            *notice(say("chats.look_quote_up_again_there")),
            _input(
                ONE_SOURCE,
                say("chats.where_look"),
                _menu(ONE_SOURCE, [everything(), *source_options(holdings)]),
            ),
        ],
        callback=SOURCE,
        submit=say("chats.check"),
        metadata=json.dumps(origin),
    )


def everything() -> Block:
    """Return the choice of the whole record."""
    return _option(ALL, say("chats.whole_record"))


def read_source(view: dict[str, Any]) -> tuple[str, Restriction, str, str]:
    """Return (answer, where to look, channel, thread) of the dialog that asked where else to look."""
    origin = json.loads(view["private_metadata"])
    chosen = _selected(view, ONE_SOURCE)
    return origin["id"], Restriction(() if chosen == ALL else (chosen,)), origin["channel"], origin["thread"]


def source_options(holdings: Holdings, typed: str = "") -> list[Block]:
    """Return the publishers of the record to choose from, with a text in their name where one is typed, the largest first."""
    wanted = typed.casefold().strip()
    return [
        _option(name, f"{head(name, 50)} ({count(number, 'statement')})")
        for name, number in holdings.sources.items()
        if wanted in name.casefold() and len(name) <= _LONGEST_VALUE
    ]


def _language_options(holdings: Holdings, chosen: tuple[str, ...]) -> list[Block]:
    tags = list(dict.fromkeys((*chosen, *holdings.languages)))[:MOST_OPTIONS]
    return [_option(tag, head(language_name(tag) or tag, _LONGEST_LABEL)) for tag in tags]


def _menu(name: str, options: list[Block], chosen: list[Block] | None = None) -> Block:
    """Return a menu to choose one of, or, with `chosen`, any number; a long one is filled while somebody types."""
    several = "multi_" if chosen is not None else ""
    prompt: Block = {"placeholder": _plain(say("chats.all") if several else say("chats.choose"))}
    initial: Block = {"initial_options": chosen} if chosen else {}
    if len(options) > MOST_OPTIONS:
        menu = {"type": f"{several}external_select", "min_query_length": 0}
    else:
        menu = {"type": f"{several}static_select", "options": options}
    return {**menu, "action_id": name, **prompt, **initial}


def settings_view(preferences: Preferences, channel: str, holdings: Holdings) -> Block:
    """Return the settings of a channel, as they are."""
    kept = [_option(name, head(name, _LONGEST_LABEL)) for name in preferences.sources]
    names = {option["value"] for option in kept}
    sources = kept + [one for one in source_options(holdings) if one["value"] not in names]
    tongues = _language_options(holdings, preferences.languages)
    spoken = [one for one in tongues if one["value"] in preferences.languages]
    places = [
        *(
            [_input(SOURCES, say("chats.only_sources"), _menu(SOURCES, sources, kept), optional=True)]
            if sources
            else []
        ),
        *(
            [
                _input(
                    LANGUAGES,
                    say("chats.only_languages"),
                    _menu(LANGUAGES, tongues, spoken),
                    optional=True,
                )
            ]
            if tongues
            else []
        ),
    ]
    pasted = [_option(mode, label) for mode, label in ui_text.pasted_when().items()]
    scopes = [_option(scope, label) for scope, label in ui_text.scopes().items()]
    seen = [_option(str(private), label) for private, label in ui_text.shown_to().items()]
    people: Block = {"type": "multi_users_select", "action_id": "reviewers"}
    if preferences.reviewers:
        people["initial_users"] = list(preferences.reviewers)
    return _modal(
        say("chats.settings"),
        [
            _input("private", say("chats.show"), _choice("private", seen, str(preferences.private))),
            _input("pasted", say("chats.pasted"), _choice("pasted", pasted, preferences.pasted.value)),
            *places,
            _input("reviewers", say("chats.reviewers"), people, optional=True),
            _input("days", ui_text.days(MOST_DAYS), _days(preferences.days)),
            _input("scope", say("chats.scope"), _choice("scope", scopes, "channel")),
        ],
        callback=SETTINGS,
        submit=say("chats.save"),
        metadata=json.dumps({"channel": channel}),
    )


def read_settings(view: dict[str, Any]) -> tuple[Preferences, str]:
    """Return the preferences of a settings dialog, and the channel they are for ("" for the whole workspace)."""
    days = int(_value(view, "days")["value"])
    preferences = Preferences(
        private=_selected(view, "private") == "True",
        pasted=Pasted(_selected(view, "pasted")),
        sources=_all_selected(view, SOURCES),
        languages=_all_selected(view, LANGUAGES),
        reviewers=tuple(
            view["state"]["values"].get("reviewers", {}).get("reviewers", {}).get("selected_users") or ()
        ),
        days=min(MOST_DAYS, max(1, days)),
    )
    whole = _selected(view, "scope") == "team"
    return preferences, "" if whole else json.loads(view["private_metadata"])["channel"]


def home_view(coverage: Coverage, mine: list[Remembered]) -> Block:
    """Return the App Home: what the record holds and how fresh it is, failing sources first; my last checks; how to ask."""
    replies = [(compose(one.verdict), one.when[:10]) for one in mine]
    checks = [
        _line_of(f"{reply.icon} {reply.headline} · “{head(reply.question, 120)}” · {when}")
        for reply, when in replies
    ]
    old = head(
        say("chats.out_date_listing", listing=listing(coverage.stale, most=_MOST_STALE)), _LONGEST_LINE
    )
    stale = old if coverage.stale else say("chats.every_source_up_date")
    return {
        "type": "home",
        "blocks": [
            _title(say("chats.record")),
            *notice(
                *([stale] if coverage.stale else []),
                say_record(coverage),
                *([] if coverage.stale else [stale]),
            ),
            _title(say("chats.your_last_checks")),
            *(checks or notice(say("chats.none_yet_or_none_still"))),
            _title(say("chats.how_ask")),
            *notice(
                *ui_text.help_lines(),
                say("chats.verify_settings_changes_how_answer"),
            ),
        ],
    }


def away_view(advice: str) -> Block:
    """Return the App Home while the record does not answer: no figures, and no silence."""
    return {"type": "home", "blocks": [_title(say("chats.record")), *notice(advice)]}


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
        "close": _plain(say("chats.close")),
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


def _all_selected(view: dict[str, Any], name: str) -> tuple[str, ...]:
    """Return what was chosen in a menu of many; none where the dialog had no such menu."""
    if name not in view["state"]["values"]:
        return ()
    return tuple(str(option["value"]) for option in _value(view, name).get("selected_options") or ())
