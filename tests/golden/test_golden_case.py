"""The golden case: one quote that circulated, on five records, each with the answer that a newsroom may print."""

import contextlib
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.cli.main import main
from bot.load import starter
from bot.record_server.connect import open_store
from bot.record_server.embedded import EmbeddedServer
from bot.settings import Settings
from corpus.collecting.coverage import CoverageReader
from corpus.errors import IndexUnavailableError
from corpus.models import Coverage, Quote, Restriction, Statement
from corpus.verdict import Flag, Rating, Verdict
from corpus.verify import Verifier
from handlers.conversation.service import answer_quote
from handlers.replies.reply import Tone
from tests.support.processes import run
from tests.support.record import Record
from tests.support.waiting import until

WORDS = "Western troops in Ukraine would be lawful targets"
GOLDEN = Quote(WORDS, "Putin")
UTTERANCE = "putin-eef-2025-legitimate-targets"
ASCRIBING = {Rating.VERBATIM, Rating.REWORDED, Rating.ALTERED, Rating.SPLICED, Rating.PARAPHRASED}
"""The ratings that say that the person named said it, in these words or in others."""

Ask = Callable[[Iterable[Statement], Quote], Awaitable[Verdict]]


@pytest.fixture
def ask(redis: Redis) -> Ask:
    """Fill the record with statements and look a quote up in it."""

    async def ask(statements: Iterable[Statement], quote: Quote) -> Verdict:
        index = Record(redis)
        await index.add(list(statements))
        return await Verifier(index, CoverageReader(redis)).verify(quote)

    return ask


def without_the_utterance() -> list[Statement]:
    return [s for s in starter() if s.utterance != UTTERANCE]


def by(*surnames: str) -> list[Statement]:
    return [s for s in without_the_utterance() if any(name in s.speaker for name in surnames)]


# --- the starter record ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("speaker", ["Putin", "Vladimir Putin", "President Putin", "Владимир Путин", None])
async def test_on_the_starter_record_it_is_a_paraphrase_of_what_he_said_in_vladivostok(
    ask: Ask, speaker: str | None
) -> None:
    verdict = await ask(starter(), Quote(WORDS, speaker))
    assert verdict.rating is Rating.PARAPHRASED
    assert verdict.closest
    statement = verdict.closest.statement
    assert (statement.speaker, statement.source.date) == ("Vladimir Putin", "2025-09-05")
    assert statement.utterance == UTTERANCE
    assert statement.context
    assert "Vladivostok" in statement.context
    assert "legitimate targets" in verdict.closest.wording


async def test_the_flags_say_translated_conditional_and_narrower(ask: Ask) -> None:
    verdict = await ask(starter(), GOLDEN)
    assert {Flag.TRANSLATION, Flag.CONDITIONAL, Flag.NARROWER} <= set(verdict.flags)
    assert Flag.BROADER not in verdict.flags


async def test_all_renderings_stand_together_the_russian_original_first(ask: Ask) -> None:
    verdict = await ask(starter(), GOLDEN)
    shown = [one.statement for one in verdict.renderings]
    assert [s.utterance for s in shown] == [UTTERANCE] * len(shown)
    assert (shown[0].language, shown[0].translated) == ("ru", False)
    assert "законные цели" in verdict.renderings[0].wording
    assert sum(s.language == "en" for s in shown) >= 3
    everything = {s.id for s in starter() if s.utterance == UTTERANCE}
    assert verdict.closest
    assert {verdict.closest.statement.id, *(s.id for s in shown)} == everything


async def test_a_paraphrase_is_not_shown_as_a_wording(ask: Ask) -> None:
    verdict = await ask(starter(), GOLDEN)
    assert verdict.difference == ()
    assert verdict.changes == ()


# --- the record without that utterance --------------------------------------------------------------------------


