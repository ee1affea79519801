"""Conversations: the real Bolt app behind its signed door, and a Slack that is as strict as the real one."""

import logging
import time
from typing import Any

import pytest

from bot.logs import JsonLines
from corpus.errors import IndexUnavailableError
from handlers.messages import say
from handlers.replies import ui_text
from handlers.slack.mrkdwn import unescape
from tests.handlers.slack.conftest import Asked, Bot
from tests.support.replies import HOSTILE, reply, wording
from tests.support.slack import payloads
from tests.support.slack.blockkit import words
from tests.support.slack.fake import BOT, FakeSlack, Fault
from tests.support.waiting import patience, until

QUOTE = '"Western troops in Ukraine would be lawful targets" by Putin'


def rating_of(post: dict[str, Any]) -> str:
    return str(post["blocks"][0]["text"]["text"])


# ways in


async def test_a_command_is_answered_in_a_thread_under_its_question(
    bot: Bot, slack: FakeSlack, asked: Asked
) -> None:
    response = await bot.hears(payloads.command(QUOTE))
    assert (response.status_code, response.text) == (200, "")
    [root] = slack.roots()
    [answer] = slack.thread(root["ts"])
    assert asked.texts == [QUOTE]
    assert QUOTE in words(root["blocks"])
    assert "U01ALICE" in str(root["blocks"])
    assert rating_of(answer) == "≈ Documented, but not in these words"


async def test_a_mention_is_answered_in_the_thread_of_its_message(
    bot: Bot, slack: FakeSlack, asked: Asked
) -> None:
    post = slack.say("C01GEN", f"<@{BOT}> did he say &lt;we shall fight&gt;?")
    await bot.hears(payloads.mention(post))
    assert asked.texts == ["did he say <we shall fight>?"]
    assert len(slack.thread(post["ts"])) == 1
    assert slack.roots() == [post]


async def test_a_mention_without_a_quote_is_about_the_message_above(
    bot: Bot, slack: FakeSlack, asked: Asked
) -> None:
    slack.scopes.add("channels:history")
    slack.say("C01GEN", "“Something else that was said long ago” — Putin")
    slack.say("C01GEN", QUOTE, user="U02BOB")
    post = slack.say("C01GEN", f"<@{BOT}> did he really say that?")
    await bot.hears(payloads.mention(post))
    assert asked.texts == [QUOTE]
    [answer] = slack.thread(post["ts"])
    assert "“Western troops in Ukraine would be lawful targets”" in words(answer["blocks"])


@pytest.mark.parametrize(
    ("replies", "expected"),
    [
        pytest.param([], "root", id="the one that began the thread"),
        pytest.param([("U02BOB", "“We will never ever do that again”")], "reply", id="the one before"),
        pytest.param([("U02BOB", "is this true?")], "root", id="the one before brings no words"),
        pytest.param([(BOT, "Documented word for word, said somebody")], "root", id="the one before is ours"),
    ],
)
async def test_in_a_thread_it_is_about_the_message_before_or_the_one_that_began_it(
    bot: Bot, slack: FakeSlack, asked: Asked, replies: list[tuple[str, str]], expected: str
) -> None:
    slack.scopes.add("channels:history")
    root = slack.say("C01GEN", QUOTE, user="U02BOB")
    for user, text in replies:
        slack.say("C01GEN", text, user=user, thread=root["ts"])
    post = slack.say("C01GEN", f"<@{BOT}> verify this please", thread=root["ts"])
    await bot.hears(payloads.mention(post))
    assert asked.texts == [QUOTE if expected == "root" else replies[0][1]]
    assert slack.posts[-1]["thread_ts"] == root["ts"]


@pytest.mark.parametrize("text", ["did Putin say that?", "check this"])
async def test_without_a_history_scope_the_asker_is_told_what_to_do(
    bot: Bot, slack: FakeSlack, asked: Asked, text: str
) -> None:
    slack.say("C01GEN", QUOTE, user="U02BOB")
    post = slack.say("C01GEN", f"<@{BOT}> {text}")
    await bot.hears(payloads.mention(post))
    assert not asked.texts
    assert not slack.thread(post["ts"])
    [ephemeral] = slack.ephemeral
    assert (ephemeral["user"], ephemeral["text"]) == ("U01ALICE", say("chats.nothing_there"))


