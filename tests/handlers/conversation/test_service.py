import asyncio

import pytest

from corpus.errors import IndexUnavailableError
from corpus.models import Quote
from corpus.verdict import Rating, Verdict
from handlers.conversation.service import answer, answer_quote
from handlers.parsing.request import MOST_QUOTES
from handlers.replies.reply import Tone
from tests.support.verdicts import RECORD


class Record:
    """Answers every quote, and remembers the order; a quote about an outage finds the record gone."""

    def __init__(self) -> None:
        self.asked: list[Quote] = []
        self.busy = False

    async def verify(self, quote: Quote) -> Verdict:
        assert not self.busy  # one after another
        self.busy = True
        self.asked.append(quote)
        await asyncio.sleep(0)
        self.busy = False
        if "outage" in quote.text:
            raise IndexUnavailableError
        return Verdict(quote, Rating.NOT_DOCUMENTED, RECORD)


@pytest.fixture
def record() -> Record:
    return Record()


async def test_every_quote_of_a_text_is_answered_in_order(record: Record) -> None:
    replies = await answer('"First of all" by Putin "second of all" by Lavrov', record.verify)
    assert [(reply.question, reply.speaker) for reply in replies] == [
        ("First of all", "Putin"),
        ("second of all", "Lavrov"),
    ]
    assert [quote.text for quote in record.asked] == ["First of all", "second of all"]


async def test_the_dates_asked_about_reach_the_record(record: Record) -> None:
    await answer('"First of all" since:2025-08 until:2025', record.verify)
    assert record.asked == [Quote("First of all", None, "2025-08", "2025")]


async def test_an_outage_is_never_reported_as_not_documented(record: Record) -> None:
    found, lost = await answer('"First of all" by Putin "an outage now" by Putin', record.verify)
    assert (found.rating, found.tone) == (Rating.NOT_DOCUMENTED, Tone.ABSENT)
    assert (lost.rating, lost.tone, lost.question, lost.speaker) == (
        None,
        Tone.UNKNOWN,
        "an outage now",
        "Putin",
    )
    assert "I have not checked this quote." in lost.summary


async def test_one_quote_alone_is_answered_the_same_way(record: Record) -> None:
    assert (await answer_quote(Quote("an outage"), record.verify)).rating is None
    assert (await answer_quote(Quote("words"), record.verify)).rating is Rating.NOT_DOCUMENTED


@pytest.mark.parametrize("text", ["", " ", '""', "?!", "\ud800\u202e", '"words" sinse:2025', "x" * 100_000])
async def test_what_cannot_be_checked_is_answered_with_what_to_do(text: str, record: Record) -> None:
    (reply,) = await answer(text, record.verify)
    assert reply.rating is None
    assert reply.summary
    assert not record.asked


async def test_quotes_beyond_the_limit_are_told_of(record: Record) -> None:
    replies = await answer("\n".join(f'"This is quote {n}"' for n in range(MOST_QUOTES + 2)), record.verify)
    assert len(replies) == MOST_QUOTES + 1
    assert replies[-1].headline == "2 quotes left out"
    assert len(record.asked) == MOST_QUOTES


@pytest.mark.parametrize("text", ["help", " HELP ", "?"])
async def test_whoever_asks_for_help_is_shown_how_to_ask(text: str, record: Record) -> None:
    (reply,) = await answer(text, record.verify)
    assert reply.headline == "How to ask"
    assert not record.asked


@pytest.mark.parametrize(
    "failure",
    [
        pytest.param(IndexUnavailableError(), id="the memory is away"),
        pytest.param(
            UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates"), id="words that cannot be written"
        ),
    ],
)
async def test_an_answer_that_cannot_be_remembered_is_given_all_the_same(
    record: Record, failure: Exception
) -> None:
    async def remember(_: Verdict) -> str:
        raise failure

    [reply] = await answer('"we shall never surrender" by Churchill', record.verify, remember)
    assert (reply.rating, reply.id) == (Rating.NOT_DOCUMENTED, "")
