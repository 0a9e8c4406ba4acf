"""APScheduler as the clock that wakes the ticker, and nothing else."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from fakes.reminder_stage import KNOWLEDGE, at

from bot.clock import ManualClock
from bot.config import RemindersSection
from bot.reminders.ticker import Ticked, Ticker

if TYPE_CHECKING:
    import pytest

    from bot.store.engine import Store
    from knowledge.model import Knowledge


async def test_the_scheduler_ticks_at_once_and_again_and_ends_when_told(store: Store) -> None:
    ticks: asyncio.Queue[None] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    ticker = _ticker(store, lambda: loop.call_soon_threadsafe(ticks.put_nowait, None))
    stop = asyncio.Event()
    running = asyncio.create_task(ticker.run(stop))
    async with asyncio.timeout(20):
        for _ in range(3):
            await ticks.get()
        stop.set()
        await running


async def test_a_machine_s_clock_set_back_does_not_stop_the_ticks(store: Store) -> None:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler
    from apscheduler.triggers.interval import IntervalTrigger

    ticker = _ticker(store, lambda: None)
    scheduler = AsyncIOScheduler(timezone=UTC)
    later = datetime.now(UTC) + timedelta(hours=1)  # where the next tick stands after a step back of an hour
    job = scheduler.add_job(ticker._tick, IntervalTrigger(seconds=3600, timezone=UTC), next_run_time=later)
    scheduler.start()
    stop = asyncio.Event()
    watching = asyncio.create_task(ticker._watch(job, stop))
    async with asyncio.timeout(20):
        await ticker._beat.wait()
    stop.set()
    await watching
    scheduler.shutdown(wait=False)


async def test_a_database_that_fails_is_told_and_the_next_tick_goes_on(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    ticker = _ticker(store, lambda: None)
    with store.begin() as unit:
        unit.meta._connection.exec_driver_sql("ALTER TABLE wishes RENAME TO away")
    await ticker._tick()
    assert "the next tick makes up for it" in caplog.text
    with store.begin() as unit:
        unit.meta._connection.exec_driver_sql("ALTER TABLE away RENAME TO wishes")
    assert ticker.tick() == Ticked()


def _ticker(store: Store, known: object) -> Ticker:
    """A ticker as fast as they go, of an event that tells when it is asked for."""
    clock = ManualClock(at(12), speed=3600.0)

    def knowledge() -> Knowledge:
        known()
        return KNOWLEDGE

    return Ticker(store, clock, knowledge, RemindersSection(tick_seconds=1), rates={}, wake=lambda: None)
