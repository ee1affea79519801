"""Passages and a quote in, a verdict out. Pure: the same input gives the same verdict.

    passages → lay the quote over each → choose the evidence → name what differs → rate → flag

It does not search and does not know how much there was to search; coverage is handed in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from corpus.judging.alignment import Alignment, Column, Prepared, Step, lay_over, prepare, source
from corpus.judging.changes import find_changes
from corpus.judging.context import context_flags, elsewhere_condition, scope_flags, sentence_around
from corpus.judging.paraphrase import Likeness, likenesses, opposed
from corpus.judging.splice import LEAST, Fragment, find_parts
from corpus.language.speakers import meant, nameless
from corpus.language.stems import informs
from corpus.language.tokens import plain_post
from corpus.models import Coverage, Passage, Quote
from corpus.verdict import Candidate, Change, Edit, Evidence, Flag, Rating, Segment, Verdict


@dataclass(frozen=True, slots=True)
class Policy:
    """The thresholds of a judgement. Tuned on the development sets: `score.py perturb`, `printed`, `fakes` (dev)."""

    alignable: float = 0.6  # similarity from which a wording counts as the quote's wording, changed or not
    matched: float = 0.5  # and the share of the quote's weight that must stand there word for word
    elsewhere: float = 0.85  # similarity from which somebody else's wording makes a quote MISATTRIBUTED
    better_elsewhere: float = 0.2  # and by how much it must beat the claimed speaker's own
    whole: float = 0.93  # similarity below which a quote may be stitched from several places
    places: int = 8  # passages among which the parts of a splice are looked for
    in_runs: float = 0.27  # share of a quote that must stand unbroken somewhere before a splice is looked for
    informative: float = 1.25  # least information of a quote that can be attributed
    related: int = 3
    relating: float = 1.0  # information that a statement must share with a quote to be shown as related


@dataclass(frozen=True, slots=True)
class Laid:
    """A passage with the quote laid over it."""

    passage: Passage
    alignment: Alignment
    matches: bool  # the speaker is the one claimed, or nobody was claimed

    @property
    def changes(self) -> tuple[Change, ...]:
        """What differs between the quote and the passage."""
        return find_changes(self.alignment)

    @property
    def similarity(self) -> float:
        """How much of the quote stands there, 0 to 1."""
        return self.alignment.similarity

    @property
    def order(self) -> tuple[float, bool, int, str, str, int]:
        """Best first: similarity, then what stands, the nearest source, the earliest date, the id, the first place."""
        statement = self.passage.statement
        rank = statement.source.provenance.rank if statement.source.provenance else 9
        date = statement.source.date or "9"
        withdrawn = bool(statement.withdrawn)  # of equal wordings the one that stands
        return (-round(self.similarity, 3), withdrawn, rank, date, statement.id, self.passage.offset)


@dataclass
class _Case:
    """What is known while one quote is judged."""

    quote: Quote
    prepared: Prepared
    policy: Policy
    coverage: Coverage
    laid: list[Laid] = field(default_factory=list)
    alike: dict[int, Likeness] = field(default_factory=dict)  # by the identity of what is laid
    trace: list[str] = field(default_factory=list)


def decide(
    quote: Quote, passages: Sequence[Passage], coverage: Coverage, policy: Policy | None = None
) -> Verdict:
    """Rate a quote on the passages that a search proposed."""
    case = _Case(quote, prepare(quote.text, quoted=True), policy or Policy(), coverage)
    case.laid = _lay_all(case, passages)
    verdict = _rate(case)
    return replace(verdict, candidates=_candidates(case), loose=_loose(case), trace=tuple(case.trace))


def _loose(case: _Case) -> str:
    """The longest stretch of the quote that has nothing of the best passage under it, where some other part stands."""
    own = [one for one in case.laid if one.matches]
    if not own or max(_longest_run(one.alignment) for one in own) < LEAST:
        return ""
    stretches = _unmatched(own[0].alignment)
    low, high = max(stretches, key=lambda s: s[1] - s[0], default=(0, 0))
    return case.quote.text[low:high]


def _lay_all(case: _Case, passages: Sequence[Passage]) -> list[Laid]:
    laid = []
    alignments = lay_over(case.prepared, [source(passage.statement.text) for passage in passages])
    for passage, alignment in zip(passages, alignments, strict=True):
        speaker = case.quote.speaker
        statement = passage.statement
        matches = not speaker or meant(speaker, statement.speaker, statement.role)
        laid.append(Laid(passage, alignment, matches))
    return sorted(laid, key=lambda one: one.order)


def _rate(case: _Case) -> Verdict:
    """Ask one question after another; the first answer stands."""
    if case.coverage.statements == 0:
        empty = "the restriction admits nothing of the record" if case.quote.only else "the record is empty"
        return _bare(case, Rating.NO_COVERAGE, empty)
    plain = plain_post(case.quote.text)  # an address says nothing
    asked = case.prepared if plain == case.quote.text else prepare(plain, quoted=True)
    if information(asked) < case.policy.informative:
        return _bare(case, Rating.TOO_SHORT, "too little information to attribute")
    own = [one for one in case.laid if one.matches]
    others = [one for one in case.laid if not one.matches and not nameless(one.passage.statement.speaker)]
    best = _best(own)
    foreign = _best(others)
    if best and _alignable(case, best) and not _clearly_elsewhere(case, best, foreign):
        return (best.similarity < case.policy.whole and _spliced(case, own, best)) or _as_worded(case, best)
    return (
        _spliced(case, own)
        or _elsewhere(case, foreign)
        or _spliced(case, own + others)
        or _paraphrase(case, own)
        or _absent(case)
    )


def _elsewhere(case: _Case, foreign: Laid | None) -> Verdict | None:
    """The wording is documented, for somebody else; not where that one quotes it, perhaps from the one named."""
    if not foreign or foreign.similarity < case.policy.elsewhere or not _alignable(case, foreign):
        return None
    if not _stands_by(foreign):
        case.trace.append(
            f"not MISATTRIBUTED: {foreign.passage.statement.id} holds the words, but as no claim"
        )
        return None
    return _found(case, Rating.MISATTRIBUTED, foreign, "the wording is another speaker's")


_NO_CLAIM = frozenset({Flag.QUOTING_OTHERS, Flag.OUT_OF_CONTEXT})


def _best(laid: Sequence[Laid]) -> Laid | None:
    """The first of several; of those as near as it, one who stands by the words rather than one who quotes them."""
    equals = [one for one in laid if one.similarity >= laid[0].similarity - 1e-3]
    return next((one for one in equals if _stands_by(one)), laid[0] if laid else None)


def _stands_by(one: Laid) -> bool:
    text, (low, high) = one.passage.statement.text, one.alignment.span
    return not _NO_CLAIM & context_flags(text, low, high, text[low:high], one.passage.statement.speaker)


def information(quote: Prepared) -> float:
    """How much a quote says, in informative words: what everybody says counts little.

    >>> information(prepare("I think that it is")) < 1.25 < information(prepare("Yes, we can!"))
    True
    """
    return sum(informs(token.norm) for token in quote.tokens)


def _alignable(case: _Case, one: Laid) -> bool:
    """Whether a wording is the quote's, changed or not: "There was a dream" is not "I have a dream"."""
    if one.similarity < case.policy.alignable or one.alignment.matched < case.policy.matched:
        return False
    same = {c.quote for c in one.alignment.columns if c.step is Step.SAME}
    tokens = one.alignment.quote.tokens
    shared = sum(informs(token.norm) for n, token in enumerate(tokens) if n in same)
    return shared >= case.policy.informative or one.similarity >= case.policy.elsewhere


