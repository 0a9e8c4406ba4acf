from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta

from suites.program_formats import PARIS

from knowledge.model import Program, Room, Session, Speaker
from knowledge.program.formats import join, read_program

START = datetime(2026, 1, 16, 14, tzinfo=PARIS.zone)
SESSION = Session(
    "a", "A", START, START + timedelta(minutes=30), ("Aula",), "T", speakers=(Speaker("X"),), source="one:1"
)


def test_an_unknown_format_is_told_with_the_known_ones() -> None:
    program, problems = read_program(b"x", "p.xml", PARIS, "pentabarf")
    assert not program.sessions
    assert "'pentabarf'" in problems[0].what
    assert all(
        known in problems[0].mend
        for known in ("frab-xml", "frab-json", "pretalx", "sessionize", "ical", "yaml", "csv", "xlsx")
    )


def test_an_unknown_file_is_told_with_what_it_begins_with() -> None:
    _, problems = read_program(b"\x7fELF something", "p.bin", PARIS)
    assert "ELF something'" in problems[0].what
    assert "frab-xml" in problems[0].mend


def test_an_empty_file_is_told() -> None:
    assert read_program(b"\n", "p.xml", PARIS)[1][0].what == "is empty."


def test_readers_load_only_when_asked() -> None:
    code = "import sys, knowledge.program.formats as f; print([m for m in f.READERS.values() if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # our own words
    assert shown.stdout.strip() == "[]"


def test_one_program_is_joined_as_it_is() -> None:
    program = Program((SESSION,))
    assert join([program]) == (program, ())
    assert join([]) == (Program(), ())


def test_what_the_later_source_says_counts_and_what_it_leaves_open_stays() -> None:
    later = replace(
        SESSION, start=START + timedelta(hours=1), end=None, rooms=("Foyer",), track="", speakers=(), source="two:5"
    )
    joined, problems = join([Program((SESSION,)), Program((later,))])
    assert joined.sessions == (replace(later, track="T", speakers=(Speaker("X"),)),)
    assert (problems[0].where, problems[0].severity) == ("two:5", "warning")
    assert "one:1" in problems[0].what
    taken_back = replace(SESSION, cancelled=True)
    assert not join([Program((taken_back,)), Program((SESSION,))])[0].sessions[0].cancelled


def test_an_end_stays_while_the_start_does() -> None:
    joined, _ = join([Program((SESSION,)), Program((replace(SESSION, end=None, title="A!"),))])
    assert joined.sessions[0].end == SESSION.end


def test_one_id_for_two_things_keeps_both() -> None:
    other = replace(SESSION, title="B", start=START + timedelta(hours=1), source="two:1")
    joined, problems = join([Program((SESSION,)), Program((other,))])
    assert [session.id for session in joined.sessions] == ["a@2026-01-16T14:00:00+01:00", "a@2026-01-16T15:00:00+01:00"]
    assert len(problems) == 1


def test_rooms_are_joined_with_their_nicknames_and_sessions_put_in_order() -> None:
    early = replace(SESSION, id="b", start=START - timedelta(hours=1))
    joined, _ = join(
        [
            Program((SESSION,), (Room("Aula", ("big hall",)), Room("Foyer"))),
            Program((early,), (Room("Aula", ("hall", "big hall")),)),
        ]
    )
    assert joined.rooms == (Room("Aula", ("big hall", "hall")), Room("Foyer"))
    assert [session.id for session in joined.sessions] == ["b", "a"]
