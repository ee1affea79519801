import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings

from corpus.errors import (
    AuthenticationError,
    DeliveryError,
    FactCheckError,
    FetchError,
    IndexUnavailableError,
    QuoteError,
)
from corpus.models import Appearance, Coverage, Provenance, Quote, Restriction, Source
from corpus.verdict import Change, Edit, Flag, Kind, Rating, Segment, Verdict
from handlers.replies.reply import (
    Mark,
    Reply,
    Tone,
    Wording,
    compose,
    compose_error,
    compose_help,
    compose_left_out,
    plain,
)
from tests.support.verdicts import PAGE, PRIMARY, RECORD, TASS, VERDICTS, evidence, verdict

ASCRIBING = re.compile(r"\b(said|says|told|stated)\b")


def wordings(reply: Reply) -> Iterator[Wording]:
    yield from ((reply.wording,) if reply.wording else ())
    yield from (*reply.parts, *reply.others, *reply.related)


def texts(reply: Reply) -> Iterator[str]:
    """Every text of ours; not the words of quote and source."""
    yield from (reply.icon, reply.headline, reply.summary, reply.coverage, *reply.changes, *reply.notes)
    yield from (reply.reviewed, *(one.text for one in reply.remarks))
    yield from (one.link.label for one in reply.remarks if one.link)
    for wording in wordings(reply):
        yield from (wording.heading, *wording.facts, *(link.label for link in wording.links))


# --- every rating -------------------------------------------------------------------------------------------------

SHOWN_AS = {
    Rating.VERBATIM: "Documented word for word",
    Rating.REWORDED: "Documented with small changes in wording",
    Rating.ALTERED: "Wording changed in a way that matters",
    Rating.SPLICED: "Stitched from separate passages",
    Rating.PARAPHRASED: "This wording is not documented; something close is, in other words",
    Rating.MISATTRIBUTED: "Documented, but from someone else",
    Rating.NOT_DOCUMENTED: "Not documented",
    Rating.NO_COVERAGE: "I can’t say",
    Rating.TOO_SHORT: "Too short or too common to attribute",
}
SUMMARIES = {
    Rating.VERBATIM: "The record has these words from Vladimir Putin, on 5 September 2025.",
    Rating.REWORDED: (
        "The record has this from Vladimir Putin, on 5 September 2025, with small differences that leave the meaning as "
        "it is. They are shown: quote the source’s words."
    ),
    Rating.ALTERED: (
        "The record has a similar wording from Vladimir Putin, on 5 September 2025, with a difference that changes what "
        "was said."
    ),
    Rating.SPLICED: (
        "The quote joins 3 passages by Vladimir Putin that do not stand together, from 2 statements. The whole, as "
        "quoted, is not on record."
    ),
    Rating.PARAPHRASED: (
        "This exact wording is not documented. The record has something close from Vladimir Putin, on 5 September 2025, "
        "in other words."
    ),
    Rating.MISATTRIBUTED: "The record has this wording from Sergey Lavrov, on 5 September 2025, and not from {}.",
    Rating.NOT_DOCUMENTED: (
        "I found no record of this wording{} in 126 statements from 72 sources, 1770 to 13 February 2026 "
        "(last update 14 February 2026). This does not show that it was never said."
    ),
    Rating.NO_COVERAGE: "The record holds nothing for the person or the dates you ask about. That is neither a yes nor a no.",
    Rating.TOO_SHORT: (
        "So few or so common words may be anybody’s. Give me the whole sentence, or the words before and after these, "
        "and I can look again.{}"
    ),
}
WITH_SPEAKER = {
    Rating.MISATTRIBUTED: "Putin",
    Rating.NOT_DOCUMENTED: ", or of these words from Putin,",
    Rating.TOO_SHORT: "",
}
WITHOUT = {
    Rating.MISATTRIBUTED: "the person named",
    Rating.NOT_DOCUMENTED: "",
    Rating.TOO_SHORT: " Say who is said to have said it, too.",
}


