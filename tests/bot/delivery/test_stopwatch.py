from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.clock import ManualClock
from bot.delivery.stopwatch import Stopwatch

NOON = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)


def test_a_clock_that_is_set_back_costs_no_time() -> None:
    clock = ManualClock(NOON)
    watch = Stopwatch(clock, 1)
    clock.advance(timedelta(seconds=5))
    assert watch.seconds() == 5
    clock.advance(timedelta(hours=-1))
    assert watch.seconds() == 5
    clock.advance(timedelta(seconds=2))
    assert watch.seconds() == 7
    assert watch.was_set_back()
    assert not watch.was_set_back()


def test_a_clock_kept_in_step_was_not_set_back() -> None:
    clock = ManualClock(NOON)
    watch = Stopwatch(clock, 1)
    clock.advance(timedelta(seconds=-1))
    assert not watch.was_set_back()


def test_a_clock_sixty_times_as_fast_is_measured_in_real_seconds() -> None:
    clock = ManualClock(NOON, speed=60)
    watch = Stopwatch(clock, clock.speed)
    clock.advance(timedelta(minutes=5))
    assert watch.seconds() == 5


@given(st.lists(st.floats(-1e4, 1e4)))
def test_it_never_goes_back(steps: list[float]) -> None:
    clock = ManualClock(NOON)
    watch = Stopwatch(clock, 1)
    seen = []
    for step in steps:
        clock.advance(timedelta(seconds=step))
        seen.append(watch.seconds())
    assert seen == sorted(seen)
