"""What the store takes and gives: frozen values, no database in sight. All instants are aware, in UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, time

    from bot.messages import Address, Kind, Lane, Person, Platform, Reply

State = Literal["pending", "claimed", "sent", "failed", "uncertain"]
Reason = Literal["", "unreachable", "stale", "cancelled", "replaced", "gave_up", "refused", "forgotten", "muted"]
Act = Literal["send", "delete"]
Verdict = Literal["go", "chat", "stop"]
"""Whether a message may leave now: yes, not to this chat, or nothing of its lane and those after it."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From ``start`` until ``end`` on the person's own clock; over midnight when ``end`` is earlier."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a person set by command; empty or None where they left it to us.

    ``lead_minutes``: how long before a session they want to be reminded. ``muted``: no reminders and no announcements
    but urgent ones.
    """

    language: str = ""
    time_zone: str = ""
    lead_minutes: int | None = None
    quiet: QuietHours | None = None
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who can be written to without having asked.

    ``person`` is seen on the platform where they were last active and reachable. ``chat`` is their private
    chat there, empty when none was opened yet. ``trouble`` tells why they cannot be reached, empty when
    they can.
    """

    person: Person
    chat: str = ""
    trouble: str = ""
    preferences: Preferences = Preferences()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message for the outbox.

    ``key`` says what it is and is put once and never again: ``answer:<platform>:<incoming id>``,
    ``remind:<session>:<person>:<start>``. ``address`` None means the private chat where the person was
    last active; an address with a platform and no chat means their private chat on that platform.
    ``act`` ``delete`` takes ``address.message`` back, and then ``reply`` is not shown. ``not_before``
    None means at once; after ``useful_until`` it is no longer sent. ``recipient`` is the name in the report
    of somebody who is not a person of ours (yet): such a message is recorded as unreachable. ``promised`` is when
    a reminder is to be there. ``muted`` is for the record only: the person wants no such messages.
    """

    key: str
    lane: Lane
    reply: Reply
    address: Address | None = None
    person: str = ""
    act: Act = "send"
    not_before: datetime | None = None
    useful_until: datetime | None = None
    announcement: str = ""
    recipient: str = ""
    promised: datetime | None = None
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message of the outbox as it stands.

    ``address.chat`` is empty while the private chat with ``user`` was not opened yet. ``message`` is the
    platform's id of the message sent. ``attempts`` counts refusals of this very message. ``holder`` is who
    claimed it last. ``created`` is when it was put, ``at`` when it reached its present state.
    """

    id: str
    key: str
    lane: Lane
    address: Address
    user: str
    person: str
    act: Act
    reply: Reply
    state: State
    reason: Reason
    attempts: int
    message: str
    error: str
    announcement: str
    holder: str
    created: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """One line of an announcement's report: what became of one person's message."""

    person: str
    name: str
    email: str
    platform: str
    state: State
    reason: Reason
    at: datetime
    error: str


@dataclass(frozen=True, slots=True)
class Counts:
    """The states of an announcement's messages; the first five add up to all of them.

    ``blocked``: the person cannot be reached, or muted us. ``stale`` and ``cancelled`` say how many of ``failed`` were
    no longer useful, or taken back before they left.
    """

    delivered: int = 0
    blocked: int = 0
    failed: int = 0
    uncertain: int = 0
    waiting: int = 0
    stale: int = 0
    cancelled: int = 0


@dataclass(frozen=True, slots=True)
class Cohort:
    """The reminders promised for one minute on one platform.

    ``sent`` of them arrived, from ``first`` to ``last``; ``open`` are on their way or uncertain; ``failed`` are
    not coming any more.
    """

    platform: str
    promised: datetime
    sent: int
    open: int
    failed: int
    first: datetime | None
    last: datetime | None

    @property
    def early_seconds(self) -> float:
        """How long before its time the first one was there, 0 when none was early."""
        return max((self.promised - self.first).total_seconds(), 0.0) if self.first else 0.0

    @property
    def late_seconds(self) -> float:
        """How long after its time the last one was there, 0 when none was late."""
        return max((self.last - self.promised).total_seconds(), 0.0) if self.last else 0.0


WishKind = Literal["session", "speaker", "track", "room", "meeting"]


@dataclass(frozen=True, slots=True)
class Wish:
    """A person's wish to be reminded of one thing, or (``wanted`` false) not to be.

    ``target`` is the session's or meeting's id, the speaker's, track's or room's name. ``lead_minutes`` None
    leaves it to the person's preferences.
    """

    person: str
    kind: WishKind
    target: str
    lead_minutes: int | None = None
    wanted: bool = True


AttendanceState = Literal["late", "absent"]


@dataclass(frozen=True, slots=True)
class Attendance:
    """What one side of a meeting told the other: late by ``minutes``, or not coming."""

    meeting: str
    email: str
    state: AttendanceState
    minutes: int
    at: datetime


LinkRefusal = Literal["", "unknown", "expired", "used", "attempts"]


@dataclass(frozen=True, slots=True)
class Redemption:
    """What became of a link code: the attendee's e-mail, or why not (``refusal``).

    ``attempts``: this person tried too many wrong codes lately and has to wait.
    """

    email: str = ""
    refusal: LinkRefusal = ""


QuestionReason = Literal["refused", "unhelpful", "asked"]
QuestionState = Literal["open", "assigned", "answered", "closed"]


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who waits for the answer to a question.

    ``text`` is how they asked, empty when that is not known; it and ``person`` are empty once they are forgotten.
    """

    id: int
    person: str
    text: str
    address: Address
    at: datetime
    told: datetime | None = None


@dataclass(frozen=True, slots=True)
class InboxQuestion:
    """A question that waits for a human. ``times`` is how often it was asked, ``asked`` when first."""

    id: str
    text: str
    language: str
    reason: QuestionReason
    state: QuestionState
    times: int
    asked: datetime
    assignee: str = ""
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    published: bool = False


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that the bot was asked, and how it was answered.

    ``key`` is the outbox key of the answer, empty once the asker is forgotten. ``ms`` is the time from question to
    reply in milliseconds.
    """

    key: str
    person: str
    platform: Platform
    text: str
    language: str
    kind: Kind
    answered: bool
    ms: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Feedback:
    """One person's verdict on one answer."""

    delivery: str
    person: str
    helpful: bool
    question: str
    at: datetime


AnnouncementState = Literal["draft", "confirming", "scheduled", "sending", "paused", "sent", "cancelled"]
Errand = Literal["", "send", "correct", "delete"]


@dataclass(frozen=True, slots=True)
class Announcement:
    """What organizers want to tell. ``texts`` by language; ``audience`` is the caller's own text.

    ``author`` and ``confirmed_by`` are platform ids such as ``slack:U0123``. ``picture`` is the caller's own
    text for an attached picture. ``sent`` is when sending began. ``errand`` is what is still to be put into the
    outbox for it; ``revision`` counts the corrections; ``board`` is the caller's own text for where it is shown.
    """

    id: str
    texts: Mapping[str, str]
    audience: str
    state: AnnouncementState
    author: str
    created: datetime
    default_language: str = "en"
    picture: str = ""
    scheduled: datetime | None = None
    useful_until: datetime | None = None
    sent: datetime | None = None
    confirmed_by: tuple[str, ...] = ()
    errand: Errand = ""
    revision: int = 0
    board: str = ""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what to what, and when."""

    at: datetime
    actor: str
    act: str
    subject: str
    detail: str = field(default="")
