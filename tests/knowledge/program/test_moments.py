from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.program import moments

PARIS = ZoneInfo("Europe/Paris")


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1)),  # local times
    st.sampled_from(["Europe/Paris", "America/St_Johns", "Australia/Lord_Howe", "Asia/Tokyo"]),
)
def test_every_local_time_settles_on_one_real_instant(local: datetime, key: str) -> None:
    zone = ZoneInfo(key)
    found, doubt = moments.settle(local, zone)
    assert found.astimezone(UTC).astimezone(zone) == found
    if not doubt:
        assert found.replace(tzinfo=None) == local
    elif "twice" in doubt:
        assert found.replace(tzinfo=None, fold=0) == local
        assert found.fold == 0
    else:
        assert timedelta() < found.replace(tzinfo=None) - local <= timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-01-16T14:30", "2026-01-16T14:30:00+01:00"),
        ("2026-01-16 9:30", "2026-01-16T09:30:00+01:00"),
        ("2026-01-16T14:30:00Z", "2026-01-16T15:30:00+01:00"),
        ("2026-01-16 14:30:00 +0900", "2026-01-16T06:30:00+01:00"),
        ("2026-01-16T14:30:00.1234567+01:00", "2026-01-16T14:30:00.123456+01:00"),
        ("20260116T143000Z", "2026-01-16T15:30:00+01:00"),
    ],
)
def test_instants(text: str, shown: str) -> None:
    found, doubt = moments.instant(text, PARIS)
    assert found is not None
    assert (found.isoformat(), doubt) == (shown, "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-01-16",
        "14:30",
        "2026-13-16T14:30",
        "0001-01-01T00:00:00",
        "9999-12-31T23:59:59-12:00",
        "1900",
        "tomorrow",
    ],
)
def test_no_instants(text: str) -> None:
    assert moments.instant(text, PARIS)[0] is None


def test_lengths_pass_over_changes_of_clocks() -> None:
    start = datetime(2026, 10, 25, 1, 30, tzinfo=PARIS)
    assert moments.later(start, timedelta(hours=2)).isoformat() == "2026-10-25T02:30:00+01:00"


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("00:40", 40),
        ("1:30", 90),
        ("90", 90),
        (90, 90),
        (45.0, 45),
        ("45 min", 45),
        ("45'", 45),
        ("1h", 60),
        ("1h30", 90),
        ("1 h 30 min", 90),
        ("1,5 Std.", 90),
        ("2 hours", 120),
        ("30分", 30),
        ("1時間30分", 90),
        ("PT45M", 45),
        ("P1DT2H", 1560),
        ("1:30:00", 90),
        ("00:45:00", 45),
        ("1:00:30", 1470),
        (time(0, 30), 30),
        (timedelta(minutes=50), 50),
    ],
)
def test_lengths(written: object, minutes: int) -> None:
    assert moments.length(written) == timedelta(minutes=minutes)


@pytest.mark.parametrize("written", ["", "0", "00:00", "long", "-30", None, -1, float("inf"), 10**12, "PT"])
def test_no_lengths(written: object) -> None:
    assert moments.length(written) is None


@given(st.text(max_size=12))
def test_no_text_is_too_odd(text: str) -> None:
    found = moments.clock(text)
    assert found is None or timedelta() <= found < timedelta(hours=30)
    length = moments.length(text)
    assert length is None or timedelta() < length <= moments.LONGEST
    moments.instant(text, PARIS)
    moments.day(text)
