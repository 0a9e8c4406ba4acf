from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from suites.program_formats import PARIS, Form, ReaderContract, Talk

from knowledge.program.formats import read_program
from knowledge.program.pretalx import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.model import Program
    from knowledge.problems import Problem


def slot(talk: Talk, number: int = 1, **said: Any) -> dict[str, Any]:  # JSON
    start = talk.start.replace(tzinfo=PARIS.zone) if isinstance(talk.start, datetime) else None
    end = (start + timedelta(minutes=talk.minutes)).isoformat() if start and talk.minutes else None
    return {
        "id": number,
        "room": {"id": 5, "name": {"en": talk.rooms[0]}, "description": {}},
        "start": start.isoformat() if start else talk.start,
        "end": end,
        "schedule": None,
        **said,
    }


def submission(talk: Talk, **said: Any) -> dict[str, Any]:  # JSON
    return {
        "code": talk.id,
        "title": talk.title,
        "speakers": [{"code": "X", "name": name, "biography": "b", "avatar_url": None} for name in talk.speakers],
        "submission_type": {"id": 1, "name": {"en": talk.kind}},
        "track": {"id": 2, "name": {"en": talk.track}, "color": "#fff"},
        "state": "confirmed",
        "abstract": talk.abstract,
        "description": "",
        "duration": talk.minutes,
        "content_locale": "en",
        "do_not_record": False,
        **said,
    }


def write(talks: Sequence[Talk]) -> bytes:
    """As /submissions/?expand=slots.room,speakers,track,submission_type answers; one entry per code."""
    by_code: dict[str, dict[str, Any]] = {}
    for number, talk in enumerate(talks):
        known = by_code.setdefault(talk.id, submission(talk, slots=[]))
        known["slots"].append(slot(talk, number))
    return page(list(by_code.values()))


def page(results: list[Any], **said: Any) -> bytes:  # JSON
    told = {"count": len(results), "next": None, "previous": None, "results": results, **said}
    return json.dumps(told, indent=1, ensure_ascii=False).encode()


class TestContract(ReaderContract):
    form = Form("pretalx", "submissions.json", write)

    def test_keeps_both_of_two_sessions_with_one_id(self) -> None:
        talk = self.ordered()[0]
        program, problems = self.read([talk, Talk(talk.id, talk.title, datetime(2026, 1, 17, 9))])  # local
        assert [session.id for session in program.sessions] == [
            f"{talk.id}@2026-01-16T13:30:00+01:00",
            f"{talk.id}@2026-01-17T09:00:00+01:00",
        ]
        assert not problems  # a code with several slots is how pretalx says that a talk is repeated


TALK = Talk("ABC", "A talk", datetime(2026, 1, 16, 10), speakers=("A B", "C D"))  # local


def one(**said: Any) -> tuple[Program, tuple[Problem, ...]]:  # JSON
    return read(page([submission(TALK, **{"slots": [slot(TALK)], **said})]), "s.json", PARIS)


def test_the_older_api_with_one_slot_and_plain_names() -> None:
    old = {
        "code": "ABC",
        "speakers": [{"name": "A B", "code": "X", "biography": "", "avatar": None}],
        "title": "A talk",
        "submission_type": {"en": "Workshop"},
        "track": {"en": "Space", "fr": "Espace"},
        "state": "accepted",
        "content_locale": "fr",
        "slot": {"room_id": 12, "room": {"en": "R101"}, "start": "2026-01-16T09:00:00Z", "end": "2026-01-16T09:30:00Z"},
    }
    program, problems = read(page([old]), "talks.json", PARIS)
    session = program.sessions[0]
    assert not problems
    assert (session.start.isoformat(), session.rooms, session.kind) == (
        "2026-01-16T10:00:00+01:00",
        ("R101",),
        "workshop",
    )
    assert (session.track, session.language, session.speakers[0].name) == ("Space", "fr", "A B")


def test_a_bare_list_and_a_single_object() -> None:
    talk = submission(TALK, slots=[slot(TALK)])
    for value in ([talk], talk):
        program, _ = read_program(json.dumps(value).encode(), "s.json", PARIS)
        assert [session.id for session in program.sessions] == ["ABC"]


