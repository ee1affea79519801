"""What people press: buttons, dialogs, settings, the App Home; on a real record, with a memory, and a strict Slack."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import pytest
from redis.asyncio import Redis
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette

from bot import load
from bot.stores.answers import RedisMemory
from bot.stores.backlog import RedisBacklog
from bot.stores.deliveries import RedisDeliveries
from bot.stores.preferences import RedisPreferences
from bot.stores.questions import RedisQuestions
from bot.stores.queue import Throttle
from corpus.collecting.coverage import CoverageReader
from corpus.errors import IndexUnavailableError
from corpus.models import Holdings, Quote
from corpus.storage.server import Server
from corpus.verify import Verifier
from handlers.conversation.service import answer, answer_quote
from handlers.messages import say
from handlers.ports.address import Address
from handlers.ports.background import BackgroundTasks
from handlers.ports.preferences import Pasted, Preferences
from handlers.replies.page_access import Access
from handlers.replies.preview import Pages
from handlers.replies.reply import Reply
from handlers.slack.delivery import Delivery, Place, Post, RefusedError, connect
from handlers.slack.endpoints import routes
from handlers.slack.listeners import Listening, build
from handlers.slack.ports import Asked, Tools
from handlers.slack.responder import SlackResponder, open_responder
from tests.handlers.slack.conftest import Bot
from tests.support.record import Record
from tests.support.slack import payloads
from tests.support.slack.blockkit import option_problems, words
from tests.support.slack.fake import BOT, BOT_TOKEN, FakeSlack, Fault
from tests.support.slack.payloads import SECRET, TEAM
from tests.support.turns import Turns
from tests.support.waiting import DEADLINE

QUOTE = '"Western troops in Ukraine would be lawful targets" by Putin'
KENNEDY = "“Let us never negotiate out of fear. But let us never fear to negotiate.” — Kennedy"
MADE_UP = "“We will build purple submarines under the northern ice” — Kennedy"


@dataclass
class Room:
    """A bot with a memory, on the starter record."""

    bot: Bot
    memory: RedisMemory
    preferences: RedisPreferences
    votes: list[tuple[str, bool, str, Address]] = field(default_factory=list)
    watched: list[tuple[str, Address]] = field(default_factory=list)
    away: bool = False
    holdings: Holdings | None = None
    tools: Tools = None  # type: ignore[assignment]  # follows, for it leads back here

    async def set(self, **wanted: Any) -> None:
        await self.preferences.put("slack", TEAM, "", Preferences(**wanted), "U01ALICE")


@pytest.fixture
async def room(slack: FakeSlack, redis: Redis) -> AsyncIterator[Room]:  # noqa: C901 - one small tool after another
    index, coverage_reader, background = Record(redis), CoverageReader(redis), BackgroundTasks()
    await load.load(index, iter(load.starter()))
    memory, preferences = RedisMemory(redis), RedisPreferences(redis)
    verify = Verifier(index, coverage_reader).verify
    made = Room(Bot(None, background), memory, preferences)  # type: ignore[arg-type]  # its client follows

    async def ask(text: str, asker: Address, wants: Preferences) -> tuple[Reply, ...]:
        if made.away:
            raise IndexUnavailableError
        return await answer(text, verify, lambda v: memory.keep(v, asker, wants.days), only=wants.only)

    async def check(quote: Quote, asker: Address, wants: Preferences) -> Reply:
        return await answer_quote(quote, verify, lambda v: memory.keep(v, asker, wants.days))

    async def holdings() -> Holdings:
        if made.away:
            raise IndexUnavailableError
        return made.holdings or await coverage_reader.holdings()

    async def coverage() -> Any:
        if made.away:
            raise IndexUnavailableError
        return await coverage_reader.coverage()

    async def vote(id_: str, up: bool, reason: str, address: Address) -> None:
        made.votes.append((id_, up, reason, address))

    async def watch(id_: str, address: Address) -> str:
        made.watched.append((id_, address))
        return "I will tell this thread if it turns up."

    async def take_back(chat: str, team: str, user: str) -> int:
        gone = [one for one in made.votes if (one[3].chat, one[3].team, one[3].user) == (chat, team, user)]
        made.votes[:] = [one for one in made.votes if one not in gone]
        return len(gone)

    backlog = RedisBacklog(redis)
    tools = made.tools = Tools(
        ask,
        check,
        memory,
        preferences,
        coverage,
        holdings,
        watch,
        vote,
        take_back,
        pages=Pages(memory.get, Access("https://v.example")),
        backlog=backlog,
        questions=RedisQuestions(redis),
    )
    app = build(
        bot_token=BOT_TOKEN,
        api_url=slack.api_url,
        listening=Listening(
            answer=lambda _: pytest.fail("answered without its memory"),
            deliveries=RedisDeliveries(redis),
            background=background,
            patience=DEADLINE,
            tools=tools,
        ),
    )
    transport = httpx.ASGITransport(app=Starlette(routes=routes(app, SECRET)))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as http:
        made.bot.http = http
        yield made
    await background.finish(1)


def row(post: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The buttons under a post, by their action."""
    shown = post["blocks"]
    shown = json.loads(shown) if isinstance(shown, str) else shown
    return {
        one["action_id"]: one for block in shown if block["type"] == "actions" for one in block["elements"]
    }


