"""A key opens the API, is kept as a hash only, and has a limit of its own."""

import pytest
from redis.asyncio import Redis

from bot.stores.api_keys import Keys
from corpus.errors import SettingsError


async def test_only_the_hash_of_a_key_is_kept(redis: Redis) -> None:
    key = await Keys(redis).add("newsroom")
    assert key.encode() not in repr(await redis.hgetall("v:keys")).encode()
    assert [one.name for one in await Keys(redis).all()] == ["newsroom"]


async def test_a_key_that_was_taken_back_opens_nothing(redis: Redis) -> None:
    keys = Keys(redis)
    key = await keys.add("newsroom")
    assert await keys.admit(key) == 0
    assert await keys.remove("newsroom")
    assert await keys.admit(key) is None
    assert not await keys.remove("newsroom")


async def test_a_name_is_given_once(redis: Redis) -> None:
    await Keys(redis).add("newsroom")
    with pytest.raises(SettingsError):
        await Keys(redis).add("newsroom")


async def test_each_key_has_its_own_limit_until_the_minute_is_over(redis: Redis) -> None:
    at = [600.0]
    keys = Keys(redis, lambda: at[0])
    one, other = await keys.add("one", 2), await keys.add("other", 2)
    at[0] = 615.0
    assert [await keys.admit(one) for _ in range(3)] == [0, 0, 45]
    assert await keys.admit(other) == 0
    at[0] = 660.0
    assert await keys.admit(one) == 0
