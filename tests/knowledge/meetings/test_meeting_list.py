"""The meetings file."""

from __future__ import annotations

import io
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from knowledge.meetings import read_meetings
from knowledge.model import Attendee, Event, Meeting

if TYPE_CHECKING:
    from knowledge.problems import Problem

PARIS = ZoneInfo("Europe/Paris")
EVENT = Event("Example", PARIS)
KNOWN = (Attendee("a@example.org", "A"), Attendee("b@example.org", "B"), Attendee("c@example.org", "C"))
HEADER = "id,start,end,table,side_a,side_b,title,status\n"
AT = datetime(2026, 1, 16, 14, 0, tzinfo=PARIS)


def read(text: str, known: tuple[Attendee, ...] = KNOWN) -> tuple[tuple[Meeting, ...], tuple[Problem, ...]]:
    return read_meetings(text.encode(), "meetings.csv", EVENT, known)


def only(text: str) -> Meeting:
    (meeting,), problems = read(text)
    assert problems == ()
    return meeting


def told(text: str) -> Problem:
    _, (problem,) = read(text)
    assert problem.mend
    return problem


FULL = Meeting("7", AT, AT + timedelta(minutes=20), "3", "a@example.org", "b@example.org", "Rockets")


@pytest.mark.parametrize(
    "text",
    [
        HEADER + "7,2026-01-16 14:00,2026-01-16 14:20,3,a@example.org,b@example.org,Rockets,",
        HEADER + "7,2026-01-16T14:00,14:20,3, A@Example.org,b@example.org ,Rockets,confirmed",
        HEADER + "7,2026-01-16T13:00:00Z,2026-01-16T22:20+09:00,3,a@example.org,b@example.org,Rockets,",
        (
            "ID;Date;Heure de début;Durée (min);Table n°;Participant A;Participant B;Sujet\n"
            "7;16/01/2026;14h00;20;3;a@example.org;b@example.org;Rockets"
        ),
        (
            "番号\t日付\t開始\t終了\tテーブル\t参加者A\t参加者B\t件名\n"
            "7\t2026年1月16日\t14時00分\t14時20分\t3\ta@example.org\tb@example.org\tRockets"
        ),
        "ref,start,minutes,room,email 1,email 2,topic\n7,16.01.2026 2:00 pm,20,3,a@example.org,b@example.org,Rockets",
        (
            "id,day,time,duration,location,attendee 1,attendee 2,title\n"
            '7,"Friday, 16 January 2026",14:00,0:20,3,a@example.org,b@example.org,Rockets'
        ),
    ],
    ids=["plain", "clock end", "offsets", "French", "Japanese", "pm", "worded"],
)
def test_headers_and_times_in_many_words(text: str) -> None:
    assert only(text) == FULL


def test_a_workbook_gives_numbers_dates_and_serials() -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["id", "date", "start", "end", "table", "side a", "side b", "title"])
    for start, end in ((time(14), time(14, 20)), (14 / 24, 14.3333334 / 24)):
        sheet.append([7.0, AT.replace(tzinfo=None), start, end, 3, "a@example.org", "b@example.org", "Rockets"])
    sheet.append([8, None, 46038 + 14 / 24, 46038 + 14.3333334 / 24, 4, "b@example.org", "c@example.org"])
    file = io.BytesIO()
    workbook.save(file)
    meetings, problems = read_meetings(file.getvalue(), "m.xlsx", EVENT, KNOWN)
    assert [(meeting.start, meeting.end) for meeting in meetings] == [(FULL.start, FULL.end)] * 2
    assert meetings[0] == FULL
    assert "is the same meeting as in m.xlsx:2" in problems[0].what


