from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from suites.program_formats import PARIS
from suites.tables import Rows, as_csv, as_xlsx

from knowledge.model import Event
from knowledge.program.formats import read_program

if TYPE_CHECKING:
    from knowledge.model import Program, Session
    from knowledge.problems import Problem


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
        (
            "Titre;Jour;Heure de début;Heure de fin;Salle;Intervenants;Type;Langue",
            "A;16/01/2026;14h30;15h00;Aula;X Y;Vortrag;allemand",
        ),
        (
            "タイトル;日付;開始時刻;終了時刻;会場;登壇者;種別;言語",
            "A;2026年1月16日(金);14時30分;15時;Aula;X Y;Vortrag;ドイツ語",
        ),
        (
            "Session Title;Date;From;To;Location;Presenter(s);Format;Language",
            "A;Fri 16 January 2026;2:30 PM;3 pm;Aula;X Y;Vortrag;German",
        ),
        (
            "SUBJECT ;Start Date;Start Time;End Time;Where;Speaker 1;Kind;Sprache (Code)",
            "A;2026/1/16;14:30:00;15.00;Aula;X Y;Vortrag;DE",
        ),
        ("Title;Date;Time (CET);Room;Speaker;Type;Language", "A;16-Jan-2026;14:30 – 15:00;Aula;X Y;Vortrag;de-DE"),
        (
            "Titel / Title;Datum / Date;Zeit / Time;Raum / Room;Redner / Speaker;Typ;Sprache",
            "A;Freitag, 16. Januar 2026;14.30-15.00 Uhr;Aula;X Y;Vortrag;deutsch",
        ),
        (
            "Topic;Date and time;Duration (min);Stage;Who;Type;Lang / Language",
            "A;16.01.2026 14:30;30;Aula;X Y;Vortrag;german",
        ),
        ("演題;日時;所要時間;会場;演者;形式;使用言語", "A;2026-01-16 14:30;30分;Aula;X Y;Vortrag;de"),
        (
            "Intitulé;Horaire;Durée;Lieu;Orateur;Type;Langue",
            "A;vendredi 16 janvier 2026, 14h30;0:30;Aula;X Y;Vortrag;de",
        ),
    ],
)
def test_headers_and_cells_in_four_languages(header: str, row: str) -> None:
    session = only(read_program(f"{header}\n{row}\n".encode(), "p.csv", PARIS))
    assert session.title == "A"
    assert session.start.isoformat() == "2026-01-16T14:30:00+01:00"
    assert session.duration == timedelta(minutes=30)
    assert (session.rooms, [s.name for s in session.speakers]) == (("Aula",), ["X Y"])
    assert (session.kind, session.language) == ("vortrag", "de")


def test_a_midnight_in_the_column_of_dates_is_a_mere_date() -> None:
    head = ["Date", "Time", "Title"]
    written = ["2026-01-16", "2026-01-17 00:00:00", "2026-01-18T00:00:00", "2026-01-19T00:00:00Z"]
    program, problems = load(
        [head, *([day, "09:00", day[8:10]] for day in written)], Event("X", ZoneInfo("America/New_York"))
    )
    assert [(session.title, session.start.day, session.start.hour) for session in program.sessions] == [
        (f"{day}", day, 9) for day in (16, 17, 18, 19)
    ]
    assert not problems
    program, (problem,) = load([head, ["2026-01-17 00:00:00", None, "A"]])
    assert (program.sessions, problem.severity) == ((), "error")


def test_an_end_may_stand_whole_in_the_column_of_its_date() -> None:
    rows = [["Date", "End date", "Title"], ["2026-01-16 23:00", "2026-01-17 01:00", "A"]]
    assert only(load(rows)).duration == timedelta(hours=2)


