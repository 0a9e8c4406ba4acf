"""What is to be said when: pure. Wishes, program and meetings in; reminders with unique keys out.

A reminder's key is ``remind:<subject>:<person>:<start>``. A subject that moves in time therefore gets a new key by
itself, and planning twice, or in two processes, gives the same keys.

Who is reminded: whoever wishes it of the session, of its speaker, track or room, and both sides of a meeting unless
they wish not to be. The wish closest to the subject decides: the session's own, then speaker, track, room.

When: the wish's lead time before the start, else the person's, else the default. What was asked of one session, and
what concerns a meeting, is told at that time; what is only followed waits for the end of the person's quiet hours.
Whoever is muted gets nothing. Of what is only followed, the first are kept when there is more than the daily cap.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.reminders.quiet import after_quiet, zone_of
from bot.reminders.subjects import Subject, folded, key_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from bot.store.records import QuietHours, Recipient, Wish, WishKind
    from knowledge.model import Meeting, Program, Session

LONGEST_LEAD = 7 * 24 * 60
"""Minutes: nobody is reminded more than a week ahead."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for people who set nothing. ``margin``: how much earlier than promised a reminder may come."""

    zone: ZoneInfo
    lead_minutes: int = 10
    quiet: QuietHours | None = None
    daily_cap: int = 50
    margin: timedelta = timedelta(seconds=120)


@dataclass(frozen=True, slots=True)
class World:
    """Everything that reminders follow from. ``off``: ids of meetings that one side will not come to."""

    program: Program
    meetings: Sequence[Meeting] = ()
    wishes: Sequence[Wish] = ()
    people: Sequence[Recipient] = ()
    off: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """One reminder for one person. ``promised`` is when it is to be there, ``at`` when it is to leave.

    ``followed`` is what comes of a track, room or speaker, and not of a wish of its own or a meeting.
    """

    key: str
    recipient: Recipient
    subject: Subject
    promised: datetime
    at: datetime
    followed: bool = False


def reminder_key(subject: Subject, person: str) -> str:
    """The key of a person's reminder of a subject as it stands."""
    return f"remind:{key_of(subject)}:{person}:{subject.start.astimezone(UTC).isoformat()}"


def due(world: World, rules: Rules, since: datetime, until: datetime) -> list[Notice]:
    """All reminders promised by ``until`` for what begins after ``since``, in the order of their times."""
    people = {recipient.person.id: recipient for recipient in world.people if not recipient.preferences.muted}
    found = [
        notice
        for subject, wish, recipient in _concerned(world, people, since)
        if (notice := _notice(subject, wish, recipient, rules)) is not None and notice.promised <= until
    ]
    return sorted(found, key=_order)


def capped(notices: Iterable[Notice], given: Mapping[str, Collection[str]], cap: int) -> list[Notice]:
    """Leave out what is followed beyond the cap of a person's day; ``given`` are the keys put today, by person."""
    counts: dict[str, int] = {person: len(keys) for person, keys in given.items()}
    kept = []
    for notice in notices:
        person = notice.recipient.person.id
        if notice.key not in given.get(person, ()):
            if notice.followed and counts.get(person, 0) >= cap:
                continue
            counts[person] = counts.get(person, 0) + 1
        kept.append(notice)
    return kept


def spread(notices: Iterable[Notice], rates: Mapping[str, float], margin: timedelta) -> list[Notice]:
    """Let each leave so early that all are there in time, at most ``margin`` early.

    ``rates`` are messages a second by platform; where none is told, all leave at their time. Going backwards,
    each leaves at its time or one slot before the one after it, whichever is earlier.
    """
    platforms: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        platforms[notice.recipient.person.platform].append(notice)
    return [placed for name, each in platforms.items() for placed in _backwards(each, rates.get(name), margin)]


def _backwards(notices: list[Notice], rate: float | None, margin: timedelta) -> list[Notice]:
    slot = timedelta(seconds=1 / rate) if rate else timedelta()
    placed: list[Notice] = []
    latest: datetime | None = None
    for notice in sorted(notices, key=_order, reverse=True):
        at = notice.promised if latest is None else min(notice.promised, latest)
        latest = at - slot if rate else None
        placed.append(replace(notice, at=max(at, notice.promised - margin)))
    return placed[::-1]


def lead_of(wish: Wish | None, recipient: Recipient, rules: Rules) -> timedelta:
    """How long before the start a person is reminded: a minute at least, so that it is there before it begins."""
    own = wish.lead_minutes if wish else None
    told = (own, recipient.preferences.lead_minutes, rules.lead_minutes)
    minutes = next(value for value in told if value is not None)
    return timedelta(minutes=min(max(minutes, 1), LONGEST_LEAD))


def wishes_for(session: Session, wishes: Mapping[tuple[WishKind, str], Sequence[Wish]]) -> dict[str, Wish]:
    """The wish that decides about a session, by person, given all wishes by kind and target."""
    found: dict[str, Wish] = {}
    for kind, target in _targets(session):
        for wish in wishes.get((kind, target), ()):
            found.setdefault(wish.person, wish)
    return found


def by_target(wishes: Iterable[Wish]) -> dict[tuple[WishKind, str], list[Wish]]:
    """Wishes by kind and target."""
    found: dict[tuple[WishKind, str], list[Wish]] = defaultdict(list)
    for wish in wishes:
        found[wish.kind, wish.target].append(wish)
    return found


def _targets(session: Session) -> Iterator[tuple[WishKind, str]]:
    """What a wish may name to concern a session, the closest first."""
    yield "session", session.id
    for speaker in session.speakers:
        yield "speaker", folded(speaker.name)
    if session.track:
        yield "track", folded(session.track)
    for room in session.rooms:
        yield "room", folded(room)


def _concerned(
    world: World, people: Mapping[str, Recipient], since: datetime
) -> Iterator[tuple[Subject, Wish | None, Recipient]]:
    """Who is to be reminded of what, and the wish that says so."""
    wishes = by_target(world.wishes)
    for session in world.program.sessions:
        if not session.cancelled and session.start > since:
            for person, wish in wishes_for(session, wishes).items():
                if wish.wanted and person in people:
                    yield session, wish, people[person]
    emails = {recipient.person.email: recipient for recipient in people.values() if recipient.person.email}
    for meeting in world.meetings:
        if meeting.cancelled or meeting.start <= since or meeting.id in world.off:
            continue
        own = {each.person: each for each in wishes.get(("meeting", meeting.id), ())}
        for recipient in (emails[side] for side in (meeting.side_a, meeting.side_b) if side in emails):
            told = own.get(recipient.person.id)
            if told is None or told.wanted:
                yield meeting, told, recipient


def _notice(subject: Subject, wish: Wish | None, recipient: Recipient, rules: Rules) -> Notice | None:
    start = subject.start.astimezone(UTC)
    promised = start - lead_of(wish, recipient, rules)
    followed = wish is not None and wish.kind not in {"session", "meeting"}
    if followed:
        hours = recipient.preferences.quiet or rules.quiet
        promised = after_quiet(promised, hours, zone_of(recipient.person.time_zone) or rules.zone)
    if promised >= start:
        return None
    return Notice(reminder_key(subject, recipient.person.id), recipient, subject, promised, promised, followed)


def _order(notice: Notice) -> tuple[datetime, str]:
    return notice.promised, notice.key
