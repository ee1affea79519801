"""Work that goes on after a chat has its acknowledgement: kept in sight, and finished before we stop."""

import asyncio
from collections.abc import Coroutine


class BackgroundTasks:
    """Tasks under way. The loop itself holds tasks only weakly, so somebody must."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[object, object, None]) -> None:
        """Begin the work now; it looks after its own errors."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self, seconds: float = 10) -> None:
        """Wait until all work is done, then cancel what is left."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(set(self._tasks), timeout=seconds)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)
