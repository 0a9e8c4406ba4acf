"""Reminders worded once for all who read the same: five thousand people are told of a keynote in a few languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.reminders.meetings import seat_note
from bot.reminders.wording import View, reminder
from knowledge.model import Session

if TYPE_CHECKING:
    from datetime import datetime

    from bot.messages import Person, Reply
    from bot.reminders.changes import Snapshot
    from bot.reminders.subjects import Subject
    from knowledge.model import Knowledge


class Notes:
    """Keeps what was worded during one tick."""

    def __init__(self, knowledge: Knowledge, snapshot: Snapshot) -> None:
        self._knowledge, self._snapshot = knowledge, snapshot
        self._worded: dict[tuple[object, ...], Reply] = {}

    def reminder(self, person: Person, subject: Subject, at: datetime) -> Reply:
        """What one person is told of a session or meeting when the message leaves at an instant."""
        view = View.of(person, self._knowledge)
        if not isinstance(subject, Session):
            return reminder(view, subject, at, seat_note(view, subject, self._snapshot.meetings))
        same = (subject.id, view.language, view.other, at.astimezone(view.zone).date())
        if same not in self._worded:
            self._worded[same] = reminder(view, subject, at)
        return self._worded[same]
