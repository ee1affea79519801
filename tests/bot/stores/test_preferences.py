"""A channel gets what it asked for, else what its team asked for, else the default."""

from redis.asyncio import Redis

from bot.stores.preferences import RedisPreferences
from handlers.ports.preferences import Pasted, Preferences

TEAM = Preferences(private=True, days=7)
CHANNEL = Preferences(
    pasted=Pasted.NOT_VERBATIM, sources=("Kremlin",), languages=("en", "ru"), reviewers=("U1",)
)


async def test_the_channel_comes_before_the_team_and_the_team_before_the_default(redis: Redis) -> None:
    preferences = RedisPreferences(redis)
    assert await preferences.get("slack", "T1", "C1") == Preferences()
    await preferences.put("slack", "T1", "", TEAM, "U9")
    assert await preferences.get("slack", "T1", "C1") == TEAM
    await preferences.put("slack", "T1", "C1", CHANNEL, "U9")
    assert await preferences.get("slack", "T1", "C1") == CHANNEL
    assert await preferences.get("slack", "T1", "C2") == TEAM


async def test_chats_and_teams_do_not_see_each_others(redis: Redis) -> None:
    preferences = RedisPreferences(redis)
    await preferences.put("slack", "T1", "", TEAM, "U9")
    assert await preferences.get("teams", "T1", "C1") == Preferences()
    assert await preferences.get("slack", "T2", "C1") == Preferences()