@pytest.mark.parametrize(
    "header",
    [
        "Session ID,Session Date,Session Start Time,Session End Time,Session Title,Session Room,Session Speakers",
        "no.,day,start,end,name of session,venue,presenter name",
        "id,Date,Timeslot,End of session,Event name,Event location,Speaker name(s)",
    ],
)
def test_headers_that_name_what_the_row_is(header: str) -> None:
    row = "7,2026-01-16,9:00 AM,10:00 AM,A,Hall,Ann Lee"
    session = only(read_program(f"{header}\n{row}\n".encode(), "p.csv", PARIS))
    assert (session.id, session.title, session.rooms, session.duration) == ("7", "A", ("Hall",), timedelta(hours=1))
    assert [speaker.name for speaker in session.speakers] == ["Ann Lee"]


@pytest.mark.parametrize(
    "header", ["Begin date & time,End date & time,Title", "Start datetime,End Date/Time,Session name"]
)
def test_headers_of_whole_moments(header: str) -> None:
    session = only(read_program(f"{header}\n2026-01-16 09:00,2026-01-16 10:00,A\n".encode(), "p.csv", PARIS))
    assert (session.start.hour, session.duration, session.title) == (9, timedelta(hours=1), "A")


@pytest.mark.parametrize(
    ("text", "zone", "start"),
    [
        (
            "Title,Start (UTC),End (UTC)\nA,2026-01-16 09:00,2026-01-16 10:00",
            "Europe/Paris",
            "2026-01-16T10:00:00+01:00",
        ),
        ("Title,Date,Start (UTC+9),End\nA,2026-01-16,00:30,01:30", "Europe/Paris", "2026-01-15T16:30:00+01:00"),
        (
            "All times in UTC.,,,\nTitle,Date,Time,End\nA,2026-01-16,23:30,00:30",
            "Asia/Tokyo",
            "2026-01-17T08:30:00+09:00",
        ),
    ],
)
def test_times_in_a_zone_that_the_table_names_are_converted_and_told(text: str, zone: str, start: str) -> None:
    program, (problem,) = read_program(text.encode(), "p.csv", Event("X", ZoneInfo(zone)))
    assert [(session.start.isoformat(), session.duration) for session in program.sessions] == [
        (start, timedelta(hours=1))
    ]
    assert (problem.severity, f"shown in the event's zone, {zone}" in problem.what) == ("warning", True)


@pytest.mark.parametrize(("zone", "hour"), [("Europe/Paris", 9), ("Asia/Tokyo", 17), ("Europe/Berlin", 9)])
def test_of_the_same_time_in_two_zones_the_event_s_counts(zone: str, hour: int) -> None:
    text = b"Title,Date,Time JST,Time (CET)\nA,2026-01-16,17:00,09:00\n"
    assert only(read_program(text, "p.csv", Event("X", ZoneInfo(zone)))).start.hour == hour


@pytest.mark.parametrize("time", ["09:00 CET", "9:00 AM – 10:00 AM (CET)", "9h GMT+1", "09:00 JST"])
def test_a_zone_beside_the_time_is_passed_over_where_it_is_the_event_s(time: str) -> None:
    winter_only = Event("X", ZoneInfo("Africa/Algiers"))  # an hour ahead of UTC all year
    program, problems = load([["Date", "Time", "Title"], ["2026-01-16", time, "A"]], winter_only)
    if "JST" in time:
        assert (program.sessions, problems[0].severity) == ((), "error")
    else:
        assert (program.sessions[0].start.hour, problems) == (9, ())


def test_a_zone_that_may_be_several_is_told() -> None:
    program, (problem,) = read_program(b"Title,Date,Time (IST)\nA,2026-01-16,09:00\n", "p.csv", PARIS)
    assert program.sessions[0].start.hour == 9
    assert "the zone 'IST' may mean several clocks" in problem.what


def test_rows_that_number_the_days() -> None:
    rows: Rows = [
        ["Title", "Time"],
        ["Day 1 - 02/03/2026", None],
        ["A", "9:00"],
        ["Day 2 - 02/04/2026", None],
        ["B", "9:00"],
    ]
    for zone, days in (("America/New_York", [(2, 3), (2, 4)]), ("Europe/Paris", [(2, 3), (2, 4)])):
        program, problems = load(rows, Event("X", ZoneInfo(zone)))
        assert [(session.start.month, session.start.day) for session in program.sessions] == days  # they lie together
        assert "read as month/day/year" in problems[0].what


