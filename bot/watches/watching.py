"""Watched answers: the quotes that wait for the record to change, and those that must be verified again.

    follow   an answer that was given: when the record changes so that it would now differ, its thread is corrected
    watch    somebody asked for a notice: the same, for longer, and worded as good news
    queue_affected  statements came or went: the answers that they may concern are queued, each once

Nothing is verified and nothing is said here; `notifier` does both.

| key | holds |
|---|---|
| v:watched: + 16 bytes | sorted set: the watches that a channel asked for, by when they end |
| {v}:unseen | set: answers that the record may have changed for since they were last looked at |
"""

import hashlib
import time
from collections.abc import Callable, Iterable, Sequence

from bot.stores.answers import RedisMemory
from bot.stores.queue import Queue
from corpus.index.standing_queries import Watches
from corpus.judging.fingerprint import NOTHING_FOUND
from corpus.models import Statement, Watched
from corpus.storage.commands import ask, send
from corpus.storage.connection import Connection
from corpus.verdict import Rating, Verdict
from handlers.ports.address import Address
from handlers.replies.corrections import say_watch_gone, say_watching

DAY = 24 * 3600.0
WATCH_DAYS = 90
LOOK_AGAIN = DAY
"""Seconds after which a followed answer is verified again though no statement touched it: two names may be known as one."""

ANSWER, WATCH = "answer", "watch"
_UNSEEN = b"{v}:unseen"


class Watching:
    """The quotes that wait. Every method raises IndexUnavailableError when it cannot."""

    def __init__(
        self, client: Connection, memory: RedisMemory, clock: Callable[[], float] = time.time
    ) -> None:
        self.watches = Watches(client)
        self.queue = Queue(client, "notices")
        self._client = client
        self._memory = memory
        self.clock = clock

    async def follow(self, id_: str, verdict: Verdict, days: float, kind: str = ANSWER) -> None:
        """Follow a remembered answer for so many days."""
        if verdict.rating is Rating.TOO_SHORT:
            return
        now = self.clock()
        watch = Watched(id_, verdict.quote, now + max(1.0, days) * DAY, kind)
        shown = (verdict.closest, *verdict.parts) if verdict.rating not in NOTHING_FOUND else ()
        rests_on = dict.fromkeys(one.statement.id for one in shown if one)
        await self.watches.add(watch, tuple(rests_on), now + LOOK_AGAIN)

    async def watch(self, id_: str, address: Address) -> str:
        """Set a watch: notify this thread if the quote turns up. Return the sentence to show."""
        answer = await self._memory.get(id_)
        if not answer:
            return say_watch_gone()
        if answer.post == "" or answer.address is None:
            await self._memory.posted(id_, address, answer.post)
        await self.follow(id_, answer.verdict, WATCH_DAYS, WATCH)
        await self._memory.lengthen(id_, WATCH_DAYS)  # no notice can follow on a forgotten answer
        until = self.clock() + WATCH_DAYS * DAY
        await send(self._client, [("ZADD", _channel(address), round(until), id_)])
        return say_watching(until, address.chat)

    async def move(self, old: str, new: str, address: Address, verdict: Verdict) -> None:
        """Follow the answer that takes the place of an earlier one, for as long as that was followed."""
        before = await self.watches.get(old)
        days = (before.until - self.clock()) / DAY if before else 1.0
        over = verdict.rating is Rating.VERBATIM or not before or before.kind != WATCH
        await self.follow(new, verdict, days, ANSWER if over else WATCH)
        await self.watches.end(old)
        (removed,) = await send(self._client, [("ZREM", _channel(address), old)])
        if removed and before and not over:
            await send(self._client, [("ZADD", _channel(address), round(before.until), new)])

    async def listed(self, address: Address) -> list[Watched]:
        """Return the watches that were asked for in a channel, those that end soonest first."""
        (ids,) = await ask(self._client, [("ZRANGE", _channel(address), 0, -1)])
        watches = [await self.watches.get(id_.decode()) for id_ in ids]
        return [watch for watch in watches if watch and watch.kind == WATCH]

    async def end(self, id_: str) -> bool:
        """End a watch; its answer is followed no longer, either."""
        return await self.watches.end(id_)

    async def unwatch(self, id_: str, address: Address) -> bool:
        """End a watch that was asked for in a channel; its answer is still corrected, as any other."""
        (removed,) = await send(self._client, [("ZREM", _channel(address), id_)])
        before, answer = await self.watches.get(id_), await self._memory.get(id_)
        if not removed or not before:
            return False
        if not answer:
            return await self.watches.end(id_)
        await self.follow(id_, answer.verdict, (before.until - self.clock()) / DAY)
        return True

    async def queue_affected(
        self, statements: Sequence[Statement], removed_keys: Iterable[bytes] = ()
    ) -> None:
        """Queue the answers that may differ now that statements came, or those of some keys went."""
        await self.put(sorted(await self.watches.touched(statements, removed_keys)))

    async def put(self, ids: Sequence[str]) -> None:
        """Queue answers to be looked at; one that is being looked at just now is looked at again after."""
        if ids:
            await send(self._client, [("SADD", _UNSEEN, *ids)])
        for id_ in ids:
            await self.queue.put(id_, b"")

    async def seen(self, id_: str) -> None:
        """Note that the record is about to be looked at: what changes from here on is for another look."""
        await send(self._client, [("SREM", _UNSEEN, id_)])

    async def put_if_unseen(self, id_: str) -> None:
        """Queue an answer again where the record changed while it was looked at."""
        (changed,) = await ask(self._client, [("SISMEMBER", _UNSEEN, id_)])
        if changed:
            await self.queue.put(id_, b"")

    async def put_due(self, most: int = 200) -> int:
        """Queue the answers that nobody has looked at for a day, and end what is over; how many were queued."""
        now = self.clock()
        await self.watches.expire(now)
        due = await self.watches.due(now, now + LOOK_AGAIN, most)
        await self.put(due)
        return len(due)


def _channel(address: Address) -> bytes:
    place = f"{address.chat}\0{address.team}\0{address.channel}"
    return b"v:watched:" + hashlib.blake2b(place.encode("utf-8", "replace"), digest_size=16).digest()
