"""A person's agenda: starred sessions, sessions they asked to be reminded of, and meetings, with what clashes. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from knowledge import queries

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from bot.reminders.subjects import Subject
    from bot.store.records import Wish
    from knowledge.model import Knowledge


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an agenda, with the first of the other lines that it overlaps, if any."""

    subject: Subject
    starred: bool
    reminded: bool
    clash: Subject | None = None


def entries(
    knowledge: Knowledge, email: str, stars: Iterable[str], wishes: Iterable[Wish], off: Collection[str] = ()
) -> tuple[Entry, ...]:
    """Everything on a person's agenda in order of starts; cancelled ones stay visible but clash with nothing."""
    starred = set(stars)
    wished = {wish.target: wish.wanted for wish in wishes if wish.kind == "session"}
    kept = starred | {target for target, wanted in wished.items() if wanted}
    found = [
        Entry(session, session.id in starred, wished.get(session.id, False))
        for session in knowledge.program.sessions
        if session.id in kept
    ]
    skipped = {wish.target for wish in wishes if wish.kind == "meeting" and not wish.wanted}
    mine = (meeting for meeting in queries.meetings_of(knowledge.meetings, email) if meeting.id not in off)
    found += [Entry(meeting, starred=False, reminded=meeting.id not in skipped) for meeting in mine]
    ordered = sorted(found, key=lambda entry: (entry.subject.start.astimezone(UTC), entry.subject.id))
    return tuple(_clashing(knowledge, entry, ordered) for entry in ordered)


def coming(agenda: Iterable[Entry], now: datetime) -> tuple[Entry, ...]:
    """What is not over yet, or is on."""
    return tuple(e for e in agenda if (e.subject.end or e.subject.start).astimezone(UTC) >= now.astimezone(UTC))


def _clashing(knowledge: Knowledge, entry: Entry, others: Iterable[Entry]) -> Entry:
    if entry.subject.cancelled:
        return entry
    rivals = (other.subject for other in others if other is not entry and not other.subject.cancelled)
    clash = next((s for s in rivals if queries.clash(knowledge.program, entry.subject, s)), None)
    return Entry(entry.subject, entry.starred, entry.reminded, clash)
