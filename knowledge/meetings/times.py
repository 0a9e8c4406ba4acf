"""Start and end of a meeting from its row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from knowledge.problems import Problem
from knowledge.program import dates, ranges
from knowledge.program.moments import clock, instant, later, length, midnight, settle

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from knowledge.table import Cell

MEND = "Write it as 2026-01-16 14:30."
HALF_A_DAY = timedelta(hours=12)
DAY_AND_CLOCK = re.compile(r"(?P<day>.*\d{4}\S*)[\s,]+(?P<clock>\S.*)")
SERIAL = re.compile(r"\d{5}\.\d+|0\.\d{3,}")  # 0.30 is half past midnight
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Times:
    """Reads times without an offset in ``zone``, and 02/03/2026 in the ``order`` of its file."""

    zone: ZoneInfo
    order: dates.Order

    def read(self, cells: Mapping[str, Cell], where: str) -> tuple[Span | None, tuple[Problem, ...]]:
        """When the meeting of a row begins and ends, or None with a Problem that tells why not."""
        day = self._day(cells.get("date"))
        cells = _parted(cells)
        start, doubt = self._moment(cells.get("start"), day)
        if start is None and day is None and dates.lacks_year(cells.get("date")):
            return None, (_left_out(where, f"the date “{_shown(cells.get('date'))}” has no year"),)
        if start is None:
            return None, (_left_out(where, f"the start “{_shown(cells.get('start'))}” cannot be read"),)
        doubts = _doubts(where, doubt)
        end, doubt = self._end(cells, start)
        if isinstance(end, str):
            return None, (*doubts, _left_out(where, end))
        return (start, end), doubts + _doubts(where, doubt) + _disagreement(cells, where, (start, end))

    def _end(self, cells: Mapping[str, Cell], start: datetime) -> tuple[datetime | str, str]:
        """The end, or what is wrong with it; and what is doubtful about it."""
        written, minutes = cells.get("end"), cells.get("minutes")
        if written is None:
            span = None if minutes is None else length(minutes)
            if span is None:
                return (
                    "has neither end nor minutes" if minutes is None else f"the length “{minutes}” cannot be read",
                    "",
                )
            return later(start, span), ""
        end, doubt = self._moment(written, start.date())
        if end is None:
            return f"the end “{_shown(written)}” cannot be read", ""
        if start - end > HALF_A_DAY and clock(written) is not None and not isinstance(written, datetime):
            end, doubt = self._moment(written, start.date() + timedelta(days=1))  # over midnight
        if end is None or end <= start:
            return f"ends ({_shown(written)}) before it starts ({start:%H:%M})", ""
        return end, doubt

    def _moment(self, cell: Cell, day: date | None) -> tuple[datetime | None, str]:
        """The instant in a cell; ``day`` serves a lone clock time."""
        cell = _from_serial(cell)
        if isinstance(cell, datetime):
            return settle(cell, self.zone) if cell.tzinfo is None else (cell.astimezone(self.zone), "")
        if isinstance(cell, str):
            exact = instant(cell, self.zone)
            if exact[0] is not None:
                return exact
            parts = DAY_AND_CLOCK.fullmatch(cell)
            if parts:
                day, cell = self._day(parts["day"]), parts["clock"]
        since_midnight = clock(cell) if isinstance(cell, str | time) else None
        if day is None or since_midnight is None:
            return None, ""
        return settle(midnight(day) + since_midnight, self.zone)

    def _day(self, cell: Cell) -> date | None:
        return dates.read(cell, day_first=self.order.day_first)


def _parted(cells: Mapping[str, Cell]) -> Mapping[str, Cell]:
    """The cells with from and to apart where both stand under the start: ``15:20 - 15:40``."""
    written = cells.get("start")
    if not isinstance(written, str):
        return cells
    dated = DAY_AND_CLOCK.fullmatch(written)
    at, until = ranges.clocks(dated["clock"] if dated else written)
    if at is None or until is None:
        return cells
    start = f"{dated['day']} {_typed(at)}" if dated else _typed(at)
    end = cells.get("end")
    return {**cells, "start": start, "end": _typed(until) if end is None else end}


def _typed(at: timedelta) -> str:
    return f"{at // timedelta(hours=1)}:{at // timedelta(minutes=1) % 60:02}"


def _from_serial(cell: Cell) -> Cell:
    """Excel's number of a moment or of a part of the day, where the cell is not formatted as one."""
    if isinstance(cell, str) and SERIAL.fullmatch(cell):
        cell = float(cell)
    if not isinstance(cell, float) or not (0 <= cell < 1 or int(cell) in dates.SERIALS):
        return cell
    moment = datetime.combine(dates.EXCEL_EPOCH, time()) + timedelta(minutes=round(cell * 24 * 60))
    return moment if cell >= 1 else moment.time()


def _shown(cell: Cell) -> str:
    return "" if cell is None else str(cell)[:60]


def _left_out(where: str, what: str) -> Problem:
    return Problem(where, f"{what}; the meeting is left out.", MEND)


def _doubts(where: str, doubt: str) -> tuple[Problem, ...]:
    mend = "Write the offset as well, as in 2026-10-25T02:30+01:00."
    return (Problem(where, doubt, mend, "warning"),) if doubt else ()


def _disagreement(cells: Mapping[str, Cell], where: str, span: Span) -> tuple[Problem, ...]:
    told = cells.get("minutes")
    lasts = None if told is None else length(told)
    if lasts is None or cells.get("end") is None or later(span[0], lasts) == span[1]:
        return ()
    what = f"the end and the length ({told}) disagree; the end is taken."
    return (Problem(where, what, "Mend one of the two.", "warning"),)
