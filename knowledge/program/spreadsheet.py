"""CSV files and Excel workbooks; docs/reference/program-yaml.md lists the columns that are recognized."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from knowledge import table
from knowledge.model import Program, Session
from knowledge.problems import Problem
from knowledge.program import columns, dates, row_times, sheet_rows, sheets, zone_names
from knowledge.program.draft import Draft
from knowledge.program.sheets import text

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from knowledge.model import Event
    from knowledge.program.draft import Read
    from knowledge.program.sheets import Entry, Sheet
    from knowledge.table import Row

ENDINGS = (".csv", ".tsv", ".xlsx", ".xlsm", ".ods", ".xls")
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
HEAD = 8192
TOLD = 5  # titles named in one problem
MOST_NAMED = 12  # columns named in one


def recognizes(data: bytes, name: str) -> bool:
    """Whether this is a workbook, or text whose first lines hold a header with a title and a time."""
    if name.lower().endswith(ENDINGS) or b"xl/workbook.xml" in data or OPEN_DOCUMENT in data[:HEAD]:
        return True
    if data.lstrip()[:1] in (b"{", b"[", b"<", b"%") or data.startswith(b"PK"):
        return False
    found, _ = table.rows(data[:HEAD].rpartition(b"\n")[0] or data[:HEAD], name)
    return columns.find(found) is not None


def read(data: bytes, name: str, event: Event) -> Read:
    """The program in a table; times are in the event's zone unless they carry an offset."""
    if OPEN_DOCUMENT in data[:HEAD]:
        told = "is an OpenDocument spreadsheet, which is not read."
        return Program(), (Problem(name, told, "Save it as Excel (.xlsx) or CSV and name that file."),)
    found, problems = table.rows(data, name)
    draft = Draft(name, event, problems=list(problems))
    tables = list(sheets.each(data, found, event.zone))
    readable = [sheet for sheet in tables if sheet.header]
    for sheet in tables:
        if not sheet.header and readable:
            draft.doubt(0, f"the sheet {sheet.title!r} has no header with a title and a time; it is not read.")
    if not found and not problems:
        draft.fault(0, "holds no rows.", "Export it again.")
    if found and not readable:
        _no_header(draft, found)
    order = dates.order((cell for sheet in readable for cell in sheet.dated()), _country(event))
    draft.doubt(0, order.doubt, "Write dates like 2026-01-16.")
    for sheet in readable:
        _read_sheet(_Clocks(draft, order, _zone(draft, sheet)), sheet)
    draft.sessions = [_at_home(session, event) for session in sheet_rows.together(draft.sessions)]
    return draft.finish()


def _zone(draft: Draft, sheet: Sheet) -> ZoneInfo:
    """The zone of a sheet's times: the event's unless it names another."""
    home = draft.event.zone
    zone = zone_names.marked(sheet.zone, home) if sheet.zone else home
    if zone is None:
        told = f"the zone {sheet.zone!r} may mean several clocks; the times are read in {home.key}."
        draft.doubt(0, told, "Write it like UTC+8, or leave it out where the times are the event's.")
    elif zone != home:
        told = f"the times are in {sheet.zone}, as the table says; they are shown in the event's zone, {home.key}."
        draft.doubt(0, told)
    return zone or home


@dataclass
class _Clocks:
    """Reads the times of a sheet, in its own zone or in the one that a row names."""

    draft: Draft
    order: dates.Order
    own: ZoneInfo
    _known: dict[str, row_times.Reader] = field(default_factory=dict)

    def of(self, entry: Entry) -> row_times.Reader:
        """The reader for a row."""
        named = text(entry.of("zone"))
        if named not in self._known:
            zone = zone_names.written(named, self.draft.event.zone) if named else self.own
            if zone is None:
                told = (
                    f"the time zone {named!r} is not known or may mean several; such rows are read in {self.own.key}."
                )
                self.draft.doubt(entry.line, told, "Write it like Europe/Paris or UTC+8.")
            self._known[named] = self.at(zone or self.own)
        return self._known[named]

    def at(self, zone: ZoneInfo) -> row_times.Reader:
        """The reader for a zone; what it finds goes into the same draft."""
        event = replace(self.draft.event, zone=zone)
        same = Draft(self.draft.name, event, self.draft.sessions, self.draft.rooms, self.draft.problems)
        return row_times.Reader(same, self.order)


def _at_home(session: Session, event: Event) -> Session:
    end = session.end and session.end.astimezone(event.zone)
    return replace(session, start=session.start.astimezone(event.zone), end=end)


def _read_sheet(clocks: _Clocks, sheet: Sheet) -> None:
    draft = clocks.draft
    above = (days for cell in sheet.above() if (days := clocks.at(clocks.own).days(cell, 0)))
    sheet.now = next((days for days in above if len(days) == 1), ())
    for entry in sheet.below():
        sheet_rows.add(clocks.of(entry), entry)
    if sheet.untitled:
        told = ", ".join(map(str, sheet.untitled[:TOLD])) + (" and others" * (len(sheet.untitled) > TOLD))
        draft.doubt(sheet.untitled[0], f"rows with a time but no title are left out ({told}).", "Give each a title.")
    if sheet.undated:
        told = f"no date is given for {_some(sheet.undated)}; they are not in the program."
        draft.fault(sheet.rows[0].line, told, "Add a column Date.")
    if sheet.untimed and sheet.header:
        told = f"no column is known as the time of start, so that {_some(sheet.untimed)} are not in the program"
        draft.fault(sheet.header.line, f"{told}; {_unknown(sheet.header)}.", "Name the column of the start Start.")


def _some(titles: list[str]) -> str:
    return ", ".join(repr(title) for title in titles[:TOLD]) + (" and others" * (len(titles) > TOLD))


def _unknown(header: columns.Header) -> str:
    """Which columns mean nothing here, as the end of a sentence."""
    named = ", ".join(f"{label!r}" for label in header.unknown[:MOST_NAMED])
    return f"columns that are not known: {named}" if named else "all other columns are known"


def _no_header(draft: Draft, found: list[Row]) -> None:
    """Report that no row is a header, with the columns of the one that comes nearest."""
    nearest = columns.nearest(found)
    if nearest is None:
        shown = ", ".join(str(cell)[:30] for cell in found[0].cells[:12] if cell is not None)
        told = f"has no header with a title and a time; its first row is: {shown}."
        draft.fault(found[0].line, told, "Name the columns, for instance Date, Start, End, Title, Room, Speakers.")
        return
    missing = "title" if "title" not in nearest.fields else "date or time"
    told = f"has no column that is known as the {missing}; {_unknown(nearest)}."
    draft.fault(nearest.line, told, f"Name that column {'Title' if missing == 'title' else 'Start'}.")


def _country(event: Event) -> str:
    """The country of the event's zone, which tells how dates are written there."""
    from babel.core import get_global

    return str(get_global("zone_territories").get(event.zone.key, ""))
