"""Fragments of one quote, located each by itself: a quote stitched from separate passages."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.judging.alignment import Alignment, Prepared, backwards, lay, lay_over, part, prefix_costs, source
from corpus.language.function_words import CONJUNCTIONS
from corpus.language.sentences import sentences
from corpus.language.tokens import tokenize
from corpus.models import Passage

# A fragment must carry this much of a quote's weight, in content words, and stand there almost word for word:
# less is chance. Tuned on `score.py perturb` (dev), classes splice and cross_splice.
LEAST = 2.0
EXACT = 0.9
_MOST_PLACES = 16
_MOST_PARTS = 4
_LONG_GAP = 8  # words left out over the end of a sentence, from which two places are not adjacent


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of a quote, laid over the place where it stands."""

    passage: Passage
    alignment: Alignment

    @property
    def place(self) -> tuple[str, int, int]:
        """Statement and offsets in the published text."""
        low, high = self.alignment.span
        return self.passage.statement.id, self.passage.offset + low, self.passage.offset + high


@dataclass(frozen=True)
class _Place:
    """A passage with what laying the beginnings and the ends of a quote over it costs."""

    passage: Passage
    source: Prepared

    @cached_property
    def reversed(self) -> Prepared:
        """The source from its end, for what the ends of a quote cost."""
        return backwards(self.source)


def find_parts(quote: Prepared, passages: Sequence[Passage]) -> tuple[Fragment, ...]:
    """Cut a quote so that every part stands, almost word for word, in places that are not adjacent; else ().

    >>> from corpus.judging.alignment import prepare
    >>> from corpus.models import Statement
    >>> said = [Passage(Statement(n, "Ann", t), 0) for n, t in (("1", "We shall build many ships."), ("2", "Taxes must fall soon."))]
    >>> [f.place[0] for f in find_parts(prepare("We shall build many ships and taxes must fall soon"), said)]
    ['1', '2']
    """
    places = [_Place(p, source(p.statement.text)) for p in passages[:_MOST_PLACES]]
    if not places or len(quote.tokens) < 4:
        return ()
    found = _cut(quote, places, _MOST_PARTS)
    return found if len(found) > 1 and any(_apart(a, b) for a, b in itertools.pairwise(found)) else ()


def marked_pieces(quote: Prepared) -> list[Prepared]:
    """Return the pieces of a quote between its ellipsis marks, in order; the whole quote where it has none.

    >>> from corpus.judging.alignment import prepare
    >>> [len(piece.tokens) for piece in marked_pieces(prepare("We shall fight … on the beaches … never", quoted=True))]
    [3, 3, 1]
    """
    cuts = [0, *sorted(quote.gaps), len(quote.tokens)]
    return [part(quote, low, high) for low, high in itertools.pairwise(cuts)]


def find_pieces(quote: Prepared, passages: Sequence[Passage]) -> tuple[Fragment | None, ...]:
    """Locate each piece between the ellipsis marks of a quote; None for one that stands nowhere.

    The statement that has most of the quote's weight comes first, and in it the place behind the piece before.
    """
    sources = [source(passage.statement.text) for passage in passages]
    found = [_places_of(piece, passages, sources) for piece in marked_pieces(quote)]
    held: dict[str, float] = {}
    for places in found:
        for id_ in {fragment.place[0] for fragment in places}:
            held[id_] = held.get(id_, 0.0) + places[0].alignment.quote.total
    chosen: list[Fragment | None] = []
    end = ("", 0)
    for places in found:
        best = max(places, key=lambda f: _preference(f, held, end), default=None)
        chosen.append(best)
        end = (best.place[0], best.place[2]) if best else end
    return tuple(chosen)


