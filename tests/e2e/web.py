"""The demo page in a real browser: golden quote and two others, keyboard only, without script, in every light.

    python tests/e2e/web.py [--at ADDRESS]

Starts `python -m bot demo` with a home of its own and drives it with headless Chromium; `--at` drives a page
that is running already. Needs playwright for Python, a Chromium (CHROMIUM names another one) and npm, from
which axe-core comes. Screenshots are kept in build/e2e/. Exits 1 at the first promise that is broken.
"""

import argparse
import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
from bot.record_server.embedded import find_binary  # noqa: E402 - the project is not installed
from tests.support.waiting import DEADLINE  # noqa: E402 - the same

expect.set_options(timeout=1000 * DEADLINE)

BUILD = ROOT / "build" / "e2e"
AXE = BUILD / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()

GOLDEN = '/verify "Western troops in Ukraine would be lawful targets" by Putin'
WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


@contextlib.contextmanager
def demo(**settings: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The demo, from nothing: its address and its process."""
    with tempfile.TemporaryDirectory(prefix="verbatim-") as home:
        environ = {
            name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "PORT", "HOST")
        } | settings
        program = subprocess.Popen(
            [sys.executable, "-m", "bot", "demo", "--no-browser", "--port", "0"],
            cwd=ROOT,
            env={**environ, "VERBATIM_HOME": home, "PYTHONUNBUFFERED": "1", "NO_COLOR": "1"},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield read_address(program), program
        finally:
            program.send_signal(signal.SIGINT)
            try:
                program.wait(DEADLINE)
            except subprocess.TimeoutExpired:
                program.kill()
                raise


@contextlib.contextmanager
def record(folder: str) -> Iterator[str]:
    """A record server that is not ours to bring back, with its data in a folder: its address."""
    socket = Path(folder, "record.sock")
    server = subprocess.Popen(
        [find_binary(), "--port", "0", "--unixsocket", socket, "--dir", folder, "--appendonly", "yes"],
        stdout=subprocess.DEVNULL,
    )
    try:
        yield f"unix://{socket}"
    finally:
        server.kill()
        server.wait()


def read_address(program: subprocess.Popen[str]) -> str:
    assert program.stdout
    for line in program.stdout:
        found = re.search(r"http://[\w.:\[\]]+/", line)
        if found:
            return found[0]
    raise SystemExit(f"the demo ended with {program.wait()} before it said its address")


class Visit:
    """One browser profile on the page; it notes every request that leaves and every complaint."""

    def __init__(self, browser: Browser, address: str, **profile: Any) -> None:
        self.page = browser.new_context(**{"viewport": WIDE, **profile}).new_page()
        self.page.set_default_timeout(1000 * DEADLINE)
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._note(request.url, address))
        self.page.goto(address)

    def _note(self, url: str, address: str) -> None:
        if not url.startswith((address, "data:")):
            self.complaints.append(f"asks {url}")

    def leave(self) -> None:
        assert not self.complaints, self.complaints
        self.page.context.close()


def send(page: Page, message: str) -> None:
    """Type a message with the keyboard alone, once the page has put the cursor there, and send it with Enter."""
    expect(page.locator("#message")).to_be_focused()
    page.keyboard.insert_text(message)
    page.keyboard.press("Enter")


def say(page: Page, message: str) -> None:
    """Send a message, and wait for its answer."""
    send(page, message)
    expect(page.locator("#thread .asked .text")).to_have_text(message)
    expect(page.locator("#thread .answers")).to_have_attribute("aria-busy", "false")


def kinds(page: Page) -> list[str | None]:
    return [answer.get_attribute("data-kind") for answer in page.locator("#thread .answer").all()]


def shoot(page: Page, name: str) -> None:
    page.wait_for_timeout(250)  # until nothing moves any more
    page.screenshot(path=BUILD / f"web-{name}.png")


def examine(page: Page, where: str) -> None:
    """No breach of WCAG 2.2 AA that axe can find, and nothing beyond the edge of the screen."""
    page.wait_for_timeout(250)
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    breaches = [
        f"{breach['id']}: {node['html']} ({node['failureSummary']})"
        for breach in found["violations"]
        for node in breach["nodes"]
    ]
    assert not breaches, f"{where}: {breaches}"
    width, screen = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
    assert width <= screen, f"{where}: {width} wide on a screen of {screen}"


def golden_quote_and_two_others(browser: Browser, address: str) -> None:
    """The three things to try, each in its thread, with its rating."""
    visit = Visit(browser, address, color_scheme="light")
    page = visit.page
    expect(page.locator("#message")).to_be_focused()
    examine(page, "the empty channel")
    shoot(page, "channel-light")
    examples = [button.get_attribute("data-fill") for button in page.locator(".examples button").all()]
    assert examples[0] == GOLDEN
    for number, kind in ((2, "caution"), (1, "found"), (0, "caution")):
        say(page, examples[number] or "")
        assert kinds(page) == [kind], (examples[number], kinds(page))
        examine(page, f"the answer to {examples[number]}")
        shoot(page, f"answer-{number + 1}-light")
        expect(page.locator("#message")).to_be_focused()
    thread = page.locator("#thread")
    expect(thread).to_contain_text("not documented")
    expect(thread).to_contain_text("legitimate targets")
    expect(thread).to_contain_text("законные цели")
    assert page.locator("#thread mark").count() > 0
    assert page.locator("#thread .links a[href^='http']").count() > 0
    assert page.locator("#thread [lang=ru]").count() > 0
    expect(page.locator("#status")).to_contain_text(page.locator("#thread .headline .words").inner_text())
    visit.leave()


def keyboard_only(browser: Browser, address: str) -> None:
    """Fill the box from an example, break a line, send, read, close, and open again, without a mouse."""
    visit = Visit(browser, address)
    page = visit.page
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.dataset.fill || ''") == GOLDEN:
            break
    page.keyboard.press("Enter")
    expect(page.locator("#message")).to_have_value(GOLDEN)
    expect(page.locator("#message")).to_be_focused()
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#message")).to_have_value(GOLDEN + "\n")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    expect(page.locator("#thread .answers")).to_have_attribute("aria-busy", "false")
    page.keyboard.press("Escape")
    expect(page.locator("#thread")).to_have_count(0)
    expect(page.locator(".to-thread a")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#thread-name")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#thread .close")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#thread")).to_have_count(0)
    page.go_back()
    expect(page.locator("#thread .answer")).to_have_count(1)
    visit.leave()


def two_at_once(browser: Browser, address: str) -> None:
    """A second question may be asked before the first is answered; each answer finds its own place."""
    visit = Visit(browser, address)
    page = visit.page
    for message in (GOLDEN, "/verify “Let us never negotiate out of fear” by Kennedy"):
        send(page, message)
    expect(page.locator(".to-thread a")).to_have_count(2)
    expect(page.locator("#thread .asked .text")).to_contain_text("Kennedy")
    expect(page.locator(".to-thread a[aria-current]")).to_have_count(1)
    assert page.locator(".post .chip").first.get_attribute("data-kind") == "caution"
    assert kinds(page) == ["found"]
    visit.leave()


def in_the_dark(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, color_scheme="dark", reduced_motion="reduce")
    page = visit.page
    examine(page, "the empty channel in the dark")
    shoot(page, "channel-dark")
    say(page, GOLDEN)
    examine(page, "the golden answer in the dark")
    shoot(page, "answer-1-dark")
    say(page, "/help")
    examine(page, "help in the dark")
    say(page, "“Nobody on any record ever said anything about purple bicycles at noon” — Angela Merkel")
    assert set(kinds(page)) <= {"absent", "unknown"}, kinds(page)
    examine(page, "nothing found, in the dark")
    shoot(page, "not-found-dark")
    visit.leave()


def on_a_telephone(browser: Browser, address: str) -> None:
    for scheme in ("light", "dark"):
        visit = Visit(
            browser, address, viewport=NARROW, has_touch=True, device_scale_factor=2, color_scheme=scheme
        )
        page = visit.page
        examine(page, f"the narrow channel, {scheme}")
        shoot(page, f"narrow-channel-{scheme}")
        page.locator(".examples button").first.tap()
        page.locator(".send").tap()
        expect(page.locator("#thread .answers")).to_have_attribute("aria-busy", "false")
        expect(page.locator("#thread-name")).to_be_focused()
        expect(page.locator("#message")).to_be_hidden()
        examine(page, f"the narrow thread, {scheme}")
        shoot(page, f"narrow-answer-{scheme}")
        page.set_viewport_size({"width": 320, "height": 640})
        examine(page, f"320 pixels, {scheme}")
        page.locator(".close").tap()
        expect(page.locator("#message")).to_be_visible()
        visit.leave()


def without_script(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, java_script_enabled=False)
    page = visit.page
    page.locator(".examples button").first.click()
    expect(page.locator("#message")).to_have_value(GOLDEN)
    page.locator(".send").click()
    assert kinds(page) == ["caution"]
    shoot(page, "without-script")
    page.locator(".close").click()
    expect(page.locator("#thread")).to_have_count(0)
    page.locator(".to-thread a").click()
    assert kinds(page) == ["caution"]
    visit.leave()


def hostile_pastes(browser: Browser, address: str) -> None:
    """Markup stays text, and nothing that can be typed breaks the page."""
    visit = Visit(browser, address)
    page = visit.page
    for words in (
        "“<script>alert(1)</script><img src=x onerror=alert(1)> in Ukraine” — <!channel>",
        "“[click](javascript:alert(1)) https://evil.example/ & <@U123> `code` *bold*”",
        "“\u202eabc def ghi \u2066jkl mno” — \u0000nobody\ufffe",
        "x" * 20_000,
        "wort" + " wort" * 10_000,
    ):
        page.locator("#message").fill(words)
        page.locator("#message").press("Enter")
        expect(page.locator("#thread .answers")).to_have_attribute("aria-busy", "false")
        assert page.locator("#thread .answer").count() == 1
    expect(page.locator(".posts")).to_contain_text("<script>alert(1)</script>")
    assert page.locator("script").count() == 1
    examine(page, "after hostile pastes")
    page.evaluate("document.getElementById('message').value = 'a \ud800 lone “surrogate” in a quote'")
    page.locator("#message").press("Enter")
    expect(page.locator("#thread .answers")).to_have_attribute("aria-busy", "false")
    assert page.locator("#thread .answer").count() == 1
    too_long = "“" + "many words " * 13_000 + "”"
    page.evaluate("words => document.getElementById('message').value = words", too_long)
    page.locator("#message").press("Enter")
    expect(page.locator("#thread")).to_contain_text("longer than 128 kB")
    assert kinds(page) == ["error"]
    visit.complaints = [words for words in visit.complaints if "413" not in words]
    visit.leave()


def on_paper(browser: Browser, address: str) -> None:
    visit = Visit(browser, address)
    say(visit.page, GOLDEN)
    visit.page.emulate_media(media="print")
    visit.page.set_viewport_size({"width": 794, "height": 1123})
    expect(visit.page.locator(".composer")).to_be_hidden()
    visit.page.screenshot(path=BUILD / "web-print.png", full_page=True)
    visit.leave()


def program_gone(browser: Browser, address: str, program: subprocess.Popen[str]) -> None:
    """When the program has stopped, the page says that nothing was checked."""
    visit = Visit(browser, address)
    program.send_signal(signal.SIGINT)
    program.wait(15)
    assert program.returncode == 0, f"the demo ended with {program.returncode} after Ctrl-C"
    say(visit.page, GOLDEN)
    assert kinds(visit.page) == ["error"]
    expect(visit.page.locator("#alarm")).to_contain_text("I could not look")
    examine(visit.page, "the program is gone")
    shoot(visit.page, "gone-light")
    visit.page.context.close()


def record_gone(browser: Browser) -> None:
    """An outage is told as an outage; the next question after it is answered without a restart."""
    with tempfile.TemporaryDirectory(prefix="verbatim-") as folder, contextlib.ExitStack() as stack:
        with record(folder) as url:
            address, _ = stack.enter_context(demo(REDIS_URL=url))
            visit = Visit(browser, address)
            page = visit.page
            say(page, GOLDEN)
            assert kinds(page) == ["caution"]
            assert page.request.get(f"{address}readyz").status == 200
        say(page, GOLDEN)
        assert kinds(page) == ["error"]
        expect(page.locator("#thread .answer")).to_contain_text("could not look")
        expect(page.locator("#thread .answer")).not_to_contain_text("not documented", ignore_case=True)
        assert page.request.get(f"{address}readyz").status == 503
        examine(page, "the record is gone")
        shoot(page, "outage-light")
        with record(folder):
            wait_for_health(page, f"{address}readyz")
            say(page, GOLDEN)
            assert kinds(page) == ["caution"]
            visit.leave()
            stack.close()


def wait_for_health(page: Page, address: str) -> None:
    for _ in range(50):
        if page.request.get(address).status == 200:
            return
        page.wait_for_timeout(200)
    raise AssertionError("the record did not come back")


SCENES = (
    golden_quote_and_two_others,
    keyboard_only,
    two_at_once,
    in_the_dark,
    on_a_telephone,
    without_script,
    hostile_pastes,
    on_paper,
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at", metavar="ADDRESS", help="a page that is running already")
    at = parser.parse_args().at
    BUILD.mkdir(parents=True, exist_ok=True)
    if not AXE.exists():
        subprocess.run(
            ["npm", "install", "--silent", "--no-save", "--prefix", BUILD, "axe-core@4.14.1"], check=True
        )
    with contextlib.ExitStack() as stack:
        address, program = (at, None) if at else stack.enter_context(demo())
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        stack.callback(browser.close)
        for scene in SCENES:
            scene(browser, address)
            report(scene.__name__)
        if program:
            record_gone(browser)
            report("record_gone")
            program_gone(browser, address, program)
            report("program_gone")


def report(scene: str) -> None:
    print(f"ok  {scene.replace('_', ' ')}", flush=True)  # noqa: T201 - a script reports


if __name__ == "__main__":
    main()
