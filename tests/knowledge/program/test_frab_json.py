from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from suites.program_formats import PARIS, Form, LocalTimesContract, ReaderContract, Talk

from knowledge.program import frab_xml
from knowledge.program.formats import read_program
from knowledge.program.frab_json import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.model import Program
    from knowledge.problems import Problem


def entry(talk: Talk, number: int, *, dated: bool = True) -> dict[str, Any]:
    known = isinstance(talk.start, datetime)
    return {
        "id": number,
        "guid": talk.id,
        "date": talk.start.replace(tzinfo=PARIS.zone).isoformat() if known and dated else None,
        "start": f"{talk.start:%H:%M}" if known else talk.start,
        "duration": f"{talk.minutes // 60:02}:{talk.minutes % 60:02}" if talk.minutes else None,
        "room": talk.rooms[0],
        "title": talk.title,
        "subtitle": "",
        "track": talk.track,
        "type": talk.kind,
        "language": "",
        "abstract": talk.abstract.replace("\n", "\r\n"),
        "description": "",
        "do_not_record": True,
        "persons": [{"id": n, "public_name": name, "answers": []} for n, name in enumerate(talk.speakers)],
        "links": [],
        "answers": [{"question": 2, "answer": "private"}],
    }


def schedule(days: list[dict[str, Any]], **conference: Any) -> bytes:  # JSON
    told = {"$schema": "x", "schedule": {"version": "1", "conference": {"title": "x", **conference, "days": days}}}
    return json.dumps(told, indent=2, ensure_ascii=False).encode()


def write(talks: Sequence[Talk]) -> bytes:
    rooms: dict[str, list[dict[str, Any]]] = {}
    for number, talk in enumerate(talks):
        rooms.setdefault(talk.rooms[0], []).append(entry(talk, number))
    return schedule([{"index": 1, "date": "2026-01-16", "day_start": "2026-01-16T09:00:00+01:00", "rooms": rooms}])


def write_local(talks: Sequence[Talk]) -> bytes:
    """Without dates in the events: a day for each, and its clock."""
    return schedule(
        [
            {
                "date": f"{talk.start:%Y-%m-%d}" if isinstance(talk.start, datetime) else "2026-01-16",
                "rooms": {talk.rooms[0]: [entry(talk, number, dated=False)]},
            }
            for number, talk in enumerate(talks)
        ],
        day_change="00:00",
    )


class TestContract(ReaderContract):
    form = Form("frab-json", "schedule.json", write)


class TestWithoutDates(LocalTimesContract):
    form = Form("frab-json", "schedule.json", write_local)


def one(**said: Any) -> tuple[Program, tuple[Problem, ...]]:  # JSON
    event = {
        "guid": "g",
        "date": "2026-01-16T10:00:00+01:00",
        "start": "10:00",
        "duration": "00:30",
        "title": "A",
        **said,
    }
    return read(schedule([{"date": "2026-01-16", "rooms": {"Aula": [event]}}]), "s.json", PARIS)


def test_a_guid_is_the_same_in_xml_and_json() -> None:
    guid = "A0A0FCFE-b7fb-46e3-84b6-97a5406016b4"
    xml = f"""<schedule><day date="2026-01-16"><room name="Aula"><event guid="{guid}" id="77">
    <start>10:00</start><title>A</title></event></room></day></schedule>"""
    from_xml = frab_xml.read(xml.encode(), "s.xml", PARIS)[0].sessions[0]
    from_json = one(guid=f"{{{guid}}}", id=12)[0].sessions[0]
    assert from_xml.id == from_json.id == guid.lower()


def test_the_ids_that_count_in_turn() -> None:
    unset = "00000000-0000-0000-0000-000000000000"
    assert one(guid=unset, code="ABC", id=1)[0].sessions[0].id == "ABC"
    assert one(guid=None, id=0)[0].sessions[0].id == "0"
    assert one(guid="", id=None, slug="a-slug")[0].sessions[0].id == "a-slug"
    assert one(guid="", title="Größe & Wert: 講演")[0].sessions[0].id == "grösse-wert-講演"


def test_offsets_win_over_the_zone_label() -> None:
    event = {"guid": "g", "date": "2020-12-14T09:00:00+01:00", "start": "09:00", "title": "A"}
    days = [{"date": "2020-12-14", "rooms": {"Aula": [event]}}]
    program, problems = read(schedule(days, time_zone_name="UTC"), "s.json", PARIS)
    assert program.sessions[0].start.isoformat() == "2020-12-14T09:00:00+01:00"
    assert [problem.severity for problem in problems] == ["warning"]
    assert "UTC" in problems[0].what
    assert not read(schedule(days, time_zone_name="Europe/Rome"), "s.json", PARIS)[1]


def test_another_offset_than_the_event_s_is_converted_not_relabelled() -> None:
    assert one(date="2026-01-16T18:00:00+09:00", start="18:00")[0].sessions[0].start.isoformat() == (
        "2026-01-16T10:00:00+01:00"
    )


