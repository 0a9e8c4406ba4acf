"""From an hour as said to an instant: which half of the day, and on which day where none was said.

The rule for "at 3": of the readings 03:00 and 15:00 (and 03:00 of the night that follows) take the one inside the hours
of that day's program. If several are, take the next one to come when the day is today, else the one in daytime (1 to 6
are the afternoon's). If none is, likewise, small hours last. "10:30" and "10h" in two digits are the morning's when the
program has both.

Without a day, an hour is today's while the event is on. If it is over (for longer than a talk may last) it is
tomorrow's, unless the question speaks of the past; before the event it is the first day's that has such an hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from knowledge.queries import NIGHT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.nlu.time.calendar import Calendar, Hours
    from bot.nlu.time.model import Guess
    from bot.nlu.time.spoken import Clock, Point

    Options = Callable[[date], Sequence[Hours]]

HALF_DAY = timedelta(hours=12)
FULL_DAY = timedelta(hours=24)
SMALL_HOURS = range(1, 5)
AFTERNOON = range(1, 7)  # "at 6" is the evening's, "at 7" the morning's, where the program does not tell
RECENT = timedelta(minutes=90)  # "the talk at 3" is asked for while it is on
PARTS: dict[str, tuple[float, float]] = {  # in hours from midnight; the evening lasts into the night
    "early_morning": (5, 9),
    "morning": (5, 12),
    "late_morning": (10.5, 12),
    "lunchtime": (12, 14),
    "early_afternoon": (12, 15),
    "afternoon": (12, 18),
    "late_afternoon": (15.5, 18.5),
    "evening": (17, 29),
    "night": (20, 29),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """What a time is resolved against; ``past`` when the question speaks of the past."""

    now: datetime
    calendar: Calendar
    past: bool = False

    @property
    def today(self) -> date:
        """The day that people at the event call today."""
        return self.calendar.today(self.now)

    def wall(self, day: date, since_midnight: timedelta, zone: str = "") -> datetime:
        """The instant, in the event's zone, at which clocks of that zone or another one show a time.

        Of an hour that a clock change repeats the first is taken; one that it leaves out is moved on by as much.
        """
        shown = datetime.combine(day, time(), ZoneInfo(zone) if zone else self.calendar.zone) + since_midnight
        return shown.astimezone(UTC).astimezone(self.calendar.zone)


def part_of(day: date, part: str, setting: Setting) -> Hours:
    """A part of a day."""
    start, end = PARTS[part]
    return setting.wall(day, timedelta(hours=start)), setting.wall(day, timedelta(hours=end))


def day_of(day: date, setting: Setting) -> Hours:
    """A whole day of the event."""
    return setting.wall(day, NIGHT), setting.wall(day, NIGHT + FULL_DAY)


def place(clock: Clock, point: Point, day: date | None, setting: Setting) -> tuple[Hours, frozenset[Guess]]:
    """The instant of an hour, twice, and what had to be guessed; ``point`` tells the part of the day and the zone."""
    pairs = [(reading, reading) for reading in _readings(clock, point.part)]
    written = timedelta(hours=clock.hour, minutes=clock.minute)
    return _pick(
        _options(pairs, point.zone, day, setting), day, setting, firm=clock.firm and (written, written) in pairs
    )


def place_pair(
    first: Clock, last: Clock, point: Point, day: date | None, setting: Setting
) -> tuple[Hours, frozenset[Guess]]:
    """The stretch between two hours; the later one may lie after midnight."""
    part = point.part
    pairs = [(a, b) for a in _readings(first, part) for b in _readings(last, part) if timedelta() < b - a <= HALF_DAY]
    start, end = _readings(first, part)[0], _readings(last, part)[0]
    pairs = pairs or [(min(start, end), max(start, end))]
    return _pick(_options(pairs, point.zone, day, setting), day, setting, firm=first.firm)


def default_day(end: Callable[[date], datetime], setting: Setting) -> tuple[date, frozenset[Guess]]:
    """The day of something that has none; ``end`` tells when it is over on a given day."""
    days = _days(setting)
    today = [d for d in days if d == setting.today and (setting.past or end(d) > setting.now)]
    chosen = (today or [d for d in days if d != setting.today] or days)[0]
    return chosen, _guess_of_day(chosen, setting)


def _options(pairs: Sequence[tuple[timedelta, timedelta]], zone: str, day: date | None, setting: Setting) -> Options:
    """What the hours may be on a day of the event; in another zone, without a day, also those of the days beside it."""
    shifts = (timedelta(), FULL_DAY, -FULL_DAY) if zone and not day else (timedelta(),)

    def on(date_: date) -> Sequence[Hours]:
        return [(setting.wall(date_, a + s, zone), setting.wall(date_, b + s, zone)) for s in shifts for a, b in pairs]

    return on


def _readings(clock: Clock, part: str) -> list[timedelta]:
    """The times since midnight that an hour may mean, the likelier first."""
    said = timedelta(hours=clock.hour, minutes=clock.minute)
    half = clock.half or (part and ("am" if part.endswith("morning") else "pm"))
    if clock.hour > HALF_DAY // timedelta(hours=1) or (clock.exact and not half):
        return _of_the_night(said)
    if not half:
        later = said + HALF_DAY
        return [later, *_of_the_night(said)] if clock.hour in (*AFTERNOON, 0) else [said, later]
    if part in ("evening", "night") and clock.hour in (*SMALL_HOURS, 12):
        return [said % HALF_DAY + FULL_DAY]
    return _of_the_night(said % HALF_DAY) if half == "am" else [said % HALF_DAY + HALF_DAY]


def _of_the_night(said: timedelta) -> list[timedelta]:
    """A small hour is of the day's own night or, as people at an event mean it, of the one that follows."""
    return [said, said + FULL_DAY] if said < NIGHT else [said]


