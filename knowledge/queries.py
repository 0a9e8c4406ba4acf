"""Pure questions to a Program: what is on, what follows, what clashes, where the gaps are.

Instants are aware, in any zone, and compared exactly, also in the hour that a clock change repeats. Half-open stretches
``[start, end)`` are meant everywhere. A cancelled session is never on, next or in the way: it is only found by those
who ask for it. A session without an end is taken to run until the next one in its room begins (or, where it has
none, the next one without a room), one hour at most: good enough to choose by, never shown to anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from knowledge.model import Meeting, Program, Session

Sessions = tuple["Session", ...]

NIGHT = timedelta(hours=5)  # what starts before five in the morning belongs to the evening before
LONGEST_UNKNOWN = timedelta(hours=1)
BREAK_WORTH = timedelta(minutes=10)
ROOMLESS = ("",)  # where the sessions without a room are


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch between two sessions of one day in which nothing is on."""

    before: Session
    after: Session
    start: datetime
    end: datetime


def active(program: Program) -> Sessions:
    """All sessions that take place, in order."""
    return tuple(session for session in program.sessions if not session.cancelled)


def day_of(session: Session) -> date:
    """The date of the event's day that a session belongs to: a talk after midnight is of the evening before."""
    return event_day(session.start)


def event_day(instant: datetime) -> date:
    """The date of the event's day that an instant, in the event's zone, belongs to."""
    return (instant.replace(tzinfo=None) - NIGHT).date()


def days(program: Program) -> tuple[date, ...]:
    """The dates that have sessions, in order."""
    return tuple(sorted({day_of(session) for session in active(program)}))


def end_of(program: Program, session: Session) -> datetime:
    """When a session is over, reckoned where the program does not say; see the module's docstring."""
    if session.end is not None:
        return session.end
    over = datetime.fromtimestamp(_times(program)[session.id][1], UTC)
    return over.astimezone(session.start.tzinfo)


def running(program: Program, sessions: Iterable[Session], instant: datetime) -> Sessions:
    """Those of some sessions that are on at an instant."""
    return touching(program, sessions, instant, instant)


def touching(program: Program, sessions: Iterable[Session], start: datetime, end: datetime) -> Sessions:
    """Those of some sessions of which some part lies in a stretch, or around the instant that it is."""
    times, first, last = _times(program), start.timestamp(), end.timestamp()
    return tuple(
        s
        for s in sessions
        if not s.cancelled and (times[s.id][0] < last or times[s.id][0] == first) and times[s.id][1] > first
    )


def on_at(program: Program, instant: datetime) -> Sessions:
    """The sessions running at an instant."""
    return running(program, program.sessions, instant)


def starting_in(sessions: Iterable[Session], start: datetime, end: datetime) -> Sessions:
    """Those of some sessions that begin in a stretch."""
    first, last = start.timestamp(), end.timestamp()
    return tuple(s for s in sessions if first <= s.start.timestamp() < last)


def upcoming(sessions: Iterable[Session], instant: datetime) -> Sessions:
    """Those that begin after an instant and take place, in order."""
    now = instant.timestamp()
    return tuple(s for s in sessions if s.start.timestamp() > now and not s.cancelled)


def soonest(sessions: Sequence[Session]) -> Sessions:
    """Of ordered sessions, those that begin together with the first."""
    return tuple(s for s in sessions if s.start == sessions[0].start) if sessions else ()


def latest(sessions: Sequence[Session]) -> Sessions:
    """Of ordered sessions, those that begin together with the last."""
    return tuple(s for s in sessions if s.start == sessions[-1].start) if sessions else ()


def after(program: Program, session: Session) -> Sessions:
    """What begins on the same day once a session is over, in any room, in order."""
    times, over = _times(program), _times(program)[session.id][1]
    return tuple(s for s in _same_day(program, session) if times[s.id][0] >= over)


def before(program: Program, session: Session) -> Sessions:
    """What is over on the same day by the time a session begins, in any room, in order."""
    times, begun = _times(program), _times(program)[session.id][0]
    return tuple(s for s in _same_day(program, session) if times[s.id][1] <= begun)


def sharing_room(sessions: Iterable[Session], session: Session) -> Sessions:
    """Those that are in one of the rooms of a session."""
    return tuple(s for s in sessions if set(s.rooms) & set(session.rooms))


def clashes(program: Program, session: Session) -> Sessions:
    """What is on, elsewhere, during some part of a session."""
    during = touching(program, program.sessions, session.start, end_of(program, session))
    return tuple(s for s in during if s.id != session.id)


def clash(program: Program, one: Session | Meeting, other: Session | Meeting) -> bool:
    """Tell whether two sessions or meetings are on at the same time."""
    first, second = _stretch(program, one), _stretch(program, other)
    return first[0] < second[1] and second[0] < first[1]


def gaps(program: Program, sessions: Sequence[Session]) -> tuple[Gap, ...]:
    """The pauses of ten minutes or more between ordered sessions, day by day."""
    times = _times(program)
    found: list[Gap] = []
    last: Session | None = None
    for session in sessions:
        if last is None or day_of(session) != day_of(last):
            last = session
            continue
        if times[session.id][0] - times[last.id][1] >= BREAK_WORTH.total_seconds():
            found.append(Gap(last, session, end_of(program, last), session.start))
        last = max(last, session, key=lambda s: times[s.id][1])
    return tuple(found)


def distinct(sessions: Iterable[Session], values: Callable[[Session], Iterable[str]]) -> tuple[str, ...]:
    """What the sessions have of something (rooms, tracks...), each once, in order of appearance."""
    return tuple(dict.fromkeys(value for session in sessions for value in values(session) if value))


def once(sessions: Iterable[Session]) -> Sessions:
    """The sessions, each once, in order."""
    return tuple({session.id: session for session in sessions}.values())


def meetings_of(meetings: Iterable[Meeting], email: str) -> tuple[Meeting, ...]:
    """The meetings of one attendee, cancelled ones included, ordered by start."""
    mine = (m for m in meetings if email and email in (m.side_a, m.side_b))
    return tuple(sorted(mine, key=lambda m: (m.start.timestamp(), m.id)))


def _same_day(program: Program, session: Session) -> Sessions:
    return tuple(s for s in active(program) if s.id != session.id and day_of(s) == day_of(session))


def _stretch(program: Program, entry: Session | Meeting) -> tuple[float, float]:
    if entry.end is not None:
        return entry.start.timestamp(), entry.end.timestamp()
    return _times(program)[entry.id]


def _times(program: Program) -> Mapping[str, tuple[float, float]]:
    return _times_by_identity(_Same(program))


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A program compared by identity: hashing a thousand sessions for each question would cost more than asking."""

    program: Program

    def __hash__(self) -> int:
        return id(self.program)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.program is self.program


@lru_cache(maxsize=8)
def _times_by_identity(same: _Same) -> Mapping[str, tuple[float, float]]:
    """Start and end of every session, the end reckoned where there is none, as POSIX timestamps."""
    times: dict[str, tuple[float, float]] = {}
    later: dict[str, float] = {}
    for start, together in groupby(reversed(same.program.sessions), key=lambda s: s.start.timestamp()):
        group = list(together)
        for session in group:
            known = session.end.timestamp() if session.end else None
            follow = (later[room] for room in session.rooms or ROOMLESS if room in later)
            reckoned = [start + LONGEST_UNKNOWN.total_seconds(), *follow]
            times[session.id] = (start, min(reckoned) if known is None else known)
        later |= {room: start for session in group for room in session.rooms or ROOMLESS}
    return times
