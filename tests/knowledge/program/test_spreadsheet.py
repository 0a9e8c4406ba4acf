from __future__ import annotations

import io
import zipfile
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from openpyxl import Workbook
from suites.program_formats import PARIS, Form, LocalTimesContract, Talk
from suites.tables import Rows, as_csv, as_xlsx

from knowledge.program.formats import read_program

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.model import Event, Program, Session
    from knowledge.problems import Problem

HEAD: list[object] = ["ID", "Date", "Start", "Duration", "Title", "Room", "Track", "Type", "Speakers", "Description"]


def table(talks: Sequence[Talk]) -> Rows:
    return [
        HEAD,
        *(
            [
                talk.id,
                talk.start.date() if isinstance(talk.start, datetime) else "2026-01-16",
                talk.start.time() if isinstance(talk.start, datetime) else talk.start,
                talk.minutes,
                talk.title,
                talk.rooms[0],
                talk.track,
                talk.kind,
                "; ".join(talk.speakers),
                talk.abstract,
            ]
            for talk in talks
        ),
    ]


class TestCsv(LocalTimesContract):
    form = Form("csv", "program.csv", lambda talks: as_csv(table(talks)))


class TestXlsx(LocalTimesContract):
    form = Form("xlsx", "program.xlsx", lambda talks: as_xlsx(table(talks)))


def load(rows: Rows, event: Event = PARIS) -> tuple[Program, tuple[Problem, ...]]:
    """The same table as CSV; numbers and dates as their ISO texts."""
    return read_program(as_csv(rows), "p.csv", event)


def book(rows: Rows, *merged: str) -> tuple[Program, tuple[Problem, ...]]:
    return read_program(as_xlsx(rows, *merged), "p.xlsx", PARIS)


def only(found: tuple[Program, tuple[Problem, ...]]) -> Session:
    program, problems = found
    assert not problems
    assert len(program.sessions) == 1
    return program.sessions[0]


def test_a_header_below_title_lines_and_over_two_rows() -> None:
    rows: Rows = [
        ["The event", None, None, None, None, None],
        [],
        ["Time", None, "Title", "Speakers", None, None],
        ["from", "to", None, 1, 2, 3],
        ["14:30", "15:00", "A", "X Y", None, "Z W, Acme"],
    ]
    rows[0][1] = "16 January 2026"
    session = only(book(rows, "A3:B3", "D3:F3"))
    assert (session.start.isoformat(), session.duration) == ("2026-01-16T14:30:00+01:00", timedelta(minutes=30))
    assert [(s.name, s.names) for s in session.speakers] == [("X Y", ()), ("Z W, Acme", ("Z W",))]


def test_a_date_holds_until_the_next_one() -> None:
    rows: Rows = [
        ["Date", "Time", "Title"],
        ["2026-01-16", "9:00", "A"],
        [None, "10:00", "B"],
        ["Saturday 17 January 2026", None, None],
        [None, "9:00", "C"],
    ]
    program, problems = load(rows)
    assert not problems
    assert [(s.title, s.start.day) for s in program.sessions] == [("A", 16), ("B", 16), ("C", 17)]


def test_the_name_of_a_sheet_may_be_its_date() -> None:
    data = as_xlsx([["Time", "Title"], ["9:00", "A"]], title="Fri 16 Jan 2026")
    assert only(read_program(data, "p.xlsx", PARIS)).start.isoformat() == "2026-01-16T09:00:00+01:00"


def test_merged_cells_hold_for_all_their_rows() -> None:
    rows: Rows = [
        ["Date", "Time", "Room", "Title", "Speaker"],
        ["2026-01-16", "9:00", "Aula", "A", "X Y"],
        [None, None, None, "B", None],
        [None, "10:00", "Foyer", "Lunch", None],
        [None, "11:00", "Foyer", None, None],
    ]
    program, problems = book(rows, "A2:A5", "B2:B3", "C2:C3", "D4:E4", "D4:D5")
    assert [(s.title, f"{s.start:%H:%M}", s.rooms, len(s.speakers)) for s in program.sessions] == [
        ("A", "09:00", ("Aula",), 1),
        ("B", "09:00", ("Aula",), 0),
        ("Lunch", "10:00", ("Foyer",), 0),
    ]
    assert not problems


def test_a_formula_that_was_never_worked_out_is_no_date() -> None:
    rows: Rows = [["Date", "Time", "Title"], ["2026-01-16", "9:00", "A"], ["=A2+1", "9:00", "B"]]
    program, problems = book(rows)
    assert [s.title for s in program.sessions] == ["A"]
    assert (problems[0].where, "formula" in problems[0].what, problems[0].severity) == ("p.xlsx:3", True, "error")


def test_a_sheet_that_claims_to_reach_the_last_row_is_read_at_once() -> None:
    data = as_xlsx([["Date", "Time", "Title"], ["2026-01-16", "9:00", "A"]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'<dimension ref="A1:C2"', b'<dimension ref="A1:AMK1048576"'))
    assert b"1048576" in zipfile.ZipFile(out).read("xl/worksheets/sheet1.xml")
    assert only(read_program(out.getvalue(), "p.xlsx", PARIS)).title == "A"


def test_a_table_is_recognized_whatever_its_name() -> None:
    data = as_csv([["Title", "Date", "Time"], ["A", "2026-01-16", "9:00"]])
    assert only(read_program(data, "export", PARIS)).title == "A"
    assert (
        only(read_program(as_xlsx([["Title", "Date", "Time"], ["A", "2026-01-16", "9:00"]]), "export", PARIS)).title
        == "A"
    )
    assert not read_program(b"just,some\nwords,here\n", "export", PARIS)[0].sessions


