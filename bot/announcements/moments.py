"""When: what organizers type as a time, in the event's zone. Pure."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.announcements.faults import AnnouncementError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

HOUR = re.compile(r"(\d{1,2})\s*[:h時.]\s*(\d{2})?\s*分?")
DATED = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]+(.*))?")
CLOCK = re.compile(r"(\d{1,2})\s*(?:h(?![a-z])|時(?!間))\s*(?:([0-5]\d)\s*分?)?", re.IGNORECASE)
STRETCH = re.compile(r"(\d+)\s*h\s*(\d+)\Z", re.IGNORECASE)
FROM_NOW = re.compile(
    r"(?:in|dans)\s+(?:an?|une?|\d+)\s*(?:h|hours?|heures?|m|mins?|minutes?)(?:(?:\s+and|\s+et)?\s*\d+\s*[a-z]*)?"
    r"|\d+\s*(?:分|時間)(?:\s*\d+\s*分)?後",
    re.IGNORECASE,
)
TIMED = re.compile(r"\d\s*(?:[:.時]|[ap]\.?m)|^(?:in|dans)\s+\d|noon|midi\b|midnight|minuit|正午", re.IGNORECASE)
FARTHEST = timedelta(days=400)  # what is farther off in words was not meant so
LANGUAGES = ("en", "fr", "ja")


def read(typed: str, now: datetime) -> datetime:
    """Return the instant meant, in the zone of ``now``: ``14:30`` (today), an ISO date and time, "tomorrow at 9".

    Raises AnnouncementError where it cannot be read, is over, or where the clock shows that hour twice or never.
    """
    return _to_come(_read(typed.strip(), now), now)


def coming(moment: datetime, now: datetime) -> datetime:
    """Return a time given as data, in the zone of ``now``; raises as ``read`` does."""
    return _to_come(localize(moment, now.tzinfo), now)  # type: ignore[arg-type]  # the event's zone


def _to_come(moment: datetime, now: datetime) -> datetime:
    if moment <= now:
        raise AnnouncementError("past", time=f"{moment:%Y-%m-%d %H:%M}")
    return moment


def _read(typed: str, now: datetime) -> datetime:
    if (dated := DATED.fullmatch(typed)) and not dated[2]:  # it would be midnight
        raise AnnouncementError("unknown_time", time=typed)
    if HOUR.fullmatch(typed):
        return localize(datetime.combine(now.date(), _time(typed)), now.tzinfo)  # type: ignore[arg-type]  # our zone
    try:
        return localize(datetime.fromisoformat(typed), now.tzinfo)  # type: ignore[arg-type]  # as above
    except ValueError:
        return localize(_worded(typed, now), now.tzinfo)  # type: ignore[arg-type]  # as above


def _worded(typed: str, now: datetime) -> datetime:
    import dateparser

    base, from_now = now.replace(tzinfo=None), FROM_NOW.fullmatch(typed)
    spelled = STRETCH.sub(_in_minutes, typed) if from_now else CLOCK.sub(_with_colon, typed)
    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "future"}
    found = dateparser.parse(spelled, languages=list(LANGUAGES), settings=settings)
    if found is None or found.replace(tzinfo=None) - base > FARTHEST:
        raise AnnouncementError("unknown_time", time=typed)
    if from_now and found.tzinfo is None:  # so many minutes pass, whatever the clocks do meanwhile
        return now.astimezone(UTC) + (found - base)
    if not TIMED.search(spelled) or not _says_all(found, spelled, now):
        raise AnnouncementError("unknown_time", time=typed)
    return found.replace(second=0, microsecond=0) if found.tzinfo is None and HOUR.search(typed) else found


def _with_colon(hour: re.Match[str]) -> str:
    """The hour as all languages write it: "9h" would be taken for a stretch of time, or for a year."""
    return f" {hour[1]}:{hour[2] or '00'} "


def _in_minutes(stretch: re.Match[str]) -> str:
    return f"{int(stretch[1]) * 60 + int(stretch[2])} min"


def _says_all(found: datetime, typed: str, now: datetime) -> bool:
    """Whether every number that was typed is in the time found: of "tomorrow at 9" the 9 may be passed over."""
    days = (found.date() - now.date()).days
    told = {found.year, found.year % 100, found.month, found.day, found.hour, found.minute, found.second}
    told |= {found.hour % 12, 12 if found.hour == 0 else found.hour, days, days // 7}
    return found.tzinfo is not None or {int(number) for number in re.findall(r"\d+", typed)} <= told


def localize(moment: datetime, zone: ZoneInfo) -> datetime:
    """A time in the event's zone; with an offset of its own it is the instant that it says.

    Raises AnnouncementError for an hour that the clocks show twice, or skip, that night.
    """
    if moment.tzinfo is not None:
        return moment.astimezone(zone)
    first, second = (moment.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    shown = f"{moment:%Y-%m-%d %H:%M}"
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment:
        raise AnnouncementError("skipped_hour", time=shown)
    raise AnnouncementError("double_hour", time=shown, first=first.isoformat(), second=second.isoformat())


def span(written: str, days: list[date], now: datetime) -> tuple[datetime, datetime]:
    """The stretch meant by ``14:00-15:30``, ``14:00``, ``2026-01-16`` or ``2026-01-16T14:00-15:30``.

    ``days`` are those that have meetings: a stretch without a date is on the first of them that is not over.
    """
    written = written.replace("–", "-").strip()
    dated = DATED.fullmatch(written)
    day, hours = (dated[1], dated[2] or "") if dated else ("", written)
    chosen = _date(day) if day else next((d for d in sorted(days) if d >= now.date()), max(days, default=now.date()))
    zone: ZoneInfo = now.tzinfo  # type: ignore[assignment]  # the event's
    if not hours:
        return localize(datetime.combine(chosen, time()), zone), localize(
            datetime.combine(chosen + timedelta(days=1), time()), zone
        )
    begin, dash, end = hours.partition("-")
    start = localize(datetime.combine(chosen, _time(begin)), zone)
    until = localize(datetime.combine(chosen, _time(end)), zone) if dash else start + timedelta(minutes=1)
    if until <= start:
        raise AnnouncementError("unknown_span", span=written)
    return start, until


def _date(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise AnnouncementError("unknown_span", span=written) from error


def _time(written: str) -> time:
    found = HOUR.fullmatch(written.strip())
    try:
        return time(int(found[1]), int(found[2] or 0)) if found else time.fromisoformat(written.strip())
    except ValueError as error:
        raise AnnouncementError("unknown_time", time=written.strip()) from error