@pytest.mark.parametrize("speaker", ["Putin", None])
async def test_without_that_utterance_it_is_not_documented_and_says_what_was_searched(
    ask: Ask, speaker: str | None
) -> None:
    record = without_the_utterance()
    verdict = await ask(record, Quote(WORDS, speaker))
    assert verdict.rating is Rating.NOT_DOCUMENTED
    assert verdict.closest is None
    assert verdict.coverage.statements == len(record)
    assert verdict.coverage.sources > 1
    assert verdict.coverage.by_speaker == (
        sum(s.speaker == "Vladimir Putin" for s in record) if speaker else None
    )
    assert verdict.coverage.since
    assert verdict.coverage.until
    assert verdict.coverage.updated


async def test_without_that_utterance_related_statements_are_shown_as_related_only(ask: Ask) -> None:
    verdict = await ask(without_the_utterance(), GOLDEN)
    assert verdict.related
    assert any(one.statement.speaker == "Vladimir Putin" for one in verdict.related)
    assert not verdict.renderings
    assert not verdict.parts


# --- only somebody else said something like it ------------------------------------------------------------------


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(by("Zakharova"), id="only hers"),
        pytest.param(by("Lavrov"), id="only Lavrov's"),
        pytest.param(by("Lavrov", "Zakharova"), id="hers and Lavrov's"),
        pytest.param(by("Lavrov", "Zakharova", "Putin"), id="theirs, and other statements by Putin"),
    ],
)
async def test_what_others_said_is_never_ascribed_to_the_one_who_is_named(
    ask: Ask, record: list[Statement]
) -> None:
    verdict = await ask(record, GOLDEN)
    assert verdict.rating not in ASCRIBING
    if verdict.rating is Rating.MISATTRIBUTED:
        assert verdict.closest
    if verdict.closest:
        assert verdict.closest.statement.speaker != "Vladimir Putin"


@pytest.mark.parametrize(
    ("record", "rating"),
    [
        pytest.param(by("Lavrov", "Zakharova"), Rating.NO_COVERAGE, id="nothing by Putin"),
        pytest.param(
            by("Lavrov", "Zakharova", "Putin"), Rating.NOT_DOCUMENTED, id="other statements by Putin"
        ),
    ],
)
async def test_somebody_elses_similar_statement_is_shown_under_her_own_name(
    ask: Ask, record: list[Statement], rating: Rating
) -> None:
    verdict = await ask(record, GOLDEN)
    assert verdict.rating is rating
    hers = [one.wording for one in verdict.related if one.statement.speaker == "Maria Zakharova"]
    assert any("legitimate military targets" in wording for wording in hers)
    assert verdict.closest is None


async def test_lavrovs_words_in_russian_come_out_as_lavrovs(ask: Ask) -> None:
    words = "Для нас эти так называемые миротворцы сразу станут законными целями"
    verdict = await ask(by("Lavrov", "Putin"), Quote(words, "Путин"))
    assert verdict.rating is Rating.MISATTRIBUTED
    assert verdict.closest
    assert verdict.closest.statement.speaker == "Sergey Lavrov"


# --- an empty record, and none ----------------------------------------------------------------------------------


@pytest.mark.parametrize("speaker", ["Putin", None])
async def test_an_empty_record_cannot_say(ask: Ask, speaker: str | None) -> None:
    verdict = await ask((), Quote(WORDS, speaker))
    assert verdict.rating is Rating.NO_COVERAGE
    assert verdict.closest is None
    assert verdict.coverage.statements == 0


@pytest.fixture
async def outage(tmp_path: Path) -> AsyncIterator[tuple[Redis, Callable[[], Awaitable[None]]]]:
    """A client of a server with the starter statements, and a function that makes the server go away."""
    server = EmbeddedServer(tmp_path, linger=0)
    async with contextlib.AsyncExitStack() as held:
        await held.enter_async_context(server.running())
        async with open_store(Settings(f"unix://{server.socket}", tmp_path)) as store:
            await Record(store.client).add(starter())

            async def go_away() -> None:
                await held.aclose()

                async def is_away() -> bool:
                    try:
                        return not await store.client.ping()
                    except RedisError:
                        return True

                await until("the end of the record server", is_away)

            yield store.client, go_away