@pytest.mark.parametrize(
    ("above", "fault", "said"),
    [
        pytest.param("https://news.example/a", None, say("chats.nothing_above"), id="no words"),
        pytest.param(QUOTE, Fault(status=500), say("chats.not_read"), id="Slack fails"),
    ],
)
async def test_where_nothing_can_be_read_above_that_is_said_in_private(
    bot: Bot, slack: FakeSlack, above: str, fault: Fault | None, said: str
) -> None:
    slack.scopes.add("channels:history")
    slack.faults["conversations.history"] = [fault] * 3 if fault else []
    slack.say("C01GEN", above, user="U02BOB")
    await bot.hears(payloads.mention(slack.say("C01GEN", f"<@{BOT}> is that true?")))
    assert [post["user"] for post in slack.posts] == ["U02BOB", "U01ALICE"]
    assert [one["text"] for one in slack.ephemeral] == [said]


async def test_in_a_direct_message_it_is_about_the_message_before(
    bot: Bot, slack: FakeSlack, asked: Asked
) -> None:
    slack.say("D01ALICE", QUOTE)
    post = slack.say("D01ALICE", "did he really say that?")
    await bot.hears(payloads.message(post, "im"))
    assert asked.texts == [QUOTE]


async def test_a_mention_inside_a_thread_stays_in_that_thread(bot: Bot, slack: FakeSlack) -> None:
    root = slack.say("C01GEN", "a debate")
    post = slack.say("C01GEN", f"<@{BOT}> {QUOTE}", thread=root["ts"])
    await bot.hears(payloads.mention(post))
    assert [reply["user"] for reply in slack.thread(root["ts"])] == ["U01ALICE", BOT]


async def test_a_direct_message_is_answered(bot: Bot, slack: FakeSlack, asked: Asked) -> None:
    post = slack.say("D01ALICE", QUOTE)
    await bot.hears(payloads.message(post, "im"))
    assert asked.texts == [QUOTE]
    assert len(slack.thread(post["ts"])) == 1


async def test_a_file_with_words_is_a_message_too(bot: Bot, slack: FakeSlack, asked: Asked) -> None:
    post = slack.say("D01ALICE", QUOTE)
    await bot.hears(payloads.message(post, "im", subtype="file_share"))
    assert asked.texts == [QUOTE]


@pytest.mark.parametrize(
    "threaded", [pytest.param(False, id="in a channel"), pytest.param(True, id="in a thread")]
)
async def test_the_shortcut_answers_in_the_thread_of_the_message(
    bot: Bot, slack: FakeSlack, asked: Asked, threaded: bool
) -> None:
    root = slack.say("C01GEN", QUOTE)
    post = slack.say("C01GEN", QUOTE, thread=root["ts"]) if threaded else root
    await bot.hears(payloads.shortcut(post, slack.response_url("C01GEN")))
    assert asked.texts == [QUOTE]
    assert slack.thread(root["ts"])[-1]["user"] == BOT


async def test_the_shortcut_reads_a_message_that_was_shared(bot: Bot, slack: FakeSlack, asked: Asked) -> None:
    post = {**slack.say("C01GEN", ""), "attachments": [{"text": "we shall &amp; fight"}]}
    await bot.hears(payloads.shortcut(post))
    assert asked.texts == ["we shall & fight"]


async def test_bold_words_and_quotations_are_read_without_their_signs(
    bot: Bot, slack: FakeSlack, asked: Asked
) -> None:
    said = {
        "type": "rich_text_quote",
        "elements": [{"type": "text", "text": "lawful", "style": {"bold": True}}],
    }
    call = {"type": "rich_text_section", "elements": [{"type": "user", "user_id": BOT}]}
    post = slack.say("C01GEN", f"<@{BOT}>\n&gt; *lawful*")
    rich = {"blocks": [{"type": "rich_text", "elements": [call, said]}]}
    await bot.hears(payloads.mention({**post, **rich}))
    await bot.hears(payloads.shortcut({**post, **rich}))
    assert asked.texts == ["lawful", f"@{BOT}\nlawful"]


