"""The name of a request in logs, metrics and traces, and the steps that it takes. Nothing here records them.

    with in_request(request_id(question.key), "slack"):
        with step("settings"):
            …

The name of a question is made from its idempotency key, so it stays the same in another process after a restart.
"""

import contextlib
import hashlib
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RequestName:
    """The identifier of a request, which says nothing of its content, and the chat that it came from."""

    id: str = ""
    chat: str = ""


class StepObserver(Protocol):
    """Something that measures steps."""

    def step(self, name: str) -> AbstractContextManager[None]:
        """Return a context that measures one step."""


_NOBODY = RequestName()
_request: ContextVar[RequestName] = ContextVar("verbatim_request", default=_NOBODY)
_observers: list[StepObserver] = []  # of the process, like the handlers of its loggers


def request_id(key: str = "") -> str:
    """Return an identifier for the request of an idempotency key; a random one without a key.

    >>> request_id("slack:C1:17") == request_id("slack:C1:17"), len(request_id())
    (True, 16)
    """
    return hashlib.blake2b(key.encode(), digest_size=8).hexdigest() if key else secrets.token_hex(8)


def current_request() -> RequestName:
    """Return the request that the running task works on; an empty name where there is none."""
    return _request.get()


@contextlib.contextmanager
def in_request(id_: str, chat: str) -> Iterator[None]:
    """Name the request for the time of the context, and for the tasks that are started in it."""
    token = _request.set(RequestName(id_, chat))
    try:
        yield
    finally:
        _request.reset(token)


@contextlib.contextmanager
def observed_by(observer: StepObserver) -> Iterator[None]:
    """Let an observer measure all steps of the process for the time of the context."""
    _observers.append(observer)
    try:
        yield
    finally:
        _observers.remove(observer)


@contextlib.contextmanager
def step(name: str) -> Iterator[None]:
    """Measure a step; without an observer this does nothing."""
    if not _observers:
        yield
        return
    with contextlib.ExitStack() as measuring:
        for observer in _observers:
            measuring.enter_context(observer.step(name))
        yield


def failure(error: BaseException) -> dict[str, str]:
    """Return what may be logged of a failure: its kind, and the kind of what caused it.

    >>> failure(ValueError("Nuts!"))
    {'error': 'ValueError'}
    """
    cause = error
    while cause.__cause__ is not None:
        cause = cause.__cause__
    kinds = {"error": type(error).__name__}
    return kinds if cause is error else kinds | {"cause": type(cause).__name__}
