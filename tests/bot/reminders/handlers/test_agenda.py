from __future__ import annotations

import base64
from dataclasses import replace
from typing import TYPE_CHECKING

import ics
import pytest
from fakes.reminder_stage import ANN, BOB, DEMO, FIRST, KEYNOTE, PANEL, PROGRAM, Stage, at, buttons, said, session

from bot.messages import Attachment, Listing
from bot.reminders.subjects import key_of
from knowledge.identity import meeting_key

if TYPE_CHECKING:
    from bot.messages import Person, Reply


@pytest.fixture
def ann(stage: Stage) -> Person:
    return stage.person("1", ANN)


def file_of(reply: Reply) -> str:
    (file,) = (block for block in reply.blocks if isinstance(block, Attachment))
    return base64.b64decode(file.content).decode()


def test_starring_tells_what_it_clashes_with(stage: Stage, ann: Person) -> None:
    assert said(stage.do(ann, "star", key_of(KEYNOTE))) == "“Keynote” is on your agenda."
    told = said(stage.do(ann, "star", key_of(DEMO)))
    assert told == "“Demo” is on your agenda.\nIt overlaps with “Keynote” (14:00–14:30)."
    assert "on your agenda already" in said(stage.do(ann, "star", key_of(DEMO)))
    assert "off your agenda" in said(stage.do(ann, "unstar", key_of(DEMO)))
    assert "was not on your agenda" in said(stage.do(ann, "unstar", key_of(DEMO)))
    for verb in ("star", "unstar"):
        assert "I no longer find" in said(stage.do(ann, verb, "nonsense"))
        assert "I no longer find" in said(stage.do(ann, verb))


def test_the_agenda_has_sessions_and_meetings_in_order_with_clashes_marked(stage: Stage, ann: Person) -> None:
    stage.do(ann, "star", key_of(PANEL))
    stage.do(ann, "remind", key_of(KEYNOTE))
    stage.edit(*(s if s.id != "panel" else replace(s, end=at(15, 10)) for s in PROGRAM.sessions))
    assert said(stage.do(ann, "agenda")) == (
        "Your agenda, 4 entries to come:\n"
        "14:00–14:30 · Keynote | Auditorium\n"
        "14:30–15:10 · Panel | Auditorium · overlaps with “Meeting with Bob (Bobine)”\n"
        "15:00–15:20 · Meeting with Bob (Bobine) | table 7 · overlaps with “Panel”\n"
        "15:20–15:40 · Meeting with Eve | table 7\n"
        "All times are Paris time."
    )
    stage.clock.instant = at(15, 15)
    assert "2 entries to come" in said(stage.do(ann, "agenda"))


def test_what_is_cancelled_stays_to_be_seen_and_clashes_with_nothing(stage: Stage, ann: Person) -> None:
    for each in (KEYNOTE, DEMO):
        stage.do(ann, "star", key_of(each))
    stage.edit(replace(KEYNOTE, cancelled=True), DEMO)
    told = said(stage.do(ann, "agenda"))
    assert "Keynote | cancelled · Auditorium" in told
    assert "overlaps" not in told


def test_a_meeting_that_one_will_not_attend_is_off_the_agenda(stage: Stage, ann: Person) -> None:
    stage.do(ann, "absent", meeting_key(FIRST.id))
    assert "1 entry to come" in said(stage.do(ann, "agenda"))


def test_a_long_agenda_goes_on(stage: Stage) -> None:
    person = stage.person("9")
    many = tuple(session(f"s{n:02}", at(13, n)) for n in range(11))
    stage.edit(*many)
    for each in many:
        stage.do(person, "star", key_of(each))
    (first,) = (b for b in stage.do(person, "agenda").blocks if isinstance(b, Listing))
    assert len(first.items) == 8
    assert first.more is not None
    verb, number = first.more.action.split(":")
    (rest,) = (b for b in stage.do(person, verb, number).blocks if isinstance(b, Listing))
    assert len(rest.items) == 3
    assert stage.do(person, verb, "999") == stage.do(person, verb)


def test_an_empty_agenda_says_how_to_fill_it(stage: Stage) -> None:
    assert "Tap “Add to agenda”" in said(stage.do(stage.person("9"), "agenda"))


