"""What is true of the difference of any two programs."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from knowledge.diff import Change, diff
from knowledge.model import Program, Session

if TYPE_CHECKING:
    from collections.abc import Iterable

START = datetime(2026, 1, 16, 14, tzinfo=UTC)
times = st.integers(0, 3).map(lambda hours: START + timedelta(hours=hours))
session = st.builds(
    Session,
    id=st.sampled_from("abcde"),
    title=st.sampled_from("AB"),
    start=times,
    end=st.none() | st.integers(4, 6).map(lambda hours: START + timedelta(hours=hours)),
    rooms=st.sampled_from([(), ("X",), ("Y",), ("X", "Y")]),
    cancelled=st.booleans(),
)
programs = st.lists(session, unique_by=lambda each: each.id).map(lambda each: Program(tuple(each)))


def ids(change: Change) -> frozenset[str]:
    """Of the session as it was and as it is: they may differ."""
    return frozenset(each.id for each in (change.old, change.new) if each is not None)


def shown(sessions: Iterable[Session]) -> Counter[object]:
    return Counter((each.title, each.start, frozenset(each.rooms)) for each in sessions if not each.cancelled)


@given(programs)
def test_nothing_changed_between_a_program_and_itself(program: Program) -> None:
    assert diff(program, program) == ()


@given(programs, programs)
def test_the_way_back_mirrors_the_way_there(old: Program, new: Program) -> None:
    mirrored = {"added": "cancelled", "cancelled": "added"}
    there = {ids(change): tuple(mirrored.get(kind, kind) for kind in change.kinds) for change in diff(old, new)}
    back = {ids(change): change.kinds for change in diff(new, old)}
    assert there == back


@given(programs, programs)
def test_every_session_is_told_once_at_most_and_truly(old: Program, new: Program) -> None:
    changes = diff(old, new)
    assert len({change.session.id for change in changes}) == len(changes)
    for change in changes:
        assert change.kinds
        assert change.old in (*old.sessions, None)
        assert change.new in (*new.sessions, None)
        assert ("moved" in change.kinds) <= (set(change.old.rooms if change.old else ()) != set(change.session.rooms))
        assert ("renamed" in change.kinds) <= (change.old is not None and change.old.title != change.session.title)


@given(programs, programs)
def test_who_takes_no_notice_of_unchanged_sessions_still_ends_up_with_the_new_program(
    old: Program, new: Program
) -> None:
    known = {each.id: each for each in old.sessions if not each.cancelled}
    for change in diff(old, new):
        if change.old is not None:
            known.pop(change.old.id, None)
        if change.new is not None and not change.new.cancelled:
            known[f"new {change.new.id}"] = change.new
    assert shown(known.values()) == shown(new.sessions)
