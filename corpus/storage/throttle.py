"""Throttling of work in the background: after each step it rests, in proportion to the time that the step took."""

import asyncio
import time

# Times what a step took: so two of three questions meet no such work, and half of them are as fast as ever. Measured with
# `python -m tests.bench retention`: with 1, half of the questions took 1.7 times as long as before.
REST = 2.0
_MOST = 1.0  # seconds, for a server that was slow once


class Throttle:
    """A throttle for one loop of work; call `rest` after each step."""

    def __init__(self, ratio: float = REST) -> None:
        self._ratio = ratio
        self._began = time.monotonic()

    async def rest(self) -> None:
        """Rest in proportion to the time since the last rest ended."""
        await asyncio.sleep(min(_MOST, self._ratio * (time.monotonic() - self._began)))
        self._began = time.monotonic()
