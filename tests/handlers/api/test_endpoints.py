"""The HTTP API on a real record: keys, limits, and no failure that looks like a finding."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import TypeVar

import httpx
import msgspec
import pytest
from redis.asyncio import Redis
from starlette.applications import Starlette

from bot.load import starter
from bot.stores.api_keys import Keys
from corpus.collecting.coverage import CoverageReader
from corpus.errors import IndexUnavailableError
from corpus.models import Quote, Statement
from corpus.storage import keys as places
from corpus.verdict import Verdict
from corpus.verify import Verifier
from handlers.api.endpoints import Functions, routes
from handlers.api.schema import LIMIT, Answer, Answers, Published, Searched
from handlers.parsing.request import parse
from tests.support.record import Record

T = TypeVar("T")
GOLDEN = {"quote": "Western troops in Ukraine would be lawful targets", "speaker": "Putin"}


@pytest.fixture
async def functions(redis: Redis) -> Functions:
    index, coverage_reader = Record(redis), CoverageReader(redis)
    await index.add(list(starter()))

    async def statement(id_: str) -> Statement | None:
        return next(iter(await index.whole([places.identity(id_)])), None)

    return Functions(
        Verifier(index, coverage_reader).verify, statement, coverage_reader.coverage, Keys(redis).admit
    )


@pytest.fixture
async def http(functions: Functions, redis: Redis) -> AsyncIterator[httpx.AsyncClient]:
    key = await Keys(redis).add("tests", 1_000)
    async with client(functions, key) as opened:
        yield opened


def client(functions: Functions, key: str = "") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=Starlette(routes=routes(functions)))
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return httpx.AsyncClient(transport=transport, base_url="http://bot.example", headers=headers)


async def test_a_verdict_comes_as_the_document_says(http: httpx.AsyncClient) -> None:
    response = await http.post("/api/verify", json=GOLDEN)
    assert response.status_code == 200
    answer = json_as(response, Answer)
    assert answer.rating == "PARAPHRASED"
    assert answer.closest
    assert answer.closest.url


@pytest.mark.parametrize(
    "message",
    [
        "Putin said Western troops would be lawful targets and demanded guarantees, opposing NATO entry",
        "Putin said “Western troops would be lawful targets” and demanded guarantees, opposing NATO entry",
        "“We will win,” said Putin.\n“We will not,” said Lavrov.",
    ],
)
async def test_a_message_is_read_as_a_chat_reads_it(http: httpx.AsyncClient, message: str) -> None:
    answers = json_as(await http.post("/api/verify", json={"message": message}), Answers).answers
    assert [(one.quote, one.speaker) for one in answers] == [
        (q.text, q.speaker) for q in parse(message).quotes
    ]
    assert len(answers) > 1


async def test_a_statement_of_an_answer_can_be_read_whole(http: httpx.AsyncClient) -> None:
    closest = (await http.post("/api/verify", json=GOLDEN)).json()["closest"]
    whole = json_as(await http.get(f"/api/statements/{closest['statement']}"), Published)
    assert whole.text[closest["start"] : closest["end"]] == closest["wording"]
    assert (await http.get("/api/statements/none/of/these")).status_code == 404
    broken = await http.get("/api/statements/none%0Aof%0A")
    assert (broken.status_code, broken.json()["error"]) == (404, "unknown_statement")


async def test_what_the_record_holds_is_told(http: httpx.AsyncClient) -> None:
    assert json_as(await http.get("/api/coverage"), Searched).statements == 126


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="no key"),
        pytest.param({"Authorization": "Bearer vb_guessed"}, id="unknown key"),
        pytest.param({"Authorization": "Basic dTpw"}, id="another scheme"),
        pytest.param({"Authorization": "Bearer " + "x" * 5_000}, id="absurd key"),
    ],
)
async def test_without_a_known_key_nothing_is_told(functions: Functions, headers: dict[str, str]) -> None:
    async with client(functions) as http:
        for response in (
            await http.post("/api/verify", json=GOLDEN, headers=headers),
            await http.get("/api/coverage", headers=headers),
            await http.get("/api/statements/x", headers=headers),
        ):
            assert response.status_code == 401
            assert response.headers["www-authenticate"] == "Bearer"
            assert response.json()["error"] == "unknown_key"


async def test_a_key_over_its_limit_is_told_when_to_come_back(functions: Functions, redis: Redis) -> None:
    keys = Keys(redis, lambda: 615.0)
    async with client(replace(functions, admit=keys.admit), await keys.add("busy", 1)) as http:
        assert (await http.get("/api/coverage")).status_code == 200
        refused = await http.get("/api/coverage")
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "45"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"{}", id="no quote"),
        pytest.param(b'{"quote": 7}', id="a number"),
        pytest.param(b'{"quote": "   "}', id="blank"),
        pytest.param(b'{"quote": "\xff"}', id="no UTF-8"),
        pytest.param(b'{"quote": "\\ud800 abc"}', id="half a character"),
        pytest.param(b'{"quote": "https://paper.example/a"}', id="an address and no words"),
        pytest.param(b'{"quote": "we shall", "spaeker": "Churchill"}', id="a misspelt field"),
        pytest.param(b'{"quote": "we shall", "since": "last week"}', id="no date"),
        pytest.param(b"[" * 20_000, id="endless nesting"),
        pytest.param(json.dumps({"quote": "x" * 5_001}).encode(), id="too long a quote"),
        pytest.param(b'{"message": "did he say that?"}', id="a message without words"),
        pytest.param(b'{"message": "we shall", "quote": "we shall"}', id="a message and a quote"),
    ],
)
async def test_what_is_no_question_is_refused_in_words(http: httpx.AsyncClient, body: bytes) -> None:
    response = await http.post("/api/verify", content=body)
    assert response.status_code == 422
    assert response.json()["message"]


async def test_a_body_without_end_is_cut_off(http: httpx.AsyncClient) -> None:
    response = await http.post("/api/verify", content=b" " * (LIMIT + 1))
    assert response.status_code == 413


async def test_an_outage_is_never_a_finding(functions: Functions, redis: Redis) -> None:
    async def away(_: Quote) -> Verdict:
        raise IndexUnavailableError

    async def nobody(_: str) -> int:
        raise IndexUnavailableError

    key = await Keys(redis).add("tests")
    for lost in (replace(functions, verify=away), replace(functions, admit=nobody)):
        async with client(lost, key) as http:
            response = await http.post("/api/verify", json=GOLDEN)
        assert response.status_code == 503
        assert response.headers["retry-after"]
        assert response.json()["error"] == "could_not_look"
        assert "rating" not in response.json()
        assert "ot documented" not in response.text


async def test_the_document_needs_no_key(functions: Functions) -> None:
    async with client(functions) as http:
        described = (await http.get("/api/openapi.json")).json()
    assert described["paths"].keys() == {"/api/verify", "/api/statements/{id}", "/api/coverage"}


def json_as(response: httpx.Response, kind: type[T]) -> T:
    assert response.status_code == 200
    return msgspec.json.decode(response.content, type=kind)
