"""Answers live on: a watch is told once, a correction says why, nothing is edited silently, and no outage is a finding."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis

from bot.load import starter
from bot.stores.answers import RedisMemory
from bot.watches.notifier import Notifier
from bot.watches.watching import WATCH_DAYS, Watching
from corpus.collecting.coverage import CoverageReader
from corpus.errors import DeliveryError
from corpus.index.retention import Retention
from corpus.language.identity import Identity, Match, Reason
from corpus.models import Quote, Source, Statement
from corpus.verdict import Rating
from corpus.verify import Verifier
from handlers.ports.address import Address
from handlers.replies.reply import Reply, plain
from tests.support.record import Record
from tests.support.waiting import patience, until

HERE = Address("test", "T1", "C1", "100.1", "U1")
GOLDEN = Quote("Western troops in Ukraine would be lawful targets", "Putin")
UTTERANCE = "putin-eef-2025-legitimate-targets"
BEACHES = Statement(
    "beaches", "Winston Churchill", "We shall fight on the beaches.", Source("Hansard", date="1940-06-04")
)
OTHER = Statement("tears", "Winston Churchill", "I have nothing to offer but blood, toil, tears and sweat.")


@dataclass
class Chat:
    """A chat that keeps what it is sent, and is down for as many calls as it is told."""

    down: int = 0
    posts: list[tuple[Address, Reply]] = field(default_factory=list)
    marks: dict[str, Reply] = field(default_factory=dict)

    async def send(self, address: Address, reply: Reply) -> str:
        if self.down:
            self.down -= 1
            raise DeliveryError("down")
        self.posts.append((address, reply))
        return f"post-{len(self.posts)}"

    async def mark(self, address: Address, post: str, reply: Reply) -> None:
        assert address
        self.marks[post] = reply


class Newsroom:
    """Everything that a thread's life needs, on one record."""

    def __init__(self, redis: Redis) -> None:
        self.now = 0.0
        self.memory = RedisMemory(redis)
        self.watching = Watching(redis, self.memory)
        self.index = Record(redis, on_change=self.watching.queue_affected)
        self.verifier = Verifier(self.index, CoverageReader(redis))
        self.chat = Chat()

    def notifier(self) -> Notifier:
        return Notifier(self.watching, self.memory, self.index, self.verifier.verify, {"test": self.chat})

    async def ask(self, quote: Quote, post: str = "first") -> str:
        verdict = await self.verifier.verify(quote)
        id_ = await self.memory.keep(verdict, HERE, 30)
        await self.watching.follow(id_, verdict, 30)
        if post:
            await self.memory.posted(id_, HERE, post)
        return id_


@pytest.fixture
def room(redis: Redis) -> Newsroom:
    return Newsroom(redis)


async def test_a_quote_that_turns_up_is_told_in_its_thread_with_the_new_verdict(room: Newsroom) -> None:
    await room.index.add([s for s in starter() if s.utterance != UTTERANCE])
    id_ = await room.ask(GOLDEN)
    assert "until" in await room.watching.watch(id_, HERE)
    assert await room.notifier().work_off() == 0
    await room.index.add([s for s in starter() if s.utterance == UTTERANCE])
    assert await room.notifier().work_off() == 1
    [(address, reply)] = room.chat.posts
    assert address == HERE
    assert reply.headline.startswith("It turned up")
    assert reply.rating is Rating.PARAPHRASED
    assert reply.wording
    assert "legitimate targets" in plain(reply)


async def test_without_a_watch_the_posted_answer_is_corrected_all_the_same(room: Newsroom) -> None:
    await room.index.add([OTHER])
    await room.ask(Quote("We shall fight on the beaches", "Churchill"))
    await room.index.add([BEACHES])
    assert await room.notifier().work_off() == 1
    assert "in the record now" in room.chat.posts[0][1].summary


async def test_the_earlier_post_is_marked_and_keeps_its_words(room: Newsroom) -> None:
    await room.index.add([OTHER])
    id_ = await room.ask(Quote("We shall fight on the beaches", "Churchill"))
    await room.index.add([BEACHES])
    await room.notifier().work_off()
    mark = room.chat.marks["first"]
    assert mark.headline == "Superseded: Not documented"
    assert "I found no record of this wording" in mark.summary
    remembered = await room.memory.get(id_)
    assert remembered
    assert remembered.superseded
    assert remembered.verdict.rating is Rating.NOT_DOCUMENTED


async def test_a_withdrawn_statement_is_a_correction_that_says_so(room: Newsroom) -> None:
    await room.index.add([BEACHES, OTHER])
    await room.ask(Quote("We shall fight on the beaches", "Churchill"))
    await room.index.remove([BEACHES.id])
    assert await room.notifier().work_off() == 1
    reply = room.chat.posts[0][1]
    assert reply.headline == "Correction: Not documented"
    assert (
        "is no longer in the record; whether its source took it back, the record does not say"
        in reply.summary
    )


