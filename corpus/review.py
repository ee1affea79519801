"""A review: what a fact-checker wrote about a claim, in the publisher's own words. Pure.

Reviews stand beside a verdict. They are never evidence, and have no say in a rating.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Review:
    """One review of one claim: `rating` is what its publisher called it, word for word; dates are ISO."""

    claim: str
    claimant: str
    publisher: str
    rating: str
    url: str
    title: str = ""
    claimed: str | None = None
    reviewed: str | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What asking for reviews brought: those found, or in `error` why it could not be asked, which is not "none"."""

    found: tuple[Review, ...] = ()
    error: str = ""