@pytest.mark.parametrize("speaker", ["Putin", None])
@pytest.mark.parametrize("rating", Rating)
def test_every_rating_is_said_in_its_own_words(rating: Rating, speaker: str | None) -> None:
    reply = compose(verdict(rating, speaker))
    assert reply.headline == SHOWN_AS[rating]
    assert reply.summary == SUMMARIES[rating].format((WITH_SPEAKER if speaker else WITHOUT).get(rating))
    assert (reply.rating, reply.question, reply.speaker) == (rating, "they will be lawful targets", speaker)
    assert "None" not in plain(reply)
    assert reply.coverage


ONLY = Restriction(("Kremlin", "TASS"), ("en",))


@pytest.mark.parametrize("rating", Rating)
def test_an_answer_from_a_part_of_the_record_says_so_and_from_which(rating: Rating) -> None:
    whole = verdict(rating, "Putin")
    part = replace(whole, quote=replace(whole.quote, only=ONLY))
    reply, other = compose(part), compose(whole)
    assert "only Kremlin and TASS, only in English" in reply.summary
    assert "not the rest of the record" in reply.summary
    assert reply.coverage.startswith("Searched: only Kremlin and TASS, only in English: at most")
    assert "The rest of the record was not searched." in reply.coverage
    assert "only" not in other.coverage
    assert "not the rest of the record" not in other.summary
    if rating is not Rating.VERBATIM:
        assert reply.headline == f"{other.headline} (searched: only Kremlin and TASS, only in English)"
    if rating is Rating.NOT_DOCUMENTED:
        assert reply.icon != other.icon
        assert reply.tone is not other.tone


def test_a_part_of_the_record_that_holds_nothing_is_no_empty_record() -> None:
    nothing = Coverage(0, 2, 25, None, None, "2026-01-09T08:00:00Z")
    reply = compose(Verdict(Quote("…", "Putin", only=ONLY), Rating.NO_COVERAGE, nothing))
    assert "holds no statement from only Kremlin and TASS" not in reply.summary
    assert reply.summary.startswith("The record holds nothing in what I searched (only Kremlin and TASS")
    assert "is empty" not in reply.summary + reply.coverage


@pytest.mark.parametrize("rating", [Rating.VERBATIM, Rating.REWORDED])
@pytest.mark.parametrize("flag", [Flag.OUT_OF_CONTEXT, Flag.QUOTING_OTHERS, Flag.QUESTION])
def test_no_tick_stands_over_words_that_are_not_the_speakers_claim(rating: Rating, flag: Flag) -> None:
    reply = compose(replace(verdict(rating), flags=(flag,)))
    assert reply.icon != compose(verdict(Rating.VERBATIM)).icon
    assert reply.headline == f"{SHOWN_AS[rating]}, but read the context"


def test_no_two_ratings_share_an_icon_or_a_headline() -> None:
    replies = [compose(verdict(rating)) for rating in Rating]
    assert len({reply.icon for reply in replies}) == len({reply.headline for reply in replies}) == len(Rating)


@pytest.mark.parametrize(
    ("rating", "tone"),
    [
        (Rating.VERBATIM, Tone.FOUND),
        (Rating.REWORDED, Tone.CAUTION),
        (Rating.ALTERED, Tone.CAUTION),
        (Rating.SPLICED, Tone.CAUTION),
        (Rating.PARAPHRASED, Tone.CAUTION),
        (Rating.MISATTRIBUTED, Tone.CAUTION),
        (Rating.NOT_DOCUMENTED, Tone.ABSENT),
        (Rating.NO_COVERAGE, Tone.UNKNOWN),
        (Rating.TOO_SHORT, Tone.UNKNOWN),
    ],
)
def test_only_what_stands_word_for_word_looks_found(rating: Rating, tone: Tone) -> None:
    assert compose(verdict(rating)).tone is tone


