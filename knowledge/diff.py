"""What changed between two readings of a program. Pure.

Sessions are the same when they have the same id. Two things change ids, and then ``old.id`` and ``new.id`` differ:

- where a source repeats an id, starts are part of the ids that ``identity.unique`` makes, so that a session that
  moved in time would seem to go and another to come;
- a source is given an id column, or comes from another export: then every session keeps its title and start.

Such a pair is taken as one when no other session could be meant.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Literal, TypeVar

from knowledge import identity

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from knowledge.model import Program, Session

Kind = Literal["moved", "retimed", "renamed", "cancelled", "added"]
T = TypeVar("T")


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
    changes = [Change(kinds, before, after) for before, after in pairs(old, new) if (kinds := _kinds(before, after))]
    return tuple(sorted(changes, key=_place))


def pairs(old: Program, new: Program) -> Iterator[tuple[Session | None, Session | None]]:
    """Each session of either program with the one it is in the other, None where there is none."""
    return paired(old.sessions, new.sessions, (_id, _base, _place_and_title, _start_and_title))


def paired(
    old: Iterable[T], new: Iterable[T], likenesses: Sequence[Callable[[T], Hashable]]
) -> Iterator[tuple[T | None, T | None]]:
    """Pair what is alike, by the first likeness, the rest by the next; where several could be meant, none is."""
    gone, come = list(old), list(new)
    for likeness in likenesses:
        before, after = _grouped(gone, likeness), _grouped(come, likeness)
        matched = {key for key in before if len(before[key]) == len(after.get(key, ())) == 1}
        yield from ((before[key][0], after[key][0]) for key in before if key in matched)
        gone, come = (
            [x for key, each in group.items() if key not in matched for x in each] for group in (before, after)
        )
    yield from ((one, None) for one in gone)
    yield from ((None, one) for one in come)


def _grouped(each: Iterable[T], likeness: Callable[[T], Hashable]) -> dict[Hashable, list[T]]:
    found: dict[Hashable, list[T]] = defaultdict(list)
    for one in each:
        found[likeness(one)].append(one)
    return found


def _id(session: Session) -> Hashable:
    return session.id


def _base(session: Session) -> Hashable:
    return identity.base(session.id)


def _start_and_title(session: Session) -> Hashable:
    return session.start.astimezone(UTC), " ".join(session.title.split()).casefold()


def _place_and_title(session: Session) -> Hashable:
    return _start_and_title(session), frozenset(session.rooms)


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
