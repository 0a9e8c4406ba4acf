"""The sessions that people starred, and what the sides of a meeting told each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from bot.store.records import Attendance
from bot.store.statements import add_once, put
from bot.store.tables import AttendanceRow, StarRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection


class Agenda:
    """Personal agendas. What clashes is the program's business."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def star(self, person: str, session: str, now: datetime) -> bool:
        """Put a session on a person's agenda; False when it was there."""
        return add_once(self._connection, StarRow, {"person": person, "session": session, "at": now})

    def unstar(self, person: str, session: str) -> bool:
        """Take a session off a person's agenda; False when it was not there."""
        mine = (StarRow.person == person, StarRow.session == session)
        return self._connection.execute(delete(StarRow).where(*mine)).rowcount == 1

    def of(self, person: str) -> list[str]:
        """Return the ids of the sessions a person starred, first starred first."""
        query = select(StarRow.session).where(StarRow.person == person).order_by(StarRow.at, StarRow.session)
        return list(self._connection.execute(query).scalars())

    def starrers(self, session: str) -> list[str]:
        """Return the ids of the people who starred a session."""
        query = select(StarRow.person).where(StarRow.session == session).order_by(StarRow.at, StarRow.person)
        return list(self._connection.execute(query).scalars())

    def retarget(self, session: str, new: str) -> None:
        """Let the stars of a session be of another: the program calls it by a new id."""
        theirs = select(StarRow.person).where(StarRow.session == new)
        old = update(StarRow).where(StarRow.session == session, StarRow.person.not_in(theirs))
        self._connection.execute(old.values(session=new))

    def stars(self) -> list[tuple[str, str]]:
        """Return everybody's stars: person and session."""
        rows = self._connection.execute(select(StarRow.person, StarRow.session).order_by(StarRow.at, StarRow.person))
        return [(row.person, row.session) for row in rows]

    def tell(self, attendance: Attendance) -> None:
        """Keep what one side of a meeting told, in place of what it told before."""
        values = {
            "meeting": attendance.meeting,
            "email": attendance.email,
            "state": attendance.state,
            "minutes": attendance.minutes,
            "at": attendance.at,
        }
        put(self._connection, AttendanceRow, values)

    def untell(self, meeting: str, email: str) -> bool:
        """Drop what one side told: it comes after all, in time. False when it had told nothing."""
        mine = (AttendanceRow.meeting == meeting, AttendanceRow.email == email)
        return self._connection.execute(delete(AttendanceRow).where(*mine)).rowcount == 1

    def untell_all(self, meeting: str) -> None:
        """Drop what both sides told of a meeting: it takes place at another time."""
        self._connection.execute(delete(AttendanceRow).where(AttendanceRow.meeting == meeting))

    def retell(self, meeting: str, new: str) -> None:
        """Let what the sides told of a meeting be of another: the list calls it by a new id."""
        self.untell_all(new)
        self._connection.execute(update(AttendanceRow).where(AttendanceRow.meeting == meeting).values(meeting=new))

    def told(self, meetings: Collection[str]) -> list[Attendance]:
        """Return what the sides of these meetings told, oldest first."""
        columns = (AttendanceRow.email, AttendanceRow.state, AttendanceRow.minutes, AttendanceRow.at)
        query = select(AttendanceRow.meeting, *columns).where(AttendanceRow.meeting.in_(meetings))
        rows = self._connection.execute(query.order_by(AttendanceRow.at, AttendanceRow.email))
        return [Attendance(row.meeting, row.email, row.state, row.minutes, row.at) for row in rows]
