"""Instants and lengths from the many ways in which programs write them. Pure.

Where a local time does not exist or comes twice because clocks change, RFC 5545 (section 3.3.5) decides:
the offset before the gap is used, and of two the first is meant.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo

DAY = timedelta(days=1)
YEARS = range(1901, 2200)  # .NET and Excel write a first day up to 1900 for "not set", others the last one there is
LONGEST = timedelta(days=31)

CLOCK = re.compile(
    r"""(?P<before>[ap]\.?m\.?|午前|午後)?\s*
    (?P<hour>\d{1,2})
    (?:\s*(?:[:.]|h|時|uhr)\s*(?P<minute>\d{2})?(?:\s*[:.]\s*(?P<second>\d{2})(?:\.\d+)?)?(?P<half>半)?\s*(?:分|m|min)?)?
    \s*(?:uhr|hrs?|h)?\s*(?P<after>[ap]\.?m\.?)?""",
    re.VERBOSE | re.IGNORECASE,
)
NOONS = frozenset(
    {"noon", "12 noon", "midday", "midi", "mittag", "12 uhr mittags", "正午"}
)  # midnight is of which day?
COLONS = re.compile(r"(\d+):(\d{2})(?::(\d{2}))?(?:\.\d+)?")
ISO_LENGTH = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
UNITS = re.compile(
    r"(?:(\d+(?:[.,]\d+)?)\s*(?:h|hrs?|hours?|heures?|std\.?|stunden?|時間))?\s*"
    r"(?:(\d+)\s*(?:m|min\.?|mins|minutes?|minuten|分|['′’])?)?",
    re.IGNORECASE,
)


def settle(local: datetime, zone: tzinfo) -> tuple[datetime, str]:
    """The instant of a naive local time, and what is doubtful about it (empty when nothing is)."""
    first = local.replace(tzinfo=zone, fold=0)
    if first.utcoffset() == local.replace(tzinfo=zone, fold=1).utcoffset():
        return first, ""
    real = first.astimezone(UTC).astimezone(zone)
    if real.replace(tzinfo=None, fold=0) == local:
        return first, f"{local:%Y-%m-%d %H:%M} comes twice because clocks change; the first is taken."
    return real, f"{local:%Y-%m-%d %H:%M} does not exist because clocks change; {real:%H:%M} is taken."


def instant(text: str, zone: tzinfo) -> tuple[datetime | None, str]:
    """The instant, in ``zone``, of an ISO 8601 date and time; one without an offset is local to ``zone``.

    None when it cannot be read or says no time of day.
    """
    moment = as_written(text)
    if moment is None:
        return None, ""
    try:
        return (moment.astimezone(zone), "") if moment.tzinfo else settle(moment, zone)
    except OverflowError:
        return None, ""


def as_written(text: str) -> datetime | None:
    """An ISO 8601 date and time with the offset it carries, naive where it has none; None as ``instant``."""
    written = re.sub(r"\s+(?=[+-]\d|Z$)", "", text.strip())
    written = re.sub(r"^(\d{4}-\d\d-\d\d)[T ](?=\d:)", r"\1T0", written)
    if not re.match(r"\d{4}-?\d\d-?\d\d[T ]?\d", written):
        return None
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.year in YEARS else None


def later(start: datetime, length: timedelta) -> datetime:
    """The instant an elapsed time after ``start``, in the zone of ``start``."""
    return (start.astimezone(UTC) + length).astimezone(start.tzinfo)


def clock(written: object) -> timedelta | None:
    """A time of day as the time since midnight, None when it is none.

    Reads ``14:30``, ``14h30``, ``14.30 Uhr``, ``2:30 pm``, ``noon``, ``午後2時半``; ``25:30``, as Japanese programs
    write it, is half past one in the following night.
    """
    if isinstance(written, datetime):
        written = written.time()
    if isinstance(written, time):
        rounded = written.second + (written.microsecond >= 500_000)  # noqa: PLR2004 # a formula's 9:59:59.999 is ten
        return timedelta(hours=written.hour, minutes=written.minute, seconds=rounded)
    text = unicodedata.normalize("NFKC", str(written)).strip()
    if text.lower() in NOONS:
        return timedelta(hours=12)
    match = CLOCK.fullmatch(text)
    if not match or not re.search(r"\D", text):
        return None
    return _clock(match)


def _clock(match: re.Match[str]) -> timedelta | None:
    hour = int(match["hour"])
    minute = 30 if match["half"] else int(match["minute"] or 0)
    half = (match["before"] or match["after"] or "").lower().replace(".", "")
    if half:
        if hour > 12:  # noqa: PLR2004 # a clock face
            return None
        hour = hour % 12 + (12 if half in ("pm", "午後") else 0)
    if hour >= 30 or minute >= 60:  # noqa: PLR2004 # a night of programs ends by six; an hour has 60 minutes
        return None
    return timedelta(hours=hour, minutes=minute, seconds=int(match["second"] or 0))


def length(written: object) -> timedelta | None:
    """How long something lasts, None when it cannot be told.

    A bare number is minutes. Of three numbers with colons the last are seconds when they are 00 (``1:30:00``),
    else the first are days (pretalx's ``1:02:30``). Zero, less, and more than a month are no length.
    """
    try:
        found = _read_length(written)
    except (OverflowError, ValueError):  # infinite, no number, or with thousands of digits
        return None
    return found if found and timedelta() < found <= LONGEST else None


def _read_length(written: object) -> timedelta | None:
    if isinstance(written, int | float):
        return timedelta(minutes=written)
    if isinstance(written, time):
        return clock(written)
    return _length(unicodedata.normalize("NFKC", str(written)).strip())


def _length(text: str) -> timedelta | None:
    colons = COLONS.fullmatch(text)
    if colons:
        first, second, third = (int(part) if part else None for part in colons.groups())
        if third:
            return timedelta(days=first or 0, hours=second or 0, minutes=third)
        return timedelta(hours=first or 0, minutes=second or 0)
    iso = ISO_LENGTH.fullmatch(text)
    if iso:
        weeks, days, hours, minutes, seconds = (int(part or 0) for part in iso.groups())
        return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    units = UNITS.fullmatch(text)
    if not units:
        return None
    return timedelta(hours=float((units[1] or "0").replace(",", ".")), minutes=int(units[2] or 0))


def day(text: str) -> date | None:
    """The date of ``2026-01-16``, also where a time follows; None when it is none."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def midnight(on: date) -> datetime:
    """The naive local midnight at which a day begins."""
    return datetime.combine(on, time())
