"""Several sources as one program."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from knowledge import identity
from knowledge.model import Program, Room, Session
from knowledge.problems import Problem
from knowledge.program import timeslots
from knowledge.program.draft import program

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.program.draft import Read


def join(programs: Iterable[Program]) -> Read:
    """All sessions and rooms of several programs, in the order in which the sources are configured.

    A session that two sources give under one id, with the same title or the same start, is one session: what
    the later source says of it counts, what it leaves open stays as the earlier one said. With another title
    and another start they are two sessions; both are kept and their ids told apart. Every such id is reported.
    """
    each = list(programs)
    if len(each) == 1:
        return each[0], ()
    sessions: list[Session] = []
    problems: list[Problem] = []
    for one in each:
        _add(sessions, one.sessions, problems)
    kept, contradicted = timeslots.fitting(sessions)
    told_apart, repeated = identity.unique(kept)
    rooms = _rooms(room for one in each for room in one.rooms)
    return program(told_apart, rooms), (*problems, *contradicted, *repeated)


def _add(sessions: list[Session], more: Iterable[Session], problems: list[Problem]) -> None:
    """Add the sessions of one more source; only those of earlier sources can be the same."""
    earlier = {session.id: place for place, session in enumerate(sessions)}
    for session in more:
        place = earlier.get(session.id)
        if place is None or not _same(sessions[place], session):
            sessions.append(session)
            continue
        told = f"{session.title!r} is also in {sessions[place].source}; what this source says counts."
        problems.append(Problem(session.source, told, "Remove one of the two if that is not meant.", "warning"))
        sessions[place] = _merged(sessions[place], session)


def _same(one: Session, other: Session) -> bool:
    return one.title.casefold() == other.title.casefold() or one.start == other.start


def _merged(earlier: Session, later: Session) -> Session:
    said = {field.name: getattr(later, field.name) for field in fields(Session)}
    kept = {"cancelled"} | ({"end"} if later.start != earlier.start else set())  # an end belongs to its start
    return replace(earlier, **{name: value for name, value in said.items() if value or name in kept})


def _rooms(rooms: Iterable[Room]) -> Iterable[Room]:
    found: dict[str, Room] = {}
    for room in rooms:
        nicknames = (*found[room.name].nicknames, *room.nicknames) if room.name in found else room.nicknames
        found[room.name] = Room(room.name, tuple(dict.fromkeys(nicknames)))
    return found.values()
