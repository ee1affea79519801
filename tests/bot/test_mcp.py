"""Agents are told what the record holds, and told apart from it when it could not be looked up (`make contract`)."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp", reason="make contract installs it")

from mcp import StdioServerParameters
from mcp.client import Client
from mcp.client.stdio import stdio_client

from bot.record_server.connect import open_store
from bot.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.fixture
def server(store: Settings) -> Any:
    """The command as an agent's program starts it."""
    environ = {**os.environ, "REDIS_URL": store.redis_url or "", "PYTHONPATH": str(ROOT)}
    return stdio_client(StdioServerParameters(command=sys.executable, args=["-m", "bot", "mcp"], env=environ))


async def _load(store: Settings) -> None:
    from bot import load
    from tests.support.record import Record

    async with open_store(store) as opened:
        await opened.client.flushdb()
        await load.load(Record(opened.client), iter(load.starter()))


async def test_an_agent_verifies_a_quote_and_finds_statements(store: Settings, server: Any) -> None:
    await _load(store)
    async with Client(server) as client:
        names = {tool.name for tool in (await client.list_tools()).tools}
        assert names == {"verify_quote", "find_statements"}
        asked = {"quote": "Western troops in Ukraine would be lawful targets", "speaker": "Putin"}
        verdict = (await client.call_tool("verify_quote", asked)).structured_content
        assert verdict["rating"] == "PARAPHRASED"
        assert verdict["closest"]["url"]
        found = (
            await client.call_tool("find_statements", {"words": "legitimate targets"})
        ).structured_content
        assert found["near"]
        assert all(one["wording"] and one["speaker"] for one in found["near"])


@pytest.mark.parametrize("asked", ["  ", "https://paper.example/a"])
async def test_nothing_asked_is_an_error_and_no_finding(server: Any, asked: str) -> None:
    async with Client(server) as client:
        result = await client.call_tool("verify_quote", {"quote": asked})
    assert result.is_error
    assert "rating" not in str(result.content)
