"""From quote to verdict on a real record: the right place in long speeches, and never an absence that was not looked for."""

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from bot.load import starter
from corpus.collecting.coverage import CoverageReader
from corpus.collecting.crawl_state import CrawlState, SourceState
from corpus.errors import QuoteError
from corpus.export import verdict_json
from corpus.language.sentences import sentences
from corpus.models import Quote, Restriction, Source, Statement
from corpus.verdict import Flag, Rating, Verdict
from corpus.verify import LONGEST_QUOTE, Verifier
from tests.support.budget import budget
from tests.support.record import Record

Fill = Callable[[Sequence[Statement]], Awaitable[object]]


@pytest.fixture
def verifier(redis: Redis) -> Verifier:
    return Verifier(Record(redis), CoverageReader(redis))


@pytest.fixture
def fill(redis: Redis) -> Fill:
    return lambda statements: Record(redis, limit=20).add(list(statements))


def speech(name: str, topics: Sequence[str], id_: str = "speech") -> Statement:
    """A long speech of which every sentence can be told apart."""
    lines = [
        f"On the matter of {topic}, we have decided to act in {n} days and in no other way."
        for n, topic in enumerate(topics, 3)
    ]
    return Statement(id_, name, "My friends! " + " ".join(lines), Source(date="2020-01-01"))


TOPICS = [f"{a} {b}" for a in "grain steel coal water bread paper copper timber salt cotton".split() for b in "taxes ports roads prices exports licences".split()]  # fmt: skip


async def test_a_wording_is_cut_from_a_long_speech_by_its_offsets(verifier: Verifier, fill: Fill) -> None:
    one = speech("Ann Smith", TOPICS)
    await fill([one, speech("Bob Jones", TOPICS[::-1], "other")])
    for low, high in sentences(one.text)[1::9]:
        verdict = await verifier.verify(Quote(one.text[low:high].strip(), "Ann Smith"))
        assert verdict.rating is Rating.VERBATIM
        assert verdict.closest
        assert verdict.closest.start == low
        assert one.text[verdict.closest.start : verdict.closest.end] == verdict.closest.wording
        around = verdict.closest.before + verdict.closest.wording + verdict.closest.after
        assert around in one.text


async def test_a_quote_over_several_sentences_is_found_in_one_piece(verifier: Verifier, fill: Fill) -> None:
    one = speech("Ann Smith", TOPICS)
    await fill([one])
    spans = sentences(one.text)
    for first in (2, 20, 40):
        low, high = spans[first][0], spans[first + 6][1]
        verdict = await verifier.verify(Quote(one.text[low:high].strip()))
        assert verdict.rating is Rating.VERBATIM
        assert verdict.closest
        assert (verdict.closest.start, verdict.closest.wording) == (low, one.text[low:high].strip(" ."))


async def test_parts_of_two_speeches_are_each_found_in_their_place(verifier: Verifier, fill: Fill) -> None:
    one, other = speech("Ann Smith", TOPICS[:30], "1"), speech("Ann Smith", TOPICS[30:], "2")
    await fill([one, other])
    quote = "On the matter of grain ports, we have decided to act and on the matter of cotton roads, we have decided to act"
    verdict = await verifier.verify(Quote(quote, "Smith"))
    assert verdict.rating is Rating.SPLICED
    assert [part.statement.id for part in verdict.parts] == ["1", "2"]
    for part, text in zip(verdict.parts, (one.text, other.text), strict=True):
        assert text[part.start : part.end] == part.wording


async def test_the_same_record_and_quote_give_the_same_json(verifier: Verifier, fill: Fill) -> None:
    await fill(starter())
    quotes = [
        Quote(s.text[: 20 + n % 60], s.speaker if n % 2 else None) for n, s in enumerate(starter()[::7])
    ]
    first = [await verifier.verify(quote) for quote in quotes]
    again = [await verifier.verify(quote) for quote in reversed(quotes)][::-1]
    assert [timeless(one) for one in first] == [timeless(one) for one in again]


def timeless(verdict: Verdict) -> str:
    return json.dumps({k: v for k, v in verdict_json(verdict).items() if k != "milliseconds"})


# --- words too common to be searched through ----------------------------------------------------------------------


def crowd(count: int, speaker: str = "Bob Jones") -> list[Statement]:
    return [
        Statement(f"crowd-{n}", speaker, f"They asked for bread in village number {n}.") for n in range(count)
    ]


async def test_a_phrase_of_one_common_word_is_found_among_hundreds(verifier: Verifier, fill: Fill) -> None:
    await fill(
        [*crowd(150), Statement("own", "Ann Smith", "Give us bread, and we will have it."), *crowd(300)[150:]]
    )
    verdict = await verifier.verify(Quote("us bread and we will have it", "Ann Smith"))
    assert verdict.rating is Rating.VERBATIM