def _clearly_elsewhere(case: _Case, best: Laid, foreign: Laid | None) -> bool:
    """Whether somebody else said these words and the claimed speaker only something like them."""
    if not foreign or foreign.similarity < case.policy.elsewhere:
        return False
    return foreign.similarity - best.similarity >= case.policy.better_elsewhere


def _as_worded(case: _Case, best: Laid) -> Verdict:
    """VERBATIM, REWORDED or ALTERED, by what differs."""
    changes = best.changes
    matter = [c for c in changes if c.kind.matters]
    if not changes:
        return _found(case, Rating.VERBATIM, best, "nothing differs")
    if not matter:
        return _found(case, Rating.REWORDED, best, "every difference is harmless")
    return _found(case, Rating.ALTERED, best, f"{matter[0].kind.value} changes the meaning")


def _spliced(case: _Case, own: Sequence[Laid], whole: Laid | None = None) -> Verdict | None:
    """Two or more fragments, each documented, from places that are not adjacent; one of them from who is claimed."""
    promising = sorted(own, key=lambda one: (-_longest_run(one.alignment), one.order))[: case.policy.places]
    promising = [one for one in promising if _longest_run(one.alignment) >= LEAST]
    if not promising or _covered_by_runs(promising) < case.policy.in_runs:
        return None
    parts = find_parts(case.prepared, [one.passage for one in promising])
    if not parts or (whole and _explained(parts) < whole.similarity + LEAST / case.prepared.total):
        return None
    matching = {one.passage.statement.id for one in own if one.matches}
    said = {True: 0.0, False: 0.0}  # how much the parts say that are by who is claimed, and by somebody else
    for part in parts:
        said[part.passage.statement.id in matching] += information(part.alignment.quote)
    if not said[True] or (said[False] and min(said.values()) < LEAST):
        return None  # "the ones who’ve been" is nobody's
    evidence = tuple(_evidence_of(p.passage, p.alignment, find_changes(p.alignment)) for p in parts)
    rating = _rate_parts(case, parts, evidence)
    case.trace.append(f"{rating.value}: {len(parts)} fragments")
    first = parts[0]
    flags = _flags(case, first.passage, first.alignment)
    if case.prepared.gaps:
        flags.add(Flag.ABRIDGED)
    return Verdict(
        case.quote,
        rating,
        case.coverage,
        flags=_sorted(flags),
        closest=replace(evidence[0], changes=tuple(c for e in evidence for c in e.changes)),
        parts=evidence,
        difference=_with_gaps([difference(p.alignment) for p in parts]),
    )


