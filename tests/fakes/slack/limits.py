"""Slack's rate limits: one message a second in each conversation, and tiers by method.

Source: https://docs.slack.dev/apis/web-api/rate-limits. Bursts are tolerated but not promised there; what is
tolerated here is set by the caller.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TIERS = {1: 1, 2: 20, 3: 50, 4: 100}  # calls a minute


@dataclass(slots=True)
class Bucket:
    """So many at once, then ``rate`` a second."""

    rate: float
    burst: float
    tokens: float
    at: float

    def wait(self, now: float) -> float:
        """Take one and return 0, or return how many seconds there are to wait."""
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now
        if self.tokens < 1:
            return (1 - self.tokens) / self.rate
        self.tokens -= 1
        return 0.0


class Limits:
    """The limits of one app in one workspace; ``workspace_rate`` None stands for no limit over all conversations."""

    def __init__(
        self,
        now: Callable[[], float],
        channel_rate: float = 1.0,
        channel_burst: float = 5.0,
        workspace_rate: float | None = None,
        workspace_burst: float = 20.0,
    ) -> None:
        self._now = now
        self._channels: dict[str, Bucket] = defaultdict(
            lambda: Bucket(channel_rate, channel_burst, channel_burst, now())
        )
        self._methods: dict[str, Bucket] = {}
        rate = workspace_rate or float("inf")
        self._workspace = Bucket(rate, workspace_burst, workspace_burst, now()) if workspace_rate else None

    def post(self, channel: str) -> float:
        """Seconds to wait before a message may be posted here, 0 for none."""
        wait = self._channels[channel].wait(self._now())
        return wait or (self._workspace.wait(self._now()) if self._workspace else 0.0)

    def call(self, method: str, tier: int) -> float:
        """Seconds to wait before a method may be called, 0 for none."""
        bucket = self._methods.get(method)
        if bucket is None:
            burst = float(TIERS[tier])
            bucket = self._methods[method] = Bucket(burst / 60, burst, burst, self._now())
        return bucket.wait(self._now())
