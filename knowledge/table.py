"""Rows of a CSV file or an Excel workbook, with the line each one came from."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from knowledge import archive
from knowledge.decoding import decode, doubt
from knowledge.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Cell = str | int | float | datetime | date | time | None

DELIMITERS = ",;\t|"
MOST_ROWS = 100_000
MOST_COLUMNS = 200
UNREADABLE = (
    *(KeyError, ValueError, TypeError, AttributeError, SyntaxError, OSError, IndexError, EOFError, NotImplementedError),
    *(zipfile.BadZipFile, zlib.error),
)  # what openpyxl and zipfile raise over damaged workbooks
BLANK_RUN = 1_000  # formatted but empty rows down to 1,048,576 are common: stop there


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something. ``line`` counts from 1 as editors and Excel do.

    ``cells`` are stripped strings, None where empty; from a workbook also numbers and naive dates
    and times. ``sheet`` is the workbook's sheet, empty for CSV.
    """

    line: int
    cells: tuple[Cell, ...]
    sheet: str = ""


def rows(data: bytes, name: str) -> tuple[list[Row], tuple[Problem, ...]]:
    """The rows of all visible sheets, or of the CSV file; empty rows are left out.

    A workbook is known by its content, so a misnamed file is read all the same.
    """
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return _workbook_rows(data, name)
    return _csv_rows(data, name)


def _csv_rows(data: bytes, name: str) -> tuple[list[Row], tuple[Problem, ...]]:
    decoded = decode(data)
    if decoded is None:
        return [], (Problem(name, "is neither text nor an Excel workbook.", "Save it as CSV in UTF-8."),)
    text, encoding = decoded
    problems: tuple[Problem, ...] = ()
    if doubt(encoding):
        problems = (Problem(name, doubt(encoding), "If letters look wrong, save it as UTF-8.", "warning"),)
    found, faults = _bounded(_parse(text, _delimiter(text)), name)
    return found, problems + faults


def _parse(text: str, delimiter: str) -> Iterator[Row]:
    """Raises csv.Error where a quoted cell never ends or a cell is too long."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)
    line = 1
    try:
        for cells in reader:
            yield Row(line, tuple(cell.strip() or None for cell in cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise csv.Error(f"{line}\t{error}") from error


def _bounded(source: Iterable[Row], name: str) -> tuple[list[Row], tuple[Problem, ...]]:
    """The rows that hold something, up to the limit."""
    found: list[Row] = []
    try:
        for row in source:
            if any(cell is not None for cell in row.cells):
                if len(found) == MOST_ROWS:
                    return found, (
                        Problem(name, f"has more than {MOST_ROWS} rows; the rest is left out.", "Split it."),
                    )
                found.append(row)
    except csv.Error as error:
        line, _, reason = str(error).partition("\t")
        told = f"cannot be read from here on: {reason}."
        return found, (Problem(f"{name}:{line}", told, "Look for a quotation mark that is never closed."),)
    return found, ()


def _delimiter(text: str) -> str:
    """The delimiter that splits the first lines into the most columns, evenly."""
    lines = [line for line in text[:50_000].split("\n") if line.strip()][:20]

    def worth(delimiter: str) -> tuple[int, int]:
        counts = [len(cells) for cells in csv.reader(lines, delimiter=delimiter)]
        usual = max(set(counts), key=counts.count, default=1)
        return (counts.count(usual) if usual > 1 else 0), usual

    return max(DELIMITERS, key=worth)


def _workbook_rows(data: bytes, name: str) -> tuple[list[Row], tuple[Problem, ...]]:
    from openpyxl import load_workbook

    unsafe = archive.fault(data, "xl/workbook.xml")
    if unsafe:
        return [], (Problem(name, unsafe[0] + ".", unsafe[1]),)
    try:
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return _bounded(_sheets(workbook), name)
    except UNREADABLE as error:
        # openpyxl lets whatever its parsing meets escape; SyntaxError covers XML faults
        told = f"cannot be read as an Excel workbook ({type(error).__name__})."
        return [], (Problem(name, told, "Open it in Excel and save it again."),)


def _sheets(workbook: object) -> Iterator[Row]:
    for sheet in workbook.worksheets:  # type: ignore[attr-defined] # typed loosely: openpyxl loads late
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()
        blank = 0
        for line, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            cells = tuple(_cell(value) for value in values[:MOST_COLUMNS])
            blank = 0 if any(cell is not None for cell in cells) else blank + 1
            if blank > BLANK_RUN:
                break
            yield Row(line, cells, sheet.title)


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, timedelta):  # Excel's [h]:mm
        return time(value.seconds // 3600, value.seconds // 60 % 60) if not value.days else str(value)
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, int | float | datetime | date | time) else None