async def answered(room: Room, slack: FakeSlack, text: str = QUOTE) -> dict[str, Any]:
    await room.bot.hears(payloads.command(text, response_url=slack.response_url("C01GEN")))
    return slack.posts[-1]


def told(slack: FakeSlack) -> str:
    last = slack.ephemeral[-1]
    return str(last["text"])


async def test_an_answer_has_buttons_that_carry_its_identifier_and_none_of_its_words(
    room: Room, slack: FakeSlack
) -> None:
    post = await answered(room, slack)
    shown = row(post)
    assert list(shown) == [
        "context",
        "watch",
        "again",
        "other_source",
        "feedback_up",
        "feedback_down",
        "page",
    ]
    (value,) = {one["value"] for one in shown.values()}
    assert shown["page"]["url"] == f"https://v.example/v/{value}"
    kept = await room.memory.get(value)
    assert kept
    assert kept.address == Address("slack", TEAM, "C01GEN", post["thread_ts"], "U01ALICE")
    assert kept.post == post["ts"]


async def test_what_is_documented_word_for_word_is_not_watched(room: Room, slack: FakeSlack) -> None:
    assert "watch" not in row(await answered(room, slack, KENNEDY))


async def test_context_shows_the_passage_all_wordings_and_what_was_searched(
    room: Room, slack: FakeSlack
) -> None:
    post = await answered(room, slack)
    await room.bot.hears(payloads.press(post, "context", row(post)["context"]["value"]))
    shown = words(slack.views[-1]["blocks"])
    for part in ("законные цели", "TASS", "Searched: 126 statements", "Asked: “Western troops"):
        assert part in shown


async def test_a_button_of_an_answer_that_is_forgotten_says_so(room: Room, slack: FakeSlack) -> None:
    post = await answered(room, slack)
    await room.memory.forget(row(post)["context"]["value"])
    for action in ("context", "again", "watch", "feedback_up"):
        await room.bot.hears(payloads.press(post, action, row(post)[action]["value"]))
        assert told(slack) == say("chats.answer_forgotten")
    assert not slack.views
    assert not room.watched
    assert not room.votes


async def test_a_watch_is_set_for_the_thread_and_confirmed_to_whoever_pressed(
    room: Room, slack: FakeSlack
) -> None:
    post = await answered(room, slack, MADE_UP)
    await room.bot.hears(payloads.press(post, "watch", row(post)["watch"]["value"]))
    [(id_, address)] = room.watched
    assert (id_, address.thread) == (row(post)["watch"]["value"], post["thread_ts"])
    assert told(slack) == "I will tell this thread if it turns up."


async def test_checking_again_answers_in_the_same_thread(room: Room, slack: FakeSlack) -> None:
    post = await answered(room, slack)
    await room.bot.hears(payloads.press(post, "again", row(post)["again"]["value"]))
    first, second = slack.thread(post["thread_ts"])
    assert words(first["blocks"]) == words(second["blocks"])
    assert row(first)["context"]["value"] != row(second)["context"]["value"]


