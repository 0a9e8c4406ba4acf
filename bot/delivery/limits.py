"""How fast a platform may be spoken to. Pure: every instant is a number of real seconds given by the caller.

Platforms refuse, and in the end block, a bot that is too fast, so their limits are kept by us, a little
below theirs. Numbers: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this and
https://docs.slack.dev/apis/web-api/rate-limits/#posting-messages.
"""

from __future__ import annotations

import math
import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.messages import Lane

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.store.records import Verdict

KEPT = 5000
"""Chats remembered before those that have nothing to wait for are dropped."""


@dataclass(frozen=True, slots=True)
class Window:
    """At most ``count`` messages within any ``seconds``."""

    count: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Rules:
    """The limits of one platform.

    ``rate``: messages a second over all chats in the long run, of which ``burst`` may leave at once after a
    lull. ``whole``: a hard limit over all chats, of two messages at least. ``chat`` holds for every chat,
    ``group`` for public ones besides.
    """

    rate: float
    burst: int
    whole: Window
    chat: Window
    group: Window | None = None


# The bursts make good for a sender that wakes up late, and leave one message's room for an answer.
TELEGRAM = Rules(rate=28, burst=4, whole=Window(29, 1), chat=Window(1, 1), group=Window(19, 60))
SLACK = Rules(rate=4, burst=4, whole=Window(8, 1), chat=Window(1, 1))
UNLIMITED = Rules(rate=1e6, burst=1000, whole=Window(2, 0), chat=Window(1, 0))

RULES = {"telegram": TELEGRAM, "slack": SLACK}
"""By platform; a platform that is not here has no limits."""


class Trail:
    """When messages left to one place, as far back as its windows reach."""

    def __init__(self, windows: tuple[Window, ...]) -> None:
        self._windows = windows
        self._left: deque[float] = deque(maxlen=max(window.count for window in windows))
        self._halt = 0.0
        self.busy = False

    def free(self, *, spare: int = 0) -> float:
        """Return when one more may leave, with room for ``spare`` others kept."""
        return max((self._halt, *(self._window_free(window, spare) for window in self._windows)))

    def _window_free(self, window: Window, spare: int) -> float:
        count = window.count - spare
        return self._left[-count] + window.seconds if len(self._left) >= count else 0.0

    def leave(self, now: float) -> None:
        """Note that a message leaves."""
        self._left.append(now)

    def delayed(self, count: int, now: float) -> None:
        """Note that the messages which were to leave last did so no earlier than now."""
        for place in range(-min(count, len(self._left)), 0):
            self._left[place] = max(self._left[place], now)

    def arrived(self, now: float) -> None:
        """Note that the message which left last has been taken by the platform, or may have been.

        The platform counts from some moment between the two; only the later one is safe to count from.
        """
        self.busy = False
        self.delayed(1, now)

    def halt(self, until: float) -> None:
        """Let nothing leave before an instant."""
        self._halt = max(self._halt, until)


class Limits:
    """The limits of one platform at work. Used by the sender's thread and loop at once."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._lock = threading.Lock()
        self._tokens = float(rules.burst)
        self._filled = -math.inf
        self._whole = Trail((rules.whole,))
        self._chats: dict[str, Trail] = {}

    def remember(self, left: Iterable[tuple[str, bool, float]]) -> None:
        """Take over what left before a restart: chat, whether it is public, and when (seconds), oldest first."""
        with self._lock:
            for chat, public, at in left:
                self._whole.leave(at)
                self._trail(chat, public=public).leave(at)
                self._tokens, self._filled = 0.0, max(self._filled, at)

    def ask(self, chat: str, lane: Lane, now: float, *, public: bool) -> tuple[Verdict, float]:
        """Tell whether a message may leave now, and if not, from when on to ask again.

        ``go``: it leaves, and is counted. ``chat``: this chat has to wait (until ``done``, when that is
        infinity). ``stop``: everything in this lane and those after it has to wait. Room for one answer is
        always kept from the other lanes.
        """
        spare = 0 if lane is Lane.ANSWER else 1
        with self._lock:
            self._refill(now)
            whole = max(self._whole.free(spare=spare), now + (1 + spare - self._tokens) / self._rules.rate)
            if whole > now:
                return "stop", whole
            trail = self._trail(chat, public=public)
            if trail.busy:
                return "chat", math.inf
            if trail.free() > now:
                return "chat", trail.free()
            self._tokens -= 1
            self._whole.leave(now)
            trail.leave(now)
            trail.busy = True
            return "go", now

    def done(self, chat: str, now: float, *, public: bool) -> None:
        """Note that the platform has answered for the message that left to this chat, or will not any more."""
        with self._lock:
            self._trail(chat, public=public).arrived(now)

    def departed(self, count: int, now: float) -> None:
        """Note that the messages last allowed to leave did so now."""
        with self._lock:
            self._whole.delayed(count, now)

    def opened(self, user: str, chat: str) -> None:
        """Note that the chat that was called ``user`` while it was not known is this one."""
        with self._lock:
            self._chats[chat] = self._trail(user, public=False)

    def opens(self, now: float) -> float:
        """Return from when on an answer may leave to a chat that is free."""
        with self._lock:
            self._refill(now)
            return max(self._whole.free(), now + (1 - self._tokens) / self._rules.rate)

    def halt(self, until: float, chat: str = "", *, public: bool = False) -> None:
        """Let nothing leave before an instant, to one chat or at all."""
        with self._lock:
            (self._trail(chat, public=public) if chat else self._whole).halt(until)

    def _refill(self, now: float) -> None:
        self._tokens = min(self._rules.burst, self._tokens + max(now - self._filled, 0.0) * self._rules.rate)
        self._filled = max(self._filled, now)
        if len(self._chats) > KEPT:
            self._chats = {chat: trail for chat, trail in self._chats.items() if trail.busy or trail.free() > now}

    def _trail(self, chat: str, *, public: bool) -> Trail:
        if chat not in self._chats:
            group = self._rules.group if public else None
            self._chats[chat] = Trail((self._rules.chat, group) if group else (self._rules.chat,))
        return self._chats[chat]
