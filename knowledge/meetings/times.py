"""Start and end of a meeting from its row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from knowledge import dates
from knowledge.problems import Problem
from knowledge.program.moments import clock, instant, later, length, midnight, settle

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from knowledge.table import Cell

MEND = "Write it as 2026-01-16 14:30."
HALF_A_DAY = timedelta(hours=12)
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Times:
    """Reads times without an offset in ``zone``, and 02/03/2026 as ``day_first`` says, if it does."""

    zone: ZoneInfo
    day_first: bool | None = None

    def read(self, cells: Mapping[str, Cell], where: str) -> tuple[Span | None, tuple[Problem, ...]]:
        """When the meeting of a row begins and ends, or None with a Problem that tells why not."""
        day = self._day(cells.get("date"))
        start, doubt = self._moment(cells.get("start"), day)
        if start is None:
            return None, (_left_out(where, f"the start “{_shown(cells.get('start'))}” cannot be read"),)
        doubts = _doubts(where, doubt)
        end, doubt = self._end(cells, start)
        if isinstance(end, str):
            return None, (*doubts, _left_out(where, end))
        return (start, end), doubts + _doubts(where, doubt) + _disagreement(cells, where, start, end)

    def _end(self, cells: Mapping[str, Cell], start: datetime) -> tuple[datetime | str, str]:
        """The end, or what is wrong with it; and what is doubtful about it."""
        written, minutes = cells.get("end"), cells.get("minutes")
        if written is None:
            span = None if minutes is None else length(minutes)
            if span is None:
                told = "has neither end nor minutes" if minutes is None else f"the length “{minutes}” cannot be read"
                return told, ""
            return later(start, span), ""
        end, doubt = self._moment(written, start.date())
        if end is None:
            return f"the end “{_shown(written)}” cannot be read", ""
        if end < start and start - end > HALF_A_DAY and not self._dated(written):
            end, doubt = self._moment(written, start.date() + timedelta(days=1))  # over midnight
        if end is None or end <= start:
            return f"ends ({_shown(written)}) before it starts ({start:%H:%M})", ""
        return end, doubt

    def _moment(self, cell: Cell, day: date | None) -> tuple[datetime | None, str]:
        if isinstance(cell, datetime):
            return settle(cell, self.zone) if cell.tzinfo is None else (cell.astimezone(self.zone), "")
        if isinstance(cell, str):
            exact = instant(cell, self.zone)
            if exact[0] is not None:
                return exact
            found = dates.find(cell, day_first=self.day_first)
            if found:
                day, cell = found[0], cell.replace(found[1], " ").strip(" ,T")
        since_midnight = clock(cell) if isinstance(cell, str | time) else None
        if day is None or since_midnight is None:
            return None, ""
        return settle(midnight(day) + since_midnight, self.zone)

    def _day(self, cell: Cell) -> date | None:
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        found = dates.find(cell, day_first=self.day_first) if isinstance(cell, str) else None
        return found[0] if found else None

    def _dated(self, cell: Cell) -> bool:
        return isinstance(cell, datetime) or (isinstance(cell, str) and bool(re.search(r"\d{4}", cell)))


def _shown(cell: Cell) -> str:
    return "" if cell is None else str(cell)[:60]


def _left_out(where: str, what: str) -> Problem:
    return Problem(where, f"{what}; the meeting is left out.", MEND)


def _doubts(where: str, doubt: str) -> tuple[Problem, ...]:
    return (Problem(where, doubt, "Write the offset as well, as in 2026-10-25T02:30+01:00.", "warning"),) if doubt else ()


def _disagreement(cells: Mapping[str, Cell], where: str, start: datetime, end: datetime) -> tuple[Problem, ...]:
    told = cells.get("minutes")
    span = None if told is None else length(told)
    if span is None or cells.get("end") is None or later(start, span) == end:
        return ()
    return (Problem(where, f"the end and the length ({told}) disagree; the end is taken.", "Mend one of the two.", "warning"),)
