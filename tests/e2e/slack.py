"""The local Slack client in a real browser: commands typed in it, answers read in its threads.

    unshare -n bash -c 'ip link set lo up; python tests/e2e/slack.py'

Starts `local-slack`, which listens on every interface and so belongs into a network of its own, and `python -m
bot serve`, once with a socket and once over signed HTTP. `tests/e2e/run` installs what is needed and makes the
network. Screenshots are kept in build/e2e/. Exits 1 at the first promise that is broken.

local-slack does not draw rich text, of which our answers are made. So they pass through `Draughtsman`, which
puts plain mrkdwn in its place for this client alone; the blocks as they were sent are drawn by
slack-blocks-to-jsx, much as Slack draws them, into build/e2e/slack-drawn-*.png.
"""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from bot.record_server.embedded import find_binary
from tests.support.waiting import DEADLINE, wait_until

expect.set_options(timeout=1000 * DEADLINE)

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "build" / "e2e"
MODULES = BUILD / "node_modules"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-sync",
]

SLACK, DRAWN, BOT = 3000, 3001, 4000  # ports; free, for the network is our own
SECRET = "signing-secret-for-tests"

GOLDEN = '/verify "Western troops in Ukraine would be lawful targets" by Putin'
EXACT = '/verify "If any troops appear there, especially now while fighting is ongoing"'
ALTERED = '/verify "In this present crisis, government is the solution to our problem" — Ronald Reagan'
ABSENT = '/verify "I have never liked the taste of green tomatoes in winter" by Putin'
HOSTILE = (
    '/verify "<!channel> *bold* _it_ `code` & <https://evil.example|label> :smile: are all inert" by Putin'
)

CONFIG = f"""
workspace: {{ name: Newsroom, domain: newsroom, teamId: T01TEST }}
app:
  appId: A01APP
  botUserId: U0BOT
  botName: verbatim
  botToken: xoxb-for-tests
  appToken: xapp-for-tests
  signingSecret: {SECRET}
  mode: MODE
  requestUrl: "http://127.0.0.1:{BOT}/slack/events"
users:
  - {{ id: U01ALICE, name: alice, real_name: Alice Anderson }}
  - {{ id: U02BOB, name: bob, real_name: Bob Brown }}
channels:
  - {{ id: C01GEN, name: general, members: [U01ALICE, U02BOB, U0BOT] }}
"""


# --- what stands between the bot and local-slack -----------------------------------------------------------


class Draughtsman(BaseHTTPRequestHandler):
    """Passes the Web API on to local-slack, with rich text redrawn as mrkdwn; keeps the originals."""

    sent: list[list[dict[str, Any]]] = []  # noqa: RUF012 - of the one server that there is
    views: list[dict[str, Any]] = []  # noqa: RUF012 - as above

    def do_GET(self) -> None:
        headers = {"authorization": self.headers["authorization"]}
        self._pass_on(urllib.request.Request(f"http://127.0.0.1:{SLACK}{self.path}", headers=headers))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.headers.get("content-type", "").startswith("application/json"):
            fields = json.loads(body)
            if fields.get("blocks"):
                self.sent.append(fields["blocks"])
                fields["blocks"] = [drawn for block in fields["blocks"] for drawn in redraw(block)]
            if fields.get("view"):
                self.views.append(fields["view"])
                view = fields["view"] = dict(fields["view"])
                view["blocks"] = [drawn for block in view["blocks"] for drawn in redraw(block)]
            body = json.dumps(fields).encode()
        headers = {
            name: self.headers[name] for name in ("content-type", "authorization") if self.headers[name]
        }
        self._pass_on(urllib.request.Request(f"http://127.0.0.1:{SLACK}{self.path}", body, headers))

    def _pass_on(self, request: urllib.request.Request) -> None:
        with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
            content = answer.read()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has above
        """Say nothing."""


