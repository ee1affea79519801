"""Quote in, verdict out: the only place where finding (Redis) and judging (pure) meet.

features → index → alignment → changes → coverage → verdict
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace

from corpus.collecting.coverage import CoverageReader
from corpus.errors import QuoteError
from corpus.judging.alignment import prepare, similarities, source
from corpus.judging.case import Policy
from corpus.judging.judge import decide
from corpus.judging.renderings import group
from corpus.judging.splice import stretches_of
from corpus.language.sentences import PASSAGE
from corpus.language.speakers import parse_name, tags
from corpus.language.tokens import plain_post
from corpus.models import Hit, Passage, Quote, SearchResult
from corpus.search.reranking import rank
from corpus.search.searcher import Searcher
from corpus.storage.keys import identity
from corpus.verdict import Rating, Verdict

# Characters of a quote. Laying one over a speech costs by the square of its length: 2 seconds for this many.
LONGEST_QUOTE = 10_000
# Passages that the quote is laid over word by word, of those that the index proposes.
_LAID = 12
# A quote that stands in one of the first hits this surely is found; hits with less than this share of the best one's
# score cannot hold it, too. No rating of `score.py perturb` and `printed` (dev) changed by it.
_FIRST, _SURE, _BESIDE = 3, 0.95, 0.7
_WORTH, _WIDE = 0.6, 4  # share of the best hit's similarity that makes a hit worth reading around
_STRETCHES = 12  # that are looked for by themselves
_WHOLE, _ENOUGH = 0.93, 3  # similarity that leaves nothing to look for; words that make a search worth while


class Verifier:
    """Answers quotes from one record."""

    def __init__(
        self, searcher: Searcher, coverage_reader: CoverageReader, policy: Policy | None = None
    ) -> None:
        self._searcher = searcher
        self._coverage_reader = coverage_reader
        self._policy = policy or Policy()

    async def verify(self, quote: Quote) -> Verdict:
        """Rate a quote on the record.

        Raises IndexUnavailableError when the record does not answer; that is never a NOT_DOCUMENTED. Raises
        QuoteError where the quote is too long to be one.
        """
        check_length(quote)
        began = time.perf_counter()
        asked = replace(quote, text=plain_post(quote.text))
        found = await self._searcher.search(asked.text, quote.only)
        passages = await self._passages(asked, found)
        coverage = await self._coverage_reader.coverage(quote.speaker, quote.only)
        if quote.speaker and parse_name(quote.speaker).words:  # an office
            people = await self._coverage_reader.roles(p.statement.speaker for p in passages)
            coverage = replace(coverage, people=people)
        verdict = decide(quote, passages, coverage, self._policy)
        if rest := unexplained(verdict):
            passages += await self._further(asked, rest, found, passages)
            verdict = decide(quote, passages, coverage, self._policy)
        if verdict.parts and (rest := unexplained(verdict)):
            passages += await self._elsewhere_in(verdict, rest)
            verdict = decide(quote, passages, coverage, self._policy)
        if found.cut_short:
            verdict = without_absence(verdict)
        verdict = await self._counted(verdict)
        siblings = await self._searcher.siblings(verdict.closest.statement) if verdict.closest else []
        verdict = group(verdict, [one for one in siblings if quote.only.admits(one)], passages)
        if verdict.closest:
            seen = await self._coverage_reader.appearances(verdict.closest.statement.id)
            verdict = replace(verdict, appearances=seen)
        return replace(verdict, milliseconds=round(1000 * (time.perf_counter() - began), 2))

    async def _further(
        self, quote: Quote, rest: Sequence[str], found: SearchResult, known: Sequence[Passage]
    ) -> list[Passage]:
        """Look for what stands nowhere yet, each stretch by itself, and return the passages that are new."""
        seen = {(p.statement.id, p.offset) for p in known}
        further: dict[tuple[str, int], Passage] = {}
        hits = await asyncio.gather(*(self._searcher.search(text, quote.only) for text in rest))
        for text, again in zip(rest, hits, strict=True):
            asked = replace(quote, text=text) if len(rest) > 1 else quote
            more = await self._passages(asked, replace(again, weights={**again.weights, **found.weights}))
            further |= {(p.statement.id, p.offset): p for p in more}
        return [passage for place, passage in further.items() if place not in seen]

    async def _elsewhere_in(self, verdict: Verdict, rest: Sequence[str]) -> list[Passage]:
        """Look for pieces in the whole of the statement that has the others: too common to be found by themselves."""
        found = []
        for statement in await self._searcher.whole([identity(verdict.parts[0].statement.id)]):
            for low, high in stretches_of(rest, statement.text):
                start, end = max(0, low - PASSAGE), high + PASSAGE
                found.append(Passage(replace(statement, text=statement.text[start:end]), start))
        return found

    async def _counted(self, verdict: Verdict) -> Verdict:
        """Count the statements of whom an office, a first name or a handle turned out to mean."""
        closest, identity = verdict.closest, verdict.identity
        if not closest or not identity or not identity.may_be or verdict.coverage.by_speaker:
            return verdict
        counted = await self._coverage_reader.coverage(closest.statement.speaker)
        return replace(verdict, coverage=replace(verdict.coverage, by_speaker=counted.by_speaker))

    async def _passages(self, quote: Quote, found: SearchResult) -> list[Passage]:
        """The stretches worth laying the quote over: those most like it, the claimed speaker's own among them."""
        best = rank(quote, obvious(quote, found))[:_LAID]
        wide = 1 + len(quote.text) // PASSAGE
        return await self._searcher.windows(best, 0, dict.fromkeys(shortlist(quote, best), wide))


