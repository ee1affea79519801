"""The index turned round: what waits is found by what comes, at a cost that the waiting do not raise."""

import asyncio
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from bot.load import starter
from corpus.index.standing_queries import Watches
from corpus.models import Quote, Statement, Watched
from corpus.storage import keys
from tests.support.record import Record

LATER = time.time() + 3600
GOLDEN = "Western troops in Ukraine would be lawful targets"
UTTERANCE = "putin-eef-2025-legitimate-targets"


def watched(text: str, id_: str = "w", until: float = LATER) -> Watched:
    return Watched(id_, Quote(text), until)


def said(text: str, id_: str = "s") -> Statement:
    return Statement(id_, "A", text)


@pytest.mark.parametrize(
    ("quote", "statement"),
    [
        pytest.param("We shall fight on the beaches", "We shall fight on the beaches.", id="word for word"),
        pytest.param("we shall fight on beaches", "So WE SHALL FIGHT, on the beaches!", id="a word left out"),
        pytest.param(
            "what I shall now do", "And that is what I shall now do.", id="nothing but little words"
        ),
        pytest.param("私たちは海岸で戦う", "私たちは海岸で戦う。", id="without blanks"),
        pytest.param("taxes", "No new taxes.", id="one word"),
        pytest.param("a b", "a b", id="two letters"),
    ],
)
async def test_a_statement_with_the_words_touches_the_watch(redis: Redis, quote: str, statement: str) -> None:
    watches = Watches(redis)
    await watches.add(watched(quote))
    assert await watches.touched([said(statement)]) == {"w"}


async def test_another_wording_of_the_golden_quote_touches_its_watch(redis: Redis) -> None:
    await Record(redis).add([s for s in starter() if s.utterance != UTTERANCE])
    watches = Watches(redis)
    await watches.add(watched(GOLDEN))
    english = [s for s in starter() if s.utterance == UTTERANCE and s.language == "en"]
    for statement in english:
        assert await watches.touched([statement]) == {"w"}, statement.text


async def test_a_statement_about_something_else_touches_nothing(redis: Redis) -> None:
    watches = Watches(redis)
    await watches.add(watched(GOLDEN))
    assert await watches.touched([said("The price of bread has risen again this winter.")]) == set()


async def test_an_answer_is_touched_by_its_statement_whatever_that_says_now(redis: Redis) -> None:
    watches = Watches(redis)
    await watches.add(watched(GOLDEN), ["s"])
    assert await watches.touched([said("Nothing of the kind.")]) == {"w"}
    assert await watches.touched([], [keys.identity("s")]) == {"w"}
    assert await watches.touched([], [keys.identity("t")]) == set()


async def test_words_that_stand_over_a_border_of_passages_touch_the_watch(redis: Redis) -> None:
    watches = Watches(redis)
    await watches.add(watched("the very last of these words. And the first of those words"))
    filler = "It is a long speech about the weather in the hills and about the rain that came after it. " * 4
    speech = (
        f"{filler}Here stand the very last of these words. And the first of those words come here. {filler}"
    )
    for cut in range(0, 300, 30):
        assert await watches.touched([said(filler[:cut] + speech)]) == {"w"}


async def test_an_ended_watch_is_not_touched_and_leaves_only_the_bitmap(redis: Redis) -> None:
    watches = Watches(redis)
    await watches.add(watched(GOLDEN), ["s"])
    assert await watches.end("w")
    assert not await watches.end("w")
    assert await watches.touched([said(GOLDEN)]) == set()
    assert [key async for key in redis.scan_iter(b"*")] == [b"v:wb"]


async def test_a_watch_that_is_set_anew_is_one_watch(redis: Redis) -> None:
    watches = Watches(redis)
    await watches.add(watched(GOLDEN))
    await watches.add(watched("We shall fight on the beaches"))
    assert await watches.count() == 1
    assert await watches.touched([said(GOLDEN)]) == set()


async def test_what_is_over_is_ended(redis: Redis) -> None:
    watches = Watches(redis)
    await watches.add(watched(GOLDEN, "old", LATER - 10))
    await watches.add(watched(GOLDEN, "new", LATER + 10))
    assert await watches.expire(LATER) == 1
    assert [one.id for one in await watches.all()] == ["new"]


async def test_a_look_that_is_due_is_given_to_one(redis: Redis) -> None:
    watches = Watches(redis)
    await watches.add(watched(GOLDEN), look=100)
    assert await watches.due(99, 200, 10) == []
    assert await watches.due(100, 200, 10) == ["w"]
    assert await watches.due(100, 200, 10) == []


async def test_watches_on_the_same_words_are_all_touched_however_many(redis: Redis) -> None:
    watches = Watches(redis)
    for number in range(300):
        await watches.add(watched("We shall fight on the beaches", str(number)))
    assert len(await watches.touched([said("We shall fight on the beaches.")])) == 300


async def test_a_full_list_loses_no_watch(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.index.standing_queries.MOST", 3)
    watches = Watches(redis)
    rest = "hills fields streets harbours bridges islands villages forests rivers valleys".split()
    for number, place in enumerate(rest):
        await watches.add(watched(f"We shall fight on the {place}", str(number)))
    for number, place in enumerate(rest):
        assert str(number) in await watches.touched([said(f"We shall fight on the {place}.")])


async def test_the_watches_that_may_only_perhaps_be_meant_are_bounded(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.index.standing_queries.LIKELY", 5)
    watches = Watches(redis)
    for number in range(20):
        await watches.add(watched(f"soldiers guns ships planes sand{number} water{number}", str(number)))
    assert len(await watches.touched([said("Soldiers without guns.")])) <= 5


async def test_a_watch_set_while_the_last_of_its_words_ends_is_not_lost(redis: Redis) -> None:
    watches = Watches(redis)
    for _ in range(20):
        await watches.add(watched(GOLDEN, "old"))
        await asyncio.gather(watches.end("old"), Watches(redis).add(watched(GOLDEN, "new")))
        assert "new" in await watches.touched([said(GOLDEN)])
        await watches.end("new")
        assert await watches.touched([said(GOLDEN)]) == set()


words = st.lists(
    st.sampled_from("peace war bread treaty harbour winter minister said never always of the and".split()),
    min_size=2,
    max_size=30,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=words, quote=words, after=words)
async def test_a_statement_that_holds_a_quote_always_touches_its_watch(
    redis: Redis, before: list[str], quote: list[str], after: list[str]
) -> None:
    quote = [
        "senate",
        *quote,
    ]  # what is nothing but one small word twice is indexed under nothing, and TOO_SHORT
    watches = Watches(redis)
    await watches.add(watched(" ".join(quote)))
    assert await watches.touched([said(" ".join((*before, *quote, *after)))]) == {"w"}
