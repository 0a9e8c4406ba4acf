"""Telegram's flood limits, enforced: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits.

Thirty messages a second over all chats; one a second in one chat, short bursts tolerated; twenty a minute in
one group. Whoever goes over is refused until the time it was told has passed, like the real server does.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from fakes.telegram.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

HALT = 3  # seconds told when the limit over all chats is passed


@dataclass(frozen=True, slots=True)
class Violation:
    """One message too many. ``at`` is in seconds of the limits' clock."""

    at: float
    chat: int
    limit: Literal["overall", "chat", "group", "halted"]


@dataclass(slots=True)
class Limits:
    """The limits and what was used of them. ``now`` counts seconds, simulated ones in a rehearsal."""

    overall: int = 30
    per_chat: float = 1.0
    burst: int = 5
    per_group: int = 20
    now: Callable[[], float] = time.monotonic
    violations: list[Violation] = field(default_factory=list)
    _all: deque[float] = field(default_factory=deque)
    _groups: defaultdict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _buckets: dict[int, tuple[float, float]] = field(default_factory=dict)
    _halted: dict[int, float] = field(default_factory=dict)

    def admit(self, chat: int, *, group: bool) -> None:
        """Count one message to a chat. Raises Refusal when it is one too many."""
        now = self.now()
        for halted in (0, chat):
            if self._halted.get(halted, now) > now:
                self._refuse(now, chat, "halted", self._halted[halted] - now)
        if len(_within(self._all, now, 1.0)) >= self.overall:
            self._halted[0] = now + HALT
            self._refuse(now, chat, "overall", HALT)
        window = _within(self._groups[chat], now, 60.0) if group else deque[float]()
        if len(window) >= self.per_group:
            self._halted[chat] = window[0] + 60.0
            self._refuse(now, chat, "group", self._halted[chat] - now)
        self._take(chat, now)
        self._all.append(now)
        window.append(now)

    def _take(self, chat: int, now: float) -> None:
        left, at = self._buckets.get(chat, (float(self.burst), now))
        left = min(float(self.burst), left + (now - at) * self.per_chat)
        if left < 1:
            self._halted[chat] = now + (1 - left) / self.per_chat
            self._refuse(now, chat, "chat", self._halted[chat] - now)
        self._buckets[chat] = (left - 1, now)

    def _refuse(self, now: float, chat: int, limit: Literal["overall", "chat", "group", "halted"], wait: float) -> None:
        self.violations.append(Violation(now, chat, limit))
        seconds = max(1, math.ceil(wait))
        raise Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def _within(window: deque[float], now: float, seconds: float) -> deque[float]:
    while window and window[0] <= now - seconds:
        window.popleft()
    return window