@pytest.mark.parametrize(
    ("status", "cancelled"),
    [("", False), ("Confirmed", False), ("CANCELLED", True), ("annulé", True), ("キャンセル", True)],
)
def test_status(status: str, cancelled: bool) -> None:  # a case of the table
    assert only(f"{HEADER}7,2026-01-16 14:00,14:20,3,a@example.org,b@example.org,,{status}").cancelled is cancelled


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        ("date,time", "16-Jan-26,2:00 – 2:20 PM"),
        ("start", "2026-01-16 14h - 14h20"),
        ("start,end", "2026-01-16 14:00-15:00,14:20"),
        ("start,minutes", "46038.583333,20"),
        ("date,start,minutes", "16/01/2026,0.583333,20"),
    ],
)
def test_from_and_to_in_one_cell_and_excel_s_numbers(columns: str, row: str) -> None:
    text = f"id,{columns},table,side_a,side_b,title\n7,{row},3,Mailto:a@example.org,B <b@example.org>,Rockets"
    assert only(text) == FULL


def test_a_date_without_its_year_is_told() -> None:
    problem = told("date,start,minutes,table,side_a,side_b\n16 janvier,14h,20,3,a@example.org,b@example.org")
    assert problem.what == "the date “16 janvier” has no year; the meeting is left out."


def test_a_made_id_stays_whichever_side_comes_first() -> None:
    one = only("start,minutes,table,side_a,side_b\n2026-01-16 14:00,20,3,a@example.org,b@example.org")
    two = only("start,end,table,side_b,side_a\n2026-01-16T13:00Z,14:20,9,a@example.org,b@example.org")
    later = only("start,minutes,table,side_a,side_b\n2026-01-16 14:01,20,3,a@example.org,b@example.org")
    assert one.id == two.id != later.id


def test_over_midnight() -> None:
    meeting = only(HEADER + "7,2026-01-16 23:50,00:10,3,a@example.org,b@example.org,,")
    assert meeting.end - meeting.start == timedelta(minutes=20)


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("7,sometime,14:20,3,a@example.org,b@example.org,,", "the start “sometime” cannot be read"),
        ("7,14:00,14:20,3,a@example.org,b@example.org,,", "the start “14:00” cannot be read"),
        ("7,,14:20,3,a@example.org,b@example.org,,", "the start “” cannot be read"),
        ("7,2026-02-30 14:00,14:20,3,a@example.org,b@example.org,,", "cannot be read"),
        ("7,2026-01-16 14:00,,3,a@example.org,b@example.org,,", "has neither end nor minutes"),
        ("7,2026-01-16 14:00,soon,3,a@example.org,b@example.org,,", "the end “soon” cannot be read"),
        ("7,2026-01-16 14:00,13:00,3,a@example.org,b@example.org,,", "ends (13:00) before it starts (14:00)"),
        ("7,2026-01-16 14:00,2026-01-15 15:00,3,a@example.org,b@example.org,,", "before it starts"),
        ("7,2026-01-16 14:00,14:20,3,a@example.org,A@example.org,,", "a@example.org meets itself"),
        ("7,2026-01-16 14:00,14:20,3,,b@example.org,,", "side_a is empty"),
        ("7,2026-01-16 14:00,14:20,3,a@example.org,Bob,,", "side_b is “Bob”, no e-mail address"),
    ],
)
def test_what_cannot_be_used_is_told_and_the_rest_kept(row: str, what: str) -> None:
    good = "8,2026-01-16 15:00,15:20,3,a@example.org,b@example.org,,"
    meetings, (problem,) = read(f"{HEADER}{row}\n{good}\n")
    assert [meeting.id for meeting in meetings] == ["8"]
    assert (problem.where, problem.severity) == ("meetings.csv:2", "error")
    assert what in problem.what
    assert "left out" in problem.what


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("7,2026-01-16 14:00,14:20,3,a@example.org,z@elsewhere.net,,", "z@elsewhere.net is not among the attendees."),
        ("7,2026-01-16 14:00,14:20,,a@example.org,b@example.org,,", "has neither table nor room."),
        ("7,2026-01-16 14:00,14:20,3,a@example.org,b@example.org,,perhaps", "the status “perhaps” is not known"),
        ("7,2026-03-29 02:30,2026-03-29 04:00,3,a@example.org,b@example.org,,", "does not exist"),
        ("7,2026-10-25 02:30,2026-10-25 04:00,3,a@example.org,b@example.org,,", "comes twice"),
    ],
)
def test_what_is_doubtful_is_told_and_kept(row: str, what: str) -> None:
    meetings, (problem,) = read(HEADER + row)
    assert len(meetings) == 1
    assert (problem.where, problem.severity) == ("meetings.csv:2", "warning")
    assert what in problem.what


