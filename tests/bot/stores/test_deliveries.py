import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

import bot.stores.deliveries
from bot.stores.deliveries import RedisDeliveries


@pytest.fixture
async def unreachable(tmp_path: Path) -> AsyncIterator[Redis]:
    async with Redis(unix_socket_path=str(tmp_path / "nobody.sock"), retry=None) as client:
        yield client


async def test_a_delivery_is_the_first_once(redis: Redis) -> None:
    once = RedisDeliveries(redis)
    assert [await once.first("Ev1"), await once.first("Ev1"), await once.first("Ev2")] == [True, False, True]


async def test_of_many_processes_one_is_the_first(redis: Redis) -> None:
    assert sum(await asyncio.gather(*(RedisDeliveries(redis).first("Ev1") for _ in range(20)))) == 1


async def test_two_kinds_of_deliveries_do_not_meet(redis: Redis) -> None:
    assert await RedisDeliveries(redis, prefix="once:slack:").first("1")
    assert await RedisDeliveries(redis, prefix="once:teams:").first("1")


async def test_a_delivery_is_forgotten_in_time(redis: Redis) -> None:
    await RedisDeliveries(redis, seconds=60).first("Ev1")
    [name] = await redis.keys("once:*")
    assert 0 < await redis.ttl(name) <= 60


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("T1:C1:Tear down this wall!", id="words"),
        pytest.param("\ud800", id="lone surrogate"),
        pytest.param("", id="empty"),
        pytest.param("x" * 100_000, id="long"),
    ],
)
async def test_no_word_of_a_chat_is_stored(redis: Redis, key: str) -> None:
    assert await RedisDeliveries(redis).first(key)
    assert not await RedisDeliveries(redis).first(key)
    [name] = await redis.keys("*")
    assert len(name) == len("once:") + 32
    assert b"wall" not in name + await redis.get(name)


async def test_while_redis_is_away_a_delivery_is_still_the_first_and_only_once(unreachable: Redis) -> None:
    once = RedisDeliveries(unreachable)
    assert [await once.first("Ev1") for _ in range(4)] == [True, False, False, False]


async def test_a_delivery_repeated_at_once_while_redis_is_away_is_the_first_once(unreachable: Redis) -> None:
    once = RedisDeliveries(unreachable)
    assert sum(await asyncio.gather(*(once.first("Ev1") for _ in range(4)))) == 1


async def test_what_was_taken_during_an_outage_is_known_after_it(redis: Redis, unreachable: Redis) -> None:
    once = RedisDeliveries(unreachable)
    assert await once.first("Ev1")
    once._redis = redis
    assert not await once.first("Ev1")


async def test_what_was_taken_before_an_outage_is_known_during_it(redis: Redis, unreachable: Redis) -> None:
    once = RedisDeliveries(redis)
    assert await once.first("Ev1")
    once._redis = unreachable
    assert not await once.first("Ev1")


async def test_a_redis_that_stays_silent_costs_little_time(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.stores.deliveries, "_PATIENCE", 0.05)
    await redis.client_pause(10_000, all=False)
    try:
        assert await RedisDeliveries(redis).first("Ev1")
    finally:
        await redis.client_unpause()


async def test_a_reply_lost_on_the_way_does_not_lose_the_delivery(redis: Redis) -> None:
    class Lossy(Redis):
        async def execute_command(self, *args: Any, **options: Any) -> Any:
            answer = await super().execute_command(*args, **options)
            # As the client does by itself when the connection breaks before the reply.
            return await super().execute_command(*args, **options) if args[0] == "SET" else answer

    once = RedisDeliveries(Lossy(connection_pool=redis.connection_pool))
    assert await once.first("Ev1")
    assert not await once.first("Ev1")


async def test_the_memory_of_a_process_is_bounded_and_forgets(
    unreachable: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.stores.deliveries, "_REMEMBERED", 3)
    now = 0.0
    once = RedisDeliveries(unreachable, seconds=60, clock=lambda: now)
    for number in range(10):
        assert await once.first(str(number))
    assert len(once._taken) == 3
    assert not await once.first("9")
    now = 60.0
    assert await once.first("9")
    assert len(once._taken) == 1


async def test_a_delivery_that_could_not_be_answered_may_come_again(redis: Redis, unreachable: Redis) -> None:
    for client in (redis, unreachable):
        once = RedisDeliveries(client)
        assert await once.first("Ev1")
        await once.forget("Ev1")
        assert await once.first("Ev1")
        assert not await once.first("Ev1")


async def test_a_delivery_that_was_answered_is_remembered_for_longer(
    redis: Redis, unreachable: Redis
) -> None:
    for client in (redis, unreachable):
        now = 0.0
        once = RedisDeliveries(client, seconds=50, clock=lambda: now)  # noqa: B023 - called while it holds
        assert await once.first("Ev1")
        await once.keep("Ev1")
        now = 3600.0
        assert not await once.first("Ev1")
    [name] = await redis.keys("once:*")
    assert await redis.ttl(name) > 3600


async def test_a_first_try_that_came_to_nothing_is_forgotten_in_a_process_too(unreachable: Redis) -> None:
    now = 0.0
    once = RedisDeliveries(unreachable, seconds=50, clock=lambda: now)
    await once.keep("before")
    assert await once.first("Ev1")
    now = 50.0
    assert await once.first("Ev1")
    assert not await once.first("before")
