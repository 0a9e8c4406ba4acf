from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.nlu.time import Calendar, calendar_of
from knowledge.model import Program, Session

PARIS = ZoneInfo("Europe/Paris")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def session(title: str, start: str, end: str | None = None, **more: object) -> Session:
    return Session(title + start, title, at(start), at(end) if end else None, **more)


def calendar(*sessions: Session) -> Calendar:
    return calendar_of(Program(tuple(sorted(sessions, key=lambda s: (s.start, s.id)))), PARIS)


def test_a_program_of_two_days() -> None:
    found = calendar(
        session("Opening", "2026-01-16T09:00", "2026-01-16T10:00"),
        session("Party", "2026-01-16T22:00", "2026-01-17T02:00"),
        session("Closing", "2026-01-17T16:00", "2026-01-17T17:00"),
    )
    assert (found.start, found.end) == (at("2026-01-16T09:00"), at("2026-01-17T17:00"))
    assert found.days == (date(2026, 1, 16), date(2026, 1, 17))
    assert found.hours[date(2026, 1, 16)] == (at("2026-01-16T09:00"), at("2026-01-17T02:00"))


def test_a_talk_after_midnight_belongs_to_the_evening_before() -> None:
    found = calendar(session("Talk", "2026-01-16T20:00"), session("Night talk", "2026-01-17T01:00", "2026-01-17T02:00"))
    assert found.days == (date(2026, 1, 16),)
    assert found.end == at("2026-01-17T02:00")


def test_an_empty_program_and_one_that_is_cancelled() -> None:
    assert calendar() == Calendar(PARIS)
    assert calendar(session("Talk", "2026-01-16T20:00", cancelled=True)) == Calendar(PARIS)


def test_instants_are_told_in_the_event_s_zone() -> None:
    talk = Session("a", "Talk", datetime(2026, 1, 16, 9, tzinfo=UTC), datetime(2026, 1, 16, 10, tzinfo=UTC))
    found = calendar_of(Program((talk,)), PARIS)
    assert found.start is not None
    assert found.start.isoformat() == "2026-01-16T10:00:00+01:00"


@pytest.mark.parametrize(
    "title",
    ["Lunch", "Lunch break", "Networking lunch", "LUNCHTIME", "Lunch break sponsored by many good friends of ours",
     "Déjeuner", "Pause déjeuner", "Pause midi", "Mittagspause", "Mittagessen", "昼食", "昼休み", "ランチ", "お昼休憩"],
)  # fmt: skip
def test_a_lunch_by_its_title(title: str) -> None:
    found = calendar(session("Talk", "2026-01-16T09:00"), session(title, "2026-01-16T12:30", "2026-01-16T13:30"))
    assert found.lunches == {date(2026, 1, 16): (at("2026-01-16T12:30"), at("2026-01-16T13:30"))}


@pytest.mark.parametrize(
    ("title", "start"),
    [
        ("Launch", "12:00"),
        ("Petit déjeuner", "11:30"),
        ("Lunch", "19:00"),
        ("Why there is no free lunch in machine learning and space travel", "12:00"),
        ("Coffee break", "12:00"),
    ],
)
def test_what_is_no_lunch(title: str, start: str) -> None:
    assert calendar(session(title, f"2026-01-16T{start}", "2026-01-16T20:00")).lunches == {}


def test_a_lunch_by_its_kind_or_by_a_title_in_another_language() -> None:
    by_kind = session("Buffet", "2026-01-16T12:30", "2026-01-16T13:30", kind="lunch")
    by_title = session("Buffet", "2026-01-16T12:30", "2026-01-16T13:30", titles={"ja": "昼食"})
    assert calendar(by_kind).lunches == calendar(by_title).lunches != {}


def test_of_two_lunches_at_a_time_both_count_and_the_plainer_title_leads() -> None:
    found = calendar(
        session("Lunch talk", "2026-01-16T11:00", "2026-01-16T12:00"),
        session("Lunch", "2026-01-16T12:30", "2026-01-16T13:30"),
        session("Speakers' lunch", "2026-01-16T12:30", "2026-01-16T14:00"),
    )
    assert found.lunches[date(2026, 1, 16)] == (at("2026-01-16T12:30"), at("2026-01-16T14:00"))


def test_a_lunch_without_an_end_lasts_until_the_room_is_used_again() -> None:
    found = calendar(
        session("Lunch", "2026-01-16T12:30", rooms=("Hall",)),
        session("Talk", "2026-01-16T13:15", "2026-01-16T14:00", rooms=("Hall",)),
    )
    assert found.lunches[date(2026, 1, 16)] == (at("2026-01-16T12:30"), at("2026-01-16T13:15"))


def test_today_is_the_day_before_until_five_while_the_event_runs() -> None:
    found = calendar(session("Talk", "2026-01-16T20:00", "2026-01-17T03:00"))
    assert found.today(at("2026-01-17T04:59")) == date(2026, 1, 16)
    assert found.today(at("2026-01-17T05:00")) == date(2026, 1, 17)
    assert found.today(at("2026-01-18T01:00")) == date(2026, 1, 18)
    assert found.today(datetime(2026, 1, 16, 23, 30, tzinfo=UTC)) == date(2026, 1, 16)
