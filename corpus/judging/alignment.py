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

from corpus.language.function_words import (
    CASED,
    CONDITIONS,
    FILLER_SOUNDS,
    JUDGES,
    MODALS,
    NEGATORS,
    QUANTIFIERS,
)
from corpus.language.signs import hanging, with_signs
from corpus.language.stems import STOP_WORDS, is_character, stem
from corpus.language.tokens import WORD, Token, tokenize

Costs = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]

ELLIPSIS = re.compile(r"[\[(]\s*(?:\.{2,}|…|\. \. \.)\s*[\])]|\.{3,}|…|(?:\. ){2,}\.")
# What a transcript notes and nobody said.
_STAGE = re.compile(
    r"[\[(]\s*(?:applause|laughter|laughs|crosstalk|inaudible|unintelligible|cheer(?:s|ing)|boo(?:s|ing)|(?:commercial )?break"
    r"|(?:begin|end) (?:video|audio)|video clip|chanting|music|silence|pause|audience|off-mic|through interpreter)[^\])]{0,40}[\])]",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\[([^\[\]]{1,200})\]")
_INITIAL = re.compile(r"\[([^\W\d_])\](?=[^\W\d_])")  # an editor's capital: "[T]he"
_SIC = re.compile(r"[\[(]\s*sic\.?\s*[\])]", re.IGNORECASE)

# Sounds and tags that a transcript has and a newspaper drops; harmless on either side.
FILLERS = FILLER_SOUNDS
# Ambiguous clitics and what they may stand for.
_SOFT = {
    "'s": ("is", "has", "us"),
    "'d": ("would", "had", "did"),
    "u.s.": ("us", "usa"),
    "u.n.": ("un",),
    "u.k.": ("uk",),
    "u.s.s.r.": ("ussr",),
    "ok": ("okay",),
    "rs": ("₹",),
    "inr": ("₹",),
    "usd": ("$",),
    "eur": ("€",),
    "gbp": ("£",),
    "jpy": ("¥",),
    "rub": ("₽",),
    "uah": ("₴",),
}

# Weights of words, in units of one content word. A stop word says less; a filler says nothing. Skipping words of
# the source is cheaper than inventing words. Set by hand, checked with `score.py perturb` and `printed` (dev).
_CONTENT, _STOP, _FILLER = 1.0, 0.5, 0.05
_CHARACTER = 0.5  # of an unspaced script, where two make a word
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
    def words(self) -> Ids:
        """The hash of each token's normal form, equal for equal words in this process."""
        return np.array([hash(t.norm) for t in self.tokens], dtype=np.int64)

    @cached_property
    def stems(self) -> Ids:
        """The hash of each token's stem."""
        return np.array([hash(stem(t.norm)) for t in self.tokens], dtype=np.int64)

    @cached_property
    def twins(self) -> tuple[tuple[int, Ids], ...]:
        """The tokens that stand for the same word as others, by their position, with the hashes of these."""
        found = ((at, _twins(t.norm)) for at, t in enumerate(self.tokens))
        return tuple((at, np.array([hash(w) for w in norms], dtype=np.int64)) for at, norms in found if norms)

    @cached_property
    def extras(self) -> Costs:
        """What it costs that only this text has a word, for each token."""
        extra = np.where(self.weights > _FILLER, np.maximum(self.weights, _EXTRA), self.weights)
        characters = [n for n, token in enumerate(self.tokens) if is_character(token.norm)]
        extra[characters] = self.weights[characters]
        extra[list(self.bracketed)] = _BRACKETED
        return extra.astype(np.float32)

    def one_word(self, first: int | None, second: int | None) -> bool:
        """Return whether two tokens are pieces of one written word: "can" and "'t", "-" and "0.42"."""
        if first is None or second is None:
            return False
        if second == first + 1 and second in self.hanging:
            return True
        if self.tokens[first].end != self.tokens[second].start:
            return False
        written = WORD.match(self.text, self.tokens[first].start)
        return bool(written and written.end() > self.tokens[second].start)

    @cached_property
    def cased(self) -> dict[int, int]:
        """The words that are another word in capitals, by their position: 1 with the capitals, -1 without.

        Empty where capitals tell nothing: in a text without any, all in capitals, or with one at every word. The
        first word of a sentence has its capital anyway.
        """
        kinds = {n: CASED[w] for n, t in enumerate(self.tokens) if (w := t.norm.replace(".", "")) in CASED}
        if not kinds or self.shouted or self.text.islower() or self._titled:
            return {}
        found = {}
        for n, acronym in kinds.items():
            token = self.tokens[n]
            raw = self.text[token.start : token.end].replace(".", "")
            if raw.islower():
                found[n] = -1
            elif raw.isupper() if acronym else not self._begins(token):
                found[n] = 1
        return found

    @property
    def _titled(self) -> bool:
        """Return whether nearly every longer word has a capital, as in a headline."""
        long = [self.text[t.start] for t in self.tokens if t.end - t.start > 3]
        return sum(char.isupper() for char in long) > 0.6 * len(long)

    def _begins(self, token: Token) -> bool:
        before = self.text[max(0, token.start - 8) : token.start].rstrip(" \n\t\"“”‘’'«»([—–-")
        return (not before and token.start < 8) or before[-1:] in ".!?…:;"

    @cached_property
    def hanging(self) -> frozenset[int]:
        """The positions of tokens that are one written expression with the token before: a sign and its number."""
        return hanging(self.tokens, self.text)

    @cached_property
    def shouted(self) -> bool:
        """Return whether most letters are capitals, so that these tell nothing."""
        return sum(c.isupper() for c in self.text) > 0.5 * sum(c.isalpha() for c in self.text)


@dataclass(frozen=True, slots=True)
class Alignment:
    """A quote laid over a stretch of a source.

    `columns` are in reading order and begin and end with a word of the quote, or with the rest of a number that it cuts; `similarity` is 1 minus the weight
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

    def hangs_on(self, at: int) -> bool:
        """Return whether a column and the one before it hold pieces of what is written as one word on either side.

        >>> a = align("we can go", "we can't go")
        >>> [a.hangs_on(at) for at in range(4)]
        [False, False, True, False]
        """
        if not 0 < at < len(self.columns):
            return False
        before, here = self.columns[at - 1], self.columns[at]
        return self.quote.one_word(before.quote, here.quote) or self.source.one_word(
            before.source, here.source
        )


def prepare(text: str, *, quoted: bool = False) -> Prepared:
    """Tokenise and weigh a text; with `quoted`, read ellipsis marks and bracketed insertions as an editor's.

    >>> prepare("We ... go [home]", quoted=True).gaps
    frozenset({1})
    """
    plain = text
    if quoted:
        text = _SIC.sub(lambda m: " " * len(m.group()), text)
        plain = _INITIAL.sub(lambda m: f"  {m[1]}", text)  # of one length: "[T]he" is "The"
    marks = list(ELLIPSIS.finditer(text)) if quoted else []
    unsaid = [m.span() for m in (*marks, *_STAGE.finditer(text))]
    tokens = tuple(_outside(with_signs(tokenize(plain), plain), sorted(unsaid)))
    if plain != text:
        tokens = tuple(_with_bracket(token, text) for token in tokens)
    starts = np.array([t.start for t in tokens], dtype=np.int64)
    gaps = {int(np.searchsorted(starts, m.start())) for m in marks} if quoted else set()
    inside: set[int] = set()
    for bracket in _BRACKET.finditer(text):
        if _INITIAL.match(text, bracket.start()) or JUDGES.search(bracket[1]):
            continue
        low, high = np.searchsorted(starts, (bracket.start(), bracket.end()))
        inside |= set(range(int(low), int(high)))
    weights = np.array([weight(t.norm) for t in tokens], dtype=np.float32)
    return Prepared(text, tokens, weights, frozenset(gaps - {0, len(tokens)}), frozenset(inside))


def _with_bracket(token: Token, text: str) -> Token:
    """A token with the brackets round its first letter: "[T]he" is one word."""
    bracketed = token.start >= 2 and _INITIAL.match(text, token.start - 2)
    return token._replace(start=token.start - 2) if bracketed else token


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
    if norm in _TURNS:
        return _CONTENT
    return _CHARACTER if is_character(norm) else _STOP if norm in STOP_WORDS else _CONTENT


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
    return lay_over(quote, [source])[0]


def lay_over(quote: Prepared, sources: Sequence[Prepared]) -> list[Alignment]:
    """Lay a quote over each of several sources: what `lay` gives for each, for a fraction of the time."""
    laid: list[Alignment] = []
    for group in _groups(quote, sources):
        if not quote.tokens or not group[0].tokens:
            laid += [Alignment(quote, source, (), 0.0) for source in group]
            continue
        pairs = _pair_costs(quote, group)
        rows = _fill(quote, group, pairs)
        for n, source in enumerate(group):
            size = len(source.tokens)
            own = rows[n, :, : size + 1]
            columns = _anchor(quote, source, list(_trim(_trace(quote, source, pairs[n, :, :size], own))))
            columns = _told_apart(quote, source, _with_whole_numbers(source, columns))
            cost = float(own[-1].min())
            laid.append(Alignment(quote, source, tuple(columns), max(0.0, 1.0 - cost / quote.total)))
    return laid


def similarities(quote: Prepared, sources: Sequence[Prepared]) -> list[float]:
    """How alike a quote and each of several sources are, 0 to 1, as `lay_over` finds it, without the columns."""
    if not quote.tokens or not sources:
        return [0.0] * len(sources)
    costs = prefix_costs(quote, sources)[:, -1]
    return [max(0.0, 1.0 - float(cost) / quote.total) for cost in costs]


def prefix_costs(quote: Prepared, sources: Sequence[Prepared]) -> Costs:
    """The least cost of laying the first k words of the quote anywhere over a source: (sources, k)."""
    least = [
        _fill(quote, group, _pair_costs(quote, group)).min(axis=2)
        if group[0].tokens
        else np.tile(np.concatenate([[0.0], np.cumsum(quote.extras)]), (len(group), 1))
        for group in _groups(quote, sources)
    ]
    return np.concatenate(least).astype(np.float32)


_AT_ONCE = 1 << 20  # cells of the cost matrices that are filled together: 4 MB


def _groups(quote: Prepared, sources: Sequence[Prepared]) -> Iterator[Sequence[Prepared]]:
    """The sources in order, as many at a time as may be filled together; those without words by themselves."""
    group: list[Prepared] = []
    width = 0
    for source in sources:
        wider = max(width, len(source.tokens))
        full = (len(group) + 1) * (wider + 1) * (len(quote.tokens) + 1) > _AT_ONCE
        if group and (full or not source.tokens or not group[0].tokens):
            yield group
            group, wider = [], len(source.tokens)
        group.append(source)
        width = wider
    if group:
        yield group


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
    """Return whether two normal forms are one word written in two ways.

    >>> same_word("'s", "is"), same_word("21st", "21"), same_word("will", "may")
    (True, True, False)
    """
    return one == other or other in _twins(one) or one in _twins(other)


@lru_cache(maxsize=100_000)
def _twins(norm: str) -> Sequence[str]:
    """The normal forms that stand for the same word as this longer or ambiguous one."""
    if norm[0].isdigit() and norm[-2:] in ("st", "nd", "rd", "th"):
        return (norm[:-2],)
    return _SOFT.get(norm, ())


def _pair_costs(quote: Prepared, sources: Sequence[Prepared]) -> Costs:
    """The cost of every word of the quote over every word of each source: (sources, quote tokens, most tokens).

    Beyond the end of a shorter source nothing can be paired.
    """
    words, stems = _padded([s.words for s in sources]), _padded([s.stems for s in sources])
    weights = np.zeros(words.shape, dtype=np.float32)
    for n, source in enumerate(sources):
        weights[n, : len(source.weights)] = source.weights
    mine, theirs = quote.weights[None, :, None], weights[:, None, :]
    heavier = np.maximum(mine, theirs)
    costs = heavier * np.where(mine == theirs, np.float32(0.98), np.float32(_UNLIKE))
    kin = quote.stems[None, :, None] == stems[:, None, :]
    costs[kin] = heavier[kin] * np.float32(_SAME_STEM)
    costs[quote.words[None, :, None] == words[:, None, :]] = 0.0
    for at, twins in quote.twins:
        costs[:, at][np.isin(words, twins)] = 0.0
    asked = set(quote.words.tolist())
    for n, source in enumerate(sources):
        for at, twins in source.twins:
            if not asked.isdisjoint(twins.tolist()):
                costs[n, np.isin(quote.words, twins), at] = 0.0
    for at in quote.bracketed:
        costs[:, at] = np.minimum(costs[:, at], _BRACKETED)
    costs[np.broadcast_to((words == _NO_WORD)[:, None, :], costs.shape)] = np.inf
    return costs


_NO_WORD = -1  # the hash of no text


def _padded(rows: Sequence[Ids]) -> Ids:
    wide = np.full((len(rows), max(len(row) for row in rows)), _NO_WORD, dtype=np.int64)
    for n, row in enumerate(rows):
        wide[n, : len(row)] = row
    return wide


def _fill(quote: Prepared, sources: Sequence[Prepared], pairs: Costs) -> Costs:
    """The cost matrices: in row i, column j the least cost of i words of the quote ending at word j of a source."""
    count, length, size = pairs.shape
    rows = np.empty((count, length + 1, size + 1), dtype=np.float32)
    rows[:, 0] = 0.0
    skipped = np.zeros((count, size + 1), dtype=np.float32)
    for n, source in enumerate(sources):
        end = len(source.tokens)
        skipped[n, 1 : end + 1] = np.cumsum(source.weights * _SKIP)
        skipped[n, end + 1 :] = skipped[n, end]
    extra = quote.extras
    for i in range(length):
        before = np.minimum.accumulate(rows[:, i], axis=1) if i in quote.gaps else rows[:, i]
        row = before + extra[i]
        np.minimum(row[:, 1:], before[:, :-1] + pairs[:, i], out=row[:, 1:])
        row -= skipped
        np.minimum.accumulate(row, axis=1, out=row)
        np.add(row, skipped, out=rows[:, i + 1])
    return rows


def _trace(quote: Prepared, source: Prepared, pairs: Costs, rows: Costs) -> list[Column]:
    """Walk back from the cheapest end; of equal ways the one that keeps words together."""
    columns: list[Column] = []
    i, j = len(quote.tokens), int(rows[-1].argmin())
    extra = quote.extras.tolist()
    # One by one plain numbers are far quicker, as long as not too many are made for the few that are looked at.
    few = rows.size < _AT_ONCE // 8
    paired, costs = (pairs.tolist(), rows.tolist()) if few else (pairs, rows)
    near = 1e-3
    while i > 0:
        before = np.minimum.accumulate(rows[i - 1]) if i - 1 in quote.gaps else costs[i - 1]
        here = costs[i][j]
        if j and abs(here - (before[j - 1] + paired[i - 1][j - 1])) < near:
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


_REACH = 8  # source words beyond an edge among which a word of the quote is looked for


def _anchor(quote: Prepared, source: Prepared, columns: list[Column]) -> list[Column]:
    """Hold on to the quote's outer words where the source has them a little further out.

    It may cost less to give up the "I" of "I do not see" than to leave out "do not"; that would hide what matters.
    """
    columns = _anchor_end(quote, source, columns, -1)
    return _anchor_end(quote, source, columns[::-1], 1)[::-1] if columns else columns


def _anchor_end(quote: Prepared, source: Prepared, columns: list[Column], step: int) -> list[Column]:
    """Anchor the words at the beginning of `columns`; `step` is -1 where these run forward, 1 where backward."""
    edge = next((n for n, c in enumerate(columns) if c.step is Step.SAME), len(columns))
    if not 0 < edge < len(columns) or any(c.source is not None for c in columns[: edge - 1]):
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


def _with_whole_numbers(source: Prepared, columns: list[Column]) -> list[Column]:
    """Add the signs and digits beyond the edges that are one written number with the outer words: "-" of "-0.42"."""
    at = [c.source for c in columns if c.source is not None]
    if not at or not source.hanging:
        return columns
    first, last = at[0], at[-1]
    while first in source.hanging:
        first -= 1
    while last + 1 in source.hanging:
        last += 1
    before = [Column(Step.LEFT_OUT, None, n) for n in range(first, at[0])]
    return [*before, *columns, *(Column(Step.LEFT_OUT, None, n) for n in range(at[-1] + 1, last + 1))]


def _told_apart(quote: Prepared, source: Prepared, columns: list[Column]) -> list[Column]:
    """Make pairs of words that only capitals tell apart, where these may mean another word: "us" and "US"."""
    if not quote.cased or not source.cased:
        return columns
    return [
        Column(Step.PAIR, c.quote, c.source)
        if c.step is Step.SAME and quote.cased.get(c.quote or 0, 0) * source.cased.get(c.source or 0, 0) < 0
        else c
        for c in columns
    ]


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
