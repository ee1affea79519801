"""Bodies of requests that are too long, break off or drip."""

import asyncio
from collections.abc import Sequence

import pytest
from starlette.requests import Request

from handlers.asgi.request_body import BrokenBodyError, LongBodyError, read_body


def request(*messages: dict[str, object], then: float = 0.0) -> Request:
    left = list(messages)

    async def receive() -> dict[str, object]:
        await asyncio.sleep(then)
        return left.pop(0) if left else await asyncio.Event().wait()  # type: ignore[return-value]

    return Request({"type": "http", "method": "POST", "path": "/door", "headers": []}, receive)  # type: ignore[arg-type]


def parts(*chunks: bytes, last: bool = True) -> Sequence[dict[str, object]]:
    more = [True] * (len(chunks) - 1) + [not last]
    return [{"type": "http.request", "body": c, "more_body": m} for c, m in zip(chunks, more, strict=True)]


async def test_a_body_of_some_parts_is_one() -> None:
    assert await read_body(request(*parts(b"one ", b"two")), 7) == b"one two"


async def test_a_body_that_is_too_long_is_not_read_to_its_end() -> None:
    with pytest.raises(LongBodyError, match="longer than 6 bytes"):
        await read_body(request(*parts(b"one ", b"two", last=False)), 6)


@pytest.mark.parametrize(
    "messages",
    [
        pytest.param([*parts(b"one", last=False), {"type": "http.disconnect"}], id="broken off"),
        pytest.param(parts(b"one", last=False), id="never ended"),
    ],
)
async def test_a_body_that_does_not_come_to_its_end_is_broken(messages: list[dict[str, object]]) -> None:
    with pytest.raises(BrokenBodyError, match="/door"):
        await read_body(request(*messages), 100, patience=0.05)


async def test_a_body_that_drips_is_broken() -> None:
    with pytest.raises(BrokenBodyError):
        await read_body(request(*parts(*[b"a"] * 100), then=0.02), 1_000, patience=0.1)
