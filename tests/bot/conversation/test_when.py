from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.conversation.when import Kind, Window, calendar_of, find, resolve
from knowledge.model import Program, Session

HERE = Path(__file__).parent
PARIS = ZoneInfo("Europe/Paris")
NOWS = {"friday 13:00": datetime(2026, 1, 16, 13, tzinfo=PARIS)}


def january(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 1, day, hour, minute, tzinfo=PARIS)


def three_days() -> Program:
    sessions = [Session("party", "Party", january(17, 21), january(18, 1))]
    for day in (16, 17, 18):
        sessions += [
            Session(f"{day}-a", "Opening", january(day, 9), january(day, 10)),
            Session(f"{day}-b", "Launchers", january(day, 10), january(day, 12, 30)),
            Session(f"{day}-l", "Lunch break", january(day, 12, 30), january(day, 13, 45)),
            Session(f"{day}-c", "Satellites", january(day, 14), january(day, 18)),
        ]
    return Program(tuple(sorted(sessions, key=lambda s: s.start)))


CALENDAR = calendar_of(three_days(), PARIS)


def tables() -> list[tuple[str, str, str, str]]:
    return [
        (language, now, question, expected)
        for language in ("en", "fr", "ja")
        for now, said in yaml.safe_load((HERE / f"test_when_{language}.yaml").read_text("utf-8")).items()
        for question, expected in said.items()
    ]


def told(window: Window | None, now: datetime) -> str:
    """A window in the notation of the tables."""
    if window is None:
        return "nothing"
    day = f"{window.start:%d}" if window.start.month == 1 else f"{window.start:%d.%m}"
    start, hour = f"{day} {window.start:%H:%M}", f"{window.end:%H:%M}"
    end = hour if window.end.date() == window.start.date() else f"{window.end:%d} {hour}"
    end = f"{window.end:%d.%m} {hour}" if window.end.month != 1 else end
    ends_with_day = window.end == datetime.combine(window.start.date(), datetime.min.time(), PARIS) + timedelta(
        hours=29
    )
    begins_with_day = window.start == datetime.combine(window.end.date(), datetime.min.time(), PARIS) + timedelta(
        hours=5
    )
    match window.kind:
        case Kind.NOW:
            return "now" if window.start == window.end == now else f"now {start}"
        case Kind.NEXT:
            return "next" if (window.start, window.end) == (now, CALENDAR.end) else f"next {start} - {end}"
        case Kind.INSTANT:
            return f"at {start}" if window.start == window.end else f"at {start} - {end}"
        case Kind.DAY:
            return f"day {day}" if begins_at_five(window) and ends_with_day else f"day {start} - {end}"
        case Kind.PART:
            return f"part {start} - {end}"
        case Kind.AFTER:
            return f"after {start}" if ends_with_day else f"{start} - {end} open"
        case Kind.BEFORE:
            since_now = f"until {end}" if window.start == now else f"{start} - {end} open"
            return f"before {day} {hour}" if begins_with_day else since_now
        case Kind.INTERVAL:
            return f"{start} - {end}"
        case _:
            raise AssertionError(window.kind)


def begins_at_five(window: Window) -> bool:
    return window.start.timetz().replace(tzinfo=None).isoformat() == "05:00:00"


@pytest.mark.parametrize(("language", "now", "question", "expected"), tables())
def test_what_a_question_means(language: str, now: str, question: str, expected: str) -> None:
    window = resolve(find(question, language, NOWS[now], CALENDAR))
    assert told(window, NOWS[now]) == expected
