"""The schedule.json of frab and pretalx: ``schedule > conference > days > rooms > events``.

EuroPython's programapi writes ``days > date > events``, each with its whole start and its rooms.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge import identity
from knowledge.model import Program, Room, Session, Speaker
from knowledge.problems import Problem
from knowledge.program import frab_day, language_names, located, moments, prose
from knowledge.program.draft import Draft
from knowledge.program.located import Mapping, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.model import Event
    from knowledge.program.draft import Read
    from knowledge.program.frab_day import Day


BY_DATE = re.compile(rb'\s*\{\s*"days"\s*:\s*\{\s*"\d{4}-\d\d-\d\d"\s*:\s*\{')


def recognizes(data: bytes, name: str) -> bool:  # noqa: ARG001 # every reader's signature
    """Whether this is JSON that speaks of a schedule with a conference and days."""
    text = data.replace(b"\0", b"")
    if BY_DATE.match(text.removeprefix(b"\xef\xbb\xbf")):
        return True
    return text.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"{") and all(
        key in text for key in (b'"conference"', b'"days"')
    )


def read(data: bytes, name: str, event: Event) -> Read:
    """The program in a schedule.json; offsets count before zone labels, the event's zone where neither is given."""
    loaded = located.load_json(data, name)
    if isinstance(loaded, Problem):
        return Program(), (loaded,)
    value, problems = loaded
    draft = Draft(name, event, problems=problems)
    conference = _conference(value)
    if conference is None:
        draft.fault(1, "has no schedule with a conference and its days.", "Export schedule.json again.")
        return draft.finish()
    _rooms(draft, conference)
    dates = []
    events = list(_events(draft, conference))
    for day, room, entry in events:
        date, start = _when(entry)
        if not day.overruled(draft, date, start):
            dates.append((entry.line, date))
        _add(draft, day, room, entry)
    if not events and not draft.failed:
        draft.fault(conference.line, "has no sessions.", "Release a schedule, then export it again.", "warning")
    frab_day.compare_label(draft, str(conference.get("time_zone_name") or ""), dates)
    return draft.finish()


def _conference(value: object) -> Mapping | None:
    for key in ("schedule", "conference"):
        if isinstance(value, Mapping) and "days" not in value:
            value = value.get(key)
    return value if isinstance(value, Mapping) and isinstance(value.get("days"), list | Mapping) else None


def _rooms(draft: Draft, conference: Mapping) -> None:
    for room in listed(conference.get("rooms")):
        name, names = prose.multilingual(room.get("name") if isinstance(room, Mapping) else room)
        if name:
            draft.rooms.append(Room(name, tuple(other for other in names.values() if other != name)))


def _events(draft: Draft, conference: Mapping) -> Iterator[tuple[Day, str, Mapping]]:
    """Every event with its day and the name of its room."""
    days = conference["days"]
    for at, written in days.items() if isinstance(days, Mapping) else enumerate(days):
        if not isinstance(written, Mapping):
            draft.fault(conference.line, f"has a day that is no object: {str(written)[:60]!r}.", "Export it again.")
            continue
        date, begins, ends = (str(written.get(key) or "") for key in ("date", "day_start", "day_end"))
        change, label = (str(conference.get(key) or "") for key in ("day_change", "time_zone_name"))
        day = frab_day.day(date or str(at), begins, ends, change, label)
        rooms = written.get("events") or written.get("rooms")
        for room, entries in rooms.items() if isinstance(rooms, Mapping) else [("", rooms)]:
            for entry in listed(entries):
                if isinstance(entry, Mapping):
                    yield day, room, entry
                else:
                    draft.fault(
                        written.line, f"has a session that is no object: {str(entry)[:60]!r}.", "Export it again."
                    )


def _add(draft: Draft, day: Day, around: str, entry: Mapping) -> None:
    language = language_names.code(entry.get("language"))
    title, titles = prose.multilingual(entry.get("title"), language)
    title = title or "untitled"
    start = day.start(draft, *_when(entry), entry.line, title)
    rooms = [prose.multilingual(room)[0] for room in listed(entry.get("rooms")) or [entry.get("room") or around]]
    if start is None:
        return
    length = draft.lasting(entry.get("duration"), entry.line, title)
    draft.add(
        Session(
            id=identity.choose((entry.get(key) for key in ("guid", "code", "id", "slug")), title),
            title=title,
            titles=titles,
            start=start,
            end=moments.later(start, length) if length else draft.instant(entry.get("end"), entry.line),
            rooms=tuple(dict.fromkeys(filter(None, rooms))),
            track=_name(entry.get("track")),
            kind=_name(entry.get("type") or entry.get("session_type")).lower(),
            speakers=_speakers(entry),
            subtitle=prose.multilingual(entry.get("subtitle"), language)[0],
            abstract=prose.abstract(entry.get("abstract"), entry.get("description"), language=language),
            language=language,
            url=str(entry.get("url") or entry.get("website_url") or ""),
            source=draft.where(entry.line),
        ),
        entry.line,
        "cancelled" if entry.get("cancelled") is True else entry.get("state") or entry.get("status"),
    )


def _when(entry: Mapping) -> tuple[str, str]:
    """The date of an event with its offset, and its start on the clock; the start may be a whole date."""
    date, start = (str(entry.get(key) or "") for key in ("date", "start"))
    return (start, "") if not date and moments.as_written(start) else (date, start)


def _speakers(entry: Mapping) -> tuple[Speaker, ...]:
    names = [_name(person) for person in listed(entry.get("persons") or entry.get("speakers"))]
    return tuple(Speaker(name) for name in dict.fromkeys(names) if name)


def _name(value: object) -> str:
    """The displayed name of a person, track or type, whether an object or a string."""
    if isinstance(value, Mapping):
        named = next((value[key] for key in ("public_name", "full_public_name", "name") if value.get(key)), None)
        if named is None and not {"id", "code", "slug"} & value.keys():
            named = value
        return prose.multilingual(named)[0]
    return prose.line(value)
