"""One line per event, never the chat's words.

Any module logs as usual, with a constant sentence and, as `extra`, some of FIELDS:

    logging.getLogger(__name__).info("answered", extra={"chat": "slack", "rating": rating, "milliseconds": 3.1})

What reaches the line is decided here alone, for everything that logs, libraries too. Nothing that could carry
words from a chat gets through: no text with a space in it, no message of an exception, no message of a library.
"""

import contextlib
import json
import logging
import re
import sys
import time
import traceback
from enum import Enum
from typing import TextIO
from urllib.parse import urlsplit

from handlers.ports.observing import current_request

FIELDS = (
    *("chat", "command", "delivery", "rating", "flags", "quotes", "milliseconds", "attempt"),
    *("source", "url", "status", "statements", "speakers", "documents", "bytes", "seconds"),
    *("team", "channel", "by"),
    *("host", "port", "store", "version", "file", "line", "field", "error", "cause"),
)

# Loggers whose sentences are constants in code that we know; of all others only name and place are written.
_OWN = ("bot", "handlers", "corpus", "uvicorn.error")

# A name, a number, a date, an address: one word. The length cuts off scripts that are written without spaces.
_WORD = re.compile(r"[\x21-\x7e]{1,80}")
_HIDDEN = "…"


def start_logging(stream: TextIO = sys.stderr, level: int = logging.INFO, form: str = "") -> None:
    """Send everything that is logged in this process to `stream`.

    `form` is "json", "text", or "" for text on a terminal and else JSON.
    """
    handler = logging.StreamHandler(stream)
    text = form == "text" or (not form and stream.isatty())
    handler.setFormatter(TerminalLines() if text else JsonLines())
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.captureWarnings(capture=True)
    logging.raiseExceptions = False  # it would print what could not be logged, words and all


class JsonLines(logging.Formatter):
    """JSON lines: `{"time": "…", "level": "info", "event": "answered", "request": "8f…", "rating": "VERBATIM"}`."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line for a record."""
        fields = {"time": _time(record), "level": record.levelname.lower(), **facts(record)}
        return json.dumps(fields, ensure_ascii=False)


class TerminalLines(logging.Formatter):
    """Lines for people: `12:55:31 info answered rating=VERBATIM`."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line for a record."""
        fields = facts(record)
        words = [_time(record)[11:19], record.levelname.lower(), str(fields.pop("event"))]
        return " ".join(words + [f"{name}={value}" for name, value in fields.items()])


def is_ours(record: logging.LogRecord) -> bool:
    """Return whether the sentence of a record is a constant in code that we know."""
    return any(record.name == name or record.name.startswith(f"{name}.") for name in _OWN)


def facts(record: logging.LogRecord) -> dict[str, object]:
    """Return what may be written of a record: its constant sentence, the allowed fields, the kind and place of an error."""
    fields: dict[str, object] = {
        "event": _sentence(record) if is_ours(record) else f"{record.name} {record.module}:{record.lineno}"
    }
    request = current_request()
    for name, value in (("request", request.id), ("chat", request.chat)):
        if value:
            fields[name] = _plain(name, value)
    for name in FIELDS:
        if name in record.__dict__:
            fields[name] = _plain(name, record.__dict__[name])
    if record.exc_info and record.exc_info[1] is not None:
        error = record.exc_info[1]
        fields["error"] = type(error).__name__
        fields["trace"] = _trace(error)
    return fields


def _sentence(record: logging.LogRecord) -> str:
    """Return the sentence of the code with its numbers put in; other arguments may be somebody's words."""
    args = record.args if isinstance(record.args, tuple) else ()
    sentence = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
    if args:
        with contextlib.suppress(TypeError, ValueError):
            sentence %= tuple(arg if isinstance(arg, int | float) else _HIDDEN for arg in args)
    return " ".join(sentence.split())


def plain_field(record: logging.LogRecord, name: str) -> object:
    """Return a field of a record as it may be written; None where it has none of this name."""
    return _plain(name, record.__dict__.get(name))


def _plain(name: str, value: object) -> object:
    """Return a value as it may be written: a number, a name, or a list of such."""
    if isinstance(value, Enum):
        return value.name
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, BaseException):
        return type(value).__name__
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(name, item) for item in value][:20]
    word = str(value) if isinstance(value, str) or hasattr(value, "__fspath__") else _HIDDEN
    if name == "url":
        word = _address(word)
    return word if _WORD.fullmatch(word) else _HIDDEN


def _address(url: str) -> str:
    """Return an address without its query and its password."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return _HIDDEN
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return _HIDDEN  # no address: it may be words
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _trace(error: BaseException) -> str:
    """Return where an error came from, innermost place first: `index.py:88 verify.py:40`."""
    frames = traceback.extract_tb(error.__traceback__, limit=-8)
    return " ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames))


def _time(record: logging.LogRecord) -> str:
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(record.created))}.{int(record.msecs):03}Z"
