"""The program written by hand in YAML; docs/reference/program-yaml.md describes it."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from knowledge import identity, status
from knowledge.model import Program, Room, Session, Speaker
from knowledge.problems import Problem
from knowledge.program import language_names, located, moments, prose
from knowledge.program.draft import Draft
from knowledge.program.located import Mapping, listed
from knowledge.status import OFF

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from knowledge.model import Event
    from knowledge.program.draft import Read

FILE_KEYS = ("days", "sessions", "rooms")
DAY_KEYS = ("date", "sessions", "room")
ROOM_KEYS = ("name", "nicknames")
SPEAKER_KEYS = ("name", "organization", "role", "names")
SESSION_KEYS = (
    *("id", "title", "subtitle", "date", "start", "end", "minutes", "room", "rooms", "track", "kind", "speaker"),
    *("speakers", "abstract", "language", "url", "cancelled", "status"),
)
OTHER_WORDS = {
    "name": "title", "starts": "start", "ends": "end", "duration": "minutes", "location": "room", "type": "kind",
    "description": "abstract", "lang": "language", "link": "url", "canceled": "cancelled", "guid": "id", "code": "id",
}  # fmt: skip


def recognizes(data: bytes, name: str) -> bool:
    """Whether a line begins with one of the keys of the file, or the name ends as YAML does."""
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"{", b"<", b"PK", b"BEGIN:")):
        return False
    text = data.replace(b"\0", b"")
    return (
        name.lower().endswith((".yaml", ".yml"))
        or re.search(rb"^(?:days|sessions)\s*:\s*$", text, re.MULTILINE) is not None
    )


def read(data: bytes, name: str, event: Event) -> Read:
    """The program in a YAML file; times without an offset are in the event's zone."""
    loaded = located.load_yaml(data, name)
    if isinstance(loaded, Problem):
        return Program(), (loaded,)
    value, problems = loaded
    draft = Draft(name, event, problems=problems)
    if isinstance(value, list):
        value = Mapping(sessions=value)
    if not isinstance(value, Mapping):
        draft.fault(1, "holds no days and no sessions.", "See the page on the program in YAML.")
        return draft.finish()
    _check_keys(draft, value, FILE_KEYS, "the file")
    draft.rooms += [room for room in (_room(draft, each, value.line) for each in _rooms(value.get("rooms"))) if room]
    for place, entry in _entries(draft, value):
        _add(draft, place, entry)
    if not draft.sessions and not draft.rooms and not draft.failed:
        draft.fault(value.line, "holds no sessions.", "Write them below days or sessions.")
    return draft.finish()


@dataclass(frozen=True)
class _Place:
    """What a day says of all its sessions."""

    date: date | None = None
    room: Any = None


def _entries(draft: Draft, value: Mapping) -> Iterator[tuple[_Place, Mapping]]:
    """Every session with the day it stands under."""
    yield from _listed(draft, _Place(), value.get("sessions"), value.line)
    days = value.get("days") or []
    if isinstance(days, Mapping):  # days by their date
        days = [_with_line(days.line, {"date": date, "sessions": sessions}) for date, sessions in days.items()]
    for day in listed(days):
        if not isinstance(day, Mapping):
            draft.fault(value.line, f"has a day that is no mapping: {str(day)[:60]!r}.", "Write date: and sessions:.")
            continue
        _check_keys(draft, day, DAY_KEYS, "the day")
        on = moments.day(str(day.get("date") or ""))
        if on is None:
            draft.fault(day.line, f"has a day without a readable date: {day.get('date')!r}.", "Write date: 2026-01-16.")
        yield from _listed(draft, _Place(on, day.get("room")), day.get("sessions"), day.line)


def _listed(draft: Draft, place: _Place, sessions: object, line: int) -> Iterator[tuple[_Place, Mapping]]:
    for entry in listed(sessions):
        if isinstance(entry, Mapping):
            yield place, entry
        else:
            draft.fault(
                line, f"has a session that is no mapping: {str(entry)[:60]!r}.", "Write title:, start: and so on."
            )


def _with_line(line: int, value: dict[str, Any]) -> Mapping:
    found = Mapping(value)
    found.line = line
    return found


