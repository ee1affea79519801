"""Who gets in, and what each kind of activity is answered with."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from corpus.verdict import Rating
from handlers.messages import say
from handlers.ports.address import Address
from handlers.ports.preferences import Preferences
from handlers.replies.reply import Reply
from handlers.teams.actions import Actions
from handlers.teams.auth import OpenAuth
from handlers.teams.responder import TeamsResponder
from tests.handlers.teams.conftest import Office
from tests.support.replies import reply
from tests.support.teams.fake import BOT, FOREIGN, TENANT, message, token, words
from tests.support.verdicts import verdict
from tests.support.waiting import patience, until

QUOTE = "Western troops in Ukraine would be lawful targets"
DAY = 24 * 3600  # for times that are noted when tests are collected, long before the last of them runs
FIXTURES = Path(__file__).parents[4] / "shared" / "examples" / "teams" / "fixtures"


# --- tokens -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        pytest.param({}, 200, id="good"),
        pytest.param({"key": FOREIGN}, 401, id="wrong key"),
        pytest.param({"kid": "k2"}, 401, id="unknown key"),
        pytest.param({"aud": "another-bot"}, 401, id="wrong audience"),
        pytest.param({"aud": None}, 401, id="no audience"),
        pytest.param({"iss": "https://evil.example"}, 401, id="wrong issuer"),
        pytest.param({"iss": f"https://sts.windows.net/{TENANT}/"}, 401, id="issuer of Entra"),
        pytest.param({"exp": int(time.time()) - DAY}, 401, id="expired"),
        pytest.param({"exp": None}, 401, id="without end"),
        pytest.param({"nbf": int(time.time()) + DAY}, 401, id="not yet valid"),
        pytest.param({"serviceurl": "https://evil.example"}, 401, id="other service URL"),
        pytest.param({"serviceurl": None}, 401, id="no service URL claimed"),
    ],
)
async def test_only_what_the_bot_framework_signed_for_us_gets_in(
    office: Office, changed: dict[str, Any], status: int
) -> None:
    signed = token(office.teams.service, **changed)
    response = await office.post(message(office.teams.service, QUOTE), f"Bearer {signed}")
    assert response.status_code == status
    if status != 200:
        assert not office.asked
        assert await office.queue.size() == 0


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer ", "Bearer x.y.z", "Basic eDp5"])
async def test_without_a_token_nothing_is_read(office: Office, authorization: str) -> None:
    assert (await office.post(None, authorization, raw=b"no json")).status_code == 401


async def test_a_token_that_is_signed_with_the_public_key_as_a_secret_is_refused(office: Office) -> None:
    import jwt

    forged = jwt.encode({"iss": "https://api.botframework.com", "aud": BOT}, "k" * 32, headers={"kid": "k1"})
    assert (await office.post(message(office.teams.service, QUOTE), f"Bearer {forged}")).status_code == 401


async def test_a_body_without_a_service_url_is_refused_although_the_token_is_good(office: Office) -> None:
    body = message(office.teams.service, QUOTE)
    del body["serviceUrl"]
    assert (await office.post(body)).status_code == 401


async def test_a_key_speaks_only_for_the_channels_it_is_endorsed_for(office: Office) -> None:
    office.teams.endorsements = ["webchat"]
    assert (await office.say(QUOTE)).status_code == 401


async def test_a_tenant_that_is_not_allowed_is_refused(office: Office) -> None:
    other = {"tenant": {"id": "ffffffff-0000-0000-0000-000000000000"}}
    assert (await office.say(QUOTE, channelData=other)).status_code == 403
    assert not office.asked


async def test_keys_are_fetched_once_and_unknown_ones_looked_for_at_most_once_a_minute(
    office: Office,
) -> None:
    await office.keys.warm()
    for _ in range(3):
        assert (await office.say(QUOTE)).status_code == 200
        await office.post(
            message(office.teams.service, QUOTE), f"Bearer {token(office.teams.service, kid='new')}"
        )
    assert office.teams.keys_fetched == 1


# --- shapes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'"x"', b"5", b"null", b"\xff\xfe", b"[" * 100_000])
async def test_a_body_that_is_no_object_is_400(office: Office, raw: bytes) -> None:
    assert (await office.post(None, raw=raw)).status_code == 400


async def test_a_body_longer_than_any_of_teams_is_400(office: Office) -> None:
    assert (await office.post(None, raw=b'{"a":"' + b"x" * 1_000_001 + b'"}')).status_code == 400


@pytest.mark.parametrize(
    "kind", ["endOfConversation", "trace", "typing", "event", "messageReaction", "whatever"]
)
async def test_kinds_that_mean_nothing_to_us_are_acknowledged(office: Office, kind: str) -> None:
    assert (await office.say("", type=kind)).status_code == 200
    assert not office.asked


@pytest.mark.parametrize("name", ["foo/bar", "", "signin/verifyState", "fileConsent/invoke"])
async def test_invokes_that_we_do_not_know_are_501(office: Office, name: str) -> None:
    assert (await office.say("", type="invoke", name=name)).status_code == 501


@pytest.mark.skipif(not FIXTURES.is_dir(), reason="the recorded activities are not here")
@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.json")), ids=lambda path: path.stem)
async def test_every_shape_that_the_playground_sends_is_taken(office: Office, path: Path) -> None:
    body = json.loads(path.read_text())  # noqa: ASYNC240 - a few lines
    body["serviceUrl"] = office.teams.service
    body["channelData"] = {**body.get("channelData", {}), "tenant": {"id": TENANT}}
    response = await office.post(body)
    assert response.status_code == 200
    if body["type"] == "invoke":
        assert response.json()


@pytest.mark.parametrize("field", ["text", "id", "name", "type"])
@pytest.mark.parametrize("letters", ["half \ud83d of a pair", "nul \x00 in it"])
async def test_letters_that_no_store_takes_are_not_our_failure(
    office: Office, caplog: pytest.LogCaptureFixture, field: str, letters: str
) -> None:
    response = await office.say(**{"text": QUOTE, field: letters})
    assert response.status_code in (200, 400)
    await office.settled(lambda: True)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


LETTERS = st.characters()  # halves of surrogate pairs and NUL among them: JSON can carry both
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(LETTERS, max_size=8)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
KINDS = st.sampled_from(["message", "invoke", "conversationUpdate", "installationUpdate", "trace"])
NAMES = st.sampled_from(
    [
        *("composeExtension/fetchTask", "composeExtension/submitAction", "adaptiveCard/action"),
        *("task/fetch", "task/submit", "x"),
    ]
)
FIELDS = [
    *(
        "type",
        "name",
        "conversation",
        "id",
        "text",
        "action",
        "entities",
        "attachments",
        "from",
        "recipient",
        "channelData",
        "membersAdded",
    ),
    *("replyToId", "channelId", "timestamp", "serviceUrl"),
]
VALUE = st.fixed_dictionaries({}, optional=dict.fromkeys(("messagePayload", "action", "data"), ANYTHING))
PLACE = st.fixed_dictionaries({"id": st.text(LETTERS, min_size=1, max_size=8), "tenantId": st.just(TENANT)})
BROKEN = st.builds(
    lambda known, broken: {**known, **dict(broken)},
    st.fixed_dictionaries(
        {"type": KINDS, "name": NAMES}, optional={"value": VALUE | ANYTHING, "conversation": PLACE}
    ),
    st.lists(st.tuples(st.sampled_from(FIELDS), ANYTHING), max_size=3),
)


@settings(max_examples=2000, deadline=None, suppress_health_check=list(HealthCheck))
@given(BROKEN)
async def test_no_activity_whatever_is_our_failure(
    office: Office, caplog: pytest.LogCaptureFixture, changed: dict[str, Any]
) -> None:
    caplog.clear()
    response = await office.post({**message(office.teams.service, "hello"), **changed})
    event(f"status {response.status_code}")
    assert response.status_code in (200, 400, 401, 403, 501)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


# --- the SDK's traps --------------------------------------------------------------------------------------------


def run(program: str, folder: Path, **environ: str) -> str:
    """What a new process prints, in a folder; a warning is an error there."""
    told = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", program],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3]), **environ},
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout.strip() + told.stderr.strip()


def test_the_sdk_reads_no_dotenv_behind_our_back_and_prints_no_warning(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("CLIENT_ID=from-dotenv\nREDIS_URL=redis://elsewhere\n")
    program = (
        "import os; from handlers.teams.connector import load_sdk; load_sdk(); "
        "print([os.environ.get(n) for n in ('CLIENT_ID', 'REDIS_URL', 'PYTHON_DOTENV_DISABLED')])"
    )
    environ = {"PYTHON_DOTENV_DISABLED": ""}
    assert run(program, tmp_path, **environ) == "[None, None, '']"


def test_the_libraries_of_a_chat_are_loaded_only_where_it_is_configured(tmp_path: Path) -> None:
    program = (
        "import sys, bot.cli.main, bot.serve, handlers.teams.endpoints; "
        "print(sorted({'microsoft_teams', 'slack_bolt', 'slack_sdk'} & set(sys.modules)))"
    )
    assert run(program, tmp_path) == "[]"


@pytest.mark.parametrize(
    ("service", "status"),
    [
        ("", 401),
        ("https://smba.trafficmanager.net/emea/", 401),
        ("http://localhost.evil.example", 401),
        ("http://127.0.0.1:9/svc", 200),
    ],
)
async def test_where_nobody_is_asked_who_he_is_no_answer_leaves_this_machine(
    office: Office, service: str, status: int
) -> None:
    office.auth = OpenAuth()
    office.rebuild()
    assert (await office.post(message(service, "", type="trace"), "")).status_code == status


@pytest.mark.parametrize("kind", ["message", "invoke"])
async def test_a_fault_of_our_own_is_logged_and_not_repeated_by_teams(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    async def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(TeamsResponder, "take", fail)
    monkeypatch.setattr(Actions, "invoke", fail)
    assert (await office.say(QUOTE, type=kind)).status_code == 200
    [record] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert QUOTE not in record.getMessage()


async def test_teams_is_answered_before_the_question_is(office: Office) -> None:
    office.may.clear()
    async with patience("an acknowledgement before the answer"):
        assert (await office.say(QUOTE)).status_code == 200
    assert not office.teams.posts
    office.may.set()
    await office.settled(lambda: office.teams.posts)


@pytest.mark.parametrize("id_", ["7b1c3c3e-0b5e-4a57-9c39-4f0f6e9b2a11", "1795;x", "", "²"])
async def test_only_a_number_names_a_thread(office: Office, id_: str) -> None:
    body = called(office, "composeExtension/submitAction", QUOTE)
    body["value"]["messagePayload"]["id"] = id_
    await office.post(body)
    assert [post["conversation_id"] for post in office.teams.posts] == ["19:c@thread.tacv2"]


# --- answers ----------------------------------------------------------------------------------------------------


async def test_a_quote_in_a_personal_chat_is_answered_there(office: Office) -> None:
    assert (await office.say(f"verify “{QUOTE}”")).status_code == 200
    await office.settled(lambda: office.teams.posts)
    [post] = office.teams.posts
    assert post["conversation_id"] == "a:personal"
    assert "Documented, but not in these words" in words(post)


async def test_a_mention_in_a_channel_is_answered_in_its_thread_without_our_name(office: Office) -> None:
    mention = {"type": "mention", "mentioned": {"id": f"28:{BOT}"}, "text": "<at>Verbatim</at>"}
    thread = "19:c@thread.tacv2;messageid=1795332885341"
    place = {"id": thread, "conversationType": "channel", "tenantId": TENANT}
    await office.say(f"<at>Verbatim</at> “{QUOTE}”", conversation=place, entities=[mention])
    await office.settled(lambda: office.teams.posts)
    assert office.teams.posts[0]["conversation_id"] == thread
    [(text, address)] = office.asked
    assert text == f"“{QUOTE}”"
    assert (address.team, address.channel, address.thread) == (TENANT, "19:c@thread.tacv2", thread)


@pytest.mark.parametrize("patience", [0.05])
async def test_a_slow_answer_takes_the_place_of_checking(office: Office) -> None:
    office.may.clear()
    await office.say(QUOTE)
    await until("a sign that it goes on", lambda: office.teams.calls)
    office.may.set()
    await office.settled(lambda: len(office.teams.calls) == 2)
    assert [method for method, *_ in office.teams.calls] == ["POST", "PUT"]
    [post] = office.teams.posts
    assert "Checking" not in words(post)
    assert "Documented, but not in these words" in words(post)


async def test_a_repeated_delivery_is_answered_once(office: Office) -> None:
    for _ in range(3):
        await office.say(QUOTE)
    await office.settled(lambda: office.teams.posts)
    assert len(office.teams.posts) == 1


async def test_our_name_alone_says_what_to_do_and_a_quoted_message_is_taken(office: Office) -> None:
    await office.say("verify", id="1")
    await office.settled(lambda: office.teams.posts)
    assert "I cannot read the message above" in words(office.teams.posts[0])
    html = '<blockquote itemtype="http://schema.skype.com/Reply"><strong>Ann</strong><p>“We shall fight”</p></blockquote>'
    await office.say("verify", id="2", attachments=[{"contentType": "text/html", "content": html}])
    await office.settled(lambda: office.asked)
    assert office.asked[0][0] == "“We shall fight”"


@pytest.mark.parametrize("status", [429, 412, 502, 504])
async def test_a_busy_teams_is_tried_again(office: Office, status: int) -> None:
    office.teams.refusals = [(status, {"retry-after": "0"} if status == 429 else {})] * 2
    await office.say(QUOTE)
    await office.settled(lambda: office.teams.posts)
    assert len(office.teams.calls) == 3
    assert len(office.teams.posts) == 1


async def test_a_card_that_teams_refuses_comes_as_plain_words(office: Office) -> None:
    office.teams.refusals = [(413, {})]
    await office.say(QUOTE)
    await office.settled(lambda: office.teams.posts)
    assert office.teams.posts[0]["textFormat"] == "plain"
    assert "Documented, but not in these words" in office.teams.posts[0]["text"]


async def test_posts_in_one_thread_keep_their_distance(office: Office) -> None:
    office.replies = office.replies * 4
    await office.say(QUOTE)
    await office.settled(lambda: len(office.teams.posts) == 4)
    [lane] = {lane for lane, _ in office.turns.noted}
    posted = [when for *_, when in office.teams.calls]
    assert all(turn <= at for turn, at in zip(office.turns.not_before(lane), posted, strict=True))


async def test_what_was_queued_by_a_process_that_died_is_answered_by_the_next(office: Office) -> None:
    await office.queue.put(
        "k",
        b'{"key":"k","text":"left","address":{"chat":"teams","team":"t","channel":"a:p",'
        b'"service":"' + office.teams.service.encode() + b'"},"done":0}',
    )
    await office.settled(lambda: office.teams.posts)
    assert office.asked[0][0] == "left"


# --- actions ----------------------------------------------------------------------------------------------------


def called(office: Office, name: str, html: str) -> dict[str, Any]:
    payload = {"id": "1795332963415", "body": {"contentType": "html", "content": html}}
    place = {"id": "19:c@thread.tacv2", "conversationType": "channel", "tenantId": TENANT}
    value = {"commandId": "verifyMessage", "messagePayload": payload}
    return message(office.teams.service, "", type="invoke", name=name, value=value, conversation=place)


async def test_the_message_action_shows_the_answer_and_posts_it_in_the_thread_of_that_message(
    office: Office,
) -> None:
    shown = (await office.post(called(office, "composeExtension/fetchTask", f"<p>“{QUOTE}”</p>"))).json()
    card = shown["task"]["value"]["card"]["content"]
    assert card["actions"][0]["title"] == "Post in this thread"
    assert not office.teams.posts
    told = (await office.post(called(office, "composeExtension/submitAction", f"<p>“{QUOTE}”</p>"))).json()
    assert say("chats.in_thread") in json.dumps(told["task"]["value"]["card"])
    [post] = office.teams.posts
    assert post["conversation_id"] == "19:c@thread.tacv2;messageid=1795332963415"
    assert office.asked[0][0] == f"“{QUOTE}”"


async def test_a_look_is_private_and_a_post_is_a_full_answer_whatever_was_answered_before(
    office: Office,
) -> None:
    told: list[str] = []

    async def look(text: str, _: Address, __: Preferences) -> tuple[Reply, ...]:
        told.append(f"look {text}")
        return office.replies

    async def anew(text: str, address: Address, _: Preferences) -> tuple[Reply, ...]:
        told.append(f"anew {text} {address.thread}")
        return office.replies

    office.rebuild(look=look, anew=anew)
    await office.post(called(office, "composeExtension/fetchTask", QUOTE))
    assert not office.teams.posts
    await office.post(called(office, "composeExtension/submitAction", QUOTE))
    assert told == [f"look {QUOTE}", f"anew {QUOTE} 19:c@thread.tacv2;messageid=1795332963415"]
    assert not office.asked


async def test_where_we_may_not_post_the_asker_gets_the_card(office: Office) -> None:
    office.teams.refusals = [(403, {})]
    told = (await office.post(called(office, "composeExtension/submitAction", QUOTE))).json()
    assert told["composeExtension"]["attachments"][0]["contentType"].endswith("card.adaptive")


@pytest.mark.parametrize(("taken", "quotes"), [(0, ("one", "two", "three")), (1, ("two", "three"))])
async def test_where_we_may_not_post_the_asker_gets_all_answers_that_are_not_there(
    office: Office, taken: int, quotes: tuple[str, ...]
) -> None:
    office.replies = tuple(reply(question=f"quote {n}") for n in ("one", "two", "three"))
    office.teams.most = taken
    told = (await office.post(called(office, "composeExtension/submitAction", QUOTE))).json()
    [attachment] = told["composeExtension"]["attachments"]
    shown = words({"attachments": [attachment]})
    assert [n for n in ("one", "two", "three") if f"“quote {n}”" in shown] == list(quotes)
    assert len(office.teams.posts) == taken


async def test_the_dialog_shows_the_answers_to_all_quotes_of_the_message(office: Office) -> None:
    office.replies = (reply(question="quote one"), reply(question="quote two"))
    shown = (await office.post(called(office, "composeExtension/fetchTask", QUOTE))).json()
    read = words({"attachments": [shown["task"]["value"]["card"]]})
    assert "“quote one”" in read
    assert "“quote two”" in read


async def test_a_new_conversation_is_greeted_once_until_we_are_removed(office: Office) -> None:
    come = {"type": "installationUpdate", "action": "add"}
    for n in range(3):
        await office.say("", id=str(n), **come)
    await office.background.finish()
    assert len(office.teams.posts) == 1
    assert "/verify" in words(office.teams.posts[0])
    await office.say("", type="installationUpdate", action="remove")
    await office.say("", **come)
    await office.background.finish()
    assert len(office.teams.posts) == 2


async def test_buttons_reach_those_behind_them(office: Office) -> None:
    told: list[object] = []

    async def feedback(id_: str, up: bool, reason: str, _: object) -> None:
        told.append((id_, up, reason))

    async def watch(id_: str, _: object) -> str:
        told.append(id_)
        return "I will tell you."

    office.rebuild(feedback=feedback, watch=watch)

    async def press(verb: str, **data: object) -> str:
        value = {"action": {"type": "Action.Execute", "verb": verb, "data": data}}
        pressed = await office.say("", type="invoke", name="adaptiveCard/action", value=value)
        return str(pressed.json()["value"])

    here = Address("teams", TENANT, "a:personal", "", "user-1", office.teams.service)
    id_ = await office.memory.keep(verdict(Rating.ALTERED), here, 7)
    assert "Thank you" in await press("feedback", id=id_, up=True)
    assert "Thank you" in await press("feedback", id=id_, up=False, reason="wrong speaker")
    assert await press("watch", id=id_) == "I will tell you."
    assert "no longer kept" in await press("watch")
    assert told == [(id_, True, ""), (id_, False, "wrong speaker"), id_]
