"""The numbers that Prometheus reads, the lines behind them, and the spans beside them."""

import asyncio
import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest
from prometheus_client.parser import text_string_to_metric_families
from redis.asyncio import Redis

from bot.logs import start_logging
from bot.metrics import Metrics
from bot.observed import ObservedCoverageReader, ObservedSearcher, observed
from bot.record_state import RecordState, read_state
from bot.stores.queue import Queue
from bot.traces import exporting, tracing
from corpus.collecting.crawl_state import CrawlState, SourceState
from corpus.errors import IndexUnavailableError, QuoteError, SettingsError
from corpus.models import Quote
from corpus.verdict import Verdict
from corpus.verify import Verifier
from handlers.conversation.service import answer
from handlers.ports.observing import current_request, in_request, request_id, step
from tests.support.processes import succeed

WORDS = "We shall fight on the beaches"


def values(metrics: Metrics) -> dict[tuple[str, ...], float]:
    """All samples, by their name and the values of their labels in the order of their names."""
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(metrics.text().decode())
        for sample in family.samples
    }


@pytest.fixture
def metrics() -> Iterator[Metrics]:
    metrics, root = Metrics(), logging.getLogger()
    before = root.level
    root.setLevel(logging.INFO)
    try:
        with metrics.counting():
            yield metrics
    finally:
        root.setLevel(before)


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before = root.handlers[:], root.level, logging.raiseExceptions
    stream = io.StringIO()
    start_logging(stream)
    yield stream
    logging.captureWarnings(capture=False)
    root.handlers[:], root.level, logging.raiseExceptions = before


def verifier(redis: Redis) -> Verifier:
    return Verifier(ObservedSearcher(redis), ObservedCoverageReader(redis))


async def test_an_answer_is_one_line_and_one_number_with_its_chat_and_request(
    redis: Redis, lines: io.StringIO, metrics: Metrics
) -> None:
    verify = observed(verifier(redis).verify)
    with in_request(request_id("slack:C1:17"), "slack"):
        await verify(Quote(WORDS))
    [line] = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert (line["event"], line["rating"], line["chat"]) == ("answered", "NO_COVERAGE", "slack")
    assert line["request"] == request_id("slack:C1:17")
    assert "beaches" not in lines.getvalue()
    counted = values(metrics)
    assert counted["verbatim_answers_total", "slack", "NO_COVERAGE"] == 1
    for name in ("lookup", "search", "coverage"):
        assert counted["verbatim_step_seconds_count", name] >= 1


async def test_a_failed_look_is_one_line_that_says_what_failed(lines: io.StringIO, metrics: Metrics) -> None:
    async def away(_: Quote) -> Verdict:
        raise IndexUnavailableError(f"redis://:hunter2@db {WORDS}") from ConnectionRefusedError(WORDS)

    with in_request(request_id(), "teams"):
        [reply] = await answer(f'"{WORDS}"', observed(away))
    assert reply.rating is None
    [line] = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert (line["event"], line["chat"], line["error"], line["cause"]) == (
        "could not look", "teams", "IndexUnavailableError", "ConnectionRefusedError",
    )  # fmt: skip
    assert "hunter2" not in lines.getvalue()
    assert values(metrics)["verbatim_failures_total", "IndexUnavailableError", "could not look"] == 1


async def test_a_look_that_is_cut_off_is_a_failed_look(metrics: Metrics) -> None:
    async def hangs(_: Quote) -> Verdict:
        await asyncio.Event().wait()
        raise AssertionError

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await observed(hangs)(Quote(WORDS))
    assert values(metrics)["verbatim_failures_total", "CancelledError", "could not look"] == 1


async def test_a_quote_that_is_none_is_no_failure(metrics: Metrics) -> None:
    async def refuses(_: Quote) -> Verdict:
        raise QuoteError

    with pytest.raises(QuoteError):
        await observed(refuses)(Quote(WORDS))
    assert not [name for name in values(metrics) if name[0] == "verbatim_failures_total"]


