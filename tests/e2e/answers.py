"""The page of one answer, the votes under it, and a brief, in a real browser: in every light, narrow, on paper, and gone.

    python tests/e2e/answers.py

Starts `python -m bot demo` as `web.py` does, whose tools it uses. Screenshots are kept in build/e2e/.
"""

import asyncio
import contextlib
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright
from starlette.applications import Starlette

from bot.load import load, starter
from bot.server import bind
from bot.settings import Settings
from bot.wiring import open_parts
from corpus.models import Quote
from corpus.verdict import Rating
from handlers.briefs.render import html
from handlers.ports.answers import Remembered
from handlers.replies.page_access import Access
from handlers.web import answer_page
from tests.support.ratings import verdict

sys.path.insert(0, str(Path(__file__).parent))
from web import BUILD, CHROMIUM, FLAGS, GOLDEN, NARROW, WIDE, demo, examine, report

QUOTES = {"golden": GOLDEN, "missing": '/verify "The moon is a loyal member of our alliance" by Kennedy'}


def ask(page: Page, address: str, quote: str) -> str:
    """Ask on the local page; the address of the answer's own page."""
    page.goto(address)
    page.locator("#message").fill(quote)
    page.locator("#message").press("Enter")
    link = page.get_by_role("link", name="The page of this answer")
    expect(link).to_be_visible()
    return address.rstrip("/") + str(link.get_attribute("href"))


def the_page_of_an_answer(browser: Browser, address: str) -> None:
    """Whole, without a breach that axe finds, without script, in every light and width."""
    asking = browser.new_context(viewport=WIDE).new_page()
    for name, quote in QUOTES.items():
        url = ask(asking, address, quote)
        for scheme in ("light", "dark"):
            for width, size in (("wide", WIDE), ("narrow", NARROW)):
                page = browser.new_context(color_scheme=scheme, viewport=size).new_page()
                page.goto(url)
                expect(page.locator("article.answer .headline")).to_be_visible()
                examine(page, f"{name}, {scheme}, {width}")
                page.screenshot(path=BUILD / f"answer-{name}-{scheme}-{width}.png", full_page=True)
        plain = browser.new_context(java_script_enabled=False).new_page()
        plain.goto(url)
        expect(plain.locator("blockquote").first).to_be_visible()
        plain.emulate_media(media="print")
        plain.pdf(path=BUILD / f"answer-{name}.pdf")


ANSWER = Remembered("answer-one", verdict(Rating.NOT_DOCUMENTED), "2026-11-25T09:05:07+00:00")
ANSWERS = {
    "answer-one": replace(ANSWER, superseded="answer-two"),
    "answer-two": replace(
        ANSWER, id="answer-two", verdict=verdict(Rating.PARAPHRASED), replaces="answer-one"
    ),
}


@contextlib.contextmanager
def serving(access: Access) -> Iterator[str]:
    """Pages of answers that are remembered here, one of them deleted; their address."""

    async def get(id_: str) -> Remembered | None:
        return ANSWERS.get(id_)

    async def deleted(id_: str) -> bool:
        return id_ == "answer-gone"

    app = Starlette(routes=answer_page.routes(get, access=access, deleted=deleted))
    with bind("127.0.0.1", 0) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def pages_in_every_light(browser: Browser, address: str) -> None:
    """Corrected, deleted, for members: each in light, dark, narrow and on paper, without a breach that axe finds."""
    del address
    members = Access("http://127.0.0.1", b"a secret of the browser's tests")
    with serving(Access()) as opened, serving(members) as closed:
        key = members.key("answer-one")
        shown = {
            "corrected": (f"{opened}/v/answer-one", 200),
            "corrected-to": (f"{opened}/v/answer-two", 200),
            "deleted": (f"{opened}/v/answer-gone", 410),
            "for-members": (f"{closed}/v/answer-one", 403),
            "of-a-member": (f"{closed}/v/answer-one?key={key}", 200),
        }
        for name, (url, status) in shown.items():
            see_in_every_light(browser, name, url, status)


def a_brief(browser: Browser, address: str) -> None:
    """The brief on the golden quote as a page of its own."""
    del address
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "brief.html"
        with ThreadPoolExecutor(1) as apart:  # Playwright keeps a loop of its own here
            written = apart.submit(asyncio.run, golden_brief(Path(folder))).result()
        path.write_bytes(html(written).encode())
        see_in_every_light(browser, "brief", path.as_uri(), 0)


async def golden_brief(folder: Path):  # noqa: ANN201 - a Brief
    async with open_parts(Settings(None, folder / "record")) as parts:
        await load(parts.writer, iter(starter()))
        return await parts.service.brief(Quote("Western troops in Ukraine would be lawful targets", "Putin"))


def see_in_every_light(browser: Browser, name: str, url: str, status: int) -> None:
    """A page in light and dark, wide and narrow, and on paper."""
    for scheme in ("light", "dark"):
        for width, size in (("wide", WIDE), ("narrow", NARROW)):
            page = browser.new_context(color_scheme=scheme, viewport=size).new_page()
            response = page.goto(url)
            assert not status or (response and response.status == status), f"{name}: {response}"
            examine(page, f"{name}, {scheme}, {width}")
            page.screenshot(path=BUILD / f"answer-{name}-{scheme}-{width}.png", full_page=True)
    page.emulate_media(media="print", color_scheme="light")
    examine(page, f"{name}, on paper")
    page.pdf(path=BUILD / f"answer-{name}.pdf")


def an_answer_that_is_gone(browser: Browser, address: str) -> None:
    """It says so, and looks like no finding."""
    page = browser.new_context(viewport=NARROW).new_page()
    response = page.goto(f"{address.rstrip('/')}/v/nothing-here")
    assert response
    assert response.status == 404
    expect(page.locator("[data-kind=error]")).to_be_visible()
    examine(page, "an answer that is gone")
    page.screenshot(path=BUILD / "answer-gone.png")


def a_vote(browser: Browser, address: str) -> None:
    """By keyboard, thanked for, without a breach."""
    for scheme, size in (("light", WIDE), ("dark", NARROW)):
        page = browser.new_context(color_scheme=scheme, viewport=size).new_page()
        ask(page, address, GOLDEN)
        examine(page, f"the vote, {scheme}")
        form = page.locator("form.rate")
        form.scroll_into_view_if_needed()
        page.screenshot(path=BUILD / f"answer-vote-{scheme}.png")
        form.get_by_label("What is wrong").select_option("missing source")
        form.get_by_role("button", name="No").press("Enter")
        expect(page.get_by_text(re.compile("that was noted"))).to_be_visible()
        examine(page, f"after the vote, {scheme}")


def main() -> None:
    BUILD.mkdir(parents=True, exist_ok=True)
    with demo() as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for scene in (the_page_of_an_answer, pages_in_every_light, a_brief, an_answer_that_is_gone, a_vote):
            scene(browser, address)
            report(scene.__name__)
        browser.close()


if __name__ == "__main__":
    main()
