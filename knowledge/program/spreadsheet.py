"""CSV files and Excel workbooks; docs/reference/program-yaml.md lists the columns that are recognized."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge import identity, table
from knowledge.model import Program, Session, Speaker
from knowledge.problems import Problem
from knowledge.program import columns, dates, language_names, moments, people, prose, row_times, sheets, zone_names
from knowledge.program.draft import Draft, is_cancelled
from knowledge.program.sheets import text

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from knowledge.model import Event
    from knowledge.program.draft import Read
    from knowledge.program.sheets import Entry, Sheet

ENDINGS = (".csv", ".tsv", ".xlsx", ".xlsm", ".ods", ".xls")
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
HEAD = 8192
NIGHT = range(1, 7)
TOLD = 5  # titles named in one problem
YES = frozenset({"x", "yes", "true", "1", "y", "oui", "ja", "はい", "✓", "○"})
REJECTED = frozenset({"rejected", "declined", "abgelehnt", "refusé", "refusée", "不採択"})


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
        shown = ", ".join(str(cell)[:30] for cell in found[0].cells[:12] if cell is not None)
        told = f"has no header with a title and a time; its first row is: {shown}."
        draft.fault(found[0].line, told, "Name the columns, for instance Date, Start, End, Title, Room, Speakers.")
    order = dates.order((cell for sheet in readable for cell in sheet.dated()), _country(event))
    draft.doubt(0, order.doubt, "Write dates like 2026-01-16.")
    for sheet in readable:
        abroad = Draft(name, replace(event, zone=_zone(draft, sheet)), problems=draft.problems)
        _read_sheet(abroad, row_times.Reader(abroad, order), sheet)
        draft.sessions += [_at_home(session, event) for session in abroad.sessions]
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


def _at_home(session: Session, event: Event) -> Session:
    end = session.end and session.end.astimezone(event.zone)
    return replace(session, start=session.start.astimezone(event.zone), end=end)


def _read_sheet(draft: Draft, times: row_times.Reader, sheet: Sheet) -> None:
    sheet.now = next((day for cell in sheet.above() if (day := times.day(cell))), None)
    for entry in sheet.below():
        _add(draft, times, entry)
    if sheet.untitled:
        told = ", ".join(map(str, sheet.untitled[:TOLD])) + (" and others" * (len(sheet.untitled) > TOLD))
        draft.doubt(sheet.untitled[0], f"rows with a time but no title are left out ({told}).", "Give each a title.")
    if sheet.undated:
        told = ", ".join(repr(title) for title in sheet.undated[:TOLD]) + (" and others" * (len(sheet.undated) > TOLD))
        draft.fault(
            sheet.rows[0].line, f"no date is given for {told}; they are not in the program.", "Add a column Date."
        )


def _add(draft: Draft, times: row_times.Reader, entry: Entry) -> None:
    heading = times.day(entry.alone) if entry.alone is not None else None
    if heading:
        entry.sheet.now = heading
    if heading or entry.repeats_header:
        return
    title, titles = entry.by_language("title")
    start, timed = _start(draft, times, entry, title)
    if start is None:
        return
    if not title and not entry.texts("speakers") and not entry.texts("abstract"):
        if not entry.covered("title"):
            entry.sheet.untitled.append(entry.line)
        return
    state = text(entry.of("cancelled")).casefold()
    if state in REJECTED:
        draft.doubt(entry.line, f"{title!r} is {state} and not in the program.")
        return
    if timed.exact is None:
        _doubt_night(draft, entry, start, title)
    session = Session(
        id=identity.choose((text(entry.of("id")),), title or "untitled"),
        title=title or "untitled",
        titles=titles,
        start=start,
        end=_end(draft, times, entry, start, timed),
        cancelled=state in YES or is_cancelled(state),
        source=draft.where(entry.line),
    )
    draft.sessions.append(_described(draft, session, entry))


def _described(draft: Draft, session: Session, entry: Entry) -> Session:
    """The session with what its row says besides its title and times."""
    speakers, doubt = _speakers(entry)
    draft.doubt(entry.line, doubt, "Separate several speakers by a semicolon.")
    return replace(
        session,
        rooms=tuple(dict.fromkeys(entry.texts("room"))),
        track=prose.line(text(entry.of("track"))),
        kind=prose.line(text(entry.of("kind"))).lower(),
        speakers=speakers,
        subtitle=entry.by_language("subtitle")[0],
        abstract=prose.plain(text(entry.of("abstract"))),
        language=language_names.code(entry.of("language")),
        url=text(entry.of("url")),
    )


def _doubt_night(draft: Draft, entry: Entry, start: datetime, title: str) -> None:
    """Tell of what falls into the night below a row of the same day: 1:00 where 13:00 may be meant."""
    above, entry.sheet.last = entry.sheet.last, start
    if above and above.date() == start.date() and start.hour in NIGHT and above.hour > NIGHT[-1]:
        told = f"{title!r} is at {start:%H:%M}, in the night, though it stands below {above:%H:%M}."
        draft.doubt(entry.line, told, "Write 13:00 or 1 PM for the afternoon.")


def _start(draft: Draft, times: row_times.Reader, entry: Entry, title: str) -> tuple[datetime | None, row_times.Moment]:
    """The start of a row, None after a problem was reported; and what the cell of its time says besides."""
    written = entry.of("date"), entry.of("start")
    dated, timed = (times.moment(cell, entry.line) for cell in written)
    if dated.day:
        entry.sheet.now = dated.day
    unknown = entry.uncomputed("date") or (written[0] is not None and not dated.day)
    start = times.start(dated, timed, None if unknown else entry.sheet.now, entry.line)
    if start is not None or not title:
        return start, timed
    told = " ".join(str(cell) for cell in written if cell is not None)
    if entry.uncomputed("date") or entry.uncomputed("start"):
        told = f"the time of {title!r} is a formula that was never worked out; it is not in the program."
        draft.fault(entry.line, told, "Open the file in Excel and save it.")
    elif entry.alone is not None:
        draft.doubt(entry.line, f"{title!r} stands without a time and is taken as a heading.", "Give it a start.")
    elif not dated.day and dates.lacks_year(written[0]):
        told = f"the date {text(written[0])!r} of {title!r} has no year; it is not in the program."
        draft.fault(entry.line, told, "Write it like 2026-01-16.")
    elif timed.at is not None and not written[0]:
        entry.sheet.undated.append(title)
    else:
        draft.no_start(entry.line, title, told)
    return None, timed


def _end(
    draft: Draft, times: row_times.Reader, entry: Entry, start: datetime, timed: row_times.Moment
) -> datetime | None:
    title = entry.by_language("title")[0]
    dated, ending = (times.moment(entry.of(name), entry.line) for name in ("end_date", "end"))
    if ending.at is None and ending.exact is None:
        ending = row_times.Moment(at=timed.until)
    lasting = entry.of("minutes")
    length = moments.length(lasting) if lasting is not None else None
    for name, understood in (("end", ending.at is not None or ending.exact), ("minutes", length)):
        if entry.of(name) is not None and not understood:
            told = f"the {name} {text(entry.of(name))!r} of {title!r} cannot be read; it is left out."
            draft.doubt(entry.line, told, "Write a time like 15:30, or a number of minutes.")
    end = times.end(dated, ending, start, entry.line, title)
    return end or (moments.later(start, length) if length else None)


def _speakers(entry: Entry) -> tuple[tuple[Speaker, ...], str]:
    texts = entry.texts("speakers")
    alone = entry.sheet.header is not None and len(entry.sheet.header.of("speakers")) == 1
    doubt = ""
    if alone and texts:
        names, doubt = people.several(texts[0])
    else:
        names = [name for text in texts for name in people.one(text)]
    return people.speakers(names, entry.texts("organization"), entry.texts("role")), doubt


def _country(event: Event) -> str:
    """The country of the event's zone, which tells how dates are written there."""
    from babel.core import get_global

    return str(get_global("zone_territories").get(event.zone.key, ""))
