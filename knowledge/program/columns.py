"""What the columns of a spreadsheet mean, told by their headers in English, French, German and Japanese. Pure.

The header is looked for in the first rows, below any title lines. It may take up two rows: a group over several
columns above, its parts below ("Speakers" over 1, 2, 3; "Time" over "from" and "to").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from knowledge.folding import fold
from knowledge.program import language_names, zone_names
from knowledge.program.column_words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

    from knowledge.table import Cell, Row

MANY = frozenset({"speakers", "first_name", "last_name", "organization", "role", "room"})  # of several columns
SURNAMES = frozenset({"nom", "name"})  # beside a column of first names
TOLD_IN_LANGUAGES = frozenset({"title", "subtitle", "abstract"})
OWNER = re.compile(r"^(?:session|talk|event|presentation|programme?|lecture)[\s_-]+|\s+(?:of|de la|der|des)\s+session$")
HEADER_WITHIN = 40  # rows that are looked through for the header
TIMES = frozenset({"start", "date"})
MARKED = re.compile(r"^\s*(?:[*•]+|\d{1,2}\s*[.)]\s)\s*|[*?]+\s*$")  # required; the number of a question
SETTLED = 2  # columns that make a row look like a header
CLOCKED = TIMES | {"end", "end_date"}


@dataclass(frozen=True)
class Column:
    """Where a field stands. ``rank`` is how good its word is, 0 the best.

    ``language`` is as in ``Title (fr)``, ``zone`` as in ``Start (UTC)``.
    """

    field: str
    at: int
    rank: int
    language: str = ""
    zone: str = ""


@dataclass(frozen=True)
class Header:
    """The columns of a table, and the number of the row with its first entry, counted from 0.

    ``line`` is the line of the header itself as editors count. ``unknown`` are the labels that mean nothing here, from
    left to right.
    """

    columns: tuple[Column, ...]
    body: int
    line: int = 0
    unknown: tuple[str, ...] = ()

    @property
    def fields(self) -> set[str]:
        """What it has columns for."""
        return {column.field for column in self.columns}

    def of(self, field: str) -> list[Column]:
        """The columns of a field from left to right."""
        return [column for column in self.columns if column.field == field]

    def first(self, field: str) -> int | None:
        """Where a field stands, None when it has no column."""
        return next((column.at for column in self.columns if column.field == field), None)


def find(rows: Sequence[Row]) -> Header | None:
    """The header of a sheet, None when no row has a title and a time among its columns."""
    fitting = (header for header in _all(rows) if "title" in header.fields and header.fields & TIMES)
    return max(fitting, key=lambda header: len(header.columns), default=None)


def nearest(rows: Sequence[Row]) -> Header | None:
    """The row that looks most like a header where none has all it needs; None when no row looks like one."""
    best = max(_all(rows), key=lambda header: len(header.columns), default=None)
    return best if best and len(best.columns) >= SETTLED else None


def at_home(header: Header, home: ZoneInfo) -> Header:
    """The header without the columns that tell in other zones what one tells in the event's.

    Of ``Time (CET)`` and ``Time (JST)`` the first stays in Paris and the second in Tokyo.
    """
    told = {field: header.of(field) for field in CLOCKED}
    best = [
        min(
            columns,
            key=lambda each: (bool(each.zone) and zone_names.marked(each.zone, home) != home, each.rank, each.at),
        )
        for columns in told.values()
        if columns
    ]
    return replace(header, columns=tuple(each for each in header.columns if each.field not in CLOCKED or each in best))


def meaning(label: object) -> Column | None:
    """The field a header names, with its place set to 0; None when it names none."""
    for text, language in _readings(label):
        found = _lexicon().get(text)
        if found and (not language or found[0] in TOLD_IN_LANGUAGES):
            return Column(found[0], 0, found[1], language, zone_names.mark(label) if found[0] in CLOCKED else "")
    return None


def _all(rows: Sequence[Row]) -> Iterator[Header]:
    for at in range(min(len(rows), HEADER_WITHIN)):
        yield from _candidates(rows, at)


def _candidates(rows: Sequence[Row], at: int) -> Iterator[Header]:
    """The header that a row is, and the one that it is together with the row below it."""
    upper = rows[at].cells
    yield _header(rows[at], upper, [meaning(label) for label in upper], at + 1)
    if at + 1 < len(rows) and rows[at + 1].line == rows[at].line + 1:
        lower = rows[at + 1].cells
        labels = [below if below is not None else above for above, below in zip_longest(upper, lower)]
        yield _header(rows[at], labels, _paired(upper, lower), at + 2)


def _header(row: Row, labels: Sequence[Cell], meanings: Sequence[Column | None], body: int) -> Header:
    found = _columns(_surnames(labels, meanings))
    taken = {column.at for column in found}
    unknown = (str(label) for at, label in enumerate(labels) if label is not None and at not in taken)
    return Header(found, body, row.line, tuple(" ".join(label.split())[:60] for label in unknown))


def _surnames(labels: Sequence[Cell], meanings: Sequence[Column | None]) -> list[Column | None]:
    """The meanings, a column "Nom" that stands beside one of first names being that of last names."""
    fields = {each.field for each in meanings if each}
    if "first_name" not in fields or "last_name" in fields:
        return list(meanings)
    return [
        replace(each, field="last_name") if each and _plain(str(label)) in SURNAMES else each
        for label, each in zip(labels, meanings, strict=True)
    ]


def _paired(upper: Sequence[Cell], lower: Sequence[Cell]) -> list[Column | None]:
    """The meanings of two header rows; an upper label holds until the next one, where there is a lower one below it."""
    found: list[Column | None] = []
    group: Cell = None
    for at in range(max(len(upper), len(lower))):
        above, below = (row[at] if at < len(row) else None for row in (upper, lower))
        group = above if above is not None else group
        own = meaning(below)
        if below is None:
            found.append(meaning(above))
        elif own is not None and meaning(f"{group} {below}") is None:
            found.append(own)
        else:
            found.append(meaning(f"{group} {below}") or (meaning(group) if _numbers(below) else None))
    return found


def _columns(meanings: Sequence[Column | None]) -> tuple[Column, ...]:
    """Of the columns that could be one field those with the best word; the others mean nothing."""
    placed = [replace(each, at=at) for at, each in enumerate(meanings) if each]
    found = []
    for column in placed:
        same = [
            each
            for each in placed
            if (each.field, each.language, each.zone) == (column.field, column.language, column.zone)
        ]
        best = min(same, key=lambda each: (each.rank, each.at))
        if column == best or column.field in MANY:
            found.append(column)
    return tuple(found)


def _numbers(label: Cell) -> bool:
    return re.fullmatch(r"\W*\d{1,2}\W*", str(label)) is not None


def _readings(label: object) -> Iterator[tuple[str, str]]:
    """Ways to read a header: as it stands, without a number, without brackets, in a language, as one of several."""
    if not isinstance(label, str) or not label.strip():
        return
    label = label.strip().removesuffix(zone_names.mark(label)) or label
    for text in (_plain(label), *(_plain(part) for part in re.split(r"\s*[/|\n]\s*|\s+[-–]\s+", label))):
        yield text, ""
        tagged = re.fullmatch(r"(.+?)\s*[\s(\[_-]\s*([^\s()\[\]]+)[)\]]?", text)
        if tagged and language_names.code(tagged[2]):
            yield tagged[1].strip(), language_names.code(tagged[2])
        bare = re.sub(r"\s*[(\[].*?[)\]]", "", text).strip()
        plain = re.sub(r"\s*(?:n°|nr\.?|no\.?|#)?\s*\d{1,2}(?=\s|$)", "", bare).strip(" :.*")
        for each in (bare, plain, plain.replace(" & ", " and "), OWNER.sub("", plain)):
            yield each, ""


def _plain(label: str) -> str:
    """A header in lower case, without accents, on one line; startTime and start_time as the two words they are."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|_+", " ", MARKED.sub("", label))
    return " ".join(fold(words).split()).strip(" :.*")


@cache
def _lexicon() -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for field, words in WORDS.items():
        for rank, word in enumerate(words.split(",")):
            found.setdefault(_plain(word), (field, rank))
    return found
