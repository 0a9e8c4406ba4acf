"""The event's span as time words need it: its days, their hours, their lunches."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from knowledge.queries import NIGHT, active, day_of, end_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from zoneinfo import ZoneInfo

    from knowledge.model import Program, Session

Hours = tuple[datetime, datetime]

LUNCH = re.compile(
    r"(\blunch(time|break)?\b|(?<!petit )(?<!petit-)\bd[ée]jeuner\b|\bpause (de )?midi\b|\bmittag(s\w+|essen)?\b)"
    r"|昼食|昼休み|ランチ|お昼",
    re.IGNORECASE,
)
LUNCH_STARTS = time(11), time(14)  # between these a lunch begins; a "lunch" at seven is a title
LUNCH_TITLE = 40  # characters: a longer title that does not begin with the word is a talk about it


@dataclass(frozen=True, slots=True)
class Calendar:
    """When the event is, in ``zone``, the event's.

    A day of the event runs from five in the morning to five in the morning, so a session after midnight is of the
    evening before. ``days`` are the dates with sessions, in order; ``hours`` the first start and the last end of
    each; ``lunches`` the lunch of each day that has one. ``start`` and ``end`` span all of it and are None where the
    program holds nothing.
    """

    zone: ZoneInfo
    start: datetime | None = None
    end: datetime | None = None
    days: tuple[date, ...] = ()
    lunches: Mapping[date, Hours] = field(default_factory=dict)
    hours: Mapping[date, Hours] = field(default_factory=dict)

    def today(self, now: datetime) -> date:
        """The day that people at the event call today.

        At one in the morning of a running event it is still the day before; elsewhere, and where the day before is
        not a day of the event, it is the calendar's date.
        """
        local = now.astimezone(UTC).astimezone(self.zone)
        evening = (local.replace(tzinfo=None) - NIGHT).date()
        return evening if evening in self.days else local.date()


def calendar_of(program: Program, zone: ZoneInfo) -> Calendar:
    """The calendar of a program; cancelled sessions are left out of it."""
    by_day: dict[date, list[Session]] = {}
    for session in active(program):
        by_day.setdefault(day_of(session), []).append(session)
    hours = {day: _span(program, sessions, zone) for day, sessions in sorted(by_day.items())}
    lunches = {day: lunch for day in hours if (lunch := _lunch(program, by_day[day], zone))}
    if not hours:
        return Calendar(zone)
    start = min((first for first, _ in hours.values()), key=_instant)
    end = max((last for _, last in hours.values()), key=_instant)
    return Calendar(zone, start, end, tuple(hours), lunches, hours)


def _span(program: Program, sessions: Iterable[Session], zone: ZoneInfo) -> Hours:
    together = tuple(sessions)
    start = min((s.start for s in together), key=_instant)
    end = max((end_of(program, s) for s in together), key=_instant)
    return start.astimezone(zone), max(start, end, key=_instant).astimezone(zone)


def _lunch(program: Program, sessions: Iterable[Session], zone: ZoneInfo) -> Hours | None:
    lunches = [s for s in sessions if _is_lunch(s, zone)]
    if not lunches:
        return None
    first = min(lunches, key=lambda s: (len(s.title), _instant(s.start), s.id))
    during = [s for s in lunches if s.start < end_of(program, first) and end_of(program, s) > first.start]
    return _span(program, during or [first], zone)


def _is_lunch(session: Session, zone: ZoneInfo) -> bool:
    if not LUNCH_STARTS[0] <= session.start.astimezone(zone).time() <= LUNCH_STARTS[1]:
        return False
    titles = (session.title, *session.titles.values())
    named = (LUNCH.match(title) or (LUNCH.search(title) and len(title) <= LUNCH_TITLE) for title in titles)
    return bool(LUNCH.search(session.kind)) or any(named)


def _instant(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
