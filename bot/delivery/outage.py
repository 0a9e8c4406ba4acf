"""A platform that is down: noticed at the cost of few messages, and asked until it answers again."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.delivery import attempt
from bot.delivery.retry import between_probes, lull, probing

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.delivery.limits import Limits
    from bot.delivery.stopwatch import Stopwatch
    from bot.ports import Channel, Clock, Outcome

log = logging.getLogger(__name__)


class Outage:
    """Keeps everything back while a platform is down.

    A message that finds the platform down may have arrived all the same and ends uncertain, so the platform is asked
    by a call that sends nothing. Once that is answered, one message at a time leaves until one arrives. Now and then
    one leaves though it is not answered: what a platform makes of such a call is documented nowhere.
    """

    def __init__(self, channel: Channel, clock: Clock, limits: Limits, watch: Stopwatch, *, stretch: float) -> None:
        self._channel, self._clock, self._limits, self._watch = channel, clock, limits, watch
        self._stretch = stretch
        self._troubled: set[str] = set()
        self._trials = 0
        self._lasts = False

    def note(self, delivery: str, outcome: Outcome) -> int:
        """Note an attempt's outcome; return how many different messages in a row met no working platform."""
        if outcome.state not in {"retry", "uncertain"}:
            self._troubled.clear()
            self._trials = 0
            if not self._lasts:  # else it had left before
                self._limits.trust()
        elif outcome.state == "uncertain" or not outcome.after:  # who tells how long to wait is there
            self._troubled.add(delivery)
        return len(self._troubled)

    async def last(self, chance: Callable[[], float]) -> None:
        """Let nothing leave until the platform answers again, and then one message at a time."""
        self._lasts = True
        self._limits.shut()
        log.warning("%s does not take messages; %d in a row found that out", self._channel.name, len(self._troubled))
        await self._sleep(lull(self._trials, chance()))
        answers, seconds = await self._probe(probing(self._trials))
        told = "answers again" if answers else "does not answer; one message finds out"
        log.warning("%s %s after %.0f s", self._channel.name, told, seconds)
        self._trials += 1
        self._lasts = False
        self._limits.reopen()

    async def _probe(self, patience: float) -> tuple[bool, float]:
        """Ask until the platform answers, for a while; return whether it does, and after how many seconds."""
        began = self._watch.seconds()
        while not await attempt.probe(self._channel):
            asked = self._watch.seconds() - began
            if asked >= patience:
                return False, asked
            await self._sleep(between_probes(asked))
        return True, self._watch.seconds() - began

    async def _sleep(self, seconds: float) -> None:
        if seconds:
            await self._clock.sleep(seconds * self._stretch)
