"""The meetings file: who meets whom, when and at which table."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

from knowledge import status
from knowledge.folding import plain
from knowledge.meetings import clashes
from knowledge.meetings.attendees import emails, read_email, text_of
from knowledge.meetings.header import MEETING, find_header
from knowledge.meetings.times import Times
from knowledge.model import Meeting
from knowledge.problems import Problem
from knowledge.program import dates, zone_names
from knowledge.status import OFF, Standing
from knowledge.table import rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from knowledge.meetings.header import Header
    from knowledge.model import Attendee, Event, Unsettled
    from knowledge.table import Cell, Row

CANCELLED = ("cancelled", "canceled", "cancel", "annule", "annulee", "declined", "refuse", "refusee",
             "キャンセル", "中止", "取消")  # fmt: skip
STANDS = ("", "confirmed", "confirme", "confirmee", "planned", "scheduled", "prevu", "prevue", "accepted", "ok",
          "active", "確定", "予定")  # fmt: skip


def read_meetings(
    data: bytes, name: str, event: Event, known: Sequence[Attendee] = ()
) -> tuple[tuple[Meeting, ...], tuple[Problem, ...]]:
    """The meetings of a CSV or XLSX file by start, then table.

    ``known`` are the attendees: a side that is none of them is reported and kept; without any nobody
    is asked after. Ids are unique: a repeated one has ``@`` and the start added.
    """
    found, problems = rows(data, name)
    header, faults = find_header(found, name, MEETING, ("start", "side_a", "side_b"))
    problems += faults
    if header is None:
        return (), problems
    below = [row for row in found if row.sheet == header.sheet and row.line > header.line]
    times = Times(event.zone, _order(below, header, event))
    located: list[tuple[str, Meeting]] = []
    for row in below:
        where = f"{name}:{row.line}"
        meeting, faults = _meeting(header.cells(row), where, times)
        problems += faults + (_left_out(row, meeting, where) if meeting else ())
        located += [(where, meeting)] if meeting else []
    unique, faults = _unique(located)
    problems += faults + clashes.find(unique, known)
    if times.order.doubt:
        problems += (Problem(name, times.order.doubt, "Write dates as 2026-01-16.", "warning"),)
    return tuple(sorted((meeting for _, meeting in unique), key=lambda m: (m.start, m.table, m.id))), problems


def _order(below: Sequence[Row], header: Header, event: Event) -> dates.Order:
    """Whether 02/03/2026 is in March or in February: as the whole file tells, or the event's country has it."""
    from babel.core import get_global

    columns = [header.columns[field] for field in ("date", "start", "end") if field in header.columns]
    written = (row.cells[at] for row in below for at in columns if at < len(row.cells))
    return dates.order(written, str(get_global("zone_territories").get(event.zone.key, "")))


def _meeting(cells: Mapping[str, Cell], where: str, times: Times) -> tuple[Meeting | None, tuple[Problem, ...]]:
    side_a, side_b = (read_email(cells.get(side)) for side in ("side_a", "side_b"))
    if not side_a or not side_b:
        missing = "side_b" if side_a else "side_a"
        shown = cells.get(missing)
        what = f"{missing} is {f'“{shown}”, no e-mail address' if shown else 'empty'}; the meeting is left out."
        return None, (Problem(where, what, "Give the e-mail address of each of the two sides."),)
    if side_a == side_b:
        return None, (Problem(where, f"{side_a} meets itself; the meeting is left out.", "Name the other side."),)
    there, doubt = _zone(text_of(cells, "zone"), where, times)
    span, problems = replace(times, zone=there).read(cells, where)
    problems += doubt
    if span is None:
        return None, problems
    (cancelled, standing), faults = _standing(text_of(cells, "status"), where)
    table = text_of(cells, "table") or text_of(cells, "room")
    if not table and not cancelled:
        faults += (Problem(where, "has neither table nor room.", "Say where the two meet.", "warning"),)
    start, end = (moment.astimezone(times.zone) for moment in span)
    meeting = Meeting(
        id=text_of(cells, "id") or _made_id(side_a, side_b, start.astimezone(UTC).isoformat()),
        start=start,
        end=end,
        table=table,
        side_a=side_a,
        side_b=side_b,
        title=text_of(cells, "title"),
        cancelled=cancelled,
        status=standing,
    )
    return meeting, problems + faults


def _made_id(side_a: str, side_b: str, start: str) -> str:
    """An id that stays the same over reloads, whichever side is named first."""
    told = "\n".join((*sorted((side_a, side_b)), start))
    return "m-" + hashlib.sha256(told.encode()).hexdigest()[:12]


def _left_out(row: Row, meeting: Meeting, where: str) -> tuple[Problem, ...]:
    """Tell who else is named in a row: a meeting has two sides."""
    named = dict.fromkeys(address for cell in row.cells for address in emails(cell))
    more = ", ".join(address for address in named if address not in (meeting.side_a, meeting.side_b))
    if not more:
        return ()
    what = f"names more than two people; {more} will not be reminded of this meeting."
    return (Problem(where, what, "Write a row for each pair of people who meet.", "warning"),)


def _zone(named: str, where: str, times: Times) -> tuple[ZoneInfo, tuple[Problem, ...]]:
    """The zone of a row's times: the event's unless the row names another."""
    zone = zone_names.written(named, times.zone) if named else times.zone
    if zone is not None:
        return zone, ()
    what = f"the time zone “{named}” is not known or may mean several; the event's serves."
    return times.zone, (Problem(where, what, "Write it as Europe/Paris or Asia/Tokyo.", "warning"),)


def _standing(told: str, where: str) -> tuple[tuple[bool, Unsettled], tuple[Problem, ...]]:
    """Whether a meeting is off by its status, and how it is unsettled."""
    word = plain(told)
    words = Standing.ON if word in STANDS else status.read(told.lower()) if len(word) > 1 else None  # "x" of what?
    read = Standing.CANCELLED if word in CANCELLED else words
    if read in (*OFF, Standing.DECLINED):
        return (True, "postponed" if read is Standing.POSTPONED else ""), ()
    if read in (Standing.ON, Standing.TENTATIVE, Standing.PENDING):
        return (False, "" if read is Standing.ON else "tentative"), ()
    what = f"the status “{told}” is not known; the meeting is taken to stand."
    return (False, ""), (Problem(where, what, "Write cancelled, or leave it empty.", "warning"),)


def _unique(located: Sequence[tuple[str, Meeting]]) -> tuple[list[tuple[str, Meeting]], tuple[Problem, ...]]:
    """Each meeting once, each id once."""
    rows: dict[Meeting, str] = {}
    taken: dict[str, str] = {}
    kept: list[tuple[str, Meeting]] = []
    problems: list[Problem] = []
    for where, meeting in located:
        if meeting in rows:
            what = f"is the same meeting as in {rows[meeting]}; it is taken once."
            problems.append(Problem(where, what, "Delete one of the two rows.", "warning"))
            continue
        rows[meeting], told = where, meeting
        if meeting.id in taken:
            what = f"the id {meeting.id} is taken by {taken[meeting.id]}; the start is added to it."
            problems.append(Problem(where, what, "Give every meeting an id of its own.", "warning"))
            told = replace(meeting, id=_free(f"{meeting.id}@{meeting.start.isoformat()}", taken))
        taken[told.id] = where
        kept.append((where, told))
    return kept, tuple(problems)


def _free(wanted: str, taken: Mapping[str, object]) -> str:
    number = 2
    free = wanted
    while free in taken:
        free, number = f"{wanted}#{number}", number + 1
    return free