def _add(draft: Draft, place: _Place, written: Mapping) -> None:
    entry = _with_line(written.line, {OTHER_WORDS.get(key, key): value for key, value in written.items()} | written)
    _check_keys(draft, entry, (*SESSION_KEYS, *OTHER_WORDS), "the session")
    language = language_names.code(entry.get("language"))
    title, titles = prose.multilingual(entry.get("title"), language)
    if not title:
        title = "untitled"
        draft.doubt(entry.line, "the session has no title.", "Give it a title.")
    start = _start(draft, place, entry, title)
    if start is None:
        return
    draft.add(
        Session(
            id=identity.choose((entry.get("id"),), title),
            title=title,
            titles=titles,
            start=start,
            end=_end(draft, entry, start, title),
            rooms=tuple(_texts(entry.get("rooms")) or _texts(entry.get("room")) or _texts(place.room)),
            track=prose.multilingual(entry.get("track"), language)[0],
            kind=prose.line(entry.get("kind")).lower(),
            speakers=_speakers(draft, entry),
            subtitle=prose.multilingual(entry.get("subtitle"), language)[0],
            abstract=prose.abstract(entry.get("abstract"), language=language),
            language=language,
            url=prose.line(entry.get("url")),
            source=draft.where(entry.line),
        ),
        entry.line,
        _status(draft, entry),
    )


def _start(draft: Draft, place: _Place, entry: Mapping, title: str) -> datetime | None:
    written = str(entry.get("start") or "")
    start = draft.instant(written, entry.line)
    if start is not None:
        return start
    on = moments.day(str(entry["date"])) if entry.get("date") else place.date
    at = moments.clock(written)
    if on is None or at is None:
        draft.no_start(entry.line, title, " ".join(filter(None, (str(entry.get("date") or ""), written))))
        return None
    return draft.settle(moments.midnight(on) + at, entry.line)


def _end(draft: Draft, entry: Mapping, start: datetime, title: str) -> datetime | None:
    written, lasting = str(entry.get("end") or ""), entry.get("minutes")
    if written:
        end = draft.instant(written, entry.line)
        at = moments.clock(written)
        if end is None and at is not None:
            return draft.end_at(start, at, entry.line, title)
        if end is None:
            draft.fault(entry.line, f"the end {written!r} of {title!r} cannot be read; it is left out.", "Write 15:30.")
        return end
    length = moments.length(lasting or "")
    if lasting and length is None:
        told = f"the minutes {str(lasting)!r} of {title!r} cannot be read; its end is left out."
        draft.fault(entry.line, told, "Write a number of minutes.")
    return moments.later(start, length) if length else None


def _speakers(draft: Draft, entry: Mapping) -> tuple[Speaker, ...]:
    value = entry.get("speakers") or entry.get("speaker")
    found = [_speaker(draft, each, entry.line) for each in (value if isinstance(value, list) else [value])]
    return tuple(dict.fromkeys(speaker for speaker in found if speaker))


def _speaker(draft: Draft, value: object, line: int) -> Speaker | None:
    if not isinstance(value, Mapping):
        return Speaker(prose.line(value)) if value else None
    if not value.keys() & set(SPEAKER_KEYS):
        value = _with_line(line, {"name": value})
    _check_keys(draft, value, SPEAKER_KEYS, "the speaker")
    name, by_language = prose.multilingual(value.get("name"))
    if not name:
        draft.doubt(value.line, "a speaker has no name and is left out.", "Write name: and the name.")
        return None
    names = dict.fromkeys((*by_language.values(), *_texts(value.get("names"))))
    others = tuple(other for other in names if other != name)
    return Speaker(name, prose.line(value.get("organization")), prose.line(value.get("role")), others)


def _room(draft: Draft, value: object, line: int) -> Room | None:
    if not isinstance(value, Mapping):
        return Room(prose.line(value)) if value else None
    _check_keys(draft, value, ROOM_KEYS, "the room")
    name, names = prose.multilingual(value.get("name"))
    if not name:
        draft.doubt(value.line or line, "a room has no name and is left out.", "Write name: and the name.")
        return None
    others = dict.fromkeys((*names.values(), *_texts(value.get("nicknames"))))
    return Room(name, tuple(other for other in others if other != name))


def _rooms(value: object) -> list[object]:
    if isinstance(value, Mapping):  # rooms by their name
        return [_with_line(value.line, {"name": name, "nicknames": nicknames}) for name, nicknames in value.items()]
    return listed(value)


def _status(draft: Draft, entry: Mapping) -> str:
    """The word for how a session stands: its status, or what ``cancelled`` says, also in words."""
    written = prose.line(entry.get("cancelled"))
    is_off = status.flag(written)
    if is_off is None and written and status.read(written) not in OFF:
        draft.doubt(entry.line, f"cancelled: {written} is neither yes nor no; taken as no.", "Write cancelled: yes.")
        is_off = False
    if is_off or (is_off is None and written):
        return "cancelled" if is_off else written
    return prose.line(entry.get("status"))


def _check_keys(draft: Draft, value: Mapping, known: tuple[str, ...], of: str) -> None:
    for key in value:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            mend = f"Did you mean {near[0]!r}?" if near else f"Known are: {', '.join(known)}."
            draft.doubt(value.line, f"the key {key!r} of {of} is unknown and ignored.", mend)


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in (prose.multilingual(each)[0] for each in values) if text]
