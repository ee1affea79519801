"""Bounds of work in processor time, which neither a slow machine nor busy neighbours make too tight."""

import contextlib
import time
from collections.abc import Iterator

_PROBE = 0.03  # seconds of processor time that `_probe` takes on a quiet core of a usual machine
_ROOM = 2.0  # caches that are shared with neighbours cost the body more than they cost the probe


@contextlib.contextmanager
def budget(seconds: float) -> Iterator[None]:
    """Fail where the body takes more processor time than `seconds` on a quiet core of a usual machine would be."""
    slower = max(1.0, min(_probe() for _ in range(3)) / _PROBE)
    began = time.process_time()
    yield
    slower = max(slower, min(_probe() for _ in range(3)) / _PROBE)
    took = time.process_time() - began
    assert took < seconds * slower * _ROOM, f"took {took:.1f} s of processor time, {slower:.1f} times as slow"


def _probe() -> float:
    """Do a fixed amount of work; the processor time that it took."""
    began = time.process_time()
    words: dict[str, int] = {}
    for number in range(100_000):
        word = f"w{number % 997}"
        words[word] = words.get(word, 0) + 1
    return time.process_time() - began
