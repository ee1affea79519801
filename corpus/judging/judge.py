"""Passages and a quote in, a verdict out. Pure: the same input gives the same verdict.

    passages → lay the quote over each (`case`) → ask the questions of `_QUESTIONS` → cut the evidence (`evidence`)
    → lay the words side by side (`diff`)

It does not search and does not know how much there was to search; coverage is handed in.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.judging.alignment import Alignment, Prepared, Step, lay_over, prepare, source
from corpus.judging.case import Case, Laid, Policy
from corpus.judging.changes import find_changes
from corpus.judging.context import context_flags, elsewhere_condition, scope_flags
from corpus.judging.diff import difference, with_gaps
from corpus.judging.editorial import turned_between
from corpus.judging.evidence import (
    evidence_at,
    evidence_of,
    flags_of,
    place_of,
    sorted_flags,
    statement_flags,
    unmatched,
)
from corpus.judging.paraphrase import Likeness, likenesses, opposed
from corpus.judging.splice import LEAST, Fragment, find_parts, find_pieces, marked_pieces
from corpus.language.identity import Match, identify
from corpus.language.speakers import nameless
from corpus.language.stems import informs
from corpus.language.tokens import plain_post
from corpus.models import Coverage, Passage, Quote
from corpus.verdict import Candidate, Change, Edit, Evidence, Flag, Kind, Rating, Segment, Verdict


def decide(
    quote: Quote, passages: Sequence[Passage], coverage: Coverage, policy: Policy | None = None
) -> Verdict:
    """Rate a quote on the passages that a search proposed."""
    case = Case(quote, prepare(quote.text, quoted=True), policy or Policy(), coverage)
    case.laid = _lay_all(case, passages)
    verdict = _with_identity(case, _rate(case))
    return replace(verdict, candidates=_candidates(case), loose=_loose(case), trace=tuple(case.trace))


def _loose(case: Case) -> tuple[str, ...]:
    """Return the stretches of the quote that nothing near the best passage explains, where some other part stands.

    The longest one; where ellipsis marks set pieces apart, each piece that stands nowhere.
    """
    own = case.own
    if case.prepared.gaps:
        found = find_pieces(case.prepared, [one.passage for one in own])
        pieces = zip(marked_pieces(case.prepared), found, strict=True)
        return tuple(_words_of(piece) for piece, fragment in pieces if not fragment)
    if not own or max(_longest_run(one.alignment) for one in own) < LEAST:
        return ()
    stretches = unmatched(own[0].alignment)
    low, high = max(stretches, key=lambda s: s[1] - s[0], default=(0, 0))
    return (case.quote.text[low:high],) if low < high else ()


def _lay_all(case: Case, passages: Sequence[Passage]) -> list[Laid]:
    laid = []
    roles = case.coverage.roles
    alignments = lay_over(case.prepared, [source(passage.statement.text) for passage in passages])
    for passage, alignment in zip(passages, alignments, strict=True):
        speaker = case.quote.speaker
        statement = passage.statement
        identity = identify(speaker, statement.speaker, statement.role, roles) if speaker else None
        laid.append(Laid(passage, alignment, identity is None or identity.may_be, identity))
    return sorted(laid, key=lambda one: one.order)


def _with_identity(case: Case, verdict: Verdict) -> Verdict:
    """Say of a verdict whether the speaker of its closest wording is the one named; NAME_UNCLEAR where that cannot be told."""
    closest = verdict.closest
    identity = next(
        (one.identity for one in case.laid if closest and one.passage.statement.id == closest.statement.id),
        None,
    )
    if not identity or identity.match is not Match.UNCLEAR:
        return replace(verdict, identity=identity)
    case.trace.append(f"NAME_UNCLEAR: {identity.reason.value}")
    return replace(verdict, identity=identity, flags=sorted_flags({*verdict.flags, Flag.NAME_UNCLEAR}))


def _rate(case: Case) -> Verdict:
    """Ask one question after another; the first that has an answer decides."""
    answers = (question(case) for question in _QUESTIONS)
    return next((verdict for verdict in answers if verdict), None) or _absent(case)


def _nothing_to_search(case: Case) -> Verdict | None:
    """NO_COVERAGE where there is no statement that could have the words."""
    if case.coverage.statements:
        return None
    empty = "the restriction admits nothing of the record" if case.quote.only else "the record is empty"
    return _bare(case, Rating.NO_COVERAGE, empty)


def _too_short(case: Case) -> Verdict | None:
    """TOO_SHORT where the words are too few, or everybody's."""
    plain = plain_post(case.quote.text)  # an address says nothing
    asked = case.prepared if plain == case.quote.text else prepare(plain, quoted=True)
    if information(asked) >= case.policy.informative:
        return None
    return _bare(case, Rating.TOO_SHORT, "too little information to attribute")