def obvious(quote: Quote, found: SearchResult) -> SearchResult:
    """Only the first few hits, where one of them holds the whole quote: the others cannot change the answer.

    Where a speaker is named, it must be that one's: else what the one named did say is still to be looked for.
    """
    prepared = prepare(quote.text, quoted=True)
    claimed = tags(quote.speaker) if quote.speaker else None
    first = [hit for hit in found.hits[:_FIRST] if claimed is None or hit.speaker_tag in claimed]
    if not any(like >= _SURE for like in similarities(prepared, [source(hit.text) for hit in first])):
        return found
    floor = _BESIDE * found.hits[0].score
    return replace(found, hits=tuple(hit for hit in found.hits if hit.score >= floor)[:_LAID])


def without_absence(verdict: Verdict) -> Verdict:
    """What can be said after a search among words so common that not every place was looked at: never that it is not there."""
    if verdict.rating not in (Rating.NOT_DOCUMENTED, Rating.MISATTRIBUTED):
        return verdict
    trace = (*verdict.trace, "TOO_SHORT: more passages have these words than were looked at")
    return Verdict(
        verdict.quote, Rating.TOO_SHORT, verdict.coverage, candidates=verdict.candidates, trace=trace
    )


def check_length(quote: Quote) -> None:
    """Raise QuoteError where a quote is longer than LONGEST_QUOTE."""
    if len(quote.text) > LONGEST_QUOTE:
        raise QuoteError(
            advice=f"That is {len(quote.text):,} characters; I look up quotes of up to {LONGEST_QUOTE:,}. "
            "Send the passage that matters."
        )


def shortlist(quote: Quote, hits: Sequence[Hit]) -> list[int]:
    """The numbers of the hits that hold so much of the quote that their neighbours are worth reading, too."""
    prepared = prepare(quote.text, quoted=True)
    alike = similarities(prepared, [source(hit.text) for hit in hits])
    laid = {hit.number: like for hit, like in zip(hits, alike, strict=True)}
    floor = _WORTH * max(laid.values(), default=0.0)
    best = sorted(laid, key=lambda number: (-laid[number], number))
    return [number for number in best if laid[number] >= floor][:_WIDE]


def unexplained(verdict: Verdict) -> tuple[str, ...]:
    """Return the stretches of a quote that stand nowhere yet, where they are enough to look up.

    A quote stitched from two places is found in one of them; its other part is looked for by itself, and so is each
    piece between ellipsis marks.
    """
    open_ = (Rating.ALTERED, Rating.NOT_DOCUMENTED, Rating.NO_COVERAGE, Rating.PARAPHRASED)
    if verdict.rating not in open_ or (
        not verdict.parts and verdict.closest and verdict.closest.similarity > _WHOLE
    ):
        return ()
    stretches = [text for text in verdict.loose if len(text.split()) >= _ENOUGH]
    return tuple(stretches[:_STRETCHES])
