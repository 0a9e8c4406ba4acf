from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.program import dates


@pytest.mark.parametrize(
    "written",
    [
        "2026-01-16", "2026/1/16", "2026.01.16", "20260116", "16.01.2026", "16.1.26", "16/01/2026", "16-01-2026",
        "2026年1月16日", "2026年1月16日(金)", "Fri 16/01/2026", "Friday, 16 January 2026", "January 16, 2026",
        "Jan 16 2026",
        "16 janvier 2026", "vendredi 16 janvier 2026", "Freitag, 16. Januar 2026", "16. Jänner 2026", "46038", 46038,
        date(2026, 1, 16), datetime(2026, 1, 16, 9),  # as Excel has them
        "16.01.2026 14:30", "2026-01-16T14:30:00+01:00", "16 Jan 2026 (Day 1)",
    ],
)  # fmt: skip
def test_dates(written: object) -> None:
    assert dates.read(written, day_first=True) == date(2026, 1, 16)


@pytest.mark.parametrize(
    "written",
    [None, "", "Day 1", "16 January", "Friday", "2026", "31.02.2026", "2026-13-01", "99999", "14:30", 3.5, "令和8年"],
)
def test_no_dates(written: object) -> None:
    assert dates.read(written, day_first=True) is None


@pytest.mark.parametrize("written", ["16-Jan-26", "16-janv.-26", "Fri 16 Jan 26", "16 Januar 26"])
def test_a_year_of_two_digits_beside_a_month_in_letters(written: str) -> None:
    assert dates.read(written, day_first=True) == date(2026, 1, 16)


@pytest.mark.parametrize(
    "written",
    [
        "Day 1 - January 16, 2026",
        "Jour 1 : vendredi 16 janvier 2026",
        "DAY 1 (16/01/2026)",
        "Tag 2, 16.01.2026",
        "第1日目（2026年1月16日）",
        "1日目 2026/1/16",
        "16 January 2026 - Day 1",
    ],
)
def test_the_number_of_a_day_at_the_event_is_passed_over(written: str) -> None:
    assert dates.read(written, day_first=True) == date(2026, 1, 16)


def test_numbered_days_tell_the_order_as_well() -> None:
    assert dates.order(["Day 1 - 01/16/2026", "Day 2 - 01/02/2026"], "FR") == dates.Order(day_first=False)


@pytest.mark.parametrize(
    "written", ["Updated: 16 January 2026", "Version of 16 January 2026", "Day 1", "Day 16 January 2026"]
)
def test_other_lines_with_a_date_are_none(written: str) -> None:
    assert dates.read(written, day_first=True) is None


@pytest.mark.parametrize(
    "written", ["16 Jan", "Jan 16", "vendredi 16 janvier", "Freitag, 16. Januar", "16.01.", "29/02", "1月16日(金)"]
)
def test_a_date_without_its_year(written: str) -> None:
    assert dates.lacks_year(written)
    assert dates.read(written, day_first=True) is None


@pytest.mark.parametrize("written", ["16 Jan 2026", "Day 1", "Friday", "9:00", "", None, 16, "Room 12", "46038"])
def test_what_lacks_more_or_less_than_a_year(written: object) -> None:
    assert not dates.lacks_year(written)


def test_the_order_may_be_the_other_one() -> None:
    assert dates.read("01/02/2026", day_first=True) == date(2026, 2, 1)
    assert dates.read("01/02/2026", day_first=False) == date(2026, 1, 2)
    assert dates.read("01.02.2026", day_first=False) == date(2026, 2, 1)


def test_a_number_over_twelve_decides_the_order() -> None:
    assert dates.order(["01/02/2026", "13/02/2026"], "US") == dates.Order(day_first=True)
    assert dates.order(["01/02/2026", "02/13/2026"], "FR") == dates.Order(day_first=False)


def test_without_dates_there_is_nothing_to_decide() -> None:
    assert dates.order([None, 7, "01.02.2026", "text"], "US") == dates.Order(day_first=True)


def test_the_days_of_one_event_lie_together() -> None:
    assert dates.order(["02/03/2026", "03/03/2026", "04/03/2026"], "US").day_first
    assert not dates.order(["03/02/2026", "03/03/2026", "03/04/2026"], "FR").day_first
    assert "are read as day/month/year" in dates.order(["02/03/2026"], "FR").doubt
    assert "are read as month/day/year" in dates.order(["02/03/2026"], "US").doubt
    assert not dates.order(["03/03/2026"], "US").doubt


@given(st.dates(date(1954, 11, 1), date(2100, 1, 1)))
def test_every_date_is_read_in_every_form(day: date) -> None:
    serial = (day - dates.EXCEL_EPOCH).days
    for written in (
        day.isoformat(),
        f"{day:%d.%m.%Y}",
        f"{day:%d/%m/%Y}",
        f"{day.year}年{day.month}月{day.day}日",
        str(serial),
        day,
    ):
        assert dates.read(written, day_first=True) == day
    assert dates.read(f"{day:%m/%d/%Y}", day_first=False) == day


@given(st.text(max_size=20))
def test_no_text_is_too_odd(text: str) -> None:
    dates.read(text, day_first=True)
    dates.order([text], "")
