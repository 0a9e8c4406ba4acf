"""What a reader gathers while it reads: sessions, rooms, problems; and the program made of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Literal

from knowledge import identity, status
from knowledge.model import Event, Program, Room, Session
from knowledge.problems import Problem
from knowledge.program import moments, places
from knowledge.status import OFF, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

NOON = 12
FEWEST = 4  # sessions of which one is seen to be off
NEAR = timedelta(days=30)
YEAR = timedelta(days=365)
UNSET = re.compile(r"[0:.\s]*|P[0DTHMS]*")
NOT_TOLD = {
    Standing.HIDDEN: "Publish it there when attendees may know of it.",
    Standing.PENDING: "Confirm it when attendees may know of it.",
    Standing.DECLINED: "Remove it, or accept it.",
}
Read = tuple[Program, tuple[Problem, ...]]


@dataclass
class Draft:
    """One source being read. ``name`` is its path as the user wrote it."""

    name: str
    event: Event
    sessions: list[Session] = field(default_factory=list)
    rooms: list[Room] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def where(self, line: int = 0) -> str:
        """``name:line``, or the name alone where no line is known."""
        return f"{self.name}:{line}" if line else self.name

    def fault(self, line: int, what: str, mend: str = "", severity: Literal["error", "warning"] = "error") -> None:
        """Report something that could not be used."""
        self.problems.append(Problem(self.where(line), what, mend, severity))

    @property
    def failed(self) -> bool:
        """Whether an error was reported."""
        return any(problem.severity == "error" for problem in self.problems)

    def doubt(self, line: int, what: str, mend: str = "") -> None:
        """Report something that was used with care. The same told twice for one file counts once."""
        if what and not any(problem.what == what for problem in self.problems):
            self.fault(line, what, mend, "warning")

    def add(self, session: Session, line: int, written: object = "", standing: Standing | None = None) -> None:
        """Take a session as it stands by the source's own word for that; one not for attendees is told instead."""
        word = " ".join(str(written or "").split())[:60].lower()
        standing = standing or self.standing(word, line)
        if standing in NOT_TOLD:
            told = f"{session.title!r} is {word or standing.value} and not in the program."
            self.doubt(line, told, NOT_TOLD[standing])
        else:
            self.sessions.append(standing_so(session, standing))

    def standing(self, word: str, line: int) -> Standing:
        """How a session stands by a word; an unknown one is told."""
        found = status.read(word)
        if found is None:
            told = f"the status {word!r} is not known; what has it is taken to take place."
            self.doubt(line, told, "Write confirmed, tentative, postponed, cancelled or draft, or leave it empty.")
        return found or Standing.ON

    def settle(self, local: datetime, line: int) -> datetime:
        """The instant of a naive local time in the event's zone."""
        found, doubt = moments.settle(local, self.event.zone)
        self.doubt(line, doubt, "Write the time with its offset from UTC.")
        return found

    def instant(self, text: object, line: int) -> datetime | None:
        """The instant of an ISO 8601 text, None when it is none."""
        found, doubt = moments.instant("" if text is None else str(text), self.event.zone)
        self.doubt(line, doubt, "Write the time with its offset from UTC.")
        return found

    def lasting(self, written: object, line: int, title: str) -> timedelta | None:
        """How long a session lasts, None when that is not said (also as zero) or, told, cannot be read."""
        found = moments.length("" if written is None else written)
        if found is None and not UNSET.fullmatch(str("" if written is None else written)):
            told = f"the duration {str(written)[:60]!r} of {title!r} cannot be read; its end is left out."
            self.doubt(line, told, "Write it like 0:45.")
        return found

    def end_at(self, start: datetime, at: timedelta, line: int, title: str) -> datetime | None:
        """The end of a session of which only the time of day is given: after midnight where that is meant.

        An end before the start is meant so when the session starts after noon and lasts twelve hours at most.
        """
        local = start.replace(tzinfo=None, fold=0)
        end = moments.midnight(local.date()) + at
        if end < local:
            if local.hour < NOON or end + moments.DAY - local > timedelta(hours=12):
                told = f"{title!r} ends ({end:%H:%M}) before it starts ({local:%H:%M}); its end is left out."
                self.fault(line, told, "Correct its start or its end.")
                return None
            end += moments.DAY
        return self.settle(end, line)

    def no_start(self, line: int, title: str, written: object) -> None:
        """Report a session that cannot be placed in time."""
        if written in (None, ""):
            told, mend = f"{title!r} has no start; it is not in the program.", "Give it a date and a time."
        elif moments.clock(written) is not None:
            told = f"the day of {title!r} ({written}) is not known; it is not in the program."
            mend = "Give it its date, or its day one, like 2026-01-16."
        else:
            told = f"the start {str(written)[:60]!r} of {title!r} cannot be read; it is not in the program."
            mend = "Write it like 2026-01-16T14:30."
        self.fault(line, told, mend)

    def finish(self) -> Read:
        """The program: rooms told apart, ends checked, ids unique, sessions in order."""
        known = {room.name for room in self.rooms} | {
            room for session in self.sessions for room in session.rooms if not places.ANY.search(room)
        }
        checked = [self._checked(session, known) for session in self.sessions if self._is_public(session)]
        sessions, repeated = identity.unique(checked)
        rooms = {room.name: room for room in self.rooms}
        rooms |= {name: Room(name) for session in sessions for name in session.rooms if name not in rooms}
        for session in _years_off(sessions):
            told = f"{session.title!r} is on {session.start:%Y-%m-%d}, a year or more away from all others."
            self._about(session, told, "Correct the year of its date.")
        return program(sessions, rooms.values()), (*self.problems, *repeated)

    def _checked(self, session: Session, known: set[str]) -> Session:
        rooms: list[str] = []
        for written in session.rooms:
            found, doubt = places.split(written, known)
            rooms += found
            self._about(session, doubt, "Separate several rooms by a semicolon.")
        session = session if session.cancelled else self._called_off(session)
        there = dict.fromkeys(room for room in rooms if status.titled(room) not in OFF)
        return replace(session, rooms=tuple(there), end=self._end(session), url="".join(session.url.split()))

    def _called_off(self, session: Session) -> Session:
        """The session, cancelled or postponed where its title, subtitle or room says so."""
        off = next((standing for told in _beside(session) if (standing := told) in OFF), None)
        if off:
            self._about(session, f"{session.title!r} is taken as {off.value}, as its title or room says.", "")
            return standing_so(session, off)
        if status.may_be_off(session.title):
            told = f"the title {session.title!r} speaks of cancelling or postponing; it is taken to take place."
            self._about(session, told, "Mark it as cancelled if it is.")
        return session

    def _is_public(self, session: Session) -> bool:
        if status.titled(session.title) is not Standing.HIDDEN:
            return True
        told = f"{session.title!r} is not for attendees, as its title says; it is not in the program."
        self._about(session, told, "Remove that word from the title when attendees may know of it.")
        return False

    def _end(self, session: Session) -> datetime | None:
        if session.end is None or session.end.astimezone(UTC) > session.start.astimezone(UTC):
            return session.end
        if session.end.astimezone(UTC) < session.start.astimezone(UTC):
            told = f"{session.title!r} ends ({session.end:%Y-%m-%d %H:%M}) before it starts; its end is left out."
            self.problems.append(Problem(session.source, told, "Correct its start or its end."))
        return None

    def _about(self, session: Session, what: str, mend: str) -> None:
        if what and not any(problem.what == what for problem in self.problems):
            self.problems.append(Problem(session.source, what, mend, "warning"))