def redraw(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A block as local-slack draws it; menus to choose many from it cannot draw at all."""
    if block["type"] == "input":
        kind = block["element"]["type"]
        if kind == "number_input":
            block = {**block, "element": {**block["element"], "type": "plain_text_input"}}
        if not kind.startswith("multi_"):
            yield block
        return
    if block["type"] != "rich_text":
        yield block
        return
    for element in block["elements"]:
        yield {"type": "section", "text": {"type": "mrkdwn", "text": mrkdwn(element) or " "}}


def mrkdwn(element: dict[str, Any]) -> str:
    match element["type"]:
        case "rich_text_quote":
            return "\n".join(f"> {line}" for line in inner(element).split("\n"))
        case "rich_text_list":
            return "\n".join(f"• {mrkdwn(item)}" for item in element["elements"])
        case "rich_text_section":
            return inner(element)
        case "user":
            return f"<@{element['user_id']}>"
        case "link":
            return f"<{element['url']}|{escaped(element['text'])}>"
    marks = "".join(
        sign for sign, style in (("*", "bold"), ("_", "italic"), ("~", "strike")) if styled(element, style)
    )
    words = re.fullmatch(r"(\s*)(.*?)(\s*)", escaped(element["text"]), re.DOTALL)
    assert words
    return f"{words[1]}{marks}{words[2]}{marks[::-1]}{words[3]}" if words[2] else words[0]


def inner(element: dict[str, Any]) -> str:
    return "".join(mrkdwn(part) for part in element["elements"])


def styled(element: dict[str, Any], style: str) -> bool:
    return bool(element.get("style", {}).get(style))


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# --- the parts, started and stopped ---------------------------------------------------------------------------


@contextlib.contextmanager
def running(name: str, *command: str | Path, **environ: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process; what it says goes to build/e2e/NAME.log."""
    with (BUILD / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**clean_environ(), **environ}, stdout=log, stderr=log
        )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(DEADLINE)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


def clean_environ() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SLACK_", "REDIS_", "VERBATIM_")) and name not in ("PORT", "HOST")
    }


def until(what: Callable[[], object], why: str, *processes: subprocess.Popen[bytes]) -> Any:
    """What `what` returns as soon as it is true; an error of the network counts as not yet.

    A process that it needs and that has ended is the end of the wait, too.
    """

    def look() -> object:
        for process in processes:
            if process.poll() is not None:
                raise SystemExit(f"{why}: {process.args} ended with {process.returncode}")
        with contextlib.suppress(urllib.error.URLError, OSError):
            return what()
        return None

    return wait_until(why, look, step=0.1)


