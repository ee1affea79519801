"""A reply in Block Kit: inert, within all limits, and readable from the top."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from corpus.errors import IndexUnavailableError
from corpus.models import Coverage, Holdings, Restriction
from corpus.verdict import Rating
from handlers.messages import say
from handlers.ports.address import Address
from handlers.ports.answers import Remembered
from handlers.ports.preferences import Preferences
from handlers.replies import ui_text
from handlers.replies.actions import Offer
from handlers.replies.reply import Link, Mark, Span, compose, compose_error
from handlers.slack import dialogs
from handlers.slack.blocks import blocks, fallback, question
from handlers.slack.buttons import buttons
from handlers.slack.delivery import Post
from handlers.slack.mrkdwn import unescape
from tests.support.replies import HOSTILE, Shape, reply, shapes, wording
from tests.support.slack.blockkit import elements, problems, view_problems, words
from tests.support.verdicts import verdict


def test_the_rating_comes_first_and_large() -> None:
    first = blocks(reply())[0]
    assert first["type"] == "header"
    assert first["text"] == {
        "type": "plain_text",
        "text": "≈ Documented, but not in these words",
        "emoji": False,
    }


def test_coverage_comes_last_and_small() -> None:
    last = blocks(reply())[-1]
    assert last["type"] == "context"
    assert words(last) == "Searched 126 statements from 1 source, 1801–2026."


def test_the_parts_stand_in_the_order_of_reading() -> None:
    said = words(blocks(reply()))
    places = [
        said.index(part)
        for part in (
            "≈ Documented",
            "This exact wording",
            "Closest wording",
            "Vladivostok",
            say("chats.differences"),
            "“lawful” is",
            "is a translation",
            "Original, in Russian",
            say("chats.related"),
            "By somebody else",
            say("chats.reviews"),
            "“Mostly wrong”",
            "Theirs, not mine",
            "Searched 126",
        )
    ]
    assert places == sorted(places)


def test_matched_words_are_bold_and_their_context_is_not() -> None:
    quote = next(e for e in elements(blocks(reply())) if e["type"] == "rich_text_quote")
    assert [(e["text"][:20], e.get("style")) for e in quote["elements"]] == [
        ("If any troops appear", None),
        ("they will be legitim", {"bold": True}),
        (". And if decisions a", None),
    ]


def test_a_difference_strikes_what_was_asked_and_marks_what_the_source_has() -> None:
    styled = {e["text"]: e.get("style") for e in elements(blocks(reply())) if e["type"] == "text"}
    assert styled["lawful"] == {"strike": True}
    assert styled["legitimate"] == {"bold": True}


def test_sources_are_links() -> None:
    links = {(e["text"], e["url"]) for e in elements(blocks(reply())) if e["type"] == "link"}
    assert ("Kremlin transcript", "http://kremlin.example/77927") in links


def test_related_statements_stand_behind_a_line_that_calls_them_no_evidence() -> None:
    laid_out = blocks(reply(wording=None, others=()))
    divider = next(at for at, block in enumerate(laid_out) if block["type"] == "divider")
    assert words(laid_out[divider + 1]).startswith(say("chats.related"))
    assert "By somebody else" not in words(laid_out[:divider])


def test_an_outage_shows_neither_rating_nor_evidence() -> None:
    laid_out = blocks(compose_error(IndexUnavailableError(), "a quote"))
    assert "could not look" in words(laid_out)
    assert "ot documented" not in words(laid_out)
    assert problems(laid_out) == []


@pytest.mark.parametrize(
    "laid_out",
    [
        pytest.param(blocks(reply(wording=wording(HOSTILE, HOSTILE))), id="in the wording"),
        pytest.param(blocks(reply(headline=HOSTILE[:80])), id="in the headline"),
        pytest.param(blocks(reply(coverage=HOSTILE)), id="in the small print"),
        pytest.param(blocks(reply(differences=(Span(HOSTILE, Mark.REMOVED),))), id="in a difference"),
        pytest.param(blocks(reply(notes=(HOSTILE,))), id="in a note"),
        pytest.param(question("U02BOB", HOSTILE), id="in the question"),
    ],
)
def test_markup_in_a_quote_comes_out_as_typed_and_calls_nobody(laid_out: list[dict[str, Any]]) -> None:
    kinds = {e["type"] for e in elements(laid_out)}
    assert not kinds & {"mrkdwn", "markdown", "section", "broadcast", "usergroup", "channel", "emoji"}
    assert [e["user_id"] for e in elements(laid_out) if e["type"] == "user"] in ([], ["U02BOB"])
    assert {e["emoji"] for e in elements(laid_out) if e["type"] == "plain_text"} <= {False}
    assert HOSTILE[:80] in words(laid_out)


def test_the_text_beside_the_blocks_is_escaped() -> None:
    text = fallback(reply(wording=wording(match=HOSTILE)))
    assert "<" not in text
    assert ">" not in text
    assert " ".join(HOSTILE.split()) in unescape(text)


def test_the_text_beside_the_blocks_says_the_whole_answer() -> None:
    text = fallback(reply())
    for part in ("Documented", "legitimate targets", "http://kremlin.example/77927", "Searched 126"):
        assert part in text


@settings(max_examples=50, deadline=None)
@given(shape=shapes)
def test_whatever_the_reply_slack_takes_it(shape: Shape) -> None:
    reply = shape.reply()
    laid_out = blocks(reply, one_of_many=True)
    assert problems(laid_out) == []
    for block in Block.parse_all(laid_out):
        block.validate_json()
    json.dumps(laid_out).encode()
    json.dumps(laid_out, ensure_ascii=False).encode()
    assert len(fallback(reply)) < 40_000


@settings(max_examples=30, deadline=None)
@given(shape=shapes)
def test_cutting_loses_neither_the_rating_nor_the_source(shape: Shape) -> None:
    reply = shape.reply()
    laid_out = blocks(reply)
    assert words(laid_out[0]).startswith("≈ Documented")
    for link in reply.wording.links if reply.wording else ():
        assert link.url in {e.get("url") for e in elements(laid_out)}


def longest(shape: Shape) -> list[dict[str, Any]]:
    """An answer with every button that there is, as it is posted."""
    whole = replace(shape.reply(), id="q3Zk" * 5, rating=Rating.NOT_DOCUMENTED)
    every = Offer(
        context=True,
        watch=True,
        again=True,
        other_source=True,
        brief=True,
        reviewers=True,
        feedback=True,
        page="https://v.example/" + "a" * 900,
    )
    rows = [buttons(whole, replace(every, private=private)) for private in (False, True)]
    row = max(rows, key=lambda one: len(json.dumps(one)))
    return [*blocks(whole, one_of_many=True, below=row), *row]


@settings(max_examples=50, deadline=None)
@example(shape=Shape(unit='"', length=112, spans=1, sentences=6, wordings=2, address=573))
@given(shape=shapes)
def test_with_every_button_the_longest_answer_is_taken_and_keeps_its_source(shape: Shape) -> None:
    laid_out = longest(shape)
    assert problems(laid_out) == []
    assert len(laid_out[-1]["elements"]) >= 8
    wording = shape.reply().wording
    for link in wording.links if wording else ():
        assert link.url in {e.get("url") for e in elements(laid_out[:-1])}


LONG = st.sampled_from([HOSTILE, "слово ", "國", "\U0001f469\u200d\U0001f467 ", '"', "\x00a", "word "])


@settings(max_examples=20, deadline=None)
@given(unit=LONG, rating=st.sampled_from(Rating), length=st.integers(1, 12_000))
def test_dialogs_and_the_home_of_the_longest_are_taken(unit: str, rating: Rating, length: int) -> None:
    text = (unit * length)[:length]
    given = verdict(rating)
    quote = replace(given.quote, text=text, speaker=text[:200], only=Restriction((text[:300],) * 3, ("en",)))
    remembered = Remembered("a" * 20, replace(given, quote=quote), "2026-01-01T00:00:00+00:00", None)
    names = {f"{n}{text}"[:150]: n for n in range(1, 150)}
    holdings = Holdings(names, {f"x{n}": n for n in range(1, 150)})
    many = Preferences(sources=tuple(names)[:90], languages=tuple(holdings.languages)[:90], reviewers=("U1",))
    stale = Coverage(9, 9, None, None, None, None, (text[:500],) * 40)
    where = Address("slack", "T1", "C1", "1.1", "U1")
    few = Holdings(dict(list(names.items())[:60]), {"en": 1})
    for view in (
        dialogs.context_view(remembered),
        dialogs.home_view(stale, [remembered] * 10),
        dialogs.settings_view(many, "C1", holdings),
        dialogs.settings_view(Preferences(), "C1", few),
        dialogs.source_view("a" * 20, where, holdings),
        dialogs.source_view("a" * 20, where, few),
        dialogs.reason_view("a" * 20, where),
    ):
        assert view_problems(view) == []
        assert len(json.dumps(view)) < 250_000
    overview = Post.overview((compose(remembered.verdict),) * 11)
    assert problems(overview.blocks) == []
    assert problems(question("U1", text)) == []


def test_a_cut_is_marked_and_says_where_the_whole_is() -> None:
    long = wording(match="we shall fight them on the beaches " * 400)
    laid_out = blocks(reply(wording=long))
    assert say("chats.shortened") in words(laid_out)
    assert "…" in words(laid_out[2])
    assert problems(laid_out) == []


def test_what_fits_is_not_cut() -> None:
    assert say("chats.shortened") not in words(blocks(reply()))


def test_wordings_left_out_are_counted() -> None:
    said = words(blocks(reply(others=tuple(wording(f"Wording {n}") for n in range(20)))))
    assert ui_text.more(12) in said


def test_an_address_too_long_for_slack_loses_its_fragment_before_anything_else() -> None:
    long = Link("TASS", "https://tass.example/1#:~:text=" + "x" * 4000)
    short = wording()
    laid_out = blocks(reply(wording=type(short)(short.heading, short.spans, short.facts, (long,))))
    assert "https://tass.example/1" in {e.get("url") for e in elements(laid_out)}


def test_the_question_is_shown_with_its_asker_and_cut_when_long() -> None:
    laid_out = question("U01ALICE", "we shall fight " * 1000)
    assert problems(laid_out) == []
    assert len(words(laid_out)) < 700
    assert words(laid_out).endswith("…")


def test_another_wording_repeats_neither_facts_nor_links_of_the_first() -> None:
    other = wording("Translation", "these will be targets")
    other = replace(
        other,
        facts=(*other.facts[:3], "TASS, news agency"),
        links=(other.links[1], Link("TASS", "https://tass.example/1")),
    )
    listing = next(block for block in blocks(reply(others=(other,))) if say("chats.others") in words(block))
    assert words(listing["elements"][1]).startswith("Translation: “If any troops appear there")
    assert words(listing["elements"][1]).endswith("” — TASS, news agency · TASS")
    assert [e["url"] for e in elements(listing) if e["type"] == "link"] == ["https://tass.example/1"]


def test_among_several_answers_each_says_which_quote_it_answers() -> None:
    laid_out = blocks(reply(), one_of_many=True)
    assert words(laid_out[1]) == "“Western troops in Ukraine would be lawful targets” — Vladimir Putin"
    assert problems(laid_out) == []
    assert "Western troops in Ukraine" not in words(blocks(reply(differences=()))[1])


def test_an_absent_part_leaves_no_empty_block() -> None:
    bare = blocks(
        reply(
            summary="",
            wording=None,
            differences=(),
            changes=(),
            notes=(),
            others=(),
            related=(),
            remarks=(),
            reviewed="",
            coverage="",
        )
    )
    assert [block["type"] for block in bare] == ["header"]
