"""The XML of pentabarf and the JSON of frab and pretalx, read with nothing but the standard parsers."""

from __future__ import annotations

import html
import json
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from defusedxml.ElementTree import fromstring
from gold.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _length(text: str) -> timedelta:
    hours, minutes = text.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def read_xml(path: Path) -> Iterator[Row]:
    """FOSDEM's dialect of 2012: no zone, the day's date and HH:MM."""
    for day in fromstring(path.read_bytes()).iter("day"):
        on = date.fromisoformat(day.attrib["date"])
        for event in day.iter("event"):
            word = {child.tag: html.unescape(child.text or "").strip() for child in event}
            start = datetime.combine(on, time.fromisoformat(word["start"]))
            yield Row(
                ids=frozenset({event.attrib["id"]}),
                titles=(word["title"],),
                start=start,
                end=start + _length(word["duration"]),
                day=on,
                rooms=(word["room"],),
                track=word["track"],
                speakers=tuple(person.text or "" for person in event.iter("person")),
                text=f"{word['subtitle']} {word['abstract']} {word['description']}",
            )


def _row(event: dict[str, Any], on: date) -> Row:
    start = datetime.fromisoformat(event["date"]).replace(tzinfo=None)
    return Row(
        ids=frozenset({event["guid"], str(event["id"]), event["slug"]}),
        titles=(event["title"],),
        start=start,
        end=start + _length(event["duration"]),
        day=on,
        rooms=(event["room"],),
        track=event["track"] or "",
        speakers=tuple(person["public_name"] for person in event["persons"]),
        kind=event["type"] or "",
        text=f"{event['subtitle']} {event['abstract']} {event['description']}",
    )


def read_json(path: Path) -> Iterator[Row]:
    """A schedule.json; the clock times are those written, since the offsets are the event's."""
    for day in json.loads(path.read_text(encoding="utf-8"))["schedule"]["conference"]["days"]:
        for events in day["rooms"].values():
            yield from (_row(event, date.fromisoformat(day["date"])) for event in events)