async def test_thumbs_are_kept_and_a_thumb_down_asks_why(room: Room, slack: FakeSlack) -> None:
    post = await answered(room, slack)
    id_ = row(post)["feedback_up"]["value"]
    await room.bot.hears(payloads.press(post, "feedback_up", id_))
    await room.bot.hears(payloads.press(post, "feedback_down", id_))
    chosen = {"reason": {"selected_option": {"value": "wrong speaker"}}}
    await room.bot.hears(payloads.send(slack.views[-1], chosen))
    where = Address("slack", TEAM, "C01GEN", post["thread_ts"], "U01ALICE")
    assert room.votes == [(id_, True, "", where), (id_, False, "wrong speaker", where)]
    assert told(slack) == say("chats.vote_kept")


async def test_a_private_answer_is_seen_by_its_asker_until_it_is_shared(room: Room, slack: FakeSlack) -> None:
    await room.set(private=True, reviewers=("U09REV",))
    await room.bot.hears(payloads.command(QUOTE, response_url=slack.response_url("C01GEN")))
    assert not slack.posts
    [ephemeral] = slack.ephemeral
    private = ["share", "context", "again", "other_source", "feedback_up", "feedback_down", "page"]
    assert list(row(ephemeral)) == private
    pressed = payloads.press({"ts": "1.1", "channel": "C01GEN"}, "share", row(ephemeral)["share"]["value"])
    await room.bot.hears(
        pressed | {"message": None, "container": {"type": "message", "channel_id": "C01GEN"}}
    )
    [root] = slack.roots()
    [shared] = slack.thread(root["ts"])
    assert "U01ALICE" in str(root["blocks"])
    assert "ask_person" in row(shared)
    kept = await room.memory.get(row(shared)["context"]["value"])
    assert kept
    assert (kept.address and kept.address.thread, kept.post) == (root["ts"], shared["ts"])


async def test_asking_a_person_calls_the_reviewers_of_the_settings_and_nobody_else(
    room: Room, slack: FakeSlack
) -> None:
    await room.set(reviewers=("U09REV", "U10REV"))
    post = await answered(room, slack, "“<!channel> <@U99EVIL> we will build purple submarines” — Kennedy")
    await room.bot.hears(payloads.press(post, "ask_person", row(post)["ask_person"]["value"]))
    call = slack.posts[-1]
    assert call["thread_ts"] == post["thread_ts"]
    assert call["text"].startswith("<@U09REV> <@U10REV> <@U01ALICE> asks a person")
    assert "U99EVIL" not in str(call)


@pytest.mark.parametrize(
    ("mode", "answered"),
    [
        pytest.param(Pasted.OFF, [], id="off"),
        pytest.param(Pasted.ALWAYS, [KENNEDY, QUOTE, MADE_UP], id="always"),
        pytest.param(Pasted.NOT_VERBATIM, [QUOTE, MADE_UP], id="not verbatim"),
        pytest.param(Pasted.NOT_DOCUMENTED, [MADE_UP], id="not documented"),
    ],
)
async def test_a_pasted_quote_is_answered_where_the_channel_wants_that(
    room: Room, slack: FakeSlack, mode: Pasted, answered: list[str]
) -> None:
    await room.set(pasted=mode)
    for text in (KENNEDY, QUOTE, MADE_UP, "no quote here", 'a "nickname" only'):
        await room.bot.hears(payloads.message(slack.say("C01GEN", text)))
    roots = {post["ts"]: post["text"] for post in slack.roots()}
    assert [roots[post["thread_ts"]] for post in slack.posts if post["user"] == BOT] == answered


async def test_an_outage_says_nothing_under_a_pasted_quote(room: Room, slack: FakeSlack) -> None:
    await room.set(pasted=Pasted.ALWAYS)
    room.away = True
    await room.bot.hears(payloads.message(slack.say("C01GEN", KENNEDY)))
    assert [post["user"] for post in slack.posts] == ["U01ALICE"]
    room.away = False
    await room.bot.hears(payloads.message(slack.posts[0]))
    assert len(slack.posts) == 2