async def test_several_quotes_get_one_reply_each_in_order(bot: Bot, slack: FakeSlack, asked: Asked) -> None:
    asked.replies = tuple(reply(headline=f"Answer {n}") for n in range(3))
    await bot.hears(payloads.command("three quotes"))
    [root] = slack.roots()
    assert [rating_of(post) for post in slack.thread(root["ts"])] == [
        "≈ Answer 0",
        "≈ Answer 1",
        "≈ Answer 2",
    ]


@pytest.mark.parametrize("text", ["", "  ", "help", "Help"])
async def test_a_command_without_a_quote_shows_its_asker_how_to_ask(
    bot: Bot, slack: FakeSlack, asked: Asked, text: str
) -> None:
    body = (await bot.hears(payloads.command(text))).json()
    assert body["response_type"] == "ephemeral"
    assert all(line in unescape(body["text"]) for line in ui_text.help_lines())
    assert slack.posts == []
    assert asked.texts == []


async def test_a_mention_without_a_quote_shows_how_to_ask(bot: Bot, slack: FakeSlack, asked: Asked) -> None:
    post = slack.say("C01GEN", f"<@{BOT}>")
    await bot.hears(payloads.mention(post))
    assert ui_text.help_lines()[0] in words(slack.thread(post["ts"])[0]["blocks"])
    assert asked.texts == []


async def test_the_word_payload_in_a_quote_is_a_word(bot: Bot, asked: Asked) -> None:
    await bot.hears(payloads.command("the payload was delivered"))
    assert asked.texts == ["the payload was delivered"]


# what is left alone


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"bot_id": "B0BOT"}, id="a bot's"),
        pytest.param({"user": BOT}, id="our own"),
        pytest.param({"subtype": "message_changed"}, id="an edit"),
        pytest.param({"subtype": "message_deleted"}, id="a deletion"),
        pytest.param({"subtype": "channel_join"}, id="a notice"),
    ],
)
async def test_posts_that_are_no_question_are_acknowledged_and_left_alone(
    bot: Bot, slack: FakeSlack, asked: Asked, change: dict[str, str]
) -> None:
    post = slack.say("D01ALICE", QUOTE)
    response = await bot.hears(payloads.message(post, "im", **change))
    assert response.status_code == 200
    assert asked.texts == []


async def test_what_is_said_in_a_channel_without_calling_us_is_left_alone(
    bot: Bot, slack: FakeSlack, asked: Asked
) -> None:
    response = await bot.hears(payloads.message(slack.say("C01GEN", QUOTE)))
    assert response.status_code == 200
    assert asked.texts == []


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(
            payloads.event({"type": "reaction_added", "user": "U01ALICE", "event_ts": "1"}), id="a reaction"
        ),
        pytest.param(payloads.event({"type": "pin_added", "user": "U01ALICE", "event_ts": "1"}), id="a pin"),
        pytest.param(payloads.event({"type": "not_yet_invented", "event_ts": "1"}), id="news"),
        pytest.param(payloads.click({"ts": "1.1", "channel": "C01GEN"}), id="an old button"),
        pytest.param(payloads.submission(), id="an old form"),
        pytest.param(
            payloads.shortcut({"ts": "1.1", "channel": "C01GEN", "text": "x"}, callback_id="old"),
            id="an old shortcut",
        ),
    ],
)
async def test_the_unknown_is_acknowledged_so_that_slack_does_not_repeat_it(
    bot: Bot, asked: Asked, payload: dict[str, Any]
) -> None:
    assert (await bot.hears(payload)).status_code == 200
    assert asked.texts == []


# inertness


