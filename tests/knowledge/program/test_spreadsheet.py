from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook
from suites.program_formats import PARIS, Form, LocalTimesContract, Talk

from knowledge.model import Event
from knowledge.program.formats import read_program

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.model import Program, Session
    from knowledge.problems import Problem

Rows = list[list[object]]
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


def as_csv(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([["" if cell is None else cell for cell in row] for row in rows])
    return out.getvalue().encode(encoding)


def as_xlsx(rows: Rows, *merged: str, title: str = "Program") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


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


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Titel;Datum;Uhrzeit;Ende;Ort;Vortragende;Art;Sprache", "A;16.01.2026;14:30;15:00;Aula;X Y;Vortrag;Deutsch"),
        ("Titre;Jour;Heure de début;Heure de fin;Salle;Intervenants;Type;Langue", "A;16/01/2026;14h30;15h00;Aula;X Y;Vortrag;allemand"),
        ("タイトル;日付;開始時刻;終了時刻;会場;登壇者;種別;言語", "A;2026年1月16日(金);14時30分;15時;Aula;X Y;Vortrag;ドイツ語"),
        ("Session Title;Date;From;To;Location;Presenter(s);Format;Language", "A;Fri 16 January 2026;2:30 PM;3 pm;Aula;X Y;Vortrag;German"),
        ("SUBJECT ;Start Date;Start Time;End Time;Where;Speaker 1;Kind;Sprache (Code)", "A;2026/1/16;14:30:00;15.00;Aula;X Y;Vortrag;DE"),
        ("Title;Date;Time (CET);Room;Speaker;Type;Language", "A;16-Jan-2026;14:30 – 15:00;Aula;X Y;Vortrag;de-DE"),
        ("Titel / Title;Datum / Date;Zeit / Time;Raum / Room;Redner / Speaker;Typ;Sprache", "A;Freitag, 16. Januar 2026;14.30-15.00 Uhr;Aula;X Y;Vortrag;deutsch"),
        ("Topic;Date and time;Duration (min);Stage;Who;Type;Lang / Language", "A;16.01.2026 14:30;30;Aula;X Y;Vortrag;german"),
        ("演題;日時;所要時間;会場;演者;形式;使用言語", "A;2026-01-16 14:30;30分;Aula;X Y;Vortrag;de"),
        ("Intitulé;Horaire;Durée;Lieu;Orateur;Type;Langue", "A;vendredi 16 janvier 2026, 14h30;0:30;Aula;X Y;Vortrag;de"),
    ],
)  # fmt: skip
def test_headers_and_cells_in_four_languages(header: str, row: str) -> None:
    session = only(read_program(f"{header}\n{row}\n".encode(), "p.csv", PARIS))
    assert session.title == "A"
    assert session.start.isoformat() == "2026-01-16T14:30:00+01:00"
    assert session.duration == timedelta(minutes=30)
    assert (session.rooms, [s.name for s in session.speakers]) == (("Aula",), ["X Y"])
    assert (session.kind, session.language) == ("vortrag", "de")


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


def test_people_in_columns_beside_what_they_belong_to() -> None:
    rows: Rows = [
        ["Title", "Date", "Time", "Speaker 1", "Company 1", "Role 1", "Speaker 2", "Company 2", "Role 2"],
        ["A", "2026-01-16", "9:00", "X Y", "Acme", "CEO", "Z W", "CNES", "Engineer"],
    ]
    assert [(s.name, s.organization, s.role) for s in only(load(rows)).speakers] == [
        ("X Y", "Acme", "CEO"), ("Z W", "CNES", "Engineer"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Jane Doe; John Roe", ["Jane Doe", "John Roe"]),
        ("Dupont, Jean; Martin, Anne", ["Dupont, Jean", "Martin, Anne"]),
        ("Dupont, Jean", ["Dupont, Jean"]),
        ("Jane Doe, John Roe", ["Jane Doe", "John Roe"]),
        ("Jane Doe, John Roe and Ann Poe", ["Jane Doe", "John Roe", "Ann Poe"]),
        ("Jane Doe & John Roe", ["Jane Doe", "John Roe"]),
        ("Jane Doe und John Roe", ["Jane Doe", "John Roe"]),
        ("風木 淳、山田 花子", ["風木 淳", "山田 花子"]),
        ("Jane Doe\nJohn Roe", ["Jane Doe", "John Roe"]),
        ("Peter Onderscheka, Landeshauptstadt München", ["Peter Onderscheka, Landeshauptstadt München"]),
        ("Jane Doe, Acme Corp", ["Jane Doe, Acme Corp"]),
        ("Jane Doe (Acme, Paris)", ["Jane Doe (Acme, Paris)"]),
        ("Dr. Elke Löffler, Geschäftsführerin von Governance International", ["Dr. Elke Löffler, Geschäftsführerin von Governance International"]),
        ("Madonna", ["Madonna"]),
    ],
)  # fmt: skip
def test_people_in_one_cell(cell: str, names: list[str]) -> None:
    rows: Rows = [["Title", "Date", "Time", "Speakers"], ["A", "2026-01-16", "9:00", cell]]
    assert [speaker.name for speaker in only(load(rows)).speakers] == names


