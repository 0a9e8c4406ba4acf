"""Zones by the names that headers give them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from knowledge.program.zone_names import mark, marked

PARIS, TOKYO = ZoneInfo("Europe/Paris"), ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("Start (UTC)", "UTC"),
        ("Time JST", "JST"),
        ("Start [GMT+2]", "GMT+2"),
        ("開始時刻（JST）", "JST"),
        ("時刻（日本時間）", "日本時間"),
        ("All times are in CET.", "CET"),
        ("Time (Asia/Tokyo)", "Asia/Tokyo"),
        ("Time (IST)", "IST"),
        ("TIME SLOT", ""),
        ("START TIME", ""),
        ("Time (24h)", ""),
        ("Date (TBD)", ""),
        ("Time (am/pm)", ""),
        (None, ""),
        (5, ""),
    ],
)
def test_marks(label: object, found: str) -> None:
    assert mark(label) == found


@pytest.mark.parametrize(
    ("name", "home", "zone"),
    [
        ("UTC", PARIS, "UTC"),
        ("CET", PARIS, "Europe/Paris"),
        ("CEST", ZoneInfo("Europe/Berlin"), "Europe/Berlin"),  # the same clock by another name
        ("CET", TOKYO, "Europe/Paris"),
        ("UTC+9", PARIS, "Etc/GMT-9"),
        ("UTC+9", TOKYO, "Asia/Tokyo"),
        ("GMT-05:00", PARIS, "Etc/GMT+5"),
        ("IST", ZoneInfo("Asia/Kolkata"), "Asia/Kolkata"),
        ("CST", ZoneInfo("Asia/Shanghai"), "Asia/Shanghai"),
        ("CST", ZoneInfo("America/Chicago"), "America/Chicago"),
    ],
)
def test_the_zone_of_a_mark(name: str, home: ZoneInfo, zone: str) -> None:
    assert marked(name, home) == ZoneInfo(zone)


@pytest.mark.parametrize("name", ["IST", "CST", "UTC+5:30", "UTC+20"])
def test_marks_that_tell_no_zone_for_sure(name: str) -> None:
    assert marked(name, PARIS) is None
