from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from suites.program_formats import PARIS, Form, LocalTimesContract, Talk

from knowledge.program.formats import join, read_program
from knowledge.program.sessionize import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.model import Program
    from knowledge.problems import Problem

CATEGORIES = [
    {"id": 1, "title": "Track", "items": [{"id": 10, "name": "Launchers"}, {"id": 11, "name": "Science"}]},
    {"id": 2, "title": "Session format", "items": [{"id": 20, "name": "Keynote"}, {"id": 21, "name": "Talk"}]},
    {"id": 3, "title": "Language", "items": [{"id": 30, "name": "French"}]},
]


def session(talk: Talk, **said: Any) -> dict[str, Any]:  # JSON
    known = isinstance(talk.start, datetime)
    end = talk.start + timedelta(minutes=talk.minutes) if known and talk.minutes else None
    if known and talk.minutes:  # the wall clock at the end, over a change of clocks as well
        end = (talk.start.replace(tzinfo=PARIS.zone).timestamp() + talk.minutes * 60) if talk.minutes else None
        end = datetime.fromtimestamp(end, PARIS.zone).replace(tzinfo=None)
    items = {name: item["id"] for category in CATEGORIES for item in category["items"] if (name := item["name"])}
    return {
        "id": talk.id,
        "title": talk.title,
        "description": talk.abstract.replace("\n", "\r\n") or None,
        "startsAt": talk.start.isoformat() if known else talk.start,
        "endsAt": end.isoformat() if end else None,
        "isServiceSession": False,
        "isPlenumSession": False,
        "speakers": [f"id of {name}" for name in talk.speakers],
        "categoryItems": [items[talk.track], items[talk.kind]],
        "questionAnswers": [],
        "roomId": talk.rooms[0],
        "status": "Accepted",
        **said,
    }


def everything(talks: Sequence[Talk], **said: Any) -> dict[str, Any]:  # JSON
    return {
        "sessions": [session(talk) for talk in talks],
        "speakers": [
            {
                "id": f"id of {name}",
                "firstName": name.split()[0],
                "lastName": " ".join(name.split()[1:]),
                "fullName": name,
            }
            for talk in talks
            for name in talk.speakers
        ],
        "questions": [],
        "categories": CATEGORIES,
        "rooms": [{"id": room, "name": room, "sort": 0} for room in dict.fromkeys(talk.rooms[0] for talk in talks)],
        **said,
    }


def write(talks: Sequence[Talk]) -> bytes:
    return json.dumps(everything(talks), indent=1, ensure_ascii=False).encode()


def group(talk: Talk) -> dict[str, Any]:
    """A session as the views by group and by room carry it, with names in place of ids."""
    categories = [
        {"id": 1, "name": "Track", "categoryItems": [{"id": 10, "name": talk.track}]},
        {"id": 2, "name": "Session format", "categoryItems": [{"id": 20, "name": talk.kind}]},
    ]
    people = [{"id": f"id of {name}", "name": name} for name in talk.speakers]
    return session(talk, speakers=people, categories=categories, room=talk.rooms[0], roomId=7)


def write_groups(talks: Sequence[Talk]) -> bytes:
    view = [{"groupId": None, "groupName": "All", "isDefault": True, "sessions": [group(talk) for talk in talks]}]
    return json.dumps(view, ensure_ascii=False).encode()


class TestAll(LocalTimesContract):
    form = Form("sessionize", "sessionize.json", write)


class TestGroups(LocalTimesContract):
    form = Form("sessionize", "sessions.json", write_groups)


TALK = Talk("1", "A talk", datetime(2026, 1, 16, 10), 45, speakers=("A B",))  # local


def one(**said: Any) -> tuple[Program, tuple[Problem, ...]]:  # JSON
    return read(json.dumps({**everything([TALK]), "sessions": [session(TALK, **said)]}).encode(), "s.json", PARIS)


def test_grid_smart_lists_plenum_sessions_once() -> None:
    plenum = group(TALK) | {"id": "2", "isPlenumSession": True, "isServiceSession": True, "room": None, "roomId": None}
    rooms = [
        {"id": 7, "name": "Auditorium", "sessions": [plenum, group(TALK)], "hasOnlyPlenumSessions": False},
        {"id": 8, "name": "Salle B", "sessions": [plenum, session(TALK, id="3", roomId=None)]},
    ]
    slots = [{"slotStart": "10:00:00", "rooms": [{"id": 7, "name": "Auditorium", "session": group(TALK), "index": 0}]}]
    view = [{"date": "2026-01-16T00:00:00", "isDefault": True, "rooms": rooms, "timeSlots": slots}]
    program, _ = read_program(json.dumps(view).encode(), "grid.json", PARIS)
    assert sorted((s.id, s.rooms, s.kind) for s in program.sessions) == [
        ("1", ("Auditorium",), "keynote"),
        ("2", (), "break"),
        ("3", ("Salle B",), ""),
    ]


def test_a_break_that_stands_in_grid_smart_s_time_slots_alone_is_kept() -> None:
    pause = {
        "id": "pause",
        "title": "Coffee",
        "startsAt": "2026-01-16T11:00:00",
        "endsAt": "2026-01-16T11:30:00",
        "isServiceSession": True,
    }
    slots = [{"slotStart": "11:00:00", "rooms": [{"id": 7, "name": "Foyer", "session": pause, "index": 0}]}]
    rooms = [{"id": 7, "name": "Auditorium", "sessions": [group(TALK)]}]
    view = [{"date": "2026-01-16T00:00:00", "isDefault": True, "rooms": rooms, "timeSlots": slots}]
    program, problems = read_program(json.dumps(view).encode(), "grid.json", PARIS)
    assert problems == ()
    assert [(s.id, s.rooms, s.kind) for s in program.sessions] == [
        ("1", ("Auditorium",), "keynote"),
        ("pause", ("Foyer",), "break"),
    ]


