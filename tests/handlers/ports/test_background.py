"""Work that goes on after its acknowledgement."""

import asyncio

from handlers.ports.background import BackgroundTasks


async def test_finishing_waits_for_the_work() -> None:
    done: list[int] = []

    async def work(number: int) -> None:
        await asyncio.sleep(0.01)
        done.append(number)

    background = BackgroundTasks()
    for number in range(3):
        background.start(work(number))
    await background.finish()
    assert done == [0, 1, 2]


async def test_work_that_takes_too_long_is_cancelled() -> None:
    cancelled = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            cancelled.set()

    background = BackgroundTasks()
    background.start(work())
    await background.finish(0.01)
    assert cancelled.is_set()


async def test_finishing_nothing_is_done_at_once() -> None:
    await BackgroundTasks().finish()
