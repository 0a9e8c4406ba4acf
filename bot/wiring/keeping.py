"""What a file at fault no longer tells stays as it last was: a row that cannot be read costs nobody a session.

All that can be read is taken over. Of what is gone, only what a fault may have taken is kept: the rows that a fault
names, or all of them where one names none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from bot.reminders.changes import Snapshot, differences
from knowledge.addresses import shown
from knowledge.model import Attendee, Meeting, Program, Session

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.config import Config
    from knowledge.model import Knowledge
    from knowledge.problems import Problem

Row = TypeVar("Row", Session, Meeting, Attendee)


@dataclass(frozen=True, slots=True)
class Faults:
    """The faults of each kind of source, which make a row or a whole file be missing."""

    program: tuple[Problem, ...] = ()
    meetings: tuple[Problem, ...] = ()
    attendees: tuple[Problem, ...] = ()

    @property
    def all(self) -> tuple[Problem, ...]:
        """All of them, those of the program first."""
        return (*self.program, *self.meetings, *self.attendees)


def faults_in(problems: Sequence[Problem], config: Config) -> Faults:
    """Sort out the errors of program, meetings and attendees; those of speeches and pages are no matter here."""
    event = config.event
    people = ([event.meetings] if event.meetings else [], [event.attendees] if event.attendees else [])
    return Faults(*(_of(problems, names) for names in ([each.source for each in event.program], *people)))


def _of(problems: Iterable[Problem], sources: Sequence[str]) -> tuple[Problem, ...]:
    named = tuple(map(shown, sources))
    return tuple(p for p in problems if p.severity == "error" and named and p.where.startswith(named))


def kept(good: Knowledge, read: Knowledge, faults: Faults) -> Knowledge:
    """What was read, with what was good before and may be missing only because of a fault."""
    gone = [c.old for c in differences(Snapshot.of(good), Snapshot.of(read)) if c.new is None]
    sessions = _taken([old for old in gone if isinstance(old, Session)], faults.program)
    meetings = _taken([old for old in gone if isinstance(old, Meeting)], faults.meetings)
    known = {attendee.email for attendee in read.attendees}
    attendees = _taken([old for old in good.attendees if old.email not in known], faults.attendees)
    return replace(
        read,
        program=_with(read.program, good.program, sessions),
        meetings=tuple(
            sorted((*read.meetings, *meetings), key=lambda meeting: (meeting.start.timestamp(), meeting.id))
        ),
        attendees=(*read.attendees, *attendees),
    )


def _taken(gone: Sequence[Row], faults: Sequence[Problem]) -> list[Row]:
    """Of the rows that are gone those that faults have taken."""
    named = [[row for row in gone if any(name in str(fault) for name in _names(row))] for fault in faults]
    if not all(named):  # a fault that names none of them may have taken any
        return list(gone)
    return [row for row in gone if any(row in rows for rows in named)]


def _names(row: Session | Meeting | Attendee) -> tuple[str, ...]:
    names = (row.email, row.name) if isinstance(row, Attendee) else (row.id, row.title)
    return tuple(f"'{name}'" for name in names if name)


def _with(read: Program, good: Program, sessions: Sequence[Session]) -> Program:
    if not sessions:
        return read
    every = sorted((*read.sessions, *sessions), key=lambda s: (s.start.timestamp(), s.rooms, s.id))
    return Program(tuple(every), tuple(dict.fromkeys((*read.rooms, *good.rooms))))