@pytest.mark.parametrize(
    "flag",
    [
        Flag.WITHDRAWN,
        Flag.DISPUTED,
        Flag.OUT_OF_CONTEXT,
        Flag.QUOTING_OTHERS,
        Flag.CONDITIONAL,
        Flag.QUALIFIED,
        Flag.QUESTION,
        Flag.DATE_MISMATCH,
    ],
)
def test_a_flag_that_changes_the_meaning_takes_the_green_away_and_is_in_the_summary(flag: Flag) -> None:
    reply = compose(replace(verdict(Rating.VERBATIM), flags=(flag,)))
    assert reply.tone is Tone.CAUTION
    assert "Use with care: " in reply.summary


@pytest.mark.parametrize("flag", Flag)
def test_every_flag_is_a_note(flag: Flag) -> None:
    assert len(compose(replace(verdict(Rating.VERBATIM), flags=(flag,))).notes) == 1


# --- what must never be said --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rating", [Rating.MISATTRIBUTED, Rating.NOT_DOCUMENTED, Rating.NO_COVERAGE, Rating.TOO_SHORT]
)
def test_words_that_the_record_lacks_are_never_put_into_the_mouth_of_the_one_who_is_named(
    rating: Rating,
) -> None:
    claimed = "Xenia Claimed"
    reply = compose(verdict(rating, claimed))
    for text in texts(reply):
        for before, after in re.findall(rf"(.{{0,30}}){claimed}(.{{0,30}})", text):
            assert before.endswith(("not from ", "or of these words from ", "25 by ")), text
            assert not ASCRIBING.search(after), text


@given(VERDICTS)
@settings(max_examples=50, deadline=None)
def test_a_paraphrase_always_says_that_this_wording_is_not_documented(any_verdict: Verdict) -> None:
    reply = compose(replace(any_verdict, rating=Rating.PARAPHRASED))
    assert "this exact wording is not documented" in reply.summary.lower()


@given(VERDICTS)
@settings(max_examples=50, deadline=None)
def test_not_documented_always_says_what_was_searched_and_what_it_does_not_show(any_verdict: Verdict) -> None:
    reply = compose(replace(any_verdict, rating=Rating.NOT_DOCUMENTED))
    assert f"{any_verdict.coverage.statements:,} statement" in reply.summary
    assert reply.summary.endswith("This does not show that it was never said.")
    assert reply.wording is None
    assert not reply.parts
    assert not reply.others


@pytest.mark.parametrize("rating", [Rating.NOT_DOCUMENTED, Rating.NO_COVERAGE, Rating.TOO_SHORT])
def test_a_nearest_statement_is_related_and_no_evidence(rating: Rating) -> None:
    reply = compose(replace(verdict(rating), closest=evidence(), related=()))
    assert reply.wording is None
    assert not reply.changes
    assert all(wording.heading == "Related only: Vladimir Putin" for wording in reply.related)
    assert all(span.mark is Mark.PLAIN for wording in reply.related for span in wording.spans)
    assert len(reply.related) == (rating is not Rating.TOO_SHORT)


ERRORS = [
    IndexUnavailableError(),
    FactCheckError(),
    FetchError("https://a.example/"),
    AuthenticationError(),
    DeliveryError(),
    QuoteError(),
]


