from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reminders.quiet import after_quiet, zone_of
from bot.store.records import QuietHours

PARIS = ZoneInfo("Europe/Paris")
NIGHT, NOON = QuietHours(time(22), time(7)), QuietHours(time(12), time(13))


def paris(day: int, hour: int, minute: int = 0, month: int = 1) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("instant", "hours", "then"),
    [
        (paris(16, 21, 59), NIGHT, paris(16, 21, 59)),
        (paris(16, 22), NIGHT, paris(17, 7)),
        (paris(17, 3), NIGHT, paris(17, 7)),
        (paris(17, 7), NIGHT, paris(17, 7)),
        (paris(16, 11, 59), NOON, paris(16, 11, 59)),
        (paris(16, 12, 30), NOON, paris(16, 13)),
        (paris(16, 13), NOON, paris(16, 13)),
        (paris(16, 14), NOON, paris(16, 14)),
        (paris(16, 3), None, paris(16, 3)),
        (paris(29, 1, month=3), NIGHT, paris(29, 7, month=3)),
        (paris(25, 1, month=10), NIGHT, paris(25, 7, month=10)),
    ],
)
def test_the_end_of_the_quiet_hours(instant: datetime, hours: QuietHours | None, then: datetime) -> None:
    assert after_quiet(instant, hours, PARIS) == then.astimezone(UTC)


def test_an_end_that_the_clock_leaves_out_comes_as_much_later() -> None:
    hours = QuietHours(time(22), time(2, 30))  # on 29 March there is no 02:30 in Paris
    assert after_quiet(paris(29, 1, month=3), hours, PARIS) == paris(29, 3, 30, month=3).astimezone(UTC)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),
    st.times(timezones=st.none()),
    st.times(timezones=st.none()),
)
def test_nothing_is_sent_in_quiet_hours_and_nothing_earlier(instant: datetime, start: time, end: time) -> None:
    then = after_quiet(instant, QuietHours(start, end), PARIS)
    assert then >= instant
    assert (then - instant).total_seconds() <= 25 * 3600
    assert after_quiet(then, QuietHours(start, end), PARIS) == then or _changes(then)


def _changes(instant: datetime) -> bool:
    """Whether the clock is changed on that day."""
    day = instant.astimezone(PARIS).replace(hour=0, minute=0)
    return day.utcoffset() != day.replace(hour=12).utcoffset()


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "Europe/\0"])
def test_a_zone_that_is_none(name: str) -> None:
    assert zone_of(name) is None


def test_a_zone() -> None:
    assert zone_of("Asia/Tokyo") == ZoneInfo("Asia/Tokyo")
