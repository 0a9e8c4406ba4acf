"""Pure questions to a Program: what is on, what follows, what clashes, where the gaps are.

Instants are aware; half-open stretches ``[start, end)`` are meant everywhere. A cancelled session is never
on, next or in the way: it is only found by those who ask for it. A session without an end is taken to run
until the next one in its room begins, one hour at most: good enough to choose by, never shown to anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from functools import cache, lru_cache
from hashlib import blake2s
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from knowledge.model import Meeting, Program, Session

Sessions = tuple["Session", ...]

NIGHT = timedelta(hours=5)  # what starts before five in the morning belongs to the evening before
LONGEST_UNKNOWN = timedelta(hours=1)
BREAK_WORTH = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch between two sessions of one day in which nothing is on."""

    before: Session
    after: Session
    start: datetime
    end: datetime


@cache
def short_key(session_id: str) -> str:
    """The ten hexadecimal digits that stand for a session id inside a button, which has room for no more."""
    return blake2s(session_id.encode(), digest_size=5).hexdigest()


def active(program: Program) -> Sessions:
    """All sessions that take place, in order."""
    return tuple(session for session in program.sessions if not session.cancelled)


def day_of(session: Session) -> date:
    """The date of the event's day that a session belongs to: a talk after midnight is of the evening before."""
    return (session.start - NIGHT).date()


def days(program: Program) -> tuple[date, ...]:
    """The dates that have sessions, in order."""
    return tuple(sorted({day_of(session) for session in active(program)}))


def end_of(program: Program, session: Session) -> datetime:
    """When a session is over, reckoned where the program does not say; see the module's docstring."""
    return session.end or _reckoned_ends(program)[session.id]


def on_at(program: Program, instant: datetime) -> Sessions:
    """The sessions running at an instant."""
    return tuple(s for s in active(program) if s.start <= instant < end_of(program, s))


def starting_in(program: Program, start: datetime, end: datetime) -> Sessions:
    """The sessions that begin in a stretch."""
    return tuple(s for s in active(program) if start <= s.start < end)


def touching(program: Program, start: datetime, end: datetime) -> Sessions:
    """The sessions of which some part lies in a stretch."""
    return tuple(s for s in active(program) if s.start < end and end_of(program, s) > start)


def upcoming(sessions: Iterable[Session], instant: datetime) -> Sessions:
    """Those that begin after an instant, in order."""
    return tuple(s for s in sessions if s.start > instant)


def soonest(sessions: Sequence[Session]) -> Sessions:
    """Of ordered sessions, those that begin together with the first."""
    return tuple(s for s in sessions if s.start == sessions[0].start) if sessions else ()


def latest(sessions: Sequence[Session]) -> Sessions:
    """Of ordered sessions, those that begin together with the last."""
    return tuple(s for s in sessions if s.start == sessions[-1].start) if sessions else ()


def after(program: Program, session: Session) -> Sessions:
    """What begins on the same day once a session is over, in any room, in order."""
    over = end_of(program, session)
    return tuple(s for s in active(program) if s.start >= over and s.id != session.id and day_of(s) == day_of(session))


def before(program: Program, session: Session) -> Sessions:
    """What is over on the same day by the time a session begins, in any room, in order."""
    return tuple(
        s
        for s in active(program)
        if end_of(program, s) <= session.start and s.id != session.id and day_of(s) == day_of(session)
    )


def sharing_room(sessions: Iterable[Session], session: Session) -> Sessions:
    """Those that are in one of the rooms of a session."""
    return tuple(s for s in sessions if set(s.rooms) & set(session.rooms))


def clashes(program: Program, session: Session) -> Sessions:
    """What is on, elsewhere, during some part of a session."""
    during = touching(program, session.start, end_of(program, session))
    return tuple(s for s in during if s.id != session.id)


def clash(program: Program, one: Session | Meeting, other: Session | Meeting) -> bool:
    """Tell whether two sessions or meetings are on at the same time."""
    return one.start < _end(program, other) and other.start < _end(program, one)


def gaps(program: Program, sessions: Sequence[Session]) -> tuple[Gap, ...]:
    """The pauses of ten minutes or more between ordered sessions, day by day."""
    found: list[Gap] = []
    last: Session | None = None
    for session in sessions:
        if last is None or day_of(session) != day_of(last):
            last = session
            continue
        if session.start - end_of(program, last) >= BREAK_WORTH:
            found.append(Gap(last, session, end_of(program, last), session.start))
        last = max(last, session, key=lambda s: end_of(program, s))
    return tuple(found)


def distinct(sessions: Iterable[Session], values: Callable[[Session], Iterable[str]]) -> tuple[str, ...]:
    """What the sessions have of something (rooms, tracks...), each once, in order of appearance."""
    return tuple(dict.fromkeys(value for session in sessions for value in values(session) if value))


def by_key(program: Program, key: str) -> Session | None:
    """The session whose short key is given, or None."""
    return next((s for s in program.sessions if short_key(s.id) == key), None)


def meetings_of(meetings: Iterable[Meeting], email: str) -> tuple[Meeting, ...]:
    """The meetings of one attendee, cancelled ones included, ordered by start."""
    mine = (m for m in meetings if email and email in (m.side_a, m.side_b))
    return tuple(sorted(mine, key=lambda m: (m.start.astimezone(UTC), m.id)))


def _end(program: Program, entry: Session | Meeting) -> datetime:
    return entry.end or _reckoned_ends(program)[entry.id]


def _reckoned_ends(program: Program) -> Mapping[str, datetime]:
    return _ends_by_identity(_Same(program))


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A program compared by identity: hashing a thousand sessions for each question would cost more than asking."""

    program: Program

    def __hash__(self) -> int:
        return id(self.program)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.program is self.program


@lru_cache(maxsize=8)
def _ends_by_identity(same: _Same) -> Mapping[str, datetime]:
    ends: dict[str, datetime] = {}
    later: dict[str, datetime] = {}
    for start, together in groupby(reversed(same.program.sessions), key=lambda s: s.start):
        group = list(together)
        for session in group:
            ends[session.id] = min([start + LONGEST_UNKNOWN, *(later[r] for r in session.rooms if r in later)])
        later |= {room: start for session in group for room in session.rooms}
    return ends
