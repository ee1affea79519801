"""A quote laid over a stretch of a statement, word by word, with exact offsets into both.

The quote is laid as a whole over any part of the stretch (Sellers 1980: the ends of the stretch are free), at the
least summed weight of what differs; where the quote has an ellipsis mark, words of the stretch may be skipped
freely. It says which words stand where; what a difference means is said in `changes`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from corpus.closed import CONDITIONS, MODALS, NEGATORS, QUANTIFIERS
from corpus.features import STOP_WORDS, stem
from corpus.text import Token, tokenize

Costs = npt.NDArray[np.float32]

ELLIPSIS = re.compile(r"[\[(]\s*(?:\.{2,}|…|\. \. \.)\s*[\])]|\.{3,}|…|(?:\. ){2,}\.")
# What a transcript notes and nobody said.
_STAGE = re.compile(
    r"[\[(]\s*(?:applause|laughter|laughs|crosstalk|inaudible|unintelligible|cheer(?:s|ing)|boo(?:s|ing)|(?:commercial )?break"
    r"|(?:begin|end) (?:video|audio)|video clip|chanting|music|silence|pause|audience|off-mic|through interpreter)[^\])]{0,40}[\])]",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\[([^\[\]]{1,200})\]")
_SIC = re.compile(r"[\[(]\s*sic\.?\s*[\])]", re.IGNORECASE)

# Sounds and tags that a transcript has and a newspaper drops; harmless on either side.
FILLERS = frozenset("uh um er erm ah eh hmm mm uhm huh".split())
# Ambiguous clitics and what they may stand for.
_SOFT = {
    "'s": ("is", "has", "us"),
    "'d": ("would", "had", "did"),
    "u.s.": ("us", "usa"),
    "u.n.": ("un",),
    "u.k.": ("uk",),
    "u.s.s.r.": ("ussr",),
    "ok": ("okay",),
}

# Weights of words, in units of one content word. A stop word says less; a filler says nothing. Skipping words of
# the source is cheaper than inventing words. Set by hand, checked with `score.py perturb` and `printed` (dev).
_CONTENT, _STOP, _FILLER = 1.0, 0.5, 0.05
_SKIP = (
    0.35  # of a source word's weight, when the quote leaves it out: below a stop word's own weight, so that a
)
# word of the quote is never given up to hide a word left out
_EXTRA = 1.0  # least cost of a word that only the quote has, small words included (fillers aside)
_SAME_STEM = 0.3  # of a pair's weight
_UNLIKE = (
    1.02  # a pair of unlike words (a stop word over a content word) is a little worse than a pair of likes
)
_BRACKETED = 0.1
_TURNS = (
    NEGATORS | MODALS | QUANTIFIERS | CONDITIONS
)  # stop words that turn a meaning weigh as much as any other


class Step(Enum):
    """What one column of an alignment holds."""

    SAME = "same"
    PAIR = "pair"  # a word of the quote over another word of the source
    EXTRA = "extra"  # only the quote has it
    LEFT_OUT = "left out"  # only the source has it
    ELIDED = "elided"  # only the source has it, and the quote marks that with an ellipsis


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an alignment: positions in the quote's and the source's tokens, or None."""

    step: Step
    quote: int | None
    source: int | None


@dataclass(frozen=True)
class Prepared:
    """A text made ready for laying: tokens, their weights, ellipsis marks and brackets."""

    text: str
    tokens: tuple[Token, ...]
    weights: Costs
    gaps: frozenset[int]  # token positions that an ellipsis mark stands before
    bracketed: frozenset[int]

    @cached_property
    def total(self) -> float:
        """The summed weight of all tokens."""
        return float(self.weights.sum())

    @cached_property
    def shouted(self) -> bool:
        """Whether most letters are capitals, so that these tell nothing."""
        return sum(c.isupper() for c in self.text) > 0.5 * sum(c.isalpha() for c in self.text)


