"""Sessions and meetings as an iCalendar file (RFC 5545), by the icalendar library. Pure.

UIDs stay the same over edits, SEQUENCE grows with them, so that a calendar which took an earlier file moves its entry
instead of adding another. A cancelled entry stays, as STATUS:CANCELLED. Times are in the event's zone, whose rules
come along as a VTIMEZONE under its full name.
"""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from bot.messages import Attachment
from bot.reminders.subjects import Subject, key_of
from knowledge.model import Session

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

    from icalendar import Event as CalendarEvent

    from bot.reminders.wording import View

PRODUCT = "-//Rendezvous//Rendezvous//EN"
MEDIA_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"
SEQUENCE_ORIGIN = datetime(2025, 1, 1, tzinfo=UTC)


def attachment(view: View, subjects: Sequence[Subject], now: datetime, name: str) -> Attachment:
    """The file that a person gets."""
    content = calendar(view, subjects, now)
    return Attachment(f"{name}.ics", MEDIA_TYPE, base64.b64encode(content).decode())


def calendar(view: View, subjects: Iterable[Subject], now: datetime) -> bytes:
    """The bytes of a calendar with one entry for each session or meeting, as they are at an instant."""
    from icalendar import Calendar

    book = Calendar()
    book.add("prodid", PRODUCT)
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", view.knowledge.event.name)
    for subject in subjects:
        book.add_component(_entry(view, subject, now))
    book.add_missing_timezones()
    return bytes(book.to_ical())


def uid(view: View, subject: Subject) -> str:
    """An identifier that stays as long as the session's or meeting's id does, and differs from other events'."""
    event = sha256(view.knowledge.event.name.encode()).hexdigest()[:12]
    return f"{key_of(subject)}@{event}.rendezvous"


def _entry(view: View, subject: Subject, now: datetime) -> CalendarEvent:
    from icalendar import Event

    entry = Event()
    entry.add("uid", uid(view, subject))
    entry.add("dtstamp", now.astimezone(UTC))
    # Whole seconds since a fixed instant: a later file never has a smaller number, with nothing to keep.
    entry.add("sequence", int((now.astimezone(UTC) - SEQUENCE_ORIGIN) / timedelta(seconds=1)))
    entry.add("dtstart", _local(subject.start, view.zone))
    if subject.end is not None:
        entry.add("dtend", _local(subject.end, view.zone))
    entry.add("summary", view.title(subject))
    entry.add("status", "CANCELLED" if subject.cancelled else "TENTATIVE" if subject.status else "CONFIRMED")
    if view.place(subject):
        entry.add("location", view.place(subject))
    if isinstance(subject, Session):
        _describe(view, entry, subject)
    return entry


def _describe(view: View, entry: CalendarEvent, session: Session) -> None:
    told = "\n\n".join(part for part in (view.speakers(session), session.abstract) if part)
    if told:
        entry.add("description", told)
    if session.url.startswith(("http://", "https://")):
        entry.add("url", session.url)


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone)