async def test_a_mention_is_answered_once_though_it_also_comes_as_a_message(
    room: Room, slack: FakeSlack
) -> None:
    await room.set(pasted=Pasted.ALWAYS)
    post = slack.say("C01GEN", f"<@{BOT}> {KENNEDY}")
    await room.bot.hears(payloads.message(post))
    await room.bot.hears(payloads.mention(post))
    assert len(slack.thread(post["ts"])) == 1


async def test_other_bots_are_never_answered(room: Room, slack: FakeSlack) -> None:
    await room.set(pasted=Pasted.ALWAYS)
    await room.bot.hears(payloads.message(slack.say("C01GEN", KENNEDY), bot_id="B01"))
    assert len(slack.posts) == 1


async def test_a_draft_with_several_quotes_gets_a_line_for_each_first(room: Room, slack: FakeSlack) -> None:
    await room.set(pasted=Pasted.NOT_VERBATIM)
    root = slack.say("C01GEN", f"First {KENNEDY}\n\nThen {MADE_UP}")
    await room.bot.hears(payloads.message(root))
    overview, detail = slack.thread(root["ts"])
    assert "Documented word for word: “Let us never" in words(overview["blocks"])
    assert "Not documented: “We will build purple" in words(overview["blocks"])
    assert row(detail)


def filled(**changed: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "private": {"selected_option": {"value": "True"}},
        "pasted": {"selected_option": {"value": "not verbatim"}},
        "sources": {"selected_options": [{"value": "TASS (English service)"}]},
        "languages": {"selected_options": [{"value": "en"}, {"value": "ru"}]},
        "reviewers": {"selected_users": ["U09REV"]},
        "days": {"value": "7"},
        "scope": {"selected_option": {"value": "channel"}},
    }
    return values | changed


WHOLE = {"selected_option": {"value": "team"}}
WANTED = Preferences(True, Pasted.NOT_VERBATIM, ("TASS (English service)",), ("en", "ru"), ("U09REV",), 7)


@pytest.mark.parametrize(
    ("who", "changed", "allowed"),
    [
        pytest.param({}, {}, True, id="a member, for the channel"),
        pytest.param({}, {"scope": WHOLE}, False, id="a member, for all"),
        pytest.param({"is_admin": True}, {"scope": WHOLE}, True, id="an administrator, for all"),
        pytest.param({"is_restricted": True}, {}, False, id="a guest"),
    ],
)
async def test_settings_are_changed_by_those_who_may(
    room: Room, slack: FakeSlack, who: dict[str, bool], changed: dict[str, Any], allowed: bool
) -> None:
    slack.people["U01ALICE"] = dict(who)
    await room.bot.hears(payloads.command("settings"))
    view = slack.views[-1]
    await room.bot.hears(payloads.send(view, filled(**changed)))
    now = await room.preferences.get("slack", TEAM, "C01GEN")
    assert now == (WANTED if allowed else Preferences())
    assert slack.posts[-1]["text"] == (say("chats.saved") if allowed else say("chats.not_allowed"))
    if allowed:
        await room.bot.hears(payloads.command("settings"))
        assert '"initial_users": ["U09REV"]' in json.dumps(slack.views[-1])
        assert chosen(slack.views[-1]) == {"sources": ["TASS (English service)"], "languages": ["en", "ru"]}


def chosen(view: dict[str, Any]) -> dict[str, list[str]]:
    """What a dialog shows as chosen in its menus."""
    elements = {
        block["block_id"]: block.get("element", {}) for block in view["blocks"] if "block_id" in block
    }
    return {
        name: [option["value"] for option in one["initial_options"]]
        for name, one in elements.items()
        if "initial_options" in one
    }


async def test_a_channel_is_answered_from_the_sources_that_it_chose_and_told_so(
    room: Room, slack: FakeSlack
) -> None:
    await room.set(sources=("NATO",))
    post = await answered(room, slack, KENNEDY)
    said = words(post["blocks"])
    assert "Not documented (searched: only NATO)" in said
    assert "The rest of the record was not searched." in said
    await room.set(languages=("en",))
    assert "Documented word for word" in words((await answered(room, slack, KENNEDY))["blocks"])


