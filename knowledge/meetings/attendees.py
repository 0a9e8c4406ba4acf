"""The attendees file: who is registered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from knowledge.meetings.header import ATTENDEE, find_header
from knowledge.model import Attendee
from knowledge.problems import Problem
from knowledge.program import language_names
from knowledge.table import rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knowledge.table import Cell

EMAIL = re.compile(r"[^\s@<>,;()（）\[\]|/\"]+@[^\s@<>,;()（）\[\]|/\"]+\.[^\s@<>,;()（）\[\]|/\"]+")


def read_attendees(data: bytes, name: str) -> tuple[tuple[Attendee, ...], tuple[Problem, ...]]:
    """The attendees of a CSV or XLSX file, in its order, one for each e-mail."""
    found, problems = rows(data, name)
    header, faults = find_header(found, name, ATTENDEE, ("email",))
    problems += faults
    attendees: dict[str, Attendee] = {}
    lines: dict[str, int] = {}
    for row in found if header else ():
        if header is None or row.sheet != header.sheet or row.line <= header.line:
            continue
        where = f"{name}:{row.line}"
        attendee, faults = _attendee(header.cells(row), where)
        problems += faults
        if attendee is None:
            continue
        if attendee.email in attendees:
            what = f"{attendee.email} is there already, in line {lines[attendee.email]}; this row is left out."
            problems += (Problem(where, what, "Keep one of the two.", "warning"),)
            continue
        attendees[attendee.email], lines[attendee.email] = attendee, row.line
    return tuple(attendees.values()), problems


def read_email(cell: Cell) -> str:
    """The address in a cell in lower case ("Name <a@b.c>" and mailto: too), or an empty string."""
    return next(iter(emails(cell)), "")


def emails(cell: Cell) -> tuple[str, ...]:
    """All addresses in a cell, each once."""
    found = EMAIL.findall(re.sub(r"(?i)\bmailto:", "", str(cell))) if cell is not None else []
    return tuple(dict.fromkeys(address.lower() for address in found))


def _attendee(cells: Mapping[str, Cell], where: str) -> tuple[Attendee | None, tuple[Problem, ...]]:
    email = read_email(cells.get("email"))
    if not email:
        shown = cells.get("email")
        what = f"“{shown}” is not an e-mail address." if shown else "has no e-mail address."
        return None, (Problem(where, f"{what} The row is left out.", "Write it as name@company.com."),)
    language, faults = _language(text_of(cells, "language"), where)
    zone, more = _zone(text_of(cells, "time_zone"), where)
    parts = (text_of(cells, "first_name"), text_of(cells, "last_name"))
    attendee = Attendee(
        email=email,
        name=text_of(cells, "name") or " ".join(filter(None, parts)) or email.split("@")[0],
        organization=text_of(cells, "organization"),
        groups=tuple(dict.fromkeys(filter(None, map(str.strip, re.split(r"[;|、;]", text_of(cells, "groups")))))),
        language=language,
        time_zone=zone,
    )
    return attendee, faults + more


def text_of(cells: Mapping[str, Cell], field: str) -> str:
    """A cell as one line of text; a whole number in a workbook has no fraction."""
    cell = cells.get(field)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else " ".join(str(cell).split())


def _language(told: str, where: str) -> tuple[str, tuple[Problem, ...]]:
    code = language_names.code(told)
    if told and not code:
        return "", (Problem(where, f"the language “{told}” is not known.", "Write en, fr or ja.", "warning"),)
    return code, ()


def _zone(told: str, where: str) -> tuple[str, tuple[Problem, ...]]:
    if not told:
        return "", ()
    try:
        return ZoneInfo(told).key, ()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        what = f"the time zone “{told}” is not known; the event's serves."
        return "", (Problem(where, what, "Write it as Europe/Paris or Asia/Tokyo.", "warning"),)
