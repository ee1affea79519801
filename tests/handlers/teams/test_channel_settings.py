"""A channel's settings in Teams: shown, changed by those who may, and kept to by the answers."""

import json
import logging
from dataclasses import replace
from typing import Any

import pytest

from corpus.errors import IndexUnavailableError
from corpus.models import Holdings
from corpus.verdict import Rating
from handlers.messages import say
from handlers.ports.address import Address
from handlers.ports.preferences import Pasted, Preferences
from handlers.replies import ui_text
from tests.handlers.teams.conftest import Office
from tests.support.replies import reply
from tests.support.teams.fake import BOT, TENANT, message, person, words
from tests.support.verdicts import verdict

QUOTE = "Western troops in Ukraine would be lawful targets"
CHANNEL = "19:c@thread.tacv2"
THREAD = f"{CHANNEL};messageid=1795332885341"
PLACE = {"id": THREAD, "conversationType": "channel", "tenantId": TENANT}
MENTION = [{"type": "mention", "mentioned": {"id": f"28:{BOT}"}, "text": "<at>Verbatim</at>"}]
WANTED = Preferences(
    private=True,
    pasted=Pasted.NOT_DOCUMENTED,
    sources=("Ministry of Health, Labour and Welfare",),
    languages=("en", "ru"),
    reviewers=("user-2", "user-1"),
    days=7,
)
FILLED = {
    "verb": "settings",
    "private": "True",
    "pasted": "not documented",
    "sources": "Ministry%20of%20Health%2C%20Labour%20and%20Welfare",
    "languages": "en,ru",
    "reviewers": "user-2,user-1",
    "days": 7,
    "scope": "channel",
}


async def mentioned(office: Office, text: str, **changed: Any) -> None:
    body = {"conversation": PLACE, "entities": MENTION, **changed}
    assert (await office.say(f"<at>Verbatim</at> {text}", **body)).status_code == 200


async def invoke(office: Office, name: str, value: dict[str, Any], **changed: Any) -> dict[str, Any]:
    body = message(
        office.teams.service, "", type="invoke", name=name, value=value, conversation=PLACE, **changed
    )
    response = await office.post(body)
    assert response.status_code == 200
    return dict(response.json())


async def submit(office: Office, **changed: Any) -> str:
    told = await invoke(office, "task/submit", {"data": {**FILLED, **changed}})
    return words({"attachments": [told["task"]["value"]["card"]]}).strip()


async def press(office: Office, verb: str, id_: str, **changed: Any) -> str:
    value = {"action": {"type": "Action.Execute", "verb": verb, "data": {"id": id_}}}
    return str((await invoke(office, "adaptiveCard/action", value, **changed))["value"])


async def kept(office: Office) -> Preferences:
    return await office.preferences.get("teams", TENANT, CHANNEL)


async def wish(office: Office, **changed: Any) -> None:
    await office.preferences.put("teams", TENANT, CHANNEL, replace(Preferences(), **changed), "user-1")


async def remembered(office: Office) -> str:
    asker = Address("teams", TENANT, CHANNEL, THREAD, "user-1", office.teams.service)
    return await office.memory.keep(verdict(Rating.ALTERED), asker, 7)


# --- the dialog -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said", ["settings", "Settings", "/settings", "verify settings", "/verify  settings"]
)
async def test_settings_are_told_with_a_button_that_opens_them(office: Office, said: str) -> None:
    await mentioned(office, said)
    await office.settled(lambda: office.teams.posts)
    [post] = office.teams.posts
    assert "Show answers: In the thread, for everybody" in words(post)
    [button] = post["attachments"][0]["content"]["actions"]
    assert button["data"] == {"msteams": {"type": "task/fetch"}, "verb": "settings"}
    assert not office.asked


async def test_the_dialog_shows_the_settings_as_they_are(office: Office) -> None:
    await office.preferences.put("teams", TENANT, CHANNEL, WANTED, "user-1")
    told = await invoke(office, "task/fetch", {"data": {"verb": "settings"}})
    fields = {one["id"]: one for one in told["task"]["value"]["card"]["content"]["body"] if "id" in one}
    assert {name: field["value"] for name, field in fields.items()} == {
        **{name: FILLED[name] for name in ("private", "pasted", "sources", "languages", "reviewers", "days")},
        "scope": "channel",
    }
    assert [one["title"] for one in fields["scope"]["choices"]] == ["This channel"]
    assert {one["title"] for one in fields["reviewers"]["choices"]} == {"Ann", "Bob"}
    assert fields["reviewers"]["choices.data"]["dataset"].startswith("graph.microsoft.com/users")


