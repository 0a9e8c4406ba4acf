"""The sheets of a spreadsheet, their rows by field."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from knowledge.program import columns, prose, workbook, zone_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from knowledge.table import Cell, Row

FILLED = frozenset(
    {"date", "start", "end", "end_date", "minutes", "zone", "room", "track", "kind"}
)  # hold for merged rows


TIMES = re.compile(r"\btimes?\b|\bheures?\b|zeiten\b|時刻|時間", re.IGNORECASE)


def text(cell: Cell) -> str:
    """A cell as text; a whole number without its decimals."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


@dataclass
class Sheet:
    """The rows of one sheet.

    ``now`` are the days that hold for rows that give none, ``last`` is the start of the last row read; ``untitled`` are
    the lines with a time alone, ``undated`` are the titles of sessions without a date, ``untimed`` of those without a
    column for the time.
    """

    title: str
    rows: list[Row]
    header: columns.Header | None
    layout: workbook.Layout
    now: tuple[date, ...] = ()
    last: datetime | None = None
    untitled: list[int] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)
    untimed: list[str] = field(default_factory=list)

    def dated(self) -> Iterator[Cell]:
        """The cells that may hold dates, and the lines above the header or of one cell."""
        for place, row in enumerate(self.rows):
            is_line = place < self._body or sum(cell is not None for cell in row.cells) == 1
            at = range(len(row.cells)) if is_line else [column.at for column in self._dated_columns()]
            yield from (row.cells[each] for each in at if each < len(row.cells))

    def above(self) -> Iterator[Cell]:
        """The name of the sheet and what stands above the header."""
        yield self.title
        yield from (cell for row in self.rows[: self._body] for cell in row.cells)

    @property
    def zone(self) -> str:
        """The zone of its times as the header names it, or a line above that speaks of times; empty for none."""
        named = [column.zone for column in self._dated_columns() if column.zone]
        lines = (cell for cell in self.above() if isinstance(cell, str) and TIMES.search(cell))
        return named[0] if named else next(filter(None, map(zone_names.mark, lines)), "")

    def below(self) -> list[Entry]:
        """The entries of the table."""
        values = {(row.line, at): cell for row in self.rows for at, cell in enumerate(row.cells)}
        return [Entry(row, self, values) for row in self.rows[self._body :]]

    @property
    def _body(self) -> int:
        return self.header.body if self.header else 0

    def _dated_columns(self) -> list[columns.Column]:
        named = self.header.columns if self.header else ()
        return [column for column in named if column.field in ("date", "start", "end", "end_date")]


@dataclass
class Entry:
    """One row by field."""

    row: Row
    sheet: Sheet
    values: dict[tuple[int, int], Cell] = field(repr=False)

    @property
    def line(self) -> int:
        """The number of the row, from 1."""
        return self.row.line

    @property
    def alone(self) -> Cell:
        """The only value of a row that has but one, else None."""
        held = {cell for cell in self.row.cells if cell is not None}
        return held.pop() if len(held) == 1 else None

    def of(self, name: str) -> Cell:
        """The cell of a field, None where it is empty; a merged cell holds for all its rows."""
        at = self.sheet.header.first(name) if self.sheet.header else None
        return None if at is None else self._at(at, filled=name in FILLED)

    def texts(self, name: str) -> list[str]:
        """The texts of all columns of a field, those without text left out."""
        named = self.sheet.header.of(name) if self.sheet.header else []
        found = [text(self._at(column.at, filled=name in FILLED)) for column in named]
        return [text for text in found if text]

    def placed(self, name: str) -> list[str]:
        """The texts of all columns of a field, empty ones too, so that they pair with those of another."""
        named = self.sheet.header.of(name) if self.sheet.header else []
        return [text(self._at(column.at)) for column in named]

    @property
    def repeats_header(self) -> bool:
        """Whether the row is the header again, as above each day of a long table."""
        header = self.sheet.header.columns if self.sheet.header else ()
        found = [(columns.meaning(self._at(column.at)), column.field) for column in header]
        return sum(meant is not None and meant.field == told for meant, told in found) > len(header) / 2

    def by_language(self, name: str) -> tuple[str, dict[str, str]]:
        """The text of a field and what it is in the languages that have columns of their own."""
        named = self.sheet.header.of(name) if self.sheet.header else []
        texts = {column.language: prose.line(text(self._at(column.at))) for column in named}
        if name == "title" and not any(texts.values()):
            texts[""] = prose.line(text(self.banner))
        told = {language: text for language, text in texts.items() if text}
        return told.get("") or next(iter(told.values()), ""), {key: text for key, text in told.items() if key}

    @property
    def banner(self) -> Cell:
        """The value of a cell merged over the title and columns before it, as a break is often put."""
        place = self._banner_place()
        return None if place is None else self.values.get(place)

    def uncomputed(self, name: str) -> bool:
        """Whether a field's cell holds a formula that was never worked out."""
        at = self.sheet.header.first(name) if self.sheet.header else None
        return at is not None and (self.line, at) in self.sheet.layout.uncomputed

    def covered(self, name: str) -> bool:
        """Whether a field's cell belongs to a merged one that begins in a row above."""
        at = self.sheet.header.first(name) if self.sheet.header else None
        return at is not None and self.sheet.layout.merged.get((self.line, at), (self.line, at))[0] < self.line

    def _banner_place(self) -> tuple[int, int] | None:
        at = self.sheet.header.first("title") if self.sheet.header else None
        place = None if at is None else self.sheet.layout.merged.get((self.line, at))
        return place if place and place[0] == self.line and place[1] != at else None

    def _at(self, at: int, *, filled: bool = False) -> Cell:
        cell = self.row.cells[at] if at < len(self.row.cells) else None
        if (self.line, at) == self._banner_place() or (isinstance(cell, str) and not cell.strip("-–—")):
            return None
        if cell is None and filled:
            place = self.sheet.layout.merged.get((self.line, at))
            if place and place[1] == at:
                return self.values.get(place)
        return cell


def each(data: bytes, found: Iterable[Row], home: ZoneInfo) -> Iterator[Sheet]:
    """The sheets of a workbook, or the one of a CSV file, with their headers; ``home`` is the event's zone."""
    layouts = workbook.layouts(data) if found and data.startswith(b"PK") else {}
    for title, group in groupby(found, key=lambda row: row.sheet):
        held = list(group)
        header = columns.find(held)
        yield Sheet(
            title, held, columns.at_home(header, home) if header else None, layouts.get(title, workbook.Layout())
        )
