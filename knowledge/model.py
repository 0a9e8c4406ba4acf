"""The event as data. Everything is frozen; nothing here reads or writes anything.

Every ``datetime`` is aware and carries the event's zone (``Event.zone``), so ``.isoformat()`` shows
the event's offset at that instant.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

DocumentKind = Literal["speech", "page"]
# How a title or a speaker is known: somebody gave it (front matter, properties, the program), the text says it, or
# the file name or a first line was taken for it. Empty where there is none.
Provenance = Literal["", "given", "read", "guessed"]
FactKind = Literal["speaker", "office", "organization", "state", "date", "place", "event", "organizer"]
Unsettled = Literal["", "tentative", "postponed"]


@dataclass(frozen=True, slots=True)
class Event:
    """The event itself: its name and the zone that is law for every time shown."""

    name: str
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks, as the program names them.

    ``names`` holds other spellings of the same person that the source gives (kanji, romanized).
    """

    name: str
    organization: str = ""
    role: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """One entry of the program, a break included.

    ``id`` is the source's stable id and unique in the program. ``end`` is None where the source
    gives none and none follows from it. ``kind`` is the source's own word in lower case
    (``talk``, ``keynote``, ``break``), empty when it gives none. ``titles`` holds the title by
    language code where the source gives several; ``title`` is the one shown by default.
    ``source`` is ``path:line`` or ``path`` of where it was read. ``status`` says more where a session is neither
    simply on nor off: a ``tentative`` one is on as far as is known, a ``postponed`` one is ``cancelled`` here and may
    be held at another time, which the source does not give.
    """

    id: str
    title: str
    start: datetime
    end: datetime | None = None
    rooms: tuple[str, ...] = ()
    track: str = ""
    kind: str = ""
    speakers: tuple[Speaker, ...] = ()
    subtitle: str = ""
    abstract: str = ""
    language: str = ""
    url: str = ""
    cancelled: bool = False
    status: Unsettled = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    source: str = ""

    @property
    def room(self) -> str:
        """The first room, or an empty string."""
        return self.rooms[0] if self.rooms else ""

    @property
    def standing(self) -> Literal["", "tentative", "postponed", "cancelled"]:
        """How it stands where that is to be told; empty when it simply takes place."""
        return self.status or ("cancelled" if self.cancelled else "")

    @property
    def duration(self) -> timedelta | None:
        """How long it lasts in elapsed time, None when the end is unknown."""
        return None if self.end is None else self.end.astimezone(UTC) - self.start.astimezone(UTC)

    def title_in(self, language: str) -> str:
        """The title in a language, or the default one."""
        return self.titles.get(language, self.title)


@dataclass(frozen=True, slots=True)
class Room:
    """A place of the event with the other names people use for it."""

    name: str
    nicknames: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Program:
    """All sessions, ordered by start, then room, then id; and what is known of the rooms."""

    sessions: tuple[Session, ...] = ()
    rooms: tuple[Room, ...] = ()

    def session(self, session_id: str) -> Session | None:
        """The session with this id, or None."""
        return next((s for s in self.sessions if s.id == session_id), None)


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody registered; ``email`` is the identity, in lower case."""

    email: str
    name: str
    organization: str = ""
    groups: tuple[str, ...] = ()
    language: str = ""
    time_zone: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A one-to-one meeting. ``side_a`` and ``side_b`` are e-mails in lower case; ``status`` is as a session's."""

    id: str
    start: datetime
    end: datetime
    table: str
    side_a: str
    side_b: str
    title: str = ""
    cancelled: bool = False
    status: Unsettled = ""

    @property
    def standing(self) -> Literal["", "tentative", "postponed", "cancelled"]:
        """As a session's."""
        return self.status or ("cancelled" if self.cancelled else "")

    def other_side(self, email: str) -> str:
        """The e-mail of whom ``email`` meets."""
        return self.side_b if email == self.side_a else self.side_a


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch ``[start, end)`` of a document's text under one heading path, outermost first.

    The heading line itself is outside the range. Text before any heading has an empty path.
    """

    heading: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch ``[start, end)`` of a document's text in one voice; what names the voice stands outside of it.

    ``speaker`` is the person as the document names them in full, or their office in the meeting where the text says
    no more (``Moderator``); empty where it names nobody. ``floor`` tells that somebody in the audience speaks.
    ``organization`` is what the text says beside the name. ``at`` is the time from the recording's beginning in
    seconds, None where none is told.
    """

    speaker: str
    start: int
    end: int
    floor: bool = False
    organization: str = ""
    at: float | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What a document's first lines say about it.

    ``value`` answers a question: a name, an office, a place in the words of the document; a date as ``YYYY-MM-DD``; a
    state as its ISO 3166 code. ``[start, end)`` are the words of the text that say so, to be quoted.
    """

    kind: FactKind
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    r"""A speech or a page. ``source`` is its path relative to the config file, or its URL.

    ``text`` is the source's text that every passage range refers to: for Markdown and plain text
    the whole file decoded, line ends as ``\n`` and without a byte order mark; for other formats the
    text extracted. ``sections`` are in order and do not overlap; page furniture (running heads, page numbers,
    addresses) lies in none. ``turns`` are in order and do not overlap either; what stands before the first is the
    document's own, such as who speaks when and where, and what stands between two is neither's. ``speaker`` names
    several people with
    a comma between them. ``times`` are places in the text with the seconds from the recording's beginning.
    """

    kind: DocumentKind
    source: str
    title: str
    text: str
    sections: tuple[Section, ...]
    language: str = ""
    speaker: str = ""
    date: str = ""
    session: str | None = None
    turns: tuple[Turn, ...] = ()
    facts: tuple[Fact, ...] = ()
    times: tuple[tuple[int, float], ...] = ()
    title_from: Provenance = ""
    speaker_from: Provenance = ""

    @property
    def speakers(self) -> tuple[str, ...]:
        """Those whose speech this is, each by name."""
        return tuple(name for name in self.speaker.split(", ") if name)

    @property
    def voices(self) -> tuple[Turn, ...]:
        """The turns; where none is known, the whole text as one of the document's speaker."""
        return self.turns or (Turn(self.speaker, 0, len(self.text)),)

    def time_at(self, place: int) -> float | None:
        """The seconds from the recording's beginning at a place in the text, None where no time is told before it."""
        before = [seconds for start, seconds in self.times if start <= place]
        return before[-1] if before else None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that is known of the event."""

    event: Event
    program: Program = Program()
    documents: tuple[Document, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    attendees: tuple[Attendee, ...] = ()

    def attendee(self, email: str) -> Attendee | None:
        """The attendee with this e-mail (any case), or None."""
        wanted = email.strip().lower()
        return next((a for a in self.attendees if a.email == wanted), None)
