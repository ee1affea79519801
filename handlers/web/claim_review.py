"""A verdict as schema.org ClaimReview, for programs that read pages. Pure.

The author is the bot, and the rating is its label: no number, for we rate the record and not the truth.
https://schema.org/ClaimReview
"""

from typing import Any

from corpus.verdict import Verdict
from handlers.replies.links import web_address
from handlers.replies.reply import Reply


def claim_review(verdict: Verdict, reply: Reply, when: str, url: str = "") -> dict[str, Any]:
    """Return the JSON-LD object of an answer given at `when` (ISO); `url` is its page, "" where it has no address."""
    quote = verdict.quote
    claim: dict[str, Any] = {"@type": "Claim", "text": quote.text}
    if quote.speaker:
        claim["author"] = {"@type": "Person", "name": quote.speaker}
    if reply.wording and (appearance := _appearance(verdict)):
        claim["appearance"] = appearance
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        **({"url": url} if url else {}),
        "datePublished": when[:10],
        "author": {
            "@type": "SoftwareApplication",
            "name": "Verbatim",
            "applicationCategory": "quote look-up",
        },
        "claimReviewed": quote.text,
        "itemReviewed": claim,
        "reviewRating": {
            "@type": "Rating",
            "alternateName": reply.headline,
            "ratingExplanation": reply.summary,
        },
    }


def _appearance(verdict: Verdict) -> dict[str, Any] | None:
    """Return the page with the closest wording."""
    url = web_address(verdict.closest.statement.source.url) if verdict.closest else None
    if not verdict.closest or not url:
        return None
    source = verdict.closest.statement.source
    work: dict[str, Any] = {"@type": "CreativeWork", "url": url}
    if source.title:
        work["name"] = source.title
    if source.date:
        work["datePublished"] = source.date
    if source.publisher:
        work["publisher"] = {"@type": "Organization", "name": source.publisher}
    return work
