"""What the words of a time say, before the event's calendar and the present give it a place."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import timedelta

Relation = Literal[
    "at",
    "after",
    "from",
    "before",
    "until",
    "between",
    "in",
    "ago",
    "within",
    "lead",
    "length",
    "next",
    "later",
    "now",
    "span",
]


Half = Literal["", "am", "pm"]


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour as said. ``half`` is am or pm where the words tell; ``exact`` where the way of writing leaves no choice.

    ``firm`` marks two digits with minutes (10:30), which are the morning's unless only the evening's can be meant.
    """

    hour: int
    minute: int = 0
    half: Half = ""
    firm: bool = False
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A day as said, with what was said of it; all else is None.

    ``weekday`` counts from Monday as 0. ``dates`` are the possible (month, day) of a numeric date, the likelier
    first. ``offset`` counts days from today, ``nth`` days of the event from 1 (-1 is the last). ``month_day`` stands
    alone ("the 16th"); ``ours`` is true where it only counts if the event has such a day. ``gone`` asks for the past.
    """

    weekday: int | None = None
    dates: tuple[tuple[int, int], ...] | None = None
    year: int | None = None
    month_day: int | None = None
    offset: int | None = None
    nth: int | None = None
    ours: bool = False
    gone: bool = False

    def joined(self, other: Day) -> Day:
        """Both said of one day; the first wins where they disagree."""
        said = {f.name: getattr(self, f.name) or getattr(other, f.name) for f in fields(self)}
        for name in ("weekday", "offset"):
            own = getattr(self, name)
            said[name] = getattr(other, name) if own is None else own
        return replace(self, **said)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days: ``weekend``, ``week`` (``ahead`` weeks from this one) or a ``month`` (1 to 12)."""

    unit: Literal["hour", "weekend", "week", "month"]
    ahead: int = 0
    month: int = 0
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A day, a part of it, an hour, as far as said.

    ``number`` stands where an hour or a day of the month may be meant, ``half`` where it was said beside the hour.
    ``zone`` is the key of a time zone said with an hour, empty for the event's.
    """

    day: Day | None = None
    part: str = ""
    clock: Clock | None = None
    number: int | None = None
    lunch: bool = False
    now: bool = False
    zone: str = ""
    half: Half = ""

    def joined(self, other: Point) -> Point:
        """What both say together; the first wins where they disagree."""
        day = self.day.joined(other.day) if self.day and other.day else self.day or other.day
        return Point(
            day,
            self.part or other.part,
            self.clock or other.clock,
            other.number if self.number is None else self.number,
            self.lunch or other.lunch,
            self.now or other.now,
            self.zone or other.zone,
            self.half or other.half,
        )

    @property
    def has_hour(self) -> bool:
        """Whether it says more than a day and a part of it."""
        return self.clock is not None or self.number is not None or self.lunch or self.now


@dataclass(frozen=True, slots=True)
class Said:
    """One time expression: how the point (or two points, or the length) is meant."""

    relation: Relation
    point: Point = Point()
    other: Point = Point()
    length: timedelta | None = None
    span: Span | None = None
