"""Turns that remember who was told to wait for how long, so that a test need not race the clock."""

import time

from bot.stores.queue import Throttle


class Turns(Throttle):
    """The real turns, each noted: its lane, and the moment before which nothing may be posted."""

    noted: list[tuple[str, float]]

    async def wait_for(self, lane: str, interval: float = 1.0) -> float:
        asked = time.monotonic()
        wait = await super().wait_for(lane, interval)
        self.noted = [*getattr(self, "noted", []), (lane, asked + wait)]
        return wait

    def not_before(self, lane: str) -> list[float]:
        return [when for one, when in self.noted if one == lane]
