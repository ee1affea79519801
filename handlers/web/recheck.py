"""Looking again for the visitors of a page, within bounds: what they cost the record is not theirs to decide."""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable

from corpus.errors import FactCheckError
from corpus.models import Quote
from corpus.verdict import Verdict
from handlers.messages import say
from handlers.ports.answers import Remembered
from handlers.replies.corrections import say_since, say_since_unknown

Recheck = Callable[[Quote], Awaitable[Verdict]]

PATIENCE = 2.0  # seconds that a visitor waits for it
FRESH = 60.0  # seconds for which one look stands for all visitors of a page
MOST = 120  # looks in a minute, for all pages together
_KEPT = 1_000


class Looks:
    """Says of an answer whether the record gives the same one now; an outage never costs the answer of then."""

    def __init__(self, recheck: Recheck, clock: Callable[[], float] = time.monotonic) -> None:
        self._recheck = recheck
        self._clock = clock
        self._known: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self._times: deque[float] = deque(maxlen=MOST)

    async def say(self, found: Remembered) -> str:
        """Return a sentence: the check of the last minute, a new one, or why there is none."""
        now = self._clock()
        when, said = self._known.get(found.id, (0.0, ""))
        if said and now - when < FRESH:
            return said
        if len(self._times) == MOST and now - self._times[0] < 60:
            return say("web.too_many")
        self._times.append(now)
        said = await self._look(found)
        self._known[found.id] = (now, said)
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return said

    async def _look(self, found: Remembered) -> str:
        try:
            async with asyncio.timeout(PATIENCE):
                return say_since(found.verdict, await self._recheck(found.verdict.quote))
        except (FactCheckError, TimeoutError):
            return say_since_unknown()
