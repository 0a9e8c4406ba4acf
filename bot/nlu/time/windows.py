"""From what a question says of times to windows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from bot.nlu.time.days import date_of, days_of
from bot.nlu.time.hours import FULL_DAY, default_day, part_of, place, place_pair
from bot.nlu.time.hours import day_of as whole_day
from bot.nlu.time.model import Kind, Window
from bot.nlu.time.spoken import Clock, Day, Point
from knowledge.queries import NIGHT

if TYPE_CHECKING:
    from bot.nlu.time.calendar import Hours
    from bot.nlu.time.hours import Setting
    from bot.nlu.time.model import Guess
    from bot.nlu.time.spoken import Said, Span

USUAL_LUNCH = (timedelta(hours=12), timedelta(hours=13))
HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True)
class Placed:
    """A window and what had to be guessed for it."""

    window: Window
    guessed: frozenset[Guess] = frozenset()


def place_said(said: Said, setting: Setting) -> Placed | None:
    """The window that an expression means; None where it means none (a lead time, the 31st of June)."""
    match said.relation:
        case "now" | "next" | "later":
            return _present(said, setting)
        case "in" | "ago" | "within":
            return _relative(said, setting)
        case "span":
            return _span(said.span, setting) if said.span else None
        case "between":
            return _between(said.point, said.other, setting)
        case "at" | "after" | "from" | "before" | "until":
            placed = _place(said.point, setting)
            return _open(said.relation, placed, setting) if placed and said.relation != "at" else placed
    return None


def day_of(instant: datetime) -> date:
    """The event's day that an instant in the event's zone belongs to."""
    return (instant.replace(tzinfo=None) - NIGHT).date()


def _window(hours: Hours, kind: Kind) -> Window:
    start, end = hours
    return Window(start, max(start, end, key=_instant), kind)


def _present(said: Said, setting: Setting) -> Placed | None:
    now, end = setting.now, setting.calendar.end
    if said.relation == "now":
        return Placed(_window((now, now), Kind.NOW))
    if said.relation == "next":
        return Placed(_window((now, end or whole_day(setting.today, setting)[1]), Kind.NEXT))
    placed = _place(said.point, setting) if said.point.day or said.point.part else None
    if placed and _instant(placed.window.start) > _instant(now):
        return placed
    until = placed.window.end if placed else whole_day(setting.today, setting)[1]
    return Placed(_window((now, until), Kind.AFTER))


def _relative(said: Said, setting: Setting) -> Placed:
    length = said.length or timedelta()
    if said.relation == "within":
        return Placed(_window((setting.now, _later(setting.now, length)), Kind.INTERVAL))
    length = -length if said.relation == "ago" else length
    if not length % FULL_DAY:
        return Placed(_window(whole_day(setting.today + length, setting), Kind.DAY))
    at = _later(setting.now, length)
    return Placed(_window((at, at), Kind.INSTANT))


def _span(span: Span, setting: Setting) -> Placed:
    if span.unit == "hour":
        return Placed(_window((setting.now, _later(setting.now, timedelta(hours=1))), Kind.INTERVAL))
    first, last = days_of(span, setting.now, setting.calendar)
    return Placed(_window((whole_day(first, setting)[0], whole_day(last, setting)[1]), Kind.INTERVAL))


def _open(relation: str, placed: Placed, setting: Setting) -> Placed:
    """An open end. Of a day, "after" and "before" leave it out, "from" and "until" mean it too."""
    window, calendar = placed.window, setting.calendar
    at = window.end if relation in ("after", "until") else window.start
    if relation in ("after", "from"):
        end = calendar.end if window.kind is Kind.DAY else whole_day(day_of(window.start), setting)[1]
        return replace(placed, window=_window((at, end or whole_day(day_of(at), setting)[1]), Kind.AFTER))
    start = calendar.start if window.kind is Kind.DAY else whole_day(day_of(window.start), setting)[0]
    since = setting.now if relation == "until" and _instant(setting.now) < _instant(at) else start
    start = max(start or setting.now, since or setting.now, key=_instant)
    start = min(start, at, key=_instant)
    return replace(placed, window=_window((start, at), Kind.BEFORE))


def _between(first: Point, last: Point, setting: Setting) -> Placed | None:
    """Between two hours of one day, or from one point to another."""
    first, last = _alike(first, last), _alike(last, first)
    opening, closing = _hour(first), _hour(last)
    if opening and closing and (not last.day or last.day == first.day):
        day = date_of(first.day, setting.now, setting.calendar) if first.day else None
        if first.day and not day:
            return None
        hours, guessed = place_pair(opening, closing, first, day, setting)
        return Placed(_window(hours, Kind.INTERVAL), guessed)
    start, end = _place(first, setting), _place(last, setting)
    if not start or not end:
        return None
    since = start.window.end if first.lunch else start.window.start
    until = end.window.start if last.lunch else end.window.end
    until = until if _instant(until) >= _instant(since) else start.window.end
    return Placed(_window((since, until), Kind.INTERVAL), start.guessed | end.guessed)


def _alike(point: Point, other: Point) -> Point:
    """A point with what it leaves to the other one to say: the 15th to 17 January, 2 to 4 on Friday."""
    number = point.day.month_day if point.day and not point.day.dates else point.number
    if number and not _hour(other) and other.day and other.day.dates:
        return Point(replace(other.day, weekday=None, dates=tuple((month, number) for month, _ in other.day.dates)))
    if not point.has_hour or not other.has_hour:
        return point
    return replace(point, day=point.day or other.day, part=point.part or other.part, zone=point.zone or other.zone)


def _hour(point: Point) -> Clock | None:
    """The hour of a point, a bare number taken for one."""
    clock = point.clock
    if point.number is not None and point.number <= HOURS_A_DAY:
        clock = clock or Clock(point.number)
    return replace(clock, half=clock.half or point.half) if clock else None


def _place(point: Point, setting: Setting) -> Placed | None:
    """The window of one point."""
    if point.now:
        return Placed(_window((setting.now, setting.now), Kind.NOW))
    day = date_of(point.day, setting.now, setting.calendar) if point.day else None
    if point.day and not day:
        return None
    hour = None if day and _is_date(point, day) else _hour(point)
    if hour:
        at, guessed = place(hour, point, day, setting)
        return Placed(_window(at, Kind.INSTANT), guessed)
    if point.lunch or point.part == "lunchtime":
        return _lunch(day, setting)
    if point.part:
        return _part(point.part, day, setting)
    return _day(point, day, setting) if day else None


def _is_date(point: Point, day: date) -> bool:
    """Whether the number in "Friday 16" was the day of the month, and not an hour."""
    said = point.day or Day()
    return not point.clock and said.month_day == point.number and said.weekday == day.weekday()


def _day(point: Point, day: date, setting: Setting) -> Placed:
    odd = point.day and point.day.weekday not in (None, day.weekday())
    return Placed(_window(whole_day(day, setting), Kind.DAY), frozenset({"day"} if odd else ()))


def _part(part: str, day: date | None, setting: Setting) -> Placed:
    guessed: frozenset[Guess] = frozenset()
    if day is None:
        day, guessed = default_day(lambda d: part_of(d, part, setting)[1], setting)
    return Placed(_window(part_of(day, part, setting), Kind.PART), guessed)


def _lunch(day: date | None, setting: Setting) -> Placed:
    """The lunch of the program, or the usual hours of one where that day has none."""
    guessed: frozenset[Guess] = frozenset()
    if day is None:
        day, guessed = default_day(lambda d: _lunch_of(d, setting)[1], setting)
    if day not in setting.calendar.lunches:
        guessed |= {"lunch"}
    return Placed(_window(_lunch_of(day, setting), Kind.INTERVAL), guessed)


def _lunch_of(day: date, setting: Setting) -> Hours:
    start, end = (setting.wall(day, usual) for usual in USUAL_LUNCH)
    return setting.calendar.lunches.get(day, (start, end))


def _later(instant: datetime, by: timedelta) -> datetime:
    return (instant.astimezone(UTC) + by).astimezone(instant.tzinfo)


def _instant(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
