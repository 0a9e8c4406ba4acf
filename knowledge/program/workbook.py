"""What a workbook says beside its values: which cells are merged, and which formulas were never computed."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field

MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]+)(\d+)"[^>]*>(.*?)</(?:\w+:)?c>', re.DOTALL)
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
LARGEST_MERGE = 10_000  # cells
VALUE = re.compile(rb"<(?:\w+:)?v>[^<]|<(?:\w+:)?is>")


@dataclass
class Layout:
    """One sheet. Rows are counted from 1 as Excel does, columns from 0 as in a row's cells.

    ``merged`` leads from each covered cell to the one that holds its value; ``uncomputed`` cells hold a formula that
    no program has worked out yet.
    """

    merged: dict[tuple[int, int], tuple[int, int]] = field(
        default_factory=dict
    )  # covered cell -> cell that holds the value
    uncomputed: set[tuple[int, int]] = field(default_factory=set)


def layouts(data: bytes) -> dict[str, Layout]:
    """The layout of each sheet by its name, of a workbook that was read without fault."""
    import openpyxl

    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {sheet.title: getattr(sheet, "_worksheet_path", "") for sheet in workbook.worksheets}
        return {title: _layout(archive.read(part)) for title, part in parts.items() if part in archive.namelist()}


def _layout(xml: bytes) -> Layout:
    found = Layout()
    for match in MERGED.finditer(xml):
        left, top, right, bottom = _column(match[1]), int(match[2]), _column(match[3]), int(match[4])
        if (bottom - top + 1) * (right - left + 1) <= LARGEST_MERGE:
            area = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
            found.merged |= dict.fromkeys(area, (top, left))
    for match in CELL.finditer(xml):
        if FORMULA.search(match[3]) and not VALUE.search(match[3]):
            found.uncomputed.add((int(match[2]), _column(match[1])))
    return found


def _column(letters: bytes) -> int:
    """The number of a column from its letters, ``A`` being 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
