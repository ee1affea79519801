"""The page of one answer, and the votes under it, in a real browser: in every light, narrow, on paper, and where it is gone.

    python tests/e2e/answers.py

Starts `python -m bot demo` as `web.py` does, whose tools it uses. Screenshots are kept in build/e2e/.
"""

import re
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

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
        for scene in (the_page_of_an_answer, an_answer_that_is_gone, a_vote):
            scene(browser, address)
            report(scene.__name__)
        browser.close()


if __name__ == "__main__":
    main()
