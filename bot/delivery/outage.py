"""A platform that is down: noticed at the cost of few messages, and asked until it answers again."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.delivery import attempt
from bot.delivery.retry import between_probes, lull

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.delivery.limits import Limits
    from bot.delivery.stopwatch import Stopwatch
    from bot.ports import Channel, Clock, Outcome

log = logging.getLogger(__name__)


class Outage:
    """Keeps everything back while a platform is down.

    A message that finds the platform down may have arrived all the same and ends uncertain, so the platform is asked
    by a call that sends nothing. Once that is answered, one message at a time leaves until one arrives.
    """

    def __init__(self, channel: Channel, clock: Clock, limits: Limits, watch: Stopwatch, *, stretch: float) -> None:
        self._channel, self._clock, self._limits, self._watch = channel, clock, limits, watch
        self._stretch = stretch
        self._troubled: set[str] = set()
        self._trials = 0

    def note(self, delivery: str, outcome: Outcome) -> int:
        """Note an attempt's outcome; return how many different messages in a row met no working platform."""
        if outcome.state not in {"retry", "uncertain"}:
            self._troubled.clear()
            self._trials = 0
            self._limits.trust()
        elif outcome.state == "uncertain" or not outcome.after:  # who tells how long to wait is there
            self._troubled.add(delivery)
        return len(self._troubled)

    async def last(self, chance: Callable[[], float]) -> None:
        """Let nothing leave until the platform answers again, and then one message at a time."""
        self._limits.shut()
        await self._sleep(lull(self._trials, chance()))
        self._trials += 1
        began = self._watch.seconds()
        log.warning("%s does not take messages; %d in a row found that out", self._channel.name, len(self._troubled))
        while not await attempt.probe(self._channel):
            await self._sleep(between_probes(self._watch.seconds() - began))
        log.warning("%s answers again after %.0f s", self._channel.name, self._watch.seconds() - began)
        self._limits.reopen()

    async def _sleep(self, seconds: float) -> None:
        if seconds:
            await self._clock.sleep(seconds * self._stretch)