async def test_a_record_that_went_away_is_an_error_and_no_rating(
    outage: tuple[Redis, Callable[[], Awaitable[None]]], tmp_path: Path
) -> None:
    redis, go_away = outage
    verifier = Verifier(Record(redis), CoverageReader(redis))
    assert (await verifier.verify(GOLDEN)).rating is Rating.PARAPHRASED
    await go_away()
    with pytest.raises(IndexUnavailableError):
        await verifier.verify(GOLDEN)
    async with EmbeddedServer(tmp_path, linger=0).running():  # and when it is back, the next question works
        assert (await verifier.verify(GOLDEN)).rating is Rating.PARAPHRASED


async def test_a_record_that_goes_away_between_finding_and_counting_is_an_error_and_no_rating(
    outage: tuple[Redis, Callable[[], Awaitable[None]]],
) -> None:
    redis, go_away = outage

    class LastMoment(CoverageReader):
        async def coverage(self, speaker: str | None = None, only: Restriction | None = None) -> Coverage:
            await go_away()
            return await super().coverage(speaker, only)

    with pytest.raises(IndexUnavailableError):
        await Verifier(Record(redis), LastMoment(redis)).verify(GOLDEN)


async def test_in_a_chat_an_outage_is_the_error_sentence_with_no_rating(
    outage: tuple[Redis, Callable[[], Awaitable[None]]],
) -> None:
    redis, go_away = outage
    await go_away()
    reply = await answer_quote(GOLDEN, Verifier(Record(redis), CoverageReader(redis)).verify)
    assert reply.rating is None
    assert reply.tone is Tone.UNKNOWN
    assert reply.summary == IndexUnavailableError.advice
    assert "not checked" in reply.summary
    assert "ocumented" not in f"{reply.headline} {reply.summary}"
    assert (reply.wording, reply.related, reply.coverage) == (None, (), "")


# --- on the command line ----------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for the commands of one test, and no server named from outside."""
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.setenv("VERBATIM_HOME", str(tmp_path))
    monkeypatch.setattr(EmbeddedServer.__init__, "__kwdefaults__", {"binary": None, "linger": 0.5})
    return tmp_path


@pytest.mark.usefixtures("home")
def test_the_command_prints_one_line_of_json_and_ends_with_0() -> None:
    assert main(["load", "--starter"]) == 0
    root = Path(__file__).parents[2]
    done = run(sys.executable, "-m", "bot", "verify", "--by", "Putin", "--json", WORDS, cwd=root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    answer = json.loads(done.stdout)
    assert answer["rating"] == "PARAPHRASED"
    assert answer["closest"]["speaker"] == "Vladimir Putin"
    assert answer["renderings"][0]["language"] == "ru"
    assert "TRANSLATION" in answer["flags"]
    assert answer["coverage"]["statements"] == len(starter())


@pytest.mark.usefixtures("home")
def test_the_command_says_that_an_empty_record_cannot_tell_and_ends_with_0(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["verify", "--by", "Putin", "--json", WORDS]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["rating"] == "NO_COVERAGE"
    assert answer["closest"] is None


@pytest.mark.usefixtures("home")
def test_the_command_ends_with_3_and_prints_no_rating_when_the_record_cannot_be_reached(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
    assert main(["verify", "--by", "Putin", "--json", WORDS]) == 3
    printed = capsys.readouterr()
    assert printed.out == ""
    assert IndexUnavailableError.advice in printed.err
    assert not any(rating.value in printed.err for rating in Rating)


@pytest.mark.parametrize("words", ["", "   "])
def test_the_command_ends_with_2_when_there_is_nothing_to_look_up(
    home: Path, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", "--json", words]) == 2
    assert capsys.readouterr().out == ""
    assert not list(home.iterdir())
