"""The times of a question: when it is about, and the limits within which the asker can attend."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.conversation.query import Limit, Query
from bot.nlu.time import Kind as Shape
from bot.nlu.time import Window, resolve
from bot.nlu.types import Kind, Order, Role
from knowledge import queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.nlu.time import Mention
    from bot.nlu.types import Frame


OF_TIMES = (Role.EXCLUDED, Role.ASKED, Role.FROM, Role.UNTIL)  # what a time does beside choosing


def timed(frame: Frame, now: datetime) -> Query:
    """A query with the times of a message, each by the role that it has."""
    by_role = {role: _said(frame, role) for role in OF_TIMES}
    plain = [m for m in frame.times if not any(m in found for found in by_role.values())]
    query = Query(
        window=resolve(plain),
        window_words=" ".join(frame.utterance.text[m.start : m.end] for m in plain),
        excluded_window=resolve(by_role[Role.EXCLUDED]),
        asked_window=resolve(by_role[Role.ASKED]),
        limit=_lengths(frame),
    )
    since, until = (resolve(_on_day(by_role[role], frame)) for role in (Role.FROM, Role.UNTIL))
    return _within_reach(query, _opening(since, until), _closing(since, until), frame, now)


def _on_day(said: Sequence[Mention], frame: Frame) -> list[Mention]:
    """The times of a limit, with the day that is named elsewhere in the message where they name none."""
    days = [m for m in frame.times if m.window.kind is Shape.DAY]
    return [*days[:1], *said] if said and not any(m in days for m in said) else list(said)


def _opening(since: Window | None, until: Window | None) -> datetime | None:
    """The instant from which one is there: the hour said, or where a stretch begins: "only between 10 and 11"."""
    if since is not None:
        return since.end if since.kind is Shape.BEFORE else since.start  # "not before 11"
    return until.start if until is not None and until.kind is Shape.INTERVAL else None


def _closing(since: Window | None, until: Window | None) -> datetime | None:
    """The instant by which one must leave: the hour said, or where "before", "until" or a stretch ends."""
    if until is not None:
        return until.start if until.kind in (Shape.INSTANT, Shape.AFTER, Shape.NOW) else until.end
    return since.end if since is not None and since.kind is Shape.INTERVAL else None


def _said(frame: Frame, role: Role) -> Sequence[Mention]:
    spans = [slot.span for slot in frame.slots if slot.kind is Kind.TIME and slot.role is role]
    return [m for m in frame.times if any(span.touches(m.start, m.end) for span in spans)]


def _lengths(frame: Frame) -> Limit:
    """The limits of length that a message sets."""
    limit = Limit()
    for slot in frame.of(Kind.DURATION):
        said = next((d for d in frame.durations if slot.span.touches(d.start, d.end)), None)
        if said is not None and slot.role is Role.MAXIMUM:
            limit = replace(limit, longest=said.length)
        elif said is not None and slot.role is Role.MINIMUM:
            limit = replace(limit, shortest=said.length)
    return limit


def _within_reach(query: Query, since: datetime | None, until: datetime | None, frame: Frame, now: datetime) -> Query:
    """With what is in reach of somebody who comes at one instant and leaves at another, on that day."""
    if frame.order is Order.NOW:
        return query
    if frame.order is Order.MISSED:
        at = since or now
        return replace(query, window=query.window or Window(min(_morning(at), at), at, Shape.BEFORE))
    if (since is None and until is None) or (since and until and until < since):
        return query
    if query.window is not None and query.window.kind is Shape.NOW:
        query = replace(query, window=None, window_words="")  # "I am here now and leave at 3"
    at = since or until or now
    start = since or (now if until and _morning(until) <= now <= until else _morning(at))
    end = until or _morning(at) + timedelta(days=1)
    window = query.window or Window(start, max(start, end), Shape.INTERVAL)
    return replace(query, window=window, limit=replace(query.limit, since=since, until=until))


def _morning(at: datetime) -> datetime:
    """When the day of the event in which an instant lies begins."""
    return datetime.combine(queries.event_day(at), time(), at.tzinfo) + queries.NIGHT
