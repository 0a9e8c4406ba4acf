"""When a row of a spreadsheet takes place: from a date and a time, together or apart, as text, number or date cell."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from knowledge.program import dates, day_lists, moments, ranges, weekdays, zone_names

if TYPE_CHECKING:
    from knowledge.program.draft import Draft
    from knowledge.table import Cell

DATED = re.compile(
    r"(?P<day>.*?(?:\d{4}|\d[/.]\d{2}|日)\S*?)[\sT,]+(?P<clock>\D{0,3}\d{1,2}\s*(?:[:.h時]|uhr|am|pm).*)", re.IGNORECASE
)
CORRECT_DAY = "Correct the weekday or the date."
HOURS_AND_MINUTES = range(100, 2400)
SECONDS_A_DAY = 86_400


@dataclass(frozen=True)
class Moment:
    """What a cell says of a time: each part None where it says nothing. ``exact`` is a whole instant."""

    day: date | None = None
    at: timedelta | None = None
    until: timedelta | None = None
    exact: datetime | None = None

    @property
    def dated(self) -> datetime | None:
        """The instant where this is a date's cell: there a midnight is how programs write a mere date."""
        return None if self.exact and self.exact.time() == time() else self.exact


@dataclass
class Reader:
    """Reads the times of one file, numeric dates in one order throughout."""

    draft: Draft
    order: dates.Order

    def day(self, cell: Cell) -> date | None:
        """The date in a cell, None when it holds none."""
        return dates.read(cell, day_first=self.order.day_first)

    def days(self, cell: Cell, line: int) -> tuple[date, ...]:
        """The days in a cell; a weekday beside one that is not its own is told."""
        found = day_lists.read(cell, day_first=self.order.day_first)
        contradiction = weekdays.contradiction(cell, found[0]) if len(found) == 1 else ""
        self.draft.doubt(line, contradiction and f"{contradiction}; the date is taken.", CORRECT_DAY)
        return found

    def moment(self, cell: Cell, line: int) -> Moment:
        """What a cell says of a time."""
        if isinstance(cell, datetime):
            return _of_datetime(cell)
        if isinstance(cell, date):
            return Moment(day=cell)
        if isinstance(cell, time):
            return Moment(at=moments.clock(cell))
        if isinstance(cell, int | float):
            return _of_number(cell)
        return (
            self._of_text(self._without_zone(unicodedata.normalize("NFKC", cell).strip()), line) if cell else Moment()
        )

    def start(self, dated: Moment, timed: Moment, day: date | None, line: int) -> datetime | None:
        """The start from what the date's cell and the time's cell say; ``day`` stands in where neither has a date."""
        exact = timed.exact or (dated.dated if timed.at is None else None)
        on = timed.day or dated.day or day
        at = dated.at if timed.at is None else timed.at
        if exact is not None or on is None or at is None:
            return exact
        return self.draft.settle(moments.midnight(on) + at, line)

    def end(self, dated: Moment, timed: Moment, start: datetime, line: int, title: str) -> datetime | None:
        """The end from what the cells of its date and its time say; on the day of the start where no date is given."""
        at = dated.at if timed.at is None else timed.at
        exact = timed.exact or (dated.dated if at is None else None)
        if exact is not None or at is None:
            return exact
        on = timed.day or dated.day
        if on is None:
            return self.draft.end_at(start, at, line, title)
        return self.draft.settle(moments.midnight(on) + at, line)

    def _without_zone(self, text: str) -> str:
        """A text without the name of the zone that it is read in: ``14:30 CET`` in Paris. Other zones stay in it."""
        zone = zone_names.mark(text)
        own = zone and zone_names.marked(zone, self.draft.event.zone) == self.draft.event.zone
        return text.replace(zone, "").strip(" ()[]") if own else text

    def _of_text(self, text: str, line: int) -> Moment:
        if re.fullmatch(r"\d+(?:\.\d+)?", text) and not re.fullmatch(r"[1-9]\d?\.\d\d", text):  # 14.30 is a time
            return _of_number(float(text))
        exact = self.draft.instant(text, line)
        if exact is not None:
            return Moment(day=moments.day(text) or exact.date(), exact=exact)  # the day as written, in its own offset
        dated = DATED.fullmatch(text)
        day = self.day(dated["day"]) if dated else None
        if dated and day:
            return Moment(day, *ranges.clocks(dated["clock"]))
        at, until = ranges.clocks(text)
        return Moment(self.day(text) if at is None else None, at, until)


def _of_datetime(cell: datetime) -> Moment:
    """A date cell; Excel keeps a mere time as one of the first days of 1900, a mere date as its midnight."""
    at = moments.clock(cell)
    if cell.year not in moments.YEARS:
        return Moment(at=at)
    return Moment(day=cell.date(), at=at or None)


def _of_number(number: float) -> Moment:
    """A cell without a date format: the fraction of a day, a serial date, or hours and minutes as 930."""
    whole, part = int(number), number % 1
    at = timedelta(seconds=round(part * SECONDS_A_DAY / 60) * 60) if part else None
    if whole in dates.SERIALS:
        return Moment(day=dates.EXCEL_EPOCH + timedelta(days=whole), at=at)
    if whole == 0:
        return Moment(at=at or timedelta())
    if whole in HOURS_AND_MINUTES and not part and whole % 100 < 60:  # noqa: PLR2004 # minutes
        return Moment(at=timedelta(hours=whole // 100, minutes=whole % 100))
    return Moment()
