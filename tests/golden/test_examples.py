"""The examples that the bot itself gives are worth trying: the record that comes with it documents each."""

import pytest
from redis.asyncio import Redis

from bot.load import load, starter
from corpus.collecting.coverage import CoverageReader
from corpus.errors import QuoteError
from corpus.judging.fingerprint import NOTHING_FOUND
from corpus.verify import Verifier
from handlers.conversation.service import answer
from handlers.replies.ui_text import help_lines
from handlers.web.chat_page import EXAMPLES
from tests.support.record import Record

GIVEN = (QuoteError.advice.split("Try: ")[1], *help_lines()[1:4], *EXAMPLES)


@pytest.mark.parametrize("example", GIVEN)
async def test_an_example_of_ours_is_documented_by_the_starter_record(redis: Redis, example: str) -> None:
    await load(Record(redis), iter(starter()))
    [reply] = await answer(example, Verifier(Record(redis), CoverageReader(redis)).verify)
    assert reply.rating
    assert reply.rating not in NOTHING_FOUND