async def test_what_could_not_all_be_looked_at_is_not_called_absent(
    redis: Redis, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.search.searcher.EQUALS", 50)
    own = Statement("own", "Ann Smith", "We asked for bread in village number 7.")
    await fill([*crowd(150), own, *crowd(300)[150:]])
    verifier = Verifier(Record(redis, limit=20), CoverageReader(redis))
    verdict = await verifier.verify(Quote("asked for bread in village number", "Ann Smith"))
    assert verdict.rating in (Rating.VERBATIM, Rating.TOO_SHORT)
    for speaker in ("Bob Jones", "Charles Miller", None):
        verdict = await verifier.verify(Quote("bread in village number", speaker))
        assert verdict.rating not in (Rating.NOT_DOCUMENTED, Rating.MISATTRIBUTED)


async def test_twenty_outlets_of_anothers_words_do_not_crowd_out_ones_own(
    verifier: Verifier, fill: Fill
) -> None:
    words = "We shall build a bridge over the wide river."
    others = [Statement(f"o{n}", "Bob Jones", words, Source(f"Paper {n}")) for n in range(40)]
    await fill([*others, Statement("own", "Ann Smith", f"I told them: {words}")])
    verdict = await verifier.verify(Quote(words, "Smith"))
    assert verdict.rating is Rating.VERBATIM
    assert verdict.closest
    assert verdict.closest.statement.id == "own"


async def test_an_interviewer_who_quotes_is_not_named_as_the_one_who_said_it(
    verifier: Verifier, fill: Fill
) -> None:
    await fill([
        Statement("1", "Bob Jones", "In Iowa you said, quote, I know more about bridges than the builders do."),
        Statement("2", "Ann Smith", "Let us talk about something else."),
    ])  # fmt: skip
    verdict = await verifier.verify(Quote("I know more about bridges than the builders do", "Ann Smith"))
    assert verdict.rating is Rating.NOT_DOCUMENTED
    assert [one.statement.speaker for one in verdict.related] == ["Bob Jones"]


async def test_shouts_from_the_audience_are_not_the_speakers_claim(verifier: Verifier, fill: Fill) -> None:
    text = "They lied to us about the bridge.\n\nAUDIENCE: Burn the bridge! Burn the bridge!\n\nWe will see."
    await fill([Statement("1", "Ann Smith", text)])
    verdict = await verifier.verify(Quote("Burn the bridge", "Ann Smith"))
    assert Flag.QUOTING_OTHERS in verdict.flags


# --- what is no quote ----------------------------------------------------------------------------------------------


async def test_a_paste_too_long_to_be_a_quote_is_refused_at_once(verifier: Verifier, fill: Fill) -> None:
    await fill(starter())
    with budget(1):
        for text in ("x" * 100_000, "word " * 20_000, "слово" * 20_000):
            with pytest.raises(QuoteError, match="characters"):
                await verifier.verify(Quote(text))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\ud800\udfff\ud800", id="surrogates"),
        pytest.param("\x00\x01\u202e\u2066 peace", id="controls"),
        pytest.param("x" * LONGEST_QUOTE, id="one long word"),
        pytest.param("peace" * 2_000, id="words without a blank"),
        pytest.param("和平" * 5_000, id="Chinese without a mark"),
        pytest.param("\n\r\t " * 100, id="blanks"),
        pytest.param("… … … [ ] [ [", id="marks"),
    ],
)
async def test_hostile_text_is_answered_within_seconds(verifier: Verifier, fill: Fill, text: str) -> None:
    await fill(starter())
    with budget(2):
        verdict = await verifier.verify(Quote(text, text[:50]))
        assert verdict.rating in Rating
    json.dumps(verdict_json(verdict))


@given(st.text(st.characters(), max_size=120))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_text_gets_a_verdict(verifier: Verifier, text: str) -> None:
    assert (await verifier.verify(Quote(text))).rating is Rating.NO_COVERAGE


async def test_the_same_record_and_quote_give_the_same_bytes(redis: Redis) -> None:
    record, coverage_reader = Record(redis), CoverageReader(redis)
    await record.add(starter())
    for quote in (
        Quote("Western troops in Ukraine would be lawful targets", "Putin"),
        Quote("We shall fight on the beaches and never surrender"),
        Quote("No such words were ever put on any record of ours", "Churchill"),
    ):
        answers = {
            json.dumps({**verdict_json(replace(verdict, milliseconds=0.0)), "trace": verdict.trace})
            for verdict in [await Verifier(record, coverage_reader).verify(quote) for _ in range(3)]
        }
        assert len(answers) == 1