def test_a_slip_in_an_address_is_mended() -> None:
    assert (
        told(HEADER + "7,2026-01-16 14:00,14:20,3,a@example.org,b@exampel.org,,").mend == "Should it be b@example.org?"
    )


def test_without_an_attendees_file_nobody_is_unknown() -> None:
    assert read(HEADER + "7,2026-01-16 14:00,14:20,3,x@example.org,y@example.org,,", ())[1] == ()


def test_end_and_length_that_disagree_are_told() -> None:
    problem = told("start,end,minutes,table,side_a,side_b\n2026-01-16 14:00,14:30,20,3,a@example.org,b@example.org")
    assert "disagree; the end is taken" in problem.what


def test_one_table_or_one_person_twice_at_one_time() -> None:
    rows = [
        "1,2026-01-16 14:00,14:30,3,a@example.org,b@example.org,,",
        "2,2026-01-16 14:20,14:40,3,c@example.org,d@example.org,,",
        "3,2026-01-16 14:20,14:40,4,b@example.org,e@example.org,,",
        "4,2026-01-16 14:20,14:40,3,a@example.org,b@example.org,,cancelled",
        "5,2026-01-16 14:40,15:00,3,a@example.org,b@example.org,,",
    ]
    meetings, problems = read(HEADER + "\n".join(rows), ())
    assert len(meetings) == 5
    assert [(problem.where, problem.what) for problem in problems] == [
        ("meetings.csv:3", "at 14:20 table 3 is taken (meetings.csv:2, until 14:30)."),
        ("meetings.csv:4", "at 14:20 b@example.org has another meeting (meetings.csv:2, until 14:30)."),
    ]


def test_ids_are_made_unique() -> None:
    row = "7,2026-01-16 14:00,14:20,3,a@example.org,b@example.org,,"
    meetings, problems = read(
        HEADER + "\n".join([row, row, row.replace("14:", "15:"), row.replace("14:", "15:") + "x"])
    )
    assert [meeting.id for meeting in meetings] == ["7", "7@2026-01-16T15:00:00+01:00"]
    assert [problem.where for problem in problems if "the id 7" in problem.what] == ["meetings.csv:4"]
    assert [problem.where for problem in problems if "same meeting" in problem.what] == [
        "meetings.csv:3",
        "meetings.csv:5",
    ]


def test_even_made_ids_are_unique() -> None:
    rows = [
        f"7,2026-01-16 14:00,14:20,{table},{side}@x.org,z@x.org,," for table, side in ((1, "a"), (2, "b"), (3, "c"))
    ]
    meetings, _ = read(HEADER + "\n".join(rows), ())
    assert [meeting.id for meeting in meetings] == ["7", "7@2026-01-16T14:00:00+01:00", "7@2026-01-16T14:00:00+01:00#2"]


def test_dates_in_the_order_of_the_file() -> None:
    row = "{},{},14:20,3,a@example.org,b@example.org,,\n"
    american, _ = read(HEADER + row.format(1, "01/16/2026 14:00") + row.format(2, "02/03/2026 14:00"))
    assert [meeting.start.date().isoformat() for meeting in american] == ["2026-01-16", "2026-02-03"]
    _, (doubt,) = read(HEADER + row.format(2, "02/03/2026 14:00"))
    assert (doubt.where, doubt.severity) == ("meetings.csv", "warning")
    assert "day/month/year" in doubt.what


def test_dates_in_the_order_of_the_country() -> None:
    row = f"{HEADER}2,02/03/2026 14:00,14:20,3,a@example.org,b@example.org,,"
    event = Event("Example", ZoneInfo("America/New_York"))
    (meeting,), _ = read_meetings(row.encode(), "meetings.csv", event)
    assert meeting.start.isoformat() == "2026-02-03T14:00:00-05:00"
    assert read(row)[0][0].start.isoformat() == "2026-03-02T14:00:00+01:00"


