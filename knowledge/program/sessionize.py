"""The JSON of Sessionize's API: the views All, Sessions (by group) and GridSmart, and files of time slots alone.

Its times are local to the event unless they carry an offset or ``Z``. What is a service session is a break.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from knowledge import identity, status
from knowledge.model import Program, Room, Session, Speaker
from knowledge.problems import Problem
from knowledge.program import language_names, located, prose, timeslots
from knowledge.program.draft import Draft
from knowledge.program.located import Mapping, listed
from knowledge.status import OFF

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from knowledge.model import Event
    from knowledge.program.draft import Read

ROOMS = re.compile(rb'\{\s*"rooms"\s*:\s*\[')
KEYS = (b'"startsAt"', b'"isServiceSession"', b'"isServiceTimeslot"', b'"timeslots"', b'"slotStart"')
ACCEPTED = frozenset({"accepted", "confirmed", "informed", ""})
TRACK = re.compile(r"track|stream|strang|theme|thema|topic|parcours|トラック", re.IGNORECASE)
KIND = re.compile(r"format|type|\bart\b|種別|形式", re.IGNORECASE)
LANGUAGE = re.compile(r"language|sprache|langue|言語", re.IGNORECASE)


def recognizes(data: bytes, name: str) -> bool:  # noqa: ARG001 # every reader's signature
    """Whether this is JSON with keys that Sessionize alone uses."""
    text = data.replace(b"\0", b"")
    return text.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith((b"{", b"[")) and (
        any(key in text for key in KEYS) or ROOMS.match(text.lstrip()) is not None
    )


def read(data: bytes, name: str, event: Event) -> Read:
    """The program in a Sessionize export; breaks that its sessions contradict are left out and reported."""
    loaded = located.load_json(data, name)
    if isinstance(loaded, Problem):
        return Program(), (loaded,)
    value, problems = loaded
    draft = Draft(name, event, problems=problems)
    tables = _tables(value)
    draft.rooms += [Room(room) for room in tables.rooms.values()]
    entries = list(_sessions(value, ""))
    for entry, around in entries:
        _add(draft, tables, entry, around)
    for slot in tables.slots:
        _add_break(draft, slot)
    if not entries and not tables.slots and not tables.rooms:
        draft.fault(1, "holds no sessions and no time slots.", "Export the view All of the Sessionize API.")
    kept, contradicted = timeslots.fitting(draft.sessions)
    draft.sessions, draft.problems = list(kept), [*draft.problems, *contradicted]
    return draft.finish()


@dataclass
class _Tables:
    """What the sessions refer to by id."""

    rooms: dict[str, str] = field(default_factory=dict)
    speakers: dict[str, Mapping] = field(default_factory=dict)
    items: dict[str, tuple[str, str]] = field(default_factory=dict)  # category item -> (category, name)
    slots: list[Mapping] = field(default_factory=list)


def _tables(value: object) -> _Tables:
    found = _Tables()
    if not isinstance(value, Mapping):
        for day in listed(value):  # GridSmart's days name their rooms
            rooms = listed(day.get("rooms")) if isinstance(day, Mapping) else []
            found.rooms |= {str(room.get("id")): prose.line(room.get("name")) for room in _objects(rooms)}
        return found
    found.rooms = {str(room.get("id")): prose.line(room.get("name")) for room in _objects(value.get("rooms"))}
    found.speakers = {str(speaker.get("id")): speaker for speaker in _objects(value.get("speakers"))}
    for category in _objects(value.get("categories")):
        for item in _objects(category.get("items")):
            found.items[str(item.get("id"))] = prose.line(category.get("title")), prose.line(item.get("name"))
    slots = _objects(value.get("timeslots")) + _objects(value.get("timeSlots"))
    found.slots = [slot for slot in slots if slot.get("isServiceTimeslot")]
    return found


def _sessions(value: object, around: str) -> Iterator[tuple[Mapping, str]]:
    """Every session with the name of the room it is listed under, the first of each id.

    GridSmart lists a plenum session under every room and all of them again in its time slots, where some exports have
    breaks that stand under no room.
    """
    seen = set()
    for entry, room in _listed_sessions(value, around):
        key = str(entry.get("id")), str(entry.get("startsAt"))
        if entry.get("id") is None or key not in seen:
            seen.add(key)
            yield entry, room


def _listed_sessions(value: object, around: str) -> Iterator[tuple[Mapping, str]]:
    if isinstance(value, list):
        for each in value:
            yield from _listed_sessions(each, around)
    elif isinstance(value, Mapping):
        if "startsAt" in value and "isServiceTimeslot" not in value:
            yield value, around
        elif "sessions" in value:
            yield from _listed_sessions(value["sessions"], prose.line(value.get("name")))
        elif "session" in value:
            yield from _listed_sessions(value["session"], prose.line(value.get("name")))
        else:
            yield from _listed_sessions(value.get("rooms"), "")
            yield from _listed_sessions(value.get("timeSlots"), "")


def _add(draft: Draft, tables: _Tables, entry: Mapping, around: str) -> None:
    title = prose.line(entry.get("title")) or "untitled"
    state = prose.line(entry.get("status")).lower()
    if state not in ACCEPTED and status.read(state) not in OFF:
        draft.doubt(entry.line, f"{title!r} is {state} and not in the program.")
        return
    start = _start(draft, entry, title)
    if start is None:
        return
    categories = _categories(entry, tables)
    draft.add(
        Session(
            id=identity.choose((entry.get("id"),), title),
            title=title,
            start=start,
            end=draft.instant(entry.get("endsAt"), entry.line),
            rooms=_rooms(draft, tables, entry, around),
            track=_category(categories, TRACK),
            kind="break" if entry.get("isServiceSession") else _category(categories, KIND).lower(),
            speakers=_speakers(draft, tables, entry),
            abstract=prose.abstract(entry.get("description")),
            language=language_names.code(_category(categories, LANGUAGE)),
            url=str(entry.get("liveUrl") or ""),
            source=draft.where(entry.line),
        ),
        entry.line,
        "" if state in ACCEPTED else state,
    )


def _start(draft: Draft, entry: Mapping, title: str) -> datetime | None:
    written = entry.get("startsAt")
    start = draft.instant(written, entry.line)
    if start is None and written is None:
        draft.doubt(entry.line, f"{title!r} is not scheduled yet and not in the program.", "Give it a time slot.")
    elif start is None:
        draft.no_start(entry.line, title, written)
    return start


def _rooms(draft: Draft, tables: _Tables, entry: Mapping, around: str) -> tuple[str, ...]:
    number = entry.get("roomId")
    room = tables.rooms.get(str(number)) or prose.line(entry.get("room"))
    if not room and number is not None:
        told = f"the room {number} is not in the file; sessions there are without a room."
        draft.doubt(entry.line, told, "Export the view All, which names the rooms.")
    elif not room and not entry.get("isPlenumSession"):
        room = around
    return (room,) if room else ()


def _categories(entry: Mapping, tables: _Tables) -> list[tuple[str, str]]:
    """Pairs of category and chosen item, from ids or from what the session carries itself."""
    found = [tables.items[str(item)] for item in listed(entry.get("categoryItems")) if str(item) in tables.items]
    for category in _objects(entry.get("categories")):
        named = prose.line(category.get("name") or category.get("title"))
        found += [(named, prose.line(item.get("name"))) for item in _objects(category.get("categoryItems"))]
    return found


def _category(categories: list[tuple[str, str]], wanted: re.Pattern[str]) -> str:
    return next((name for category, name in categories if wanted.search(category)), "")


def _speakers(draft: Draft, tables: _Tables, entry: Mapping) -> tuple[Speaker, ...]:
    found = []
    for written in listed(entry.get("speakers")):
        known = written if isinstance(written, Mapping) else tables.speakers.get(str(written))
        speaker = _speaker(draft, known) if known else None
        if speaker:
            found.append(speaker)
        else:
            told = f"the speaker {str(written)[:60]} is not in the file and left out."
            draft.doubt(entry.line, told, "Export the view All, which names the speakers.")
    return tuple(dict.fromkeys(found))


def _speaker(draft: Draft, person: Mapping) -> Speaker | None:
    parts = prose.line(f"{person.get('firstName') or ''} {person.get('lastName') or ''}")
    name = prose.line(person.get("fullName") or person.get("name")) or parts
    if not name:
        return None
    other = (parts,) if parts and parts.casefold() != name.casefold() else ()
    if other:
        told = f"a speaker has the full name {name!r} but the names {parts!r}; shown as {name!r}."
        draft.doubt(person.line, told, "Correct one of the two.")
    return Speaker(name, role=prose.line(person.get("tagLine")), names=other)


def _add_break(draft: Draft, slot: Mapping) -> None:
    start = draft.instant(slot.get("startsAt"), slot.line)
    if start is None:
        draft.no_start(slot.line, "a break", slot.get("startsAt"))
        return
    draft.sessions.append(
        Session(
            id=f"{timeslots.PREFIX}{start.isoformat()}",
            title=prose.line(slot.get("title") or slot.get("name")) or "Break",
            start=start,
            end=draft.instant(slot.get("endsAt"), slot.line),
            kind="break",
            source=draft.where(slot.line),
        )
    )


def _objects(value: object) -> list[Mapping]:
    return [each for each in listed(value) if isinstance(each, Mapping)]