async def test_another_source_is_searched_and_answered_for_whoever_asked(
    room: Room, slack: FakeSlack
) -> None:
    await room.set(sources=("NATO",))
    post = await answered(room, slack, KENNEDY)
    id_ = row(post)["other_source"]["value"]
    for choice, expected in (("*", "Documented word for word"), ("Politico Europe", "only Politico Europe")):
        await room.bot.hears(payloads.press(post, "other_source", id_))
        value = {"source": {"selected_option": {"value": choice}}}
        posts = len(slack.posts)
        await room.bot.hears(payloads.send(slack.views[-1] | {"id": f"V{choice}"}, value))
        assert len(slack.posts) == posts
        shown = slack.ephemeral[-1]
        assert (shown["user"], shown["thread_ts"]) == ("U01ALICE", post["thread_ts"])
        assert expected in words(
            json.loads(shown["blocks"]) if isinstance(shown["blocks"], str) else shown["blocks"]
        )
        assert "share" in row(shown)


async def test_checking_again_looks_where_the_answer_was_looked_for(room: Room, slack: FakeSlack) -> None:
    await room.set(sources=("NATO",))
    post = await answered(room, slack, KENNEDY)
    await room.set()
    await room.bot.hears(payloads.press(post, "again", row(post)["again"]["value"]))
    first, second = slack.thread(post["thread_ts"])
    assert words(first["blocks"]) == words(second["blocks"])


async def test_a_record_of_many_sources_offers_them_while_somebody_types(
    room: Room, slack: FakeSlack
) -> None:
    names = {f"{'Gazette of ' * 20}{n}"[-140:]: n + 1 for n in range(300)} | {"Kremlin": 400, "x" * 151: 1}
    room.holdings = Holdings(names, {"en": 9})
    await room.set(sources=("Gone Gazette", next(iter(names))))
    await room.bot.hears(payloads.command("settings"))
    assert chosen(slack.views[-1])["sources"] == ["Gone Gazette", next(iter(names))]
    post = await answered(room, slack)
    await room.bot.hears(payloads.press(post, "other_source", row(post)["other_source"]["value"]))
    for name, typed, expected in (("source", "krem", ["Kremlin"]), ("sources", "KREML", ["Kremlin"])):
        offered = (await room.bot.deliver(payloads.suggestion(name, typed))).json()["options"]
        assert [one["value"] for one in offered] == expected
    offered = (await room.bot.deliver(payloads.suggestion("source", ""))).json()["options"]
    assert (len(offered), offered[0]["value"]) == (100, "*")
    assert not option_problems(offered)
    room.away = True
    assert (await room.bot.deliver(payloads.suggestion("source", ""))).json() == {"options": []}


async def test_settings_that_cannot_be_read_keep_an_answer_private(
    room: Room, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: str) -> Preferences:
        raise IndexUnavailableError

    monkeypatch.setattr(room.preferences, "get", away)
    await room.bot.hears(payloads.command(QUOTE, response_url=slack.response_url("C01GEN")))
    assert not slack.posts
    assert len(slack.ephemeral) == 1


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        pytest.param("setings", "/verify settings", id="settings"),
        pytest.param("forgetme", "/verify forget me", id="forget me"),
        pytest.param("hlep", "/verify help", id="help"),
        pytest.param("breif “We shall fight on the beaches”", "/verify brief", id="brief"),
    ],
)
async def test_a_slip_in_a_command_is_met_with_the_nearest_right_one(
    room: Room, slack: FakeSlack, typed: str, right: str
) -> None:
    response = await room.bot.hears(payloads.command(typed))
    assert response.json()["response_type"] == "ephemeral"
    assert f"“{right}”" in response.json()["text"]
    assert not slack.posts


async def test_the_home_shows_what_the_record_holds_and_my_checks(room: Room, slack: FakeSlack) -> None:
    await answered(room, slack, MADE_UP)
    await room.bot.hears(payloads.home())
    shown = words(slack.views[-1]["blocks"])
    assert "The record holds 126 statements" in shown
    assert "Not documented · “We will build purple submarines" in shown


async def test_the_home_shows_no_figures_while_the_record_is_away(room: Room, slack: FakeSlack) -> None:
    room.away = True
    await room.bot.hears(payloads.home())
    shown = words(slack.views[-1]["blocks"])
    assert "I could not look" in shown
    assert "statements" not in shown


