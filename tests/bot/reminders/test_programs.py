from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from fakes.reminder_stage import ANN, FIRST, KEYNOTE, KNOWLEDGE, PANEL, PARIS, PROGRAM, SECOND, Stage, at, session

from bot.reminders import programs
from bot.reminders.changes import differences
from bot.reminders.planner import Rules, World, due, spread
from bot.reminders.programs import Snapshot
from bot.store.records import Wish
from knowledge.model import Event, Program
from knowledge.program.formats import read_program

if TYPE_CHECKING:
    from pathlib import Path


def kept(stage: Stage, snapshot: Snapshot, zone: ZoneInfo = PARIS) -> Snapshot:
    with stage.store.begin() as unit:
        programs.adopt(unit, snapshot, zone, stage.now)
        found = programs.latest(unit, zone)
    assert found is not None
    return found


def test_what_is_kept_says_the_same_to_reminders(stage: Stage) -> None:
    given = Snapshot.of(KNOWLEDGE)
    found = kept(stage, given)
    assert differences(given, found) == ()
    assert found.meetings == given.meetings
    assert found.program.sessions == tuple(replace(s, source="") for s in PROGRAM.sessions)
    assert found.program.sessions[0].start.tzinfo == PARIS


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("fosdem-2012/FOSDEM_2012.pentabarf.xml", "Europe/Brussels"),
        ("ccc-camp-2019", "Europe/Berlin"),
        ("rc3-channels-2020", "Europe/Berlin"),
    ],
)
def test_real_programs_are_kept_and_their_reminders_are_all_in_time(
    stage: Stage, real_data: Path, name: str, zone: str
) -> None:
    folder = real_data / name.split("/", maxsplit=1)[0]
    file = next(path for path in sorted(folder.iterdir()) if path.suffix in {".xml", ".json"})
    program, _ = read_program(file.read_bytes(), file.name, Event(name, ZoneInfo(zone)))
    found = kept(stage, Snapshot(program), ZoneInfo(zone))
    assert differences(Snapshot(program), found) == ()
    ann = stage.person("1")
    with stage.store.read() as unit:
        people = unit.people.everyone()
    wishes = [Wish(ann.id, "session", s.id) for s in found.program.sessions]
    first = min(s.start for s in found.program.sessions) - timedelta(days=1)
    rules = Rules(ZoneInfo(zone))
    planned = due(World(found.program, wishes=wishes, people=people), rules, first, first + timedelta(days=30))
    assert len(planned) == sum(not s.cancelled for s in found.program.sessions) > 30
    for notice in spread(planned, {"telegram": 1.0}, rules.margin):
        assert notice.promised - rules.margin <= notice.at <= notice.promised < notice.subject.start


def test_only_what_matters_to_somebody_is_a_change(stage: Stage) -> None:
    kept(stage, Snapshot.of(KNOWLEDGE))
    corrected = replace(KEYNOTE, abstract="Mended.", speakers=())
    edited = Snapshot(Program((corrected, *PROGRAM.sessions[1:])), (FIRST, SECOND))
    with stage.store.begin() as unit:
        assert programs.adopt(unit, edited, PARIS, at(12)) == ()
        assert programs.pending(unit, PARIS) is None
        assert programs.adopt(unit, edited, PARIS, at(12)) == ()


def test_wishes_and_stars_go_along_with_a_session_that_gets_another_id(stage: Stage) -> None:
    ann = stage.person("1", ANN)
    old = session("talk@2026-01-16T14:00:00+01:00", at(14))
    stage.edit(old, PANEL)
    stage.wish(ann, "session", old.id)
    with stage.store.begin() as unit:
        unit.agenda.star(ann.id, old.id, at(12))
        unit.wishes.wish(Wish(ann.id, "meeting", "m1", wanted=False), at(12))
    new = replace(old, id="talk@2026-01-16T16:00:00+01:00", start=at(16), end=at(16, 30))
    stage.edit(new, PANEL, meetings=(replace(FIRST, id="m9", start=at(17), end=at(17, 20)), SECOND))
    with stage.store.read() as unit:
        assert unit.agenda.of(ann.id) == [new.id]
        assert unit.agenda.stars() == [(ann.id, new.id)]
        assert {(w.kind, w.target) for w in unit.wishes.of(ann.id)} == {("session", new.id), ("meeting", "m9")}


def test_meetings_of_the_same_two_people_are_told_apart_where_they_can_be() -> None:
    twice = (FIRST, replace(FIRST, id="other", start=at(16), end=at(16, 20)))
    moved = tuple(
        replace(m, id=m.id + "x", start=m.start + timedelta(hours=1), end=m.end + timedelta(hours=1)) for m in twice
    )
    kinds = [change.kinds for change in differences(Snapshot(PROGRAM, twice), Snapshot(PROGRAM, moved))]
    assert sorted(kinds) == [("added",), ("added",), ("cancelled",), ("cancelled",)]
    one = differences(Snapshot(PROGRAM, twice[:1]), Snapshot(PROGRAM, moved[:1]))
    assert [change.kinds for change in one] == [("retimed",)]
    renamed = replace(FIRST, title="Satellites")
    assert [c.kinds for c in differences(Snapshot(PROGRAM, (FIRST,)), Snapshot(PROGRAM, (renamed,)))] == [("renamed",)]
    off = replace(FIRST, cancelled=True)
    assert differences(Snapshot(PROGRAM, (off,)), Snapshot(PROGRAM, ())) == ()
