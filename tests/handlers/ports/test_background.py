"""Work that goes on after its acknowledgement."""

import asyncio

from handlers.ports.background import Jobs


async def test_finishing_waits_for_the_work() -> None:
    done: list[int] = []

    async def work(number: int) -> None:
        await asyncio.sleep(0.01)
        done.append(number)

    jobs = Jobs()
    for number in range(3):
        jobs.start(work(number))
    await jobs.finish()
    assert done == [0, 1, 2]


async def test_work_that_takes_too_long_is_cancelled() -> None:
    cancelled = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            cancelled.set()

    jobs = Jobs()
    jobs.start(work())
    await jobs.finish(0.01)
    assert cancelled.is_set()


async def test_finishing_nothing_is_done_at_once() -> None:
    await Jobs().finish()
