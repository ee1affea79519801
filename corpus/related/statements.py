"""Other statements on a quote's subject: the sentences that share its rarer words, under their speakers' names.

It proposes and does not judge: that two statements share words does not make one the evidence of the other.
"""

from collections.abc import Sequence

import numpy as np

from corpus.index.features import bucket_stems, codes, content
from corpus.judging.alignment import prepare
from corpus.language.embeddings import embed
from corpus.language.identity import same_speaker
from corpus.language.sentences import PASSAGE, sentences
from corpus.models import Passage
from corpus.search.searcher import Searcher
from corpus.verdict import Evidence, Subject, Verdict

_LOOKED_AT = 60  # passages for each wording that is asked with
_ASKED = 5  # wordings
_FEWEST = 2  # content words in common, of the quote's and its renderings'
_NEAR = 0.3  # closeness of meaning from which words in common are no chance: seen on the starter record


async def find_subject(searcher: Searcher, verdict: Verdict, most: int = 8) -> Subject:
    """Look for sentences on the subject of a quote and of its closest wording, beside those that the verdict shows.

    Raises IndexUnavailableError when the record does not answer: an empty Subject means that it did.
    """
    closest = verdict.closest
    wordings = [one.wording for one in (closest, *verdict.renderings) if one]
    asked = [verdict.quote.text, *(text for text in wordings if len(text) <= PASSAGE)][:_ASKED]
    shown = {one.statement.id for one in (closest, *verdict.parts, *verdict.renderings) if one}
    passages: dict[tuple[str, int], Passage] = {}
    for text in asked:
        hits = (await searcher.search(text, verdict.quote.only, far=True)).hits[:_LOOKED_AT]
        windows = await searcher.windows(hits, 0)
        passages |= {(p.statement.id, p.offset): p for p in windows if p.statement.id not in shown}
    best = _best_sentences(asked, list(passages.values()))
    speaker = closest.statement.speaker if closest else verdict.quote.speaker
    own = [one for one in best.values() if speaker and same_speaker(speaker, one.statement.speaker)]
    others = [one for one in best.values() if one not in own]
    return Subject(_dated(own, most), _dated(others, most))


def _dated(evidence: Sequence[Evidence], most: int) -> tuple[Evidence, ...]:
    """Return the most similar ones, each wording once, in the order of their dates."""
    nearest = sorted(evidence, key=lambda one: (-one.similarity, one.statement.id))
    once = {" ".join(t.norm for t in prepare(one.wording).tokens): one for one in reversed(nearest)}
    kept = sorted(once.values(), key=lambda one: (-one.similarity, one.statement.id))[:most]
    return tuple(sorted(kept, key=lambda one: (one.statement.source.date or "9", one.statement.id)))


def _best_sentences(asked: Sequence[str], passages: Sequence[Passage]) -> dict[str, Evidence]:
    """Return the sentence of every statement that is most similar to the quote, where it is similar enough."""
    wanted = frozenset[int]().union(*map(_stems, asked))
    located = [
        (p, start, end)
        for p in passages
        for start, end in sentences(p.statement.text)
        if len(wanted & _stems(p.statement.text[start:end])) >= _FEWEST
    ]
    if not located:
        return {}
    vectors = embed([*asked, *(p.statement.text[start:end] for p, start, end in located)])
    near = (vectors[len(asked) :] @ vectors[: len(asked)].T).max(axis=1)
    best: dict[str, Evidence] = {}
    for (p, start, end), score in zip(located, near.tolist(), strict=True):
        known = best.get(p.statement.id)
        if score >= max(_NEAR, known.similarity if known else 0.0):
            written = p.statement.text[start:end]
            text, low = written.strip(), p.offset + start + len(written) - len(written.lstrip())
            best[p.statement.id] = Evidence(
                p.statement, p.offset, text, low, low + len(text), "", "", round(score, 4)
            )
    return best


def _stems(text: str) -> frozenset[int]:
    return frozenset(bucket_stems(np.array(content(codes(text)), dtype=np.uint64)).tolist())
