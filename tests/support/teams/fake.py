"""A Teams on the loopback address: the service of keys, and the connector that takes posts."""

import asyncio
import contextlib
import json
import time
from collections.abc import Mapping
from typing import Any

import jwt
import uvicorn
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.server import bind

BOT = "11111111-2222-3333-4444-555555555555"
TENANT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
ISSUER = "https://api.botframework.com"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
FOREIGN = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class FakeTeams:
    """Keys, and a connector that remembers what it was sent and refuses what it is told to refuse."""

    def __init__(self) -> None:
        self.posts: list[dict[str, Any]] = []  # as they stand now, edits included
        self.calls: list[tuple[str, str, float]] = []  # method, conversation, when
        self.refusals: list[tuple[int, dict[str, str]]] = []
        self.people: list[dict[str, str]] = [person("user-1", "Ann"), person("user-2", "Bob")]
        self.targeted = 201  # what a targeted message is answered with
        self.personal = 201  # and the wish to open a personal chat
        self.most = 1_000  # posts that are taken before all are refused
        self.keys_fetched = 0
        self.endorsements = ["msteams"]

    async def start(self) -> "FakeTeams":
        routes = [
            Route("/.well-known/openidconfiguration", self._metadata),
            Route("/keys", self._keys),
            Route("/svc/v3/conversations", self._open, methods=["POST"]),
            Route("/svc/v3/conversations/{conversation}/members/{person}", self._member),
            Route("/svc/v3/conversations/{conversation}/pagedMembers", self._members),
            Route("/svc/v3/conversations/{conversation}/activities", self._post, methods=["POST"]),
            Route("/svc/v3/conversations/{conversation}/activities/{post}", self._put, methods=["PUT"]),
        ]
        self._socket = bind("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(
            timeout_graceful_shutdown=1,
            app=Starlette(routes=routes),
            lifespan="off",
            log_config=None,
            access_log=False,
            ws="none",
        )
        self._server = uvicorn.Server(config)
        self._server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign]
        self._task = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        while not self._server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        return self

    async def stop(self) -> None:
        self._server.should_exit = True
        await self._task
        self._socket.close()

    @property
    def service(self) -> str:
        return f"{self.url}/svc"

    @property
    def metadata(self) -> str:
        return f"{self.url}/.well-known/openidconfiguration"

    async def _metadata(self, _: Request) -> Response:
        return JSONResponse({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"})

    async def _keys(self, _: Request) -> Response:
        self.keys_fetched += 1
        key = json.loads(RSAAlgorithm.to_jwk(KEY.public_key()))
        return JSONResponse({"keys": [{**key, "kid": "k1", "use": "sig", "endorsements": self.endorsements}]})

    async def _open(self, request: Request) -> Response:
        wanted = await request.json()
        if self.personal != 201 or wanted["tenantId"] != TENANT:
            return JSONResponse({"error": {"code": "x"}}, self.personal)
        return JSONResponse({"id": f"a:with-{wanted['members'][0]['id']}"}, 201)

    async def _member(self, request: Request) -> Response:
        asked = request.path_params["person"]
        found = [one for one in self.people if asked in (one["id"], one["aadObjectId"])]
        return JSONResponse(found[0]) if found else JSONResponse({"error": {"code": "x"}}, 404)

    async def _members(self, _: Request) -> Response:
        return JSONResponse({"members": self.people})

    async def _post(self, request: Request) -> Response:
        if request.query_params.get("isTargetedActivity") == "true" and self.targeted != 201:
            return JSONResponse({"error": {"code": "x"}}, self.targeted)
        return await self._take(request, "POST")

    async def _put(self, request: Request) -> Response:
        return await self._take(request, "PUT")

    async def _take(self, request: Request, method: str) -> Response:
        self.calls.append((method, request.path_params["conversation"], time.monotonic()))
        if len(self.posts) >= self.most:
            return JSONResponse({"error": {"code": "x"}}, 403)
        if self.refusals:
            status, headers = self.refusals.pop(0)
            return JSONResponse({"error": {"code": "x"}}, status, headers)
        body = await request.json()
        targeted = request.query_params.get("isTargetedActivity") == "true"
        body["for"] = body["recipient"]["id"] if targeted else None
        body["conversation_id"] = request.path_params["conversation"]
        if method == "PUT":
            body["post"] = request.path_params["post"]
            self.posts = [body if one["post"] == body["post"] else one for one in self.posts]
        else:
            body["post"] = str(1_795_000_000_000 + len(self.calls))
            self.posts.append(body)
        return JSONResponse({"id": body["post"]}, 201)


def person(user: str, name: str, **more: str) -> dict[str, str]:
    """Somebody in a roster, as Teams tells of them."""
    return {"id": f"29:{user}", "aadObjectId": user, "name": name, "userRole": "user", **more}


def token(service: str, key: Any = KEY, kid: str = "k1", **changed: object) -> str:
    """A token of the Bot Framework, with some claims changed; None takes one out."""
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": BOT, "exp": now + 600, "nbf": now - 5, "serviceurl": service, **changed}
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, key, algorithm="RS256", headers={"kid": kid})


def message(service: str, text: str, **changed: object) -> dict[str, Any]:
    """A message in a personal chat."""
    body: Mapping[str, Any] = {
        "type": "message",
        "id": "1795332754800",
        "text": text,
        "channelId": "msteams",
        "serviceUrl": service,
        "from": {"id": "29:user-1", "name": "Ann", "aadObjectId": "user-1"},
        "recipient": {"id": f"28:{BOT}", "name": "Verbatim"},
        "conversation": {"id": "a:personal", "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
    }
    return {**body, **changed}


def words(post: Mapping[str, Any]) -> str:
    """Everything a person can read in a post."""
    said = [str(post.get("text") or "")]
    for attachment in post.get("attachments") or []:
        said += _texts(attachment["content"])
    return "\n".join(said)


def _texts(node: Any) -> list[str]:
    if isinstance(node, list):
        return [text for one in node for text in _texts(one)]
    if not isinstance(node, dict):
        return []
    if "inlines" in node:
        return ["".join(run["text"] for run in node["inlines"])]
    own = [node[name] for name in ("title",) if isinstance(node.get(name), str)]
    return [*own, *(text for name in ("body", "items", "actions", "card") for text in _texts(node.get(name)))]