def test_times_with_an_offset_or_z_are_honoured() -> None:
    assert one(startsAt="2026-01-16T09:00:00Z")[0].sessions[0].start.isoformat() == "2026-01-16T10:00:00+01:00"
    assert (
        one(startsAt="2026-01-16T09:00:00.0000000+09:00")[0].sessions[0].start.isoformat()
        == "2026-01-16T01:00:00+01:00"
    )


def test_what_is_not_scheduled_yet_is_told() -> None:
    program, problems = one(startsAt=None)
    assert not program.sessions
    assert (problems[0].severity, "not scheduled yet" in problems[0].what) == ("warning", True)
    assert "cannot be read" in one(startsAt="0001-01-01T00:00:00")[1][0].what


def test_states() -> None:
    assert one(status="Canceled")[0].sessions[0].cancelled
    assert one(status=None)[0].sessions
    program, problems = one(status="Declined")
    assert not program.sessions
    assert "is declined" in problems[0].what


def test_an_unknown_room_or_speaker_is_told_and_its_number_never_shown() -> None:
    program, problems = one(roomId=99, speakers=["nobody"])
    assert (program.sessions[0].rooms, program.sessions[0].speakers) == ((), ())
    assert ["the room 99" in problems[0].what, "the speaker nobody" in problems[1].what] == [True, True]


def test_a_speaker_by_whichever_name_there_is() -> None:
    people = [
        {"id": "a", "firstName": "", "lastName": "", "fullName": "A B", "tagLine": "Engineer"},
        {"id": "b", "firstName": "C", "lastName": "D"},
        {"id": "c", "firstName": "Michael", "lastName": "Wagner", "fullName": "Rainer Stropek"},
        {"id": "d"},
    ]
    entry = session(TALK, speakers=["a", "b", "c", "d"])
    program, problems = read(
        json.dumps(everything([TALK], sessions=[entry], speakers=people)).encode(), "s.json", PARIS
    )
    found = program.sessions[0].speakers
    assert [(s.name, s.role, s.names) for s in found] == [
        ("A B", "Engineer", ()),
        ("C D", "", ()),
        ("Rainer Stropek", "", ("Michael Wagner",)),
    ]
    assert ["Michael Wagner" in problems[0].what, "the speaker d" in problems[1].what] == [True, True]


def test_the_language_is_a_category() -> None:
    assert one(categoryItems=[30])[0].sessions[0].language == "fr"


def slots(*spans: tuple[str, str, bool]) -> list[dict[str, Any]]:
    day = "2026-01-16T"
    return [
        {"startsAt": f"{day}{start}:00", "endsAt": f"{day}{end}:00", "isServiceTimeslot": service}
        for start, end, service in spans
    ]


def test_breaks_of_time_slots_are_kept_where_sessions_agree() -> None:
    talks = [
        TALK,  # 10:00 to 10:45
        Talk("2", "Over lunch", datetime(2026, 1, 16, 12, 0), 30),  # local
        Talk("3", "Last", datetime(2026, 1, 16, 14, 0), 45),  # local
    ]
    spans = slots(
        ("09:30", "10:00", True),
        ("10:40", "11:00", True),
        ("12:00", "13:00", True),
        ("14:00", "14:45", True),
        ("15:00", "16:00", False),
    )
    program, problems = read(json.dumps(everything(talks, timeslots=spans)).encode(), "s.json", PARIS)
    breaks = [s for s in program.sessions if s.kind == "break"]
    assert [(s.title, f"{s.start:%H:%M}") for s in breaks] == [("Break", "09:30"), ("Break", "12:00")]
    assert [("10:40" in p.what, p.severity) for p in problems] == [(True, "warning"), (False, "warning")]


def test_time_slots_in_a_file_of_their_own_give_way_when_joined() -> None:
    alone, problems = read_program(json.dumps({"timeslots": slots(("10:40", "11:00", True))}).encode(), "t.json", PARIS)
    assert [s.id for s in alone.sessions] == ["timeslot-2026-01-16T10:40:00+01:00"]
    assert not problems
    talks, _ = read(write([TALK]), "s.json", PARIS)
    joined, problems = join([talks, alone])
    assert [s.id for s in joined.sessions] == ["1"]
    assert problems[0].where.startswith("t.json:")


def test_a_service_session_takes_the_place_of_its_time_slot_without_a_word() -> None:
    entry = session(TALK, title="Lunch", isServiceSession=True)
    data = everything([TALK], sessions=[entry], timeslots=slots(("10:00", "10:45", True)))
    program, problems = read(json.dumps(data).encode(), "s.json", PARIS)
    assert [(s.title, s.kind) for s in program.sessions] == [("Lunch", "break")]
    assert not problems


def test_a_slot_without_a_readable_time() -> None:
    slot = {"startsAt": "?", "isServiceTimeslot": True}
    assert "a break" in read(json.dumps({"timeslots": [slot]}).encode(), "t.json", PARIS)[1][0].what


def test_rooms_alone_are_rooms() -> None:
    program, problems = read_program(b'{"rooms": [{"id": 1, "name": "Saal 9"}]}', "rooms.json", PARIS)
    assert [room.name for room in program.rooms] == ["Saal 9"]
    assert not problems


def test_nothing_of_use() -> None:
    assert "no sessions" in read(b"[]", "s.json", PARIS)[1][0].what
    assert "no sessions" in read(b'[1, {"x": 2}]', "s.json", PARIS)[1][0].what
