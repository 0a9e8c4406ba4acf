"""What changed, whom it concerns, and when they are told: pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from bot.reminders.planner import by_target, wishes_for
from knowledge.diff import diff, paired, pairs
from knowledge.model import Meeting, Session

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from bot.reminders.subjects import Subject
    from bot.store.records import Recipient, Wish
    from knowledge.model import Knowledge, Program

Kind = Literal["moved", "retimed", "renamed", "cancelled", "added"]

SOON = timedelta(hours=1)
"""A change of what begins this soon is urgent: it reaches people in their quiet hours, and the muted."""

MOST_WAITS = 5
"""However often an organizer edits, people are told after so many quiet periods at the latest."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What reminders need of a program and of the meetings."""

    program: Program
    meetings: tuple[Meeting, ...] = ()

    @classmethod
    def of(cls, knowledge: Knowledge) -> Snapshot:
        """Taken from what was read."""
        return cls(knowledge.program, knowledge.meetings)


@dataclass(frozen=True, slots=True)
class Change:
    """A session or meeting that is not as it was; the kinds are those of ``knowledge.diff``."""

    kinds: tuple[Kind, ...]
    old: Subject | None
    new: Subject | None

    @property
    def subject(self) -> Subject:
        """As it is now, or as it last was."""
        found = self.new or self.old
        if found is None:
            raise ValueError("a change without a subject")
        return found

    def is_past(self, now: datetime) -> bool:
        """Whether it began long enough ago, before and after the change, that nobody can act on it any more."""
        return all((s.end or s.start).astimezone(UTC) < now for s in (self.old, self.new) if s is not None)

    def is_soon(self, now: datetime) -> bool:
        """Whether it begins, or was to begin, within the hour, or is on."""
        return any(s.start.astimezone(UTC) - now <= SOON for s in (self.old, self.new) if s is not None)


@dataclass(frozen=True, slots=True)
class Pending:
    """What people were not told yet, and when it was edited first and last."""

    announced: Snapshot
    changes: tuple[Change, ...]
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Digest:
    """Everything that changed for one person."""

    recipient: Recipient
    changes: tuple[Change, ...]
    urgent: bool

    def latest(self, now: datetime) -> datetime:
        """When it has to leave, quiet hours or not: when the first of what is to come becomes urgent."""
        starts = (s.start.astimezone(UTC) for c in self.changes for s in (c.old, c.new) if s is not None)
        return min((max(start - SOON, now) for start in starts if start > now), default=now)


def differences(old: Snapshot, new: Snapshot) -> tuple[Change, ...]:
    """All changes of the program, then of the meetings, in the order of their starts."""
    sessions = (Change(change.kinds, change.old, change.new) for change in diff(old.program, new.program))
    meetings = _meeting_pairs(old.meetings, new.meetings)
    changes = [Change(kinds, was, now) for was, now in meetings if (kinds := _meeting_kinds(was, now))]
    return (*sessions, *sorted(changes, key=lambda change: (change.subject.start.astimezone(UTC), change.subject.id)))


def kept(old: Snapshot, new: Snapshot) -> list[tuple[Subject, Subject]]:
    """What is in both, as it was and as it is, changed or not; the ids may differ."""
    both: Iterable[tuple[Subject | None, Subject | None]] = (
        *pairs(old.program, new.program),
        *_meeting_pairs(old.meetings, new.meetings),
    )
    return [(was, now) for was, now in both if was is not None and now is not None]


def is_due(pending: Pending, wait: timedelta, now: datetime) -> bool:
    """Whether it was quiet for long enough, or too long ago that the first edit was made."""
    # A clock set back must not keep people waiting for it to catch up.
    return now >= min(pending.last + wait, pending.first + MOST_WAITS * wait) or now < pending.first


def digests(
    changes: Iterable[Change],
    wishes: Sequence[Wish],
    stars: Iterable[tuple[str, str]],
    people: Sequence[Recipient],
    now: datetime,
) -> list[Digest]:
    """One digest for each person whom something concerns that is not over yet."""
    current = tuple(change for change in changes if not change.is_past(now))
    concerned = _Concerned(wishes, stars, people)
    found: dict[str, list[Change]] = {}
    for change in current:
        for person in concerned.by(change):
            found.setdefault(person, []).append(change)
    known = {recipient.person.id: recipient for recipient in people}
    told = [_digest(known[person], each, now) for person, each in found.items() if person in known]
    return [digest for digest in told if digest.urgent or not digest.recipient.preferences.muted]


def _digest(recipient: Recipient, changes: Sequence[Change], now: datetime) -> Digest:
    return Digest(recipient, tuple(changes), any(change.is_soon(now) for change in changes))


class _Concerned:
    """Whom a change concerns."""

    def __init__(self, wishes: Sequence[Wish], stars: Iterable[tuple[str, str]], people: Sequence[Recipient]) -> None:
        self._wishes = by_target(wishes)
        self._emails = {r.person.email: r.person.id for r in people if r.person.email}
        self._stars: dict[str, list[str]] = {}
        for person, session in stars:
            self._stars.setdefault(session, []).append(person)

    def by(self, change: Change) -> Iterator[str]:
        """Each person once."""
        people: dict[str, None] = {}
        for subject in (change.new, change.old):
            if isinstance(subject, Session):
                wishes = wishes_for(subject, self._wishes)
                people |= dict.fromkeys(person for person, wish in wishes.items() if wish.wanted)
                people |= dict.fromkeys(self._stars.get(subject.id, ()))
            elif subject is not None:
                sides = (subject.side_a, subject.side_b)
                people |= dict.fromkeys(self._emails[side] for side in sides if side in self._emails)
        yield from people


def _meeting_pairs(old: Sequence[Meeting], new: Sequence[Meeting]) -> Iterator[tuple[Meeting | None, Meeting | None]]:
    """Meetings are the same when they have the same id and the same two sides.

    Where a file gives no ids, the start is part of those made for it, and a file may be given an id column: a meeting
    that went and one that came between the same two sides are one, when no other could be meant.
    """
    return paired(old, new, (_identity, _sides_and_start, _sides))


def _identity(meeting: Meeting) -> Hashable:
    return meeting.id, _sides(meeting)


def _sides(meeting: Meeting) -> Hashable:
    return frozenset((meeting.side_a, meeting.side_b))


def _sides_and_start(meeting: Meeting) -> Hashable:
    return _sides(meeting), meeting.start.astimezone(UTC)


def _meeting_kinds(old: Meeting | None, new: Meeting | None) -> tuple[Kind, ...]:
    was, is_on = (meeting is not None and not meeting.cancelled for meeting in (old, new))
    if was != is_on:
        return ("cancelled",) if was else ("added",)
    if not was or old is None or new is None:
        return ()
    stretches = [(m.start.astimezone(UTC), m.end.astimezone(UTC)) for m in (old, new)]
    differences: tuple[tuple[Kind, bool], ...] = (
        ("moved", old.table != new.table),
        ("retimed", stretches[0] != stretches[1]),
        ("renamed", old.title != new.title),
    )
    return tuple(kind for kind, differs in differences if differs)