def _pieces_by_marks(case: Case) -> Verdict | None:
    """Pieces that an editor's ellipsis marks set apart, each located; None where most of them stand nowhere."""
    best = _best(case.own)
    if not case.prepared.gaps or (best and best.similarity >= case.policy.whole and not _matters(best)):
        return None
    pieces = marked_pieces(case.prepared)
    found = find_pieces(case.prepared, [one.passage for one in case.own])
    standing = [fragment for fragment in found if fragment]
    missing = [piece for piece, fragment in zip(pieces, found, strict=True) if not fragment]
    weight = sum(fragment.alignment.quote.total for fragment in standing)
    if len(standing) < 2 or weight < case.policy.pieces * case.prepared.total:
        return None
    evidence = [evidence_of(f.passage, f.alignment, find_changes(f.alignment)) for f in standing]
    lost = tuple(Change(Kind.INSERTED, _words_of(piece), "") for piece in missing)
    lost += tuple(Change(Kind.NEGATION, "", word) for word in _hidden_between(case, standing))
    rating = Rating.ALTERED if lost else _rate_parts(case, standing, evidence)
    case.trace.append(f"{rating.value}: {len(standing)} of {len(pieces)} pieces between ellipsis marks")
    shown = [difference(f.alignment) if f else _unsaid(p) for p, f in zip(pieces, found, strict=True)]
    changes = (*lost, *(change for one in evidence for change in one.changes))
    flags = flags_of(case, standing[0].passage, standing[0].alignment) | {Flag.ABRIDGED}
    return Verdict(
        case.quote,
        rating,
        case.coverage,
        flags=sorted_flags(flags),
        closest=replace(evidence[0], changes=changes),
        parts=tuple(evidence),
        difference=with_gaps(shown),
    )


def _hidden_between(case: Case, standing: Sequence[Fragment]) -> list[str]:
    """Return the words behind the ellipsis marks that turn what is left: a "not" between "We are" and "planning"."""
    found = []
    for one, other in pairwise(standing):
        (id_, _, low), (same, high, _) = one.place, other.place
        for laid in case.own:
            passage = laid.passage
            end = passage.offset + len(passage.statement.text)
            if id_ == same == passage.statement.id and passage.offset <= low <= high <= end:
                text = source(passage.statement.text)
                found += turned_between(text, low - passage.offset, high - passage.offset)
                break
    return found


def _matters(one: Laid) -> bool:
    return any(change.kind.matters for change in one.changes)


def _words_of(piece: Prepared) -> str:
    return piece.text[piece.tokens[0].start : piece.tokens[-1].end] if piece.tokens else ""


def _unsaid(piece: Prepared) -> tuple[Segment, ...]:
    return (Segment(_words_of(piece), Edit.QUOTE),)


def _claimed_speaker(case: Case) -> Verdict | None:
    """The claimed speaker's own wording, whole or stitched from pieces."""
    best = _best(case.own)
    if not best or not _alignable(case, best) or _clearly_elsewhere(case, best, _best(case.others)):
        return None
    stitched = _spliced(case, case.own, best) if best.similarity < case.policy.whole else None
    return stitched or _as_worded(case, best)


def _pieces_of_the_claimed(case: Case) -> Verdict | None:
    """SPLICED from pieces of the claimed speaker alone, where no passage has the whole."""
    return _spliced(case, case.own)


def _elsewhere(case: Case) -> Verdict | None:
    """The wording is documented, for somebody else; not where that one quotes it, perhaps from the one named."""
    foreign = _best(case.others)
    if not foreign or foreign.similarity < case.policy.elsewhere or not _alignable(case, foreign):
        return None
    if not _stands_by(foreign):
        case.trace.append(
            f"not MISATTRIBUTED: {foreign.passage.statement.id} holds the words, but as no claim"
        )
        return None
    return _found(case, Rating.MISATTRIBUTED, foreign, "the wording is another speaker's")


def _pieces_of_several(case: Case) -> Verdict | None:
    """SPLICED from pieces of several speakers, the claimed one among them."""
    return _spliced(case, case.own + case.others)


_NO_CLAIM = frozenset({Flag.QUOTING_OTHERS, Flag.OUT_OF_CONTEXT})


def _best(laid: Sequence[Laid]) -> Laid | None:
    """The first of several; of those as near as it, one who stands by the words rather than one who quotes them."""
    equals = [one for one in laid if one.similarity >= laid[0].similarity - 1e-3]
    return next((one for one in equals if _stands_by(one)), laid[0] if laid else None)


