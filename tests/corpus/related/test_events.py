"""Which announced events concern a quote: by words that stand in both, and by nothing else."""

import pytest

from corpus.models import Coverage, Event, Quote, Source, Statement
from corpus.related.events import MOST, Common, find_upcoming
from corpus.verdict import Evidence, Rating, Verdict

RECORD = Coverage(1, 1, None, None, None, None)


def event(title: str, description: str = "", place: str = "", day: int = 1, calendar: str = "a") -> Event:
    start = f"2026-12-{day:02}"
    return Event(
        f"{title} {day}",
        title,
        start,
        f"{start}T23:00+00:00",
        place=place,
        description=description,
        calendar=calendar,
    )


def said(text: str, speaker: str, role: str | None = None, context: str | None = None) -> Evidence:
    statement = Statement("s", speaker, text, Source(), role=role, context=context)
    return Evidence(statement, 0, text, 0, len(text), "", "", 1.0)


def verdict(quote: str, speaker: str | None = None, closest: Evidence | None = None) -> Verdict:
    return Verdict(Quote(quote, speaker), Rating.PARAPHRASED, RECORD, closest=closest)


def common(quote: Verdict, *events: Event) -> list[tuple[str, Common, tuple[str, ...]]]:
    return [(one.event.title, one.common, one.words) for one in find_upcoming(quote, (), events).concerns]


TROOPS = "Western troops in Ukraine would be lawful targets"
CLOSEST = said(
    "we assume that these will be legitimate targets", "Vladimir Putin", "President of Russia",
    "Eastern Economic Forum plenary session, Vladivostok",
)  # fmt: skip


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("NATO-Ukraine Council", (Common.QUOTE, ("Ukraine",)), id="a place of the quote"),
        pytest.param("Lawful targets of troops", (Common.QUOTE, ("Lawful", "targets", "troops")), id="words of the quote"),
        pytest.param("Which targets are legitimate?", (Common.WORDING, ("targets", "legitimate")), id="words of the wording"),
        pytest.param("EU sanctions against Russian banks", (Common.ROLE, ("Russian",)), id="a place of the role"),
        pytest.param("Eastern Economic Forum 2026", (Common.OCCASION, ("Eastern", "Economic", "Forum")), id="the occasion"),
        pytest.param("Press conference of President Putin", (Common.NAME, ("President Putin",)), id="the name"),
        pytest.param("Vladimir Putin’s annual address", (Common.NAME, ("Vladimir Putin",)), id="the whole name"),
    ],
)  # fmt: skip
def test_an_event_is_listed_for_what_it_has_in_common(
    title: str, expected: tuple[Common, tuple[str, ...]]
) -> None:
    assert common(verdict(TROOPS, "Putin", CLOSEST), event(title)) == [(title, *expected)]


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Consumer Price Index", id="nothing"),
        pytest.param("Targets for fish", id="one word"),
        pytest.param("Plenary session", id="words for events"),
        pytest.param("Western Balkans", id="a part of the world"),
        pytest.param("Meeting of presidents", id="an office without its country"),
        pytest.param("Lecture by Svetlana Putin", id="somebody else of that surname"),
    ],
)
def test_an_event_with_less_is_not_listed(title: str) -> None:
    assert common(verdict(TROOPS, "Putin", CLOSEST), event(title)) == []


@pytest.mark.parametrize(
    ("speaker", "title", "named"),
    [
        pytest.param("Theresa May", "Plenary, 8 May", False, id="a month"),
        pytest.param("Theresa May", "Address by Theresa May", True, id="a whole name"),
        pytest.param("George W. Bush", "Jeb Bush speaks", False, id="another Bush"),
        pytest.param("Mark Rutte", "Visit Rutte to Oslo", True, id="behind a word for events"),
        pytest.param("Владимир Путин", "Meeting with Vladimir Putin", True, id="in another script"),
        pytest.param("Institute for the Study of War", "Institute for the Study of War: report", True, id="a body"),
        pytest.param("the Russian president", "The president of France", False, id="an office"),
    ],
)  # fmt: skip
def test_a_name_is_the_speakers_own(speaker: str, title: str, named: bool) -> None:
    found = common(verdict("Nothing of this", speaker), event(title))
    assert [one for _, one, _ in found] == ([Common.NAME] if named else [])


def test_names_in_a_description_count_and_other_words_there_do_not() -> None:
    concern = find_upcoming(verdict(TROOPS), (), [event("Hearing", "On aid for Ukraine.")]).concerns[0]
    assert (concern.words, concern.described) == (("Ukraine",), True)
    assert common(verdict(TROOPS), event("Hearing", "Targets that are lawful for troops.")) == []


def test_a_word_that_many_titles_of_a_calendar_have_tells_nothing() -> None:
    own = [event(f"Ukraine: item {n}", day=n, calendar="ukraine") for n in range(1, 13)]
    other = event("Aid for Ukraine", day=20, calendar="council")
    assert common(verdict(TROOPS), *own, other) == [("Aid for Ukraine", Common.QUOTE, ("Ukraine",))]


def test_a_series_is_listed_once_by_its_next_day() -> None:
    series = [
        Event("u", "Talks on Ukraine", f"2026-12-{day:02}", f"2026-12-{day:02}T23:00+00:00", calendar="a")
        for day in (3, 10, 17)
    ]
    [one] = find_upcoming(verdict(TROOPS), (), series).concerns
    assert one.event.start == "2026-12-03"


def test_the_speakers_name_goes_before_and_all_stand_by_their_dates() -> None:
    many = [event(f"Ukraine {n}", day=n, calendar=str(n)) for n in range(1, 10)]
    found = find_upcoming(verdict(TROOPS, "Putin", CLOSEST), (), [*many, event("Talk by Putin", day=28)])
    assert len(found.concerns) == MOST
    assert found.concerns[-1].common is Common.NAME
    assert [one.event.start for one in found.concerns] == sorted(one.event.start for one in found.concerns)
    assert (found.more, found.looked_at) == (4, 10)


def test_the_role_of_another_statement_serves_where_nothing_is_documented() -> None:
    own = (said("Something else.", "Vladimir Putin", "President of Russia"),)
    found = find_upcoming(verdict("Nothing of this", "Putin"), own, [event("Russia day")]).concerns
    assert [one.common for one in found] == [Common.ROLE]


def test_a_quote_in_capitals_has_no_names_by_its_letters_alone() -> None:
    assert common(verdict("TROOPS THERE ARE OUR TARGETS AND THAT IS ALL"), event("ALL HANDS, OUR PLAN")) == []
