"""Everything that leaves goes through here: claimed, sent once, recorded."""

from __future__ import annotations

import asyncio
import random
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from bot.delivery.limits import RULES, UNLIMITED, Limits
from bot.delivery.stopwatch import Stopwatch
from bot.delivery.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Executor

    from bot.delivery.limits import Rules
    from bot.ports import Channel, Clock
    from bot.store.engine import Store

PATIENCE = 60.0
"""Real seconds until a platform that does not answer leaves a message uncertain."""


class Sender:
    """Sends what is in the outbox on every platform there is a channel for; no platform waits for another.

    ``rules`` are the limits by platform. Platforms count real seconds, so the limits hold in real time
    however fast the clock goes; ``follow_clock`` is for fake platforms that count the clock's seconds.
    ``patience`` is how many real seconds an unanswered send may take, ``threads`` where the database is used.
    """

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        clock: Clock,
        rules: Mapping[str, Rules] = RULES,
        *,
        follow_clock: bool = False,
        patience: float = PATIENCE,
        chance: Callable[[], float] = random.random,
        threads: Executor | None = None,
    ) -> None:
        stretch = 1.0 if follow_clock else clock.speed
        # Our own threads, since the loop's are busy with a hundred questions when a hundred people ask at once.
        self._threads = threads or ThreadPoolExecutor(max_workers=len(channels) + 1, thread_name_prefix="sender")
        self._running = False
        self._ended = asyncio.Event()
        self._workers = [
            Worker(
                store,
                channel,
                clock,
                Limits(rules.get(platform, UNLIMITED)),
                Stopwatch(clock, stretch),
                threads=self._threads,
                chance=chance,
                stretch=stretch,
                patience=patience,
            )
            for platform, channel in channels.items()
        ]

    def wake(self) -> None:
        """Look at the outbox now: call it after the commit that put something there, from any thread."""
        for worker in self._workers:
            worker.wake()

    async def run(self) -> None:
        """Send until stopped. What is in flight then is finished and recorded first."""
        self._running = True
        try:
            await asyncio.gather(*(worker.run() for worker in self._workers))
        finally:
            self._ended.set()
            self._threads.shutdown(wait=False)

    async def stop(self) -> None:
        """End ``run`` and wait until it has ended: nothing stays claimed."""
        for worker in self._workers:
            worker.stop()
        if self._running:
            await self._ended.wait()
