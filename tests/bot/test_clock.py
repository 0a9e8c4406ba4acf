from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.clock import ManualClock, SimulatedClock, SystemClock

NOON = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)


def test_the_system_clock_tells_aware_utc_time() -> None:
    clock = SystemClock()
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.speed == 1


def test_simulated_time_goes_on_at_its_speed_from_its_origin() -> None:
    tokyo = timezone(timedelta(hours=9))
    origin = datetime.now(UTC) - timedelta(seconds=10)
    clock = SimulatedClock(NOON.astimezone(tokyo), 60, origin)
    early, real = clock.now(), datetime.now(UTC)
    assert early.tzinfo == UTC
    assert early <= NOON + (real - origin) * 60
    assert early >= NOON + timedelta(minutes=10)


async def test_simulated_sleep_takes_as_much_less() -> None:
    clock = SimulatedClock(NOON, 1e6, datetime.now(UTC))
    async with asyncio.timeout(30):
        await clock.sleep(1000)
        await SystemClock().sleep(0)


async def settled() -> None:
    """Let everything that can go on go on."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_manual_time_wakes_who_slept_until_then() -> None:
    clock = ManualClock(NOON)
    woken: list[str] = []

    async def sleep(name: str, seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append(name)

    async with asyncio.TaskGroup() as group:
        group.create_task(sleep("now", 0))
        group.create_task(sleep("late", 20))
        group.create_task(sleep("early", 10))
        await settled()
        assert clock.next_wake() == NOON + timedelta(seconds=10)
        clock.advance(timedelta(seconds=-5))
        clock.advance(timedelta(seconds=15))
        await settled()
        assert woken == ["now", "early"]
        assert clock.next_wake() == NOON + timedelta(seconds=20)
        clock.advance(timedelta(seconds=10))
    assert woken == ["now", "early", "late"]
    assert clock.next_wake() is None


async def test_a_manual_sleep_that_is_given_up_leaves_nothing_behind() -> None:
    clock = ManualClock(NOON)
    sleeping = asyncio.ensure_future(clock.sleep(10))
    await asyncio.sleep(0)
    assert clock.next_wake() is not None
    sleeping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sleeping
    assert clock.next_wake() is None
    clock.advance(timedelta(seconds=10))
