from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import yaml
from suites.program_formats import PARIS, Form, LocalTimesContract, Talk

from knowledge.model import Room
from knowledge.program.formats import read_program
from knowledge.program.plain_yaml import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.model import Program, Session
    from knowledge.problems import Problem


def write(talks: Sequence[Talk]) -> bytes:
    """As somebody would write it by hand: days, and clock times below them."""
    days: dict[str, list[dict[str, object]]] = {}
    for talk in talks:
        known = isinstance(talk.start, datetime)
        said: dict[str, object] = {
            "id": talk.id,
            "title": talk.title,
            "start": f"{talk.start:%H:%M}" if known else talk.start,
            "minutes": talk.minutes,
            "room": talk.rooms[0],
            "track": talk.track,
            "kind": talk.kind,
            "speakers": list(talk.speakers),
            "abstract": talk.abstract,
        }
        days.setdefault(f"{talk.start:%Y-%m-%d}" if known else "2026-01-16", []).append(said)
    told = {"days": [{"date": date, "sessions": sessions} for date, sessions in days.items()]}
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False).encode()


def write_flat(talks: Sequence[Talk]) -> bytes:
    """One list, with ends in place of lengths."""
    listed = []
    for talk in talks:
        start = talk.start
        said: dict[str, object] = {"code": talk.id, "name": talk.title, "starts": str(start), "rooms": list(talk.rooms)}
        if isinstance(start, datetime):
            said["starts"] = f"{start:%Y-%m-%d %H:%M}"
            if talk.minutes:
                zoned = start.replace(tzinfo=PARIS.zone).timestamp() + talk.minutes * 60
                said["ends"] = f"{datetime.fromtimestamp(zoned, PARIS.zone):%Y-%m-%d %H:%M}"
        listed.append(
            said
            | {"track": talk.track, "type": talk.kind, "speakers": list(talk.speakers), "description": talk.abstract}
        )
    return yaml.safe_dump({"sessions": listed}, allow_unicode=True).encode()


class TestDays(LocalTimesContract):
    form = Form("yaml", "program.yaml", write)


class TestFlat(LocalTimesContract):
    form = Form("yaml", "program.yml", write_flat)


def day(sessions: str) -> tuple[Program, tuple[Problem, ...]]:
    indented = "\n".join("    " + line for line in sessions.strip("\n").split("\n"))
    return read(f"days:\n- date: 2026-01-16\n  sessions:\n{indented}\n".encode(), "p.yaml", PARIS)


def one(session: str) -> Session:
    program, problems = day(session)
    assert not problems
    return program.sessions[0]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("14:30", "14:30"),
        ("9:05", "09:05"),
        ("0:30", "00:30"),
        ('"14:30"', "14:30"),
        ("14h30", "14:30"),
        ("14h", "14:00"),
        ("2:30 pm", "14:30"),
        ("12:15 AM", "00:15"),
        ("14.30", "14:30"),
        ("14:30:00", "14:30"),
        ("午後2時半", "14:30"),
        ("14時05分", "14:05"),
        ("１４：３０", "14:30"),
        ("9 Uhr", "09:00"),
    ],
)
def test_times_of_day(written: str, shown: str) -> None:
    assert f"{one(f'- title: A{chr(10)}  start: {written}').start:%H:%M}" == shown


@pytest.mark.parametrize("written", ["870", "14", "31:00", "14:75", "13:00 pm", "soon", "0", "[14, 30]"])
def test_what_is_no_time_of_day(written: str) -> None:
    program, problems = day(f"- title: A\n  start: {written}")
    assert not program.sessions
    assert problems[0].severity == "error"


def test_japanese_late_night_hours() -> None:
    assert one("- title: A\n  start: 25:30\n").start.isoformat() == "2026-01-17T01:30:00+01:00"


