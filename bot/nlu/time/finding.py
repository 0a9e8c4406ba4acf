"""The times and the lengths of time that a question names."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

from bot.nlu.time.folding import fold
from bot.nlu.time.hours import Setting
from bot.nlu.time.model import Duration, Kind, Mention, Window
from bot.nlu.time.reading import POINTED, is_past, read
from bot.nlu.time.spoken import Point
from bot.nlu.time.windows import place_said

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.nlu.time.calendar import Calendar
    from bot.nlu.time.reading import Expression


def find(text: str, language: str, now: datetime, calendar: Calendar) -> tuple[Mention, ...]:
    """The times that a question names, in order.

    ``now`` is aware, in any zone. Only the first 600 characters are looked at. A day or a part of a day said apart
    from an hour ("on Friday, what is in room B at 3") holds for that hour too. Never raises for any text.
    """
    setting = Setting(now.astimezone(UTC).astimezone(calendar.zone), calendar, past=is_past(fold(text).text, language))
    mentions = []
    expressions = read(text, language)
    for expression in expressions:
        placed = place_said(_in_context(expression, expressions).said, setting)
        if placed:
            mentions.append(Mention(expression.start, expression.end, placed.window, placed.guessed))
    return tuple(mentions)


def durations(text: str, language: str) -> tuple[Duration, ...]:
    """The lengths of time that a text names, those of a lead time ("20 minutes before") marked; not "in 20 minutes".

    What may as well be an hour ("10 heures") counts as a length before such a word, or below seven hours.
    """
    return tuple(
        Duration(expression.start, expression.end, expression.said.length, lead=expression.said.relation == "lead")
        for expression in read(text, language)
        if expression.said.relation in ("lead", "length", "at") and expression.said.length
    )


def resolve(mentions: Sequence[Mention]) -> Window | None:
    """The one window that a question's mentions make together, None when there are none.

    A wide one gives way to a narrower one in it. "After 2" and "before 4" meet in between; "next" with
    another window is what comes next in it. What remains apart (Friday or Saturday) is spanned.
    """
    windows = [mention.window for mention in mentions]
    exact = [w for w in windows if w.kind not in (Kind.NOW, Kind.NEXT)] or windows
    narrow = [w for w in exact if not any(_contains(w, other) for other in exact)]
    if not narrow:
        return None
    joined = _joined(narrow)
    following = next((w for w in windows if w.kind is Kind.NEXT), None)
    if following and joined.kind not in (Kind.NEXT, Kind.NOW, Kind.INSTANT):
        return _next_in(joined, following)
    return joined


def _in_context(expression: Expression, expressions: Sequence[Expression]) -> Expression:
    """An hour without a day takes the one day, or the one part of a day, that stands elsewhere."""
    said = expression.said
    if said.point.day or said.relation not in (*POINTED, "at"):
        return expression
    others = [e.said for e in expressions if e is not expression]
    days = {s.point.day for s in others if s.point.day and (s.relation == "at" or s.point.has_hour)}
    parts = {s.point.part for s in others if s.point.part and s.relation == "at" and not s.point.has_hour}
    day = next(iter(days)) if len(days) == 1 else None
    part = next(iter(parts)) if len(parts) == 1 and said.point.has_hour else ""
    return replace(expression, said=replace(said, point=said.point.joined(Point(day, part))))


def _contains(wide: Window, other: Window) -> bool:
    """Whether another window lies in a wider one."""
    within = _start(wide) <= _start(other) and _end(other) <= _end(wide)
    return within and _end(wide) - _start(wide) > _end(other) - _start(other)


def _joined(windows: Sequence[Window]) -> Window:
    if len(windows) == 1:
        return windows[0]
    start, end = max(windows, key=_start), min(windows, key=_end)
    if {w.kind for w in windows} == {Kind.AFTER, Kind.BEFORE} and _start(start) < _end(end):
        return Window(start.start, end.end, Kind.INTERVAL)
    return Window(min(windows, key=_start).start, max(windows, key=_end).end, Kind.INTERVAL)


def _next_in(window: Window, following: Window) -> Window:
    start = max(window, following, key=_start).start
    return Window(start, max(window.end, start, key=lambda d: d.astimezone(UTC)), Kind.NEXT)


def _start(window: Window) -> datetime:
    return window.start.astimezone(UTC)


def _end(window: Window) -> datetime:
    return window.end.astimezone(UTC)
