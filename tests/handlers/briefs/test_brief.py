"""The long form: extractive by construction, numbered without a gap, and better than prose that retells."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from redis.asyncio import Redis

from bot.load import starter
from corpus.collecting.coverage import CoverageReader
from corpus.errors import QuoteError
from corpus.models import Quote, Statement
from corpus.related.statements import find_subject
from corpus.sources.catalogue import built_in
from corpus.verdict import Evidence, Rating
from corpus.verify import Verifier
from handlers.briefs import render
from handlers.briefs.brief import About, Brief, Footnote, Heading, Judged, Quoted, compose_brief
from handlers.briefs.pdf import pdf
from handlers.commands.brief import parse_brief, wants_brief
from tests.support.record import Record

GOLDEN = Quote("Western troops in Ukraine would be lawful targets", "Putin")
EXAMPLE = Path(__file__).parents[3] / "shared" / "reference" / "example-brief.txt"
FORMS = [render.markdown, render.html, render.text]

Write = Callable[..., Awaitable[Brief]]


@pytest.fixture
def write(redis: Redis) -> Write:
    async def write(quote: Quote = GOLDEN, statements: list[Statement] | None = None) -> Brief:
        index = Record(redis)
        await index.add(list(starter()) if statements is None else statements)
        verdict = await Verifier(index, CoverageReader(redis)).verify(quote)
        return compose_brief(verdict, await find_subject(index, verdict), built_in())

    return write


async def test_the_golden_brief_finds_the_statement_that_the_example_missed(write: Write) -> None:
    if not EXAMPLE.exists():
        pytest.skip("the example brief is not at hand")
    example = EXAMPLE.read_text("utf-8")
    assert "not found in current reporting" in example
    assert "legitimate targets" not in example
    ours = render.text(await write())
    assert "we assume that these will be legitimate targets" in ours
    assert "законные цели" in ours
    assert "5 September 2025" in ours
    assert "Limitations" in ours


async def test_the_golden_brief_has_every_section_in_order(write: Write) -> None:
    assert [section.heading for section in (await write()).sections] == list(Heading)


async def test_the_golden_brief_names_the_words_that_no_wording_has(write: Write) -> None:
    assert "“Western”, “Ukraine” and “lawful” are words of the quote that none" in render.text(await write())


async def test_what_others_said_stands_under_their_names_and_as_no_evidence(write: Write) -> None:
    brief = await write()
    [others] = [s for s in brief.sections if s.heading is Heading.OTHERS]
    quoted = [one for one in others.sentences if isinstance(one, Quoted)]
    assert any("Maria Zakharova" in one.text for one in quoted)
    assert all("Putin" not in one.footnote.evidence.statement.speaker for one in quoted)
    assert "no evidence" in others.sentences[0].text


async def test_the_subject_stands_in_the_order_of_its_dates(write: Write) -> None:
    for section in (await write()).sections:
        if section.heading in (Heading.OWN, Heading.OTHERS):
            notes = [one.footnote for one in section.sentences if isinstance(one, Quoted)]
            dates = [note.evidence.statement.source.date or "9" for note in notes]
            assert dates == sorted(dates)


async def test_every_quoted_sentence_is_cut_from_its_statement(write: Write) -> None:
    whole = {s.id: s.text for s in starter()}
    for note in (await write()).footnotes:
        one = note.evidence
        assert whole[one.statement.id][one.start : one.end] == one.wording


async def test_every_number_leads_to_a_source_and_every_source_is_used(write: Write) -> None:
    brief = await write()
    used = {number for section in brief.sections for one in section.sentences for number in one.numbers}
    assert used == {note.number for note in brief.footnotes} == set(range(1, len(brief.footnotes) + 1))


async def test_every_sentence_about_what_was_found_bears_a_number(write: Write) -> None:
    brief = await write()
    for section in brief.sections:
        for one in section.sentences:
            if isinstance(one, Quoted | Judged):
                assert one.numbers


async def test_a_sentence_about_a_finding_cannot_be_made_without_its_source(write: Write) -> None:
    verdict = (await write()).verdict
    with pytest.raises(ValueError, match="needs its source"):
        Judged(About.NOTES, verdict, ())


async def test_a_sentence_that_there_is_no_reason_for_cannot_be_made(write: Write) -> None:
    brief = await write()
    assert brief.verdict.changes == ()
    with pytest.raises(ValueError, match="no such sentence"):
        Judged(About.CHANGES, brief.verdict, brief.footnotes)


def test_a_source_without_words_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="words"):
        Footnote(1, Evidence(Statement("a", "A", " "), 0, " ", 0, 1, "", "", 0.0))


async def test_nothing_on_record_says_what_was_searched_and_claims_no_wording(write: Write) -> None:
    brief = await write(
        statements=[s for s in starter() if s.utterance != "putin-eef-2025-legitimate-targets"]
    )
    said = render.text(brief)
    assert brief.verdict.rating is Rating.NOT_DOCUMENTED
    assert "holds no wording that this quote could rest on" in said
    assert "legitimate targets" not in said.split("What others said")[0]
    assert "Searched: " in said


async def test_an_empty_record_cannot_say_and_no_section_pretends_otherwise(write: Write) -> None:
    said = render.text(await write(statements=[]))
    assert "The record is empty" in said
    assert "[1]" not in said


@pytest.mark.parametrize("form", FORMS)
async def test_the_words_of_a_source_hide_no_markup(write: Write, form: Callable[[Brief], str]) -> None:
    trap = "<script>alert(1)</script> [x](javascript:alert(1)) we shall fight on the beaches *now*"
    brief = await write(Quote("we shall fight on the beaches"), [Statement("a", "<b>A</b> Churchill", trap)])
    written = form(brief)
    if form is not render.text:
        assert not re.search(r"(?<!\\)<(script|b)>", written)
    assert "](javascript" not in written or form is not render.markdown


async def test_the_pdf_holds_the_russian_words_and_is_the_same_file_twice(write: Write) -> None:
    brief = await write()
    made = pdf(brief)
    assert made.startswith(b"%PDF-")
    assert made == pdf(brief)
    assert len(made) > 10_000


async def test_letters_that_the_pdf_cannot_show_are_refused_with_what_to_do_instead(write: Write) -> None:
    words = "私たちは海岸で戦う。私たちは上陸地点で戦う。"
    brief = await write(Quote(words), [Statement("a", "A", words, language="ja")])
    with pytest.raises(QuoteError) as refused:
        pdf(brief)
    assert "html" in refused.value.advice


async def test_in_a_thread_it_is_shortened_and_its_numbers_are_explained(write: Write) -> None:
    brief = await write()
    reply = render.shorten(brief)
    assert reply.headline.startswith("Brief: ")
    assert reply.wording
    said = "\n".join(reply.notes)
    assert len(said) < len(render.text(brief)) / 2
    for number in set(re.findall(r"\[(\d+)\]$", said, re.MULTILINE)):
        assert f"\n[{number}] " in said


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        pytest.param('brief "We shall fight"', '"We shall fight"', id="after the command"),
        pytest.param(
            "/verify brief: “We shall fight”", "“We shall fight”", id="with the command, and a colon"
        ),
        pytest.param("brief encounters are the best", None, id="a quote that begins so"),
        pytest.param('"brief" is beautiful', None, id="a quoted word"),
    ],
)
def test_a_brief_is_asked_for_by_the_word_in_front_of_a_quote(text: str, rest: str | None) -> None:
    assert wants_brief(text) == rest


def test_the_quote_of_a_brief_keeps_its_speaker() -> None:
    assert parse_brief('brief "We shall fight on the beaches" by Churchill') == Quote(
        "We shall fight on the beaches", "Churchill"
    )
