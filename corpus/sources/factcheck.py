"""Reader of fact checks: answers of Google's Fact Check Tools, in their publishers' own words.

They are a layer of their own, shown beside a verdict, and never evidence for or against one. Format:
https://developers.google.com/fact-check/tools/api/reference/rest/v1alpha1/claims
"""

from typing import Any
from urllib.parse import urlencode, urlsplit

from corpus.models import Review
from corpus.sources.document import Document
from corpus.sources.feed import iso_date
from corpus.sources.listing import json_object, objects, text_of
from corpus.sources.markup import one_line

BASE = "https://factchecktools.googleapis.com/v1alpha1/claims:search"
MOST = 10
_LONGEST = 600


def search_address(words: str, key: str, base: str = BASE, language: str = "") -> str:
    """Return the address that asks for reviews of claims like these words.

    >>> search_address("tear down", "k", "https://a.example/s", "en")
    'https://a.example/s?query=tear+down&pageSize=10&key=k&languageCode=en'
    """
    fields = {"query": words[:_LONGEST], "pageSize": str(MOST), "key": key}
    return f"{base}?{urlencode(fields | ({'languageCode': language} if language else {}))}"


def read_reviews(document: Document) -> tuple[Review, ...]:
    """Read the reviews of an answer, in its order; none where it has no claims. ReadError where it is no such answer."""
    found = json_object(document)
    claims = objects(document, found, "claims") if found else []
    reviews = [review for claim in claims for one in _reviews(claim) if (review := _review(claim, one))]
    return tuple(reviews[:MOST])


def _reviews(claim: dict[str, Any]) -> list[dict[str, Any]]:
    found = claim.get("claimReview")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _review(claim: dict[str, Any], one: dict[str, Any]) -> Review | None:
    """Return a review, or None where it lacks its publisher, its words or its address: then nobody could look it up."""
    publisher = one.get("publisher")
    names = publisher if isinstance(publisher, dict) else {}
    name = _line(names, "name") or _line(names, "site")
    url, words, rating = text_of(one, "url"), _line(claim, "text"), _line(one, "textualRating")
    try:
        sound = urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname
    except ValueError:
        sound = None
    if not (name and words and rating and sound):
        return None
    return Review(
        claim=words,
        claimant=_line(claim, "claimant"),
        publisher=name,
        rating=rating,
        url=url,
        title=_line(one, "title"),
        claimed=iso_date(text_of(claim, "claimDate")),
        reviewed=iso_date(text_of(one, "reviewDate")),
        language=text_of(one, "languageCode"),
    )


def _line(holder: dict[str, Any], field: str) -> str:
    return one_line(text_of(holder, field))[:_LONGEST]
