import dataclasses
from dataclasses import replace

import pytest

from corpus.language.identity import Identity, Match, Reason
from corpus.models import Person, Provenance, Quote, Source
from corpus.verdict import Candidate, Change, Flag, Kind, Rating
from handlers.replies.notes import find_condition, say_change, say_changes, say_flag, say_notes
from handlers.replies.reply import compose
from tests.support.verdicts import evidence, verdict


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(("quote", "wording"), [("will", "will not"), ("", "not"), ("not", ""), ("", "")])
def test_every_kind_of_difference_has_a_sentence(kind: Kind, quote: str, wording: str) -> None:
    said = say_change(Change(kind, quote, wording))
    assert said.endswith(".")
    assert "“”" not in said
    assert all(f"“{words}”" in said for words in (quote, wording) if words)


def test_no_two_kinds_of_difference_read_alike() -> None:
    assert len({say_change(Change(kind, "a", "b")) for kind in Kind}) == len(Kind)


def test_a_negation_says_who_says_what() -> None:
    said = say_change(Change(Kind.NEGATION, "will", "will not"))
    assert said == "Negation: the source says “will not”, the quote says “will”."


def test_what_changes_the_meaning_is_said_first_and_never_dropped_without_a_count() -> None:
    many = [Change(Kind.NUMBER, str(n), str(n + 1)) for n in range(11)]
    said = say_changes((Change(Kind.SYNONYM, "big", "large"), *many))
    assert [sentence[:6] for sentence in said[:8]] == ["Number"] * 8
    assert said[8:] == (
        "And 3 more differences that change the meaning.",
        "1 smaller difference besides, which leaves the meaning as it is.",
    )


def test_small_differences_alone_are_each_said() -> None:
    said = say_changes((Change(Kind.SYNONYM, "big", "large"), Change(Kind.FUNCTION_WORD, "a", "the")))
    assert len(said) == 2


@pytest.mark.parametrize("flag", Flag)
def test_every_flag_has_a_sentence_with_and_without_evidence(flag: Flag) -> None:
    for shown in (verdict(Rating.VERBATIM), dataclasses.replace(verdict(Rating.VERBATIM), closest=None)):
        said = say_flag(flag, shown)
        assert said[0].isupper()
        assert said.endswith(".")
        assert "None" not in said


def test_no_two_flags_read_alike() -> None:
    assert len({say_flag(flag, verdict(Rating.VERBATIM)) for flag in Flag}) == len(Flag)


@pytest.mark.parametrize(
    ("before", "wording", "after", "clause"),
    [
        pytest.param(
            "Therefore, ",
            "if any troops appear there, they will be targets",
            "",
            "if any troops appear there",
            id="inside",
        ),
        pytest.param(
            "If any troops appear, ", "they will be targets", "", "If any troops appear", id="before"
        ),
        pytest.param("", "They will be targets", ", unless they leave.", "unless they leave", id="after"),
        pytest.param(
            "If not now, when? We say: ",
            "they are targets",
            ", if they come.",
            "if they come",
            id="own sentence first",
        ),
        pytest.param(
            "Если там будут войска, ", "это законные цели", "", "Если там будут войска", id="Russian"
        ),
        pytest.param("No doubt: ", "they will be targets", ".", "", id="not at hand"),
    ],
)
def test_a_condition_is_shown_in_the_sources_words(
    before: str, wording: str, after: str, clause: str
) -> None:
    found = evidence(wording, before=before, after=after)
    assert find_condition(found) == clause
    said = say_flag(Flag.CONDITIONAL, dataclasses.replace(verdict(Rating.VERBATIM), closest=found))
    assert said == (
        f"In the source these words hang on a condition: “{clause}”."
        if clause
        else "In the source these words hang on a condition."
    )


@pytest.mark.parametrize(
    ("after", "clause"),
    [
        pytest.param(", but only in winter. We shall see.", "but only in winter.", id="rest of the sentence"),
        pytest.param(". But not yet. We shall see.", "But not yet.", id="next sentence"),
        pytest.param("，但是要等到明年。我们会看到。", "但是要等到明年。", id="Chinese"),
        pytest.param("", "", id="not at hand"),
    ],
)
def test_what_limits_the_words_is_shown_in_the_sources_words(after: str, clause: str) -> None:
    found = dataclasses.replace(verdict(Rating.VERBATIM), closest=evidence("the tax will fall", after=after))
    said = say_flag(Flag.QUALIFIED, found)
    assert said == (
        f"The source limits these words: it goes on “{clause}”."
        if clause
        else "The source limits these words."
    )


def test_a_translation_says_whether_the_original_is_there() -> None:
    alone = verdict(Rating.VERBATIM)
    assert "does not hold the original" in say_flag(Flag.TRANSLATION, alone)
    original = evidence("законные цели", language="ru")
    said = say_flag(Flag.TRANSLATION, dataclasses.replace(alone, renderings=(original,)))
    assert said == "This is a translation; the original, in Russian, is among the other wordings."


