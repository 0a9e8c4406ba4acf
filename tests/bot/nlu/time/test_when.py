from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.nlu.time import Kind, Window, calendar_of, find, resolve
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
    whole = window.start == five(window.start), window.end == five(window.start) + timedelta(days=1)
    day = day_of(window.start)
    stretch = f"{day} {window.start:%H:%M} - {hour(window.end, window.start)}"
    short = {
        Kind.NOW: window.is_point and window.start == now and "now",
        Kind.NEXT: (window.start, window.end) == (now, CALENDAR.end) and "next",
        Kind.INSTANT: window.is_point and f"at {day} {window.start:%H:%M}",
        Kind.DAY: all(whole) and f"day {day}",
        Kind.AFTER: whole[1] and f"after {day} {window.start:%H:%M}",
        Kind.BEFORE: (whole[0] and f"before {day} {window.end:%H:%M}")
        or (window.start == now and f"until {hour(window.end, now)}"),
    }
    kind = {Kind.PART: "part ", Kind.INTERVAL: ""}.get(window.kind, f"{window.kind} ")
    year = "" if window.start.year == now.year else f"{window.start.year} "
    return f"{year}{short.get(window.kind) or kind + stretch}"


def five(moment: datetime) -> datetime:
    return moment.replace(hour=5, minute=0)


def day_of(moment: datetime) -> str:
    return f"{moment:%d}" if moment.month == 1 else f"{moment:%d.%m}"


def hour(moment: datetime, day: datetime) -> str:
    return f"{moment:%H:%M}" if moment.date() == day.date() else f"{day_of(moment)} {moment:%H:%M}"


@pytest.mark.parametrize(("language", "now", "question", "expected"), tables())
def test_what_a_question_means(language: str, now: str, question: str, expected: str) -> None:
    window = resolve(find(question, language, NOWS[now], CALENDAR))
    assert told(window, NOWS[now]) == expected
