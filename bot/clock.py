"""The time: the system's, or a simulated one for rehearsals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        return datetime.now(UTC)


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


@dataclass(slots=True)
class ManualClock:
    """Time that moves only when told to: one question at a given instant, and tests."""

    instant: datetime

    def now(self) -> datetime:
        """The instant it was set to, in UTC."""
        return self.instant.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        """Move on; a negative step is the machine's clock being set back."""
        self.instant = self.instant.astimezone(UTC) + by
