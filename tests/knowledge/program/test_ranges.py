"""From and to in one text, halves of the day said once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.program import ranges


def clocks(cell: str) -> list[str]:
    found = ranges.clocks(cell)
    return ["" if at is None else f"{at // timedelta(hours=1)}:{at.seconds // 60 % 60:02}" for at in found]


@pytest.mark.parametrize(
    ("cell", "first", "second"),
    [
        ("2:30 PM – 3:15 PM", "14:30", "15:15"),
        ("3:15 – 4 PM", "15:15", "16:00"),  # the end alone says its half of the day
        ("11:30 - 1 PM", "11:30", "13:00"),
        ("11 - 12 PM", "11:00", "12:00"),
        ("12 - 12:45 p.m.", "12:00", "12:45"),
        ("10 - 2 AM", "22:00", "2:00"),
        ("11 - 12 AM", "23:00", "0:00"),
        ("9 – 9 PM", "9:00", "21:00"),
        ("13:00 - 2 PM", "13:00", "14:00"),
        ("2:30 PM – 3:15", "14:30", "15:15"),  # the start alone
        ("11 AM - 1", "11:00", "13:00"),
        ("11pm to 1", "23:00", "1:00"),
        ("9:00 am to 17:00", "9:00", "17:00"),
        ("午後2時～3時30分", "14:00", "15:30"),
        ("午前10時〜13時", "10:00", "13:00"),
        ("10時～午後1時", "10:00", "13:00"),
        ("9h30 à 10h15", "9:30", "10:15"),
        ("11h - midi", "11:00", "12:00"),
        ("noon until 1:30pm", "12:00", "13:30"),
        ("9-10h", "9:00", "10:00"),
        ("0:00 - 1", "0:00", "1:00"),
        ("noon", "12:00", ""),
    ],
)
def test_from_and_to(cell: str, first: str, second: str) -> None:
    assert clocks(cell) == [first, second]


@pytest.mark.parametrize("cell", ["midnight", "9:00 - late", "soon - 9:00", "9 - 10 - 11"])
def test_what_is_no_time_is_left_alone(cell: str) -> None:
    assert clocks(cell) == ["", ""]


@given(st.integers(0, 47), st.integers(1, 23))
def test_a_half_of_the_day_said_once_is_the_same_as_said_twice(start: int, halves_of_hours: int) -> None:
    def twelve(at: timedelta) -> tuple[str, str]:
        hour, minute = divmod(at % timedelta(days=1) // timedelta(minutes=1), 60)
        return f"{(hour - 1) % 12 + 1}:{minute:02}", "AM" if hour < 12 else "PM"

    first, end = timedelta(minutes=30 * start), timedelta(minutes=30 * (start + halves_of_hours))
    (begin, half), (until, last) = twelve(first), twelve(end)
    assert clocks(f"{begin} - {until} {last}") == clocks(f"{begin} {half} - {until} {last}")
    assert clocks(f"{begin} {half} - {until}") == clocks(f"{begin} {half} - {until} {last}")