def test_the_better_of_two_words_for_a_field_wins() -> None:
    rows: Rows = [["Session", "Title", "Day", "Date", "Time", "Start"], ["1", "A", "Day 1", "2026-01-16", "x", "9:00"]]
    session = only(load(rows))
    assert (session.title, session.start.hour) == ("A", 9)


def test_ends_over_midnight_and_ends_on_another_day() -> None:
    rows: Rows = [
        ["Title", "Start Date", "Start Time", "End Date", "End Time"],
        ["A", "2026-01-16", "23:30", None, "00:30"],
        ["B", "2026-01-16", "22:00", "2026-01-17", "06:00"],
        ["C", "2026-01-16", "9:00", None, "8:00"],
    ]
    program, problems = load(rows)
    assert [(s.title, s.end and s.end.isoformat()) for s in program.sessions] == [
        ("C", None),
        ("B", "2026-01-17T06:00:00+01:00"),
        ("A", "2026-01-17T00:30:00+01:00"),
    ]
    assert problems[0].what == "'C' ends (08:00) before it starts (09:00); its end is left out."


def test_states() -> None:
    rows: Rows = [
        ["Title", "Date", "Time", "Status"],
        ["A", "2026-01-16", "9:00", "Cancelled"],
        ["B", "2026-01-16", "9:00", "confirmed"],
        ["C", "2026-01-16", "9:00", "x"],
        ["D", "2026-01-16", "9:00", "rejected"],
        ["E", "2026-01-16", "9:00", "中止"],
    ]
    program, problems = load(rows)
    assert {s.title: s.cancelled for s in program.sessions} == {"A": True, "B": False, "C": True, "E": True}
    assert "'D' is rejected" in problems[0].what


def test_rows_that_are_no_sessions_are_told() -> None:
    rows: Rows = [
        ["Title", "Date", "Time", "Speakers", "Length"],
        ["Morning", None, None, None, None],
        ["A", "2026-01-16", "9:00", None, "?"],
        [None, "2026-01-16", "10:00", None, None],
        [None, "2026-01-16", "11:00", "X Y", None],
        ["B", "2026-01-16", None, None, None],
        ["C", "some day", "12:00", None, None],
    ]
    program, problems = load(rows)
    assert [s.title for s in program.sessions] == ["A", "untitled"]
    told = {problem.what: problem.severity for problem in problems}
    assert told == {
        "'Morning' stands without a time and is taken as a heading.": "warning",
        "the minutes '?' of 'A' cannot be read; it is left out.": "warning",
        "'B' has a date (2026-01-16) and no time of start; it is not in the program.": "error",
        "the start 'some day 12:00' of 'C' cannot be read; it is not in the program.": "error",
        "rows with a time but no title are left out (4).": "warning",
    }
    assert {problem.where.rpartition(":")[2] for problem in problems} == {"2", "3", "4", "6", "7"}


def test_times_without_any_date_are_told() -> None:
    program, problems = load([["Title", "Time", "Room"], ["A", "9:00", "Aula"]])
    assert not program.sessions
    assert (problems[0].mend, problems[0].where) == ("Add a column Date.", "p.csv:1")
    assert problems[0].what == "no date is given for 'A'; they are not in the program."


def test_a_header_that_comes_again_above_each_day() -> None:
    rows: Rows = [
        ["16 January 2026", None, None],
        ["Time", "Title", "Room"],
        ["9:00", "A", "Aula"],
        ["17 January 2026", None, None],
        ["Time", "Title", "Room"],
        ["9:00", "B", "-"],
    ]
    program, problems = load(rows)
    assert not problems
    assert [(s.title, s.start.day, s.rooms) for s in program.sessions] == [("A", 16, ("Aula",)), ("B", 17, ())]


def test_a_break_merged_over_several_columns() -> None:
    rows: Rows = [
        ["Date", "Time", "Room", "Title", "Speakers"],
        ["2026-01-16", "9:00", "Aula", "A", "X Y"],
        ["2026-01-16", "10:00", "Coffee", None, None],
    ]
    program, problems = book(rows, "C3:E3")
    assert not problems
    assert [(s.title, s.rooms, len(s.speakers)) for s in program.sessions] == [("A", ("Aula",), 1), ("Coffee", (), 0)]


def test_a_table_without_a_header_is_told_with_its_first_row() -> None:
    _, problems = load([["9:00", "A", "Aula"]])
    assert problems[0].what == "has no header with a title and a time; its first row is: 9:00, A, Aula."


def test_a_sheet_without_a_header_beside_one_with() -> None:
    made = Workbook()
    first = made.active
    assert first is not None
    first.append(["Title", "Date", "Time"])
    first.append(["A", "2026-01-16", "9:00"])
    made.create_sheet("Notes").append(["buy water"])
    out = io.BytesIO()
    made.save(out)
    program, problems = read_program(out.getvalue(), "p.xlsx", PARIS)
    assert len(program.sessions) == 1
    assert "'Notes'" in problems[0].what


def test_what_is_not_read_says_what_to_do() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    for name, data in (("p.ods", out.getvalue()), ("p.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600)):
        program, problems = read_program(data, name, PARIS)
        assert not program.sessions
        assert problems[0].mend
