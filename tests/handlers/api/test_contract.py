"""Schemathesis asks the API everything that its document allows, and much that it does not (`make contract`)."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from starlette.applications import Starlette

from bot.load import starter
from corpus.models import Coverage, Quote, Statement
from corpus.verdict import Rating, Verdict
from handlers.api.endpoints import Functions, routes
from tests.support.verdicts import verdict

schemathesis = pytest.importorskip("schemathesis", reason="make contract installs it")

KEY = "vb_contract"
STATEMENTS = {one.id: one for one in starter()}


async def _verify(quote: Quote) -> Verdict:
    """Every rating: the length of the quote chooses."""
    return replace(verdict(list(Rating)[len(quote.text) % len(Rating)]), quote=quote)


async def _statement(id_: str) -> Statement | None:
    return STATEMENTS.get(id_)


async def _coverage() -> Coverage:
    return Coverage(126, 72, None, "1770", "2026-02-13", "2026-02-14T08:30:00Z", ("TASS",))


async def _admit(key: str) -> int | None:
    return 0 if key == KEY else None


app = Starlette(routes=routes(Functions(_verify, _statement, _coverage, _admit)))
schema = schemathesis.openapi.from_asgi("/api/openapi.json", app)


@schema.parametrize()
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck), database=None)
def test_the_api_keeps_what_its_document_promises(case: Any) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {KEY}"})