async def test_a_statement_that_its_source_withdrew_is_a_correction_that_says_when(room: Newsroom) -> None:
    await room.index.add([BEACHES, OTHER])
    await room.ask(Quote("We shall fight on the beaches", "Churchill"))
    await room.index.add([replace(BEACHES, withdrawn="1940-06-05")])
    assert await room.notifier().work_off() == 1
    reply = room.chat.posts[0][1]
    assert reply.rating is Rating.VERBATIM
    assert "was corrected or removed by its source, known on 5 June 1940" in reply.summary


async def test_words_that_the_source_changed_are_a_correction_that_says_so(room: Newsroom) -> None:
    await room.index.add([BEACHES, OTHER])
    await room.ask(Quote("We shall fight on the beaches", "Churchill"))
    await room.index.add([replace(BEACHES, text="We shall not fight on the beaches.")])
    assert await room.notifier().work_off() == 1
    reply = room.chat.posts[0][1]
    assert reply.rating is not Rating.VERBATIM
    assert "were changed in the record" in reply.summary


async def test_a_statement_that_is_now_somebody_elses_is_a_correction_that_names_them(room: Newsroom) -> None:
    await room.index.add([BEACHES, OTHER])
    await room.ask(Quote("We shall fight on the beaches", "Churchill"))
    await room.index.add([replace(BEACHES, speaker="Clement Attlee")])
    assert await room.notifier().work_off() == 1
    assert "is now on record as Clement Attlee’s" in room.chat.posts[0][1].summary


async def test_a_correction_can_be_corrected(room: Newsroom) -> None:
    await room.index.add([OTHER])
    await room.ask(Quote("We shall fight on the beaches", "Churchill"))
    await room.index.add([BEACHES])
    await room.notifier().work_off()
    await room.index.remove([BEACHES.id])
    await room.notifier().work_off()
    assert [reply.headline.split(":")[0] for _, reply in room.chat.posts] == ["It turned up", "Correction"]
    assert set(room.chat.marks) == {"first", "post-1"}


async def test_what_leaves_the_verdict_as_it_was_is_not_told(room: Newsroom) -> None:
    await room.index.add([BEACHES, OTHER])
    await room.ask(Quote("We shall fight on the beaches", "Churchill"))
    await room.index.add([replace(OTHER, id="a", text="We shall fight for more houses.")])
    assert await room.notifier().work_off() == 0
    assert room.chat.posts == []


async def test_an_answer_that_nobody_sees_is_not_corrected(room: Newsroom) -> None:
    await room.index.add([OTHER])
    await room.ask(Quote("We shall fight on the beaches", "Churchill"), post="")
    await room.index.add([BEACHES])
    assert await room.notifier().work_off() == 0


async def test_two_collectors_that_index_the_same_statement_give_one_notice(
    room: Newsroom, redis: Redis
) -> None:
    await room.index.add([OTHER])
    await room.ask(Quote("We shall fight on the beaches", "Churchill"))
    others = [Record(redis, on_change=Watching(redis, room.memory).queue_affected) for _ in range(2)]
    await asyncio.gather(*(index.add([BEACHES]) for index in others))
    told = await asyncio.gather(room.notifier().work_off(), room.notifier().work_off())
    await room.index.add([BEACHES])
    assert sum(told) + await room.notifier().work_off() == 1
    assert len(room.chat.posts) == 1


