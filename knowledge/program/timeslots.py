"""Breaks that a source gives only as slots of its timetable (Sessionize): kept where the sessions agree. Pure."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from knowledge.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.model import Session

PREFIX = "timeslot-"


def fitting(sessions: Iterable[Session]) -> tuple[tuple[Session, ...], tuple[Problem, ...]]:
    """The sessions without the breaks that they contradict, and a warning for each of those.

    A session contradicts a break when it runs across one of its ends or through all of it; a talk within the
    lunch break does not.
    """
    everything = tuple(sessions)
    real = [session for session in everything if not session.id.startswith(PREFIX) and not session.cancelled]
    kept, problems = [], []
    for session in everything:
        against = next((other for other in real if _contradicts(other, session)), None)
        if not session.id.startswith(PREFIX) or against is None:
            kept.append(session)
            continue
        if against.kind == "break":
            continue  # the same break, told by its session
        told = f"the break at {session.start:%Y-%m-%d %H:%M} is left out: {against.title!r} goes on then."
        problems.append(Problem(session.source, told, "Correct the time slots.", "warning"))
    return tuple(kept), tuple(problems)


def _contradicts(session: Session, slot: Session) -> bool:
    if session.end is None or slot.end is None:
        return slot.start.astimezone(UTC) == session.start.astimezone(UTC)
    start, end = session.start.astimezone(UTC), session.end.astimezone(UTC)
    begins, ends = slot.start.astimezone(UTC), slot.end.astimezone(UTC)
    within = begins <= start and end <= ends and (start, end) != (begins, ends)
    return start < ends and begins < end and not within
