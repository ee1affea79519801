"""What a bot does in the background, waited for to its end."""

import asyncio

from handlers.ports.background import BackgroundTasks
from tests.support.waiting import DEADLINE, patience


async def settle(background: BackgroundTasks) -> None:
    """Wait until everything that was delivered to Slack's listeners is worked off."""
    # Bolt acknowledges an event before its listener has run: what that does is not among the tasks yet.
    listeners = [task for task in asyncio.all_tasks() if "run_ack_function" in task.get_coro().__qualname__]  # type: ignore[union-attr]
    async with patience("the end of the bot's work"):
        if listeners:
            await asyncio.wait(listeners)
        await background.finish(2 * DEADLINE)
