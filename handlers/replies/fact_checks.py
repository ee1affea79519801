"""What fact-checkers wrote, in sentences: their words, under their names, apart from what the record holds. Pure."""

from dataclasses import dataclass

from corpus.models import Review, Reviewed
from handlers.messages import say
from handlers.replies.excerpts import Link
from handlers.replies.formatting import line, quoted, say_date, say_when
from handlers.replies.links import host_of, web_address

MOST = 3
"""So many reviews are shown; more are counted."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One review in a sentence, and where to read it; `link` is None where the address is none of the web."""

    text: str
    link: Link | None


def make_remarks(reviewed: Reviewed | None) -> tuple[Remark, ...]:
    """The reviews that are shown."""
    return tuple(_remark(one) for one in reviewed.found[:MOST]) if reviewed else ()


def say_reviewed(reviewed: Reviewed | None) -> str:
    """Return what stands under the reviews in small print; empty where nobody was asked.

    >>> say_reviewed(Reviewed())
    'Google Fact Check Tools lists no review of a claim in these words.'
    >>> say_reviewed(Reviewed(error="did not answer in time"))
    'I could not ask what fact-checkers wrote: Google Fact Check Tools did not answer in time. There may be reviews.'
    """
    if reviewed is None:
        return ""
    if reviewed.error:
        why = line(reviewed.error).rstrip(".")
        return say("answer.reviews_not_asked", why=why)
    if not reviewed.found:
        return say("answer.reviews_none")
    more = len(reviewed.found) - MOST
    hidden = " " + say("answer.more_reviews_not_shown", count=more) if more > 0 else ""
    return say("answer.reviews_found", apart=say("answer.reviews_are_theirs"), hidden=hidden)


def _remark(review: Review) -> Remark:
    claimed = ", ".join(part for part in (line(review.claimant), say_date(review.claimed)) if part)
    when = f", {say_when(review.reviewed)}" if review.reviewed else ""
    claim = f"{quoted(review.claim, 300)}{f' ({claimed})' if claimed else ''}"
    text = say(
        "answer.review",
        publisher=line(review.publisher),
        rating=quoted(review.rating),
        when=when,
        claim=claim,
    )
    url = web_address(review.url)
    return Remark(text, Link(line(review.title, 100) or host_of(url), url) if url else None)