@pytest.mark.filterwarnings("ignore:'maxsplit' is passed as positional:DeprecationWarning")  # ics 0.7.3, Python 3.13
def test_the_files_are_read_by_another_library(stage: Stage, ann: Person) -> None:
    stage.do(ann, "star", key_of(KEYNOTE))
    read = ics.Calendar(file_of(stage.do(ann, "ics", "agenda")))
    assert sorted(event.name for event in read.events) == ["Keynote", "Meeting with Bob (Bobine)", "Meeting with Eve"]
    keynote = next(event for event in read.events if event.name == "Keynote")
    assert keynote.begin.datetime == at(14)
    assert keynote.end.datetime == at(14, 30)
    assert keynote.location == "Auditorium"
    assert len(ics.Calendar(file_of(stage.do(ann, "ics", "meetings"))).events) == 2
    assert len(ics.Calendar(file_of(stage.do(ann, "ics", key_of(KEYNOTE)))).events) == 1
    assert len(ics.Calendar(file_of(stage.do(ann, "ics", meeting_key(FIRST.id)))).events) == 1


def test_an_entry_keeps_its_uid_and_its_sequence_grows(stage: Stage, ann: Person) -> None:
    stage.do(ann, "star", key_of(KEYNOTE))
    before = _fields(file_of(stage.do(ann, "ics", key_of(KEYNOTE))))
    stage.clock.instant = at(12, 30)
    stage.edit(replace(KEYNOTE, start=at(16), end=at(16, 30), cancelled=True))
    after = _fields(file_of(stage.do(ann, "ics", key_of(KEYNOTE))))
    assert before["UID"] == after["UID"]
    assert int(before["SEQUENCE"]) < int(after["SEQUENCE"])
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert after["DTSTART;TZID=Europe/Paris"] == "20260116T160000"
    assert after["TZID"] == "Europe/Paris"
    assert "BEGIN:VTIMEZONE" in file_of(stage.do(ann, "ics", key_of(KEYNOTE)))


def test_files_of_nothing_and_of_others_meetings_are_not_given(stage: Stage) -> None:
    stranger = stage.person("9")
    assert "agenda is empty" in said(stage.do(stranger, "ics"))
    assert "no meetings" in said(stage.do(stranger, "ics", "meetings"))
    for key in ("nonsense", meeting_key(FIRST.id)):
        assert "I no longer find" in said(stage.do(stranger, "ics", key))


def test_the_personal_page_has_everything_of_one_person(stage: Stage, ann: Person) -> None:
    stage.do(ann, "star", key_of(KEYNOTE))
    told = said(stage.do(ann, "home"))
    assert told.startswith("Space Day\nOn now and next:\n14:00–14:30 · Keynote | Auditorium\n")
    assert "Friday 16 January: 2 meetings" in told
    assert "Your agenda, 3 entries to come:" in told
    assert "Reminders: 10 minutes before the start\nQuiet hours: none" in told
    assert {"Show my agenda", "Calendar file", "Change lead time", "Silence"} <= buttons(stage.do(ann, "home")).keys()


def test_the_personal_page_of_a_stranger_after_the_event(stage: Stage) -> None:
    stranger = stage.person("9")
    with stage.store.begin() as unit:
        unit.people.set_muted(stranger.id, muted=True)
    assert "I do not know which attendee you are" in said(stage.do(stranger, "home"))
    stage.clock.instant = at(20, day=18)
    told = said(stage.do(stranger, "home"))
    assert "The program is over." in told
    assert "Reminders and announcements are silenced" in told
    assert "Hear from me again" in buttons(stage.do(stranger, "home"))
    assert "no meetings to come" in said(stage.do(stage.person("1", BOB), "home"))
    stage.edit(*PROGRAM.sessions, meetings=())
    assert "meeting" not in said(stage.do(stranger, "home"))


def _fields(text: str) -> dict[str, str]:
    lines = text.replace("\r\n ", "").split("\r\n")
    return dict(line.split(":", 1) for line in lines if ":" in line and not line.startswith(("BEGIN", "END")))