async def test_what_the_dialog_shows_is_what_it_saves(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        assert await submit(office) == say("chats.saved")
    assert await kept(office) == WANTED
    [logged] = [record for record in caplog.records if record.message == "settings changed"]
    assert (logged.team, logged.channel, logged.by) == (TENANT, CHANNEL, "user-1")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "who",
    [
        pytest.param([], id="nobody of this conversation"),
        pytest.param([person("user-1", "Ann", userRole="guest")], id="a guest by role"),
        pytest.param(
            [person("user-1", "Ann", userPrincipalName="ann_x.example#EXT#@y.onmicrosoft.com")],
            id="a guest by name",
        ),
        pytest.param([person("user-1", "Ann", userRole="anonymous")], id="anonymous"),
    ],
)
async def test_those_who_may_not_change_settings_are_told_so(
    office: Office, who: list[dict[str, str]]
) -> None:
    office.teams.people = who
    assert await submit(office) == say("chats.teams_members_only")
    assert await kept(office) == Preferences()


@pytest.mark.parametrize("admin", [True, False])
async def test_all_channels_are_the_administrators(office: Office, admin: bool) -> None:
    office.rebuild(settings=replace(office.settings, admins=frozenset({"user-1"} if admin else ())))
    told = await submit(office, scope="team")
    assert told == (say("chats.saved") if admin else say("chats.teams_members_only"))
    elsewhere = await office.preferences.get("teams", TENANT, "19:other@thread.tacv2")
    assert elsewhere == (WANTED if admin else Preferences())


@pytest.mark.parametrize(
    "broken",
    [
        {"private": None},
        {"private": "perhaps"},
        {"pasted": "x"},
        {"days": "many"},
        {"days": None},
        {"days": [1]},
        {"days": float("nan")},
        {"days": 1e400},
    ],
)
async def test_a_dialog_that_makes_no_sense_changes_nothing(office: Office, broken: dict[str, Any]) -> None:
    assert (await submit(office, **broken)).startswith(say("chats.not_saved"))
    assert await kept(office) == Preferences()


async def test_days_keep_to_their_limits_and_only_names_of_people_are_people(office: Office) -> None:
    await submit(office, days=100_000, reviewers="<at>everyone</at>,user-2," + "x" * 500)
    now = await kept(office)
    assert (now.days, now.reviewers) == (365, ("user-2",))


async def test_sources_that_the_list_does_not_hold_are_found_by_typing(office: Office) -> None:
    office.held = Holdings({f"Paper {n}": 900 - n for n in range(200)} | {"Kreml, Moscow": 1}, {})
    told = await invoke(office, "task/fetch", {"data": {"verb": "settings"}})
    [field] = [one for one in told["task"]["value"]["card"]["content"]["body"] if one.get("id") == "sources"]
    assert len(field["choices"]) == 50
    found = await invoke(office, "application/search", {"queryText": "kreml", "dataset": "sources"})
    assert found["value"]["results"] == [
        {"value": "Kreml%2C%20Moscow", "title": "Kreml, Moscow (1 statement)"}
    ]