def _with_gaps(differences: Sequence[tuple[Segment, ...]]) -> tuple[Segment, ...]:
    """The differences of several pieces, one after another, with a mark between."""
    out: list[Segment] = []
    for n, segments in enumerate(differences):
        out += [Segment(" … ", Edit.SAME), *segments] if n else segments
    return tuple(out)


def _rate_parts(case: _Case, parts: Sequence[Fragment], evidence: Sequence[Evidence]) -> Rating:
    """SPLICED, unless every joint is marked with an ellipsis and the pieces stand in order in one statement."""
    for one, other in pairwise(parts):
        joint = other.alignment.quote.tokens[0].start
        marked = any(case.prepared.tokens[gap].start == joint for gap in case.prepared.gaps)
        if not marked or one.place[0] != other.place[0] or other.place[1] < one.place[2]:
            return Rating.SPLICED
    changes = [c for e in evidence for c in e.changes]
    if any(c.kind.matters for c in changes):
        return Rating.ALTERED
    return Rating.REWORDED if changes else Rating.VERBATIM


def _runs(alignment: Alignment) -> list[list[int]]:
    """Stretches of the quote, as token positions, that stand in the source without a break."""
    runs: list[list[int]] = [[]]
    for column in alignment.columns:
        if column.step is Step.SAME and column.quote is not None:
            runs[-1].append(column.quote)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) > 2]


def _longest_run(alignment: Alignment) -> float:
    """The weight of the longest unbroken stretch, in content words."""
    return max((float(alignment.quote.weights[run].sum()) for run in _runs(alignment)), default=0.0)


def _covered_by_runs(own: Sequence[Laid]) -> float:
    """The share of the quote's weight that stands unbroken somewhere: what is under it nowhere is no splice."""
    quote = own[0].alignment.quote
    held = sorted({at for one in own for run in _runs(one.alignment) for at in run})
    return float(quote.weights[held].sum()) / quote.total


