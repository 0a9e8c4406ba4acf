from __future__ import annotations

from dataclasses import replace

import pytest
from fakes.reminder_stage import DEMO, KEYNOTE, PANEL, PROGRAM, RECEPTION, Stage, at

from bot.reminders.renaming import renamed
from knowledge.model import Program, Session, Speaker


def found(*new: Session) -> list[tuple[str, str, str]]:
    by_id = {session.id: session for session in new}
    both = [(session, by_id[session.id]) for session in PROGRAM.sessions if session.id in by_id]
    return list(renamed(PROGRAM, Program(new), both))


def test_a_track_a_room_and_a_speaker_with_another_name_are_found() -> None:
    keynote = replace(KEYNOTE, track="Main stage", rooms=("Big hall",), speakers=(Speaker("Jun Kazeki"),))
    panel = replace(PANEL, track="Main stage", rooms=("Big hall",))
    assert found(keynote, DEMO, panel, RECEPTION) == [
        ("speaker", "kazeki jun", "jun kazeki"),
        ("track", "plenary", "main stage"),
        ("room", "auditorium", "big hall"),
    ]


@pytest.mark.parametrize(
    "keynote",
    [
        replace(KEYNOTE, track="Main stage"),  # the panel still has the old one
        replace(KEYNOTE, track="Labs"),  # there was such a track before
        replace(KEYNOTE, speakers=(Speaker("DUPONT Anne"),)),  # somebody else speaks
        replace(KEYNOTE, speakers=()),
    ],
)
def test_what_may_be_another_thing_is_not_taken_for_the_same(keynote: Session) -> None:
    assert found(keynote, DEMO, PANEL, RECEPTION) == []


def test_sessions_that_go_to_different_tracks_leave_none() -> None:
    assert found(replace(KEYNOTE, track="A"), DEMO, replace(PANEL, track="B"), RECEPTION) == []
    assert found(DEMO, RECEPTION) == []


def test_who_follows_a_track_goes_on_under_its_new_name(stage: Stage) -> None:
    person = stage.person("1")
    stage.wish(person, "track", "plenary")
    stage.tick()
    stage.edit(replace(KEYNOTE, track="Main stage"), DEMO, replace(PANEL, track="Main stage"), RECEPTION)
    stage.clock.instant = at(13, 50)
    assert stage.tick().reminders == 1
