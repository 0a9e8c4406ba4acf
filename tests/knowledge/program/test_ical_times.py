from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from suites.calendars import calendar, event, zone
from suites.program_formats import PARIS

from knowledge.program.ical import read

if TYPE_CHECKING:
    from knowledge.model import Program
    from knowledge.problems import Problem


def load(*blocks: str, head: str = "") -> tuple[Program, tuple[Problem, ...]]:
    return read(calendar(*blocks, head=head), "p.ics", PARIS)


def starts(program: Program) -> list[str]:
    return [session.start.isoformat() for session in program.sessions]


@pytest.mark.parametrize(
    ("tzid", "expected"),
    [
        ("Europe/Paris", "2026-07-01T14:00:00+02:00"),
        ("Asia/Tokyo", "2026-07-01T07:00:00+02:00"),
        ("/freeassociation.sourceforge.net/Asia/Tokyo", "2026-07-01T07:00:00+02:00"),
        ("/mozilla.org/20050126_1/America/Argentina/Buenos_Aires", "2026-07-01T19:00:00+02:00"),
        ("Tokyo Standard Time", "2026-07-01T07:00:00+02:00"),
        ("Asia-Tokyo", "2026-07-01T07:00:00+02:00"),
        ("asia/tokyo", "2026-07-01T07:00:00+02:00"),
        ('"Asia/Tokyo"', "2026-07-01T07:00:00+02:00"),
        ("GMT+0900", "2026-07-01T07:00:00+02:00"),
        ("UTC-5", "2026-07-01T21:00:00+02:00"),
        ('"GMT +05:30"', "2026-07-01T10:30:00+02:00"),
    ],
)
def test_zones_by_their_names(tzid: str, expected: str) -> None:
    program, problems = load(event(f"DTSTART;TZID={tzid}:20260701T140000", "SUMMARY:A"))
    assert starts(program) == [expected]
    assert not problems


def test_the_name_of_a_real_zone_wins_over_a_bogus_definition() -> None:
    program, problems = load(
        zone("Europe/Paris", "+0900"), event("DTSTART;TZID=Europe/Paris:20260116T140000", "SUMMARY:A")
    )
    assert starts(program) == ["2026-01-16T14:00:00+01:00"]
    assert [problem.severity for problem in problems] == ["warning"]
    assert "defines Europe/Paris otherwise" in problems[0].what


def test_a_zone_of_the_file_s_own_counts_by_its_offsets() -> None:
    block = event("DTSTART;TZID=Customized Time Zone:20260116T140000", "SUMMARY:A")
    program, problems = load(zone("Customized Time Zone", "+0900"), block)
    assert starts(program) == ["2026-01-16T06:00:00+01:00"]
    assert not problems


@pytest.mark.parametrize(
    "definition", ["", "BEGIN:VTIMEZONE\nTZID:Nowhere\nEND:VTIMEZONE", zone("Nowhere", "nonsense")]
)
def test_a_zone_that_nothing_tells_is_the_event_s_with_a_warning(definition: str) -> None:
    program, problems = load(definition, event("DTSTART;TZID=Nowhere:20260116T140000", "SUMMARY:A"))
    assert starts(program) == ["2026-01-16T14:00:00+01:00"]
    assert [problem.severity for problem in problems] == ["warning"]
    assert "Nowhere" in problems[0].what


def test_a_zone_that_says_which_real_one_it_stands_for() -> None:
    definition = zone("Here", "+0000").replace("TZID:Here", "TZID:Here\nX-LIC-LOCATION:Asia/Tokyo")
    program, problems = load(definition, event("DTSTART;TZID=Here:20260116T140000", "SUMMARY:A"))
    assert starts(program) == ["2026-01-16T06:00:00+01:00"]
    assert not problems


def test_utc_counts_beside_a_zone() -> None:
    program, _ = load(event("DTSTART;TZID=Europe/Paris:20260116T140000Z", "SUMMARY:A"))
    assert starts(program) == ["2026-01-16T15:00:00+01:00"]


def test_floating_times_are_in_the_event_s_zone() -> None:
    assert starts(load(event("DTSTART:20260116T140000", "SUMMARY:A"), head="X-WR-TIMEZONE:Asia/Tokyo")[0]) == [
        "2026-01-16T14:00:00+01:00"
    ]


def test_times_that_are_not_quite_icalendar() -> None:
    program, _ = load(
        event("DTSTART:2026-01-16T14:00:00", "SUMMARY:A", uid="1"),
        event("DTSTART:20260116T1500Z", "SUMMARY:B", uid="2"),
    )
    assert starts(program) == ["2026-01-16T14:00:00+01:00", "2026-01-16T16:00:00+01:00"]


def test_whole_days_are_no_sessions_and_told() -> None:
    program, problems = load(event("DTSTART;VALUE=DATE:20260116", "SUMMARY:Day 1"))
    assert not program.sessions
    assert problems[0].severity == "warning"
    assert "'Day 1' is for the whole day" in problems[0].what