def _explained(parts: Sequence[Fragment]) -> float:
    """The similarity of a quote to all its parts together."""
    total = sum(p.alignment.quote.total for p in parts)
    return sum(p.alignment.similarity * p.alignment.quote.total for p in parts) / total


def _paraphrase(case: _Case, own: Sequence[Laid]) -> Verdict | None:
    """The speaker said something close in other words; this wording is not documented."""
    for like, one in _by_likeness(case, [o for o in own if not nameless(o.passage.statement.speaker)]):
        if not like.close:
            continue
        passage, (low, high) = one.passage, like.span
        said = passage.statement.text[low:high]
        if opposed(case.quote.text, said):
            case.trace.append(f"no paraphrase: {passage.statement.id} says the opposite")
            continue
        case.trace.append(f"PARAPHRASED: {like}")
        flags = _statement_flags(case, passage) | scope_flags(case.quote.text, said)
        flags |= context_flags(passage.statement.text, low, high, case.quote.text, passage.statement.speaker)
        if elsewhere_condition(said, case.quote.text):
            flags.add(Flag.CONDITIONAL)
        if said.rstrip('"”’» ').endswith("?") and "?" not in case.quote.text:
            flags.add(Flag.QUESTION)
        evidence = _evidence(passage, low, high, like.score, ())
        return Verdict(case.quote, Rating.PARAPHRASED, case.coverage, flags=_sorted(flags), closest=evidence)
    return None


def _absent(case: _Case) -> Verdict:
    """NOT_DOCUMENTED, or NO_COVERAGE where there was nothing fit to be searched."""
    if case.quote.speaker and not case.coverage.by_speaker:
        rating, why = Rating.NO_COVERAGE, "the record holds nothing by this speaker"
    elif case.coverage.stale and len(case.coverage.stale) >= case.coverage.sources:
        rating, why = Rating.NO_COVERAGE, "every source is out of date"
    else:
        rating, why = Rating.NOT_DOCUMENTED, "nothing above the floor"
    case.trace.append(f"{rating.value}: {why}")
    related = tuple(_evidence(one.passage, *like.span, like.score, ()) for like, one in _related(case))
    return Verdict(case.quote, rating, case.coverage, related=related)


def _related(case: _Case) -> list[tuple[Likeness, Laid]]:
    """The nearest statements that are no evidence, best first: the claimed speaker's own, and the nearest by another.

    Somebody else's similar words tell a reader where a wrongly attributed quote may come from.
    """
    near = [pair for pair in _by_likeness(case, case.laid) if pair[0].shared >= case.policy.relating]
    own = [pair for pair in near if pair[1].matches]
    others = [pair for pair in near if not pair[1].matches]
    kept = (own[: case.policy.related - bool(others)] + others)[: case.policy.related]
    return sorted(kept, key=_likeness_order)


def _by_likeness(case: _Case, laid: Sequence[Laid]) -> list[tuple[Likeness, Laid]]:
    new = [one for one in laid if id(one) not in case.alike]
    found = likenesses(case.prepared, [one.passage for one in new])
    case.alike.update((id(one), like) for one, like in zip(new, found, strict=True))
    return sorted([(case.alike[id(one)], one) for one in laid], key=_likeness_order)


def _likeness_order(
    pair: tuple[Likeness, Laid],
) -> tuple[float, bool, tuple[float, bool, int, str, str, int]]:
    like, one = pair
    return (-round(like.score, 3), not one.matches, one.order)


def _bare(case: _Case, rating: Rating, why: str) -> Verdict:
    case.trace.append(f"{rating.value}: {why}")
    return Verdict(case.quote, rating, case.coverage)


def _found(case: _Case, rating: Rating, one: Laid, why: str) -> Verdict:
    case.trace.append(f"{rating.value}: {why} ({one.passage.statement.id}, similarity {one.similarity:.3f})")
    return Verdict(
        case.quote,
        rating,
        case.coverage,
        flags=_sorted(_flags(case, one.passage, one.alignment)),
        closest=_evidence_of(one.passage, one.alignment, one.changes),
        difference=difference(one.alignment),
    )


# --- evidence ------------------------------------------------------------------------------------------------


