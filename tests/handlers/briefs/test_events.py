"""What a brief says of what is to come: in the calendars' words, with their numbers, and an error is never "nothing"."""

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from corpus.models import Event
from corpus.related.events import Agenda, Common, Concern, Reading
from corpus.verdict import Rating, Subject
from handlers.briefs import render
from handlers.briefs.attachment import attach
from handlers.briefs.brief import Brief, Heading, compose_brief
from handlers.briefs.events import Announced, Announcement, Foreseen
from handlers.briefs.pdf import pdf
from handlers.slack import blocks
from handlers.teams import cards
from tests.support.verdicts import verdict

READ = "2026-11-26T12:00:00+00:00"
COUNCIL = Reading("Council of the Strait", READ)
SUMMIT = Event(
    "summit", "Leaders’ summit on lawful targets", "2026-12-10T14:00+01:00", "2026-12-10T17:30+00:00",
    end="2026-12-10T18:30+01:00", zone="Europe/Brussels", place="Europa building, Brussels", calendar="council",
    publisher="Council of the Strait", page="https://council.example/c.ics", read=READ,
    url="https://council.example/summit",
)  # fmt: skip
FORMS = [
    pytest.param(render.markdown, id="markdown"),
    pytest.param(render.html, id="html"),
    pytest.param(render.text, id="text"),
    pytest.param(lambda brief: json.dumps(render.record(brief), ensure_ascii=False), id="json"),
    pytest.param(lambda brief: json.dumps(blocks.blocks(render.shorten(brief)), ensure_ascii=False), id="slack"),
    pytest.param(lambda brief: json.dumps(cards.card(render.shorten(brief)), ensure_ascii=False), id="teams"),
    pytest.param(lambda brief: str(attach(brief).sections), id="beside the thread"),
]  # fmt: skip


def brief(*events: Event, calendars: tuple[Reading, ...] = (COUNCIL,)) -> Brief:
    return compose_brief(verdict(Rating.PARAPHRASED), Subject(), (), Agenda(events, calendars))


def watch(of: Brief) -> list[str]:
    [section] = [section for section in of.sections if section.heading is Heading.WATCH]
    return [one.text for one in section.sentences if isinstance(one, Announced | Foreseen)]


def test_an_event_stands_with_its_date_its_title_word_for_word_and_its_number() -> None:
    found = brief(SUMMIT)
    assert watch(found)[1] == (
        "10 December 2026, 14:00 to 18:30 (Brussels time): “Leaders’ summit on lawful targets”, Europa building, Brussels. "
        "In common with the quote: “lawful” and “targets”."
    )
    assert found.footnotes[-1] == Announcement(len(found.footnotes), SUMMIT)
    assert (
        f"[{len(found.footnotes)}] Council of the Strait; calendar, read 26 November 2026; Leaders’ summit"
        in (render.text(found))
    )


@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_the_event_and_its_source(form: Callable[[Brief], str]) -> None:
    shown = form(brief(SUMMIT))
    plain = shown.replace("\\", "")
    assert "10 December 2026, 14:00 to 18:30" in plain
    assert "Leaders’ summit on lawful targets" in plain
    assert "read 26 November 2026" in plain


def test_the_pdf_has_it_too() -> None:
    assert len(pdf(brief(SUMMIT))) > len(pdf(brief()))


def test_in_a_thread_what_is_to_come_leads_to_its_page() -> None:
    assert any(
        line.endswith("https://council.example/summit") for line in render.shorten(brief(SUMMIT)).notes
    )


def test_without_a_page_of_its_own_an_event_leads_to_its_calendar() -> None:
    found = brief(replace(SUMMIT, url="javascript:alert(1)"))
    assert render.source_url(found.footnotes[-1]) == "https://council.example/c.ics"


def test_where_no_calendar_is_read_it_says_so_and_lists_nothing() -> None:
    [only] = watch(brief(calendars=()))
    assert only.startswith("No calendar is read for this record")


def test_where_none_concerns_the_quote_it_says_which_calendars_were_read() -> None:
    [only] = watch(brief(replace(SUMMIT, title="Fisheries")))
    assert only == (
        "None of 1 announced event has the speaker’s name, or enough of the quote’s words, in it. "
        "Calendars: Council of the Strait (read 26 November 2026)."
    )


def test_a_calendar_that_announces_nothing_is_no_failure() -> None:
    [only] = watch(brief())
    assert only.startswith("The calendars that were read announce nothing that is to come.")


def test_a_calendar_that_could_not_be_read_is_never_an_answer() -> None:
    failed = (Reading("Port Authority", None, failed=True), Reading("Sveriges riksdag", READ, failed=True))
    [only] = watch(brief(calendars=failed))
    assert only == (
        "Calendars that could not be read: Port Authority (never read) and Sveriges riksdag (last read 26 November 2026). "
        "What they announce by now is not known."
    )


def test_beside_one_that_was_read_the_other_is_named() -> None:
    none, failed = watch(brief(calendars=(COUNCIL, Reading("Port Authority", None, failed=True))))
    assert "Port Authority" not in none
    assert "Port Authority (never read)" in failed


def test_what_of_a_calendar_was_not_read_is_said() -> None:
    said = watch(brief(SUMMIT, calendars=(replace(COUNCIL, lacks="2 events cannot be read"),)))
    assert said[-1].endswith("Council of the Strait (2 events cannot be read).")


def test_what_is_tentative_or_known_by_its_description_alone_is_marked() -> None:
    event = replace(SUMMIT, title="Fisheries", description="With Vladimir Putin.", tentative=True)
    assert watch(brief(event))[1].endswith(
        "Brussels; the calendar marks it as tentative. "
        "In its description, in common with the speaker’s name: “Vladimir Putin”."
    )


@pytest.mark.parametrize("form", [render.markdown, render.html])
def test_the_words_of_a_calendar_hide_no_markup(form: Callable[[Brief], str]) -> None:
    trap = "lawful targets <script>alert(1)</script> [x](https://evil.example)"
    shown = form(brief(replace(SUMMIT, title=trap, place="<b>Hall</b>", publisher="<i>Council</i>")))
    assert not re.search(r"(?<!\\)<(script|b|i)>", shown)
    assert "[x](https" not in shown or form is render.html


def test_an_event_cannot_be_listed_for_nothing() -> None:
    with pytest.raises(ValueError, match="in common"):
        Announced(Announcement(1, SUMMIT), Concern(SUMMIT, Common.QUOTE, ()))
    with pytest.raises(ValueError, match="words"):
        Announcement(1, replace(SUMMIT, title=" "))


def test_the_numbers_go_on_without_a_gap() -> None:
    found = brief(SUMMIT, replace(SUMMIT, uid="other", title="Lawful targets: debate", start="2026-12-11"))
    assert [note.number for note in found.footnotes] == list(range(1, len(found.footnotes) + 1))
    used = {number for section in found.sections for one in section.sentences for number in one.numbers}
    assert used == {note.number for note in found.footnotes}
