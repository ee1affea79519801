"""Worker behind watches and corrections: verifies queued answers again and notifies their threads of what changed.

    claim → verify → differs? → post → supersede the earlier answer → mark its post

A chat that is down is tried again later; the post goes out once, for the queue gives an answer to one worker at a time,
and an answer that has been superseded is not looked at again. (A worker that is killed between the post and the note
of it is the one case in which a thread is notified twice.)
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from bot.stores.answers import RedisMemory
from bot.stores.queue import Item
from bot.watches.watching import DAY, WATCH, Watching
from corpus.errors import DeliveryError, FactCheckError, IndexUnavailableError, QuoteError
from corpus.judging.fingerprint import fingerprint
from corpus.models import Quote, Statement, Watched
from corpus.search.searcher import Searcher
from corpus.storage import keys
from corpus.verdict import Verdict
from handlers.ports.answers import Remembered
from handlers.replies.corrections import GoneError, Sender, compose_change, superseded

LEASE = 120.0  # seconds: longer than a verdict and a post take
LONGEST_WAIT = 600.0  # seconds between two tries to deliver
_FIRST_WAIT = 5.0
_IDLE = 2.0  # seconds between two looks at an empty queue
_DUE_EVERY = 60.0

log = logging.getLogger(__name__)


class Notifier:
    """Worker that verifies queued answers again and notifies their threads; `senders` by the name of their chat."""

    def __init__(
        self,
        watching: Watching,
        memory: RedisMemory,
        searcher: Searcher,
        verify: Callable[[Quote], Awaitable[Verdict]],
        senders: Mapping[str, Sender],
    ) -> None:
        self._watching = watching
        self._memory = memory
        self._searcher = searcher
        self._verify = verify
        self._senders = senders

    async def run(self) -> None:
        """Work for ever; an outage of the record is waited out."""
        due = 0.0
        while True:
            try:
                now = asyncio.get_running_loop().time()
                if now >= due:
                    await self._watching.put_due()
                    due = now + _DUE_EVERY
                if not await self.work_off():
                    await self._watching.queue.wait(_IDLE)
            except FactCheckError as error:
                log.warning("watches are waiting", extra={"error": type(error).__name__})
                await asyncio.sleep(_FIRST_WAIT)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Work beside whatever else is going on, for the time of the context."""
        work = asyncio.create_task(self.run())
        try:
            yield
        finally:
            work.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await work

    async def work_off(self) -> int:
        """Look over all that is due now; how many notices went out. Raises IndexUnavailableError."""
        notified = 0
        while item := await self._watching.queue.claim(LEASE):
            notified += await self._process(item)
        return notified

    async def _process(self, item: Item) -> bool:
        tries = int(item.body or 0)
        try:
            notified = await self._verify_again(item)
        except GoneError:
            await self._watching.end(item.key)
            notified = False
        except (DeliveryError, IndexUnavailableError) as error:
            log.warning("a notice waits", extra={"error": type(error).__name__})
            wait = min(LONGEST_WAIT, _FIRST_WAIT * 2 ** min(tries, 20))
            await self._watching.queue.again(item, wait, str(tries + 1).encode())
            return False
        except Exception as error:  # noqa: BLE001 - one answer must not stop the others
            log.error("a notice failed", extra={"error": error})  # noqa: TRY400 - a message may hold the chat's words
            notified = False
        await self._watching.queue.done(item)
        await self._watching.put_if_unseen(item.key)
        return notified

    async def _verify_again(self, item: Item) -> bool:
        """Verify an answer's quote again; True where its thread was notified of a change."""
        await self._watching.seen(item.key)
        before = await self._memory.get(item.key)
        watch = await self._watching.watches.get(item.key)
        if not before or not watch or before.superseded:
            await self._watching.end(item.key)
            return False
        try:
            after = await self._verify(before.verdict.quote)
        except QuoteError:  # its limits are others now
            return False
        if fingerprint(after) == fingerprint(before.verdict):
            return False
        if (
            not before.address
            or before.address.chat not in self._senders
            or not self._is_wanted(before, watch.kind)
        ):
            return False
        return await self._notify(item, before, watch, after)

    @staticmethod
    def _is_wanted(before: Remembered, kind: str) -> bool:
        """Return whether somebody can see the answer, or asked to be notified."""
        return bool(before.post) or kind == WATCH

    async def _notify(self, item: Item, before: Remembered, watch: Watched, after: Verdict) -> bool:
        address = before.address
        assert address, "looked at before"
        sender = self._senders[address.chat]
        held = await self._held(before.verdict)
        reply = compose_change(before.verdict, after, before.when, watched=watch.kind == WATCH, held=held)
        days = max(1, round((watch.until - self._watching.clock()) / DAY))
        if not await self._watching.queue.hold(item, LEASE):  # another worker has it meanwhile
            return False
        new = await self._memory.keep(after, address, days)
        try:
            post = await sender.send(address, replace(reply, id=new))
        except DeliveryError:
            await self._memory.forget(new)
            raise
        await self._memory.posted(new, address, post)
        await self._memory.supersede(before.id, new)
        await self._watching.move(before.id, new, address, after)
        if before.post:
            await self._mark(sender, before)
        return True

    async def _held(self, verdict: Verdict) -> list[Statement] | None:
        if not verdict.closest:
            return None
        return await self._searcher.whole([keys.identity(verdict.closest.statement.id)])

    async def _mark(self, sender: Sender, before: Remembered) -> None:
        """Mark the earlier post; if it was deleted, nobody is notified again."""
        assert before.address, "looked at before"
        now = datetime.now(UTC).date().isoformat()
        try:
            await sender.mark(before.address, before.post, superseded(before.verdict, before.id, now))
        except DeliveryError as error:
            log.warning("an earlier post was not marked", extra={"error": type(error).__name__})