def _evidence_of(passage: Passage, alignment: Alignment, changes: tuple[Change, ...]) -> Evidence:
    low, high = alignment.span
    evidence = _evidence(passage, low, high, alignment.similarity, changes)
    at = [c.quote for c in alignment.columns if c.quote is not None]
    tokens = alignment.quote.tokens
    quoted = (tokens[at[0]].start, tokens[at[-1]].end) if at else (0, 0)
    return replace(evidence, quoted=quoted)


def _unmatched(alignment: Alignment) -> tuple[tuple[int, int], ...]:
    """Stretches of the quote without a word of the source, single matching small words between them passed over."""
    tokens = alignment.quote.tokens
    same = {
        c.quote
        for c in alignment.columns
        if c.step is Step.SAME and alignment.quote.weights[c.quote or 0] >= 1
    }
    stretches: list[tuple[int, int]] = []
    for matched, places in groupby(range(len(tokens)), lambda n: n in same):
        run = list(places)
        if not matched:
            stretches.append((tokens[run[0]].start, tokens[run[-1]].end))
    return tuple(stretches)


def _evidence(
    passage: Passage, low: int, high: int, similarity: float, changes: tuple[Change, ...]
) -> Evidence:
    """Cut the wording from the original by offset, with the rest of its sentence and one sentence on each side."""
    text = passage.statement.text
    start, end = sentence_around(text, low, high)
    before_start, _ = sentence_around(text, max(0, start - 1), max(0, start - 1)) if start else (0, 0)
    _, after_end = sentence_around(text, end, end + 1) if end < len(text) else (end, end)
    return Evidence(
        statement=passage.statement,
        offset=passage.offset,
        wording=text[low:high],
        start=passage.offset + low,
        end=passage.offset + high,
        before=text[before_start:low],
        after=text[high:after_end],
        similarity=round(max(0.0, similarity), 4),
        changes=changes,
    )


def _flags(case: _Case, passage: Passage, alignment: Alignment) -> set[Flag]:
    text = passage.statement.text
    low, high = alignment.span
    flags = _statement_flags(case, passage) | context_flags(
        text, low, high, case.quote.text, passage.statement.speaker
    )
    start, end = sentence_around(text, low, high)
    if prepare(text[start:low]).tokens or prepare(text[high:end]).tokens:
        flags.add(Flag.EXCERPT)
    if any(c.step is Step.ELIDED for c in alignment.columns):
        flags.add(Flag.ABRIDGED)
    return flags


def _statement_flags(case: _Case, passage: Passage) -> set[Flag]:
    statement = passage.statement
    flags: set[Flag] = set()
    if statement.translated:
        flags.add(Flag.TRANSLATION)
    if statement.source.provenance and not statement.source.provenance.primary:
        flags.add(Flag.SECOND_HAND)
    if not within(statement.source.date, case.quote.since, case.quote.until):
        flags.add(Flag.DATE_MISMATCH)
    if statement.withdrawn:
        flags.add(Flag.WITHDRAWN)
    return flags


def within(date: str | None, since: str | None, until: str | None) -> bool:
    """Whether a date, perhaps cut, can lie between two others; an unknown date can.

    >>> within("2025-09-05", "2025-08", "2025"), within("2024", "2025", None)
    (True, False)
    """
    if not date:
        return True
    if since and date[: len(since)] < since[: len(date)]:
        return False
    return not (until and date[: len(until)] > until[: len(date)])


def _sorted(flags: set[Flag]) -> tuple[Flag, ...]:
    return tuple(flag for flag in Flag if flag in flags)


def _candidates(case: _Case) -> tuple[Candidate, ...]:
    """Up to ten statements, best first, each once: what holds the wording, then what is most like it."""
    seen: dict[str, Candidate] = {}
    for one in sorted(case.laid, key=lambda laid: (-_nearness(laid), laid.order)):
        statement = one.passage.statement
        if statement.id not in seen:
            low, high = one.alignment.span
            seen[statement.id] = Candidate(
                statement.id, statement.speaker, round(_nearness(one), 4), statement.text[low:high]
            )
    return tuple(seen.values())[:10]