def _pick(options: Options, day: date | None, setting: Setting, *, firm: bool) -> tuple[Hours, frozenset[Guess]]:
    if day:
        return _on(day, options, setting, firm=firm)
    found = [(d, *_on(d, options, setting, firm=firm)) for d in _days(setting)]
    fitting = [f for f in found if f[0] == setting.today and (setting.past or _is_to_come(f[1], setting))]
    later = [
        f for f in found if f[0] != setting.today and (not setting.calendar.days or _is_inside(f[1], f[0], setting))
    ]
    chosen, hours, guessed = (fitting or later or found)[0]
    return hours, guessed | _guess_of_day(chosen, setting)


def _on(day: date, options: Options, setting: Setting, *, firm: bool) -> tuple[Hours, frozenset[Guess]]:
    possible = options(day)
    inside = [hours for hours in possible if _is_inside(hours, day, setting)]
    pool = inside or [hours for hours in possible if not _is_small(hours[0])] or possible
    chosen = min(pool, key=lambda hours: hours[0].astimezone(UTC)) if firm else pool[0]
    if day == setting.today and not firm:
        begun = [hours for hours in pool if hours[0] <= setting.now]
        coming = [hours for hours in pool if _is_to_come(hours, setting)]
        sooner = begun if setting.past and begun else coming
        chosen = min(sooner, key=lambda hours: abs(hours[0] - setting.now), default=chosen)
    return chosen, frozenset({"half"} if len(pool) > 1 and not firm else ())


def _days(setting: Setting) -> Sequence[date]:
    """The days that a time without a day may be of, the likeliest first."""
    days, today = setting.calendar.days, setting.today
    if not days:
        return (today, today + timedelta(days=1))
    coming = [d for d in days if d >= today]
    return coming or days[-1:]


def _guess_of_day(day: date, setting: Setting) -> frozenset[Guess]:
    return frozenset() if day == setting.today or not setting.calendar.days[1:] else frozenset({"day"})


def _is_small(instant: datetime) -> bool:
    return timedelta(hours=instant.hour) < NIGHT


def _is_inside(hours: Hours, day: date, setting: Setting) -> bool:
    program = setting.calendar.hours.get(day)
    return program is not None and hours[0] <= program[1] and hours[1] >= program[0]


def _is_to_come(hours: Hours, setting: Setting) -> bool:
    return hours[1] >= setting.now - (RECENT if hours[0] == hours[1] else timedelta())
