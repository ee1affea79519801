"""Rechecks of an answer for the visitors of its page, within bounds on what they cost the record."""

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
FRESH = 60.0  # seconds for which one recheck serves for all visitors of a page
MOST = 120  # rechecks in a minute, for all pages together
_KEPT = 1_000


class Rechecks:
    """Rechecks: does the record give the same answer now? An outage never costs the answer of then."""

    def __init__(self, recheck: Recheck, clock: Callable[[], float] = time.monotonic) -> None:
        self._recheck = recheck
        self._clock = clock
        self._known: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self._times: deque[float] = deque(maxlen=MOST)

    async def say(self, answer: Remembered) -> str:
        """Return a sentence: the check of the last minute, a new one, or why there is none."""
        now = self._clock()
        when, sentence = self._known.get(answer.id, (0.0, ""))
        if sentence and now - when < FRESH:
            return sentence
        if len(self._times) == MOST and now - self._times[0] < 60:
            return say("web.too_many")
        self._times.append(now)
        sentence = await self._recheck_now(answer)
        self._known[answer.id] = (now, sentence)
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return sentence

    async def _recheck_now(self, answer: Remembered) -> str:
        try:
            async with asyncio.timeout(PATIENCE):
                return say_since(answer.verdict, await self._recheck(answer.verdict.quote))
        except (FactCheckError, TimeoutError):
            return say_since_unknown()
