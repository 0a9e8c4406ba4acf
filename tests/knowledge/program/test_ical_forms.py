"""iCalendar as programs write it beside the straight road of RFC 5545: whose zone counts, exceptions in any form."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from suites.calendars import calendar, event
from suites.program_formats import PARIS

from knowledge.model import Event
from knowledge.program.ical import read

if TYPE_CHECKING:
    from knowledge.model import Program
    from knowledge.problems import Problem

SUMMER = (
    "BEGIN:VTIMEZONE\nTZID:{name}\n"
    "BEGIN:STANDARD\nDTSTART:20001029T030000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nTZOFFSETFROM:{summer}\n"
    "TZOFFSETTO:{winter}\nEND:STANDARD\n"
    "BEGIN:DAYLIGHT\nDTSTART:20000326T020000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nTZOFFSETFROM:{winter}\n"
    "TZOFFSETTO:{summer}\nEND:DAYLIGHT\nEND:VTIMEZONE"
)


def load(*blocks: str, head: str = "", zone: str = "Europe/Paris") -> tuple[Program, tuple[Problem, ...]]:
    return read(calendar(*blocks, head=head), "p.ics", Event("The event", ZoneInfo(zone)))


def times(program: Program) -> list[str]:
    return [f"{session.start:%m-%d %H:%M}" for session in program.sessions]


@pytest.mark.parametrize(
    ("name", "winter", "summer", "zone"),
    [
        ("GMT", "+0000", "+0100", "Europe/London"),
        ("UTC", "+0100", "+0200", "Europe/Paris"),
        ("EST", "-0500", "-0400", "America/New_York"),
        ("MST", "-0700", "-0600", "America/Denver"),
        ("CET", "+0100", "+0200", "Europe/Paris"),
    ],
)
def test_what_a_file_defines_counts_before_an_abbreviation(name: str, winter: str, summer: str, zone: str) -> None:
    program, problems = load(
        SUMMER.format(name=name, winter=winter, summer=summer),
        event(f"DTSTART;TZID={name}:20260723T102000", "SUMMARY:In summer", uid="1"),
        event(f"DTSTART;TZID={name}:20261120T102000", "SUMMARY:In winter", uid="2"),
        zone=zone,
    )
    assert times(program) == ["07-23 10:20", "11-20 10:20"]
    assert not problems


def test_an_abbreviation_that_the_file_does_not_define_is_the_real_one() -> None:
    assert times(load(event("DTSTART;TZID=GMT:20260723T102000", "SUMMARY:A"))[0]) == ["07-23 12:20"]


@pytest.mark.parametrize(
    "written",
    [
        "EXDATE:20260115T130000Z",
        "EXDATE;TZID=Asia/Tokyo:20260115T220000",
        "EXDATE;TZID=Europe/Paris:20260115T140000",
        "EXDATE:20260115T140000",
        "EXDATE;VALUE=DATE:20260115",
        "EXDATE:20260115",
        "EXDATE:20260120T130000Z,20260115T130000Z",
    ],
)
def test_exceptions_have_a_zone_of_their_own(written: str) -> None:
    program, problems = load(
        event("DTSTART;TZID=Europe/Paris:20260113T140000", "RRULE:FREQ=DAILY;COUNT=4", written, "SUMMARY:A")
    )
    assert times(program) == ["01-13 14:00", "01-14 14:00", "01-16 14:00"]
    assert not problems


def test_an_exception_takes_out_its_own_hour_and_no_other() -> None:
    program, _ = load(
        event(
            "DTSTART;TZID=Europe/Paris:20260113T130000",
            "RRULE:FREQ=HOURLY;COUNT=4",
            "EXDATE:20260113T140000Z",
            "SUMMARY:A",
        )
    )
    assert times(program) == ["01-13 13:00", "01-13 14:00", "01-13 16:00"]


def test_an_exception_with_a_zone_beside_a_start_in_utc() -> None:
    program, _ = load(
        event(
            "DTSTART:20260113T130000Z",
            "RRULE:FREQ=DAILY;COUNT=3",
            "EXDATE;TZID=Europe/Paris:20260114T140000",
            "SUMMARY:A",
        )
    )
    assert times(program) == ["01-13 14:00", "01-15 14:00"]


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("RDATE:20260115T130000Z", 30),
        ("RDATE;TZID=Asia/Tokyo:20260115T220000", 30),
        ("RDATE:20260115T140000", 30),
        ("RDATE;VALUE=DATE:20260115", 30),
        ("RDATE;VALUE=PERIOD:20260115T130000Z/20260115T150000Z", 120),
        ("RDATE;VALUE=PERIOD:20260115T130000Z/PT45M", 45),
        ("RDATE;VALUE=PERIOD;TZID=Asia/Tokyo:20260115T220000/PT45M", 45),
    ],
)
def test_added_occurrences_have_a_zone_and_a_length_of_their_own(written: str, minutes: int) -> None:
    program, problems = load(
        event("DTSTART;TZID=Europe/Paris:20260113T140000", "DURATION:PT30M", written, "SUMMARY:Demo")
    )
    assert times(program) == ["01-13 14:00", "01-15 14:00"]
    assert [session.duration.seconds // 60 for session in program.sessions if session.duration] == [30, minutes]
    assert not problems


@pytest.mark.parametrize(
    "named", ["RECURRENCE-ID;VALUE=DATE:20260115", "RECURRENCE-ID:20260115T130000Z", "RECURRENCE-ID:20260115T220000"]
)
def test_a_moved_occurrence_is_named_by_date_or_in_any_zone(named: str) -> None:
    program, problems = load(
        event("DTSTART;TZID=Asia/Tokyo:20260113T220000", "RRULE:FREQ=DAILY;COUNT=4", "SUMMARY:Stand-up"),
        event(named, "DTSTART;TZID=Europe/Paris:20260115T160000", "SUMMARY:Moved"),
    )
    assert times(program) == ["01-13 14:00", "01-14 14:00", "01-15 16:00", "01-16 14:00"]
    assert program.sessions[2].id == "1@2026-01-15T14:00:00+01:00"
    assert not problems


def test_a_change_of_what_the_series_has_not_is_told() -> None:
    _, problems = load(
        event("DTSTART:20260113T130000Z", "RRULE:FREQ=DAILY;COUNT=2", "SUMMARY:Stand-up"),
        event("RECURRENCE-ID:20260114T150000Z", "DTSTART:20260114T160000Z", "SUMMARY:Moved"),
    )
    assert "that the series has not (2026-01-14 16:00)" in problems[0].what


def test_of_two_versions_the_later_counts() -> None:
    program, problems = load(
        event("SEQUENCE:2", "DTSTART:20260113T150000Z", "SUMMARY:A, moved"),
        event("SEQUENCE:0", "DTSTART:20260113T130000Z", "SUMMARY:A"),
    )
    assert [(session.id, session.title) for session in program.sessions] == [("1", "A, moved")]
    assert "several versions; the last (SEQUENCE 2) is taken" in problems[0].what


def test_events_that_share_a_uid_and_nothing_else_are_all_kept() -> None:
    program, _ = load(
        *(event(f"SEQUENCE:{n}", f"DTSTART:2026011{n}T130000Z", f"SUMMARY:Talk {n}") for n in range(1, 5))
    )
    assert [session.title for session in program.sessions] == ["Talk 1", "Talk 2", "Talk 3", "Talk 4"]


@pytest.mark.parametrize("head", ["X-WR-TIMEZONE:Asia/Tokyo", "TZ:+09:00", "TZ:+09"])
def test_a_calendar_in_another_zone_than_the_event_s_is_told(head: str) -> None:
    program, problems = load(event("DTSTART:20260607T150000", "SUMMARY:Talk"), head=head)
    assert times(program) == ["06-07 15:00"]
    (problem,) = problems
    assert problem.severity == "warning"
    assert "times without a zone are read in the event's, Europe/Paris, though the calendar is in" in problem.what


@pytest.mark.parametrize(
    ("head", "start"),
    [
        ("X-WR-TIMEZONE:Europe/Madrid", "DTSTART:20260607T150000"),
        ("X-WR-TIMEZONE:Asia/Tokyo", "DTSTART:20260607T130000Z"),
        ("X-WR-TIMEZONE:Asia/Tokyo", "DTSTART;TZID=Europe/Paris:20260607T150000"),
        ("X-WR-TIMEZONE:nowhere", "DTSTART:20260607T150000"),
    ],
)
def test_a_calendar_s_own_zone_is_not_told_where_it_changes_nothing(head: str, start: str) -> None:
    program, problems = load(event(start, "SUMMARY:Talk"), head=head)
    assert times(program) == ["06-07 15:00"]
    assert not problems


def test_vcalendar_with_quoted_printable() -> None:
    data = (
        b"BEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260116T130000Z\r\nDTEND:20260116T140000Z\r\n"
        b"SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Conf=C3=A9rence =\r\nd'ouverture, jour 1\r\n"
        b"LOCATION;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:Salle =\r\nBleue d'=E9t=E9\r\n"
        b"DESCRIPTION;ENCODING=QUOTED-PRINTABLE:One=0D=0Atwo; three\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    program, problems = read(data, "p.vcs", PARIS)
    (session,) = program.sessions
    assert (session.title, session.room) == ("Conférence d'ouverture, jour 1", "Salle Bleue d'été")
    assert session.abstract == "One\ntwo; three"
    assert not problems