def test_a_time_that_a_formula_reckoned_is_rounded() -> None:
    rows: Rows = [["Date", "Start", "End", "Title"]]
    rows.append([date(2026, 1, 16), time(8, 59, 59, 999_000), datetime(2026, 1, 16, 9, 29, 59, 999_000), "A"])
    session = only(book(rows))
    assert (session.start.hour, session.start.minute, session.duration) == (9, 0, timedelta(minutes=30))


def test_an_afternoon_written_like_a_night_is_told() -> None:
    head = ["Date", "Time", "Title"]
    rows = [["2026-01-16", at, at] for at in ("9:00", "10:30", "1:00", "2:30")]
    program, problems = load([head, *rows])
    assert [session.start.hour for session in program.sessions] == [1, 2, 9, 10]
    (problem,) = problems
    assert str(problem).startswith("p.csv:4: warning: '1:00' is at 01:00, in the night, though it stands below 10:30.")
    assert not load([head, ["2026-01-16", "22:00", "A"], ["2026-01-17", "1:00", "B"], ["2026-01-17", "9:00", "C"]])[1]


def test_a_date_without_its_year_is_told() -> None:
    program, problems = load([["Date", "Time", "Title"], ["vendredi 16 janvier", "9h30", "A"]])
    assert not program.sessions
    (problem,) = problems
    assert str(problem).startswith("p.csv:2: error: the date 'vendredi 16 janvier' of 'A' has no year; it is not")


def test_people_in_columns_beside_what_they_belong_to() -> None:
    rows: Rows = [
        ["Title", "Date", "Time", "Speaker 1", "Company 1", "Role 1", "Speaker 2", "Company 2", "Role 2"],
        ["A", "2026-01-16", "9:00", "X Y", "Acme", "CEO", "Z W", "CNES", "Engineer"],
    ]
    assert [(s.name, s.organization, s.role) for s in only(load(rows)).speakers] == [
        ("X Y", "Acme", "CEO"),
        ("Z W", "CNES", "Engineer"),
    ]


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
        (
            "Dr. Elke Löffler, Geschäftsführerin von Governance International",
            ["Dr. Elke Löffler, Geschäftsführerin von Governance International"],
        ),
        ("Madonna", ["Madonna"]),
    ],
)
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
        ["B", datetime(2026, 1, 16), datetime(2026, 1, 16, 10), None, time(0, 30)],  # as Excel has them
        ["C", datetime(2026, 1, 16, 11), None, datetime(2026, 1, 16, 12), None],
        ["D", None, "2026-01-16T13:00+09:00", "2026-01-16T14:00+09:00", None],
        ["E", "2026-01-16", "12:00", None, timedelta(minutes=20)],
    ]
    program, problems = book(rows)
    assert not problems
    assert [(s.title, f"{s.start:%H:%M}", s.end and f"{s.end:%H:%M}") for s in program.sessions] == [
        ("D", "05:00", "06:00"),
        ("A", "09:00", "09:45"),
        ("B", "10:00", "10:30"),
        ("C", "11:00", "12:00"),
        ("E", "12:00", "12:20"),
    ]


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
    days: list[str],
    zone: str,
    months: list[int],
    warned: bool,  # a parameter
) -> None:
    rows: Rows = [["Title", "Date", "Time"], *([f"A{n}", day, "9:00"] for n, day in enumerate(days))]
    program, problems = load(rows, Event("x", ZoneInfo(zone)))
    assert [session.start.month for session in program.sessions] == months
    assert bool(problems) is warned


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


def test_titles_in_several_languages() -> None:
    rows: Rows = [
        ["Title (en)", "Titre (français)", "タイトル(日本語)", "Date", "Time"],
        ["Keynote", "Discours", "基調講演", "2026-01-16", "9:00"],
    ]
    session = only(load(rows))
    assert session.title == "Keynote"
    assert (session.title_in("fr"), session.title_in("ja")) == ("Discours", "基調講演")
