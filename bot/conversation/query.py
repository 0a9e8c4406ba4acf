"""What a question asks of the program, in terms of the program: a frame with everything looked up.

A question is a choice of sessions (who, where, when, what about), an order among them (now, next, first, after...) and
an attribute that is asked of those picked (when, where, how long...). Any combination means something, so a question
never seen before is answered when its parts are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta  # noqa: TC003 - pydantic reads the fields of Context at run time
from typing import Any

from bot.nlu.time import Window  # noqa: TC001 - pydantic reads the fields of Context at run time
from bot.nlu.types import Attribute, Goal, Order

RESTRICTING = ("people", "organizations", "rooms", "tracks", "kinds", "languages", "concepts", "sessions")
Values = tuple[tuple[str, tuple[str, ...]], ...]
"""Values of some of the fields that restrict, by field."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What the asker can attend: sessions that begin from an instant on, end by another, last so long at least or most.

    Both instants are aware.
    """

    since: datetime | None = None
    until: datetime | None = None
    shortest: timedelta | None = None
    longest: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A question in terms of the program. Empty fields do not restrict.

    Several values in one field are alternatives; different fields must all fit. ``people`` to ``languages`` are
    names as the program writes them, ``concepts`` values of ``Concept``, ``sessions`` ids, found by title or topic
    (``topic`` has the words). ``anchor`` are the ids of what the orders "after" and "before" count from; ``operands``
    the ids of what is compared, each a group of one or more. ``place`` is what the order "nth" counts to, from zero;
    ``count`` how many of the next, first or last are meant. ``several`` tells that a person's name fits several people,
    ``talks_only`` that breaks are not meant. ``excluded`` are values that sessions must not have, ``asked`` those that
    a yes/no question wants confirmed (``asked_window`` the time). ``polar`` asks for yes or no. ``text`` is what is
    asked of the texts where a message goes on with an earlier one, ``voice`` whose words were spoken of there.
    """

    goal: Goal = Goal.OUT
    attribute: Attribute = Attribute.LIST
    order: Order = Order.ALL
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
    operands: tuple[tuple[str, ...], ...] = ()
    place: int = 0
    count: int = 1
    several: bool = False
    talks_only: bool = False
    excluded: Values = ()
    excluded_window: Window | None = None
    limit: Limit = Limit()
    asked: Values = ()
    asked_window: Window | None = None
    polar: bool = False
    text: str = ""
    voice: str = ""

    @property
    def restricts(self) -> bool:
        """Whether anything but time chooses among the sessions."""
        return any(getattr(self, field) for field in RESTRICTING)

    def having(self, field: str, values: tuple[str, ...]) -> Query:
        """The query with another value of one of the fields that restrict."""
        change: dict[str, Any] = {field: values}
        return replace(self, **change)
