"""Work in the background gives way: after each piece it rests, in proportion to what the piece took."""

import asyncio
import time

# Times what a piece took: so two of three questions meet nobody at work, and half of them wait as ever. Measured with
# `python -m tests.bench retention`: with 1, half of the questions took 1.7 times as long as before.
REST = 2.0
_MOST = 1.0  # seconds: a server that was slow once need not be waited for


class Pace:
    """How fast somebody goes. `breathe` after each piece."""

    def __init__(self, rest: float = REST) -> None:
        self._rest = rest
        self._began = time.monotonic()

    async def breathe(self) -> None:
        """Rest, in proportion to the time since the last rest ended."""
        await asyncio.sleep(min(_MOST, self._rest * (time.monotonic() - self._began)))
        self._began = time.monotonic()
