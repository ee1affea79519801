"""Fragments of one quote, located each by itself: a quote stitched from separate passages."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.alignment import Alignment, Prepared, backwards, lay, part, prefix_costs, prepare
from corpus.records import Passage

# A fragment must carry this much of a quote's weight, in content words, and stand there almost word for word:
# less is chance. Tuned on `score.py perturb` (dev), classes splice and cross_splice.
LEAST = 2.0
EXACT = 0.9
_MOST_PLACES = 12


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of a quote, laid over the place where it stands."""

    passage: Passage
    alignment: Alignment


def find_parts(quote: Prepared, passages: Sequence[Passage]) -> tuple[Fragment, ...]:
    """Cut a quote in two so that both parts stand, almost word for word, in different places; else ()."""
    sources = [(p, prepare(p.statement.text)) for p in passages[:_MOST_PLACES]]
    if not sources or len(quote.tokens) < 4:
        return ()
    reverse = backwards(quote)
    heads = [prefix_costs(quote, s) for _, s in sources]
    tails = [prefix_costs(reverse, backwards(s))[::-1] for _, s in sources]
    best: tuple[float, int, int, int] | None = None
    for cut in range(2, len(quote.tokens) - 1):
        head = min(range(len(sources)), key=lambda n: (float(heads[n][cut]), n))
        tail = min(range(len(sources)), key=lambda n: (float(tails[n][cut]), n))
        cost = float(heads[head][cut] + tails[tail][cut])
        if best is None or cost < best[0] - 1e-4:
            best = (cost, cut, head, tail)
    if best is None:
        return ()
    _, cut, head, tail = best
    found = tuple(
        Fragment(sources[n][0], lay(part(quote, low, high), sources[n][1]))
        for n, low, high in ((head, 0, cut), (tail, cut, len(quote.tokens)))
    )
    return found if all(_stands(f) for f in found) and _apart(found) else ()


def _stands(fragment: Fragment) -> bool:
    quote = fragment.alignment.quote
    return quote.total >= LEAST and fragment.alignment.similarity >= EXACT


def _apart(fragments: Sequence[Fragment]) -> bool:
    """Whether the places are not simply next to each other, in the quote's order."""
    places = [
        (
            f.passage.statement.id,
            f.passage.offset + f.alignment.span[0],
            f.passage.offset + f.alignment.span[1],
        )
        for f in fragments
    ]
    (one, _, end), (other, start, _) = places[0], places[1]
    return one != other or not 0 <= start - end <= 3
