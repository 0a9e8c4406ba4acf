from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.announcements import moments
from bot.announcements.faults import AnnouncementError

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 1, 16, 12, 0, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("14:30", "2026-01-16T14:30:00+01:00"),
        ("14h30", "2026-01-16T14:30:00+01:00"),
        ("15時", "2026-01-16T15:00:00+01:00"),
        ("2026-01-17 09:00", "2026-01-17T09:00:00+01:00"),
        ("2026-01-16T13:00+00:00", "2026-01-16T14:00:00+01:00"),
        ("tomorrow at 9:00", "2026-01-17T09:00:00+01:00"),
        ("demain à 9:00", "2026-01-17T09:00:00+01:00"),
        ("in 10 minutes", "2026-01-16T12:10:00+01:00"),
        ("dans 1h30", "2026-01-16T13:30:00+01:00"),
        ("1時間30分後", "2026-01-16T13:30:00+01:00"),
        ("demain 9h", "2026-01-17T09:00:00+01:00"),
        ("16 janvier 15h", "2026-01-16T15:00:00+01:00"),
        ("dans 2 jours à 9 h 30", "2026-01-18T09:30:00+01:00"),
        ("明日9時30分", "2026-01-17T09:30:00+01:00"),
        ("1月16日15時", "2026-01-16T15:00:00+01:00"),
        ("3 pm tomorrow", "2026-01-17T15:00:00+01:00"),
        ("demain midi", "2026-01-17T12:00:00+01:00"),
    ],
)
def test_times_are_read_in_the_zone_of_the_event(typed: str, hour: str) -> None:
    assert moments.read(typed, NOON).isoformat() == hour


@pytest.mark.parametrize(
    ("typed", "now", "word"),
    [
        ("11:00", NOON, "is over"),
        ("2020-01-01 10:00", NOON, "is over"),
        ("soon, I hope", NOON, "cannot read"),
        ("27:99", NOON, "cannot read"),
        ("tomorrow", NOON, "cannot read"),
        ("2026-01-17", NOON, "cannot read"),
        ("tomorrow at 9", NOON, "cannot read"),
        ("明日の午後3時", NOON, "cannot read"),
        ("at 3", NOON, "cannot read"),
        ("16 janvier 2115 à 15h", NOON, "cannot read"),
        ("2026-10-25 02:30", NOON, "twice"),
        ("2026-03-29 02:30", NOON, "skip"),
        ("02:30", datetime(2026, 10, 25, 0, 30, tzinfo=PARIS), "twice"),
    ],
)
def test_what_is_over_unreadable_or_not_one_instant_is_refused(typed: str, now: datetime, word: str) -> None:
    with pytest.raises(AnnouncementError) as caught:
        moments.read(typed, now)
    assert word in str(caught.value)


@pytest.mark.parametrize(("typed", "minutes"), [("in 20 minutes", 20), ("in 2 hours", 120), ("40分後", 40)])
def test_so_many_minutes_are_so_many_while_the_clocks_change(typed: str, minutes: int) -> None:
    night = datetime(2026, 10, 25, 1, 50, tzinfo=PARIS)
    assert moments.read(typed, night).timestamp() - night.timestamp() == minutes * 60


def test_an_hour_shown_twice_can_be_said_with_its_offset() -> None:
    second = moments.read("2026-10-25T02:30+01:00", NOON)
    assert second.astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert moments.coming(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), NOON) == second


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("14:00-15:30", "2026-01-16T14:00:00+01:00", "2026-01-16T15:30:00+01:00"),
        ("14:00", "2026-01-16T14:00:00+01:00", "2026-01-16T14:01:00+01:00"),
        ("2026-01-17", "2026-01-17T00:00:00+01:00", "2026-01-18T00:00:00+01:00"),
        ("2026-01-17T14:00–15:00", "2026-01-17T14:00:00+01:00", "2026-01-17T15:00:00+01:00"),
    ],
)
def test_stretches_are_on_the_next_day_with_meetings_unless_dated(written: str, start: str, end: str) -> None:
    days = [date(2026, 1, 15), date(2026, 1, 16), date(2026, 1, 17)]
    assert [each.isoformat() for each in moments.span(written, days, NOON)] == [start, end]


@pytest.mark.parametrize("written", ["15:00-14:00", "2026-13-01", "whenever", "14:00-"])
def test_stretches_that_are_none_are_refused(written: str) -> None:
    with pytest.raises(AnnouncementError):
        moments.span(written, [], NOON)