async def test_a_chat_that_is_down_is_told_later_and_once(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.watches.notifier._FIRST_WAIT", 0.02)
    await room.index.add([OTHER])
    await room.ask(Quote("We shall fight on the beaches", "Churchill"))
    room.chat.down = 2
    await room.index.add([BEACHES])
    notifier = room.notifier()
    assert await notifier.work_off() == 0
    assert room.chat.posts == []
    await until("the notice", notifier.work_off)
    assert await notifier.work_off() == 0
    assert len(room.chat.posts) == 1


async def test_what_changes_while_an_answer_is_looked_over_is_not_lost(room: Newsroom) -> None:
    await room.index.add([OTHER])
    await room.ask(Quote("We shall fight on the beaches", "Churchill"))
    await room.index.add([replace(OTHER, id="near", text="We shall fight on the hills.")])
    notifier = room.notifier()

    async def late(quote: Quote):  # noqa: ANN202 - a Verdict
        verdict = await room.verifier.verify(quote)
        notifier._verify = room.verifier.verify
        await room.index.add([BEACHES])  # too late for this verdict
        return verdict

    notifier._verify = late
    await notifier.work_off()
    assert len(room.chat.posts) == 1


async def test_watches_are_listed_in_their_channel_and_can_be_ended(room: Newsroom) -> None:
    await room.index.add([OTHER])
    id_ = await room.ask(Quote("We shall fight on the beaches", "Churchill"))
    await room.watching.watch(id_, HERE)
    [watch] = await room.watching.listed(HERE)
    assert watch.quote.text == "We shall fight on the beaches"
    assert await room.watching.listed(replace(HERE, channel="C2")) == []
    assert not await room.watching.unwatch(id_, replace(HERE, channel="C2"))
    assert await room.watching.unwatch(id_, HERE)
    assert await room.watching.listed(HERE) == []


async def test_an_answer_whose_watch_was_ended_is_corrected_as_any_other(room: Newsroom) -> None:
    await room.index.add([OTHER])
    id_ = await room.ask(Quote("We shall fight on the beaches", "Churchill"))
    await room.watching.watch(id_, HERE)
    await room.watching.unwatch(id_, HERE)
    await room.index.add([BEACHES])
    assert await room.notifier().work_off() == 1
    [(_, reply)] = room.chat.posts
    assert "asked to be told" not in reply.summary


async def test_an_answer_is_kept_as_long_as_it_is_watched_and_forget_me_still_finds_it(
    room: Newsroom, redis: Redis
) -> None:
    id_ = await room.ask(Quote("We shall fight on the beaches", "Churchill"))
    day = 24 * 3600
    assert await redis.ttl(f"v:answer:{id_}") <= 30 * day
    await room.watching.watch(id_, HERE)
    kept = {key: await redis.ttl(key) async for key in redis.scan_iter(b"v:a[ns]*")}
    assert len(kept) == 2
    assert all(seconds > (WATCH_DAYS - 1) * day for seconds in kept.values())
    assert await room.memory.forget_user(HERE.chat, HERE.team, HERE.user) == 1


async def test_a_watch_that_is_over_is_told_nothing_and_leaves_nothing(room: Newsroom, redis: Redis) -> None:
    await room.index.add([OTHER])
    id_ = await room.ask(Quote("We shall fight on the beaches", "Churchill"))
    await room.watching.watch(id_, HERE)
    at = room.watching.clock()
    room.watching.clock = lambda: at + (WATCH_DAYS + 1) * 86400
    await room.watching.put_due()
    assert await room.watching.watches.count() == 0
    await room.index.add([BEACHES])
    assert await room.notifier().work_off() == 0
    assert [key async for key in redis.scan_iter(b"v:wl*")] == []


async def test_an_answer_that_no_statement_touched_is_looked_over_after_a_day(
    room: Newsroom, redis: Redis
) -> None:
    await room.index.add([OTHER])
    await room.ask(Quote("We shall fight on the beaches", "Churchill"))
    await Record(redis).add([BEACHES])  # by a program that knows nothing of watches
    assert await room.watching.put_due() == 0
    at = room.watching.clock()
    room.watching.clock = lambda: at + 86401
    assert await room.watching.put_due() == 1
    assert await room.notifier().work_off() == 1


async def test_an_answer_that_was_forgotten_is_looked_over_once_and_no_more(room: Newsroom) -> None:
    await room.index.add([OTHER])
    id_ = await room.ask(Quote("We shall fight on the beaches", "Churchill"))
    await room.memory.forget(id_)
    await room.index.add([BEACHES])
    async with patience("the end of the work"):
        assert await room.notifier().work_off() == 0
    assert await room.watching.watches.count() == 0


async def test_a_watch_on_an_answer_that_is_forgotten_says_so(room: Newsroom) -> None:
    assert "no longer remember" in await room.watching.watch("gone", HERE)


async def test_what_is_kept_no_longer_is_a_correction_of_what_rested_on_it(room: Newsroom) -> None:
    await room.index.add([BEACHES, OTHER])
    await room.ask(Quote("We shall fight on the beaches", "Churchill"))
    await room.index.expire(Retention(since=datetime.now(UTC) + timedelta(days=1)))
    assert await room.notifier().work_off() == 1
    assert "no longer in the record" in room.chat.posts[0][1].summary


async def test_two_names_that_become_known_as_one_are_a_correction_within_a_day(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    await room.index.add([replace(BEACHES, speaker="The Former Naval Person"), OTHER])
    await room.ask(Quote("We shall fight on the beaches", "Churchill"))
    same = Identity(Match.SAME, Reason.ALIAS)
    monkeypatch.setattr("corpus.judging.judge.identify", lambda *_: same)
    at = room.watching.clock()
    room.watching.clock = lambda: at + 86401
    assert await room.watching.put_due() == 1
    assert await room.notifier().work_off() == 1
    reply = room.chat.posts[0][1]
    assert reply.headline.startswith("Correction: ")
    assert "two names are known to be one speaker" in reply.summary
    assert await room.watching.put_due() == 0