def control(path: str, **body: object) -> dict[str, Any]:
    """Ask local-slack to do what the page offers no way to."""
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(
        f"http://127.0.0.1:{SLACK}/_control/{path}", data, {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
        return dict(json.load(answer))


def answers(url: str) -> bool:
    with urllib.request.urlopen(url, timeout=DEADLINE) as answer:
        return bool(answer.status == 200)


@contextlib.contextmanager
def newsroom(mode: str, **record: str) -> Iterator[None]:
    """A workspace with our bot in it; `mode` is "socket" or "events" (signed HTTP)."""
    config = BUILD / f"local-slack-{mode}.yaml"
    config.write_text(CONFIG.replace("MODE", mode))
    binary = MODULES / "local-slack-linux-x64" / "bin" / "local-slack"
    arguments = ("--config", config, "--port", str(SLACK), "--base-host", "127.0.0.1")
    credentials = (
        {"SLACK_APP_TOKEN": "xapp-for-tests"} if mode == "socket" else {"SLACK_SIGNING_SECRET": SECRET}
    )
    environ = {
        **credentials,
        "SLACK_BOT_TOKEN": "xoxb-for-tests",
        "SLACK_API_URL": f"http://127.0.0.1:{DRAWN}/api/",
        "PORT": str(BOT),
        **record,
    }
    log = BUILD / f"bot-{mode}.log"
    with running(f"local-slack-{mode}", binary, *arguments) as chat:
        until(lambda: control("state"), "local-slack", chat)
        with running(f"bot-{mode}", sys.executable, "-m", "bot", "serve", **environ) as bot:
            until(lambda: answers(f"http://127.0.0.1:{BOT}/healthz"), "the bot", bot)
            if mode == "socket":
                until(lambda: "listening on a socket" in log.read_text(), "the socket", bot)
            yield


@contextlib.contextmanager
def record(folder: Path) -> Iterator[tuple[dict[str, str], Callable[[], None], Callable[[], None]]]:
    """A record on a server of its own, with the starter statements: its settings, and how to stop and start it."""
    socket = folder / "record.sock"
    command = (find_binary(), "--port", "0", "--unixsocket", socket, "--dir", folder, "--appendonly", "yes")
    stack = contextlib.ExitStack()

    def start() -> None:
        server = stack.enter_context(running("record", *command))
        until(socket.exists, "the record", server)

    start()
    try:
        environ = {"REDIS_URL": f"unix://{socket}"}
        run_bot("load", "--starter", **environ)
        yield environ, stack.close, start
    finally:
        stack.close()


def run_bot(*arguments: str, **environ: str) -> None:
    command = [sys.executable, "-m", "bot", *arguments]
    subprocess.run(command, cwd=ROOT, env={**clean_environ(), **environ}, check=True, capture_output=True)


# --- what a person does and reads -----------------------------------------------------------------------------


class Newsroom:
    """The page, as Alice sees it."""

    def __init__(self, page: Page, mode: str) -> None:
        self.page = page
        self.mode = mode
        self.page.set_default_timeout(1000 * DEADLINE)
        self.page.goto(f"http://127.0.0.1:{SLACK}/")

    def say(self, message: str) -> None:
        """Type a message and send it."""
        box = self.page.get_by_placeholder(re.compile("^Message #general"))
        box.fill(message)
        box.press("Enter")

    def ask(self, message: str, shot: str) -> Locator:
        """Ask, open the thread that comes of it, and return the first answer in it."""
        threads = self.page.locator(".thread-summary")
        before = threads.count()
        self.say(message)
        expect(threads).to_have_count(before + 1)
        return self.read(threads.last, shot)

    def read(self, summary: Locator, shot: str) -> Locator:
        summary.click()
        answer = self.page.locator(
            ".thread-pane .thread-divider ~ .msg", has=self.page.locator(".bk-header")
        ).first
        expect(answer).to_be_visible()
        self.page.wait_for_timeout(300)
        answer.evaluate("message => message.scrollIntoView({block: 'start'})")
        self.page.screenshot(path=BUILD / f"slack-{self.mode}-{shot}.png")
        return answer


def golden_quote_and_two_others(room: Newsroom) -> None:
    """The rating first, the words of the source, its links, the other wordings, and what was searched."""
    answer = room.ask(GOLDEN, "golden")
    expect(answer.locator(".bk-header")).to_contain_text("not", ignore_case=True)
    for words in ("legitimate targets", "законные цели", "Vladimir Putin", "126"):
        expect(answer).to_contain_text(words)
    assert answer.locator("a[href^=http]").count() >= 2
    assert answer.locator("blockquote strong, blockquote b").count() >= 1
    expect(answer.locator(".bk-context")).to_contain_text("126")

    answer = room.ask(EXACT, "exact")
    expect(answer.locator(".bk-header")).to_contain_text("word for word")
    expect(answer).to_contain_text("If any troops appear there, especially now while fighting is ongoing")

    answer = room.ask(ABSENT, "absent")
    expect(answer.locator(".bk-header")).to_contain_text("Not documented")
    expect(answer.locator(".bk-context")).to_contain_text("126")


def a_difference_is_struck_and_marked(room: Newsroom) -> None:
    answer = room.ask(ALTERED, "altered")
    expect(answer.locator(".bk-header")).to_contain_text("matters")
    expect(answer.locator("strong, b").filter(has_text=re.compile("^not")).first).to_be_visible()


def markup_is_inert(room: Newsroom) -> None:
    """What was typed is shown as typed, in the question and in the answer, and calls nobody."""
    room.ask(escaped(HOSTILE), "hostile")  # Slack escapes what is typed, local-slack does not
    question = next(blocks for blocks in reversed(Draughtsman.sent) if blocks[0]["type"] == "rich_text")
    assert {"type": "text", "text": HOSTILE.removeprefix("/verify ")} in question[0]["elements"][1][
        "elements"
    ]


def a_mention_is_answered_in_its_thread(room: Newsroom) -> None:
    root = control(
        "message", channel="C01GEN", user="U02BOB", text="He called them lawful targets, they say."
    )
    ts = root["message"]["ts"]
    control(
        "message",
        channel="C01GEN",
        user="U02BOB",
        thread_ts=ts,
        text=f"<@U0BOT> {EXACT.removeprefix('/verify ')}",
    )
    summary = room.page.locator(f".messages .msg[data-ts='{ts}'] .thread-summary")
    expect(summary).to_contain_text("2 replies")
    expect(room.read(summary, "mention").locator(".bk-header")).to_contain_text("word for word")


def help_is_for_the_asker_alone(room: Newsroom) -> None:
    threads = room.page.locator(".thread-summary").count()
    room.say("/verify")
    expect(room.page.get_by_text("only visible to you")).to_be_visible()
    assert room.page.locator(".thread-summary").count() == threads


def an_outage_is_no_finding(room: Newsroom, stop: Callable[[], None], start: Callable[[], None]) -> None:
    """Without its record the bot says that it could not look, to the asker alone, for it cannot read who may see it.

    With its record, the next question is answered.
    """
    stop()
    threads = room.page.locator(".thread-summary")
    before, absences = threads.count(), room.page.get_by_text("ot documented").count()
    room.say(EXACT)
    expect(room.page.get_by_text("could not look").last).to_be_visible()
    room.page.screenshot(path=BUILD / f"slack-{room.mode}-outage.png")
    assert (threads.count(), room.page.get_by_text("ot documented").count()) == (before, absences)
    start()
    expect(room.ask(EXACT, "back").locator(".bk-header")).to_contain_text("word for word")


def draw(page: Page) -> None:
    """Draw what was sent as Slack draws it; what was typed is there, and nobody is called but the asker."""
    messages, drawn = BUILD / "slack-sent.json", BUILD / "slack-drawn.html"
    messages.write_text(
        json.dumps(list({json.dumps(blocks): blocks for blocks in Draughtsman.sent}.values()))
    )
    environ = {**os.environ, "NODE_PATH": str(MODULES)}
    subprocess.run(["node", ROOT / "tests" / "e2e" / "draw.cjs", messages, drawn], env=environ, check=True)
    page.goto(drawn.as_uri())
    expect(page.locator("body")).to_contain_text(HOSTILE.removeprefix("/verify "))
    mentions = {mention.inner_text() for mention in page.locator("[class*=mention]").all()}
    assert mentions <= {"@alice"}, mentions
    for number, message in enumerate(page.locator("article").all(), 1):
        message.screenshot(path=BUILD / f"slack-drawn-{number:02}.png")


def main() -> None:
    BUILD.mkdir(parents=True, exist_ok=True)
    drawn = ThreadingHTTPServer(("127.0.0.1", DRAWN), Draughtsman)
    threading.Thread(target=drawn.serve_forever, daemon=True).start()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="verbatim-")))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        stack.callback(browser.close)
        run_bot("load", "--starter", VERBATIM_HOME=str(folder / "home"))
        with newsroom("socket", VERBATIM_HOME=str(folder / "home")):
            visit(
                browser,
                "socket",
                golden_quote_and_two_others,
                a_difference_is_struck_and_marked,
                markup_is_inert,
                help_is_for_the_asker_alone,
            )
        with record(folder) as (environ, stop, start), newsroom("events", **environ):
            visit(
                browser,
                "events",
                golden_quote_and_two_others,
                a_mention_is_answered_in_its_thread,
                partial(an_outage_is_no_finding, stop=stop, start=start),
            )
        draw(browser.new_page(viewport={"width": 580, "height": 900}))
        print("ok  drawn as Slack draws it")  # noqa: T201 - a script reports


def visit(browser: Browser, mode: str, *scenes: Callable[[Newsroom], None]) -> None:
    page = browser.new_page(viewport={"width": 1400, "height": 1300})
    room = Newsroom(page, mode)
    for scene in scenes:
        scene(room)
        name = getattr(scene, "func", scene).__name__
        print(f"ok  {mode}: {name.replace('_', ' ')}")  # noqa: T201 - a script reports
    page.close()


if __name__ == "__main__":
    main()