def triples(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return set(zip(words, words[1:], words[2:], strict=False))


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("rating", [Rating.NOT_DOCUMENTED, Rating.NO_COVERAGE])
def test_an_error_and_a_finding_share_no_wording_no_icon_and_no_headline(
    rating: Rating, error: FactCheckError
) -> None:
    finding, failure = compose(verdict(rating)), compose_error(error, "they will be lawful targets", "Putin")
    assert failure.rating is None
    assert failure.icon != finding.icon
    assert failure.tone is not Tone.ABSENT
    assert not triples(f"{failure.headline}. {failure.summary}") & triples(
        f"{finding.headline}. {finding.summary}"
    )
    assert "document" not in f"{failure.headline} {failure.summary}".lower().replace("documents", "")


@pytest.mark.parametrize("error", ERRORS[:-1], ids=lambda error: type(error).__name__)
def test_a_failure_says_that_the_quote_was_not_checked(error: FactCheckError) -> None:
    reply = compose_error(error, "a quote")
    assert reply.headline == "I could not look"
    assert reply.summary.count("I have not checked this quote.") == 1


# --- what was searched --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("coverage", "speaker", "says"),
    [
        pytest.param(
            RECORD,
            "Putin",
            "Searched: 126 statements from 72 sources, 1770 to 13 February 2026; 25 by Putin. Last update: 14 February 2026.",
            id="whole",
        ),
        pytest.param(
            Coverage(1, 1, 1, "2025-09-05", "2025-09-05", "2025-09-06T01:00:00Z", ("Kremlin",)),
            "Putin",
            "Searched: 1 statement from 1 source, 5 September 2025; 1 by Putin. Last update: 6 September 2025. "
            "1 source is out of date: Kremlin.",
            id="one of each",
        ),
        pytest.param(
            Coverage(1_200_000, 40, 0, "2020", "2025-09", None, ("A", "B", "C", "D", "E")),
            "Putin",
            "Searched: 1,200,000 statements from 40 sources, 2020 to September 2025; none by Putin. "
            "Last update: not known. 5 sources are out of date: A, B, C and 2 more.",
            id="many, none by the speaker",
        ),
        pytest.param(
            Coverage(2, 2, None, None, None, "2026-01-01"),
            None,
            "Searched: 2 statements from 2 sources, without dates. Last update: 1 January 2026.",
            id="nobody named",
        ),
        pytest.param(
            Coverage(0, 0, 0, None, None, None),
            "Putin",
            "The record is empty: no statements from 0 sources.",
            id="empty",
        ),
    ],
)
def test_what_was_searched_is_one_line_in_numbers_and_absolute_dates(
    coverage: Coverage, speaker: str | None, says: str
) -> None:
    assert compose(Verdict(Quote("x y z", speaker), Rating.NOT_DOCUMENTED, coverage)).coverage == says


@pytest.mark.parametrize(
    ("coverage", "speaker", "why"),
    [
        pytest.param(Coverage(0, 0, 0, None, None, None), "Putin", "The record is empty", id="empty"),
        pytest.param(
            replace(RECORD, by_speaker=0), "Putin", "no statement by Putin", id="nothing by the speaker"
        ),
        pytest.param(replace(RECORD, stale=("Kremlin",)), "Putin", "out of date: Kremlin", id="stale"),
        pytest.param(RECORD, None, "the person or the dates", id="else"),
    ],
)
def test_no_coverage_gives_its_reason_and_is_no_no(coverage: Coverage, speaker: str | None, why: str) -> None:
    reply = compose(Verdict(Quote("x y z", speaker), Rating.NO_COVERAGE, coverage))
    assert why in reply.summary
    assert reply.summary.endswith("That is neither a yes nor a no.")


# --- the wording --------------------------------------------------------------------------------------------------


def test_a_wording_says_who_when_where_and_who_published_it() -> None:
    reply = compose(verdict(Rating.VERBATIM))
    assert reply.wording
    assert reply.wording.facts == (
        "Vladimir Putin, President of Russia",
        "5 September 2025",
        "Vladivostok",
        "TASS, news agency",
    )
    assert [(span.text, span.mark) for span in reply.wording.spans] == [
        ("We assume that ", Mark.PLAIN),
        ("these will be legitimate targets", Mark.MATCHED),
        (" to be struck.", Mark.PLAIN),
    ]


def test_the_primary_source_is_linked_first_and_the_page_with_the_words_points_to_them() -> None:
    reply = compose(verdict(Rating.VERBATIM))
    assert reply.wording
    assert [(link.label, link.url) for link in reply.wording.links] == [
        ("Primary source (en.kremlin.ru)", PRIMARY),
        ("Page with these words (tass.com)", f"{PAGE}#:~:text=these%20will%20be%20legitimate%20targets"),
    ]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(replace(TASS, primary_url=PAGE), id="the page is the primary source"),
        pytest.param(replace(TASS, primary_url=None, provenance=Provenance.TRANSCRIPT), id="a transcript"),
    ],
)
def test_one_page_is_one_link(source: Source) -> None:
    reply = compose(replace(verdict(Rating.VERBATIM), closest=evidence(source=source)))
    assert reply.wording
    assert [link.label for link in reply.wording.links] == ["Primary source (tass.com)"]