async def test_what_is_remembered_of_somebody_is_deleted_at_a_word(room: Room, slack: FakeSlack) -> None:
    post = await answered(room, slack)
    await room.bot.hears(payloads.press(post, "feedback_up", row(post)["feedback_up"]["value"]))
    await room.bot.hears(payloads.command("forget me", response_url=slack.response_url("C01GEN")))
    assert told(slack).startswith("Deleted: 1 remembered answer to your questions, and 1 vote of yours.")
    assert room.votes == []
    assert await room.memory.get(row(post)["context"]["value"]) is None


async def test_no_word_of_a_quote_is_logged_by_any_button(
    room: Room, slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    post = await answered(room, slack, MADE_UP)
    for action, button in row(post).items():
        await room.bot.hears(payloads.press(post, action, button["value"]))
    assert "submarines" not in caplog.text


async def connected(slack: FakeSlack) -> AsyncWebClient:
    return connect(BOT_TOKEN, slack.api_url)


def responder_of(room: Room, redis: Redis) -> tuple[SlackResponder, RedisBacklog]:
    """A responder of another process, which takes up what the first one left."""
    backlog = RedisBacklog(redis, lease=0)
    tools = replace(room.tools, backlog=backlog)
    return open_responder(tools, RedisDeliveries(redis)), backlog


async def test_a_question_whose_process_died_is_answered_by_another(
    room: Room, slack: FakeSlack, redis: Redis
) -> None:
    responder, backlog = responder_of(room, redis)
    place = Place("C01GEN", "U01ALICE")
    await responder.deliveries.first("k")
    await backlog.put(Asked("k", QUOTE, place, show=True, team=TEAM))
    assert await backlog.take_up(responder.take_up, lambda _: connected(slack)) == 1
    [root] = slack.roots()
    assert len(slack.thread(root["ts"])) == 1
    assert await backlog.queue.size() == 0


async def test_what_was_posted_before_the_end_is_not_posted_again(
    room: Room, slack: FakeSlack, redis: Redis
) -> None:
    responder, backlog = responder_of(room, redis)
    root = slack.say("C01GEN", "the question", user=BOT)
    under = Place("C01GEN", "U01ALICE", root["ts"])
    await backlog.put(Asked("k", f"{KENNEDY}\n\n{MADE_UP}", under, team=TEAM, done=1))
    await backlog.take_up(responder.take_up, lambda _: connected(slack))
    assert slack.roots() == [root]
    [answer] = slack.thread(root["ts"])
    assert "Not documented" in words(answer["blocks"])


async def test_nothing_is_kept_of_what_is_answered(room: Room, slack: FakeSlack, redis: Redis) -> None:
    await answered(room, slack)
    assert await RedisBacklog(redis).queue.size() == 0
    assert not [key async for key in redis.scan_iter(b"{v:queue:slack}*")]


async def test_how_far_a_question_got_is_kept_while_it_is_under_way(
    room: Room, slack: FakeSlack, redis: Redis
) -> None:
    seen: list[Asked] = []

    class Noting(RedisBacklog):
        async def put(self, asked: Asked) -> None:
            seen.append(asked)
            await super().put(asked)

    responder = open_responder(replace(room.tools, backlog=Noting(redis)), RedisDeliveries(redis))
    asked = Asked("k", f"{KENNEDY}\n\n{MADE_UP}", Place("C01GEN", "U01ALICE"), show=True, team=TEAM)
    await responder.take(asked, await connected(slack))
    [root] = slack.roots()
    assert [(one.show, one.place.thread, one.done) for one in seen] == [
        (True, None, 0),
        (False, root["ts"], 0),
        (False, root["ts"], 1),
    ]


async def make_due(redis: Redis) -> None:
    """What waits for another try is due now."""
    names = await redis.zrange("{v:queue:slack}:due", 0, -1)
    await redis.zadd("{v:queue:slack}:due", dict.fromkeys(names, 0))


@pytest.mark.parametrize(
    "fault", [Fault(status=500), Fault("internal_error"), Fault("ratelimited", 429, {"Retry-After": "0"})]
)
async def test_what_slack_cannot_take_just_now_is_answered_later_and_once(
    room: Room, slack: FakeSlack, redis: Redis, fault: Fault
) -> None:
    backlog = room.tools.backlog
    assert isinstance(backlog, RedisBacklog)
    post = slack.say("C01GEN", f"<@{BOT}> {KENNEDY}\n\n{MADE_UP}")
    slack.faults["chat.postMessage"] = [fault] * 4
    payload = payloads.mention(post)
    await room.bot.hears(payload)
    assert not slack.ephemeral
    assert await backlog.queue.size() == 1
    await room.bot.hears(payload)  # Slack's own repetition adds nothing
    slack.faults["chat.postMessage"].clear()
    done = len(slack.thread(post["ts"]))
    await make_due(redis)
    responder = open_responder(room.tools, RedisDeliveries(redis))
    assert await backlog.take_up(responder.take_up, lambda _: connected(slack)) == 1
    answers = slack.thread(post["ts"])
    assert (done, len(answers)) == (0, 2)
    assert await backlog.queue.size() == 0


async def test_a_question_is_left_for_another_try_three_times_and_then_explained(
    room: Room, slack: FakeSlack, redis: Redis
) -> None:
    responder, backlog = responder_of(room, redis)
    asked = Asked("k", KENNEDY, Place("C01GEN", "U01ALICE"), show=True, team=TEAM)
    await backlog.put(asked)
    for count in range(4):
        slack.faults["chat.postMessage"] = [Fault("internal_error")]
        await make_due(redis)
        assert await backlog.take_up(responder.take_up, lambda _: connected(slack)) == 1
        assert bool(slack.ephemeral) == (count == 3)
    assert await backlog.queue.size() == 0


async def test_a_question_that_waits_for_its_turn_is_not_taken_up_by_another(
    room: Room, slack: FakeSlack, redis: Redis
) -> None:
    mine, other = RedisBacklog(redis, lease=DEADLINE), RedisBacklog(redis, lease=DEADLINE)
    await mine.put(Asked("k", KENNEDY, Place("C01GEN", "U01ALICE"), team=TEAM))
    responder = open_responder(replace(room.tools, backlog=other), RedisDeliveries(redis))
    await make_due(redis)
    await mine.renew()
    assert await other.take_up(responder.take_up, lambda _: connected(slack)) == 0
    await make_due(redis)  # as if its owner had ended
    assert await other.take_up(responder.take_up, lambda _: connected(slack)) == 1


async def test_posts_in_a_channel_are_a_second_apart_and_other_channels_do_not_wait(
    slack: FakeSlack, redis: Redis
) -> None:
    turns = Turns(redis)
    delivery, client = Delivery(turns), await connected(slack)
    times: dict[str, list[float]] = {"C01GEN": [], "D01ALICE": []}

    async def post(channel: str) -> None:
        await delivery.post(client, Place(channel, "U01ALICE"), Post("Hello."))
        times[channel].append(time.monotonic())

    await asyncio.gather(*(post("C01GEN") for _ in range(3)), post("D01ALICE"))
    for channel, posted in times.items():
        turn = turns.not_before(f"slack:{channel}")
        assert len(turn) == len(posted)
        assert all(when <= at for when, at in zip(sorted(turn), posted, strict=True))


async def test_where_slack_says_wait_the_whole_channel_waits(slack: FakeSlack, redis: Redis) -> None:
    delivery, client = Delivery(Throttle(redis)), await connected(slack)
    client.retry_handlers.clear()
    slack.faults["chat.postMessage"] = [Fault("ratelimited", 429, {"Retry-After": "2"})]
    began = time.monotonic()
    both = (delivery.post(client, Place("C01GEN", "U01ALICE"), Post(text)) for text in ("one", "two"))
    await asyncio.gather(*both)
    assert time.monotonic() - began > 2
    assert sorted(post["text"] for post in slack.posts) == ["one", "two"]


async def test_a_store_that_is_away_holds_no_post_up(slack: FakeSlack) -> None:
    delivery = Delivery(Throttle(Server(host="127.0.0.1", port=1)))
    await delivery.post(await connected(slack), Place("C01GEN", "U01ALICE"), Post("Hello."))
    assert len(slack.posts) == 1


async def test_a_dialog_that_slack_does_not_open_any_more_is_explained(room: Room, slack: FakeSlack) -> None:
    post = await answered(room, slack)
    for action in ("context", "other_source", "feedback_down"):
        slack.faults["views.open"] = [Fault("expired_trigger_id")]
        await room.bot.hears(payloads.press(post, action, row(post)[action]["value"]))
        assert told(slack) == say("chats.dialog_too_late")
    slack.faults["views.open"] = [Fault("expired_trigger_id")]
    await room.bot.hears(payloads.command("settings", response_url=slack.response_url("C01GEN")))
    assert told(slack) == say("chats.dialog_too_late")


async def test_a_refused_token_is_told_of_and_other_faults_are_not(slack: FakeSlack) -> None:
    told_of: list[str] = []

    async def revoked(token: str) -> None:
        told_of.append(token)

    delivery, client = Delivery(revoked=revoked), await connected(slack)
    for code in ("is_archived", "token_revoked", "invalid_auth"):
        slack.faults["chat.postMessage"] = [Fault(code)]
        with pytest.raises(RefusedError):
            await delivery.post(client, Place("C01GEN", "U01ALICE"), Post("Hello."))
    assert told_of == [BOT_TOKEN, BOT_TOKEN]


# the question changes

ALTERED = "“In this present crisis, government is the solution to our problem” — Reagan"


async def test_an_edited_question_is_answered_anew_and_the_earlier_answer_is_marked(
    room: Room, slack: FakeSlack
) -> None:
    question = slack.say("D01ALICE", KENNEDY)
    await room.bot.hears(payloads.message(question, "im"))
    [first] = slack.thread(question["ts"])
    payload = payloads.edit(question, ALTERED)
    await room.bot.hears(payload)
    await room.bot.hears(payload)
    before, now = slack.thread(question["ts"])
    assert before["ts"] == first["ts"]
    assert "Superseded: Documented word for word" in words(before["blocks"])
    assert "government is the solution" not in words(before["blocks"])
    assert "Wording changed in a way that matters" in words(now["blocks"])
    assert "Superseded" not in words(now["blocks"])
    await room.bot.hears(payloads.edit(question, KENNEDY))
    assert len(slack.thread(question["ts"])) == 3


async def test_an_edit_beside_the_quote_and_an_unfolded_link_change_nothing(
    room: Room, slack: FakeSlack
) -> None:
    question = slack.say("D01ALICE", KENNEDY)
    await room.bot.hears(payloads.message(question, "im"))
    await room.bot.hears(payloads.edit(question, f"Thanks a lot!\n{KENNEDY}"))
    unfolded = payloads.edit(question, ALTERED)
    del unfolded["event"]["message"]["edited"]
    await room.bot.hears(unfolded)
    [answer] = slack.thread(question["ts"])
    assert "Superseded" not in words(answer["blocks"])


async def test_a_question_that_was_never_answered_may_be_edited_without_a_word(
    room: Room, slack: FakeSlack
) -> None:
    await room.bot.hears(payloads.edit(slack.say("C01GEN", "hello"), KENNEDY, "channel"))
    assert len(slack.posts) == 1


@pytest.mark.parametrize("with_replies", [True, False])
async def test_the_answer_of_a_deleted_question_goes_with_it(
    room: Room, slack: FakeSlack, with_replies: bool
) -> None:
    question = slack.say("D01ALICE", KENNEDY)
    await room.bot.hears(payloads.message(question, "im"))
    [answer] = slack.thread(question["ts"])
    await room.bot.hears(payloads.deletion(question, with_replies=with_replies))
    assert slack.thread(question["ts"]) == []
    assert await room.memory.get(row(answer)["context"]["value"]) is None


async def test_a_pasted_quote_that_is_edited_to_nothing_worth_saying_loses_its_answer(
    room: Room, slack: FakeSlack
) -> None:
    await room.set(pasted=Pasted.NOT_VERBATIM)
    post = slack.say("C01GEN", MADE_UP)
    await room.bot.hears(payloads.message(post))
    assert len(slack.thread(post["ts"])) == 1
    await room.bot.hears(payloads.edit(post, KENNEDY, "channel"))
    assert slack.thread(post["ts"]) == []
