"""Wordings of one utterance, brought together; wordings of two are kept apart."""

from dataclasses import replace

import pytest

from bot.load import starter
from corpus.judging.judge import decide
from corpus.judging.renderings import group
from corpus.models import Coverage, Passage, Provenance, Quote, Source, Statement
from corpus.verdict import Flag, Rating, Verdict

SEARCHED = Coverage(10, 3, None, "2020", "2026", None)
WORDS = "We shall build many great ships for the northern ports."


def said(
    id_: str,
    text: str = WORDS,
    *,
    speaker: str = "Ann Smith",
    date: str | None = "2020-05-01",
    **facts: object,
) -> Statement:
    provenance = facts.pop("provenance", None)
    return Statement(id_, speaker, text, Source(date=date, provenance=provenance), **facts)  # type: ignore[arg-type]


def renderings(
    *others: Statement,
    quote: str = WORDS,
    siblings: tuple[Statement, ...] = (),
    first: Statement | None = None,
) -> list[str]:
    one = first or said("first")
    verdict = decide(Quote(quote), [Passage(one, 0)], SEARCHED)
    return [
        r.statement.id for r in group(verdict, siblings, [Passage(s, 0) for s in (one, *others)]).renderings
    ]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        pytest.param(said("2", "We will build many big ships for the northern ports."), True, id="other words, same day"),
        pytest.param(said("2", date="2020-05-03"), True, id="two days later"),
        pytest.param(said("2", date="2020-05-04"), False, id="three days later"),
        pytest.param(said("2", date="2020-05"), False, id="a date cut to the month"),
        pytest.param(said("2", date=None), False, id="no date"),
        pytest.param(said("2", speaker="Bob Jones"), False, id="another speaker"),
        pytest.param(said("2", utterance="u2"), False, id="another utterance"),
        pytest.param(said("2", "Taxes must fall soon for every family."), False, id="another subject"),
        pytest.param(said("2", "We shall not build many great ships for the northern ports."), False, id="the opposite"),
        pytest.param(said("2", "We shall build nine great ships for the northern ports."), False, id="another number"),
        pytest.param(said("2", "We shall build many great ships for the ports of Norway."), False, id="another place"),
    ],
)  # fmt: skip
def test_two_statements_are_wordings_of_one_utterance(other: Statement, expected: bool) -> None:
    assert renderings(other) == (["2"] if expected else [])


def test_an_explicit_utterance_brings_all_its_statements() -> None:
    first = said("first", utterance="u")
    near = (
        said("ru", "Мы построим много кораблей.", utterance="u", language="ru"),
        said("de", "Wir bauen Schiffe.", utterance="u"),
    )
    assert set(renderings(first=first, siblings=near)) == {"ru", "de"}


def test_the_original_comes_first_then_the_nearest_source_then_the_earliest() -> None:
    near = (
        said("late", translated=True, provenance=Provenance.WIRE, date="2020-05-02"),
        said("early", translated=True, provenance=Provenance.WIRE),
        said("paper", translated=True, provenance=Provenance.SECOND_HAND),
        said("office", translated=True, provenance=Provenance.OFFICIAL),
        said("original", language="ru"),
    )
    shown = renderings(siblings=near, first=said("first", utterance="u"))
    assert shown == ["original", "office", "early", "late", "paper"]


def test_no_statement_is_shown_twice() -> None:
    first, other = said("first", utterance="u"), said("2", utterance="u")
    assert renderings(other, other, first=first, siblings=(other,)) == ["2"]


def test_nothing_is_grouped_where_nothing_was_found() -> None:
    verdict = decide(Quote("The moon is made of cheese"), [Passage(said("1"), 0)], SEARCHED)
    assert group(verdict, [said("2")], [Passage(said("3"), 0)]) == verdict


def test_a_rendering_is_cut_from_its_own_text_by_offset() -> None:
    long_ = said("2", f"Good morning. {WORDS} Good night.")
    verdict: Verdict = decide(Quote(WORDS), [Passage(said("first"), 0)], SEARCHED)
    (one,) = group(verdict, [], [Passage(replace(long_, text=long_.text), 100)]).renderings
    assert long_.text[one.start - 100 : one.end - 100] == one.wording == WORDS.rstrip(".")


def test_the_starter_record_groups_what_one_utterance_is_said_to_be() -> None:
    by_id = {s.id: s for s in starter()}
    first = by_id["S071-macron-20240226-politico"]
    near = tuple(s for s in starter() if s.utterance == first.utterance)
    shown = renderings(
        quote="There is no consensus today to send ground troops officially", first=first, siblings=near
    )
    assert set(shown) == {s.id for s in near} - {first.id}


LONG = "We shall build nine great ships for the northern ports before the winter comes."


def at(
    publisher: str, text: str = LONG, speaker: str = "Ann Smith", date: str = "2020-05-01", **facts: object
) -> Statement:
    return Statement(publisher, speaker, text, Source(publisher, "Report", date=date), **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("other", "disputed"),
    [
        pytest.param(at("Post", LONG.replace("nine", "ninety")), True, id="another number"),
        pytest.param(at("Post", LONG.replace("shall", "shall not")), True, id="a denial"),
        pytest.param(at("Post", speaker="Bob Jones"), True, id="another speaker"),
        pytest.param(at("Post", LONG.replace("great", "big")), False, id="a synonym"),
        pytest.param(at("Post"), False, id="the same"),
        pytest.param(at("Times", LONG.replace("nine", "ninety")), False, id="on the same page"),
        pytest.param(at("Post", LONG.replace("nine", "ninety"), date="2020-06-01"), False, id="a month later"),
        pytest.param(at("Post", LONG.replace("nine", "ninety"), translated=True), False, id="a translation"),
        pytest.param(at("Post", speaker="Q"), False, id="a voice without a name"),
        pytest.param(at("Post", "Taxes must fall soon for every family.", "Bob Jones"), False, id="something else"),
    ],
)  # fmt: skip
def test_sources_that_disagree_are_told_and_shown(other: Statement, disputed: bool) -> None:
    first = replace(at("Times"), id="first")
    verdict = group(decide(Quote(LONG), [Passage(first, 0)], SEARCHED), [], [Passage(other, 0)])
    assert (Flag.DISPUTED in verdict.flags) is disputed
    if disputed:
        assert other.id in [one.statement.id for one in verdict.renderings]
    assert verdict.rating is Rating.VERBATIM


def test_what_the_source_withdrew_is_found_and_says_so_and_what_stands_comes_first() -> None:
    gone = replace(at("Post"), withdrawn="2020-05-02")
    assert Flag.WITHDRAWN in decide(Quote(LONG), [Passage(gone, 0)], SEARCHED).flags
    stands = decide(Quote(LONG), [Passage(gone, 0), Passage(at("Times"), 0)], SEARCHED)
    assert stands.closest
    assert stands.closest.statement.id == "Times"
    assert Flag.WITHDRAWN not in stands.flags
