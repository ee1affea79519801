import io
import json
import logging
import warnings
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import FIELDS, JsonLines, TerminalLines, facts, start_logging

QUOTE = "Mr. Gorbachev, tear down this wall!"


class Rating(Enum):
    VERBATIM = "verbatim"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    # A server that another test has run may have silenced this one, for the whole process.
    monkeypatch.setattr(logging.getLogger("uvicorn.access"), "propagate", True)
    monkeypatch.setattr(logging.getLogger("uvicorn.access"), "level", logging.NOTSET)
    root = logging.getLogger()
    before = root.handlers[:], root.level, logging.raiseExceptions
    stream = io.StringIO()
    start_logging(stream)
    yield stream
    logging.captureWarnings(capture=False)
    root.handlers[:], root.level, logging.raiseExceptions = before


def record(message: str, *args: object, name: str = "corpus.verify", **extra: object) -> logging.LogRecord:
    made = logging.LogRecord(name, logging.INFO, "/app/verify.py", 7, message, args, None)
    made.__dict__.update(extra)
    return made


def test_an_event_is_one_line_of_json(stream: io.StringIO) -> None:
    logging.getLogger("bot.server").info("answered", extra={"rating": Rating.VERBATIM, "milliseconds": 3.1})
    told = json.loads(stream.getvalue())
    assert stream.getvalue().count("\n") == 1
    assert told.pop("time").endswith("Z")
    assert told == {"level": "info", "event": "answered", "rating": "VERBATIM", "milliseconds": 3.1}


def test_on_a_terminal_an_event_is_one_line_for_people() -> None:
    line = TerminalLines().format(record("answered", rating=Rating.VERBATIM, quotes=2))
    assert line[8:] == " info answered rating=VERBATIM quotes=2"


def test_a_terminal_is_recognized() -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level, logging.raiseExceptions
    try:
        start_logging(Terminal())
        assert isinstance(root.handlers[0].formatter, TerminalLines)
    finally:
        logging.captureWarnings(capture=False)
        root.handlers[:], root.level, logging.raiseExceptions = before


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        pytest.param("source", "un-general-debate", "un-general-debate", id="name"),
        pytest.param("source", QUOTE, "…", id="words"),
        pytest.param("source", "拆掉这堵墙", "…", id="words without spaces"),
        pytest.param("source", "wall\u2028level=error", "…", id="line separator"),
        pytest.param("source", "x" * 81, "…", id="long"),
        pytest.param("source", object(), "…", id="thing"),
        pytest.param("source", None, None, id="nothing"),
        pytest.param("error", ValueError(QUOTE), "ValueError", id="exception"),
        pytest.param("flags", [Rating.VERBATIM, QUOTE], ["VERBATIM", "…"], id="list"),
        pytest.param("file", Path("/data/speeches.jsonl"), "/data/speeches.jsonl", id="path"),
        pytest.param("url", "https://ann:secret@un.org/a?q=tear+down", "https://un.org/a", id="address"),
        pytest.param("url", "https://[tear", "…", id="no address"),
    ],
)
def test_a_field_tells_names_and_numbers_only(name: str, value: object, told: object) -> None:
    assert facts(record("read", **{name: value}))[name] == told


def test_a_field_that_is_not_on_the_list_is_not_told() -> None:
    assert facts(record("answered", quote="Nuts!", text="Nuts!", user="ann")) == {"event": "answered"}


def test_numbers_are_put_into_a_sentence_and_words_are_not() -> None:
    assert facts(record("read %d of %s", 3, QUOTE))["event"] == "read 3 of …"
    assert facts(record("read %d", QUOTE))["event"] == "read %d"
    assert facts(record("read %(n)s", {"n": QUOTE}))["event"] == "read %(n)s"


def test_an_error_tells_its_kind_and_place_but_not_its_message(stream: io.StringIO) -> None:
    try:
        int(QUOTE)
    except ValueError:
        logging.getLogger("handlers.slack").exception("could not answer")
    told = json.loads(stream.getvalue())
    assert told["error"] == "ValueError"
    assert told["trace"].startswith("test_logs.py:")
    assert "wall" not in stream.getvalue()


def test_a_library_tells_no_more_than_its_name_and_place(stream: io.StringIO) -> None:
    logging.getLogger("slack_bolt.AsyncApp").warning("Unhandled request: %s", {"text": QUOTE})
    logging.getLogger("slack_sdk").error(f"failed: {QUOTE}", exc_info=ValueError(QUOTE))  # noqa: G004 - as they do
    logging.getLogger("uvicorn.access").info('"GET /?q=%s HTTP/1.1" 200', QUOTE)
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        warnings.warn(QUOTE, stacklevel=1)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["event"].split()[0] for line in lines] == [
        "slack_bolt.AsyncApp",
        "slack_sdk",
        "uvicorn.access",
        "py.warnings",
    ]
    assert "wall" not in stream.getvalue()


words = st.text(min_size=1, max_size=30).map(lambda text: f"{text} wall")
values = st.recursive(words | st.builds(ValueError, words), st.lists, max_leaves=4)


@given(
    message=st.sampled_from(["answered", "answered %s", "answered %d", "%", "%(a)s %s"]),
    args=st.lists(values, max_size=2),
    extra=st.dictionaries(st.sampled_from([*FIELDS, "quote", "text"]), values, max_size=4),
    name=st.sampled_from(["bot.server", "handlers.slack.listeners", "slack_sdk", "root"]),
)
def test_whatever_is_logged_no_words_reach_the_line_and_it_is_one(
    message: str, args: list[object], extra: dict[str, Any], name: str
) -> None:
    made = record(message, *args, name=name, **extra)
    for line in (JsonLines().format(made), TerminalLines().format(made)):
        assert "wall" not in line
        assert len(line.splitlines()) == 1
