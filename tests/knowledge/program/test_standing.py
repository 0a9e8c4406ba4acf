"""What is cancelled, postponed, tentative or not for attendees, in every format that can say so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from suites.calendars import calendar, event
from suites.program_formats import PARIS
from suites.tables import as_csv

from knowledge.program.formats import read_program

if TYPE_CHECKING:
    from pathlib import Path

    from knowledge.model import Program
    from knowledge.problems import Problem

HEAD = ["Date", "Start", "Title", "Room", "Status", "Published"]


def row(title: str, status: str = "", published: str = "", room: str = "Hall 4") -> list[object]:
    return ["2026-01-13", "09:00", title, room, status, published]


def sheet(*rows: list[object]) -> tuple[Program, tuple[Problem, ...]]:
    return read_program(as_csv([HEAD, *rows]), "p.csv", PARIS)


def stands(program: Program) -> dict[str, tuple[bool, str]]:
    return {session.title: (session.cancelled, session.status) for session in program.sessions}


def test_a_sheet_with_statuses_in_words() -> None:
    program, problems = sheet(
        row("Ion", "Canceled - speaker ill"), row("Sails", "中止（体調不良）"), row("Nets", "Postponed"),
        row("Dust", "Draft"),
        row("Gas", "Pending"), row("Guest", "", "N"), row("Tugs", "TBC"), row("Stones", "Confirmed", "Y"),
        row("Mars", "Rescheduled"), row("Moon", "rescheduled"),
    )  # fmt: skip
    assert stands(program) == {
        "Ion": (True, ""), "Sails": (True, ""), "Nets": (True, "postponed"), "Tugs": (False, "tentative"),
        "Stones": (False, ""), "Mars": (False, ""), "Moon": (False, ""),
    }  # fmt: skip
    assert [(problem.where, problem.what) for problem in problems] == [
        ("p.csv:5", "'Dust' is draft and not in the program."),
        ("p.csv:6", "'Gas' is pending and not in the program."),
        ("p.csv:7", "'Guest' is not published and not in the program."),
        ("p.csv:10", "the status 'rescheduled' is not known; what has it is taken to take place."),
    ]
    assert {problem.severity for problem in problems} == {"warning"}


@pytest.mark.parametrize(
    ("header", "cell", "expected"),
    [
        ("Cancelled", "yes", {"A": (True, "")}),
        ("Cancelled", "no", {"A": (False, "")}),
        ("Cancelled", "speaker ill - cancelled", {"A": (True, "")}),
        ("Public", "no", {}),
        ("Hidden", "x", {}),
        ("Hidden", "no", {"A": (False, "")}),
        ("Status", "✓", {"A": (False, "")}),
    ],
)
def test_columns_of_yes_and_no(header: str, cell: str, expected: dict[str, tuple[bool, str]]) -> None:
    program, _ = read_program(
        as_csv([["Date", "Start", "Title", header], ["2026-01-13", "9:00", "A", cell]]), "p.csv", PARIS
    )
    assert stands(program) == expected


def test_titles_subtitles_and_rooms_that_say_so() -> None:
    program, problems = sheet(
        row("Ion - CANCELLED"),
        row("[ANNULÉ] Sails"),
        row("Nets", room="Cancelled"),
        row("[Draft] Guest"),
        row("Dust cancelled"),
    )
    assert stands(program) == {
        "Ion - CANCELLED": (True, ""), "[ANNULÉ] Sails": (True, ""), "Nets": (True, ""), "Dust cancelled": (False, ""),
    }  # fmt: skip
    assert next(session for session in program.sessions if session.title == "Nets").rooms == ()
    told = " ".join(problem.what for problem in problems)
    assert "'[Draft] Guest' is not for attendees" in told
    assert "the title 'Dust cancelled' speaks of cancelling" in told


def test_what_a_calendar_s_owner_keeps_private_and_who_declined() -> None:
    def at(uid: str, *lines: str) -> str:
        return event("DTSTART:20260113T150000Z", f"SUMMARY:{uid}", *lines, uid=uid)

    program, problems = read_program(
        calendar(
            at("Fees", "CLASS:PRIVATE"),
            at("Rehearsal", "CLASS:CONFIDENTIAL", "STATUS:CANCELLED"),
            at("Open", "CLASS:PUBLIC"),
            at("Perhaps", "STATUS:TENTATIVE"),
            at(
                "Budget",
                "ATTENDEE;CN=Ada Quill;PARTSTAT=DECLINED:mailto:ada@x.example",
                "ATTENDEE;CN=Ben Ostrow;PARTSTAT=ACCEPTED:mailto:ben@x.example",
            ),
        ),
        "own.ics",
        PARIS,
    )
    assert stands(program) == {"Open": (False, ""), "Perhaps": (False, "tentative"), "Budget": (False, "")}
    assert [s.name for each in program.sessions for s in each.speakers] == ["Ben Ostrow"]
    assert [problem.what for problem in problems] == [
        "'Fees' is private and not in the program.",
        "'Rehearsal' is confidential and not in the program.",
    ]


def test_a_private_change_of_one_occurrence_hides_that_one() -> None:
    program, _ = read_program(
        calendar(
            event("DTSTART:20260113T090000Z", "RRULE:FREQ=DAILY;COUNT=2", "SUMMARY:Stand-up"),
            event("DTSTART:20260114T090000Z", "RECURRENCE-ID:20260114T090000Z", "SUMMARY:Fees", "CLASS:PRIVATE"),
        ),
        "own.ics",
        PARIS,
    )
    assert [(session.title, session.start.day) for session in program.sessions] == [("Stand-up", 13)]


def test_pretalx_tells_only_visible_slots() -> None:
    slot = {
        "room": {"name": {"en": "Hall 4"}},
        "start": "2026-01-13T09:00:00+01:00",
        "end": "2026-01-13T09:30:00+01:00",
    }

    def talk(code: str, *slots: dict[str, object], state: str = "confirmed") -> dict[str, object]:
        return {
            "code": code,
            "title": code,
            "state": state,
            "submission_type": "Talk",
            "speakers": [],
            "slots": list(slots),
        }

    data = {"count": 4, "next": None, "results": [
        talk("OPEN", slot | {"is_visible": True}), talk("SHUT", slot | {"is_visible": False}),
        talk("TWICE", slot, slot | {"is_visible": False, "start": "2026-01-14T09:00:00+01:00"}),
        talk("NEW", slot, state="shortlisted"),
    ]}  # fmt: skip
    program, problems = read_program(json.dumps(data).encode(), "p.json", PARIS)
    assert [(session.id, session.start.day) for session in program.sessions] == [("OPEN", 13), ("TWICE", 13)]
    assert [problem.what for problem in problems] == [
        "'SHUT' is not visible in pretalx and not in the program.",
        "the state 'shortlisted' is not known; what has it is not in the program.",
    ]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("cancelled: Annulé (maladie)", (True, "")),
        ("status: Postponed", (True, "postponed")),
        ("status: TBC", (False, "tentative")),
        ("cancelled: no\n  status: Canceled", (True, "")),
    ],
)
def test_a_program_written_by_hand(keys: str, expected: tuple[bool, str]) -> None:
    program, problems = read_program(f"- title: A\n  start: 2026-01-13 9:00\n  {keys}\n".encode(), "p.yaml", PARIS)
    assert stands(program) == {"A": expected}
    assert not problems


def test_real_titles_that_are_called_off(real_data: Path) -> None:
    data = (real_data / "breizhcamp-2026" / "program.yaml").read_bytes()
    program, _ = read_program(data, "program.yaml", PARIS)
    assert sum(session.cancelled for session in program.sessions) == 4
