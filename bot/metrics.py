"""What Prometheus reads at `/metrics`: answers, failures, how long each step takes, and the state of the record.

Answers and failures are counted from the log, so that a number and the lines behind it never disagree.
"""

import contextlib
import logging
import re
import time
from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

from bot import __version__
from bot.logs import is_ours, plain_field
from bot.record_state import RecordState, now
from handlers.ports.observing import current_request, observed_by

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4

ANSWERED = frozenset({"answered", "answered with a brief"})
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_KIND = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,60}")
_MOST_KINDS = 200  # pairs of event and error that are told apart: each is a series that Prometheus keeps


class Metrics:
    """The numbers of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._kinds: set[tuple[str, str]] = set()
        ProcessCollector(registry=self.registry)
        info = Gauge("verbatim_build_info", "The version that runs.", ["version"], registry=self.registry)
        info.labels(__version__).set(1)
        self._answers = Counter(
            "verbatim_answers", "Answers by chat and rating.", ["chat", "rating"], registry=self.registry
        )
        self._failures = Counter(
            "verbatim_failures", "Warnings and errors of the log.", ["event", "error"], registry=self.registry
        )
        self._steps = Histogram(
            "verbatim_step_seconds",
            "How long each step of an answer takes.",
            ["step"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._chats = self._gauge("verbatim_chat_connected", "1 where the chat can reach the bot.", "chat")
        self._up = self._gauge("verbatim_record_up", "1 where the record's server answers.")
        self._whole = self._gauge("verbatim_record_damaged", "1 where part of the record is gone.")
        self._statements = self._gauge("verbatim_record_statements", "Statements in the record.")
        self._bytes = self._gauge("verbatim_record_bytes", "Memory that the record's server uses.")
        self._evicted = self._gauge("verbatim_record_evicted_keys", "Keys that the server has thrown away.")
        self._age = self._gauge("verbatim_source_age_seconds", "Time since a source was last read.", "source")
        self._stale = self._gauge("verbatim_source_stale", "1 where a source is overdue.", "source")
        self._queues = self._gauge("verbatim_queue_length", "Work that waits or is under way.", "queue")

    def _gauge(self, name: str, help_: str, *labels: str) -> Gauge:
        return Gauge(name, help_, labels, registry=self.registry)

    @contextlib.contextmanager
    def counting(self) -> Iterator[None]:
        """Count what is logged, and measure the steps, for the time of the context."""
        handler = _Counting(self)
        root = logging.getLogger()
        root.addHandler(handler)
        try:
            with observed_by(self):
                yield
        finally:
            root.removeHandler(handler)

    @contextlib.contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure one step."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self._steps.labels(name).observe(time.perf_counter() - began)

    def count(self, record: logging.LogRecord) -> None:
        """Count an answer or a failure."""
        event = record.msg if isinstance(record.msg, str) else ""
        if not is_ours(record):
            event = record.name  # of a library only its name is known to be no words
        if event in ANSWERED:
            chat = current_request().chat or "none"
            self._answers.labels(chat, str(plain_field(record, "rating"))).inc()
        elif record.levelno >= logging.WARNING:
            self._failures.labels(*self._bounded(event, _kind(record))).inc()

    def _bounded(self, event: str, error: str) -> tuple[str, str]:
        pair = (event, error)
        if pair not in self._kinds and len(self._kinds) >= _MOST_KINDS:
            return ("other", "")
        self._kinds.add(pair)
        return pair

    def note_chats(self, connected: Mapping[str, bool]) -> None:
        """Note which chats can reach the bot."""
        for chat, up in connected.items():
            self._chats.labels(chat).set(up)

    def note_record(self, state: RecordState | None) -> None:
        """Note the state of the record; None where it does not answer, and then no old number stands for it."""
        for gauge in (self._age, self._stale, self._queues):
            gauge.clear()
        self._up.set(state is not None)
        if not state:
            for single in (self._whole, self._statements, self._bytes, self._evicted):
                single.set(float("nan"))
            return
        self._whole.set(bool(state.damaged))
        self._statements.set(state.statements)
        self._bytes.set(float("nan") if state.memory is None else state.memory)
        self._evicted.set(float("nan") if state.evicted is None else state.evicted)
        at = now()
        for source, age in state.ages(at).items():
            self._age.labels(source).set(age)
        for source, late in state.stale(at).items():
            self._stale.labels(source).set(late)
        for queue, length in state.queues.items():
            self._queues.labels(queue).set(length)

    def text(self) -> bytes:
        """Return all numbers in Prometheus' text format."""
        return generate_latest(self.registry)


class _Counting(logging.Handler):
    """A handler of the log that counts."""

    def __init__(self, metrics: Metrics) -> None:
        super().__init__(logging.INFO)
        self._metrics = metrics

    def emit(self, record: logging.LogRecord) -> None:
        """Count one record."""
        self._metrics.count(record)


def _kind(record: logging.LogRecord) -> str:
    """Return the kind of error that a record names; "" where it names none."""
    if record.exc_info and record.exc_info[1] is not None:
        return type(record.exc_info[1]).__name__
    kind = plain_field(record, "error")
    return kind if isinstance(kind, str) and _KIND.fullmatch(kind) else ""
