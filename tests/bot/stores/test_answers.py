"""Answers are remembered whole, lapse by themselves, and are gone when somebody wants them gone."""

from dataclasses import replace

import pytest
from redis.asyncio import Redis

from bot.stores.answers import RedisMemory
from corpus.errors import IndexUnavailableError
from corpus.storage.server import Server
from corpus.verdict import Rating
from handlers.ports.address import Address
from tests.support.verdicts import verdict
from tests.support.waiting import patience

ANN = Address("slack", "T1", "C1", "17.1", "U1")


async def test_an_answer_comes_back_as_it_was_given(redis: Redis) -> None:
    memory = RedisMemory(redis)
    given = verdict(Rating.ALTERED)
    kept = await memory.get(await memory.keep(given, ANN, 30))
    assert kept
    assert kept.verdict == given
    assert (kept.address, kept.post, kept.superseded) == (ANN, "", "")
    assert kept.when.endswith("+00:00")


async def test_identifiers_cannot_be_guessed_from_each_other(redis: Redis) -> None:
    memory = RedisMemory(redis)
    ids = {await memory.keep(verdict(Rating.VERBATIM), None, 30) for _ in range(50)}
    assert len(ids) == 50
    assert all(len(one) == 20 for one in ids)


async def test_what_is_not_there_is_none_and_stays_so(redis: Redis) -> None:
    memory = RedisMemory(redis)
    assert await memory.get("no such answer") is None
    await memory.posted("no such answer", ANN, "17.2")
    await memory.supersede("no such answer", "another")
    assert await memory.get("no such answer") is None
    assert await redis.dbsize() == 0


async def test_where_an_answer_stands_and_what_corrects_it_is_noted(redis: Redis) -> None:
    memory = RedisMemory(redis)
    id_ = await memory.keep(verdict(Rating.NOT_DOCUMENTED), None, 30)
    await memory.posted(id_, ANN, "17.2")
    await memory.supersede(id_, "newer")
    kept = await memory.get(id_)
    assert kept
    assert (kept.address, kept.post, kept.superseded) == (ANN, "17.2", "newer")


async def test_an_answer_lapses_after_its_days(redis: Redis) -> None:
    memory = RedisMemory(redis)
    await memory.keep(verdict(Rating.VERBATIM), ANN, 2)
    await memory.keep(verdict(Rating.VERBATIM), ANN, 1)
    left = sorted([await redis.ttl(key) async for key in redis.scan_iter()])
    assert len(left) == 3
    assert 86_390 <= left[0] <= 86_400
    assert all(172_790 <= seconds <= 172_800 for seconds in left[1:])  # the list lasts as long as its longest


async def test_somebodys_answers_are_listed_newest_first_and_forgotten_together(redis: Redis) -> None:
    memory = RedisMemory(redis)
    first, second, third = [await memory.keep(verdict(Rating.VERBATIM), ANN, 30) for _ in range(3)]
    other = await memory.keep(verdict(Rating.VERBATIM), Address("slack", "T1", "C1", user="U2"), 30)
    await memory.forget(second)
    assert [one.id for one in await memory.by_user("slack", "T1", "U1")] == [third, first]
    assert await memory.forget_user("slack", "T1", "U1") == 2
    assert await memory.by_user("slack", "T1", "U1") == []
    assert await memory.get(other)


async def test_no_name_of_a_person_is_a_key(redis: Redis) -> None:
    await RedisMemory(redis).keep(verdict(Rating.VERBATIM), Address("slack", "T1", "C1", user="U-secret"), 30)
    assert not [key async for key in redis.scan_iter() if b"U-secret" in key]


async def test_a_store_that_is_away_is_an_error_and_no_missing_answer() -> None:
    memory = RedisMemory(Server(host="127.0.0.1", port=1))
    async with patience("the error of a store that is away"):
        with pytest.raises(IndexUnavailableError):
            await memory.get("some answer")


async def test_half_of_a_surrogate_pair_is_refused_as_what_it_is(redis: Redis) -> None:
    given = verdict(Rating.NOT_DOCUMENTED)
    broken = replace(given, quote=replace(given.quote, text="we shall \ud83d fight"))
    with pytest.raises(UnicodeEncodeError):
        await RedisMemory(redis).keep(broken, ANN, 30)