def test_ends_by_end_by_duration_by_neither() -> None:
    program, problems = load(
        event("DTSTART:20260116T140000Z", "DTEND:20260116T143000Z", "SUMMARY:A", uid="1"),
        event("DTSTART:20260116T150000Z", "DURATION:PT1H30M", "SUMMARY:B", uid="2"),
        event("DTSTART:20260116T160000Z", "SUMMARY:C", uid="3"),
        event("DTSTART:20260116T170000Z", "DTEND:whenever", "SUMMARY:D", uid="4"),
        event("DTSTART:20260116T180000Z", "DTEND:20260116T170000Z", "SUMMARY:E", uid="5"),
    )
    assert [s.duration for s in program.sessions] == [timedelta(minutes=30), timedelta(minutes=90), None, None, None]
    assert ["'D' cannot be read" in problems[0].what, "before it starts" in problems[1].what] == [True, True]


def test_recurring_events_with_exceptions_and_moved_occurrences() -> None:
    rule = "RRULE:FREQ=DAILY;COUNT=5"
    program, problems = load(
        event(
            "DTSTART;TZID=Europe/Paris:20260327T090000",
            "DURATION:PT1H",
            rule,
            "SUMMARY:Stand-up",
            "EXDATE;TZID=Europe/Paris:20260328T090000",
            "RDATE;TZID=Europe/Paris:20260404T100000",
            uid="s",
        ),
        event(
            "RECURRENCE-ID;TZID=Europe/Paris:20260330T090000",
            "DTSTART;TZID=Europe/Paris:20260330T110000",
            "SUMMARY:Later",
            uid="s",
        ),
        event(
            "RECURRENCE-ID;TZID=Europe/Paris:20260331T090000",
            "DTSTART;TZID=Europe/Paris:20260331T090000",
            "SUMMARY:Off",
            "STATUS:CANCELLED",
            uid="s",
        ),
    )
    assert not problems
    assert [(s.id, s.title, s.start.isoformat(), s.cancelled) for s in program.sessions] == [
        ("s@2026-03-27T09:00:00+01:00", "Stand-up", "2026-03-27T09:00:00+01:00", False),
        ("s@2026-03-29T09:00:00+02:00", "Stand-up", "2026-03-29T09:00:00+02:00", False),
        ("s@2026-03-30T09:00:00+02:00", "Later", "2026-03-30T11:00:00+02:00", False),
        ("s@2026-03-31T09:00:00+02:00", "Off", "2026-03-31T09:00:00+02:00", True),
        ("s@2026-04-04T10:00:00+02:00", "Stand-up", "2026-04-04T10:00:00+02:00", False),
    ]
    assert program.sessions[1].duration == timedelta(hours=1)


@pytest.mark.parametrize("until", ["20260118T080000Z", "20260118", "20260118T090000"])
def test_rules_with_an_end_in_any_form(until: str) -> None:
    program, problems = load(
        event("DTSTART;TZID=Europe/Paris:20260116T090000", f"RRULE:FREQ=DAILY;UNTIL={until}", "SUMMARY:A")
    )
    assert [start[:10] for start in starts(program)] == ["2026-01-16", "2026-01-17", "2026-01-18"]
    assert not problems


def test_a_rule_without_end_reaches_to_the_end_of_the_other_events() -> None:
    endless = event("DTSTART:20260116T080000Z", "RRULE:FREQ=DAILY", "SUMMARY:Breakfast", uid="b")
    program, problems = load(endless, event("DTSTART:20260118T140000Z", "SUMMARY:Last", uid="1"))
    assert len([s for s in program.sessions if s.title == "Breakfast"]) == 3
    assert not problems
    program, problems = load(endless)
    assert len(program.sessions) == 366
    assert "recurs more than 366 times" in problems[0].what


def test_a_rule_that_cannot_be_read_leaves_the_first_occurrence() -> None:
    program, problems = load(event("DTSTART:20260116T080000Z", "RRULE:FREQ=SOMETIMES", "SUMMARY:A"))
    assert len(program.sessions) == 1
    assert "recurrence rule cannot be read" in problems[0].what


def test_a_change_of_all_later_occurrences_is_told() -> None:
    _, problems = load(
        event("DTSTART:20260116T080000Z", "RRULE:FREQ=DAILY;COUNT=3", "SUMMARY:A"),
        event("RECURRENCE-ID;RANGE=THISANDFUTURE:20260117T080000Z", "DTSTART:20260117T090000Z", "SUMMARY:A"),
    )
    assert "all later occurrences" in problems[0].what


def test_a_recurring_whole_day_is_no_session() -> None:
    program, problems = load(event("DTSTART;VALUE=DATE:20260116", "RRULE:FREQ=DAILY;COUNT=3", "SUMMARY:A"))
    assert not program.sessions
    assert len(problems) == 1


def test_several_calendars_with_zones_of_one_name() -> None:
    block = event("DTSTART;TZID=Here:20260116T140000", "SUMMARY:A")
    data = calendar(zone("Here", "+0900"), block) + calendar(zone("Here", "+0000"), block)
    assert starts(read(data, "p.ics", PARIS)[0]) == ["2026-01-16T06:00:00+01:00", "2026-01-16T15:00:00+01:00"]
