"""The time: the system's, or a simulated one for rehearsals."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The machine's time."""

    speed: float = 1.0

    def now(self) -> datetime:
        """The present instant in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait for real seconds."""
        await asyncio.sleep(seconds)


@dataclass(frozen=True, slots=True)
class SimulatedClock:
    """Time that began at ``start`` when the machine's clock showed ``origin`` and goes on at ``speed``.

    ``origin`` is kept by the caller, so that a restart goes on where the day stands.
    """

    start: datetime
    speed: float
    origin: datetime

    def now(self) -> datetime:
        """The simulated instant in UTC."""
        passed = (datetime.now(UTC) - self.origin).total_seconds()
        return self.start.astimezone(UTC) + timedelta(seconds=passed * self.speed)

    async def sleep(self, seconds: float) -> None:
        """Wait for simulated seconds."""
        await asyncio.sleep(seconds / self.speed)


@dataclass(slots=True)
class ManualClock:
    """Time that moves only when told to: one question at a given instant, and tests."""

    instant: datetime
    speed: float = 1.0
    _sleepers: list[tuple[datetime, asyncio.Future[None]]] = field(default_factory=list, repr=False, compare=False)

    def now(self) -> datetime:
        """The instant it was set to, in UTC."""
        return self.instant.astimezone(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait until the time was moved this far."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        # Rounded up: whoever is woken a fraction of a microsecond too early would go to sleep for nothing.
        due = self.now() + timedelta(microseconds=math.ceil(seconds * 1e6))
        sleeper = (due, asyncio.get_running_loop().create_future())
        self._sleepers.append(sleeper)
        try:
            await sleeper[1]
        finally:
            self._sleepers.remove(sleeper)

    def advance(self, by: timedelta) -> None:
        """Move on and wake whoever slept until then; a negative step is the machine's clock being set back."""
        self.instant = self.instant.astimezone(UTC) + by
        for due, sleeper in self._sleepers:
            if due <= self.instant and not sleeper.done():
                sleeper.set_result(None)

    def next_wake(self) -> datetime | None:
        """The earliest instant that somebody sleeps until, None when nobody sleeps."""
        return min((due for due, sleeper in self._sleepers if not sleeper.done()), default=None)
