"""The addresses for whoever keeps the program running."""

import asyncio

import httpx
import pytest

from bot import __version__
from bot.operations import OK, Check, routes
from bot.server import build_app
from corpus.errors import IndexUnavailableError

PRIVATE, PUBLIC = ("10.1.2.3", 5000), ("93.184.216.34", 5000)


async def numbers() -> bytes:
    return b"verbatim_record_up 1.0\n"


async def fine() -> str:
    return OK


def raising(error: Exception) -> Check:
    async def check() -> str:
        raise error

    return check


def client(
    checks: dict[str, Check] | None = None, *, token: str = "", peer: tuple[str, int] = PRIVATE
) -> httpx.AsyncClient:
    app = build_app(operations=routes(checks or {}, numbers, token))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=peer)
    return httpx.AsyncClient(transport=transport, base_url="http://localhost")


async def test_alive_says_nothing_of_the_inside_and_asks_nothing() -> None:
    checks = {"record": raising(AssertionError("it was asked"))}
    async with client(checks) as http:
        response = await http.get("/healthz")
        assert (response.status_code, response.json()) == (200, {"status": "ok"})
        assert (await http.head("/healthz")).status_code == 200
        assert (await http.post("/healthz")).status_code == 405


async def test_the_version_is_told() -> None:
    async with client() as http:
        assert (await http.get("/version")).json() == {"name": "verbatim", "version": __version__}


async def test_ready_when_every_check_is_fine() -> None:
    async with client({"record": fine, "slack": fine}) as http:
        response = await http.get("/readyz")
        assert (response.status_code, response.json()["checks"]) == (200, {"record": OK, "slack": OK})


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (IndexUnavailableError("redis://:hunter2@db"), "cannot be reached"),
        (ValueError("redis://:hunter2@db"), "the check itself failed"),
    ],
    ids=["outage", "fault"],
)
async def test_not_ready_says_which_part_and_gives_nothing_away(
    error: Exception, state: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with client({"record": raising(error), "slack": fine}) as http:
        response = await http.get("/readyz")
        assert response.status_code == 503
        assert response.json() == {"status": "not ready", "checks": {"record": state, "slack": OK}}
        assert "hunter2" not in caplog.text


async def test_a_check_that_hangs_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.operations.SECONDS", 0.01)

    async def hangs() -> str:
        await asyncio.Event().wait()
        return OK

    async with client({"record": hangs}) as http:
        assert (await http.get("/readyz")).json()["checks"]["record"].startswith("no answer")


async def test_a_damaged_record_is_not_ready() -> None:
    async def damaged() -> str:
        return "damaged"

    async with client({"record": damaged}) as http:
        assert (await http.get("/readyz")).status_code == 503


@pytest.mark.parametrize(
    ("peer", "headers", "status"),
    [
        pytest.param(PRIVATE, {}, 200, id="from inside"),
        pytest.param(("::ffff:10.1.2.3", 5000), {}, 200, id="from inside, on a socket for both families"),
        pytest.param(("::ffff:93.184.216.34", 5000), {}, 404, id="from the world, on such a socket"),
        pytest.param(PUBLIC, {}, 404, id="from the world"),
        pytest.param(PRIVATE, {"X-Forwarded-For": "198.51.100.7"}, 404, id="from the world, by a proxy"),
        pytest.param(
            PRIVATE, {"Forwarded": "for=198.51.100.7"}, 404, id="the same, by the standard's header"
        ),
    ],
)
async def test_without_a_token_numbers_are_for_the_inside(
    peer: tuple[str, int], headers: dict[str, str], status: int
) -> None:
    async with client(peer=peer) as http:
        assert (await http.get("/metrics", headers=headers)).status_code == status


@pytest.mark.parametrize(
    ("shown", "status"),
    [("Bearer sesame", 200), ("Bearer sesam", 404), ("sesame", 404), ("", 404), ("Bearer ü", 404)],
)
async def test_with_a_token_numbers_are_for_whoever_shows_it(shown: str, status: int) -> None:
    async with client(token="sesame", peer=PUBLIC) as http:
        response = await http.get("/metrics", headers={"Authorization": shown.encode()} if shown else {})
        assert response.status_code == status