def test_an_end_after_midnight_and_one_that_cannot_be_meant() -> None:
    program, problems = day("- {title: A, start: 23:30, end: 00:30}\n- {title: B, start: 14:30, end: 13:30}")
    assert [s.end and s.end.isoformat() for s in program.sessions] == [None, "2026-01-17T00:30:00+01:00"]
    assert problems[0].what == "'B' ends (13:30) before it starts (14:30); its end is left out."


def test_faults_of_ends_and_lengths() -> None:
    program, problems = day(
        "- {title: A, start: 9:00, end: late}\n- {title: B, start: 9:30, minutes: many}\n"
        "- {title: C, start: 10:00, end: 10:00}"
    )
    assert [s.end for s in program.sessions] == [None, None, None]
    assert ["'late'" in problems[0].what, "'many'" in problems[1].what, len(problems)] == [True, True, 2]


def test_yaml_1_1_s_surprises_stay_text() -> None:
    session = one("- id: 007\n  title: 1e3\n  start: 09:00\n  track: no\n  room: 2026-01-16\n  kind: on")
    assert (session.id, session.title, session.track, session.rooms, session.kind) == (
        "007",
        "1e3",
        "no",
        ("2026-01-16",),
        "on",
    )


def test_titles_speakers_and_rooms_in_several_languages() -> None:
    program, problems = read(
        """
rooms:
  - {name: {en: Auditorium, ja: 大ホール}, nicknames: [grand hall]}
  - Foyer
sessions:
  - start: 2026-01-16 14:30
    title: {fr: Discours, en: Keynote}
    language: en
    speakers:
      - name: {en: KAZEKI Jun, ja: 風木 淳}
        organization: Cabinet Office
        role: Director
        names: [Kazeki]
      - {en: Attendee 07, fr: Participant 07}
      - Attendee 08
    abstract: {fr: Bonjour, en: Hello}
""".encode(),
        "p.yaml",
        PARIS,
    )
    assert not problems
    session = program.sessions[0]
    assert (session.title, session.title_in("fr"), session.abstract) == ("Keynote", "Discours", "Hello")
    kazeki, seven, eight = session.speakers
    assert (kazeki.name, kazeki.names, kazeki.organization, kazeki.role) == (
        "KAZEKI Jun",
        ("風木 淳", "Kazeki"),
        "Cabinet Office",
        "Director",
    )
    assert (seven.name, seven.names, eight.name) == ("Attendee 07", ("Participant 07",), "Attendee 08")
    assert program.rooms == (Room("Auditorium", ("大ホール", "grand hall")), Room("Foyer"))


def test_short_forms_of_rooms_and_days() -> None:
    program, problems = read(
        b"rooms: {Auditorium: [main hall], Foyer: }\ndays:\n"
        b"  2026-01-16: [{title: A, start: '9:00', speaker: X Y, rooms: [Foyer, Hall]}]\n",
        "p.yaml",
        PARIS,
    )
    assert not problems
    assert [room.nicknames for room in program.rooms] == [("main hall",), (), ()]
    assert program.sessions[0].rooms == ("Foyer", "Hall")
    assert program.sessions[0].speakers[0].name == "X Y"


def test_a_day_s_room_holds_for_its_sessions() -> None:
    program, _ = read(
        b"days:\n- {date: 2026-01-16, room: Aula, sessions: [{title: A, start: '9:00'}]}", "p.yaml", PARIS
    )
    assert program.sessions[0].rooms == ("Aula",)


def test_a_bare_list_is_enough() -> None:
    program, _ = read_program(b"- title: A\n  date: 2026-01-16\n  start: 14:30\n", "p.yaml", PARIS)
    assert program.sessions[0].start.isoformat() == "2026-01-16T14:30:00+01:00"


def test_times_with_an_offset_are_honoured() -> None:
    program, _ = read(b"- {title: A, start: '2026-01-16T14:30+09:00', end: '2026-01-16T15:00+09:00'}", "p.yaml", PARIS)
    assert program.sessions[0].start.isoformat() == "2026-01-16T06:30:00+01:00"
    assert program.sessions[0].duration == timedelta(minutes=30)