def test_slots_and_submissions_of_one_bundle_are_joined_by_code_and_id() -> None:
    bundle = {
        "submissions": [submission(TALK, slots=[7], speakers=["SPK1"], track=3)],
        "slots": [{"id": 7, "room": 5, "start": "2026-01-16T10:00:00+01:00", "duration": 45, "submission": "ABC"}],
        "rooms": [{"id": 5, "name": {"en": "Hall", "fr": "Salle"}, "capacity": 9}],
        "speakers": [{"code": "SPK1", "name": "A B", "biography": None}],
    }
    program, problems = read(json.dumps(bundle).encode(), "s.json", PARIS)
    session = program.sessions[0]
    assert not problems
    assert (session.rooms, [s.name for s in session.speakers]) == (("Hall",), ["A B"])
    assert session.duration == timedelta(minutes=45)
    assert [(room.name, room.nicknames) for room in program.rooms] == [("Hall", ("Salle",))]


def test_a_schedule_with_expanded_slots_and_breaks() -> None:
    schedule = {
        "id": 1,
        "version": "1.0",
        "slots": [
            slot(TALK, submission=submission(TALK)),
            {
                "id": 8,
                "room": {"name": {"en": "Foyer"}},
                "start": "2026-01-16T12:00:00+01:00",
                "duration": 60,
                "submission": None,
                "description": {"en": "Lunch", "fr": "Déjeuner"},
            },
            {"id": 9, "room": None, "start": "2026-01-16T15:00:00+01:00", "submission": None, "description": None},
            {"id": 10, "room": None, "start": "later", "submission": None, "description": "Party"},
        ],
    }
    program, problems = read(json.dumps(schedule).encode(), "s.json", PARIS)
    assert [(s.id, s.title, s.kind, s.rooms) for s in program.sessions] == [
        ("ABC", "A talk", "keynote", ("Auditorium",)),
        ("slot-8", "Lunch", "break", ("Foyer",)),
        ("slot-9", "Break", "break", ()),
    ]
    assert program.sessions[1].title_in("fr") == "Déjeuner"
    assert "'Party' has no readable start" in problems[0].what


def test_of_several_schedules_the_one_released_last_counts() -> None:
    def version(number: int, published: str | None, hour: int) -> dict[str, Any]:
        talk = Talk("ABC", "A talk", datetime(2026, 1, 16, hour))  # local
        slots = [slot(talk, submission=submission(talk))]
        return {"id": number, "version": f"0.{number}", "published": published, "slots": slots}

    versions = [version(1, "2025-12-01T00:00:00Z", 9), version(3, None, 12), version(2, "2026-01-02T00:00:00Z", 10)]
    program, problems = read(page(versions), "schedules.json", PARIS)
    assert [s.start.hour for s in program.sessions] == [10]
    assert not problems


def test_the_data_of_the_schedule_widget() -> None:
    data = {
        "talks": [
            {"code": "ABC", "id": 1, "title": "A talk", "abstract": "x", "speakers": ["SPK"], "track": 4, "room": 5,
             "start": "2026-01-16T10:00:00+01:00", "end": "2026-01-16T10:30:00+01:00", "state": "confirmed"},
            {"id": 2, "title": {"en": "Lunch"}, "start": "2026-01-16T12:00:00+01:00", "end": None, "room": 5},
        ],
        "version": "1.0",
        "timezone": "Europe/Paris",
        "event_start": "2026-01-16",
        "tracks": [{"id": 4, "name": {"en": "Space"}, "color": "#fff"}],
        "rooms": [{"id": 5, "name": {"en": "Hall"}}],
        "speakers": [{"code": "SPK", "name": "A B", "avatar": None}],
    }  # fmt: skip
    program, problems = read_program(json.dumps(data).encode(), "widget.json", PARIS)
    assert not problems
    talk, lunch = program.sessions
    assert (talk.id, talk.track, talk.rooms, talk.speakers[0].name) == ("ABC", "Space", ("Hall",), "A B")
    assert (lunch.title, lunch.kind, lunch.rooms, lunch.end) == ("Lunch", "break", ("Hall",), None)