def stretches_of(pieces: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Return where each of some pieces stands word for word in a text, those that do, by offsets.

    >>> stretches_of(["the end", "not there"], "In the end we won.")
    [(3, 10)]
    """
    tokens = tokenize(text)
    line, at = " ".join(token.norm for token in tokens), {}
    place = 0
    for n, token in enumerate(tokens):
        at[place] = n
        place += len(token.norm) + 1
    found = []
    for piece in pieces:
        norms = [token.norm for token in tokenize(piece)]
        start = f" {line} ".find(f" {' '.join(norms)} ") if norms else -1
        if start in at:
            found.append((tokens[at[start]].start, tokens[at[start] + len(norms) - 1].end))
    return found


def _places_of(piece: Prepared, passages: Sequence[Passage], sources: Sequence[Prepared]) -> list[Fragment]:
    laid = zip(passages, lay_over(piece, sources), strict=True)
    return [
        fragment
        for fragment in (Fragment(passage, alignment) for passage, alignment in laid)
        if fragment.alignment.similarity >= (EXACT if piece.total >= LEAST else 1.0)
    ]


def _preference(
    fragment: Fragment, held: dict[str, float], end: tuple[str, int]
) -> tuple[float, bool, float, int]:
    """Return what orders the places of a piece: the statement with most pieces, a place in order, the best fit."""
    id_, start, _ = fragment.place
    in_order = id_ == end[0] and start >= end[1]
    return (round(held[id_], 3), in_order, round(fragment.alignment.similarity, 3), -start)


def _cut(quote: Prepared, places: Sequence[_Place], parts: int) -> tuple[Fragment, ...]:
    """The cheapest cut in two; a part that does not stand is cut again, as long as parts are left."""
    at, head, tail = _cheapest(quote, places)
    if not at:
        return ()
    joined = quote.tokens[at - 1].norm in CONJUNCTIONS and at > 2
    first = _fragments(part(quote, 0, at - joined), places[head], places, parts - 1)
    second = _fragments(_without_joiner(quote, at), places[tail], places, parts - len(first))
    return (*first, *second) if first and second else ()


def _fragments(piece: Prepared, place: _Place, places: Sequence[_Place], parts: int) -> tuple[Fragment, ...]:
    fragment = Fragment(place.passage, lay(piece, place.source))
    if _stands(fragment):
        return (fragment,)
    return _cut(piece, places, parts) if parts > 1 and piece.total >= 2 * LEAST else ()


def _without_joiner(quote: Prepared, at: int) -> Prepared:
    joined = quote.tokens[at].norm in CONJUNCTIONS and len(quote.tokens) - at > 2
    return part(quote, at + joined, len(quote.tokens))


def _cheapest(quote: Prepared, places: Sequence[_Place]) -> tuple[int, int, int]:
    """(where to cut, place of the head, place of the tail) at the least summed cost; 0 where there is no way."""
    reverse = backwards(quote)
    heads = prefix_costs(quote, [p.source for p in places]).round(3)
    tails = prefix_costs(reverse, [p.reversed for p in places])[:, ::-1].round(3)
    best = (float("inf"), 0, 0, 0)
    for cut in range(2, len(quote.tokens) - 1):
        head, tail = int(heads[:, cut].argmin()), int(tails[:, cut].argmin())
        cost = round(float(heads[head, cut] + tails[tail, cut]), 3)
        if cost < best[0]:
            best = (cost, cut, head, tail)
    return best[1:]


def _stands(fragment: Fragment) -> bool:
    quote = fragment.alignment.quote
    return quote.total >= LEAST and fragment.alignment.similarity >= EXACT


def _apart(one: Fragment, other: Fragment) -> bool:
    """Return whether two places are not simply next to each other, in the quote's order."""
    (first, _, end), (second, start, _) = one.place, other.place
    if first != second or start < end:
        return True
    if start - end <= 3:
        return False
    for fragment in (one, other):  # the words between, as far as one of the passages holds them
        text, offset = fragment.passage.statement.text, fragment.passage.offset
        if offset <= end and start <= offset + len(text):
            between = text[end - offset : start - offset]
            crosses = len(sentences(text[: start - offset])) > len(
                sentences(text[: max(end - offset - 1, 0) + 1])
            )
            return crosses and len(tokenize(between)) >= _LONG_GAP
    return True
