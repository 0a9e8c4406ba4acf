"""Quiet hours on a person's own clock. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from bot.store.records import QuietHours


def zone_of(name: str) -> ZoneInfo | None:
    """The zone of a name that came from a platform's profile; None when there is no such zone."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def after_quiet(instant: datetime, hours: QuietHours | None, zone: ZoneInfo) -> datetime:
    """The instant itself, or the end of the quiet hours it falls into; in UTC.

    The end is the first instant at which the person's clock shows it; an end that a clock change leaves out
    is as much later as the clock jumps.
    """
    if hours is None or hours.start == hours.end:
        return instant.astimezone(UTC)
    local = instant.astimezone(zone)
    began = local.date() if local.time() >= hours.start else local.date() - timedelta(days=1)
    over_midnight = hours.end < hours.start
    if not over_midnight and began != local.date():
        return instant.astimezone(UTC)
    end = datetime.combine(began + timedelta(days=int(over_midnight)), hours.end, zone).astimezone(UTC)
    return max(instant.astimezone(UTC), end)