@pytest.mark.parametrize(
    ("flag", "quote", "wording", "says"),
    [
        pytest.param(
            Flag.NARROWER,
            "Western troops would be targets",
            "any troops will be targets",
            "The quote is narrower than the source: it says “Western troops”, the source “any troops”.",
            id="narrower",
        ),
        pytest.param(
            Flag.BROADER,
            "all troops would be targets",
            "Western troops will be targets",
            "The quote is broader than the source: it says “all troops”, the source “Western troops”.",
            id="broader",
        ),
        pytest.param(Flag.BROADER, "a", "b", "The quote is broader than the source.", id="not at hand"),
        pytest.param(
            Flag.NARROWER,
            "of troops",
            "any troops",
            "The quote is narrower than the source.",
            id="small word",
        ),
    ],
)
def test_the_scope_is_shown_in_the_words_of_both(flag: Flag, quote: str, wording: str, says: str) -> None:
    shown = dataclasses.replace(verdict(Rating.PARAPHRASED), quote=Quote(quote), closest=evidence(wording))
    assert say_flag(flag, shown) == says


@pytest.mark.parametrize(
    ("since", "until", "asked"),
    [
        pytest.param("2024", "2024", "you asked about 2024", id="a year"),
        pytest.param("2024-03", "2024-05", "you asked about March 2024 to May 2024", id="two months"),
        pytest.param("2026", None, "you asked about 2026 or later", id="open end"),
    ],
)
def test_a_date_that_does_not_fit_is_said_with_both_dates(since: str, until: str | None, asked: str) -> None:
    shown = dataclasses.replace(verdict(Rating.VERBATIM), quote=Quote("x", "Y", since, until))
    said = say_flag(Flag.DATE_MISMATCH, shown)
    assert said == f"The date does not fit: the record has this on 5 September 2025; {asked}."


def test_news_reports_are_not_called_the_only_source_beside_a_transcript() -> None:
    transcript = evidence("words", source=Source(provenance=Provenance.TRANSCRIPT))
    shown = dataclasses.replace(verdict(Rating.VERBATIM), renderings=(transcript,))
    assert "Only news reports" not in say_flag(Flag.SECOND_HAND, shown)
    assert "Only news reports" in say_flag(Flag.SECOND_HAND, verdict(Rating.VERBATIM))


def test_who_else_is_said_to_have_said_it_is_named_with_the_source() -> None:
    found = verdict(Rating.VERBATIM)
    assert found.closest
    other = replace(
        found.closest, statement=replace(found.closest.statement, id="2", speaker="Sergey Lavrov")
    )
    disputed = replace(found, flags=(Flag.DISPUTED,), renderings=(other,))
    (note,) = say_notes(disputed)
    assert note.startswith("Sources disagree about who said this: another source")
    assert note.endswith("has these words from Sergey Lavrov.")
    (shown,) = compose(disputed).others
    assert shown.heading == "From another speaker, Sergey Lavrov"


def test_when_a_wording_was_withdrawn_is_said() -> None:
    found = verdict(Rating.VERBATIM)
    assert found.closest
    gone = replace(found.closest, statement=replace(found.closest.statement, withdrawn="2025-09-06"))
    (note,) = say_notes(replace(found, flags=(Flag.WITHDRAWN,), closest=gone))
    assert note == "The source has since corrected or removed this wording, as was seen on 6 September 2025."


def _with_candidates(claimed: str | None, *speakers: str) -> tuple[str, ...]:
    found = tuple(Candidate(str(n), speaker, 1.0, "words") for n, speaker in enumerate(speakers))
    return say_notes(dataclasses.replace(verdict(Rating.VERBATIM, claimed), candidates=found))


def test_a_surname_of_several_people_is_answered_with_all_of_them_and_a_question() -> None:
    said = _with_candidates("Bush", "George W. Bush", "Jeb Bush", "Bill Clinton", "President George W. Bush")
    assert said == (
        (
            "“Bush” can be more than one person here: George W. Bush and Jeb Bush. "
            "Ask with the full name to search for one of them."
        ),
    )


@pytest.mark.parametrize(
    "claimed",
    [
        pytest.param("Jeb Bush", id="full name"),
        pytest.param("Clinton", id="one person"),
        pytest.param(None, id="nobody"),
    ],
)
def test_a_name_that_fits_one_person_asks_nothing(claimed: str | None) -> None:
    assert _with_candidates(claimed, "George W. Bush", "Jeb Bush", "Bill Clinton") == ()


@pytest.mark.parametrize("reason", [r for r in Reason if r not in (Reason.NAME, Reason.ALIAS, Reason.OFFICE)])
def test_who_may_be_meant_is_asked_about_and_never_denied(reason: Reason) -> None:
    shown = dataclasses.replace(
        verdict(Rating.VERBATIM),
        quote=Quote("We shall fight", "Churchil"),
        flags=(Flag.NAME_UNCLEAR,),
        identity=Identity(Match.UNCLEAR, reason),
    )
    assert shown.closest
    asked = say_flag(Flag.NAME_UNCLEAR, shown)
    assert f"You named “Churchil”. Did you mean {shown.closest.statement.speaker}" in asked
    reply = compose(shown)
    assert "check who said it" in reply.headline
    assert "not from" not in reply.summary


def test_a_surname_that_fits_several_people_of_the_record_is_said_whoever_was_found() -> None:
    shown = verdict(Rating.VERBATIM)
    people = (Person("Randolph Churchill", 2), Person("Winston Churchill", 9), Person("Ann Smith", 1))
    shown = dataclasses.replace(
        shown,
        quote=Quote("We shall fight", "Churchill"),
        coverage=dataclasses.replace(shown.coverage, people=people),
    )
    first = say_notes(shown)[0]
    assert "Randolph Churchill" in first
    assert "Winston Churchill" in first
    assert "Ann Smith" not in first