def _years_off(sessions: Sequence[Session]) -> list[Session]:
    """The few sessions that lie about whole years away from an event of some weeks at most, as a wrong year does."""
    starts = sorted(session.start for session in sessions)
    if len(starts) < FEWEST:
        return []
    middle = starts[len(starts) // 2]
    far = [session for session in sessions if abs(session.start - middle) > NEAR]
    off = [session for session in far if (abs(session.start - middle) + NEAR) % YEAR <= 2 * NEAR]
    return off if off == far and len(off) * FEWEST <= len(starts) else []


def standing_so(session: Session, standing: Standing) -> Session:
    """The session with what its standing makes of it."""
    if standing is Standing.TENTATIVE:
        return replace(session, status="tentative")
    if standing in OFF:
        return replace(session, cancelled=True, status="postponed" if standing is Standing.POSTPONED else "")
    return session


def _beside(session: Session) -> tuple[Standing | None, ...]:
    """How a session stands by its title and subtitle, and by what stands in place of a room."""
    rooms = (status.titled(room) for room in session.rooms)
    return (status.titled(session.title), status.titled(session.subtitle), *rooms)


def program(sessions: Iterable[Session], rooms: Iterable[Room]) -> Program:
    """A program in its order: by start, then room, then id."""
    ordered = sorted(sessions, key=lambda session: (session.start.astimezone(UTC), session.room, session.id))
    return Program(tuple(ordered), tuple(rooms))