def test_a_file_of_something_else_is_told() -> None:
    meetings, (problem,) = read("title,room\nKeynote,Hall\n")
    assert meetings == ()
    assert "no header row with start, side_a, side_b" in problem.what


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)),  # local times of the event
    minutes=st.integers(1, 600),
)
def test_a_meeting_lasts_as_long_as_it_says_over_every_change_of_clocks(start: datetime, minutes: int) -> None:
    row = f"{start:%Y-%m-%d %H:%M},{minutes},3,a@example.org,b@example.org"
    (meeting,), _ = read(f"start,minutes,table,side_a,side_b\n{row}\n")
    utc = ZoneInfo("UTC")
    assert meeting.end.astimezone(utc) - meeting.start.astimezone(utc) == timedelta(minutes=minutes)
    assert meeting.start.tzinfo is PARIS


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6), st.sampled_from("12")), max_size=8))
def test_clashes_are_told_when_and_only_when_there_are_any(slots: list[tuple[int, int, str]]) -> None:
    lines = [
        f"m{at},2026-01-16T10:{begin:02}Z,2026-01-16T10:{begin + length:02}Z,{table},x{at}@x.org,y{at}@x.org,,"
        for at, (begin, length, table) in enumerate(slots)
    ]
    _, problems = read(HEADER + "\n".join(lines), ())
    overlap = any(
        one[2] == other[2] and one[0] < other[0] + other[1] and other[0] < one[0] + one[1]
        for at, one in enumerate(slots)
        for other in slots[:at]
    )
    assert any("is taken" in problem.what for problem in problems) == overlap


@pytest.mark.parametrize(
    ("status", "cancelled", "standing"),
    [
        ("Canceled by guest", True, "cancelled"), ("Cancelled - ill", True, "cancelled"),
        ("Rejected", True, "cancelled"),
        ("Expired", True, "cancelled"), ("Postponed", True, "postponed"), ("Reporté", True, "postponed"),
        ("Pending", False, "tentative"), ("TBC", False, "tentative"), ("延期", True, "postponed"),
        ("Confirmed", False, ""),
    ],
)  # fmt: skip
def test_statuses_in_words(status: str, cancelled: bool, standing: str) -> None:
    meeting = only(HEADER + f"1,2026-01-16 14:00,14:20,3,a@example.org,b@example.org,,{status}")
    assert (meeting.cancelled, meeting.standing) == (cancelled, standing)


@pytest.mark.parametrize(
    "written",
    ["B (b@example.org)", "B <b@example.org>", "b@example.org", "mailto:b@example.org", '"B" [b@example.org]'],
)
def test_an_address_may_be_decorated(written: str) -> None:
    quoted = '"' + written.replace('"', '""') + '"'
    assert only(HEADER + f"1,2026-01-16 14:00,14:20,3,a@example.org,{quoted},,").side_b == "b@example.org"


def test_whoever_is_one_too_many_is_told() -> None:
    head = "Start,End,Table,Participant 1,Participant 2,Participant 3\n"
    _, problems = read(head + "2026-01-16 14:00,14:20,3,a@example.org;d@x.example,b@example.org,c@example.org")
    assert [problem.where for problem in problems] == ["meetings.csv:2"]
    assert "d@x.example, c@example.org will not be reminded" in problems[0].what


def test_a_row_s_own_time_zone_counts() -> None:
    head = "Start,End,Time zone,Table,Side A,Side B\n"
    row = "2026-01-16 14:00,2026-01-16 14:30,{},4,a@example.org,b@example.org"
    meeting = only(head + row.format("Asia/Tokyo"))
    assert (meeting.start.isoformat(), meeting.end.isoformat()) == (
        "2026-01-16T06:00:00+01:00",
        "2026-01-16T06:30:00+01:00",
    )
    assert only(head + row.format("")).start.hour == 14
    assert "“IST” is not known or may mean several" in told(head + row.format("IST")).what
