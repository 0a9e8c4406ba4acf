"""What a time in a question means, as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Literal

Guess = Literal["day", "half", "lunch"]


class Kind(StrEnum):
    """The shape of a window, which tells what to ask of the program.

    ``NOW`` "now", a point. ``NEXT`` "next", from now to the end of the event (or of today where it says so).
    ``INSTANT`` "at 3", "in an hour", a point. ``INTERVAL`` "between 2 and 4", "in the next hour", "this weekend".
    ``DAY`` "Friday", a whole day of the event, from five in the morning to five in the morning. ``PART`` "tomorrow
    afternoon". ``AFTER`` "after 4pm", "later": from there to the end of that day. ``BEFORE`` "before noon": from the
    start of that day to there.
    """

    NOW = "now"
    NEXT = "next"
    INSTANT = "instant"
    INTERVAL = "interval"
    DAY = "day"
    PART = "part"
    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time ``[start, end)``, or a point where both are equal.

    Both are aware and in the event's zone. Raises ValueError when the end comes before the start.
    """

    start: datetime
    end: datetime
    kind: Kind

    def __post_init__(self) -> None:
        if self.end.astimezone(UTC) < self.start.astimezone(UTC):
            raise ValueError(f"a window that ends before it starts: {self.start} {self.end}")

    @property
    def is_point(self) -> bool:
        """Whether it is an instant and not a stretch."""
        return self.start.astimezone(UTC) == self.end.astimezone(UTC)

    def holds(self, instant: datetime) -> bool:
        """Whether an instant lies in it; exact also in the hour that a clock change repeats."""
        at = instant.astimezone(UTC)
        return self.start.astimezone(UTC) <= at < self.end.astimezone(UTC) or (
            self.is_point and at == self.start.astimezone(UTC)
        )


@dataclass(frozen=True, slots=True)
class Mention:
    """A time named in a question: ``text[start:end]`` are its words.

    ``guessed`` tells what the words left open and a rule chose: the ``day`` (an hour alone, with several days to
    choose from), the ``half`` of the day (3 taken for 15:00), ``lunch`` (the program of that day has none, so the
    usual hours were taken). Answers that rest on a guess should show the day and hour they are about.
    """

    start: int
    end: int
    window: Window
    guessed: frozenset[Guess] = frozenset()


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time named in a text: ``text[start:end]`` are its words.

    ``lead`` is true for "20 minutes before", where the word for before is part of the span.
    """

    start: int
    end: int
    length: timedelta
    lead: bool = False
