"""Faults to inject into calls of the Web API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one call.

    ``error``: refused with this name. ``status``: an HTTP status with a page of HTML, before anything was
    done. ``late_status``: the same, after it was done. ``lost``: done, and the connection cut before the
    answer. ``slow``: done, and the answer held back. ``drop``: cut before anything was done.
    """

    kind: Literal["error", "status", "late_status", "lost", "slow", "drop"]
    error: str = "internal_error"
    status: int = 503
    retry_after: float | None = None


def busy(seconds: float) -> Fault:
    """429 with a time to wait."""
    return Fault("error", "ratelimited", 429, seconds)