def test_words_of_a_chat_are_in_no_number(metrics: Metrics) -> None:
    logging.getLogger("slack_bolt").error("Unhandled: %s", WORDS)
    logging.getLogger("slack_sdk").error(f"failed: {WORDS}")  # noqa: G004 - as they do
    logging.getLogger("bot.server").error("it failed: %s", WORDS, extra={"error": WORDS})
    assert "beaches" not in metrics.text().decode()
    counted = values(metrics)
    assert counted["verbatim_failures_total", "", "slack_bolt"] == 1
    assert counted["verbatim_failures_total", "", "it failed: %s"] == 1


def test_kinds_of_failures_are_told_apart_up_to_a_limit(metrics: Metrics) -> None:
    for number in range(1000):
        logging.getLogger("bot").error("it failed", extra={"error": f"kind-{number}"})
    failures = {
        name: value for name, value in values(metrics).items() if name[0] == "verbatim_failures_total"
    }
    assert sum(failures.values()) == 1000
    assert len(failures) < 300


async def test_the_state_of_the_record_is_measured(redis: Redis, metrics: Metrics) -> None:
    states = CrawlState(redis)
    await states.note("fresh", SourceState("A", 10**10, succeeded="2025-09-05T12:00:00+00:00"))
    await states.note("never", SourceState("B", 60))
    queue = Queue(redis, "slack")
    await queue.put("a question", b"{}")
    metrics.note_record(await read_state(redis, ObservedCoverageReader(redis), {"slack": queue}))
    counted = values(metrics)
    assert counted["verbatim_record_up",] == 1
    assert counted["verbatim_record_damaged",] == 0
    assert counted["verbatim_record_bytes",] > 100_000
    assert counted["verbatim_record_evicted_keys",] >= 0
    assert counted["verbatim_queue_length", "slack"] == 1
    assert counted["verbatim_source_age_seconds", "fresh"] > 1e6
    assert ("verbatim_source_age_seconds", "never") not in counted
    assert (counted["verbatim_source_stale", "fresh"], counted["verbatim_source_stale", "never"]) == (0, 1)


def test_no_old_number_stands_for_a_record_that_is_away(metrics: Metrics) -> None:
    metrics.note_record(RecordState(7, ("pages",), 1, 0, {}, {"slack": 3}))
    assert values(metrics)["verbatim_record_damaged",] == 1
    metrics.note_record(None)
    counted = values(metrics)
    assert counted["verbatim_record_up",] == 0
    assert counted["verbatim_record_statements",] != counted["verbatim_record_statements",]  # NaN
    assert ("verbatim_queue_length", "slack") not in counted


def test_the_name_of_a_request_holds_inside_alone() -> None:
    with in_request("a", "slack"), in_request("b", "teams"):
        assert current_request().id == "b"
    assert current_request().id == ""


async def test_traces_have_a_span_for_each_step_and_no_words() -> None:
    export = pytest.importorskip("opentelemetry.sdk.trace.export")
    memory = pytest.importorskip("opentelemetry.sdk.trace.export.in_memory_span_exporter")
    exporter = memory.InMemorySpanExporter()

    async def away(_: Quote) -> Verdict:
        with step("search"):
            raise IndexUnavailableError(WORDS)

    with exporting(export.SimpleSpanProcessor(exporter)), in_request("17", "slack"):
        with pytest.raises(IndexUnavailableError):
            await observed(away)(Quote(WORDS))
        search, lookup = exporter.get_finished_spans()
    assert (search.name, lookup.name) == ("search", "lookup")
    assert search.parent.span_id == lookup.context.span_id
    assert lookup.attributes["verbatim.request"] == "17"
    assert lookup.attributes["error.type"] == "IndexUnavailableError"
    assert "beaches" not in search.to_json() + lookup.to_json()


def test_traces_without_the_extra_name_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    with pytest.raises(SettingsError, match=r"verbatim-bot\[traces\]"), tracing("http://127.0.0.1:4318"):
        pass


def test_without_an_address_nothing_is_loaded_that_makes_or_sends_traces() -> None:
    program = (
        "import sys, bot.serve\nfrom bot.traces import tracing\nwith tracing(''): pass\n"
        "print([name for name in sys.modules if name.startswith(('opentelemetry.sdk.trace', 'opentelemetry.exporter'))])"
    )
    assert succeed(sys.executable, "-c", program).stdout.strip() == "[]"
