"""How fast one person may ask."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

REMEMBERED = 10_000  # people; the ones longest silent are forgotten first


class Pace:
    """Counts what each person asked within the last minute; safe between threads."""

    def __init__(self, per_minute: int) -> None:
        self._limit = per_minute
        self._asked: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, who: str, now: datetime) -> Literal["go", "warn", "silent"]:
        """Count one question: ``go`` to answer it, ``warn`` at the first too many, ``silent`` after that."""
        with self._lock:
            asked = self._asked.setdefault(who, deque())
            self._asked.move_to_end(who)
            while asked and now - asked[0] > timedelta(minutes=1):
                asked.popleft()
            if len(self._asked) > REMEMBERED:
                self._asked.popitem(last=False)
            if len(asked) > self._limit:
                return "silent"
            asked.append(now)
            return "go" if len(asked) <= self._limit else "warn"