def test_what_is_not_known_about_a_source_is_said_or_left_out() -> None:
    reply = compose(replace(verdict(Rating.VERBATIM), closest=evidence(source=Source())))
    assert reply.wording
    assert reply.wording.facts[1:] == ("date not known", "Vladivostok", "publisher not known")
    assert reply.wording.links == ()
    assert reply.summary == "The record has these words from Vladimir Putin."


def test_a_wording_in_another_language_is_marked_with_it() -> None:
    reply = compose(replace(verdict(Rating.VERBATIM), closest=evidence("законные цели", language="ru")))
    assert reply.wording
    assert (reply.wording.heading, reply.wording.language) == ("The wording on record, in Russian", "ru")


def test_differences_are_struck_from_the_quote_and_added_from_the_source() -> None:
    reply = compose(verdict(Rating.ALTERED))
    assert [(span.text, span.mark) for span in reply.differences] == [
        ("they will ", Mark.PLAIN),
        ("not ", Mark.ADDED),
        ("be ", Mark.PLAIN),
        ("lawful", Mark.REMOVED),
    ]
    assert reply.changes == ("Negation: the source says “will not”, the quote says “will”.",)


def test_a_quote_without_a_difference_shows_none() -> None:
    same = replace(verdict(Rating.VERBATIM), difference=(Segment("all the same", Edit.SAME),))
    assert compose(same).differences == ()


def test_a_wording_of_somebody_else_that_differs_is_not_called_this_wording() -> None:
    found = evidence(speaker="Sergey Lavrov", changes=(Change(Kind.NEGATION, "", "not"),))
    reply = compose(replace(verdict(Rating.MISATTRIBUTED), closest=found))
    assert reply.summary.startswith(
        "The record has a wording close to this, but not the same, from Sergey Lavrov"
    )


# --- parts --------------------------------------------------------------------------------------------------------


def test_the_parts_of_a_spliced_quote_stand_in_order_with_how_far_apart_they_are() -> None:
    reply = compose(verdict(Rating.SPLICED))
    assert [part.heading for part in reply.parts] == [
        "Part 1 of 3",
        "Part 2 of 3, about 100 words further on",
        "Part 3 of 3, from another statement",
    ]
    assert reply.wording is None


@pytest.mark.parametrize(
    ("start", "says"),
    [
        pytest.param(134, ", directly after", id="next to it"),
        pytest.param(145, ", about 2 words further on", id="two words"),
        pytest.param(6132, ", about 1,000 words further on", id="a thousand words"),
        pytest.param(0, ", about 15 words earlier", id="earlier"),
    ],
)
def test_the_distance_of_two_parts_is_said_in_words(start: int, says: str) -> None:
    parts = (evidence(before="We say "), evidence("we assume so", start=start))
    reply = compose(replace(verdict(Rating.SPLICED), parts=parts))
    assert reply.parts[1].heading == f"Part 2 of 2{says}"


def test_in_a_script_without_blanks_the_distance_is_said_in_characters() -> None:
    parts = (evidence("我们会赢", start=0), evidence("他们会输", start=104))
    reply = compose(replace(verdict(Rating.SPLICED), parts=parts))
    assert reply.parts[1].heading == "Part 2 of 2, about 100 characters further on"


# --- renderings ---------------------------------------------------------------------------------------------------


