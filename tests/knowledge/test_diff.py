from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from knowledge import identity
from knowledge.diff import Change, diff, pairs
from knowledge.model import Program, Session

PARIS = ZoneInfo("Europe/Paris")
START = datetime(2026, 1, 16, 14, tzinfo=PARIS)
SESSION = Session("a", "A", START, START + timedelta(minutes=30), ("Aula",))
HOUR = timedelta(hours=1)


def kinds(old: Session | None, new: Session | None) -> list[tuple[str, ...]]:
    before, after = (Program((session,) if session else ()) for session in (old, new))
    return [change.kinds for change in diff(before, after)]


def test_each_kind_of_change() -> None:
    assert kinds(SESSION, SESSION) == []
    assert kinds(SESSION, replace(SESSION, rooms=("Foyer",))) == [("moved",)]
    assert kinds(SESSION, replace(SESSION, start=START + HOUR, end=START + HOUR)) == [("retimed",)]
    assert kinds(SESSION, replace(SESSION, end=START + HOUR)) == [("retimed",)]
    assert kinds(SESSION, replace(SESSION, title="B")) == [("renamed",)]
    assert kinds(SESSION, replace(SESSION, title="B", rooms=(), start=START + HOUR)) == [
        ("moved", "retimed", "renamed")
    ]
    assert kinds(SESSION, replace(SESSION, cancelled=True, title="B")) == [("cancelled",)]
    assert kinds(SESSION, None) == [("cancelled",)]
    assert kinds(None, SESSION) == [("added",)]
    assert kinds(replace(SESSION, cancelled=True), SESSION) == [("added",)]


def test_what_matters_to_nobody() -> None:
    assert kinds(SESSION, replace(SESSION, abstract="new", source="elsewhere:1", track="T")) == []
    assert kinds(SESSION, replace(SESSION, end=None)) == []
    assert kinds(replace(SESSION, rooms=("A", "B")), replace(SESSION, rooms=("B", "A"))) == []
    off = replace(SESSION, cancelled=True)
    assert kinds(off, replace(off, start=START + HOUR)) == []
    assert kinds(off, None) == kinds(None, off) == []


def test_instants_are_compared_not_clock_faces() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=PARIS)
    assert kinds(replace(SESSION, start=first, end=None), replace(SESSION, start=first.replace(fold=1), end=None)) == [
        ("retimed",)
    ]
    elsewhere = START.astimezone(ZoneInfo("Asia/Tokyo"))
    assert kinds(replace(SESSION, end=None), replace(SESSION, start=elsewhere, end=None)) == []


def test_a_change_knows_its_session() -> None:
    assert Change(("cancelled",), SESSION, None).session == SESSION
    assert Change(("added",), None, SESSION).session == SESSION
    with pytest.raises(ValueError, match="without a session"):
        _ = Change(("added",), None, None).session


def test_changes_come_in_the_program_s_order() -> None:
    late = replace(SESSION, id="z", start=START - HOUR)
    changes = diff(Program(), Program((SESSION, late)))
    assert [change.session.id for change in changes] == ["z", "a"]


def test_a_repeated_id_is_followed_when_its_session_moves() -> None:
    twins = [SESSION, replace(SESSION, title="B", start=START + HOUR)]
    moved = [twins[0], replace(twins[1], start=START + 3 * HOUR, end=None)]
    before, after = (Program(identity.unique(sessions)[0]) for sessions in (twins, moved))
    (change,) = diff(before, after)
    assert change.kinds == ("retimed",)
    assert (change.old, change.new) == (before.sessions[1], after.sessions[1])
    assert change.old is not None
    assert change.new is not None
    assert change.old.id != change.new.id


def test_no_pair_is_guessed_where_several_could_be_meant() -> None:
    twins = [SESSION, replace(SESSION, start=START + HOUR)]
    both_moved = [replace(session, start=session.start + timedelta(days=1)) for session in twins]
    before, after = (Program(identity.unique(sessions)[0]) for sessions in (twins, both_moved))
    assert sorted(change.kinds for change in diff(before, after)) == [
        ("added",),
        ("added",),
        ("cancelled",),
        ("cancelled",),
    ]


def test_a_session_that_gets_another_id_stays_the_same_while_title_and_start_do() -> None:
    elsewhere = replace(SESSION, id="b", rooms=("Foyer",))
    before = Program((SESSION, elsewhere))
    renumbered = Program((replace(SESSION, id="1"), replace(elsewhere, id="2", title=" a ")))
    assert [change.kinds for change in diff(before, renumbered)] == [("renamed",)]
    assert [(old and old.id, new and new.id) for old, new in pairs(before, renumbered)] == [("a", "1"), ("b", "2")]
    assert [c.kinds for c in diff(Program((SESSION,)), Program((replace(elsewhere, id="3"),)))] == [("moved",)]
    later = replace(SESSION, id="4", start=START + HOUR)
    assert sorted(c.kinds for c in diff(Program((SESSION,)), Program((later,)))) == [("added",), ("cancelled",)]