@dataclass(frozen=True, slots=True)
class Alignment:
    """A quote laid over a stretch of a source.

    `columns` are in reading order and begin and end with a word of the quote; `similarity` is 1 minus the weight
    of what differs over the weight of the quote, 0 to 1.
    """

    quote: Prepared
    source: Prepared
    columns: tuple[Column, ...]
    similarity: float

    @property
    def span(self) -> tuple[int, int]:
        """Offsets of the wording in the source's text."""
        at = [c.source for c in self.columns if c.source is not None]
        if not at:
            return (0, 0)
        return self.source.tokens[at[0]].start, self.source.tokens[at[-1]].end

    @property
    def matched(self) -> float:
        """The share of the quote's weight that stands in the source word for word."""
        same = sum(
            float(self.quote.weights[c.quote])
            for c in self.columns
            if c.step is Step.SAME and c.quote is not None
        )
        return same / self.quote.total if self.quote.total else 0.0


def prepare(text: str, *, quoted: bool = False) -> Prepared:
    """Tokenise and weigh a text; with `quoted`, read ellipsis marks and bracketed insertions as an editor's.

    >>> prepare("We ... go [home]", quoted=True).gaps
    frozenset({1})
    """
    if quoted:
        text = _SIC.sub(lambda m: " " * len(m.group()), text)
    marks = list(ELLIPSIS.finditer(text)) if quoted else []
    unsaid = [m.span() for m in (*marks, *_STAGE.finditer(text))]
    tokens = tuple(_outside(tokenize(text), sorted(unsaid)))
    starts = np.array([t.start for t in tokens], dtype=np.int64)
    gaps = {int(np.searchsorted(starts, m.start())) for m in marks} if quoted else set()
    inside: set[int] = set()
    for bracket in _BRACKET.finditer(text):
        low, high = np.searchsorted(starts, (bracket.start(), bracket.end()))
        inside |= set(range(int(low), int(high)))
    weights = np.array([weight(t.norm) for t in tokens], dtype=np.float32)
    return Prepared(text, tokens, weights, frozenset(gaps - {0, len(tokens)}), frozenset(inside))


def _outside(tokens: Iterable[Token], spans: Sequence[tuple[int, int]]) -> Iterator[Token]:
    """The tokens outside of some spans, which are in order."""
    ahead = iter(spans)
    low, high = next(ahead, (-1, -1))
    for token in tokens:
        while -1 < high <= token.start:
            low, high = next(ahead, (-1, -1))
        if not low <= token.start < high:
            yield token


@lru_cache(maxsize=256)
def source(text: str) -> Prepared:
    """A source's text made ready; the same few passages are laid under a quote more than once."""
    return prepare(text)


@lru_cache(maxsize=100_000)
def weight(norm: str) -> float:
    """How much one word counts, in units of a content word.

    >>> weight("troops"), weight("the"), weight("uh")
    (1.0, 0.5, 0.05)
    """
    if norm in FILLERS:
        return _FILLER
    return _STOP if norm in STOP_WORDS and norm not in _TURNS else _CONTENT


def align(quote: str, statement: str) -> Alignment:
    """Lay a quote over a statement, word by word.

    >>> align("We shall fight", "we shall fight.").similarity
    1.0
    >>> a = align("we … surrender", "Above all, we shall never surrender!")
    >>> a.source.text[slice(*a.span)]
    'we shall never surrender'
    """
    return lay(prepare(quote, quoted=True), prepare(statement))


def lay(quote: Prepared, source: Prepared) -> Alignment:
    """Lay a prepared quote over a prepared source at the least cost."""
    if not quote.tokens or not source.tokens:
        return Alignment(quote, source, (), 0.0)
    pairs = _pair_costs(quote, source)
    rows = _fill(quote, source, pairs)
    columns = _anchor(quote, source, list(_trim(_trace(quote, source, pairs, rows))))
    cost = float(rows[-1].min())
    return Alignment(quote, source, tuple(columns), max(0.0, 1.0 - cost / quote.total))


