"""The page behind an HTTP client."""

from collections.abc import Callable

import httpx
import pytest
from starlette.applications import Starlette

from bot.stores import backlog, deliveries
from corpus.models import Quote
from corpus.verdict import Rating, Verdict
from handlers.conversation.service import Verify, answer
from handlers.slack import delivery
from handlers.web.chat_page import routes
from tests.support.ratings import verdict
from tests.support.waiting import DEADLINE

Ask = Callable[[Verify], httpx.AsyncClient]


@pytest.fixture
def patience() -> float:
    """Seconds after which an answer in a chat shows that it goes on: never, where no test says otherwise."""
    return DEADLINE


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a store that a busy machine slows down for no store that hangs."""
    monkeypatch.setattr(backlog, "_PATIENCE", DEADLINE)
    monkeypatch.setattr(deliveries, "_PATIENCE", DEADLINE)
    monkeypatch.setattr(delivery, "_PATIENCE", DEADLINE)


@pytest.fixture
def give() -> Callable[[Rating], Verify]:
    """A `verify` that gives every quote the same rating."""

    def give(rating: Rating) -> Verify:
        async def verify(quote: Quote) -> Verdict:
            return verdict(rating, quote)

        return verify

    return give


@pytest.fixture
def open_page() -> Ask:
    """The page, over a `verify`, in a browser that follows redirects and keeps its cookie."""

    def open_page(verify: Verify) -> httpx.AsyncClient:
        app = Starlette(routes=routes(lambda text: answer(text, verify)))
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://localhost:8080", follow_redirects=True
        )

    return open_page