def test_renderings_are_one_utterance_the_original_first_and_repeats_counted_to_the_first() -> None:
    def outlet(name: str, rank: Provenance = Provenance.WIRE) -> Source:
        return Source(publisher=name, date="2025-09-06", provenance=rank)

    renderings = (
        evidence("They'll be legitimate targets.", id="a", translated=True, source=outlet("AP")),
        evidence("they’ll be “legitimate” targets", id="b", translated=True, source=outlet("Zee")),
        evidence("законные цели", id="c", language="ru", source=outlet("Vedomosti", Provenance.SECOND_HAND)),
        evidence("fair targets", id="d", translated=True, source=outlet("Kremlin", Provenance.OFFICIAL)),
        evidence(
            "These will be legitimate targets!", id="e", translated=True, source=outlet("Repeats the closest")
        ),
    )
    reply = compose(replace(verdict(Rating.VERBATIM), renderings=renderings))
    assert [(other.heading, other.language, other.facts[3:]) for other in reply.others] == [
        ("Original, in Russian", "ru", ("Vedomosti, second-hand",)),
        ("Translation into English", "en", ("Kremlin, official release",)),
        ("Translation into English", "en", ("AP, news agency", "also in Zee")),
    ]
    assert reply.notes == (
        "6 publishers have this utterance, in one wording or another, first on 5 September 2025.",
    )


def test_renderings_that_are_not_shown_are_counted() -> None:
    renderings = tuple(evidence(f"wording number {n}", id=str(n)) for n in range(9))
    reply = compose(replace(verdict(Rating.VERBATIM), renderings=renderings))
    assert len(reply.others) == 6
    assert reply.notes[-1] == "The record holds 3 more wordings of it that are not shown here."


# --- where the same words stand -----------------------------------------------------------------------------------


def seen(
    outlet: str, date: str | None, provenance: str = "second-hand", withdrawn: str | None = None
) -> Appearance:
    return Appearance(
        f"https://{outlet.lower()}.example/1",
        "Putin",
        outlet,
        date=date,
        provenance=provenance,
        withdrawn=withdrawn,
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        pytest.param((), (), id="loaded from a file"),
        pytest.param((seen("Kremlin", "2025-09-05"),), (), id="one outlet"),
        pytest.param(
            (seen("Kremlin", "2025-09-05"), seen("Kremlin", "2025-09-06")), (), id="one outlet, twice"
        ),
        pytest.param(
            (seen("Kremlin", "2025-09-06", "official"), seen("AP", "2025-09-05"), seen("Zee", None)),
            (
                "The same words stand in 3 outlets, the earliest AP, on 5 September 2025: Kremlin, AP and Zee.",
            ),
            id="primary first, the earliest named",
        ),
        pytest.param(
            tuple(seen(f"Paper {n}", f"2025-09-{n:02}") for n in range(1, 21)),
            (
                "The same words stand in 20 outlets, the earliest Paper 1, on 1 September 2025: Paper 1, Paper 2, Paper 3, Paper 4 and 16 more.",
            ),
            id="many",
        ),
        pytest.param(
            (seen("AP", "2025-09-05"), seen("Zee", None, withdrawn="2025-09-07")),
            ("1 more outlet had the same words and took them back.",),
            id="one took them back",
        ),
    ],
)
def test_an_answer_says_in_how_many_outlets_the_same_words_stand(
    found: tuple[Appearance, ...], said: tuple[str, ...]
) -> None:
    bare = verdict(Rating.VERBATIM)
    notes = compose(replace(bare, appearances=found)).notes
    assert notes == (*compose(bare).notes, *said)


# --- laws ---------------------------------------------------------------------------------------------------------


@given(VERDICTS)
@settings(max_examples=50, deadline=None)
def test_the_words_of_the_source_are_never_rewritten(any_verdict: Verdict) -> None:
    reply = compose(any_verdict)
    shown = [any_verdict.closest, *any_verdict.parts, *any_verdict.renderings, *any_verdict.related]
    originals = {one.before + one.wording + one.after for one in shown if one}
    for wording in wordings(reply):
        assert "".join(span.text for span in wording.spans) in originals
    if reply.differences:
        assert "".join(s.text for s in reply.differences) == "".join(s.text for s in any_verdict.difference)


@given(VERDICTS)
@settings(max_examples=50, deadline=None)
def test_links_lead_to_the_web_and_nowhere_else(any_verdict: Verdict) -> None:
    reply = compose(any_verdict)
    links = [one.link for one in reply.remarks if one.link]
    for shown in (*(wording.links for wording in wordings(reply)), links):
        for link in shown:
            parts = urlsplit(link.url)
            assert parts.scheme in ("http", "https")
            assert parts.hostname
            assert "@" not in parts.netloc
            assert link.label