async def test_markup_in_a_question_and_its_answer_reaches_slack_inert(
    bot: Bot, slack: FakeSlack, asked: Asked
) -> None:
    asked.replies = (reply(wording=wording(match=HOSTILE)),)
    await bot.hears(payloads.command(HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")))
    [root] = slack.roots()
    [answer] = slack.thread(root["ts"])
    assert asked.texts == [HOSTILE]
    for post in (root, answer):
        assert HOSTILE in words(post["blocks"])
        assert "<!" not in post["text"]
        assert "<#" not in post["text"]
        assert post["text"].count("<@") == (1 if post is root else 0)  # the asker's own name
        assert (post["parse"], post["mrkdwn"], post["link_names"]) == ("none", False, False)
        assert (post["unfurl_links"], post["unfurl_media"]) == (False, False)


# time


async def test_the_acknowledgement_waits_for_nothing(bot: Bot, slack: FakeSlack, asked: Asked) -> None:
    asked.may.clear()
    async with patience("an acknowledgement before the answer"):
        response = await bot.deliver(payloads.command(QUOTE, response_url=slack.response_url("C01GEN")))
    assert response.status_code == 200
    assert not any(slack.thread(root["ts"]) for root in slack.roots())
    asked.may.set()
    await bot.done()
    assert len(slack.thread(slack.roots()[0]["ts"])) == 1


@pytest.mark.parametrize("patience", [0.05])
async def test_slow_work_shows_that_it_goes_on_and_is_then_replaced(
    bot: Bot, slack: FakeSlack, asked: Asked
) -> None:
    asked.may.clear()
    await bot.deliver(payloads.command(QUOTE))
    [waiting] = await until("a sign that it goes on", lambda: _under_the_first(slack))
    assert waiting["text"] == say("chats.checking")
    asked.may.set()
    await bot.done()
    [answer] = _under_the_first(slack)
    assert answer["ts"] == waiting["ts"]
    assert rating_of(answer).startswith("≈ Documented")


def _under_the_first(slack: FakeSlack) -> list[payloads.Json]:
    return slack.thread(slack.roots()[0]["ts"]) if slack.roots() else []


async def test_quick_work_posts_its_answer_only(bot: Bot, slack: FakeSlack) -> None:
    await bot.hears(payloads.command(QUOTE))
    assert [method for method, _ in slack.calls] == ["chat.postMessage", "chat.postMessage"]


@pytest.mark.parametrize("patience", [0.05])
async def test_a_deleted_placeholder_does_not_swallow_the_answer(
    bot: Bot, slack: FakeSlack, asked: Asked
) -> None:
    asked.may.clear()
    post = slack.say("C01GEN", f"<@{BOT}> {QUOTE}")
    await bot.deliver(payloads.mention(post))
    [waiting] = await until("a sign that it goes on", lambda: slack.thread(post["ts"]))
    slack.posts.remove(waiting)
    asked.may.set()
    await bot.done()
    assert rating_of(slack.thread(post["ts"])[0]).startswith("≈ Documented")


# once


async def test_a_message_delivered_four_times_is_answered_once(
    bot: Bot, slack: FakeSlack, asked: Asked
) -> None:
    asked.may.clear()
    post = slack.say("C01GEN", f"<@{BOT}> {QUOTE}")
    payload = payloads.mention(post)
    for retry in range(3):
        assert (await bot.deliver(payload, retry)).status_code == 200
    asked.may.set()
    await bot.done()
    await bot.deliver(payload, 3)
    await bot.done()
    assert len(slack.thread(post["ts"])) == 1
    assert len(asked.texts) == 1


async def test_a_command_delivered_thrice_is_answered_once(bot: Bot, slack: FakeSlack) -> None:
    payload = payloads.command(QUOTE)
    for _ in range(3):
        await bot.deliver(payload)
    await bot.done()
    assert len(slack.roots()) == 1
    assert len(slack.posts) == 2


async def test_a_mention_in_a_direct_message_tells_of_one_post_twice_and_is_answered_once(
    bot: Bot, slack: FakeSlack
) -> None:
    post = slack.say("D01ALICE", f"<@{BOT}> {QUOTE}")
    await bot.deliver(payloads.mention(post))
    await bot.deliver(payloads.message(post, "im"))
    await bot.done()
    assert len(slack.thread(post["ts"])) == 1


async def test_asking_the_same_again_is_a_new_question(bot: Bot, slack: FakeSlack) -> None:
    await bot.hears(payloads.command(QUOTE))
    await bot.hears(payloads.command(QUOTE))
    assert len(slack.roots()) == 2


async def test_a_first_try_of_which_nobody_saw_anything_may_be_repeated(bot: Bot, slack: FakeSlack) -> None:
    post = slack.say("C01GEN", f"<@{BOT}> {QUOTE}")
    payload = payloads.mention(post)
    for method in ("chat.postMessage", "chat.postMessage", "chat.postEphemeral"):
        slack.faults[method].append(Fault("fatal_error"))
    await bot.hears(payload)
    assert slack.thread(post["ts"]) == []
    await bot.deliver(payload, retry=1)
    await bot.done()
    assert len(slack.thread(post["ts"])) == 1


# faults


async def test_an_outage_of_the_record_says_that_it_could_not_look_and_never_not_documented(
    bot: Bot, slack: FakeSlack, asked: Asked
) -> None:
    asked.error = IndexUnavailableError()
    await bot.hears(payloads.command(QUOTE))
    [root] = slack.roots()
    [answer] = slack.thread(root["ts"])
    assert "I could not look" in words(answer["blocks"])
    assert "ot documented" not in words(answer["blocks"]) + answer["text"]
    asked.error = None
    await bot.hears(payloads.command(QUOTE))
    assert rating_of(slack.thread(slack.roots()[1]["ts"])[0]).startswith("≈ Documented")


async def test_a_fault_of_our_own_ends_in_a_sentence_not_in_silence(
    bot: Bot, slack: FakeSlack, asked: Asked, caplog: pytest.LogCaptureFixture
) -> None:
    asked.error = ValueError(f"cannot digest {QUOTE}")
    await bot.hears(payloads.command(QUOTE))
    [root] = slack.roots()
    assert "I have not checked this quote" in words(slack.thread(root["ts"])[0]["blocks"])
    lines = [JsonLines().format(record) for record in caplog.records]
    assert any("ValueError" in line for line in lines)
    assert not [line for line in lines if "lawful" in line]


@pytest.mark.parametrize(
    ("channel", "advice"),
    [
        pytest.param("C02OUT", "Invite me", id="not in the channel"),
        pytest.param("C03NONE", "Invite me", id="a channel we cannot see"),
    ],
)
async def test_where_we_are_no_member_the_asker_gets_the_answer_alone_and_how_to_invite_us(
    bot: Bot, slack: FakeSlack, channel: str, advice: str
) -> None:
    await bot.hears(payloads.command(QUOTE, channel, slack.response_url(channel)))
    [answer, why] = slack.ephemeral
    assert rating_of(answer).startswith("≈ Documented")
    assert {answer["response_type"], why["response_type"]} == {"ephemeral"}
    assert advice in why["text"]
    assert slack.posts == []


async def test_many_quotes_told_in_private_stay_within_what_a_response_url_allows(
    bot: Bot, slack: FakeSlack, asked: Asked
) -> None:
    asked.replies = (reply(),) * 9
    await bot.hears(payloads.command("nine quotes", "C02OUT", slack.response_url("C02OUT")))
    assert len(slack.ephemeral) == 5
    assert ui_text.more(5) in slack.ephemeral[-1]["text"]


async def test_in_an_archived_channel_the_asker_is_told_alone(bot: Bot, slack: FakeSlack) -> None:
    slack.archived.add("C01GEN")
    post = slack.say("C01GEN", QUOTE)
    await bot.hears(payloads.shortcut(post, slack.response_url("C01GEN")))
    assert "archived" in slack.ephemeral[-1]["text"]


async def test_where_even_an_ephemeral_post_is_refused_the_asker_gets_a_direct_message(
    bot: Bot, slack: FakeSlack
) -> None:
    post = slack.say("C01GEN", f"<@{BOT}> {QUOTE}")
    slack.archived.add("C01GEN")
    await bot.hears(payloads.mention(post))
    answer, why = slack.roots("U01ALICE")
    assert rating_of(answer).startswith("≈ Documented")
    assert "archived" in why["text"]


async def test_when_the_message_is_gone_the_asker_is_told_alone(bot: Bot, slack: FakeSlack) -> None:
    post = slack.say("C01GEN", f"<@{BOT}> {QUOTE}")
    slack.posts.remove(post)
    await bot.hears(payloads.mention(post))
    assert slack.posts == []
    assert "is gone" in slack.ephemeral[-1]["text"]


async def test_a_call_for_patience_is_obeyed_and_the_answer_arrives(bot: Bot, slack: FakeSlack) -> None:
    slack.faults["chat.postMessage"] = [Fault("ratelimited", 429, {"Retry-After": "1"})]
    began = time.monotonic()
    await bot.hears(payloads.command(QUOTE))
    assert time.monotonic() - began >= 1
    assert len(slack.thread(slack.roots()[0]["ts"])) == 1


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Fault("internal_error", 500), id="an error of the server"),
        pytest.param(Fault(status=503, body="<html>busy</html>"), id="a page in place of an answer"),
    ],
)
async def test_a_stumble_of_slack_costs_no_answer(bot: Bot, slack: FakeSlack, fault: Fault) -> None:
    slack.faults["chat.postMessage"] = [fault]
    await bot.hears(payloads.command(QUOTE))
    assert len(slack.thread(slack.roots()[0]["ts"])) == 1