def _stands_by(one: Laid) -> bool:
    text, (low, high) = one.passage.statement.text, place_of(one.passage, one.alignment)
    return not _NO_CLAIM & context_flags(text, low, high, text[low:high], one.passage.statement.speaker)


def information(quote: Prepared) -> float:
    """How much a quote says, in informative words: what everybody says counts little.

    >>> information(prepare("I think that it is")) < 1.25 < information(prepare("Yes, we can!"))
    True
    """
    return sum(informs(token.norm) for token in quote.tokens)


def _alignable(case: Case, one: Laid) -> bool:
    """Return whether a wording is the quote's, changed or not: "There was a dream" is not "I have a dream"."""
    if one.similarity < case.policy.alignable or one.alignment.matched < case.policy.matched:
        return False
    same = {c.quote for c in one.alignment.columns if c.step is Step.SAME}
    tokens = one.alignment.quote.tokens
    shared = sum(informs(token.norm) for n, token in enumerate(tokens) if n in same)
    return shared >= case.policy.informative or one.similarity >= case.policy.elsewhere


def _clearly_elsewhere(case: Case, best: Laid, foreign: Laid | None) -> bool:
    """Return whether somebody else said these words and the claimed speaker only something like them."""
    if not foreign or foreign.similarity < case.policy.elsewhere:
        return False
    return foreign.similarity - best.similarity >= case.policy.better_elsewhere


def _as_worded(case: Case, best: Laid) -> Verdict:
    """VERBATIM, REWORDED or ALTERED, by what differs."""
    changes = best.changes
    matter = [c for c in changes if c.kind.matters]
    if not changes:
        return _found(case, Rating.VERBATIM, best, "nothing differs")
    if not matter:
        return _found(case, Rating.REWORDED, best, "every difference is harmless")
    return _found(case, Rating.ALTERED, best, f"{matter[0].kind.value} changes the meaning")


def _spliced(case: Case, own: Sequence[Laid], whole: Laid | None = None) -> Verdict | None:
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
    evidence = tuple(evidence_of(p.passage, p.alignment, find_changes(p.alignment)) for p in parts)
    rating = _rate_parts(case, parts, evidence)
    case.trace.append(f"{rating.value}: {len(parts)} fragments")
    first = parts[0]
    flags = flags_of(case, first.passage, first.alignment)
    if case.prepared.gaps:
        flags.add(Flag.ABRIDGED)
    return Verdict(
        case.quote,
        rating,
        case.coverage,
        flags=sorted_flags(flags),
        closest=replace(evidence[0], changes=tuple(c for e in evidence for c in e.changes)),
        parts=evidence,
        difference=with_gaps([difference(p.alignment) for p in parts]),
    )


def _rate_parts(case: Case, parts: Sequence[Fragment], evidence: Sequence[Evidence]) -> Rating:
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


def _paraphrase(case: Case) -> Verdict | None:
    """The speaker said something close in other words; this wording is not documented."""
    for like, one in _by_likeness(case, [o for o in case.own if not nameless(o.passage.statement.speaker)]):
        if not like.close:
            continue
        passage, (low, high) = one.passage, like.span
        said = passage.statement.text[low:high]
        if opposed(case.quote.text, said):
            case.trace.append(f"no paraphrase: {passage.statement.id} says the opposite")
            continue
        case.trace.append(f"PARAPHRASED: {like}")
        flags = statement_flags(case, passage) | scope_flags(case.quote.text, said)
        flags |= context_flags(passage.statement.text, low, high, case.quote.text, passage.statement.speaker)
        if elsewhere_condition(said, case.quote.text):
            flags.add(Flag.CONDITIONAL)
        if said.rstrip('"”’» ').endswith("?") and "?" not in case.quote.text:
            flags.add(Flag.QUESTION)
        evidence = evidence_at(passage, low, high, like.score, ())
        return Verdict(
            case.quote, Rating.PARAPHRASED, case.coverage, flags=sorted_flags(flags), closest=evidence
        )
    return None


# In the order in which they are asked; where none has an answer, the quote is absent.
_QUESTIONS: tuple[Callable[[Case], Verdict | None], ...] = (
    _nothing_to_search,
    _too_short,
    _pieces_by_marks,
    _claimed_speaker,
    _pieces_of_the_claimed,
    _elsewhere,
    _pieces_of_several,
    _paraphrase,
)


