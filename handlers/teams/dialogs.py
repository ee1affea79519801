"""The dialog with a channel's settings, laid out as a card; and what people put into it, read. Pure.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
"""

import re
from collections.abc import Iterable
from urllib.parse import quote as percent
from urllib.parse import unquote

from corpus.errors import ReadError
from corpus.models import Holdings
from handlers.messages import say
from handlers.ports.preferences import MOST_DAYS, Pasted, Preferences
from handlers.replies import ui_text
from handlers.replies.formatting import count, language_name
from handlers.replies.truncate import head
from handlers.teams.activities import Json, Member, text_of
from handlers.teams.cards import Block, ask_dialog, attach, framed, paragraph

SETTINGS = "settings"
MOST_REVIEWERS = 10
_MOST_CHOICES = 50  # of a list; the rest is found while somebody types
_LONGEST = 100  # characters of a publisher's name that may be chosen
_PERSON = re.compile(r"[\w:.@-]{1,128}")

_PEOPLE = "graph.microsoft.com/users?scope=currentContext"  # Teams' own list of who is in a conversation


def offer(preferences: Preferences) -> Block:
    """Return a message that says what a channel's settings are, with a button that opens them."""
    button = ask_dialog(say("chats.change_settings"), {"verb": SETTINGS})
    sentences = list(_say(preferences))
    body = [
        paragraph(say("chats.settings"), weight="Bolder", size="Large"),
        *(paragraph(sentence) for sentence in sentences),
    ]
    content = framed(body, [button], " ".join((f"{say('chats.settings')}.", *sentences)))
    return {"type": "message", "attachments": [attach(content)], "summary": say("chats.settings")}


def _say(preferences: Preferences) -> Iterable[str]:
    yield f"{say('chats.show')}: {ui_text.shown_to()[preferences.private]}"
    yield f"{say('chats.pasted')}: {ui_text.pasted_when()[preferences.pasted.value]}"
    if preferences.sources:
        yield f"{say('chats.only_sources')}: {head(', '.join(preferences.sources), 500)}"
    if preferences.languages:
        names = (language_name(tag) or tag for tag in preferences.languages)
        yield f"{say('chats.only_languages')}: {head(', '.join(names), 500)}"
    yield f"{say('chats.reviewers')}: {len(preferences.reviewers) or 'nobody'}"
    yield f"{ui_text.days(MOST_DAYS)}: {preferences.days}"


def settings_card(
    preferences: Preferences, holdings: Holdings, people: tuple[Member, ...], *, whole: bool
) -> Block:
    """Return the settings of a channel, as they are; with `whole` they can be set for all channels."""
    scopes = ui_text.scopes() if whole else {"channel": ui_text.scopes()["channel"]}
    body = [
        _choose(
            "private",
            say("chats.show"),
            {str(k): v for k, v in ui_text.shown_to().items()},
            str(preferences.private),
        ),
        _choose("pasted", say("chats.pasted"), ui_text.pasted_when(), preferences.pasted.value),
        paragraph(say("chats.teams_pasted"), isSubtle=True, size="Small"),
        *_places(preferences, holdings),
        _reviewers(preferences, people),
        _days(preferences.days),
        _choose("scope", say("chats.scope"), scopes, "channel"),
    ]
    save: Block = {"type": "Action.Submit", "title": say("chats.save"), "data": {"verb": SETTINGS}}
    return framed(body, [save], say("chats.settings"))


def read_settings(data: Json) -> tuple[Preferences, bool]:
    """Return the preferences of a settings dialog, and whether they are for all channels; raise ReadError for anything else."""
    days = data.get("days")
    try:
        preferences = Preferences(
            private={"True": True, "False": False}[text_of(data, "private")],
            pasted=Pasted(text_of(data, "pasted")),
            sources=tuple(map(unquote, _several(data, "sources"))),
            languages=_several(data, "languages"),
            reviewers=tuple(filter(_PERSON.fullmatch, _several(data, "reviewers")))[:MOST_REVIEWERS],
            days=min(MOST_DAYS, max(1, int(days if isinstance(days, int | float | str) else ""))),
        )
    except (ValueError, KeyError, OverflowError) as error:
        raise ReadError("task/submit", "no settings") from error
    return preferences, text_of(data, "scope") == "team"


def source_choices(holdings: Holdings, typed: str = "", but: tuple[str, ...] = ()) -> list[Block]:
    """Return the publishers of the record to choose from, with a text in their name where one is typed, the largest first."""
    wanted = typed.casefold().strip()
    choices = [
        _choice(percent(name, safe=""), f"{head(name, 50)} ({count(number, 'statement')})")
        for name, number in holdings.sources.items()
        if wanted in name.casefold() and len(name) <= _LONGEST and name not in but
    ]
    return choices[:_MOST_CHOICES]


def _places(preferences: Preferences, holdings: Holdings) -> list[Block]:
    """Return where alone to look; no list where the record has nothing to choose from. Choices come back with commas between."""
    kept = preferences.sources
    sources = [_choice(percent(name, safe=""), head(name, 60)) for name in kept]
    sources += source_choices(holdings, but=kept)
    tags = list(dict.fromkeys((*preferences.languages, *holdings.languages)))[:_MOST_CHOICES]
    tongues = [_choice(tag, head(language_name(tag) or tag, 60)) for tag in tags]
    search: Block = {"style": "filtered", "choices.data": {"type": "Data.Query", "dataset": "sources"}}
    lists = [
        {
            **_several_of(
                "sources", say("chats.only_sources"), sources, [percent(name, safe="") for name in kept]
            ),
            **(search if len(holdings.sources) > _MOST_CHOICES else {}),
        },
        _several_of("languages", say("chats.only_languages"), tongues, preferences.languages),
    ]
    return [one for one in lists if one["choices"]]


def _reviewers(preferences: Preferences, people: tuple[Member, ...]) -> Block:
    """Return Teams' own picker of people, and a list for clients that have none."""
    known = {person.user: person.name or person.user for person in people}
    named = {user: known.pop(user, user) for user in preferences.reviewers}
    choices = [_choice(user, head(name, 60)) for user, name in [*named.items(), *known.items()]]
    picker: Block = {"choices.data": {"type": "Data.Query", "dataset": _PEOPLE}}
    asked = _several_of(
        "reviewers", say("chats.reviewers"), choices[: _MOST_CHOICES + len(named)], preferences.reviewers
    )
    return {**asked, **picker}


def _several_of(name: str, label: str, choices: list[Block], chosen: Iterable[str]) -> Block:
    asked: Block = {"type": "Input.ChoiceSet", "id": name, "label": label, "isMultiSelect": True}
    return {**asked, "choices": choices, "value": ",".join(chosen)}


def _choose(name: str, label: str, choices: dict[str, str], chosen: str) -> Block:
    listed = [_choice(value, title) for value, title in choices.items()]
    asked: Block = {"type": "Input.ChoiceSet", "id": name, "label": label, "style": "expanded"}
    return {**asked, "choices": listed, "value": chosen, "isRequired": True, "errorMessage": label}


def _days(days: int) -> Block:
    label = ui_text.days(MOST_DAYS)
    asked: Block = {"type": "Input.Number", "id": "days", "label": label, "min": 1, "max": MOST_DAYS}
    return {**asked, "value": days, "isRequired": True, "errorMessage": label}


def _choice(value: str, title: str) -> Block:
    return {"value": value, "title": title}


def _several(data: Json, name: str) -> tuple[str, ...]:
    """Return what was chosen in a list of many."""
    return tuple(one for one in text_of(data, name).split(",") if one)
