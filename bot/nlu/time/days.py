"""From a day as said to a date."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from bot.nlu.time.calendar import Calendar
    from bot.nlu.time.spoken import Day, Span

WEEK = 7
YEAR = 12  # months
AROUND = timedelta(days=45)  # how far from the event a date of another year or month is looked for


def date_of(day: Day, now: datetime, calendar: Calendar) -> date | None:
    """The date that is meant, None where there is no such day.

    Of several, a day of the event is taken; else the nearest one to it. A weekday is the event's next day of that
    name, or its last one when they are over; where the event has none, the nearest to come.
    """
    today = calendar.today(now)
    if day.offset is not None:
        return today + timedelta(days=day.offset)
    if day.nth is not None:
        return _nth(day.nth, calendar)
    if day.dates:
        return _dated(day, today, calendar)
    if day.month_day:
        return _numbered(day, today, calendar)
    return _weekday(day.weekday or 0, today, calendar, gone=day.gone)


def days_of(span: Span, now: datetime, calendar: Calendar) -> tuple[date, date]:
    """The first and the last date of a weekend, a week or a month."""
    today = calendar.today(now)
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=span.ahead)
    if span.unit == "month":
        return _month(span, _anchor(today, calendar))
    if span.unit == "weekend":
        return monday + timedelta(days=5), monday + timedelta(days=6)
    return monday, monday + timedelta(days=6)


def _nth(number: int, calendar: Calendar) -> date | None:
    """The event's day of that number; what lies behind its last day is counted on from there."""
    days = calendar.days
    if not days:
        return None
    return days[-1] + timedelta(days=number - len(days)) if number > len(days) else days[number - (number > 0)]


def _dated(day: Day, today: date, calendar: Calendar) -> date | None:
    """A date by its month and day; the order of a numeric one is the one that meets the event, or the weekday said."""
    anchor = _anchor(today, calendar)
    readings = [_of_year(month, number, day.year, anchor) for month, number in day.dates or ()]
    possible = [found for found in readings if found and (found in calendar.days or not day.ours)]
    return min(possible, key=lambda d: (d not in calendar.days, d.weekday() != day.weekday), default=None)


def _of_year(month: int, number: int, year: int | None, anchor: date) -> date | None:
    """The date in the year said, else in the event's, or in the year beside it where the event is near the turn."""
    if year:
        return next(_valid((year,), (month,), (number,)), None)
    nearest = _nearest(_valid((anchor.year - 1, anchor.year, anchor.year + 1), (month,), (number,)), anchor)
    if nearest and abs(nearest - anchor) <= AROUND:
        return nearest
    return next(_valid((anchor.year,), (month,), (number,)), nearest)


def _numbered(day: Day, today: date, calendar: Calendar) -> date | None:
    """A day of the month without the month."""
    anchor, number = _anchor(today, calendar), day.month_day or 1
    event = [d for d in calendar.days if d.day == number]
    fitting = [d for d in event if day.weekday in (None, d.weekday())]
    if fitting or event or day.ours:
        return min(fitting or event, key=lambda d: (d < today, d), default=None)
    around = list(_valid((anchor.year - 1, anchor.year, anchor.year + 1), range(1, YEAR + 1), (number,)))
    named = [d for d in around if d.weekday() == day.weekday and abs(d - anchor) <= AROUND]
    return _nearest(named or around, anchor)


def _weekday(weekday: int, today: date, calendar: Calendar, *, gone: bool) -> date:
    if gone:
        return today - timedelta(days=(today.weekday() - weekday - 1) % WEEK + 1)
    event = [d for d in calendar.days if d.weekday() == weekday]
    coming = [d for d in event if d >= today]
    if event:
        return coming[0] if coming else event[-1]
    return today + timedelta(days=(weekday - today.weekday()) % WEEK)


def _month(span: Span, anchor: date) -> tuple[date, date]:
    first = _of_year(span.month, 1, span.year, anchor) or anchor
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _anchor(today: date, calendar: Calendar) -> date:
    """What is near: today while the event is on, else its first day."""
    days = calendar.days
    return days[0] if days and not days[0] <= today <= days[-1] else today


def _nearest(dates: Iterable[date], anchor: date) -> date | None:
    return min(dates, key=lambda d: (abs(d - anchor), d), default=None)


def _valid(years: Iterable[int], months: Iterable[int], numbers: Iterable[int]) -> Iterator[date]:
    for year, month, number in product(years, months, numbers):
        try:
            yield date(year, month, number)
        except ValueError:  # the 30th of February
            continue
