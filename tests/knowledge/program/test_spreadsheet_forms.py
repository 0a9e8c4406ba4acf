"""Tables as the tools of other people write them, and what their makers mean by a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from suites.program_formats import PARIS
from suites.tables import Rows, as_csv, as_xlsx

from knowledge.program.formats import read_program

if TYPE_CHECKING:
    from knowledge.model import Program
    from knowledge.problems import Problem


UNTIMED = (
    "no column is known as the time of start, so that 'Ion' are not in the program; columns that are not known: "
    "'Kick-off'."
)


def load(*lines: str) -> tuple[Program, tuple[Problem, ...]]:
    return read_program("\n".join(lines).encode(), "p.csv", PARIS)


def starts(program: Program) -> list[tuple[str, str]]:
    return [(session.title, f"{session.start:%Y-%m-%dT%H:%M%z}"[:21]) for session in program.sessions]


@pytest.mark.parametrize(
    "header",
    [
        "*Date,*Time Start,*Time End,*Session Title,Room/Location (Optional),Speakers (Optional)",
        "date,start_time,end_time,session_name,room_name,speaker_names",
        "Date,startTime,endTime,Talk title,Room,Presenters",
        "1. Date,2. Start time (startTime),3. End time (endTime),4. Title,5. Room,6. Speaker",
        "Date,Scheduled Start,Scheduled End,Proposal title,Room,Speaker names",
        "Date,Heure début,Heure fin,Titre,Salle,Intervenants",
        "Date,Begin Time,Finish,Activity name,Location,Who",
        "Date,H. début,H. fin,Intitulé,Lieu,Orateur",
    ],
)
def test_headers_of_well_known_tools(header: str) -> None:
    program, problems = load(header, "2026-01-13,09:00,09:30,Ion thrusters,Hall 4,Ada Quill; Ben Ostrow")
    (session,) = program.sessions
    assert (session.title, f"{session.start:%d %H:%M}", f"{session.end:%H:%M}") == (
        "Ion thrusters",
        "13 09:00",
        "09:30",
    )
    assert session.rooms == ("Hall 4",)
    assert [speaker.name for speaker in session.speakers] == ["Ada Quill", "Ben Ostrow"]
    assert problems == ()


def test_the_exports_of_a_call_for_papers_carry_whole_moments_and_states() -> None:
    program, problems = load(
        "ID,Proposal title,Proposal state,Session type,Speaker names,Room,Start,End",
        "ABC,Space tugs,confirmed,Talk,Ada Quill,Hall 4,2026-01-13T10:00:00+01:00,2026-01-13T10:30:00+01:00",
        "DEF,Moon dust,rejected,Talk,Ben Ostrow,Hall 4,2026-01-13T11:00:00+01:00,2026-01-13T11:30:00+01:00",
    )
    assert [(session.id, session.kind) for session in program.sessions] == [("ABC", "talk")]
    assert "'Moon dust' is rejected" in problems[0].what


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("First name,Last name", "Ada,Quill"),
        ("Prénom,Nom", "Ada,Quill"),
        ("Speaker first name,Speaker last name", "Ada,Quill"),
        ("First name 1,Last name 1,First name 2,Last name 2", "Ada,Quill,Ben,Ostrow"),
    ],
)
def test_names_in_two_columns(header: str, cells: str) -> None:
    program, _ = load(f"Date,Start,Title,{header}", f"2026-01-13,9:00,Ion,{cells}")
    names = [speaker.name for speaker in program.sessions[0].speakers]
    assert names == ["Ada Quill", "Ben Ostrow"][: len(names)]
    assert names
    assert len(names) == cells.count(",") // 2 + 1


def test_a_session_in_one_row_for_each_speaker_is_one() -> None:
    program, _ = load(
        "Date,Start,Title,Room,Speaker,Company",
        "2026-01-13,9:00,Ion,Hall 4,Ada Quill,Orbinet",
        "2026-01-13,9:00,Ion,Hall 4,Ben Ostrow,Tugs",
        "2026-01-13,9:00,Ion,Hall 5,Cy Reed,Tugs",
        "2026-01-13,10:00,Break,Foyer,,",
        "2026-01-13,10:00,Break,Foyer,,",
    )
    assert [(s.title, s.room, [who.organization for who in s.speakers]) for s in program.sessions] == [
        ("Ion", "Hall 4", ["Orbinet", "Tugs"]),
        ("Ion", "Hall 5", ["Tugs"]),
        ("Break", "Foyer", []),
    ]


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("13-15 January 2026", [13, 14, 15]),
        ("January 13-15, 2026", [13, 14, 15]),
        ("13.01.2026, 14.01.2026", [13, 14]),
        ("13 & 14 January 2026", [13, 14]),
        ("13/01/2026 - 15/01/2026", [13, 14, 15]),
        ("du 13 au 15 janvier 2026", [13, 14, 15]),
        ("13.-15.01.2026", [13, 14, 15]),
        ("13./14.01.2026", [13, 14]),
        ("2026年1月13日～15日", [13, 14, 15]),
        ("13 January to 15 January 2026", [13, 14, 15]),
        ("Tue 13 and Wed 14 January 2026", [13, 14]),
        ("2026-01-13/2026-01-15", [13, 14, 15]),
        ("13 January 2026", [13]),
    ],
)
def test_a_row_for_several_days_is_a_session_on_each(written: str, days: list[int]) -> None:
    program, problems = load("Date,Start,End,Title,Room", f'"{written}",09:00,18:00,Exhibition,Hall 1')
    assert [session.start.day for session in program.sessions] == days
    assert {f"{session.start:%H:%M}-{session.end:%H:%M}" for session in program.sessions} == {"09:00-18:00"}
    assert len({session.id for session in program.sessions}) == len(days)
    assert problems == ()


@pytest.mark.parametrize("written", ["15-13 January 2026", "13-15", "1 January 2026 - 1 June 2026", "Every day"])
def test_what_is_no_stretch_of_days_is_told(written: str) -> None:
    program, problems = load("Date,Start,Title", f"{written},09:00,Exhibition")
    assert program.sessions == ()
    assert problems
    assert problems[0].severity == "error"


def test_days_of_which_each_has_its_own_end_over_the_new_year() -> None:
    program, _ = load("Date,Start,End,Title", "30 December 2025 - 1 January 2026,22:00,01:00,Watch")
    assert [f"{session.end:%m-%d %H:%M}" for session in program.sessions] == [
        "12-31 01:00",
        "01-01 01:00",
        "01-02 01:00",
    ]


def test_a_column_of_time_zones() -> None:
    program, problems = load(
        "Date,Start,End,Time zone,Title",
        "2026-01-13,09:00,09:30,America/New_York,Ion",
        "2026-01-13,09:00,09:30,Europe/Paris,Sails",
        "2026-01-13,09:00,09:30,UTC,Nets",
        "2026-01-13,09:00,09:30,Eastern Time,Tugs",
        "2026-01-13,09:00,09:30,,Dust",
        "2026-01-13,23:30,23:50,PST,Late",
    )
    assert {s.title: f"{s.start:%d %H:%M}" for s in program.sessions} == {
        "Ion": "13 15:00", "Sails": "13 09:00", "Nets": "13 10:00", "Tugs": "13 15:00", "Dust": "13 09:00",
        "Late": "14 08:30",
    }  # fmt: skip
    assert {str(session.start.tzinfo) for session in program.sessions} == {"Europe/Paris"}
    assert problems == ()


def test_a_time_zone_that_may_be_several_is_told_once() -> None:
    program, problems = load(
        "Date,Start,TZ,Title", "2026-01-13,09:00,IST,Ion", "2026-01-13,10:00,IST,Sails", "2026-01-13,11:00,Mars,Nets"
    )
    assert [session.start.hour for session in program.sessions] == [9, 10, 11]
    assert [(problem.where, problem.what[:19]) for problem in problems] == [
        ("p.csv:2", "the time zone 'IST'"),
        ("p.csv:4", "the time zone 'Mars"),
    ]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Wednesday 13 January 2026", True), ("Tuesday 13 January 2026", False), ("mercredi 13 janvier 2026", True),
        ("mar. 13 janvier 2026", False), ("2026年1月13日(水)", True), ("2026年1月13日(火)", False),
        ("Mi, 13.01.2026", False),
    ],
)  # fmt: skip
def test_a_weekday_that_is_not_the_date_s_is_told(written: str, told: bool) -> None:
    program, problems = load("Date,Start,Title", f'"{written}",19:00,Dinner')
    assert [session.start.day for session in program.sessions] == [13]
    assert [problem.severity for problem in problems] == ["warning"] * told
    assert all("2026-01-13 is a Tuesday" in problem.what for problem in problems)


def test_a_weekday_in_a_column_of_its_own() -> None:
    program, problems = load(
        "Weekday,Date,Start,Title", "Wednesday,2026-01-13,19:00,Dinner", "Tuesday,2026-01-13,20:00,Dance"
    )
    assert len(program.sessions) == 2
    assert [problem.where for problem in problems] == ["p.csv:2"]


def test_a_date_a_year_off_is_told() -> None:
    rows = [f"2026-01-1{day},09:00,Talk {day}" for day in range(3, 8)]
    program, problems = load("Date,Start,Title", *rows, "2025-01-14,10:00,Dinner")
    assert len(program.sessions) == 6
    (problem,) = problems
    assert (problem.where, problem.severity) == ("p.csv:7", "warning")
    assert problem.what == "'Dinner' is on 2025-01-14, a year or more away from all others."


def test_a_series_over_years_is_no_wrong_year() -> None:
    _, problems = load("Date,Start,Title", *(f"20{year}-01-14,09:00,Talk {year}" for year in range(20, 27)))
    assert problems == ()


def test_line_breaks_in_a_room_s_cell() -> None:
    program, _ = read_program(
        as_xlsx([["Date", "Start", "Title", "Room"], ["2026-01-13", "9:00", "Ion", "Hall 4\nFirst floor"]]),
        "p.xlsx",
        PARIS,
    )
    assert "\n" not in program.sessions[0].room
    assert program.sessions[0].room


@pytest.mark.parametrize(
    ("header", "told", "mend"),
    [
        (
            "Date,Kick-off,Title",
            UNTIMED,
            "Name the column of the start Start.",
        ),
        (
            "Date,Start,Blurb",
            "has no column that is known as the title; columns that are not known: 'Blurb'.",
            "Name that column Title.",
        ),
        (
            "Room,Kick-off,Title",
            "has no column that is known as the date or time; columns that are not known: 'Kick-off'.",
            "Name that column Start.",
        ),
    ],
)
def test_the_column_that_is_not_known_is_named(header: str, told: str, mend: str) -> None:
    program, problems = load(header, "2026-01-13,09:00,Ion")
    assert program.sessions == ()
    assert [(problem.where, problem.what, problem.mend) for problem in problems] == [("p.csv:1", told, mend)]


def test_a_table_without_any_header() -> None:
    rows: Rows = [["2026-01-13", "9:00", "Ion"], ["2026-01-13", "10:00", "Sails"]]
    _, problems = read_program(as_csv(rows), "p.csv", PARIS)
    assert "has no header with a title and a time; its first row is: 2026-01-13, 9:00, Ion." in problems[0].what
