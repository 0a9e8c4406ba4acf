"""Sessions and meetings in a person's words: every time, room, table and name is a slot of the program. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.actions import encode
from bot.i18n import formats
from bot.i18n.catalogue import nearest, say
from bot.messages import Choice, Choices, Citation, Reply, SessionCard, Text
from bot.reminders.quiet import zone_of
from knowledge.identity import meeting_key
from knowledge.model import Session

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from bot.messages import Person
    from bot.reminders.subjects import Subject
    from knowledge.model import Knowledge, Meeting

LONGEST_TITLE = 90
SPEAKERS_SHOWN = 3
LATE = (5, 10, 15)


@dataclass(frozen=True, slots=True)
class View:
    """How one person is told of the event: language, zones, and who they are among the attendees."""

    language: str
    knowledge: Knowledge
    other: ZoneInfo | None = None
    email: str = ""

    @classmethod
    def of(cls, person: Person, knowledge: Knowledge, language: str = "") -> View:
        """The view of a person; the attendees file's language and zone stand in for what is not known otherwise."""
        attendee = knowledge.attendee(person.email) if person.email else None
        spoken = language or person.language or (attendee.language if attendee else "")
        zone = zone_of(person.time_zone or (attendee.time_zone if attendee else ""))
        return cls(nearest(spoken), knowledge, zone, person.email)

    @property
    def zone(self) -> ZoneInfo:
        """The event's zone."""
        return self.knowledge.event.zone

    def say(self, key: str, **slots: object) -> str:
        """A sentence of the catalogue in the person's language."""
        return say(self.language, key, **slots)

    def reply(self, *blocks: object, session: Session | None = None) -> Reply:
        """A reply in the person's language, resting on a session."""
        cited = (Citation(session.title, f"program:{session.id}", session=session.id),) if session else ()
        return Reply(tuple(blocks), language=self.language, citations=cited)  # type: ignore[arg-type]  # blocks

    def said(self, key: str, **slots: object) -> Reply:
        """One sentence."""
        return self.reply(Text(self.say(key, **slots)))

    def title(self, subject: Subject) -> str:
        """A session's title, or "meeting with" somebody."""
        if not isinstance(subject, Session):
            return self.say("reminders.meeting", name=self.partner(subject))
        title = " ".join(subject.title_in(self.language).split())
        if len(title) <= LONGEST_TITLE:
            return title
        return title[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:-–—") + "…"

    def partner(self, meeting: Meeting) -> str:
        """Whom this person meets, with organization and what the meeting is about."""
        with_whom = self.name_of(meeting.other_side(self.email))
        if meeting.title:
            return self.say("reminders.titled", title=meeting.title, name=with_whom)
        return with_whom

    def name_of(self, email: str) -> str:
        """An attendee as they are registered."""
        attendee = self.knowledge.attendee(email)
        if attendee is None:
            return email
        if not attendee.organization:
            return attendee.name
        return self.say("reminders.person", name=attendee.name, organization=attendee.organization)

    def span(self, subject: Subject, now: datetime | None = None) -> str:
        """From when to when, with the day unless it is that of ``now``."""
        return self._span(subject.start, subject.end, now)

    def moment(self, instant: datetime, now: datetime | None = None) -> str:
        """An instant, with the day unless it is that of ``now``."""
        return self._span(instant, None, now)

    def _span(self, start: datetime, end: datetime | None, now: datetime | None) -> str:
        today = now is not None and now.astimezone(self.zone).date() == start.astimezone(self.zone).date()
        return formats.span(start, end, self.language, self.zone, self.other, with_day=not today)

    def place(self, subject: Subject) -> str:
        """The rooms of a session or the table of a meeting, as the program names them."""
        if isinstance(subject, Session):
            return formats.join(subject.rooms, self.language) if subject.rooms else ""
        # "7" and "A3" need the word; "Table 7" and "Mezzanine" have their own.
        bare = subject.table.isalnum() and any(sign.isdigit() for sign in subject.table)
        return self.say("reminders.table", table=subject.table) if bare else subject.table

    def speakers(self, session: Session) -> str:
        """The speakers, the first few by name."""
        names = [speaker.name for speaker in session.speakers]
        if len(names) <= SPEAKERS_SHOWN + 1:
            return formats.join(names, self.language) if names else ""
        shown = ", ".join(names[:SPEAKERS_SHOWN])
        return self.say("reminders.others", names=shown, count=len(names) - SPEAKERS_SHOWN)

    def card(self, subject: Subject, now: datetime | None = None, note: str = "") -> SessionCard:
        """A session or meeting in full."""
        who = self.speakers(subject) if isinstance(subject, Session) else ""
        unsure = self.say("standing.tentative") if subject.standing == "tentative" else ""
        return SessionCard(
            subject.id,
            self.title(subject),
            self.span(subject, now),
            self.place(subject),
            who,
            " · ".join(part for part in (unsure, note) if part),
            cancelled=subject.cancelled,
        )


def reminder(view: View, subject: Subject, at: datetime, note: str = "") -> Reply:
    """What a reminder says. It tells the hour and not "in 10 minutes", which would be wrong whenever it is held up."""
    told = Text(view.say("reminders.coming", moment=view.moment(subject.start, at)))
    if isinstance(subject, Session):
        return view.reply(told, view.card(subject, at), session=subject)
    return view.reply(told, view.card(subject, at, note), meeting_buttons(view, subject))


def meeting_buttons(view: View, meeting: Meeting) -> Choices:
    """The buttons for telling the other side that one is late, or not coming."""
    key = meeting_key(meeting.id)
    late = tuple(
        Choice(view.say("reminders.late", count=minutes), encode("late", key, str(minutes))) for minutes in LATE
    )
    return Choices((*late, Choice(view.say("reminders.absent"), encode("absent", key), "danger")))
