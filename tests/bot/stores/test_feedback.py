"""Votes are counted once for each person, without names, and come out as labelled pairs."""

import pytest
from redis.asyncio import Redis

from bot.stores.answers import RedisMemory
from bot.stores.feedback import RedisFeedback
from corpus.verdict import Rating
from handlers.ports.address import Address
from handlers.replies.corrections import GoneError
from tests.support.verdicts import verdict

ANN = Address("slack", "T1", "C1", "17.1", "U-ANN")
BOB = Address("slack", "T1", "C1", "17.1", "U-BOB")


async def test_one_person_has_one_vote_and_may_change_it(redis: Redis) -> None:
    memory = RedisMemory(redis)
    feedback = RedisFeedback(redis, memory)
    id_ = await memory.keep(verdict(Rating.ALTERED), None, 30)
    await feedback.vote(id_, True, "", ANN)
    await feedback.vote(id_, False, "wrong wording", ANN)
    await feedback.vote(id_, False, "wrong wording", BOB)
    (row,) = await feedback.rows()
    assert (row["up"], row["down"], row["class"], row["kind"]) == (0, 2, "wrong", "wrong wording")
    assert row["expected"] == []


async def test_a_pair_holds_what_a_scorer_needs(redis: Redis) -> None:
    memory = RedisMemory(redis)
    feedback = RedisFeedback(redis, memory)
    given = verdict(Rating.ALTERED)
    id_ = await memory.keep(given, None, 30)
    await feedback.vote(id_, True, "", ANN)
    (row,) = await feedback.rows()
    assert (row["id"], row["quote"], row["speaker"]) == (id_, given.quote.text, given.quote.speaker)
    assert row["expected"] == ["ALTERED"]
    assert given.closest
    assert row["seed_statement"] == given.closest.statement.id


async def test_nobody_is_named_in_the_store(redis: Redis) -> None:
    memory = RedisMemory(redis)
    id_ = await memory.keep(verdict(Rating.ALTERED), None, 30)
    await RedisFeedback(redis, memory).vote(id_, True, "", ANN)
    assert b"U-ANN" not in repr(await redis.hgetall(f"v:feedback:{id_}")).encode()


async def test_a_missing_source_becomes_a_proposal(redis: Redis) -> None:
    memory = RedisMemory(redis)
    feedback = RedisFeedback(redis, memory)
    id_ = await memory.keep(verdict(Rating.NOT_DOCUMENTED), None, 30)
    await feedback.vote(id_, False, "missing source: https://un.example/feed", ANN)
    await feedback.vote(id_, False, "missing source: javascript:alert(1)", BOB)
    proposals = {one["source"]: one["votes"] for one in await feedback.proposals()}
    assert proposals == {"https://un.example/feed": 1, "": 1}


async def test_a_forgotten_answer_takes_no_votes(redis: Redis) -> None:
    with pytest.raises(GoneError):
        await RedisFeedback(redis, RedisMemory(redis)).vote("gone", True, "", ANN)
    assert await redis.dbsize() == 0


async def test_who_asks_to_be_forgotten_takes_their_votes_back_and_nobody_elses(redis: Redis) -> None:
    memory = RedisMemory(redis)
    feedback = RedisFeedback(redis, memory)
    both, own = [await memory.keep(verdict(Rating.ALTERED), None, 30) for _ in range(2)]
    await feedback.vote(both, True, "", ANN)
    await feedback.vote(both, False, "", BOB)
    await feedback.vote(own, True, "", ANN)
    assert await feedback.forget_user("slack", "T1", "U-ANN") == 2
    (row,) = await feedback.rows()
    assert (row["id"], row["up"], row["down"]) == (both, 0, 1)
    assert not await redis.exists(f"v:feedback:{own}")
    assert await feedback.forget_user("slack", "T1", "U-ANN") == 0
