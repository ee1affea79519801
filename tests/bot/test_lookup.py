"""A record on a server that may take statements away is not opened: what is gone would look like an absence."""

from pathlib import Path

import pytest
from redis.asyncio import Redis

from bot.load import starter
from bot.lookup import open_lookup
from bot.settings import Settings
from corpus.errors import SettingsError
from corpus.index.writer import Writer
from corpus.models import Quote
from corpus.storage.health import server_facts
from corpus.verdict import Rating
from tests.support.cluster import running_server


@pytest.mark.parametrize("policy", ["allkeys-lru", "allkeys-lfu", "allkeys-random"])
async def test_a_server_that_evicts_is_refused_with_what_to_set(tmp_path: Path, policy: str) -> None:
    async with running_server(tmp_path) as url, Redis.from_url(url) as client:
        await client.config_set("maxmemory-policy", policy)
        with pytest.raises(SettingsError, match=f"{policy}.*CONFIG SET maxmemory-policy noeviction"):
            async with open_lookup(Settings(url, tmp_path)):
                pass
        await client.config_set("maxmemory-policy", "noeviction")
        async with open_lookup(Settings(url, tmp_path)) as lookup:
            await Writer(lookup.store.client).add(starter()[:1])
            assert (await lookup.verify(Quote(starter()[0].text[:200]))).rating is Rating.VERBATIM


async def test_a_server_that_evicts_what_lapses_is_warned_of(tmp_path: Path) -> None:
    async with running_server(tmp_path) as url, Redis.from_url(url) as client:
        await client.config_set("maxmemory-policy", "volatile-lru")
        async with open_lookup(Settings(url, tmp_path)) as lookup:
            [facts] = await server_facts(lookup.store.client)
    assert any("volatile-lru" in warning for warning in facts.warnings)