@pytest.mark.parametrize("code", ["invalid_blocks", "msg_blocks_too_long"])
async def test_where_slack_refuses_the_layout_the_words_arrive_without(
    bot: Bot, slack: FakeSlack, code: str
) -> None:
    post = slack.say("C01GEN", f"<@{BOT}> {QUOTE}")
    slack.faults["chat.postMessage"] = [Fault(code)]
    await bot.hears(payloads.mention(post))
    [answer] = slack.thread(post["ts"])
    assert "Documented, but not in these words" in answer["text"]
    assert "http://kremlin.example/77927" in answer["text"]


async def test_nothing_that_people_say_is_logged(
    bot: Bot, slack: FakeSlack, asked: Asked, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    slack.faults["chat.postMessage"] = [Fault("fatal_error"), Fault("internal_error", 500)]
    await bot.hears(payloads.command(QUOTE, response_url=slack.response_url("C01GEN")))
    await bot.hears(payloads.command(QUOTE, "C02OUT", slack.response_url("C02OUT")))
    asked.error = ValueError(QUOTE)
    await bot.hears(payloads.command(QUOTE))
    lines = [JsonLines().format(record) for record in caplog.records]
    assert not [line for line in lines if "lawful" in line or "legitimate" in line]
    assert any("not_in_channel" in line for line in lines)
    assert not [record for record in caplog.records if "lawful" in record.getMessage()]


FAULTS = {
    "not_in_channel": "Invite me",
    "channel_not_found": "Invite me",
    "is_archived": "the channel is archived",
    "restricted_action": "I may not post in this channel",
    "restricted_action_read_only_channel": "I may not post in this channel",
    "missing_scope": "administrator has to install me again",
    "token_revoked": "administrator has to install me again",
    "account_inactive": "administrator has to install me again",
    "something_new": "The chat did not take my reply.",
}


@pytest.mark.parametrize(("code", "said"), FAULTS.items(), ids=FAULTS)
@pytest.mark.parametrize("way", ["command", "mention"])
async def test_whatever_slack_refuses_is_explained_in_private_beside_the_answer(
    bot: Bot, slack: FakeSlack, code: str, said: str, way: str
) -> None:
    slack.faults["chat.postMessage"] = [Fault(code)]
    if way == "command":
        await bot.hears(payloads.command(QUOTE, response_url=slack.response_url("C01GEN")))
    else:
        await bot.hears(payloads.mention(slack.say("C01GEN", f"<@{BOT}> {QUOTE}")))
    answer, note = slack.ephemeral
    assert rating_of(answer) == "≈ Documented, but not in these words"
    assert said in note["text"]


async def test_where_the_asker_is_gone_nothing_is_left_hanging(
    bot: Bot, slack: FakeSlack, asked: Asked
) -> None:
    for method in ("chat.postMessage", "chat.postEphemeral"):
        slack.faults[method] = [Fault("user_not_found"), Fault("user_disabled")]
    await bot.hears(payloads.mention(slack.say("C01GEN", f"<@{BOT}> {QUOTE}")))
    assert len(asked.texts) == 1
    assert not slack.ephemeral