def _absent(case: Case) -> Verdict:
    """NOT_DOCUMENTED, or NO_COVERAGE where there was nothing fit to be searched."""
    if case.quote.speaker and not case.coverage.by_speaker:
        rating, why = Rating.NO_COVERAGE, "the record holds nothing by this speaker"
    elif case.coverage.stale and len(case.coverage.stale) >= case.coverage.sources:
        rating, why = Rating.NO_COVERAGE, "every source is out of date"
    else:
        rating, why = Rating.NOT_DOCUMENTED, "nothing above the floor"
    case.trace.append(f"{rating.value}: {why}")
    near = tuple(evidence_at(one.passage, *like.span, like.score, ()) for like, one in _related(case))
    held, flags = _held_in_part(case)
    related = (*held, *(one for one in near if all(one.statement.id != h.statement.id for h in held)))
    return Verdict(
        case.quote,
        rating,
        case.coverage,
        flags=sorted_flags(flags),
        related=related[: max(case.policy.related, len(held))],
    )


def _held_in_part(case: Case) -> tuple[tuple[Evidence, ...], set[Flag]]:
    """Return what of an absent quote does stand: words that somebody only quotes, a part, or the opposite, by whom."""
    quoted = next((one for one in case.laid if _quotes_it(case, one)), None)
    if quoted:
        return (evidence_of(quoted.passage, quoted.alignment, quoted.changes),), {Flag.QUOTED_ONLY}
    longest = max(case.laid, key=lambda one: _longest_run(one.alignment), default=None)
    if longest and _longest_run(longest.alignment) >= case.policy.part:
        return (_run_evidence(longest),), {Flag.PARTLY_DOCUMENTED}
    for like, one in _by_likeness(case, case.own):
        if like.close and not nameless(one.passage.statement.speaker):
            return (evidence_at(one.passage, *like.span, like.score, ()),), {Flag.CONTRADICTED}
    return (), set()


def _quotes_it(case: Case, one: Laid) -> bool:
    """Return whether somebody has the words of a quote without standing by them."""
    if nameless(one.passage.statement.speaker) or one.similarity < case.policy.elsewhere:
        return False
    return _alignable(case, one) and not _stands_by(one)


def _run_evidence(one: Laid) -> Evidence:
    """Return the evidence of the longest unbroken stretch that a passage has of the quote."""
    alignment = one.alignment
    run = max(_runs(alignment), key=lambda run: float(alignment.quote.weights[run].sum()))
    at = [c.source for c in alignment.columns if c.quote in run and c.source is not None]
    low, high = alignment.source.tokens[at[0]].start, alignment.source.tokens[at[-1]].end
    evidence = evidence_at(one.passage, low, high, one.similarity, ())
    tokens = alignment.quote.tokens
    return replace(evidence, quoted=(tokens[run[0]].start, tokens[run[-1]].end))


def _related(case: Case) -> list[tuple[Likeness, Laid]]:
    """The nearest statements that are no evidence, best first: the claimed speaker's own, and the nearest by another.

    Somebody else's similar words tell a reader where a wrongly attributed quote may come from.
    """
    near = [pair for pair in _by_likeness(case, case.laid) if pair[0].shared >= case.policy.relating]
    own = [pair for pair in near if pair[1].matches]
    others = [pair for pair in near if not pair[1].matches]
    kept = (own[: case.policy.related - bool(others)] + others)[: case.policy.related]
    return sorted(kept, key=_likeness_order)


def _by_likeness(case: Case, laid: Sequence[Laid]) -> list[tuple[Likeness, Laid]]:
    new = [one for one in laid if id(one) not in case.alike]
    found = likenesses(case.prepared, [one.passage for one in new])
    case.alike.update((id(one), like) for one, like in zip(new, found, strict=True))
    return sorted([(case.alike[id(one)], one) for one in laid], key=_likeness_order)


def _likeness_order(
    pair: tuple[Likeness, Laid],
) -> tuple[float, bool, tuple[float, bool, bool, int, str, str, int]]:
    like, one = pair
    return (-round(like.score, 3), not one.matches, one.order)


def _bare(case: Case, rating: Rating, why: str) -> Verdict:
    case.trace.append(f"{rating.value}: {why}")
    return Verdict(case.quote, rating, case.coverage)


def _found(case: Case, rating: Rating, one: Laid, why: str) -> Verdict:
    case.trace.append(f"{rating.value}: {why} ({one.passage.statement.id}, similarity {one.similarity:.3f})")
    return Verdict(
        case.quote,
        rating,
        case.coverage,
        flags=sorted_flags(flags_of(case, one.passage, one.alignment)),
        closest=evidence_of(one.passage, one.alignment, one.changes),
        difference=difference(one.alignment),
    )


def _candidates(case: Case) -> tuple[Candidate, ...]:
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