def prefix_costs(quote: Prepared, source: Prepared) -> Costs:
    """The least cost of laying the first k words of the quote anywhere over the source, for every k."""
    least: Costs = _fill(quote, source, _pair_costs(quote, source)).min(axis=1)
    return least


def part(prepared: Prepared, low: int, high: int) -> Prepared:
    """The tokens from `low` to `high` of a prepared text; offsets stay those of the whole text."""
    return Prepared(
        prepared.text,
        prepared.tokens[low:high],
        prepared.weights[low:high],
        frozenset(g - low for g in prepared.gaps if low < g < high),
        frozenset(b - low for b in prepared.bracketed if low <= b < high),
    )


def backwards(prepared: Prepared) -> Prepared:
    """The same tokens in reverse, to cost the ends of a quote with `prefix_costs`."""
    size = len(prepared.tokens)
    return Prepared(
        prepared.text,
        prepared.tokens[::-1],
        prepared.weights[::-1].copy(),
        frozenset(size - g for g in prepared.gaps),
        frozenset(size - 1 - b for b in prepared.bracketed),
    )


def same_word(one: str, other: str) -> bool:
    """Whether two normal forms are one word written in two ways.

    >>> same_word("'s", "is"), same_word("21st", "21"), same_word("will", "may")
    (True, True, False)
    """
    return one == other or other in _twins(one) or one in _twins(other)


def _twins(norm: str) -> Sequence[str]:
    """The normal forms that stand for the same word as this longer or ambiguous one."""
    if norm[0].isdigit() and norm[-2:] in ("st", "nd", "rd", "th"):
        return (norm[:-2],)
    return _SOFT.get(norm, ())


def _pair_costs(quote: Prepared, source: Prepared) -> Costs:
    """The cost of every word of the quote over every word of the source: (quote tokens, source tokens)."""
    ids: dict[str, int] = {}
    left = np.array([ids.setdefault(t.norm, len(ids)) for t in quote.tokens])
    right = np.array([ids.setdefault(t.norm, len(ids)) for t in source.tokens])
    stems: dict[str, int] = {}
    stem_of = np.array([stems.setdefault(stem(norm), len(stems)) for norm in ids])
    heavier = np.maximum(quote.weights[:, None], source.weights[None, :])
    like = quote.weights[:, None] == source.weights[None, :]
    costs = np.where(like, heavier * 0.98, heavier * _UNLIKE)
    costs = np.where(stem_of[left][:, None] == stem_of[right][None, :], heavier * _SAME_STEM, costs)
    costs[left[:, None] == right[None, :]] = 0.0
    for norm, number in ids.items():
        for twin in [ids[other] for other in _twins(norm) if other in ids]:
            costs[np.ix_(left == number, right == twin)] = 0.0
            costs[np.ix_(left == twin, right == number)] = 0.0
    for place in quote.bracketed:
        costs[place] = np.minimum(costs[place], _BRACKETED)
    return costs.astype(np.float32)


def _extras(quote: Prepared) -> Costs:
    extra = np.where(quote.weights > _FILLER, np.maximum(quote.weights, _EXTRA), quote.weights).astype(
        np.float32
    )
    extra[list(quote.bracketed)] = _BRACKETED
    return extra


def _fill(quote: Prepared, source: Prepared, pairs: Costs) -> Costs:
    """The cost matrix: row i, column j is the least cost of i words of the quote ending at word j of the source."""
    size = len(source.tokens)
    rows = np.empty((len(quote.tokens) + 1, size + 1), dtype=np.float32)
    rows[0] = 0.0
    skipped = np.concatenate([[0.0], np.cumsum(source.weights * _SKIP)]).astype(np.float32)
    extra = _extras(quote)
    for i in range(len(quote.tokens)):
        before = np.minimum.accumulate(rows[i]) if i in quote.gaps else rows[i]
        row = before + extra[i]
        np.minimum(row[1:], before[:-1] + pairs[i], out=row[1:])
        rows[i + 1] = np.minimum.accumulate(row - skipped) + skipped
    return rows


