"""The page behind an HTTP client."""

from collections.abc import Callable

import httpx
import pytest
from starlette.applications import Starlette

from corpus.models import Quote
from corpus.verdict import Rating, Verdict
from handlers.conversation.service import Verify, answer
from handlers.web.chat_page import routes
from tests.support.ratings import verdict

Ask = Callable[[Verify], httpx.AsyncClient]


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