# The similarity from which words in place count for the order of candidates: below it they are mostly chance.
# Set on `score.py claims` and `debates` (dev).
_WORDED = 0.55


def _nearness(one: Laid) -> float:
    """One figure for words in common and words in place, by which candidates are ordered."""
    return one.passage.score + (1 + one.similarity if one.similarity >= _WORDED else 0.0)


def difference(alignment: Alignment) -> tuple[Segment, ...]:
    """The quote laid over the source, word by word, with the originals' own blanks and marks.

    >>> from corpus.judging.alignment import align
    >>> [(s.text, s.edit.value) for s in difference(align("will be targets", "will not be targets"))]
    [('will ', 'same'), ('not ', 'source'), ('be targets', 'same')]
    """
    pieces: list[tuple[str, Edit]] = []
    before: tuple[Column | None, ...] = (None, *alignment.columns)
    shown_once = {
        n
        for n, pair in enumerate(zip(alignment.columns, before, strict=False))
        if _reads_alike(alignment, *pair)
    }
    for at in (*range(1, len(alignment.columns)), *range(len(alignment.columns) - 1, 0, -1)):
        if alignment.hangs_on(at) and not {at - 1, at} <= shown_once:
            shown_once -= {at - 1, at}  # a written word is shown whole
    for same, numbered in groupby(enumerate(alignment.columns), lambda item: item[0] in shown_once):
        run = (column for _, column in numbered)
        columns = list(run)
        if same:
            pieces += [(_written(alignment.source, [c.source]), Edit.SAME) for c in columns]
            continue
        for side, at, edit in (
            (alignment.quote, [c.quote for c in columns], Edit.QUOTE),
            (alignment.source, [c.source for c in columns], Edit.SOURCE),
        ):
            text = _written(side, at)
            apart = pieces and pieces[-1][1] is Edit.SAME and not pieces[-1][0][-1:].isspace()
            pieces.append((f" {text}" if text and apart and _apart(side, at) else text, edit))
    return _joined(pieces)


def _reads_alike(alignment: Alignment, column: Column, before: Column | None) -> bool:
    """Whether a column's word may be shown once for both sides, as the source writes it.

    The "is" of one side and the "'s" of the other are one word, but "'s" cannot be shown without the word that it hangs
    on, where that is not the same.
    """
    if column.step is not Step.SAME or column.quote is None or column.source is None:
        return False
    mine, theirs = alignment.quote.tokens[column.quote], alignment.source.tokens[column.source]
    if mine.norm == theirs.norm or (before and before.step is Step.SAME):
        return True
    return _apart(alignment.quote, [column.quote]) and _apart(alignment.source, [column.source])


def _written(prepared: Prepared, at: Sequence[int | None]) -> str:
    """Words as they were written, with what stands between each and the next: "don't" in one, "do", "not" in two."""
    return "".join(
        prepared.text[prepared.tokens[n].start : prepared.tokens[n].end] + _gap(prepared, n, len(at) == 1)
        for n in at
        if n is not None
    )


def _gap(prepared: Prepared, at: int, whole: bool) -> str:
    """What stands between a token and the next one, or just whether anything does."""
    if at + 1 >= len(prepared.tokens):
        return " "
    gap = prepared.text[prepared.tokens[at].end : prepared.tokens[at + 1].start]
    return gap if whole else " " * bool(gap)


def _apart(prepared: Prepared, at: Sequence[int | None]) -> bool:
    """Whether the first of some words does not hang on the word before it."""
    first = next((n for n in at if n is not None), 0)
    return first == 0 or prepared.tokens[first - 1].end < prepared.tokens[first].start


def _joined(pieces: Sequence[tuple[str, Edit]]) -> tuple[Segment, ...]:
    out: list[Segment] = []
    for text, edit in pieces:
        if out and out[-1].edit is edit:
            out[-1] = Segment(out[-1].text + text, edit)
        else:
            out.append(Segment(text, edit))
    if out:
        out[-1] = Segment(out[-1].text.rstrip(), out[-1].edit)
    return tuple(s for s in out if s.text)
