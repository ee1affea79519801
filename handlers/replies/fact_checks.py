"""What fact-checkers wrote, in sentences: their words, under their names, apart from what the record holds. Pure."""

from dataclasses import dataclass

from corpus.models import Review, Reviewed
from handlers.replies.excerpts import Link
from handlers.replies.formatting import count, line, quoted, say_date, say_when
from handlers.replies.links import host_of, web_address

MOST = 3
"""So many reviews are shown; more are counted."""

_APART = "Theirs, not mine: they may be about another claim, and have no part in the rating above."


@dataclass(frozen=True, slots=True)
class Remark:
    """One review in a sentence, and where to read it; `link` is None where the address is none of the web."""

    text: str
    link: Link | None


def make_remarks(reviewed: Reviewed | None) -> tuple[Remark, ...]:
    """The reviews that are shown."""
    return tuple(_remark(one) for one in reviewed.found[:MOST]) if reviewed else ()


def say_reviewed(reviewed: Reviewed | None) -> str:
    """What stands under the reviews in small print; empty where nobody was asked.

    >>> say_reviewed(Reviewed())
    'Google Fact Check Tools lists no review of a claim in these words.'
    >>> say_reviewed(Reviewed(error="did not answer in time"))
    'I could not ask what fact-checkers wrote: Google Fact Check Tools did not answer in time. There may be reviews.'
    """
    if reviewed is None:
        return ""
    if reviewed.error:
        why = line(reviewed.error).rstrip(".")
        return (
            f"I could not ask what fact-checkers wrote: Google Fact Check Tools {why}. There may be reviews."
        )
    if not reviewed.found:
        return "Google Fact Check Tools lists no review of a claim in these words."
    more = len(reviewed.found) - MOST
    hidden = f" {count(more, 'more review')} {'is' if more == 1 else 'are'} not shown." if more > 0 else ""
    return f"Found by Google Fact Check Tools. {_APART}{hidden}"


def _remark(review: Review) -> Remark:
    claimed = ", ".join(part for part in (line(review.claimant), say_date(review.claimed)) if part)
    when = f", {say_when(review.reviewed)}" if review.reviewed else ""
    about = f"on the claim {quoted(review.claim, 300)}{f' ({claimed})' if claimed else ''}"
    text = f"{line(review.publisher)} wrote {quoted(review.rating)}{when}, {about}."
    url = web_address(review.url)
    return Remark(text, Link(line(review.title, 100) or host_of(url), url) if url else None)
