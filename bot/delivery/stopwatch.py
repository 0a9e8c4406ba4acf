"""Real seconds that have passed, measured by a clock that may be simulated or set back."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.ports import Clock

NOTICED = timedelta(seconds=2)
"""A clock that is kept in step by the network jumps back by less."""


class Stopwatch:
    """Never goes back: when the clock is set back, the step counts as nothing. Safe to read from any thread.

    ``stretch`` is how many of the clock's seconds pass in one of ours.
    """

    def __init__(self, clock: Clock, stretch: float) -> None:
        self._clock, self._stretch = clock, stretch
        self._lock = threading.Lock()
        self._last = clock.now()
        self._passed = 0.0
        self._set_back = False

    def seconds(self) -> float:
        """Return the seconds since it was made."""
        with self._lock:
            now = self._clock.now()
            self._set_back |= now < self._last - NOTICED
            self._passed += max((now - self._last).total_seconds(), 0.0) / self._stretch
            self._last = now
            return self._passed

    def was_set_back(self) -> bool:
        """Tell whether the clock was set back noticeably since this was last asked."""
        self.seconds()
        with self._lock:
            noticed, self._set_back = self._set_back, False
            return noticed
