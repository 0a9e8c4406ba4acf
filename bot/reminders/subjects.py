"""What one can be reminded of: sessions and meetings, and the short keys they have in buttons and in the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from knowledge.identity import meeting_key, short
from knowledge.model import Meeting, Session

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.model import Knowledge

Subject = Session | Meeting


def key_of(subject: Subject) -> str:
    """The 13-character key; a meeting never shares one with a session, whatever ids the files give."""
    return short(subject.id) if isinstance(subject, Session) else meeting_key(subject.id)


def kind_of(subject: Subject) -> Literal["session", "meeting"]:
    """What a wish calls its kind."""
    return "session" if isinstance(subject, Session) else "meeting"


def find(knowledge: Knowledge, key: str) -> Subject | None:
    """The session or meeting of a key, or None."""
    return find_session(knowledge.program.sessions, key) or find_meeting(knowledge.meetings, key)


def find_session(sessions: Iterable[Session], key: str) -> Session | None:
    """The session of a key, or None."""
    return next((session for session in sessions if short(session.id) == key), None)


def find_meeting(meetings: Iterable[Meeting], key: str) -> Meeting | None:
    """The meeting of a key, or None."""
    return next((meeting for meeting in meetings if meeting_key(meeting.id) == key), None)


def folded(name: str) -> str:
    """A speaker's, track's or room's name as wishes keep it: case and spaces make no difference."""
    return " ".join(name.split()).casefold()
