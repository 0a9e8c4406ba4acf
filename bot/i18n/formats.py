"""Times, days, lengths of time and lists as each language writes them, on CLDR by way of Babel.

Times are on the 24-hour clock in every language: the events are European and Japanese, and "14:30" leaves nothing to
guess. Normal spaces are used throughout, also where French typography has narrow ones: what people search for is what
they can type.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from bot.i18n.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from babel import Locale

REGIONS = {"en": "en_GB"}  # where the language alone would give the habits of another continent
NEAR = timedelta(minutes=90)
MINUTE = timedelta(minutes=1)
VOWELS = tuple("aeiouyàâéèêëîïôùû")


def clock(moment: datetime, language: str) -> str:
    """The hour as the zone of ``moment`` shows it: 14:30, 14 h 30, 14:30."""
    return _formatted(moment, "time.clock", language)


def day(moment: date, language: str, now: datetime | None = None) -> str:
    """Weekday, day and month: Friday 16 January, vendredi 16 janvier, 1月16日(金).

    The year is added where it is not that of ``now``. A datetime is told by the date in its own zone.
    """
    other_year = now is not None and now.astimezone(getattr(moment, "tzinfo", None)).year != moment.year
    return _formatted(moment, "time.day_year" if other_year else "time.day", language)


def span(
    start: datetime,
    end: datetime | None,
    language: str,
    event_zone: ZoneInfo,
    asker_zone: ZoneInfo | None = None,
    *,
    now: datetime | None = None,
    with_day: bool = True,
) -> str:
    """When something is, in the event's zone; the asker's beside it where it differs at that instant.

    With ``now``, its own day is "today", what starts within 90 minutes is "in 25 min", and what runs is "now, until
    15:20". ``end`` is None where it is not known. Without ``with_day`` the day is left out, for lists under a heading
    that names it; it is still told where the end, or the asker's date, is another one.
    """
    begins = start.astimezone(event_zone)
    ends = end and end.astimezone(event_zone)
    at = now and now.astimezone(event_zone)
    told, notes = _stretch(begins, ends, language, at, with_day=with_day), []
    if at and ends and _since(begins, at) >= timedelta() > _since(ends, at):
        told = say(language, "time.running", end=_moment(ends, at.date(), language, at))
        notes.append(say(language, "time.since", start=_moment(begins, at.date(), language, at)))
    if at and timedelta() < _since(at, begins) <= NEAR:
        notes.append(near(_since(at, begins), language))
    if asker_zone and start.astimezone(asker_zone).utcoffset() != begins.utcoffset():
        notes.append(_elsewhere(begins, ends, language, asker_zone))
    return say(language, "time.noted", time=told, notes=say(language, "time.gap_notes").join(notes)) if notes else told


def zone(moment: datetime, language: str) -> str:
    """What to call the zone of a moment: Tokyo time, heure de Tokyo, 東京時間."""
    from babel.dates import get_timezone_location

    key = getattr(moment.tzinfo, "key", None)
    if key is None or "/" not in key or key.startswith("Etc/"):
        return moment.tzname() or "UTC"
    city = str(get_timezone_location(key, locale(language), return_city=True))
    return say(language, "time.zone_vowel" if city.lower().startswith(VOWELS) else "time.zone", city=city)


def duration(length: timedelta, language: str) -> str:
    """A length of time in words, to the minute: 1 hour 30 minutes, 1 heure 30 minutes, 1時間30分."""
    return _length(abs(length), language, "time.long")


def near(delta: timedelta, language: str) -> str:
    """How far from now: in 25 min, 2 h ago; what is less than half a minute away is now."""
    length = _length(abs(delta), language, "time.short")
    if abs(delta) < MINUTE / 2:
        return say(language, "time.at_once")
    return say(language, "time.in" if delta > timedelta() else "time.ago", length=length)


def join(items: Iterable[str], language: str) -> str:
    """A list in a sentence: a, b and c."""
    from babel.lists import format_list

    return format_list(list(items), locale=locale(language))


@cache
def locale(language: str) -> Locale:
    """The CLDR locale that stands for a language of the catalogue."""
    from babel import Locale

    return Locale.parse(REGIONS.get(language, language))


def is_month_first(language: str) -> bool:
    """Whether the language writes 1/16 and not 16/1."""
    pattern = str(locale(language).date_formats["short"].pattern)
    return pattern.index("M") < pattern.index("d")


def _formatted(moment: date, key: str, language: str) -> str:
    from babel.dates import format_date, format_time

    if isinstance(moment, datetime) and key == "time.clock":
        return format_time(moment, say(language, key), locale=locale(language))
    return format_date(moment, say(language, key), locale=locale(language))


def _stretch(start: datetime, end: datetime | None, language: str, now: datetime | None, *, with_day: bool) -> str:
    shown = None if with_day else start.date()
    if end is None:
        return _moment(start, shown, language, now)
    if end.date() != start.date():
        ends = _moment(end, None, language, now)
        return say(language, "time.range_days", start=_moment(start, shown, language, now), end=ends)
    hours = say(language, "time.range", start=clock(start, language), end=clock(end, language))
    return say(language, "time.on_day", day=_day(start, language, now), time=hours) if with_day else hours


def _moment(moment: datetime, shown: date | None, language: str, now: datetime | None) -> str:
    """A moment with its day, or without where that day is ``shown`` already."""
    hour = clock(moment, language)
    return hour if moment.date() == shown else say(language, "time.on_day", day=_day(moment, language, now), time=hour)


def _day(moment: datetime, language: str, now: datetime | None) -> str:
    is_today = now is not None and now.astimezone(moment.tzinfo).date() == moment.date()
    return say(language, "time.today") if is_today else day(moment, language, now)


def _elsewhere(start: datetime, end: datetime | None, language: str, other: ZoneInfo) -> str:
    begins, ends = start.astimezone(other), end and end.astimezone(other)
    told = _stretch(begins, ends, language, None, with_day=begins.date() != start.date())
    return say(language, "time.in_zone", time=told, zone=zone(begins, language))


def _length(length: timedelta, language: str, widths: str) -> str:
    minutes = round(length / MINUTE)
    counts = {"days": minutes // (24 * 60), "hours": minutes // 60 % 24, "minutes": minutes % 60}
    told = [say(language, f"{widths}.{unit}", count=count) for unit, count in counts.items() if count]
    return say(language, "time.gap").join(told) or say(language, f"{widths}.minutes", count=0)


def _since(earlier: datetime, later: datetime) -> timedelta:
    return later.astimezone(UTC) - earlier.astimezone(UTC)
