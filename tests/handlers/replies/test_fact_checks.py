"""What fact-checkers wrote is theirs: their words, their names, apart from the record, and no rating hangs on it."""

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from corpus.models import Review, Reviewed
from corpus.verdict import Rating
from handlers.messages import say
from handlers.replies.reply import Reply, compose, plain
from handlers.replies.terminal import render
from handlers.slack.blocks import blocks, fallback
from handlers.teams import cards
from tests.support.slack.blockkit import problems
from tests.support.verdicts import verdict

REVIEW = Review(
    claim="The harbour bridge was closed for a hundred days",
    claimant="Odo Penn",
    publisher="Coast Check",
    rating="Mostly wrong",
    url="https://coastcheck.example/bridge",
    title="Was the bridge closed?",
    claimed="2026-08-30",
    reviewed="2026-09-02",
    language="en",
)
SENTENCE = (
    "Coast Check wrote “Mostly wrong”, on 2 September 2026, on the claim “The harbour bridge was closed for a hundred "
    "days” (Odo Penn, 30 August 2026)."
)


def composed(reviewed: Reviewed | None, rating: Rating = Rating.VERBATIM) -> Reply:
    return compose(replace(verdict(rating), reviewed=reviewed))


def test_a_review_is_a_sentence_with_publisher_rating_claim_dates_and_link() -> None:
    (remark,) = composed(Reviewed((REVIEW,))).remarks
    assert remark.text == SENTENCE
    assert remark.link
    assert (remark.link.label, remark.link.url) == (
        "Was the bridge closed?",
        "https://coastcheck.example/bridge",
    )


def test_what_is_not_known_of_a_review_is_not_said() -> None:
    bare = replace(REVIEW, claimant="", claimed=None, reviewed=None, title="")
    (remark,) = composed(Reviewed((bare,))).remarks
    assert remark.text == (
        "Coast Check wrote “Mostly wrong”, on the claim “The harbour bridge was closed for a hundred days”."
    )
    assert remark.link
    assert remark.link.label == "coastcheck.example"


@pytest.mark.parametrize("rating", Rating)
@pytest.mark.parametrize(
    "reviewed",
    [
        pytest.param(Reviewed((REVIEW,) * 5), id="found"),
        pytest.param(Reviewed(), id="none"),
        pytest.param(Reviewed(error="answered 429"), id="not asked"),
    ],
)
def test_no_other_word_of_an_answer_hangs_on_reviews(rating: Rating, reviewed: Reviewed) -> None:
    assert replace(composed(reviewed, rating), remarks=(), reviewed="") == composed(None, rating)


def test_none_and_could_not_ask_are_never_alike() -> None:
    none, failed = composed(Reviewed()).reviewed, composed(Reviewed(error="answered 429")).reviewed
    assert "lists no review" in none
    assert "could not ask" not in none
    assert failed == (
        "I could not ask what fact-checkers wrote: Google Fact Check Tools answered 429. There may be reviews."
    )


def test_where_nobody_was_asked_nothing_is_said() -> None:
    reply = composed(None)
    assert (reply.remarks, reply.reviewed) == ((), "")


def test_more_reviews_than_are_shown_are_counted() -> None:
    reply = composed(Reviewed((REVIEW,) * 5))
    assert len(reply.remarks) == 3
    assert reply.reviewed.endswith("2 more reviews are not shown.")


def test_reviews_stand_behind_a_line_in_slack_under_their_own_heading() -> None:
    laid_out = blocks(composed(Reviewed((REVIEW,))))
    assert problems(laid_out) == []
    at = next(n for n, block in enumerate(laid_out) if say("chats.reviews") in str(block))
    assert laid_out[at - 1]["type"] == "divider"
    assert SENTENCE in str(laid_out[at])
    assert "https://coastcheck.example/bridge" in str(laid_out[at])
    assert "no part in the rating" in str(laid_out[at + 1])
    assert "https://coastcheck.example/bridge" in fallback(composed(Reviewed((REVIEW,))))


def test_reviews_stand_apart_on_the_card_and_are_no_citation() -> None:
    message = cards.message(composed(Reviewed((REVIEW,))))
    body = message["attachments"][0]["content"]["body"]  # type: ignore[index]
    at = next(n for n, block in enumerate(body) if say("chats.reviews") in str(block))
    assert body[at]["separator"] is True
    assert SENTENCE in str(body[at + 1])
    assert "coastcheck" not in str(message.get("entities"))


def test_a_failure_is_told_on_every_surface() -> None:
    reply = composed(Reviewed(error="did not answer in time"))
    console = Console(width=200, record=True, file=StringIO())
    console.print(render(reply))
    for text in (plain(reply), str(blocks(reply)), str(cards.message(reply)), console.export_text()):
        assert "did not answer in time" in text
        assert "lists no review" not in text


def test_a_review_is_read_in_the_terminal_with_its_address() -> None:
    console = Console(width=300, record=True, file=StringIO())
    console.print(render(composed(Reviewed((REVIEW,)))))
    text = console.export_text()
    assert f"• {SENTENCE}" in text
    assert "Was the bridge closed?: https://coastcheck.example/bridge" in text
