"""The same quote in the same channel: one line, a link, and a way to check anew."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.load import starter
from bot.settings import Settings
from bot.wiring import Parts, open_parts
from corpus.models import Quote
from handlers.ports.address import Address
from handlers.replies.recall import question_key, thread_link, without_again
from handlers.replies.reply import Reply

HERE = Address("slack", "T1", "C1", "1700000000.000100", "U1")
QUESTION = '"We shall fight on the beaches" by Churchill'


@pytest.fixture
async def parts(store: Settings) -> AsyncIterator[Parts]:
    async with open_parts(store) as parts:
        await parts.store.client.flushdb()
        await parts.writer.add(list(starter()))
        yield parts
        await parts.store.client.flushdb()


async def ask(parts: Parts, text: str = QUESTION, where: Address = HERE, *, shown: bool = True) -> Reply:
    [reply] = await parts.service.answer(text, where)
    if reply.id and shown:
        await parts.memory.posted(reply.id, where, "1700000000.000200")
    return reply


async def test_asked_again_it_is_one_line_with_a_link_to_the_thread(parts: Parts) -> None:
    first = await ask(parts)
    again = await ask(parts, where=replace(HERE, thread="1700000009.000100", user="U2"))
    assert again.headline == f"Checked here before: {first.headline}"
    assert again.rating is first.rating
    assert again.wording is None
    assert (again.id, again.again) == ("", first.id)  # no button of an answer but the one that checks again
    assert "“Check again” looks it up anew" in again.summary
    assert again.earlier
    assert again.earlier.url.startswith(
        "https://slack.com/archives/C1/p1700000000000200?thread_ts=1700000000.000100"
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"again {QUESTION}", id="checked anew"),
        pytest.param('"We shall fight on the beaches"', id="nobody named"),
        pytest.param('"We shall fight on the beaches" by Churchill since:1940', id="other dates"),
        pytest.param('"We shall fight on the landing grounds" by Churchill', id="other words"),
    ],
)
async def test_another_question_is_answered(parts: Parts, text: str) -> None:
    await ask(parts)
    assert not (await ask(parts, text)).headline.startswith("Checked here")


@pytest.mark.parametrize(
    "where", [replace(HERE, channel="C2"), replace(HERE, team="T2"), replace(HERE, chat="teams")]
)
async def test_no_channel_learns_what_another_asked(parts: Parts, where: Address) -> None:
    await ask(parts)
    assert not (await ask(parts, where=where)).headline.startswith("Checked here")


async def test_an_answer_that_only_its_asker_saw_is_not_pointed_to(parts: Parts) -> None:
    await ask(parts, shown=False)
    assert not (await ask(parts)).headline.startswith("Checked here")


async def test_an_answer_that_was_forgotten_is_not_pointed_to(parts: Parts) -> None:
    await parts.memory.forget((await ask(parts)).id)
    assert not (await ask(parts)).headline.startswith("Checked here")


async def test_nothing_of_the_question_is_stored_in_the_key(parts: Parts) -> None:
    await ask(parts)
    names = [key async for key in parts.store.client.scan_iter(b"v:recall:*")]
    assert len(names) == 1
    assert b"beaches" not in names[0]


def test_two_ways_to_write_a_question_are_one() -> None:
    one = question_key(Quote("We shall fight, on the beaches!", "Winston Churchill"))
    assert one == question_key(Quote("we shall fight on the BEACHES", "Winston CHURCHILL"))
    assert one != question_key(Quote("we shall not fight on the beaches", "Winston Churchill"))


def test_a_hostile_channel_name_cannot_leave_the_link() -> None:
    link = thread_link(Address("teams", "t/../?x", "19:a@thread.tacv2/../evil?", "1"), "2&tenantId=3")
    assert link
    assert link.url == (
        "https://teams.microsoft.com/l/message/19%3Aa%40thread.tacv2%2F..%2Fevil%3F/2%26tenantId%3D3?tenantId=t%2F..%2F%3Fx"
    )
    assert thread_link(Address("carrier pigeon", "", "C"), "1") is None


def test_the_word_again_in_a_quote_is_no_command() -> None:
    assert without_again('"again and again"') == ('"again and again"', False)


async def test_where_there_are_no_buttons_it_says_what_to_type(parts: Parts) -> None:
    where = Address("web", "", "page", "1")
    await ask(parts, where=where)
    again = await ask(parts, where=where)
    assert "/verify again" in again.summary
    assert "“Check again”" not in again.summary