@pytest.mark.parametrize(
    ("written", "cancelled"), [("yes", True), ("true", True), ("no", False), ("~", False), ("off", False)]
)
def test_cancelled(written: str, cancelled: bool) -> None:  # a parameter
    assert one(f"- title: A\n  start: 9:00\n  cancelled: {written}").cancelled is cancelled


def test_cancelled_neither_yes_nor_no_is_told() -> None:
    assert "neither yes nor no" in day("- {title: A, start: '9:00', cancelled: perhaps}")[1][0].what


def test_unknown_keys_are_told_with_the_nearest() -> None:
    program, problems = read(
        b"roms: []\nsessions:\n- title: A\n  start: 2026-01-16 9:00\n"
        b"  speekers: [X]\n  speakers: [{name: A, firm: B}]\n",
        "p.yaml",
        PARIS,
    )
    assert len(program.sessions) == 1
    assert [(p.where, p.mend, p.severity) for p in problems] == [
        ("p.yaml:1", "Did you mean 'rooms'?", "warning"),
        ("p.yaml:3", "Did you mean 'speakers'?", "warning"),
        ("p.yaml:6", "Known are: name, organization, role, names.", "warning"),
    ]


def test_faults_are_told_with_their_line() -> None:
    assert read(b"days:\n  - date: 2026-01-16\n    sessions: [\n", "p.yaml", PARIS)[1][0].where == "p.yaml:4"
    assert "is broken YAML" in read(b"a: b: c\n", "p.yaml", PARIS)[1][0].what
    assert "is broken YAML" in read(b"x: !!python/object/apply:os.system [ls]\n", "p.yaml", PARIS)[1][0].what
    assert "is given twice" in day("- title: A\n  start: 9:00\n  title: B")[1][0].what


def test_shapes_that_are_none() -> None:
    assert "holds no days" in read(b"just text\n", "p.yaml", PARIS)[1][0].what
    assert "holds no sessions" in read(b"days: []\n", "p.yaml", PARIS)[1][0].what
    assert "is no mapping" in read(b"sessions: [7]\n", "p.yaml", PARIS)[1][0].what
    assert "is no mapping" in read(b"days: [7]\n", "p.yaml", PARIS)[1][0].what
    program, problems = read(b"days:\n- {date: some day, sessions: [{title: A, start: '9:00'}]}", "p.yaml", PARIS)
    assert not program.sessions
    assert "without a readable date" in problems[0].what
    assert problems[1].what == "the day of 'A' (9:00) is not known; it is not in the program."


def test_nameless_things_are_told() -> None:
    program, problems = read(
        b"rooms: [{nicknames: [x]}]\nsessions:\n- {start: 2026-01-16 9:00, speakers: [{role: x}]}\n", "p.yaml", PARIS
    )
    assert program.sessions[0].title == "untitled"
    assert program.sessions[0].speakers == ()
    assert len(problems) == 3


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "\n? "])
def test_depth_without_end_is_refused(opening: str) -> None:
    program, problems = read(b"sessions:\n " + opening.encode() * 20_000, "p.yaml", PARIS)
    assert not program.sessions
    assert problems


def test_signs_that_yaml_does_not_allow_are_told() -> None:
    assert "cannot be read as YAML" in read(b"sessions: \x01\n" + b"# a comment\n" * 200, "p.yaml", PARIS)[1][0].what


def test_an_alias_bomb_costs_nothing() -> None:
    bomb = (
        "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)) + "sessions: *a39\n"
    )
    program, problems = read(bomb.encode(), "p.yaml", PARIS)
    assert not program.sessions
    assert problems


def test_merge_keys_help_with_repetition() -> None:
    program, problems = read(
        b"sessions:\n- &a {title: A, start: 2026-01-16 9:00, room: Aula}\n- {<<: *a, title: B}\n", "p.yaml", PARIS
    )
    assert not problems
    assert [(s.title, s.rooms) for s in program.sessions] == [("A", ("Aula",)), ("B", ("Aula",))]
