"""The laws of judgement: what no quote may ever get, whatever it says and whatever the record holds."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.load import starter
from corpus.export import verdict_json
from corpus.judging.alignment import align, prepare, same_word
from corpus.judging.diff import difference
from corpus.judging.evidence import within
from corpus.judging.judge import decide
from corpus.language.identity import identify
from corpus.models import Coverage, Passage, Provenance, Quote, Source, Statement
from corpus.verdict import Edit, Flag, Rating, Verdict
from corpus.verify import LONGEST_QUOTE
from tests.support.budget import budget

SEARCHED = Coverage(126, 3, 5, "1770", "2026-01-08", "2026-01-08T10:00:00+00:00")
WORD_FOR_WORD = {Rating.VERBATIM, Rating.REWORDED}
ASCRIBING = {*WORD_FOR_WORD, Rating.ALTERED, Rating.SPLICED, Rating.PARAPHRASED}
ENGLISH = [s for s in starter() if s.language == "en"]
statements = st.sampled_from(ENGLISH)


def said(*texts: str | tuple[str, str]) -> list[Passage]:
    """Passages of statements, by Ann Smith unless a speaker is given."""
    pairs = [(t, "Ann Smith") if isinstance(t, str) else (t[1], t[0]) for t in texts]
    return [Passage(Statement(f"s{n}", name, text), 0) for n, (text, name) in enumerate(pairs)]


def judge(
    quote: str, record: Sequence[Passage | str], speaker: str | None = None, **facts: object
) -> Verdict:
    passages = [one if isinstance(one, Passage) else said(one)[0] for one in record]
    return decide(Quote(quote, speaker), passages, replace(SEARCHED, **facts))  # type: ignore[arg-type]


# --- word for word ---------------------------------------------------------------------------------------------


@given(
    statements,
    st.sampled_from(
        [
            str,
            str.upper,
            str.lower,
            lambda t: f"“{t}”",
            lambda t: f" {t.rstrip('.')} ",
            lambda t: t.replace("'", "’"),
            lambda t: re.sub(r"[,;.]", "", t),
            lambda t: t.replace(" ", "  \n"),
            lambda t: t[0].swapcase() + t[1:],
        ]
    ),
)
def test_a_statement_is_itself_word_for_word_in_any_case_and_typography(
    statement: Statement, typed: object
) -> None:
    verdict = judge(typed(statement.text), [Passage(statement, 0)])  # type: ignore[operator]
    assert verdict.rating is Rating.VERBATIM
    assert verdict.closest
    assert verdict.closest.similarity == pytest.approx(1.0)
    assert not verdict.changes


@given(statements, st.sampled_from(["not", "never", "no longer", "hardly"]), st.data())
def test_a_no_put_in_anywhere_is_never_word_for_word(
    statement: Statement, no: str, data: st.DataObject
) -> None:
    words = statement.text.split()
    at = data.draw(st.integers(0, len(words)))
    verdict = judge(" ".join([*words[:at], no, *words[at:]]), [Passage(statement, 0)])
    assert verdict.rating not in WORD_FOR_WORD


NEGATED = [
    (statement, found.span())
    for statement in ENGLISH
    for found in re.finditer(r"\b(?:not|no longer|never|cannot|nothing|nor)\b|n['’]t\b", statement.text, re.IGNORECASE)
    # one of two behind each other is taken for a stammer
    if not re.match(r"[, ]+never", statement.text[found.end() :]) and not statement.text[: found.start()].lower().endswith("never, ")
]  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "span"), [pytest.param(s, at, id=f"{s.id}-{at[0]}") for s, at in NEGATED[::3]]
)
def test_a_no_dropped_anywhere_is_never_word_for_word(statement: Statement, span: tuple[int, int]) -> None:
    left = statement.text[: span[0]] + statement.text[span[1] :]
    verdict = judge(left, [Passage(statement, 0)])
    cut_at_the_end = not re.search(r"\w+\W+\w", statement.text[span[1] :])
    assert verdict.rating not in WORD_FOR_WORD or cut_at_the_end


NUMBERED = [(s, m.span()) for s in ENGLISH for m in re.finditer(r"\d+", s.text)]
NAMED = [
    (s, m.span())
    for s in ENGLISH
    for m in re.finditer(r"(?<=[a-z,] )(?:Ukraine|Russia|Europe|NATO|Putin|America|Berlin|Moscow|Soviet)\b", s.text)
]  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "span"), [pytest.param(s, at, id=f"{s.id}-{at[0]}") for s, at in NUMBERED]
)
def test_another_number_is_never_word_for_word(statement: Statement, span: tuple[int, int]) -> None:
    number = int(statement.text[slice(*span)]) + 1
    verdict = judge(
        f"{statement.text[: span[0]]}{number}{statement.text[span[1] :]}", [Passage(statement, 0)]
    )
    assert verdict.rating not in WORD_FOR_WORD


@pytest.mark.parametrize("name", ["Brazil", "Macron", "UNESCO"])
@pytest.mark.parametrize(
    ("statement", "span"), [pytest.param(s, at, id=f"{s.id}-{at[0]}") for s, at in NAMED[::4]]
)
def test_another_name_is_never_word_for_word(statement: Statement, span: tuple[int, int], name: str) -> None:
    verdict = judge(f"{statement.text[: span[0]]}{name}{statement.text[span[1] :]}", [Passage(statement, 0)])
    assert verdict.rating not in WORD_FOR_WORD


# --- nothing hidden --------------------------------------------------------------------------------------------


@st.composite
def misquotations(draw: st.DrawFn) -> tuple[str, Statement]:
    """A statement with some of its words dropped, doubled, exchanged or replaced."""
    statement = draw(statements)
    words = statement.text.split()
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(words) - 1))
        kind = draw(st.sampled_from(["drop", "swap", "put in", "replace"]))
        if kind == "drop" and len(words) > 4:
            del words[at]
        elif kind == "swap" and at + 1 < len(words):
            words[at], words[at + 1] = words[at + 1], words[at]
        elif kind == "put in":
            words.insert(at, draw(st.sampled_from("not green … [Ukraine] the seven, Brazil will".split())))
        elif kind == "replace":
            words[at] = draw(st.sampled_from("never blue the [sic] twelve London may".split()))
    return " ".join(words), statement


def norms(text: str) -> list[str]:
    return [t.norm for t in prepare(re.sub(r"n['’]t\b|(?<=can)['’]t\b", " not", text), quoted=True).tokens]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Because is Ukraine's Europe's freedom", id="a word over a clitic"),
        pytest.param("Because Ukraine's is freedom Europe's freedom", id="a clitic over a word"),
    ],
)
def test_a_clitic_is_never_shown_without_the_word_it_hangs_on(text: str) -> None:
    source = "Because Ukraine's freedom is Europe's freedom"
    shown = difference(align(text, source))
    assert "".join(s.text for s in shown if s.edit is not Edit.SOURCE).split() == text.split()
    assert "".join(s.text for s in shown if s.edit is not Edit.QUOTE).split() == source.split()


@given(misquotations())
@settings(max_examples=60)
def test_the_difference_shows_every_word_of_the_quote_and_of_the_wording(case: tuple[str, Statement]) -> None:
    text, statement = case
    verdict = judge(text, [Passage(statement, 0)])
    if not verdict.difference or verdict.rating is Rating.SPLICED or len(verdict.parts) > 1:
        return
    assert verdict.closest
    quoted = "".join(s.text for s in verdict.difference if s.edit is not Edit.SOURCE)
    shown = "".join(s.text for s in verdict.difference if s.edit is not Edit.QUOTE)
    assert len(norms(quoted)) == len(norms(text))
    assert all(same_word(a, b) for a, b in zip(norms(quoted), norms(text), strict=True))
    assert norms(shown) == norms(verdict.closest.wording)


@given(misquotations())
@settings(max_examples=60)
def test_word_for_word_means_that_no_word_is_shown_as_only_the_quotes(case: tuple[str, Statement]) -> None:
    text, statement = case
    verdict = judge(text, [Passage(statement, 0)])
    if verdict.rating is Rating.VERBATIM:
        only = " ".join(s.text for s in verdict.difference if s.edit is Edit.QUOTE)
        assert set(norms(only)) <= {"ukraine"}  # the editor's, in brackets
    if verdict.rating is Rating.REWORDED:
        assert verdict.changes


@given(misquotations())
@settings(max_examples=60)
def test_a_wording_is_cut_from_the_source_by_its_offsets(case: tuple[str, Statement]) -> None:
    text, statement = case
    verdict = judge(text, [Passage(statement, 0)])
    for one in (verdict.closest, *verdict.parts, *verdict.related):
        if one:
            assert one.wording == statement.text[one.start : one.end]
            around = f"{one.before}{one.wording}{one.after}"
            assert around == statement.text[one.start - len(one.before) :][: len(around)]


@given(misquotations())
@settings(max_examples=60)
def test_a_change_that_matters_means_altered_and_none_means_word_for_word(
    case: tuple[str, Statement],
) -> None:
    text, statement = case
    verdict = judge(text, [Passage(statement, 0)])
    matter = any(change.kind.matters for change in verdict.changes)
    assert matter == (verdict.rating is Rating.ALTERED) or verdict.rating in (
        Rating.SPLICED,
        Rating.MISATTRIBUTED,
    )
    assert bool(verdict.changes) or verdict.rating is not Rating.REWORDED


# --- whose words -----------------------------------------------------------------------------------------------


@given(statements, statements, misquotations())
@settings(max_examples=60)
def test_nothing_is_ascribed_to_somebody_who_did_not_say_it(
    one: Statement, other: Statement, case: tuple[str, Statement]
) -> None:
    text, origin = case
    verdict = judge(
        text, [Passage(s, 0) for s in {s.id: s for s in (one, other, origin)}.values()], other.speaker
    )
    if verdict.rating in ASCRIBING:
        for evidence in (verdict.closest, *verdict.parts):
            assert (
                evidence is None
                or identify(other.speaker, evidence.statement.speaker, evidence.statement.role).may_be
            )


@given(statements, st.sampled_from([s.speaker for s in ENGLISH] + ["Nobody Known", "the French president"]))
def test_misattributed_names_a_speaker_of_the_record_who_is_not_the_one_named(
    statement: Statement, name: str
) -> None:
    verdict = judge(statement.text, [Passage(statement, 0)], name)
    if verdict.rating is Rating.MISATTRIBUTED:
        assert verdict.closest
        assert verdict.closest.statement.speaker == statement.speaker
        assert not identify(name, statement.speaker, statement.role).may_be
    else:
        assert verdict.rating in (Rating.VERBATIM, Rating.TOO_SHORT)


@pytest.mark.parametrize("nobody", ["Unidentified", "Audience", "unknown", "Q"])
def test_words_of_a_speaker_without_a_name_are_not_held_against_the_one_named(nobody: str) -> None:
    verdict = judge(
        "We shall fight on the beaches", said((nobody, "We shall fight on the beaches")), "Churchill"
    )
    assert verdict.rating is Rating.NOT_DOCUMENTED


@pytest.mark.parametrize(
    "name",
    [
        "Xi",
        "President Xi",
        "习近平",
        "Си Цзиньпин",
        "the Chinese president",
        "Xi Jinping, President of China",
    ],
)
def test_a_speaker_is_found_under_every_name(name: str) -> None:
    (statement,) = (s for s in starter() if s.id == "S214-xi-20230426")
    assert (
        judge("There is no winner in nuclear wars", [Passage(statement, 0)], name).rating is Rating.VERBATIM
    )


def test_a_quote_of_one_man_that_is_stitched_from_two_names_both() -> None:
    record = said(
        ("Ronald Reagan", "Government is not the solution to our problem; government is the problem."),
        ("Abraham Lincoln", "With malice toward none, with charity for all, let us strive on."),
    )
    text = "Government is not the solution to our problem and with malice toward none let us strive on"
    verdict = judge(text, record, "Reagan")
    assert verdict.rating is Rating.SPLICED
    assert {part.statement.speaker for part in verdict.parts} == {"Ronald Reagan", "Abraham Lincoln"}
    assert judge(text, record, "Kennedy").rating is not Rating.SPLICED


def test_everyday_words_of_somebody_else_are_no_part_of_a_splice() -> None:
    record = said(
        ("Chris Wallace", "In fact, they are the ones who've been bombing the city."),
        ("Donald Trump", "He built a company here 20 years ago."),
    )
    quote = "The ones who have been here 20 years"
    assert judge(quote, record, "Trump").rating is Rating.NOT_DOCUMENTED


# --- every rating, and when it is given ------------------------------------------------------------------------

BEACHES = "We shall fight on the beaches, we shall never surrender to anybody."
LONG = f"{BEACHES} {'Much work of many hands went into all of this over the years. ' * 20}Taxes will fall for every family."

REACHED = [
    pytest.param(Rating.VERBATIM, "we shall never surrender", [BEACHES], None, id="word for word"),
    pytest.param(Rating.VERBATIM, "We shall fight … never surrender", [BEACHES], None, id="abridged"),
    pytest.param(Rating.REWORDED, "We will fight on the beaches", [BEACHES], None, id="will for shall"),
    pytest.param(Rating.ALTERED, "We shall surrender to anybody", [BEACHES], None, id="never dropped"),
    pytest.param(Rating.SPLICED, "We shall never surrender to anybody and taxes will fall for every family", [LONG], None, id="stitched"),
    pytest.param(Rating.MISATTRIBUTED, "We shall fight on the beaches", [BEACHES], "Stalin", id="another's words"),
    pytest.param(Rating.NOT_DOCUMENTED, "The moon is made of green cheese", [BEACHES], None, id="nowhere"),
    pytest.param(Rating.NOT_DOCUMENTED, "I have a dream", ["There was a dream of a better land."], None, id="one word in common"),
    pytest.param(Rating.ALTERED, "Houston, we have a problem", ["Houston, we've had a problem."], None, id="few words, most in common"),
    pytest.param(Rating.NOT_DOCUMENTED, "The moon is made of green cheese", [], None, id="nothing proposed"),
    pytest.param(Rating.TOO_SHORT, "I think that it is", [BEACHES], None, id="small words"),
    pytest.param(Rating.TOO_SHORT, "beaches", [BEACHES], None, id="one word"),
    pytest.param(Rating.TOO_SHORT, "", [BEACHES], None, id="no word"),
    pytest.param(Rating.TOO_SHORT, "?!…", [BEACHES], None, id="marks alone"),
]  # fmt: skip


@pytest.mark.parametrize(("rating", "quote", "record", "speaker"), REACHED)
def test_a_rating_is_given_where_it_belongs(
    rating: Rating, quote: str, record: list[str], speaker: str | None
) -> None:
    assert judge(quote, record, speaker).rating is rating


def test_every_rating_can_be_reached() -> None:
    reached = {case.values[0] for case in REACHED} | {
        Rating.PARAPHRASED,
        Rating.NO_COVERAGE,
    }  # the golden case
    assert reached == set(Rating)


@given(st.text(max_size=80), st.one_of(st.none(), st.text(max_size=20)))
def test_an_empty_record_is_never_not_documented(text: str, speaker: str | None) -> None:
    verdict = decide(Quote(text, speaker), [], Coverage(0, 0, 0 if speaker else None, None, None, None))
    assert verdict.rating is Rating.NO_COVERAGE
    assert verdict.closest is None


def test_nothing_by_the_speaker_is_no_coverage() -> None:
    verdict = judge("The moon is made of green cheese", [BEACHES], "Stalin", by_speaker=0)
    assert verdict.rating is Rating.NO_COVERAGE


def test_stale_sources_alone_are_no_coverage_but_a_few_are_not() -> None:
    quote = "The moon is made of green cheese"
    assert judge(quote, [BEACHES], stale=("A", "B", "C")).rating is Rating.NO_COVERAGE
    assert judge(quote, [BEACHES], stale=("A",)).rating is Rating.NOT_DOCUMENTED


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        pytest.param("We would surrender to anybody who fights on our beaches", BEACHES, id="never dropped"),
        pytest.param("Nuclear wars have winners", "There is no winner in nuclear wars", id="no"),
        pytest.param("The wall will last for a hundred years and stand", "This wall will fall in a hundred years and not last.", id="antonym"),
    ],
)  # fmt: skip
def test_the_opposite_is_no_paraphrase(quote: str, source: str) -> None:
    assert judge(quote, [source]).rating is not Rating.PARAPHRASED


@pytest.mark.parametrize(
    ("quote", "speaker", "flags"),
    [
        pytest.param("government is the problem", "Reagan", {Flag.EXCERPT}, id="part of a sentence"),
        pytest.param("planning to go to war with Europe", "Putin", {Flag.EXCERPT, Flag.OUT_OF_CONTEXT, Flag.QUALIFIED, Flag.TRANSLATION, Flag.SECOND_HAND}, id="cut out behind a not"),
        pytest.param("troops in Ukraine", "Rutte", {Flag.EXCERPT, Flag.QUESTION, Flag.SECOND_HAND}, id="out of a question"),
        pytest.param("We are ready right now", "Putin", {Flag.EXCERPT, Flag.CONDITIONAL, Flag.TRANSLATION, Flag.SECOND_HAND}, id="without its condition"),
        pytest.param("democracy is the worst form of Government", "Churchill", {Flag.EXCERPT, Flag.QUOTING_OTHERS, Flag.QUALIFIED}, id="what has been said"),
    ],
)  # fmt: skip
def test_what_a_reader_must_know_is_flagged(quote: str, speaker: str, flags: set[Flag]) -> None:
    verdict = judge(quote, [Passage(s, 0) for s in starter()], speaker)
    assert verdict.rating is Rating.VERBATIM
    assert set(verdict.flags) == flags


# --- reproducible ----------------------------------------------------------------------------------------------


@given(
    st.lists(statements, min_size=2, max_size=12, unique_by=lambda s: s.id),
    misquotations(),
    st.randoms(use_true_random=False),
)
@settings(max_examples=25)
def test_the_order_of_the_passages_changes_nothing(
    record: list[Statement], case: tuple[str, Statement], dice: random.Random
) -> None:
    text, origin = case
    twice = "We shall fight on the beaches. "
    passages = [Passage(s, 0) for s in {s.id: s for s in (*record, origin)}.values()]
    passages += [Passage(Statement("refrain", "Ann Smith", twice), at) for at in (0, 5000)]
    shuffled = dice.sample(passages, len(passages))
    for quote in (f"{text} {twice}", twice):
        assert verdict_json(judge(quote, passages)) == verdict_json(judge(quote, shuffled))
        assert judge(quote, passages).trace == judge(quote, shuffled).trace


def test_the_nearest_source_is_the_evidence_where_several_have_the_words() -> None:
    sources = [
        Source("Paper", date="2020-01-01", provenance=Provenance.SECOND_HAND),
        Source("Office", date="2020-01-03", provenance=Provenance.TRANSCRIPT),
        Source("Wire", date="2020-01-02", provenance=Provenance.WIRE),
    ]
    record = [Passage(Statement(str(n), "Ann Smith", BEACHES, s), 0) for n, s in enumerate(sources)]
    verdict = judge("we shall never surrender", record)
    assert verdict.closest
    assert verdict.closest.statement.source.publisher == "Office"
    assert Flag.SECOND_HAND not in verdict.flags


@pytest.mark.parametrize(
    ("date", "since", "until", "expected"),
    [
        pytest.param("2025-09-05", "2025-09-01", "2025-09-30", True, id="between"),
        pytest.param("2025-09-05", "2025-09", "2025", True, id="bounds cut short"),
        pytest.param("2025", "2025-06", None, True, id="a year may hold it"),
        pytest.param("2024", "2025", None, False, id="before"),
        pytest.param("2026-01-01", None, "2025", False, id="after"),
        pytest.param(None, "2025", "2025", True, id="unknown"),
    ],
)
def test_a_date_is_compared_as_far_as_it_is_known(
    date: str | None, since: str | None, until: str | None, expected: bool
) -> None:
    assert within(date, since, until) is expected


# --- hostile text ----------------------------------------------------------------------------------------------


@given(st.text(st.characters(), max_size=400), st.one_of(st.none(), st.text(st.characters(), max_size=40)))
@settings(max_examples=60)
def test_any_text_is_answered(text: str, speaker: str | None) -> None:
    assert judge(text, [BEACHES, LONG], speaker).rating in Rating


@given(st.text(st.characters(), min_size=1, max_size=300))
def test_any_statement_can_be_laid_under_a_quote(text: str) -> None:
    assert judge(BEACHES, [text]).rating in Rating


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x" * 100_000, id="one word of 100 kB"),
        pytest.param("word" * 10_000, id="10,000 words without a blank"),
        pytest.param("你" * 10_000, id="10,000 characters of Chinese"),
        pytest.param("not " * 10_000, id="nothing but not"),
        pytest.param("... " * 10_000, id="nothing but ellipses"),
        pytest.param("[" * 50_000, id="brackets that open"),
        pytest.param("[a] " * 10_000, id="nothing but brackets"),
        pytest.param("\ud800" * 10_000, id="surrogates"),
        pytest.param("\u202e\u0000\u200b" * 10_000, id="controls"),
        pytest.param("e" + "\u0301" * 50_000, id="accents on accents"),
        pytest.param("'" * 50_000, id="apostrophes"),
        pytest.param("1," * 30_000, id="digits and commas"),
        pytest.param("one hundred and " * 5_000, id="a number without end"),
        pytest.param("U.S." * 10_000, id="dots"),
        pytest.param("if they say that " * 3_000, id="conditions"),
    ],
)  # fmt: skip
def test_hostile_text_is_answered_soon(text: str) -> None:
    with budget(3):
        assert judge(text[:LONGEST_QUOTE], [BEACHES, LONG, text[:2_000]]).rating in Rating
        assert judge(BEACHES, [text[:20_000]]).rating in Rating