# --- in a part of the record ---------------------------------------------------------------------------------

FROST = "The northern harbour will stay open through the long frost"


def printed(id_: str, publisher: str, text: str = FROST, language: str | None = "en") -> Statement:
    return Statement(
        id_, "Ann Smith", f"{text} of {id_}.", Source(publisher, date="2020-01-01"), language=language
    )


def within(*sources: str, languages: tuple[str, ...] = ()) -> Quote:
    return Quote(FROST, "Ann Smith", only=Restriction(sources, languages))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param(within("Herald"), ["1"], id="a source"),
        pytest.param(within("Times", "Herald"), ["1", "2"], id="two sources"),
        pytest.param(within(languages=("de",)), ["3", "4"], id="a language, or none given"),
        pytest.param(within("Times", languages=("en",)), ["2"], id="both"),
        pytest.param(within("Post"), [], id="a source without it"),
        pytest.param(within("Nobody"), [], id="a source that is not there"),
    ],
)
async def test_a_restricted_quote_is_found_where_it_may_be_and_nowhere_else(
    verifier: Verifier, fill: Fill, asked: Quote, found: list[str]
) -> None:
    await fill(
        [
            printed("1", "Herald"),
            printed("2", "Times"),
            printed("3", "Blatt", language="de-AT"),
            printed("4", "Old", language=None),
            printed("5", "Post", "Something else altogether was said about the price of bread"),
        ]
    )
    verdict = await verifier.verify(asked)
    shown = [one for one in (verdict.closest, *verdict.parts, *verdict.renderings) if one]
    assert sorted({one.statement.id for one in shown}) == found
    assert (verdict.rating is Rating.VERBATIM) == bool(found)
    if not found:
        empty = asked.only.sources == ("Nobody",)
        assert verdict.rating is (Rating.NO_COVERAGE if empty else Rating.NOT_DOCUMENTED)
        assert all(one.statement.source.publisher == "Post" for one in verdict.related)
        assert not verdict.candidates or {c.statement for c in verdict.candidates} == {"5"}


async def test_a_match_is_not_hidden_by_any_number_of_better_ones_outside_of_the_restriction(
    verifier: Verifier, fill: Fill
) -> None:
    await fill([printed(str(n), "Times") for n in range(1_500)])
    await fill([printed("own", "Herald", f"{FROST}, said the mayor at length, and nobody minded")])
    verdict = await verifier.verify(within("Herald"))
    assert verdict.rating is Rating.VERBATIM
    assert verdict.closest
    assert verdict.closest.statement.id == "own"