def _trace(quote: Prepared, source: Prepared, pairs: Costs, rows: Costs) -> list[Column]:
    """Walk back from the cheapest end; of equal ways the one that keeps words together."""
    columns: list[Column] = []
    i, j = len(quote.tokens), int(rows[-1].argmin())
    extra = _extras(quote)
    near = 1e-3
    while i > 0:
        before = np.minimum.accumulate(rows[i - 1]) if i - 1 in quote.gaps else rows[i - 1]
        here = rows[i, j]
        if j and abs(here - (before[j - 1] + pairs[i - 1, j - 1])) < near:
            same = same_word(quote.tokens[i - 1].norm, source.tokens[j - 1].norm)
            columns.append(Column(Step.SAME if same else Step.PAIR, i - 1, j - 1))
            i, j = i - 1, j - 1
        elif abs(here - (before[j] + extra[i - 1])) < near:
            columns.append(Column(Step.EXTRA, i - 1, None))
            i -= 1
        else:
            columns.append(Column(Step.LEFT_OUT, None, j - 1))
            j -= 1
            continue
        if i in quote.gaps:
            landed = _before_gap(rows[i], j)
            columns += [Column(Step.ELIDED, None, at - 1) for at in range(j, landed, -1)]
            j = landed
    return columns[::-1]


def _before_gap(row: Costs, j: int) -> int:
    """Where the words before an ellipsis mark end: the nearest place at or before `j` that costs least."""
    best = row[: j + 1].min()
    return int(np.flatnonzero(row[: j + 1] <= best + 1e-4)[-1])


_REACH = 6  # source words beyond an edge among which a word of the quote is looked for


def _anchor(quote: Prepared, source: Prepared, columns: list[Column]) -> list[Column]:
    """Hold on to the quote's outer words where the source has them a little further out.

    It may cost less to give up the "I" of "I do not see" than to leave out "do not"; that would hide what matters.
    """
    columns = _anchor_end(quote, source, columns, -1)
    return _anchor_end(quote, source, columns[::-1], 1)[::-1] if columns else columns


def _anchor_end(quote: Prepared, source: Prepared, columns: list[Column], step: int) -> list[Column]:
    """Anchor the words at the beginning of `columns`; `step` is -1 where these run forward, 1 where backward."""
    edge = next((n for n, c in enumerate(columns) if c.source is not None), len(columns))
    if not 0 < edge < len(columns):
        return columns
    at = columns[edge].source or 0
    word = columns[edge - 1].quote
    if word is None:
        return columns
    for reach in range(1, _REACH + 1):
        place = at + step * reach
        if not 0 <= place < len(source.tokens) or _stops_between(source, place, at):
            break
        if same_word(quote.tokens[word].norm, source.tokens[place].norm):
            skipped = [Column(Step.LEFT_OUT, None, place - step * n) for n in range(1, reach)]
            found = [*columns[: edge - 1], Column(Step.SAME, word, place), *skipped, *columns[edge:]]
            return _anchor_end(quote, source, found, step)
    return columns


def _stops_between(source: Prepared, one: int, other: int) -> bool:
    low, high = sorted((one, other))
    between = source.text[source.tokens[low].end : source.tokens[high].start]
    return any(mark in between for mark in ".!?;\n。！？")


def _trim(columns: Sequence[Column]) -> Sequence[Column]:
    """Cut source words before the first and after the last word of the quote."""
    low, high = 0, len(columns)
    while low < high and columns[low].quote is None:
        low += 1
    while high > low and columns[high - 1].quote is None:
        high -= 1
    return columns[low:high]