def test_other_spellings_of_a_name() -> None:
    for cell, other in (
        ("Dupont, Jean", "Jean Dupont"),
        ("Jane Doe (Acme)", "Jane Doe"),
        ("X Y, Universität Bern", "X Y"),
    ):
        rows: Rows = [["Title", "Date", "Time", "Speakers"], ["A", "2026-01-16", "9:00", cell]]
        assert only(load(rows)).speakers[0].names == (other,)


def test_several_names_that_cannot_be_told_apart_are_told() -> None:
    rows: Rows = [["Title", "Date", "Time", "Speakers"], ["A", "2026-01-16", "9:00", "Cher, Madonna, Prince"]]
    program, problems = load(rows)
    assert len(program.sessions[0].speakers) == 1
    assert "may be several speakers" in problems[0].what


def test_serials_fractions_and_bare_numbers() -> None:
    rows: Rows = [
        ["Title", "Date", "Start", "End"],
        ["A", 42670, 0.375, 0.40625],
        ["B", 42670.0, 930, 1015],
        ["C", None, 42670.5, 42670.75],
        ["D", 42670.625, None, None],
        ["E", 42670, 0, None],
    ]
    for found in (load(rows), book(rows)):
        program, problems = found
        assert not problems
        assert [(s.title, f"{s.start:%Y-%m-%d %H:%M}", s.end and f"{s.end:%H:%M}") for s in program.sessions] == [
            ("E", "2016-10-27 00:00", None),
            ("A", "2016-10-27 09:00", "09:45"),
            ("B", "2016-10-27 09:30", "10:15"),
            ("C", "2016-10-27 12:00", "18:00"),
            ("D", "2016-10-27 15:00", None),
        ]


