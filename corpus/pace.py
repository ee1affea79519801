"""Work in the background gives way: after each piece it rests, for as long as the piece took or a part of that."""

import asyncio
import time

# Of the time that a piece took. Measured with `python -m tests.bench retention`.
REST = 1.0
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
