"""How fast a platform may be spoken to. Pure: every instant is a number of real seconds given by the caller.

Platforms refuse, and in the end block, a bot that is too fast, so their limits are kept by us, a little
below theirs. Numbers: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this and
https://docs.slack.dev/apis/web-api/rate-limits/#posting-messages.
"""

from __future__ import annotations

import math
import threading
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.messages import Lane

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.store.records import Verdict

KEPT = 1000
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
    ``group`` for public ones besides. ``together``: how many may be on their way at once, at least two; all of
    them end uncertain when the platform stops answering. More than ``whole`` are never.
    """

    rate: float
    burst: int
    whole: Window
    chat: Window
    group: Window | None = None
    together: int = 10_000

    @property
    def most(self) -> int:
        """How many may be on their way at once."""
        return min(self.together, self.whole.count)

    def at(self, rate: float) -> Rules:
        """Return the same with another rate; one above the hard limit raises that, as the platform must have done."""
        count = max(self.whole.count, math.floor(rate * self.whole.seconds))
        return replace(self, rate=rate, whole=replace(self.whole, count=count))


LATEST = 2.0
"""Seconds within which a message reaches its platform, answered or not. One that hangs for longer holds nobody up."""

# The bursts make good for a sender that wakes up late, and leave one message's room for an answer.
TELEGRAM = Rules(rate=29.5, burst=8, whole=Window(30, 1), chat=Window(1, 1), group=Window(19, 60), together=15)
SLACK = Rules(rate=4, burst=4, whole=Window(8, 1), chat=Window(1, 1))
UNLIMITED = Rules(rate=1e6, burst=1000, whole=Window(10_000, 0), chat=Window(1, 0))

RULES = {"telegram": TELEGRAM, "slack": SLACK}
"""By platform; a platform that is not here has no limits."""


class Trail:
    """What is on its way to one place, and when messages arrived there, as far back as its windows reach.

    When the platform counted a message is known only to lie between its leaving and its being answered for, so it
    counts from the one to as long after the other as the window is: then no delay in between can exceed a limit.
    ``most`` is how many may be on their way at once, at most the smallest window's count.
    """

    def __init__(self, windows: tuple[Window, ...], most: int) -> None:
        self._windows = windows
        self._arrived: deque[float] = deque(maxlen=max(window.count for window in windows))
        self._flying: dict[str, float] = {}
        self._halt = 0.0
        self.most = most

    def free(self, now: float, *, spare: int = 0) -> float:
        """Return when one more may leave, room for ``spare`` others on their way kept; infinity: when one arrives."""
        if len(self._flying) >= max(self.most - spare, min(self.most, 1)):
            return math.inf
        return max((self._halt, *(self._window_free(window, now) for window in self._windows)))

    def _window_free(self, window: Window, now: float) -> float:
        held = sum(left + LATEST + window.seconds > now for left in self._flying.values())
        count = max(window.count - held, 1)
        return self._arrived[-count] + window.seconds if len(self._arrived) >= count else 0.0

    def leave(self, name: str, now: float) -> None:
        """Note that a message leaves."""
        self._flying[name] = now

    def arrived(self, name: str, now: float) -> None:
        """Note that a message has been taken by the platform by now, or may have been."""
        self._flying.pop(name, None)
        self._arrived.append(now)

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
        self._whole = Trail((rules.whole,), rules.most)
        self._chats: dict[str, Trail] = {}

    def remember(self, left: Iterable[tuple[str, bool, float]]) -> None:
        """Take over what left before a restart: chat, whether it is public, and when (seconds), oldest first."""
        with self._lock:
            for chat, public, at in left:
                self._whole.arrived(chat, at)
                self._trail(chat, public=public).arrived(chat, at)
                self._tokens, self._filled = 0.0, max(self._filled, at)

    def ask(self, chat: str, lane: Lane, now: float, *, public: bool) -> tuple[Verdict, float]:
        """Tell whether a message may leave now, and if not, from when on to ask again.

        ``go``: it leaves, and is counted. ``chat``: this chat has to wait. ``stop``: everything in this lane and
        those after it has to wait. An instant of infinity is the next ``done``, or ``reopen``. The other lanes
        leave one message of the rate, and one on its way, to answers.
        """
        spare = 0 if lane is Lane.ANSWER else 1
        with self._lock:
            self._refill(now)
            whole = max(self._whole.free(now, spare=spare), now + (1 + spare - self._tokens) / self._rules.rate)
            if whole > now:
                return "stop", whole
            trail = self._trail(chat, public=public)
            free = trail.free(now)
            if free > now:
                return "chat", free
            self._tokens -= 1
            self._whole.leave(chat, now)
            trail.leave(chat, now)
            return "go", now

    def done(self, chat: str, now: float, *, public: bool, count: int = 1) -> None:
        """Note that the platform has answered for the message that left to this chat, or will not any more.

        ``count``: how many the platform made of it, all but the first of which nobody asked for before.
        """
        with self._lock:
            self._tokens -= count - 1
            for _ in range(count):
                self._whole.arrived(chat, now)
                self._trail(chat, public=public).arrived(chat, now)

    def opened(self, user: str, chat: str) -> None:
        """Note that the chat that was called ``user`` while it was not known is this one."""
        with self._lock:
            self._chats[chat] = self._trail(user, public=False)

    def opens(self, now: float) -> float:
        """Return from when on an answer may leave to a chat that is free."""
        with self._lock:
            self._refill(now)
            return max(self._whole.free(now), now + (1 - self._tokens) / self._rules.rate)

    def halt(self, until: float, chat: str = "", *, public: bool = False) -> None:
        """Let nothing leave before an instant, to one chat or at all."""
        with self._lock:
            (self._trail(chat, public=public) if chat else self._whole).halt(until)

    def shut(self) -> None:
        """Let nothing leave until ``reopen``."""
        self._whole.most = 0

    def reopen(self) -> None:
        """Let one message at a time leave until ``trust``."""
        self._whole.most = 1

    def trust(self) -> None:
        """Let as many be on their way at once as the limits allow."""
        self._whole.most = self._rules.most

    def _refill(self, now: float) -> None:
        self._tokens = min(self._rules.burst, self._tokens + max(now - self._filled, 0.0) * self._rules.rate)
        self._filled = max(self._filled, now)
        if len(self._chats) > KEPT:
            self._chats = {chat: trail for chat, trail in self._chats.items() if trail.free(now) > now}

    def _trail(self, chat: str, *, public: bool) -> Trail:
        if chat not in self._chats:
            group = self._rules.group if public else None
            self._chats[chat] = Trail((self._rules.chat, group) if group else (self._rules.chat,), most=1)
        return self._chats[chat]
