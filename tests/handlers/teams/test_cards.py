"""Cards that Teams takes, whatever the answer, and that show hostile words as they were typed."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from corpus.models import Holdings
from corpus.verdict import Rating
from handlers.messages import say
from handlers.ports.preferences import Pasted, Preferences
from handlers.replies.actions import Offer
from handlers.replies.reply import Mark, Span, compose, plain
from handlers.teams import cards, dialogs
from handlers.teams.activities import Member
from handlers.teams.cards import MOST_BYTES, MOST_CITED
from tests.handlers.teams.schema import breaches
from tests.support.replies import reply, wording
from tests.support.teams.fake import words
from tests.support.verdicts import VERDICTS, verdict

ALL = Offer(feedback=True, watch=True, page="https://verbatim.example", again=True, reviewers=True)
HOSTILE = (
    "**bold** [x](https://evil.example) <at>everyone</at> {{DATE(2017-02-14T06:08:39Z,SHORT)}} `c` &amp; # h"
)


def nodes(node: Any) -> list[dict[str, Any]]:
    """Every object in a card."""
    if isinstance(node, list):
        return [one for part in node for one in nodes(part)]
    return [node, *(one for part in node.values() for one in nodes(part))] if isinstance(node, dict) else []


def content(message: dict[str, Any]) -> dict[str, Any]:
    return message["attachments"][0]["content"]


@pytest.mark.parametrize("rating", Rating, ids=lambda rating: rating.value)
def test_every_rating_has_its_word_its_colour_and_is_said_aloud(rating: Rating) -> None:
    composed = compose(verdict(rating))
    card = content(cards.message(composed, ALL))
    banner = card["body"][0]
    assert banner["style"] in {"good", "warning", "attention", "emphasis"}
    assert composed.headline in words({"attachments": [{"content": card}]})
    assert plain(composed)[:40].split("\n")[0] in card["fallbackText"]
    assert card["speak"]
    assert card["version"] == "1.5"


@settings(max_examples=200)
@given(VERDICTS)
def test_no_message_is_larger_than_teams_takes_and_each_is_well_formed(any_verdict: Any) -> None:
    message = cards.message(compose(any_verdict), ALL)
    assert len(json.dumps(message, ensure_ascii=False).encode()) <= MOST_BYTES * 1.05
    found = nodes(content(message))
    assert all(node["inlines"] for node in found if node.get("type") == "RichTextBlock")
    assert all(node["items"] for node in found if node.get("type") == "Container")
    row = [one for one in content(message).get("actions", []) if one.get("mode") != "secondary"]
    assert len(row) <= 6  # Teams shows no more
    assert not [node for node in found if node.get("type") == "TextBlock"]  # it alone reads Markdown
    assert all(node["url"].startswith("http") for node in found if node.get("type") == "Action.OpenUrl")
    assert not breaches(content(message))


MANY = Holdings({f"Publisher {n} of “many”, and of commas": n for n in range(500, 0, -1)}, {"en": 8, "xx": 1})
PEOPLE = tuple(Member(f"29:{n}", f"user-{n}", f"Ann {n}") for n in range(100))
WANTED = Preferences(True, Pasted.NOT_VERBATIM, ("Somebody’s gazette",), ("en",), ("user-3", "user-300"), 7)

OURS = {
    "private": content(cards.message(reply(id="abc"), replace(ALL, private=True))),
    "settings offered": content(dialogs.offer(WANTED)),
    "settings": dialogs.settings_card(WANTED, MANY, PEOPLE, whole=True),
    "settings of an empty record": dialogs.settings_card(Preferences(), Holdings({}, {}), (), whole=False),
    "answer": content(cards.message(reply(id="abc"), ALL)),
    "first contact": content(cards.first_contact("Verbatim")),
    "dialog": cards.dialog((reply(),)),
    "answers to several quotes": cards.combine(tuple(reply(question=f"quote {n}") for n in range(3))),
    "dialog that takes longer": cards.dialog(()),
    "sentence": cards.sentence("Done."),
}


@pytest.mark.parametrize("name", OURS)
def test_every_card_is_as_the_schema_of_adaptive_cards_says_and_teams_takes_it(name: str) -> None:
    assert not breaches(OURS[name])
    assert cards.size(OURS[name]) <= MOST_BYTES


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({"version": None}, id="no version"),
        pytest.param({"body": [{"type": "TextBlok", "text": "x"}]}, id="unknown element"),
        pytest.param({"body": [{"type": "Container", "style": "red", "items": []}]}, id="unknown style"),
        pytest.param({"actions": [{"type": "Action.Execute", "titel": "x"}]}, id="unknown property"),
    ],
)
def test_the_schema_finds_what_is_broken(broken: dict[str, Any]) -> None:
    assert breaches({**OURS["answer"], **broken})


@pytest.mark.parametrize("text", ["x" * 100_000, "漢" * 50_000, "word " * 30_000, HOSTILE * 1000])
def test_the_longest_quote_fits(text: str) -> None:
    huge = reply(question=text, summary=text, wording=wording(match=text), others=(wording(match=text),) * 20)
    assert cards.size(cards.message(huge, ALL)) <= MOST_BYTES


@pytest.mark.parametrize("number", [2, 11])
def test_answers_that_a_card_cannot_hold_are_named(number: int) -> None:
    long = wording(match="word " * 3_000)
    replies = tuple(
        reply(question=f"{n}. {HOSTILE * 20}", wording=long, notes=("note " * 200,) * 9)
        for n in range(number)
    )
    card = cards.combine(replies)
    shown = words({"attachments": [{"content": card}]})
    assert cards.size(card) <= MOST_BYTES
    assert not breaches(card)
    assert all(f"“{n}. " in shown for n in range(number))
    assert ("do not fit here" in shown) is (number > 2)


def test_hostile_words_come_out_as_typed_and_do_nothing() -> None:
    card = content(cards.message(reply(question=HOSTILE, wording=wording(match=HOSTILE)), ALL))
    shown = words({"attachments": [{"content": card}]}).replace("\u200b", "")
    assert shown.count(HOSTILE) == 2
    assert "{{" not in json.dumps(card["body"])
    assert "<at>" not in card["speak"]
    assert "entities" not in card["msteams"]


def test_the_matched_words_are_bold_and_what_differs_is_marked_by_more_than_colour() -> None:
    shown = reply(differences=(Span("lawful", Mark.REMOVED), Span("legitimate", Mark.ADDED)))
    runs = {
        node["text"]: node for node in nodes(content(cards.message(shown))) if node.get("type") == "TextRun"
    }
    assert runs["they will be legitimate targets"]["weight"] == "Bolder"
    assert runs["lawful"]["strikethrough"] is True
    assert runs["legitimate"]["weight"] == "Bolder"


def test_buttons_are_there_only_with_somebody_behind_them_and_an_answer_that_is_kept() -> None:
    def titles(message: dict[str, Any]) -> set[str]:
        return {action["title"] for action in content(message).get("actions", [])}

    kept = reply(id="abc")
    assert {
        *("👍", "👎", say("thread.watch_button"), "Ask a person", "Check again", "Page of this answer")
    } <= titles(cards.message(kept, ALL))
    assert not {"👍", "👎"} & titles(cards.message(kept))
    assert not {"👍", "👎"} & titles(cards.message(reply(id=""), ALL))


def test_sources_are_cited_at_most_ten_each_with_exact_words() -> None:
    message = cards.message(reply(id="abc"))
    [entity] = message["entities"]  # type: ignore[misc]
    cited = entity["citation"]
    assert 0 < len(cited) <= MOST_CITED
    assert [one["position"] for one in cited] == list(range(1, len(cited) + 1))
    assert cited[0]["appearance"]["abstract"] == "they will be legitimate targets"
    assert str(message["text"]).count("[") == len(cited)


def test_microsofts_own_models_read_the_card_and_lose_nothing() -> None:
    from handlers.teams.connector import load_sdk

    load_sdk()
    from microsoft_teams.cards import AdaptiveCard

    card = content(cards.message(compose(verdict(Rating.ALTERED)), ALL))
    again = AdaptiveCard.model_validate(card).model_dump(by_alias=True, exclude_none=True)
    kept = json.dumps(again, ensure_ascii=False)
    assert all(json.dumps(node["text"], ensure_ascii=False) in kept for node in nodes(card) if "text" in node)


def test_the_first_contact_teaches_by_example() -> None:
    assert "Verify this quote" in words(cards.first_contact("Verbatim"))