def test_texts_in_several_languages() -> None:
    program, _ = one(
        title={"fr": "Ouverture", "en": "Opening", "ja": ""},
        language="en",
        track={"en": "Space", "fr": "Espace"},
        room={"en": "Hall", "fr": "Salle"},
        type={"en": "Talk"},
        subtitle={"en": "Sub"},
        abstract={"fr": "Bonjour", "en": "Hello"},
    )
    session = program.sessions[0]
    assert (session.title, session.title_in("fr"), session.title_in("ja")) == ("Opening", "Ouverture", "Opening")
    assert (session.track, session.kind, session.rooms, session.subtitle) == ("Space", "talk", ("Hall",), "Sub")
    assert session.abstract == "Hello"
    assert one(title={"fr": "Ouverture", "en": "Opening"})[0].sessions[0].title == "Ouverture"


def test_markdown_becomes_plain_text() -> None:
    text = (
        "# Head\r\n\r\nSee [Gluon](https://x.org/a) **now**,\r\nor <https://y.org>:\r\n\r\n"
        "* one\r\n* two\r\n\r\nsnake_case_name & a<b"
    )
    assert one(abstract=text)[0].sessions[0].abstract == (
        "Head\n\nSee Gluon (https://x.org/a) now,\nor https://y.org:\n\n- one\n- two\n\nsnake_case_name & a<b"
    )


def test_abstract_and_description_are_told_once() -> None:
    assert one(abstract="Short.", description="Short. And long.")[0].sessions[0].abstract == "Short. And long."
    assert one(abstract="Short.", description="Long.")[0].sessions[0].abstract == "Short.\n\nLong."


def test_persons_by_any_of_their_names() -> None:
    persons = [
        {"public_name": "A B"},
        {"full_public_name": "C D"},
        {"name": "E F"},
        {"id": 3},
        "G H",
        {"public_name": "A B"},
    ]
    assert [speaker.name for speaker in one(persons=persons)[0].sessions[0].speakers] == ["A B", "C D", "E F", "G H"]


def test_lengths() -> None:
    for written, minutes in (("00:40", 40), ("1:30", 90), ("1:30:00", 90), (45, 45), ("PT1H5M", 65), ("1:02:30", 1590)):
        length = one(duration=written)[0].sessions[0].duration
        assert length is not None
        assert length.total_seconds() == minutes * 60
    for written in ("00:00", "", None, "long", 0, -5, 10**9):
        assert one(duration=written)[0].sessions[0].end is None


def test_an_end_may_be_given_instead_of_a_length() -> None:
    program, _ = one(duration=None, end="2026-01-16T11:00:00+01:00")
    assert program.sessions[0].end is not None
    assert program.sessions[0].end.hour == 11
    program, problems = one(duration=None, end="2026-01-16T09:00:00+01:00")
    assert program.sessions[0].end is None
    assert "before it starts" in problems[0].what
    assert problems[0].severity == "error"


def test_one_talk_in_two_rooms_is_one_session() -> None:
    event = {"guid": "g", "date": "2026-01-16T10:00:00+01:00", "title": "A", "duration": "00:30"}
    rooms = {"Aula": [event], "Foyer": [event]}
    program, problems = read(schedule([{"date": "2026-01-16", "rooms": rooms}]), "s.json", PARIS)
    assert [session.rooms for session in program.sessions] == [("Aula", "Foyer")]
    assert "is here twice" in problems[0].what


def test_rooms_of_the_conference_are_known_in_their_languages() -> None:
    days = [{"date": "2026-01-16", "rooms": []}]
    program, _ = read(schedule(days, rooms=[{"name": {"en": "Hall", "fr": "Salle"}}, "Foyer", {}]), "s.json", PARIS)
    assert [(room.name, room.nicknames) for room in program.rooms] == [("Hall", ("Salle",)), ("Foyer", ())]


def test_shapes_that_are_none() -> None:
    assert "no schedule" in read(b'{"conference": {"days": 3}}', "s.json", PARIS)[1][0].what
    assert "no schedule" in read(b"[1, 2]", "s.json", PARIS)[1][0].what
    assert "is no object" in read(schedule([7]), "s.json", PARIS)[1][0].what
    _, problems = read(schedule([{"date": "2026-01-16", "rooms": {"Aula": ["x"]}}]), "s.json", PARIS)
    assert "is no object" in problems[0].what
    assert "has no sessions" in read(schedule([]), "s.json", PARIS)[1][0].what


def test_events_without_rooms_around_them() -> None:
    event = {"guid": "g", "start": "10:00", "title": "A", "room": "Aula"}
    program, _ = read(schedule([{"date": "2026-01-16", "rooms": [event]}]), "s.json", PARIS)
    assert program.sessions[0].rooms == ("Aula",)


def test_broken_json_is_told_with_its_line() -> None:
    _, problems = read(b'{"conference": {\n"days": [\n{,]}}', "s.json", PARIS)
    assert problems[0].where == "s.json:3"
    assert "broken JSON" in problems[0].what
    assert "cannot be read as JSON" in read(b'{"days": ' + b"9" * 5000 + b"}", "s.json", PARIS)[1][0].what
    assert one(duration=float("inf"), id=10**400)[0].sessions[0].end is None
    assert "nested too deeply" in read(b'{"conference":' * 20_000, "s.json", PARIS)[1][0].what


