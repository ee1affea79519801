"""Queued work is taken by one worker, outlives it, and is done once; posts in a lane keep their distance."""

import asyncio

from redis.asyncio import Redis

from bot.stores.queue import Queue, Throttle
from tests.support.waiting import DEADLINE, patience, until


async def test_an_item_is_taken_once_and_gone_when_done(redis: Redis) -> None:
    queue = Queue(redis, "work")
    assert await queue.put("a", b"body")
    assert not await queue.put("a", b"the same again")
    item = await queue.claim(10)
    assert item
    assert (item.key, item.body) == ("a", b"body")
    assert await queue.claim(10) is None
    assert await queue.done(item)
    assert await queue.size() == 0
    assert await redis.dbsize() == 0


async def test_any_number_of_workers_share_the_items(redis: Redis) -> None:
    queue = Queue(redis, "work")
    for number in range(50):
        await queue.put(str(number), b"")

    async def worker() -> list[str]:
        taken = []
        while item := await queue.claim(10):
            taken.append(item.key)
            await queue.done(item)
        return taken

    taken = await asyncio.gather(*(worker() for _ in range(5)))
    assert sorted(key for keys in taken for key in keys) == sorted(str(number) for number in range(50))


async def test_the_work_of_a_worker_that_died_comes_back_and_is_no_longer_its_own(redis: Redis) -> None:
    queue = Queue(redis, "work")
    await queue.put("a", b"body")
    first = await queue.claim(0.05)
    second = await until("the end of a lease", lambda: queue.claim(DEADLINE))
    assert first
    assert second
    assert not await queue.done(first)
    assert not await queue.again(first, 0)
    assert not await queue.hold(first, 10)
    assert await queue.done(second)


async def test_work_put_back_comes_with_what_was_noted_and_not_before_its_time(redis: Redis) -> None:
    queue = Queue(redis, "work")
    await queue.put("a", b"0 of 2")
    item = await queue.claim(10)
    assert item
    assert await queue.hold(item, 10, b"1 of 2")
    assert await queue.again(item, DEADLINE, b"1 of 2")
    assert await queue.claim(10) is None
    assert await queue.note("a", b"2 of 2", 0.1)
    back = await until("its time", lambda: queue.claim(10))
    assert back.body == b"2 of 2"


async def test_what_was_put_first_is_taken_first(redis: Redis) -> None:
    queue = Queue(redis, "work")
    await queue.put("later", b"", after=1)
    await queue.put("now", b"")
    first = await until("the first", lambda: queue.claim(DEADLINE))
    second = await until("the time of the second", lambda: queue.claim(DEADLINE))
    assert (first.key, second.key) == ("now", "later")


async def test_a_wait_ends_when_something_is_put(redis: Redis) -> None:
    queue = Queue(redis, "work")
    waiting = asyncio.create_task(queue.wait(3600))
    await asyncio.sleep(0)  # it begins to wait
    await queue.put("a", b"")
    async with patience("the end of a wait"):
        await waiting


async def test_turns_in_a_lane_are_apart_and_lanes_do_not_wait_for_each_other(redis: Redis) -> None:
    pace = Throttle(redis)
    turns = [await pace.wait_for("slack:T1:C1", 100) for _ in range(3)]  # long, for asking takes its time
    assert turns[0] == 0
    assert 50 < turns[1] <= 100
    assert 150 < turns[2] <= 200
    assert await pace.wait_for("slack:T1:C2") == 0
