"""From and to in one text, as ``9:00-9:45`` and ``3:15 - 4 PM``. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.program import moments

if TYPE_CHECKING:
    from datetime import timedelta

RANGE = re.compile(r"\s*(?:[-–—~〜～→]|\b(?:to|until|till|bis|à|au)\b)\s*", re.IGNORECASE)  # as people type
HALF = re.compile(r"^\s*午[前後]|[ap]\.?m\.?\s*$", re.IGNORECASE)


def clocks(text: str) -> tuple[timedelta | None, timedelta | None]:
    """A time of day, or the two of ``9:00-9:30`` and ``9-10h``."""
    at = moments.clock(text)
    if at is not None:
        return at, None
    parts = RANGE.split(text)
    if len(parts) != 2:  # noqa: PLR2004 # from and to
        return None, None
    unit = re.search(r"(?:h|uhr|時)\s*$", parts[1], re.IGNORECASE)
    first, second = _clock(parts[0], unit[0] if unit else ":00"), _clock(parts[1], ":00")
    told = [HALF.search(part) is not None for part in parts]
    if second is not None and told == [False, True]:
        first = min(_halves(parts[0]), key=lambda at: (second - at) % moments.DAY or moments.DAY, default=first)
    elif first is not None and told == [True, False]:
        second = min(_halves(parts[1]), key=lambda at: (at - first) % moments.DAY or moments.DAY, default=second)
    return (first, second) if first is not None and second is not None else (None, None)


def _clock(text: str, unit: str) -> timedelta | None:
    """A time of day, also as a bare hour that goes without its unit."""
    at = moments.clock(text)
    return moments.clock(text + unit) if at is None else at


def _halves(text: str) -> list[timedelta]:
    """The two times of day that a clock face without its half may mean; none for 13:00, which needs no half.

    Of ``3:15 - 4 PM`` and ``2 PM - 3:15`` the one that makes it shorter is meant.
    """
    return [at for half in ("am", "pm") if (at := moments.clock(f"{text} {half}")) is not None]
