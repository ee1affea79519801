"""A Slack on the loopback address: its Web API, response_urls and sockets, as strict as the real one.

It keeps what was posted where, refuses what Slack refuses, and fails on request: `faults["chat.postMessage"]`
holds what the next calls get instead of an answer.
"""

import asyncio
import json
import time
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.support.slack.blockkit import problems, view_problems
from tests.support.waiting import patience

BOT = "U0BOT"
BOT_TOKEN = "xoxb-for-tests"
APP_TOKEN = "xapp-for-tests"
Json = dict[str, Any]


@dataclass
class Fault:
    """What a call gets instead of an answer; `seconds` is how long it hangs before."""

    error: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0
    body: str | None = None


class Refusal(Exception):  # noqa: N818 - Slack's answer, not an error of ours
    """Slack says no, with a code."""


class FakeSlack:
    def __init__(self) -> None:
        self.members = {"C01GEN": {"U01ALICE", BOT}, "D01ALICE": {"U01ALICE", BOT}, "C02OUT": {"U01ALICE"}}
        self.archived: set[str] = set()
        self.scopes = {"im:history"}
        self.people: dict[str, Json] = {}
        self.views: list[Json] = []
        self.posts: list[Json] = []
        self.ephemeral: list[Json] = []
        self.unfurls: dict[str, Json] = {}
        self.files: dict[str, Json] = {}
        self.calls: list[tuple[str, Json]] = []
        self.faults: dict[str, list[Fault]] = defaultdict(list)
        self.sockets: list[web.WebSocketResponse] = []
        self.acknowledged: dict[str, asyncio.Future[Json]] = {}
        self.opened = asyncio.Event()
        self._clock = int(time.time())
        self._runner: web.AppRunner | None = None
        self.address = ""

    @property
    def api_url(self) -> str:
        return f"{self.address}/api/"

    async def start(self) -> "FakeSlack":
        app = web.Application(client_max_size=20_000_000)
        app.router.add_post("/api/{method}", self._api)
        app.router.add_get("/api/{method}", self._api)
        app.router.add_post("/hook/{channel}", self._hook)
        app.router.add_post("/upload/{file}", self._upload)
        app.router.add_get("/socket", self._socket)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def stop(self) -> None:
        for socket in self.sockets:
            await socket.close()
        if self._runner:
            await self._runner.cleanup()

    # what people do and see

    def say(self, channel: str, text: str, user: str = "U01ALICE", thread: str | None = None) -> Json:
        """Somebody writes in a channel; what comes of it is for the test to deliver."""
        return self._add({"channel": channel, "user": user, "text": text, "thread_ts": thread})

    def thread(self, ts: str) -> list[Json]:
        """The replies under a post."""
        return [post for post in self.posts if post.get("thread_ts") == ts and post["ts"] != ts]

    def roots(self, channel: str = "C01GEN") -> list[Json]:
        """What stands in the channel itself."""
        return [post for post in self.posts if post["channel"] == channel and not post.get("thread_ts")]

    def _add(self, post: Json) -> Json:
        self._clock += 1
        kept = {**{k: v for k, v in post.items() if v is not None}, "ts": f"{self._clock}.000100"}
        self.posts.append(kept)
        return kept

    # the Web API

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        body = await self._body(request)
        self.calls.append((method, body))
        if self.faults[method]:
            return await self._fail(self.faults[method].pop(0))
        try:
            return web.json_response({"ok": True, **self._answer(method, body, request)})
        except Refusal as refusal:
            return web.json_response({"ok": False, "error": str(refusal)})

    async def _body(self, request: web.Request) -> Json:
        if request.method == "GET":
            return dict(request.query)
        if request.content_type == "application/json":
            return dict(await request.json())
        return {**request.query, **await request.post()}

    async def _fail(self, fault: Fault) -> web.Response:
        await asyncio.sleep(fault.seconds)
        if fault.body is not None:
            return web.Response(text=fault.body, status=fault.status, content_type="text/html")
        body = {"ok": False, "error": fault.error}
        return web.json_response(body, status=fault.status, headers=fault.headers)

    def _answer(self, method: str, body: Json, request: web.Request) -> Json:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if token != (APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN):
            raise Refusal("invalid_auth")
        match method:
            case "apps.connections.open":
                return {"url": f"{self.address.replace('http', 'ws')}/socket"}
            case "auth.test":
                return {"team": "Newsroom", "team_id": "T01TEST", "user": "verbatim", "user_id": BOT}
            case "chat.postMessage":
                return self._post(body)
            case "chat.update":
                return self._update(body)
            case "chat.postEphemeral":
                self._enter(body["channel"])
                self._check(body)
                self.ephemeral.append(body)
                return {"message_ts": "1.1"}
        return self._answer_people(method, body)

    def _answer_people(self, method: str, body: Json) -> Json:
        if method in ("conversations.replies", "conversations.history", "chat.delete"):
            return self._delete(body) if method == "chat.delete" else self._history(method, body)
        if method in ("views.open", "views.publish"):
            return self._view(method, body)
        if method == "chat.unfurl":
            return self._unfurl(body)
        if method == "files.getUploadURLExternal":
            return self._promise(body)
        if method == "files.completeUploadExternal":
            return self._complete(body)
        if method == "users.info":
            return {"user": {"id": body["user"], **self.people.get(body["user"], {})}}
        raise Refusal("unknown_method")

    def _unfurl(self, body: Json) -> Json:
        """https://docs.slack.dev/reference/methods/chat.unfurl"""
        unfurls = json.loads(body["unfurls"]) if isinstance(body["unfurls"], str) else body["unfurls"]
        if not unfurls:
            raise Refusal("missing_unfurls")
        if not (body.get("unfurl_id") and body.get("source")):
            post = next((one for one in self.posts if one["ts"] == body.get("ts")), None)
            if not post or post["channel"] != body.get("channel"):
                raise Refusal("cannot_find_message")
            if any(url not in post["text"] for url in unfurls):
                raise Refusal("cannot_unfurl_url")
        if any(set(one) != {"blocks"} or problems(one["blocks"]) for one in unfurls.values()):
            raise Refusal("invalid_blocks")
        self.unfurls |= unfurls
        return {}

    def _promise(self, body: Json) -> Json:
        """https://docs.slack.dev/messaging/working-with-files/#upload"""
        if not body.get("filename") or int(body.get("length") or 0) < 1:
            raise Refusal("invalid_arguments")
        id_ = f"F{len(self.files) + 1:04d}"
        self.files[id_] = {"name": body["filename"], "length": int(body["length"])}
        return {"upload_url": f"{self.address}/upload/{id_}", "file_id": id_}

    async def _upload(self, request: web.Request) -> web.Response:
        content = await request.read()
        if request.content_type.startswith("multipart/"):
            return web.Response(status=415)
        self.files[request.match_info["file"]]["content"] = content
        return web.Response(text=f"OK - {len(content)}")

    def _complete(self, body: Json) -> Json:
        files = json.loads(body["files"]) if isinstance(body["files"], str) else body["files"]
        self._enter(body["channel_id"])
        for one in files:
            kept = self.files.get(one["id"])
            if not kept or len(kept.get("content", b"")) != kept["length"]:
                raise Refusal("file_not_found")
            kept |= {
                "title": one.get("title"),
                "channel": body["channel_id"],
                "thread": body.get("thread_ts"),
            }
        return {"files": [{"id": one["id"], "title": one.get("title")} for one in files]}

    def _view(self, method: str, body: Json) -> Json:
        view = json.loads(body["view"]) if isinstance(body["view"], str) else body["view"]
        if method == "views.open" and not body.get("trigger_id"):
            raise Refusal("invalid_trigger")
        if wrong := view_problems(view):
            raise Refusal(f"invalid_arguments {wrong}")
        self.views.append(view)
        return {"view": {"id": f"V{len(self.views)}", **view}}

    def _history(self, method: str, body: Json) -> Json:
        kind = "im:history" if body["channel"].startswith("D") else "channels:history"
        if kind not in self.scopes:
            raise Refusal("missing_scope")
        self._enter(body["channel"])
        root = body.get("ts")
        told = [p for p in self.posts if p["channel"] == body["channel"] and p["ts"] < body["latest"]]
        if method == "conversations.replies":
            told = [p for p in told if p["ts"] == root or p.get("thread_ts") == root]
            shown = told[: int(body["limit"])]
        else:
            shown = [p for p in told if not p.get("thread_ts")][-int(body["limit"]) :][::-1]
        return {"messages": shown, "has_more": len(told) > len(shown)}

    def _enter(self, channel: str) -> None:
        if channel.startswith("U"):
            self.members.setdefault(channel, {channel, BOT})  # a direct message opens by itself
        if channel not in self.members:
            raise Refusal("channel_not_found")
        if BOT not in self.members[channel]:
            raise Refusal("not_in_channel")
        if channel in self.archived:
            raise Refusal("is_archived")

    def _check(self, body: Json) -> None:
        blocks = body.get("blocks") or []
        blocks = json.loads(blocks) if isinstance(blocks, str) else blocks
        if not body.get("text"):
            raise Refusal("no_text")
        if len(body["text"]) > 40_000:
            raise Refusal("msg_too_long")
        if blocks and problems(blocks):
            raise Refusal("invalid_blocks")

    def _post(self, body: Json) -> Json:
        self._enter(body["channel"])
        self._check(body)
        thread = body.get("thread_ts")
        if thread and not any(post["ts"] == thread for post in self.posts):
            raise Refusal("thread_not_found")
        post = self._add({**body, "user": BOT})
        return {"channel": body["channel"], "ts": post["ts"]}

    def _update(self, body: Json) -> Json:
        self._check(body)
        post = next((post for post in self.posts if post["ts"] == body["ts"]), None)
        if not post:
            raise Refusal("message_not_found")
        if post["user"] != BOT:
            raise Refusal("cant_update_message")
        post.update(text=body["text"], blocks=body.get("blocks") or [], edited=True)
        return {"channel": body["channel"], "ts": body["ts"]}

    def _delete(self, body: Json) -> Json:
        post = next((post for post in self.posts if post["ts"] == body["ts"]), None)
        if not post:
            raise Refusal("message_not_found")
        if post["user"] != BOT:
            raise Refusal("cant_delete_message")
        self.posts.remove(post)
        return {"channel": body["channel"], "ts": body["ts"]}

    # response_urls

    async def _hook(self, request: web.Request) -> web.Response:
        body = dict(await request.json())
        self.calls.append(("response_url", body))
        if self.faults["response_url"]:
            return await self._fail(self.faults["response_url"].pop(0))
        if sum(method == "response_url" for method, _ in self.calls) > 5:
            return web.Response(status=404, text="used_url")
        try:
            self._check(body)
        except Refusal as refusal:
            return web.Response(status=400, text=str(refusal))
        self.ephemeral.append({**body, "channel": request.match_info["channel"]})
        return web.Response(text="ok")

    def response_url(self, channel: str) -> str:
        return f"{self.address}/hook/{channel}"

    # sockets

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        await socket.send_json({"type": "hello", "num_connections": len(self.sockets)})
        self.opened.set()
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                answer = json.loads(message.data)
                self.acknowledged[answer["envelope_id"]].set_result(answer.get("payload") or {})
        return socket

    async def send(self, kind: str, payload: Json, retry: int = 0) -> Json:
        """Deliver over the newest socket; returns what the acknowledgement carried."""
        envelope = str(uuid.uuid4())
        future = self.acknowledged[envelope] = asyncio.get_running_loop().create_future()
        await self.sockets[-1].send_json(
            {
                "envelope_id": envelope,
                "type": kind,
                "payload": payload,
                "accepts_response_payload": kind != "events_api",
                "retry_attempt": retry,
                "retry_reason": "timeout" if retry else "",
            }
        )
        async with patience(f"the acknowledgement of {kind}"):
            return await future
