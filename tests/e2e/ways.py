"""Every other way into Slack's bot, and all that is pressed there, in the local client and a real browser.

    tests/e2e/run ways

Beside `slack`, whose workspace and client it takes: a mention without a quote, a direct message, the shortcut, pasted
quotes and drafts, the settings, the buttons under an answer, the App Home. Screenshots are kept in build/e2e/ways-*.png.

What local-slack has no way to do is sent as Slack would send it: the message shortcut, signed, to the bot's endpoint. Menus to
choose many from, and the App Home, it does not draw: the settings are saved without them, and the Home is read as it was
published.
"""

import asyncio
import json
import tempfile
import threading
import urllib.parse
import urllib.request
from collections.abc import Callable
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, expect, sync_playwright

from bot.stores.preferences import RedisPreferences
from corpus.storage.server import Server
from handlers.ports.preferences import Pasted, Preferences
from tests.e2e.slack import (
    ALTERED,
    BOT,
    BUILD,
    CHROMIUM,
    DRAWN,
    EXACT,
    FLAGS,
    SECRET,
    SLACK,
    Draughtsman,
    Newsroom,
    control,
    newsroom,
    record,
    until,
)
from tests.support.slack import payloads
from tests.support.waiting import DEADLINE

KENNEDY = "“Let us never negotiate out of fear. But let us never fear to negotiate.” — Kennedy"
MADE_UP = "“We will build purple submarines under the northern ice” — Kennedy"
QUOTE = EXACT.removeprefix("/verify ")


def api(method: str, **fields: str) -> dict[str, Any]:
    data = urllib.parse.urlencode(fields).encode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{SLACK}/api/{method}", data, {"authorization": "Bearer xoxb-for-tests"}
    )
    with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
        return dict(json.load(answer))


def messages(channel: str) -> list[dict[str, Any]]:
    with urllib.request.urlopen(
        f"http://127.0.0.1:{SLACK}/_control/messages/{channel}", timeout=DEADLINE
    ) as answer:
        return list(json.load(answer)["messages"])


def shot(room: Newsroom, name: str) -> None:
    room.page.wait_for_timeout(400)
    room.page.screenshot(path=BUILD / f"ways-{name}.png")


def thread_of(room: Newsroom, ts: str, name: str) -> Locator:
    summary = room.page.locator(f".messages .msg[data-ts='{ts}'] .thread-summary")
    expect(summary).to_be_visible()
    answer = room.read(summary, f"ways-{name}")
    shot(room, name)
    return answer


def said(text: str, user: str = "U02BOB", **more: str) -> str:
    return str(control("message", channel="C01GEN", user=user, text=text, **more)["message"]["ts"])


def a_mention_without_a_quote_is_about_the_message_above(room: Newsroom) -> None:
    root = said(QUOTE)
    said("<@U0BOT> did he really say that?", thread_ts=root)
    expect(thread_of(room, root, "above").locator(".bk-header")).to_contain_text("word for word")


def the_shortcut_is_answered_in_the_thread_of_its_message(room: Newsroom) -> None:
    root = said(KENNEDY)
    post = {"channel": "C01GEN", "user": "U02BOB", "text": KENNEDY, "ts": root}
    body, kind = payloads.body_of(payloads.shortcut(post))
    headers = {"content-type": kind, **payloads.signed(body, SECRET)}
    request = urllib.request.Request(f"http://127.0.0.1:{BOT}/slack/events", body, headers)
    with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
        assert answer.status == 200
    expect(thread_of(room, root, "shortcut").locator(".bk-header")).to_contain_text("word for word")


def a_direct_message_is_answered(room: Newsroom) -> None:
    channel = api("conversations.open", users="U01ALICE")["channel"]["id"]
    control("message", channel=channel, user="U01ALICE", text=KENNEDY)
    until(lambda: len(messages(channel)) >= 2, "an answer in a direct message")
    room.page.get_by_text("verbatim", exact=True).first.click()
    shot(room, "direct")
    room.page.get_by_text("general").first.click()


def settings_are_changed_in_a_dialog(room: Newsroom) -> None:
    room.say("/verify settings")
    dialog = room.page.locator(".modal-overlay")
    expect(dialog).to_be_visible()
    shot(room, "settings")
    dialog.get_by_text("In the thread, for everybody").click()
    dialog.get_by_text("Always", exact=True).click()
    dialog.get_by_text("This channel").click()
    dialog.locator("input.bk-plain-input").last.fill("14")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    channel = api("conversations.open", users="U01ALICE")["channel"]["id"]
    until(lambda: "The settings are saved." in str(messages(channel)), "the settings to be saved")


