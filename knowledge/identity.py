"""Ids of sessions that stay the same across formats, exports and reloads.

An id is the first that the source gives of: guid, code (pretalx), UID (iCalendar), id, slug. A guid comes
first because the XML and the JSON export of one program share it, while their numbers may differ. UUIDs
are compared in lower case, without braces.

A source without ids (a spreadsheet, a list written by hand) gets one made from the title alone: titles
change less often than times and rooms. Renaming such a session therefore makes another one of it; an id
column avoids that.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from knowledge.model import Session

UUID = re.compile(r"\{?([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\}?", re.IGNORECASE)
UNSET = "00000000-0000-0000-0000-000000000000"
LONGEST_SLUG = 80
SHORT = 13  # base32 letters: 65 bits, so that two of a hundred thousand sessions meet once in 3 billion programs


def choose(candidates: Iterable[object], title: str) -> str:
    """The first candidate that is an id (not None, blank or a zero UUID), else one made from the title."""
    for candidate in candidates:
        written = "" if candidate is None else " ".join(str(candidate).split())
        uuid = UUID.fullmatch(written)
        if uuid:
            written = uuid[1].lower()
        if written and written != UNSET:
            return written
    return slug(title)


def slug(title: str) -> str:
    """A title as an id: lower case, words joined by hyphens; a long one is cut and gets a digest of the whole."""
    words = re.sub(r"[\W_]+", "-", title.casefold()).strip("-") or "untitled"
    return words if len(words) <= LONGEST_SLUG else f"{words[:LONGEST_SLUG].rstrip('-')}-{short(words)}"


def short(session_id: str) -> str:
    """A 13-character lower-case base32 digest of an id, for buttons, whose payload is at most 64 bytes."""
    digest = hashlib.sha256(session_id.encode()).digest()
    return base64.b32encode(digest)[:SHORT].decode().lower()


def meeting_key(meeting_id: str) -> str:
    """The same of a meeting; it never shares one with a session, whatever ids the files give."""
    return short(f"meeting\n{meeting_id}")


def base(session_id: str) -> str:
    """The id as the source wrote it, without what ``unique`` added."""
    return re.sub(r"@\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d(?:#\d+)?$", "", session_id)


def occurrences(sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Sessions that are one item of the source given several times; ``@`` and the start mark each of several."""
    each = tuple(sessions)
    return each if len(each) == 1 else tuple(replace(session, id=at(session.id, session.start)) for session in each)


def at(session_id: str, start: datetime) -> str:
    """The id of the occurrence of a repeated item that starts, or by its rule would start, at an instant."""
    return f"{session_id}@{start.isoformat()}"


def unique(sessions: Iterable[Session]) -> tuple[tuple[Session, ...], tuple[Problem, ...]]:
    """The sessions with unique ids, in their order, and a warning for every id that came more than once.

    A session that only repeats another is left out; one that differs in nothing but its room gives that
    room to the first; to what else shares an id, ``@`` and the start are added, and ``#2``, ``#3`` where
    even the starts are the same.
    """
    kept, problems = _without_copies(sessions)
    times = Counter(session.id for session in kept)
    taken = {name for name, count in times.items() if count == 1}
    told: set[str] = set()
    found = []
    for session in kept:
        if times[session.id] == 1:
            found.append(session)
            continue
        marked = at(session.id, session.start)
        each = next(name for name in (marked, *(f"{marked}#{n}" for n in range(2, len(kept) + 2))) if name not in taken)
        taken.add(each)
        found.append(replace(session, id=each))
        if session.id not in told:
            told.add(session.id)
            what = f"the id {session.id!r} of {session.title!r} is used by {times[session.id]} sessions; all are kept."
            problems.append(Problem(session.source, what, "Give each session an id of its own.", "warning"))
    return tuple(found), tuple(problems)


def _without_copies(sessions: Iterable[Session]) -> tuple[list[Session], list[Problem]]:
    """The sessions without those that say the same, their rooms brought together."""
    kept: dict[tuple[object, ...], Session] = {}
    problems = []
    for session in sessions:
        saying = (session.id, session.title, session.start, session.end, session.speakers, session.abstract)
        first = kept.get(saying)
        if first is None:
            kept[saying] = session
            continue
        kept[saying] = replace(first, rooms=tuple(dict.fromkeys(first.rooms + session.rooms)))
        told = f"{session.title!r} is here twice (first in {first.source}); taken as one session."
        problems.append(Problem(session.source, told, "Remove one of the two.", "warning"))
    return list(kept.values()), problems