@given(VERDICTS)
@settings(max_examples=50, deadline=None)
def test_the_same_verdict_gives_the_same_reply(any_verdict: Verdict) -> None:
    assert compose(any_verdict) == compose(any_verdict)
    assert plain(compose(any_verdict)) == plain(compose(any_verdict))


@given(VERDICTS)
@settings(max_examples=50, deadline=None)
def test_every_text_of_ours_is_one_line_that_can_be_sent(any_verdict: Verdict) -> None:
    for text in texts(compose(any_verdict)):
        assert "\n" not in text
        assert not re.search("[\x00-\x1f\u202a-\u202e\ud800-\udfff]", text)
        assert len(text) < 1500


@pytest.mark.parametrize("rating", Rating)
def test_no_text_of_ours_holds_markup(rating: Rating) -> None:
    flags = tuple(Flag)
    for text in (*texts(compose(replace(verdict(rating), flags=flags))), *texts(compose_help())):
        assert not re.search(r"[*_`<>|~#\[\]]|&\w+;", text), text


# --- besides ------------------------------------------------------------------------------------------------------


def test_an_answer_can_be_read_aloud() -> None:
    assert plain(compose(replace(verdict(Rating.ALTERED), flags=(Flag.CONDITIONAL,)))) == (
        "Wording changed in a way that matters.\n"
        "The record has a similar wording from Vladimir Putin, on 5 September 2025, with a difference that changes what "
        "was said. Use with care: the source sets a condition.\n"
        "The wording on record: “We assume that these will be legitimate targets to be struck.” Vladimir Putin, President "
        "of Russia; 5 September 2025; Vladivostok; TASS, news agency.\n"
        "Negation: the source says “will not”, the quote says “will”.\n"
        "In the source these words hang on a condition.\n"
        "Searched: 126 statements from 72 sources, 1770 to 13 February 2026; 25 by Putin. Last update: 14 February 2026."
    )


@pytest.mark.parametrize(
    ("left_out", "too_long", "says"),
    [
        (1, 0, "1 more quote was left out: send it in another message."),
        (3, 0, "3 more quotes were left out: send them in another message."),
        (0, 1, "1 quote of more than 5,000 characters was left out: send the passage that matters."),
    ],
)
def test_quotes_left_out_are_counted(left_out: int, too_long: int, says: str) -> None:
    reply = compose_left_out(left_out, too_long, 10, 5_000)
    assert says in reply.summary
    assert reply.rating is None


def test_help_shows_examples_that_work() -> None:
    assert any("/verify" in note for note in compose_help().notes)


def test_a_quote_stitched_from_two_speakers_names_both() -> None:
    parts = (
        evidence("we shall build", speaker="Ann Smith"),
        evidence("taxes must fall", id="s2", speaker="Bob Jones"),
    )
    stitched = replace(verdict(Rating.SPLICED, None), parts=parts, closest=parts[0])
    assert compose(stitched).summary.startswith("The quote joins 2 passages by Ann Smith and Bob Jones that ")


@pytest.mark.parametrize("rating", [Rating.VERBATIM, Rating.REWORDED, Rating.ALTERED, Rating.PARAPHRASED])
def test_a_withdrawn_wording_never_leads_with_documented(rating: Rating) -> None:
    reply = compose(replace(verdict(rating), flags=(Flag.WITHDRAWN,)))
    assert reply.headline == "Withdrawn by its source"
    assert reply.icon != compose(verdict(Rating.VERBATIM)).icon


@pytest.mark.parametrize("rating", [Rating.NOT_DOCUMENTED, Rating.NO_COVERAGE])
@pytest.mark.parametrize("flag", [Flag.PARTLY_DOCUMENTED, Flag.QUOTED_ONLY, Flag.CONTRADICTED])
def test_what_the_record_does_hold_of_an_absent_quote_leads(rating: Rating, flag: Flag) -> None:
    plain = compose(verdict(rating))
    reply = compose(replace(verdict(rating), flags=(flag,)))
    assert reply.headline not in ("", plain.headline)
