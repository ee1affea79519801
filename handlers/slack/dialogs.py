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
from handlers.slack.blocks import blocks, notice
from handlers.slack.elements import (
    Block,
    element,
    header,
    input_block,
    option,
    plain_text,
    radio_buttons,
    select,
)

SETTINGS, REASON, SOURCE = "settings", "feedback_reason", "check_source"
SOURCES, LANGUAGES, ONE_SOURCE = "sources", "languages", "source"
ALL = "*"
"""The choice of the whole record; no publisher is called so."""
REASONS = ("wrong speaker", "wrong wording", "out of context", "missing source")
MOST_OPTIONS = 100  # of a menu; Slack takes no more, and asks us while somebody types where there are more
_LONGEST_VALUE, _LONGEST_LABEL = 150, 75  # characters of an option
_MOST_STALE = 25  # sources out of date that are named
_LONGEST_LINE = 2_500  # characters of a line of the Home


def context_view(remembered: Remembered) -> Block:
    """Return the whole of an answer: the passage with the words marked, its neighbours, all wordings, what was searched."""
    reply = compose(remembered.verdict)
    asked = notice(
        say("chats.asked_question", question=head(reply.question, 500)),
        say("chats.answered_when", when=say_when(remembered.when[:10])),
    )
    return _modal(say("chats.context"), [*asked, *blocks(reply)][:100])


def forgotten_view() -> Block:
    """Return what is shown where an answer is no longer remembered."""
    return _modal(say("chats.context"), notice(say("chats.no_longer_remember_answer_ask")))


def reason_view(id_: str, address: Address) -> Block:
    """Ask what is wrong with an answer."""
    options = [option(reason, reason.capitalize()) for reason in REASONS]
    origin = {"id": id_, "channel": address.channel, "thread": address.thread}
    return _modal(
        say("chats.what_wrong"),
        [input_block("reason", say("chats.what_wrong_with_answer"), radio_buttons(options))],
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
            input_block(
                ONE_SOURCE,
                say("chats.where_look"),
                select(say("chats.choose"), _few([whole_record(), *source_options(holdings)])),
            ),
        ],
        callback=SOURCE,
        submit=say("chats.check"),
        metadata=json.dumps(origin),
    )


def whole_record() -> Block:
    """Return the choice of the whole record."""
    return option(ALL, say("chats.whole_record"))


def read_source(view: dict[str, Any]) -> tuple[str, Restriction, str, str]:
    """Return (answer, where to look, channel, thread) of the dialog that asked where else to look."""
    origin = json.loads(view["private_metadata"])
    chosen = _selected(view, ONE_SOURCE)
    return origin["id"], Restriction(() if chosen == ALL else (chosen,)), origin["channel"], origin["thread"]


def source_options(holdings: Holdings, typed: str = "") -> list[Block]:
    """Return the publishers of the record to choose from, with a text in their name where one is typed, the largest first."""
    wanted = typed.casefold().strip()
    return [
        option(name, f"{head(name, 50)} ({count(number, 'statement')})")
        for name, number in holdings.sources.items()
        if wanted in name.casefold() and len(name) <= _LONGEST_VALUE
    ]


def _language_options(holdings: Holdings, chosen: tuple[str, ...]) -> list[Block]:
    tags = list(dict.fromkeys((*chosen, *holdings.languages)))[:MOST_OPTIONS]
    return [option(tag, head(language_name(tag) or tag, _LONGEST_LABEL)) for tag in tags]


def _few(options: list[Block]) -> list[Block] | None:
    """Return the options if a menu takes so many; None where Slack must ask for them while somebody types."""
    return options if len(options) <= MOST_OPTIONS else None


def _optional_menu(name: str, label: str, options: list[Block], chosen: list[Block]) -> list[Block]:
    """Return an input with a menu to choose any number of; nothing where there is nothing to choose."""
    menu = select(say("chats.all"), _few(options), chosen)
    return [input_block(name, label, menu, optional=True)] if options else []


def settings_view(preferences: Preferences, channel: str, holdings: Holdings) -> Block:
    """Return the settings of a channel, as they are."""
    kept = [option(name, head(name, _LONGEST_LABEL)) for name in preferences.sources]
    names = {source["value"] for source in kept}
    sources = kept + [source for source in source_options(holdings) if source["value"] not in names]
    tongues = _language_options(holdings, preferences.languages)
    spoken = [one for one in tongues if one["value"] in preferences.languages]
    places = [
        *_optional_menu(SOURCES, say("chats.only_sources"), sources, kept),
        *_optional_menu(LANGUAGES, say("chats.only_languages"), tongues, spoken),
    ]
    pasted = [option(mode, label) for mode, label in ui_text.pasted_when().items()]
    scopes = [option(scope, label) for scope, label in ui_text.scopes().items()]
    seen = [option(str(private), label) for private, label in ui_text.shown_to().items()]
    people = element("multi_users_select", initial_users=list(preferences.reviewers) or None)
    return _modal(
        say("chats.settings"),
        [
            input_block("private", say("chats.show"), radio_buttons(seen, str(preferences.private))),
            input_block("pasted", say("chats.pasted"), radio_buttons(pasted, preferences.pasted.value)),
            *places,
            input_block("reviewers", say("chats.reviewers"), people, optional=True),
            input_block("days", ui_text.days(MOST_DAYS), _days(preferences.days)),
            input_block("scope", say("chats.scope"), radio_buttons(scopes, "channel")),
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
        f"{reply.icon} {reply.headline} · “{head(reply.question, 120)}” · {when}" for reply, when in replies
    ]
    record = say_record(coverage)
    old = head(
        say("chats.out_date_listing", listing=listing(coverage.stale, most=_MOST_STALE)), _LONGEST_LINE
    )
    stale = old if coverage.stale else say("chats.every_source_up_date")
    shown = [
        header(say("chats.record")),
        *notice(*((stale, record) if coverage.stale else (record, stale))),
        header(say("chats.your_last_checks")),
        *notice(*(checks or [say("chats.none_yet_or_none_still")])),
        header(say("chats.how_ask")),
        *notice(*ui_text.help_lines(), say("chats.verify_settings_changes_how_answer")),
    ]
    return element("home", blocks=shown)


def unavailable_view(advice: str) -> Block:
    """Return the App Home while the record does not answer: no figures, and no silence."""
    return element("home", blocks=[header(say("chats.record")), *notice(advice)])


def _modal(
    title: str, parts: list[Block], *, callback: str = "shown", submit: str = "", metadata: str = ""
) -> Block:
    return element(
        "modal",
        callback_id=callback,
        title=plain_text(title),
        close=plain_text(say("chats.close")),
        blocks=parts,
        private_metadata=metadata,
        submit=plain_text(submit) if submit else None,
    )


def _days(days: int) -> Block:
    bounds = {"min_value": "1", "max_value": str(MOST_DAYS)}
    return element("number_input", is_decimal_allowed=False, **bounds, initial_value=str(days))


def _value(view: dict[str, Any], name: str) -> dict[str, Any]:
    return dict(view["state"]["values"][name][name])


def _selected(view: dict[str, Any], name: str) -> str:
    return str(_value(view, name)["selected_option"]["value"])


def _all_selected(view: dict[str, Any], name: str) -> tuple[str, ...]:
    """Return what was chosen in a menu of many; none where the dialog had no such menu."""
    if name not in view["state"]["values"]:
        return ()
    return tuple(str(option["value"]) for option in _value(view, name).get("selected_options") or ())
