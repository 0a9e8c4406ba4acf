"""Sessions as a person reads them: the only place where the program's slots become words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.actions import encode
from bot.i18n import formats
from bot.i18n.catalogue import say
from bot.messages import Choice, Choices, Citation, Item, Listing, SessionCard
from knowledge.identity import short

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from knowledge.model import Session

LONGEST_TITLE = 90
SPEAKERS_SHOWN = 3
MOST_ITEMS = 8
ROOM_FOR_ITEMS = 560  # characters: with a heading, a list stays within about 600
DETAIL = (
    (110, 3),
    (64, 2),
    (64, 1),
    (56, 0),
    (40, 0),
)  # letters of a title and speakers of a line, from ample to tight


@dataclass(frozen=True, slots=True)
class View:
    """How an asker sees the program: in which language, from which instant, in which zones.

    ``now`` is in the event's zone. ``other`` is the asker's own zone, None when it is not known.
    """

    language: str
    now: datetime
    zone: ZoneInfo
    other: ZoneInfo | None = None

    def say(self, key: str, **slots: object) -> str:
        """A sentence of the catalogue in the asker's language."""
        return say(self.language, key, **slots)

    def tense(self, session: Session, end: datetime) -> str:
        """Whether a session that is over at ``end`` is ``coming``, ``running`` or ``past``."""
        if self.is_coming(session):
            return "coming"
        return "running" if self.now.timestamp() < end.timestamp() else "past"

    def is_coming(self, session: Session) -> bool:
        """Tell whether a session has not begun; exact also in the hour that a clock change repeats."""
        return self.now.timestamp() < session.start.timestamp()

    def span(self, session: Session, *, near: bool = True, with_day: bool = True) -> str:
        """When a session is; with ``near``, how far from now."""
        now = self.now if near else None
        return formats.span(
            session.start, session.end, self.language, self.zone, self.other, now=now, with_day=with_day
        )

    def moment(self, instant: datetime) -> str:
        """An instant with its day, how far it is when near, and the asker's own time."""
        return formats.span(instant, None, self.language, self.zone, self.other, now=self.now)

    def far(self, instant: datetime) -> str:
        """An instant to come with how far it is, however far that is."""
        away = instant - self.now
        if away <= formats.NEAR:
            return self.moment(instant)
        return self.say("time.noted", time=self.moment(instant), notes=formats.near(away, self.language))

    def day(self, instant: datetime) -> str:
        """The day of an instant in the event's zone."""
        return formats.day(instant.astimezone(self.zone), self.language, self.now)

    def clock(self, instant: datetime) -> str:
        """The hour of an instant in the event's zone."""
        return formats.clock(instant.astimezone(self.zone), self.language)

    def title(self, session: Session, longest: int = LONGEST_TITLE) -> str:
        """The title, cut at a word when it is long."""
        title = " ".join(session.title_in(self.language).split())
        return title if len(title) <= longest else title[:longest].rsplit(" ", 1)[0].rstrip(" ,;:-–—") + "…"

    def speakers(self, session: Session, most: int = SPEAKERS_SHOWN) -> str:
        """The speakers, the first few by name."""
        names = [speaker.name for speaker in session.speakers]
        if len(names) <= most + 1:
            return formats.join(names, self.language) if names else ""
        return self.say("schedule.others", names=", ".join(names[:most]), count=len(names) - most)

    def rooms(self, session: Session) -> str:
        """All rooms of a session."""
        return formats.join(session.rooms, self.language) if session.rooms else ""


@dataclass(frozen=True, slots=True)
class Detail:
    """What a line of a list shows: a title of at most ``longest`` letters, at most so many speakers."""

    longest: int
    speakers: int
    with_day: bool
    with_length: bool


def asker_zone(name: str) -> ZoneInfo | None:
    """The zone of a name that came from outside; None when there is no such zone."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def card(session: Session, view: View) -> SessionCard:
    """One session in full."""
    return SessionCard(
        session.id,
        view.title(session),
        view.span(session),
        view.rooms(session),
        view.speakers(session),
        note=view.say("standing.tentative") if session.standing == "tentative" else "",
        cancelled=session.cancelled,
    )


def listing(
    heading: str,
    sessions: Sequence[Session],
    view: View,
    more: Choice | None = None,
    *,
    with_day: bool = True,
    with_length: bool = False,
) -> Listing:
    """Sessions as a list, in as much detail as fits a screen.

    Each line has its day unless the heading names it or all are today; how long it lasts ``with_length``.
    """
    needed = with_day and _needs_day(sessions, view)
    items: tuple[Item, ...] = ()
    for longest, speakers in DETAIL:
        detail = Detail(longest, speakers, with_day=needed, with_length=with_length)
        items = tuple(item(session, view, detail) for session in sessions)
        if sum(len(line.text) + len(line.detail) for line in items) <= ROOM_FOR_ITEMS:
            break
    return Listing(heading, items, more)


def item(session: Session, view: View, detail: Detail) -> Item:
    """One session as a line of a list."""
    when = view.span(session, near=False, with_day=detail.with_day)
    mark = view.say(f"standing.{session.standing}") if session.standing else ""
    length = formats.duration(session.duration, view.language) if detail.with_length and session.duration else ""
    who = view.speakers(session, detail.speakers) if detail.speakers else ""
    beside = " · ".join(part for part in (mark, length, view.rooms(session), who) if part)
    title = view.title(session, detail.longest)
    return Item(view.say("schedule.item", when=when, title=title), beside, opens(session))


def _needs_day(sessions: Sequence[Session], view: View) -> bool:
    days = {session.start.astimezone(view.zone).date() for session in sessions}
    return len(days) > 1 or days != {view.now.date()}


def cited(session: Session) -> Citation:
    """The session as the source of what is said."""
    return Citation(session.title, f"program:{session.id}", session=session.id)


def opens(session: Session) -> str:
    """The action that shows a session in full."""
    return encode("session", short(session.id))


def offers(session: Session, view: View) -> Choices:
    """What can be done about a session that is to come."""
    key = short(session.id)
    return Choices(
        (
            Choice(view.say("schedule.remind"), encode("remind", key), "primary"),
            Choice(view.say("schedule.star"), encode("star", key)),
        )
    )


def choices(sessions: Sequence[Session], view: View, prompt: str, verb: str = "session", *extra: str) -> Choices:
    """Sessions to choose among, as buttons that tell them apart by their time."""
    view = replace(view, other=None)  # a button has no room for two times
    labels = [
        (f"{view.title(s, 48)} ({view.span(s, near=False)})", encode(verb, short(s.id), *extra)) for s in sessions
    ]
    return Choices(tuple(Choice(label, action) for label, action in labels), prompt)
