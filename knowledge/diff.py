"""What changed between two readings of a program. Pure.

Sessions are the same when they have the same id. Where a source repeats an id, starts are part of the ids that
``identity.unique`` makes, so a session that moved in time would seem to go and another to come: such a pair is taken
as one when no other session could be meant, and then ``old.id`` and ``new.id`` differ.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Literal

from knowledge import identity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.model import Program, Session

Kind = Literal["moved", "retimed", "renamed", "cancelled", "added"]


@dataclass(frozen=True, slots=True)
class Change:
    """One session that is not as it was.

    ``moved`` is to other rooms, ``retimed`` to another start or end, ``renamed`` to another title; one session may
    be all three. ``cancelled`` and ``added`` stand alone: a session is cancelled when its source says so or no
    longer has it (then ``new`` is None), and added when it is new (``old`` is None) or takes place after all.
    """

    kinds: tuple[Kind, ...]
    old: Session | None
    new: Session | None

    @property
    def session(self) -> Session:
        """The session as it is now, or as it last was."""
        found = self.new or self.old
        if found is None:
            raise ValueError("a change without a session")
        return found


def diff(old: Program, new: Program) -> tuple[Change, ...]:
    """All changes, in the order of the sessions' starts, rooms and ids; empty when nothing matters to anybody.

    A session that was cancelled and still is, or came cancelled, is no change whatever else was edited in it.
    """
    changes = [Change(kinds, before, after) for before, after in _pairs(old, new) if (kinds := _kinds(before, after))]
    return tuple(sorted(changes, key=_place))


def _pairs(old: Program, new: Program) -> Iterable[tuple[Session | None, Session | None]]:
    """Each session of either program with the one it is in the other."""
    before, after = ({session.id: session for session in program.sessions} for program in (old, new))
    yield from ((before[key], after[key]) for key in before.keys() & after.keys())
    gone = _by_base(session for key, session in before.items() if key not in after)
    come = _by_base(session for key, session in after.items() if key not in before)
    for base in gone.keys() | come.keys():
        left, right = gone.get(base, []), come.get(base, [])
        if len(left) == len(right) == 1:
            yield left[0], right[0]
        else:
            yield from ((session, None) for session in left)
            yield from ((None, session) for session in right)


def _by_base(sessions: Iterable[Session]) -> dict[str, list[Session]]:
    found: dict[str, list[Session]] = defaultdict(list)
    for session in sessions:
        found[identity.base(session.id)].append(session)
    return found


def _kinds(old: Session | None, new: Session | None) -> tuple[Kind, ...]:
    was, is_on = (session is not None and not session.cancelled for session in (old, new))
    if was != is_on:
        return ("cancelled",) if was else ("added",)
    if not was or old is None or new is None:
        return ()
    differences: tuple[tuple[Kind, bool], ...] = (
        ("moved", set(old.rooms) != set(new.rooms)),
        ("retimed", _retimed(old, new)),
        ("renamed", old.title != new.title),
    )
    return tuple(kind for kind, differs in differences if differs)


def _retimed(old: Session, new: Session) -> bool:
    """Whether start or end differ as instants; an end that only became known, or unknown, is no change of time."""
    ends = [end.astimezone(UTC) for end in (old.end, new.end) if end is not None]
    return old.start.astimezone(UTC) != new.start.astimezone(UTC) or len(set(ends)) > 1


def _place(change: Change) -> tuple[object, ...]:
    session = change.session
    return session.start.astimezone(UTC), session.room, session.id