def test_cancelled_in_the_words_of_the_source() -> None:
    assert one(state="cancelled")[0].sessions[0].cancelled
    assert one(status="Canceled")[0].sessions[0].cancelled
    assert one(cancelled=True)[0].sessions[0].cancelled
    assert not one(state="confirmed")[0].sessions[0].cancelled


def test_a_file_in_another_encoding_is_read_with_a_warning() -> None:
    data = schedule([{"date": "2026-01-16", "rooms": {"Universität": [{"start": "10:00", "title": "Début à l’été"}]}}])
    program, problems = read(data.decode().encode("cp1252"), "s.json", PARIS)
    assert program.sessions[0].title == "Début à l’été"
    assert problems[0].severity == "warning"
    assert read(data.decode().encode("utf-16"), "s.json", PARIS)[0].sessions[0].rooms == ("Universität",)


def test_offsets_that_are_not_the_event_s_are_told_where_no_zone_is_named() -> None:
    talk = entry(Talk("a", "A", datetime.fromisoformat("2026-07-01T14:00")), 1)
    for date, told in (("+02:00", 0), ("Z", 0), ("+00:00", 1)):
        days = [{"date": "2026-07-01", "rooms": {"H": [{**talk, "date": "2026-07-01T14:00:00" + date}]}}]
        program, problems = read(schedule(days), "s.json", PARIS)
        assert len(program.sessions) == 1
        assert ["at +00:00 from UTC" in problem.what for problem in problems] == [True] * told


def test_a_length_that_cannot_be_read_is_told() -> None:
    for written, told in (("soon", 1), ("00:00", 0), (0, 0), (None, 0), ("", 0)):
        program, problems = one(duration=written)
        assert program.sessions[0].end is None
        assert ["the duration 'soon'" in problem.what for problem in problems] == [True] * told


def dated(date: str, start: str, label: str) -> tuple[Program, tuple[Problem, ...]]:
    event = entry(Talk("a", "A", datetime(2026, 1, 16, 11)), 1) | {"date": date, "start": start}
    return read(schedule([{"date": "2026-01-16", "rooms": {"Hall": [event]}}], time_zone_name=label), "s.json", PARIS)


def test_start_label_and_zone_together_count_before_an_offset() -> None:
    program, problems = dated("2026-01-16T11:00:00+00:00", "11:00", "Europe/Paris")
    assert [session.start.isoformat() for session in program.sessions] == ["2026-01-16T11:00:00+01:00"]
    assert ["times are as their start says, in Europe/Paris" in problem.what for problem in problems] == [True]


@pytest.mark.parametrize(
    ("date", "start", "label", "expected"),
    [
        ("2026-01-16T11:00:00+00:00", "11:00", "UTC", "12:00"),
        ("2026-01-16T11:00:00+00:00", "11:00", "", "12:00"),
        ("2026-01-16T11:00:00+00:00", "11:00", "Asia/Tokyo", "12:00"),
        ("2026-01-16T11:00:00+00:00", "10:30", "Europe/Paris", "12:00"),
        ("2026-01-16T11:00:00+01:00", "11:00", "Europe/Paris", "11:00"),
        ("2026-01-16T11:00:00 +01:00", "11:00", "Asia/Tokyo", "11:00"),
    ],
)
def test_an_offset_counts_while_not_all_others_agree(date: str, start: str, label: str, expected: str) -> None:
    program, _ = dated(date, start, label)
    assert [f"{session.start:%H:%M}" for session in program.sessions] == [expected]


def test_a_start_on_the_event_s_clocks_beside_a_date_in_utc_is_no_contradiction() -> None:
    _, problems = dated("2026-01-16T10:00:00+00:00", "11:00", "")
    assert not any("has the start" in problem.what for problem in problems)


def test_days_by_date_whose_events_have_whole_starts_and_several_rooms() -> None:
    event = {
        "code": "ABC", "title": "Ion", "session_type": "Talk", "rooms": ["S1", "S2"], "duration": 30,
        "start": "2026-07-16T10:00:00+02:00", "speakers": [{"code": "S", "name": "Ada Quill"}],
        "website_url": "https://x.example/ion",
    }  # fmt: skip
    lost = {"code": "DEF", "title": "Lost", "start": "soon"}
    days = {"2026-07-16": {"rooms": ["S1", "S2"], "events": [event]}, "2026-07-17": {"rooms": [], "events": [lost]}}
    program, problems = read_program(json.dumps({"days": days}).encode(), "p.json", PARIS)
    (session,) = program.sessions
    assert (session.id, session.title, session.kind, session.rooms) == ("ABC", "Ion", "talk", ("S1", "S2"))
    assert (session.start.isoformat(), session.end and session.end.hour) == ("2026-07-16T10:00:00+02:00", 10)
    assert [speaker.name for speaker in session.speakers] == ["Ada Quill"]
    assert session.url == "https://x.example/ion"
    assert [problem.severity for problem in problems] == ["error"]
