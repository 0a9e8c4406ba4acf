"""What a question asks of the program, in terms of the program.

A question is a choice of sessions (who, where, when, what about), a pick among them (now, next, first, after...)
and an aspect that is asked of the sessions picked (when, where, how long...). Any combination means something, so
a question never seen before is answered when its parts are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot.nlu.time.model import Window  # noqa: TC001 - pydantic reads the fields of Context at run time


class Intent(StrEnum):
    """The closed list of what people want."""

    SESSIONS = "sessions"
    PROGRAM = "program"
    EVENT = "event"
    BREAKS = "breaks"
    CLASH = "clash"
    BETWEEN = "between"
    SPEAKERS = "speakers"
    ROOMS = "rooms"
    TRACKS = "tracks"
    ORGANIZATIONS = "organizations"
    DAYS = "days"
    PERSON = "person"
    MEETINGS = "meetings"
    WHERE_TO_GO = "where_to_go"
    AM_FREE = "am_free"
    CONTENT = "content"
    COMMAND = "command"
    HELLO = "hello"
    THANKS = "thanks"
    BYE = "bye"
    HELP = "help"
    WHO_ARE_YOU = "who_are_you"
    HOW_ARE_YOU = "how_are_you"
    CLOCK = "clock"
    SORRY = "sorry"
    RUDE = "rude"
    MORE = "more"
    UNCLEAR = "unclear"


class Aspect(StrEnum):
    """What is asked of the sessions."""

    LIST = "list"
    WHEN = "when"
    START = "start"
    END = "end"
    WHERE = "where"
    WHO = "who"
    LENGTH = "length"
    COUNT = "count"
    ABOUT = "about"
    EXISTS = "exists"
    LANGUAGE = "language"
    STATUS = "status"
    CANCELLED = "cancelled"
    ORGANIZATION = "organization"
    TRACK = "track"


class Pick(StrEnum):
    """Which of the sessions that fit are meant."""

    ALL = "all"
    NOW = "now"
    NEXT = "next"
    LATER = "later"
    FIRST = "first"
    LAST = "last"
    AFTER = "after"
    BEFORE = "before"
    NTH = "nth"
    LONGEST = "longest"
    SHORTEST = "shortest"


@dataclass(frozen=True, slots=True)
class Query:
    """A question in terms of the program. Empty fields do not restrict.

    Several values in one field are alternatives; different fields must all fit. ``people`` to ``languages`` are
    names as the program writes them, ``concepts`` values of ``Concept``, ``sessions`` ids, found by title or topic
    (``topic`` has the words). ``anchor`` are the ids of what the pick "after" or "before" counts from, or of the two
    that something lies between. ``place`` is
    what the pick "nth" counts to, from zero; ``count`` how many of the next, first or last are meant.
    ``several`` tells that a person's name fits several people, ``talks_only`` that breaks are not meant.
    """

    intent: Intent = Intent.UNCLEAR
    aspect: Aspect = Aspect.LIST
    pick: Pick = Pick.ALL
    window: Window | None = None
    window_words: str = ""
    people: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    topic: str = ""
    anchor: tuple[str, ...] = ()
    place: int = 0
    count: int = 1
    several: bool = False
    talks_only: bool = False

    @property
    def restricts(self) -> bool:
        """Whether anything but time chooses among the sessions."""
        return any(getattr(self, field) for field in RESTRICTING)

    def having(self, field: str, values: tuple[str, ...]) -> Query:
        """The query with another value of one of the fields that restrict."""
        change: dict[str, Any] = {field: values}
        return replace(self, **change)


RESTRICTING = ("people", "organizations", "rooms", "tracks", "kinds", "languages", "concepts", "sessions")
