"""Which rows a question is about, told as a small query rather than typed as ids.

A query is a mapping, or a list of them (any). Its keys: ``id``; ``title``, ``speaker``, ``org``, ``room``, ``track``,
``kind`` (parts of the folded text; a list: any of them); ``day``; ``at`` (running then); ``starts`` and ``within``
(from, until); ``about`` and ``titled`` (a regular expression over title, track and text, or the title); ``person`` (an
e-mail: their meetings); ``not`` (a query); ``after`` (a query: what begins when that is over, on that day; with
``same: room`` in its room); ``overlaps`` (a query); ``pick`` (first or last: all that share that start).
Times are local.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from gold.row import Row, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Query = dict[str, Any]
_FALLBACK = timedelta(hours=1)


def moment(value: str | datetime) -> datetime:
    """A local time of the query, without zone."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def until(row: Row) -> datetime:
    """When the row is over; an hour after its start where the source gives no end."""
    return row.end or row.start + _FALLBACK


def select(query: Query | list[Query], rows: Sequence[Row], *, lenient: bool = False) -> list[Row]:
    """The rows meant. ``lenient`` also takes what a fair reader might count in: either day of a night, an overlap."""
    if isinstance(query, list):
        return [row for row in rows if any(row in select(each, rows, lenient=lenient) for each in query)]
    unknown = query.keys() - _TESTS.keys() - {"pick", "same", "cancelled", "meetings"}
    if unknown:
        raise ValueError(f"unknown query keys {sorted(unknown)}")
    found = [row for row in rows if _counts(row, query)]
    for key, value in query.items():
        if key in _TESTS:
            fits = _TESTS[key](value, rows, lenient, query)
            found = [row for row in found if fits(row)]
    return _picked(found, query.get("pick"))


def _counts(row: Row, query: Query) -> bool:
    personal = "person" in query or "id" in query or query.get("meetings", False)
    return (row.kind != "meeting" or personal) and (not row.cancelled or query.get("cancelled", False))


def _picked(found: list[Row], pick: str | None) -> list[Row]:
    if not pick or not found:
        return found
    edge = (min if pick == "first" else max)(row.start for row in found)
    return [row for row in found if row.start == edge]


def _part(value: str | list[str], texts: tuple[str, ...]) -> bool:
    wanted = [value] if isinstance(value, str) else value
    return any(fold(str(want)) in fold(text) for want in wanted for text in texts)


def _words(row_texts: Callable[[Row], tuple[str, ...]]) -> Callable[..., Callable[[Row], bool]]:
    return lambda value, _rows, _lenient, _query: lambda row: _part(value, row_texts(row))


def _day(value: Any, _rows: Sequence[Row], lenient: bool, _query: Query) -> Callable[[Row], bool]:
    on = value if isinstance(value, date) else date.fromisoformat(value)
    return lambda row: (any if lenient else all)((row.day == on, row.start.date() == on))


def _at(value: Any, _rows: Sequence[Row], _lenient: bool, _query: Query) -> Callable[[Row], bool]:
    then = moment(value)
    return lambda row: row.start <= then < until(row)


def _starts(value: Any, _rows: Sequence[Row], _lenient: bool, _query: Query) -> Callable[[Row], bool]:
    begin, end = map(moment, value)
    return lambda row: begin <= row.start < end


def _within(value: Any, _rows: Sequence[Row], lenient: bool, _query: Query) -> Callable[[Row], bool]:
    begin, end = map(moment, value)
    return lambda row: (row.start < end and until(row) > begin) if lenient else begin <= row.start < end


def _about(value: str, _rows: Sequence[Row], _lenient: bool, _query: Query) -> Callable[[Row], bool]:
    pattern = re.compile(fold(value))
    return lambda row: bool(pattern.search(fold(" ".join((*row.titles, row.track, row.text)))))


def _titled(value: str, _rows: Sequence[Row], _lenient: bool, _query: Query) -> Callable[[Row], bool]:
    pattern = re.compile(fold(value))
    return lambda row: any(pattern.search(fold(title)) for title in row.titles)


def _not(value: Query, rows: Sequence[Row], lenient: bool, _query: Query) -> Callable[[Row], bool]:
    out = select(value, rows, lenient=lenient)
    return lambda row: row not in out


def _after(value: Query, rows: Sequence[Row], _lenient: bool, query: Query) -> Callable[[Row], bool]:
    first = select(value, rows)
    if not first:
        return lambda _row: False
    ref = max(first, key=until)
    same = query.get("same") == "room"
    near = [
        row
        for row in rows
        if row.kind != "meeting"
        and row.start >= until(ref)
        and row.day == ref.day
        and (not same or row.rooms == ref.rooms)
    ]
    return lambda row: row in near and row.start == min(each.start for each in near)


def _overlaps(value: Query, rows: Sequence[Row], _lenient: bool, _query: Query) -> Callable[[Row], bool]:
    with_ = select(value, rows)
    return lambda row: row not in with_ and any(row.start < until(each) and until(row) > each.start for each in with_)


_TESTS: dict[str, Callable[..., Callable[[Row], bool]]] = {
    "id": lambda value, _rows, _lenient, _query: lambda row: bool(row.ids & {str(value)}),
    "title": _words(lambda row: row.titles),
    "speaker": _words(lambda row: row.speakers),
    "org": _words(lambda row: row.organizations),
    "room": _words(lambda row: row.rooms),
    "track": _words(lambda row: (row.track,)),
    "kind": _words(lambda row: (row.kind,)),
    "person": _words(lambda row: row.people),
    "day": _day,
    "at": _at,
    "starts": _starts,
    "within": _within,
    "about": _about,
    "titled": _titled,
    "not": _not,
    "after": _after,
    "overlaps": _overlaps,
}
