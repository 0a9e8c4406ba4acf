"""The schedule XML of pentabarf, frab and pretalx, in its dialects since 2005.

``schedule > day > room > event``; the oldest have no ``room`` around the events, no ``date`` in them and no zone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge import identity
from knowledge.model import Program, Room, Session, Speaker
from knowledge.problems import Problem
from knowledge.program import frab_day, language_names, located, moments, prose
from knowledge.program.draft import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree import ElementTree as ET

    from knowledge.model import Event
    from knowledge.program.draft import Read
    from knowledge.program.frab_day import Day
    from knowledge.program.located import Element

HEAD = 4096


def recognizes(data: bytes, name: str) -> bool:
    """Whether this is XML whose root, or a tag near it, is a schedule."""
    head = data[:HEAD].replace(b"\0", b"").lower()
    return re.search(rb"<(?:\w+:)?schedule[\s>]", head) is not None or (
        name.lower().endswith(".xml") and head.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<")
    )


def read(data: bytes, name: str, event: Event) -> Read:
    """The program in a schedule XML file; times without an offset are in the event's zone."""
    loaded = located.load_xml(data, name)
    if isinstance(loaded, Problem):
        return Program(), (loaded,)
    root, problems = loaded
    draft = Draft(name, event, problems=problems)
    dates = []
    events = list(_events(root))
    for day, room, node in events:
        if not day.overruled(draft, _text(node, "date"), _text(node, "start")):
            dates.append((node.line, _text(node, "date") or (str(day.date) + "T12:00" if day.date else "")))
        _add(draft, day, room, node)
    if not events:
        draft.fault(root.line, f"has no <event> inside <day> below <{root.tag}>.", "Export the schedule XML again.")
    frab_day.compare_label(draft, _text(root.find("conference"), "time_zone_name"), dates)
    return draft.finish()


def _events(root: Element) -> Iterator[tuple[Day, str, Element]]:
    """Every event with its day and the name of the room around it."""
    change, label = (_text(root.find("conference"), tag) for tag in ("day_change", "time_zone_name"))
    for day_node in root.iter("day"):
        date, begins, ends = (day_node.get(key, "") for key in ("date", "start", "end"))
        day = frab_day.day(date, begins, ends, change, label)
        for child in day_node:
            events = [child] if child.tag == "event" else child.iter("event")
            for node in events:
                yield day, child.get("name", "") if child.tag == "room" else "", node  # type: ignore[misc] # all are ours


def _add(draft: Draft, day: Day, around: str, node: Element) -> None:
    title = prose.line(_text(node, "title")) or "untitled"
    start = day.start(draft, _text(node, "date"), _text(node, "start"), node.line, title)
    room = prose.line(_text(node, "room") or around)
    if room and room not in {known.name for known in draft.rooms} and around:
        draft.rooms.append(Room(room))
    if start is None:
        return
    length = draft.lasting(_text(node, "duration"), node.line, title)
    draft.add(
        Session(
            id=identity.choose((node.get("guid"), node.get("code"), node.get("id"), _text(node, "slug")), title),
            title=title,
            start=start,
            end=moments.later(start, length) if length else draft.instant(_text(node, "end"), node.line),
            rooms=(room,) if room else (),
            track=prose.line(_text(node, "track")),
            kind=prose.line(_text(node, "type")).lower(),
            speakers=_speakers(node),
            subtitle=prose.line(_text(node, "subtitle")),
            abstract=prose.abstract(_text(node, "abstract"), _text(node, "description")),
            language=language_names.code(_text(node, "language")),
            url=_text(node, "url"),
            source=draft.where(node.line),
        ),
        node.line,
        _text(node, "state") or _text(node, "status"),
    )


def _speakers(node: Element) -> tuple[Speaker, ...]:
    names = (prose.line("".join(person.itertext()) or person.get("name")) for person in node.iterfind("persons/person"))
    return tuple(Speaker(name) for name in dict.fromkeys(names) if name)


def _text(node: ET.Element | None, tag: str) -> str:
    """The text of a child, markup inside it dropped; empty when there is none."""
    child = None if node is None else node.find(tag)
    return "" if child is None else "".join(child.itertext()).strip()