def test_one_talk_in_two_rooms_at_once_and_again_later() -> None:
    later = Talk("ABC", "A talk", datetime(2026, 1, 17, 10), rooms=("Salle B",))  # local
    aside = Talk("ABC", "A talk", TALK.start, rooms=("Salle B",))
    program, problems = one(slots=[slot(TALK), slot(aside), slot(later)])
    assert not problems
    assert [(s.id, s.rooms) for s in program.sessions] == [
        ("ABC@2026-01-16T10:00:00+01:00", ("Auditorium", "Salle B")),
        ("ABC@2026-01-17T10:00:00+01:00", ("Salle B",)),
    ]


def test_states() -> None:
    assert not one(state="rejected")[0].sessions
    assert not one(state="submitted")[0].sessions
    assert one(state="accepted")[0].sessions
    for state in ("canceled", "cancelled", "withdrawn"):
        assert one(state=state)[0].sessions[0].cancelled
    assert not one(state="canceled", slots=[])[0].sessions


def test_accepted_without_a_slot_is_told() -> None:
    talks = [submission(Talk(str(n), f"Talk {n}", "")) for n in range(7)]
    program, problems = read(page([*talks, submission(TALK, slots=[slot(TALK)])]), "s.json", PARIS)
    assert len(program.sessions) == 1
    assert problems[0].what.startswith("7 accepted without a slot")
    assert problems[0].what.endswith("Talk 4 and others.")
    assert problems[0].severity == "warning"
    nameless = submission(Talk("AB3", "", ""))
    assert read(page([nameless]), "s.json", PARIS)[1][0].what.endswith("not in the program: AB3.")


def test_what_is_not_public_yet_is_left_out() -> None:
    hidden = {"id": 9, "room": None, "start": "2026-01-16T10:00:00+01:00", "is_visible": False}
    schedule = {"slots": [hidden | {"submission": submission(TALK)}, hidden | {"submission": None, "description": "x"}]}
    program, problems = read(json.dumps(schedule).encode(), "s.json", PARIS)
    assert not program.sessions
    assert "A talk" in problems[0].what


def test_ids_without_names_are_told_and_never_shown() -> None:
    program, problems = one(slots=[slot(TALK, room=12)], speakers=["SPK1"], track=2, submission_type=1)
    session = program.sessions[0]
    assert (session.rooms, session.speakers, session.track, session.kind) == ((), (), "", "")
    assert ["the room 12" in problems[0].what, "codes without names" in problems[1].what] == [True, True]
    assert "expand" in problems[0].mend


def test_a_slot_whose_submission_is_elsewhere_is_an_error() -> None:
    slots = [{"id": 1, "room": 2, "start": "2026-01-16T10:00:00+01:00", "end": None, "submission": "XYZ"}]
    program, problems = read(page(slots), "slots.json", PARIS)
    assert not program.sessions
    assert "XYZ" in problems[0].what
    assert problems[0].severity == "error"


def test_one_page_of_several_says_how_many_entries_there_are() -> None:
    _, problems = read(
        page([submission(TALK, slots=[slot(TALK)])], count=120, next="https://x/?page=2"), "s.json", PARIS
    )
    assert "120 entries" in problems[0].what


def test_nothing_of_use() -> None:
    assert "no submissions" in read(b'{"count": 0, "results": []}', "s.json", PARIS)[1][0].what
    assert "no submissions" in read(b"[1, null]", "s.json", PARIS)[1][0].what


def test_the_public_address_is_kept() -> None:
    assert one(urls={"public": "https://x.org/talk"})[0].sessions[0].url == "https://x.org/talk"
    assert one(url="https://x.org/t")[0].sessions[0].url == "https://x.org/t"


def test_a_length_that_cannot_be_read_is_told() -> None:
    talk = Talk("A", "Talk", datetime.fromisoformat("2026-01-16T14:00"), minutes=30)
    given = submission(talk, duration="soon", slot={**slot(talk), "end": None})
    program, problems = read(page([given]), "p.json", PARIS)
    assert [session.end for session in program.sessions] == [None]
    assert [problem.what for problem in problems] == [
        "the duration 'soon' of 'Talk' cannot be read; its end is left out."
    ]