def a_pasted_quote_and_a_draft_are_answered_unasked(room: Newsroom) -> None:
    root = said(MADE_UP)
    expect(thread_of(room, root, "pasted").locator(".bk-header")).to_contain_text("Not documented")
    root = said(f"First {KENNEDY}\n\nThen {MADE_UP}")
    answer = thread_of(room, root, "draft")
    pane = room.page.locator(".thread-pane")
    expect(pane).to_contain_text("Documented word for word: “Let us never negotiate")
    expect(answer).to_be_visible()


def buttons_do_what_they_say(room: Newsroom) -> None:
    answer = room.ask('/verify "Western troops in Ukraine would be lawful targets" by Putin', "ways-buttons")
    dialog = room.page.locator(".modal-overlay")
    answer.get_by_role("button", name="Context").click()
    expect(dialog).to_contain_text("законные цели")
    shot(room, "context")
    room.page.locator(".modal-x").click()
    answer.get_by_role("button", name="👎").click()
    expect(dialog).to_contain_text("What is wrong with this answer?")
    dialog.get_by_text("Wrong speaker").click()
    shot(room, "reason")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_be_hidden()
    answer.get_by_role("button", name="Check another source").click()
    expect(dialog).to_contain_text("Where to look")
    shot(room, "source")
    dialog.locator("select").select_option("NATO")
    dialog.get_by_role("button", name="Check", exact=True).click()
    expect(dialog).to_be_hidden()
    until(lambda: "only NATO" in str(messages("C01GEN")), "the answer from another source")
    shot(room, "source-answer")
    answer.get_by_role("button", name="Ask a person").click()
    until(lambda: "asks a person to look" in str(messages("C01GEN")), "the call of a person")
    shot(room, "person")


def a_private_answer_is_shared(room: Newsroom) -> None:
    room.say(ALTERED)
    share = room.page.locator(".messages .msg").get_by_role("button", name="Share with channel").last
    expect(share).to_be_visible()
    shot(room, "private")
    before = len(messages("C01GEN"))
    share.click()
    until(lambda: len(messages("C01GEN")) >= before + 2, "the shared answer")
    shot(room, "shared")


def the_home_is_published(room: Newsroom) -> None:
    body, kind = payloads.body_of(payloads.home())
    headers = {"content-type": kind, **payloads.signed(body, SECRET)}
    views = len(Draughtsman.views)
    urllib.request.urlopen(
        urllib.request.Request(f"http://127.0.0.1:{BOT}/slack/events", body, headers), timeout=5
    ).close()
    until(lambda: len(Draughtsman.views) > views, "the App Home")
    home = Draughtsman.views[-1]
    assert home["type"] == "home"
    assert "Your last checks" in json.dumps(home)
    assert "Documented word for word" in json.dumps(home)
    (BUILD / "ways-home.json").write_text(json.dumps([home["blocks"]]))
    assert room.page


def set_wants(environ: dict[str, str], **wants: Any) -> None:
    async def put() -> None:
        client = Server.from_url(environ["REDIS_URL"])
        await RedisPreferences(client).put("slack", "T01TEST", "C01GEN", Preferences(**wants), "U01ALICE")
        await client.aclose()

    asyncio.run(put())


def main() -> None:
    BUILD.mkdir(parents=True, exist_ok=True)
    drawn = ThreadingHTTPServer(("127.0.0.1", DRAWN), Draughtsman)
    threading.Thread(target=drawn.serve_forever, daemon=True).start()
    with (
        tempfile.TemporaryDirectory(prefix="verbatim-") as folder,
        record(Path(folder)) as (environ, _, _),
        newsroom("events", **environ),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1400, "height": 1300})
        room = Newsroom(page, "events")

        def scene(play: Callable[[Newsroom], None]) -> None:
            try:
                play(room)
            except BaseException:
                page.screenshot(path=BUILD / "ways-failed.png")
                raise
            print(f"ok  ways: {play.__name__.replace('_', ' ')}")  # noqa: T201 - a script reports

        scene(a_mention_without_a_quote_is_about_the_message_above)
        scene(the_shortcut_is_answered_in_the_thread_of_its_message)
        scene(a_direct_message_is_answered)
        scene(settings_are_changed_in_a_dialog)
        scene(a_pasted_quote_and_a_draft_are_answered_unasked)
        threads = threading.Thread(target=set_wants, args=(environ,), kwargs={"reviewers": ("U02BOB",)})
        threads.start()
        threads.join()
        scene(buttons_do_what_they_say)
        threads = threading.Thread(
            target=set_wants, args=(environ,), kwargs={"private": True, "pasted": Pasted.OFF}
        )
        threads.start()
        threads.join()
        scene(a_private_answer_is_shared)
        scene(the_home_is_published)
        browser.close()


if __name__ == "__main__":
    main()
