"""Workspaces' tokens: encrypted, found for the right workspace, renewed once, gone when the bot is removed."""

import asyncio
import time
from dataclasses import dataclass, field

import pytest
from cryptography.fernet import Fernet
from redis.asyncio import Redis
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from bot.stores.installations import RedisInstallations, RedisStates, Tokens, vault
from corpus.errors import SettingsError

KEY = Fernet.generate_key().decode()
SOON = int(time.time()) + 6600  # within two hours; noted long before the last of these tests runs
LATER = int(time.time()) + 12 * 3600


def bot(team: str | None = "T1", *, enterprise: str | None = None, ends: int | None = None) -> Bot:
    return Bot(
        enterprise_id=enterprise,
        team_id=team,
        bot_token=f"xoxb-{enterprise}-{team}",
        bot_id="B1",
        bot_user_id="U1",
        bot_scopes=["chat:write"],
        bot_refresh_token="xoxe-1",
        bot_token_expires_at=ends,
        is_enterprise_install=team is None,
        installed_at=time.time(),
    )


@dataclass
class Rotator(AsyncTokenRotator):
    """Slack's part of a renewal: a refresh token is good for one use."""

    used: list[str] = field(default_factory=list)
    refuses: bool = False

    async def perform_bot_token_rotation(self, *, bot: Bot, minutes_before_expiration: int = 120) -> Bot:
        assert minutes_before_expiration > 0
        await asyncio.sleep(0)  # the others come meanwhile
        if self.refuses or bot.bot_refresh_token in self.used:
            raise SlackTokenRotationError(None)  # type: ignore[arg-type]  # no answer of Slack's is needed here
        self.used.append(str(bot.bot_refresh_token))
        renewed = Bot(**bot.to_dict_for_copying())
        renewed.bot_token, renewed.bot_refresh_token = "xoxb-new", "xoxe-2"
        renewed.bot_token_expires_at = LATER
        return renewed


@pytest.fixture
def installed(redis: Redis) -> RedisInstallations:
    return RedisInstallations(redis, vault(KEY))


async def test_a_token_is_found_again_by_its_workspace_alone(installed: RedisInstallations) -> None:
    await installed.async_save_bot(bot("T1"))
    found = await installed.async_find_bot(enterprise_id=None, team_id="T1")
    assert found
    assert found.bot_token == "xoxb-None-T1"
    assert await installed.async_find_bot(enterprise_id=None, team_id="T2") is None


async def test_an_organisation_serves_all_its_workspaces(installed: RedisInstallations) -> None:
    await installed.async_save_bot(bot(None, enterprise="E1"))
    found = await installed.async_find_bot(enterprise_id="E1", team_id="T9")
    assert found
    assert found.bot_token == "xoxb-E1-None"
    assert await installed.async_find_bot(enterprise_id="E2", team_id="T9") is None


async def test_no_token_lies_in_the_store_as_it_is_and_no_user_token_at_all(
    installed: RedisInstallations, redis: Redis
) -> None:
    await installed.async_save(
        Installation(
            user_id="U2",
            team_id="T1",
            bot_token="xoxb-secret",
            bot_id="B",
            bot_user_id="U",
            user_token="xoxp-mine",
        )
    )
    [name] = await redis.keys("v:slack:*")
    body = bytes(await redis.get(name))  # type: ignore[arg-type]  # a store of bytes
    assert b"xoxb" not in body
    assert b"xoxp" not in vault(KEY).decrypt(body)


async def test_a_new_key_comes_in_beside_the_old_one(installed: RedisInstallations, redis: Redis) -> None:
    await installed.async_save_bot(bot())
    new = Fernet.generate_key().decode()
    assert await RedisInstallations(redis, vault(f"{new},{KEY}")).async_find_bot(
        enterprise_id=None, team_id="T1"
    )
    assert not await RedisInstallations(redis, vault(new)).async_find_bot(enterprise_id=None, team_id="T1")


def test_what_is_no_key_stops_the_start() -> None:
    with pytest.raises(SettingsError, match="SLACK_TOKEN_KEY"):
        vault("secret")


async def test_questions_at_once_renew_a_token_once(installed: RedisInstallations) -> None:
    await installed.async_save_bot(bot(ends=int(time.time()) + 5))
    rotator = Rotator()
    tokens = Tokens(installed, rotator)
    found = await asyncio.gather(*(tokens.find(None, "T1") for _ in range(10)))
    assert rotator.used == ["xoxe-1"]
    assert {one.bot_token for one in found if one} == {"xoxb-new"}
    assert all(found)


async def test_of_the_tokens_that_were_handed_out_the_latest_are_known(
    installed: RedisInstallations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.stores.installations.MOST_TOKENS", 2)
    tokens = Tokens(installed, Rotator())
    for team in ("T1", "T2", "T1", "T3"):
        await installed.async_save_bot(bot(team))
        await tokens.find(None, team)

    async def refused(_: str) -> bool:
        return False

    known = [await tokens.revoked(f"xoxb-None-{team}", refused) for team in ("T1", "T2", "T3")]
    assert known == [True, False, True]


@pytest.mark.parametrize(
    ("ends", "token"),
    [
        pytest.param(SOON, "xoxb-None-T1", id="still good: used on"),
        pytest.param(1, None, id="over: nothing is sent"),
    ],
)
async def test_a_refused_renewal_costs_no_answer_while_the_token_works(
    installed: RedisInstallations, ends: int, token: str | None
) -> None:
    await installed.async_save_bot(bot(ends=ends))
    found = await Tokens(installed, Rotator(refuses=True)).find(None, "T1")
    assert (found.bot_token if found else None) == token


async def test_who_removes_the_bot_leaves_nothing_behind(installed: RedisInstallations, redis: Redis) -> None:
    await installed.async_save_bot(bot())
    await installed.async_delete_all(enterprise_id=None, team_id="T1")
    assert await redis.keys("*") == []


async def test_a_state_is_good_for_one_use(redis: Redis) -> None:
    states = RedisStates(redis)
    state = await states.async_issue()
    assert [await states.async_consume(state), await states.async_consume(state)] == [True, False]
    assert not await states.async_consume("made up")
