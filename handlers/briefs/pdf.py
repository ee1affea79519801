"""A brief as PDF, in Noto Sans: Latin, Greek and Cyrillic letters, and no others.

Letters that the font does not have would be printed as boxes, which hides words: such a brief is refused, with what to
do instead.
"""

import logging
from datetime import UTC, datetime
from importlib.resources import as_file, files

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

from corpus.errors import QuoteError
from handlers.briefs.brief import Brief
from handlers.briefs.render import numbered, sentence_line, source_facts, source_url
from handlers.messages import say

_FONT = "noto"
_FILE = "NotoSans[wdth,wght].ttf"
_TITLE, _HEADING, _TEXT, _SMALL = 15, 12, 10, 8  # points
_LINE = 1.45  # heights of a letter

logging.getLogger("fontTools").setLevel(logging.ERROR)
logging.getLogger("fpdf").setLevel(logging.ERROR)


def pdf(brief: Brief) -> bytes:
    """Write a brief as PDF; raise QuoteError where it has letters that the font cannot show."""
    page = FPDF(format="A4")
    page.set_margin(20)
    page.set_auto_page_break(auto=True, margin=18)
    with as_file(files("fontpkg_noto_sans") / "files" / _FILE) as path:
        page.add_font(_FONT, fname=path)
    try:
        return _laid_out(page, brief)
    finally:
        _font(page).ttfont.close()  # else its file stays open until somebody collects it


def _laid_out(page: FPDF, brief: Brief) -> bytes:
    _refuse_unknown_letters(page, brief)
    page.set_title(brief.title)
    page.set_lang("en")
    if brief.verdict.coverage.updated:  # the same brief on the same record is the same file
        page.set_creation_date(datetime.fromisoformat(brief.verdict.coverage.updated).astimezone(UTC))
    page.add_page()
    _write(page, brief.title, _TITLE)
    for section in brief.sections:
        page.ln(4)
        _write(page, section.heading.title, _HEADING)
        for one in section.sentences:
            _write(page, sentence_line(one) + numbered(one), _TEXT)
    if brief.footnotes:
        page.ln(4)
        _write(page, say("briefs.sources"), _HEADING)
        for note in brief.footnotes:
            _write(page, f"[{note.number}] {source_facts(note)}", _SMALL, link=source_url(note) or "")
    return bytes(page.output())


def _font(page: FPDF) -> TTFFont:
    font = page.fonts[_FONT]
    assert isinstance(font, TTFFont), "added from a file"
    return font


def _write(page: FPDF, words: str, size: int, link: str = "") -> None:
    page.set_font(_FONT, size=size)
    height = size * _LINE * 0.3528  # points to millimetres
    page.multi_cell(0, height, words, align="L", link=link, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.ln(1)


def _refuse_unknown_letters(page: FPDF, brief: Brief) -> None:
    shown = [brief.title, *(sentence_line(one) for section in brief.sections for one in section.sentences)]
    shown += [source_facts(note) for note in brief.footnotes]
    known = _font(page).cmap
    if unknown := sorted(
        {char for words in shown for char in words if char.isprintable() and ord(char) not in known}
    ):
        raise QuoteError(
            f"no letters for {''.join(unknown[:10])!r} in the font of the PDF",
            advice=say("briefs.pdf_lacks_letters"),
        )