async def test_where_too_many_hold_the_words_to_look_through_them_no_absence_is_claimed(
    redis: Redis, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill([printed(str(n), "Times") for n in range(900)])
    await fill([printed("own", "Herald")])
    asked = within("Herald")
    verifier = Verifier(Record(redis), CoverageReader(redis))
    assert (await verifier.verify(asked)).rating is Rating.VERBATIM
    monkeypatch.setattr("corpus.search.searcher.LOOKED_THROUGH", 400)
    assert (await verifier.verify(asked)).rating is Rating.TOO_SHORT


async def test_a_source_that_is_out_of_date_and_alone_allowed_shows_no_absence(
    verifier: Verifier, fill: Fill, redis: Redis
) -> None:
    await fill(
        [printed("1", "Times"), printed("5", "Post", "Something else was said about the price of bread")]
    )
    await CrawlState(redis).note("post", SourceState("Post", 60, tried="2020-01-01T00:00:00+00:00"))
    assert (await verifier.verify(within("Post"))).rating is Rating.NO_COVERAGE
    assert (await verifier.verify(Quote("Nobody has ever said such purple things", "Ann Smith"))).rating is (
        Rating.NOT_DOCUMENTED
    )


async def test_any_number_of_pieces_between_ellipsis_marks_is_each_found_in_its_place(
    verifier: Verifier, fill: Fill
) -> None:
    one = speech("Ann Smith", TOPICS)
    await fill([one, speech("Bob Jones", TOPICS[::-1], "other")])
    lines = [one.text[low:high].strip(" .") for low, high in sentences(one.text)[2:]]
    for number in (2, 3, 5, 8, 12):
        pieces = lines[:: len(lines) // number][:number]
        verdict = await verifier.verify(Quote(" … ".join(pieces), "Ann Smith"))
        assert (verdict.rating, len(verdict.parts)) == (Rating.VERBATIM, number)
        assert [part.wording for part in verdict.parts] == pieces


async def test_a_piece_that_stands_nowhere_is_named_among_those_that_do(
    verifier: Verifier, fill: Fill
) -> None:
    one = speech("Ann Smith", TOPICS)
    await fill([one])
    lines = [one.text[low:high].strip(" .") for low, high in sentences(one.text)[2::9]]
    pieces = [lines[0], "my hamster shall be king of Norway", *lines[1:4]]
    verdict = await verifier.verify(Quote(" … ".join(pieces), "Ann Smith"))
    assert verdict.rating is Rating.ALTERED
    assert [change.quote for change in verdict.changes if change.kind.matters] == [pieces[1]]
    assert len(verdict.parts) == 4


async def test_words_that_somebody_only_quotes_are_a_finding_of_their_own(
    verifier: Verifier, fill: Fill
) -> None:
    words = "we will sell the harbour to the highest bidder"
    await fill([Statement("1", "Ann Smith", f"My critics say “{words}”, and that is a lie.")])
    verdict = await verifier.verify(Quote(words.capitalize(), "Bob Jones"))
    assert verdict.rating in (Rating.NOT_DOCUMENTED, Rating.NO_COVERAGE)
    assert Flag.QUOTED_ONLY in verdict.flags
    assert verdict.related[0].wording == words


async def test_an_absent_quote_of_which_a_part_stands_says_so(verifier: Verifier, fill: Fill) -> None:
    await fill([Statement("1", "Bob Jones", "We will repair the northern harbour wall before winter.")])
    quote = (
        "Nobody in this whole town has ever asked us for money, my dear friends and honoured guests from abroad, "
        "but the northern harbour wall before winter is a promise of mine which cost the ministry its peace of mind"
    )
    verdict = await verifier.verify(Quote(quote, "Bob Jones"))
    assert verdict.rating is Rating.NOT_DOCUMENTED
    assert Flag.PARTLY_DOCUMENTED in verdict.flags
    assert verdict.related[0].wording == "the northern harbour wall before winter"


CAKE = Statement(
    "cake", "Boris Johnson", "My policy on cake is pro having it and pro eating it.", role="Mayor of London"
)
CAUSE = Statement(
    "cause",
    "Lyndon B. Johnson",
    "Their cause must be our cause too, and we must overcome the crippling legacy of bigotry.",
    role="President of the United States",
)
CAT = Statement("cat", "邓小平", "黄猫、黑猫，只要捉住老鼠就是好猫。", language="zh")
REPORT = Statement("report", "Mark Twain", "The report of my death was an exaggeration, as you can see.")


@pytest.mark.parametrize(
    ("statement", "claimed", "expected"),
    [
        (CAKE, "Boris", (Rating.VERBATIM, True)),
        (CAKE, "Boris Jonson", (Rating.VERBATIM, True)),
        (CAKE, "Mr Johnson", (Rating.VERBATIM, False)),
        (CAKE, "Mayor Johnson", (Rating.VERBATIM, False)),
        (CAKE, "President Johnson", (Rating.MISATTRIBUTED, False)),
        (CAKE, "Mrs. Johnson", (Rating.MISATTRIBUTED, False)),
        (CAKE, "the Mayor of London", (Rating.VERBATIM, False)),
        (CAKE, "the Pope", (Rating.MISATTRIBUTED, False)),
        (CAUSE, "POTUS", (Rating.VERBATIM, False)),
        (CAUSE, "Prime Minister Johnson", (Rating.MISATTRIBUTED, False)),
        (CAUSE, "le président Johnson", (Rating.VERBATIM, False)),
        (CAT, "Deng Xiaoping", (Rating.VERBATIM, False)),
        (CAT, "鄧小平", (Rating.VERBATIM, False)),
        (CAT, "Mao Zedong", (Rating.MISATTRIBUTED, False)),
        (REPORT, "Samuel Clemens", (Rating.VERBATIM, False)),
        (REPORT, "Oscar Wilde", (Rating.MISATTRIBUTED, False)),
    ],
)
async def test_who_is_meant_decides_and_what_is_unclear_is_said(
    verifier: Verifier, fill: Fill, statement: Statement, claimed: str, expected: tuple[Rating, bool]
) -> None:
    rating, unclear = expected
    await fill([CAKE, CAUSE, CAT, REPORT])
    verdict = await verifier.verify(Quote(statement.text.rstrip("。."), claimed))
    assert (verdict.rating, Flag.NAME_UNCLEAR in verdict.flags) == expected
    assert verdict.identity
    identity = verdict_json(verdict)["identity"]
    assert identity["match"] == (
        "different" if rating is Rating.MISATTRIBUTED else "unclear" if unclear else "same"
    )
    if rating is Rating.VERBATIM:
        assert verdict.coverage.by_speaker
