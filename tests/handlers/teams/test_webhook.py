"""The outgoing webhook: who may call it, and that each call has its one answer in time."""

import base64
import hashlib
import hmac
import json
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from corpus.errors import IndexUnavailableError
from handlers.messages import say
from handlers.ports.address import Address
from handlers.ports.preferences import Preferences
from handlers.replies.reply import Reply
from handlers.teams.webhook import PATH, Webhook
from tests.handlers.teams.conftest import Office
from tests.support.teams.fake import TENANT, words

QUOTE = "Western troops in Ukraine would be lawful targets"
SECRET, OLDER = b"s" * 32, b"o" * 32
CALL = {
    "type": "message",
    "text": f"<at>Verbatim</at> “{QUOTE}”\n",
    "from": {"id": "29:user-1", "aadObjectId": "user-1"},
    "conversation": {"id": "19:c@thread.tacv2;messageid=1795332885341"},
    "channelData": {"tenant": {"id": TENANT}},
}


def sign(raw: bytes, secret: bytes = SECRET) -> str:
    return "HMAC " + base64.b64encode(hmac.new(secret, raw, hashlib.sha256).digest()).decode()


async def call(
    office: Office, raw: bytes, authorization: str | bytes | None = None, *, seconds: float = 4.0
) -> httpx.Response:
    app = Starlette(routes=Webhook(office.responder, (OLDER, SECRET), seconds=seconds).routes())
    signed = sign(raw) if authorization is None else authorization
    headers = {b"authorization": signed if isinstance(signed, bytes) else signed.encode()} if signed else {}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot") as http:
        return await http.post(PATH, content=raw, headers=headers)


def raw_of(**changed: Any) -> bytes:
    return json.dumps({**CALL, **changed}).encode()


@pytest.mark.parametrize("secret", [SECRET, OLDER], ids=["one team", "another team"])
async def test_a_signed_call_is_answered_at_once_and_its_place_is_known(
    office: Office, secret: bytes
) -> None:
    raw = raw_of()
    response = await call(office, raw, sign(raw, secret))
    assert response.status_code == 200
    assert response.json()["type"] == "message"
    assert "Documented, but not in these words" in words(response.json())
    [(text, address)] = office.asked
    assert text == f"“{QUOTE}”"
    thread = "19:c@thread.tacv2;messageid=1795332885341"
    assert address == Address("teams", TENANT, "19:c@thread.tacv2", thread, "user-1")
    assert not office.teams.calls


@pytest.mark.parametrize(
    "authorization",
    [
        pytest.param("", id="missing"),
        pytest.param("HMAC", id="no signature"),
        pytest.param("HMAC é!".encode(), id="no Base64"),
        pytest.param(sign(raw_of(), b"x" * 32), id="another secret"),
        pytest.param(sign(raw_of(text="another")), id="another body"),
        pytest.param(sign(raw_of()).replace("HMAC", "Bearer"), id="another scheme"),
        pytest.param(sign(raw_of()).lower(), id="in small letters"),
    ],
)
async def test_what_teams_did_not_sign_is_not_read(office: Office, authorization: str | bytes) -> None:
    response = await call(office, raw_of(), authorization)
    assert (response.status_code, response.content) == (401, b"")
    assert not office.asked


async def test_a_late_answer_is_a_plain_sentence_that_nothing_was_checked(office: Office) -> None:
    office.may.clear()
    response = await call(office, raw_of(), seconds=0.1)
    assert response.status_code == 200
    assert response.json() == {"type": "message", "textFormat": "plain", "text": say("chats.too_slow")}
    assert "I have not checked this quote" in say("chats.too_slow")


async def test_our_name_alone_is_told_what_to_do(office: Office) -> None:
    response = await call(office, raw_of(text="<at>Verbatim</at>&nbsp;\n"))
    assert response.json()["text"] == say("chats.nothing_there")
    assert not office.asked


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"\xff", b'{"a":"' + b"x" * 1_000_001 + b'"}'])
async def test_a_body_that_is_no_activity_is_400(office: Office, raw: bytes) -> None:
    assert (await call(office, raw)).status_code == 400


async def test_an_outage_is_never_reported_as_not_documented(office: Office) -> None:
    async def down(_: str, __: Address, ___: Preferences) -> tuple[Reply, ...]:
        raise IndexUnavailableError("down")

    object.__setattr__(office.responder.flow, "answer", down)
    said = words((await call(office, raw_of())).json())
    assert "I have not checked this quote" in said
    assert "ocumented" not in said


async def test_answers_that_one_message_cannot_hold_are_counted(office: Office) -> None:
    office.replies = office.replies * 30
    told = (await call(office, raw_of())).json()
    assert len(json.dumps(told)) < 30_000
    assert f"{30 - len(told['attachments'])} more are not shown." == told["text"]
