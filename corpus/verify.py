"""Quote in, verdict out: the only place where finding (Redis) and judging (pure) meet.

features → index → alignment → changes → ledger → verdict
"""

import time
from dataclasses import replace

from rapidfuzz import fuzz, process

from corpus.index import Hit, Index
from corpus.judge import Policy, decide
from corpus.ledger import Ledger
from corpus.records import Passage, Quote
from corpus.renderings import group
from corpus.speakers import tag
from corpus.text import PASSAGE
from corpus.verdict import Rating, Verdict

# Passages that the quote is laid over word by word, of those that the index proposes.
_LAID = 16
# A hit with less than this share of the best hit's score is not worth a look while at most a few have more; the
# claimed speaker's own are worth one earlier. Set on `score.py perturb` (dev): no rating changed.
_WHOLE, _ENOUGH = 0.93, 3  # similarity that leaves nothing to look for; words that make a search worth while
_FAR, _NEAR, _FEW = 0.4, 0.25, 12


class Verifier:
    """Answers quotes from one record."""

    def __init__(self, index: Index, ledger: Ledger, policy: Policy | None = None) -> None:
        self._index = index
        self._ledger = ledger
        self._policy = policy or Policy()

    async def verify(self, quote: Quote) -> Verdict:
        """Rate a quote on the record.

        Raises IndexUnavailableError when the record does not answer; that is never a NOT_DOCUMENTED.
        """
        began = time.perf_counter()
        hits = await self._index.search(quote.text)
        passages = await self._passages(quote, hits)
        coverage = await self._ledger.coverage(quote.speaker)
        verdict = decide(quote, passages, coverage, self._policy)
        if rest := unexplained(verdict):
            more = await self._passages(quote, await self._index.search(rest))
            known = {(p.statement.id, p.offset) for p in passages}
            passages += [p for p in more if (p.statement.id, p.offset) not in known]
            verdict = decide(quote, passages, coverage, self._policy)
        siblings = await self._index.siblings(verdict.closest.statement) if verdict.closest else []
        verdict = group(verdict, siblings, passages)
        return replace(verdict, milliseconds=round(1000 * (time.perf_counter() - began), 2))

    async def _passages(self, quote: Quote, hits: list[Hit]) -> list[Passage]:
        """The stretches worth laying the quote over: those most like it, the claimed speaker's own among them."""
        best = rank(quote, hits)[:_LAID]
        margin = 1 + len(quote.text) // PASSAGE
        return await self._index.windows(best, margin)


def unexplained(verdict: Verdict) -> str:
    """The words of a quote that stand nowhere near the closest wording, where they are enough to look up.

    A quote stitched from two places is found in one of them; its other part is looked for by itself.
    """
    if verdict.rating not in (Rating.ALTERED, Rating.NOT_DOCUMENTED, Rating.NO_COVERAGE, Rating.PARAPHRASED):
        return ""
    if verdict.closest and verdict.closest.similarity > _WHOLE:
        return ""
    return verdict.loose if len(verdict.loose.split()) >= _ENOUGH else ""


def rank(quote: Quote, hits: list[Hit]) -> list[Hit]:
    """Order hits by how much of the quote they seem to hold; the claimed speaker's come first among likes.

    Where a few hits share far more of the quote's rare words than the rest, only these are kept: the others have
    nothing to show but a chance word or two.
    """
    if not hits:
        return []
    claimed = tag(quote.speaker) if quote.speaker else None
    best = hits[0].score
    strong = [
        h for h in hits if h.score >= _FAR * best or (h.speaker_tag == claimed and h.score >= _NEAR * best)
    ]
    if len(strong) <= _FEW:
        return sorted(strong, key=lambda h: (-h.score * (1.1 if h.speaker_tag == claimed else 1.0), h.number))
    ratios = process.cdist([quote.text.lower()], [h.text.lower() for h in hits], scorer=fuzz.partial_ratio)[0]
    scores = [
        float(ratio) / 100 + 0.7 * hit.score / best + (0.2 if hit.speaker_tag == claimed else 0.0)
        for hit, ratio in zip(hits, ratios, strict=True)
    ]
    order = sorted(range(len(hits)), key=lambda n: (-round(scores[n], 4), hits[n].number))
    return [hits[n] for n in order]
