from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from fakes.reminder_stage import (
    ANN,
    BOB,
    EVE,
    FIRST,
    KEYNOTE,
    KNOWLEDGE,
    PANEL,
    PARIS,
    PROGRAM,
    SECOND,
    Stage,
    at,
    session,
)

from bot.reminders import programs
from bot.reminders.changes import Snapshot, differences
from bot.reminders.planner import Rules, World, due, spread
from bot.store.records import Wish
from knowledge.identity import meeting_key
from knowledge.model import Event, Program, Speaker
from knowledge.program.formats import read_program

if TYPE_CHECKING:
    from pathlib import Path


HOUR = timedelta(hours=1)


def keys_of(stage: Stage) -> list[str]:
    return [delivery.key for delivery in stage.deliveries()]


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
    moved = tuple(replace(m, id=m.id + "x", start=m.start + 3 * HOUR, end=m.end + 3 * HOUR) for m in twice)
    kinds = [change.kinds for change in differences(Snapshot(PROGRAM, twice), Snapshot(PROGRAM, moved))]
    assert sorted(kinds) == [("added",), ("added",), ("cancelled",), ("cancelled",)]
    one_later = (replace(twice[1], id="y"), replace(FIRST, id="z", start=at(17), end=at(17, 20)))
    (change,) = differences(Snapshot(PROGRAM, twice), Snapshot(PROGRAM, one_later))
    assert (change.kinds, change.old, change.new) == (("retimed",), FIRST, one_later[1])
    one = differences(Snapshot(PROGRAM, twice[:1]), Snapshot(PROGRAM, moved[:1]))
    assert [change.kinds for change in one] == [("retimed",)]
    renamed = replace(FIRST, title="Satellites")
    assert [c.kinds for c in differences(Snapshot(PROGRAM, (FIRST,)), Snapshot(PROGRAM, (renamed,)))] == [("renamed",)]
    off = replace(FIRST, cancelled=True)
    assert differences(Snapshot(PROGRAM, (off,)), Snapshot(PROGRAM, ())) == ()


def test_new_ids_alone_are_no_change_and_leave_everything_as_it_was(stage: Stage) -> None:
    ann, bob = stage.person("1", ANN), stage.person("2", BOB)
    stage.wish(bob, "session", "keynote", 60)
    with stage.store.begin() as unit:
        unit.agenda.star(bob.id, "panel", at(12))
    stage.do(ann, "absent", meeting_key("m2"))
    stage.clock.instant = at(14, 52)
    stage.tick()  # both sides were put their reminders of the first meeting
    before = [key for key in keys_of(stage) if key.startswith("remind:")]
    meetings = tuple(replace(m, id=f"column {m.id}") for m in (FIRST, SECOND))
    stage.edit(*(replace(s, id=f"column {s.id}") for s in PROGRAM.sessions), meetings=meetings)
    for minute in range(52, 60):
        stage.clock.instant = at(14, minute)
        stage.tick()
    assert [key.partition(":")[0] for key in keys_of(stage)].count("changes") == 0
    assert len([key for key in keys_of(stage) if key.startswith("remind:")]) == len(before) == 2
    with stage.store.read() as unit:
        assert [wish.target for wish in unit.wishes.of(bob.id)] == ["column keynote"]
        assert unit.agenda.of(bob.id) == ["column panel"]
        assert [told.meeting for told in unit.agenda.told(["column m2"])] == ["column m2"]


def test_ids_that_move_down_a_list_take_what_was_wished_along(stage: Stage) -> None:
    """A row put in above the others: the second meeting gets the third's old id, and so on."""
    ann = stage.person("1", ANN)
    for meeting in ("m1", "m2"):
        stage.wish(ann, "meeting", meeting, int(meeting[1]) * 10)
    first, second = replace(FIRST, id="m2"), replace(SECOND, id="m3")
    stage.tick()
    stage.edit(*PROGRAM.sessions, meetings=(replace(FIRST, side_a=EVE), first, second))
    with stage.store.read() as unit:
        assert {(w.target, w.lead_minutes) for w in unit.wishes.of(ann.id)} == {("m2", 10), ("m3", 20)}


def test_what_was_told_of_a_meeting_ends_with_its_time(stage: Stage) -> None:
    ann = stage.person("1", ANN)
    stage.person("2", BOB)
    stage.tick()
    stage.do(ann, "absent", meeting_key("m1"))
    stage.edit(*PROGRAM.sessions, meetings=(replace(FIRST, table="9"), SECOND))
    with stage.store.read() as unit:
        assert [told.state for told in unit.agenda.told(["m1"])] == ["absent"]
    stage.edit(*PROGRAM.sessions, meetings=(replace(FIRST, start=at(17), end=at(17, 20)), SECOND))
    stage.clock.instant = at(16, 50)
    stage.tick()
    assert len([key for key in keys_of(stage) if key.startswith(f"remind:{meeting_key('m1')}")]) == 2


def test_a_speaker_who_is_replaced_is_not_named_by_a_reminder_that_waits(stage: Stage) -> None:
    stage.wish(stage.person("1"), "session", "keynote")
    stage.clock.instant = at(13, 49)
    stage.tick()
    stage.edit(replace(KEYNOTE, speakers=(Speaker("DUPONT Anne"),)), PANEL)
    stage.tick()
    assert stage.texts() == ["Coming up, 14:00:\nKeynote\n14:00–14:30\nAuditorium\nDUPONT Anne"]
