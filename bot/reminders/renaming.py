"""Tracks, rooms and speakers that a program calls by another name, so that who follows them goes on doing so. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from bot.reminders.subjects import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from knowledge.model import Program, Session

Followed = Literal["speaker", "track", "room"]
KINDS: tuple[Followed, ...] = ("speaker", "track", "room")


def names(session: Session, kind: Followed) -> frozenset[str]:
    """The names of a kind that a session has, as wishes keep them."""
    match kind:
        case "speaker":
            return frozenset(folded(speaker.name) for speaker in session.speakers)
        case "track":
            return frozenset([folded(session.track)] if session.track else ())
        case "room":
            return frozenset(folded(room) for room in session.rooms)


def renamed(old: Program, new: Program, both: Iterable[tuple[Session, Session]]) -> Iterator[tuple[Followed, str, str]]:
    """Each kind, former name and present name, where the former is gone and all its sessions have the same new one.

    A speaker may be replaced by another: only the same words in another order or spelling are the same person.
    """
    pairs = list(both)
    for kind in KINDS:
        before, after = (_all(program, kind) for program in (old, new))
        for name in sorted(before - after):
            others = _instead(pairs, kind, name) - before
            other = next(iter(others)) if len(others) == 1 else ""
            if other and (kind != "speaker" or _words(other) == _words(name)):
                yield kind, name, other


def _all(program: Program, kind: Followed) -> frozenset[str]:
    return frozenset(name for session in program.sessions for name in names(session, kind))


def _instead(pairs: Sequence[tuple[Session, Session]], kind: Followed, name: str) -> frozenset[str]:
    """What came with the sessions that had a name, where it is one and the same for all of them; else nothing."""
    came = [names(now, kind) - names(was, kind) for was, now in pairs if name in names(was, kind)]
    return frozenset.intersection(*came) if came else frozenset()


def _words(name: str) -> list[str]:
    return sorted(re.findall(r"\w+", name))
