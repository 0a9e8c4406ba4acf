"""A person's meetings in order, and what leads from one to the next. Pure."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from knowledge.queries import meetings_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from bot.reminders.wording import View
    from bot.store.records import Attendance
    from bot.store.unit import Unit
    from knowledge.model import Meeting

SEATED = timedelta(minutes=15)
"""Whoever waits this long at most for the next meeting at the same table may as well stay there."""


def told_of(unit: Unit, meetings: Collection[Meeting]) -> list[Attendance]:
    """What the two sides of these meetings told, oldest first; who was put in another's place told nothing yet."""
    sides = {meeting.id: (meeting.side_a, meeting.side_b) for meeting in meetings}
    return [told for told in unit.agenda.told(list(sides)) if told.email in sides[told.meeting]]


def on_day(meetings: Iterable[Meeting], email: str, day: date) -> tuple[Meeting, ...]:
    """An attendee's meetings that begin on a date in the event's zone, cancelled ones included, in order."""
    return tuple(meeting for meeting in meetings_of(meetings, email) if meeting.start.date() == day)


def previous(meetings: Iterable[Meeting], meeting: Meeting, email: str) -> Meeting | None:
    """The meeting that an attendee comes from, if it ends shortly before."""
    begins = meeting.start.astimezone(UTC)
    mine = (m for m in meetings_of(meetings, email) if m.id != meeting.id and not m.cancelled)
    just = [m for m in mine if timedelta() <= begins - m.end.astimezone(UTC) <= SEATED]
    return just[-1] if just else None


def seat_note(view: View, meeting: Meeting, meetings: Iterable[Meeting]) -> str:
    """Advice to stay seated where the meeting before was at the same table, else nothing."""
    before = previous(meetings, meeting, view.email)
    if before is None or not meeting.table or before.table.casefold() != meeting.table.casefold():
        return ""
    return view.say("daycard.seated")
