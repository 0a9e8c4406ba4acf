"""What could not be sent at its time, since the bot did not run: organizers are asked whether it still is wanted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.announcements import preview
from bot.announcements.faults import AnnouncementError
from bot.announcements.places import tell_organizers
from bot.announcements.selection import select
from bot.i18n import formats
from bot.i18n.catalogue import DEFAULT, say
from bot.messages import Text
from bot.store.records import AuditEntry

if TYPE_CHECKING:
    from datetime import datetime

    from bot.announcements.office import Office
    from bot.store.records import Announcement
    from bot.store.unit import Unit
    from knowledge.model import Knowledge

LATE = timedelta(minutes=15)
"""After a restart that took no longer it is sent unasked."""


def is_late(announcement: Announcement, now: datetime) -> bool:
    """Tell whether nobody can know any more that it is wanted: its use is over or, where that is not told, ``LATE``."""
    if announcement.useful_until is not None:
        return announcement.useful_until <= now
    return announcement.scheduled is not None and announcement.scheduled + LATE < now


def ask(unit: Unit, announcement: Announcement, office: Office, knowledge: Knowledge, now: datetime) -> bool:
    """Make it a draft again, to be confirmed anew, and show that to the organizers; ``now`` is in the event's zone.

    False, and nothing is done, when there is nobody to ask, or nobody left whom it is for.
    """
    at = announcement.scheduled or now
    try:
        selection = select(announcement.audience, unit, knowledge, now)
    except AnnouncementError:
        return False
    if (
        not office.places
        or not (selection.reached or selection.missed)
        or not unit.announcements.rewrite(announcement.id)
    ):
        return False
    unit.announcements.schedule(announcement.id, None, announcement.useful_until)
    time = formats.span(at, None, DEFAULT, knowledge.event.zone)
    shown = preview.show(replace(announcement, scheduled=None), selection, office.rates, DEFAULT, now)
    reply = replace(shown, blocks=(Text(say(DEFAULT, "announce.late", time=time)), *shown.blocks))
    tell_organizers(unit, office.places, f"late:{announcement.id}:{at.isoformat()}", reply, now)
    unit.audit.note(AuditEntry(now, "rendezvous", "announcement.late", announcement.id, at.isoformat()))
    return True