def test_cells_of_dates_and_times_of_all_kinds() -> None:
    rows: Rows = [
        ["Title", "Date", "Start", "End", "Length"],
        ["A", date(2026, 1, 16), time(9, 0), time(9, 45), None],
        ["B", datetime(2026, 1, 16), datetime(2026, 1, 16, 10), None, time(0, 30)],  # noqa: DTZ001 # as Excel has them
        ["C", datetime(2026, 1, 16, 11), None, datetime(2026, 1, 16, 12), None],  # noqa: DTZ001
        ["D", None, "2026-01-16T13:00+09:00", "2026-01-16T14:00+09:00", None],
        ["E", "2026-01-16", "12:00", None, timedelta(minutes=20)],
    ]
    program, problems = book(rows)
    assert not problems
    assert [(s.title, f"{s.start:%H:%M}", s.end and f"{s.end:%H:%M}") for s in program.sessions] == [
        ("D", "05:00", "06:00"), ("A", "09:00", "09:45"), ("B", "10:00", "10:30"), ("C", "11:00", "12:00"), ("E", "12:00", "12:20"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "zone", "months", "warned"),
    [
        (["02/03/2026", "16/03/2026"], "Europe/Paris", [3, 3], False),
        (["02/03/2026", "02/16/2026"], "Europe/Paris", [2, 2], False),
        (["02/03/2026", "03/03/2026"], "America/New_York", [3, 3], True),
        (["02/03/2026", "02/04/2026"], "Europe/Paris", [2, 2], True),
        (["02/03/2026"], "Europe/Paris", [3], True),
        (["02/03/2026"], "America/New_York", [2], True),
        (["03/03/2026"], "Europe/Paris", [3], False),
        (["02.03.2026"], "America/New_York", [3], False),
        (["2-3-26"], "Europe/Paris", [3], True),
        (["Mon 02/03/2026"], "Europe/Paris", [3], True),
    ],
)
def test_the_order_of_day_and_month_is_one_for_the_whole_table(
    days: list[str], zone: str, months: list[int], warned: bool
) -> None:  # noqa: FBT001 # a parameter
    rows: Rows = [["Title", "Date", "Time"], *([f"A{n}", day, "9:00"] for n, day in enumerate(days))]
    program, problems = load(rows, Event("x", ZoneInfo(zone)))
    assert [session.start.month for session in program.sessions] == months
    assert bool(problems) is warned


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
        ("A", "09:00", ("Aula",), 1), ("B", "09:00", ("Aula",), 0), ("Lunch", "10:00", ("Foyer",), 0),
    ]  # fmt: skip
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


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(",", "utf-8-sig"), (";", "cp1252"), ("\t", "utf-16"), ("|", "utf-8"), (",", "mac_roman")],
)
def test_delimiters_and_encodings(delimiter: str, encoding: str) -> None:
    title = "Été à l’université, où l’on étudie les fusées européennes"
    rows: Rows = [["Titre", "Date", "Heure", "Salle"], [title, "16/01/2026", "9h", "Amphithéâtre"]]
    program, problems = read_program(as_csv(rows, delimiter, encoding), "p.csv", PARIS)
    assert (program.sessions[0].title, program.sessions[0].rooms) == (title, ("Amphithéâtre",))
    assert [problem.severity for problem in problems] == ([] if encoding.startswith("utf") else ["warning"])


def test_shift_jis() -> None:
    rows: Rows = [
        ["タイトル", "日付", "時刻", "会場"],
        ["宇宙ロケットのはなしをききましょう", "2026年1月16日", "14時30分", "大ホール"],
    ]
    program, problems = read_program(as_csv(rows, encoding="cp932"), "p.csv", PARIS)
    assert program.sessions[0].rooms == ("大ホール",)
    assert problems[0].severity == "warning"


def test_a_table_is_recognized_whatever_its_name() -> None:
    data = as_csv([["Title", "Date", "Time"], ["A", "2026-01-16", "9:00"]])
    assert only(read_program(data, "export", PARIS)).title == "A"
    assert (
        only(read_program(as_xlsx([["Title", "Date", "Time"], ["A", "2026-01-16", "9:00"]]), "export", PARIS)).title
        == "A"
    )
    assert not read_program(b"just,some\nwords,here\n", "export", PARIS)[0].sessions


def test_titles_in_several_languages() -> None:
    rows: Rows = [
        ["Title (en)", "Titre (français)", "タイトル(日本語)", "Date", "Time"],
        ["Keynote", "Discours", "基調講演", "2026-01-16", "9:00"],
    ]
    session = only(load(rows))
    assert session.title == "Keynote"
    assert (session.title_in("fr"), session.title_in("ja")) == ("Discours", "基調講演")


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
        ("C", None), ("B", "2026-01-17T06:00:00+01:00"), ("A", "2026-01-17T00:30:00+01:00"),
    ]  # fmt: skip
    assert problems[0].what == "'C' ends (08:00) before it starts (09:00); its end is left out."


def test_states() -> None:
    rows: Rows = [
        ["Title", "Date", "Time", "Status"],
        ["A", "2026-01-16", "9:00", "Cancelled"], ["B", "2026-01-16", "9:00", "confirmed"], ["C", "2026-01-16", "9:00", "x"],
        ["D", "2026-01-16", "9:00", "rejected"], ["E", "2026-01-16", "9:00", "中止"],
    ]  # fmt: skip
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
        "the start '2026-01-16' of 'B' cannot be read; it is not in the program.": "error",
        "the start 'some day 12:00' of 'C' cannot be read; it is not in the program.": "error",
        "rows with a time but no title are left out (1).": "warning",
    }


def test_times_without_any_date_are_told() -> None:
    program, problems = load([["Title", "Time", "Room"], ["A", "9:00", "Aula"]])
    assert not program.sessions
    assert (problems[0].mend, problems[0].where) == ("Add a column Date.", "p.csv:2")


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