@pytest.fixture
def unreadable(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings cannot be read, nor kept."""

    async def down(*_: object) -> Preferences:
        raise IndexUnavailableError("down")

    monkeypatch.setattr(office.preferences, "get", down)
    monkeypatch.setattr(office.preferences, "put", down)


@pytest.mark.usefixtures("unreadable")
async def test_an_outage_is_told_in_the_dialog_and_nothing_seems_saved(office: Office) -> None:
    assert (await submit(office)).startswith(say("chats.not_saved"))
    told = await invoke(office, "task/fetch", {"data": {"verb": "settings"}})
    assert IndexUnavailableError.advice in json.dumps(told, ensure_ascii=False)


async def test_a_dialog_that_is_not_ours_is_501(office: Office) -> None:
    body = message(office.teams.service, "", type="invoke", name="task/submit", value={"data": {"verb": "x"}})
    assert (await office.post(body)).status_code == 501


# --- kept to by the answers -------------------------------------------------------------------------------------


async def test_the_answer_is_made_as_the_channel_wants_it(office: Office) -> None:
    await wish(office, days=7, sources=("Kremlin",))
    await mentioned(office, QUOTE)
    await office.settled(lambda: office.teams.posts)
    assert (office.wanted.days, office.wanted.only.sources) == (7, ("Kremlin",))


async def test_where_answers_are_private_only_the_asker_sees_them(office: Office) -> None:
    await wish(office, private=True)
    office.replies = (reply(id="a"), reply(id="b"))
    await mentioned(office, QUOTE)
    await office.settled(lambda: len(office.teams.posts) == 2)
    assert [(post["for"], post["conversation_id"]) for post in office.teams.posts] == [
        ("29:user-1", THREAD)
    ] * 2
    titles = [action["title"] for action in office.teams.posts[0]["attachments"][0]["content"]["actions"]]
    assert titles[0] == "Share with channel"
    assert "Tell this thread if it turns up" not in titles


@pytest.mark.parametrize("status", [400, 403, 404, 501])
async def test_without_targeted_messages_the_answer_goes_to_the_personal_chat(
    office: Office, status: int
) -> None:
    await wish(office, private=True)
    office.teams.targeted = status
    await mentioned(office, QUOTE)
    await office.settled(lambda: office.teams.posts)
    [post] = office.teams.posts
    assert post["conversation_id"] == "a:with-29:user-1"
    assert "Documented, but not in these words" in words(post)


async def test_a_private_answer_is_never_shown_to_others_for_want_of_a_way(office: Office) -> None:
    await wish(office, private=True)
    office.teams.targeted = office.teams.personal = 403
    await mentioned(office, QUOTE)
    await office.settled(lambda: office.teams.posts)
    [post] = office.teams.posts
    assert (post["conversation_id"], post["text"]) == (THREAD, say("chats.not_alone"))


async def test_a_private_answer_waits_for_a_busy_teams_and_does_not_change_its_way(office: Office) -> None:
    await wish(office, private=True)
    office.teams.refusals = [(429, {"retry-after": "0"}), (502, {})]
    await mentioned(office, QUOTE)
    await office.settled(lambda: office.teams.posts)
    assert [post["for"] for post in office.teams.posts] == ["29:user-1"]


@pytest.mark.usefixtures("unreadable")
async def test_where_settings_cannot_be_read_only_the_asker_sees_the_answer(office: Office) -> None:
    await mentioned(office, QUOTE)
    await office.settled(lambda: office.teams.posts)
    assert [post["for"] for post in office.teams.posts] == ["29:user-1"]


async def test_in_a_personal_chat_an_answer_is_private_as_it_is(office: Office) -> None:
    await office.preferences.put("teams", TENANT, "", Preferences(private=True), "user-1")
    await office.say(QUOTE)
    await office.settled(lambda: office.teams.posts)
    assert [post["for"] for post in office.teams.posts] == [None]


async def test_a_private_answer_is_shared_where_it_was_asked_with_the_name_of_who_did(office: Office) -> None:
    id_ = await remembered(office)
    ann = {"id": "29:user-1", "name": "Ann <b>", "aadObjectId": "user-1"}
    alone = {"id": "a:personal", "conversationType": "personal", "tenantId": TENANT}
    value = {"action": {"type": "Action.Execute", "verb": "share", "data": {"id": id_}}}
    pressed = await office.say(
        "", type="invoke", name="adaptiveCard/action", value=value, conversation=alone, **{"from": ann}
    )
    assert pressed.json()["value"] == say("chats.shared")
    told, shared = office.teams.posts
    assert (told["conversation_id"], shared["conversation_id"]) == (THREAD, THREAD)
    assert told["text"] == f"<at>Ann b</at> {say('chats.shares')}"
    assert "Wording changed in a way that matters" in words(shared)
    found = await office.memory.get(id_)
    assert found
    assert found.post == shared["post"]


@pytest.mark.parametrize(
    ("mode", "rating", "posts"),
    [
        (Pasted.OFF, Rating.NOT_DOCUMENTED, 0),
        (Pasted.ALWAYS, Rating.VERBATIM, 1),
        (Pasted.NOT_VERBATIM, Rating.VERBATIM, 0),
        (Pasted.NOT_VERBATIM, Rating.ALTERED, 1),
        (Pasted.NOT_DOCUMENTED, Rating.ALTERED, 0),
        (Pasted.NOT_DOCUMENTED, Rating.NOT_DOCUMENTED, 1),
    ],
)
async def test_a_pasted_quote_is_answered_where_the_channel_wants_that(
    office: Office, mode: Pasted, rating: Rating, posts: int
) -> None:
    await wish(office, pasted=mode)
    office.replies = (replace(reply(), rating=rating),)
    await office.say(f"He said “{QUOTE}”.", conversation=PLACE)
    await office.settled(lambda: office.asked or mode is Pasted.OFF)
    assert len(office.teams.posts) == posts
    assert bool(office.asked) is (mode is not Pasted.OFF)


async def test_talk_that_does_not_call_us_is_neither_kept_nor_answered(office: Office) -> None:
    await wish(office, pasted=Pasted.ALWAYS)
    for n, talk in enumerate(("verify", "Lunch at one?", "My “dear” friend", "settings")):
        await office.say(talk, conversation=PLACE, id=str(n))
    await office.settled(lambda: True)
    assert not office.asked
    assert not office.teams.posts


# --- people -----------------------------------------------------------------------------------------------------


async def test_ask_a_person_mentions_the_reviewers_by_the_names_they_have_now(office: Office) -> None:
    office.teams.people.append(person("user-3", "Eve <at>all</at>"))
    await wish(office, reviewers=("user-2", "user-3", "gone"))
    id_ = await remembered(office)
    assert await press(office, "person", id_) == say("chats.called")
    [post] = office.teams.posts
    assert post["conversation_id"] == THREAD
    assert post["text"] == f"<at>Bob</at> <at>Eve at all /at</at> <at>Ann</at> {say('chats.calls')}"
    assert [one["mentioned"]["id"] for one in post["entities"]] == ["29:user-2", "29:user-3", "29:user-1"]


async def test_ask_a_person_stands_only_where_somebody_is_named(office: Office) -> None:
    id_ = await remembered(office)
    assert await press(office, "person", id_) == say("chats.nobody_named")
    await wish(office, reviewers=("gone",))
    assert await press(office, "person", id_) == say("chats.nobody_here")
    office.replies = (reply(id=""),)
    await mentioned(office, QUOTE)
    await office.settled(lambda: office.teams.posts)
    office.replies = (reply(id="x"),)
    await mentioned(office, QUOTE, id="2")
    await office.settled(lambda: len(office.teams.posts) == 2)
    assert "Ask a person" not in words(office.teams.posts[0])
    assert "Ask a person" in words(office.teams.posts[1])


async def test_check_again_asks_the_same_quote_anew(office: Office) -> None:
    id_ = await remembered(office)
    await press(office, "again", id_)
    await office.settled(lambda: office.teams.posts)
    assert [quote.text for quote in office.checked] == [verdict(Rating.ALTERED).quote.text]
    assert not office.asked


async def test_only_who_asked_shares_a_private_answer(office: Office) -> None:
    id_ = await remembered(office)
    bob = {"id": "29:user-2", "name": "Bob", "aadObjectId": "user-2"}
    assert await press(office, "share", id_, **{"from": bob}) == say("chats.gone")
    assert not office.teams.posts


@pytest.mark.parametrize("verb", ["share", "again", "person", "feedback", "watch", "brief"])
async def test_a_button_of_another_tenants_answer_does_nothing(office: Office, verb: str) -> None:
    async def done(*_: object) -> str:
        pytest.fail("something was done with an answer of another tenant")

    answering = replace(office.responder, flow=replace(office.responder.flow, brief=done))
    office.rebuild(feedback=done, watch=done, responder=answering)
    elsewhere = Address("teams", "another", CHANNEL, THREAD, "user-9", office.teams.service)
    id_ = await office.memory.keep(verdict(Rating.ALTERED), elsewhere, 7)
    assert await press(office, verb, id_) == say("chats.gone")
    assert await press(office, verb, "unknown") == say("chats.gone")
    assert not office.teams.posts


async def test_forget_me_deletes_what_is_kept_of_ones_questions(office: Office) -> None:
    id_ = await remembered(office)
    votes: list[tuple[str, ...]] = []

    async def take_back(*who: str) -> int:
        votes.append(who)
        return 2

    office.rebuild(settings=replace(office.settings, take_back=take_back))
    await mentioned(office, "forget me")
    await office.settled(lambda: office.teams.posts)
    assert office.teams.posts[0]["text"] == ui_text.forgotten(1, 2)
    assert votes == [("teams", TENANT, "user-1")]
    assert await office.memory.get(id_) is None
